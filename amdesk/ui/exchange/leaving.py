"""What leaves, and for whom, before it is written: the list as it would be, what it is for, and a password for the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from amdesk.domain.exchange.leaving import PURPOSES, LeavingList, left_out_text
from amdesk.domain.values import Cell
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import clear, label
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.fields import Choice, Field
from amdesk.ui.kit.filepassword import PasswordFields
from amdesk.ui.kit.rows import Column, TableModel
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.tables import PlainTable

if TYPE_CHECKING:
    from amdesk.domain.places.placement import PlacementRow

SHOWN = 500
"""Rows that are shown; how many there are is said."""


class LeavingAs(NamedTuple):
    """How a list was asked for."""

    purpose: str = ""
    to: str = ""
    password: str = ""


class _Line(NamedTuple):
    """One row of what leaves, and the sheet that it stands in."""

    sheet: str
    cells: tuple[Cell, ...]


class LeavingDialog(Dialog):
    """`then` is told how, once it was looked at."""

    act = "export"
    keeps = False

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        what: str,
        title: str,
        then: Callable[[LeavingAs], None],
        chosen: Sequence[PlacementRow] | None = None,
    ) -> None:
        t = shell.words
        said = t("Look at what leaves before it does. Nothing is written yet.")
        super().__init__(parent, shell, title, t("Choose where …"), sentence=said, width=900)
        self.what, self.then, self.chosen = what, then, chosen
        purposes = [(code, t(one.said)) for code, one in PURPOSES[what].items()]
        self.purpose = Choice(shell, purposes)
        self.to, self.passwords = QLineEdit(), PasswordFields(shell)
        self.body.addWidget(Field(t("It is wanted to"), self.purpose))
        self.summary = label("", "strong", wrap=True)
        self.body.addWidget(self.summary)
        self.columns = label("", "small", wrap=True)
        self.body.addWidget(self.columns)
        self.holder = QVBoxLayout()
        self.body.addLayout(self.holder)
        self.body.addWidget(Field(t("To whom it is given (is logged)"), self.to))
        self.body.addWidget(self.passwords)
        self.purpose.currentIndexChanged.connect(lambda _i: self.look())
        self.look()
        self.purpose.setFocus()

    def look(self) -> None:
        """Read anew what it would hold for this purpose."""
        self.ok.setEnabled(False)
        what, purpose, chosen, lang = self.what, self.purpose.code(), self.chosen, self.t.lang
        self.shell.tasks.run(
            lambda desk: desk.exports.preview(what, purpose, lang, chosen),
            partial(self._show, purpose),
            key="leaving",
            failed=lambda error: self.complain(self.shell.sentence(error) or self.t("It could not be read.")),
        )

    def _show(self, purpose: str, found: LeavingList) -> None:
        if purpose != self.purpose.code():
            return
        t, count = self.t, len(found.rows)
        said = [t.plural("{count} row leaves", "{count} rows leave", count, count=count)]
        if self.what == "supervisors":
            whom = len(found.sheets)
            said.append(t.plural("to {count} supervisor", "to {count} supervisors", whom, count=whom))
        said = [" ".join(said)]
        if found.left_out:
            said.append(t.say(left_out_text(found.left_out)))
        self.summary.setText(". ".join(x for x in said if x) + ".")
        titles = found.sheets[0].columns if found.sheets else ()
        self.columns.setText(t("Columns: {names}", names=", ".join(titles)) if titles else "")
        clear(self.holder)
        if self.shell.names_hidden:
            self.holder.addWidget(label(t("Names are hidden."), "muted"))
        elif count:
            self.holder.addWidget(self._table(found, titles))
        self.ok.setEnabled(bool(count))
        self.make_room()

    def _table(self, found: LeavingList, titles: Sequence[str]) -> PlainTable:
        columns: list[Column[_Line]] = [(title, partial(_said, at=i), paint.LEFT) for i, title in enumerate(titles)]
        if len(found.sheets) > 1:
            columns.insert(0, (self.t("Supervisor"), lambda line: line.sheet, paint.LEFT))
        rows: TableModel[_Line] = TableModel(columns)
        rows.set_rows([_Line(one.name, row) for one in found.sheets for row in one.rows][:SHOWN])
        table = PlainTable(self.shell, rows, self.t("What leaves"), [120] * (len(columns) - 1) + [0])
        table.setMinimumHeight(self.shell.theme.px(min(200, 60 + 36 * len(rows.rows))))  # one row is no empty hall
        return table

    def confirm(self) -> None:
        password = self.passwords.password()
        if password is not None and self.ok.isEnabled():
            self.accept()
            self.then(LeavingAs(self.purpose.code(), self.to.text().strip(), password))


def _said(line: _Line, at: int) -> str:
    value = line.cells[at]
    return "" if value is None else str(value)
