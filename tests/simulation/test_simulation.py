"""A unit's year goes by without anything acknowledged being lost, and a fault that is planted is found, the same one each time."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the simulated disk takes SQLite by names that Linux has"
)


def run(*given: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.simulation", "--years", "1", "--length", "1", *given],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "unit-years" in done.stdout, done.stderr
    return done.returncode, done.stdout


def told(said: str) -> list[str]:
    """What failed and how, wherever the unit's folder stood."""
    return [re.sub(r"amdesk-simulation-\w+", "folder", line) for line in said.splitlines() if "unit-years" not in line]


@pytest.mark.thorough(long=True)
def test_a_units_year_loses_nothing_that_was_acknowledged_and_breaks_no_rule() -> None:
    code, said = run("--seed", "32")
    assert code == 0, said
    for met in (
        "acknowledged",
        "copies",
        "restored",
        "new keys",
        "stopped in acts",
        "stopped in keep",
        "damage rescued",
    ):
        assert f"{met} " in said, "a year without it proves little"


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize(
    ("plant", "only", "seed", "found"),
    [
        ("unsynced", "power_in_work", "1", "acknowledged and not there"),
        ("newest_goes", "nothing", "1", "second folder"),
        ("unfinished_key", "re", "2", "key file"),
    ],
)
def test_a_fault_that_is_planted_is_found_and_comes_again_from_its_seed(
    plant: str, only: str, seed: str, found: str
) -> None:
    given = ("--seed", seed, "--only", only, "--plant", plant)
    code, said = run(*given)
    failure = told(said)
    assert code == 1
    again = next(line for line in failure if line.startswith("  again: "))
    assert all(word in again for word in given)
    if plant != "unfinished_key":  # it takes longest
        assert told(run(*given)[1]) == failure
    assert any(found in line for line in failure), said
