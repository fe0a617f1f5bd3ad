"""Whom to assess or certify: counted from a few columns, so that only who is due becomes an object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from amdesk.db.booking import bookings
from amdesk.db.competence import assessments as db
from amdesk.db.people.names import named
from amdesk.domain.booking.bookings import Employment
from amdesk.domain.booking.plan import assessment_days
from amdesk.domain.competence.due import CERTIFICATE, FORGOTTEN, AssessListing, Stepper, ToAssess, due_groups
from amdesk.domain.people.masked import Masked
from amdesk.domain.values import fold
from amdesk.services.bank.words import occupations_said
from amdesk.services.bank.work import Work
from amdesk.services.people.finding import find

ALL_HITS = 1_000_000
"""Hits of a search that are taken: whoever is due is not left out for the sake of those who are not."""
Steps = dict[int, tuple[str, date]]


def due_steps(work: Work) -> Steps:
    """(week4, week12, final or certificate; its day) by employment, of everybody who is due."""
    bank, today, stepper = work.bank, work.today, Stepper(work.today, work.plan)
    finished, certified = db.finished(bank, today - FORGOTTEN), db.certified(bank)
    out, nothing = dict[int, tuple[str, date]](), set[str]()
    for key, first, last in bookings.recent_spans(bank, today - FORGOTTEN, today):
        step = stepper.step(first, last, finished.get(key, nothing), certified=key in certified)
        if step is not None:
            out[key] = step
    return out


def due(work: Work) -> list[ToAssess]:
    """Everybody who is due, soonest first."""
    steps = due_steps(work)
    return sorted(_rows(work, bookings.some_employments(work.bank, steps), steps), key=lambda r: (r.day, r.name.order))


def listed(work: Work, words: str = "", *, everybody: bool = False) -> AssessListing:
    """Whoever is due, or `everybody` who works now as well, in groups; with `words` those alone whose name, number or
    occupation has them. A protected person is found by her number alone: of few places an occupation would tell which."""
    steps = due_steps(work)
    every = list(dict.fromkeys([*steps, *bookings.under_way(work.bank, work.today)]))
    wanted = every if everybody else list(steps)
    found = bookings.some_employments(work.bank, wanted)
    days = {**_planned(work, found), **steps} if everybody else steps
    rows = _matching(work, _rows(work, found, days), words)
    certificates = sum(what == CERTIFICATE for what, _ in steps.values())
    return AssessListing(due_groups(rows, steps, work.today), len(steps), certificates, len(every))


def _rows(work: Work, found: Iterable[Employment], steps: Mapping[int, tuple[str, date]]) -> list[ToAssess]:
    kept = occupations_said(work, found)
    names = {
        i: Masked(r.name or r.number, i, r.protection, instead=r.number)
        for i, r in named(work.bank, (e.participant_id for e in kept)).items()
    }
    shown = [replace(e, occupation="") if names[e.participant_id].hidden else e for e in kept]
    return [
        ToAssess(e.participant_id, names[e.participant_id], steps[e.id][0], e.occupation, steps[e.id][1], e)
        for e in shown
    ]


def _planned(work: Work, found: Iterable[Employment]) -> Steps:
    """What is planned next for each employment, due or not; its last day, and nothing, where nothing is."""
    finished = db.finished(work.bank, work.today)
    out: Steps = {}
    for e in found:
        last, done = e.end or date.max, finished.get(e.id, set())
        days = assessment_days(e.from_date, e.end, work.plan) if e.end else []
        out[e.id] = next(((k, d) for k, d in days if k not in done and d >= work.today), ("", last))
    return out


def _matching(work: Work, rows: list[ToAssess], words: str) -> list[ToAssess]:
    wanted = fold(words)
    if not wanted:
        return rows
    hits = set(find(work, words, ALL_HITS)) if len(wanted) > 1 else set[int]()
    return [r for r in rows if r.participant in hits or wanted in fold(r.occupation)]
