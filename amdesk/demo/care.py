"""What surrounds a year of placements in the demo city: decisions on subsidy with their claims, hours that the committee asks
for, who stood in for whom, and who waited for a place that was full. It adds and changes nothing that was there."""

from __future__ import annotations

import random
from datetime import date, timedelta

from amdesk.db.booking import bookings, queue, subsidies
from amdesk.db.overview import activity
from amdesk.db.people import caseworkers, deputies, participants
from amdesk.db.port import Bank
from amdesk.demo.results import own_uids
from amdesk.domain.booking.bookings import Employment
from amdesk.domain.booking.week.subsidy import CLAIM_DAYS, Subsidy, month_end, months_of, pay_at_most
from amdesk.domain.texts import N_, text

YEAR = timedelta(365)
FORM, RATE, CEILING = "introduktionsjobb", 80, 2_000_000
"""What the ordinance says of this form is in the reference data; the others' decisions say their own rate."""
BOARD = "Socialnämndens arbetsutskott"
AFTER_DECISION = timedelta(10)
HOURS = (20, 25, 30, 40)
PAIRS = ((7, 6), (6, 7), (2, 1), (1, 2), (3, 4), (4, 3), (0, 5), (5, 0))
"""(who is away, who stands in), by their places in the list of case workers; the first pair holds today."""


def fill(bank: Bank, today: date, seed: int) -> None:
    """A year of it, by dice of its own."""
    dice = random.Random(seed + 40)  # noqa: S311 - repeatable on purpose
    with own_uids(bank, seed + 41), bank.write(text(N_("Demo city made")), undoable=False):
        _subsidies(bank, today, dice)
        _activity(bank, today, dice)
        _deputies(bank, today)
        _queues(bank, today, dice)


def _subsidies(bank: Bank, today: date, dice: random.Random) -> None:
    """Two of three employments of this form that ran in the year have a decision, for the days that they say themselves."""
    for e in bookings.employments(bank):
        ran = e.form == FORM and not e.cancelled and e.from_date <= today and _last(e, today) >= today - YEAR
        if ran and e.decision_from and e.decision_to and dice.random() < 0.67:
            _decision(bank, e, today, dice)


def _last(e: Employment, today: date) -> date:
    return min(e.ended_on or e.to_date or today, today)


def _decision(bank: Bank, e: Employment, today: date, dice: random.Random) -> None:
    said = {
        "participant_id": e.participant_id,
        "employment_id": e.id,
        "form": FORM,
        "decision": f"AF-{dice.randrange(100_000, 1_000_000)}",
        "from_date": e.decision_from,
        "to_date": e.decision_to,
        "rate": RATE,
        "ceiling": CEILING,
        "claim_days": CLAIM_DAYS,
    }
    of = subsidies.by_ref(bank, subsidies.add(bank, said))
    assert of is not None
    for month in months_of(max(of.from_date, e.from_date), min(of.to_date, _last(e, month_end(today)))):
        if month.ends < today:
            most = pay_at_most(CEILING, e.extent, month.first, month.last) or 0
            _claim(bank, of, month.month, month.ends, most * RATE // 100, today, dice)


def _claim(bank: Bank, of: Subsidy, month: str, ends: date, most: int, today: date, dice: random.Random) -> None:
    """Claimed within some weeks and paid some weeks later, now and then less than asked; a few of the latest month still wait."""
    if ends > today - timedelta(31) and dice.random() < 0.15:
        return
    claimed = min(today, ends + timedelta(dice.randrange(3, 21)))
    paid = claimed + timedelta(dice.randrange(14, 35))
    amount = most * dice.choice((100, 100, 100, 96, 91)) // 100
    said: dict[str, object] = {"claimed_on": claimed, "amount": amount}
    if paid <= today:
        said |= {"paid_on": paid, "paid": amount * 9 // 10 if dice.random() < 0.05 else amount}
    subsidies.note_claim(bank, of, month, None, **said)


def _activity(bank: Bank, today: date, dice: random.Random) -> None:
    """The committee asks some of those who have worked for a while for hours a week; of a few it has asked for more since."""
    found = sorted({e.participant_id for e in bookings.employments(bank) if _long(e, today)})
    for who in dice.sample(found, min(24, len(found))):
        first, hours = today - timedelta(dice.randrange(120, 360)), dice.choice(HOURS[:3])
        more, first = dice.random() < 0.25, max(first, _registered(bank, who) + AFTER_DECISION)
        again = first + timedelta(84)
        if more and again <= today:
            _demand(bank, who, (first, again - timedelta(1)), hours, dice)
            first, hours = again, hours + 5
        _demand(bank, who, (first, None), hours, dice)


def _long(e: Employment, today: date) -> bool:
    return not e.cancelled and e.ended_on is None and e.from_date <= today - timedelta(60)


def _registered(bank: Bank, who: int) -> date:
    found = participants.get(bank, who)
    assert found is not None
    return found.registered_on


def _demand(bank: Bank, who: int, days: tuple[date, date | None], hours: int, dice: random.Random) -> None:
    first, last = days
    said = {"from_date": first, "to_date": last, "minutes": hours * 60, "decided_on": first - AFTER_DECISION}
    number = f"SN {first.year}/{dice.randrange(100, 900)}"
    activity.add_demand(bank, {**said, "participant_id": who, "decided_by": BOARD, "decision": number})


def _deputies(bank: Bank, today: date) -> None:
    """Summer in two halves and a week in autumn; one pair now, one at the end of the year."""
    workers = [w.id for w in caseworkers.case_workers(bank)]
    if len(workers) < len(PAIRS):
        return
    summer = today.year - (today < date(today.year, 10, 1))  # in September the week in autumn would fall in it
    for i, (away, stands_in) in enumerate(PAIRS):
        first = date(summer, 6, 29) if i % 2 == 0 else date(summer, 7, 27)
        deputies.add_deputyship(bank, workers[away], workers[stands_in], first, first + timedelta(26))
    monday = today - timedelta(today.weekday())
    for first, days, (away, stands_in) in (
        (monday - timedelta(28), 4, PAIRS[2]),
        (monday - timedelta(7), 11, PAIRS[0]),
        (monday + timedelta(28), 11, PAIRS[4]),
    ):
        deputies.add_deputyship(bank, workers[away], workers[stands_in], first, first + timedelta(days))


def _queues(bank: Bank, today: date, dice: random.Random) -> None:
    """Some who work stood in the queue to their place first, since it was full. Most got it by their turn, others by another way."""
    placed = [e for e in bookings.employments(bank) if e.placement_id and _long(e, today)]
    for e in dice.sample(placed, min(9, len(placed))):
        since, got = e.from_date - timedelta(dice.randrange(20, 60)), dice.choice(("BOOKED", "BOOKED", "OTHER"))
        left = e.from_date - timedelta(7)
        since = min(left, max(since, _registered(bank, e.participant_id)))
        queue.add(bank, e.participant_id, e.placement_id or 0, since, "FULL")
        queue.leave(bank, e.participant_id, e.placement_id or 0, left, got)
