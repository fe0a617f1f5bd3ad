"""What the gate costs: everybody in a list behind masks beside the same list in plain text, and the log of one opening."""

from __future__ import annotations

import os
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
PAGES = 2 * (4096 + 24)
"""Bytes that a row of the log takes to the log of writes."""


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
    """One opening with its reason, logged before it is shown; the floor is the millisecond that it may take beyond what the disk
    takes to have two pages for sure, which nobody's log can do without: that is said beside it."""
    desk = city.desk(path)
    person = desk.work.participant(desk.participants.listing()[0].id)

    def acts() -> None:
        for _ in range(ACTS):
            opened(desk.work, person, "participant", "Ringer handledaren")

    def synced() -> None:
        handle = os.open(path.with_name("synced"), os.O_CREAT | os.O_WRONLY | os.O_APPEND)
        try:
            for _ in range(ACTS):
                os.write(handle, bytes(PAGES))
                os.fsync(handle)
        finally:
            os.close(handle)
            path.with_name("synced").unlink()

    ours, disk = in_turn(acts, synced, rounds=5)
    desk.close()
    print(f"log of one opening {ours / ACTS * 1000:.2f} ms, of which the disk's own {disk / ACTS * 1000:.2f} ms")
    return line("log of one opening beyond the disk's own", max(ours - disk, 0.0) / ACTS, 0.001, 1)
