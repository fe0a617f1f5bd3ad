"""`python -m tests.simulation [--years 1000] [--seed 1] [--length 2] [--only EVENT] [--plant NAME]`: units through their years, judged by a model.

Each seed is one unit of so many years. What fails is told with the command that repeats it; interrupted it says how far it came.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
import uuid
from collections import Counter
from pathlib import Path

MEMORY = Path("/dev/shm")
MEMORY_KEPT = {f"MALLOC_{n}_": "1000000000" for n in ("TRIM_THRESHOLD", "MMAP_THRESHOLD")}
"""What SQLite frees with each bank that closes is not given back: the next one opens at once (mallopt(3))."""


def unlucky(dice: random.Random) -> None:
    """All that is random comes from the seed, so that what fails fails again."""
    os.urandom = dice.randbytes
    random._urandom = dice.randbytes  # type: ignore[attr-defined]  # what `secrets` draws from
    uuid.uuid4 = lambda: uuid.UUID(bytes=dice.randbytes(16), version=4)


def one(seed: int, length: int, only: str, folder: Path, template: Path) -> tuple[str, Counter[str]]:
    """What went wrong, or ""; and what was met."""
    from tests.simulation import faults
    from tests.simulation.unit import Broken, Unit

    unlucky(random.Random(seed))
    unit = Unit(DISK, seed, folder, template)
    try:
        faults.years(unit, length, only)
    except Broken as broken:
        return str(broken), unit.seen
    except Exception:  # noqa: BLE001 - whatever else comes of it is a fault too
        return f"{unit.day}: {traceback.format_exc()}", unit.seen
    return "", unit.seen


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    asked.add_argument("--years", type=int, default=1000, help="unit-years in all")
    asked.add_argument("--length", type=int, default=2, help="years of each unit")
    asked.add_argument("--seed", type=int, default=1, help="the first unit's; the next have the next ones")
    asked.add_argument("--only", default="", help="with the events alone whose name begins so (faults.py)")
    asked.add_argument("--plant", default="", help="a fault that is planted on purpose (plants.py)")
    given = asked.parse_args()
    from amdesk.db.engine import keys
    from tests.simulation import plants
    from tests.simulation.unit import template

    keys.LANES, keys.MEMORY_KIB, keys.ROUNDS = 1, 64, 1
    folder = Path(tempfile.mkdtemp(prefix="amdesk-simulation-", dir=MEMORY if os.access(MEMORY, os.W_OK) else None))
    met: Counter[str] = Counter()
    failed, years, began = 0, 0, time.monotonic()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        unlucky(random.Random(0))  # the same bank for all, whichever seed begins
        bank = template(folder)
        if given.plant:
            plants.PLANTS[given.plant]()
        gc.collect()
        gc.freeze()
        for seed in range(given.seed, given.seed + max(1, given.years // given.length)):
            said, seen = one(seed, given.length, given.only, folder, bank)
            met += seen
            years += given.length
            if said:
                failed += 1
                said_too = "".join(f" --{n} {v}" for n, v in (("only", given.only), ("plant", given.plant)) if v)
                print(
                    f"FAILED {said}\n  again: python -m tests.simulation --seed {seed} --years {given.length} --length {given.length}{said_too}",
                    flush=True,
                )
    except KeyboardInterrupt:
        print("interrupted")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    took = time.monotonic() - began
    print(
        f"{years} unit-years, {failed} failed, {took:.0f} s; " + ", ".join(f"{k} {v}" for k, v in sorted(met.items()))
    )
    return 1 if failed else 0


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":  # sets in the same order whenever it is repeated
        os.execve(
            sys.executable,
            [sys.executable, "-m", "tests.simulation", *sys.argv[1:]],
            {**os.environ, "PYTHONHASHSEED": "0", **MEMORY_KEPT},
        )
    from tests.simulation.disk import Disk

    DISK = Disk()
    sys.exit(main())
