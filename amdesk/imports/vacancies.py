"""A list of vacancies from Excel or csv: found and read as every list is, and each cell as a vacancy's field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from amdesk.domain.employers.brought import BroughtVacancy, ReadVacancies
from amdesk.domain.employers.vacancy import without_people
from amdesk.domain.errors import BadFile
from amdesk.domain.places.placement import LICENCES
from amdesk.domain.texts import N_, text
from amdesk.domain.values import fold, squash
from amdesk.imports import days, signs, words
from amdesk.imports.clean import cleaned
from amdesk.imports.groups import carry_down
from amdesk.imports.model import (
    CheckedRow,
    Checker,
    ImportField,
    ImportKind,
    Key,
    Known,
    RawRow,
    RowBad,
    Staged,
)
from amdesk.imports.reader import FileCell, NoValue, empty
from amdesk.imports.staging import stage

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "employer": (
        "Arbetsgivare",
        "Arbetsgivarens namn",
        "Namn på arbetsgivare",
        "Företag",
        "Företagsnamn",
        "Företagets namn",
        "Bolag",
        "Kund",
        "Employer",
        "Company",
    ),
    "org_number": ("Organisationsnummer", "Org.nr", "Orgnr", "Org nr", "Organisation number"),
    "title": (
        "Titel",
        "Tjänst",
        "Vakans",
        "Befattning",
        "Rubrik",
        "Jobb",
        "Jobbtitel",
        "Roll",
        "Title",
        "Job title",
        "Vacancy",
        "Position",
    ),
    "occupation": ("Yrke", "Yrkestitel", "Yrkeskategori", "Yrkesbenämning", "Yrkesroll", "Occupation"),
    "ssyk": ("SSYK", "SSYK-kod", "SSYK 2012", "Yrkeskod", "SSYK code"),
    "places": ("Antal platser", "Platser", "Antal", "Antal tjänster", "Ant.", "Places", "Number of places"),
    "extent": ("Omfattning", "Omf", "Tjänstgöringsgrad", "Sysselsättningsgrad", "Procent", "Extent"),
    "start": (
        "Tillträde",
        "Tillträdesdatum",
        "Startdatum",
        "Start",
        "Startar",
        "Börjar",
        "Från",
        "Starts",
        "Start date",
    ),
    "apply_by": (
        "Sök senast",
        "Sista ansökningsdag",
        "Sista dag",
        "Sista dag att söka",
        "Sista ansökan",
        "Ansökan senast",
        "Ansök senast",
        "Apply by",
        "Deadline",
    ),
    "district": ("Stadsdel", "Område", "District"),
    "place": ("Ort", "Plats", "Adress", "Arbetsställe", "Place", "Address"),
    "schedule": ("Arbetstid", "Arbetstider", "Schema", "Working hours"),
    "language_min": ("Svenska", "Språknivå", "Språkkrav", "Krav på svenska", "Swedish level"),
    "licence": ("Körkort", "Körkortskrav", "Driving licence", "Licence"),
    "body": ("Beskrivning", "Text", "Annons", "Krav", "Description"),
    "link": ("Länk", "Webb", "Annonslänk", "Link", "URL"),
    "source_id": ("Id", "Vakans-id", "Annons-id", "Referens", "Reference"),
}
"""By field what lists head its column."""
NEEDED: Final = ("employer", "title")
DAYS: Final = ("start", "apply_by")
OWN: Final = ("org_number", "source_id", "link")
"""Fields whose figures are nobody's personal number."""
NO_VALUE: Final = N_(
    "{column} has a formula without a saved value, or is in error. Open the file in the program that made it, save it and read it again."
)
Codes = Mapping[str, Mapping[str, str]]


def _unchecked(_raw: RawRow, _known: Known, _warnings: set[str], _state: Checker) -> tuple[CheckedRow, Key]:
    """What is made of a row is said by `read_vacancy_list`; nothing of it is compared as other lists are."""
    return CheckedRow(), ()


LIST: Final = ImportKind(
    "vacancies",
    tuple(ImportField(name, said[0], said, required=name in NEEDED) for name, said in HEADINGS.items()),
    _unchecked,
)


def read_vacancy_list(path: Path, today: date, codes: Codes) -> ReadVacancies:
    """Every row of the table that has an employer and a title. `codes` are, by field (occupation, district), the code of each name
    in small letters. Raises BadFile where no sheet is such a list."""
    staged = _staged(path)
    above = carry_down(LIST.name, staged.rows)
    turned = [f for f in DAYS if signs.order([r.cells.get(f) for r in staged.rows]) == signs.MONTH_FIRST]
    rows = []
    for raw in staged.rows:
        cells: dict[str, FileCell] = {**raw.cells, **above.get(raw.number, {})}
        cells |= {f: signs.turned(cells[f]) for f in turned if f in cells}
        rows.append(_row(staged, raw, cells, today, codes))
    unread = {staged.called(column): count for column, count in staged.unread_columns()}
    return ReadVacancies(path.name, "list", rows, unread, staged.lone)


def _staged(path: Path) -> Staged:
    """The table of the file; where no column is the title the occupation is."""
    try:
        staged = stage(path, LIST)
    except BadFile as bad:
        if bad.code != "NO_HEADER":
            raise
        staged = None
    columns = set(staged.mapping.values()) if staged else set[str]()
    if staged is None or "employer" not in columns or not columns & {"title", "occupation"}:
        said = N_(
            "{file} is no list of vacancies: a row of headings with an employer and a title was looked for. Name the columns so."
        )
        raise BadFile(text(said, file=path.name), "NO_HEADINGS")
    if "title" not in columns:
        for raw in staged.rows:
            raw.cells["title"] = raw.cells["occupation"]
    return staged


def _row(staged: Staged, raw: RawRow, cells: Mapping[str, FileCell], today: date, codes: Codes) -> BroughtVacancy:
    number = str(staged.place(raw.number)[1])
    own = {f: cells[f] for f in OWN if f in cells and not isinstance(cells[f], NoValue)}
    try:
        plain = RawRow(raw.number, {f: c for f, c in cells.items() if f not in own}, raw.hidden)
        kept = cleaned(plain, False, Known(today), set()).cells | own
    except RowBad as bad:
        return BroughtVacancy(number, "", fault=text(NO_VALUE, column=_heading(staged, bad.column)))
    said = {field: _text(cell) for field, cell in kept.items()}
    out = BroughtVacancy(number, said.get("employer", ""), said.get("org_number", ""))
    values: dict[str, object] = {n: said[n] for n in ("title", "place", "schedule", "source_id") if n in said}
    for name, spoken in said.items():
        if name in READERS and spoken:
            try:
                values[name], whole = READERS[name](kept[name], spoken, today, codes)
            except (ValueError, OverflowError):
                whole = False
            if not whole:
                out.unread.append((name, spoken))
    words_kept = [without_people(said.get("body", "")), *(f"{HEADINGS[n][0]}: {w}" for n, w in out.unread)]
    values["body"] = "\n".join(w for w in words_kept if w)
    out.values = values
    return out


def _heading(staged: Staged, field: str) -> str:
    """What the column of a field is called in the file."""
    return next((staged.called(c) for c, f in staged.mapping.items() if f == field), HEADINGS[field][0])


def _text(cell: FileCell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if empty(cell) or cell is None else squash(cell)


Read = tuple[object, bool]
"""What a cell says, and whether that is all it says: where it is not, its words are kept too."""


def _code(field: str, said: str, codes: Codes) -> Read:
    found = codes.get(field, {}).get(fold(said))
    if found is None:
        raise ValueError(said)
    return found, True


def _places(said: str) -> Read:
    count, whole, _ = words.count(said)
    if count is None or not 1 <= count <= 500:
        raise ValueError(said)
    return count, whole


def _extent(cell: FileCell) -> Read:
    percent, whole = words.extent(cell)
    if percent is None:
        raise ValueError(cell)
    return percent, whole


def _day(cell: FileCell, today: date, *, last: bool) -> Read:
    found, whole = days.day(cell, today, last=last)
    if found is None:
        raise ValueError(cell)
    return found, whole and not days.says_more(cell)


def _level(said: str) -> Read:
    found = words.level(said)
    if found is None or fold(said) in words.NOT_KNOWN:
        raise ValueError(said)
    return found, True


def _licence(said: str) -> Read:
    found = words.licence_asked(said)
    if found is None or (found and found not in LICENCES):
        raise ValueError(said)
    return found, not words.licence_says_more(said)


def _figures(said: str) -> Read:
    if not (said.isdecimal() and len(said) == 4):
        raise ValueError(said)
    return said, True


def _address(said: str) -> Read:
    if not said.startswith(("http:/", "https:/")) or " " in said:
        raise ValueError(said)
    return said, True


READERS: Final[Mapping[str, Callable[[FileCell, str, date, Codes], Read]]] = {
    "occupation": lambda _cell, said, _today, codes: _code("occupation", said, codes),
    "district": lambda _cell, said, _today, codes: _code("district", said, codes),
    "ssyk": lambda _cell, said, _today, _codes: _figures(said),
    "places": lambda _cell, said, _today, _codes: _places(said),
    "extent": lambda cell, _said, _today, _codes: _extent(cell),
    "start": lambda cell, _said, today, _codes: _day(cell, today, last=False),
    "apply_by": lambda cell, _said, today, _codes: _day(cell, today, last=True),
    "language_min": lambda _cell, said, _today, _codes: _level(said),
    "licence": lambda _cell, said, _today, _codes: _licence(said),
    "link": lambda _cell, said, _today, _codes: _address(said),
}
"""By field what reads its cell; each raises ValueError for what it cannot read, which is kept as words."""
