"""What a round looks ahead to, read from the bank; and what is said of it beside a proposal and of who is left without a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from amdesk.db.booking import ahead as db
from amdesk.db.people import participants as people
from amdesk.db.port import Bank
from amdesk.domain.booking.ahead import AHEAD_DAYS, FUTURES, WEEK, YEAR, JustPlaced, YearBehind, held_text
from amdesk.domain.booking.reasons import Reason
from amdesk.domain.booking.rounds import Edge, Proposal, RoundQuestion
from amdesk.domain.places.placement import Placement
from amdesk.domain.texts import Text, plural
from amdesk.services.booking.outlook import Outlook, futures, outlook
from amdesk.services.people.gate import unopened

SAID_FROM = FUTURES // 2
"""Futures from which a proposal is told that its place may be better held."""
BEFORE = 31
"""Days before the year in which a referral shows that the year is a whole one: nobody needs to come on its very first day."""
MOST_PAIRS = 400_000
"""Pairs of people and places up to which futures are sampled; in a larger round the prices stand alone."""


def history(bank: Bank, today: date) -> YearBehind:
    """The year before `today` in counts, and how many came a year ago on the days that are looked ahead to."""
    first = today - timedelta(YEAR - 1)
    began = db.first_referral(bank, first - timedelta(BEFORE), today)
    days = min(YEAR, (today - began).days + 1) if began else 0
    referred = db.referred(bank, first, today)
    count, part = sum(r.times for r in referred), AHEAD_DAYS / max(1, days)
    if days >= YEAR:  # the same days a year ago, so that each season is as it was
        part = db.count_referred(bank, first, first + timedelta(AHEAD_DAYS - 1)) / max(1, count)
    return YearBehind(days, referred, count * part, db.begun(bank, first, today))


def look(
    bank: Bank, question: RoundQuestion, placements: Mapping[int, Placement], held: Mapping[int, int] | None = None
) -> Outlook | None:
    """What is expected beside a round; None where its policy does not look ahead, or the history says too little. `held` are places
    that nobody is proposed for now, by placement: those who are expected find them."""
    if not question.policy.look_ahead:
        return None
    today = question.facts.today
    return outlook(question, history(bank, today), placements, just_placed(bank, today), held or {})


def just_placed(bank: Bank, today: date) -> list[JustPlaced]:
    """Who was booked less than a week ago. Who may only be stored (GDPR art. 18) is not looked at."""
    found = db.booked(bank, today - timedelta(WEEK - 1), today)
    known = {p.id: unopened(p) for p in people.many(bank, sorted({who for who, _, _ in found})) if not p.restricted_on}
    return [JustPlaced(known[who], place, first) for who, place, first in found if who in known]


def beside(question: RoundQuestion, found: Outlook | None, shown: Sequence[Proposal]) -> list[list[Reason]]:
    """For each proposal the sentence that its place may be better held, where at least half of the futures say so."""
    if found is None or len(question.people) * len(question.slots) > MOST_PAIRS:
        return [[] for _ in shown]
    counts = {(s.placement.id, s.level): n for s, n in zip(question.slots, futures(question, found), strict=True)}
    said = [0 if p.locked or p.turn else counts.get((p.slot.placement.id, p.slot.level), 0) for p in shown]
    return [[Reason("warn", held_text(n), "HELD")] if n >= SAID_FROM else [] for n in said]


def held(chosen: Sequence[Edge], mine: Sequence[Edge]) -> Text | None:
    """What is said of somebody without a place where one that fits her is held for others to come; None where all are taken."""
    taken = {e.slot for e in chosen}
    count = len({e.slot for e in mine} - taken)
    if not count:
        return None
    return plural(
        "{count} free place fits but is held for those who are expected, since better chances are to come.",
        "{count} free places fit but are held for those who are expected, since better chances are to come.",
        count,
        count=count,
    )


def held_back(question: RoundQuestion, chosen: Sequence[Edge]) -> tuple[int, int]:
    """(places left free though they fit somebody who got none, people who got none though such a place fits)."""
    taken, placed = {e.slot for e in chosen}, {e.person for e in chosen}
    left = [e for e in question.edges if e.slot not in taken and e.person not in placed]
    return len({e.slot for e in left}), len({e.person for e in left})
