"""What became of the demo city's people: assistance paid, measures, attempts to reach them, a changed case worker, one frozen cohort."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from amdesk.db.people import caseworkers
from amdesk.db.port import Bank
from amdesk.db.results import outcomes, received
from amdesk.db.results.received import PastJob
from amdesk.domain.booking.plan import FOLLOWED_UP_AFTER
from amdesk.domain.clock import Clock
from amdesk.domain.errors import Refused
from amdesk.domain.results.received import Payment
from amdesk.domain.texts import N_, text
from amdesk.domain.values import add_months
from amdesk.services.bank.work import Work
from amdesk.services.results.cohorts import Cohorts

AFTER = {"A": 0.08, "S": 0.25, "B": 0.6, "O": 0.45}
"""How likely a person comes back to assistance, by the first letter of the end reason."""
MEASURES = ("Jobbcoachning", "Arbetsträning", "Språkpraktik", "Studie- och yrkesvägledning")
CHANGES = ("Handläggaren är föräldraledig", "Byte av enhet", "Önskemål från deltagaren")


def populate(bank: Bank, today: date, seed: int) -> None:
    """Fill in results, with dice of their own, so that the rest of the city stays as it is."""
    dice = random.Random(seed + 1)  # noqa: S311 - repeatable on purpose
    with _uids(bank, dice):
        found = received.spells(bank)
        with bank.write(text(N_("Results of the demo city")), undoable=False):
            for spell in found:
                _payments(bank, dice, spell, today)
                if spell.last < today:
                    _after(bank, dice, spell, today)
            _changes(bank, dice, found)
        _freeze(bank, today)


@contextmanager
def own_uids(bank: Bank, seed: int) -> Iterator[None]:
    """While this lasts rows get uids from dice of their own."""
    with _uids(bank, random.Random(seed)):  # noqa: S311 - repeatable on purpose
        yield


@contextmanager
def _uids(bank: Bank, dice: random.Random) -> Iterator[None]:
    before, bank.new_uid = bank.new_uid, lambda: str(uuid.UUID(int=dice.getrandbits(128), version=4))
    yield
    bank.new_uid = before


def _payments(bank: Bank, dice: random.Random, spell: PastJob, today: date) -> None:
    """Most had assistance before, few during, some after. Nothing after the latest whole month."""
    if dice.random() < 0.22:
        return
    first, last = spell.first.replace(day=1), spell.last.replace(day=1)
    level = dice.choice((410_000, 620_000, 845_000, 930_000, 1_120_000))
    role = "co_applicant" if dice.random() < 0.15 else "applicant"
    back = add_months(last, dice.randrange(1, 7)) if dice.random() < AFTER.get(spell.reason[:1], 0.4) else None
    gone = add_months(back, dice.randrange(2, 13)) if back else None
    month = add_months(first, -12)
    while month < today.replace(day=1) and month <= add_months(last, 18):
        again = back is not None and gone is not None and back <= month <= gone
        chance = 0.85 if month < first else 0.1 if month <= last else 0.95 if again else 0.0
        if dice.random() < chance:
            amount = level + 500 * dice.randrange(-80, 80)
            received.add_payment(bank, Payment(spell.participant, role, f"{month:%Y-%m}", amount))
        month = add_months(month, 1)
    if dice.random() < 0.03 and first < today:
        received.add_payment(bank, Payment(spell.participant, role, f"{first:%Y-%m}", -level))


def _after(bank: Bank, dice: random.Random, spell: PastJob, today: date) -> None:
    last, person = spell.last, spell.participant
    if spell.reason[:1] in {"O", "B"} and dice.random() < 0.3:
        start = last + timedelta(dice.randrange(20, 200))
        if start < today:
            end = start + timedelta(dice.choice((60, 90, 150)))
            said = {"name": dice.choice(MEASURES), "from_date": start, "to_date": end if end < today else None}
            received.add_measure(bank, person, said)
    if spell.followup and spell.situation in {"work", "studies"}:
        begun = last + timedelta(dice.randrange(1, 60))
        detail = spell.reason if spell.reason[:1] in {"A", "S"} else ""
        outcomes.set_followup(bank, spell.employment, person, {"started_on": begun, "detail": detail})
    late = last + FOLLOWED_UP_AFTER <= today
    if spell.contact == "not_contacted" or (late and spell.followup is None and dice.random() < 0.5):
        for i in range(dice.choice((1, 2, 3))):
            day = min(today, last + timedelta(90 + 4 * i))
            received.add_attempt(bank, person, spell.employment, day, dice.choice(("phone", "phone", "letter")))


def _changes(bank: Bank, dice: random.Random, found: list[PastJob]) -> None:
    """A few changed case worker during the employment, with a reason."""
    workers = [w.id for w in caseworkers.case_workers(bank)]
    for spell in found:
        if dice.random() < 0.04 and spell.worker:
            other = dice.choice([w for w in workers if w != spell.worker])
            day, why = spell.first + timedelta(40), dice.choice(CHANGES)
            caseworkers.add_worker_change(bank, spell.participant, other, spell.worker, day, why)


def _freeze(bank: Bank, today: date) -> None:
    """The cohort of the year before last is frozen as it was seen the year after."""
    cohorts, year = Cohorts(Work(bank, Clock(today))), today.year - 2
    try:
        cohorts.freeze(year, cohorts.window(year))
    except Refused:
        return  # nobody ended that year, or the window is not over
