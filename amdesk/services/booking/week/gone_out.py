"""What others have been told of days that are changed now: the month went to payroll, or a subsidy was claimed by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from amdesk.db.booking import subsidies as db
from amdesk.db.booking import there
from amdesk.db.booking import week as week_db
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
        until = max(first, last or first)
        return _both(self._sent_to_payroll(first, until), _claimed(self._claims(first, until, participant=person)))

    def told_before_list(self, found: Sequence[DayMark]) -> Text | None:
        """The same of what a list that came back has changed, once it is stored: a day that stayed as a colleague has noted it is none
        of them."""
        days = self._changed_by(found)
        if not days:
            return None
        alike = defaultdict[tuple[date, date], list[int]](list)
        for job, mine in days.items():
            alike[min(mine), max(mine)].append(job)
        claimed = [one for span, jobs in alike.items() for one in self._claims(*span, employments=jobs)]
        every = [day for mine in days.values() for day in mine]
        return _both(self._sent_to_payroll(min(every), max(every)), _claimed(sorted(set(claimed))))

    def _changed_by(self, found: Sequence[DayMark]) -> dict[int, list[date]]:
        """The days that are noted now as a list says, by whoever asks, by employment."""
        bank, out = self.work.bank, defaultdict[int, list[date]](list)
        taken = [(m, m.day) for m in found if m.kind in TAKEN and m.day is not None]
        if not taken:
            return out
        days = [day for _, day in taken]
        noted = week_db.noted_of(bank, {m.job for m, _ in taken}, min(days), max(days))
        for m, day in taken:
            now = noted.get(m.job, {}).get(day)
            said = now is not None and now.code == m.code and m.present in {None, now.present}
            if now is not None and said and now.noted_by == bank.actor:
                out[m.job].append(day)
        return out

    def _claims(
        self, first: date, last: date, *, participant: int = 0, employments: Sequence[int] = ()
    ) -> list[tuple[str, str]]:
        """(month, reference) of what was claimed; nothing to whoever may not see subsidies."""
        bank = self.work.bank
        if not there.any_subsidy(bank) or not may(users.me(bank).roles, "subsidy"):
            return []
        return db.claimed_in(bank, first, last, participant=participant, employments=employments)


def _both(payroll: Text | None, claimed: Text | None) -> Text | None:
    if payroll is None or claimed is None:
        return payroll or claimed
    return text("{payroll}\n{claimed}", payroll=payroll, claimed=claimed)


def _claimed(found: Sequence[tuple[str, str]]) -> Text | None:
    """The claim rests on days that are no longer as they were."""
    if not found:
        return None
    months, refs = (list(dict.fromkeys(said)) for said in zip(*found, strict=True))
    more = " …" if len(refs) > NAMED else ""
    said = N_("Claimed already: {months} ({refs}). Check that what was claimed still holds.")
    return text(said, months=", ".join(months), refs=", ".join(refs[:NAMED]) + more)
