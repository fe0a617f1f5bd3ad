"""amdesk bank: create, info, check, backup, restore, rescue, rehearse, rekey, migrate, copy, user, log."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from amdesk.commands.common import Call, json_option, put
from amdesk.commands.log import log
from amdesk.commands.users import user
from amdesk.domain.errors import BankUnusable, WrongUse
from amdesk.domain.texts import N_, text
from amdesk.services.bank import access, banks, newer, since
from amdesk.settings import Settings

RENEWED, PRINTED = "AMDESK_NEW_PASSPHRASE", "AMDESK_RECOVERY_CODE"
"""Where a script says another passphrase, and the code on paper."""


@click.group()
def bank() -> None:
    """The bank itself: make, check, back up, restore."""


@bank.command()
@json_option
@click.pass_obj
def create(call: Call, as_json: bool) -> None:
    """Make a new encrypted bank. Its recovery code is printed this once."""
    if access.is_shared(call.address):
        _leave_an_older_one(call)
        with call.desk(make=True) as desk:
            put(desk.keeping.info()) if as_json else click.echo(call.words(N_("The shared bank is ready.")))
        return
    given = os.environ.get("AMDESK_PASSPHRASE")
    passphrase = given or call.ask(N_("New passphrase"), again=True)
    if len(passphrase) < banks.SHORTEST:
        weak = text(N_("The passphrase is too short. Use at least eight characters, better four words."))
        if not given:
            raise BankUnusable(weak, "SHORT")
        click.echo(call.words.say(weak), err=True)  # a script decides for itself, but is told
    made, code = banks.create(Path(call.address), passphrase, call.clock, access.who())
    made.close()
    if as_json:
        put({"bank": call.address, "recovery_code": code})
        return
    click.echo(call.words(N_("The bank is made: {path}"), path=call.address))
    click.echo(call.words(N_("Recovery code, shown this once. Print it and lock it away: {code}"), code=code))


def _leave_an_older_one(call: Call) -> None:
    """A shared bank that is there already is brought up to date by `bank migrate` alone."""
    try:
        with call.desk():
            pass
    except BankUnusable as error:
        if error.code != "NO_BANK":
            raise


@bank.command()
@json_option
@click.pass_obj
def info(call: Call, as_json: bool) -> None:
    """What the bank is and how much it holds."""
    with call.desk() as desk:
        found = desk.keeping.info()
    put(found) if as_json else click.echo("\n".join(f"{k}: {v}" for k, v in found.items()))


@bank.command()
@click.option("--search-anew", is_flag=True, help="Make the search from its rows first, of which nothing is lost.")
@json_option
@click.pass_context
def check(ctx: click.Context, search_anew: bool, as_json: bool) -> None:
    """Prove the rules, the file and the log: exit 0 only when whole. The log is held against that of the copies within reach."""
    call: Call = ctx.obj
    try:
        with call.desk() as desk:
            if search_anew:
                desk.keeping.search_anew()
            found = desk.keeping.check(Settings.load().folders())
    except BankUnusable as error:
        if error.code in {"GONE", "PASSPHRASE", "NETWORK", "ADDRESS"} or access.is_shared(call.address) or not as_json:
            raise
        put({"ok": False, "faults": [call.words.say(error.text)]})
        ctx.exit(error.exit_code)
    said, act = [call.words.say(one) for one in found["log"]], found["act"] and call.words.say(found["act"])
    if as_json:
        put({**found, "log": said, "act": act})
    elif found["ok"]:
        click.echo(call.words(N_("The bank is whole.")))
        click.echo(
            call.words(N_("The log is sealed {seal} times; its head is {head}"), seal=found["seal"], head=found["head"])
        )
    else:
        click.echo("\n".join([*found["faults"], *said, *([act] if act else [])]))
    ctx.exit(0 if found["ok"] else 4)


@bank.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def backup(call: Call, file: Path) -> None:
    """A whole, checked, encrypted copy of the bank."""
    with call.desk() as desk:
        made = desk.keeping.backup(file)
    click.echo(call.words(N_("The backup is made and proved: {path}"), path=str(made)))


@bank.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def restore(call: Call, file: Path) -> None:
    """Put a backup in the bank's place; what was there is kept beside it."""
    if access.is_shared(call.address):
        raise BankUnusable(text(N_("A shared bank is restored on its server. Ask the IT department.")))
    banks.restorable(file, Path(call.address))
    secret = os.environ.get("AMDESK_PASSPHRASE")
    if access.needs_passphrase(str(file)) and secret is None:
        secret = call.ask(N_("Passphrase"))
    if secret is not None:
        banks.unlock_copy(str(file), call.address, secret)  # before anything is asked of it
    found = newer.newer(file, Path(call.address), call.clock, access.who(), secret=secret)
    unknown = since.known(file, Path(call.address), secret).told
    if found is not None:
        click.echo("\n".join(newer.lines(found, call.words)), err=True)
    for sentence in unknown:
        click.echo(call.words.say(sentence), err=True)
    if found is not None or unknown:
        _agreed(call)
    kept = banks.restore(file, Path(call.address), secret, call.clock, access.who())
    click.echo(call.words(N_("The backup is in place: {path}"), path=call.address))
    if kept:
        click.echo(call.words(N_("What was there before is kept: {path}"), path=str(kept)))


@bank.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@json_option
@click.pass_context
def rescue(ctx: click.Context, file: Path | None, as_json: bool) -> None:
    """What can be read of a damaged bank, in a new one; what is missing is named by number. Exit 1 where something is."""
    from amdesk.services.bank import damage

    call: Call = ctx.obj
    damage.refuse_shared(access.is_shared(call.address))
    source = Path(call.address)
    secret = os.environ.get("AMDESK_PASSPHRASE")
    if access.needs_passphrase(call.address) and secret is None:
        secret = call.ask(N_("Passphrase"))
    target = file or damage.new_place(source, call.clock)
    found = damage.rescue(source, target, damage.key_of(source, secret), call.clock, access.who())
    report = damage.write_report(found, call.words)
    if as_json:
        lines = [call.words.say(one) for one in found.said]
        put(
            {
                "bank": str(found.path),
                "whole": found.whole,
                "missing": found.missing,
                "report": str(report),
                "lines": lines,
            }
        )
    else:
        click.echo(call.words(N_("The new bank is here: {path}"), path=str(found.path)))
        click.echo("\n".join(call.words.say(one) for one in found.said))
    ctx.exit(0 if found.whole else 1)


@bank.command()
@click.option(
    "--whose", default="", metavar="USER", help="Whose passphrase is changed, where the recovery code is given."
)
@json_option
@click.pass_obj
def rekey(call: Call, whose: str, as_json: bool) -> None:
    """Another passphrase and another key for the bank, where somebody may know those of now: a stolen key file opens neither it nor the copies within reach."""
    if access.is_shared(call.address):
        raise BankUnusable(text(N_("A shared bank has no key file. Ask the IT department for another password.")))
    secret = os.environ.get("AMDESK_PASSPHRASE") or call.ask(N_("Passphrase"))
    banks.unlock(call.address, secret)  # before anything is asked
    passphrase = os.environ.get(RENEWED) or call.ask(N_("New passphrase"), RENEWED, again=True)
    if len(passphrase) < banks.SHORTEST:
        said = N_("The passphrase is too short. Use at least eight characters, better four words.")
        raise BankUnusable(text(said), "SHORT")
    code, done, left = banks.rekey(call.address, secret, passphrase, Settings.load().folders(), whose)
    if as_json:
        put({"recovery_code": code, "copies": [str(p) for p in done], "old_key_still_opens": [str(p) for p in left]})
        return
    click.echo(call.words(N_("The bank has a new key: {path}"), path=call.address))
    click.echo(call.words(N_("Recovery code, shown this once. Print it and lock it away: {code}"), code=code))
    for copy in left:
        click.echo(call.words(N_("With its old key file this copy can still be opened: {path}"), path=str(copy)))
    click.echo(
        call.words(
            N_("Copies that lie elsewhere open with their old key file still: remove those that you do not need.")
        )
    )


@bank.command()
@click.pass_obj
def rehearse(call: Call) -> None:
    """Open and prove the newest copy with the recovery code as it is printed; every 90 days."""
    folders = Settings.load().folders()
    with call.desk() as desk:
        desk.allow("keeping.rehearse")
        code = os.environ.get(PRINTED) or call.ask(N_("Recovery code, as printed"), PRINTED)
        copy = desk.keeping.rehearse(folders, code)
        day, _ = desk.keeping.rehearsed()
    click.echo(
        call.words(
            N_("Proved on {day}: the copy {path} opens with the recovery code and is whole."), day=day, path=str(copy)
        )
    )


def is_asked() -> bool:
    """Whether somebody sits there who can answer."""
    return sys.stdin.isatty()


def _agreed(call: Call) -> None:
    """Somebody who sits there types the word that the window asks for; a script has said it by its own command."""
    word = call.words(N_("RESTORE"))
    if is_asked() and click.prompt(call.words(N_("Type {word}"), word=word), err=True) != word:
        raise WrongUse(text(N_("Nothing was restored.")))


@bank.command()
@click.argument("address", required=False)
@click.pass_obj
def migrate(call: Call, address: str | None) -> None:
    """Bring a bank up to this version (a shared one as its owner)."""
    if address:
        call.address = address
    with call.desk(make=True) as desk:
        if kept := banks.copy_before(desk.bank):
            click.echo(call.words(N_("What was there before is kept: {path}"), path=str(kept)))
        click.echo(call.words(N_("The bank is up to date.")))
        for said in desk.keeping.unmet():
            click.echo(call.words.say(said), err=True)


@bank.command()
@click.argument("address")
@click.pass_obj
def copy(call: Call, address: str) -> None:
    """Copy everything to an empty bank, on either engine, and prove it."""
    with call.desk() as desk:
        desk.allow("keeping.copy")
        if access.is_shared(address):
            target = banks.open_(address, None, call.clock, access.who())
        else:
            passphrase = os.environ.get("AMDESK_PASSPHRASE") or call.ask(N_("New passphrase"), again=True)
            target, code = banks.create(Path(address), passphrase, call.clock, access.who())
            click.echo(call.words(N_("Recovery code, shown this once. Print it and lock it away: {code}"), code=code))
        try:
            count = desk.keeping.copy(target)
        finally:
            target.close()
    click.echo(call.words(N_("Copied and proved: {count} rows."), count=count))


bank.add_command(user)
bank.add_command(log)
