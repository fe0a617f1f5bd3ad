"""What all the files within reach know of the time since a copy was made: who was erased, and which reports were given out. The copy
that is put in the bank's place may be older than both, and the world has forgotten neither."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from amdesk.db import driver
from amdesk.db.bank import erasure, generations, settings
from amdesk.db.engine import former, keys, swap
from amdesk.db.port import Bank
from amdesk.db.results import carried
from amdesk.db.results.carried import CarriedReport
from amdesk.domain.errors import AmdeskError
from amdesk.domain.texts import N_, Text, text
from amdesk.services.bank import reach, retention
from amdesk.services.bank.holders import unmoved
from amdesk.settings import Settings

ERASED_UNKNOWN = N_(
    "From {day} on it is not known who was erased: no list of the erased and no newer copy is within reach. Whoever was erased after that day comes back. Fetch the bank's .erased.json or a newer copy first, or erase them again."
)
GIVEN_UNKNOWN = N_(
    "From {day} on it is not known which reports were given out: no newer copy is within reach, so that the next report is not held against them. Hold it against the papers that went out, or fetch a newer copy first."
)


class KnownSince(NamedTuple):
    """Who was erased by what is within reach, by uid, and which reports were given out. Each day is the one from which nobody can
    say who else was, or which others were; None where something knows that is newer than the copy."""

    uids: frozenset[str]
    unknown_from: date | None
    reports: Sequence[CarriedReport] = ()
    reports_unknown_from: date | None = None

    @property
    def told(self) -> list[Text]:
        """What is to be told before the copy is put in place."""
        said = ((ERASED_UNKNOWN, self.unknown_from), (GIVEN_UNKNOWN, self.reports_unknown_from))
        return [text(sentence, day=day) for sentence, day in said if day is not None]


def known(copy: Path, target: Path, secret: str | None) -> KnownSince:
    """Looks at the list beside the bank, at the bank itself, at the copies beside either and in the folders of the settings, as far as
    they open with the key of the copy, with `secret` or with a key that the bank had. Raises BankUnusable for a list that cannot be
    read, WrongKey."""
    listed = retention.list_of(str(target))
    every, files = _keys(copy, target, secret), dict[Path, _FileKnows]()
    for path in _within_reach(copy, target):
        with suppress(AmdeskError, driver.Error, OSError):
            files[path] = _read(path, every, secret, {r.uid for f in files.values() for r in f.reports})
    uids = retention.erased(listed).union(*(f.erased for f in files.values()))
    mine = next((f for path, f in files.items() if _same(path, copy)), None)
    if mine is None:
        return KnownSince(frozenset(uids), None)
    ours = {path: f for path, f in files.items() if mine.bank in {f.bank, ""}}  # another bank knows nothing of this one
    there = next((path for path in files if _same(path, target)), None)
    newer = there in ours or max(f.at for f in ours.values()) > mine.at
    day = None if newer else mine.at[0].date()
    its_list = listed.exists() and (there is None or there in ours)
    return KnownSince(frozenset(uids), None if its_list else day, [r for f in ours.values() for r in f.reports], day)


def carry_reports(bank: Bank, reports: Sequence[CarriedReport]) -> None:
    """Into a copy that is being put in place: what was given out since it was made goes on being guarded against."""
    if found := carried.missing(bank, reports):
        with bank.write(
            text(N_("Reports given out since the copy was made are known again: {count}."), count=len(found)),
            undoable=False,
        ):
            carried.carry(bank, found)


class _FileKnows(NamedTuple):
    """What one file knows, of which bank it is, and when something was last done in it."""

    bank: str
    erased: set[str]
    reports: list[CarriedReport]
    at: tuple[datetime, int]


def _within_reach(copy: Path, target: Path) -> Iterator[Path]:
    folders = [copy.parent, target.parent, target.parent / "backups", *Settings.load().folders()]
    yield target
    yield copy
    for folder in reach.within_reach(f.absolute() for f in folders if f is not None):
        with suppress(OSError):
            yield from generations.copies_in(folder)
    with suppress(OSError):
        yield from swap.kept(target)


def _keys(copy: Path, target: Path, secret: str | None) -> list[str]:
    """What opens the copy, which may be from before the bank had its key of now; then all that opens or opened the bank."""
    found = former.of(copy, target, secret)
    every = [found.then if found else str(keys.unlock(copy, secret).key)]
    with suppress(AmdeskError, OSError):
        now = keys.unlock(target, secret).key
        every += [str(now), *keys.former_keys(target, now)]
    return list(dict.fromkeys(every))


def _read(path: Path, every: list[str], secret: str | None, known: Collection[str]) -> _FileKnows:
    """What a bank or copy knows of erasures, and of reports but for those that are known. Raises OSError where nothing opens it."""
    if not path.is_file() or path.stat().st_size == 0:
        raise OSError(path)
    with suppress(AmdeskError):
        every = [str(keys.unlock(path, secret).key), *every]
    for key in dict.fromkeys(every):
        with suppress(AmdeskError, driver.Error), unmoved(path, key) as bank:
            erased, at = set(retention.gone(bank)), erasure.last_done(bank)
            reports: list[CarriedReport] = []
            with suppress(driver.Error):  # of a version that kept none
                reports = carried.given_reports_of(bank, known)
            return _FileKnows(settings.setting(bank, generations.SETTING) or "", erased, reports, at)
    raise OSError(path)


def _same(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.samefile(other)
    return False
