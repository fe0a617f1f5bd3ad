"""How text, dates, numbers and yes or no are written in the city's files and typed by its people."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from amdesk.domain.clock import FAR
from amdesk.domain.texts import N_

Cell = str | int | float | date | time | timedelta | None
"""What a cell of a spreadsheet holds; bool is an int and datetime a date."""


class JoinedCell(str):
    """What is seen in a cell that somebody has joined with the one before or above it (merged cells): the file keeps it in that one
    alone, and whether it was meant for both nobody can tell."""

    __slots__ = ()


JOINED = N_(
    "The cell is joined with another, and whether what stands there is meant for both cannot be known. Write it in a cell of its own."
)


def own_cell(cell: Cell) -> Cell:
    """What stands in a cell by itself. Raises ValueError for one that is joined with another."""
    if isinstance(cell, JoinedCell):
        raise ValueError(cell)  # noqa: TRY004 - as for any other words that are none
    return cell


QUOTED = 30
"""Characters that are quoted of a cell of which nothing could be made."""


def seen_cell(cell: Cell) -> str | date:
    """A cell as it is quoted to whoever wrote it: what a spreadsheet has made a day of is a day, and not the midnight it begins with."""
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date()
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return cell
    said = str(cell).upper() if isinstance(cell, bool) else str(cell)  # as a spreadsheet has it
    return said if len(said) <= QUOTED else said[: QUOTED - 1] + "…"


MOST_JOINED = 10_000
"""Cells joined into one beyond which nobody meant them: whole rows and columns of a sheet are a million."""


def joined_cells(found: dict[tuple[int, int], Cell], first: tuple[int, int], last: tuple[int, int]) -> None:
    """Put into a sheet's cells, by row and column, what is seen in those from `first` to `last` that somebody has joined."""
    said = found.get(first)
    if said is None or (last[0] - first[0] + 1) * (last[1] - first[1] + 1) > MOST_JOINED:
        return
    for row in range(first[0], last[0] + 1):
        for column in range(first[1], last[1] + 1):
            if (row, column) != first:
                found[row, column] = JoinedCell(said)


MONTHS_SV = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
MONTHS_EN = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MONTHS = {
    said: i
    for names in (MONTHS_SV, MONTHS_EN)
    for i, name in enumerate(names, 1)
    for said in (name, name[:3], name[:4])
}
"""Months by their Swedish and English names and the first three and four letters of each ("sept", "febr"): no two languages mean two months by
one."""
YES = {"ja", "j", "x", "yes", "y", "true", "sant", "1"}
NO = {"nej", "n", "no", "false", "falskt", "0", ""}
FORMULA_MARKS = ("=", "+", "-", "@")
RISKY = (*FORMULA_MARKS, "\t", "\r")
UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML may hold (XML 1.0, 2.2), so that no Excel file and no tagged PDF can be made of a text with one."""
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
"""A written day before or after these is a slip: no bank holds it, and no other day can be counted from it."""
LETTER_ORDER = str.maketrans({"å": "zzzz1", "ä": "zzzz2", "æ": "zzzz2", "ö": "zzzz3", "ø": "zzzz3", "ü": "y"})


TURNS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
"""Marks that turn words round: a text with one is read otherwise than it was typed."""


def printable(said: str) -> str:
    """Text without control characters; what breaks lines or columns stays."""
    return UNWRITABLE.sub("", said.replace("\v", "\n").replace("\f", "\n"))


def visible(said: str, keep: str = "\n") -> str:
    """Text without what nobody sees and what turns words round: marks of direction, joiners and control characters but `keep`."""
    hidden = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    return "".join(c for c in said if c in keep or unicodedata.category(c) not in hidden)


def squash(value: object) -> str:
    """Text after NFC, without control characters, with all white space, no-break and zero-width spaces too, collapsed and trimmed."""
    if type(value) is str and value.isprintable() and "  " not in value and unicodedata.is_normalized("NFC", value):
        return value.strip(" ")  # as most cells are; a list asks it of each of them a dozen times
    plain = printable(unicodedata.normalize("NFC", str(value))).replace("\u200b", "").replace("\ufeff", "")
    return re.sub(r"\s+", " ", plain).strip()


def fold(value: object) -> str:
    """Text for comparing: squashed and case folded."""
    return squash(value).casefold()


def sort_key(name: str) -> str:
    """A key whose binary order is the Swedish alphabet: å, ä, ö last, other accents as their letter."""
    moved = squash(name).lower().translate(LETTER_ORDER)
    if moved.isascii():
        return moved
    plain = unicodedata.normalize("NFD", moved)
    return "".join(ch for ch in plain if not unicodedata.combining(ch))


LONGEST_DAY = 80
"""Characters; a longer text is none that says a day, and is not looked into."""
DASHES = re.compile(r"\s*[‐‑–—−]\s*")
DAY_FIRST = re.compile(r"(\d{1,2})(?:\s?[/.]\s?(\d{1,2})(?:\s?[-/.]\s?|\s)|-(\d{1,2})-)'?(\d{4}|\d{2})")
YEAR_FIRST = re.compile(
    r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|\s(\d{2})\s(\d{2}))"
    r"(?:(?:t| |, ?)(?:kl\.? ?)?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d{1,9})?)?(?:z|[+-]\d{2}:?\d{2})?)?"
)
WEEKDAY = r"(?:mån|tis|ons|tors?|fre|lör|sön)(?:dag|d)?|(?:mon|tues?|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day)?"
DAY_NAMED = re.compile(
    rf"(?:(?:{WEEKDAY})\.?,? )?(?:den )?(\d{{1,2}})(?::[ae]|st|nd|rd|th)?[ -]([a-zåäö]+)\.?,?[ -]{{1,3}}'?(\d{{4}}|\d{{2}})"
)
MONTH_NAMED = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
SHORT = re.compile(r"(\d{2})-(\d{2})-(\d{2})")


def parse_date(value: object, today: date | None = None, *, past: bool = False) -> tuple[date, bool]:
    """Read a calendar date; the flag is true where it was an Excel serial number.

    Takes Excel dates, yyyy-mm-dd (also with / . or a time), yyyymmdd, d/m yyyy and d/m-yy (day first), "1 mars 2026",
    "tisdag den 1:a mars 2026", "1-dec-26", "Mar 1, 2026" and serials 40000-60000. A year of two digits is the nearest to
    `today`, or with `past` the latest that is not after it; "26-12-01" is read as what lies nearest, and not at all
    where both ways do. Raises ValueError, also for a day that cannot be meant.
    """
    day, serial = _written_day(value, today, past=past)
    return within_reach(day), serial


def within_reach(day: date) -> date:
    """A day that somebody wrote. Raises ValueError where it cannot be meant: before 1900 or after 2199."""
    if not EARLIEST <= day <= LATEST:
        raise ValueError(day)
    return day


def means_no_end(value: object) -> bool:
    """True for a written day of the year 9999, by which other systems say that there is no last day."""
    try:
        return _written_day(value, None, past=False)[0].year == FAR.year
    except (ValueError, OverflowError):
        return False


def _written_day(value: object, today: date | None, *, past: bool) -> tuple[date, bool]:
    if isinstance(value, datetime):
        return value.date(), False
    if isinstance(value, date):
        return value, False
    if isinstance(value, int | float) and not isinstance(value, bool) and 40000 < value < 60000:
        return date(1899, 12, 30) + timedelta(int(value)), True
    said = fold(int(value) if isinstance(value, float) and value.is_integer() else value)
    if len(said) > LONGEST_DAY:
        raise ValueError(said)
    said = DASHES.sub("-", said)
    if (m := YEAR_FIRST.fullmatch(said)) or (m := re.fullmatch(r"(\d{4})()(\d{2})(\d{2})", said)):
        year, month, day = [int(g) for g in m.groups() if g and g.isdigit()]
        return date(year, month, day), False
    if m := SHORT.fullmatch(said):
        return _short(m[1], m[2], m[3], today, past), False
    if m := DAY_FIRST.fullmatch(said):
        return _of_year(m[4], int(m[2] or m[3]), int(m[1]), today, past), False
    if (m := DAY_NAMED.fullmatch(said)) and m[2] in MONTHS:
        return _of_year(m[3], MONTHS[m[2]], int(m[1]), today, past), False
    if (m := MONTH_NAMED.fullmatch(said)) and m[1][:3] in MONTHS:
        return date(int(m[3]), MONTHS[m[1][:3]], int(m[2])), False
    if (m := re.fullmatch(r"\d{5}", said)) and 40000 < int(said) < 60000:
        return date(1899, 12, 30) + timedelta(int(said)), True
    raise ValueError(said)


def _of_year(year: str, month: int, day: int, today: date | None, past: bool) -> date:
    """A day of a year of four digits or two."""
    if len(year) == 4:
        return date(int(year), month, day)
    found = date(2000 + int(year), month, day)
    late = today and (found > today if past else found.year > today.year + 50)
    return date(1900 + int(year), month, day) if late else found


def _short(one: str, two: str, three: str, today: date | None, past: bool) -> date:
    """ "26-12-01" and "01-12-26": the year first or the day, whichever gives a day near today."""
    found = []
    for year, day in ((one, three), (three, one)):
        with suppress(ValueError):
            found.append(_of_year(year, int(two), int(day), today, past))
    if len(set(found)) == 1:
        return found[0]
    if not found or past or not today:
        raise ValueError(one)
    near, far = sorted(found, key=lambda d: abs((d - today).days))
    if abs((far - today).days) - abs((near - today).days) < 5 * 365:
        raise ValueError(one)
    return near


def parse_typed_date(said: str, today: date, base: date | None = None) -> date:
    """Read a date as a hurried person types it: 7/12, idag, imorgon, v50, +6m, +2v, or any full date.

    `base` is what +6m counts from (today where None). Raises ValueError, also for a day that cannot be meant.
    """
    return within_reach(_typed_day(said, today, base or today))


def _typed_day(said: str, today: date, start: date) -> date:
    word = fold(said)
    if word in {"idag", "today", "nu"}:
        return today
    if word in {"imorgon", "i morgon", "tomorrow"}:
        return today + timedelta(1)
    if m := re.fullmatch(r"\+(\d{1,3})\s*(d|v|w|m|å|y)\w*", word):
        n = int(m[1])
        days = {"d": 1, "v": 7, "w": 7}
        return start + timedelta(n * days[m[2]]) if m[2] in days else add_months(start, n * (1 if m[2] == "m" else 12))
    if m := re.fullmatch(r"v\.?\s*(\d{1,2})", word):
        week = date.fromisocalendar(today.isocalendar().year, int(m[1]), 1)
        return (
            week if week >= today - timedelta(7) else date.fromisocalendar(today.isocalendar().year + 1, int(m[1]), 1)
        )
    if m := re.fullmatch(r"(\d{1,2})/(\d{1,2})", word):
        day = date(today.year, int(m[2]), int(m[1]))
        return day if day >= today - timedelta(31) else date(today.year + 1, int(m[2]), int(m[1]))
    if (m := re.fullmatch(r"(\d{1,2}) ([a-zåäö]+)", word)) and m[2] in MONTHS:
        day = date(today.year, MONTHS[m[2]], int(m[1]))
        return day if day >= today - timedelta(31) else date(today.year + 1, MONTHS[m[2]], int(m[1]))
    return parse_date(word)[0]


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the month's last day where that day does not exist; FAR where time ends."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year >= FAR.year:
        return FAR
    first_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (first_next - timedelta(1)).day))


NO_DIGIT = re.compile(r"\D+")
SWEDEN = re.compile(r"^(?:00)?460?(?=[1-9]\d{6,9}$)")


def phone_key(said: str) -> str:
    """A phone for comparing: 070-174 06 05, +46 70 174 06 05 and 0046 (0)70 1740605 are one."""
    digits = NO_DIGIT.sub("", said)
    return SWEDEN.sub("0", digits)


def case_key(said: str | None) -> str:
    """A case number for comparing: "AMF 2026/12" and "amf2026-12" are one; empty where there is none."""
    return re.sub(r"[\W_]", "", fold(said or ""))


LEAST_PARTED = 5
"""Percent below which a number with decimals is a share of the whole, written out of its bounds."""


def parse_extent(value: object) -> int:
    """Extent in percent, 1-100, from 0.75, 75, "75 %" or "0,75". Raises ValueError, also for 1.5: among shares that is more than
    the whole, and nobody works one and a half percent."""
    if value is None or isinstance(value, bool):
        raise ValueError(value)
    said = squash(value)
    number = float(said.replace("%", "").replace(" ", "").replace(",", "."))
    if 1 < number < LEAST_PARTED and number % 1 and "%" not in said:
        raise ValueError(value)
    percent = number * 100 if number <= 1 else number
    if not 0 < percent <= 100 or percent != percent:  # noqa: PLR0124 - NaN is what differs from itself
        raise ValueError(value)
    return max(1, int(percent + 0.5))


HIGHEST_AMOUNT = 2_000_000_000
"""Öre: twenty million kronor. what both banks can keep in a column, far above any pay, payment or subsidy of a month."""


def parse_amount(value: object, *, thousands: bool = True) -> int:
    """An amount of money in öre from "8 450,00", "7.050,00", "8.450", "4 100:-", "(500)" or a number. Raises ValueError.

    One point or comma before exactly three digits parts thousands, or with `thousands` false decimals: few files of money
    have three of them.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not abs(value) < 10**12:
            raise ValueError(value)
        return round(value * 100)
    said = _figures(value)
    debt = re.fullmatch(r"\((.+)\)|-(.+)|(.+)-", said)
    if not thousands and LONE.fullmatch(said.strip("()-")):
        found = round(float(said.strip("()-").replace(",", ".")) * 100)
        return -found if debt else found
    return -_ore(next(g for g in debt.groups() if g)) if debt else _ore(said)


LONE = re.compile(r"(\d+)([.,])(\d{3})", re.ASCII)
"""An amount in which a lone sign before three digits may part thousands or decimals."""


def _figures(value: object) -> str:
    plain = fold(value).replace("−", "-").replace("–", "-")
    plain = re.sub(r"(?:/| per | i )(?:mån(?:ad|aden)?\.?|month)$", "", plain)
    return re.sub(r"kronor|kr\.?|sek|[:,.]-$|[\s'’]", "", plain)


def _ore(said: str) -> int:
    """Digits with thousands parted by one sign and at most two decimals after another."""
    for thousands, decimal in (("", ","), ("", "."), ("", ":"), (".", ","), (",", "."), (".", ":")):
        whole = rf"[1-9]\d{{0,2}}(?:{re.escape(thousands)}\d{{3}}){{1,3}}" if thousands else r"\d{1,12}"
        if m := re.fullmatch(rf"({whole})(?:{re.escape(decimal)}(\d{{1,2}}))?", said, re.ASCII):
            return int(m[1].replace(thousands, "")) * 100 + int((m[2] or "").ljust(2, "0"))
    raise ValueError(said)


def lone_sign(value: object) -> str:
    """The lone point or comma before exactly three digits of a written amount ("8.450"); empty where there is none."""
    m = LONE.fullmatch(_figures(value).strip("()-")) if isinstance(value, str) else None
    return m[2] if m else ""


def thousands(values: Iterable[object]) -> dict[str, bool | None]:
    """Of a column of written amounts, for "." and ",": whether a lone one before three digits parts thousands. None where
    no amount of the column tells, or some tell otherwise than others."""
    told: dict[str, set[bool]] = {".": set(), ",": set()}
    for said in {_figures(v).strip("()-") for v in values if isinstance(v, str)}:
        signs = re.findall(r"[.,]", said)
        other = {".": ",", ",": "."}
        if len(signs) > 1:
            told[signs[0]].add(True)
        elif signs and re.fullmatch(r"\d+[.,]\d{1,2}", said, re.ASCII):
            told[other[signs[0]]].add(True)
        elif signs and re.fullmatch(r"(?:0|\d{4,})[.,]\d{3}", said, re.ASCII):
            told[signs[0]].add(False)
    if (
        told["."] == told[","]
    ):  # some amounts have points for decimals and some commas: the column has no way of its own
        return {".": None, ",": None}
    return {sign: found.pop() if len(found) == 1 else None for sign, found in told.items()}


def harmless(value: str) -> str:
    """Text a spreadsheet can hold and cannot take for a formula: those that begin as one get an apostrophe first."""
    plain = printable(value)
    return "'" + plain if plain.startswith(RISKY) else plain


CELL = 30_000
"""Characters put into one cell: Excel keeps 32 767 and cuts what is longer without a word."""


def cells_of(said: str) -> list[str]:
    """A long text cut into pieces that each fit one cell of a spreadsheet."""
    return [said[i : i + CELL] for i in range(0, len(said), CELL)]
