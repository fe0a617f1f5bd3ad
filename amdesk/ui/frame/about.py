"""What the rail and the palette offer for a person or a placement: what each room gives for its own."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from amdesk.ui.kit.menu import MenuAct
from amdesk.ui.kit.shell import Shell
from amdesk.ui.people.menu import person_acts
from amdesk.ui.places.menu import place_acts


def acts_about(over: QWidget, shell: Shell, kind: str, key: int) -> list[MenuAct]:
    """`kind` is "participant" or "placement"; what is asked stands over `over`."""
    return person_acts(over, shell, key) if kind == "participant" else place_acts(shell, key)
