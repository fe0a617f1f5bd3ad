"""Over the grid: whose it is, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from amdesk.services.competence.certificates import AssessmentSheet
from amdesk.ui.competence.sending import Sending
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import Elided, KeyButton, button, clear
from amdesk.ui.kit.menu import MenuAct, fill
from amdesk.ui.kit.shell import Shell


class SheetHead(QHBoxLayout):
    """`done` and `note` are what its buttons do."""

    def __init__(self, shell: Shell, done: Callable[[], None], note: Callable[[], None], sending: Sending) -> None:
        super().__init__()
        self.shell, self.t = shell, shell.words
        self.done, self.note, self.sending = done, note, sending
        self.acts: list[KeyButton] = []
        self.more: KeyButton | None = None
        self.roomy = True
        self.setContentsMargins(16, 12, 12, 8)
        self.setSpacing(8)

    def empty(self) -> None:
        """Nobody is shown."""
        clear(self)
        self.acts, self.more = [], None

    def show_sheet(self, sheet: AssessmentSheet) -> None:
        self.empty()
        t, person, e = self.t, sheet.participant, sheet.employment
        mark = QLabel()
        mark.setPixmap(
            paint.avatar_pixmap(self.shell.theme, self.shell.initials("" if person.protection else person.name), 36)
        )
        self.addWidget(mark)
        name = t.say(person.shown_name) if person.protection else self.shell.name(person.name or person.number)
        end = t("until further notice")
        if e.end:
            end = t("ended {day}", day=e.end) if e.end < self.shell.today else t("ends {day}", day=e.end)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Elided(name, "section"))
        facts = f"{end[:1].upper()}{end[1:]} · {e.occupation} · {self.shell.shown(e.placement)}"  # the day is never what is cut
        words.addWidget(Elided(facts, "small"))
        self.addLayout(words, 1)
        self._add_acts()
        self.addWidget(
            button(
                self.shell,
                t("Mark done"),
                self.done,
                kind="primary",
                icon="checkmark",
                key="Ctrl D",
                writes=True,
                act="competence.assess",
            )
        )
        self.fit(roomy=self.roomy)

    def _add_acts(self) -> None:
        t = self.t
        sheets = button(
            self.shell,
            t("Sheets"),
            lambda: self._menu(sheets, note=False),
            kind="link",
            icon="document_table",
            act="competence.see",
        )
        words = button(
            self.shell,
            t("Supervisor's words"),
            self.note,
            kind="link",
            icon="note",
            writes=True,
            act="competence.assess",
        )
        more = button(self.shell, "", lambda: self._menu(more, note=True), kind="link", icon="more_horizontal")
        more.setAccessibleName(t("More for this person"))
        more.setToolTip(t("More for this person"))
        more.setFixedSize(34, 34)
        self.acts, self.more = [sheets, words], more
        for one in (sheets, words, more):
            self.addWidget(one)

    def fit(self, *, roomy: bool) -> None:
        """All acts beside each other where there is room, else two of them in a menu."""
        self.roomy = roomy
        for one in self.acts:
            one.setVisible(roomy)
        if self.more is not None:
            self.more.setVisible(not roomy)

    def _menu(self, under: QWidget, *, note: bool) -> None:
        menu = QMenu(under)
        if note:
            words = MenuAct(self.t("Supervisor's words"), self.note, writes=True, act="competence.assess")
            fill(menu, [words], self.shell)
            menu.addSeparator()
        self.sending.offer(menu)
        menu.popup(under.mapToGlobal(under.rect().bottomLeft()))
