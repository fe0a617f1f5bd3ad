"""amdesk list: placements, participants, bookings, employments, followups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import click

from amdesk.commands.common import Call, booking_document, date_option, json_option, put
from amdesk.domain.booking.bookings import Booking, Employment
from amdesk.domain.booking.plan import day90
from amdesk.domain.people.participant import ParticipantRow
from amdesk.domain.places.placement import open_end
from amdesk.domain.record import beside
from amdesk.domain.results.outcomes import contact_of

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

Dated = TypeVar("Dated", Booking, Employment)


@click.command("list")
@click.argument("what", type=click.Choice(["placements", "participants", "bookings", "employments", "followups"]))
@date_option("--free-on", help="Count free places on this day.")
@json_option
@click.pass_obj
def list_(call: Call, what: str, free_on: date | None, as_json: bool) -> None:
    """Lists; protected people are masked."""
    with call.desk() as desk:
        found = {
            "placements": _placements,
            "participants": _participants,
            "bookings": _bookings,
            "employments": _employments,
            "followups": _followups,
        }[what](desk, free_on, call)
    if as_json:
        put(found)
        return
    for row in found:
        click.echo("\t".join("" if v is None else str(v) for v in row.values()))


def _placements(desk: Desk, free_on: date | None, call: Call) -> list[dict[str, object]]:
    names = {o.code: o.name(call.words.lang) for o in desk.placements.occupations()} | dict(desk.placements.districts())
    return [
        {
            "number": p.number,
            "source_id": p.source_id,
            "name": p.name,
            "kind": p.kind,
            "occupation": names.get(p.occupation, p.occupation),
            "district": names.get(p.district, p.district),
            "capacity": p.capacity,
            "free": p.free,
            "from": p.open_from.isoformat(),
            "to": None if open_end(p.open_to) else p.open_to.isoformat(),
            "flagged": p.flagged or None,
            **dict(p.more),
        }
        for p in desk.placements.listing(day=free_on)
    ]


def _participants(desk: Desk, _free: date | None, call: Call) -> list[dict[str, object]]:
    return [
        {
            "number": p.number,
            "name": call.words.say(p.name.text),
            "case_worker": p.case_worker,
            "status": p.status,
            **dict(p.more),
        }
        for p in desk.participants.listing()
    ]


def _bookings(desk: Desk, _free: date | None, _call: Call) -> list[dict[str, object]]:
    return [booking_document(b) for b in _unordered(desk.booking.every(), lambda b: b.placement_number.hidden)]


def _employments(desk: Desk, _free: date | None, call: Call) -> list[dict[str, object]]:
    people = {p.id: p for p in desk.participants.listing()}
    today = call.clock.today()
    alive = _unordered([e for e in desk.booking.employments() if not e.cancelled], lambda e: e.placement.hidden)
    return [_employment(e, people.get(e.participant_id), today) for e in alive]


def _unordered(found: Sequence[Dated], hidden: Callable[[Dated], bool]) -> list[Dated]:
    """Those of protected people last, by reference: among the others, which stand by their days, the order would tell theirs."""
    return sorted(found, key=lambda one: (hidden(one), one.ref if hidden(one) else ""))


def _employment(e: Employment, who: ParticipantRow | None, today: date) -> dict[str, object]:
    """Whose, where, as what and when; of a protected person whose alone: by the days the board would tell where."""
    status, hidden = e.status(today), who is not None and who.protected
    return {
        "ref": e.ref,
        "participant": who.number if who else "",
        "form": e.form or None,
        "placement": None if e.placement.hidden else e.placement.seen,
        "kind": e.kind or None,
        "from": None if hidden else e.from_date.isoformat(),
        "to": e.to_date.isoformat() if e.to_date and not hidden else None,
        "ended": e.end.isoformat() if status == "ended" and e.end and not hidden else None,
        "end_reason": e.end_reason or None,
        "status": status,
        **{f.name: None if hidden else getattr(e, f.name) for f in beside(Employment)},
    }


def _followups(desk: Desk, _free: date | None, call: Call) -> list[dict[str, object]]:
    out: list[dict[str, object]] = []
    for f in desk.overviews.followups():
        due = day90(f.last) if f.last else None
        out.append(
            {
                "employment": f.employment,
                "due": due.isoformat() if due else None,
                "contact": contact_of(f.contact, due, call.clock.today()) if due else f.contact,
                "situation": f.situation,
                "end_reason": f.end_reason or None,
                "plan_city": f.plan_city,
                "plan_pes": f.plan_pes,
                **dict(f.more),
            }
        )
    return out
