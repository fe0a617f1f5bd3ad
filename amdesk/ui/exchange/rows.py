"""The rows of a list as what would become of them: counts that filter, and what can be done with the row one stands on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QHeaderView

from amdesk.domain.texts import Text
from amdesk.services.exchange.imports import RowOutcome
from amdesk.services.exchange.rereading import LookedAt
from amdesk.services.exchange.review import NOT_OURS, Review, missing_said
from amdesk.services.exchange.whose import ASKED
from amdesk.ui.exchange import cells
from amdesk.ui.exchange.absent import AbsentDialog
from amdesk.ui.exchange.cells import CellSaid, PartSaid
from amdesk.ui.exchange.list import CheckDelegate, CheckModel, CheckTable, OpenCell, RowWord
from amdesk.ui.exchange.rowsaid import RowsSaid
from amdesk.ui.exchange.standing import GROUPS, gone_said, next_choice
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import KeyButton, Panel, Segments, button, label
from amdesk.ui.kit.relay import Wrapping
from amdesk.ui.kit.rows import Column
from amdesk.ui.kit.shell import Shell

Decide = Callable[[int, Mapping[str, bool]], None]
MEASURED = 40
"""Rows by which the columns are made as wide as they need."""


class RowsBand(Panel):
    """`mend` is told row, field and value; `acted` the act and the row: same, new or strike; `decide` the row and, by their keys,
    which of its differences are accepted."""

    def __init__(
        self,
        shell: Shell,
        mend: Callable[[int, str, str], None],
        acted: Callable[[str, RowOutcome], None],
        decide: Decide,
    ) -> None:
        super().__init__(padding=0)
        self.shell, self.t, self.mend, self.acted, self.decide = shell, shell.words, mend, acted, decide
        self.look: LookedAt | None = None
        self.left: set[int] = set()
        """Rows that somebody has left to the work list: nothing to look at any more."""
        self.titles: Sequence[str] = ()
        self.told: RowsSaid | None = None
        self.writing: OpenCell | None = None
        """The cell that is written in, while the rows are shown anew around it."""
        t = self.t
        head = QHBoxLayout()
        head.setContentsMargins(12, 12, 16, 8)
        self.which = Segments(self._labels(dict.fromkeys(GROUPS, 0)))
        self.which.chosen.connect(self.filter)
        head.addWidget(self.which)
        head.addSpacing(12)
        head.addStretch(1)
        self.gone = label("", "muted")
        head.addWidget(self.gone)
        self.show_gone = button(shell, t("Show"), self._show_gone, kind="link")
        self.show_gone.setAccessibleDescription(t("Who or what is missing in the list"))
        self.show_gone.hide()
        head.addWidget(self.show_gone)
        self.body.addLayout(head)
        self.body.setSpacing(0)
        self.table = CheckTable(self)
        self.model = CheckModel(self)
        self.table.setModel(self.model)
        self.table.setItemDelegate(CheckDelegate(self, self.table))
        self.table.setAccessibleName(t("Rows of the file"))
        self.table.selectionModel().currentChanged.connect(lambda *_: self._offer())
        self.table.setMinimumHeight(shell.theme.px(120))
        self.body.addWidget(self.table, 1)
        self.acts = Wrapping()
        self.acts.setContentsMargins(16, 8, 12, 10)
        self.foot = label("", "small", wrap=True)
        self.acts.addWidget(self.foot, 1)
        self.table.offer({"L": t("Leave to the work list"), "J": t("Yes, the same"), "N": t("No, a new person")})
        below = {"L": t("Take back from the work list"), "Del": t("Strike out the row")}
        self.buttons = {
            key: button(shell, words, partial(self.do, key), key=key, writes=key == "Del", act="import")
            for key, words in below.items()
        }
        """Below the table: for the row one stands on, where no sentence of its own has a place for them."""
        self.tick_button = button(shell, "", self.tick_here, key=t("Space"))
        for one in (*self.buttons.values(), self.tick_button):
            one.hide()
            self.acts.addWidget(one)
        self.body.addLayout(self.acts)

    # what stands in the rows

    @property
    def review(self) -> Review | None:
        return self.look.review if self.look else None

    @property
    def waiting(self) -> bool:
        """Whether the rows are those of the work list."""
        return bool(self.look and self.look.staged.waiting)

    @property
    def shown_now(self) -> tuple[str, ...]:
        """Fields of the columns."""
        return self.told.fields if self.told else ()

    def shown(self) -> tuple[str, ...]:
        return self.shown_now

    def field_at(self, column: int) -> str:
        fields = self.shown_now
        return fields[column - 1] if 1 <= column <= len(fields) else ""

    def raw(self, number: int, field: str) -> str:
        return self.told.raw(number, field) if self.told else ""

    def to_write(self, outcome: RowOutcome, field: str) -> str:
        """What a cell begins with when somebody writes in it: nothing where she may not see what it says."""
        return "" if self._hides(outcome, field) else self.raw(outcome.row, field)

    def _hides(self, outcome: RowOutcome, field: str) -> bool:
        return outcome.protected or (self.told is not None and self.told.hides(field))

    def writes_in(self, row: int, field: str) -> bool:
        """Whether it is the cell that somebody writes in while the rows are shown anew: it stays hers whatever they say."""
        return self.writing is not None and (self.writing.row, self.writing.field) == (row, field)

    def place(self, outcome: RowOutcome) -> str:
        return self.told.place(outcome) if self.told else ""

    def said(self, outcome: RowOutcome, field: str) -> CellSaid:
        return self.told.said(outcome, field) if self.told else CellSaid("")

    def high(self, outcome: RowOutcome) -> bool:
        return bool(self.told and self.told.high(outcome))

    def state(self, outcome: RowOutcome) -> RowWord:
        assert self.told is not None
        return self.told.state(outcome)

    def _remark(self, outcome: RowOutcome) -> str:
        return self.told.remark(outcome) if self.told else ""

    # showing

    def show_rows(self, look: LookedAt, *, anew: bool = False) -> None:
        """The rows of a file that is looked at; `anew` for another file, which has been left by nobody yet.

        A cell that is being written in stays open with what it says; one that may not be seen any more is taken as it is.
        """
        here = 0 if anew else self._stands_on()
        self.writing = None if anew else self.table.open_cell()
        self.look = look
        if anew:
            self.left.clear()
        review = look.review
        if review is None:
            return
        self.told = RowsSaid(self.t, self.shell.theme, look, self.left, dotted=self.shell.names_hidden)
        fields = [(f, self.t.say(Text(look.staged.kind.field(f).label))) for f in self.shown_now]
        columns: list[Column[RowOutcome]] = [(self.t("Row"), self.place, paint.LEFT)]
        columns += [(said, partial(self._spoken, field=f), paint.LEFT) for f, said in fields]
        columns += [(self.t("What is said about the row"), self._remark, paint.LEFT)]
        self.model.columns = columns
        counts = self._count(review)
        if anew:
            self.which.set_current("bad" if counts["bad"] else "all")
        self._fill(self.which.current())
        self._widths()
        self._foot(look, review)
        self.to_mend(here)
        self._write_on()

    def _write_on(self) -> None:
        cell, row = self.writing, None
        if cell is not None:
            row = next((o for o in self.model.rows if o.row == cell.row), None)
        if cell is not None and (row is None or cell.field not in self.shown_now or self._hides(row, cell.field)):
            if cell.said != cell.begun:
                self.mend(cell.row, cell.field, cell.said)
        elif cell is not None:
            self.table.write_on(cell)
        self.writing = None

    def focus_rows(self) -> None:
        """The keys to the table, or to the cell in it that is written in."""
        if self.table.state() != CheckTable.State.EditingState:
            self.table.setFocus()

    def _spoken(self, outcome: RowOutcome, field: str) -> str:
        return self.said(outcome, field).spoken(self.t)

    def _widths(self) -> None:
        """Each column as wide as it needs; the last takes what is left, and the table goes on at the right where that is less."""
        theme, head = self.shell.theme, self.table.horizontalHeader()
        rows, last = self.model.rows[:MEASURED], self.model.columnCount() - 1
        head.setMinimumSectionSize(theme.px(60))
        for i in range(last):
            head.setSectionResizeMode(i, QHeaderView.ResizeMode.Interactive)
            need = max((self._wide(r, i) for r in rows), default=0) + theme.px(34)
            word = max((paint.width(self.state(r).word, theme.font("label")) for r in rows), default=0) + theme.px(50)
            wide = need + word if i == 0 else min(need, theme.px(300))
            self.table.setColumnWidth(i, max(wide, head.sectionSizeHint(i)))
        said = [self._remark(r) for r in rows if not self.state(r).sentence]
        need = max((paint.width(words, theme.font("caption")) for words in said), default=0) + theme.px(24)
        self.table.least = max(min(need, theme.px(420)), head.sectionSizeHint(last)) if last >= 0 else 0
        self.table.fit()

    def _wide(self, outcome: RowOutcome, column: int) -> int:
        if field := self.field_at(column):
            return cells.wide(self.shell.theme, self.said(outcome, field), self.t)
        return paint.width(self.place(outcome), self.shell.theme.font("body_strong"))

    def _count(self, review: Review) -> dict[str, int]:
        counts = {code: sum(1 for o in review.outcomes if self._in(o, code)) for code in GROUPS}
        for code, said in self._labels(counts):
            self.which.set_label(code, said)
        return counts

    def _labels(self, counts: dict[str, int]) -> list[tuple[str, str]]:
        t = self.t
        return [
            ("bad", t("To review {count}", count=counts["bad"])),
            ("all", t("All {count}", count=counts["all"])),
            ("new", t("New {count}", count=counts["new"])),
            ("update", t("Changed {count}", count=counts["update"])),
            ("asked", t("Questions {count}", count=counts["asked"])),
            ("refused", t("Refused {count}", count=counts["refused"])),
            ("same", t("Alike {count}", count=counts["same"])),
        ]

    def _in(self, outcome: RowOutcome, code: str) -> bool:
        if code == "bad" and outcome.row in self.left:
            return False
        return GROUPS[code](outcome)

    def filter(self, which: str) -> None:
        self.writing = self.table.open_cell()
        self._fill(which)
        self._write_on()

    def _fill(self, which: str) -> None:
        if self.review is not None:
            open_in = self.writing.row if self.writing else 0
            rows = [o for o in self.review.outcomes if self._in(o, which) or o.row == open_in]
            self.model.set_rows(rows)
            self.table.lay(rows)
            self._offer()

    def _foot(self, look: LookedAt, review: Review) -> None:
        t = self.t
        self.gone.setText(gone_said(t, review))
        self.show_gone.setVisible(bool(look.absent))
        new, changed, bad = review.count("new"), review.count("update"), review.count("rejected") - review.dropped()
        stored = new + changed
        told = [
            t.plural(
                "{count} row will be stored: {new} new, {changed} changed.",
                "{count} rows will be stored: {new} new, {changed} changed.",
                stored,
                count=stored,
                new=new,
                changed=changed,
            )
        ]
        if bad:
            told.append(
                t.plural("{count} row waits in the work list.", "{count} rows wait in the work list.", bad, count=bad)
            )
        told.append(t("It is one step and can be undone."))
        above = missing_said(review.missing)
        self.foot.setText(" ".join([*(t.say(n) for n in review.notices if n not in above), *told]))

    def _show_gone(self) -> None:
        if self.look is not None:
            AbsentDialog(self, self.shell, self.look.staged.kind.name, self.look.absent).open()

    # standing on a row

    def _current(self) -> RowOutcome | None:
        at = self.table.currentIndex().row()
        return self.model.rows[at] if 0 <= at < len(self.model.rows) else None

    def _stands_on(self) -> int:
        """The row of the file that the keys are on; 0 for none."""
        row = self._current()
        return row.row if row else 0

    def to_mend(self, here: int) -> None:
        """The next row to mend from where the keys are; behind the last one the first."""
        fields = self.shown_now
        wrong = [
            i
            for i, o in enumerate(self.model.rows)
            if GROUPS["refused"](o) and o.reason != NOT_OURS and o.row not in self.left
        ]
        bad = next((i for i in wrong if self.model.rows[i].row >= here), wrong[0] if wrong else None)
        same = next((i for i, o in enumerate(self.model.rows) if o.row == here), None)
        if bad is not None:
            field = self.model.rows[bad].column
            self.table.setCurrentIndex(self.model.index(bad, 1 + fields.index(field) if field in fields else 1))
        elif self.model.rows:
            self.table.setCurrentIndex(self.model.index(same or 0, 1))
        self._offer()

    def offered(self, row: RowOutcome) -> list[str]:
        """Keys of what can be done with a row, for the buttons in it; a question that is not answered waits by itself."""
        if row.row in self.left:
            return []
        return [key for key in "JN" if self._offered(row, key)] or ["L"] * self._offered(row, "L")

    def _offered(self, row: RowOutcome | None, key: str) -> bool:
        if row is None or row.outcome != "rejected" or row.reason == NOT_OURS:
            return False
        if key in {"J", "N"}:
            return row.reason in ASKED and (
                key == "N" or self.look is None or self.look.staged.kind.name == "participants"
            )
        return self.waiting == (key == "Del")

    def _offer(self) -> None:
        row = self._current()
        for key, one in self.buttons.items():
            one.setVisible(self._offered(row, key) and (key == "Del" or (row is not None and row.row in self.left)))
        parts = self._parts_here()
        accept = (
            self.t("Accept the change") if next_choice(parts, accepting=True) else self.t("Do not accept the change")
        )
        self.tick_button.setText(accept)
        self.tick_button.setAccessibleName(accept)
        self.tick_button.setVisible(bool(parts))

    # accepting and refusing

    def _parts_here(self) -> list[PartSaid]:
        """The differences of the cell one stands on that can be accepted or refused."""
        row, field = self._current(), self.field_at(self.table.currentIndex().column())
        return [] if row is None or not field else [p for p in self.said(row, field).parts if not p.locked]

    def tick_here(self) -> bool:
        """Space: accept or refuse what the cell changes; False where it changes nothing."""
        row, parts = self._current(), self._parts_here()
        if row is None or not parts:
            return False
        self.decide(row.row, next_choice(parts))
        return True

    def tick(self, row: RowOutcome, part: PartSaid) -> None:
        """The same of one difference by its tick."""
        self.decide(row.row, {part.one.key: not part.taken})

    def decided(self, look: LookedAt) -> None:
        """What was accepted or refused is seen where it stands; no row leaves from under the keys."""
        if look.review is not None:
            if self.told is not None:
                self.told.judge_anew()
            self._count(look.review)
            self._foot(look, look.review)
            self.table.viewport().update()
            self._offer()
            here = self.table.currentIndex()
            self.model.dataChanged.emit(here, here)

    def act(self, key: str) -> bool:
        """What a key does with the row one stands on; False where it does nothing there, or letters are no keys."""
        return (len(key) > 1 or self.shell.settings.letters) and self.do(key)

    def do(self, key: str, row: RowOutcome | None = None) -> bool:
        """The same, as a button is pressed, of the row one stands on or of another."""
        row = row or self._current()
        barred = self.shell.barred("import") or (key == "Del" and self.buttons[key].barred)
        if not key or row is None or not self._offered(row, key) or barred:
            return False
        if key == "L":
            self._leave(row)
        else:
            self.acted({"J": "same", "N": "new", "Del": "strike"}[key], row)
        return True

    def _leave(self, row: RowOutcome) -> None:
        """To the work list, or back from it."""
        self.left ^= {row.row}
        if self.told is not None:
            self.told.judge_anew(row.row)
        if self.review is not None:
            self._count(self.review)
        self.filter(self.which.current())
        self.to_mend(row.row if row.row in self.left else 0)
        self.table.setFocus()

    def button(self, key: str) -> KeyButton:
        """What does it with the row one stands on: in the row, or else below the table."""
        in_row = self.table.acts.button(self.table.currentIndex().row(), key) if self.table.acts else None
        return in_row or self.buttons[key]
