"""A thread with a desk of its own. The window has two: one reads, one writes, and it touches no bank itself."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from amdesk.services.desk import Desk


class DeskThread:
    """Opens its desk there on first use and closes it there at the end: a connection belongs to its thread."""

    def __init__(self, name: str, open_desk: Callable[[], Desk]) -> None:
        self.pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self.open_desk = open_desk
        self.desk: Desk | None = None

    def submit(self, work: Callable[[Desk], Any]) -> Future[Any]:
        """Do it in turn; the future has the answer or the error."""
        return self.pool.submit(self._run, work)

    def _run(self, work: Callable[[Desk], Any]) -> Any:
        if self.desk is None:
            self.desk = self.open_desk()
        return work(self.desk)

    def close(self) -> None:
        """Close the desk in its thread, then end the thread."""
        self.pool.submit(self._close).result()
        self.pool.shutdown(wait=True)

    def _close(self) -> None:
        if self.desk is not None:
            self.desk.close()
            self.desk = None
