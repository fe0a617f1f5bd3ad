"""Vacancies from a list in Excel or csv: which column is what, and each cell as a vacancy's field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from amdesk.domain.employers.brought import BroughtVacancy, ReadVacancies
from amdesk.domain.employers.vacancy import without_people
from amdesk.domain.errors import BadFile
from amdesk.domain.places.placement import LANGUAGE_LEVELS, LICENCES
from amdesk.domain.texts import N_, text
from amdesk.domain.values import fold, parse_date, parse_extent, squash
from amdesk.imports.files import read_file
from amdesk.imports.headings import header_key
from amdesk.imports.reader import FileCell, ReadSheet, empty

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "employer": ("Arbetsgivare", "Företag", "Bolag", "Kund", "Employer", "Company"),
    "org_number": ("Organisationsnummer", "Org.nr", "Orgnr", "Org nr", "Organisation number"),
    "title": ("Titel", "Tjänst", "Vakans", "Befattning", "Rubrik", "Jobb", "Title", "Vacancy", "Position"),
    "occupation": ("Yrke", "Yrkestitel", "Occupation"),
    "ssyk": ("SSYK", "SSYK-kod", "SSYK 2012", "Yrkeskod", "SSYK code"),
    "places": ("Antal platser", "Platser", "Antal", "Antal tjänster", "Places", "Number of places"),
    "extent": ("Omfattning", "Omf", "Tjänstgöringsgrad", "Sysselsättningsgrad", "Procent", "Extent"),
    "start": ("Tillträde", "Startdatum", "Start", "Börjar", "Från", "Starts"),
    "apply_by": (
        "Sök senast",
        "Sista ansökningsdag",
        "Sista dag",
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
FIELD_OF: Final = {header_key(said): field for field, each in HEADINGS.items() for said in each}
NEEDED: Final = ("employer", "title")
LOOK: Final = 30
"""Rows in which the heading is looked for."""


def read_vacancy_list(path: Path, today: date, codes: Mapping[str, Mapping[str, str]]) -> ReadVacancies:
    """Every row of the sheet that has an employer and a title. `codes` are, by field (occupation, district), the code of each name
    in small letters. Raises BadFile where no sheet is such a list."""
    for sheet in read_file(path):
        if (found := _heading(sheet)) is not None:
            at, mapping = found
            return _rows(path.name, sheet, at, mapping, today, codes)
    said = N_(
        "{file} is no list of vacancies: a row of headings with an employer and a title was looked for. Name the columns so."
    )
    raise BadFile(text(said, file=path.name), "NO_HEADINGS")


def _heading(sheet: ReadSheet) -> tuple[int, dict[int, str]] | None:
    """(index of the row of headings, field by column)."""
    for at, (_, cells, _) in enumerate(sheet.rows[:LOOK]):
        mapping: dict[int, str] = {}
        for column, cell in enumerate(cells):
            field = FIELD_OF.get(header_key(cell))
            if field is not None and field not in mapping.values():
                mapping[column] = field
        if all(name in mapping.values() for name in NEEDED):
            return at, mapping
    return None


def _rows(
    name: str,
    sheet: ReadSheet,
    at: int,
    mapping: Mapping[int, str],
    today: date,
    codes: Mapping[str, Mapping[str, str]],
) -> ReadVacancies:
    headers = sheet.rows[at][1]
    unread: dict[str, int] = {}
    rows = []
    for number, cells, _ in sheet.rows[at + 1 :]:
        if all(empty(c) for c in cells):
            continue
        for column, cell in enumerate(cells):
            if column not in mapping and not empty(cell):
                head = (
                    squash(headers[column]) if column < len(headers) and not empty(headers[column]) else f"{column + 1}"
                )
                unread[head] = unread.get(head, 0) + 1
        said = {field: cells[column] for column, field in mapping.items() if column < len(cells)}
        rows.append(_row(number, said, today, codes))
    return ReadVacancies(name, "list", rows, unread)


def _row(
    number: int, cells: Mapping[str, FileCell], today: date, codes: Mapping[str, Mapping[str, str]]
) -> BroughtVacancy:
    said = {field: _text(cell) for field, cell in cells.items()}
    out = BroughtVacancy(str(number), said.get("employer", ""), said.get("org_number", ""))
    values: dict[str, object] = {n: said[n] for n in ("title", "place", "schedule", "source_id") if n in said}
    for name, words in said.items():
        if name in READERS and words:
            try:
                values[name] = READERS[name](cells[name], words, today, codes)
            except (ValueError, OverflowError):
                out.unread.append((name, words))
    kept = [without_people(said.get("body", "")), *(f"{HEADINGS[n][0]}: {w}" for n, w in out.unread)]
    values["body"] = "\n".join(w for w in kept if w)
    out.values = values
    return out


def _text(cell: FileCell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else squash(cell)


Codes = Mapping[str, Mapping[str, str]]


def _code(field: str, said: str, codes: Codes) -> str:
    found = codes.get(field, {}).get(fold(said))
    if found is None:
        raise ValueError(said)
    return found


def _places(said: str) -> int:
    count = int(said)
    if not 1 <= count <= 500:
        raise ValueError(said)
    return count


def _one_of(said: str, known: Sequence[str]) -> str:
    word = said.upper().removesuffix("-KÖRKORT").strip()
    if word in {"NEJ", "INGET", "-", "–"}:
        return ""
    if word not in known:
        raise ValueError(said)
    return word


def _figures(said: str) -> str:
    if not (said.isdecimal() and len(said) == 4):
        raise ValueError(said)
    return said


def _address(said: str) -> str:
    if not said.startswith(("http:/", "https:/")) or " " in said:
        raise ValueError(said)
    return said


Reads = Callable[[FileCell, str, date, Codes], object]
READERS: Final[Mapping[str, Reads]] = {
    "occupation": lambda _cell, said, _today, codes: _code("occupation", said, codes),
    "district": lambda _cell, said, _today, codes: _code("district", said, codes),
    "ssyk": lambda _cell, said, _today, _codes: _figures(said),
    "places": lambda _cell, said, _today, _codes: _places(said),
    "extent": lambda cell, _said, _today, _codes: parse_extent(cell),
    "start": lambda cell, _said, today, _codes: parse_date(cell, today)[0],
    "apply_by": lambda cell, _said, today, _codes: parse_date(cell, today)[0],
    "language_min": lambda _cell, said, _today, _codes: _one_of(said, LANGUAGE_LEVELS),
    "licence": lambda _cell, said, _today, _codes: _one_of(said, LICENCES),
    "link": lambda _cell, said, _today, _codes: _address(said),
}
"""By field what reads its cell; each raises ValueError for what it cannot read, which is kept as words."""
