"""The bank as a thing: make, open, check, back up, restore, copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypedDict

from amdesk import resources
from amdesk.db.bank import access_log, contents, history, settings
from amdesk.db.engine import keys
from amdesk.db.engine.errors import BankDamaged, WrongKey, search_odd
from amdesk.db.engine.network import refuse_long, shown
from amdesk.db.engine.opening import create_bank, open_bank
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.db.port import Bank
from amdesk.domain.bank.generations import Folders
from amdesk.domain.clock import Clock
from amdesk.domain.errors import Refused
from amdesk.domain.names import BESIDE
from amdesk.domain.texts import N_, Text, text
from amdesk.services.bank import comeback, tries, unlogged, users
from amdesk.services.bank.access import Who, is_shared, remember_key, saved_key

SHORTEST = keys.LEAST_PASSPHRASE


def create(
    path: Path, passphrase: str | None, clock: Clock, me: Who, unit: Mapping[str, str] | None = None
) -> tuple[Bank, str]:
    """A new bank with occupations and code lists, and with what is said of its `unit` by the names of settings. Returns it
    with its recovery code, which is shown once."""
    bank, code = create_bank(path, passphrase, actor=me.name, account=me.account, clock=clock)
    fill(bank)
    said = {name: value for name, value in (unit or {}).items() if value}
    if said:
        with bank.write(text(N_("Settings of the unit changed")), undoable=False):
            for name, value in said.items():
                settings.set_setting(bank, name, value)
    return bank, code


def fill(bank: Bank) -> None:
    """Occupations and code lists, where the bank has none yet."""
    from amdesk.db.bank import generations, reference  # what is opened has them

    if reference.occupations(bank):
        return

    with bank.write(text(N_("New bank")), undoable=False):
        reference.load(
            bank,
            resources.read_json("reference/occupations.json", reference.OccupationFile),
            resources.read_json("reference/codelists.json", reference.CodeFile),
        )
        generations.give_identity(bank)


def open_(
    address: str, secret: str | None, clock: Clock, me: Who, key: str | None = None, *, make: bool = False
) -> Bank:
    """Open a bank; see db.open_bank for what is raised and for `make`, which also fills a shared bank that is new."""
    try:
        bank = open_bank(address, secret=secret, key=key, actor=me.name, account=me.account, clock=clock, make=make)
    except WrongKey:
        tries.note(address)
        raise
    if make and is_shared(address):
        fill(bank)
    users.sign(bank)
    comeback.erase_again(bank)
    return bank


def unlock(address: str, secret: str) -> str:
    """The raw key, given a passphrase or the recovery code; costs a fifth of a second, so it is done once."""
    try:
        refuse_long(Path(address))
        found = keys.unlock(Path(address), secret).key
    except WrongKey:
        tries.note(address)
        raise
    keys.raised(Path(address), found)
    return found


def unlock_copy(copy: str, target: str, secret: str) -> None:
    """Raises WrongKey unless the secret opens the copy, or the bank that it is to be put in the place of and by its former keys the
    copy."""
    from amdesk.db.engine import former

    if former.of(Path(copy), Path(target), secret) is None:
        keys.unlock(Path(copy), secret)


def has_several(address: str) -> bool:
    """Whether several users have passphrases of their own for the bank. Raises BankUnusable as its key file does."""
    return len(keys.users(Path(address))) > 1


def new_passphrase(address: str, secret: str, passphrase: str, whose: str = "") -> str:
    """Another passphrase for the slot that `secret` opens; returns the new recovery code. Where several users have the bank,
    the code is not one user's: it stays, and "" is returned, but for whoever comes with the code itself and says `whose`. Raises
    WrongKey, and Refused where that is not said."""
    path = Path(address)
    mine, stored = keys.unlock(path, secret), saved_key(address)
    keep = has_several(address) and mine.kind == "passphrase"
    code = keys.reseal(path, secret, passphrase, keep_code=keep, whose=whose)
    if isinstance(stored, keys.SlotKey) and stored.user == mine.user:
        remember_key(address, keys.unlock(path, passphrase).key)  # what the key store has opens nothing any more
    return code


def rekey(
    address: str,
    secret: str,
    passphrase: str,
    folders: Folders,
    whose: str = "",
    step: Callable[[int, int], object] = max,
) -> tuple[str, list[Path], list[Path]]:
    """Another passphrase where somebody may know the one of now, and with it another key for the bank itself: a stolen key file
    opens nothing any more. Returns the new recovery code, the copies that have the new key too, and those within reach that open
    with their old key file still. `step` is told after each copy how many of how many are done; the bank has its key by then.

    Raises WrongKey, Refused, BankBusy while anybody has the bank open, and BankUnusable with all as it was.
    """
    from amdesk.db.bank import generations
    from amdesk.db.engine import rekey as renewing
    from amdesk.services.bank import reach

    path = Path(address)
    raw = keys.unlock(path, secret).key
    if raw.kind == "open":
        raise Refused(text(N_("This bank opens for anybody: it has no passphrase to change.")), "OPEN")
    bank = open_bank(address, key=raw, actor="", account="", clock=Clock())
    try:
        users.allow(bank, "users")  # the recovery code that comes of it opens everything
        unlogged.deliver(bank)  # what waits is sealed with the old key
    finally:
        bank.close()
    copies = generations.opening_with(path, raw, reach.within_reach(folders))
    stored = saved_key(address)
    done = renewing.rekey(path, secret, passphrase, copies, whose, step)
    if stored is not None:
        remember_key(address, keys.unlock(path, passphrase).key)
    return done.code, done.copies, done.left


def info(bank: Bank) -> dict[str, object]:
    """What the bank is and how much it holds."""
    return {
        "address": shown(bank.address),
        "engine": bank.engine,
        "city": settings.setting(bank, "city"),
        "demo": settings.setting(bank, "demo") == "yes",
        **contents.contents(bank)._asdict(),
        "steps": history.count_steps(bank),
        "rules": len(bank.rule_names()),
    }


class Proof(TypedDict):
    """Whether a bank is whole, and where not, a line for each fault; and how far its log is sealed."""

    ok: bool
    faults: list[str]
    log: list[Text]
    """What of the log is not as it was sealed."""
    search: bool
    """Whether the search alone is wrong, which is made anew by one act and has lost nothing."""
    act: Text | None
    """What can be done with a damaged file, where that was asked for."""
    seal: int
    head: str


def check(bank: Bank) -> Proof:
    """Prove the rules, the file and the log. A log that cannot be read for damage is a fault of the file."""
    from amdesk.db.engine import chain, chaincheck, searching
    from amdesk.db.engine.backup import prove

    faults, log, head = prove(bank), list[Text](), chain.LogHead(0, "", "")
    try:
        if not faults:
            chain.seal_quietly(bank)
        log, head = chaincheck.faults(bank), chain.last(bank)
    except BankDamaged as error:
        faults = faults or [str(error)]
    return {
        "ok": not faults and not log,
        "faults": faults,
        "log": log,
        "search": searching.alone(faults),
        "act": None,
        "seal": head.seal,
        "head": head.head,
    }


def search_act(bank: Bank, found: Proof) -> Text | None:
    """What is typed where nothing but the search of a bank is wrong."""
    return search_odd(bank.address).text if found["search"] else None


def search_anew(bank: Bank) -> None:
    """Make the search of a bank of one's own from its rows; a shared one has no index that could say anything else."""
    from amdesk.db.engine import searching

    if isinstance(bank, SqliteBank):
        searching.anew(bank)


def unmet(bank: Bank) -> list[Text]:
    """One sentence for each rule that was tightened and that rows from before it do not hold yet."""
    from amdesk.db.engine import ruleset

    return [u.said for u in ruleset.unmet(bank)]


def copy_before(bank: Bank) -> Path | None:
    """The copy beside the bank that was made before opening brought it up to date; None where it was already."""
    return bank.kept if isinstance(bank, SqliteBank) else None


def backup(bank: Bank, target: Path) -> Path:
    """A whole, checked copy of the bank with its key file. Raises BankUnusable; an unfinished copy never counts."""
    from amdesk.db.engine import backup as copies

    return copies.backup(bank, target)


def restorable(copy: Path, target: Path) -> None:
    """Raises BadFile where the backup is no file, or the bank itself."""
    from amdesk.db.engine import restore as putting

    putting.refuse(copy, target)


def restore(copy: Path, target: Path, secret: str | None, clock: Clock, me: Who) -> Path | None:
    """Put a backup in the bank's place, checked first; what was there is kept beside it and returned.

    Raises BadFile (it is no file, or the bank itself), BankBusy (somebody has the bank open), BankUnusable and WrongKey, and leaves
    the bank as it was.
    """
    from amdesk.db.engine import chain
    from amdesk.db.engine import restore as putting
    from amdesk.services.bank import retention, since

    putting.refuse(copy, target)
    known = since.known(copy, target, secret)  # before anything is touched

    def as_since(bank: Bank) -> None:
        """Who was erased after the backup was made stays erased, and what was given out stays known. A role is one of the backup,
        by whose slot opens it."""
        users.allow(bank, "backup")
        since.carry_reports(bank, known.reports)
        retention.replay(bank, known.uids)
        access_log.log_read(bank, chain.RESTORED, None, copy.name)

    kept = putting.restore(copy, target, secret, actor=me.name, account=me.account, clock=clock, ready=as_since)
    retention.extend(target, known.uids)
    if saved_key(str(target)) is not None:  # the system keeps the key of what was there before
        remember_key(str(target), keys.unlock(target, secret).key)
    return kept


def copy(bank: Bank, target: Bank) -> int:
    """Copy every row to an empty bank on either engine and prove it. Returns how many rows."""
    from amdesk.db.engine.backup import copy_bank

    return copy_bank(bank, target)


def remove_files(path: Path) -> None:
    """Remove a bank and all that lies beside it, what was kept from before it too (the demo city, in one step)."""
    from amdesk.db.engine import leftovers

    leftovers.forget_all(path)
    unmake(path)


def unmake(path: Path) -> None:
    """Remove a bank and its own files, but nothing that was kept from another bank of that name."""
    for end in ("", *(end for end in BESIDE if not end.startswith(".restoring"))):  # that is ready to be another one
        path.with_name(path.name + end).unlink(missing_ok=True)
