"""The copies that the program makes by itself: on closing, every hour that something changed, on a wish; in two folders."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from amdesk.db.bank import generations, history, settings
from amdesk.db.engine import backup as copies
from amdesk.db.engine import chaincheck
from amdesk.db.engine.errors import BankDamaged
from amdesk.db.engine.sqlite import CopyAlone, SqliteBank
from amdesk.db.port import Bank
from amdesk.domain.bank.generations import COPIES_KEPT, CopySchedule, Folders, read_copy_schedule
from amdesk.domain.clock import Clock
from amdesk.domain.errors import AmdeskError, BankUnusable, Refused
from amdesk.domain.texts import N_, Text, text
from amdesk.services.bank import reach


class Second(NamedTuple):
    """What came of the second folder: how many copies went there now, and how many wait for it, and why."""

    carried: int
    waiting: int
    why: Text | None = None


NOTHING = Second(0, 0)


def schedule(bank: Bank) -> CopySchedule:
    """How many copies the unit keeps; the program's own where what the bank says is none."""
    try:
        return read_copy_schedule(settings.setting(bank, COPIES_KEPT))
    except Refused:
        return CopySchedule()


def numbered(bank: Bank, folder: Path, clock: Clock) -> Path:
    """The bank's next copy in the folder, under a name of its own. Raises BankUnusable."""
    if not isinstance(bank, SqliteBank):
        return copies.backup(bank, folder)  # says why not
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BankUnusable(
            text(N_("The backup folder {path} cannot be made. Choose another in Settings."), path=str(folder))
        ) from error
    target, number = generations.following(bank, folder, _stamp(clock))
    return copies.backup(bank, target, number)


def _stamp(clock: Clock) -> str:
    return (clock.now() if clock.fixed else datetime.now(UTC)).strftime("%Y%m%d-%H%M%S")


def automatic(
    bank: Bank, folder: Path, clock: Clock, spare: Path | None = None, kept: CopySchedule | None = None
) -> Path | None:
    """A checked copy in the folder, of which those stay that `kept`, or else the unit's schedule, says. None where the latest
    copy holds all there is. Raises BankUnusable.

    `spare` is a copy that is wanted still (it is to be restored), however old.
    """
    if not isinstance(bank, SqliteBank):
        return None
    before = generations.own(bank, folder)
    if before and before[-1].latest and copies.whole(bank, before[-1].path):
        return None
    made = numbered(bank, folder, clock)
    _thin(bank, folder, kept or schedule(bank), {made, *([spare] if spare else [])})
    return made


def _thin(bank: SqliteBank, folder: Path, kept: CopySchedule, wanted: set[Path]) -> None:
    found = generations.own(bank, folder)
    why = generations.reasons(found, kept)
    for old in found:
        if not why[old.path] and not any(w.exists() and w.samefile(old.path) for w in wanted):
            with suppress(OSError):  # it is only superfluous
                generations.remove(old)


def keep(bank: Bank, folders: Folders, clock: Clock, spare: Path | None = None) -> Second:
    """What is done by itself: a copy where something changed, and what the second folder lacks. Raises BankUnusable where the
    first folder takes none."""
    automatic(bank, folders.first, clock, spare)
    return carry(bank, folders)


def carry(bank: Bank, folders: Folders, kept: CopySchedule | None = None) -> Second:
    """Bring to the second folder what stays in the first and is not there yet, the newest first. It may be away: what it lacks
    comes to it the next time. Nothing is raised for that."""
    if not isinstance(bank, SqliteBank) or folders.second is None or folders.first == folders.second:
        return NOTHING
    kept = kept or schedule(bank)
    here = generations.own(bank, folders.first)
    if wrong := _no_folder(folders.second):
        return Second(0, len(here), wrong)
    there = {c.path.name: c for c in generations.own(bank, folders.second)}
    both = sorted(({c.path.name: c for c in here} | there).values(), key=lambda c: (c.sequence, c.step, c.path.name))
    why = {path.name: one for path, one in generations.reasons(both, kept).items()}
    lacking = [c for c in reversed(here) if c.path.name not in there and why[c.path.name]]
    done, wrong = 0, None
    for copy in lacking:
        try:
            copies.carry(bank, copy, folders.second)
            done += 1
        except AmdeskError as error:
            wrong = wrong or error.text
            if error.code != copies.DAMAGED_COPY:
                return Second(done, len(lacking) - done, wrong)
    _thin(bank, folders.second, kept, {folders.second / c.path.name for c in lacking[:1]})
    return Second(done, len(lacking) - done, wrong)


def _no_folder(folder: Path) -> Text | None:
    """Why nothing comes to the folder."""
    found = reach.asked([folder])[folder]
    if found.folder:
        return None
    if found.something:
        return text(N_("The second folder {path} is no folder. Choose another in Settings."), path=str(folder))
    said = N_("The second folder {path} does not answer. What it lacks is brought there when it is back.")
    return text(said, path=str(folder))


def last_made(bank: Bank, folder: Path) -> datetime | None:
    """When the latest copy was made; None where there is none."""
    found = generations.own(bank, folder) if isinstance(bank, SqliteBank) else []
    return datetime.fromtimestamp(found[-1].path.stat().st_mtime, UTC) if found else None


def write_back(bank: Bank) -> None:
    """What stands in the log beside the bank comes into its file, as far as nobody reads it: then it is in a copy too that somebody
    makes of the file alone."""
    if isinstance(bank, SqliteBank):
        with suppress(BankUnusable):
            bank.write_back()


def ahead(bank: Bank, folder: Path) -> Text | None:
    """What is to be said where the newest copy holds what the bank does not: its file is an older one, that somebody put there or
    that was restored. The next copy made of it is the newest then."""
    found = generations.own(bank, folder) if isinstance(bank, SqliteBank) else []
    if not found or found[-1].contained:
        return None
    return text(
        N_(
            "{name} holds changes that the bank does not have: the bank is an older one. Look at the backups before you go on."
        ),
        name=found[-1].path.name,
    )


class Kept(NamedTuple):
    """A copy of the bank as Settings lists it; `number` is 0 for one from before they were numbered."""

    name: str
    number: int
    made: datetime
    """When it was copied, and below how the bank stood in it; both in UTC."""
    at: datetime
    why: str
    """Why it stays: latest, hours, days, weeks, months; beyond for one that holds what the bank does not; "" where it goes."""
    newer: int
    """Changes of the bank that are not in it."""
    more: int
    """Changes in it that are not in the bank."""
    first: Path | None
    second: Path | None
    """Where it lies."""


def listed(bank: Bank, folders: Folders) -> list[Kept]:
    """The bank's own copies in both folders, newest first; of a second folder that is away, none."""
    if not isinstance(bank, SqliteBank):
        return []
    here = generations.own(bank, folders.first)
    second = next(iter(reach.within_reach([folders.second])), None)
    there = {c.path.name: c for c in (generations.own(bank, second) if second else [])}
    why = generations.reasons(here, schedule(bank))
    found = {c.path.name: c for c in here} | {n: c for n, c in there.items() if n not in {x.path.name for x in here}}
    lies = {c.path.name for c in here}
    out = []
    for name, copy in found.items():
        with suppress(OSError, BankDamaged):  # removed just now, or no whole copy any more
            made = datetime.fromtimestamp(copy.path.stat().st_mtime, UTC)
            newer, more = _apart(bank, copy)
            first = copy.path if name in lies else None
            far = there[name].path if name in there else None
            reason = why.get(copy.path, "latest" if far else "")
            out.append(Kept(name, copy.sequence, made, copy.at, reason, newer, more, first, far))
    return sorted(out, key=lambda k: (k.number, k.at, k.name), reverse=True)


def unlike(bank: Bank, folders: Folders) -> list[Text]:
    """Copies within reach whose log is not the beginning of the bank's: it was cut off or written anew since they were made. After
    a restore, which says so in the log, that is as it should be of the copies that were made of what it replaced."""
    if not isinstance(bank, SqliteBank):
        return []
    found = {c.path: c for folder in reach.within_reach(folders) for c in generations.own(bank, folder)}
    out = []
    for path in found:
        try:
            apart = _parted(bank, path)
        except BankDamaged:  # nothing of the bank's: the list of copies says it
            continue
        if apart is not None:
            said = N_(
                "Log: the copy {name} holds seal {number}, and the bank does not. Its log was cut off or written anew."
            )
            out.append(text(said, name=path.name, number=apart))
    return out


def _parted(bank: SqliteBank, path: Path) -> int | None:
    other = CopyAlone(str(path), bank.key, actor=bank.actor, account=bank.account, clock=bank.clock)
    try:
        return chaincheck.parted(bank, other)
    finally:
        other.close()


def _apart(bank: SqliteBank, copy: copies.Copy) -> tuple[int, int]:
    """How many changes that people made are in the bank alone, and in the copy alone."""
    if copy.contained:
        return history.changes_after(bank, copy.step), 0
    other = CopyAlone(str(copy.path), bank.key, actor=bank.actor, account=bank.account, clock=bank.clock)
    try:
        return len(history.beyond(bank, history.uids(other))), len(history.beyond(other, history.uids(bank)))
    finally:
        other.close()
