"""One catalogue for window, command line, Excel and PDF: gettext for texts, Babel for dates and numbers."""

from __future__ import annotations

import gettext
import locale
import os
import struct
import sys
from bisect import bisect_left
from datetime import date, datetime
from functools import cache, partial
from typing import Protocol

from amdesk import resources
from amdesk.domain.clock import FAR, Clock
from amdesk.domain.people.masked import Masked
from amdesk.domain.texts import N_, AsHours, Text

LANGUAGES = ("sv", "en")
MONTHS = {
    "sv": ("jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
LONG_MONTHS = {
    "sv": ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
}  # fmt: skip
FAR_APART = 300
"""Days from which a month alone may be that of another year."""
DAYS = {
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


class _MoFile(Protocol):
    def read(self) -> bytes: ...


class _Catalogue(gettext.NullTranslations):
    """The texts of a .mo file, each sought when it is asked for: the file lists its msgids in order. gettext's own reader
    makes a table of all of them first, of which the first screen says fifty."""

    def _parse(self, fp: _MoFile) -> None:
        self._file = fp.read()
        _magic, _revision, self._count, self._msgids, self._said = struct.unpack_from("<5I", self._file)
        self._found: dict[str, str] = {}

    def _entry(self, table: int, number: int) -> bytes:
        length, start = struct.unpack_from("<2I", self._file, table + 8 * number)
        return self._file[start : start + length]

    def gettext(self, message: str) -> str:
        """Of an entry with two forms the one that is asked for: a step of the history is stored with the form of its number."""
        found = self._found.get(message)
        if found is None:
            found = self._found[message] = self._seek(message) or self._seek_plural(message) or message
        return found

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Swedish has the plural of English: one thing, and any other number of them."""
        if msgid1 != msgid2:
            return self.gettext(msgid1 if n == 1 else msgid2)
        return self._seek(msgid1, form=0 if n == 1 else 1) or msgid1

    def _seek(self, message: str, form: int = 0) -> str:
        """An entry with two forms has both msgids and both texts, each with a zero byte between."""
        sought = message.encode()
        at = bisect_left(range(self._count), sought, key=partial(self._entry, self._msgids))
        found = self._entry(self._msgids, at) if at < self._count else b""
        if found != sought and not found.startswith(sought + b"\0"):
            return ""
        return self._entry(self._said, at).split(b"\0")[form].decode()

    def _seek_plural(self, message: str) -> str:
        """The msgids lie in the file in their order, so that where a second form stands tells whose it is."""
        sought = b"\0" + message.encode()
        place = self._file.find(sought + b"\0")
        at = bisect_left(range(self._count), place + 1, key=self._end) if place > 0 else self._count
        if at >= self._count or not self._entry(self._msgids, at).endswith(sought):
            return ""
        return self._entry(self._said, at).split(b"\0")[1].decode()

    def _end(self, number: int) -> int:
        """Where a msgid ends in the file."""
        return sum(struct.unpack_from("<2I", self._file, self._msgids + 8 * number))


@cache
def _catalogue(lang: str) -> gettext.NullTranslations:
    path = resources.folder() / "translations" / f"{lang}.mo"
    if lang == "en" or not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        return _Catalogue(file)


SAID_IN = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Where a POSIX system says which language is wanted, the most particular first."""


def system_language() -> str:
    """English where the system speaks English; Swedish where it speaks Swedish, another language or, as under C.UTF-8 and
    POSIX, none. Python is not asked there: it takes C.UTF-8 for American English."""
    if sys.platform == "win32":
        said = [locale.getlocale()[0] or ""]
    else:
        said = [one for name in SAID_IN for one in os.environ.get(name, "").split(":")]
    known = (lang for one in said for lang in LANGUAGES if one[:2].casefold() == lang)
    return next(known, "sv")


TWICE = {"sv": ("till tills vidare", "tills vidare"), "en": ("to until further notice", "until further notice")}
"""What "{first} to {last}" says where the last day is none, and how it is said."""


class Words:
    """Texts, dates and numbers in one language. `today` decides whether a short date carries its year."""

    __slots__ = ("lang", "today")

    def __init__(self, lang: str = "sv", today: date | None = None) -> None:
        self.lang, self.today = lang, today or Clock().today()

    def __call__(self, msgid: str, **params: object) -> str:
        """Translate a msgid and fill it in."""
        return self._filled(_catalogue(self.lang).gettext(msgid) if msgid else "", params)

    def plural(self, one: str, many: str, n: int, **params: object) -> str:
        """Translate what is said of n things, and fill it in."""
        return self._filled(_catalogue(self.lang).ngettext(one, many, n), params)

    def _filled(self, said: str, params: dict[str, object]) -> str:
        found = said.replace(" %", "\u00a0%" if self.lang == "sv" else "%")
        return found.format(**self._shown(params)).replace(*TWICE[self.lang]) if params else found

    def _shown(self, params: dict[str, object]) -> dict[str, str]:
        """Days of one sentence that lie nearly a year apart or more each carry a year: "16 feb to 14 feb" reads backwards."""
        days = {k: v for k, v in params.items() if isinstance(v, date) and v < FAR and v.year < 9999}
        apart = bool(days) and (max(days.values()) - min(days.values())).days >= FAR_APART
        said = {k: self._with_year(v) for k, v in days.items()} if apart else {}
        return {k: said.get(k) or self.show(v) for k, v in params.items()}

    def say(self, sentence: Text) -> str:
        """Render a Text from any layer."""
        return self(sentence.msgid, **sentence.params)

    def show(self, value: object) -> str:
        """A parameter as text: sentences translated, dates short, numbers grouped."""
        if isinstance(value, Text):
            return self.say(value)
        if isinstance(value, Masked):
            return self.say(value.text)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, AsHours):
            return self.hours(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return self.number(value)
        if isinstance(value, float):
            return self.decimal(value)
        return str(value)

    def decimal(self, value: float) -> str:
        """One decimal, with a comma in Swedish and a minus sign that is one."""
        said = f"{value:.1f}".replace("-", "−")
        return said.replace(".", ",") if self.lang == "sv" else said

    def hours(self, minutes: int) -> str:
        """AsHours as hours, with as many decimals as there are and a comma in Swedish: 6, 37,5, 6,25."""
        whole, rest = divmod(minutes, 60)
        part = f"{rest / 60:.2f}".rstrip("0")[1:] if rest else ""
        return self.number(whole) + (part.replace(".", ",") if self.lang == "sv" else part)

    def number(self, value: int) -> str:
        """5 000 with a no-break space in Swedish, 5,000 in English; years are never passed here."""
        return f"{value:,}".replace(",", "\u00a0" if self.lang == "sv" else ",").replace("-", "−")

    def day(self, day: date | None) -> str:
        """7 dec, with the year where it is not the present or the next few months."""
        if day is None:
            return "–"
        if day >= FAR or day.year >= 9999:
            return self("until further notice")
        near = abs((day - self.today).days) < FAR_APART
        return self._short(day) if near or day.year == self.today.year else self._with_year(day)

    def days(self, first: date, last: date) -> str:
        """16–22 nov, and 26 okt–1 nov where they are of two months."""
        same = (first.year, first.month) == (last.year, last.month)
        return f"{first.day if same else self._short(first)}–{self.day(last)}"

    def _short(self, day: date) -> str:
        return f"{day.day} {MONTHS[self.lang][day.month - 1]}"

    def _with_year(self, day: date) -> str:
        return f"{self._short(day)} {day.year}"

    def moment(self, stamp: str | datetime, *, seconds: bool = False) -> str:
        """A moment (as it is stored, UTC and ISO, or with its zone) as the clock on this computer's wall showed it: 2026-11-23 10:41."""
        here = (datetime.fromisoformat(stamp) if isinstance(stamp, str) else stamp).astimezone()
        return f"{here:%Y-%m-%d %H:%M:%S}" if seconds else f"{here:%Y-%m-%d %H:%M}"

    def long_day(self, day: date) -> str:
        """7 december 2026, as documents write it."""
        return f"{day.day} {LONG_MONTHS[self.lang][day.month - 1]} {day.year}"

    def weekday(self, day: date) -> str:
        return DAYS[self.lang][day.weekday()]

    def month(self, month: int) -> str:
        return MONTHS[self.lang][month - 1].removesuffix(".")

    def keys(self, pressed: str) -> str:
        """A shortcut as the keys are called where the language is spoken: Ctrl Skift N."""
        return pressed.replace("Shift", self(N_("Shift")))

    def percent(self, value: int) -> str:
        return f"{value}\u00a0%" if self.lang == "sv" else f"{value}%"
