"""amdesk book, confirm, introduce, start, extend, move, end, cancel."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from amdesk.commands.common import Call, act_option, booking_document, date_option, json_option, put
from amdesk.domain.booking.bookings import CANCEL_REASONS, INTERRUPT_REASONS, Booking
from amdesk.domain.booking.fairness import PASSED_REASONS
from amdesk.domain.booking.statuses import BOOKING_STATUSES
from amdesk.domain.errors import WrongUse
from amdesk.domain.texts import N_, text

if TYPE_CHECKING:
    from amdesk.services.desk import Desk


DESPITE = N_(
    "Why to go on where a must is not met; it is kept with the booking and logged. Without it such a booking is refused."
)


def _report(call: Call, booking: Booking, as_json: bool, warnings: tuple[str, ...] = ()) -> None:
    if as_json:
        put(booking_document(booking) | ({"warnings": list(warnings)} if warnings else {}))
        return
    if booking.placement_number.hidden:
        status = call.words(BOOKING_STATUSES[booking.status])
        click.echo(
            call.words(
                N_("{ref}: {participant}, {status}"),
                ref=booking.ref,
                participant=booking.participant_number,
                status=status,
            )
        )
        return
    click.echo(
        call.words(
            N_("{ref}: {participant} at {placement}, {first} to {last}, {extent} %, {status}"),
            ref=booking.ref,
            participant=booking.participant_number,
            placement=booking.placement,
            first=booking.from_date,
            last=booking.to_date,
            extent=booking.extent,
            status=call.words(BOOKING_STATUSES[booking.status]),
        )
    )
    if booking.despite:
        click.echo(call.words(N_("Booked all the same: {why}"), why=booking.despite))
    for warning in warnings:
        click.echo(warning)


def _warnings(call: Call, desk: Desk, booking: Booking) -> tuple[str, ...]:
    """What to think of about a booking as it stands now, in the sentences of `book` and `match`; of a protected person's none,
    since they tell what is asked of whoever works there, and when it is closed."""
    if booking.placement_number.hidden:
        return ()
    return tuple(call.words.say(c.text) for c in desk.booking.warnings(booking.ref))


@click.command()
@click.argument("participant")
@click.argument("placement")
@date_option("--from", "first", required=True, help="First day.")
@date_option("--to", "last", required=True, help="Last day.")
@click.option("--extent", type=click.IntRange(1, 100), help="Percent; the participant's own where not given.")
@click.option("--reserve", is_flag=True, help="Tentative, with an expiry date.")
@click.option("--ref", help="Your own reference: a second call with the same one books nothing more.")
@click.option("--despite", default="", metavar="TEXT", help=DESPITE)
@click.option("--passed", type=click.Choice(list(PASSED_REASONS)), help="Why, where it is not the first proposal.")
@act_option
@json_option
@click.pass_obj
def book(
    call: Call,
    participant: str,
    placement: str,
    first: date,
    last: date,
    extent: int | None,
    reserve: bool,
    ref: str | None,
    despite: str,
    passed: str | None,
    as_json: bool,
) -> None:
    """Book a place for a participant. Refused with the rule's sentence and exit 1."""
    with call.desk() as desk:
        receipt = desk.booking.book(
            participant, placement, first, last, extent, reserve=reserve, ref=ref, despite=despite, passed=passed or ""
        )
    _report(call, receipt.booking, as_json, tuple(call.words.say(c.text) for c in receipt.warnings))


@click.command()
@click.argument("ref")
@click.option("--reason", type=click.Choice(list(CANCEL_REASONS)), default="OTHER")
@date_option("--on", help="Accepted for symmetry; a cancelled booking never began.")
@act_option
@json_option
@click.pass_obj
def cancel(call: Call, ref: str, reason: str, on: date | None, as_json: bool) -> None:  # noqa: ARG001 - one form for all steps
    """Cancel a booking before its start (NO_SHOW: the person did not come)."""
    with call.desk() as desk:
        _report(call, desk.booking.cancel(ref, reason), as_json)


@click.command()
@click.argument("ref")
@act_option
@json_option
@click.pass_obj
def confirm(call: Call, ref: str, as_json: bool) -> None:
    """A tentative booking becomes a booking."""
    with call.desk() as desk:
        _report(call, desk.booking.confirm(ref), as_json)


@click.command()
@click.argument("ref")
@act_option
@json_option
@click.pass_obj
def introduce(call: Call, ref: str, as_json: bool) -> None:
    """The introduction checklist has been gone through; a start needs it."""
    with call.desk() as desk:
        _report(call, desk.booking.introduction_seen(ref), as_json)


@click.command()
@click.argument("ref")
@date_option("--on", help="The day the person came, where later than planned.")
@act_option
@json_option
@click.pass_obj
def start(call: Call, ref: str, on: date | None, as_json: bool) -> None:
    """The person came."""
    with call.desk() as desk:
        _report(call, desk.booking.start(ref, on), as_json)


@click.command()
@click.argument("ref")
@date_option("--on", help="Last day; today where not given.")
@click.option(
    "--reason",
    required=True,
    help="A code of the list end_reasons, or one for an interruption: PAUSE, HOST_ENDS, CHANGE, OTHER.",
)
@act_option
@json_option
@click.pass_obj
def end(call: Call, ref: str, on: date | None, reason: str, as_json: bool) -> None:
    """End the employment with its reason, or interrupt the booking while the employment goes on."""
    with call.desk() as desk:
        interrupted = reason in INTERRUPT_REASONS
        found = (
            desk.booking.interrupt(ref, on or call.clock.today(), reason)
            if interrupted
            else desk.booking.end(ref, on, reason)
        )
        _report(call, found, as_json)


@click.command()
@click.argument("ref")
@date_option("--to", "last", required=True, help="New last day.")
@click.option("--despite", default="", metavar="TEXT", help=DESPITE)
@act_option
@json_option
@click.pass_obj
def extend(call: Call, ref: str, last: date, despite: str, as_json: bool) -> None:
    """A new last day."""
    with call.desk() as desk:
        made = desk.booking.extend(ref, last, despite)
        _report(call, made, as_json, _warnings(call, desk, made))


@click.command()
@click.argument("ref")
@click.option("--placement", help="Another placement.")
@date_option("--on", help="First day at the new place or new first day.")
@date_option("--to", "last", help="New last day.")
@click.option("--despite", default="", metavar="TEXT", help=DESPITE)
@act_option
@json_option
@click.pass_obj
def move(
    call: Call, ref: str, placement: str | None, on: date | None, last: date | None, despite: str, as_json: bool
) -> None:
    """Another placement, other dates, or both."""
    if not (placement or on or last):
        raise WrongUse(text(N_("Say where or when to move: --placement, --on or --to.")))
    with call.desk() as desk:
        made = desk.booking.move(ref, placement, on, last, despite)
        _report(call, made, as_json, _warnings(call, desk, made))
