"""Which months of subsidies the day asks somebody to claim: read without the days that they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from amdesk.db.booking import subsidies as db
from amdesk.db.people.participants import restricted_ones
from amdesk.domain.booking.week.subsidy import month_end, months_of
from amdesk.services.bank.work import Work

ASKED = timedelta(14)
"""A month is listed among what is to be done so long before its last day of claiming."""


class ClaimDue(NamedTuple):
    """A month that is over and not claimed."""

    ref: str
    month: str
    participant: int
    claim_by: date


def claims_due(work: Work) -> Iterator[ClaimDue]:
    """Months to claim within two weeks or too late already; nothing of those whose processing is restricted."""
    bank, today = work.bank, work.today
    decisions = db.every(bank)
    if not decisions:
        return
    restricted, claimed = restricted_ones(bank), db.claims(bank, [s.id for s in decisions])
    jobs = db.jobs_of(bank, {s.employment_id for s in decisions})
    for s in decisions:
        job = jobs.get(s.employment_id)
        if job is None or s.participant_id in restricted:
            continue
        last = min(s.to_date, job.last or s.to_date, today - timedelta(1))
        for first, end in months_of(max(s.from_date, job.first), last):
            by, month = month_end(first) + timedelta(s.claim_days), f"{first:%Y-%m}"
            over = end == min(month_end(first), s.to_date, job.last or s.to_date)
            kept = claimed.get((s.id, month))
            if over and by <= today + ASKED and (kept is None or kept.claimed_on is None):
                yield ClaimDue(s.ref, month, s.participant_id, by)
