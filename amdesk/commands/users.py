"""amdesk bank user: who the users of a bank are and what each may do."""

from __future__ import annotations

import os

import click

from amdesk.commands.common import Call, json_option, put
from amdesk.domain.bank.roles import ROLES, names
from amdesk.domain.texts import N_
from amdesk.services.bank import access

ENTRY = "AMDESK_USER_PASSPHRASE"
"""Holds the passphrase of a user who is added, where nobody sits there who could type it."""


@click.group()
def user() -> None:
    """Users of the bank and their roles."""


@user.command("list")
@json_option
@click.pass_obj
def list_(call: Call, as_json: bool) -> None:
    """Who the users are and which roles each has."""
    with call.desk() as desk:
        found = desk.users.listing()
    if as_json:
        put([{"user": u.login, "roles": list(u.roles), "is_me": u.is_me} for u in found])
        return
    for u in found:
        click.echo(f"{u.login}: {call.words.say(names(u.roles))}")


roles_argument = click.argument("roles", nargs=-1, required=True, type=click.Choice(list(ROLES)), metavar="ROLE...")


@user.command()
@click.argument("name")
@roles_argument
@click.pass_obj
def add(call: Call, name: str, roles: tuple[str, ...]) -> None:
    """A user more with these roles. Her passphrase is asked for, or read from AMDESK_USER_PASSPHRASE; a user of a shared
    bank is one whom the server lets in by that name."""
    with call.desk() as desk:
        desk.allow("users.add")
        shared = access.is_shared(call.address)
        passphrase = (
            "" if shared else os.environ.get(ENTRY) or call.ask(N_("The new user's passphrase"), ENTRY, again=True)
        )
        desk.users.add(name, roles, passphrase)
    click.echo(call.words(N_("{name} is a user of the bank now: {roles}."), name=name, roles=names(roles)))


@user.command()
@click.argument("name")
@roles_argument
@click.pass_obj
def role(call: Call, name: str, roles: tuple[str, ...]) -> None:
    """Give a user these roles and no others. In the demo city, which opens for anybody, all roles can be tried."""
    with call.desk() as desk:
        desk.users.give(name, roles)
    click.echo(call.words(N_("Roles of {name} now: {roles}."), name=name, roles=names(roles)))


@user.command()
@click.argument("name")
@click.pass_obj
def remove(call: Call, name: str) -> None:
    """Take a user away: her passphrase opens the bank no more. Copies that were made before still open with it."""
    with call.desk() as desk:
        desk.users.remove(name)
    click.echo(call.words(N_("{name} is no user of the bank any more."), name=name))
