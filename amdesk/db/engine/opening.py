"""Making and opening banks. A connection belongs to the thread that opened it."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from amdesk import plainfile
from amdesk.db import driver
from amdesk.db.engine import keys, leftovers, network, swap
from amdesk.db.engine.errors import BankDamaged, damaged, full, gone, to_be_copied, unreadable
from amdesk.db.engine.sqlite import SqliteBank, create_file
from amdesk.db.port import Bank
from amdesk.domain.clock import Clock
from amdesk.domain.errors import BankUnusable
from amdesk.domain.names import KEY, banks_it_may_belong_to
from amdesk.domain.texts import N_, text

PAGE = 4096
"""Bytes of SQLCipher's page: of a file that holds none, an empty bank would be made."""


def memory_bank(clock: Clock, actor: str = "Test", account: str = "test") -> SqliteBank:
    """A migrated bank in memory, for tests and for trying things out."""
    bank = SqliteBank(":memory:", None, actor=actor, account=account, clock=clock)
    bank.migrate()
    return bank


def create_bank(
    path: Path, passphrase: str | None, *, actor: str, account: str, clock: Clock
) -> tuple[SqliteBank, str]:
    """Make a new encrypted bank with its key file and return it with its recovery code. Leaves nothing on failure."""
    network.refuse_other(str(path))
    network.refuse_network(path)
    names = banks_it_may_belong_to(path.name)[1:]
    if any(os.path.lexists(path.parent / (bank + KEY)) for bank in names):
        raise BankUnusable(
            text(N_("{path} belongs to a bank: nothing was written there. Choose another name."), path=str(path)),
            "BANK",
        )
    if path.exists() or keys.key_file(path).exists():
        raise already(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        key, code = keys.make(path, actor, passphrase)  # of several at once one gets the name
    except BankUnusable as error:
        if error.code == "TAKEN":
            raise already(path) from error
        raise
    except OSError as error:
        raise _not_made(path) from error
    try:
        create_file(path, key)
        bank = SqliteBank(str(path), key, actor=actor, account=account, clock=clock)
        try:
            bank.migrate()
        except BaseException:
            bank.close()  # an open file cannot be removed everywhere
            raise
    except (OSError, driver.Error, BankUnusable) as error:
        for left in (path, keys.key_file(path), path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            with suppress(OSError):
                left.unlink(missing_ok=True)
        raise _not_made(path) from error
    return bank, code


def already(path: Path) -> BankUnusable:
    if (said := plainfile.odd(path) or plainfile.odd(keys.key_file(path))) is not None:
        return BankUnusable(said, "ODD")
    return BankUnusable(
        text(N_("There is already a bank at {path}. Open it, or choose another place."), path=str(path)), "BANK"
    )


def _not_made(path: Path) -> BankUnusable:
    return BankUnusable(
        text(
            N_("No bank could be made at {path}. Check that the folder is there, writable and not full."),
            path=str(path),
        )
    )


def open_bank(
    address: str,
    *,
    secret: str | None = None,
    key: str | None = None,
    actor: str,
    account: str,
    clock: Clock,
    make: bool = False,
) -> Bank:
    """Open a bank by file or `postgresql://` address with a passphrase, a recovery code or the raw key.

    Never creates one, but for `make`: its owner makes a shared bank's tables in a database that is there, or brings
    them up to date. Everybody else is told that there is no bank, or an older one. An older bank of one's own is copied
    beside itself (`kept`), then brought up to date.
    Raises BankUnusable (gone, newer, older, damaged, on a network drive, an address that is none) and WrongKey.
    """
    if network.is_shared(address):
        from amdesk.db.engine.postgres import PostgresBank  # psycopg costs 0.1 s that a local bank need not pay

        shared = PostgresBank(address, actor=actor, account=account, clock=clock, pinned=False)
        try:
            shared.migrate() if make else shared.refuse_unready()
        except BaseException:
            shared.close()
            raise
        return shared
    network.refuse_other(address)
    path = Path(address)
    network.refuse_network(path)
    try:
        path.stat()
    except PermissionError as error:
        raise unreadable(address) from error  # a folder that may not be entered
    except OSError:
        pass  # not there; a restore that was broken off may bring it
    swap.finish(path)
    if not path.is_file():
        raise gone(address)
    try:
        if path.stat().st_size < PAGE:
            raise damaged(address)
    except OSError as error:
        raise unreadable(address) from error
    raw = key or keys.unlock(path, secret).key
    try:
        bank = SqliteBank(address, raw, actor=actor, account=account, clock=clock)
    except BankDamaged as error:
        raise foreign_key(path, raw) or error from error
    keys.raised(path, raw)
    try:
        _bring_up_to_date(bank)
    except BaseException:
        bank.close()
        raise
    return bank


def foreign_key(path: Path, key: str, *, every: bool = False) -> BankUnusable | None:
    """A bank whose pages are signed with another key is not damaged: its key file is another bank's."""
    from amdesk.db.engine import pages  # a bank that opens does without

    if pages.signed_with(path, key, every=every):
        return None
    said = N_("The key file {path} is not this bank’s: it opens, but not this bank. Fetch the right one from a backup.")
    return BankUnusable(text(said, path=str(keys.key_file(path))), "FOREIGN_KEY")


def _bring_up_to_date(bank: SqliteBank) -> None:
    if bank.is_ready():
        return
    if bank.only_read:
        if bank.no_room:
            raise full()
        raise to_be_copied(bank.address)
    if applied := bank.applied():  # else there is nothing to lose
        from amdesk.db.engine.backup import before_an_upgrade  # a bank that is up to date opens without

        try:
            bank.kept = before_an_upgrade(bank, applied, datetime.now(UTC).strftime("%Y%m%d-%H%M%S"))
        except BankUnusable:
            if not bank.is_ready():  # else somebody else has done both in the meantime
                raise
    bank.migrate()
    if bank.kept is not None:

        def opened(path: Path) -> SqliteBank:
            return SqliteBank(str(path), bank.key, actor=bank.actor, account=bank.account, clock=bank.clock)

        leftovers.thin(Path(bank.address), bank.kept, opened)
