"""The kinds of import: which columns they take and what makes a row good. Lists of people and of
places stand in files of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from amdesk.domain.booking.bookings import Employment
from amdesk.domain.people.identity import Identity, age_on
from amdesk.domain.record import Day, declared, fields
from amdesk.domain.texts import N_
from amdesk.domain.values import fold
from amdesk.imports import cells, days, words
from amdesk.imports.fields import READERS, CellRow, import_field, read_cells, to_read
from amdesk.imports.model import CheckedRow, Checker, ImportField, ImportKind, Key, Known, RawRow, RowBad
from amdesk.imports.people import GENDER, IDENTITY, NAME, NAMES, PARTICIPANT_FIELDS, PROTECTED, check_participant
from amdesk.imports.places import OCCUPATION, PLACEMENT_FIELDS, check_placement

HEADED = tuple(f for f in fields(Employment) if f.headings)
READ_OF_JOBS = tuple(to_read(f) for f in HEADED if f.reader in READERS)
"""Fields of an employment that are read by themselves, not with the row as a whole."""
JOB_WORDS = frozenset(f.name for f in HEADED if f.kind.words)
"""Fields of employments that are stored as words."""
JOB_DAYS = frozenset(f.name for f in HEADED if isinstance(f.kind, Day))
EMPLOYMENT_FIELDS = (
    ImportField("identity", IDENTITY.label, IDENTITY.synonyms, required=True),
    NAME,
    OCCUPATION,
    import_field(declared(Employment)["placement"]),
    ImportField("department", N_("Department"), ("Förvaltning", "Department")),
    *map(import_field, sorted((f for f in HEADED if f.column), key=lambda f: f.name == "form")),
    *NAMES,
    PROTECTED,
    GENDER,
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class CheckedEmployment(CheckedRow):
    """A row of a list of employments."""

    identity: Identity
    name: str
    gender: str
    occupation: str
    placement_id: int | None
    placement_text: str
    department: str
    from_date: date
    to_date: date | None
    open_end: bool
    """It says that there is no last day."""
    extent: int
    form: str
    fields: dict[str, object]
    """What it says of the fields that are read by themselves, by their names."""
    kept: int | None = None
    """The employment of the bank that it means."""


def check_employment(raw: RawRow, known: Known, warnings: set[str], state: Checker) -> tuple[CheckedEmployment, Key]:
    """A row of an employment list. Natural key: person, start, place and occupation. Makes people and employments, never bookings."""
    person = cells.identity(raw, known, warnings, state)
    code = cells.occupation(raw, known, warnings)
    raw = cells.split_days(raw, "from_date", "to_date", known, warnings)
    if cells.empty(raw.cells.get("from_date")):
        raise RowBad("DATE_MISSING", "from_date")
    start = cells.day(raw, "from_date", known, warnings, since=known.today - days.HALF_A_YEAR)
    end = cells.last_day(raw, "to_date", known, warnings, start)
    if end and end < start:
        raise RowBad("END_BEFORE_START", "to_date")
    extent, exact = (None, False) if cells.empty(raw.cells.get("extent")) else words.extent(raw.cells["extent"])
    if extent is None or not (exact or words.one_number(raw.cells["extent"])):
        raise RowBad("EXTENT_INVALID", "extent")
    if not exact:
        warnings.add("VALUE_READ")
        raw.read["extent"] = f"{extent} %"
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
    _age_warnings(person.sort_date, start, warnings)
    _overlap(person.number, start, end, extent, known, state, warnings)
    said = CheckedEmployment(
        identity=person,
        name=name,
        occupation=code,
        placement_id=place,
        placement_text=place_text,
        from_date=start,
        to_date=end,
        extent=extent,
        form=cells.said(raw, "form"),
        protection=level,
        gender=cells.gender(raw, warnings),
        department=cells.said(raw, "department"),
        open_end=cells.is_open(raw, "to_date"),
        fields=read_cells(CellRow(raw, known, warnings), READ_OF_JOBS),
    )
    return said, key


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
