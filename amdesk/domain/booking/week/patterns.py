"""When absence is asked about: rules that are written down, so that the same is asked of everybody."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from amdesk.domain.booking.week.hours import DAY_KINDS, DayCell, Terms, WeekLine
from amdesk.domain.texts import N_, Text, text

ONE_DAY = timedelta(1)
WEEKS = 4
"""The rules look at the four weeks before the one that goes on."""
UNEXCUSED_DAYS, SAME_WEEKDAY, AWAY_SHARE = 2, 3, 4
"""Days without leave, weeks with the same day of the week sick, and a quarter of the hours."""
ON_WEEKDAYS = (
    N_("Mondays"), N_("Tuesdays"), N_("Wednesdays"), N_("Thursdays"), N_("Fridays"), N_("Saturdays"), N_("Sundays"),
)  # fmt: skip
WRITTEN_RULES = {
    1: N_("Rule 1: away without leave on two days or more in four weeks."),
    2: N_("Rule 2: sick on the same day of the week in three of four weeks."),
    3: N_("Rule 3: away for a quarter or more of the hours agreed in four weeks, granted leave not counted."),
}
"""What is asked about and nothing more: no rule says why somebody is away. They are the unit's routine, not law."""


class Warned(NamedTuple):
    """A rule that the four weeks meet, and what they say."""

    rule: int
    text: Text


def warnings(weeks: Sequence[WeekLine]) -> list[Warned]:
    """Every rule that these weeks meet, by number; nothing is concluded from days of which nothing is known."""
    days = [d for w in weeks for d in w.days]
    found = [_unexcused(days), *(_weekday(weeks, i) for i in range(7)), _share(days)]
    return [one for one in found if one is not None]


def _unexcused(days: Sequence[DayCell]) -> Warned | None:
    count = sum(d.code == "unexcused" for d in days)
    if count < UNEXCUSED_DAYS:
        return None
    return Warned(
        1, text(N_("Away without leave on {count} days in four weeks (rule 1). Ask how it is going."), count=count)
    )


def _weekday(weeks: Sequence[WeekLine], weekday: int) -> Warned | None:
    count = sum(w.days[weekday].code == "sick" for w in weeks)
    if count < SAME_WEEKDAY:
        return None
    said = N_("Sick on {count} of four {weekdays} (rule 2). Ask how it is going.")
    return Warned(2, text(said, count=count, weekdays=Text(ON_WEEKDAYS[weekday])))


def _share(days: Sequence[DayCell]) -> Warned | None:
    """Of the days that were noted alone."""
    known = [d for d in days if d.code]
    agreed = sum(d.still_agreed for d in known)
    away = sum(max(0, d.still_agreed - (d.present or 0)) for d in known if not DAY_KINDS[d.code].lowers)
    if not agreed or away * AWAY_SHARE < agreed:
        return None
    said = N_("Away for {hours} of {agreed} hours in four weeks (rule 3). Ask how it is going.")
    return Warned(3, text(said, hours=_whole(away), agreed=_whole(agreed)))


def _whole(minutes: int) -> int:
    """Hours, rounded half up."""
    return (minutes + 30) // 60


class SickPeriod(NamedTuple):
    """Days of illness one after the other, with nothing between but days without hours."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Calendar days, both ends included."""
        return (self.last - self.first).days + 1


def periods(noted: Mapping[date, str], terms: Terms, codes: Collection[str]) -> list[SickPeriod]:
    """Runs of noted days with one of these codes, oldest first. A day without hours of which nothing is noted neither ends nor
    lengthens a run; one with hours ends it."""
    out: list[SickPeriod] = []
    before: date | None = None  # the noted day before, where it is one of the run
    for day in sorted(noted):
        if noted[day] not in codes:
            before = None
            continue
        if before is not None and not any(terms.between(before + ONE_DAY, day - ONE_DAY)):
            out[-1] = SickPeriod(out[-1].first, day)
        else:
            out.append(SickPeriod(day, day))
        before = day
    return out
