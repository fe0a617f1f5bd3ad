"""A participant: a person who has, or waits for, a labour-market employment."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Annotated, ClassVar, Protocol

from amdesk.domain.people.masked import Masked
from amdesk.domain.people.masks import MASK
from amdesk.domain.people.wording import current
from amdesk.domain.record import (
    Coded,
    Day,
    Declared,
    FirstDay,
    KeyOf,
    Kind,
    LicenceClasses,
    Line,
    ManyOf,
    Minutes,
    OneOf,
    Percent,
    SwedishLevel,
)
from amdesk.domain.texts import N_, Text, text

STATUSES = {
    "waiting": N_("Waiting"),
    "booked": N_("Booked"),
    "working": N_("Working"),
    "ended": N_("Ended"),
}
WEIGHTS = {"must": N_("Must"), "important": N_("Important"), "nice": N_("Nice to have")}


@dataclass(frozen=True, slots=True)
class Need:
    """What the work must, should or may be like. Agreed wording about the work, never a reason."""

    kind: str
    value: str
    weight: str = "important"


def _need(kind: str, value: str, weight: str = "important") -> Need:
    return Need(*current(kind, value), weight)


@lru_cache(512)
def _written(needs: tuple[Need, ...]) -> str:
    return json.dumps([{"kind": n.kind, "value": n.value, "weight": n.weight} for n in needs], ensure_ascii=False)


@lru_cache(512)
def _needs(written: str) -> tuple[Need, ...]:
    return tuple(_need(**n) for n in json.loads(written))


@dataclass(frozen=True, slots=True)
class NeedList(Kind):
    """Needs about the work; in the column a JSON list of them."""

    reads = "needs"
    words = True
    nothing: ClassVar[object] = ()

    def stored(self, value: object) -> object:
        return _written(tuple(value)) if isinstance(value, Iterable) else value

    def read(self, kept: object) -> object:
        return () if kept == "[]" else _needs(str(kept))


@dataclass(frozen=True, slots=True)
class PersonNumber(Kind):
    """A personal identity or coordination number of twelve digits."""

    nothing = None


@dataclass(frozen=True, slots=True)
class Protection(Kind):
    """0-3; lists and forms say it each in a way of their own."""

    nothing = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """What is known of a person, each field declared once (see domain/record.py) and in the order of lists and of the form.

    `reads="row"`: its cells are read with the row as a whole, and it is stored of a new person alone.
    """

    id: int
    number: str
    identity: Annotated[
        str | None,
        Declared(N_("Personal identity number"), PersonNumber(), reads="row", headings=(
            "Person-nummer", "Personnummer/samordningsnummer", "Identity number", "Personal identity no", "Personnummer", "Personnr", "Pnr",
            "Personal number", "Personal identity number", "Samordningsnummer", "Person-/samordningsnummer", "Persnr", "Pers.nr", "Person-id", "Personal id", "Personal id number", "Samordningsnr", "Samnr", "Klientens personnummer", "Klientens personnr", "Deltagarens personnummer", "Sökandes personnummer",
        )),
    ]  # fmt: skip
    name: Annotated[
        str,
        Declared(N_("Name"), Line(), reads="name", required=True, searchable=True, headings=(
            "Deltagarens namn", "Participant", "Full name", "Namn", "Deltagare", "Name", "Förnamn och efternamn", "Förnamn efternamn", "Deltagarens för- och efternamn", "För- och efternamn", "Deltagarnamn",
            "Efternamn och förnamn", "Efternamn förnamn", "Namn och personnummer", "Namn personnummer", "Namn personnr", "Namn och pnr", "Namn pnr",
            "Personnummer och namn", "Personnummer namn", "Pnr namn", "Namn och telefon", "Namn telefon", "Name and number", "Klient", "Klientens namn", "Sökandes namn", "Sökandens namn", "Sökande", "Namn på sökande", "Namn på deltagare", "Namn på klient", "Client", "Client name", "Participant name", "Participants name",
        )),
    ]  # fmt: skip
    born: Annotated[
        date | None,
        Declared(N_("Birth date"), Day(), reads="row", typed=False, headings=(
            "Födelsedag", "Date of birth", "Födelsedatum", "Född", "Birth date", "Born", "Födelsetid", "Född datum", "Birthdate", "Birthday",
        )),
    ]  # fmt: skip
    phone: Annotated[
        str,
        Declared(N_("Phone"), Line(), icon="phone", headings=(
            "Tfn", "Tlf", "Tele", "Telefonnr", "Tel.nr", "Tel nr", "Tfn nr", "Mobilnr", "Mobilnummer", "Mobiltelefon", "Phone number", "Telephone", "Telefon", "Tel", "Mobil",
            "Telefonnummer", "Phone", "Mobile phone", "Cell phone", "Cell", "Telefon mobil", "Telefon bostad", "Mobil telefon", "Kontaktnummer", "Mobiltel", "Mobil hem", "Telefon hem", "Hemtelefon", "Telefon privat", "Telefon dagtid", "Tfn dagtid", "Tel dagtid", "Tel mobil", "Tel bostad", "Home phone", "Mobile",
        )),
    ]  # fmt: skip
    email: Annotated[
        str, Declared(N_("E-mail"), Line(), headings=("E-post", "Epost", "Mejl", "E-postadress", "Mejladress", "Mail", "Mailadress", "E-mail", "Email", "E-mail address", "Mail address", "Epost adress"))
    ]  # fmt: skip
    case_worker_id: Annotated[int | None, Declared(N_("Case worker"), KeyOf("case_worker"), erase=False)]
    case_worker: Annotated[
        str,
        Declared(N_("Case worker"), Line(), reads="worker", column=False, typed=False, headings=(
            "Ansvarig handläggare", "Ansvarig", "Caseworker", "Handläggare AMS", "Handläggare", "Handl.", "Ansv. handl.", "Ansv handläggare", "Arbetsmarknadssekreterare",
            "Sekreterare", "AMS", "Case worker", "Case manager", "Caseworker name", "Handläggarens namn", "Namn handläggare", "Kontaktperson AMS",
        )),
    ]  # fmt: skip
    case_number: Annotated[
        str,
        Declared(N_("Case number"), Line(), searchable=True, headings=(
            "Ärendenr", "Dnr", "Ärende", "Ärendenummer", "Diarienummer", "Case", "Case number", "Diarienr", "Ärende-id", "Aktnummer", "Aktnr", "Case id", "Reference",
        )),
    ]  # fmt: skip
    wishes: Annotated[
        tuple[str, ...],
        Declared(N_("Goal occupation"), ManyOf("occupations"), heading=N_("Wished occupations"), aside="Önskat yrke", headings=(
            "Önskar", "Wishes", "Önskade yrkestitlar", "Önskad yrkestitel", "Yrkesönskan", "Yrken", "Önskemål om yrke", "Desired occupations",
            "Preferred occupations", "Wished occupation", "Occupations", "Önskat yrke", "Önskat yrke/bransch", "Önskad bransch", "Önskade yrken", "Yrkesönskemål", "Mål", "Målyrke",
            "Yrke", "Yrkestitel", "Önskat arbete", "Önskade arbeten", "Önskat jobb", "Wished occupations", "Occupation", "Goal", "Jobbönskan", "Jobbönskemål", "Arbetsönskemål", "Intresseområde", "Intresse", "Yrkesmål", "Yrkesområde", "Önskad arbetsuppgift", "Preferred job", "Preferred jobs", "Desired job", "Wanted job", "Job wishes", "Target occupation",
        )),
    ]  # fmt: skip
    language: Annotated[
        str,
        Declared(N_("Swedish level"), SwedishLevel(), aside="Svenska", headings=(
            "Svenska nivå", "Nivå svenska", "Språknivå svenska", "Nivå i svenska", "Svensknivå", "Level of Swedish", "Språknivå", "Svenska",
            "Svenskanivå", "Sfi", "Sfi-nivå", "Nivå sfi", "Sfi-kurs", "Swedish", "Swedish level", "Language level", "Svenskakunskaper", "Svenskkunskaper", "Kunskaper i svenska", "Svenska språket", "Swedish language", "Swedish skills", "Knowledge of Swedish",
        )),
    ]  # fmt: skip
    languages: Annotated[
        str, Declared(N_("Other languages"), Line(), headings=("Språk", "Språkkunskaper", "Andra språk", "Other languages", "Languages"))
    ]  # fmt: skip
    licence: Annotated[
        str,
        Declared(N_("Driving licence"), LicenceClasses(), aside="Körkort", headings=(
            "Har körkort", "B-körkort", "Körkort B", "Kk", "Driving license", "License", "Körkort", "Driving licence", "Licence", "Körkortsbehörighet", "Körkortsklass", "Drivers licence", "Drivers license", "Driver licence", "Driver license",
        )),
    ]  # fmt: skip
    extent: Annotated[
        int,
        Declared(N_("Extent"), Percent(), aside="Omfattning", merge="keep", erase=False, headings=(
            "Omfattning %", "Omf.", "Omfattn.", "Omf %", "Önskad omfattning", "Arbetstid", "Extent percent", "Omfattning", "Sysselsättningsgrad", "Syss.grad", "Tjänstegrad", "Tjänstgöringsgrad", "Procent", "Tj.grad", "Tjgrad", "Syssgrad", "Omfattning av arbetstid", "Arbetsomfattning", "Arbetstidsomfattning",
            "Extent", "Work extent", "Percentage", "Working extent", "Working time",
        )),
    ]  # fmt: skip
    available_from: Annotated[
        date | None,
        Declared(N_("Available from"), FirstDay(), aside="Kan börja", headings=(
            "Tillgänglig", "Tillgänglig från och med", "Kan börja från", "Kan börja tidigast", "Tidigast start", "Startdatum tidigast", "Start tidigast", "Tidigast startdatum", "Kan arbeta från", "Kan arbeta fr.o.m.",
            "Can start", "Tillgänglig från", "Kan börja", "Startdatum", "Från", "Start", "Fr.o.m.", "Tillgänglig fr.o.m.", "Available from",
            "Start date", "Ledig från", "Ledig fr.o.m.", "Önskad start", "Kan börja fr.o.m.", "Startklar", "Börjar", "Tidigaste start", "Möjlig start", "Earliest start", "Available", "Can start from",
        )),
    ]  # fmt: skip
    district: Annotated[
        str,
        Declared(N_("Lives in"), OneOf("districts"), heading=N_("District"), headings=("Stadsdel", "Område", "Bostadsområde", "District", "Bor i", "Neighbourhood")),
    ]  # fmt: skip
    max_travel: Annotated[
        int | None,
        Declared(N_("Longest travel, minutes"), Minutes(0, 180), aside="Max restid", headings=(
            "Längsta restid", "Max restid minuter", "Max restid", "Restid", "Max travel", "Maximal restid", "Maxrestid", "Pendling", "Pendlingstid", "Max pendling", "Max commute", "Commute", "Max travel time", "Travel time", "Longest travel", "Longest commute",
        )),
    ]  # fmt: skip
    needs: Annotated[
        tuple[Need, ...],
        Declared(N_("Needs about the work"), NeedList(), heading=N_("Needs"), merge="join", headings=(
            "Behov i arbetet", "Behov av anpassning", "Övriga önskemål", "Adaptations", "Behov", "Anpassning", "Krav", "Önskemål", "Needs", "Anpassningar", "Anpassningsbehov", "Särskilda behov", "Hänsyn", "Att ta hänsyn till", "Special needs", "Requirements", "Needs at work",
        )),
    ]  # fmt: skip
    protection: Annotated[int, Declared(N_("Protected personal data"), Protection(), merge="highest")]
    restricted_on: Annotated[date | None, Declared(N_("Processing restricted since"), Day(), typed=False, merge="keep")]
    restricted_why: Annotated[str, Declared(N_("Why the processing is restricted"), Line(), typed=False, merge="keep")]
    gender: Annotated[
        str, Declared(N_("Gender"), Coded(), reads="row", typed=False, erase=False, headings=("Kön", "Gender", "Sex"))
    ]  # fmt: skip
    gender_source: Annotated[str, Declared(N_("Where the gender is from"), Coded(), typed=False, erase=False)]
    registered_on: Annotated[date, Declared(N_("Referred"), Day(), typed=False, merge="keep", erase=False)]

    def supposed(
        self,
        *,
        licence: str | None = None,
        language: str | None = None,
        available_from: date | None = None,
        needs: tuple[Need, ...] | None = None,
    ) -> Person:
        """The same person if that of her were otherwise."""
        return replace(
            self,
            licence=self.licence if licence is None else licence,
            language=self.language if language is None else language,
            available_from=available_from or self.available_from,
            needs=self.needs if needs is None else needs,
        )

    @property
    def masked(self) -> Masked:
        """Her name, or her number where she has none."""
        return Masked(self.name or self.number, self.id, self.protection)

    @property
    def shown_name(self) -> Text:
        """The name, or for a protected person the mask and the number."""
        if self.protection:
            return text("{mask} {number}", mask=Text(MASK), number=self.number)
        return text("{name}", name=self.name)


class Person(Protocol):
    """A participant as she leaves the services where nobody has opened her: whose it is by number, and what of her a match weighs.
    What she is called is masked; who she is and how she is reached is not in it."""

    @property
    def id(self) -> int: ...
    @property
    def number(self) -> str: ...
    @property
    def protection(self) -> int: ...
    @property
    def masked(self) -> Masked: ...
    @property
    def shown_name(self) -> Text: ...
    @property
    def restricted_on(self) -> date | None: ...
    @property
    def born(self) -> date | None: ...
    @property
    def district(self) -> str: ...
    @property
    def max_travel(self) -> int | None: ...
    @property
    def needs(self) -> tuple[Need, ...]: ...
    @property
    def wishes(self) -> tuple[str, ...]: ...
    @property
    def language(self) -> str: ...
    @property
    def licence(self) -> str: ...
    @property
    def extent(self) -> int: ...
    @property
    def available_from(self) -> date | None: ...
    @property
    def registered_on(self) -> date: ...
    def supposed(
        self,
        *,
        licence: str | None = None,
        language: str | None = None,
        available_from: date | None = None,
        needs: tuple[Need, ...] | None = None,
    ) -> Person: ...


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """A participant as lists show it."""

    id: int
    number: str
    name: Masked
    """Her name, or her number where she has none."""
    protected: bool
    wish: str
    case_worker: str
    status: str
    since: date
    from_date: date | None
    to_date: date | None
    placement: Masked
    booking_status: str
    ended_on: date | None
    followed_up: bool
    certified: bool
    assessed_final: bool
    restricted: bool = False
    """Whether her data may be stored and no more (GDPR art. 18)."""
    more: tuple[tuple[str, object], ...] = ()
    """Fields that are declared `listed`, by name; None where the person is protected."""

    def unopened(self) -> ParticipantRow:
        """The same as it leaves the services where nobody has opened the person: without the days of her booking and her
        employment, by which the board would tell where she is."""
        return replace(self, from_date=None, to_date=None, ended_on=None) if self.name.hidden else self


@dataclass(frozen=True, slots=True)
class Urgent:
    """The one most urgent thing about a person: `look` is a token role, `icon` an icon name."""

    text: Text
    look: str
    icon: str


def urgency(row: ParticipantRow, today: date) -> Urgent:
    """The most urgent status of a person: late things first, then what ends, then what runs. Of somebody whose processing
    is restricted that is said, and nothing that would ask for an act."""
    if row.restricted:
        return Urgent(text(N_("Restricted")), "bad", "warning")
    if row.status == "ended" and row.ended_on:
        return _of_ended(row, (today - row.ended_on).days)
    if row.status == "working" and row.to_date:
        return _of_working(row, today, (row.to_date - today).days)
    if row.status == "booked" and row.from_date:
        if row.booking_status == "reserved":
            return Urgent(text(N_("Tentative")), "warn", "person_clock")
        return Urgent(text(N_("Starts {day}"), day=row.from_date), "text2", "calendar")
    if row.status == "waiting":
        return Urgent(text(N_("Waiting {days} d"), days=max(0, (today - row.since).days)), "warn", "person_clock")
    return _plain(row)


def _of_ended(row: ParticipantRow, past: int) -> Urgent:
    """Of somebody whose employment ended so many days ago."""
    if past > 90 and not row.followed_up and past < 365:
        return Urgent(text(N_("Day 90 overdue")), "bad", "warning")
    if not row.certified and row.assessed_final and past < 90:
        return Urgent(text(N_("Certificate missing")), "bad", "warning")
    if past == 90:
        return Urgent(text(N_("Day 90 today")), "text2", "history")
    if past < 90:
        return Urgent(text(N_("Day 90 in {days} d"), days=90 - past), "text2", "history")
    return Urgent(text(N_("Ended")), "text3", "checkmark")


def _of_working(row: ParticipantRow, today: date, left: int) -> Urgent:
    """Of somebody who has so many days left."""
    if left < 0:
        return Urgent(text(N_("Should have ended")), "bad", "warning")
    if left == 0:
        return Urgent(text(N_("Ends today")), "warn", "clock_alarm")
    if left <= 30:
        return Urgent(text(N_("Ends in {days} d"), days=left), "warn", "clock_alarm")
    if row.from_date and row.to_date:
        week = (today - row.from_date).days // 7 + 1
        weeks = max(week, ((row.to_date - row.from_date).days + 1) // 7)
        return Urgent(text(N_("w. {week} of {weeks}"), week=week, weeks=weeks), "text2", "person")
    return _plain(row)


def _plain(row: ParticipantRow) -> Urgent:
    return Urgent(text(STATUSES[row.status]), "text2", "person")


def protection_in(values: Mapping[str, object]) -> int:
    """The protection level that facts by name give a person; 0 where they say nothing of it."""
    given = values.get("protection")
    return int(given) if given and isinstance(given, int | str) else 0
