"""Whom to assess or certify: counted from a few columns, so that only who is due becomes an object."""

from __future__ import annotations

from datetime import date, timedelta

from amdesk.db.booking import bookings
from amdesk.db.competence import assessments as db
from amdesk.db.people.names import named
from amdesk.domain.booking.bookings import Employment
from amdesk.domain.booking.plan import assessment_days
from amdesk.services.work import Work

FORGOTTEN = timedelta(120)
"""Nobody certifies an employment that ended longer ago."""
LATE = timedelta(45)
"""An assessment that was missed longer ago is left."""
AHEAD = timedelta(14)
Due = tuple[int, str, str, str, date, Employment]


def due_steps(work: Work) -> dict[int, tuple[str, date]]:
    """(week4, week12, final or certificate; its day) by employment, of everybody who is due."""
    bank, today, plan = work.bank, work.today, work.plan
    finished = db.finished(bank, today - FORGOTTEN)
    certified = db.certified(bank)
    out: dict[int, tuple[str, date]] = {}
    for key, start, end in bookings.recent_spans(bank, today - FORGOTTEN, today):
        if end < today - FORGOTTEN:
            continue
        done = finished.get(key, set())
        planned = [(k, d) for k, d in assessment_days(start, end, plan) if d <= today + AHEAD]
        if "final" in done:
            if key not in certified and end <= today + AHEAD:
                out[key] = ("certificate", end)
        elif planned and planned[-1][0] not in done and planned[-1][1] >= today - LATE:
            out[key] = planned[-1]
    return out


def due(work: Work) -> list[Due]:
    """(participant, name or mask, what, occupation, due day, employment), soonest first."""
    steps = due_steps(work)
    found = bookings.some_employments(work.bank, steps)
    names = {
        i: ("" if r.protection else r.name) or r.number
        for i, r in named(work.bank, (e.participant_id for e in found)).items()
    }
    out = [(e.participant_id, names[e.participant_id], steps[e.id][0], e.occupation, steps[e.id][1], e) for e in found]
    return sorted(out, key=lambda r: (r[4], r[1]))
