"""The rows behind a figure: who they are, for those who may see them. Enter opens the person."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from amdesk.services.results.outcomes import BehindRow
from amdesk.ui.kit import paint
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.menu import offer_acts
from amdesk.ui.kit.rows import Column, Row, TableModel
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.tables import PlainTable


class BehindDialog(Dialog):
    def __init__(self, parent: QWidget, shell: Shell, title: str, rows: Sequence[BehindRow]) -> None:
        t = shell.words
        sentence = t.plural(
            "{count} row. Opening it is logged.", "{count} rows. Opening them is logged.", len(rows), count=len(rows)
        )
        super().__init__(parent, shell, title, t("Open the person"), sentence=sentence, width=760)
        columns: list[Column[BehindRow]] = [
            (t("Name"), lambda r: shell.name(r.name), paint.LEFT),
            (t("Number"), lambda r: r.number, paint.LEFT),
            (t("Placement"), lambda r: shell.shown(r.place), paint.LEFT),
            (t("To"), lambda r: t.day(r.ended) if r.ended else "", paint.RIGHT),
            (t("End reason"), lambda r: r.end_reason or t("not recorded"), paint.LEFT),
        ]
        ended = any(r.employment is not None for r in rows)
        self.rows = TableModel(columns if ended else columns[:2])
        self.rows.set_rows(rows)
        self.table = PlainTable(shell, self.rows, title, (190, 80, 180, 100, 0) if ended else (0, 120))
        self.table.setMinimumHeight(shell.theme.px(360))
        self.table.doubleClicked.connect(lambda _i: self.confirm())
        self.table.activated.connect(lambda _i: self.confirm())
        offer_acts(self.table, lambda: [self.ok], shell)
        self.body.addWidget(self.table)
        self.ok.setEnabled(bool(rows))
        if rows:
            self.table.selectRow(0)
        self.table.setFocus()

    def confirm(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self.accept()
            self.shell.go("participants", participant=index.data(Row).participant)
