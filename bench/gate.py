"""What the gate costs: everybody in a list behind masks beside the same list in plain text, and the log of one opening."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

from amdesk.db.people import participants as people
from amdesk.services.people.gate import opened
from bench import city
from bench.measure import in_turn, line

ACTS = 200


def gate(path: Path) -> bool:
    return _list(path) & _log(path)


def worked(work: Callable[[], object]) -> float:
    """Seconds that the processor worked for it: a tenth is less than what else runs on the machine."""
    start = time.process_time()
    work()
    return time.process_time() - start


def _list(path: Path) -> bool:
    """The floor makes the same rows of the same 20,000 people with bare names in them."""
    desk = city.desk(path)

    def bare(plain: str, *_who: Any) -> str:
        return plain

    def floor() -> None:
        with mock.patch.object(people, "Masked", bare):
            desk.participants.listing()

    rounds = [(worked(desk.participants.listing), worked(floor)) for _ in range(9)]
    desk.close()
    ours, plain = (statistics.median(column) for column in zip(*rounds, strict=True))
    return line("list of 20,000 people behind the gate", ours, plain, 1.1)


def _log(path: Path) -> bool:
    """One opening with its reason, logged before it is shown; the floor is the millisecond that it may take."""
    desk = city.desk(path)
    person = desk.work.participant(desk.participants.listing()[0].id)

    def acts() -> None:
        for _ in range(ACTS):
            opened(desk.work, person, "participant", "Ringer handledaren")

    (ours,) = in_turn(acts, rounds=5)
    desk.close()
    return line("log of one opening", ours / ACTS, 0.001, 1)
