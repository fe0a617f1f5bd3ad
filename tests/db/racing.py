"""One of the forty that book the last places at once: run by test_race.py as a process of its own."""

from __future__ import annotations

import random
from datetime import timedelta

from amdesk.db import port
from amdesk.db.booking import bookings
from amdesk.db.engine.errors import RuleBroken
from amdesk.db.engine.opening import open_bank
from amdesk.db.engine.postgres import PostgresBank
from amdesk.domain.texts import text
from tests import make
from tests.crowd import wait

TRIES, PLACES, PEOPLE = 12, 6, 12
CLASH = """
select count(*) as n from booking where status = 'booked' and (placement_id = :p or participant_id = :d)
and from_date <= :b and to_date >= :a
"""


def main(number: int, gate: str, address: str, mode: str) -> tuple[int, int, list[str]]:
    """How many bookings it made, how many were refused, and what else went wrong."""
    bank = (
        PostgresBank(address, actor="A", account="a", clock=make.CLOCK)
        if "host=" in address
        else open_bank(address, actor="A", account="a", clock=make.CLOCK)
    )
    dice = random.Random(number)
    done, refused, other = 0, 0, list[str]()
    wait(gate, number)
    for _ in range(TRIES):
        try:
            if book(bank, dice, checked=mode == "app"):
                done += 1
            else:
                refused += 1
        except RuleBroken:
            refused += 1
        except Exception as error:  # noqa: BLE001 - what went wrong is told to the test
            other.append(repr(error))
    return done, refused, other


def book(bank: port.Bank, dice: random.Random, *, checked: bool) -> bool:
    """Books a random place for a random person, where `checked` only if the program finds it free; or False."""
    place, person, first = dice.randint(1, PLACES), dice.randint(1, PEOPLE), make.TODAY + timedelta(dice.randrange(20))
    last = first + timedelta(dice.randrange(3, 15))
    asked = {"p": place, "d": person, "a": first.isoformat(), "b": last.isoformat()}
    if checked and port.value(bank, CLASH, **asked):
        return False
    with bank.write(text("race")):
        bookings.add(
            bank,
            {
                "ref": bookings.new_ref(),
                "participant_id": person,
                "placement_id": place,
                "from_date": first,
                "to_date": last,
                "extent": 100,
                "status": "booked",
                "made_on": make.TODAY,
            },
        )
    return True
