"""Benchmarks go with the code that they measure: each of those of the large city runs here through a small one. What it takes is
judged by nobody here."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import city, floors, gate, results
from bench.measure import median
from tests.conftest import Once

ELSEWHERE = {
    **dict.fromkeys(("week", "lists", "safety", "beside"), "makes large banks of its own, for minutes"),
    "reports": "makes large banks of its own; what it asks of them is asked below",
    "first_paint": "tests/ui/test_first_paint.py makes it",
}
"""What is not run here, and why."""


@pytest.fixture(scope="session")
def small(once: Once) -> Path:
    return once("small city", lambda folder: city.made(folder / "small.amdesk", 60, 300, 3)) / "small.amdesk"


def test_what_is_not_run_here_is_a_bench() -> None:
    assert set(ELSEWHERE) < set(floors.BENCHES)


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("name", [n for n in floors.BENCHES if n not in ELSEWHERE])
def test_a_bench_runs_to_its_end(
    name: str, small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(gate, "ACTS", 3)
    monkeypatch.setattr(floors, "median", lambda work, _rounds: median(work, 1))
    floors.BENCHES[name](small)
    assert "limit" in capsys.readouterr().out


@pytest.mark.thorough(long=True)
def test_every_report_that_a_bench_measures_is_made(small: Path) -> None:
    desk = city.desk(small)
    for act in results.acts(desk).values():
        act()
    desk.close()
