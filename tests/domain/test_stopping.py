"""Rows that nobody waits for any more are left, and no others."""

from __future__ import annotations

import threading
from collections import deque

import pytest

from amdesk.domain.stopping import Abandoned, as_long_as_wanted, ends_with


def test_rows_are_taken_until_nobody_waits_for_them() -> None:
    stop, taken = threading.Event(), list[int]()

    def take(row: int) -> None:
        taken.append(row)
        if row == 3:
            stop.set()

    with ends_with(stop), pytest.raises(Abandoned):
        deque(map(take, as_long_as_wanted(range(9))), maxlen=0)
    assert taken == [0, 1, 2, 3]


def test_where_nobody_says_when_it_ends_and_in_another_thread_every_row_is_taken() -> None:
    stop = threading.Event()
    stop.set()
    found: list[list[int]] = []
    with ends_with(stop):
        other = threading.Thread(target=lambda: found.append(list(as_long_as_wanted(range(3)))))
        other.start()
        other.join()
    assert [*found, list(as_long_as_wanted(range(3)))] == [[0, 1, 2], [0, 1, 2]]
