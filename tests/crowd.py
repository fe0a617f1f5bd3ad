"""Many processes at the same moment. Loading the program is the dear part of one, so a process that has loaded it forks
the others: each has its own memory and its own connections, as if it had been started alone."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def crowd(module: str, count: int, gate: Path, *words: str) -> list[Any]:
    """What `main(number, gate, *words)` of the module returns in each of so many processes, numbered from 0.

    Each waits at the `gate` (see `wait`); it is opened when all are there, and all begin at once. None may fail.
    """
    gate.mkdir()
    runs = subprocess.Popen(
        [sys.executable, "-m", "tests.crowd", module, str(count), str(gate), *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while len(list(gate.iterdir())) < count and runs.poll() is None:
        time.sleep(0.01)
    (gate / "go").touch()
    said, faults = runs.communicate()
    assert (runs.returncode, faults) == (0, "")
    answers = [json.loads(line) for line in said.splitlines()]
    assert len(answers) == count
    return answers


def wait(gate: str, number: int) -> None:
    """In such a process: come to the gate, and wait until it opens."""
    (Path(gate) / str(number)).touch()
    while not (Path(gate) / "go").exists():
        time.sleep(0.001)


def _fork(module: str, count: str, *words: str) -> int:
    main = importlib.import_module(module).main
    children = []
    for number in range(int(count)):
        child = os.fork()
        if not child:
            try:
                os.write(1, json.dumps(main(number, *words)).encode() + b"\n")  # whole: they share it
            except BaseException:  # noqa: BLE001 - a child ends here, whatever it met
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        children.append(child)
    return sum(os.waitpid(child, 0)[1] != 0 for child in children)


if __name__ == "__main__":
    sys.exit(_fork(*sys.argv[1:]))
