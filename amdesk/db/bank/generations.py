"""The numbered backups of one bank in a folder: which are its own, which comes next, which are no longer needed.

A copy is called `amdesk-<bank>-<number>-<time>.amdesk` and says bank and number in its content too. They are ordered by the
number: a computer's clock goes back. Those from before they were numbered say only a time; they come first, by what is in
them.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Sequence
from pathlib import Path

from amdesk.db import driver
from amdesk.db.bank import settings
from amdesk.db.engine import keys
from amdesk.db.engine.backup import Copy, look
from amdesk.db.engine.sqlite import CopyAlone, SqliteBank
from amdesk.db.engine.swap import LOGS
from amdesk.db.port import Bank, insert
from amdesk.domain.bank.generations import CopySchedule, staying
from amdesk.domain.clock import Clock
from amdesk.domain.errors import BankUnusable
from amdesk.domain.texts import N_, text

EVERY = "amdesk-*.amdesk"
NAME = re.compile(r"amdesk-(?:(?P<bank>[0-9a-f]{8})-(?P<number>\d{6,})-)?\d{8}-\d{6}\.amdesk")
SETTING = "bank_id"


def identity(bank: SqliteBank) -> str:
    """Eight letters that no other bank has, kept in the bank; a bank from before they were is given them now."""
    if not (found := settings.setting(bank, SETTING)):
        with bank.write(text(N_("The bank was given an id, for the names of its backups")), undoable=False):
            found = settings.setting(bank, SETTING) or give_identity(bank)
    return found


def give_identity(bank: Bank) -> str:
    """Inside the caller's write()."""
    given = bank.new_uid().replace("-", "")[:8]
    insert(bank, "setting", name=SETTING, value=given)
    return given


def own(bank: SqliteBank, folder: Path) -> list[Copy]:
    """The bank's copies in the folder, oldest first: those that open with its key, whatever the folder holds beside."""
    mine = settings.setting(bank, SETTING)
    names = [p for p in copies_in(folder) if (m := NAME.fullmatch(p.name)) and m["bank"] in {None, mine}]
    found = [copy for copy in (look(bank, p) for p in names) if copy is not None]
    return sorted(found, key=lambda c: (c.sequence, c.step, c.path.name))


def copies_in(folder: Path) -> list[Path]:
    """The files that are called as a copy, of this bank or another one. What else has such a name (a link to nothing or to itself,
    a pipe, a folder) is passed over, and so is a folder that cannot be read."""
    return [p for p in _called(folder) if _is_file(p)]


def _called(folder: Path) -> list[Path]:
    try:
        return sorted(folder.glob(EVERY))
    except OSError:  # a name that is too long, a drive that went away
        return []


def _is_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def following(bank: SqliteBank, folder: Path, stamp: str) -> tuple[Path, int]:
    """Where the next copy goes, and its number: one above all that the bank has there, also those that no longer open."""
    mine = identity(bank)
    said = [int(m["number"]) for p in _called(folder) if (m := NAME.fullmatch(p.name)) and m["bank"] == mine]
    number = 1 + max([0, *said, *(c.sequence for c in own(bank, folder))])
    return folder / f"amdesk-{mine}-{number:06d}-{stamp}.amdesk", number


def reasons(copies: Sequence[Copy], schedule: CopySchedule) -> dict[Path, str]:
    """Why each copy stays, or "" where newer ones make it superfluous; `copies` are those of a folder as `own` tells them. One
    that holds work which the bank does not have always stays, and takes no other's place."""
    held = [c for c in copies if c.contained]
    why = staying([c.at.astimezone() for c in held], schedule)
    return {c.path: "beyond" for c in copies} | {c.path: one for c, one in zip(held, why, strict=True)}


def remove(copy: Copy) -> None:
    copy.path.unlink(missing_ok=True)
    keys.key_file(copy.path).unlink(missing_ok=True)


def opening_with(path: Path, key: str, folders: Sequence[Path]) -> list[Path]:
    """Copies within reach that open with the bank's key: those in its folders, and the banks beside it: kept from before, or the
    one that it was rescued from with what was kept from that."""
    found = [p for folder in folders for p in copies_in(folder)]
    beside = path.parent.glob(f"*{path.suffix}") if path.parent.is_dir() else ()
    found += sorted(p for p in beside if keys.key_file(p).is_file())
    return [p for p in dict.fromkeys(found) if p != path and _opens(p, key)]


def _opens(copy: Path, key: str) -> bool:
    try:
        if copy.stat().st_size == 0:
            return False
        CopyAlone(str(copy), key, actor="", account="", clock=Clock(), timeout=0.5).close()
    except (BankUnusable, driver.Error, OSError):
        return False
    return True


def newest_whole(path: Path, key: str, folders: Sequence[Path]) -> Path | None:
    """The newest copy in the folders that the bank's key opens and that reads whole: found without the bank, which may not open
    any more. Nobody but a bank has its key."""
    found = [p for folder in folders for p in copies_in(folder) if NAME.fullmatch(p.name)]

    def newness(copy: Path) -> tuple[int, str]:
        said = NAME.fullmatch(copy.name)
        return (int(said["number"]) if said and said["number"] else 0), copy.name

    return next((p for p in sorted(found, key=newness, reverse=True) if p != path and _whole(p, key)), None)


def _whole(copy: Path, key: str) -> bool:
    if copy.stat().st_size <= 1 or any(copy.with_name(copy.name + end).exists() for end in LOGS):
        return False
    try:
        bank = CopyAlone(str(copy), key, actor="", account="", clock=Clock(), timeout=0.5)
    except (BankUnusable, driver.Error):
        return False
    try:
        return not bank.integrity()
    except BankUnusable:
        return False
    finally:
        bank.close()
