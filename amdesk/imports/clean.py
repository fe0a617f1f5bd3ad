"""What no cell may bring into the bank, whatever the kind of list: faults of a spreadsheet, control characters, and personal
identity numbers anywhere but in their own field."""

from __future__ import annotations

import re

from amdesk.domain.values import TURNS, UNWRITABLE, printable
from amdesk.imports import kinds, people, places, results, split
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
OWN = {"identity", "co_applicant"}
"""Fields that a number may stand in."""


def cleaned(raw: RawRow, person: bool, known: Known, warnings: set[str]) -> RawRow:
    """The row without what may not be stored. `person` is true where the field name holds a person's.

    Raises RowBad for a cell in error, a formula without a saved value, and a name with somebody else's number in it.
    """
    cells = _as_they_stand(raw.cells) or {n: _plain(n, value, warnings) for n, value in raw.cells.items()}
    split.take_number(cells, person, known, warnings)
    if person:
        split.lift(cells, known, warnings)
        split.part(cells, known, warnings)
    if isinstance(mail := cells.get("email"), str) and mail[:7].casefold() == "mailto:":
        cells["email"] = mail[7:].partition("?")[0]
    if "phone" in cells:
        cells["phone"] = split.phone_with_zero(cells["phone"], warnings)
    own = split.digits(cells.get("identity"))
    for name, value in cells.items():
        if name in OWN or (isinstance(value, str) and (value.isalpha() or not split.TEN.search(value))):
            continue  # no number ends in it
        if name == "phone" and isinstance(value, str) and split.PLAIN_PHONE.fullmatch(value):
            continue
        if name in FREE or _may_be_kept(value):
            cells[name] = split.without_numbers(name, value, own, known, warnings)
    return RawRow(raw.number, cells, raw.hidden, raw.wrong_count, raw.read)


def _as_they_stand(cells: dict[str, FileCell]) -> dict[str, FileCell] | None:
    """A row in which no cell has anything to be dropped, as nearly all rows are: looked at as a whole. None for any other."""
    values = cells.values()
    said = " ".join([v for v in values if isinstance(v, str)])
    if not said.isprintable() or "#" in said or "_x" in said or NoValue in map(type, values):
        return None
    return dict(cells)


def _may_be_kept(value: FileCell) -> bool:
    """Whether a cell of another field holds what may be kept as words: text, or a figure as long as a number of somebody."""
    return isinstance(value, str) or (isinstance(value, int | float) and value >= 10**9)


def _plain(name: str, value: FileCell, warnings: set[str]) -> FileCell:
    if isinstance(value, NoValue):
        raise RowBad("FORMULA_NO_VALUE", name)
    if not isinstance(value, str) or (value.isprintable() and "#" not in value and "_x" not in value):
        return value  # as nearly all are
    if ERROR.fullmatch(value.strip()):
        if name == "placement":
            return None  # a place that a look-up did not find is a place that is not known
        raise RowBad("CELL_ERROR", name)
    said = ESCAPED.sub(lambda m: chr(int(m[1], 16)), value)
    if UNWRITABLE.search(said) or TURNS.search(said) or "\v" in said or "\f" in said:
        warnings.add("CONTROL_DROPPED")
    return TURNS.sub("", printable(said))
