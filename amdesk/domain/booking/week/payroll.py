"""What goes to the payroll office of a month: the columns that the unit has chosen, under its own headings, and each one's value."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from amdesk.domain.booking.week.hours import DAY_KINDS, NotedDay, Terms
from amdesk.domain.errors import Refused
from amdesk.domain.people.masked import Masked
from amdesk.domain.texts import N_, Text, plural, text
from amdesk.domain.values import Cell, fold

PAYROLL_COLUMNS = {
    "number": Text(N_("Number")),
    "name": Text(N_("Participant")),
    "employment": Text(N_("Employment")),
    "placement": Text(N_("Placement")),
    "month": Text(N_("Month")),
    "from": Text(N_("From")),
    "to": Text(N_("To")),
    "agreed": Text(N_("Hours agreed")),
    "attended": Text(N_("Hours present")),
    "unknown": Text(N_("Days not noted")),
    "changed": Text(N_("Changed since it was sent")),
    **{f"{code}_days": text(N_("Days: {kind}"), kind=Text(kind.label)) for code, kind in DAY_KINDS.items()},
    **{f"{code}_hours": text(N_("Hours: {kind}"), kind=Text(kind.label)) for code, kind in DAY_KINDS.items()},
}
"""What may stand in the file by name, with the heading where the unit says no other. Hours of an absence are those that were
agreed and not worked."""


class PayrollColumn(NamedTuple):
    """A column by name, and the unit's own heading; "" for the usual one."""

    name: str
    heading: str


USUAL_COLUMNS = tuple(
    PayrollColumn(name, "")
    for name in PAYROLL_COLUMNS
    if name not in {"placement", "from", "to", "present_hours", "changed"}
)


def read_columns(said: str, usual: Mapping[str, Collection[str]] | None = None) -> tuple[PayrollColumn, ...]:
    """The columns of "number=Anst.nr; sick_hours=Sjuk tim; month", in that order; the usual ones of nothing. Raises Refused
    (COLUMN) for a name that there is not, or where none is named, (TWICE) for a name or a heading that is there twice. `usual` has
    by column what heads it where the unit says nothing, in every language that the file may be in."""
    parts = [part.partition("=") for part in said.split(";") if part.strip()]
    found = [PayrollColumn(name.strip().lower(), heading.strip()) for name, _, heading in parts]
    known = ", ".join(PAYROLL_COLUMNS)
    if said.strip() and not found:
        raise Refused(
            text(N_("{said} names no column. Write some of {known}."), said=said.strip(), known=known), "COLUMN"
        )
    for one in found:
        if one.name not in PAYROLL_COLUMNS:
            raise Refused(
                text(N_("There is no column {name}. Write some of {known}."), name=one.name, known=known), "COLUMN"
            )
    if twice := _twice([[c.name] for c in found]) or _twice(
        [[c.heading] if c.heading else list((usual or {}).get(c.name, ())) for c in found]
    ):
        raise Refused(text(N_("{name} stands there twice. Say each column once."), name=twice), "TWICE")
    return tuple(found) or USUAL_COLUMNS


def _twice(columns: Sequence[Sequence[str]]) -> str:
    """A word of one column that another has too, however it is written; "" where there is none."""
    seen: set[str] = set()
    for words in columns:
        mine = {fold(w): w for w in words}
        if both := sorted(seen & set(mine)):
            return mine[both[0]]
        seen |= set(mine)
    return ""


def written_columns(columns: Sequence[PayrollColumn]) -> str:
    """As `read_columns` reads it. Raises Refused (SEMICOLON) for a heading that it would read as two columns."""
    if wrong := next((c.heading for c in columns if ";" in c.heading), ""):
        raise Refused(text(N_("{name}: a heading cannot hold a semicolon."), name=wrong), "SEMICOLON")
    return "; ".join(f"{c.name}={c.heading}" if c.heading else c.name for c in columns)


def said_in_file(value: Cell) -> Cell:
    """A value as text has it in the file: hours with two decimals and a decimal comma."""
    return f"{value:.2f}".replace(".", ",") if isinstance(value, float) else value


class PayrollLine(NamedTuple):
    """One employment's days of a month that have been: minutes agreed and present, and by code days and minutes."""

    participant: Masked
    number: str
    employment: str
    placement: Masked
    first: date
    last: date
    agreed: int
    attended: int
    unknown: int
    days: Mapping[str, int]
    minutes: Mapping[str, int]
    changed: bool = False
    """Whether the month was sent before, and this line is not as it was sent then."""

    def value(self, name: str) -> Cell:
        """What stands in a column of PAYROLL_COLUMNS; hours with two decimals."""
        code, _, unit = name.rpartition("_")
        if code:
            return self.days.get(code, 0) if unit == "days" else _hours(self.minutes.get(code, 0))
        values: dict[str, Cell] = {
            "number": self.number,
            "name": self.participant.seen,
            "employment": self.employment,
            "placement": self.placement.seen,
            "month": f"{self.first:%Y-%m}",
            "from": self.first,
            "to": self.last,
            "agreed": _hours(self.agreed),
            "attended": _hours(self.attended),
            "unknown": self.unknown,
            "changed": "x" if self.changed else None,
        }
        return values[name]

    @property
    def mark(self) -> str:
        """By which it is seen whether the line is as it was sent, and nothing else of anybody."""
        days = [self.employment, self.first, self.last, self.agreed, self.attended, self.unknown]
        said = json.dumps([*days, sorted(self.days.items()), sorted(self.minutes.items())], default=str)
        return hashlib.sha256(said.encode()).hexdigest()[:16]


class PayrollSent(NamedTuple):
    """That the whole of a month was sent: the day on which it was last, and the marks of its lines."""

    day: date
    marks: frozenset[str]


def read_sent(kept: str) -> PayrollSent | None:
    """As the setting has it; None of a month that was not sent."""
    if not kept:
        return None
    day, *marks = kept.split()
    return PayrollSent(date.fromisoformat(day), frozenset(marks))


def written_sent(sent: PayrollSent) -> str:
    return " ".join([str(sent.day), *sorted(sent.marks)])


def sent_text(day: date, changed: Sequence[Masked]) -> Text:
    """What payroll has to be told of a month that it got before: whose lines are others now."""
    if not changed:
        return text(N_("The month was sent on {day}, and nothing has changed since."), day=day)
    names = Text(", ".join(f"{{name{i}}}" for i in range(len(changed))), {f"name{i}": n for i, n in enumerate(changed)})
    return plural(
        "The month was sent on {day}. {count} line has changed since: {names}",
        "The month was sent on {day}. {count} lines have changed since: {names}",
        len(changed),
        day=day,
        count=len(changed),
        names=names,
    )


class MonthSum(NamedTuple):
    """What days come to, as a PayrollLine says it."""

    agreed: int
    attended: int
    unknown: int
    days: Mapping[str, int]
    minutes: Mapping[str, int]


def month_sum(terms: Terms, noted: Mapping[date, NotedDay], first: date, last: date) -> MonthSum:
    """The days from one to another, all of which have been."""
    hours, unknown, attended = terms.between(first, last), 0, 0
    days: dict[str, int] = {}
    minutes: dict[str, int] = {}
    for i, agreed in enumerate(hours):
        one = noted.get(first + timedelta(i))
        if one is None:
            unknown += agreed > 0
            continue
        attended += one.present
        days[one.code] = days.get(one.code, 0) + 1
        took = one.present if one.code == "present" else max(0, agreed - one.present)
        minutes[one.code] = minutes.get(one.code, 0) + took
    return MonthSum(sum(hours), attended, unknown, days, minutes)


def _hours(minutes: int) -> float:
    return round(minutes / 60, 2)
