"""The kinds of import: which columns they take and what makes a row good. Lists of people stand in people.py."""

from __future__ import annotations

import re
from datetime import date

from amdesk.domain.people.identity import age_on
from amdesk.domain.places.placement import LICENCES
from amdesk.domain.texts import N_
from amdesk.domain.values import fold, parse_amount, parse_extent
from amdesk.imports import cells, words
from amdesk.imports.model import Checker, ImportField, ImportKind, Key, Known, RawRow, RowBad, Values
from amdesk.imports.people import GENDER, IDENTITY, NAMES, PARTICIPANT_FIELDS, PROTECTED, check_participant

OPEN_END = {"tills vidare", "tillsvidare", "tv", "until further notice"}
OCCUPATION = ImportField(
    "occupation", N_("Occupation"), ("Yrkestitel", "Yrke", "Titel", "Befattning", "Occupation", "Title"), required=True
)

PLACEMENT_FIELDS = (
    ImportField("source_id", N_("Placement id"), ("PlatsID", "Plats-id", "Id", "Platsnummer", "Plats nr", "Placement id")),
    ImportField("department", N_("Department"), ("Förvaltning", "Department", "Avdelning")),
    ImportField("name", N_("Workplace or team"), ("Enhet", "Arbetsplats", "Plats", "Placering", "Namn", "Arbetslag", "Workplace", "Unit", "Host"), required=True),
    ImportField("address", N_("Address"), ("Adress", "Gatuadress", "Besöksadress", "Address")),
    ImportField("district", N_("District"), ("Stadsdel", "Område", "District", "Area")),
    OCCUPATION,
    ImportField("places", N_("Number of places"), ("Antal platser", "Antal", "Platser", "Kapacitet", "Places", "Capacity"), required=True),
    ImportField("hours", N_("Hours per week"), ("Timmar/vecka", "Timmar per vecka", "Veckotimmar", "Arbetstid", "Tim/v", "Hours per week", "Hours")),
    ImportField("schedule", N_("Working hours"), ("Schema", "Arbetstider", "Tider", "Schedule")),
    ImportField("pay", N_("Pay per month"), ("Ersättning kr/mån", "Ersättning", "Compensation", "Pay")),
    ImportField("background_check", N_("Register extract"), ("Krav utdrag", "Utdrag", "Registerutdrag", "Belastningsregister", "Register extract")),
    ImportField("licence", N_("Driving licence"), ("Körkort", "Driving licence", "Licence")),
    ImportField("language_min", N_("Swedish level"), ("Språknivå", "Svenska", "Språkkrav", "Language level", "Swedish level")),
    ImportField("supervisor", N_("Supervisor"), ("Handledare", "Arbetsledare", "Kontaktperson", "Supervisor", "Contact")),
    ImportField("supervisor_phone", N_("Supervisor's phone"), ("Telefon", "Tel", "Phone", "Telefon handledare")),
    ImportField("supervisor_email", N_("Supervisor's e-mail"), ("E-post", "Epost", "Mejl", "E-mail", "Email")),
    ImportField("open_from", N_("Open from"), ("Öppen fr.o.m.", "Ledig från", "Från och med", "Startdatum", "Open from", "Available from")),
    ImportField("kind", N_("Kind of place"), ("Typ", "Platstyp", "Kind", "Type")),
    ImportField("comment", N_("Comment"), ("Kommentar", "Anteckning", "Övrigt", "Comment", "Note")),
)  # fmt: skip

EMPLOYMENT_FIELDS = (
    ImportField("identity", IDENTITY.label, IDENTITY.synonyms, required=True),
    ImportField("name", N_("Name"), ("Namn", "Deltagare", "Förnamn och efternamn", "Name")),
    OCCUPATION,
    ImportField("placement", N_("Placement"), ("Placering", "Plats", "Arbetsplats", "Enhet", "Placement", "Workplace")),
    ImportField("department", N_("Department"), ("Förvaltning", "Department")),
    ImportField("from_date", N_("From"), ("Startdatum", "Start", "Från", "Fr.o.m.", "Från och med", "Start date", "From"), required=True),
    ImportField("to_date", N_("To"), ("Slutdatum", "Slut", "Till", "T.o.m.", "Till och med", "End date", "To")),
    ImportField("extent", N_("Extent"), ("Omfattning", "Omfattning (%)", "Omf.", "Omf %", "Tjänstgöringsgrad", "Sysselsättningsgrad", "Procent", "Extent"), required=True),
    ImportField("form", N_("Form of employment"), ("Anställningsform", "Form", "Insats", "Form of employment")),
    *NAMES,
    PROTECTED,
    GENDER,
)  # fmt: skip


def check_placement(raw: RawRow, known: Known, warnings: set[str], state: Checker) -> tuple[Values, Key]:
    """A row of a placement list. Natural key: the id column, else workplace and occupation."""
    source = cells.said(raw, "source_id")
    if known.has_id_column and not source:
        raise RowBad("ID_MISSING", "source_id")
    if source and (source.casefold(),) in state.seen:
        raise RowBad("DUPLICATE", "source_id")
    code = cells.occupation(raw, known, warnings)
    places = _places(raw, warnings)
    values = {
        "source_id": source,
        "name": cells.free_text(raw, "name", warnings),
        "occupation": code,
        "places": places,
        **({"hours": _hours(raw, warnings, state)} if "hours" in raw.cells else {}),
        **{
            f: cells.free_text(raw, f, warnings) for f in ("department", "address", "schedule", "supervisor", "comment")
        },
        **{f: cells.said(raw, f) for f in ("supervisor_phone", "supervisor_email")},
    }
    if not values["name"]:
        raise RowBad("NAME_MISSING", "name")
    if "hours" not in values:
        warnings.add("HOURS_ASSUMED")
    values |= _placement_demands(raw, known, warnings, values)
    if "open_from" in raw.cells:
        found = cells.soft_day(raw, "open_from", warnings)
        if found:
            values["open_from"] = found
    key = (source.casefold(),) if source else (fold(values["name"]), code)
    return values, key


def _placement_demands(raw: RawRow, known: Known, warnings: set[str], values: Values) -> Values:
    out: Values = {"pay": None, "licence": "", "language_min": ""}
    if not cells.empty(raw.cells.get("pay")):
        try:
            out["pay"] = parse_amount(raw.cells["pay"])
        except ValueError:
            warnings.add("AMOUNT_UNKNOWN")
    if not cells.empty(raw.cells.get("background_check")):
        needs_extract = cells.yes(raw, "background_check", warnings)
        where = fold(f"{values['department']} {values['name']}")
        out["background_check"] = _extract_kind(where) if needs_extract else "none"
    licence = words.licence(cells.said(raw, "licence"))
    out["none"] = {"licence"} if words.denied(licence, cells.said(raw, "licence")) else set()
    if licence == "" or licence in LICENCES:
        out["licence"] = licence
    else:  # kept as it is written: matching says that it is not known, and never that none is needed
        warnings.add("LICENCE_UNKNOWN")
        out["licence"] = cells.said(raw, "licence")
    if "language_min" in raw.cells:
        level = cells.language(raw, "language_min", warnings)
        asked = cells.said(raw, "language_min")
        out["language_min"] = asked if level is None or fold(asked) in words.NOT_KNOWN else level
    out["kind"] = _place_kind(raw, known, warnings, fold(values["department"]))
    district = cells.said(raw, "district")
    out["district"] = known.districts.get(fold(district), district)
    return out


def _place_kind(raw: RawRow, known: Known, warnings: set[str], department: str) -> str:
    """What the cell says; where it is empty, or says neither, what the department is."""
    said = cells.said(raw, "kind")
    kind = words.place_kind(said)
    if kind is None and said.strip(" -–"):
        warnings.add("KIND_UNKNOWN")
    own = fold(known.own_department)
    in_house = (own and own == department) or "arbetsmarknad" in department
    return kind or ("in_house" if in_house else "external")


def _extract_kind(where: str) -> str:
    """Which register extract a workplace asks for: schools and preschools by the Education Act, care by the act of 2026."""
    if "skol" in where:
        return "school_act"
    if any(w in where for w in ("vård", "omsorg", "äldre", "hemtjänst")):
        return "home_care_act_2026"
    return "children_act_2013"


def _places(raw: RawRow, warnings: set[str]) -> int:
    said = cells.said(raw, "places")
    count = words.COUNTS.get(fold(said))
    m = re.fullmatch(r"(-?\d{1,9})( ?(?:st\.?|plats(?:er)?|pers(?:oner)?\.?|places?))?", said, re.IGNORECASE)
    if count is None and (m is None or not 1 <= int(m[1]) <= 100_000):
        raise RowBad("CAPACITY_INVALID", "places")
    if m and m[2]:
        warnings.add("UNIT_STRIPPED")
    return count or int(m[1] if m else 0)


def _hours(raw: RawRow, warnings: set[str], state: Checker) -> int:
    """Hundredths of an hour a week."""
    value = raw.cells.get("hours")
    written = cells.said(raw, "hours")
    if not state.exported and fold(written) in words.FULL_TIME:
        warnings.add("HOURS_ASSUMED")
        return 100 * words.FULL_WEEK
    plain = re.sub(
        r" ?(?:h|t|tim|timmar|hours)\.?(?: ?(?:/|per|i) ?(?:v|vecka|veckan|week))?$", "", written, flags=re.IGNORECASE
    )
    if plain != written:
        warnings.add("UNIT_STRIPPED")
    if isinstance(value, str) and "." in plain:
        warnings.add("DECIMAL_POINT")
    clock = re.fullmatch(r"(\d{1,2}):([0-5]\d)", plain)
    try:
        hours = int(clock[1]) + int(clock[2]) / 60 if clock else float(plain.replace(",", "."))
    except ValueError:
        raise RowBad("HOURS_INVALID", "hours") from None
    if not 1 <= hours <= words.FULL_WEEK:
        raise RowBad("HOURS_INVALID", "hours")
    return round(hours * 100)


def check_employment(raw: RawRow, known: Known, warnings: set[str], state: Checker) -> tuple[Values, Key]:
    """A row of an employment list. Natural key: person, start, place and occupation. Makes people and employments, never bookings."""
    person = cells.identity(raw, known, warnings, state)
    code = cells.occupation(raw, known, warnings)
    if cells.empty(raw.cells.get("from_date")):
        raise RowBad("DATE_MISSING", "from_date")
    start = cells.day(raw, "from_date", warnings)
    end = _end(raw, warnings)
    if end and end < start:
        raise RowBad("END_BEFORE_START", "to_date")
    try:
        extent = parse_extent(raw.cells.get("extent"))
    except ValueError:
        raise RowBad("EXTENT_INVALID", "extent") from None
    place_text = cells.said(raw, "placement")
    place = known.places.get(fold(place_text))
    key = (person.number, start, place or fold(place_text), code)
    if key in state.seen:
        raise RowBad("DUPLICATE")
    if not place:
        warnings.add("PLACEMENT_UNKNOWN")
    name, level = cells.person_name(raw, warnings)
    if not name:
        warnings.add("NAME_MISSING")
    if raw.hidden:
        warnings.add("HIDDEN_ROW")
    _age_warnings(person.sort_date, start, warnings)
    _overlap(person.number, start, end, extent, known, state, warnings)
    values = {
        "identity": person,
        "name": name,
        "occupation": code,
        "placement_id": place,
        "placement_text": place_text,
        "from_date": start,
        "to_date": end,
        "extent": extent,
        "form": cells.said(raw, "form"),
        "protection": level,
        "gender": cells.gender(raw),
        "department": cells.said(raw, "department"),
        "open_end": fold(cells.said(raw, "to_date")) in OPEN_END,
    }
    return values, key


def _end(raw: RawRow, warnings: set[str]) -> date | None:
    if cells.empty(raw.cells.get("to_date")):
        warnings.add("END_MISSING")
        return None
    if fold(cells.said(raw, "to_date")) in OPEN_END:
        warnings.add("END_OPEN")
        return None
    return cells.day(raw, "to_date", warnings)


def _age_warnings(born: date, start: date, warnings: set[str]) -> None:
    age = age_on(born, start)
    if age > 70 or age < 15:
        warnings.add("AGE_UNUSUAL")
    elif age < 18:
        warnings.add("MINOR")


def _overlap(
    number: str, start: date, end: date | None, extent: int, known: Known, state: Checker, warnings: set[str]
) -> None:
    mine = state.running.setdefault(number, [])
    in_file = {s for s, _, _ in mine}
    others = [*mine, *(e for e in known.employments.get(number, ()) if e[0] != start and e[0] not in in_file)]
    far = date(9999, 1, 1)
    if any(start <= (e or far) and s <= (end or far) and extent + x > 100 for s, e, x in others):
        warnings.add("OVERLAP")
    mine.append((start, end, extent))


LIST_KINDS = {
    "placements": ImportKind("placements", PLACEMENT_FIELDS, check_placement),
    "employments": ImportKind("employments", EMPLOYMENT_FIELDS, check_employment),
    "participants": ImportKind("participants", PARTICIPANT_FIELDS, check_participant),
}
