"""A thread with a desk of its own: opened there once, given up where its bank is gone, closed at the end."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from amdesk.domain.errors import BankUnusable
from amdesk.domain.stopping import Abandoned, as_long_as_wanted
from amdesk.domain.texts import Text
from amdesk.services.start.threads import GONE, DeskThread


class Opened:
    """Stands for a desk; `worse` that not even closing works."""

    def __init__(self, *, worse: bool = False) -> None:
        self.worse, self.closed = worse, 0
        self.thread = threading.get_ident()

    def close(self) -> None:
        self.closed += 1
        if self.worse:
            raise OSError("gone")


class Place:
    def __init__(self, *, worse: bool = False) -> None:
        self.desks: list[Opened] = []
        self.worse = worse
        self.thread = DeskThread("test", self.open)

    def open(self) -> Any:
        self.desks.append(Opened(worse=self.worse))
        return self.desks[-1]


def fails(code: str) -> Any:
    def work(_desk: object) -> None:
        raise BankUnusable(Text("cannot"), code)

    return work


def test_a_desk_is_opened_once_in_its_thread_and_closed_there() -> None:
    place = Place()
    first = place.thread.submit(lambda desk: (desk, threading.get_ident())).result(20)
    second = place.thread.submit(lambda desk: (desk, threading.get_ident())).result(20)
    assert first == second
    assert place.desks[0].thread == first[1] != threading.get_ident()
    place.thread.close()
    assert [d.closed for d in place.desks] == [1]
    assert place.thread.desk is None


@pytest.mark.parametrize("worse", [False, True])
def test_a_bank_that_is_gone_is_opened_anew_and_another_fault_keeps_the_desk(worse: bool) -> None:
    place = Place(worse=worse)
    with pytest.raises(BankUnusable):
        place.thread.submit(fails("DAMAGED")).result(20)
    place.thread.submit(lambda desk: desk).result(20)
    assert (len(place.desks), place.desks[0].closed) == (1, 0)
    with pytest.raises(BankUnusable):
        place.thread.submit(fails(GONE)).result(20)
    assert (place.thread.desk, place.desks[0].closed) == (None, 1)
    place.thread.submit(lambda desk: desk).result(20)
    assert len(place.desks) == 2
    place.worse = place.desks[1].worse = False
    place.thread.close()
    assert [d.closed for d in place.desks] == [1, 1]


def test_a_thread_that_nobody_asked_anything_opens_no_bank() -> None:
    place = Place()
    place.thread.close()
    assert place.desks == []


def test_what_was_begun_is_done_to_the_end_unless_it_is_closed_at_once() -> None:
    for at_once, read in ((False, 9), (True, 1)):
        place, begun, closing = Place(), threading.Event(), threading.Event()
        taken: list[int] = []

        def rows(
            _desk: object, begun: threading.Event = begun, closing: threading.Event = closing, taken: list[int] = taken
        ) -> None:
            for row in as_long_as_wanted(range(9)):
                taken.append(row)
                begun.set()
                closing.wait(20)

        done = place.thread.submit(rows)
        assert begun.wait(20)
        threading.Timer(0.05, closing.set).start()
        place.thread.close(at_once=True) if at_once else place.thread.close()
        assert (len(taken), isinstance(done.exception(20), Abandoned)) == (read, at_once)
