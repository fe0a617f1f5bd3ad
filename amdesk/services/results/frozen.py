"""Freezing reports: kept as they are today, cited by number, and opened again when those they counted are erased."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from amdesk.db.bank import access_log
from amdesk.db.results import frozen as db
from amdesk.domain.errors import Refused
from amdesk.domain.results.frozen import REPORT_KINDS, FrozenReport, anonymous, shortened, worded
from amdesk.domain.results.report import Report
from amdesk.domain.texts import N_, text
from amdesk.i18n import LANGUAGES, Words
from amdesk.services.bank.work import Work
from amdesk.services.results.commitment import new_salt
from amdesk.services.results.reports import Reports

COUNTED = {"followup", "kolada", "cohort"}
"""Sets of rows that are kept: what was paid to somebody could tell who she is."""


class FrozenReports:
    def __init__(self, work: Work) -> None:
        self.work = work

    def freeze(self, report: Report) -> FrozenReport:
        """Keep what a report says today, in both languages, of how many rows with which facts, and a salted hash over it. It is for
        the unit: what leaves it goes through `Reports.outside`. Raises Refused for a period that is not over, for a report that
        withholds, and for a kind that cannot be frozen."""
        if report.kind not in REPORT_KINDS or report.audience != "inside":
            raise Refused(
                text(N_("Only a report for the unit can be frozen, as it is before anything is withheld.")), "KIND"
            )
        if report.last > self.work.today:
            said = N_("The period is not over until {day}. Freeze the report after that.")
            raise Refused(text(said, day=report.last), "NOT_OVER")
        bank = self.work.bank
        with bank.write(text(N_("Report frozen: {title}"), title=report.title), undoable=False):
            number = db.next_number(bank, self.work.today.year)
            db.add(bank, made(report, number, self.work.today, bank.actor))
        return self.of(number)

    def freeze_period(self, kind: str, first: date, last: date) -> FrozenReport:
        """The same of the report of a kind and period. Raises Refused."""
        reports = Reports(self.work)
        makes: dict[str, Callable[[date, date], Report]] = {
            "followup": reports.followup,
            "committee": reports.committee,
            "savings": reports.savings,
        }
        if kind not in makes:
            raise Refused(text(N_("A cohort is frozen by `amdesk report cohort --freeze`.")), "KIND")
        if last < first:
            raise Refused(text(N_("The period ends before it begins.")), "PERIOD")
        return self.freeze(makes[kind](first, last))

    def listed(self) -> list[FrozenReport]:
        """All frozen reports, the newest first."""
        return db.listed(self.work.bank)

    def of(self, number: str) -> FrozenReport:
        """One by its number, opened again: that is logged. Raises Refused where there is none."""
        found = db.of(self.work.bank, number.strip())
        if found is None:
            known = ", ".join(f.number for f in self.listed()[:3]) or "–"
            said = N_("There is no frozen report {number}. The latest are: {known}.")
            raise Refused(text(said, number=number.strip(), known=known), "NO_REPORT")
        access_log.log_read(self.work.bank, "frozen_report", None, found.number)
        return found


def made(report: Report, number: str, today: date, by: str, salt: str = "") -> FrozenReport:
    """A report as it is kept, with a new salt where none is given."""
    said = worded({lang: partial(shortened, report, Words(lang, today).say) for lang in LANGUAGES})
    rows = [r for r in report.counted if r.counts.split()[0] in COUNTED]
    occupation, department = report.narrowed
    draft = FrozenReport(
        number,
        report.kind,
        report.first,
        report.last,
        today,
        by,
        occupation,
        department,
        said,
        anonymous(rows),
        salt or new_salt(),
        "",
    )
    return replace(draft, commitment=draft.sealed())
