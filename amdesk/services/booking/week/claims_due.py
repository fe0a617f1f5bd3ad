"""Which months of subsidies the day asks somebody to claim: read without the days that they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from amdesk.db.bank import settings
from amdesk.db.booking import subsidies as db
from amdesk.db.people.names import restricted_ones
from amdesk.domain.bank.periods import PLAN, read_periods
from amdesk.domain.booking.week.subsidy import months_of
from amdesk.domain.values import add_months
from amdesk.services.bank.work import Work

ASKED = timedelta(14)
"""A month is listed among what is to be done so long before its last day of claiming."""
CLAIMED_WITHIN = timedelta(366)
"""As long at most as a decision gives after the end of a month: every month that is over."""


class ClaimDue(NamedTuple):
    """A month that is over and not claimed."""

    ref: str
    month: str
    participant: int
    claim_by: date


def asked_from(work: Work) -> str:
    """The first month ("2024-11") that is asked for: what was claimed of those before it the unit's plan of retention takes away, and
    nobody knows any more whether they were. "" where claims stay as long as the record."""
    kept = read_periods(settings.setting(work.bank, PLAN)).get("subsidy_claim")
    if kept is None:
        return ""
    return f"{add_months(work.today, -12 * kept.years):%Y-%m}"


def claims_due(work: Work, participant: int | None = None, within: timedelta = ASKED) -> Iterator[ClaimDue]:
    """Months to claim within two weeks or too late already, of everybody or of one person; nothing of those whose processing is
    restricted."""
    bank, today = work.bank, work.today
    decisions = db.every(bank) if participant is None else db.of_participant(bank, participant)
    if not decisions:
        return
    restricted, claimed = restricted_ones(bank), db.claimed_months(bank, [s.id for s in decisions])
    jobs = db.jobs_of(bank, {s.employment_id for s in decisions})
    since = asked_from(work)
    for s in decisions:
        job = jobs.get(s.employment_id)
        if job is None or s.participant_id in restricted:
            continue
        last = min(s.to_date, job.last or s.to_date, today - timedelta(1))
        for one in months_of(max(s.from_date, job.first), last):
            if (s.id, one.month) in claimed or one.month < since:
                continue
            by = one.ends + timedelta(s.claim_days)
            over = one.last == min(one.ends, s.to_date, job.last or s.to_date)
            if over and by <= today + within:
                yield ClaimDue(s.ref, one.month, s.participant_id, by)
