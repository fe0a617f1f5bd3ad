"""All pages of a bank's file read through beside whoever works in it, or mended in a copy: each by itself (signed.py), without the
engine and its locks."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from amdesk.db.engine import locks
from amdesk.db.engine.signed import PAGE, SALT, mended, mended_salt, tag_key, verifies
from amdesk.db.engine.sqlite import SqliteBank, pages_in_log
from amdesk.db.port import value

SLICE = 64
"""Pages read at a time: a quarter of a megabyte, a few milliseconds."""


def signed_with(path: Path, key: str, *, every: bool = False) -> bool:
    """Whether any of a bank's first pages, or of all, was written with this key, however damaged others are; so too where that
    cannot be known."""
    try:
        with path.open("rb") as file:
            content = file.read(-1 if every else SEEN * PAGE)
    except OSError:
        return True
    if not re.fullmatch(r"[0-9a-f]{64}", key) or content[:16] == PLAIN or len(content) < SEEN * PAGE:
        return True
    signed = tag_key(key, content[:SALT])
    return any(verifies(p, n, signed) for n, p in _apart(content, 1)) or mended_salt(content[:PAGE], key) is not None


SEEN = 16
"""Pages that are looked at: a bank has hundreds."""
PLAIN = b"SQLite format 3\0"


class PageReading:
    """All pages of a bank's file read once, a slice at a time, beside whoever works in it.

    A page that is being written back just now fails though it is whole, and one whose newest state stands in the log does not
    count: what failed is read again later, and only what fails then too is damaged.
    """

    def __init__(self, bank: SqliteBank) -> None:
        """Raises BankUnusable and OSError where the bank cannot be read now."""
        self.path = Path(bank.address)
        self._count = int(value(bank, "pragma page_count"))
        self._key = tag_key(bank.key, self._read(1)[:SALT])
        self.suspect: dict[int, int] = {}
        """By number of the page how often it failed."""
        self._next = 1

    def _read(self, number: int, count: int = 1) -> bytes:
        handle = locks.handle(self.path)
        if hasattr(os, "pread"):
            return os.pread(handle, count * PAGE, (number - 1) * PAGE)
        os.lseek(handle, (number - 1) * PAGE, os.SEEK_SET)
        return os.read(handle, count * PAGE)

    def some(self) -> bool:
        """Read the next slice; False once all are read."""
        content = self._read(self._next, SLICE)
        for number, page in _apart(content, self._next):
            if number <= self._count and not verifies(page, number, self._key):
                self.suspect[number] = 1
        self._next += SLICE
        return self._next <= self._count and len(content) == SLICE * PAGE

    def again(self) -> list[int]:
        """Read once more what has failed; those pages that have failed twice, by number."""
        for number in list(self.suspect):
            logged = pages_in_log(Path(f"{self.path}-wal"))  # before the page: it is written back from there
            page = self._read(number)
            if number in logged or len(page) < PAGE or verifies(page, number, self._key):
                del self.suspect[number]
            else:
                self.suspect[number] += 1
        return sorted(n for n, failed in self.suspect.items() if failed > 1)


def _apart(content: bytes, first: int) -> Iterator[tuple[int, bytes]]:
    for i in range(len(content) // PAGE):
        yield first + i, content[i * PAGE : (i + 1) * PAGE]


def mend(path: Path, key: str) -> tuple[int, list[int]]:
    """Mend in a copy of a bank's file each page of which a single bit is another one. Returns how many were, and the numbers of
    those that could not be."""
    logged, done, lost = pages_in_log(Path(f"{path}-wal")), 0, []
    with path.open("r+b") as file:
        first = file.read(PAGE)
        signed = tag_key(key, first[:SALT])
        second = file.read(PAGE)
        if not verifies(first, 1, signed) and not verifies(second, 2, signed) and (true := mended_salt(first, key)):
            signed = tag_key(key, true[:SALT])
            _put(file.fileno(), 1, true)
            done += 1
        file.seek(0)
        number = 0
        while len(page := file.read(PAGE)) == PAGE:
            number += 1
            if number in logged or verifies(page, number, signed):
                continue
            true = mended(page, number, signed)
            if true is None:
                lost.append(number)
                continue
            done += 1
            back = file.tell()
            file.seek((number - 1) * PAGE)
            file.write(true)
            file.seek(back)
    return done, lost


def _put(handle: int, number: int, page: bytes) -> None:
    os.lseek(handle, (number - 1) * PAGE, os.SEEK_SET)
    os.write(handle, page)
