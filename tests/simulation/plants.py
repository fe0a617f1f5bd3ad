"""Faults planted on purpose, each of a kind that a change of the program could bring: the simulation is to find them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from amdesk.db.bank import generations
from amdesk.db.engine import swap
from amdesk.db.engine.backup import Copy
from tests.simulation.disk import Disk


def unsynced() -> None:
    """Work is acknowledged before it is on the disk."""
    Disk._sync = lambda *_: 0  # type: ignore[method-assign]  # the fault that is planted


def newest_goes() -> None:
    """Copies are cleared away by the wrong end."""
    reasons = generations.reasons

    def turned(copies: list[Copy], schedule: object) -> dict[Path, str]:
        why = reasons(copies, schedule)  # type: ignore[arg-type]  # the plan as it came
        return dict(zip(why, reversed(why.values()), strict=True))

    generations.reasons = turned  # type: ignore[assignment]  # the fault that is planted


def unfinished_key() -> None:
    """A small file takes its name before it is on the disk."""

    def hurried(path: Path, content: bytes) -> None:
        part = path.with_name(path.name + ".part")
        part.write_bytes(content)
        os.replace(part, path)

    swap.put = hurried


PLANTS: dict[str, Callable[[], None]] = {f.__name__: f for f in (unsynced, newest_goes, unfinished_key)}
