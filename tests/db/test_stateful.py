"""Book, move, cancel, close, undo and redo at random against a plain Python model; the bank is whole after each step."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from amdesk.db import memory_bank
from amdesk.db.backup import prove
from amdesk.domain.errors import Refused
from tests import make
from tests.make import TODAY

DAYS = st.integers(0, 40)


class BankMachine(RuleBasedStateMachine):
    """The model is a list of (ref, person, place, first, last) and a history of such lists."""

    @initialize()
    def begin(self) -> None:
        self.bank = memory_bank(make.CLOCK)
        self.desk = make.desk(self.bank)
        self.places = [make.placement(self.bank, n) for n in (1, 2)]
        self.people = [make.participant(self.bank) for _ in range(3)]
        self.model: list[tuple[str, int, int, int, int]] = []
        self.closed: list[tuple[int, int, int]] = []
        self.past: list[Any] = []
        self.future: list[Any] = []

    def _fits(self, person: int, place: int, first: int, last: int, without: str = "") -> bool:
        others = [b for b in self.model if b[0] != without]
        if any(b[1] == person and b[3] <= last and first <= b[4] for b in others):
            return False
        capacity = 1 + self.places.index(place)
        for day in range(first, last + 1):
            here = 0 if any(c[0] == place and c[1] <= day <= c[2] for c in self.closed) else capacity
            if sum(b[2] == place and b[3] <= day <= b[4] for b in others) >= here:
                return False
        return True

    def _keep(self) -> None:
        self.past.append((list(self.model), list(self.closed)))
        self.future.clear()

    @rule(person=st.integers(0, 2), place=st.integers(0, 1), first=DAYS, length=st.integers(0, 20))
    def book(self, person: int, place: int, first: int, length: int) -> None:
        who, where, last = self.people[person], self.places[place], first + length
        fits = self._fits(who, where, first, last)
        try:
            made = self.desk.booking.book(who, where, TODAY + timedelta(first), TODAY + timedelta(last))
        except Refused:
            assert not fits
            return
        assert fits
        self._keep()
        self.model.append((made.booking.ref, who, where, first, last))

    @rule(which=st.integers(0, 9), length=st.integers(0, 25))
    def extend(self, which: int, length: int) -> None:
        if not self.model:
            return
        ref, who, where, first, last = self.model[which % len(self.model)]
        fits = self._fits(who, where, first, first + length, ref)
        try:
            self.desk.booking.extend(ref, TODAY + timedelta(first + length))
        except Refused:
            assert not fits
            return
        assert fits
        if first + length != last:
            self._keep()
            self.model[self.model.index((ref, who, where, first, last))] = (ref, who, where, first, first + length)

    @rule(which=st.integers(0, 9))
    def cancel(self, which: int) -> None:
        if self.model:
            found = self.model[which % len(self.model)]
            self.desk.booking.cancel(found[0])
            self._keep()
            self.model.remove(found)

    @rule(place=st.integers(0, 1), first=DAYS, length=st.integers(0, 10))
    def close(self, place: int, first: int, length: int) -> None:
        where, last = self.places[place], first + length
        free = not any(b[2] == where and b[3] <= last and first <= b[4] for b in self.model)
        try:
            self.desk.placements.close_period(where, TODAY + timedelta(first), TODAY + timedelta(last), "stängt")
        except Refused:
            assert not free
            return
        assert free
        self._keep()
        self.closed.append((where, first, last))

    @rule()
    def undo(self) -> None:
        with suppress(Refused):
            self.desk.history.undo()
            if self.past:
                self.future.append((list(self.model), list(self.closed)))
                self.model, self.closed = self.past.pop()
            else:  # what the test set up itself can be undone too; put it back
                self.desk.history.redo()

    @rule()
    def redo(self) -> None:
        try:
            self.desk.history.redo()
        except Refused:
            assert not self.future
            return
        self.past.append((list(self.model), list(self.closed)))
        self.model, self.closed = self.future.pop()

    @invariant()
    def bank_and_model_agree(self) -> None:
        if not hasattr(self, "desk"):
            return
        found = sorted(
            (b.ref, b.participant_id, b.placement_id, (b.from_date - TODAY).days, (b.to_date - TODAY).days)
            for b in self.desk.booking.current()
        )
        assert found == sorted(self.model)
        assert prove(self.bank) == []

    def teardown(self) -> None:
        if hasattr(self, "bank"):
            self.bank.close()


TestBank = BankMachine.TestCase
TestBank.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
