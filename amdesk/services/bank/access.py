"""Who I am, and whether a bank opens for me: what is asked before anything is opened, so it imports little."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from amdesk.db.engine import network
from amdesk.domain.texts import N_

if TYPE_CHECKING:
    from amdesk.db.port import Bank

SERVICE = "AMDesk"


def is_shared(address: str) -> bool:
    """True for a bank on PostgreSQL."""
    return network.is_shared(address)


def only_read(bank: Bank) -> str:
    """Why a bank is only read: it lies where nothing can be written, or there is no room; "" where it is not."""
    if getattr(bank, "only_read", False) is not True:
        return ""
    return NO_ROOM if getattr(bank, "no_room", False) is True else ONLY_READ


ONLY_READ = N_(
    "The bank lies where nothing can be written: you can read and search. Copy it with its key file to a folder of your own to work in it."
)
"""What leaves the program is logged in the bank first, so nothing is printed or exported there."""
NO_ROOM = N_(
    "Nothing can be written on the bank’s disk now, it is full or does not answer: you can read and search. Make room, then open the bank again."
)


class Who(NamedTuple):
    """The user's name as it stands in the log, and the operating system's account."""

    name: str
    account: str


def who(name: str = "") -> Who:
    """Who I am: the name from settings, else that of the account."""
    account = _account()
    return Who(name or account, account)


def _account() -> str:
    """The account as the system itself knows it: the environment (LOGNAME, USER) says what anybody writes there."""
    try:
        if sys.platform == "win32":
            return os.getlogin()  # GetUserNameW
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (OSError, KeyError):
        return str(os.getuid()) if hasattr(os, "getuid") else "?"


def saved_key(address: str) -> str | None:
    """The raw key by what the operating system's key store keeps for this bank, if it opens it still."""
    try:
        import keyring

        kept = keyring.get_password(SERVICE, str(Path(address).absolute()))
        if kept is None:
            return None
        from amdesk.db.engine import keys

        return keys.from_store(Path(address), kept)
    except Exception:  # noqa: BLE001 - whatever a key store or a key file raises: the passphrase is asked for
        return None


def remember_key(address: str, key: str | None) -> bool:
    """Keep the user's own secret (never the bank's key, where it is known whose slot gave it) in the operating system's key
    store, or forget it (None). False where there is no store."""
    try:
        import keyring

        if key is None:
            keyring.delete_password(SERVICE, str(Path(address).absolute()))
        else:
            from amdesk.db.engine import keys

            keyring.set_password(SERVICE, str(Path(address).absolute()), keys.to_store(key))
    except Exception:  # noqa: BLE001 - the same
        return False
    return True


def needs_passphrase(address: str) -> bool:
    """False also where there is no bank. Raises BankUnusable where its key file is missing or cannot be read."""
    from amdesk.db.engine import keys  # not wanted where the key store has the key

    return not is_shared(address) and os.path.isfile(address) and not keys.is_open(Path(address))


def opens_unasked(address: str) -> bool:
    """True for a bank that is there and whose key is at hand, so that nobody need be asked."""
    if not is_shared(address) and not os.path.exists(address):
        return False
    return not needs_passphrase(address) or "AMDESK_PASSPHRASE" in os.environ or saved_key(address) is not None
