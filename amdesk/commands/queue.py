"""amdesk queue: who waits for a place where, and whose turn it is when one is free."""

from __future__ import annotations

from datetime import date

import click

from amdesk.commands.common import Call, act_option, date_option, json_option, put, why_option
from amdesk.domain.booking.queue import LEAVE_REASONS, QUEUE_REASONS, QueuePlace, Turn
from amdesk.domain.errors import WrongUse
from amdesk.domain.texts import N_, text


@click.group()
def queue() -> None:
    """Queues to placements: a refused booking becomes a turn."""


def _document(w: QueuePlace) -> dict[str, object]:
    """Of a protected person not where: she is named by number alone."""
    return {
        "participant": w.participant_number,
        "placement": None if w.placement_number.hidden else w.placement_number.seen,
        "turn": None if w.placement_number.hidden else w.turn,
        "since": w.since.isoformat(),
        "reason": w.reason,
        "no_on": w.no_on.isoformat() if w.no_on else None,
    }


def _line(call: Call, w: QueuePlace) -> str:
    say = call.words.say
    turn = "–" if w.placement_number.hidden else str(w.turn)
    who = f"{w.participant_number}  {say(w.participant.text)}"
    where = say(w.placement.text) if w.placement_number.hidden else f"{w.placement_number.seen} {w.placement.seen}"
    said = f"{turn:>3}  {who}  {where}  {w.since}  {call.words(QUEUE_REASONS[w.reason])}"
    return said + (f"  {call.words(N_('said no {day}'), day=w.no_on)}" if w.no_on else "")


def _turn(t: Turn, call: Call) -> dict[str, object]:
    hidden = t.place.hidden
    days = {"from": None, "to": None} if hidden else {"from": t.first.isoformat(), "to": t.last.isoformat()}
    warned = [] if hidden else [call.words.say(c.text) for c in t.warnings]
    return _document(t.place) | days | {"warnings": warned}


@queue.command("list")
@click.option("--participant", help="The queues this person stands in, by number.")
@click.option("--placement", help="This placement's queue; protected people keep their turn and are not among them.")
@click.option(
    "--turns", is_flag=True, help="Whose turn it is now: free places, and the first in the queue who still fits."
)
@why_option
@json_option
@click.pass_obj
def list_(call: Call, participant: str | None, placement: str | None, turns: bool, why: str, as_json: bool) -> None:
    """Who waits where, by placement and turn."""
    if sum((participant is not None, placement is not None, turns)) > 1:
        raise WrongUse(text(N_("Name one of --participant, --placement and --turns.")))
    with call.desk() as desk:
        if turns:
            free = desk.queues.turns()
            found = [t.place for t in free]
        elif participant is not None:
            found = desk.queues.of_person(participant, why)
        else:
            found = desk.queues.of_placement(placement) if placement is not None else desk.queues.listing()
    if as_json:
        put([_turn(t, call) for t in free] if turns else [_document(w) for w in found])
        return
    for i, w in enumerate(found):
        days = f"  {free[i].first} – {free[i].last}" if turns and not w.hidden else ""
        click.echo(_line(call, w) + days)
    if not found:
        click.echo(call.words(N_("Nobody's turn has come.") if turns else N_("Nobody waits in a queue.")))


@queue.command()
@click.argument("participant")
@click.argument("placement")
@date_option("--from", "first", help="First day of the booking that is refused; as early as she can where not given.")
@date_option("--to", "last", help="Its last day; half a year later where not given.")
@act_option
@json_option
@click.pass_obj
def add(call: Call, participant: str, placement: str, first: date | None, last: date | None, as_json: bool) -> None:
    """A booking that would be refused becomes a turn in the placement's queue."""
    with call.desk() as desk:
        made = desk.queues.add(participant, placement, first, last)
    if as_json:
        put(_document(made))
        return
    click.echo(_line(call, made))


@queue.command()
@click.argument("participant")
@click.argument("placement")
@click.option("--reason", type=click.Choice(list(LEAVE_REASONS)), default="OWN")
@act_option
@json_option
@click.pass_obj
def remove(call: Call, participant: str, placement: str, reason: str, as_json: bool) -> None:
    """She waits there no longer."""
    with call.desk() as desk:
        desk.queues.remove(participant, placement, reason)
    if as_json:
        put({"participant": participant, "placement": placement, "reason": reason})
        return
    click.echo(call.words(N_("Out of the queue: {name}, {place}"), name=participant, place=placement))


@queue.command()
@click.argument("participant")
@click.argument("placement")
@act_option
@json_option
@click.pass_obj
def no(call: Call, participant: str, placement: str, as_json: bool) -> None:
    """She says no to what is free there now; the next is asked, and she keeps her turn."""
    with call.desk() as desk:
        desk.queues.no(participant, placement)
    if as_json:
        put({"participant": participant, "placement": placement, "no_on": call.clock.today().isoformat()})
        return
    click.echo(call.words(N_("No this time: {name}, {place}"), name=participant, place=placement))
