"""The command for large numbers of faults makes a few of each, and finds one that is there."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.faults import power
from tests.faults.power import Call

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs are forked and killed")


@pytest.mark.thorough(long=True)
def test_a_few_of_each_fault_lose_nothing_and_are_named() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--rounds", "3"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for part in ("kill-writer", "kill-restore", "kill-rekey", "bits", "log-bits", "banks", "key-files"):
        assert f"{part}: 3 rounds, 0 failed" in done.stdout


def test_of_what_was_not_synced_each_sector_is_there_or_not_and_all_that_was() -> None:
    calls = [
        Call("made", "-wal"), Call("write", "-wal", 0, b"a" * 2048), Call("sync", "-wal"), Call("told", "7"), Call("write", "-wal", 0, b"b" * 2048),
    ]  # fmt: skip
    seen: Counter[bytes] = Counter()
    for seed in range(60):
        files: dict[str, bytearray] = {}
        assert power._replayed(files, calls, random.Random(seed)) == {"7"}
        seen[bytes(files["-wal"][n * 512] for n in range(4))] += 1
    assert {b"aaaa", b"bbbb"} < seen.keys()
    assert all(set(one) <= set(b"ab") for one in seen)
    assert len(seen) > 6, "torn in many ways"
