"""Forty processes book the last places at once. Without the triggers the same race must go wrong, or it proves nothing."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from amdesk.db import port
from amdesk.db.engine.opening import create_bank, open_bank
from amdesk.services.bank import banks
from tests import make
from tests.conftest import SERVER, _at
from tests.crowd import crowd
from tests.db.racing import PEOPLE, PLACES

WORKERS = 40


def race(address: str, mode: str, gate: Path) -> tuple[int, list[str]]:
    """Everybody waits at the gate until all are there, and all begin at once."""
    answers = crowd("tests.db.racing", WORKERS, gate, address, mode)
    return sum(a[0] for a in answers), [e for a in answers for e in a[2]]


def crowded(bank: port.Bank) -> tuple[int, int]:
    """Over-booked days and double-booked days, counted day by day and not by the bank's own view."""
    places: Counter[tuple[int, date]] = Counter()
    people: Counter[tuple[int, date]] = Counter()
    for r in port.rows(
        bank,
        "select placement_id, participant_id, from_date, to_date from booking where status = 'booked' and void = 0",
    ):
        day = date.fromisoformat(r["from_date"])
        while day <= date.fromisoformat(r["to_date"]):
            places[r["placement_id"], day] += 1
            people[r["participant_id"], day] += 1
            day += timedelta(1)
    return sum(n > 1 for n in places.values()), sum(n > 1 for n in people.values())


def fill(bank: port.Bank) -> None:
    banks.fill(bank)
    for _ in range(PLACES):
        make.placement(bank)
    for _ in range(PEOPLE):
        make.participant(bank)


@pytest.fixture
def racetrack(tmp_path: Path) -> str:
    path = tmp_path / "race.amdesk"
    bank, _ = create_bank(path, None, actor="A", account="a", clock=make.CLOCK)
    fill(bank)
    bank.close()
    return str(path)


@pytest.mark.thorough(long=True)
def test_forty_processes_never_over_book_a_local_bank(racetrack: str, tmp_path: Path) -> None:
    done, errors = race(racetrack, "bank", tmp_path / "gate")
    bank = open_bank(racetrack, actor="A", account="a", clock=make.CLOCK)
    assert (crowded(bank), errors) == ((0, 0), [])
    assert port.value(bank, "select count(*) as n from audit where tbl = 'booking'") == done > 10
    bank.close()


@pytest.mark.thorough(long=True)
def test_without_the_triggers_the_same_race_goes_wrong(racetrack: str, tmp_path: Path) -> None:
    bank = open_bank(racetrack, actor="A", account="a", clock=make.CLOCK)
    for name in bank.rule_names():
        if name.startswith("guard_booking"):
            bank.execute(f"drop trigger {name}")
    race(racetrack, "app", tmp_path / "gate")
    over, double = crowded(bank)
    bank.close()
    assert over + double > 0


@pytest.mark.skipif(not SERVER, reason="needs AMDESK_TEST_POSTGRES")
def test_forty_processes_never_over_book_a_shared_bank(server: str, tmp_path: Path) -> None:
    from tests.conftest import postgres_bank

    made = postgres_bank(server)
    bank = next(made)
    fill(bank)
    done, errors = race(_at(server.replace("template", "test")), "bank", tmp_path / "gate")
    assert (crowded(bank), errors) == ((0, 0), [])
    assert port.value(bank, "select count(*) as n from audit where tbl = 'booking'") == done > 10
    bank.close()
