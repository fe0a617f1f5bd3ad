"""amdesk place: holding a free place for those who are expected, and what is held until when."""

from __future__ import annotations

from datetime import date

import click

from amdesk.commands.common import Call, date_option, json_option, put
from amdesk.domain.booking.holds import PlaceHold
from amdesk.domain.texts import N_


@click.group()
def place() -> None:
    """Places that are held for those who are expected."""


def _document(call: Call, one: PlaceHold) -> dict[str, object]:
    return {
        "placement": one.placement_number,
        "name": one.placement,
        "held_on": one.held_on.isoformat(),
        "until": one.until.isoformat(),
        "due": one.due(call.clock.today()),
    }


def _line(call: Call, one: PlaceHold) -> str:
    over = f"  {call.words(N_('its day has come'))}" if one.due(call.clock.today()) else ""
    said = call.words(N_("held until {day}"), day=one.until)
    return f"{one.placement_number}  {one.placement}  {said}{over}"


@place.command("held")
@click.option("--placement", help="What is held of this placement alone.")
@json_option
@click.pass_obj
def held_(call: Call, placement: str | None, as_json: bool) -> None:
    """What is held until when, what ends first first; also what nobody has released though its day has come."""
    with call.desk() as desk:
        found = desk.holds.of_placement(placement) if placement is not None else desk.holds.listing()
    if as_json:
        put([_document(call, one) for one in found])
        return
    for one in found:
        click.echo(_line(call, one))
    if not found:
        click.echo(call.words(N_("No place is held.")))


@place.command("hold")
@click.argument("placement")
@date_option("--until", "until", help="The day on which it is to be given again; a week from today where not given.")
@json_option
@click.pass_obj
def hold_(call: Call, placement: str, until: date | None, as_json: bool) -> None:
    """Hold one free place: nobody is proposed for it until the day. A booking there all the same releases it."""
    with call.desk() as desk:
        made = desk.holds.hold(placement, until)
    if as_json:
        put(_document(call, made))
        return
    click.echo(_line(call, made))


@place.command()
@click.argument("placement")
@json_option
@click.pass_obj
def release(call: Call, placement: str, as_json: bool) -> None:
    """Hold a place no more; of several at one placement the one that ends first."""
    with call.desk() as desk:
        was = desk.holds.release(placement)
    if as_json:
        put(_document(call, was) | {"released": True})
        return
    click.echo(call.words(N_("No longer held: {place}"), place=was.placement))
