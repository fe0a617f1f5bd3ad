"""What is known of the days that claims rest on: summed by the bank, one question for whole months and one for parts of months."""

from __future__ import annotations

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
        whole = [(job.id, one) for job, one in wanted if one.whole]
        parts = {(job.id, one.first, min(one.last, self.today)) for job, one in wanted if not one.whole}
        self.months: dict[tuple[int, str], NotedSum] = {}
        if whole:
            first, last = min(one.first for _, one in whole), max(one.last for _, one in whole)
            self.months = db.noted_by_month(bank, {key for key, _ in whole}, first, min(last, self.today))
        self.parts = db.noted_in(bank, parts)
        self._agreed: dict[tuple[object, ...], AgreedDays] = {}

    def days(self, job: int, one: MonthPart) -> ClaimDays:
        """What is known of the days of one of the months that were asked for."""
        if one.whole:
            noted = self.months.get((job, one.month), NOTHING_NOTED)
        else:
            noted = self.parts.get((job, one.first, min(one.last, self.today)), NOTHING_NOTED)
        return days_of_claim(self._hours(self.terms[job], one), noted)

    def _hours(self, terms: Terms, one: MonthPart) -> AgreedDays:
        """Looked up once for all whose hours and days are the same."""
        last = terms.last or date.max
        key = (terms.usual, *terms.agreements, max(terms.first, one.first), min(last, one.last), one.first, one.last)
        if key not in self._agreed:
            self._agreed[key] = agreed_days(terms, one.first, one.last, self.today)
        return self._agreed[key]
