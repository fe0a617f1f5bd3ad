"""What the first screen shows, asked of a desk in the order in which it is needed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from amdesk.domain.booking.plan import Plan
from amdesk.domain.clock import Clock
from amdesk.services.bank.access import Who

if TYPE_CHECKING:
    from amdesk.domain.overview.day import Overview
    from amdesk.services.desk import Desk

    FirstOverview = tuple[Overview, list[tuple[date, int, int]]]

FIRST_TASKS = 301
"""One more than the page lists, so that it can say there are more."""


class Asked(NamedTuple):
    """Which bank, with which raw key, for whom, on which day."""

    address: str
    key: str | None
    clock: Clock
    me: Who
    lang: str


class WindowFacts(NamedTuple):
    """What the window says of itself: whose bank it is, which case worker sits here, whether it is the demo city, which day it is there."""

    city: str
    case_worker: int | None
    demo: bool
    plan: Plan
    clock: Clock


def open_desk(asked: Asked) -> Desk:
    """A connection for the thread that asks. Raises what db.opening.open_bank raises."""
    from amdesk.services.bank.banks import open_
    from amdesk.services.desk import Desk

    bank = open_(asked.address, None, asked.clock, asked.me, asked.key)
    return Desk(bank, bank.clock, asked.lang)


def answers(desk: Desk, asked: Asked) -> Iterator[tuple[str, Any]]:  # type: ignore[explicit-any]  # each name has an answer of its own kind, and a pipe may lie between
    """(name, answer) of `facts`, `overview` and `badges`."""
    names = (desk.setting("city"), desk.setting("unit_short"))
    worker = desk.case_worker() or desk.case_worker_named(asked.me.name)
    city = " · ".join(x for x in names if x) or Path(asked.address).stem
    yield "facts", WindowFacts(city, worker, desk.setting("demo") == "yes", desk.work.plan, desk.clock)
    yield "overview", desk.overview(worker, FIRST_TASKS)
    yield "badges", desk.badges()
