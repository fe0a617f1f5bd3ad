"""What others have been told of days that are changed now: the month went to payroll, or a subsidy was claimed by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from amdesk.db.booking import subsidies as db
from amdesk.db.booking import there
from amdesk.domain.bank.roles import may
from amdesk.domain.booking.week.sheet import TAKEN, DayMark
from amdesk.domain.texts import N_, Text, text
from amdesk.services.bank import users
from amdesk.services.booking.week.payroll import Payrolls

NAMED = 4
"""Decisions that a sentence names."""


class GoneOut(Payrolls):
    def told_before(self, of: int | str, first: date, last: date | None = None) -> Text | None:
        """What is to be looked at again where a person's days, or her hours, of a period were changed; None where nobody was told
        of them."""
        person = self.work.participant(of).id
        return self._told(first, max(first, last or first), person, ())

    def told_before_list(self, found: Sequence[DayMark]) -> Text | None:
        """The same of what a list that came back has changed."""
        taken = [(m.job, m.day) for m in found if m.kind in TAKEN and m.day is not None]
        if not taken:
            return None
        days = [day for _, day in taken]
        return self._told(min(days), max(days), 0, sorted({job for job, _ in taken}))

    def _told(self, first: date, last: date, person: int, jobs: Sequence[int]) -> Text | None:
        payroll, claimed = self._sent_to_payroll(first, last), self._claimed(first, last, person, jobs)
        if payroll is None or claimed is None:
            return payroll or claimed
        return text("{payroll}\n{claimed}", payroll=payroll, claimed=claimed)

    def _claimed(self, first: date, last: date, person: int, jobs: Sequence[int]) -> Text | None:
        """Said to whoever may see subsidies: the claim rests on days that are no longer as they were."""
        bank = self.work.bank
        if not there.any_subsidy(bank) or not may(users.me(bank).roles, "subsidy"):
            return None
        found = db.claimed_in(bank, first, last, participant=person, employments=jobs)
        if not found:
            return None
        months, refs = (list(dict.fromkeys(said)) for said in zip(*found, strict=True))
        more = " …" if len(refs) > NAMED else ""
        said = N_("Claimed already: {months} ({refs}). Check that what was claimed still holds.")
        return text(said, months=", ".join(months), refs=", ".join(refs[:NAMED]) + more)
