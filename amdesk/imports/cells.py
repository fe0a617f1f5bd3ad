"""Checks of single cells that several kinds share. Each raises RowBad or adds a warning's code."""

from __future__ import annotations

import re
from datetime import date

from amdesk.domain.people.identity import BadIdentity, Identity, parse_identity
from amdesk.domain.places.placement import LANGUAGE_LEVELS
from amdesk.domain.values import FORMULA_MARKS, NO, YES, fold, parse_date, squash
from amdesk.imports import protection, words
from amdesk.imports.model import Checker, Known, RawRow, RowBad

SFI = {"sfi a": "A1", "sfi b": "A1", "sfi c": "A2", "sfi d": "B1"}


def empty(value: object) -> bool:
    return value is None or squash(value) == ""


def said(raw: RawRow, name: str) -> str:
    """A cell as text; whole numbers without decimals."""
    value = raw.cells.get(name)
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return squash(value)


def free_text(raw: RawRow, name: str, warnings: set[str]) -> str:
    """Text that is stored as it stands, also where it looks like a formula."""
    found = said(raw, name)
    if found.startswith(FORMULA_MARKS):
        warnings.add("FORMULA_TEXT")
    return found


def person_name(raw: RawRow, warnings: set[str]) -> tuple[str, int]:
    """(name, protection level) of a person's row. A mark in the place of the name is no name."""
    name, level = protection.without_mark(free_text(raw, "name", warnings))
    if level:
        warnings.add("PROTECTED")
    return name, max(level, protection_level(raw, warnings))


def protection_level(raw: RawRow, warnings: set[str]) -> int:
    """What the columns about protection say, or a mark in any other text of the row."""
    texts = [v for f, v in raw.cells.items() if isinstance(v, str) and f not in {"name", "protected"}]
    level = max(protection.marked(texts), protection.level(raw.cells.get("protected")))
    if level:
        warnings.add("PROTECTED")
    return level


def identity(raw: RawRow, known: Known, warnings: set[str], state: Checker) -> Identity:
    """The identity number of a row; an earlier one stands for the person's present one. Raises RowBad with a PNR code."""
    try:
        found = parse_identity(raw.cells.get("identity"), known.today)
    except BadIdentity as bad:
        raise RowBad(bad.code, "identity") from None
    if found.padded:
        warnings.add("PNR_PADDED")
    if found.coordination:
        warnings.add("COORDINATION_NUMBER")
    if found.partial:
        warnings.add("BIRTHDATE_PARTIAL")
    state.test_numbers += found.test_number
    now = known.renumbered.get(found.number)
    return parse_identity(now, known.today) if now else found


def occupation(raw: RawRow, known: Known, warnings: set[str]) -> str:
    """Code of the occupation named. Raises RowBad TITLE_UNKNOWN."""
    title = fold(said(raw, "occupation"))
    if title in known.titles:
        return known.titles[title]
    if title in known.aliases:
        warnings.add("TITLE_ALIAS")
        return known.aliases[title]
    raise RowBad("TITLE_UNKNOWN", "occupation")


def day(raw: RawRow, name: str, warnings: set[str]) -> date:
    """A date. Raises RowBad DATE_INVALID."""
    try:
        found, serial = parse_date(raw.cells.get(name))
    except (ValueError, OverflowError):
        raise RowBad("DATE_INVALID", name) from None
    if serial:
        warnings.add("DATE_SERIAL")
    return found


def serial(value: object) -> bool:
    """True where a date stood as an Excel serial number."""
    try:
        return parse_date(value)[1]
    except (ValueError, OverflowError):
        return False


def soft_day(raw: RawRow, name: str, warnings: set[str]) -> date | None:
    """A date that may be missing or be words ("omgående"): None with a warning. Digits that make no date are refused."""
    try:
        return day(raw, name, warnings)
    except RowBad:
        if re.search(r"\d", said(raw, name)):
            raise
        warnings.add("DATE_UNKNOWN")
        return None


def yes(raw: RawRow, name: str, warnings: set[str]) -> bool:
    """Yes or no; what is neither counts as yes, the safe side, with a warning."""
    word = fold(said(raw, name))
    if word in YES:
        return True
    if word not in NO:
        warnings.add("BOOL_UNKNOWN")
        return True
    return False


def language(raw: RawRow, name: str, warnings: set[str]) -> str | None:
    """A level of the scale A0-C1; SFI courses are taken for theirs. None for words that name no level."""
    written = said(raw, name)
    if written.casefold() in SFI:
        warnings.add("LANGUAGE_ALIAS")
        return SFI[written.casefold()]
    found = words.level(written)
    if found is None or (not found and written.upper() not in LANGUAGE_LEVELS):
        warnings.add("LANGUAGE_UNKNOWN")
    elif found != written.upper():
        warnings.add("LANGUAGE_ALIAS")
    return found


def gender(raw: RawRow) -> str:
    word = fold(said(raw, "gender"))
    return {"kvinna": "woman", "k": "woman", "woman": "woman", "f": "woman", "man": "man", "m": "man"}.get(word, "")
