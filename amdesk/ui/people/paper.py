"""A page about one person: read on screen, and as a paper called after her, looked at and printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.paper import Paper
from amdesk.ui.kit.reading import ReadText
from amdesk.ui.kit.saving import file_name, who
from amdesk.ui.kit.shell import Shell
from amdesk.ui.people.whose import of_person

if TYPE_CHECKING:
    from amdesk.domain.people.participant import Participant
    from amdesk.services.desk import Desk


class PageDialog(Dialog):
    """What is read; its button shows the paper."""

    keeps = False

    def __init__(self, parent: QWidget, shell: Shell, whose: str, title: str, said: str, size: tuple[int, int]) -> None:
        """`size`: how wide the dialog is, and how tall what is read."""
        super().__init__(parent, shell, title, shell.words("Print"), sentence=said, width=size[0])
        self.no.setText(self.t("Close"))
        self.no.setAccessibleName(self.t("Close"))
        self.belongs_to(whose)
        self.text = ReadText(title)
        self.text.stand(shell.theme.px(size[1]), shell.theme.px(280), parent)
        self.body.addWidget(self.text)
        self.text.setFocus()

    def confirm(self) -> None:
        if not self.ok.isEnabled():
            return
        over = self.parentWidget() or self
        self.accept()
        self.show_paper(over)

    def show_paper(self, over: QWidget) -> None:
        """The page as a paper, made anew when it is looked at."""
        raise NotImplementedError


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
