"""Backups that are opened and proved before they count, and copies from bank to bank on either engine."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from amdesk import plainfile
from amdesk.db import driver, triggers
from amdesk.db.catalogue import COPIED
from amdesk.db.engine import chain, keys, leftovers, network, ruleset, searching, swap
from amdesk.db.engine.errors import RULES, BankDamaged
from amdesk.db.engine.sqlite import CopyAlone, SqliteBank
from amdesk.db.port import Bank, Row, one, rows, value
from amdesk.db.rules import FAULTS, VIEWS
from amdesk.domain.errors import BadFile, BankBusy, BankUnusable
from amdesk.domain.names import KEY, banks_it_may_belong_to
from amdesk.domain.texts import N_, Text, text


def prove(bank: Bank, but: Collection[str] = ()) -> list[str]:
    """Everything wrong with a bank: the file, the triggers and views, and every rule's view but those named. Empty when whole."""
    try:
        faults = searching.told_apart(bank.integrity())
        if faults:
            return faults
        script = bank.rule_script()
        missing = triggers.names(script) - bank.rule_names()
        faults += [f"missing rule {name}" for name in sorted(missing)]
        if ruleset.standing(bank, bank.applied()).sha256 != triggers.fingerprint(script):
            faults.append("other rules than this version's")
        else:
            faults += _of_engine(bank)
        for view, code in FAULTS.items():
            if view in missing or view in but:
                continue
            faults += [f"{code} {view} {_said(r)}: {RULES[code]}" for r in rows(bank, f"select * from {view}")]
        logged = value(bank, "select count(*) as n from audit where step_id not in (select id from step)")
        if logged:
            faults.append(f"{logged} log rows without a step")
        faults += [f"setting {n} missing" for n in _pragma_faults(bank)]
    except BankBusy:
        raise
    except (BankUnusable, driver.Error) as error:
        return [str(error)]
    return faults


def _of_engine(bank: Bank) -> list[str]:
    """What only a bank of one's own can be asked: the texts of its rules, and its search."""
    if not isinstance(bank, SqliteBank):
        return []
    missing = triggers.texts(triggers.search_script()).keys() - bank.rule_names()
    faults = [f"missing rule {name}" for name in sorted(missing)]
    faults += [f"changed rule {name}" for name in bank.changed_rules()]
    return faults + searching.faults(bank)


def prove_searchable(bank: SqliteBank, but: Collection[str] = ()) -> list[str]:
    """See prove; of a bank in which the search alone is wrong, that is made anew first."""
    faults = prove(bank, but)
    if searching.alone(faults):
        searching.anew(bank)
        faults = prove(bank, but)
    return faults


def _said(row: Row) -> str:
    return ", ".join(f"{k} {v}" for k, v in row.items())


def _pragma_faults(bank: Bank) -> list[str]:
    if bank.engine != "sqlite":
        return []
    found = value(bank, "pragma synchronous"), value(bank, "pragma foreign_keys")
    return [name for name, said, want in (("synchronous", found[0], 2), ("foreign_keys", found[1], 1)) if said != want]


def backup(bank: Bank, target: Path, sequence: int = 0) -> Path:
    """VACUUM INTO a part file, open and prove it, fsync, then rename. Encrypted with the same key as the bank.

    `sequence` is written into the copy, for those that are counted. Raises BadFile where something else lies at `target`,
    and BankUnusable.
    """
    if not isinstance(bank, SqliteBank):
        raise BankUnusable(text(N_("A shared bank is backed up on its server (pg_dump). Ask the IT department.")))
    occupied(bank, target)
    chain.seal_quietly(bank)  # the copy holds the head of the log as it is now

    def prove_it(part: Path, before: int) -> None:
        _prove_copy(bank, part, target, before, sequence)

    return _copied(bank, target, prove_it)


def before_an_upgrade(bank: SqliteBank, applied: Collection[str], stamp: str) -> Path:
    """A copy beside an older bank before anything is made anew in it: encrypted with its key, and as whole as the bank.

    `applied` are its migrations. Raises BankUnusable where no such copy can be had: then the bank is to stay as it is.
    """
    try:
        target = _reserved(Path(bank.address), stamp)
    except OSError as error:
        raise _not_made(Path(bank.address), reason(error, Path(bank.address).parent)) from error

    def prove_it(part: Path, before: int) -> None:
        copy = _opened(bank, part)
        try:
            true = copy.applied() == applied and value(copy, "select count(*) as n from audit") >= before
            faults = copy.integrity()
        finally:
            copy.close()
        if faults and (own := bank.integrity()):
            raise _not_made(target, _broken(bank, own[0]), "DAMAGED")
        if faults or not true or bank.is_ready():  # another program may have done it all meanwhile
            raise _unproved()

    try:
        return _copied(bank, target, prove_it)
    except BaseException:
        with suppress(OSError):
            target.unlink(missing_ok=True)  # only the name
        raise


def _reserved(path: Path, stamp: str) -> Path:
    """A free name beside a bank that no other program takes in the same moment."""
    while True:
        target = swap.free_name(path, stamp)
        with suppress(FileExistsError):
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            return target


def _copied(bank: SqliteBank, target: Path, prove_it: Callable[[Path, int], None]) -> Path:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        leftovers.clear_parts(target)
        with leftovers.part_of(target) as part:
            before = value(bank, "select count(*) as n from audit")
            bank.execute("vacuum into :target", {"target": str(part)})
            prove_it(part, before)
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            _publish(bank, part, target)
    except OSError as error:
        raise _not_made(target, reason(error, target.parent)) from error
    except BankDamaged as error:
        raise _not_made(target, error.text, error.code) from error
    except BankUnusable as error:
        if error.code in {"BACKUP", "DAMAGED"}:
            raise
        raise _not_made(target, error.text) from error
    except driver.Error as error:
        raise _not_made(target, reason(OSError(), target.parent)) from error
    return target


def _publish(bank: SqliteBank, part: Path, target: Path) -> None:
    """The key first: it opens what lies there and what comes, so that at no moment there is a copy that does not open."""
    sealed, key = keys.content(Path(bank.address)), keys.key_file(target)
    had_key = key.exists()
    try:
        swap.put(key, sealed)
        seen = bank.copies_seen.pop(_same_file(part), None)
        part.replace(target)
        if seen:  # it was just read under the other name
            bank.copies_seen[_same_file(target)] = seen
        swap.sync_folder(target.parent)
    except OSError:
        if not had_key and not target.exists():
            key.unlink(missing_ok=True)
        raise


def _not_made(target: Path, why: Text, code: str = "BACKUP") -> BankUnusable:
    """Where it is the bank that is damaged, the code says that."""
    return BankUnusable(text(N_("The backup {path} could not be made. {why}"), path=str(target), why=why), code)


def reason(error: OSError, folder: Path) -> Text:
    """What a folder refused."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return text(N_("The disk is full: make room, or choose another folder. The bank is unharmed."))
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return text(
            N_("Nothing may be written in the folder {path}: choose another. The bank is unharmed."), path=str(folder)
        )
    if error.errno == errno.ENAMETOOLONG:
        return text(N_("The name or the path is too long: choose a shorter one. The bank is unharmed."))
    return text(N_("The folder {path} is gone or does not answer. The bank is unharmed."), path=str(folder))


def _prove_copy(bank: SqliteBank, part: Path, target: Path, before: int, sequence: int) -> None:
    copy = _opened(bank, part)
    try:
        copy.execute(f"pragma user_version = {sequence:d}")
        faults = prove(copy, ruleset.noted(copy))
        if searching.alone(faults):  # nothing is lost: neither the bank nor its copy is to be without its search
            with suppress(BankUnusable):
                searching.anew(bank)
            faults = prove_searchable(copy, ruleset.noted(copy))
        whole = not faults and value(copy, "select count(*) as n from audit") >= before
        read = _told_by(copy) if whole else None
    finally:
        copy.close()
    if read is not None:
        bank.copies_seen[_same_file(part)] = read
        return
    if faults and (own := prove(bank, ruleset.noted(bank))):  # the copy is true to what it was made of
        raise _not_made(target, _broken(bank, own[0]), "DAMAGED")
    raise _unproved()


def _unproved() -> BankUnusable:
    return BankUnusable(
        text(N_("The backup could not be proved and was thrown away. Check the disk; the bank is unharmed.")),
        "BACKUP",
    )


def _broken(bank: Bank, fault: str) -> Text:
    return text(
        N_("The bank {path} is itself not whole: {fault}. Restore the latest backup."), path=bank.address, fault=fault
    )


def occupied(bank: SqliteBank, target: Path) -> None:
    """Raise BadFile where a backup would go over anything but an earlier backup of the same bank."""
    if not target.name:
        raise _in_the_way(target)
    network.refuse_long(target, len(network.COPYING))
    if any(os.path.lexists(target.parent / (n + KEY)) for n in banks_it_may_belong_to(target.name)[1:]):
        raise BadFile(
            text(N_("{path} belongs to a bank: nothing was written there. Choose another name."), path=str(target)),
            "BANK",
        )
    key, own = keys.key_file(target), Path(bank.address)
    if not os.path.lexists(target):
        if os.path.lexists(key) and (plainfile.odd(key) is not None or plainfile.read(key) != keys.content(own)):
            raise _in_the_way(key)
        return
    if target.exists() and own.exists() and target.samefile(own):
        raise BadFile(
            text(
                N_("{path} is the bank itself. Choose another name for the backup; nothing was touched."),
                path=str(target),
            )
        )
    if not target.is_file() or not is_earlier(bank, target):
        raise _in_the_way(target)


def _in_the_way(path: Path) -> BadFile:
    if (said := plainfile.odd(path)) is not None:
        return BadFile(said, "ODD")
    return BadFile(
        text(
            N_(
                "{path} is there already and is no earlier backup of this bank: it was left as it is. Choose another name."
            ),
            path=str(path),
        )
    )


def is_earlier(bank: SqliteBank, path: Path) -> bool:
    """True for a backup of this bank all of whose work stands in the bank, so that nothing is lost with it."""
    found = look(bank, path)
    return found is not None and found.contained


class Copy(NamedTuple):
    """A backup as it lies there: its number (0 for one from before they had one) and the last step in it."""

    path: Path
    sequence: int
    step: int
    contained: bool
    """Whether that step stands in the bank too: then all before it does."""
    latest: bool
    at: datetime
    """When that step was taken: how the bank stood then is in the copy."""


def look(bank: SqliteBank, path: Path) -> Copy | None:
    """A backup made of this bank; None for another bank's, for a bank that is in use, and for what does not open."""
    same = _same_file(path)
    if same[2] <= 1 or any(path.with_name(path.name + end).exists() for end in swap.LOGS):
        return None  # SQLite makes a bank of an empty file, and of one byte; a log beside it says that somebody works in it
    if same not in bank.copies_seen:
        bank.copies_seen[same] = _read_copy(bank, path)
    if (read := bank.copies_seen[same]) is None:
        return None
    sequence, last = read
    there = last["id"] == 0 or bool(one(bank, "select 1 as one from step where id = :id and uid = :uid", **last))
    now = one(bank, LAST) or NOTHING_DONE
    return Copy(path, sequence, last["id"], there, last == now, _when(last, path))


def _read_copy(bank: SqliteBank, path: Path) -> tuple[int, Row] | None:
    """Its number and its last step; None of what is no copy of the bank. One that was looked at is not opened again as long as
    its file is the same: whether it is whole is asked apart."""
    try:
        copy = _opened(bank, path, timeout=0.5)
    except (BankUnusable, driver.Error):
        return None
    try:
        if value(copy, "pragma journal_mode") == "wal":  # a bank that is worked in; a copy never is
            return None
        return _told_by(copy)
    except (BankUnusable, driver.Error):
        return None
    finally:
        copy.close()


def _opened(bank: SqliteBank, path: Path, timeout: float = 10.0) -> CopyAlone:
    return CopyAlone(str(path), bank.key, actor=bank.actor, account=bank.account, clock=bank.clock, timeout=timeout)


def _told_by(copy: CopyAlone) -> tuple[int, Row]:
    """Its number and its last step."""
    return int(value(copy, "pragma user_version")), one(copy, LAST) or NOTHING_DONE


def _same_file(path: Path) -> tuple[str, int, int, int]:
    """What tells that a file is the one that was read before."""
    found = path.stat()
    return str(path), found.st_ino, found.st_size, found.st_mtime_ns


NOTHING_DONE: Row = {"id": 0, "uid": "", "at": ""}
LAST = "select id, uid, at from step order by id desc limit 1"


def _when(step: Row, path: Path) -> datetime:
    """In UTC; of a bank in which nothing was done yet, when it was copied."""
    try:
        found = datetime.fromisoformat(str(step["at"]))
    except ValueError:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def carry(bank: SqliteBank, copy: Copy, folder: Path) -> Path:
    """The copy in another folder too, under its own name: read back and proved there before it counts. Raises BankUnusable."""
    target = folder / copy.path.name
    try:
        leftovers.clear_parts(target)
        with leftovers.part_of(target) as part:
            shutil.copyfile(copy.path, part)
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            _same(bank, copy, part)
            _publish(bank, part, target)
    except OSError as error:
        raise _not_made(target, reason(error, folder)) from error
    return target


def _same(bank: SqliteBank, copy: Copy, part: Path) -> None:
    if _read_back(bank, part) == (copy.sequence, copy.step):
        return
    if whole(bank, copy.path):
        raise _unproved()
    raise BankUnusable(
        text(
            N_("The copy {path} is damaged and was not brought to the second folder. Others are."), path=str(copy.path)
        ),
        DAMAGED_COPY,
    )


def _read_back(bank: SqliteBank, part: Path) -> tuple[int, int] | None:
    """Number and last step of what was just written, where it reads whole."""
    try:
        copy = _opened(bank, part)
    except (BankUnusable, driver.Error):
        return None
    try:
        read = None if copy.integrity() else _told_by(copy)
    except (BankUnusable, driver.Error):
        return None
    finally:
        copy.close()
    bank.copies_seen[_same_file(part)] = read
    return (read[0], int(read[1]["id"])) if read else None


DAMAGED_COPY = "DAMAGED_COPY"
"""The code of an error that is one copy's alone."""


def whole(bank: SqliteBank, path: Path) -> bool:
    """Whether every page of a copy of this bank reads as it was written."""
    copy = _opened(bank, path)
    try:
        return not copy.integrity()
    finally:
        copy.close()


def copy_bank(source: Bank, target: Bank) -> int:
    """Copy all rows to an empty bank, rules off while loading, then rules on and everything proved."""
    if value(target, "select count(*) as n from participant") or value(target, "select count(*) as n from placement"):
        raise BankUnusable(text(N_("The bank to copy to is not empty. Choose a new one.")))
    total = 0
    own = one(target, "select uid, value from setting where name = 'bank_id'")
    with source.read(), target.unlogged():
        for name in target.rule_names() - set(VIEWS):
            ruleset.remove(target, name)
        for table in reversed(COPIED):
            target.execute(f"delete from {table}")
        for table in COPIED:
            names = source.columns(table)
            marks = ", ".join(f":{n}" for n in names)
            for r in source.query(f"select {', '.join(names)} from {table} order by {names[0]}"):
                target.execute(f"insert into {table} ({', '.join(names)}) values ({marks})", r)
                total += 1
            if target.engine != "sqlite" and "id" in names:
                target.execute(
                    f"select setval(pg_get_serial_sequence('{table}', 'id'), (select coalesce(max(id), 1) from {table}))"
                )
        if target.engine == "sqlite":  # it had rows of its own before
            target.execute("update sqlite_sequence set seq = 0")
            for table in COPIED:
                if "id" in source.columns(table):
                    at = f"(select coalesce(max(id), 0) from {table})"
                    target.execute(f"update sqlite_sequence set seq = {at} where name = :t", {"t": table})
        # it is a bank of its own: its backups are not to be taken for those of the first
        target.execute("delete from setting where name = 'bank_id'")
        if own:
            target.execute("insert into setting (uid, name, value) values (:uid, 'bank_id', :value)", own)
        target.make_rules()
        unmet = ruleset.noted(source)  # rows that are older than a rule are copied as well
        ruleset.note(target, unmet)
    if faults := prove(target, unmet):
        raise BankUnusable(text(N_("The copy could not be proved: {fault}"), fault=faults[0]))
    return total
