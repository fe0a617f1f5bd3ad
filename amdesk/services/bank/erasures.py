"""Who was erased, as all the files within reach know it: a copy that is put in the bank's place may be older than an erasure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from amdesk.db import driver
from amdesk.db.bank import erasure, generations
from amdesk.db.engine import former, keys, swap
from amdesk.domain.errors import AmdeskError
from amdesk.domain.texts import N_, Text, text
from amdesk.services.bank import reach, retention
from amdesk.services.bank.holders import unmoved
from amdesk.settings import Settings


class KnownErased(NamedTuple):
    """Who was erased by what is within reach, by uid; `unknown_from` is the day from which nobody can say who else was, and None where
    something knows that is newer than the copy."""

    uids: frozenset[str]
    unknown_from: date | None

    @property
    def said(self) -> Text | None:
        """What is to be told before the copy is put in place."""
        if self.unknown_from is None:
            return None
        return text(
            N_(
                "From {day} on it is not known who was erased: no list of the erased and no newer copy is within reach. Whoever was erased after that day comes back. Fetch the bank's .erased.json or a newer copy first, or erase them again."
            ),
            day=self.unknown_from,
        )


def known(copy: Path, target: Path, secret: str | None) -> KnownErased:
    """Looks at the list beside the bank, at the bank itself, at the copies beside either and in the folders of the settings, as far as
    they open with the key of the copy, with `secret` or with a key that the bank had. Raises BankUnusable for a list that cannot be
    read, WrongKey."""
    listed = retention.list_of(str(target))
    uids, every = retention.erased(listed), _keys(copy, target, secret)
    mine, newest, knows = None, (datetime.min.replace(tzinfo=UTC), 0), listed.exists()
    for path in _within_reach(copy, target):
        with suppress(AmdeskError, driver.Error, OSError):
            found, at = _read(path, every, secret)
            uids |= found
            if _same(path, copy):
                mine = at
            else:
                newest = max(newest, at)
            knows = knows or _same(path, target)
    if knows or mine is None or newest > mine:
        return KnownErased(frozenset(uids), None)
    return KnownErased(frozenset(uids), mine[0].date())


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


def _read(path: Path, every: list[str], secret: str | None) -> tuple[set[str], tuple[datetime, int]]:
    """Whom a bank or copy knows as erased, and when something was last done in it."""
    if not path.is_file() or path.stat().st_size == 0:
        raise OSError(path)
    with suppress(AmdeskError):
        every = [str(keys.unlock(path, secret).key), *every]
    for key in dict.fromkeys(every):
        with suppress(AmdeskError, driver.Error), unmoved(path, key) as bank:
            return set(retention.gone(bank)), erasure.last_done(bank)
    raise OSError(path)


def _same(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.samefile(other)
    return False
