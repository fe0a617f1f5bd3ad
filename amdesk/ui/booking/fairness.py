"""How rounds fell out in the last year: who waited and was placed by group, beside chance, and how often the first proposal was taken."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from PySide6.QtWidgets import QVBoxLayout, QWidget

from amdesk.domain.results.fairness import FairnessReport
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import label
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.rows import TableModel
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.tables import PlainTable

YEAR = timedelta(365)


class FairnessRow(NamedTuple):
    """A group with how many waited, were placed and would have been by chance."""

    name: str
    waiting: int
    placed: int
    percent: int | None
    chance: float


class FairnessDialog(Dialog):
    def __init__(self, parent: QWidget, shell: Shell) -> None:
        t, today = shell.words, shell.today
        said = t(
            "Rounds from {first} to {last}. Whoever waited in two rounds counts in both.",
            first=today - YEAR,
            last=today,
        )
        super().__init__(parent, shell, t("How rounds fall out"), t("Close"), sentence=said, width=640, only_shows=True)
        self.rows: TableModel[FairnessRow] = TableModel(
            [
                (t("Group"), lambda r: r.name, paint.LEFT),
                (t("Waiting"), lambda r: str(r.waiting), paint.RIGHT),
                (t("Placed"), lambda r: str(r.placed), paint.RIGHT),
                (t("Share"), lambda r: "–" if r.percent is None else t.percent(r.percent), paint.RIGHT),
                (t("By chance"), lambda r: t.decimal(r.chance), paint.RIGHT),
            ]
        )
        self.table = PlainTable(shell, self.rows, t("How rounds fall out"), (0, 90, 90, 90, 110))
        self.table.setMinimumHeight(shell.theme.px(320))
        self.body.addWidget(self.table)
        self.table.hide()
        self.words = QVBoxLayout()
        self.words.setSpacing(4)
        self.body.addLayout(self.words)
        shell.tasks.run(
            lambda desk: desk.fairness.report(today - YEAR, today),
            self.show_report,
            key="fairness",
            failed=shell.guarded(self.complain),
        )

    def show_report(self, found: FairnessReport) -> None:
        t = self.t
        placed = [f for f in found.figures if f.what == "placed"]
        pairs = zip(placed, found.chance, strict=True)
        self.rows.set_rows(
            [FairnessRow(t.say(f.whom), g.waiting, g.placed, f.percent, g.chance / 10) for f, g in pairs]
        )
        self.table.setVisible(bool(self.rows.rows))
        for w in found.wishes[-12:]:
            said = t("{month}: {got} of {of} got one of their first three wishes", month=w.month, got=w.got, of=w.of)
            self.words.addWidget(label(said, "small", wrap=True))
        for sentence in found.sentences():
            self.words.addWidget(label(t.say(sentence), "small", wrap=True))
        if not found.rounds:
            self.words.addWidget(label(t("No round has been kept in this time."), "muted", wrap=True))
        self.adjustSize()
