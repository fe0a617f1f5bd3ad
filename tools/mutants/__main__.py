"""Which changes of the code nobody notices: `python -m tools.mutants --sample 300 --seed 1`.

Takes a seeded sample of changes, spread evenly over the modules of domain, services and db, SQL in texts too; runs the
tests that reach each, the nearest first, and says which changes survived. Ends with 1 where more survive than may.

A small program of our own, since mutmut (BSD) changes function bodies alone and writes a copy of the tree, cosmic-ray
(MIT) runs the whole suite for each change and writes into the working tree, and neither reads SQL.
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
import time
from collections import Counter

from tools.mutants import house, reach, running
from tools.mutants.changes import Change
from tools.mutants.probes import ROOT

SHARE = 0.15
"""Of the changes, what may survive."""
PINNED = {
    "tests/approved/test_refused.py::test_a_bank_refuses_what_was_approved",
    "tests/db/test_rules_travel.py::test_rules_that_are_changed_get_a_new_number",
    "tests/db/test_rules_travel.py::test_a_bank_keeps_the_number_and_the_hash_of_its_rules",
}
"""Compare a hash or the words of a schema: they notice every change of a rule and judge none."""


def allowed(size: int) -> int:
    """How many of a sample may survive. Of a hundred or more the share itself; a smaller sample fails only where a house
    that keeps the share would give as many less often than once in a hundred: every commit is asked."""
    if size >= 100:
        return math.floor(SHARE * size)
    below = 0.0
    for few in range(size + 1):
        below += math.comb(size, few) * SHARE**few * (1 - SHARE) ** (size - few)
        if below >= 0.99:
            return few
    return size


def test_files(of: list[str]) -> list[str]:
    found = []
    for one in of:
        path = ROOT / one
        found += [path] if path.is_file() else sorted(path.rglob("test_*.py"))
    return [p.relative_to(ROOT).as_posix() for p in found]


def measure(files: list[str]) -> None:
    """Note what these tests reach: one run of them with marks."""
    print(f"noting what the tests of {len(files)} files reach ...", flush=True)
    command = [sys.executable, "-m", "pytest", "-p", "tools.mutants.reach", "-q", "--no-header", *files]
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603 our own
    if done.returncode not in {0, 5}:
        print(done.stdout[-3000:])


def report(judged: list[running.Judged]) -> int:
    """Print what survived, by module; the exit code."""
    survived = sorted((j for j in judged if not j.by), key=lambda j: j.change.place)
    for one in survived:
        asked = f"{one.asked} tests asked" if one.asked else "no test reaches it"
        print(f"\n{one.change.place}: {one.change.kind} ({asked})\n{one.change.diff()}")
    made, left = (Counter(house.room(j.change.module) for j in part) for part in (judged, survived))
    print(f"\n{'':28}changed  survived")
    for room in sorted(made):
        print(f"{room:28}{made[room]:7}  {left[room]:8}")
    may = allowed(len(judged))
    share = len(survived) / max(1, len(judged))
    print(f"{'':28}{len(judged):7}  {len(survived):8}  {share:.1%}, {may} may")
    return int(len(survived) > may)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__)
    parser.add_argument("--sample", type=int, default=300, help="how many changes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="amdesk", help="amdesk/domain/overview, or amdesk/db/port.py:40 for one line")
    parser.add_argument("--tests", nargs="*", default=["tests"], help="files and folders of tests that are asked")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seconds", type=float, default=20, help="processor seconds of tests per change at most")
    parser.add_argument("--noted", action="store_true", help="do without the files of tests that are not noted")
    parser.add_argument("--each", action="store_true", help="say of each change who noticed it")
    return parser.parse_args()


def main() -> int:
    given = arguments()
    files = test_files(given.tests)
    known = reach.known(files)
    if known.stale and not given.noted:
        measure(known.stale)
        known = reach.known(files)
    tests = [t for t in known.tests if t.function not in PINNED]
    began = time.monotonic()
    home = house.House()
    without = frozenset(m for m, setting in house.ELSEWHERE.items() if not os.environ.get(setting))
    changes = home.sample(given.sample, given.seed, given.only, without)

    def reaching(change: Change) -> list[reach.Test]:
        return home.reaching(change, tests)

    running.warm(known.libraries)
    try:
        running.refuse_unsound(changes, reaching)
    except running.UnsoundTests as error:
        print(f"a test fails where nothing was changed: {error}")
        return 2
    judged = []
    for one in running.judge(changes, reaching, workers=given.workers, most=given.seconds):
        judged.append(one)
        if given.each:
            said = f"{one.by or 'UNNOTICED'} ({one.asked}, {one.seconds:.1f} s)"
            print(f"{one.change.place}: {one.change.kind}: {said}", flush=True)
    code = report(judged)
    print(
        f"{len(tests)} tests noted, {time.monotonic() - began:.0f} s; not changed: {', '.join(sorted(without)) or 'none'}"
    )
    return code


if __name__ == "__main__":
    sys.exit(main())
