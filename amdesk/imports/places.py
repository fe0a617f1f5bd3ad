"""Lists of places: which columns they take and what makes a row good, as a placement's record declares it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from amdesk.domain.clock import FAR
from amdesk.domain.places.placement import LICENCES, PLACES, Placement
from amdesk.domain.record import Count, Day, Declared, OneOf, declared, fields
from amdesk.domain.values import fold
from amdesk.imports import cells, days, split, words
from amdesk.imports.fields import READERS, CellRow, import_field, one, read_cells, to_read
from amdesk.imports.model import CheckedRow, Checker, ImportField, Key, Known, RawRow, RowBad

OCCUPATION = import_field(declared(Placement)["occupation"])
COUNT = ImportField(
    "places",
    PLACES,
    (
        "Antal platser",
        "Antal",
        "Platser",
        "Kapacitet",
        "Places",
        "Capacity",
        "No. of places",
        "Number of places",
        "Positions",
        "Number of positions",
        "Antal praktikplatser",
        "Antal lediga platser",
        "Lediga platser",
        "Ant. platser",
    ),
    required=True,
)
MOST_PLACES = 100_000
USUAL = (
    "source_id", "department", "name", "address", "postcode", "district", "occupation", "places", "hours", "schedule", "pay", "background_check", "licence",
    "language_min", "supervisor", "supervisor_phone", "supervisor_email", "open_from", "open_to", "kind", "comment",
)  # fmt: skip
"""The order of columns that lists usually have; what is declared besides follows."""
HEADED = tuple(f for f in fields(Placement) if f.headings)
PLACEMENT_FIELDS = tuple(
    sorted([*map(import_field, HEADED), COUNT], key=lambda f: USUAL.index(f.name) if f.name in USUAL else len(USUAL))
)
READ = tuple(
    map(
        to_read,
        sorted(
            (f for f in HEADED if f.reader in READERS),
            key=lambda f: (f.reader != "text", USUAL.index(f.name) if f.name in USUAL else len(USUAL)),
        ),
    )
)
"""What is read by itself, not with the row as a whole; texts first."""
FIELDS = declared(Placement)
PLACES_SAID = Declared(PLACES, Count(0, MOST_PLACES, 1), called="places", headings=COUNT.synonyms)
"""The number of places as a cell of a list; its column is a table of its own."""
PLACE_WORDS = frozenset(f.name for f in HEADED if f.kind.words)
"""Fields of places that are stored as words."""
PLACE_DATES = frozenset(f.name for f in HEADED if isinstance(f.kind, Day))
LISTS = frozenset(f.kind.codes for f in HEADED if isinstance(f.kind, OneOf))
"""Lists that fields of places take their codes from."""


@dataclass(slots=True, kw_only=True)
class CheckedPlacement(CheckedRow):
    """A row of a list of places."""

    fields: dict[str, object]
    """What it says of a placement's fields, by their names: compared and stored as the record declares them."""
    source_id: str
    name: str
    occupation: str
    department: str
    background_check: str
    places: int | None
    """None where the row does not say how many."""
    open_from: date | None
    none: frozenset[str]
    """Fields of which the row says that there is nothing."""
    kept: int | None = None
    """The placement of the bank that it means."""
    opened: str = ""
    """The name of one that is booked before the opening day in the list, so that the day is kept."""
    closed: str = ""
    """The same of the last day."""
    wishes: tuple[int, ...] = ()
    """Wanted capacities of the bank that it answers."""
    fits: bool = False
    """The number of places is another than the bank's, and what is booked has room in it."""
    wanted: date | None = None
    """The day from which more places are booked than the list has."""


def check_placement(raw: RawRow, known: Known, warnings: set[str], state: Checker) -> tuple[CheckedPlacement, Key]:
    """A row of a placement list. Natural key: the id column, else workplace and occupation."""
    source = cells.said(raw, "source_id")
    if known.has_id_column and not source:
        raise RowBad("ID_MISSING", "source_id")
    if source and (source.casefold(),) in state.seen:
        raise RowBad("DUPLICATE", "source_id")
    raw = _times_apart(raw)
    code = cells.occupation(raw, known, warnings)
    row = CellRow(raw, known, warnings)
    places = _places(row, exported=state.exported)
    hours = _hours(row, state) if "hours" in raw.cells else None
    name = cells.free_text(raw, "name", warnings)
    values = {
        "source_id": source,
        "name": name,
        "occupation": code,
        **({} if hours is None else {"hours": hours}),
        **read_cells(row, READ),
    }
    if not name:
        raise RowBad("NAME_MISSING", "name")
    if "hours" not in values:
        warnings.add("HOURS_ASSUMED")
    name_of, phone, mail = split.apart(one(values, "supervisor", str))
    values["supervisor"] = split.turned(name_of, several=True)
    for field, found in (("supervisor_phone", phone), ("supervisor_email", mail)):
        if found and one(values, field, str) in {"", found}:
            values[field] = found
        elif found:
            values["supervisor"] = one(values, "supervisor", str) + f", {found}"
    values |= _postal(row, one(values, "address", str))
    department = one(values, "department", str)
    values |= _placement_demands(row, state, department, name)
    opens, closes = _open(row)
    if opens:
        values["open_from"] = opens
    if closes:
        values["open_to"] = closes
    if row.aside:
        values["other"] = "; ".join(n.value for n in row.aside)
    licence = cells.said(raw, "licence")
    said = CheckedPlacement(
        fields=values,
        source_id=source,
        name=name,
        occupation=code,
        department=department,
        background_check=str(values.get("background_check", "none")),
        places=places,
        worded=frozenset(row.worded),
        open_from=opens,
        none=frozenset({"licence"} if words.denied(words.licence_asked(licence), licence) else ()),
    )
    return said, (source.casefold(),) if source else (fold(name), code)


CLOCK = re.compile(
    r"(?:kl\.? ?)?0?[5-9] ?[-–—] ?1[4-8]|\D{0,12}\d{1,2}[.:]\d{2} ?[-–—] ?\d{1,2}[.:]\d{2}\b.*", re.DOTALL
)


def _times_apart(raw: RawRow) -> RawRow:
    """From when to when people work, where it stands in the column of the hours: "Arbetstid" heads either."""
    said = cells.said(raw, "hours")
    if not CLOCK.fullmatch(said) or cells.said(raw, "schedule"):
        return raw
    return replace(raw, cells={n: c for n, c in raw.cells.items() if n != "hours"} | {"schedule": said})


POSTCODE = re.compile(
    r"(?P<street>.*?)[\s,]*\b(?:SE?-)?(?P<code>\d{3} ?\d{2})\b[\s,]*(?P<town>\D*)", re.IGNORECASE | re.DOTALL
)
"""A Swedish postal address in one line: street, five figures, town."""


def _postal(row: CellRow, address: str) -> dict[str, str]:
    """Street and postcode, also where one cell says both; a town stays with the street."""
    said = cells.said(row.raw, "postcode")
    code = f"{said[:3]} {said[3:]}" if re.fullmatch(r"\d{5}", said) else said
    m = POSTCODE.fullmatch(address)
    if m is None or not (m["street"] or m["town"]):
        return {"postcode": code}
    found = f"{m['code'][:3]} {m['code'][-2:]}"
    if code and code != found:
        return {"postcode": code}
    return {"postcode": found, "address": ", ".join(p for p in (m["street"].strip(), m["town"].strip()) if p)}


def _open(row: CellRow) -> tuple[date | None, date | None]:
    """The first day and the last that a place is open, as far as its cell says."""
    raw, known, warnings = row.raw, row.known, row.warnings
    if "open_from" not in raw.cells:
        return None, _closes(row, known.today)
    if both := days.two_days(raw.cells.get("open_from"), known.today):
        warnings.add("VALUE_READ")
        raw.read["open_from"] = f"{both[0]}-{both[1]}"
        return both
    found, said = cells.soft_day(raw, "open_from", known, warnings), cells.said(raw, "open_from")
    if (found is None and fold(said) not in words.NOW) or days.says_more(raw.cells["open_from"]):
        row.keep_words(FIELDS["open_from"])
    return found, _closes(row, found or known.today)


def _closes(row: CellRow, start: date) -> date | None:
    """The last day, as far as a column of its own says one; what cannot be understood is kept as words, and a day before the
    first refuses the row."""
    raw, cell = row.raw, row.raw.cells.get("open_to")
    if cells.empty(cell):
        return None
    if cells.is_open(raw, "open_to"):
        return FAR
    try:
        last = cells.day(raw, "open_to", row.known, row.warnings, since=start, last=True)
    except RowBad:
        row.keep_words(FIELDS["open_to"])
        return None
    if last < start and not cells.empty(raw.cells.get("open_from")):
        raise RowBad("END_BEFORE_START", "open_to")
    return last


def _placement_demands(row: CellRow, state: Checker, department: str, name: str) -> Mapping[str, object]:
    raw, known, warnings = row.raw, row.known, row.warnings
    out: dict[str, object] = {"pay": None, "licence": "", "language_min": ""}
    if not cells.empty(raw.cells.get("pay")):
        try:
            out["pay"] = cells.amount(raw, "pay", known, warnings, state)
        except ValueError:
            row.keep(FIELDS["pay"], row.said(FIELDS["pay"]), "AMOUNT_UNKNOWN")
    if not cells.empty(raw.cells.get("background_check")):
        needs_extract = cells.yes(raw, "background_check", warnings)
        if "BOOL_UNKNOWN" in warnings:
            row.keep_words(FIELDS["background_check"], "BOOL_UNKNOWN")
        where = fold(f"{department} {name}")
        out["background_check"] = _extract_kind(where) if needs_extract else "none"
    written = cells.said(raw, "licence")
    licence = words.licence_asked(written)
    if licence == "" or (licence in LICENCES and not words.licence_says_more(written)):
        out["licence"] = licence
    else:  # kept as it is written: matching says that it is not known, and never that none is needed
        warnings.add("LICENCE_UNKNOWN")
        out["licence"] = written
    if "language_min" in raw.cells:
        level = cells.language(raw, "language_min", warnings)
        asked = cells.said(raw, "language_min")
        out["language_min"] = asked if level is None or fold(asked) in words.NOT_KNOWN else level
    out["kind"] = _place_kind(row, fold(department))
    out["district"] = READERS["code"](row, FIELDS["district"])
    return out


def _place_kind(row: CellRow, department: str) -> str:
    """What the cell says; where it is empty, or says neither, what the department is."""
    kind = words.place_kind(row.said(FIELDS["kind"]))
    if kind is None:
        row.keep_words(FIELDS["kind"], "KIND_UNKNOWN")
    own = fold(row.known.own_department)
    in_house = (own and own == department) or "arbetsmarknad" in department
    return kind or ("in_house" if in_house else "external")


def _extract_kind(where: str) -> str:
    """Which register extract a workplace asks for: schools and preschools by the Education Act, care by the act of 2026."""
    if "skol" in where:
        return "school_act"
    if any(w in where for w in ("vård", "omsorg", "äldre", "hemtjänst")):
        return "home_care_act_2026"
    return "children_act_2013"


def _places(row: CellRow, *, exported: bool) -> int | None:
    """The number of places: of two the lower, since nobody is promised more; what else the cell says is kept as words. None
    where it is empty or says no number. Raises RowBad CAPACITY_INVALID for one that cannot be."""
    if row.empty(PLACES_SAID) or not row.said(PLACES_SAID).strip(" -–?"):
        return None
    count, exact, unit = words.count(row.said(PLACES_SAID))
    if (count is not None and not 0 <= count <= MOST_PLACES) or (exported and not exact):
        raise RowBad("CAPACITY_INVALID", "places")
    if unit:
        row.warnings.add("UNIT_STRIPPED")
    if not exact:
        row.keep_words(PLACES_SAID)
        if count is not None:
            row.warnings.add("VALUE_READ")
            row.raw.read["places"] = str(count)
    return count


def _hours(row: CellRow, state: Checker) -> int | None:
    """Hundredths of an hour a week; of two the higher, as of an extent. None where the cell is empty or only words, which are
    kept. Raises RowBad HOURS_INVALID for what no system can have written among figures that one did."""
    if row.empty(FIELDS["hours"]) and not state.exported:
        return None
    found = _figure(row, exported=state.exported)
    if state.exported and found is None:
        raise RowBad("HOURS_INVALID", "hours")
    if found is None:
        row.keep_words(FIELDS["hours"])
    return found


def _figure(row: CellRow, *, exported: bool) -> int | None:
    raw, warnings, value = row.raw, row.warnings, row.raw.cells.get("hours")
    written = row.said(FIELDS["hours"])
    if not exported and fold(written) in words.FULL_TIME:
        warnings.add("HOURS_ASSUMED")
        return 100 * words.FULL_WEEK
    share, exact = words.extent(written) if re.search(r"[a-zåäö%]", fold(written)) else (None, False)
    if share and exact and not exported and not re.search(r"\d ?(?:h|t)", fold(written)):
        warnings.add("VALUE_READ")
        raw.read["hours"] = f"{words.FULL_WEEK * share / 100:g}"
        return words.FULL_WEEK * share
    plain, unit = words.without_week(written)
    if unit:
        warnings.add("UNIT_STRIPPED")
    if isinstance(value, str) and "." in plain:
        warnings.add("DECIMAL_POINT")
    hours, whole = words.hours(value if isinstance(value, timedelta) else plain)
    if hours is None or not 1 <= hours <= words.FULL_WEEK or (exported and not whole):
        return None
    if not whole:
        row.keep_words(FIELDS["hours"])
        warnings.add("VALUE_READ")
        raw.read["hours"] = f"{hours:g}"
    return round(hours * 100)
