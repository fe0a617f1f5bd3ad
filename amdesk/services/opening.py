"""A bank opened on its own thread before there is a window: what the first screen shows is read while Qt is loaded."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from amdesk.domain.clock import Clock
from amdesk.domain.plan import Plan
from amdesk.services.banks import Who, open_
from amdesk.services.desk import Desk
from amdesk.services.threads import DeskThread

FIRST_TASKS = 301
"""One more than the page lists, so that it can say there are more."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the window says of itself: whose bank it is, which case worker sits here, whether it is the demo city."""

    city: str
    case_worker: int | None
    demo: bool
    plan: Plan


class Opening:
    """`facts` and `overview` are asked at once, in that order; whoever asks for their result meets its error too."""

    def __init__(self, address: str, key: str | None, clock: Clock, me: Who, lang: str) -> None:
        self.address, self.key, self.clock, self.me, self.lang = address, key, clock, me, lang
        self.reader = DeskThread("read", self.open_desk)
        self.facts: Future[Facts] = self.reader.submit(self._facts)
        self.overview: Future[Any] = self.reader.submit(self._overview)

    def open_desk(self) -> Desk:
        """One more connection, for the thread that asks."""
        return Desk(open_(self.address, None, self.clock, self.me, self.key), self.clock, self.lang)

    def _facts(self, desk: Desk) -> Facts:
        city = " · ".join(x for x in (desk.setting("city"), desk.setting("unit_short")) if x) or Path(self.address).stem
        return Facts(
            city,
            desk.case_worker() or desk.case_worker_named(self.me.name),
            desk.setting("demo") == "yes",
            desk.work.plan,
        )

    def _overview(self, desk: Desk) -> Any:
        return desk.overview(self.facts.result().case_worker, FIRST_TASKS)

    def abandon(self) -> None:
        """Close what was opened; the error, if there was one, has been met already."""
        self.reader.close()
