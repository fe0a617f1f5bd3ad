"""Openings of records while the bank cannot be written to: a file of a fixed size that was made while there was room, encrypted,
from which they come into the log when the bank can be written to again.

It lies with the user, not beside the bank, whose disk may be full or read only. What it holds is sealed with a key that follows from the
bank's. It is cleared when its rows are in the log.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from amdesk.db.engine import locks
from amdesk.db.port import Bank

SLOT, SLOTS = 1024, 256
"""Bytes of one row, and how many there is room for."""
NONCE, SEAL = 12, 16
LONGEST = 120
"""Letters of a name or a reason that are kept."""
TRIES = 200
"""How often it is asked for while another program writes one row to it."""


class Unlogged(NamedTuple):
    """An opening as the log will have it."""

    uid: str
    at: str
    actor: str
    account: str
    what: str
    participant_id: int
    why: str


def opening(bank: Bank, what: str, person: int, why: str) -> Unlogged:
    """An opening now, by whoever has the bank open."""
    return Unlogged(bank.new_uid(), bank.stamp().isoformat(), bank.actor, bank.account, what, person, why)


def _keys(bank: Bank) -> tuple[str, bytes] | None:
    """What the file is called, and what seals its rows; None of a bank that has no key of its own."""
    secret = getattr(bank, "key", "")
    if bank.engine != "sqlite" or not secret or bank.address == ":memory:":
        return None
    return _made_of(str(secret))


@lru_cache(1)
def _made_of(secret: str) -> tuple[str, bytes]:
    """The same for each opening: made once for the bank that is open."""
    made = [hmac.new(secret.encode(), said, hashlib.sha256).digest() for said in (b"journal name", b"journal key")]
    return made[0].hex()[:24], made[1]


def _path(bank: Bank, folder: Path) -> Path | None:
    keys = _keys(bank)
    return None if keys is None else folder / keys[0]


def prepare(bank: Bank, folder: Path) -> None:
    """Make the file where it is not there, with all its room. Where that cannot be, there is none."""
    path = _path(bank, folder)
    if path is None or path.exists():
        return
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{os.urandom(4).hex()}")
        handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
        try:
            os.write(handle, bytes(SLOT * SLOTS))
            os.fsync(handle)
        finally:
            os.close(handle)
        part.replace(path)


@contextmanager
def _alone(path: Path | None) -> Iterator[int | None]:
    """A handle on the file that nobody else writes meanwhile; None where there is none."""
    handle = None
    try:
        if path is not None:
            handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    except OSError:
        yield None
        return
    if handle is None:
        yield None
        return
    try:
        yield handle if any(locks.locked(handle) for _ in range(TRIES)) else None
    finally:
        os.close(handle)


def note(bank: Bank, folder: Path, row: Unlogged) -> bool:
    """Write a row and have it on the disk. False where there is no file or no room in it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    keys = _keys(bank)
    if keys is None:
        return False
    said = json.dumps([v[:LONGEST] if isinstance(v, str) else v for v in row]).encode()
    with _alone(_path(bank, folder)) as handle, suppress(OSError):
        if handle is None or len(said) > SLOT - NONCE - SEAL:
            return False
        for number in range(SLOTS):
            if any(_read(handle, number)):
                continue
            nonce = os.urandom(NONCE)
            sealed = AESGCM(keys[1]).encrypt(nonce, said.ljust(SLOT - NONCE - SEAL), None)
            os.lseek(handle, number * SLOT, os.SEEK_SET)
            os.write(handle, nonce + sealed)
            os.fsync(handle)
            return _read(handle, number) == nonce + sealed
    return False


def _read(handle: int, number: int) -> bytes:
    os.lseek(handle, number * SLOT, os.SEEK_SET)
    return os.read(handle, SLOT)


def waits(bank: Bank, folder: Path) -> bool:
    """Whether there is a row to deliver: rows fill the file from its beginning."""
    path = _path(bank, folder)
    with suppress(OSError):
        if path is not None:
            with path.open("rb") as file:
                return any(file.read(NONCE))
    return False


def rows(bank: Bank, folder: Path) -> list[Unlogged]:
    """What waits, in the order in which it was written. What cannot be read is left out."""
    with _alone(_path(bank, folder)) as handle:
        return [] if handle is None else list(_opened(bank, handle))


def _opened(bank: Bank, handle: int) -> Iterator[Unlogged]:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    keys = _keys(bank)
    for number in range(SLOTS):
        held = _read(handle, number)
        if keys is not None and any(held):
            with suppress(InvalidTag, ValueError, TypeError):
                yield Unlogged(*json.loads(AESGCM(keys[1]).decrypt(held[:NONCE], held[NONCE:], None)))


def clear(bank: Bank, folder: Path, delivered: Sequence[Unlogged]) -> None:
    """Of these nothing is left; a row that came meanwhile moves to the beginning."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    keys, gone = _keys(bank), {row.uid for row in delivered}
    with _alone(_path(bank, folder)) as handle, suppress(OSError):
        if handle is None or keys is None:
            return
        left = [json.dumps(list(row)).encode() for row in _opened(bank, handle) if row.uid not in gone]
        content = b""
        for said in left:
            nonce = os.urandom(NONCE)
            content += nonce + AESGCM(keys[1]).encrypt(nonce, said.ljust(SLOT - NONCE - SEAL), None)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, content.ljust(SLOT * SLOTS, b"\0"))
        os.fsync(handle)


__all__ = ["Unlogged", "clear", "note", "opening", "prepare", "rows", "waits"]
