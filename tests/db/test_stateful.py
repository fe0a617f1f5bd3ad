"""Book, start, move, extend, interrupt, cancel, close, change capacity, undo and redo at random against a plain model.

The model is lists and loops over days. After each step the bank says the same, and `bank check` finds nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from amdesk.db import triggers
from amdesk.db.engine.backup import prove
from amdesk.domain.errors import Refused
from tests import make
from tests.make import TODAY

DAYS = st.integers(0, 12)
END = 120
"""Days after today that the model looks at; nothing in it reaches further but capacities without an end."""


@dataclass
class Line:
    """A booking that takes a place."""

    ref: str
    person: int
    place: int
    first: int
    last: int
    status: str = "booked"
    seen: bool = False


@dataclass
class World:
    """What the model knows: bookings, capacities in their order (later ones stand), capacities only wanted."""

    lines: list[Line] = field(default_factory=list)
    capacities: list[tuple[int, int, int, int]] = field(default_factory=list)
    wanted: list[tuple[int, int, int, int]] = field(default_factory=list)

    def capacity(self, place: int, day: int) -> int:
        return next(c[3] for c in reversed(self.capacities) if c[0] == place and c[1] <= day <= c[2])

    def taken(self, place: int, day: int, without: str = "") -> int:
        return sum(x.place == place and x.first <= day <= x.last and x.ref != without for x in self.lines)

    def fits(self, person: int, place: int, first: int, last: int, without: str = "") -> bool:
        if last < first:
            return False
        if any(x.person == person and x.first <= last and first <= x.last and x.ref != without for x in self.lines):
            return False
        return all(self.taken(place, d, without) < self.capacity(place, d) for d in range(first, last + 1))

    def holds(self, place: int, first: int, last: int, count: int) -> bool:
        return all(self.taken(place, d) <= count for d in range(first, min(last, END) + 1))

    def settle(self) -> None:
        for wish in sorted(self.wanted, key=lambda w: w[1]):
            if self.holds(*wish):
                self.capacities.append(wish)
                self.wanted.remove(wish)


class BankMachine(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.bank = make.memory()
        script = self.bank.rule_script()
        self.bank.rule_script = lambda: script  # type: ignore[method-assign]  # what the rules should say no step changes
        self.desk = make.desk(self.bank)
        self.places = [make.placement(self.bank, n) for n in (1, 2)]
        self.people = [make.participant(self.bank) for _ in range(3)]
        self.now = World(capacities=[(p, -999, 9999, n) for p, n in zip(self.places, (1, 2), strict=True)])
        self.past: list[World] = []
        self.future: list[World] = []

    def changed(self, before: World) -> None:
        """One more step of the bank: what was before can be undone to."""
        self.past.append(before)
        self.future.clear()

    def line(self, which: int, *statuses: str) -> Line | None:
        found = [x for x in self.now.lines if x.status in statuses]
        return found[which % len(found)] if found else None

    @rule(person=st.integers(0, 2), place=st.integers(0, 1), first=DAYS, length=st.integers(0, 12))
    def book(self, person: int, place: int, first: int, length: int) -> None:
        who, where, last = self.people[person], self.places[place], first + length
        before, fits = deepcopy(self.now), self.now.fits(who, where, first, last)
        try:
            made = self.desk.booking.book(who, where, TODAY + timedelta(first), TODAY + timedelta(last))
        except Refused:
            assert not fits
            return
        assert fits
        self.changed(before)
        self.now.lines.append(Line(made.booking.ref, who, where, first, last))

    @rule(which=st.integers(0, 9), length=st.integers(0, 14))
    def extend(self, which: int, length: int) -> None:
        line = self.line(which, "booked", "started")
        if line is None or line.first + length == line.last:
            return
        before, last = deepcopy(self.now), line.first + length
        fits = self.now.fits(line.person, line.place, line.first, last, line.ref)
        try:
            self.desk.booking.extend(line.ref, TODAY + timedelta(last))
        except Refused:
            assert not fits
            return
        assert fits
        self.changed(before)
        line.last = last
        self.now.settle()

    @rule(which=st.integers(0, 9), place=st.integers(0, 1), first=DAYS, length=st.integers(0, 12))
    def move(self, which: int, place: int, first: int, length: int) -> None:
        line = self.line(which, "booked", "started")
        if line is None or (line.place, line.first, line.last) == (self.places[place], first, first + length):
            return
        before, where, last = deepcopy(self.now), self.places[place], first + length
        fits = self.now.fits(line.person, where, first, last, line.ref)
        try:
            moved = self.desk.booking.move(line.ref, where, TODAY + timedelta(first), TODAY + timedelta(last))
        except Refused:
            assert not fits
            return
        assert fits
        self.changed(before)
        if line.status == "started" and first > line.first:  # what was is ended, and takes no place any more
            self.now.lines.remove(line)
            self.now.lines.append(Line(moved.ref, line.person, where, first, last))
        else:
            line.place, line.first, line.last = where, first, last
        self.now.settle()

    @rule(which=st.integers(0, 9))
    def start(self, which: int) -> None:
        line = self.line(which, "booked")
        if line is None:
            return
        before = deepcopy(self.now)
        if not line.seen:
            self.desk.booking.introduction_seen(line.ref)
            self.changed(before)
            line.seen = True
            before = deepcopy(self.now)
        self.desk.booking.start(line.ref)
        self.changed(before)
        line.status = "started"

    @rule(which=st.integers(0, 9), after=st.integers(-2, 25))
    def interrupt(self, which: int, after: int) -> None:
        line = self.line(which, "started")
        if line is None:
            return
        before, day = deepcopy(self.now), line.first + after
        try:
            self.desk.booking.interrupt(line.ref, TODAY + timedelta(day), "PAUSE")
        except Refused:
            assert not line.first <= day <= line.last
            return
        assert line.first <= day <= line.last
        self.changed(before)
        self.now.lines.remove(line)
        self.now.settle()

    @rule(which=st.integers(0, 9))
    def cancel(self, which: int) -> None:
        line = self.line(which, "booked")
        if line is None:
            return
        before = deepcopy(self.now)
        self.desk.booking.cancel(line.ref)
        self.changed(before)
        self.now.lines.remove(line)
        self.now.settle()

    @rule(place=st.integers(0, 1), first=DAYS, length=st.integers(0, 10))
    def close(self, place: int, first: int, length: int) -> None:
        where, last = self.places[place], first + length
        before, holds = deepcopy(self.now), self.now.holds(where, first, last, 0)
        try:
            self.desk.placements.close_period(where, TODAY + timedelta(first), TODAY + timedelta(last), "stängt")
        except Refused:
            assert not holds
            return
        assert holds
        self.changed(before)
        self.now.capacities.append((where, first, last, 0))

    @rule(place=st.integers(0, 1), first=DAYS, count=st.integers(0, 2))
    def change_capacity(self, place: int, first: int, count: int) -> None:
        where = self.places[place]
        before, holds = deepcopy(self.now), self.now.holds(where, first, END, count)
        assert self.desk.board.set_capacity(where, TODAY + timedelta(first), None, count) == holds
        self.changed(before)
        (self.now.capacities if holds else self.now.wanted).append((where, first, 9999, count))

    @precondition(lambda self: bool(self.now.wanted))
    @rule(which=st.integers(0, 9))
    def withdraw(self, which: int) -> None:
        found = self.desk.board.conflicts()
        one = found[which % len(found)]
        before = deepcopy(self.now)
        self.desk.board.withdraw(one.wish)
        self.changed(before)
        self.now.wanted.remove((one.placement_id, (one.first - TODAY).days, 9999, one.places))

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
        found = sorted(
            (b.ref, b.participant_id, b.placement_id, (b.from_date - TODAY).days, (b.to_date - TODAY).days, b.status)
            for b in self.desk.booking.current()
        )
        assert found == sorted((x.ref, x.person, x.place, x.first, x.last, x.status) for x in self.now.lines)
        wanted = sorted((c.placement_id, (c.first - TODAY).days, c.places) for c in self.desk.board.conflicts())
        assert wanted == sorted((p, first, count) for p, first, _, count in self.now.wanted)
        for place in self.places:
            free = self.desk.placements.availability(place)
            for day in (0, 7, 20, 41, 60):
                assert free.capacity_on(TODAY + timedelta(day)) == 100 * self.now.capacity(place, day)
        assert prove(self.bank) == []

    def teardown(self) -> None:
        if hasattr(self, "bank"):
            self.bank.close()


@pytest.fixture
def _read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is made of a script of rules is made once: the same one is asked about after each of some thousand steps."""

    def once(read: Callable[[list[str]], Any]) -> Callable[[list[str]], Any]:
        known: dict[tuple[str, ...], Any] = {}
        return lambda script: known[key] if (key := tuple(script)) in known else known.setdefault(key, read(script))

    for name in ("texts", "names", "fingerprint"):
        monkeypatch.setattr(triggers, name, once(getattr(triggers, name)))


@pytest.mark.usefixtures("_read_once")
@pytest.mark.parametrize("part", range(5))
@pytest.mark.thorough(long=True)
def test_the_bank_and_a_plain_model_agree_after_every_step(part: int) -> None:
    """A hundred walks, in five parts so that several processes share them."""
    walks = settings(max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(BankMachine, settings=walks)
