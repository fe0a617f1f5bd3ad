"""Gallring: whose time has passed, the limit, and the erasure, typed in full since nothing takes it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from amdesk.domain.change import Change
from amdesk.services.bank.retention import Overdue
from amdesk.ui.bank.pane import Pane
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import button, label
from amdesk.ui.kit.dialog import ToStore, store
from amdesk.ui.kit.fields import Field
from amdesk.ui.kit.rows import TableModel
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.tables import PlainTable

if TYPE_CHECKING:
    from amdesk.services.desk import Desk


class RetentionPane(Pane):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Retention"))
        self.found: list[Overdue] = []
        self.limit: date = shell.today
        t = self.t
        self.body.addWidget(
            label(
                t("Names, numbers, notes, payments and certificates go for good. Figures and frozen cohorts stay."),
                "muted",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        self.years, self.shown = QLineEdit(), ""
        self.years.textEdited.connect(lambda _said: shell.typed.emit())
        self.years.setFixedWidth(shell.theme.px(70))
        row.addWidget(Field(t("Years after the last employment"), self.years))
        row.addWidget(
            button(shell, t("Save"), self._save_years, writes=True, act="settings"), 0, Qt.AlignmentFlag.AlignBottom
        )
        row.addStretch(1)
        self.body.addLayout(row)
        self.said = label("", "strong", wrap=True)
        self.body.addWidget(self.said)
        self.rows: TableModel[Overdue] = TableModel(
            [
                (t("Name"), lambda p: shell.name(p.name), paint.LEFT),
                (t("Number"), lambda p: p.number, paint.LEFT),
                (t("Last employment"), lambda p: str(p.last), paint.RIGHT),
            ]
        )
        self.table = PlainTable(shell, self.rows, t("Retention"), (0, 110, 160), tall=32)
        self.body.addWidget(self.table, 1)
        foot = QHBoxLayout()
        self.act = button(
            shell, t("Erase them"), self.erase, kind="danger", icon="delete", writes=True, act="retention"
        )
        foot.addWidget(self.act)
        foot.addStretch(1)
        self.body.addLayout(foot)

    def refresh(self) -> None:
        def read(desk: Desk) -> tuple[int, date, list[Overdue]]:
            return desk.retention.years, desk.retention.limit(), desk.retention.overdue()

        self.shell.tasks.run(read, self._show, key="retention")

    def _show(self, answer: tuple[int, date, list[Overdue]]) -> None:
        years, self.limit, self.found = answer
        t, count = self.t, len(self.found)
        if self.years.text().strip() in {"", self.shown}:  # what is being written stays
            self.years.setText(str(years))
            self.shown = str(years)
        self.rows.set_rows(self.found)
        if count:
            self.said.setText(
                t.plural(
                    "{count} person whose last employment ended before {day}.",
                    "{count} people whose last employment ended before {day}.",
                    count,
                    count=count,
                    day=str(self.limit),
                )
            )
        else:
            self.said.setText(t("Nobody's last employment ended before {day}.", day=str(self.limit)))
        self.table.setVisible(bool(count))
        self.act.setVisible(bool(count))

    def typed(self) -> bool:
        """Whether another number of years was written and not saved."""
        return self.years.text().strip() not in {"", self.shown}

    def _save_years(self) -> None:
        said = self.years.text().strip()
        if not said.isdigit() or not 1 <= int(said) <= 100:
            self.shell.toast(self.t("Write the number of years, 1 to 100."))
            return
        changed = {"retention_years": Change(self.shown, said)}

        def stored(given: Mapping[str, Change]) -> None:
            self.shown = self.years.text().strip()  # and then shows what the bank has
            self.refresh()
            if given:
                self.shell.toast(self.t("Saved."), undo=True)

        asked = ToStore(changed, lambda desk, given: desk.set_settings(given), stored)
        store(self, self.shell, self.t("Retention"), asked, self.shell.guarded(lambda s: self.shell.toast(s)))

    def erase(self) -> None:
        """Asks for the word, who approved it and why."""
        from amdesk.ui.bank.secrets import TypeDialog
        from amdesk.ui.kit.reason import ReasonDialog

        t, limit = self.t, self.limit
        why = ReasonDialog.ask(
            self,
            self.shell,
            t.plural("Erase {count} person", "Erase {count} people", len(self.found), count=len(self.found)),
            t("Name the decision or plan of retention and who approved it."),
            t("Go on"),
        )
        if not why:
            return
        sentence = t.plural(
            "Names, numbers and notes of {count} person are removed for good. The figures stay.",
            "Names, numbers and notes of {count} people are removed for good. The figures stay.",
            len(self.found),
            count=len(self.found),
        )
        if TypeDialog.ask(self, self.shell, t("Erase them"), sentence, t("ERASE")):
            self.shell.tasks.write(
                lambda desk: desk.retention.erase(limit, desk.bank.actor, why),
                lambda n: self.shell.toast(
                    t.plural(
                        "Personal data of {count} person erased", "Personal data of {count} people erased", n, count=n
                    )
                ),
                failed=self.shell.guarded(lambda s: self.shell.toast(s)),
            )
