"""The hand-over page of a person: every open promise on it, in an order that can be read in a minute by whoever takes over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from amdesk.domain.booking.bookings import Booking, Employment
from amdesk.domain.booking.plan import Plan, assessment_days, day90
from amdesk.domain.booking.week.hours import AWAY, DAY_KINDS
from amdesk.domain.employers.introduction import Introduction
from amdesk.domain.overview.tasks import TASK_KINDS
from amdesk.domain.people.participant import Participant
from amdesk.domain.texts import N_, AsHours, Text, plural, text

PARTS = {
    "now": N_("To do now"),
    "bookings": N_("Bookings"),
    "queue": N_("Place in a queue"),
    "employment": N_("Employment and hours"),
    "subsidy": N_("Subsidy, and activity that is asked for"),
    "absence": N_("Absence of the last 30 days, and what is noted ahead"),
    "introductions": N_("Introductions under way"),
    "modules": N_("Modules"),
    "talks": N_("Latest talks and notes"),
    "later": N_("Comes later"),
}
"""In the order of the page: what cannot wait stands first."""
OF_THE_UNIT = frozenset({"supervisors", "improve", "answer", "rehearse", "hold"})
"""Kinds of tasks that are about nobody: they are no promise to a person."""
HANDED_BACK = timedelta(30)
NOTES = 2
"""Talks and notes whose words stand on the page."""
LONGEST = 160
"""Letters of a note that stand there; the whole is in the record."""
WARNED = (60, 30)
"""Days before the end of a decision on which it is reminded of."""
NOTICE = timedelta(5)


class HandoverLine(NamedTuple):
    """One promise, or what one has to know to keep it. `key` says which: a task's key, a booking's reference, a day."""

    key: str
    said: Text
    more: Text | None = None
    due: date | None = None

    @property
    def sentence(self) -> Text:
        """All that the line says but its day."""
        return text("{said} – {more}", said=self.said, more=self.more) if self.more else self.said


class HandoverPart(NamedTuple):
    code: str
    lines: Sequence[HandoverLine]

    @property
    def title(self) -> Text:
        return Text(PARTS[self.code])


@dataclass(frozen=True, slots=True)
class HandoverPage:
    """`since`: from which day she has her case worker, where that was noted; `met` how many she has had."""

    person: Participant
    since: date | None
    met: int
    parts: Sequence[HandoverPart]
    today: date

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(line.key for part in self.parts for line in part.lines)


class Ahead(NamedTuple):
    """What comes later than the day lists it: the kind of task it will be, its key then, and its day."""

    kind: str
    key: str
    due: date


class UnderWay(NamedTuple):
    """What a person has under way. `assessed` and `certified` by employment; `followed` are employments whose day 90 was asked
    about; `talk` is (employment, day) of the next talk."""

    employments: Sequence[Employment]
    bookings: Sequence[Booking]
    assessed: Mapping[int, Collection[str]]
    certified: Collection[int]
    followed: Collection[int]
    introductions: Sequence[Introduction]
    talk: tuple[int, date] | None
    unannounced: Collection[int] = ()
    """Bookings whose notice nobody has made."""
    claims: Sequence[Ahead] = ()
    """Months of subsidy that are over and not claimed."""


def ahead(found: UnderWay, today: date, plan: Plan) -> list[Ahead]:
    """Everything that is promised for a day that has not come, the first first; what the day lists already is among it under the
    same key."""
    out = [one for e in found.employments if not e.cancelled for one in _of_employment(e, found, today, plan)]
    for b in found.bookings:
        if b.status == "booked":
            out.append(Ahead("start", f"start:{b.id}", b.from_date))
            if b.id in found.unannounced:
                out.append(Ahead("notice", f"notice:{b.id}", b.from_date - NOTICE))
        elif b.status == "reserved":
            out.append(Ahead("tentative", f"tentative:{b.id}", b.expires_on or b.from_date))
    for i in found.introductions:
        if i.status == "hired" and not i.stayed and i.day90 is not None:
            out.append(Ahead("stayed", f"stayed:{i.id}", i.day90))
    out += found.claims
    if found.talk is not None:
        job, day = found.talk
        out.append(Ahead("talk", f"talk:{job}:{day}", day))
    return sorted((one for one in out if one.due >= today), key=lambda one: (one.due, one.kind, one.key))


def _of_employment(e: Employment, found: UnderWay, today: date, plan: Plan) -> Iterable[Ahead]:
    last = e.end
    if last is None:
        return
    if e.id not in found.followed:
        yield Ahead("day90", f"day90:{e.id}", day90(last))
    if last < today:
        return
    yield Ahead("ending", f"ending:{e.id}", last)
    if e.decision_to is not None:
        yield Ahead("decision", f"decision:{e.id}", e.decision_to)
    if e.id not in found.certified:
        yield Ahead("certificate", f"certificate:{e.id}", last)
    done = found.assessed.get(e.id, ())
    for occasion, day in assessment_days(e.from_date, last, plan):
        if occasion not in done:
            yield Ahead("final" if occasion == "final" else "assess", f"assess:{e.id}:{occasion}", day)


def ahead_line(one: Ahead) -> HandoverLine:
    """A decision is said with the days on which it will be reminded of, a claim with its month."""
    more = None
    if one.kind == "decision":
        first, second = (one.due - timedelta(days) for days in WARNED)
        more = text(N_("reminders on {first} and {second}"), first=first, second=second)
    if one.kind == "claim":
        more = text("{month}", month=one.key.rpartition(":")[2])
    return HandoverLine(one.key, Text(TASK_KINDS[one.kind][0]), more, one.due)


class AwayDay(NamedTuple):
    """A day that was noted; `present` in minutes."""

    day: date
    code: str
    present: int


def absence_lines(days: Iterable[AwayDay]) -> list[HandoverLine]:
    """Days away, the latest first; those of a kind that follow on each other, or on each side of a weekend, in one line."""
    runs: list[list[AwayDay]] = []
    for one in sorted(d for d in days if d.code in AWAY):
        last = runs[-1][-1] if runs else None
        if last and (last.code, last.present) == (one.code, one.present) and _follows(last.day, one.day):
            runs[-1].append(one)
        else:
            runs.append([one])
    return [_run_line(run) for run in reversed(runs)]


def _follows(before: date, after: date) -> bool:
    """Whether nothing lies between but a weekend."""
    between = [before + timedelta(i) for i in range(1, (after - before).days)]
    return len(between) <= 2 and all(d.weekday() >= 5 for d in between)


def _run_line(run: Sequence[AwayDay]) -> HandoverLine:
    first, last, what = run[0].day, run[-1].day, Text(DAY_KINDS[run[0].code].label)
    more = None
    if run[0].present:
        more = text(N_("there for {hours} h of it"), hours=AsHours(run[0].present))
    key = " ".join(f"away:{one.day}" for one in run)
    if len(run) == 1:
        return HandoverLine(key, text("{day}: {what}", what=what, day=first), more)
    count = plural("{count} day", "{count} days", len(run), count=len(run))
    said = text(N_("{first} to {last}: {what}, {count}"), what=what, first=first, last=last, count=count)
    return HandoverLine(key, said, more)


def shortened(body: str) -> str:
    """A note's words in one line, cut where they are many."""
    said = " ".join(body.split())
    return said if len(said) <= LONGEST else f"{said[:LONGEST].rsplit(' ', 1)[0]} …"
