"""Copies of a bank that hold somebody who was erased in it since."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from amdesk.db import driver
from amdesk.db.bank import erasure, generations
from amdesk.db.engine import swap
from amdesk.db.engine.sqlite import CopyAlone, SqliteBank
from amdesk.db.port import Bank
from amdesk.domain.clock import Clock
from amdesk.domain.errors import AmdeskError
from amdesk.services.bank import reach


def holding(bank: Bank, folders: Sequence[Path | None]) -> list[Path]:
    """Copies within reach in which somebody stands who is erased in the bank: those in the folders, and those that were put aside
    beside the bank. What does not open with the bank's key is not among them."""
    if not isinstance(bank, SqliteBank) or bank.address == ":memory:":
        return []
    gone, path = set(erasure.erased(bank)), Path(bank.address)
    places = [p for f in reach.within_reach(folders) for p in generations.copies_in(f)]
    out = []
    for copy in dict.fromkeys([*places, *swap.kept(path)]) if gone else ():
        with suppress(AmdeskError, driver.Error, OSError):
            if copy.stat().st_size and _holds(copy, bank, gone):
                out.append(copy)
    return out


def _holds(copy: Path, bank: SqliteBank, gone: set[str]) -> bool:
    with unmoved(copy, bank.key) as other:
        return bool(erasure.those(other, gone - set(erasure.erased(other))))


@contextmanager
def unmoved(path: Path, key: str) -> Iterator[SqliteBank]:
    """A bank to be read and left as it lies there. Its time stays too: by it is known whether somebody works in one that was put
    aside (db/engine/leftovers.py), and one that nobody works in goes some day."""
    times = path.stat()
    bank = CopyAlone(str(path), key, actor="", account="", clock=Clock(), timeout=0.5)
    try:
        yield bank
    finally:
        bank.close()
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
