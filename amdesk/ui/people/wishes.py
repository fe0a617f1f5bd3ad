"""The form on which a person ranks the work she wants, looked at and printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from amdesk.ui.kit.paper import Paper
from amdesk.ui.kit.saving import file_name, who
from amdesk.ui.kit.shell import Shell
from amdesk.ui.people.whose import of_person

if TYPE_CHECKING:
    from amdesk.domain.people.participant import Participant


def show(over: QWidget, shell: Shell, person: Participant, why: str = "") -> None:
    """Made in the language of papers; of a protected person for a reason."""
    from amdesk.ui.kit.printing import print_paper  # nothing is printed before the first paint

    t = shell.words
    named = who(shell, person.name, person.number, protected=bool(person.protection))
    paper = Paper(
        t("Form for wishes"),
        of_person(shell, person),
        file_name(shell, named, t("Form for wishes")),
        lambda desk, given: desk.wish_forms.paper(person.id, shell.papers, given),
        act="people.open",
    )
    print_paper(over, shell, paper, why)
