"""A window that is locked over an open bank: whether there is a secret to lock with, and whether what was typed is it."""

from __future__ import annotations

import hmac
from pathlib import Path
from typing import NamedTuple

from amdesk.db.engine import keys
from amdesk.db.engine.errors import WrongKey
from amdesk.db.engine.keys import SlotKey
from amdesk.db.port import Bank
from amdesk.services.bank import tries
from amdesk.services.bank.access import is_shared


def server_asks(bank: Bank) -> bool:
    """Whether the server of this shared bank wanted a password of this connection: else the computer's account opens it."""
    from amdesk.db.engine.postgres import PostgresBank

    return isinstance(bank, PostgresBank) and bank.asked_password


def proves(address: str, key: str | None, secret: str) -> bool:
    """Whether a passphrase, a recovery code or the server's password opens the bank that is open with this raw key. What
    another key file opens beside it is not that bank. Costs a fifth of a second for each slot; raises BankUnusable where it
    cannot be known (the key file is gone, the server does not answer)."""
    if is_shared(address):
        from amdesk.db.engine.postgres import lets_in

        return lets_in(address, secret)
    return _opened(address, key, secret) is not None


class Whose(NamedTuple):
    """Whose passphrase was said, and the bank's key by it."""

    user: str
    key: str


def whose(address: str, key: str | None, secret: str) -> Whose | None:
    """In a bank that several have passphrases of their own for: the key by the one that was said, which tells whose it is.
    None where the bank has one passphrase, which everybody says, and of the recovery code."""
    if is_shared(address) or len(keys.users(Path(address))) < 2:
        return None
    found = _opened(address, key, secret)
    return Whose(found.user, found) if found is not None and found.kind == "passphrase" else None


def _opened(address: str, key: str | None, secret: str) -> SlotKey | None:
    try:
        found = keys.unlock(Path(address), secret).key
    except WrongKey:
        tries.note(address)
        return None
    return found if hmac.compare_digest(found, key or "") else None
