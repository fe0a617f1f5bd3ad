"""What is known of the days that claims rest on: summed by the bank, one question for each whole month and one for parts of months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from amdesk.db.booking import week as db
from amdesk.domain.booking.week.hours import NOTHING_NOTED, NotedSum, Terms
from amdesk.domain.booking.week.subsidy import AgreedDays, ClaimDays, MonthPart, agreed_days, days_of_claim
from amdesk.domain.booking.week.told import PlacedJob
from amdesk.services.bank.work import Work
from amdesk.services.booking.week.terms import many_terms


class KnownDays:
    """Read when it is made, for these months of these employments."""

    def __init__(self, work: Work, wanted: Sequence[tuple[PlacedJob, MonthPart]]) -> None:
        bank, self.today = work.bank, work.today
        self.terms: dict[int, Terms] = many_terms(work, {job.id: job for job, _ in wanted}.values()) if wanted else {}
        whole: dict[tuple[date, date], set[int]] = defaultdict(set)
        for job, one in wanted:
            if one.whole:
                whole[one.first, min(one.last, self.today)].add(job.id)
        parts = {(job.id, one.first, min(one.last, self.today)) for job, one in wanted if not one.whole}
        self.months: dict[tuple[int, str], NotedSum] = db.noted_by_month(bank, whole)
        self.parts = db.noted_in(bank, parts)
        kinds: dict[tuple[object, ...], int] = {}
        """Usual hours and agreements, by a number."""
        self._alike = {job: kinds.setdefault((t.usual, *t.agreements), len(kinds)) for job, t in self.terms.items()}
        self._agreed: dict[tuple[int, date, date], AgreedDays] = {}

    def days(self, job: int, one: MonthPart) -> ClaimDays:
        """What is known of the days of one of the months that were asked for."""
        if one.whole:
            noted = self.months.get((job, one.month), NOTHING_NOTED)
        else:
            noted = self.parts.get((job, one.first, min(one.last, self.today)), NOTHING_NOTED)
        return days_of_claim(self._hours(job, one), noted)

    def _hours(self, job: int, one: MonthPart) -> AgreedDays:
        """Looked up once for all whose hours and days are the same."""
        terms = self.terms[job]
        first = max(one.first, terms.first)
        last = one.last if terms.last is None or one.last <= terms.last else terms.last
        key = (self._alike[job], first, last)
        found = self._agreed.get(key)
        if found is None:
            found = self._agreed[key] = agreed_days(terms, one.first, one.last, self.today)
        return found
