"""Run as a program: exports, each killed (SIGKILL) at every point at which it makes, renames or removes a file, and the disk
looked at after each. Says what it saw as JSON.

Arguments: the bank, a home, a folder for the exports, the calls as JSON. The system's temporary folder is TMPDIR.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from amdesk.cli import main
from amdesk.services.bank.private import FOLDER, temporary

EVENTS = {"os.rename", "os.remove", "os.rmdir"}
ALL = 1
"""Of so many calls every point is tried; the others write in the same ways, and every fourth does."""
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def files(*roots: Path) -> list[str]:
    return [str(p) for root in roots for p in sorted(root.rglob("*")) if p.is_file()]


def dying(at: int, roots: tuple[str, ...]) -> None:
    """From now on this process is killed at the event of that number which touches one of the folders."""
    seen = 0

    def hook(event: str, given: tuple[object, ...]) -> None:
        nonlocal seen
        touches = isinstance(given[2], int) and bool(given[2] & WRITES) if event == "open" else event in EVENTS
        if not touches or not given or not isinstance(given[0], str | bytes | os.PathLike):
            return
        if os.fsdecode(given[0]).startswith(roots):
            if seen == at:
                os.kill(os.getpid(), signal.SIGKILL)
            seen += 1

    sys.addaudithook(hook)


def forked(work: Callable[[], object]) -> int:
    """How it ended: its exit code, or less than 0 where it was killed."""
    child = os.fork()
    if child == 0:
        code = 70
        try:
            answer = work()  # a call that was refused answers its exit code
            code = answer if isinstance(answer, int) else 0
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 71
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def tried(call: list[str], roots: tuple[Path, Path, Path], step: int) -> list[dict[str, object]]:
    """What was seen when it was killed at each `step`th point, and at last when it was not."""
    home, out, tmp = roots
    seen: list[dict[str, object]] = []

    def run(at: int) -> object:
        dying(at, (str(home / FOLDER), str(out), str(tmp)))
        return main(call, standalone_mode=False)

    def start() -> None:
        with temporary(home):
            pass

    at = 0
    while (code := forked(partial(run, at))) < 0:
        private, killed = home / FOLDER, files(*roots)
        mode = oct(private.stat().st_mode & 0o777) if private.is_dir() else ""
        apart = [p for p in killed if not p.startswith(str(private))]
        forked(start)
        seen.append({"call": call, "at": at, "mode": mode, "killed": killed, "apart": apart, "after": files(*roots)})
        at += step
    seen.append({"call": call, "at": at, "code": code, "killed": [], "apart": [], "mode": "", "after": files(*roots)})
    return seen


def every(home: Path, out: Path, calls: list[list[str]]) -> None:
    tmp = Path(os.environ["TMPDIR"])
    sys.dont_write_bytecode = True
    with open(os.devnull, "w") as nowhere:
        told, sys.stdout = sys.stdout, nowhere
        for call in calls:  # once whole, here: what it needs is imported before anything is forked, and it can be done
            if main(call, standalone_mode=False):
                raise SystemExit(f"cannot be done: {call}")
        found = [tried(call, (home, out, tmp), 1 if n < ALL else 4) for n, call in enumerate(calls)]
        sys.stdout = told
    print(json.dumps(found))


if __name__ == "__main__":
    every(Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3]))
