"""A damaged bank: what is hit, which copy is the newest whole one, and what can be read of it in a new bank."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from amdesk import plainfile
from amdesk.db.bank import generations
from amdesk.db.engine import damage, keys
from amdesk.db.engine import rescue as rescuing
from amdesk.db.engine.errors import gone, typed
from amdesk.db.engine.network import longest_name, refuse_long
from amdesk.db.engine.pages import PageReading
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.db.port import Bank
from amdesk.domain.bank.generations import Folders
from amdesk.domain.clock import Clock
from amdesk.domain.errors import BankUnusable
from amdesk.domain.texts import N_, Text, text
from amdesk.i18n import Words
from amdesk.services.bank import reach
from amdesk.services.bank.access import Who

RESCUED = re.compile(r"-rescued-\d{8}-\d{6}(-\d+)?$")
SHOWN = 40
"""How many missing rows of a table are named one by one."""


class Trouble(NamedTuple):
    """What is wrong with a bank in a sentence, and its newest whole copy, made at `at`, where one is within reach."""

    said: Text
    copy: Path | None
    at: datetime | None


def trouble_of(bank: Bank, address: str, key: str, folders: Folders) -> Trouble | None:
    """See trouble; None where the open bank reads whole: what failed was another file, a copy of it say."""
    return None if reads_whole(bank) else trouble(address, key, folders)


def trouble(address: str, key: str, folders: Folders) -> Trouble:
    """What is hit of a bank that is damaged, and its newest whole copy. Reads both through."""
    copy = generations.newest_whole(Path(address), key, reach.within_reach(folders))
    at = datetime.fromtimestamp(copy.stat().st_mtime, UTC) if copy else None
    return Trouble(damage.told(address, key).text, copy, at)


def reads_whole(bank: Bank) -> bool:
    """Whether all of an open bank can be read after all: what failed was another file, a copy of it say."""
    return isinstance(bank, SqliteBank) and damage.hits(bank.address, bank.key) == [] and not bank.broken_pages()


def way_out(address: str, key: str, folders: Folders) -> Text:
    """The one act that is left with a damaged bank, as it is typed: its newest whole copy, or else what can be read of it."""
    copy = generations.newest_whole(Path(address), key, reach.within_reach(folders))
    if copy is None:
        said = N_("No whole copy is within reach. What can be read is put into a new bank by: {command}")
        return text(said, command=typed(address, "rescue"))
    at = datetime.fromtimestamp(copy.stat().st_mtime, UTC).astimezone()
    said = N_("The newest whole copy is of {day} {time}. It is put in the bank's place by: {command}")
    return text(said, day=at.date(), time=at.strftime("%H:%M"), command=typed(address, "restore", str(copy)))


def with_way_out(error: BankUnusable, address: str, key: str, folders: Folders) -> BankUnusable:
    """The same error with what can be done."""
    return type(error)(damage.one_line([error.text, way_out(address, key, folders)]), error.code)


def way_out_of(bank: Bank, folders: Folders) -> Text | None:
    """See way_out; None of a bank whose file reads whole, and of one on a server."""
    if not isinstance(bank, SqliteBank) or reads_whole(bank):
        return None
    return way_out(bank.address, bank.key, folders)


def reading(bank: Bank) -> PageReading | None:
    """A reading of all pages of a bank of one's own; None of a shared bank, whose server looks after its pages."""
    return PageReading(bank) if isinstance(bank, SqliteBank) else None


def unread() -> Text:
    """Where the file does not answer now."""
    return text(N_("The bank’s file cannot be read now."))


def key_of(bank: Path, secret: str | None) -> str:
    """The bank's key. Raises BankUnusable where there is no bank, and WrongKey."""
    refuse_long(bank)
    if not bank.is_file():
        raise gone(str(bank))
    return keys.unlock(bank, secret).key


def new_place(bank: Path, clock: Clock) -> Path:
    """Where a rescued bank goes that nobody chose a place for: beside the damaged one. Rescued again it has a later time in its
    name, and no longer name; of a long one as much as leaves it room."""
    stamp, stem = clock.now().strftime("%Y%m%d-%H%M%S"), RESCUED.sub("", bank.stem)
    room = longest_name(bank.parent) - len(os.fsencode(f"-rescued-{stamp}-999{bank.suffix}"))
    while stem and len(os.fsencode(stem)) > room:
        stem = stem[:-1]
    for number in range(1, 1000):
        ending = stamp if number == 1 else f"{stamp}-{number}"
        found = bank.with_name(f"{stem}-rescued-{ending}{bank.suffix}")
        if not found.exists() and not keys.key_file(found).exists():
            break
    return found


class Rescue(NamedTuple):
    """What came of it: where the new bank lies, and a line for each thing that is to be told, the first one of the whole."""

    path: Path
    whole: bool
    said: list[Text]
    missing: dict[str, list[int]]


def rescue(source: Path, target: Path, key: str, clock: Clock, me: Who, step: Callable[[str], object] = str) -> Rescue:
    """What can be read of the bank in a new one at `target`, which the same passphrases open. Raises what db.engine.rescue does.

    Who was erased stays erased: the list beside the damaged bank counts for the new one and comes to lie beside it.
    """
    from amdesk.services.bank import retention, users

    listed = retention.list_of(str(source))
    gone = retention.erased(listed)  # before anything is made

    def erase_again(bank: Bank) -> None:
        users.allow(bank, "backup")
        retention.replay(bank, gone)

    found = rescuing.rescue(
        source, target, key, actor=me.name, account=me.account, clock=clock, ready=erase_again, step=step
    )
    if listed.exists():
        retention.list_of(str(target)).write_bytes(plainfile.read(listed))
    missing = {m.table: sorted({*m.lost, *m.left_out}) for m in found.missing}
    return Rescue(found.path, not missing and not found.after, _told(found, missing), missing)


def _told(found: rescuing.Rescued, missing: dict[str, list[int]]) -> list[Text]:
    lines = [
        text(N_("Nothing is missing."))
        if not missing and not found.after
        else text(
            N_("{count} rows are missing. They are named by table and number:"), count=sum(map(len, missing.values()))
        )
    ]
    if found.after:
        said = N_(
            "What was done last is missing: {count} pages at the end of the log could not be read. Compare with the newest copy."
        )
        lines = [text(said, count=found.after), *(lines if missing else [])]
    lines += [
        text(
            N_("{name}: {numbers}"),
            name=text(N_("{rows} (table {table})"), rows=damage.named(table), table=table),
            numbers=", ".join(map(str, numbers[:SHOWN])) + (" …" if len(numbers) > SHOWN else ""),
        )
        for table, numbers in missing.items()
    ]
    lines.append(
        text(
            N_("Read: {read} rows. From the log of changes: {logged}. Pages mended: {mended}, not readable: {broken}."),
            read=found.read,
            logged=found.logged,
            mended=found.mended,
            broken=found.broken,
        )
    )
    return lines


def write_report(found: Rescue, words: Words) -> Path:
    """The lines as a file beside the new bank. It names nobody, only numbers. Raises OSError."""
    path = found.path.with_name(found.path.name + ".txt")
    path.write_text("\n".join([str(found.path), *(words.say(one) for one in found.said), ""]), "utf-8")
    return path


def refuse_shared(shared: bool) -> None:
    """Raise BankUnusable of a bank on a server."""
    if shared:
        raise BankUnusable(text(N_("A shared bank is rescued on its server. Ask the IT department.")))


__all__: Sequence[str] = [
    "PageReading", "Rescue", "Trouble", "key_of", "new_place", "reading", "reads_whole", "refuse_shared",
    "rescue", "trouble", "trouble_of", "unread", "way_out", "way_out_of", "with_way_out", "write_report",
]  # fmt: skip
