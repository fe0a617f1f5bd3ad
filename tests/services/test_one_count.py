"""What a tile, the rail's badge, a tab and a list say of the same thing is one count, whatever the bank holds."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from datetime import date, timedelta

import pytest

from amdesk.db.engine.errors import RuleBroken
from amdesk.domain.errors import Refused
from amdesk.domain.overview.day import Overview
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.rows import booked, day, employed, put

SEEDS = range(12)
PEOPLE = 30
ASSESSING = ("assess", "final", "certificate")


class Dice:
    """A bank that nobody would make on purpose: days around every limit, and rows of all kinds of states."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk, self.bank, self.dice = desk, desk.bank, random.Random(seed)
        self.profile = desk.competence.profiles()[0].id
        self.workers = [desk.participants.add_case_worker(name) for name in ("Ada", "Bo")]
        self.places = [make.placement(self.bank, 40, name=name) for name in ("Köket", "Lunden")]

    def fill(self) -> None:
        for number in range(PEOPLE):
            person = make.participant(
                self.bank,
                name=f"Prov {number}",
                registered_on=day(-self.dice.randint(0, 60)),
                case_worker_id=self.dice.choice([*self.workers, None]),
                protection=int(self.dice.random() < 0.1),
            )
            last = -500
            for _ in range(self.dice.choice([0, 1, 1, 2])):
                last = self._employment(person, last)
        for keep, gone in (self.dice.sample(range(1, PEOPLE), 2) for _ in range(4)):
            with suppress(Refused, RuleBroken):
                self.desk.participants.merge(keep, gone)

    def _employment(self, person: int, after: int) -> int:
        """Returns how many days from today it ends."""
        dice = self.dice
        end = dice.choice([-400, -121, -120, -91, -90, -89, -76, -75, -46, -45, -38, -1, 0, 3, 14, 15, 29, 30, 31, 200])
        first = min(end, dice.choice([-300, -128, -83, -73, -72, -69, -68, -40, -13, -12, 0]))
        if first <= after:
            return after
        given = {"cancelled": 1} if dice.random() < 0.1 else {}
        open_ended = not given and end > 0 and dice.random() < 0.1
        key = employed(self.bank, person, day(first), None if open_ended else day(end), **given)
        if first <= 0 <= end and not given and dice.random() < 0.4:
            status = dice.choice(["booked", "started"])
            booked(self.bank, person, dice.choice(self.places), day(first), day(end), status, employment_id=key)
        self._assessments(person, key, end)
        if end < 0 and dice.random() < 0.4:
            said = dice.choice(["not_due", "contacted", "not_contacted"])
            put(self.bank, "followup", employment_id=key, participant_id=person, contact=said)
        return 9999 if open_ended else end

    def _assessments(self, person: int, key: int, end: int) -> None:
        dice = self.dice
        for back, occasion in enumerate(dice.sample(["week4", "week12", "final"], dice.randint(0, 3))):
            put(
                self.bank,
                "assessment",
                participant_id=person,
                employment_id=key,
                profile_id=self.profile,
                occasion=occasion,
                on_date=f"{day(min(0, end) - back)}",
                assessor="",
                finished=int(dice.random() < 0.8),
            )
        if dice.random() < 0.2:
            paper = put(self.bank, "document", sha256="", name="", content="")
            put(
                self.bank,
                "certificate",
                number=f"AMD-2026-{key:05}",
                participant_id=person,
                employment_id=key,
                issued_on=f"{TODAY}",
                content="{}",
                document_id=paper,
                revoked_on=f"{TODAY}" if dice.random() < 0.4 else None,
            )


@pytest.fixture(params=SEEDS)
def filled(desk: Desk, request: pytest.FixtureRequest) -> Desk:
    Dice(desk, request.param).fill()
    return desk


def unit(desk: Desk) -> Overview:
    return desk.overview()[0]


def kinds(desk: Desk, until: date | None = None) -> Counter[str]:
    """How many rows the unit's list has of each kind, of those due up to a day."""
    return Counter(t.kind for t in unit(desk).tasks if until is None or t.due <= until)


@pytest.mark.thorough(12)
def test_whoever_waits_is_counted_once(filled: Desk) -> None:
    told = unit(filled).figures.waiting
    assert told == filled.badges()["participants"] == filled.participants.counts(None)[2]
    assert told == len(filled.participants.listing(chip="waiting")) == kinds(filled)["find_place"]


@pytest.mark.thorough(12)
def test_whoever_ends_soon_is_counted_once(filled: Desk) -> None:
    found = unit(filled)
    assert found.figures.ending == filled.participants.counts(None)[3] == len(found.ending)
    assert {e.participant_id for e in found.ending} == {r.id for r in filled.participants.listing(chip="ending")}
    assert found.figures.ending_unassessed == sum(not e.final for e in found.ending)


@pytest.mark.thorough(12)
def test_a_free_place_is_counted_once(filled: Desk) -> None:
    told = unit(filled).figures
    assert told.free == told.free_own + told.free_external == filled.badges()["placements"]
    assert told.free == sum(p.free for p in filled.placements.listing(day=TODAY))


@pytest.mark.thorough(12)
def test_whoever_is_to_be_assessed_or_certified_is_counted_once(filled: Desk) -> None:
    told, rows = filled.badges()["competence"], filled.competence.due()
    listed = filled.competence.listed()
    assert told == filled.competence.due_count() == len(rows) == listed.due == sum(len(some) for _, some in listed.rows)
    tasks = {(t.key.split(":")[1], t.due) for t in unit(filled).tasks if t.kind in ASSESSING}
    assert tasks == {(str(r.employment.id), r.day) for r in rows}
    assert kinds(filled)["certificate"] == listed.certificates


@pytest.mark.thorough(12)
def test_whoever_has_reached_day_90_is_counted_once(filled: Desk) -> None:
    told, now = unit(filled).figures, filled.results.desk(0)
    assert told.day90 == filled.badges()["followup"] == filled.results.due_count() == len(now)
    assert told.day90 == kinds(filled)["day90"]
    assert told.day90_late == kinds(filled, TODAY - timedelta(1))["day90"] == sum(d.due < TODAY for d in now)


@pytest.mark.thorough(12)
def test_what_is_marked_done_or_postponed_leaves_the_list_and_no_count(filled: Desk) -> None:
    found = unit(filled)
    some = found.tasks[::3]
    for i, task in enumerate(some):
        try:
            filled.overviews.mark(task, None if i % 2 else day(5))
        except Refused:  # what is done by an act of its own is put off
            filled.overviews.mark(task, day(5))
    after = unit(filled)
    assert after.figures == found.figures
    assert {t.key for t in after.tasks} == {t.key for t in found.tasks} - {t.key for t in some}


@pytest.mark.thorough(12)
def test_mine_and_the_others_are_the_units(filled: Desk) -> None:
    ada, bo = (w.id for w in filled.participants.case_workers())
    mine, theirs, every = ({t.key for t in filled.overview(w)[0].tasks} for w in (ada, bo, None))
    assert mine | theirs == every
    assert {t.case_worker_id for t in unit(filled).tasks if t.key in mine & theirs} <= {None}


@pytest.mark.parametrize("last", [-1, 0, 5])
def test_whoever_has_ended_does_not_stand_as_waiting_on_her_last_day_either(desk: Desk, last: int) -> None:
    person = make.participant(desk.bank, registered_on=day(-60))
    employed(desk.bank, person, day(-40), day(200), ended_on=day(last), end_reason="WORK")
    assert desk.participants.waiting_count() == 0
    assert [r.status for r in desk.participants.listing()] == ["ended"]
    assert desk.participants.listing(chip="waiting") == []
