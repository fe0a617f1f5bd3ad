"""Lists of people: which columns they take and what makes a row good, as a person's record declares it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from amdesk.domain.people.participant import Need, Participant
from amdesk.domain.record import Day, OneOf, declared, fields
from amdesk.domain.texts import N_
from amdesk.domain.values import fold, phone_key
from amdesk.imports import cells, protection
from amdesk.imports.fields import READERS, CellRow, import_field, one, read_cells, to_read
from amdesk.imports.model import CheckedRow, Checker, ImportField, Key, Known, RawRow, RowBad

HEADED = tuple(f for f in fields(Participant) if f.headings)
"""What lists say of people, in the order of the record."""
READ = tuple(to_read(f) for f in HEADED if f.reader in READERS)
"""Of those, what is read by itself."""
IDENTITY = import_field(declared(Participant)["identity"])
NAME = replace(import_field(declared(Participant)["name"]), required=False)
GENDER = import_field(declared(Participant)["gender"])
NAMES = (
    ImportField(
        "first_name",
        N_("First name"),
        ("Förnamn", "Tilltalsnamn", "First name", "Given name", "First names", "Given names", "Forename", "Fnamn"),
    ),
    ImportField(
        "last_name",
        N_("Family name"),
        ("Efternamn", "Last name", "Family name", "Surname", "Last names", "Surnames", "Enamn"),
    ),
)
PROTECTED = ImportField(
    "protected",
    N_("Protected"),
    ("Skyddade uppg.", "Skyddade personuppgifter", "Skyddad", "Sekretess", "Protected"),
    heads=protection.heading_level,
)
PARTICIPANT_FIELDS = (
    *(import_field(f) for f in HEADED if f.name != GENDER.name),
    *NAMES,
    PROTECTED,
    GENDER,
)
PERSON_WORDS = frozenset(f.name for f in HEADED if f.kind.words)
"""Fields of people that are stored as words."""
LISTS = frozenset(f.kind.codes for f in HEADED if isinstance(f.kind, OneOf))
"""Lists that fields of people take their codes from."""
PERSON_DATES = frozenset(f.name for f in HEADED if isinstance(f.kind, Day))
COMPARED = tuple(
    f.name
    for f in sorted(HEADED, key=lambda f: f.reader not in {"name", "line"})
    if f.column and f.reader not in {"", "row"}
)
"""Fields that a list may change of somebody who is in the bank, those that it says in plain words first."""
MAY_CHANGE = frozenset(COMPARED)


@dataclass(slots=True, kw_only=True)
class CheckedPerson(CheckedRow):
    """A row of a list of people. Nothing is compared or stored by a name that stands neither here nor in the record."""

    fields: dict[str, object]
    """What it says of the fields that a list may change, by their names."""
    name: str
    born: date | None
    gender: str
    phone: str
    email: str
    case_number: str
    case_worker: str
    needs: tuple[Need, ...]
    none: frozenset[str]
    """Fields of which the row says that there is nothing."""
    aside: tuple[Need, ...]
    """Words that no field understood."""


def check_participant(raw: RawRow, known: Known, warnings: set[str], state: Checker) -> tuple[CheckedPerson, Key]:
    """A row of a referral list. Natural key: the identity number, else name and birth date or phone."""
    person = None if cells.empty(raw.cells.get("identity")) else cells.identity(raw, known, warnings, state)
    name, level = cells.person_name(raw, warnings)
    if not name and person is None:
        raise RowBad("PROTECTED_UNNAMED" if level else "NAME_MISSING", "name")
    if not name:
        warnings.add("NAME_MISSING")
    born = person.born if person else None
    if born is None and not cells.empty(raw.cells.get("born")):
        born = cells.born(raw, known, warnings)
    row = CellRow(raw, known, warnings)
    if born is None and not cells.empty(raw.cells.get("born")) and person is None:
        row.keep_words(declared(Participant)["born"])
    read = read_cells(row, READ)
    said = CheckedPerson(
        identity=person,
        name=name,
        born=born,
        gender=cells.gender(raw, warnings),
        protection=level,
        phone=one(read, "phone", str),
        email=one(read, "email", str),
        case_number=one(read, "case_number", str),
        case_worker=one(read, "case_worker", str),
        needs=one(read, "needs", tuple),
        none=frozenset(row.none),
        aside=tuple(row.aside),
        worded=frozenset(row.worded),
        fields={"name": name, **{n: v for n, v in read.items() if n in MAY_CHANGE}},
    )
    key = (person.number,) if person else (fold(name), born or phone_key(said.phone))
    return said, key
