"""Forty processes book the last places at once. Without the triggers the same race must go wrong, or it proves nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from amdesk.db import port
from amdesk.db.engine.opening import create_bank, open_bank
from amdesk.services.bank import banks
from tests import make
from tests.conftest import SERVER, _at

ROOT = Path(__file__).parents[2]
WORKERS, TRIES, PLACES, PEOPLE = 40, 12, 6, 12
CODE = """
import json, random, sys, time
sys.path.insert(0, sys.argv[1])
from datetime import timedelta
from pathlib import Path
from amdesk.db.booking import bookings; from amdesk.db import port
from amdesk.db.engine.opening import open_bank
from amdesk.db.engine.errors import RuleBroken
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.db.engine.postgres import PostgresBank
from amdesk.domain.texts import text
from tests import make
address, checked = sys.argv[2], sys.argv[4] == "app"
bank = PostgresBank(address, actor="A", account="a", clock=make.CLOCK) if "host=" in address else open_bank(address, actor="A", account="a", clock=make.CLOCK)
dice = random.Random(int(sys.argv[3]))
done, refused, other = 0, 0, []
gate = Path(sys.argv[5])
TRIES, PLACES, PEOPLE = map(int, sys.argv[6:9])
(gate / sys.argv[3]).touch()
while not (gate / "go").exists():
    time.sleep(0.001)
for _ in range(TRIES):
    place, person, first = dice.randint(1, PLACES), dice.randint(1, PEOPLE), make.TODAY + timedelta(dice.randrange(20))
    last = first + timedelta(dice.randrange(3, 15))
    try:
        if checked:
            clash = port.value(bank, "select count(*) as n from booking where status = 'booked' and (placement_id = :p or participant_id = :d) and from_date <= :b and to_date >= :a",
                               p=place, d=person, a=first.isoformat(), b=last.isoformat())
            if clash:
                refused += 1
                continue
        with bank.write(text("race")):
            bookings.add(bank, {"ref": bookings.new_ref(), "participant_id": person, "placement_id": place, "from_date": first, "to_date": last, "extent": 100, "status": "booked", "made_on": make.TODAY})
        done += 1
    except RuleBroken:
        refused += 1
    except Exception as error:
        other.append(repr(error))
print(json.dumps([done, refused, other]))
"""


def race(address: str, mode: str, gate: Path) -> tuple[int, list[str]]:
    """Everybody waits at the gate until all are there, and all begin at once."""
    gate.mkdir()
    runs = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                CODE,
                str(ROOT),
                address,
                str(k),
                mode,
                str(gate),
                str(TRIES),
                str(PLACES),
                str(PEOPLE),
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        for k in range(WORKERS)
    ]
    while len(list(gate.iterdir())) < WORKERS and all(r.poll() is None for r in runs):
        time.sleep(0.01)
    (gate / "go").touch()
    answers = [json.loads(r.communicate()[0]) for r in runs]
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


def test_forty_processes_never_over_book_a_local_bank(racetrack: str, tmp_path: Path) -> None:
    done, errors = race(racetrack, "bank", tmp_path / "gate")
    bank = open_bank(racetrack, actor="A", account="a", clock=make.CLOCK)
    assert (crowded(bank), errors) == ((0, 0), [])
    assert port.value(bank, "select count(*) as n from audit where tbl = 'booking'") == done > 10
    bank.close()


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
