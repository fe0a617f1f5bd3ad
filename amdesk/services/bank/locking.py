"""A window that is locked over an open bank: whether there is a secret to lock with, and whether what was typed is it."""

from __future__ import annotations

import hmac
from pathlib import Path

from amdesk.db.engine import keys
from amdesk.db.engine.errors import WrongKey
from amdesk.db.port import Bank
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
    try:
        return hmac.compare_digest(keys.unlock(Path(address), secret).key, key or "")
    except WrongKey:
        return False
