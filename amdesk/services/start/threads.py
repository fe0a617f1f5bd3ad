"""A thread with a desk of its own. The window has two: one reads, one writes, and it touches no bank itself."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from amdesk.domain.errors import BankUnusable
from amdesk.domain.stopping import ends_with

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

T = TypeVar("T")
GONE = "GONE"
"""The code of an error that says that the bank cannot be reached."""


class DeskThread:
    """Opens its desk there on first use and closes it there at the end: a connection belongs to its thread."""

    def __init__(self, name: str, open_desk: Callable[[], Desk]) -> None:
        self.pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self.open_desk = open_desk
        self.desk: Desk | None = None
        self.over = threading.Event()
        """Nobody waits for what is being done here."""

    def submit(self, work: Callable[[Desk], T]) -> Future[T]:
        """Do it in turn; the future has the answer or the error."""
        return self.pool.submit(self._run, work)

    def _run(self, work: Callable[[Desk], T]) -> T:
        if self.desk is None:
            self.desk = self.open_desk()
        try:
            with ends_with(self.over):
                return work(self.desk)
        except BankUnusable as error:
            if error.code == GONE:
                self._forget()
            raise

    def _forget(self) -> None:
        """A connection that is gone does not come back: the next work opens a new one."""
        lost, self.desk = self.desk, None
        if lost is not None:
            with suppress(Exception):  # what is lost may not even close
                lost.close()

    def close(self, *, at_once: bool = False) -> None:
        """Close the desk in its thread, then end the thread. `at_once` where nothing that is still done there is wanted: rows
        that are read then are left."""
        if at_once:
            self.over.set()
        self.pool.submit(self._close).result()
        self.pool.shutdown(wait=True)

    def _close(self) -> None:
        if self.desk is not None:
            self.desk.close()
            self.desk = None
