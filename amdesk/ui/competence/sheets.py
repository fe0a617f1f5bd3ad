"""A returned assessment sheet: every difference row by row, taken or left, stored when the person says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from amdesk.domain.change import Change
from amdesk.domain.competence.sheets import DIFFERENCE_KINDS, DIFFERENCES_TAKEN, Difference, level_name
from amdesk.domain.values import squash
from amdesk.services.competence.sheets import Reading
from amdesk.ui.kit.basic import CheckBox, divider, label
from amdesk.ui.kit.dialog import Dialog, scrolled
from amdesk.ui.kit.fields import Field
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.desk import Desk


class SheetsDialog(Dialog):
    """Differences are ticked when they would be stored; a conflict has to be ticked by hand."""

    writes = True
    act = "competence.assess"

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
        self.names: dict[str, QLineEdit] = {}
        self.assessors: dict[str, Field] = {}
        """Where a sheet does not say who assessed, by employment reference."""
        inner = QWidget()
        self.body.addWidget(scrolled(inner, shell.theme.px(340)))
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 8, 0)
        for reading in readings:
            self._sheet(reading)
        self.column.addStretch(1)
        self.ok.setFocus()

    def _sheet(self, reading: Reading) -> None:
        t, person = self.t, reading.participant
        name = t.say(person.shown_name) if person.protection else self.shell.name(person.masked)
        by = f" · {reading.returned.assessor}" if reading.returned.assessor else ""
        self.column.addWidget(label(f"{name} · {t.day(reading.on)}{by}", "section"))
        shown = [d for d in reading.differences if d.kind != "SAME"]
        if not reading.returned.assessor and (reading.returned.remark or reading.news() or conflicts(reading)):
            box = self.names[reading.employment.ref] = QLineEdit()
            self.assessors[reading.employment.ref] = Field(t("Assessed by"), box)
            self.column.addWidget(self.assessors[reading.employment.ref])
        if reading.problem is not None:
            self.column.addWidget(label(t.say(reading.problem), "bad", wrap=True))
        elif not shown:
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
        given = {ref: squash(self.names[ref].text()) for ref in self.assessors}
        if missing := [
            r for r in self._storing(taken, refused) if not (r.returned.assessor or given.get(r.employment.ref))
        ]:
            self.assessors[missing[0].employment.ref].complain(
                self.t("The sheet does not say who assessed. Write the name.")
            )
            return
        changed = {
            level_name(*key): Change(d.old, d.new) for key, (d, check) in self.checks.items() if check.isChecked()
        }
        changed |= {
            f"words of {r.employment.ref}": Change("", r.returned.remark) for r in readings if r.returned.remark
        }

        changed |= {f"assessor of {ref}": Change("", name) for ref, name in given.items() if name}
        assessors = given

        def work(desk: Desk, given: Mapping[str, Change]) -> int:
            decided = {n: one for n, one in given.items() if one.decided}
            return desk.sheets.accept(readings, refused, taken, decided, assessors)

        self.store(
            changed,
            work,
            lambda n: self.shell.toast(
                self.t.plural("{count} level is stored.", "{count} levels are stored.", n, count=n), undo=n > 0
            ),
        )

    def _storing(self, taken: set[tuple[str, str]], refused: set[tuple[str, str]]) -> list[Reading]:
        """Sheets of which something is to be stored."""
        ticked = {ref for ref, _ in taken}
        return [r for r in self.readings if r.returned.remark or r.employment.ref in ticked or r.news(refused)]


def conflicts(reading: Reading) -> bool:
    """True where the sheet has a level that somebody may tick."""
    return any(d.kind == "CONFLICT" for d in reading.differences)


def choose_and_read(parent: QWidget, shell: Shell) -> None:
    """Ask for a file that came back, read it, and show what differs."""
    name, _ = QFileDialog.getOpenFileName(
        parent, shell.words("Read in a sheet"), str(Path.home()), f"{shell.words('Spreadsheets')} (*.xlsx *.ods)"
    )
    if not name:
        return
    path = Path(name)

    def show(readings: Sequence[Reading]) -> None:
        SheetsDialog(parent, shell, path.name, readings).open()

    said = shell.words("The file is being read.")
    shell.tasks.run(
        lambda desk: desk.sheets.read(path), show, failed=shell.guarded(lambda s: shell.toast(s)), long=said
    )
