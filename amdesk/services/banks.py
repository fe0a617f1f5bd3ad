"""The bank as a thing: make, open, check, back up, restore, copy."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from amdesk import resources
from amdesk.db import keys, reference
from amdesk.db.opening import create_bank, open_bank
from amdesk.db.port import Bank, value
from amdesk.domain.clock import Clock
from amdesk.domain.errors import BankUnusable
from amdesk.domain.texts import N_, text
from amdesk.services.access import Who, is_shared


def create(path: Path, passphrase: str | None, clock: Clock, me: Who) -> tuple[Bank, str]:
    """A new bank with occupations and code lists. Returns it with its recovery code, which is shown once."""
    bank, code = create_bank(path, passphrase, actor=me.name, account=me.account, clock=clock)
    fill(bank)
    return bank, code


def fill(bank: Bank) -> None:
    """Occupations and code lists, where the bank has none yet."""
    if value(bank, "select count(*) as n from occupation"):
        return
    with bank.write(text(N_("New bank")), undoable=False):
        reference.load(
            bank, resources.read_json("reference/occupations.json"), resources.read_json("reference/codelists.json")
        )


def open_(address: str, secret: str | None, clock: Clock, me: Who, key: str | None = None) -> Bank:
    """Open a bank; see db.open_bank for what is raised."""
    bank = open_bank(address, secret=secret, key=key, actor=me.name, account=me.account, clock=clock)
    if is_shared(address):
        fill(bank)
    return bank


def unlock(address: str, secret: str) -> str:
    """The raw key, given a passphrase or the recovery code; costs a fifth of a second, so it is done once."""
    return keys.unlock(Path(address), secret).key


def new_passphrase(address: str, secret: str, passphrase: str) -> str:
    """Another passphrase for the slot that `secret` opens; returns the new recovery code."""
    return keys.reseal(Path(address), secret, passphrase)


def info(bank: Bank) -> dict[str, Any]:
    """What the bank is and how much it holds."""

    def count(table: str) -> Any:
        return value(bank, f"select count(*) as n from {table} where void = 0")

    return {
        "address": bank.address, "engine": bank.engine, "city": reference.setting(bank, "city"),
        "demo": reference.setting(bank, "demo") == "yes", "placements": count("placement"), "participants": count("participant"),
        "bookings": count("booking"), "employments": count("employment"), "certificates": count("certificate"),
        "steps": value(bank, "select count(*) as n from step"), "rules": len(bank.rule_names()),
    }  # fmt: skip


def check(bank: Bank) -> dict[str, Any]:
    """Prove the rules and the file: {"ok", "faults": [...]}."""
    from amdesk.db.backup import prove

    faults = prove(bank)
    return {"ok": not faults, "faults": faults}


def backup(bank: Bank, target: Path) -> Path:
    """A whole, checked copy of the bank with its key file. Raises BankUnusable; an unfinished copy never counts."""
    from amdesk.db import backup as copies

    return copies.backup(bank, target)


def backup_name(clock: Clock) -> str:
    stamp = clock.now() if clock.fixed else datetime.now(UTC)
    return f"amdesk-{stamp.strftime('%Y%m%d-%H%M%S')}.amdesk"


def automatic_backup(bank: Bank, folder: Path, keep: int, clock: Clock) -> Path | None:
    """On closing: a checked copy in the folder, of which the latest `keep` stay. None where nothing changed since the last."""
    if bank.engine != "sqlite":
        return None
    steps = str(value(bank, "select max(id) as n from step") or 0)
    mark = folder / (Path(bank.address).stem + ".last")
    if mark.exists() and mark.read_text("utf-8") == steps and any(folder.glob("amdesk-*.amdesk")):
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BankUnusable(
            text(N_("The backup folder {path} cannot be made. Choose another in Settings."), path=str(folder))
        ) from error
    made = backup(bank, folder / backup_name(clock))
    mark.write_text(steps, "utf-8")
    for old in sorted(folder.glob("amdesk-*.amdesk"))[: -max(1, keep)]:
        old.unlink()
        keys.key_file(old).unlink(missing_ok=True)
    return made


def restore(copy: Path, target: Path, secret: str | None, clock: Clock, me: Who) -> Path | None:
    """Put a backup in the bank's place, checked first; what was there is kept beside it and returned.

    Raises BankUnusable and WrongKey before anything is touched.
    """
    from amdesk.db import backup as copies

    opened = open_bank(str(copy), secret=secret, actor=me.name, account=me.account, clock=clock)
    try:
        if faults := copies.prove(opened):
            raise BankUnusable(
                text(N_("The backup {path} is damaged and was not used: {fault}"), path=str(copy), fault=faults[0])
            )
    finally:
        opened.close()
    kept = copies.swap_in(copy, target, datetime.now(UTC).strftime("%Y%m%d-%H%M%S"))
    _erase_again(target, secret, clock, me)
    return kept


def _erase_again(target: Path, secret: str | None, clock: Clock, me: Who) -> None:
    """Who was erased after the backup was made stays erased."""
    from amdesk.services import retention

    if retention.list_of(str(target)).exists():
        bank = open_bank(str(target), secret=secret, actor=me.name, account=me.account, clock=clock)
        try:
            retention.replay(bank)
        finally:
            bank.close()


def copy(bank: Bank, target: Bank) -> int:
    """Copy every row to an empty bank on either engine and prove it. Returns how many rows."""
    from amdesk.db.backup import copy_bank

    return copy_bank(bank, target)


def remove_files(path: Path) -> None:
    """Remove a bank and all that lies beside it (the demo city, in one step)."""
    for end in ("", "-wal", "-shm", ".key.json", ".erased.json", ".open.json", ".lock"):
        path.with_name(path.name + end).unlink(missing_ok=True)
