"""A bank asked for the first screen before there is a window."""

from __future__ import annotations

import pickle
import threading
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING

from amdesk.domain.clock import Clock
from amdesk.services.bank.access import Who
from amdesk.services.start.firstscreen import Asked, WindowFacts, answers, open_desk
from amdesk.services.start.threads import DeskThread

if TYPE_CHECKING:
    from amdesk.services.desk import Desk
    from amdesk.services.start.firstscreen import FirstOverview
    from amdesk.services.start.helper import Helper

    Promised = Future[WindowFacts] | Future[FirstOverview] | Future[dict[str, int]]


class BankOpening:
    """A bank that is being opened: `facts`, `overview` and `badges` are asked at once, and `reader` is there for more."""

    def __init__(
        self, address: str, key: str | None, clock: Clock, me: Who, lang: str, helper: Helper | None = None
    ) -> None:
        """A `helper` reads in a process of its own; what it leaves unsaid is asked here, and errors are met here."""
        self.asked = Asked(address, key, clock, me, lang)
        self.facts: Future[WindowFacts] = Future()
        self.overview: Future[FirstOverview] = Future()
        self.badges: Future[dict[str, int]] = Future()
        self.reader = DeskThread("read", self.open_desk)
        if helper is None:
            self._ask_here()
        else:
            threading.Thread(target=self._listen, args=(helper,), name="first", daemon=True).start()

    def open_desk(self) -> Desk:
        """One more connection, for the thread that asks."""
        return open_desk(self.asked)

    def _left(self) -> dict[str, Promised]:
        every: dict[str, Promised] = {"facts": self.facts, "overview": self.overview, "badges": self.badges}
        return {name: future for name, future in every.items() if not future.done()}

    def _listen(self, helper: Helper) -> None:
        with suppress(Exception):  # whatever is wrong with a helper, the same is asked here
            pickle.dump(self.asked, helper.question)
            helper.question.flush()
            while left := self._left():
                name, answer = pickle.load(helper.answer)  # noqa: S301 - from a process of ours
                left[name].set_result(answer)
        helper.dismiss()
        if self._left():
            with suppress(RuntimeError):  # the window is closed already
                self._ask_here()

    def _ask_here(self) -> None:
        self.reader.submit(self._read).add_done_callback(self._failed)

    def _read(self, desk: Desk) -> None:
        left = self._left()
        for name, answer in answers(desk, self.asked):
            if name in left:
                left[name].set_result(answer)

    def _failed(self, done: Future[None]) -> None:
        error = done.exception()
        if error is not None:
            for future in self._left().values():
                future.set_exception(error)

    def abandon(self) -> None:
        """Close what was opened; the error, if there was one, has been met already."""
        self.reader.close()
