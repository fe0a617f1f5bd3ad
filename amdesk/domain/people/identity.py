"""Swedish personal identity numbers (personnummer) and coordination numbers (samordningsnummer).

Own module since both libraries on PyPI refuse valid coordination numbers: those with month 00 or
day 60, which the Tax Agency issues when month or day of birth is unknown.
Source: folkbokforingslagen (1991:481) 18 and 18 a §§, lag (2022:1697) om samordningsnummer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from amdesk.domain.values import DASHES, squash

SHAPE = re.compile(r"(\d{2})?(\d{2})(\d{2})(\d{2})([-+]?)(\d{3})(\d)")
TEMPORARY = re.compile(r"\d{6,8}[-+]?[A-Za-z]\w{3}")


class BadIdentity(ValueError):
    """`code` is one of the import codes PNR_MISSING, PNR_TEMPORARY, PNR_FORMAT, PNR_DATE,
    PNR_BIRTH_NUMBER and PNR_CHECKSUM, tried in that order."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Identity:
    """A checked number: `number` has twelve digits; `born` is None where month or day is unknown."""

    number: str
    born: date | None
    sort_date: date
    coordination: bool
    padded: bool

    @property
    def partial(self) -> bool:
        return self.born is None

    @property
    def gender(self) -> str:
        """Derived from the ninth digit of the ten: odd is a man, even a woman."""
        return "man" if int(self.number[10]) % 2 else "woman"

    @property
    def test_number(self) -> bool:
        """The Tax Agency's numbers for test environments carry the birth numbers 238 and 239."""
        return self.number[8:11] in {"238", "239"}


ONCE = {str(n): n for n in range(10)}
TWICE = {str(n): 2 * n - 9 * (n > 4) for n in range(10)}
"""A digit doubled, and the digits of that added."""


def check_digit(nine: str) -> int:
    """Luhn digit of nine digits YYMMDDNNN, weights 2, 1, 2 ... from the left. The century takes no part."""
    return -(sum(map(TWICE.__getitem__, nine[::2])) + sum(map(ONCE.__getitem__, nine[1::2]))) % 10


def parse_identity(value: object, today: date) -> Identity:
    """Read a number as people and spreadsheets write it.

    Ten digits mean the latest date not after `today`, a hundred years earlier with a plus sign; nobody is born after it. A number
    in a numeric cell has lost its leading zeros and is padded to ten digits; a short text is not.
    Raises BadIdentity.
    """
    if type(value) is str and len(value) == 12 and value.isdecimal() and value.isascii():  # as systems write it
        return _judged(value[:2], value[2:4], value[4:6], value[6:8], value[8:], today, old=False, padded=False)
    padded = False
    said = value if isinstance(value, str) and value.isalnum() else "" if value is None else squash(value)
    if said == "":
        raise BadIdentity("PNR_MISSING")
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not abs(value) < 10**15:  # nothing that a spreadsheet holds as a whole number; neither is infinity
            raise BadIdentity("PNR_FORMAT")
        digits = str(int(value))
        padded = len(digits) < 10
        written = digits.zfill(10)
    else:
        written = _tidy(said)
    if TEMPORARY.fullmatch(written):
        raise BadIdentity("PNR_TEMPORARY")
    match = SHAPE.fullmatch(written)
    if match is None or not written.isascii():
        raise BadIdentity("PNR_FORMAT")
    century, yy, mm, dd, sign, birth, check = match.groups()
    return _judged(century, yy, mm, dd, birth + check, today, old=sign == "+", padded=padded)


@lru_cache(16)
def _judged(
    century: str | None, yy: str, mm: str, dd: str, last: str, today: date, *, old: bool, padded: bool
) -> Identity:
    """The parts of a number; a row of a list asks about its own several times."""
    birth, check = last[:3], last[3]
    coordination = int(dd) >= 60
    day = int(dd) - 60 if coordination else int(dd)
    partial = coordination and (int(mm) == 0 or day == 0)
    if partial and int(mm) > 12:
        raise BadIdentity("PNR_DATE")
    try:  # only a coordination number may leave month or day unknown
        stand_in = _date_of(century, yy, int(mm) or int(partial), day or int(partial), old, today)
    except ValueError:
        raise BadIdentity("PNR_DATE") from None
    if birth == "000":
        raise BadIdentity("PNR_BIRTH_NUMBER")
    if check_digit(f"{yy}{mm}{dd}{birth}") != int(check):
        raise BadIdentity("PNR_CHECKSUM")
    number = f"{stand_in.year:04d}{mm}{dd}{birth}{check}"
    return Identity(number, None if partial else stand_in, stand_in, coordination, padded)


def _tidy(said: str) -> str:
    """A number with the signs between its parts that people and other systems put there, as it is written here."""
    if said.isdecimal() and said.isascii():
        return said
    plain = re.sub(r"^se(?=\d)|\.0$", "", DASHES.sub("-", said).strip("'`´,;"), flags=re.IGNORECASE).replace(" ", "")
    if m := re.fullmatch(r"(\d{4})[-./](\d{2})[-./](\d{2})[-./]?(\d{4})", plain):
        return "".join(m.groups())
    return re.sub(r"^(\d{6}|\d{8})[./](?=\d{4}$)", r"\1-", plain)


def _date_of(century: str | None, yy: str, month: int, day: int, old: bool, today: date) -> date:
    if century:
        found = date(int(century + yy), month, day)
        if found > today:
            raise ValueError(found)
        return found
    year = today.year // 100 * 100 + int(yy)
    if date(year, month, day) > today:
        year -= 100
    if old:
        year -= 100
    return date(year, month, day)


def is_coordination(number: str) -> bool:
    """True for a coordination number, of twelve digits: 60 is added to its day."""
    return number[6:8] >= "60"


def masked(number: str | None) -> str:
    """The number as lists show it: 860412-••••."""
    return f"{number[2:8]}-••••" if number else ""


def written(number: str | None) -> str:
    """The number as a person writes it: 19860412-1234."""
    return f"{number[:8]}-{number[8:]}" if number else ""


def age_on(born: date, day: date) -> int:
    """Whole years of age."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
