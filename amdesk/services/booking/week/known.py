"""What is known of the days that claims rest on: summed by the bank, one question for each whole month and one for parts of months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from amdesk.db.booking import week as db
from amdesk.domain.booking.week.hours import NOTHING_NOTED, NotedSum, Terms
from amdesk.domain.booking.week.subsidy import AgreedDays, ClaimDays, MonthPart, agreed_days, days_of_claim
from amdesk.domain.booking.week.told import PlacedJob
from amdesk.services.bank.work import Work
from amdesk.services.booking.week.terms import many_terms

NO_MONTH: Mapping[int, NotedSum] = {}


class KnownDays:
    """Read when it is made, for these months of these employments."""

    def __init__(self, work: Work, wanted: Sequence[tuple[PlacedJob, Sequence[MonthPart]]]) -> None:
        bank, self.today = work.bank, work.today
        self.terms: dict[int, Terms] = many_terms(work, {job.id: job for job, _ in wanted}.values()) if wanted else {}
        whole: dict[tuple[date, date], set[int]] = defaultdict(set)
        parts: set[tuple[int, date, date]] = set()
        for job, mine in wanted:
            for one in mine:
                if one.whole:
                    whole[one.first, one.last].add(job.id)
                else:
                    parts.add((job.id, one.first, min(one.last, self.today)))
        asked = {(first, min(last, self.today)): jobs for (first, last), jobs in whole.items()}
        self.months: dict[str, dict[int, NotedSum]] = db.noted_by_month(bank, asked)
        self.parts = db.noted_in(bank, parts)
        kinds: dict[tuple[object, ...], dict[tuple[date, date], AgreedDays]] = {}
        """What was agreed, by usual hours and agreements: looked up once for all whose hours and days are the same."""
        self._agreed = {job: kinds.setdefault((t.usual, *t.agreements), {}) for job, t in self.terms.items()}

    def days(self, job: int, months: Iterable[MonthPart]) -> Iterator[ClaimDays]:
        """What is known of the days of each of the months of an employment, that were asked for."""
        terms, agreed = self.terms[job], self._agreed[job]
        for one in months:
            if one.whole:
                noted = self.months.get(one.month, NO_MONTH).get(job, NOTHING_NOTED)
            else:
                noted = self.parts.get((job, one.first, min(one.last, self.today)), NOTHING_NOTED)
            first = max(one.first, terms.first)
            last = one.last if terms.last is None or one.last <= terms.last else terms.last
            hours = agreed.get((first, last))
            if hours is None:
                hours = agreed[first, last] = agreed_days(terms, one.first, one.last, self.today)
            yield days_of_claim(hours, noted)
