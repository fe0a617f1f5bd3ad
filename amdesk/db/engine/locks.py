"""Who has a bank open, asked of the system: no program can forget to say it, and one that died keeps nothing."""

from __future__ import annotations

import os
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakSet

from amdesk import plainfile
from amdesk.domain.errors import BankBusy, BankUnusable
from amdesk.domain.texts import N_, text

if TYPE_CHECKING:
    from amdesk.db.port import Bank

PENDING, SHARED, SHARED_BYTES = 0x40000000, 0x40000002, 510
"""Bytes of a bank's file that SQLite locks: each connection keeps one of the shared ones (sqlite.org/src, os.h)."""
NOBODY = f"{os.getpid()}\namdesk\n\n\n\n"
"""A window's lock file as Qt writes it: were this program to die, a window sees that its number is nobody's."""
_open: WeakSet[Bank] = WeakSet()
_handles: dict[Path, tuple[int, tuple[int, int]]] = {}
"""By path what reads a bank's file, and which file that is."""


_gate = threading.Lock()
_coming: Counter[Path] = Counter()
"""Connections of this program that are being made: to ask about a file is to let go of the locks that it has on it already."""


@contextmanager
def coming(path: Path) -> Iterator[None]:
    """While a connection is made; it waits until nobody asks whether there is one."""
    with _gate:
        _coming[path] += 1
    try:
        yield
    finally:
        with _gate:
            _coming[path] -= 1


def is_open(bank: Bank) -> None:
    """Remember a connection of this program: the system does not hold a program's own locks against it."""
    _open.add(bank)


def is_closed(bank: Bank) -> None:
    _open.discard(bank)
    path = Path(bank.address)
    if path in _handles and not _open_here(path):
        os.close(_handles.pop(path)[0])


def handle(path: Path) -> int:
    """A handle that reads the file of a bank which this program has open, for its bytes. Closing it would let go of the locks
    of all our connections to the file: it is closed with the last of them."""
    found = os.stat(path)
    same = (found.st_dev, found.st_ino)
    if path in _handles and _handles[path][1] == same:
        return _handles[path][0]
    opened = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    _handles[path] = (opened, same)
    return opened


def _open_here(path: Path) -> bool:
    return any(_same(Path(bank.address), path) for bank in list(_open))


def _same(a: Path, b: Path) -> bool:
    try:
        return a.samefile(b)
    except OSError:
        return False


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """While this lasts nobody else has the bank open, and nobody opens it.

    Raises BankBusy where a window, another program or this one has. On Windows an open file cannot be replaced, so there
    it is asked and then let go.
    """
    if _open_here(path):
        raise opened(path)
    with _window_lock(path), _file_lock(path):
        yield


def opened(path: Path) -> BankBusy:
    return BankBusy(
        text(
            N_("The bank {path} is open in a window or another program. Close it there, then try again."),
            path=str(path),
        ),
        "OPEN",
    )


@contextmanager
def unopened(path: Path) -> Iterator[bool]:
    """Whether no connection of any program has the bank open; while this lasts, where it is so, none comes."""
    with ExitStack() as stack:
        stack.enter_context(_gate)
        if _open_here(path) or _coming[path] or not os.access(path, os.W_OK):
            yield False
            return
        try:
            stack.enter_context(_file_lock(path))
        except (BankBusy, OSError):
            yield False
            return
        yield True


@contextmanager
def _window_lock(path: Path) -> Iterator[None]:
    """The lock file that a window holds while it has the bank open (ui/frame/lock.py)."""
    lock = path.with_name(path.name + ".lock")
    if (said := plainfile.odd(lock)) is not None:
        raise BankUnusable(said, "ODD")
    with held(lock) as mine:
        if not mine:
            raise opened(path)
        yield


@contextmanager
def held(lock: Path) -> Iterator[bool]:
    """Whether this program has the lock file while this lasts: False where another has it, or the disk knows no locks."""
    handle = _taken(lock)
    if handle is None:
        yield False
        return
    try:
        with suppress(
            OSError
        ):  # the lock is on the handle: that a full disk does not take the note of whose it is changes nothing
            os.ftruncate(handle, 0)
            os.write(handle, NOBODY.encode())
        yield True
    finally:
        if sys.platform == "win32":
            os.close(handle)
            with suppress(OSError):
                lock.unlink()
        else:
            with suppress(OSError):
                lock.unlink()
            os.close(handle)


def _taken(lock: Path) -> int | None:
    """A handle that holds the file, or None while somebody else does. Raises OSError, also where it is no file."""
    if (said := plainfile.odd(lock)) is not None:
        raise plainfile.NoPlainFile(said)
    while True:
        try:
            handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
        except PermissionError:
            if sys.platform == "win32":  # a window lets nobody open it
                return None
            raise
        if not locked(handle):
            os.close(handle)
            return None
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), lock.stat()):
                return handle
        os.close(handle)  # its holder has just removed it: take the one that is there now


def locked(handle: int) -> bool:
    """Whether this program has a lock on the file of this handle now; it lets go when the handle is closed."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, PENDING, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    """The lock of a connection that lets no other in, without the key that a connection would need."""
    if not path.exists():
        yield
        return
    handle = os.open(path, os.O_RDWR)
    try:
        if not _locked_whole(handle):
            raise opened(path)
        yield
    finally:
        with suppress(OSError):
            os.close(handle)


def _locked_whole(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, SHARED, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, SHARED_BYTES)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, SHARED_BYTES)
        else:
            import fcntl

            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, SHARED - PENDING + SHARED_BYTES, PENDING)
    except OSError:
        return False
    return True
