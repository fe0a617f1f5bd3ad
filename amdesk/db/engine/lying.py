"""A bank that lies where nothing can be written: in a folder of somebody else's, on a disk that is only to be read or is full."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from amdesk.domain.errors import BankBusy
from amdesk.domain.texts import N_, text

CANNOT_OPEN, READONLY = 14, 8
"""Primary result codes (sqlite.org/rescode.html): a log wants a file beside the bank in which stands who reads."""
NO_ROOM = {13, 10, 10 | 18 << 8, 10 | 19 << 8}
"""FULL, IOERR without more, and of it SHMOPEN and SHMSIZE: there is no room for that file."""


def no_room(error: Exception) -> bool:
    """Whether SQLite refused a bank since the disk takes nothing more."""
    return getattr(error, "sqlite_errorcode", 0) in NO_ROOM


def only_readable(path: str, error: Exception) -> bool:
    """Whether SQLite refused a bank only since nothing can be written beside it, and all of it stands in its file."""
    refused = getattr(error, "sqlite_errorcode", 0) & 0xFF in {CANNOT_OPEN, READONLY} or no_room(error)
    if not refused or not os.access(path, os.R_OK):
        return False
    with suppress(OSError):
        return os.stat(path + "-wal").st_size == 0
    return True


def as_it_lies(path: str) -> str:
    """Its address for reading without locks and without a log (sqlite.org/uri.html, immutable)."""
    return f"file:{quote(Path(path).absolute().as_posix())}?immutable=1"


def mark(path: str) -> tuple[int, int] | None:
    """What tells that nobody has changed the file meanwhile."""
    with suppress(OSError):
        found = os.stat(path)
        return found.st_size, found.st_mtime_ns
    return None


def changed_meanwhile(path: str) -> BankBusy:
    return BankBusy(
        text(N_("Somebody else has changed the bank {path} while it was read. Open it again."), path=path), "CHANGED"
    )
