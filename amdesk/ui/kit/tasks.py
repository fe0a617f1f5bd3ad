"""Work off the window's thread: one writing and one reading thread, each with its own connection to the bank.

The window never touches a bank. A page asks `tasks.run(lambda desk: ..., then=self.show)`; answers that come too
late are dropped; long work yields (done, total, what) and can be cancelled.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, wait
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from amdesk.domain.errors import UNOPENED, BankUnusable, Refused
from amdesk.domain.texts import Text
from amdesk.services.start.threads import GONE, DeskThread
from amdesk.ui.kit.keys import Keys

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

T = TypeVar("T")
Progress = Iterator[tuple[int, int, str]]
DAMAGED = "DAMAGED"
AGAIN = 30_000
"""Milliseconds between two tries to reach a bank that is gone."""
PATIENCE: Final = 0.4
"""Seconds that closing waits for something that is being written before it asks."""


class _Asked(NamedTuple, Generic[T]):
    """Work that was given to a thread, and who waits for its answer."""

    future: Future[T]
    then: Callable[[T], object] | None
    key: str
    number: int
    failed: Callable[[Exception], None] | None
    wrote: bool
    stop: threading.Event | None
    keys: Keys


def _for_reason(work: Callable[[Desk], T], why: str, desk: Desk) -> T:
    with desk.acting.for_reason(why):
        return work(desk)


class AskedAbout(NamedTuple):
    """Work that somebody would miss who closed the window over it."""

    done: Callable[[], bool]
    looks: str
    """What is being done where it only looks: a sentence. "" where something is written, which is done whole or not at all."""
    stop: threading.Event | None

    @property
    def whole(self) -> bool:
        """Whether it is written in one piece, which nothing stops."""
        return not self.looks and self.stop is None


class Tasks(QObject):
    """Runs work and brings answers home to the window's thread."""

    answered = Signal(object)
    progressed = Signal(int, int, str)
    busy = Signal(bool)
    written = Signal()
    """The bank or a file was changed, here or by somebody else: what is shown is old."""
    stored = Signal()
    """What was asked for here is written."""
    worked = Signal(bool)
    """Work that closing the window asks about is over: done or stopped as the user said (True), or refused."""
    unknown = Signal(object)
    gone = Signal()
    damaged = Signal()
    """A page of the bank did not read, told each time."""
    back = Signal()

    def __init__(  # type: ignore[explicit-any]  # each promised answer is to a question of its own
        self,
        open_desk: Callable[[], Desk],
        reader: DeskThread | None = None,
        promised: Mapping[str, Future[Any]] | None = None,
    ) -> None:
        super().__init__()
        self._reader = reader or DeskThread("read", open_desk)
        self._writer = DeskThread("write", open_desk)
        self._promised = dict(promised or {})
        self._latest: dict[str, int] = {}
        self._number = 0
        self._running = 0
        self._stops: set[threading.Event] = set()
        self._in_hand: dict[int, AskedAbout] = {}
        self._until_written: Callable[[], object] | None = None
        self._answering: Keys | None = None
        self._closed = False
        self.read_only: Text | None = None
        self.ask_why: Callable[[Exception], str | None] | None = None
        """Asks for the reason of an act upon a protected person; None or "" where nobody gives one."""
        # an answer never comes while it is still being asked for, however quick the thread is
        self.answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._watch = QTimer(self)
        self._watch.timeout.connect(self._look)
        self._again = QTimer(self)
        self._again.setInterval(AGAIN)
        self._again.timeout.connect(self.try_again)

    def run(
        self,
        work: Callable[[Desk], T],
        then: Callable[[T], object] | None = None,
        *,
        key: str = "",
        failed: Callable[[Exception], None] | None = None,
        long: str = "",
    ) -> None:
        """Read. With a `key`, only the answer to the latest question of that key is delivered; a question that was asked
        already while the window was being made is answered by that. What was written before is seen: nothing is shown,
        printed or exported as it was before the latest change. `long` says what is being done, in one sentence, where it may
        take so long that closing the window asks about it."""
        before = None if self.working else self._until_written

        def in_turn(desk: Desk) -> T:
            if before is not None:
                before()
            return work(desk)

        promised = self._promised.pop(key, None)
        self._start(self._reader, in_turn, then, key, failed, wrote=False, promised=promised, looks=long)

    def write(
        self,
        work: Callable[[Desk], T],
        then: Callable[[T], object] | None = None,
        *,
        failed: Callable[[Exception], None] | None = None,
        file: bool = False,
    ) -> None:
        """Change something; the pages are told afterwards. `file` says that a file is written, not the bank."""
        if self._kept_out(failed, file=file):
            return
        self._write(work, then, self._or_for_a_reason(work, then, failed))

    def _or_for_a_reason(
        self, work: Callable[[Desk], T], then: Callable[[T], object] | None, failed: Callable[[Exception], None] | None
    ) -> Callable[[Exception], None]:
        """What to do when something failed: where it touches a protected person whom nobody has opened today, ask why, and do it
        again for that reason."""

        def told(error: Exception) -> None:
            unopened = isinstance(error, Refused) and error.code == UNOPENED
            why = self.ask_why(error) if unopened and self.ask_why is not None else None
            if why:
                self._write(partial(_for_reason, work, why), then, failed)
            else:
                (failed or self.unknown.emit)(error)

        return told

    def _write(
        self, work: Callable[[Desk], T], then: Callable[[T], object] | None, failed: Callable[[Exception], None] | None
    ) -> None:
        self.busy.emit(True)
        started = self._start(self._writer, work, then, "", failed, wrote=True)
        self._until_written = None if started is None else partial(wait, [started])

    def long(
        self,
        work: Callable[[Desk], Progress],
        then: Callable[[bool], None],
        *,
        failed: Callable[[Exception], None] | None = None,
        file: bool = False,
    ) -> None:
        """Long work that yields progress; `then` hears whether it ran to its end (False: cancelled, rolled back)."""
        if self._kept_out(failed, file=file):
            return
        stop = threading.Event()

        def drain(desk: Desk) -> bool:
            if stop.is_set():
                return False
            steps = work(desk)
            for done, total, what in steps:
                self.progressed.emit(done, total, what)
                if stop.is_set():
                    close = getattr(steps, "close", None)
                    if close:
                        close()
                    return False
            return True

        self.busy.emit(True)
        self._stops.add(stop)
        self._start(self._writer, drain, then, "", failed, wrote=True, stop=stop)

    def _kept_out(self, failed: Callable[[Exception], None] | None, *, file: bool) -> bool:
        """Says why nothing can be changed, where that is so."""
        if self.read_only is None or file:
            return False
        (failed or self.unknown.emit)(Refused(self.read_only, "READ_ONLY"))
        return True

    def cancel(self) -> None:
        """Stop all long work: what it wrote is rolled back, and `then` hears of it."""
        for stop in self._stops:
            stop.set()

    @property
    def working(self) -> bool:
        """True while long work is under way, which closing the window would cut off."""
        return bool(self._stops)

    def in_hand(self, patience: float = PATIENCE) -> list[AskedAbout]:
        """What closing the window would cut off, or would wait for unseen. Of what is only just being written the end is waited
        for; nobody is asked about that."""
        until = time.monotonic() + patience
        while any(one.whole and not one.done() for one in self._in_hand.values()) and time.monotonic() < until:
            time.sleep(0.01)
        return [one for one in self._in_hand.values() if not one.done() or one.stop is not None]

    @property
    def closed(self) -> bool:
        return self._closed

    @property
    def idle(self) -> bool:
        """True when nothing is under way (tests wait for it)."""
        return self._running == 0

    def watch(self, milliseconds: int = 1000) -> None:
        """Look for other people's commits; pages are told as after an own change."""
        self._watch.start(milliseconds)

    def _look(self) -> None:
        if self.idle and not self._closed:
            self.run(
                lambda desk: desk.changed(),
                lambda changed: self.written.emit() if changed else None,
                key="changed",
                failed=lambda _e: None,
            )

    def _start(
        self,
        thread: DeskThread,
        work: Callable[[Desk], T],
        then: Callable[[T], object] | None,
        key: str,
        failed: Callable[[Exception], None] | None,
        *,
        wrote: bool,
        promised: Future[T] | None = None,
        stop: threading.Event | None = None,
        looks: str = "",
    ) -> Future[T] | None:
        if self._closed:
            return None
        self._number += 1
        number = self._number
        if key:
            self._latest[key] = number
        self._running += 1
        future = promised or thread.submit(work)
        if looks or wrote:
            self._in_hand[number] = AskedAbout(future.done, looks, stop)
        asked = _Asked(future, then, key, number, failed, wrote, stop, self._answering or Keys())
        if promised is not None and promised.done():
            self._deliver(asked)  # what was read while the window was made is in its first picture
        else:
            future.add_done_callback(lambda _: self.answered.emit(asked))
        return future

    def _deliver(self, asked: _Asked[T]) -> None:
        future, key, wrote, stop = asked.future, asked.key, asked.wrote, asked.stop
        self._running -= 1
        if stop is not None:
            self._stops.discard(stop)
        asked_about = self._in_hand.pop(asked.number, None) is not None
        if self._closed:
            return
        if wrote:
            self.busy.emit(False)
        if key and self._latest.get(key) != asked.number:
            if asked_about:
                self.worked.emit(True)
            return
        error = future.exception()
        self._note_reach(error)
        before, self._answering = self._answering, asked.keys
        try:
            with asked.keys.kept():
                self._tell(asked, error)
        finally:
            self._answering = before
        if error is not None:
            if asked_about:
                self.worked.emit(False)
            return
        if wrote and not (stop is not None and future.result() is False):
            self.stored.emit()
            self.written.emit()
        if asked_about:
            self.worked.emit(True)

    def _tell(self, asked: _Asked[T], error: BaseException | None) -> None:
        """The answer to whoever asked."""
        if error is None:
            if asked.then is not None:
                asked.then(asked.future.result())
        elif asked.failed is not None and isinstance(error, Exception):
            asked.failed(error)
        else:
            self.unknown.emit(error)

    def _note_reach(self, error: BaseException | None) -> None:
        """Tells once when the bank cannot be reached, and once when it can be again."""
        away = isinstance(error, BankUnusable) and error.code == GONE
        if isinstance(error, BankUnusable) and error.code == DAMAGED:
            self.damaged.emit()
        if away and not self._again.isActive():
            self._again.start()
            self.gone.emit()
        elif error is None and self._again.isActive():
            self._again.stop()
            self.back.emit()

    def try_again(self) -> None:
        """Ask the bank anything, to see whether it can be reached."""
        self.run(lambda desk: desk.setting("city"), key="again", failed=lambda _e: None)

    def close(self, last: Callable[[Desk], T] | None = None) -> T | None:
        """Run one last thing on the writing thread (the backup), then close both connections in their threads. Long work
        that nobody waits for any more is stopped and rolled back first."""
        if self._closed:
            return None
        self.cancel()
        self._watch.stop()
        self._again.stop()
        result = self._writer.submit(last).result() if last else None
        self._closed = True
        self._reader.close(at_once=True)  # a window that is gone holds no bank for the rest of a list
        self._writer.close()
        return result
