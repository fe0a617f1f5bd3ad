"""The demo city: the same for a seed and a day, whole, and full enough that every screen has something to show."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from amdesk.db import port
from amdesk.db.engine.backup import prove
from amdesk.db.engine.opening import memory_bank, open_bank
from amdesk.db.people import caseworkers
from amdesk.db.people.deputies import every_deputyship
from amdesk.demo import care
from amdesk.demo import city as demo
from amdesk.domain.people.identity import parse_identity
from amdesk.domain.texts import text
from amdesk.services.bank import access, banks
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY


@pytest.fixture
def city(demo_bank: Path) -> Desk:
    bank = open_bank(str(demo_bank), actor="T", account="t", clock=make.CLOCK)
    return Desk(bank, make.CLOCK)


@pytest.mark.thorough(long=True)
def test_the_same_seed_and_day_make_the_same_city(city: Desk) -> None:
    again = memory_bank(make.CLOCK)
    banks.fill(again)
    demo.populate(again, TODAY)
    added = ("subsidy", "subsidy_claim", "activity_demand", "deputy", "queue_place", "workday")
    for table in ("participant", "booking", "employment", "assessment", "certificate", *added):
        sql = f"select * from {table} order by id"
        first, second = ([{k: v for k, v in r.items() if k != "uid"} for r in b.query(sql)] for b in (city.bank, again))
        assert first == second, table
    again.close()
    city.close()


def test_the_city_is_whole_and_every_screen_is_full(city: Desk) -> None:
    assert prove(city.bank) == []
    overview, ahead = city.overview()
    f = overview.figures
    assert min(f.free_own, f.free_external, f.waiting, f.running, f.ending, f.day90, f.day90_late) > 0
    assert len(ahead) == 8
    assert {t.kind for t in overview.tasks} >= {
        "find_place",
        "tentative",
        "assess",
        "final",
        "certificate",
        "day90",
        "supervisors",
        "decision",
        "ending",
    }
    finals = port.value(
        city.bank,
        "select count(distinct a.employment_id) as n from assessment a join employment e on e.id = a.employment_id where a.occasion = 'final' and e.ended_on is not null",
    )
    assert finals >= 60
    assert any(p.protected for p in city.participants.listing())
    city.close()


def test_a_year_of_what_surrounds_placements_is_there(city: Desk) -> None:
    """Each as the services tell it; decisions that an employment said itself, so that it is warned of as before."""
    lines = city.subsidies.due(every=True)
    months = {line.month for line in lines}
    assert {f"{TODAY.year}-{m:02}" for m in range(1, 12)} <= months
    assert {line.state(TODAY) for line in lines} >= {"paid", "claimed", "to_claim", "running"}
    assert all(
        line.claim is None or line.claim.paid is None or line.claim.paid <= (line.claim.amount or 0) for line in lines
    )
    asked = {r["participant_id"] for r in port.rows(city.bank, "select participant_id from activity_demand")}
    assert len(asked) > 15
    assert any(len(city.activities.demands_of(who)) > 1 for who in asked)
    page = city.activities.of(min(asked), why="x")
    assert any(week.asked for week in page.weeks)
    away = city.deputies.listing()
    assert [d.first <= TODAY <= d.last for d in away] == [True, False]
    left = port.rows(city.bank, "select left_why from queue_place where left_on is not null")
    assert {r["left_why"] for r in left} >= {"BOOKED", "OTHER"}
    city.close()


def test_nothing_was_asked_of_anybody_before_she_was_registered(city: Desk) -> None:
    for table, day in (("activity_demand", "decided_on"), ("queue_place", "since")):
        sql = f"select p.number from {table} a join participant p on p.id = a.participant_id where a.{day} < p.registered_on"
        assert [r["number"] for r in port.rows(city.bank, sql)] == [], table
    city.close()


@pytest.mark.parametrize("month", range(1, 13))
def test_nobody_stands_in_while_she_is_away_herself(month: int) -> None:
    """On whatever day the city is made, as the services refuse it."""
    for day in (date(2026, month, 1), date(2026, month, 15)):
        bank = make.memory()
        with bank.write(text("case workers"), undoable=False):
            for i in range(8):
                caseworkers.add_case_worker(bank, f"Prov {i}")
            care._deputies(bank, day)
        found = every_deputyship(bank)
        bank.close()
        assert len(found) == len(care.PAIRS) + 3
        for a, b in permutations(found, 2):
            apart = a.last < b.first or b.last < a.first
            assert apart or not {a.worker_id, a.deputy_id} & {b.worker_id}, (day, a, b)


def test_every_hard_rule_appears_among_the_waiting(city: Desk) -> None:
    seen: set[str] = set()
    for p in city.participants.listing(chip="waiting"):
        seen |= set(city.matching.for_participant(p.id, why="Provar").left_out)
    work = {"NEED_KNEEL", "NEED_HEIGHT", "NEED_LIFT_MAX", "NEED_WET_CHEM"}
    assert seen >= {"FULL", "LICENCE", "LANGUAGE", "NEED_DAYTIME", *work}
    city.close()


def test_only_test_numbers_are_used(city: Desk) -> None:
    published = (
        (Path(__file__).parents[1] / "resources/reference/test_coordination_numbers.txt").read_text("utf-8").split()
    )
    for r in city.bank.query("select identity from participant where identity is not null"):
        assert parse_identity(r["identity"], TODAY).test_number or r["identity"] in published
    city.close()


def test_the_city_is_removed_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "x.amdesk"
    bank, _ = banks.create(path, None, make.CLOCK, access.who())
    bank.close()
    banks.remove_files(path)
    assert list(tmp_path.glob("x*")) == []


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("room", [1_000_000, 2_000_000], ids=["for half a bank", "for half a city"])
def test_a_disk_that_fills_leaves_no_half_city(tmp_path: Path, room: int) -> None:
    code = f"""
import resource, signal, sys
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
import subprocess
import sys
from pathlib import Path
from amdesk.domain.errors import BankUnusable
from amdesk.demo import city as demo
from tests import make
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
try:
    demo.make(Path({str(tmp_path / "d.amdesk")!r}), make.CLOCK)
except BankUnusable as error:
    print(error)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "full" in run.stdout, run.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_a_badge_counts_is_what_its_page_lists(city: Desk) -> None:
    found = city.badges()
    assert found["competence"] == len(city.competence.due()) > 0
    assert found["followup"] == sum(d.due <= TODAY for d in city.results.desk(0)) > 0
    assert found["participants"] == len(city.participants.listing(chip="waiting")) > 0
    assert found["placements"] == sum(p.free for p in city.placements.listing()) > 0
