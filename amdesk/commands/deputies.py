"""amdesk deputy: who stands in for a case worker who is away."""

from __future__ import annotations

from datetime import date

import click

from amdesk.commands.common import Call, date_option, json_option, put
from amdesk.domain.people.deputies import Deputyship
from amdesk.domain.texts import N_


@click.group()
def deputy() -> None:
    """Who stands in for a case worker who is away. Nobody's case worker is another for it."""


@deputy.command("list")
@json_option
@click.pass_obj
def list_deputies(call: Call, as_json: bool) -> None:
    """Whoever is away today or will be, and who stands in."""
    with call.desk() as desk:
        found = desk.deputies.listing()
    if as_json:
        put([_deputy_document(one) for one in found])
        return
    for one in found:
        click.echo(_deputy_line(call, one))
    if not found:
        click.echo(call.words(N_("Nobody is away.")))


@deputy.command("add")
@click.argument("worker")
@click.argument("stands_in")
@date_option("--from", "first", required=True, help="The first day away.")
@date_option("--to", "last", required=True, help="The last day away.")
@json_option
@click.pass_obj
def add_deputy(call: Call, worker: str, stands_in: str, first: date, last: date, as_json: bool) -> None:
    """WORKER is away and STANDS_IN sees the tasks, both by name."""
    with call.desk() as desk:
        made = desk.deputies.away(worker, stands_in, first, last)
    if as_json:
        put(_deputy_document(made))
        return
    click.echo(_deputy_line(call, made))


@deputy.command("end")
@click.argument("key", type=int)
@date_option("--on", help="The day on which the worker is back; today where not given.")
@json_option
@click.pass_obj
def end_deputy(call: Call, key: int, on: date | None, as_json: bool) -> None:
    """The worker is back: from that day on nobody stands in."""
    with call.desk() as desk:
        desk.deputies.back(key, on)
    if as_json:
        put({"id": key, "back": on or call.clock.today()})
        return
    click.echo(call.words(N_("Back on {day}."), day=on or call.clock.today()))


def _deputy_document(one: Deputyship) -> dict[str, object]:
    return {"id": one.id, "case_worker": one.worker, "deputy": one.deputy, "from": one.first, "to": one.last}


def _deputy_line(call: Call, one: Deputyship) -> str:
    said = N_("{id}: {deputy} stands in for {name}, {first} to {last}")
    return call.words(said, id=one.id, deputy=one.deputy, name=one.worker, first=one.first, last=one.last)
