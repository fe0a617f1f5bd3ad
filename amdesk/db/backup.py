"""Backups that are opened and proved before they count, and copies from bank to bank on either engine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from amdesk.db import driver, keys, schema, triggers
from amdesk.db.errors import RULES
from amdesk.db.port import Bank, rows, value
from amdesk.db.rules import FAULTS, VIEWS
from amdesk.db.sqlite import SqliteBank
from amdesk.domain.errors import BankUnusable
from amdesk.domain.texts import N_, text

ORDER = (
    "step",
    "setting",
    "code",
    "travel",
    "occupation",
    "profile",
    "case_worker",
    "account",
    "placement",
    "capacity",
    "capacity_wish",
    "participant",
    "identity_history",
    "case_worker_change",
    "note",
    "check_shown",
    "employment",
    "round",
    "booking",
    "assessment",
    "document",
    "certificate",
    "module",
    "module_occasion",
    "enrolment",
    "attendance",
    "followup",
    "contact_attempt",
    "payment",
    "measure",
    "cohort",
    "cohort_row",
    "cohort_window",
    "report",
    "erasure",
    "import_run",
    "column_map",
    "task_mark",
    "audit",
    "audit_value",
    "access_log",
)
"""Every table, each after those that it refers to."""  # fmt: skip


def prove(bank: Bank) -> list[str]:
    """Everything wrong with a bank: the file, the triggers and views, and every rule's view. Empty when whole."""
    try:
        faults = list(bank.integrity())
        if faults:
            return faults
        missing = expected_rules(bank) - bank.rule_names()
        faults += [f"missing rule {name}" for name in sorted(missing)]
        for view, code in FAULTS.items():
            if view in missing:
                continue
            faults += [f"{code} {view} {_said(r)}: {RULES[code]}" for r in rows(bank, f"select * from {view}")]
        logged = value(bank, "select count(*) as n from audit where step_id not in (select id from step)")
        if logged:
            faults.append(f"{logged} log rows without a step")
        faults += [f"setting {n} missing" for n in _pragma_faults(bank)]
    except (BankUnusable, driver.Error) as error:
        return [str(error)]
    return faults


def _said(row: dict[str, Any]) -> str:
    return ", ".join(f"{k} {v}" for k, v in row.items())


def _pragma_faults(bank: Bank) -> list[str]:
    if bank.engine != "sqlite":
        return []
    found = value(bank, "pragma synchronous"), value(bank, "pragma foreign_keys")
    return [name for name, said, want in (("synchronous", found[0], 2), ("foreign_keys", found[1], 1)) if said != want]


def expected_rules(bank: Bank) -> set[str]:
    """Names of the triggers and views that a bank of this version has."""
    columns = {t: bank.columns(t) for t in schema.UNDOABLE}
    script = triggers.sqlite_script(columns) if bank.engine == "sqlite" else triggers.postgres_script(columns)
    names = {words[2] for s in script if (words := s.split())[0:2] == ["create", "trigger"]}
    names |= {words[4] for s in script if (words := s.split())[0:4] == ["create", "or", "replace", "trigger"]}
    return names | set(VIEWS)


def backup(bank: Bank, target: Path) -> Path:
    """VACUUM INTO a part file, open and prove it, fsync, then rename. Encrypted with the same key as the bank."""
    if not isinstance(bank, SqliteBank):
        raise BankUnusable(text(N_("A shared bank is backed up on its server (pg_dump). Ask the IT department.")))
    source = Path(bank.address)
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        bank.execute("vacuum into :target", {"target": str(part)})
        os.chmod(part, 0o600)
        _prove_copy(bank, part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        shutil.copyfile(keys.key_file(source), keys.key_file(target))
        part.replace(target)
    except (OSError, BankUnusable, driver.Error) as error:
        part.unlink(missing_ok=True)
        if isinstance(error, BankUnusable) and error.code == "BACKUP":
            raise
        raise BankUnusable(
            text(
                N_(
                    "The backup {path} could not be made: the disk is full or the folder is gone. The bank is unharmed."
                ),
                path=str(target),
            ),
            "BACKUP",
        ) from error
    return target


def _prove_copy(bank: SqliteBank, part: Path) -> None:
    copy = SqliteBank(str(part), bank.key, actor=bank.actor, account=bank.account, clock=bank.clock)
    try:
        faults = prove(copy)
        counts = [value(b, "select count(*) as n from audit") for b in (bank, copy)]
    finally:
        copy.close()
    if faults or counts[0] > counts[1] + 1000:
        raise BankUnusable(
            text(N_("The backup could not be proved and was thrown away. Check the disk; the bank is unharmed.")),
            "BACKUP",
        )


def swap_in(copy: Path, target: Path, stamp: str) -> Path | None:
    """Put a proved copy in the bank's place. What was there is renamed, never overwritten; returns where it lies now."""
    kept: Path | None = None
    part = target.with_name(target.name + ".restoring")
    try:
        shutil.copyfile(copy, part)
        os.chmod(part, 0o600)
        if target.exists():
            kept = target.with_name(f"{target.stem}-before-{stamp}{target.suffix}")
            for end in ("-wal", "-shm"):
                side = target.with_name(target.name + end)
                if side.exists():
                    side.rename(kept.with_name(kept.name + end))
            target.rename(kept)
            if keys.key_file(target).exists():
                keys.key_file(target).rename(keys.key_file(kept))
        shutil.copyfile(keys.key_file(copy), keys.key_file(target))
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        if kept and kept.exists() and not target.exists():
            kept.rename(target)
        raise BankUnusable(
            text(
                N_(
                    "The backup could not be put in place: the disk is full or the folder is locked. The bank is as it was."
                )
            )
        ) from error
    return kept


def copy_bank(source: Bank, target: Bank) -> int:
    """Copy all rows to an empty bank, rules off while loading, then rules on and everything proved."""
    if value(target, "select count(*) as n from participant") or value(target, "select count(*) as n from placement"):
        raise BankUnusable(text(N_("The bank to copy to is not empty. Choose a new one.")))
    total = 0
    with source.read(), target.unlogged():
        for name in target.rule_names() - set(VIEWS):
            _drop_trigger(target, name)
        for table in reversed(ORDER):
            target.execute(f"delete from {table}")
        for table in ORDER:
            names = source.columns(table)
            marks = ", ".join(f":{n}" for n in names)
            for r in source.query(f"select {', '.join(names)} from {table} order by {names[0]}"):
                target.execute(f"insert into {table} ({', '.join(names)}) values ({marks})", r)
                total += 1
            if target.engine != "sqlite" and "id" in names:
                target.execute(
                    f"select setval(pg_get_serial_sequence('{table}', 'id'), (select coalesce(max(id), 1) from {table}))"
                )
        target.make_rules()  # type: ignore[attr-defined]
    if faults := prove(target):
        raise BankUnusable(text(N_("The copy could not be proved: {fault}"), fault=faults[0]))
    return total


def _drop_trigger(bank: Bank, name: str) -> None:
    if bank.engine == "sqlite":
        bank.execute(f"drop trigger if exists {name}")
        return
    table = value(
        bank, "select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid where t.tgname = :n", n=name
    )
    bank.execute(f"drop trigger if exists {name} on {table}")


__all__ = ["backup", "copy_bank", "expected_rules", "prove", "swap_in"]
