"""Another key for a bank: what a stolen key file opened it opens no more. The new pair is made ready beside it and put in place
together or not at all (swap.py), and nothing of the old one stays."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from amdesk.db import driver
from amdesk.db.engine import keys, locks, swap
from amdesk.db.engine.errors import translated
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.domain.clock import Clock
from amdesk.domain.errors import BankUnusable
from amdesk.domain.texts import N_, text


class Rekeyed(NamedTuple):
    """The new recovery code, the copies that have the new key too, and those that open with their old key file still."""

    code: str
    copies: list[Path]
    left: list[Path]


def rekey(
    bank: Path,
    secret: str,
    new_passphrase: str,
    copies: Iterable[Path],
    whose: str = "",
    step: Callable[[int, int], object] = max,
) -> Rekeyed:
    """Raises WrongKey, Refused (keys.renewed), BankBusy while anybody has the bank open, and BankUnusable with all as it was.

    The bank comes first; `step` is told after each copy how many of how many are done.
    """
    swap.finish(bank)
    new = os.urandom(keys.KEY_BYTES)
    try:
        with locks.alone(bank):
            opened = keys.unlock(bank, secret)
            old = str(opened.key)
            sealed, code = keys.renewed(bank, opened, new_passphrase, new, whose)
            _anew(bank, old, new.hex(), sealed)
    except OSError as error:
        raise _unchanged() from error
    every, done = list(copies), list[Path]()
    for number, copy in enumerate(every):
        if _copy_anew(copy, old, new.hex(), sealed):
            done.append(copy)
        step(number + 1, len(every))
    return Rekeyed(code, done, [copy for copy in every if copy not in done])


def _anew(path: Path, old: str, new: str, sealed: bytes) -> None:
    """Under the lock: the file under another key with another key file, in its place."""
    place = swap.staged(path)
    try:
        swap.clear(path)
        swap.put(keys.key_file(place), sealed)
        source = SqliteBank(str(path), old, actor="", account="", clock=Clock())
        try:
            under_another_key(source, place, new)
        finally:
            source.close()
    except driver.Error as error:
        swap.clear(path)
        raise translated(error, str(path)) from error
    except BaseException:
        swap.clear(path)
        raise
    swap.swap(path, datetime.now(UTC).strftime("%Y%m%d-%H%M%S"), drop=True)


def under_another_key(source: SqliteBank, place: Path, new: str) -> None:
    """A bank page by page in a new file, each page signed with another key and read back; it is on the disk when this returns.
    Raises driver.Error, BankUnusable and OSError."""
    os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    target = driver.connect(str(place), isolation_level=None)
    try:
        target.execute("pragma cipher_log_level = none")
        target.execute(f"pragma key = \"x'{new}'\"")
        for hurried in ("journal_mode = off", "synchronous = off"):  # it counts for nothing until it is in place
            target.execute(f"pragma {hurried}").fetchall()
        source.conn.backup(target)
    finally:
        target.close()
    bank = SqliteBank(str(place), new, actor="", account="", clock=Clock())
    try:
        if faults := bank.broken_pages():
            raise BankUnusable(
                text(N_("The bank could not be given a new key: {fault}. It is as it was."), fault=faults[0])
            )
    finally:
        bank.close()
    with place.open("rb+") as file:
        os.fsync(file.fileno())


def _copy_anew(copy: Path, old: str, new: str, sealed: bytes) -> bool:
    try:
        swap.finish(copy)
        with locks.alone(copy):
            _anew(copy, old, new, sealed)
    except (BankUnusable, OSError):
        return False
    return True


def _unchanged() -> BankUnusable:
    return BankUnusable(
        text(N_("The bank could not be given a new key: the disk is full or the folder is locked. It is as it was."))
    )
