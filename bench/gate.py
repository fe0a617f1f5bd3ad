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
from amdesk.domain.people.participant import ParticipantRow
from amdesk.services.people.gate import opened
from bench import city
from bench.measure import line

ACTS = 400
PAGES, PAGE, HEAD = 3, 4096, 24
"""Pages that a row of the log takes to the log of writes, each behind its head: the row, the index of whose it is, the counter."""


def gate(path: Path) -> bool:
    return _list(path) & _log(path)


def worked(work: Callable[[], object]) -> float:
    """Seconds that the processor worked for it: a tenth is less than what else runs on the machine."""
    start = time.process_time()
    work()
    return time.process_time() - start


def timed(work: Callable[[], object]) -> float:
    """Seconds by the clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def itself(row: ParticipantRow) -> ParticipantRow:
    return row


def _list(path: Path) -> bool:
    """The floor makes the same rows of the same 20,000 people with bare names in them, and asks of none whether she is opened."""
    desk = city.desk(path)

    def bare(plain: str, *_who: Any) -> str:
        return plain

    def floor() -> None:
        with mock.patch.object(people, "Masked", bare), mock.patch.object(ParticipantRow, "unopened", itself):
            desk.participants.listing()

    rounds = [(worked(desk.participants.listing), worked(floor)) for _ in range(9)]
    desk.close()
    ours, plain = (statistics.median(column) for column in zip(*rounds, strict=True))
    return line("list of 20,000 people behind the gate", ours, plain, 1.1)


def _log(path: Path) -> bool:
    """One opening with its reason, logged before it is shown; the floor is the millisecond that it may take beyond what the disk
    takes to have the same pages for sure, which nobody's log can do without: that is said beside it. The two take turns act by
    act, since a disk is not as quick in one second as in the next."""
    desk = city.desk(path)
    person = desk.work.participant(desk.participants.listing()[0].id)
    handle = os.open(path.with_name("synced"), os.O_CREAT | os.O_WRONLY | os.O_APPEND)

    def synced() -> None:
        for _ in range(PAGES):
            os.write(handle, bytes(HEAD))
            os.write(handle, bytes(PAGE))
        os.fsync(handle)

    def act() -> None:
        opened(desk.work, person, "participant", "Ringer handledaren")

    def acts() -> None:
        for _ in range(ACTS):
            act()

    act()
    pairs = [(timed(act), timed(synced)) for _ in range(ACTS)]
    work = worked(acts) / ACTS
    os.close(handle)
    desk.close()
    path.with_name("synced").unlink()
    ours, disk = (statistics.median(column) for column in zip(*pairs, strict=True))
    beyond = statistics.median(a - b for a, b in pairs)
    said = f"log of one opening {ours * 1000:.2f} ms, of which the disk's own {disk * 1000:.2f} ms"
    print(f"{said} and {work * 1000:.2f} ms of the processor")
    return line("log of one opening beyond the disk's own", max(beyond, 0.0), 0.001, 1)
