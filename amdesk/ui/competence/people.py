"""People beside the assessment grid: searched for, those who are due first or everybody who works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from amdesk.domain.competence.due import AssessListing, ToAssess
from amdesk.ui.competence.list import AssessList, DueHeading
from amdesk.ui.kit.basic import KeyButton, Panel, divider
from amdesk.ui.kit.fields import SearchField
from amdesk.ui.kit.menu import MenuAct, offer_acts
from amdesk.ui.kit.rows import Row, after_act
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.states import EmptyState

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

Key = tuple[int, int]
"""A person and her employment."""


def key_of(row: ToAssess) -> Key:
    return row.participant, row.employment.id


class PeoplePanel(Panel):
    """`opened` tells whom the user wants to see, `came` that the list was read; `due` and `certificates` are how many are due,
    and how many of those only wait for their certificate."""

    opened = Signal(object)
    came = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__(padding=0)
        self.shell, self.t = shell, shell.words
        self.words, self.everybody = "", False
        self.due = self.certificates = 0
        self.shown: tuple[int, int | None] | None = None
        """Who stands in the grid, or is being opened."""
        self.follows: Key | None = None
        """Where whoever is shown stands in the list no longer: the one who came after her."""
        self.setAccessibleName(self.t("To assess and certify"))
        self.body.setSpacing(0)
        self.body.addLayout(self._top())
        self.body.addWidget(divider())
        self.list = AssessList(shell)
        self.list.opened.connect(self.opened)
        self.list.typed.connect(self._type)
        offer_acts(self.list, self._acts_here, self.shell)
        self.nobody = EmptyState(shell, "search", "", "")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.nobody)
        self.body.addWidget(self.stack, 1)
        self.body.addSpacing(8)

    def _acts_here(self) -> list[MenuAct]:
        row, go = self.list.currentIndex().data(Row), self.shell.go
        if not isinstance(row, ToAssess):
            return []
        return [
            MenuAct(self.t("Assess"), lambda: self.opened.emit(row), act="competence.see"),
            MenuAct(
                self.t("Open the person"), lambda: go("participants", participant=row.participant), act="people.open"
            ),
        ]

    def _top(self) -> QVBoxLayout:
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 8)
        top.setSpacing(10)
        self.search = SearchField(self.shell, self.t("Name or occupation"))
        self.search.setMinimumWidth(40)
        self.search.asked.connect(self._search)
        self.search.down.connect(self._into_list)
        top.addWidget(self.search)
        row = QHBoxLayout()
        row.setSpacing(6)
        self.chips: dict[str, KeyButton] = {}
        for code in ("due", "everybody"):
            chip = KeyButton(self.shell, "", kind="chip")
            chip.setCheckable(True)
            chip.clicked.connect(lambda _=False, c=code: self.choose(everybody=c == "everybody"))
            self.chips[code] = chip
            row.addWidget(chip)
        row.addStretch(1)
        top.addLayout(row)
        self._label_chips(None, None)
        return top

    def _label_chips(self, due: int | None, everybody: int | None) -> None:
        """None before anything was counted: no number stands there that is not true."""
        t = self.t
        self.chips["due"].setText(t("To do") if due is None else t("To do {count}", count=due))
        self.chips["everybody"].setText(t("All of them") if everybody is None else t("All {count}", count=everybody))
        self.chips["due"].setChecked(not self.everybody)
        self.chips["everybody"].setChecked(self.everybody)

    def people(self) -> list[ToAssess]:
        """The people listed, without the headings."""
        return [r for r in self.list.rows.rows if isinstance(r, ToAssess)]

    # reading

    def refresh(self) -> None:
        words, everybody = self.words, self.everybody

        def read(desk: Desk) -> AssessListing:
            return desk.competence.listed(words, everybody=everybody)

        self.shell.tasks.run(read, self._show, key="due")

    def choose(self, *, everybody: bool) -> None:
        self.everybody = everybody
        self.refresh()

    def _search(self, words: str) -> None:
        self.words = words
        self.refresh()

    def clear_search(self) -> None:
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self._search("")

    def _type(self, said: str) -> None:
        """A letter pressed in the list begins a search."""
        self.search.setFocus()
        self.search.setText(said)

    def _into_list(self) -> None:
        if self.people():
            self.list.setFocus()
            if not isinstance(self._row_at(), ToAssess):
                self._stand(0)

    def _show(self, found: AssessListing) -> None:
        before = [key_of(r) for r in self.people()]
        rows: list[ToAssess | DueHeading] = []
        for group, some in found.rows:
            rows += [DueHeading(group, len(some)), *some]
        self.due, self.certificates = found.due, found.certificates
        self._label_chips(found.due, found.everybody)
        self.list.rows.set_rows(rows)
        now = [key_of(r) for r in self.people()]
        here = self._key()
        self.follows = after_act(before, here if here in before else self.follows, now) if here not in now else None
        self._show_nobody()
        self.mark()
        self.came.emit()

    def _show_nobody(self) -> None:
        """Nobody is found: what stands in the way, and the way round it."""
        if self.people():
            self.stack.setCurrentWidget(self.list)
            return
        t = self.t
        self.stack.removeWidget(self.nobody)
        self.nobody.deleteLater()
        if self.words:
            said = t("Try another name, number or occupation.")
            acts = [(t("Clear the search"), self.clear_search)]
            if not self.everybody:
                said = t("Among those who are due. Whoever works and is not due stands under All.")
                acts = [(t("Search among all"), lambda: self.choose(everybody=True))]
            self.nobody = EmptyState(self.shell, "search", t("Nobody matches"), said, acts)
        else:
            said = t("Whoever is to be assessed or certified stands here from two weeks before.")
            self.nobody = EmptyState(self.shell, "checkmark_circle", t("Nobody is due"), said, role="ok")
        self.stack.addWidget(self.nobody)
        self.stack.setCurrentWidget(self.nobody)

    # who is shown

    def show_person(self, participant: int, employment: int | None) -> None:
        """Her row is chosen; nobody's where she is not in the list."""
        self.shown = (participant, employment)
        self.mark()

    def show_progress(self, said: str) -> None:
        """How far the assessment of whoever is shown has come, in her row."""
        self.list.progress = (self._key() or (0, 0), said)
        self.list.viewport().update()

    def _key(self) -> Key | None:
        """Who is shown, by her row where one is there."""
        if self.shown is None:
            return None
        person, employment = self.shown
        mine = [key_of(r) for r in self.people() if r.participant == person]
        return (person, employment) if employment is not None else mine[0] if mine else None

    def mark(self) -> None:
        """The row of whoever is shown is chosen; where she is due no more, the keys are on who came after her and nobody's is."""
        keys, here = [key_of(r) for r in self.people()], self._key()
        choices = self.list.selectionModel()
        choices.clearSelection()
        if here in keys:
            self._stand(keys.index(here))
            choices.select(self.list.currentIndex(), QItemSelectionModel.SelectionFlag.Select)
        elif self.follows in keys:
            self._stand(keys.index(self.follows))

    def _stand(self, nth: int) -> None:
        """The keys on a person's row; the heading of the first of a group comes into sight with it."""
        at = [i for i, r in enumerate(self.list.rows.rows) if isinstance(r, ToAssess)][nth]
        index = self.list.rows.index(at)
        self.list.setCurrentIndex(index)
        if at and isinstance(self.list.rows.rows[at - 1], DueHeading):
            self.list.scrollTo(self.list.rows.index(at - 1))
        self.list.scrollTo(index)

    def _row_at(self) -> object:
        at = self.list.currentIndex().row()
        return self.list.rows.rows[at] if 0 <= at < len(self.list.rows.rows) else None

    def beside(self, step: int) -> ToAssess | None:
        """Who comes so many after whoever is shown; after who came after her, where she is in the list no longer."""
        people = self.people()
        keys, here = [key_of(r) for r in people], self._key()
        if not people:
            return None
        if here in keys:
            to = keys.index(here) + step
        else:
            at = keys.index(self.follows) if self.follows in keys else 0
            to = at + step - (step > 0)
        return people[max(0, min(to, len(people) - 1))]
