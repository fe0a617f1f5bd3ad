"""Checks of single cells that several kinds share. Each raises RowBad or adds a warning's code."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from amdesk.domain.people.identity import BadIdentity, Identity, parse_identity
from amdesk.domain.places.placement import LANGUAGE_LEVELS
from amdesk.domain.values import (
    FORMULA_MARKS,
    HIGHEST_AMOUNT,
    NO,
    YES,
    fold,
    lone_sign,
    means_no_end,
    parse_amount,
    parse_date,
    squash,
)
from amdesk.imports import days, protection, split, words
from amdesk.imports.model import Checker, Known, RawRow, RowBad
from amdesk.imports.reader import long

OPEN_END = {
    "tills vidare", "tillsvidare", "tillsv", "tv", "t.v", "t.v.", "t v", "löpande", "pågående", "pågår", "until further notice", "ongoing", "open ended",
}  # fmt: skip
NO_END = {
    "-",
    "--",
    "–",
    "?",
    "okänt",
    "okänd",
    "oklart",
    "ej klart",
    "ej bestämt",
    "ej satt",
    "vet ej",
    "saknas",
    "unknown",
    "not known",
    "n/a",
}
"""What people write for a last day that nobody knows yet."""
SFI = {"A": "A1", "B": "A1", "C": "A2", "D": "B1"}
"""The level that each course of Swedish for immigrants ends at."""


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


MARGIN = re.compile(r"^\d{1,3}[.)] +(?=[^\W\d])|(?<=[^\W\d]) ?\*+$")
"""What stands beside a name in its cell and is no part of it: the number of the row, the star of a note."""


def person_name(raw: RawRow, warnings: set[str]) -> tuple[str, int]:
    """(name, protection level) of a person's row, the given name first. A mark in the place of the name is no name. Raises RowBad
    TWO_NAMES where the cell names two people."""
    if split.two_people(str(raw.cells.get("name") or "")):
        raise RowBad("TWO_NAMES", "name")
    name, level = protection.without_mark(free_text(raw, "name", warnings))
    if level:
        warnings.add("PROTECTED")
    if name[:1].isdigit() or name[-1:] == "*":
        name = MARGIN.sub("", name)
    return split.turned(name), max(level, protection_level(raw, warnings))


def protection_level(raw: RawRow, warnings: set[str]) -> int:
    """What the columns about protection say, or a mark in any other text of the row."""
    texts = [v for f, v in raw.cells.items() if isinstance(v, str) and f not in {"name", "protected"}]
    level = protection.marked(texts)
    if (column := raw.cells.get("protected")) is not None:
        level = max(level, protection.level(column))
    if level:
        warnings.add("PROTECTED")
    return level


def said_level(raw: RawRow) -> int:
    """What a row says of protection, whether or not the rest of it can be read."""
    name = raw.cells.get("name")
    named = protection.without_mark(name)[1] if isinstance(name, str) and not long(name) else 0
    return max(named, protection_level(raw, set()))


def number_of(raw: RawRow, known: Known) -> str:
    """The number of a row that is refused, the person's present one; empty where it has none."""
    try:
        found = parse_identity(raw.cells.get("identity"), known.today).number
    except BadIdentity:
        return ""
    return known.renumbered.get(found, found)


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
    code = known.aliases.get(title) or words.EVERYDAY.get(title)
    if code is not None and code in known.titles.values():
        warnings.add("TITLE_ALIAS")
        return code
    raise RowBad("TITLE_UNKNOWN", "occupation")


def day(
    raw: RawRow,
    name: str,
    known: Known,
    warnings: set[str],
    *,
    since: date | None = None,
    until: date | None = None,
    last: bool = False,
) -> date:
    """A date; what a day without a year is, `since`, `until` and `last` tell as in days.py. Raises RowBad DATE_INVALID."""
    value = raw.cells.get(name)
    found, exact = days.day(value, known.today, since=since, until=until, last=last)
    if found is None:
        raise RowBad("DATE_INVALID", name)
    if not exact:
        worked_out(raw, name, found, warnings)
    if serial(value):
        warnings.add("DATE_SERIAL")
    return found


def worked_out(raw: RawRow, name: str, found: date, warnings: set[str]) -> None:
    """Say which day was made of a cell that does not name one in full."""
    warnings.add("VALUE_READ")
    raw.read[name] = found.isoformat()


def born(raw: RawRow, known: Known, warnings: set[str]) -> date | None:
    """A birth date, never after today; None for words. Raises RowBad BIRTH_FUTURE."""
    value = raw.cells.get("born")
    written = said(raw, "born").rstrip("-–+ ")  # as it stands before the last four figures
    said_ = re.sub(r"\D", "", written)
    short = re.fullmatch(r"(\d{2})(\d{2})(\d{2})", said_) if written == said_ else None
    value = written if isinstance(value, str) else value
    try:
        found = parse_date(f"{short[3]}/{short[2]}-{short[1]}" if short else value, known.today, past=True)[0]
    except (ValueError, OverflowError):
        warnings.add("BIRTH_UNKNOWN")
        return None
    if found > known.today:
        raise RowBad("BIRTH_FUTURE", "born")
    return found


def amount(raw: RawRow, name: str, known: Known, warnings: set[str], state: Checker) -> int:
    """An amount in öre. A lone point or comma before three digits is what the column says it is, or what somebody has
    answered; else it is taken for a sign between thousands, said, and left to be asked. Raises ValueError, also for more than
    a bank can keep, and OverflowError."""
    found = _amount(raw, name, known, warnings, state)
    if abs(found) > HIGHEST_AMOUNT:
        raise ValueError(raw.cells[name])
    return found


def _amount(raw: RawRow, name: str, known: Known, warnings: set[str], state: Checker) -> int:
    value = raw.cells[name]
    sign = lone_sign(value)
    if not sign:
        return parse_amount(value)
    parts = known.answers.get((name, sign), state.thousands.get((name, sign)))
    if parts is None:
        warnings.add("AMOUNT_GROUPED")
    return parse_amount(value, thousands=parts is not False)


def split_days(raw: RawRow, first: str, last: str, known: Known, warnings: set[str]) -> RawRow:
    """The row with the two days of one cell each in its own field, where the other is empty or says the same day."""
    for name, other in ((first, last), (last, first)):
        found = days.two_days(raw.cells.get(name), known.today)
        if found is None:
            continue
        taken = dict(zip((first, last), found, strict=True))
        if not empty(raw.cells.get(other)) and days.day(raw.cells[other], known.today)[0] != taken[other]:
            continue
        for field, one in taken.items():
            worked_out(raw, field, one, warnings)
        return replace(raw, cells={**raw.cells, **taken})
    return raw


def is_open(raw: RawRow, name: str) -> bool:
    """Whether a cell says that there is no last day, in words or by the far end of time, as other systems write it."""
    return fold(said(raw, name)) in OPEN_END or means_no_end(raw.cells.get(name))


def last_day(raw: RawRow, name: str, known: Known, warnings: set[str], since: date) -> date | None:
    """The last day of what began on `since`, or None where there is none or nothing is said. Raises RowBad DATE_INVALID."""
    if empty(raw.cells.get(name)) or fold(said(raw, name)).strip(" .") in NO_END:
        warnings.add("END_MISSING")
        return None
    if is_open(raw, name):
        warnings.add("END_OPEN")
        return None
    return day(raw, name, known, warnings, since=since, last=True)


def serial(value: object) -> bool:
    """True where a date stood as an Excel serial number."""
    try:
        return parse_date(value)[1]
    except (ValueError, OverflowError):
        return False


def looks_like_day(written: str) -> bool:
    """True for what is written as a full date and is none ("2026-13-01", "31/11/2026"): a slip, no words."""
    parts = re.split(r"[-/. ]", written)
    return bool(re.fullmatch(r"\d{8}", written)) or (
        len(parts) == 3 and all(re.fullmatch(r"\d{1,4}", p) for p in parts)
    )


def soft_day(raw: RawRow, name: str, known: Known, warnings: set[str]) -> date | None:
    """A date that may be missing or be words ("omgående", "hösten 2027"): None with a warning. A slip in a date is refused."""
    try:
        return day(raw, name, known, warnings)
    except RowBad:
        if looks_like_day(said(raw, name)):
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
    if course := words.sfi(written):
        warnings.add("LANGUAGE_ALIAS")
        return SFI[course]
    found = words.level(written)
    if found is None or (not found and written.upper() not in LANGUAGE_LEVELS):
        warnings.add("LANGUAGE_UNKNOWN")
    elif found != written.upper():
        warnings.add("LANGUAGE_ALIAS")
    return found


GENDERS = {
    **dict.fromkeys(("kvinna", "k", "kv", "kvinnlig", "kvinnligt", "woman", "female", "f", "w"), "woman"),
    **dict.fromkeys(("man", "m", "manlig", "manligt", "male"), "man"),
}


def gender(raw: RawRow, warnings: set[str]) -> str:
    """woman or man; empty for any other word, which is said and not kept."""
    if raw.cells.get("gender") is None:
        return ""
    word = fold(said(raw, "gender")).strip(" .-–?")
    if word and word not in GENDERS:
        warnings.add("GENDER_UNKNOWN")
    return GENDERS.get(word, "")
