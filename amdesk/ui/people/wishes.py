"""The form on which a person ranks the work she wants, looked at and printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from amdesk.ui.kit.shell import Shell
from amdesk.ui.people.paper import print_of

if TYPE_CHECKING:
    from amdesk.domain.people.participant import Participant


def show(over: QWidget, shell: Shell, person: Participant, why: str = "") -> None:
    """Made in the language of papers; of a protected person for a reason."""
    title = shell.words("Form for wishes")
    print_of(
        over,
        shell,
        person,
        title,
        lambda desk, given: desk.wish_forms.paper(person.id, shell.papers, given),
        "people.open",
        why,
    )
