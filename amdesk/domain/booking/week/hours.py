"""A week of an employment: hours agreed by weekday, what was noted of each day, and what they come to. Hours, never a diagnosis."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Annotated, NamedTuple

from amdesk.domain.errors import Refused
from amdesk.domain.record import Coded, Day, Declared, Line, Named, Whole
from amdesk.domain.texts import N_, AsHours, Text, text

FULL_TIME_WEEK = 2400
"""Minutes of a full-time week where the unit has said nothing else: 40 hours (arbetstidslagen 1982:673 5 §)."""
WHOLE_DAY = 24 * 60
LONGEST_DAY = 13 * 60
"""Minutes of work in a day, as eleven hours of rest in each period of 24 leave them (arbetstidslagen 1982:673 13 §)."""


class DayKind(NamedTuple):
    """What can be said of a day. `lowers`: granted, so that those hours are no longer agreed."""

    letter: str
    label: str
    lowers: bool = False


DAY_KINDS = {
    "present": DayKind("N", N_("present")),
    "sick": DayKind("S", N_("sick")),
    "child": DayKind("V", N_("care of a child")),
    "leave": DayKind("L", N_("leave granted"), lowers=True),
    "holiday": DayKind("M", N_("holiday"), lowers=True),
    "unexcused": DayKind("O", N_("without leave")),
}
"""By code. The letters are the keys, alike in every language."""
AWAY = tuple(code for code in DAY_KINDS if code != "present")
LETTERS = {kind.letter: code for code, kind in DAY_KINDS.items()}
WeekMinutes = tuple[int, int, int, int, int, int, int]
"""Minutes agreed from Monday to Sunday."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedHours:
    """The hours agreed from a day on, until the next agreement of the employment."""

    id: int
    employment_id: int
    from_date: Annotated[date, Declared(N_("From"), Day())]
    week: Annotated[str, Declared(N_("Hours Monday to Sunday"), Line())]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedDay:
    """What was noted of one day of an employment. `present` in minutes."""

    id: int
    participant_id: int
    employment_id: int
    on_date: Annotated[date, Declared(N_("Day"), Day())]
    code: Annotated[str, Declared(N_("Attendance"), Named(tuple((c, k.label) for c, k in DAY_KINDS.items())))]
    present: Annotated[int, Declared(N_("Minutes present"), Whole())]
    noted_by: Annotated[str, Declared(N_("Noted by"), Coded(), typed=False)]


class NotedSum(NamedTuple):
    """What noted days of one month come to: minutes present, days by code, and which days they are, a bit each from the first on."""

    attended: int
    codes: Mapping[str, int]
    days: int


NOTHING_NOTED = NotedSum(0, {}, 0)


class DayCell(NamedTuple):
    """One day of a week: minutes agreed, the code of what was noted ("" of nothing) and minutes present (none where nothing was)."""

    day: date
    agreed: int
    code: str = ""
    present: int | None = None

    @property
    def still_agreed(self) -> int:
        """Granted leave lowers what is agreed by the hours that it took."""
        if self.code and DAY_KINDS[self.code].lowers:
            return min(self.agreed, self.present or 0)
        return self.agreed

    @property
    def part(self) -> bool:
        """Whether somebody was there for some of the hours that were agreed."""
        return bool(self.present) and (self.code != "present" or (self.present or 0) < self.agreed)


class WeekLine(NamedTuple):
    """Seven days from a Monday."""

    monday: date
    days: tuple[DayCell, ...]

    @property
    def attended(self) -> int:
        """Minutes present."""
        return sum(d.present or 0 for d in self.days)

    @property
    def agreed(self) -> int:
        """Minutes that were agreed, less the leave that was granted."""
        return sum(d.still_agreed for d in self.days)

    @property
    def granted(self) -> int:
        """Minutes of leave and holiday that were granted, by which `agreed` is less than what had been agreed before."""
        return sum(d.agreed - d.still_agreed for d in self.days)

    def not_noted(self, today: date) -> int:
        """Days with hours, up to today, of which nothing is known: they count neither as present nor as absent."""
        return sum(d.agreed > 0 and not d.code and d.day <= today for d in self.days)


def usual_week(extent: int) -> WeekMinutes:
    """Where nothing else was agreed: the extent (percent) of a full-time week, alike from Monday to Friday."""
    day = FULL_TIME_WEEK * extent // 500
    return day, day, day, day, day, 0, 0


def read_week(said: str) -> WeekMinutes:
    """Hours of five to seven days from Monday on, "6 6 6 6 4,5" or "6:30 6:30 0 6:30 6:30". Raises Refused for anything else."""
    parts = said.replace(";", " ").replace("/", " ").split()
    minutes = [read_hours(p) for p in parts]
    if not 5 <= len(parts) <= 7 or any(m is None for m in minutes):
        raise Refused(text(N_("Write the hours of each day from Monday on, for instance 6 6 6 6 4,5.")), "WEEK")
    filled = [m or 0 for m in minutes] + [0] * (7 - len(parts))
    if not any(filled):
        raise Refused(text(N_("Write the hours of each day from Monday on, for instance 6 6 6 6 4,5.")), "WEEK")
    return filled[0], filled[1], filled[2], filled[3], filled[4], filled[5], filled[6]


def read_hours(said: str) -> int | None:
    """Minutes of "6", "6,5", "6.5" or "6:30"; None for anything that is no number of hours of a day."""
    if len(said.strip()) > len("24:00"):
        return None  # of no day, and maybe more figures than can be counted with
    whole, colon, rest = said.strip().partition(":")
    if colon:
        ok = whole.isdecimal() and rest.isdecimal() and len(rest) == 2 and int(rest) < 60
        found = int(whole) * 60 + int(rest) if ok else None
    else:
        number, _, decimals = said.strip().replace(",", ".").partition(".")
        ok = number.isdecimal() and (decimals.isdecimal() or not decimals) and len(decimals) <= 2
        found = round(float(f"{number}.{decimals or 0}") * 60) if ok else None
    return found if found is not None and found <= WHOLE_DAY else None


def written_week(week: WeekMinutes) -> str:
    """As the bank keeps it: minutes parted by blanks."""
    return " ".join(map(str, week))


@lru_cache(256)
def kept_week(said: str) -> WeekMinutes:
    """What `written_week` wrote."""
    mon, tue, wed, thu, fri, sat, sun = map(int, said.split())
    return mon, tue, wed, thu, fri, sat, sun


def week_said(week: WeekMinutes) -> Text:
    """The hours of a week, and of its days from Monday on."""
    of_days = {f"day{n}": AsHours(m) for n, m in enumerate(week if any(week[5:]) else week[:5])}
    days = Text(" ".join(f"{{{name}}}" for name in of_days), of_days)
    return text(N_("{hours} h a week ({days})"), hours=AsHours(sum(week)), days=days)


def hours_said(minutes: int) -> str:
    """Minutes as hours with at most two decimals: "6", "6.5"."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


def agreed_week(day: date, usual: WeekMinutes, agreements: Sequence[AgreedHours]) -> WeekMinutes:
    """The hours by weekday that are in force on a day: of the latest agreement that had begun, else the usual ones."""
    begun = [a for a in agreements if a.from_date <= day] if agreements else ()
    return kept_week(max(begun, key=lambda a: (a.from_date, a.id)).week) if begun else usual


def agreed_on(day: date, usual: WeekMinutes, agreements: Sequence[AgreedHours], red: Collection[date] = ()) -> int:
    """Minutes agreed on a day: of the latest agreement that had begun, else the usual ones; none on a public holiday."""
    minutes = agreed_week(day, usual, agreements)[day.weekday()]
    return 0 if minutes and day in red else minutes


def monday_of(day: date) -> date:
    return day - timedelta(day.weekday())


class Terms(NamedTuple):
    """What says which hours are agreed: the employment's days, its usual week, agreements of its own, and public holidays."""

    first: date
    last: date | None
    usual: WeekMinutes
    agreements: Sequence[AgreedHours]
    red: Collection[date] = ()

    def covers(self, day: date) -> bool:
        """Whether it is a day of the employment."""
        return self.first <= day and (self.last is None or day <= self.last)

    def agreed(self, day: date) -> int:
        if not self.covers(day):
            return 0
        return agreed_on(day, self.usual, self.agreements, self.red)

    def between(self, first: date, last: date) -> list[int]:
        """The minutes agreed of every day from one to another: as `agreed` says of each, in one walk."""
        ahead = sorted(self.agreements, key=lambda a: (a.from_date, a.id), reverse=True)
        week, out = self.usual, []
        for i in range((last - first).days + 1):
            day = first + timedelta(i)
            while ahead and ahead[-1].from_date <= day:
                week = kept_week(ahead.pop().week)
            minutes = week[day.weekday()]
            out.append(minutes if minutes and self.covers(day) and day not in self.red else 0)
        return out


def week_of(monday: date, terms: Terms, noted: Mapping[date, NotedDay]) -> WeekLine:
    """The week that begins with that Monday."""
    return WeekLine(monday, tuple(_cell(monday + timedelta(i), terms, noted) for i in range(7)))


def joined(weeks: Sequence[tuple[Terms, WeekLine]]) -> WeekLine:
    """One week of several employments, the latest first: each day is the latest one's that covers it, else that which has
    something noted of it."""

    def of_day(i: int) -> DayCell:
        covered = [line.days[i] for terms, line in weeks if terms.covers(line.days[i].day)]
        noted = [line.days[i] for _, line in weeks if line.days[i].code]
        return [*covered, *noted, weeks[0][1].days[i]][0]

    return WeekLine(weeks[0][1].monday, (of_day(0), of_day(1), of_day(2), of_day(3), of_day(4), of_day(5), of_day(6)))


def granted_said(weeks: Sequence[WeekLine]) -> Text | None:
    """Which hours agreed are meant, where the sums of weeks are less than what payroll and the activity plan say of the same days."""
    found = [w for w in weeks if w.granted]
    if not found:
        return None
    return text(
        N_("{here} h agreed here, {all} h in payroll and activity plan: leave that was granted is taken off here."),
        here=AsHours(sum(w.agreed for w in found)),
        all=AsHours(sum(w.agreed + w.granted for w in found)),
    )


def _cell(day: date, terms: Terms, noted: Mapping[date, NotedDay]) -> DayCell:
    one = noted.get(day)
    return DayCell(day, terms.agreed(day), one.code if one else "", one.present if one else None)


class DayWish(NamedTuple):
    """What is to be noted of a day: the code, and minutes present where the day was not all or nothing."""

    code: str
    present: int | None = None


def minutes_present(wish: DayWish, agreed: int) -> int:
    """Minutes present of a day. Raises Refused for hours that cannot be, and for a whole day that nobody had agreed on."""
    if wish.code not in DAY_KINDS:
        raise Refused(
            text(
                N_("There is no attendance {code}. Write one of {codes}."), code=wish.code, codes=", ".join(DAY_KINDS)
            ),
            "CODE",
        )
    if wish.present is None:
        if wish.code == "present" and not agreed:
            raise Refused(text(N_("No hours are agreed on that day. Say how many hours it was.")), "NO_HOURS")
        return agreed if wish.code == "present" else 0
    if not 0 <= wish.present <= WHOLE_DAY:
        raise Refused(text(N_("A day has 0 to 24 hours. Write for instance 4 or 4,5.")), "HOURS")
    if wish.code == "present" and wish.present > max(LONGEST_DAY, agreed):
        said = N_("That is more than 13 hours, the most a day of work can be. Write how many hours it was.")
        raise Refused(text(said), "HOURS")
    if wish.code == "present" and not wish.present:
        raise Refused(text(N_("Whoever was there for no hours was away. Note which absence it was.")), "HOURS")
    if wish.code != "present" and agreed and wish.present >= agreed:
        raise Refused(text(N_("Whoever was there for all the hours agreed was present.")), "HOURS")
    return wish.present
