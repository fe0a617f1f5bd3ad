"""What a bank holds that a backup does not: told before the one is put in the place of the other."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from amdesk.db import driver
from amdesk.db.bank import generations, settings
from amdesk.db.bank import history as db
from amdesk.db.engine import former, keys
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.domain.clock import Clock
from amdesk.domain.errors import AmdeskError, Refused
from amdesk.domain.texts import N_, Text, text
from amdesk.i18n import Words
from amdesk.services.bank import users
from amdesk.services.bank.access import Who
from amdesk.services.bank.history import History
from amdesk.services.bank.work import Work

NAMED, PEOPLE = 5, 12
"""How many of the newer steps are named, and of the people whom they are about."""
REVIVES = N_(
    "After this the bank opens by the passphrases and the recovery code that the copy was made with, not by those of now. Change them afterwards where somebody is to be kept out."
)


class Newer(NamedTuple):
    """`changes` of the bank are not in the backup, the latest first; None where that cannot be known."""

    changes: int | None
    latest: Sequence[tuple[str, str, Text]]
    """(when, by whom, what)."""
    other: bool = False
    """The backup is another bank's."""
    people: Sequence[tuple[str, int]] = ()
    """Whom the changes are about, each with how many: number and name, the number alone of a protected person."""
    revives: bool = False
    """The passphrases and the recovery code of the backup will count, and not those of now."""


def newer(copy: Path, target: Path, clock: Clock, me: Who, *, secret: str | None = None, key: str = "") -> Newer | None:
    """What of the bank at `target` would be put aside; None where there is no bank. `key` opens the bank, where it is open
    already, and `secret` what it does not. Raises Refused (ROLE) where who opens it may not restore it."""
    if not target.is_file() or target.stat().st_size == 0:
        return None
    try:
        before = former.of(copy, target, secret)
        kept = _open(copy, clock, me, secret, before.then if before else key)
        try:
            known, its = db.uids(kept), settings.setting(kept, generations.SETTING)
        finally:
            kept.close()
        bank = _open(target, clock, me, secret, key)
        try:
            users.allow(bank, "backup")
            mine = settings.setting(bank, generations.SETTING)
            return _beyond(bank, known)._replace(
                other=bool(its and mine and its != mine), revives=_revives(copy, target, secret)
            )
        finally:
            bank.close()
    except Refused:  # whoever may not restore is not told what others have done either
        raise
    except (AmdeskError, driver.Error):  # another's, another version's, damaged: restoring it says so itself
        return Newer(None, (), revives=_revives(copy, target, secret))


def _revives(copy: Path, target: Path, secret: str | None) -> bool:
    try:
        if former.of(copy, target, secret):
            return False
        return keys.revives(copy, target, secret)
    except AmdeskError:
        return True


def _open(path: Path, clock: Clock, me: Who, secret: str | None, key: str) -> SqliteBank:
    """As it lies there: it is not brought up to date."""
    if key:
        with suppress(AmdeskError, driver.Error):
            return SqliteBank(str(path), key, actor=me.name, account=me.account, clock=clock)
    raw = keys.unlock(path, secret).key
    return SqliteBank(str(path), raw, actor=me.name, account=me.account, clock=clock)


def _beyond(bank: SqliteBank, known: set[str]) -> Newer:
    ids = db.beyond(bank, known)
    steps = History(Work(bank, bank.clock)).chosen(ids[:NAMED])
    people = [(f"{number} {name}".strip(), count) for number, name, count in db.subjects(bank, ids)]
    return Newer(len(ids), [(s.at, s.actor, s.what) for s in steps], people=tuple(people))


def sentence(found: Newer) -> Text:
    """What is newer, in one sentence without the names of it."""
    if found.changes is None:
        return text(
            N_(
                "What in the bank is newer than the copy cannot be told: one of them does not open with this passphrase, or is damaged."
            )
        )
    if found.other:
        return text(
            N_("The copy is another bank's. None of the {count} changes of this bank is in it, the latest:"),
            count=found.changes,
        )
    if not found.changes:
        return text(N_("Nothing in the bank is newer than the copy."))
    if found.changes == 1:
        return text(N_("One change in the bank is newer than the copy and will be gone from it:"))
    return text(
        N_("{count} changes in the bank are newer than the copy and will be gone from it:"), count=found.changes
    )


def lines(found: Newer, words: Words) -> list[str]:
    """The sentence, and under it each change that is named."""
    more = (found.changes or 0) - len(found.latest)
    people = [
        words.plural("{who}: {count} change", "{who}: {count} changes", count, who=who, count=count)
        for who, count in found.people[:PEOPLE]
    ]
    if left := len(found.people) - len(people):
        people.append(words.plural("… and {count} person more", "… and {count} people more", left, count=left))
    about = [words("They are about:"), *people] if people else []
    revived = [words.say(text(REVIVES))] if found.revives else []
    named = [f"{words.moment(at)} {who}: {words.say(what)}" for at, who, what in found.latest]
    return [
        words.say(sentence(found)),
        *named,
        *([words("… and {count} more", count=more)] if more > 0 else []),
        *about,
        *revived,
    ]
