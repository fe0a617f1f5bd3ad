"""The follow-up of one ended employment on day 90: what is known of it, and the words it is told in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from amdesk.domain.change import Change, asked
from amdesk.domain.people.masked import Masked
from amdesk.domain.record import Day, Declared, Kind, Line, Named, fields
from amdesk.domain.texts import N_

CONTACTS = {"contacted": N_("Reached"), "not_contacted": N_("Not reached"), "not_due": N_("Not due yet")}
SITUATIONS = {
    "work": N_("Work"), "studies": N_("Studies"), "unemployment_fund": N_("Unemployment fund"), "other": N_("Other"),
    "not_known": N_("Not known"),
}  # fmt: skip
PLANS = {"not_known": N_("Not known"), "yes": N_("Yes"), "no": N_("No")}
SOURCES = {
    "phone": N_("Phone"), "meeting": N_("Meeting"), "register": N_("The unit's own system"), "other": N_("Other"), "file": N_("File"),
}  # fmt: skip
WAYS = ("phone", "text_message", "letter", "e_mail", "visit")


@dataclass(frozen=True, slots=True)
class EndReason(Kind):
    """The code of an end reason; lists name its group alone, and forms offer those that fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What is known of day 90, each field declared once (see domain/record.py) and in the order of the form.

    What stands here by itself is what is known where nobody has followed up. `reads="row"`: a list's cell is read with the row
    as a whole; the status of a row says contact, situation and plans together.
    """

    contact: Annotated[str, Declared(N_("Contact"), Named(tuple(CONTACTS.items())), erase=False)] = ""
    situation: Annotated[
        str,
        Declared(N_("Situation on day 90"), Named(tuple(SITUATIONS.items())), heading=N_("Status on day 90"), called="status", reads="row", erase=False, headings=(
            "Status dag 90", "Dag 90", "Status", "Situation dag 90", "Läge dag 90", "Sysselsättning dag 90", "Status efter 90 dagar", "Läge efter 90 dagar", "Situation efter 90 dagar", "Sysselsättning efter 90 dagar", "Situation after 90 days", "Status after 90 days", "Status day 90", "Day 90",
        )),
    ] = "not_known"  # fmt: skip
    plan_city: Annotated[
        str, Declared(N_("Plan with the city"), Named(tuple(PLANS.items()), "not_known"), erase=False)
    ] = "not_known"
    plan_pes: Annotated[
        str, Declared(N_("Plan with the employment service"), Named(tuple(PLANS.items()), "not_known"), erase=False)
    ] = "not_known"
    detail: Annotated[str, Declared(N_("Kind of work or studies"), EndReason(), erase=False)] = ""
    started_on: Annotated[date | None, Declared(N_("Began"), Day(), erase=False)] = None
    end_reason: Annotated[
        str,
        Declared(N_("End reason of the employment"), EndReason(), heading=N_("End reason"), called="reason", reads="row", required=True, column=False, headings=(
            "Avslutsorsak", "Orsak", "Orsak till avslut", "Avslutsanledning", "Avslutsskäl", "End reason", "Reason",
        )),
    ] = ""  # fmt: skip
    source: Annotated[str, Declared(N_("Source"), Named(tuple(SOURCES.items())), erase=False)] = ""
    on_date: Annotated[
        date | None,
        Declared(N_("Day of contact"), Day(), called="contact_date", reads="row", erase=False, headings=(
            "Kontaktdatum", "Kontaktad", "Datum för kontakt", "Contact date",
        )),
    ] = None  # fmt: skip
    note: Annotated[
        str,
        Declared(N_("Note"), Line(), heading=N_("Comment"), called="comment", reads="text", headings=(
            "Kommentar", "Anteckning", "Anm.", "Anmärkning", "Comment", "Note",
        )),
    ] = ""  # fmt: skip


NOTHING = FollowUp()
"""What is known of day 90 where nobody has followed up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due(FollowUp):
    """One line of the day-90 desk: an ended employment, and what is known of it."""

    employment: int
    ref: str
    participant: int
    number: str
    name: Masked
    phone: Masked
    protected: bool
    place: Masked
    kind: str
    ended: date
    due: date
    worker: str
    worker_id: int | None
    attempts: int
    tried: date | None


def known_of(due: FollowUp) -> dict[str, object]:
    """What is known of day 90, by the names that Results.follow_up takes."""
    return {f.name: getattr(due, f.name) for f in fields(FollowUp)}


PAIR = ("contact", "situation")
OUTCOME = "outcome"
"""Contact and situation as one: chosen apart, somebody not reached would be in work."""


def whole(said: Mapping[str, object], today: date) -> dict[str, object]:
    """A follow-up of which nothing is left out: what is not said is not known, and the contact was made today."""
    return {name: one for name, one in known_of(NOTHING).items() if name not in PAIR} | {"on_date": today, **said}


def joined(given: Mapping[str, object], now: Mapping[str, object]) -> dict[str, object]:
    """A follow-up, or the changes of one, with contact and situation as one; what is not given of the two is as it is `now`."""
    out = {name: one for name, one in given.items() if name not in PAIR}
    if OUTCOME in given or not set(PAIR) & set(given):
        return out
    contact, situation = (given.get(name, Change(now[name], now[name])) for name in PAIR)
    if isinstance(contact, Change) and isinstance(situation, Change):
        out[OUTCOME] = Change((contact.before, situation.before), (contact.after, situation.after))
    else:
        out[OUTCOME] = asked(contact), asked(situation)
    return out


def parted(given: Mapping[str, object]) -> dict[str, object]:
    """The same with contact and situation by themselves again."""
    out = dict(given)
    said = out.pop(OUTCOME, None)
    return {**out, **dict(zip(PAIR, said, strict=True))} if isinstance(said, tuple) else out
