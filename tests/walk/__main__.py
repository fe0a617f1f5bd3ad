"""`python -m tests.walk [--short] [--only NAME] [--part I/N] [--out DIR]`: walks, a picture of each step, and what was found."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.walk.pairs import SHORT, Setting, covering
from tests.walk.screen import lacking
from tests.walk.stage import Stage
from tests.walk.steps import WALK


def walk(setting: Setting, folder: Path, home: Path) -> list[str]:
    """What was found under one setting, each with its step; a step that could not be done is the last."""
    stage = Stage(setting, folder, home)
    stopped = []
    try:
        for part in WALK:
            part(stage)
    except Exception as error:  # noqa: BLE001 - the walk ends here, and says why
        stopped.append(f"{len(stage.steps)} {stage.steps[-1] if stage.steps else 'start'}: {error}{stage.last_words()}")
    finally:
        stage.close()
    return [f"{step}: {said}" for said, step in stage.found.items()] + stopped


def parted(said: str) -> tuple[int, int]:
    """Which part of how many: "2/5"; raises `ValueError` where there is no such part."""
    first, of = (int(one) for one in said.split("/"))
    if not 1 <= first <= of:
        raise ValueError(said)
    return first, of


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.walk", description=__doc__)
    asked.add_argument("--short", action="store_true", help="two walks instead of all pairs")
    asked.add_argument("--only", default="", help="walks whose name begins so")
    asked.add_argument("--part", type=parted, default=(1, 1), metavar="I/N", help="every Nth walk, from the Ith on")
    asked.add_argument("--out", type=Path, default=Path("out") / "walk", help="where the pictures go")
    given = asked.parse_args()
    if lacking():
        print(f"not installed: {', '.join(lacking())}")
        return 2
    every = 0
    first, of = given.part
    for setting in (SHORT if given.short else covering())[first - 1 :: of]:
        if not setting.name.startswith(given.only):
            continue
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="amdesk-walk-") as home:
            found = walk(setting, given.out / setting.name, Path(home))
        every += len(found)
        print(
            f"{setting.name}: {len(found)} findings, {time.monotonic() - begun:.0f} s", *found, sep="\n  ", flush=True
        )
    return 1 if every else 0


if __name__ == "__main__":
    sys.exit(main())
