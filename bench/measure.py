"""How a figure is taken and said: seconds of a middle round, and ours beside its floor."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any


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
