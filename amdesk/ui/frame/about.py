"""What the rail and the palette offer for a person or a placement: what each room gives for its own."""

from __future__ import annotations

from amdesk.ui.kit.menu import MenuAct
from amdesk.ui.kit.shell import Shell
from amdesk.ui.people.menu import person_acts
from amdesk.ui.places.menu import place_acts


def acts_about(shell: Shell, kind: str, key: int) -> list[MenuAct]:
    """`kind` is "participant" or "placement"."""
    return person_acts(shell, key) if kind == "participant" else place_acts(shell, key)
