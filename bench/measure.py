"""How a figure is taken and said: seconds of a middle round, and ours beside its floor."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

COUNTED = Path("/proc/stat")
"""Where Linux counts what its processors did; elsewhere nobody is known to have been beside."""
T = TypeVar("T")
CALM = 0.15
"""Processors that others may take while something is measured that needs more than one of them itself."""


def undisturbed(work: Callable[[], T], wanted: int) -> tuple[list[T], int]:
    """What `work` gave, as often as wanted, and how often more it was done and left out since others were busy meanwhile; nothing
    where that was two times of three. For what reads in two processes at once: beside another program on a machine of two
    processors it is twice as slow, and its floor, in one process, is not."""
    kept: list[T] = []
    for turn in range(wanted * 3):
        began, busy = time.perf_counter(), _others()
        found = work()
        if _others() - busy <= CALM * (time.perf_counter() - began):
            kept.append(found)
        if len(kept) == wanted:
            return kept, turn + 1 - wanted
    return [], wanted * 3


def _others() -> float:
    """Seconds of processor that the machine has spent on others than this program and those that it has waited for."""
    try:
        named = COUNTED.read_text("ascii").split("\n", 1)[0].split()[1:9]
    except OSError:
        return 0.0
    user, nice, system, _idle, _waiting, irq, soft, stolen = (int(n) for n in named)
    mine = os.times()
    busy = (user + nice + system + irq + soft + stolen) / os.sysconf("SC_CLK_TCK")
    return busy - sum(mine[:4])


def median(work: Callable[[], Any], rounds: int = 7) -> float:
    """Seconds of the middle round."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def in_turn(*works: Callable[[], Any], rounds: int = 15) -> list[float]:
    """Seconds of each one's middle round, one after the other in every round: a slow moment meets them all."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for kept, work in zip(times, works, strict=True):
            kept.append(median(work, 1))
    return [statistics.median(kept) for kept in times]


def line(what: str, ours: float, floor: float, limit: float, unit: str = "ms") -> bool:
    ratio = ours / floor
    scale = 1000 if unit == "ms" else 1
    print(
        f"{what:44} {ours * scale:9.2f} {unit} floor {floor * scale:9.2f} {unit}  x {ratio:5.2f} (limit {limit}) {'ok' if ratio <= limit else 'OVER'}",
        flush=True,
    )
    return ratio <= limit
