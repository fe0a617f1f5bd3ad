"""Files of people and of disks, read and never waited for: a pipe, a socket, a device or a folder under the name of a file is called
what it is, before it is opened. Opening a pipe waits until somebody writes to it, and a device can be read for ever."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from amdesk.domain.texts import N_, Text, text

SORTS: tuple[tuple[Callable[[int], bool], str], ...] = (
    (stat.S_ISREG, ""),
    (stat.S_ISDIR, N_("{path} is a folder and no file.")),
    (stat.S_ISFIFO, N_("{path} is a pipe and no file.")),
    (stat.S_ISSOCK, N_("{path} is a socket and no file.")),
    (lambda mode: stat.S_ISCHR(mode) or stat.S_ISBLK(mode), N_("{path} is a device and no file.")),
)
"""What can have a name; a file has no sentence."""


class NoPlainFile(OSError):
    """Something else than a file has the name; `said` says what it is."""

    def __init__(self, said: Text) -> None:
        super().__init__(str(said))
        self.said = said


def odd(path: Path | str) -> Text | None:
    """What lies there, in a sentence, where it is no file; None of a file, of nothing, and where that cannot be known."""
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        return None
    said = next((said for is_it, said in SORTS if is_it(mode)), N_("{path} is no file."))
    return text(said, path=str(path)) if said else None


def read(path: Path | str) -> bytes:
    """What stands in a file. Raises OSError, of which NoPlainFile is one."""
    if (said := odd(path)) is not None:
        raise NoPlainFile(said)
    quick = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)  # should a pipe have come there since
    with open(os.open(path, os.O_RDONLY | quick), "rb") as file:
        return file.read()
