"""One window at a time changes a bank on this computer: the first to open it. The others read.

The bank's rules hold without this, for the command line too; it spares two people at one screen each other's surprises.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QLockFile

from amdesk import plainfile
from amdesk.domain.plainjson import parsed


class BankLock:
    """A lock file beside the bank, given back by the system where a program dies, and a note of who holds it."""

    def __init__(self, bank: Path, name: str) -> None:
        self.name = name
        self._lock = QLockFile(str(bank.with_name(bank.name + ".lock")))
        self._lock.setStaleLockTime(0)  # hours may pass; only a holder that is no more is passed over
        self._note = bank.with_name(bank.name + ".open.json")
        self._first: Thread | None = None

    def begin(self) -> None:
        """Try in a thread of its own: the lock is flushed to the disk, and a window can be made while a slow one does that."""
        self._first = Thread(target=self._try, name="lock", daemon=True)
        self._first.start()

    def take(self) -> bool:
        """True where this window may change the bank: nobody else has it open, or the folder lets nobody say so."""
        self._wait()
        return self._try()

    def _wait(self) -> None:
        first, self._first = self._first, None
        if first is not None:
            first.join()

    def _try(self) -> bool:
        if self._lock.isLocked():
            return True
        if plainfile.odd(self._lock.fileName()) is not None:  # Qt would wait for a pipe
            return True
        if not self._lock.tryLock(0):
            return self._lock.error() != QLockFile.LockError.LockFailedError
        with suppress(OSError):
            since = int(datetime.now(UTC).timestamp())
            if plainfile.odd(self._note) is None:
                self._note.write_text(json.dumps({"name": self.name, "since": since}), "utf-8")
        return True

    def holder(self) -> tuple[str, datetime | None]:
        """(name, since when) of whoever has the bank open; an empty name where it is not known."""
        try:
            said = parsed(plainfile.read(self._note))
            if not isinstance(said, dict):
                return "", None
            return str(said["name"]), datetime.fromtimestamp(said["since"], UTC)
        except (OSError, ValueError, KeyError, TypeError, OverflowError):
            return "", None

    def release(self) -> None:
        self._wait()
        if self._lock.isLocked():
            with suppress(OSError):
                self._note.unlink(missing_ok=True)
            self._lock.unlock()
