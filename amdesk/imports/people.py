"""Lists of people: which columns they take, and how the cells of each are read. Both follow from what a person's record declares."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from amdesk.domain.people.participant import Need, Participant
from amdesk.domain.record import Day, Declared, OneOf, Whole, declared, fields
from amdesk.domain.texts import N_
from amdesk.domain.values import fold, phone_key
from amdesk.imports import cells, protection, words
from amdesk.imports.model import Checker, ImportField, Key, Known, RawRow, RowBad, Values
from amdesk.imports.needs import needs_of


def import_field(of: Declared) -> ImportField:
    """A declared field as an import has it."""
    return ImportField(of.name, of.heading or of.label, of.headings, required=of.required)


HEADED = tuple(f for f in fields(Participant) if f.headings)
"""What lists say of people, in the order of the record."""
IDENTITY = import_field(declared(Participant)["identity"])
GENDER = import_field(declared(Participant)["gender"])
NAMES = (
    ImportField("first_name", N_("First name"), ("Förnamn", "Tilltalsnamn", "First name", "Given name")),
    ImportField("last_name", N_("Family name"), ("Efternamn", "Last name", "Family name", "Surname")),
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
FREE = frozenset(f.name for f in HEADED if f.kind.words)
"""Fields of people that are stored as words."""
LISTS = frozenset(f.kind.codes for f in HEADED if isinstance(f.kind, OneOf))
"""Lists that fields of people take their codes from."""
DATES = frozenset(f.name for f in HEADED if isinstance(f.kind, Day))
COMPARED = tuple(
    f.name
    for f in sorted(HEADED, key=lambda f: f.reader not in {"name", "line"})
    if f.column and f.reader not in {"", "row"}
)
"""Fields that a list may change of somebody who is in the bank, those that it says in plain words first."""


def check_participant(raw: RawRow, known: Known, warnings: set[str], state: Checker) -> tuple[Values, Key]:
    """A row of a referral list. Natural key: the identity number, else name and birth date or phone."""
    person = None if cells.empty(raw.cells.get("identity")) else cells.identity(raw, known, warnings, state)
    name, level = cells.person_name(raw, warnings)
    if not name and person is None:
        raise RowBad("PROTECTED_UNNAMED" if level else "NAME_MISSING", "name")
    if not name:
        warnings.add("NAME_MISSING")
    born = person.born if person else None
    if born is None and not cells.empty(raw.cells.get("born")):
        born = cells.day(raw, "born", warnings)
    values: Values = {
        "identity": person,
        "name": name,
        "born": born,
        "gender": cells.gender(raw),
        "protection": level,
    }
    row = _Row(raw, known, warnings)
    values |= {f.name: READERS[f.reader](row, f) for f in HEADED if f.reader in READERS}
    values |= {"none": row.none, "aside": tuple(row.aside)}
    if raw.hidden:
        warnings.add("HIDDEN_ROW")
    key = (person.number,) if person else (fold(name), born or phone_key(values["phone"]))
    return values, key


@dataclass(slots=True)
class _Row:
    """A row being read. Words of a soft field that nobody understands refuse nobody: they are kept aside and said."""

    raw: RawRow
    known: Known
    warnings: set[str]
    aside: list[Need] = field(default_factory=list)
    none: set[str] = field(default_factory=set)
    """Fields of which the row says that there is nothing, as an empty cell does not."""

    def said(self, of: Declared) -> str:
        return cells.said(self.raw, of.name)

    def empty(self, of: Declared) -> bool:
        return cells.empty(self.raw.cells.get(of.name))

    def keep(self, of: Declared, said: str, code: str = "KEPT_AS_WORDS") -> str:
        """Keep the words; the field itself stays empty."""
        self.warnings.add(code)
        self.aside.append(Need("words", f"{of.aside or of.headings[0]}: {said}", "nice"))
        return ""

    def keep_words(self, of: Declared) -> None:
        """Keep what the cell says, where it is more than a sign for nothing."""
        if self.said(of).strip(" -–?"):
            self.keep(of, self.said(of))


def _line(row: _Row, of: Declared) -> str:
    return row.said(of)


def _worker(row: _Row, of: Declared) -> str:
    worker = row.said(of)
    if worker and fold(worker) not in row.known.case_workers:
        row.warnings.add("CASE_WORKER_NEW")
    return worker


def _codes(row: _Row, of: Declared) -> tuple[str, ...]:
    known = {**words.EVERYDAY, **row.known.aliases, **row.known.titles}
    codes, unknown = words.titles(str(row.raw.cells.get(of.name) or ""), known)
    for said in unknown:
        row.keep(of, said, "TITLE_UNKNOWN")
    return tuple(codes)


def _level(row: _Row, of: Declared) -> str:
    level = "" if row.empty(of) else cells.language(row.raw, of.name, row.warnings)
    return row.keep(of, row.said(of)) if level is None else level


def _licence(row: _Row, of: Declared) -> str:
    licence = words.licence(row.said(of))
    if words.denied(licence, row.said(of)):
        row.none.add(of.name)
    return row.keep(of, row.said(of)) if licence is None else licence


def _percent(row: _Row, of: Declared) -> int | None:
    if row.empty(of):
        return None
    percent, exact = words.extent(row.raw.cells[of.name])
    if not exact:
        row.keep_words(of)
    return percent


def _first_day(row: _Row, of: Declared) -> date | None:
    if row.empty(of):
        return None
    value, said = row.raw.cells[of.name], row.said(of)
    now = fold(said) in words.NOW
    if now:
        row.none.add(of.name)
    found, exact = words.day(value, row.known.today)
    if found is None:
        row.warnings.add("DATE_UNKNOWN")
        if not now and said.strip(" -–?"):
            row.keep(of, said, "DATE_UNKNOWN")
    elif not exact:
        row.warnings.add("VALUE_READ")
    elif cells.serial(value):
        row.warnings.add("DATE_SERIAL")
    return found


def _code(row: _Row, of: Declared) -> str:
    said = row.said(of)
    if of.kind != OneOf("districts"):
        return row.known.lists.get(getattr(of.kind, "codes", ""), {}).get(fold(said), said)
    code = row.known.districts.get(fold(said), said)
    if code and code not in row.known.districts.values():
        row.warnings.add("DISTRICT_UNKNOWN")
    return code


def _minutes(row: _Row, of: Declared) -> int | None:
    found = None if row.empty(of) else words.minutes(row.raw.cells[of.name])
    if found is None:
        row.keep_words(of)
    return found


def _whole(row: _Row, of: Declared) -> int | None:
    """Digits alone, within what the field's kind offers; anything else is kept as words."""
    said, kind = row.said(of), of.kind
    if isinstance(kind, Whole) and re.fullmatch(r"\d{1,9}", said) and kind.low <= int(said) <= kind.high:
        return int(said)
    row.keep_words(of)
    return None


def _yes(row: _Row, of: Declared) -> bool | None:
    return None if row.empty(of) else cells.yes(row.raw, of.name, row.warnings)


def _needs(row: _Row, of: Declared) -> tuple[Need, ...]:
    found = needs_of(row.said(of), row.known)
    if any(n.kind == "words" for n in found):
        row.warnings.add("NEED_WORDS")
    return found


READERS: dict[str, Callable[[_Row, Declared], object]] = {
    "line": _line,
    "worker": _worker,
    "codes": _codes,
    "level": _level,
    "licence": _licence,
    "percent": _percent,
    "day": _first_day,
    "first day": _first_day,
    "code": _code,
    "minutes": _minutes,
    "whole": _whole,
    "yes": _yes,
    "needs": _needs,
}
"""How a cell is read, by what the kind of its field names. What is not here is read with the row as a whole."""
