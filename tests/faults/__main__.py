"""`python -m tests.faults [--rounds 1000] [--seed 1] [--only NAME]`: the faults that tests try a few of, in large numbers.

Each part says how many rounds it made, what came of them, and each round that failed with the seed that repeats it. Interrupted it says
how far it came.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from amdesk.db.engine import keys
from tests.faults import bits, kills, power
from tests.faults.made import Round

PARTS = {
    "kill-writer": kills.writer, "kill-restore": kills.restore, "kill-rekey": kills.rekey, "power": power.cut,
    "bits": bits.of_the_bank, "log-bits": bits.of_the_log, "banks": bits.bank, "key-files": bits.key_file,
}  # fmt: skip
MEMORY = Path("/dev/shm")


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    asked.add_argument("--rounds", type=int, default=1000, help="of each part")
    asked.add_argument("--seed", type=int, default=1, help="the first round's; the next have the next ones")
    asked.add_argument("--only", default="", help=f"one of {', '.join(PARTS)}")
    given = asked.parse_args()
    keys.LANES, keys.MEMORY_KIB, keys.ROUNDS = 1, 64, 1
    failed = 0
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for name, part in PARTS.items():
        if name == "power" and not shutil.which("strace"):
            print("power: left out, strace is not there")
        elif given.only in {"", name}:
            failed += many(name, part, given.seed, given.rounds)
    return 1 if failed else 0


def many(name: str, part: Round, seed: int, rounds: int) -> int:
    """How many rounds of a part failed."""
    folder = Path(tempfile.mkdtemp(prefix="amdesk-faults-", dir=MEMORY if os.access(MEMORY, os.W_OK) else None))
    met, failed, done, began = Counter[str](), 0, 0, time.monotonic()
    try:
        for number in range(seed, seed + rounds):
            done += 1
            try:
                met.update(part(folder, random.Random(number)))
            except Exception:  # noqa: BLE001 - whatever comes of it is a fault
                failed += 1
                print(
                    f"FAILED {name}\n{traceback.format_exc()}  again: python -m tests.faults --only {name} --seed {number} --rounds 1"
                )
    except KeyboardInterrupt:
        print("interrupted")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    said = ", ".join(f"{k} {v}" for k, v in sorted(met.items()))
    print(f"{name}: {done} rounds, {failed} failed, {time.monotonic() - began:.0f} s; {said}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
