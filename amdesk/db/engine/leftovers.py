"""What backups, restores and upgrades leave behind: unfinished copies of a killed program, and banks kept from before."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from amdesk.db import driver
from amdesk.db.engine import locks, swap
from amdesk.db.engine.network import key_file
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.domain.errors import BankBusy, BankUnusable

KEEP = 3
"""How many banks from before a restore or an upgrade stay beside a bank."""
DAY, HOUR = 86_400, 3_600
PART = re.compile(r"(?P<target>.+)\.[a-z0-9_]{8}\.part")
OURS = re.compile(r"(amdesk-.*|.+-before-)\d{8}-\d{6}(-\d+)?\.\w+")
"""The names of copies that were not chosen by anybody."""


@contextmanager
def part_of(target: Path) -> Iterator[Path]:
    """An empty file beside `target` under a name that nothing has, gone when this ends unless it was renamed.

    While this lasts a lock is held beside it. The system lets go of it however the program ends: a part whose lock is
    free is written by nobody. A disk without locks has parts without them, which are left over when they are a day old.
    """
    with ExitStack() as stack:
        part = _locked(target, stack)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            yield part
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _locked(target: Path, stack: ExitStack) -> Path:
    """Its lock comes before the part and goes after it."""
    for _ in range(3):
        part = target.with_name(f"{target.name}.{os.urandom(4).hex()}.part")
        if stack.enter_context(locks.held(_lock_of(part))):
            break
        with suppress(OSError):
            _lock_of(part).unlink(missing_ok=True)
    return part


def _lock_of(part: Path) -> Path:
    return part.with_suffix(".lock")


def clear_parts(target: Path) -> None:
    """Remove what earlier copies to this place, or to a name that AMDesk gave in this folder, left unfinished.

    Never one that a running process writes. What cannot be removed stays: it is only superfluous.
    """
    with suppress(OSError):
        for part in list(target.parent.glob("*.part")):
            name = PART.fullmatch(part.name)
            if name and (name["target"] == target.name or OURS.fullmatch(name["target"])):
                with suppress(OSError):
                    _clear(part)


def _clear(part: Path) -> None:
    if _lock_of(part).exists():
        with locks.held(_lock_of(part)) as free:
            if free:
                _remove(part)
    elif time.time() - part.stat().st_mtime > DAY:
        _remove(part)


def _remove(path: Path) -> None:
    for end in (*swap.SIDES, ""):
        path.with_name(path.name + end).unlink(missing_ok=True)


def thin(bank: Path, made: Path, opened: Callable[[Path], SqliteBank]) -> None:
    """After a restore or an upgrade that went well: of the banks kept from before, the newest three stay.

    `made` is the one just kept; `opened` opens one with the bank's key. Where none of the three is good, the newest good
    one stays as well; and one that somebody has worked in since is her bank now.
    """
    with suppress(OSError, ValueError):  # a name with a day that is none was given by somebody
        found = [made, *(p for p in reversed(swap.kept(bank)) if p != made and p.stat().st_size)]
        whole = False
        for number, copy in enumerate(found):
            if number < KEEP:
                continue
            whole = whole or any(_good(p, opened) for p in found[:number])
            if whole and not _worked_in(copy):
                _forget(copy)


def _good(path: Path, opened: Callable[[Path], SqliteBank]) -> bool:
    """Whether it opens and is whole. Its time stays: by it is known whether somebody works in it."""
    if not key_file(path).exists():
        return False
    try:
        times = path.stat()
        copy = opened(path)
        try:
            return bool(copy.applied()) and not copy.integrity()
        finally:
            copy.close()
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    except (OSError, BankUnusable, driver.Error):
        return False


def _worked_in(copy: Path) -> bool:
    """True where it was changed after it was kept: its name says when that was."""
    stamp = swap.stamp_of(copy)
    written = max(p.stat().st_mtime for p in (copy, copy.with_name(copy.name + "-wal")) if p.exists())
    return written > datetime.strptime(stamp, "%Y%m%d-%H%M%S").replace(tzinfo=UTC).timestamp() + HOUR


def _forget(copy: Path) -> None:
    """The bank goes before its key: what is left if this is broken off holds nobody."""
    with suppress(OSError, BankBusy):
        with locks.alone(copy):
            pass
        _remove(copy)
        key_file(copy).unlink(missing_ok=True)


def forget_all(bank: Path) -> None:
    """Remove every bank kept from before this one."""
    for copy in swap.kept(bank) if bank.parent.is_dir() else ():
        _remove(copy)
        key_file(copy).unlink(missing_ok=True)


__all__ = ["clear_parts", "forget_all", "part_of", "thin"]
