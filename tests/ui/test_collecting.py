"""Garbage is collected in the window's thread alone: a widget found in another would be deleted when Qt has it no more."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.ui.conftest import Hands


@pytest.fixture
def collected() -> Iterator[list[str]]:
    """The names of the threads that the collector ran in."""
    found: list[str] = []

    def note(phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            found.append(threading.current_thread().name)

    gc.callbacks.append(note)
    yield found
    gc.callbacks.remove(note)


def litter(_desk: Any) -> int:
    """More than the collector lets lie, twice over."""
    made = 2 * gc.get_threshold()[0] + 1000
    for _ in range(made):
        one: list[object] = []
        one.append(one)
    return made


@pytest.mark.thorough(long=True)
def test_what_other_threads_leave_is_collected_in_the_windows_own(hands: Hands, collected: list[str]) -> None:
    collected.clear()
    assert hands.ask(litter) > gc.get_threshold()[0]
    hands.until(lambda: bool(collected))
    assert set(collected) == {threading.main_thread().name}


def test_the_collector_is_pythons_own_again_when_the_window_is_closed(hands: Hands) -> None:
    assert not gc.isenabled()
    hands.window.close()
    assert gc.isenabled()
