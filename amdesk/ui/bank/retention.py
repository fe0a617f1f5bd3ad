"""Gallring: whose time has passed, the limit, and the erasure, typed in full since nothing takes it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from amdesk.domain.change import Change
from amdesk.services.bank.retention import LINGERS, TWO, UNNAMED, ErasureProposal, KindDue, Overdue
from amdesk.ui.bank.pane import Pane
from amdesk.ui.bank.periods import PeriodsBox
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import CheckBox, button, label
from amdesk.ui.kit.dialog import ToStore, store
from amdesk.ui.kit.fields import Field
from amdesk.ui.kit.rows import TableModel
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.tables import PlainTable

if TYPE_CHECKING:
    from amdesk.services.desk import Desk


class DueToErase(NamedTuple):
    """What the pane shows; `proposal` is None where nobody of it is left to erase; `me` is how I sign, `named` whether users can be told apart."""

    years: int
    limit: date
    found: list[Overdue]
    two: bool
    proposal: ErasureProposal | None
    me: str
    periods: list[KindDue]
    named: bool


class RetentionPane(Pane):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Retention"))
        self.proposed: ErasureProposal | None = None
        self.anothers = False
        """Whether what is proposed waits for whoever sits here, who did not propose it."""
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
        self.two = CheckBox(shell, t("Another user approves what one has proposed to erase"))
        self.two.clicked.connect(self._save_two)
        self.body.addWidget(self.two)
        self.waits = label("", "muted", wrap=True)
        self.body.addWidget(self.waits)
        self.said = label("", "strong", wrap=True)
        self.body.addWidget(self.said)
        self.holds = label("", "muted", wrap=True)
        self.holds.hide()
        self.body.addWidget(self.holds)
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
        self.first = button(shell, t("Propose erasure"), self.propose, writes=True, act="retention")
        foot.addWidget(self.act)
        foot.addWidget(self.first)
        foot.addWidget(button(shell, t("Erase one person early"), self.early, writes=True, act="retention"))
        foot.addWidget(button(shell, t("Protocol of erasure"), self.protocol, icon="print", act="retention"))
        foot.addStretch(1)
        self.body.addLayout(foot)
        self.periods = PeriodsBox(shell, self.refresh)
        self.body.addWidget(self.periods)
        self.body.addStretch(0)  # what the table leaves where it is hidden: the lines stay together

    def refresh(self) -> None:
        def read(desk: Desk) -> DueToErase:
            now = desk.retention
            proposed = now.proposed()
            return DueToErase(
                now.years,
                now.limit(),
                proposed or now.overdue(),
                now.two,
                now.proposal() if proposed else None,
                desk.bank.actor,
                now.periods(),
                now.named,
            )

        self.shell.tasks.run(read, self._show, key="retention")

    def _show(self, answer: DueToErase) -> None:
        self.periods.show_periods(answer.periods)
        years, self.limit, self.found = answer.years, answer.limit, answer.found
        t, count = self.t, len(self.found)
        self.proposed = answer.proposal
        self.anothers = self._is_mine_to_approve(answer)
        if self.proposed is not None:  # whoever approves sees those, and no others
            self.limit = self.proposed.before
        self.two.setChecked(answer.two)
        barred = self.shell.barred("settings") or self.shell.read_only
        self.two.setEnabled(not barred)
        self.two.setToolTip(barred)
        self._say_whose(answer)
        if self.years.text().strip() in {"", self.shown}:  # what is being written stays
            self.years.setText(str(years))
            self.shown = str(years)
        self.rows.set_rows(self.found)
        if self.proposed is not None and self.proposed.early:
            self.said.setText("")
        elif count:
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
        self.act.setVisible(bool(count) and (not answer.two or self._is_mine_to_approve(answer)))
        self.first.setVisible(bool(count) and answer.two and self.proposed is None)
        self.first.setEnabled(answer.named)

    def _is_mine_to_approve(self, answer: DueToErase) -> bool:
        return self.proposed is not None and self.proposed.by != answer.me

    def _say_whose(self, answer: DueToErase) -> None:
        on, t = self.proposed, self.t
        self.waits.setVisible(on is not None or (answer.two and not answer.named))
        if on is None:
            self.waits.setText(t(UNNAMED))  # before a reason is asked for that nobody could approve
            return
        said = t.plural(
            "{who} has proposed to erase {count} person: {why}",
            "{who} has proposed to erase {count} people: {why}",
            len(on.people),
            count=len(on.people),
            who=on.by,
            why=on.why,
        )
        mine = "" if self._is_mine_to_approve(answer) else t("Another user is to approve it.")
        self.waits.setText(f"{said} {mine}".strip())

    def _save_two(self, wanted: bool) -> None:
        changed = {TWO: Change("no" if wanted else "yes", "yes" if wanted else "no")}
        self.shell.tasks.write(
            lambda desk: desk.set_settings(changed), lambda _: self.refresh(), failed=self.shell.guarded(self._failed)
        )

    def propose(self) -> None:
        """Asks why, and leaves the list to another user."""
        shown, limit = [p.uid for p in self.found], self.limit
        why = self._why(len(shown), self.t("Propose erasure"))
        if why:
            self.shell.tasks.write(
                lambda desk: desk.retention.propose(why, limit, shown=shown),
                lambda _n: self.refresh(),
                failed=self.shell.guarded(self._failed),
            )

    def _failed(self, said: str) -> None:
        """Somebody else may have changed who is due, or what is proposed: what stands now is shown."""
        self.refresh()
        self.shell.toast(said)

    def protocol(self) -> None:
        """All that was ever erased here, as a paper for the archive that names nobody."""
        from amdesk.ui.kit.paper import Paper
        from amdesk.ui.kit.printing import print_paper  # nothing is printed before the first paint
        from amdesk.ui.kit.saving import file_name

        title, today, lang = self.t("Protocol of erasure"), self.shell.today, self.shell.papers
        paper = Paper(
            title,
            "",
            file_name(self.shell, "", title),
            lambda desk, _why: desk.retention.protocol(date.min, today, lang),
            act="retention",
        )
        print_paper(self, self.shell, paper)

    def early(self) -> None:
        """One person though her time has not passed, on a decision under GDPR art. 17; where the unit wants two users it is proposed."""
        from amdesk.ui.bank.secrets import TypeDialog
        from amdesk.ui.kit.reason import ReasonDialog

        t = self.t
        said = t("Write the number of the record, and on the next page the decision. Nobody else is erased.")
        number = ReasonDialog.ask(self, self.shell, t("Erase one person early"), said, t("Go on"), asked=t("Number"))
        instead = self.anothers
        why = self._why(1, t("Go on"), self._instead_of() if instead else "") if number else ""
        if not number or not why:
            return
        failed = self.shell.guarded(lambda s: self.shell.toast(s))
        if self.two.isChecked():
            self.shell.tasks.write(
                lambda desk: desk.retention.propose(why, early=[number], instead=instead),
                lambda _n: self.refresh(),
                failed=failed,
            )
            return
        sentence = t("All that identifies {number} is removed for good. The figures stay.", number=number)
        if TypeDialog.ask(self, self.shell, t("Erase one person early"), sentence, t("ERASE")):
            folders = self.shell.settings.folders()
            self.shell.tasks.write(
                lambda desk: (
                    desk.retention.erase(why=why, early=[number]),
                    desk.retention.forget(),
                    desk.retention.holding(folders),
                ),
                lambda done: self._erased(*done),
                failed=failed,
            )

    def _instead_of(self) -> str:
        """Only one erasure waits at a time."""
        who = self.proposed.by if self.proposed else ""
        return self.t("It takes the place of what {who} has proposed.", who=who)

    def _why(self, count: int, go: str, more: str = "") -> str:
        from amdesk.ui.kit.reason import ReasonDialog

        said = self.t.plural("Erase {count} person", "Erase {count} people", count, count=count)
        asked = self.t("Name the decision or plan of retention that it follows. Who approves it is you.")
        if self.two.isChecked():
            asked = self.t("Name the decision or plan of retention that it follows. Another user approves it.")
        return ReasonDialog.ask(self, self.shell, said, f"{asked} {more}".strip(), go) or ""

    def typed(self) -> bool:
        """Whether another number of years, or another time of a kind of data, was written and not saved."""
        return self.years.text().strip() not in {"", self.shown} or self.periods.typed()

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
        """Asks for the word, and why; of what somebody else has proposed that is said already."""
        from amdesk.ui.bank.secrets import TypeDialog

        t, on, limit = self.t, self.proposed, self.limit
        shown = [p.uid for p in self.found]  # as the sentence counts them, though the table may be drawn anew meanwhile
        count = len(shown)
        why = on.why if on is not None else self._why(count, t("Go on"))
        if not why:
            return
        sentence = t.plural(
            "Names, numbers and notes of {count} person are removed for good. The figures stay.",
            "Names, numbers and notes of {count} people are removed for good. The figures stay.",
            count,
            count=count,
        )
        if TypeDialog.ask(self, self.shell, t("Erase them"), sentence, t("ERASE")):
            folders = self.shell.settings.folders()
            self.shell.tasks.write(
                lambda desk: (
                    desk.retention.erase(limit, why, shown=shown),
                    desk.retention.forget(),
                    desk.retention.holding(folders),
                ),
                lambda done: self._erased(*done),
                failed=self.shell.guarded(self._failed),
            )

    def _erased(self, count: int, clear: bool, holding: Sequence[Path]) -> None:
        said = self.t.plural(
            "Personal data of {count} person erased", "Personal data of {count} people erased", count, count=count
        )
        self.shell.toast(said if clear else f"{said}. {self.t(LINGERS)}")
        names = ", ".join(p.name for p in holding)
        self.holds.setVisible(bool(holding))
        self.holds.setText(
            self.t(
                "These copies hold people who are erased. Remove them when they are no longer needed: {names}",
                names=names,
            )
        )
        self.refresh()
