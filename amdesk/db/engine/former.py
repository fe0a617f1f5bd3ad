"""A copy that was made before the bank had its key of now: who opens the bank opens it too, by the keys that are kept under that of
now, and nobody needs to know the passphrase of then."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from amdesk.db import driver
from amdesk.db.engine import keys
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.domain.clock import Clock
from amdesk.domain.errors import BankUnusable


class Former(NamedTuple):
    """The bank's key of now, and the one that opens the copy."""

    now: str
    then: str


def of(copy: Path, bank: Path, secret: str | None) -> Former | None:
    """None where the secret does not open the bank, and where the copy opens with none of its former keys."""
    try:
        now = keys.unlock(bank, secret).key if keys.key_file(bank).is_file() else None
    except BankUnusable:
        return None
    former = keys.former_keys(bank, now) if now else []
    return next((Former(str(now), key) for key in former if key != now and _opens(copy, key)), None)


def _opens(copy: Path, key: str) -> bool:
    if not copy.is_file() or copy.stat().st_size == 0:
        return False
    try:
        SqliteBank(str(copy), key, actor="", account="", clock=Clock(), timeout=0.5).close()
    except (BankUnusable, driver.Error):
        return False
    return True
