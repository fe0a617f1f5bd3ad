"""A paper about one person, called after her, looked at and printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from amdesk.ui.kit.paper import Paper
from amdesk.ui.kit.saving import file_name, who
from amdesk.ui.kit.shell import Shell
from amdesk.ui.people.whose import of_person

if TYPE_CHECKING:
    from amdesk.domain.people.participant import Participant
    from amdesk.services.desk import Desk


def print_of(
    over: QWidget,
    shell: Shell,
    person: Participant,
    title: str,
    look: Callable[[Desk, str], bytes],
    act: str,
    why: str = "",
) -> None:
    """`look` makes it anew for the reason that was given; `act` is what the table of roles calls it."""
    from amdesk.ui.kit.printing import print_paper  # nothing is printed before the first paint

    named = who(shell, person.name, person.number, protected=bool(person.protection))
    paper = Paper(title, of_person(shell, person), file_name(shell, named, title), look, act=act)
    print_paper(over, shell, paper, why)
