"""Secrets that did not open a bank: counted in a file with the user, since the bank is shut then, and put into its log when somebody
opens it. The file says when, and nothing of who or what was typed. It stands on the computer where it was tried; whoever takes a bank
to another computer, or removes the file, is not seen by it."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from amdesk import plainfile
from amdesk.db.bank import access_log
from amdesk.db.port import Bank
from amdesk.domain.plainjson import parsed
from amdesk.domain.texts import Text, plural
from amdesk.settings import data_folder

TRIED = "unlock_failed"
"""The act by which the log says how often."""


class FailedTries(NamedTuple):
    """How often since the bank was opened last, and the first and last time (UTC)."""

    times: int
    first: datetime
    last: datetime

    @property
    def said(self) -> Text:
        return plural(
            "Since it was opened last, {count} try to open the bank on this computer failed, at {last}.",
            "Since it was opened last, {count} tries to open the bank on this computer failed, the latest at {last}.",
            self.times,
            count=self.times,
            last=f"{self.last.astimezone():%Y-%m-%d %H:%M}",
        )


def _path(address: str) -> Path:
    return data_folder() / "tries" / hashlib.sha256(os.path.abspath(address).encode()).hexdigest()[:24]


def _read(address: str) -> FailedTries | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        kept = parsed(plainfile.read(_path(address)))
        if isinstance(kept, dict):
            first, last = (datetime.fromtimestamp(int(str(kept[name])), UTC) for name in ("first", "last"))
            return FailedTries(int(str(kept["count"])), first, last)
    return None


def waits(address: str) -> bool:
    """Whether anything is to be told."""
    return _path(address).exists()


def note(address: str) -> None:
    """One more. Where it cannot be written nobody is kept from trying again."""
    now, before, path = datetime.now(UTC), _read(address), _path(address)
    found = FailedTries((before.times if before else 0) + 1, before.first if before else now, now)
    said = json.dumps(
        {"count": found.times, "first": int(found.first.timestamp()), "last": int(found.last.timestamp())}
    )
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{os.urandom(4).hex()}")
        part.write_text(said, "utf-8")
        part.replace(path)


def told(bank: Bank) -> FailedTries | None:
    """What was counted comes into the log of the bank that is open now, once. Raises BankBusy where the bank takes nothing."""
    found = _read(bank.address)
    if found is not None:
        access_log.log_read(
            bank, TRIED, None, f"{found.times}: {found.first:%Y-%m-%d %H:%M} – {found.last:%Y-%m-%d %H:%M} UTC"
        )
        _path(bank.address).unlink(missing_ok=True)
    return found
