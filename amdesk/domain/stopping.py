"""Work that nobody waits for any more ends at its next row: a window that is gone leaves nothing behind that holds the bank."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
_here = threading.local()


class Abandoned(Exception):
    """Told to nobody: whoever asked is gone."""


@contextmanager
def ends_with(stop: threading.Event) -> Iterator[None]:
    """What is done in this thread meanwhile ends when `stop` is set."""
    _here.stop = stop
    try:
        yield
    finally:
        _here.stop = None


def as_long_as_wanted(rows: Iterable[T]) -> Iterator[T]:
    """The same rows, until nobody waits for them."""
    stop: threading.Event | None = getattr(_here, "stop", None)
    for row in rows:
        if stop is not None and stop.is_set():
            raise Abandoned
        yield row
