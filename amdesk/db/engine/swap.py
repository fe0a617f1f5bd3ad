"""A bank and its key put in place together or not at all, wherever it is broken off.

The new pair lies ready as `<bank>.restoring` with its key; what is there now is kept under another name. A note,
`<bank>.restoring.json`, is the moment at which it counts: before it nothing has happened, and while it lies there whoever
opens the bank finishes what it says first.
"""

from __future__ import annotations

import errno
import json
import os
import re
from contextlib import suppress
from pathlib import Path

from amdesk import plainfile
from amdesk.db.engine import locks
from amdesk.db.engine.network import key_file
from amdesk.domain.errors import BankBusy, BankUnusable
from amdesk.domain.names import KEY, PART
from amdesk.domain.plainjson import parsed
from amdesk.domain.texts import N_, text

LOGS = ("-wal", "-journal")
SIDES = (*LOGS, "-shm")


def staged(target: Path) -> Path:
    """Where the new bank is made ready, with its key beside it."""
    return target.with_name(target.name + ".restoring")


def _note(target: Path) -> Path:
    return target.with_name(target.name + ".restoring.json")


def clear(target: Path) -> None:
    """Remove what an earlier one left that never counted. Only under the bank's lock."""
    for left in (*_left(target), *(_beside(staged(target), end) for end in SIDES)):
        left.unlink(missing_ok=True)
    for name in kept(target) if target.exists() else ():
        if name.samefile(target):  # a second name of the bank that goes on, and none from before
            name.unlink()
            key_file(name).unlink(missing_ok=True)


def _left(target: Path) -> list[Path]:
    """The bank that was made ready, its key, and either small file where it was not written to its end."""
    key, note = key_file(staged(target)), _note(target)
    return [staged(target), key, *(small.with_name(small.name + PART) for small in (key, note))]


def free_name(target: Path, stamp: str) -> Path:
    """A name for what was there that nothing has yet, nor a key beside it."""
    for number in range(1, 1000):
        ending = stamp if number == 1 else f"{stamp}-{number}"
        kept = target.with_name(f"{target.stem}-before-{ending}{target.suffix}")
        if not (os.path.lexists(kept) or os.path.lexists(key_file(kept))):
            return kept
    raise FileExistsError(errno.EEXIST, "no free name", str(target))


def _kept_name(target: Path) -> re.Pattern[str]:
    return re.compile(
        rf"{re.escape(target.stem)}-before-(?P<stamp>\d{{8}}-\d{{6}})(?:-(?P<number>\d+))?{re.escape(target.suffix)}"
    )


def kept(target: Path) -> list[Path]:
    """The banks that were kept beside this one, under names of `free_name`, oldest first."""
    name = _kept_name(target)
    found = [(m["stamp"], int(m["number"] or 1), p) for p in target.parent.iterdir() if (m := name.fullmatch(p.name))]
    return [p for _, _, p in sorted(found)]


def stamp_of(copy: Path) -> str:
    """When a bank was kept, as its name says it."""
    found = re.search(r"-before-(\d{8}-\d{6})", copy.name[copy.name.rfind("-before-") :])
    return found[1] if found else ""


def swap(target: Path, stamp: str, *, drop: bool = False) -> Path | None:
    """Put what is staged in the bank's place; returns where lies what was there. Only under the bank's lock. With `drop` nothing of
    that stays once the new one is in place.

    Raises BankUnusable with the bank as it was; or, where not even that could be had, with a note that the next opening
    follows.
    """
    kept: Path | None = None
    try:
        there = [end for end in ("", KEY, *LOGS) if _beside(target, end).exists()]
        kept = free_name(target, stamp) if there else None
        if kept is not None:
            _keep(target, kept, there)
        put(_note(target), json.dumps({"kept": kept.name if kept else "", "drop": drop}).encode())
        _follow(target)
    except OSError as error:
        if staged(target).exists():
            _take_back(target, kept)
            raise (_unfinished(target) if _note(target).exists() else not_placed(target, error)) from error
    return kept  # also where only the tidying failed: the next opening does that


def not_placed(target: Path, error: OSError) -> BankUnusable:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        said = N_(
            "The backup could not be put in place: the disk is full. The bank is as it was; make room, then try again."
        )
    elif error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        said = N_(
            "The backup could not be put in place: you may not change {path} or its folder. The bank is as it was; ask whoever looks after it."
        )
    elif not target.parent.is_dir():
        said = N_("The backup could not be put in place: there is no folder {folder}. Make it, or name another place.")
    else:
        said = N_(
            "The backup could not be put in place: {path} or its folder does not answer as a file and a folder do. The bank is as it was."
        )
    return BankUnusable(text(said, path=str(target), folder=str(target.parent)))


def finish(target: Path) -> None:
    """Follow the note of a restore that was broken off; one that has none never counted, and what it left goes: it may hold people who
    are erased. Raises BankUnusable where the note cannot be followed now."""
    if not _note(target).exists():
        if any(os.path.lexists(left) for left in _left(target)):
            with suppress(BankBusy, OSError), locks.alone(target):  # else somebody is at it just now
                if not _note(target).exists():
                    clear(target)
        return
    if not staged(target).exists():
        with suppress(OSError):  # all is in place; only the note was left, and what it says is to go
            _drop(target)
            _note(target).unlink(missing_ok=True)
        return
    with locks.alone(target):
        try:
            _follow(target)
        except OSError as error:
            if not key_file(staged(target)).exists():  # somebody removed it: no room that is made brings it back
                raise key_missing(key_file(staged(target))) from error
            raise _unfinished(target) from error


def key_missing(key: Path) -> BankUnusable:
    said = N_("The key file {path} is missing. It belongs beside the bank; fetch it from a backup.")
    return BankUnusable(text(said, path=str(key)))


def _unfinished(target: Path) -> BankUnusable:
    return BankUnusable(
        text(
            N_(
                "A backup that was being put in place at {path} could not be finished: the disk is full or the folder is "
                "locked. Nothing is lost; make room, then open the bank again."
            ),
            path=str(target),
        )
    )


def _keep(target: Path, kept: Path, there: list[str]) -> None:
    """What is there gets another name as well: at no moment it is missing."""
    for end in there:
        _also(_beside(target, end), _beside(kept, end))
    sync_folder(target.parent)


def _beside(target: Path, end: str) -> Path:
    return target.with_name(target.name + end)


def _also(path: Path, name: Path) -> None:
    """The same file under a second name; a copy where the disk knows no second names."""
    try:
        os.link(path, name)
    except OSError:
        import shutil

        shutil.copyfile(path, name)
        os.chmod(name, 0o600)
        with name.open("rb+") as file:
            os.fsync(file.fileno())


def _follow(target: Path) -> None:
    """What the note says, from wherever it was left: each step can be done again."""
    ready = staged(target)
    if ready.exists():
        sealed = plainfile.read(key_file(ready))  # without it nothing is touched
        for end in SIDES:  # they belong to the bank that goes; it is kept with its own
            _beside(target, end).unlink(missing_ok=True)
        put(key_file(target), sealed)
        ready.replace(target)
    sync_folder(target.parent)
    _drop(target)
    _note(target).unlink(missing_ok=True)
    key_file(ready).unlink(missing_ok=True)


def _drop(target: Path) -> None:
    """What was there before goes, where the note says so: its key may be known to somebody who is to be kept out. A note that is none
    of ours names nothing that goes."""
    try:
        said = parsed(plainfile.read(_note(target)))
    except (OSError, ValueError):
        return
    if isinstance(said, dict) and said.get("drop") and _kept_name(target).fullmatch(str(said.get("kept"))):
        old = target.with_name(str(said["kept"]))
        for end in ("", KEY, *SIDES):
            _beside(old, end).unlink(missing_ok=True)
        sync_folder(target.parent)


def _take_back(target: Path, kept: Path | None) -> None:
    """As it was. Where the disk refuses this too, the note stays and the next opening goes forward instead."""
    with suppress(OSError):
        if _note(target).exists():  # only then was anything changed
            for end in (KEY, *LOGS):
                _again(None if kept is None else _beside(kept, end), _beside(target, end))
            _note(target).unlink(missing_ok=True)
        clear(target)
        if kept is not None and target.exists():
            for end in ("", KEY, *LOGS):
                _beside(kept, end).unlink(missing_ok=True)


def _again(kept: Path | None, path: Path) -> None:
    if kept is None or not kept.exists():
        path.unlink(missing_ok=True)  # there was none
    elif not path.exists() or plainfile.read(path) != plainfile.read(kept):
        put(path, plainfile.read(kept))


def put(path: Path, content: bytes) -> None:
    """Write a small file whole or not at all, private to the user, and on the disk before this returns."""
    part = path.with_name(path.name + PART)
    try:
        if plainfile.odd(part) is not None:
            part.unlink()  # nobody of ours left it there
        handle = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """A new name is on the disk only when its folder is."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # some network drives know no such thing
            raise
    finally:
        os.close(handle)
