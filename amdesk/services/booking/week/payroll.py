"""A month's attendance to the payroll office, in the columns that the unit has chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from pathlib import Path

from amdesk.db.bank import access_log, settings
from amdesk.db.booking import bookings
from amdesk.db.booking import week as db
from amdesk.db.people.names import restricted_ones
from amdesk.domain.booking.week.payroll import (
    PAYROLL_COLUMNS,
    USUAL_COLUMNS,
    PayrollColumn,
    PayrollLine,
    PayrollSent,
    month_sum,
    read_columns,
    read_sent,
    sent_text,
    written_columns,
    written_sent,
)
from amdesk.domain.booking.week.subsidy import first_of, month_end, months_of
from amdesk.domain.change import Change, asked, settle
from amdesk.domain.errors import Refused
from amdesk.domain.exchange.leaving import LeavingForms
from amdesk.domain.texts import N_, Text, text
from amdesk.export.payroll import write_payroll
from amdesk.export.xlsx import writable
from amdesk.i18n import LANGUAGES, Words
from amdesk.services.bank.work import Work
from amdesk.services.booking.week.sheet import ListSent
from amdesk.services.booking.week.terms import many_terms

COLUMNS_SETTING = "payroll_columns"
SENT_SETTING = "payroll_sent "
"""Before a month ("2026-10"): when it was last sent, and the marks of its lines."""
FIRST_LINES = 4


class Payrolls:
    work: Work

    def payroll_columns(self) -> Sequence[PayrollColumn]:
        """The columns that the unit has chosen, or the usual ones."""
        return read_columns(settings.setting(self.work.bank, COLUMNS_SETTING))

    def set_payroll_columns(self, to: str | Change) -> Sequence[PayrollColumn]:
        """Choose the columns and their headings ("number=Anst.nr; sick_hours=Sjuk"); the usual ones where nothing is said. Raises
        Refused (COLUMN, TWICE), and where somebody else has chosen others than a Change began with (MOVED)."""
        said: str = asked(to)
        usual = {name: {Words(lang).say(head) for lang in LANGUAGES} for name, head in PAYROLL_COLUMNS.items()}
        columns = read_columns(said, usual)
        bank, wanted = self.work.bank, written_columns(columns) if said.strip() else ""
        with bank.write(text(N_("Columns for payroll changed"))):
            bank.one_at_a_time()
            now = read_columns(settings.held_setting(bank, COLUMNS_SETTING) or "")
            given = (
                replace(to, before=read_columns(str(to.before)), after=columns) if isinstance(to, Change) else columns
            )
            settle({COLUMNS_SETTING: given}, {COLUMNS_SETTING: now}, _columns)
            settings.set_setting(bank, COLUMNS_SETTING, wanted)
        return columns

    def payroll_leaving(self, month: str, lang: str = "sv") -> LeavingForms:
        """How many rows the file of a month would hold, and its columns. Nothing leaves; that it was looked at is logged. Raises
        Refused (EMPTY, AHEAD)."""
        lines, left = self._month_lines(month)
        access_log.log_read(self.work.bank, "list_leaving", None, f"payroll {len(lines)}")
        words = Words(lang, self.work.today)
        heads = tuple(c.heading or words.say(PAYROLL_COLUMNS[c.name]) for c in self.payroll_columns())
        return LeavingForms((), heads, left)

    def payroll_first(self, month: str) -> Sequence[PayrollLine]:
        """The first lines of a month, to choose columns by; that they were looked at is logged. Raises Refused (EMPTY, AHEAD)."""
        lines, _ = self._month_lines(month)
        first = lines[:FIRST_LINES]
        access_log.log_read(self.work.bank, "list_leaving", None, f"payroll {len(first)}")
        return first

    def _month_lines(self, month: str) -> tuple[list[PayrollLine], int]:
        """A month's lines, and how many people are left out. Raises Refused (EMPTY, AHEAD)."""
        first = first_of(month)
        if first > self.work.today:
            raise Refused(text(N_("{month} has not begun."), month=month), "AHEAD")
        with self.work.bank.read():
            lines, left = self._payroll_lines(first, min(month_end(first), self.work.today))
        if not lines:
            raise Refused(text(N_("Nobody worked in {month}."), month=month), "EMPTY")
        return lines, left

    def payroll(self, path: Path, month: str, lang: str = "sv", to: str = "") -> ListSent:
        """Write a month ("2026-10") as csv or Excel by the file's name: a row for each employment, of its days that have been.
        Protected people are left out, and those whose processing is restricted (GDPR art. 18); whose data leaves is logged. Raises
        Refused (EMPTY, AHEAD), BadFile."""
        lines, left = self._month_lines(month)
        columns, before = self.payroll_columns(), self._sent_before(month)
        writable(path)
        for who in {line.participant.person for line in lines}:
            access_log.log_read(self.work.bank, "export_payroll", who, "", to.strip())
        write_payroll(path, columns, lines, Words(lang, self.work.today))
        self._keep_sent(month, lines)
        told = sent_text(before.day, [line.participant for line in lines if line.changed]) if before else None
        return ListSent(len({line.participant.person for line in lines}), left, told)

    def _sent_to_payroll(self, first: date, last: date) -> Text | None:
        """Which months with one of these days have been sent, and are to be sent again: what payroll has is no longer what is noted."""
        said = N_("{month} was sent to payroll on {day}. Send the month again.")
        sent = ((one.month, self._sent_before(one.month)) for one in months_of(first, last))
        told = [text(said, month=month, day=kept.day) for month, kept in sent if kept]
        return reduce(lambda one, more: text("{one}\n{more}", one=one, more=more), told) if told else None

    def _sent_before(self, month: str) -> PayrollSent | None:
        return read_sent(settings.setting(self.work.bank, f"{SENT_SETTING}{month}"))

    def _keep_sent(self, month: str, lines: Sequence[PayrollLine]) -> None:
        """Nothing is kept of a month that goes on: each of its lines is another when it is over."""
        if month_end(first_of(month)) >= self.work.today:
            return
        sent = PayrollSent(self.work.today, frozenset(line.mark for line in lines))
        with self.work.bank.write(text(N_("Month sent to payroll: {month}"), month=month), undoable=False):
            settings.set_setting(self.work.bank, f"{SENT_SETTING}{month}", written_sent(sent))

    def _payroll_lines(self, first: date, last: date) -> tuple[list[PayrollLine], int]:
        """By number and employment; and how many people are left out."""
        bank = self.work.bank
        jobs = {j.id: j for j in db.jobs_between(bank, first, last)}
        people, restricted = db.people_of(bank, [j.participant for j in jobs.values()]), restricted_ones(bank)
        left = {who for who, (name, _) in people.items() if name.hidden or who in restricted}
        jobs = {k: j for k, j in jobs.items() if j.participant in people and j.participant not in left}
        terms, noted = many_terms(self.work, jobs.values()), db.noted_of(bank, jobs, first, last)
        out = []
        for e in bookings.some_employments(bank, jobs):
            job, (name, number) = jobs[e.id], people[e.participant_id]
            start, end = max(first, job.first), min(last, job.last or last)
            found = month_sum(terms[e.id], noted.get(e.id, {}), start, end)
            out.append(PayrollLine(name, number, e.ref, e.placement, start, end, *found))
        if sent := self._sent_before(f"{first:%Y-%m}"):
            out = [line._replace(changed=line.mark not in sent.marks) for line in out]
        return sorted(out, key=lambda line: (line.number, line.first, line.employment)), len(left)


def _columns(_name: str, now: object) -> tuple[Text, object]:
    """The columns as they are told to whoever chooses between two."""
    label = text(N_("Columns for payroll"))
    if not isinstance(now, tuple) or now == USUAL_COLUMNS:
        return label, text(N_("The usual columns"))
    heads = [Text(c.heading) if c.heading else PAYROLL_COLUMNS[c.name] for c in now]
    return label, reduce(lambda one, more: text("{one}; {more}", one=one, more=more), heads)
