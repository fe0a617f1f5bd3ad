"""What no cell may bring into the bank, whatever the kind of list: faults of a spreadsheet, control characters, and personal
identity numbers anywhere but in their own field."""

from __future__ import annotations

import re
from dataclasses import replace

from amdesk.domain.people.identity import BadIdentity, parse_identity
from amdesk.domain.values import UNWRITABLE, printable, squash
from amdesk.imports import kinds, people, places, results
from amdesk.imports.model import Known, RawRow, RowBad
from amdesk.imports.reader import FileCell, NoValue

ERROR = re.compile(r"#(?:N/A|SAKNAS!|DIV/0!|DIVISION/0!|[A-ZÅÄÖ]{3,14}[!?])")
"""A cell in error, as Excel writes it in English and in Swedish."""
ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f]|007[Ff])_")
"""A control character inside the XML of a workbook (ECMA-376, ST_Xstring)."""
FREE = (
    people.PERSON_WORDS
    | places.PLACE_WORDS
    | kinds.JOB_WORDS
    | results.RESULT_WORDS
    | {"first_name", "last_name", "form", "kind"}
)
"""Fields that are stored as words."""
NUMBER = re.compile(
    r"(?<![\w.-])(?P<sure>(?:18|19|20)\d{2}[01]\d[0-9]\d[-+ ]?\d{4}|\d{2}[01]\d[0-9]\d[-+]\d{4})(?![\w-])|(?<![\w.-])\d{10}(?![\w-])"
)
"""Twelve digits, or six and four with a sign between. Ten digits alone may be a phone as well (0701-74 06 05 has a birth date)."""


def cleaned(raw: RawRow, person: bool, known: Known, warnings: set[str]) -> RawRow:
    """The row without what may not be stored. `person` is true where the field name holds a person's.

    Raises RowBad for a cell in error, a formula without a saved value, and a name with somebody else's number in it.
    """
    cells = {name: _plain(name, value, warnings) for name, value in raw.cells.items()}
    if person:
        _lift(cells, known, warnings)
    own = _digits(cells.get("identity"))
    for name in FREE & cells.keys():
        cells[name] = _without_numbers(cells[name], own, known, warnings)
    return replace(raw, cells=cells)


def _plain(name: str, value: FileCell, warnings: set[str]) -> FileCell:
    if isinstance(value, NoValue):
        raise RowBad("FORMULA_NO_VALUE", name)
    if not isinstance(value, str):
        return value
    if ERROR.fullmatch(value.strip()):
        if name == "placement":
            return None  # a place that a look-up did not find is a place that is not known
        raise RowBad("CELL_ERROR", name)
    said = ESCAPED.sub(lambda m: chr(int(m[1], 16)), value)
    if UNWRITABLE.search(said) or "\v" in said or "\f" in said:
        warnings.add("CONTROL_DROPPED")
    return printable(said)


def _digits(value: FileCell) -> str:
    """The last ten digits of what stands in the field for the number."""
    return "" if value is None else re.sub(r"\D", "", _said(value))[-10:]


def _said(value: FileCell) -> str:
    return squash(int(value) if isinstance(value, float) and value.is_integer() else value)


def _lift(cells: dict[str, FileCell], known: Known, warnings: set[str]) -> None:
    """A number in the name goes where it belongs. Two different ones are refused: nobody knows whose row it is."""
    name = "" if cells.get("name") is None else _said(cells["name"])
    found = [m[0] for m in NUMBER.finditer(name)]
    if not found:
        return
    try:
        numbers = {parse_identity(f, known.today).number for f in found}
    except BadIdentity as bad:
        raise RowBad(bad.code, "name") from None
    own = _digits(cells.get("identity"))
    if len(numbers) > 1 or (own and own not in {n[2:] for n in numbers}):
        raise RowBad("PNR_IN_TEXT", "name")
    cells["name"] = squash(NUMBER.sub(" ", name)).strip(" ,;:()-–/")
    if not own:
        cells["identity"] = numbers.pop()
        warnings.add("PNR_MOVED")


def _without_numbers(value: FileCell, own: str, known: Known, warnings: set[str]) -> FileCell:
    if value is None or isinstance(value, bool) or not isinstance(value, str | int | float):
        return value
    said = str(value) if isinstance(value, str) else _said(value)

    def left_out(m: re.Match[str]) -> str:
        mine = bool(own) and _digits(m[0]) == own
        if not mine and not (m["sure"] and _valid(m[0], known)):
            return m[0]
        warnings.add("PNR_REMOVED")
        return ""

    kept = NUMBER.sub(left_out, said)
    return value if kept == said else squash(kept).strip(" ,;:-–/")


def _valid(said: str, known: Known) -> bool:
    try:
        parse_identity(said.replace(" ", ""), known.today)
    except BadIdentity:
        return False
    return True
