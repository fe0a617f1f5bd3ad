"""Users of the bank and their roles. A login is whose slot of the key file it is; of a shared bank the server's own user."""

from __future__ import annotations

from amdesk.db.engine.keys import SlotKey
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.db.port import Bank, insert, rows, update, value
from amdesk.db.sql import LIVE


def named(bank: Bank) -> dict[str, tuple[str, ...]]:
    """Roles by login; empty where nobody was named yet."""
    found = rows(bank, f"select login, roles from account where {LIVE} and roles <> '' order by id")
    return {r["login"]: tuple(r["roles"].split(",")) for r in found}


def was_removed(bank: Bank, login: str | None) -> bool:
    """Whether she was a user of the bank once, and is none."""
    return value(bank, "select id from account where login = :login and void = 1", login=login) is not None


def give(bank: Bank, login: str, roles: tuple[str, ...]) -> None:
    """These roles and no others; with none somebody is no user any more. Inside the caller's write()."""
    bank.one_at_a_time()
    key = value(bank, "select id from account where login = :login", login=login)
    if key is None:
        insert(bank, "account", login=login, name=login, roles=",".join(roles))
    else:
        update(bank, "account", key, roles=",".join(roles), void=0 if roles else 1)


def slot(bank: Bank) -> SlotKey | None:
    """Whose slot opened a bank of one's own; None where that is not known."""
    return bank.key if isinstance(bank, SqliteBank) and isinstance(bank.key, SlotKey) else None


def server_user(bank: Bank) -> str | None:
    """As whom the server of a shared bank knows this connection; None of a bank of one's own."""
    if bank.engine == "sqlite":
        return None
    return str(value(bank, "select session_user as login"))
