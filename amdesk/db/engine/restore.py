"""A backup put in a bank's place: proved and made ready beside it first, under the bank's lock."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from amdesk import plainfile
from amdesk.db.engine import former, keys, leftovers, locks, network, ruleset, searching, swap
from amdesk.db.engine.backup import prove_searchable
from amdesk.db.engine.errors import BankDamaged, damaged
from amdesk.db.engine.opening import foreign_key
from amdesk.db.engine.rekey import under_another_key
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.db.port import Bank
from amdesk.domain.clock import Clock
from amdesk.domain.errors import BadFile, BankUnusable
from amdesk.domain.names import KEY
from amdesk.domain.texts import N_, text


def refuse(copy: Path, target: Path) -> None:
    """Raise BadFile where the backup is no file or the bank itself, however it is called, or the bank only a link to one; and
    BankUnusable for a name that is too long."""
    network.refuse_long(target)
    for end in ("", KEY, "-wal", "-journal", "-shm"):
        if not target.is_symlink() and (said := plainfile.odd(f"{target}{end}")) is not None:
            raise BadFile(said, "ODD")
    if target.is_symlink():
        raise BadFile(text(N_("{path} is a link. Name the place where the bank itself lies."), path=str(target)))
    if os.path.exists(copy) and os.path.exists(target) and copy.samefile(target):
        raise BadFile(
            text(N_("{path} is the bank itself. Choose a backup of it; nothing was touched."), path=str(copy))
        )
    if not os.path.lexists(copy):
        raise BadFile(text(N_("There is no file {file}. Check the name and the folder."), file=str(copy)), "NO_FILE")
    if not os.path.isfile(copy):
        raise BadFile(text(N_("{file} is a folder or no file. Choose a file."), file=str(copy)), "NO_FILE")


def restore(
    copy: Path,
    target: Path,
    secret: str | None,
    *,
    actor: str,
    account: str,
    clock: Clock,
    ready: Callable[[Bank], object],
) -> Path | None:
    """Returns where lies what was there before. `ready` does what is left to do on the new bank before it is in place.

    The secret opens the backup; or the bank, where the backup was made under one of its former keys: then all that opens the bank
    now opens it afterwards too. Raises BadFile, WrongKey and BankUnusable with nothing changed; BankBusy while anybody has the bank open.
    """
    refuse(copy, target)
    network.refuse_network(target)
    if copy.stat().st_size == 0:
        raise damaged(str(copy))

    def opened(path: Path, key: str = "") -> SqliteBank:
        return SqliteBank(str(path), key or raw, actor=actor, account=account, clock=clock)

    try:
        swap.finish(target)
        with locks.alone(target):
            if found := former.of(copy, target, secret):
                (raw, its), sealed = found, keys.content(target)
            else:
                raw = its = keys.unlock(copy, secret).key
                sealed = keys.content(target if keys.stays(copy, target, secret) else copy)
            try:
                _stage(_source(copy, its, opened), target, sealed, raw)
                _make_ready(opened(swap.staged(target)), copy, ready)
            except BaseException:
                swap.clear(target)
                raise
            kept = swap.swap(target, datetime.now(UTC).strftime("%Y%m%d-%H%M%S"))
    except OSError as error:
        raise swap.not_placed(target, error) from error
    if kept is not None:
        leftovers.thin(target, kept, opened)
    return kept


def _source(copy: Path, key: str, opened: Callable[[Path, str], SqliteBank]) -> SqliteBank:
    try:
        return opened(copy, key)
    except BankDamaged as error:
        raise foreign_key(copy, key) or error from error


def _stage(source: SqliteBank, target: Path, sealed: bytes, key: str) -> None:
    """A copy of the backup, which itself stays as it is; copying its file would leave out what still stands in its log."""
    place = swap.staged(target)
    try:
        if (faults := searching.told_apart(source.integrity())) and not searching.alone(faults):
            raise _unusable(Path(source.address), faults[0])
        source.is_ready()  # one that is newer than this program is named where it lies
        swap.clear(target)
        swap.put(keys.key_file(place), sealed)
        if key != source.key:
            under_another_key(source, place, key)
            return
        os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        source.execute("vacuum into :target", {"target": str(place)})
    finally:
        source.close()


def _make_ready(bank: SqliteBank, copy: Path, ready: Callable[[Bank], object]) -> None:
    try:
        bank.migrate()
        bank.execute("pragma user_version = 0")  # it is no backup any more
        ready(bank)
        if faults := prove_searchable(bank, ruleset.noted(bank)):
            raise _unusable(copy, faults[0])
        bank.execute("pragma journal_mode = wal").fetchall()
    finally:
        bank.close()
    with Path(bank.address).open("rb+") as file:
        os.fsync(file.fileno())
    swap.sync_folder(Path(bank.address).parent)


def _unusable(copy: Path, fault: str) -> BankUnusable:
    return BankUnusable(text(N_("The backup {path} is damaged and was not used: {fault}"), path=str(copy), fault=fault))
