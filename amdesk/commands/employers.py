"""amdesk employer: employers, who there is to talk to, when somebody did, and the limits of their lights."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import click

from amdesk.commands.common import Call, date_option, json_option, put
from amdesk.domain.employers.employer import CONTACT_WAYS, LIGHTS, since_text
from amdesk.domain.texts import N_

if TYPE_CHECKING:
    from amdesk.services.employers.employers import EmployerRow


@click.group()
def employer() -> None:
    """Employers outside the unit's own placements."""


def _document(row: EmployerRow) -> dict[str, object]:
    e = row.employer
    return {
        "number": e.number,
        "name": e.name,
        "org_number": e.org_number or None,
        "industry": e.industry,
        "manager": e.manager,
        "note": e.note,
        "last_contact": e.last.isoformat() if e.last else None,
        "light": row.light,
        "open_vacancies": e.open_vacancies,
    }


def _one(call: Call, said: str, as_json: bool) -> None:
    with call.desk() as desk:
        found = desk.employers.get(said)
        row = next(r for r in desk.employers.listing() if r.employer.id == found.id)
    if as_json:
        put(_document(row))
        return
    _line(call, row)


def _line(call: Call, row: EmployerRow) -> None:
    e = row.employer
    when = call.words.say(since_text(e.last, call.clock.today()))
    click.echo(f"{e.number}  {call.words(LIGHTS[row.light])}, {when}  {e.name}  {e.manager}")


@employer.command("list")
@click.option("--words", default="", help="Those whose name, number or industry has these words.")
@json_option
@click.pass_obj
def list_(call: Call, words: str, as_json: bool) -> None:
    """Every employer: number, light, last contact, name, whose contact it is."""
    with call.desk() as desk:
        found = desk.employers.listing(words)
    if as_json:
        put([_document(r) for r in found])
        return
    for row in found:
        _line(call, row)


@employer.command()
@click.argument("number")
@json_option
@click.pass_obj
def show(call: Call, number: str, as_json: bool) -> None:
    """One employer with its contacts and when somebody was in contact."""
    with call.desk() as desk:
        found = desk.employers.get(number)
        row = next(r for r in desk.employers.listing() if r.employer.id == found.id)
        contacts, talks = desk.employers.contacts(found.id), desk.employers.talks(found.id)
    if as_json:
        put({**_document(row), "contacts": [asdict(c) for c in contacts], "talks": [asdict(t) for t in talks]})
        return
    _line(call, row)
    for c in contacts:
        click.echo(f"{c.id:>4}  {'  '.join(x for x in (c.name, c.title, c.phone, c.email) if x)}")
    for t in talks:
        click.echo(f"      {t.on_date}  {call.words(CONTACT_WAYS[t.way])}  {t.words}")


@employer.command()
@click.argument("name")
@click.option("--org-number", help="The organisation number; a person's number is not kept.")
@click.option("--industry")
@click.option("--manager", help="Which user keeps the contact; without it oneself.")
@click.option("--note")
@json_option
@click.pass_obj
def add(call: Call, /, name: str, as_json: bool, **given: str | None) -> None:
    """A new employer."""
    with call.desk() as desk:
        made = desk.employers.create({"name": name, **{n: v for n, v in given.items() if v is not None}})
    _one(call, made.number, as_json)


@employer.command()
@click.argument("number")
@click.option("--name")
@click.option("--org-number", help="The organisation number; a person's number is not kept.")
@click.option("--industry")
@click.option("--manager", help="Which user keeps the contact.")
@click.option("--note")
@json_option
@click.pass_obj
def change(call: Call, /, number: str, as_json: bool, **given: str | None) -> None:
    """Change facts of an employer; what is not named stays."""
    with call.desk() as desk:
        desk.employers.change(number, {n: v for n, v in given.items() if v is not None})
    _one(call, number, as_json)


@employer.command()
@click.argument("number")
@click.option("--way", type=click.Choice(list(CONTACT_WAYS)), default="phone")
@click.option("--words", default="", help="A word about what was said.")
@date_option("--on", help="The day; today where not given.")
@json_option
@click.pass_obj
def talk(call: Call, number: str, way: str, words: str, on: date | None, as_json: bool) -> None:
    """Note that somebody was in contact with an employer."""
    with call.desk() as desk:
        desk.employers.add_talk(number, way, words, on)
    _one(call, number, as_json)


@employer.command()
@click.argument("number")
@click.argument("name")
@click.option("--title", default="")
@click.option("--phone", default="", help="The phone at work.")
@click.option("--email", default="", help="The e-mail at work.")
@json_option
@click.pass_obj
def contact(call: Call, number: str, name: str, title: str, phone: str, email: str, as_json: bool) -> None:
    """Add somebody to talk to at an employer."""
    with call.desk() as desk:
        made = desk.employers.add_contact(number, {"name": name, "title": title, "phone": phone, "email": email})
    if as_json:
        put(asdict(made))
        return
    click.echo(f"{made.id:>4}  {made.name}")


@employer.command("forget-contact")
@click.argument("key", type=int)
@json_option
@click.pass_obj
def forget_contact(call: Call, key: int, as_json: bool) -> None:
    """Erase somebody at an employer, her whole name in its note, talks and vacancies, and what the log has of both. It cannot be undone."""
    with call.desk() as desk:
        clear = desk.employers.forget_contact(key)
    if as_json:
        put({"contact": key, "erased": True, "log_of_writes_cleared": clear})
        return
    click.echo(call.words(N_("The contact is erased.")))
    if not clear:
        from amdesk.services.bank.retention import LINGERS

        click.echo(call.words(LINGERS), err=True)


@employer.command()
@click.option("--green", type=int, help="Days since the last contact that are green at most.")
@click.option("--amber", type=int, help="Days that are amber at most; more are red.")
@json_option
@click.pass_obj
def rule(call: Call, green: int | None, amber: int | None, as_json: bool) -> None:
    """The limits of the lights, or new ones as the next version."""
    with call.desk() as desk:
        found = desk.employers.rule()
        if green is not None or amber is not None:
            found = desk.employers.set_rule(
                found.green if green is None else green, found.amber if amber is None else amber
            )
    if as_json:
        put(found._asdict())
        return
    said = N_("Version {version}: green to {green} days, amber to {amber} days, then red.")
    click.echo(call.words(said, **found._asdict()))
