"""A placement: one opening at a host with an occupation, a capacity that changes over time and requirements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Annotated, ClassVar, NamedTuple

from amdesk.domain.clock import FAR
from amdesk.domain.people.wording import demands_now
from amdesk.domain.places.schedule import read_schedule
from amdesk.domain.record import (
    Amount,
    Coded,
    CodeOf,
    Count,
    Day,
    Declared,
    Kind,
    LastDay,
    LevelAsked,
    LicenceAsked,
    Line,
    Named,
    Note,
    OneOf,
    WeekHours,
    YesNo,
)
from amdesk.domain.texts import N_

PLACE_KINDS = {"in_house": N_("In-house team"), "external": N_("External place")}
PLACES = N_("Number of places")
"""What forms call the usual capacity, which has a table of its own."""
BACKGROUND_CHECKS = {
    "none": N_("No extract required"), "school_act": N_("Education Act (school, preschool)"),
    "children_act_2013": N_("Act 2013:852 (children)"), "home_care_act_2026": N_("Act 2026:43 (home care)"),
    "lss_children": N_("Act 2010:479 (LSS, children)"), "hvb_children": N_("Act 2007:171 (HVB)"),
}  # fmt: skip
"""Which law asks for a register extract, in the words of the form."""
LANGUAGE_LEVELS = ("A0", "A1", "A2", "B1", "B2", "C1")
LICENCES = ("AM", "A1", "A2", "A", "B", "B1", "BE", "B96", "C1", "C1E", "C", "CE", "D1", "D1E", "D", "DE")
"""Classes of driving licence (körkortslagen 1998:488, 2 kap. 4-5 §§)."""


@dataclass(frozen=True, slots=True)
class DemandList(Kind):
    """What the work is like in the words of domain/people/vocabulary.py; in the column a JSON list."""

    reads = "demands"
    words = True
    nothing: ClassVar[object] = ()

    def stored(self, value: object) -> object:
        return json.dumps(list(value), ensure_ascii=False) if isinstance(value, Iterable) else value

    def read(self, kept: object) -> object:
        return demands_of(str(kept))


@lru_cache(maxsize=4096)
def demands_of(kept: str) -> tuple[str, ...]:
    """A column of demands as they are said today."""
    return demands_now(json.loads(kept))


class Placement(NamedTuple):
    """Each field is declared once (see domain/record.py). A tuple, since thousands are made for one match. `hours` is hundredths of an hour per week, `pay` öre per month, `shared` true where hours share a place.

    The fields that matching looks at stand first; the rest is left at its defaults where only they are read.
    """

    id: int
    number: str
    kind: Annotated[
        str,
        Declared(N_("Kind of place"), Named(tuple(PLACE_KINDS.items()), "external"), reads="row", headings=("Typ", "Platstyp", "Kind", "Type")),
    ]  # fmt: skip
    name: Annotated[
        str,
        Declared(N_("Workplace or team"), Line(), reads="row", required=True, searchable=True, headings=(
            "Enhet", "Arbetsplats", "Plats", "Placering", "Namn", "Arbetslag", "Arbetsplatsens namn", "Workplace", "Unit", "Host", "Placement", "Placeringsenhet", "Placeringsställe", "Arbetsställe", "Verksamhet", "Workplace name", "Site",
        )),
    ]  # fmt: skip
    district: Annotated[
        str,
        Declared(N_("District"), OneOf("districts"), reads="row", headings=("Stadsdel", "Område", "District", "Area")),
    ]  # fmt: skip
    occupation: Annotated[
        str,
        Declared(N_("Occupation"), CodeOf("occupation"), reads="row", required=True, column=False, headings=(
            "Yrkestitel", "Anställd som", "Tjänstetitel", "Yrke", "Titel", "Befattning", "Occupation", "Title", "Job title", "Job", "Position", "Arbetsuppgift", "Arbetsroll", "Yrkesroll", "Roll",
        )),
    ]  # fmt: skip
    schedule: Annotated[
        str, Declared(N_("Working hours"), Line(), reads="text", headings=("Schema", "Arbetstider", "Tider", "Schedule"))
    ]  # fmt: skip
    language_min: Annotated[
        str,
        Declared(N_("Swedish level"), LevelAsked(), reads="row", headings=(
            "Språknivå", "Svenska", "Språkkrav", "Svenska lägst", "Krav på svenska", "Language level", "Swedish level",
        )),
    ]  # fmt: skip
    licence: Annotated[
        str, Declared(N_("Driving licence"), LicenceAsked(), reads="row", headings=("Körkort", "Körkortskrav", "Krav på körkort", "Driving licence", "Licence", "Körkort krävs", "Driving license", "Driver's licence", "Driver's license"))
    ]  # fmt: skip
    background_check: Annotated[
        str,
        Declared(N_("Register extract"), Named(tuple(BACKGROUND_CHECKS.items()), "none"), reads="row", headings=(
            "Krav utdrag", "Utdrag", "Registerutdrag", "Belastningsregister", "Utdrag ur belastningsregistret", "Krav på utdrag", "Register extract",
        )),
    ]  # fmt: skip
    min_age: Annotated[int, Declared(N_("Minimum age"), Count(13, 25, 16))]
    demands: Annotated[
        tuple[str, ...],
        Declared(N_("Demands"), DemandList(), reads="demands", headings=(
            "Krav i arbetet", "Arbetskrav", "Arbetets krav", "Fysiska krav", "Demands", "Work demands",
        )),
    ]  # fmt: skip
    supervisor: Annotated[
        str,
        Declared(N_("Supervisor"), Line(), reads="text", searchable=True, headings=(
            "Handledare", "Arbetsledare", "Kontaktperson", "Supervisor", "Contact", "Contact person", "Namn handledare", "Handledarens namn",
        )),
    ]  # fmt: skip
    shared: Annotated[bool, Declared(N_("Part-time employments may share a place by hours"), YesNo())]
    open_from: Annotated[
        date,
        Declared(N_("Open from"), Day(), reads="row", headings=(
            "Öppen fr.o.m.", "Öppen från", "Ledig från", "Från och med", "Startdatum", "Open from", "Available from", "Period", "Fr.o.m.", "Start date", "Ledig fr.o.m.", "Tillgänglig från", "Tillgänglig fr.o.m.", "First day",
        )),
    ]  # fmt: skip
    open_to: Annotated[
        date,
        Declared(N_("Open to (empty: until further notice)"), LastDay(), heading=N_("Open to"), reads="row", headings=(
            "Öppen t.o.m.", "Öppen till", "Öppen till och med", "Ledig till", "Ledig t.o.m.", "Till och med", "T.o.m.", "Slutdatum", "Open to", "Open until",
            "Available to", "End date", "Stänger", "Sista dag", "Until",
        )),
    ]  # fmt: skip
    status: Annotated[str, Declared(N_("State"), Coded(), typed=False)]
    source_id: Annotated[
        str,
        Declared(N_("Placement id"), Coded(), reads="row", typed=False, searchable=True, headings=(
            "PlatsID", "Plats-id", "Id", "Platsnummer", "Plats nr", "Placement id",
        )),
    ] = ""  # fmt: skip
    department: Annotated[
        str,
        Declared(N_("Department"), Line(), reads="text", searchable=True, headings=("Förvaltning", "Department", "Avdelning")),
    ] = ""  # fmt: skip
    address: Annotated[
        str,
        Declared(N_("Address"), Line(), reads="text", searchable=True, headings=("Adress", "Gatuadress", "Besöksadress", "Address")),
    ] = ""  # fmt: skip
    postcode: Annotated[
        str,
        Declared(N_("Postcode"), Line(), reads="row", typed=False, headings=("Postnummer", "Postnr", "Postnr.", "Postcode", "Postal code")),
    ] = ""  # fmt: skip
    hours: Annotated[
        int,
        Declared(N_("Hours per week"), WeekHours(), reads="row", headings=(
            "Timmar/vecka", "Timmar per vecka", "Veckotimmar", "Arbetstid", "Veckoarbetstid", "Tim/v", "Hours per week", "Hours", "Hours/week", "Weekly hours", "Tim/vecka", "Timmar/v", "H/v", "H/vecka", "Timmar i veckan", "Antal timmar", "Antal timmar per vecka", "Timmar", "Tim", "Tjänstgöringsgrad", "Sysselsättningsgrad", "Syss.grad", "Tj.grad",
        )),
    ] = 4000  # fmt: skip
    pay: Annotated[
        int | None,
        Declared(N_("Pay per month"), Amount(), reads="row", typed=False, headings=(
            "Ersättning kr/mån", "Ersättning", "Lön", "Månadslön", "Compensation", "Pay",
        )),
    ] = None  # fmt: skip
    other: Annotated[str, Declared(N_("Other"), Line(), typed=False)] = ""
    supervisor_phone: Annotated[
        str, Declared(N_("Supervisor's phone"), Line(), headings=("Telefon", "Tel", "Phone", "Telefon handledare", "Tel.nr", "Telefonnummer", "Mobil handledare", "Tel handledare", "Tfn handledare", "Handledares telefon", "Tel kontaktperson", "Telefon kontaktperson", "Tfn kontaktperson", "Mobil kontaktperson", "Kontakttelefon", "Tfn", "Mobil"))
    ] = ""  # fmt: skip
    supervisor_email: Annotated[
        str, Declared(N_("Supervisor's e-mail"), Line(), headings=("E-post", "Epost", "Mejl", "E-postadress", "E-post handledare", "E-mail", "Email"))
    ] = ""  # fmt: skip
    comment: Annotated[
        str, Declared(N_("Comment"), Note(), headings=("Kommentar", "Anteckning", "Övrigt", "Comment", "Note"))
    ] = ""  # fmt: skip
    flagged: Annotated[str, Declared(N_("No longer in the source's list since"), Coded(), typed=False)] = ""

    @property
    def starts_at(self) -> int | None:
        """When the work day begins, in minutes after midnight, where the schedule says so."""
        return read_schedule(self.schedule).first_start


ONE = timedelta(days=1)


class ClosedPeriod(NamedTuple):
    """Days on which a placement takes nobody."""

    first: date
    last: date
    reason: str


class Span(NamedTuple):
    """A period with a load or a capacity in hundredths of a place. Both days belong to it."""

    first: date
    last: date
    hundredths: int


class Availability(NamedTuple):
    """Everything that decides how many places are free: the placement's period, capacity rows (later rows stand
    over earlier ones) and the load of bookings that take a place."""

    open_from: date
    open_to: date
    capacity: Sequence[Span]
    loads: Sequence[Span]

    def capacity_on(self, day: date) -> int:
        if not self.open_from <= day <= self.open_to:
            return 0
        for span in reversed(self.capacity):
            if span.first <= day <= span.last:
                return span.hundredths
        return 0

    def taken_on(self, day: date) -> int:
        return sum(s.hundredths for s in self.loads if s.first <= day <= s.last)

    def free_on(self, day: date) -> int:
        """Whole places free on a day; negative where bookings exceed the capacity."""
        return (self.capacity_on(day) - self.taken_on(day)) // 100

    def _rooms(self, first: date, last: date) -> list[tuple[date, int]]:
        """(day, hundredths of a place free) for the first day and every later one, up to the last, on which that changes."""
        steps = {first: 0}
        for begins, ends, load in self.loads:
            if begins <= last and ends >= first:
                day = max(begins, first)
                steps[day] = steps.get(day, 0) + load
                if ends < last:
                    day = ends + ONE
                    steps[day] = steps.get(day, 0) - load
        for begins, ends, _ in (*self.capacity, (self.open_from, self.open_to, 0)):
            if first < begins <= last:
                steps.setdefault(begins, 0)
            if first <= ends < last:
                steps.setdefault(ends + ONE, 0)
        taken, out = 0, []
        for day in sorted(steps):
            taken += steps[day]
            out.append((day, self.capacity_on(day) - taken))
        return out

    def room(self, first: date, last: date, load: int = 100) -> bool:
        """True where `load` fits on every day of the period."""
        return all(free >= load for _, free in self._rooms(first, last))

    def next_free(self, after: date, horizon: date, load: int = 100, least: int = 1) -> tuple[date, date] | None:
        """The first period of at least `least` days from `after` in which `load` fits: (first, last) with last at most
        `horizon`; None if there is none."""
        start: date | None = None
        for day, free in self._rooms(after, horizon):
            if free >= load:
                start = start or day
            elif start is not None:
                if (day - start).days >= least:
                    return start, day - ONE
                start = None
        return (start, min(horizon, self.open_to)) if start is not None else None


def next_day(day: date) -> date:
    """The day after, or the far end itself."""
    return day if day >= FAR else day + timedelta(1)


def open_end(day: date) -> bool:
    """True where a date stands for "until further notice"."""
    return day.year >= 9999


@dataclass(frozen=True, slots=True)
class PlacementRow:
    """A placement as lists show it. `free` and `capacity` are whole places on the day asked for."""

    id: int
    number: str
    source_id: str
    name: str
    kind: str
    occupation: str
    district: str
    capacity: int
    free: int
    next_free: date | None
    supervisor: str
    schedule: str
    open_from: date
    open_to: date
    status: str
    flagged: str
    language_min: str
    licence: str
    background_check: str
    more: tuple[tuple[str, object], ...] = ()
    """Fields that are declared `listed`, by name."""


@dataclass(frozen=True, slots=True)
class PlacementFilter:
    """What a list of placements shows. Empty means no limit."""

    words: str = ""
    occupation: str = ""
    district: str = ""
    kind: str = ""
    free_from: date | None = None
    without: tuple[str, ...] = ()
    """Requirements the placement must not have: licence, background_check."""
    sort: str = "name"
    descending: bool = False

    def active(self) -> list[str]:
        """Names of the limits that are set, in the order the list shows them."""
        names = ("words", "occupation", "district", "kind", "free_from", "without")
        return [n for n in names if getattr(self, n)]


def free_counts(placements: Iterable[tuple[str, Availability]], days: Sequence[date]) -> list[list[int]]:
    """For each day [free in-house, free external] over all placements."""
    counts = [[0, 0] for _ in days]
    for kind, a in placements:
        which = int(kind == "external")
        if len(a.capacity) == 1 and not a.loads and a.capacity[0].first <= days[0] and a.open_from <= days[0]:
            whole = a.capacity[0].hundredths // 100
            for i, day in enumerate(days):
                counts[i][which] += whole if day <= a.capacity[0].last and day <= a.open_to else 0
            continue
        for i, day in enumerate(days):
            counts[i][which] += max(0, a.free_on(day))
    return counts
