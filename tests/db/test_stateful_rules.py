"""Needs, demands, minors, extracts, queues and holds at random against a plain model: what is refused, what goes on for a reason, who waits
where, and whose turn it is. After each step the bank says the same as the model, and `bank check` finds nothing."""

from __future__ import annotations

from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from amdesk.db.engine.backup import prove
from amdesk.domain.booking.matching import HORIZON_DAYS, LEAST_DAYS
from amdesk.domain.errors import Refused
from tests import make
from tests.db.test_stateful import END, _read_once
from tests.make import TODAY, Need

__all__ = ["_read_once"]
DAYS, LENGTHS = st.integers(0, 12), st.integers(0, 40)
LIFTS, MINOR, ANYBODY = 0, 1, 2
"""Who lifts ten kilos at most, who is under 18, and who can do anything."""
HEAVY, HIGH, SCHOOL = 0, 1, 2
"""A place with lifting that changes, one at heights, and one that asks for an extract before the first day."""


@dataclass
class Line:
    ref: str
    person: int
    place: int
    first: int
    last: int
    status: str = "booked"


@dataclass
class Turned:
    """A place in a queue; `no` is what was taken there when she said no."""

    person: int
    place: int
    reason: str
    no: tuple[tuple[str, int, int], ...] | None = None


@dataclass
class Model:
    lines: list[Line] = field(default_factory=list)
    queue: list[Turned] = field(default_factory=list)
    held: set[int] = field(default_factory=set)
    """Places that are held for a week."""
    shown: set[int] = field(default_factory=set)
    lift: int = 25

    def refused(self, person: int, place: int, first: int, last: int, without: str = "") -> str:
        """Why a booking is refused, the first rule in its order; "" where it is not."""
        others = [x for x in self.lines if x.ref != without and x.first <= last and first <= x.last]
        if any(x.place == place for x in others):
            return "FULL"
        if any(x.person == person for x in others):
            return "DOUBLE"
        if (person, place) == (MINOR, HIGH):
            return "AGE"
        return "MUST" if (person, place) == (LIFTS, HEAVY) and self.lift > 10 else ""

    def taken(self, place: int) -> tuple[tuple[str, int, int], ...]:
        return tuple(sorted((x.ref, x.first, x.last) for x in self.lines if x.place == place and x.last >= 0))

    def gap(self, place: int) -> tuple[int, int] | None:
        """The first four weeks or more that are free there, as soon as matching looks: what a hold is of."""
        day = 0
        for x in sorted((x for x in self.lines if x.place == place and x.last >= 0), key=lambda x: x.first):
            if x.first - day >= LEAST_DAYS:
                break
            day = max(day, x.last + 1)
        last = min((x.first - 1 for x in self.lines if x.place == place and x.first >= day), default=END * 99)
        return (day, last) if day <= HORIZON_DAYS else None

    def over_hold(self, place: int, first: int, last: int) -> bool:
        """Whether a booking takes what is held there."""
        gap = self.gap(place) if place in self.held else None
        return gap is not None and first <= gap[1] and gap[0] <= last

    def at(self, place: int) -> list[Turned]:
        return [q for q in self.queue if q.place == place]

    def leave(self, person: int, place: int) -> None:
        self.queue = [q for q in self.queue if (q.person, q.place) != (person, place)]


class RulesMachine(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.bank = make.memory()
        script = self.bank.rule_script()
        self.bank.rule_script = lambda: script  # type: ignore[method-assign]  # what the rules should say no step changes
        self.desk = make.desk(self.bank)
        self.places = [
            make.placement(self.bank, demands=("lift_max=25",), language_min=""),
            make.placement(self.bank, demands=("height=2",), language_min=""),
            make.placement(self.bank, background_check="school_act", language_min=""),
        ]
        adult = date(1986, 4, 12)
        self.people = [
            make.participant(self.bank, born=adult, needs=(Need("lift_max", "10", "must"),)),
            make.participant(self.bank, born=date(2009, 12, 20)),
            make.participant(self.bank, born=adult),
        ]
        self.now = Model()
        self.past: list[Model] = []
        self.future: list[Model] = []
        self.base = len(self.desk.history.steps())

    def changed(self, before: Model) -> None:
        self.past.append(before)
        self.future.clear()

    def line(self, which: int, *statuses: str) -> Line | None:
        found = [x for x in self.now.lines if x.status in statuses]
        return found[which % len(found)] if found else None

    @rule(
        person=st.integers(0, 2),
        place=st.integers(0, 2),
        first=DAYS,
        length=LENGTHS,
        despite=st.sampled_from(("", "Hon vill prova")),
    )
    def book(self, person: int, place: int, first: int, length: int, despite: str) -> None:
        before, last = deepcopy(self.now), first + length
        why, over = self.now.refused(person, place, first, last), self.now.over_hold(place, first, last)
        days = TODAY + timedelta(first), TODAY + timedelta(last)
        try:
            receipt = self.desk.booking.book(self.people[person], self.places[place], *days, despite=despite)
        except Refused:
            assert why
            assert not (why == "MUST" and despite)
            return
        made = receipt.booking
        assert not why or (why == "MUST" and despite)
        assert any(c.code == "HOLD" for c in receipt.warnings) == over
        assert made.despite == (despite if why else "")
        self.changed(before)
        self.now.lines.append(Line(made.ref, person, place, first, last))
        self.now.held -= {place} if over else set()
        self.now.leave(person, place)

    @rule(which=st.integers(0, 9), place=st.integers(0, 2))
    def move(self, which: int, place: int) -> None:
        line = self.line(which, "booked")
        if line is None or line.place == place:
            return
        before, why = deepcopy(self.now), self.now.refused(line.person, place, line.first, line.last, line.ref)
        try:
            self.desk.booking.move(line.ref, self.places[place])
        except Refused:
            assert why
            return
        assert not why
        self.changed(before)
        self.now.held -= {place} if self.now.over_hold(place, line.first, line.last) else set()
        line.place = place
        self.now.leave(line.person, place)

    @rule(which=st.integers(0, 9))
    def start(self, which: int) -> None:
        line = self.line(which, "booked")
        if line is None:
            return
        before = deepcopy(self.now)
        if self.desk.booking.get(line.ref).introduced_on is None:
            self.desk.booking.introduction_seen(line.ref)
            self.changed(before)
            before = deepcopy(self.now)
        lacks = line.place == SCHOOL and line.person not in self.now.shown
        try:
            self.desk.booking.start(line.ref)
        except Refused as refused:
            assert lacks
            assert refused.code == "EXTRACT"
            return
        assert not lacks
        self.changed(before)
        line.status = "started"

    @rule(which=st.integers(0, 9))
    def cancel(self, which: int) -> None:
        line = self.line(which, "booked")
        if line is None:
            return
        before = deepcopy(self.now)
        self.desk.booking.cancel(line.ref)
        self.changed(before)
        self.now.lines.remove(line)

    @rule(person=st.integers(0, 2))
    def show_extract(self, person: int) -> None:
        if person in self.now.shown:
            return
        before = deepcopy(self.now)
        self.desk.participants.extract_shown(self.people[person], "school_act", TODAY)
        self.changed(before)
        self.now.shown.add(person)

    @rule(lift=st.sampled_from((5, 25)))
    def change_demands(self, lift: int) -> None:
        if lift == self.now.lift:
            return
        before = deepcopy(self.now)
        self.desk.placements.change(self.places[HEAVY], {"demands": (f"lift_max={lift}",)})
        self.changed(before)
        self.now.lift = lift

    @rule(person=st.integers(0, 2), place=st.integers(0, 2), first=DAYS, length=LENGTHS)
    def queue_up(self, person: int, place: int, first: int, length: int) -> None:
        before, why = deepcopy(self.now), self.now.refused(person, place, first, first + length)
        there = any(q.person == person for q in self.now.at(place))
        days = TODAY + timedelta(first), TODAY + timedelta(first + length)
        try:
            made = self.desk.queues.add(self.people[person], self.places[place], *days)
        except Refused as refused:
            assert refused.code == ("AGAIN" if why else "FREE")
            assert there or not why
            return
        assert why
        assert not there
        assert made.reason == why
        self.changed(before)
        self.now.queue.append(Turned(person, place, why))

    @rule(place=st.integers(0, 2), on=st.booleans())
    def hold(self, place: int, on: bool) -> None:
        before = deepcopy(self.now)
        could = place not in self.now.held and self.now.gap(place) is not None if on else place in self.now.held
        act = self.desk.holds.hold if on else self.desk.holds.release
        try:
            act(self.places[place])
        except Refused as refused:
            assert refused.code == ("NO_FREE" if on else "NOT_HELD")
            assert not could or (on and place in self.now.held)
            return
        assert could
        self.changed(before)
        self.now.held ^= {place}

    @rule(which=st.integers(0, 9), leaves=st.booleans())
    def answer(self, which: int, leaves: bool) -> None:
        if not self.now.queue:
            return
        before, one = deepcopy(self.now), self.now.queue[which % len(self.now.queue)]
        who, where = self.people[one.person], self.places[one.place]
        if leaves:
            self.desk.queues.remove(who, where)
            self.now.leave(one.person, one.place)
        elif one.no == self.now.taken(one.place):
            return  # said already, of the same
        else:
            self.desk.queues.no(who, where)
            one.no = self.now.taken(one.place)
        self.changed(before)

    @rule()
    def undo(self) -> None:
        with suppress(Refused):
            self.desk.history.undo()
            if self.past:
                self.future.append(self.now)
                self.now = self.past.pop()
            else:  # what the test set up itself can be undone too; put it back
                self.desk.history.redo()

    @rule()
    def redo(self) -> None:
        try:
            self.desk.history.redo()
        except Refused:
            assert not self.future
            return
        self.past.append(self.now)
        self.now = self.future.pop()

    @invariant()
    def bank_and_model_agree(self) -> None:
        if not hasattr(self, "desk"):
            return
        found = sorted((b.ref, b.participant_id, b.placement_id, b.status) for b in self.desk.booking.current())
        assert found == sorted((x.ref, self.people[x.person], self.places[x.place], x.status) for x in self.now.lines)
        queues = self.desk.queues.listing()
        for place, key in enumerate(self.places):
            said = [(w.turn, w.participant_id, w.reason) for w in queues if w.placement_id == key]
            assert said == [(i, self.people[q.person], q.reason) for i, q in enumerate(self.now.at(place), 1)]
        assert sorted(h.placement_id for h in self.desk.holds.listing()) == sorted(
            self.places[p] for p in self.now.held
        )
        proposed = {
            s.placement.id for s in self.desk.rounds.solve().question.slots if s.level == 1 and s.free_from == TODAY
        }
        assert not proposed & {self.places[p] for p in self.now.held}
        self._turns_agree()
        assert prove(self.bank) == []

    def _turns_agree(self) -> None:
        """Whose turn is told could be booked by the model, nobody before her could; and a place that is free from today on for
        somebody who is not booked is somebody's turn."""
        told = {t.place.placement_id: t for t in self.desk.queues.turns()}
        for place, key in enumerate(self.places):
            asked = [q for q in self.now.at(place) if q.no != self.now.taken(place)]
            if key not in told:
                open_now = not any(x.place == place for x in self.now.lines) and place not in self.now.held
                assert not any(open_now and not self.now.refused(q.person, place, 0, END * 2) for q in asked)
                continue
            turn = told[key]
            first, last = (turn.first - TODAY).days, (turn.last - TODAY).days
            (hers,) = (q for q in asked if self.people[q.person] == turn.place.participant_id)
            assert not self.now.refused(hers.person, place, first, last)
            for q in asked[: asked.index(hers)]:
                assert self.now.refused(q.person, place, first, last)

    def teardown(self) -> None:
        if hasattr(self, "bank"):
            self.bank.close()


@pytest.mark.usefixtures("_read_once")
@pytest.mark.parametrize("part", range(3))
@pytest.mark.thorough(long=True)
def test_needs_demands_minors_extracts_and_queues_agree_with_a_plain_model(part: int) -> None:
    """Thirty walks, in three parts so that several processes share them."""
    walks = settings(max_examples=10, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(RulesMachine, settings=walks)
