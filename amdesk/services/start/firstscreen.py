"""What the first screen shows, asked of a desk in the order in which it is needed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from amdesk.domain.bank.roles import EVERY
from amdesk.domain.booking.plan import Plan
from amdesk.domain.clock import Clock
from amdesk.domain.errors import Refused
from amdesk.services.bank import access
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
    """What the window says of itself: whose bank it is, which case worker sits here, whether it is the demo city, which day it
    is there, and which of the bank's users opened it ("" where nobody is named)."""

    city: str
    case_worker: int | None
    demo: bool
    plan: Plan
    clock: Clock
    user: str = ""
    roles: tuple[str, ...] = EVERY
    tried: bool = False
    """Whether the bank opens for anybody, who may then try each role."""
    only_read: str = ""
    """Why the bank is only read, where it is: it lies where nothing can be written."""


def open_desk(asked: Asked) -> Desk:
    """A connection for the thread that asks. Raises what db.opening.open_bank raises."""
    from amdesk.services.bank.banks import open_
    from amdesk.services.desk import Desk

    bank = open_(asked.address, None, asked.clock, asked.me, asked.key)
    return Desk(bank, bank.clock, asked.lang)


def answers(desk: Desk, asked: Asked) -> Iterator[tuple[str, Any]]:  # type: ignore[explicit-any]  # each name has an answer of its own kind, and a pipe may lie between
    """(name, answer) of `facts`, `overview` and `badges`. Whoever may not see the day gets the rest before the refusal."""
    names = (desk.setting("city"), desk.setting("unit_short"))
    user = desk.user()
    worker = desk.case_worker() or desk.case_worker_named(user or asked.me.name)
    tried, only_read = desk.tried(), access.only_read(desk.bank)
    city = " · ".join(x for x in names if x) or Path(asked.address).stem
    yield (
        "facts",
        WindowFacts(
            city,
            worker,
            desk.setting("demo") == "yes",
            desk.work.plan,
            desk.clock,
            user,
            desk.roles(),
            tried,
            only_read,
        ),
    )
    refused = None
    with desk.watching.later():  # that it was shown is written to the disk when it is on its way
        try:
            overview = desk.overview(worker, FIRST_TASKS)
        except Refused as error:
            refused = error
        else:
            yield "overview", overview
    yield "badges", desk.badges()
    if refused is not None:
        raise refused
