"""Besparing: the savings ledger on one page, every assumption a line that can be changed."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from amdesk.domain.change import Change
from amdesk.domain.results import words as shown
from amdesk.domain.results.report import Fact
from amdesk.domain.results.savings import Assumption, Ledger
from amdesk.services.results.sections import outcomes, savings_notes, savings_section
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import Panel, button, label
from amdesk.ui.kit.dialog import Dialog, grid
from amdesk.ui.kit.fields import Field
from amdesk.ui.kit.relay import in_columns
from amdesk.ui.kit.rows import Column, Row, TableModel
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.tables import PlainTable
from amdesk.ui.results.period import Period


class LedgerPane(QWidget):
    def __init__(self, shell: Shell, over: QWidget | None = None) -> None:
        super().__init__(over)
        self.shell, self.t = shell, shell.words
        in_columns(self, (self._paid(), 38), (self._assumed(), 62))

    def _paid(self) -> QWidget:
        t = self.t
        panel = Panel(t("What was paid"), more=t("from the payment files, nothing assumed"))
        self.facts: TableModel[Fact] = TableModel(
            [(t("Line"), lambda f: t.say(f.label), paint.LEFT), (t("Amount"), self._fact, paint.RIGHT)]
        )
        self.fact_table = PlainTable(self.shell, self.facts, t("What was paid"), (0, 112), tall=32)
        panel.body.addWidget(self.fact_table, 1)
        self.notes = label("", "small", wrap=True)
        panel.body.addWidget(self.notes)
        return panel

    def _fact(self, fact: Fact) -> str:
        return shown.value(fact, self.t.lang)

    def _assumed(self) -> QWidget:
        t = self.t
        panel = Panel(t("What is assumed"), more=t("every line can be contested"))
        panel.head.addWidget(
            button(
                self.shell,
                t("Change the line"),
                self.change,
                kind="link",
                icon="edit",
                writes=True,
                act="figures.change",
            )
        )
        columns: list[Column[Assumption]] = [(t("Assumption"), lambda a: f"{t(a.label)}\n{t(a.source)}", paint.LEFT)]
        columns += [
            (said, partial(self._value, name=name), paint.RIGHT)
            for said, name in ((t("Low"), "low"), (t("Value"), "value"), (t("High"), "high"))
        ]
        self.assumptions = TableModel(columns)
        self.table = PlainTable(self.shell, self.assumptions, t("What is assumed"), (0, 90, 90, 90), tall=44)
        self.table.doubleClicked.connect(lambda _i: self.change())
        self.table.activated.connect(lambda _i: self.change())
        panel.body.addWidget(self.table, 8)
        panel.body.addWidget(label(t("What follows"), "section"))
        heads = (t("Low"), t("Middle"), t("High"))
        outcome: list[Column[tuple[str, list[int]]]] = [(t("Kronor"), lambda r: t(r[0]), paint.LEFT)]
        outcome += [(h, partial(self._kronor, i), paint.RIGHT) for i, h in enumerate(heads)]
        self.outcome = TableModel(outcome)
        self.outcome_table = PlainTable(self.shell, self.outcome, t("What follows"), (0, 104, 104, 104), tall=28)
        panel.body.addWidget(self.outcome_table, 6)
        self.decisive = label("", "strong", wrap=True)
        panel.body.addWidget(self.decisive)
        panel.body.addWidget(
            label(
                t("An estimate, not a measured saving: what would have happened without the employment is not known."),
                "small",
                wrap=True,
            )
        )
        return panel

    def _kronor(self, column: int, line: tuple[str, list[int]]) -> str:
        return shown.number(line[1][column] // 100, self.t.lang)

    def _value(self, a: Assumption, name: str) -> str:
        value = getattr(a, name)
        return f"{shown.number(value // 100, self.t.lang)} kr" if a.unit == "öre" else self.t.percent(value)

    def load(self, period: Period) -> None:
        self.shell.tasks.run(
            lambda desk: desk.savings.ledger(period.first, period.last), self.show_ledger, key="ledger"
        )

    def show_ledger(self, found: Ledger) -> None:
        t, section = self.t, savings_section(found)
        self.facts.set_rows(section.facts)
        empty = not found.paid.persons
        said = [*(s.text for s in section.sentences if empty), *savings_notes(found)]
        self.notes.setText(" ".join(t.say(s) for s in said))
        here = self.table.currentIndex().row()
        self.assumptions.set_rows(found.assumptions)
        if here >= 0:
            self.table.selectRow(here)
        self.outcome.set_rows([] if empty else outcomes(found))
        self.decisive.setText("" if empty else t.say(section.sentences[0].text))

    def change(self) -> None:
        """Value, range and source of the chosen line."""
        found = self.table.currentIndex().data(Row)
        if isinstance(found, Assumption):
            AssumptionDialog(self, self.shell, found).open()


class AssumptionDialog(Dialog):
    writes = True
    act = "figures.change"

    def __init__(self, parent: QWidget, shell: Shell, found: Assumption) -> None:
        t = shell.words
        unit = t("percent") if found.unit == "%" else t("kronor per month")
        super().__init__(
            parent,
            shell,
            t(found.label),
            t("Save"),
            sentence=t("In {unit}. Low and high are the range that one could argue for.", unit=unit),
            width=560,
        )
        self.found = found
        self.scale = 1 if found.unit == "%" else 100
        self.low, self.value, self.high = (
            QLineEdit(str(v // self.scale)) for v in (found.low, found.value, found.high)
        )
        self.source = QLineEdit(t(found.source))
        self.body.addLayout(
            grid(
                [
                    Field(t("Low"), self.low),
                    Field(t("Value"), self.value),
                    Field(t("High"), self.high),
                    (Field(t("Source"), self.source), 3),
                ],
                3,
            )
        )
        self.value.setFocus()
        self.value.selectAll()
        self.shown = {name: edit.text() for name, edit in self._edits().items()}

    def _edits(self) -> dict[str, QLineEdit]:
        return {"low": self.low, "value": self.value, "high": self.high, "source": self.source}

    def confirm(self) -> None:
        said = [e.text().replace(" ", "").replace("\u00a0", "") for e in (self.low, self.value, self.high)]
        if not all(s.isdigit() for s in said):
            self.complain(self.t("Write whole numbers."))
            return
        low, value, high = (int(s) * self.scale for s in said)
        now = {"low": low, "value": value, "high": high, "source": self.source.text().strip()}
        changed = {
            name: Change(getattr(self.found, name), now[name])
            for name, edit in self._edits().items()
            if edit.text() != self.shown[name]
        }
        if not changed:
            self.accept()
            return
        key = self.found.id
        self.store(
            changed,
            lambda desk, given: desk.savings.assume({key: given}),
            lambda _: self.shell.toast(self.t("Saved."), undo=True),
            {name: getattr(self.found, name) for name in now},
        )
