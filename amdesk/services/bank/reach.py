"""Which folders of copies answer now: a network drive that is away can be silent for half a minute and more."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

ANSWERS_WITHIN = 3
"""Seconds that a folder has, or several that are asked together."""


class FolderReached(NamedTuple):
    """Whether the folder is one, and whether anything lies there at all."""

    folder: bool
    something: bool


AWAY = FolderReached(folder=False, something=False)


def asked(folders: Iterable[Path]) -> dict[Path, FolderReached]:
    """What each folder is, asked in threads of their own, which are left behind where the drive is silent."""
    found: dict[Path, FolderReached] = {}

    def ask(folder: Path) -> None:
        with suppress(OSError):
            found[folder] = FolderReached(folder.is_dir(), folder.exists())

    every = list(dict.fromkeys(folders))
    threads = [threading.Thread(target=ask, args=(f,), name="folder of copies", daemon=True) for f in every]
    for thread in threads:
        thread.start()
    until = time.monotonic() + ANSWERS_WITHIN
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    return {folder: found.get(folder, AWAY) for folder in every}


def within_reach(folders: Iterable[Path | None]) -> list[Path]:
    """Those of the folders that answer. Whatever looks for copies in the folders of the settings asks this first."""
    return [folder for folder, reached in asked(f for f in folders if f is not None).items() if reached.folder]
