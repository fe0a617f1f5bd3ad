"""A returned assessment sheet: every difference row by row, taken or left, stored when the person says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from amdesk.domain.change import Change
from amdesk.domain.competence.sheets import DIFFERENCE_KINDS, DIFFERENCES_TAKEN, Difference, level_name
from amdesk.services.competence.sheets import Reading
from amdesk.ui.kit.basic import CheckBox, divider, label
from amdesk.ui.kit.dialog import Dialog, scrolled
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.desk import Desk


class SheetsDialog(Dialog):
    """Differences are ticked when they would be stored; a conflict has to be ticked by hand."""

    writes = True

    def __init__(self, parent: QWidget, shell: Shell, file: str, readings: Sequence[Reading]) -> None:
        t = shell.words
        count = sum(d.kind in {"NEW", "CHANGED"} for r in readings for d in r.differences)
        sentence = t(
            "{file}: {sheets}, {levels} to store. Nothing is stored before you say so.",
            file=file,
            sheets=t.plural("{count} sheet", "{count} sheets", len(readings), count=len(readings)),
            levels=t.plural("{count} level", "{count} levels", count, count=count),
        )
        super().__init__(parent, shell, t("Returned assessment sheet"), t("Store"), sentence=sentence, width=660)
        self.readings = readings
        self.checks: dict[tuple[str, str], tuple[Difference, CheckBox]] = {}
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 8, 0)
        for reading in readings:
            self._sheet(reading)
        self.column.addStretch(1)
        self.body.addWidget(scrolled(inner, shell.theme.px(340)))
        self.ok.setFocus()

    def _sheet(self, reading: Reading) -> None:
        t, person = self.t, reading.participant
        name = t.say(person.shown_name) if person.protection else self.shell.name(person.name or person.number)
        by = f" · {reading.returned.assessor}" if reading.returned.assessor else ""
        self.column.addWidget(label(f"{name} · {t.day(reading.on)}{by}", "section"))
        shown = [d for d in reading.differences if d.kind != "SAME"]
        if not shown:
            self.column.addWidget(label(t("Nothing in this sheet differs."), "muted"))
        for difference in shown:
            self._difference(reading, difference)
        if reading.returned.remark:
            self.column.addWidget(label(t("Words: {remark}", remark=reading.returned.remark), "small", wrap=True))
        self.column.addWidget(divider())

    def _difference(self, reading: Reading, d: Difference) -> None:
        row = QHBoxLayout()
        said = self.t.say(d.text)
        if d.kind in DIFFERENCES_TAKEN or d.kind == "CONFLICT":
            check = CheckBox(self.shell, said)
            check.setChecked(d.kind in DIFFERENCES_TAKEN)
            check.setMinimumHeight(self.shell.theme.px(24))
            self.checks[reading.employment.ref, d.code] = (d, check)
            row.addWidget(check, 1)
        else:
            row.addWidget(label(said, "muted", wrap=True), 1)
        row.addWidget(label(self.t(DIFFERENCE_KINDS[d.kind]), "key"))
        self.column.addLayout(row)

    def confirm(self) -> None:
        refused = {
            key for key, (d, check) in self.checks.items() if d.kind in DIFFERENCES_TAKEN and not check.isChecked()
        }
        taken = {key for key, (d, check) in self.checks.items() if d.kind == "CONFLICT" and check.isChecked()}
        readings = self.readings
        changed = {
            level_name(*key): Change(d.old, d.new) for key, (d, check) in self.checks.items() if check.isChecked()
        }
        changed |= {
            f"words of {r.employment.ref}": Change("", r.returned.remark) for r in readings if r.returned.remark
        }

        def work(desk: Desk, given: Mapping[str, Change]) -> int:
            return desk.sheets.accept(readings, refused, taken, {n: one for n, one in given.items() if one.decided})

        self.store(
            changed,
            work,
            lambda n: self.shell.toast(
                self.t.plural("{count} level is stored.", "{count} levels are stored.", n, count=n), undo=n > 0
            ),
        )


def choose_and_read(parent: QWidget, shell: Shell) -> None:
    """Ask for a file that came back, read it, and show what differs."""
    name, _ = QFileDialog.getOpenFileName(parent, shell.words("Read in a sheet"), str(Path.home()), "Excel (*.xlsx)")
    if not name:
        return
    path = Path(name)

    def show(readings: Sequence[Reading]) -> None:
        SheetsDialog(parent, shell, path.name, readings).open()

    shell.tasks.run(lambda desk: desk.sheets.read(path), show, failed=shell.guarded(lambda s: shell.toast(s)))
