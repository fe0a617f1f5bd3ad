"""A participant: a person who has, or waits for, a labour-market employment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from amdesk.domain.texts import N_, Text, text

STATUSES = {
    "waiting": N_("Waiting"),
    "booked": N_("Booked"),
    "working": N_("Working"),
    "ended": N_("Ended"),
}
WEIGHTS = {"must": N_("Must"), "important": N_("Important"), "nice": N_("Nice to have")}
NEED_KINDS = {
    "daytime": N_("Daytime on weekdays"),
    "start_after": N_("Starts at {value} or later"),
    "avoid": N_("Not {value}"),
    "lift_max": N_("Lifts at most {value} kg"),
    "max_travel": N_("At most {value} min travel"),
    "district": N_("In {value}"),
    "kind": N_("{value}"),
    "occupation": N_("Only {value}"),
}
FIELDS = {
    "name": N_("Name"), "identity": N_("Personal identity number"), "case_number": N_("Case number"), "phone": N_("Phone"),
    "email": N_("E-mail"), "case_worker_id": N_("Case worker"), "wishes": N_("Goal occupation"), "language": N_("Swedish level"),
    "languages": N_("Other languages"), "licence": N_("Driving licence"), "extent": N_("Extent"), "available_from": N_("Available from"),
    "district": N_("Lives in"), "max_travel": N_("Longest travel, minutes"), "needs": N_("Needs about the work"),
    "protection": N_("Protected personal data"),
}  # fmt: skip
"""What forms call the facts of a person that they change."""
MASK = N_("Protected personal data")
HIDDEN = N_("(hidden)")
"""What stands where a protected person's workplace would: it is as secret as the address."""


@dataclass(frozen=True, slots=True)
class Need:
    """What the work must, should or may be like. Agreed wording about the work, never a reason."""

    kind: str
    value: str
    weight: str = "important"


@dataclass(frozen=True, slots=True)
class Participant:
    """`identity` has twelve digits or is None; `extent` is percent; `max_travel` minutes; `protection` 0-3."""

    id: int
    number: str
    name: str
    identity: str | None
    born: date | None
    gender: str
    gender_source: str
    phone: str
    email: str
    case_number: str
    case_worker_id: int | None
    case_worker: str
    district: str
    wishes: tuple[str, ...]
    language: str
    languages: str
    licence: str
    extent: int
    available_from: date | None
    max_travel: int | None
    needs: tuple[Need, ...]
    protection: int
    registered_on: date

    @property
    def shown_name(self) -> Text:
        """The name, or for a protected person the mask and the number."""
        if self.protection:
            return text("{mask} {number}", mask=Text(MASK), number=self.number)
        return text("{name}", name=self.name)


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """A participant as lists show it; `name` is already masked where the person is protected."""

    id: int
    number: str
    name: str
    protected: bool
    wish: str
    case_worker: str
    status: str
    since: date
    from_date: date | None
    to_date: date | None
    placement: str
    booking_status: str
    ended_on: date | None
    followed_up: bool
    certified: bool
    assessed_final: bool


@dataclass(frozen=True, slots=True)
class Urgent:
    """The one most urgent thing about a person: `look` is a token role, `icon` an icon name."""

    text: Text
    look: str
    icon: str


def urgency(row: ParticipantRow, today: date) -> Urgent:
    """The most urgent status of a person: late things first, then what ends, then what runs."""
    if row.status == "ended" and row.ended_on:
        past = (today - row.ended_on).days
        if past > 90 and not row.followed_up and past < 365:
            return Urgent(text(N_("Day 90 overdue")), "bad", "warning")
        if not row.certified and row.assessed_final and past < 90:
            return Urgent(text(N_("Certificate missing")), "bad", "warning")
        if past <= 90:
            return Urgent(text(N_("Day 90 in {days} d"), days=90 - past), "text2", "history")
        return Urgent(text(N_("Ended")), "text3", "checkmark")
    if row.status == "working" and row.to_date:
        left = (row.to_date - today).days
        if left < 0:
            return Urgent(text(N_("Should have ended")), "bad", "warning")
        if left <= 30:
            return Urgent(text(N_("Ends in {days} d"), days=left), "warn", "clock_alarm")
        if row.from_date:
            week = (today - row.from_date).days // 7 + 1
            weeks = max(week, ((row.to_date - row.from_date).days + 1) // 7)
            return Urgent(text(N_("w. {week} of {weeks}"), week=week, weeks=weeks), "text2", "person")
    if row.status == "booked" and row.from_date:
        if row.booking_status == "reserved":
            return Urgent(text(N_("Tentative")), "warn", "person_clock")
        return Urgent(text(N_("Starts {day}"), day=row.from_date), "text2", "calendar")
    if row.status == "waiting":
        return Urgent(text(N_("Waiting {days} d"), days=max(0, (today - row.since).days)), "warn", "person_clock")
    return Urgent(text(STATUSES[row.status]), "text2", "person")


def protection_in(values: Mapping[str, object]) -> int:
    """The protection level that facts by name give a person; 0 where they say nothing of it."""
    given = values.get("protection")
    return int(given) if given and isinstance(given, int | str) else 0
