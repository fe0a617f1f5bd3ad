"""Stöd: what is to be claimed by when, with the days that it rests on; of everybody, or of one person with her decisions."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from amdesk.domain.booking.week.hours import DAY_KINDS
from amdesk.domain.booking.week.subsidy import CLAIM_STATES, ClaimLine, Subsidy
from amdesk.domain.texts import N_
from amdesk.ui.booking.week.subsidyform import ClaimDialog, SubsidyDialog, crowns_shown
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import CheckBox, KeyButton, button, label
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.menu import offer_acts
from amdesk.ui.kit.reason import ask_then
from amdesk.ui.kit.relay import Wrapping
from amdesk.ui.kit.rows import Column, TableModel
from amdesk.ui.kit.saving import ask_file
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.tables import PlainTable
from amdesk.ui.people.whose import of_person

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from amdesk.services.booking.week.subsidies import PersonSubsidies
    from amdesk.services.desk import Desk


class ClaimTable(PlainTable):
    """A row for each month of a decision; `whose` says whether it is of several people."""

    def __init__(self, shell: Shell, *, whose: bool) -> None:
        self.t, self.shell = shell.words, shell
        t = self.t
        names: list[Column[ClaimLine]] = [(t("Participant"), lambda c: shell.name(c.participant), paint.LEFT)]
        columns: list[Column[ClaimLine]] = [
            (t("Month"), lambda c: c.month, paint.LEFT),
            (t("Claim by"), lambda c: t.day(c.claim_by), paint.LEFT),
            (t("State"), lambda c: t(CLAIM_STATES[c.state(shell.today)]), paint.LEFT),
            (t("Hours"), self._hours, paint.RIGHT),
            (t("Days"), self._days, paint.LEFT),
            (t("Not noted"), lambda c: str(c.days.unknown or "") if c.days else "", paint.RIGHT),
            (t("Pay at most"), lambda c: crowns_shown(t, c.most), paint.RIGHT),
            (t("Claimed"), lambda c: crowns_shown(t, c.claim.amount) if c.claim else "", paint.RIGHT),
            (t("Paid"), lambda c: crowns_shown(t, c.claim.paid) if c.claim else "", paint.RIGHT),
        ]
        self.rows: TableModel[ClaimLine] = TableModel([*names, *columns] if whose else columns)
        widths = (76, 140, 104, 104, 130, 92, 96, 96, 96)
        super().__init__(shell, self.rows, t("Subsidies to claim"), (0, *widths) if whose else (0, *widths[1:]))
        self.setMinimumHeight(shell.theme.px(260))

    def _hours(self, line: ClaimLine) -> str:
        days = line.days
        return f"{self.shell.words.hours(days.attended)} / {self.shell.words.hours(days.agreed)}" if days else ""

    def _days(self, line: ClaimLine) -> str:
        """Days by the letters of the week; nothing of somebody protected whom nobody has opened."""
        return " ".join(f"{DAY_KINDS[code].letter} {n}" for code, n in line.days.codes.items()) if line.days else ""

    def line(self) -> ClaimLine | None:
        here = self.currentIndex()
        return self.rows.rows[here.row()] if here.isValid() else None

    def show_lines(self, lines: list[ClaimLine]) -> None:
        """The same row stays chosen where it is still there."""
        here = max(0, self.currentIndex().row())
        self.rows.set_rows(lines)
        if lines:
            self.selectRow(min(here, len(lines) - 1))


class SubsidiesDialog(Dialog):
    """Enter notes the claim of the row, and of one that is claimed what was paid. Of a person her decisions stand above."""

    keeps = False
    act = "subsidy"

    def __init__(self, parent: QWidget, shell: Shell, found: PersonSubsidies | list[ClaimLine], why: str = "") -> None:
        t = shell.words
        person = None if isinstance(found, list) else found.person
        title = t("Subsidies to claim") if person is None else t("Subsidies")
        super().__init__(parent, shell, title, t("Close"), width=1120, only_shows=True)
        self.person, self.why = person, why
        self.decisions: list[Subsidy] = []
        if person is not None:
            self.belongs_to(of_person(shell, person))
        self.said = label("", "", wrap=True)
        self.body.addWidget(self.said)
        self.of_decision = self._of_decision()
        self.table = ClaimTable(shell, whose=person is None)
        self.table.activated.connect(lambda _i: self.claim())
        self.body.addWidget(self.table)
        self.hint = label(
            t(
                "Pay at most: the ceiling by the extent and by the days of the month. The sum that is claimed is written in by hand."
            ),
            "small",
            wrap=True,
        )
        self.body.addWidget(self.hint)
        self.body.addWidget(self._acts())
        offer_acts(self.table, lambda: [*self.acts, *self.of_decision], shell)
        self._tell(found)
        self.table.setFocus()

    def _of_decision(self) -> list[KeyButton]:
        """Below what is decided of a person, what is done with it."""
        if self.person is None:
            return []
        t, note = self.t, partial(button, self.shell, kind="soft", act="subsidy", writes=True)
        acts = [
            note(t("New decision"), self.new),
            note(t("Change the decision"), self.change),
            note(t("Take away the decision"), self.withdraw),
        ]
        self.body.addWidget(_in_a_row(acts))
        return acts

    def _acts(self) -> QWidget:
        t, shell = self.t, self.shell
        note = partial(button, shell, kind="soft", act="subsidy")
        self.acts = [
            note(t("Note the claim or the payment"), self.claim, writes=True, key="Enter"),
            note(t("Take away the claim"), self.unclaim, writes=True),
        ]
        if self.person is not None:
            return _in_a_row(self.acts)
        self.every = CheckBox(shell, t("Also what was claimed, and the month that goes on"))
        self.every.toggled.connect(lambda _on: self.read())
        self.acts.append(note(t("Export to Excel"), self.export))
        return _in_a_row([self.every, *self.acts])

    def _tell(self, found: PersonSubsidies | list[ClaimLine]) -> None:
        t = self.t
        if isinstance(found, list):
            count = len(found)
            self.said.setText(
                t.plural("{count} month", "{count} months", count, count=count)
                if count
                else t("There is nothing to claim.")
            )
            self.table.show_lines(found)
            return
        self.decisions = list(found.decisions)
        self.said.setText("\n".join(self._decision(s) for s in self.decisions) or t("No decision on subsidy is noted."))
        self.table.show_lines(list(found.lines))

    def _decision(self, s: Subsidy) -> str:
        said = N_("{ref} · {number}: {first} to {last}, {rate} %, ceiling {ceiling} kr")
        ceiling = crowns_shown(self.t, s.ceiling) or "–"
        number = s.decision or self.t("no number")
        return self.t(said, ref=s.ref, number=number, first=s.from_date, last=s.to_date, rate=s.rate, ceiling=ceiling)

    def read(self) -> None:
        """Read anew what it shows."""
        if self.person is not None:
            who, why = self.person.id, self.why
            self.shell.tasks.run(lambda desk: desk.subsidies.of(who, why), self._tell, key="subsidies")
        else:
            every = self.every.isChecked()
            self.shell.tasks.run(lambda desk: desk.subsidies.due(every=every), self._tell, key="subsidies")

    def claim(self) -> None:
        line = self.table.line()
        if line is not None and not self.shell.read_only and not self.shell.barred("subsidy"):
            ClaimDialog(self, self.shell, line, self.read).open()

    def unclaim(self) -> None:
        line = self.table.line()
        if line is not None:
            ref, month, seen = line.subsidy.ref, line.month, line.claim
            self._write(lambda desk: desk.subsidies.unclaim(ref, month, seen), self.t("The claim is taken away."))

    def new(self) -> None:
        self._form(None)

    def change(self) -> None:
        of = self._chosen()
        if of is not None:
            self._form(of)

    def withdraw(self) -> None:
        of = self._chosen()
        if of is not None:
            ref = of.ref
            self._write(lambda desk: desk.subsidies.withdraw(ref), self.t("The decision {ref} is taken away.", ref=ref))

    def _chosen(self) -> Subsidy | None:
        """The decision of the row, else the latest."""
        line = self.table.line()
        return line.subsidy if line is not None else self.decisions[-1] if self.decisions else None

    def _form(self, of: Subsidy | None) -> None:
        person = self.person
        if person is not None:
            self.shell.tasks.run(
                lambda desk: desk.subsidies.forms(),
                lambda forms: SubsidyDialog(self, self.shell, person, forms, of, self.read).open(),
            )

    def _write(self, work: Callable[[Desk], None], said: str) -> None:
        self.complain("")

        def done(_answer: object) -> None:
            self.shell.toast(said, undo=True)
            self.read()

        self.shell.tasks.write(work, done, failed=self.shell.guarded(self.complain))

    def export(self) -> None:
        t = self.t
        suggested = str(Path.home() / f"{t('Subsidies')} {self.shell.today}.xlsx")
        path = ask_file(self, t("Save Excel"), suggested, "Excel (*.xlsx)")
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write the list that is shown."""
        lang, every = self.shell.papers, self.every.isChecked()
        self.shell.tasks.long(
            lambda desk: desk.subsidies.save(path, lang, every=every),
            lambda _done: self.shell.toast(self.t("Saved: {path}", path=str(path))),
            file=True,
            failed=self.shell.guarded(self.complain),
        )


def show(over: QWidget, shell: Shell, participant: int | None = None, why: str = "") -> None:
    """Open what is to be claimed, of everybody or of one person; of a protected one for a reason."""
    if participant is None:
        shell.tasks.run(
            lambda desk: desk.subsidies.due(),
            lambda found: SubsidiesDialog(over, shell, found).open(),
            failed=shell.guarded(shell.toast),
        )
        return

    def ask(reason: str) -> None:
        shell.tasks.run(
            lambda desk: desk.subsidies.of(participant, reason),
            lambda found: SubsidiesDialog(over, shell, found, reason).open(),
            failed=ask_then(over, shell, ask, shell.error),
        )

    ask(why)


def _in_a_row(parts: Sequence[QWidget]) -> QWidget:
    holder = QWidget()
    row: Wrapping | QHBoxLayout = Wrapping(holder)
    row.setContentsMargins(0, 0, 0, 0)  # the buttons begin where the table does
    for one in parts:
        row.addWidget(one)
    return holder
