"""Whom or what a list is without that the last list of its sender had."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from amdesk.services.exchange.shown import Absentee
from amdesk.ui.kit import paint
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.rows import Column, TableModel
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.tables import PlainTable

TALL = 12
"""Rows that are seen without scrolling."""


class AbsentDialog(Dialog):
    """Only shows: a list takes nobody away."""

    def __init__(self, parent: QWidget, shell: Shell, kind: str, absent: Sequence[Absentee]) -> None:
        t = shell.words
        said = {
            "placements": t("They stay in the bank, flagged as gone from the list until a list has them again."),
            "employments": t("The employments stay as they are. Ask the sender whether they have ended."),
        }.get(kind, t("They stay in the bank. Ask the sender whether they are to be ended."))
        super().__init__(parent, shell, t("Missing in the list"), t("Close"), sentence=said, width=620, only_shows=True)
        columns: list[Column[Absentee]] = [
            (t("Number"), lambda a: a.number, paint.LEFT),
            (t("Name"), lambda a: shell.shown(a.name) if kind == "placements" else shell.name(a.name), paint.LEFT),
        ]
        widths = [90, 0]
        if any(a.place for a in absent):
            title = t("Department") if kind == "placements" else t("Placement")
            columns.append((title, lambda a: shell.shown(a.place), paint.LEFT))
            widths.append(220)
        if any(a.first for a in absent):
            columns.append((t("First day"), lambda a: t.show(a.first) if a.first else "", paint.LEFT))
            widths.append(110)
        self.model = TableModel(columns)
        self.model.set_rows(absent)
        self.table = PlainTable(shell, self.model, t("Missing in the list"), widths)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setMinimumHeight(head + shell.theme.px(36) * min(len(absent), TALL) + 4)
        self.body.addWidget(self.table)
        self.ok.setFocus()
