"""What a decision of the social committee asks of somebody by the week, beside what was planned, attended and excused.

AMDesk decides nothing of it: the board asks, and judges what is an acceptable reason. The duty is two-sided, so that hours which
nobody planned are told before those that nobody attended.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, NamedTuple

from amdesk.domain.booking.week.hours import monday_of
from amdesk.domain.errors import Refused
from amdesk.domain.people.participant import Participant
from amdesk.domain.record import Day, Declared, Line, Whole
from amdesk.domain.texts import N_, AsHours, Text, text

WHOLE_WEEK = 168 * 60
SHOWN_WEEKS = 12
"""Weeks on the page where nobody says which."""
MOST_WEEKS = 26
WEEKDAYS = 5
RULE_STATES = {"in_force": N_("in force"), "proposed": N_("proposed"), "routine": N_("the unit's routine")}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDemand:
    """Hours a week that a decision asks for, from a day on, until another day or further notice. `minutes` a week."""

    id: int
    participant_id: int
    from_date: Annotated[date, Declared(N_("From"), Day())]
    to_date: Annotated[date | None, Declared(N_("To"), Day())]
    minutes: Annotated[int, Declared(N_("Minutes a week asked for"), Whole(0, WHOLE_WEEK))]
    decided_on: Annotated[date, Declared(N_("Decided on"), Day())]
    decided_by: Annotated[str, Declared(N_("Decided by"), Line())]
    decision: Annotated[str, Declared(N_("Number of the decision"), Line())]

    def covers(self, day: date) -> bool:
        return self.from_date <= day and (self.to_date is None or day <= self.to_date)


class ActivityRule(NamedTuple):
    """What law, proposal or routine says from a day on, in both languages, with its source."""

    rule: str
    code: str
    since: date
    state: str
    minutes: int | None
    sv: str
    en: str
    source: str

    def said(self, lang: str) -> str:
        return self.sv if lang == "sv" else self.en


def activity_rules(found: Iterable[Mapping[str, object]]) -> list[ActivityRule]:
    """The rules as resources/reference/activity_rules.json has them."""
    out = []
    for r in found:
        minutes = int(str(r["minutes"])) if r["minutes"] is not None else None
        since = date.fromisoformat(str(r["from"]))
        words = (str(r["sv"]), str(r["en"]), str(r["source"]))
        out.append(ActivityRule(str(r["rule"]), str(r["code"]), since, str(r["state"]), minutes, *words))
    return out


def rules_begun(rules: Sequence[ActivityRule], day: date) -> list[ActivityRule]:
    """Of each rule and code the latest row that had begun on a day, in the file's order."""
    latest: dict[tuple[str, str], ActivityRule] = {}
    for r in rules:
        if r.since <= day and ((r.rule, r.code) not in latest or latest[r.rule, r.code].since < r.since):
            latest[r.rule, r.code] = r
    return list(latest.values())


class ActivityDay(NamedTuple):
    """What was planned of a day and what became of it: minutes planned and present, and the code of what was noted ("" of nothing)."""

    day: date
    planned: int
    present: int
    code: str


class ActivityWeek(NamedTuple):
    """Minutes of one week: asked for, planned, attended, away for a reason that counts, away otherwise, and of which nothing is
    known."""

    monday: date
    asked: int
    planned: int
    attended: int
    valid: int
    other: int
    unknown: int

    @property
    def not_planned(self) -> int:
        """What was asked for and nobody planned."""
        return max(0, self.asked - self.planned)

    @property
    def ahead(self) -> int:
        """What is planned of days to come."""
        return self.planned - self.attended - self.valid - self.other - self.unknown


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """What the page says of one person."""

    person: Participant
    demands: Sequence[ActivityDemand]
    weeks: Sequence[ActivityWeek]
    rules: Sequence[ActivityRule]
    today: date

    @property
    def sums(self) -> ActivityWeek:
        """All weeks together; its Monday is the first."""
        columns = zip(*(w[1:] for w in self.weeks), strict=True)
        return ActivityWeek(self.weeks[0].monday, *(sum(c) for c in columns))


def week_of_activity(
    monday: date, demands: Sequence[ActivityDemand], days: Sequence[ActivityDay], valid: Iterable[str], today: date
) -> ActivityWeek:
    """One week. Asked for is a fifth of the decision's hours for each weekday that it covers, a seventh for each day of a weekend
    alone, and nothing of a week that nobody decided on; of one that is decided on in part the days decided on are counted and no
    others. Days to come are planned and neither attended nor missed."""
    week = [monday + timedelta(i) for i in range(7)]
    covered = [day for day in week if any(d.covers(day) for d in demands)]
    weekdays = [day for day in covered if day.weekday() < WEEKDAYS]
    asked = sum(_asked(demands, day) / (WEEKDAYS if weekdays else 7) for day in weekdays or covered)
    planned = attended = good = other = unknown = 0
    counts = set(valid)
    for d in days:
        if d.day not in (covered or week):
            continue
        planned += d.planned
        attended += d.present
        away = max(0, d.planned - d.present)
        if d.code in counts:
            good += away
        elif d.code:
            other += away
        elif d.day <= today:
            unknown += away
    return ActivityWeek(monday, round(asked), planned, attended, good, other, unknown)


def _asked(demands: Sequence[ActivityDemand], day: date) -> int:
    """Minutes a week by the latest decision that covers a day."""
    return max((d for d in demands if d.covers(day)), key=lambda d: (d.from_date, d.id)).minutes


def checked_demand(first: date, last: date | None, minutes: int, decided_by: str) -> None:
    """Raises Refused (ORDER, HOURS, WHO) for a demand that cannot be."""
    if last is not None and last < first:
        raise Refused(text(N_("The end is before the start. Choose a later end date.")), "ORDER")
    if not 0 < minutes <= WHOLE_WEEK:
        raise Refused(text(N_("Write the hours a week that the decision asks for, for instance 20.")), "HOURS")
    if not decided_by.strip():
        raise Refused(text(N_("Say who decided: the board, or by whose delegation.")), "WHO")


def mondays_between(first: date, last: date) -> list[date]:
    """Raises Refused (ORDER, LONG)."""
    if last < first:
        raise Refused(text(N_("The end is before the start. Choose a later end date.")), "ORDER")
    start = monday_of(first)
    count = (monday_of(last) - start).days // 7 + 1
    if count > MOST_WEEKS:
        raise Refused(text(N_("At most {count} weeks on the page. Choose a shorter period."), count=MOST_WEEKS), "LONG")
    return [start + timedelta(7 * i) for i in range(count)]


def two_sided(page: ActivityPage) -> Text:
    """The first sentence of the page: what nobody planned, before what nobody attended."""
    sums = page.sums
    if not sums.asked:
        return text(N_("No decision asks for hours in these weeks."))
    missing = sum(w.not_planned for w in page.weeks)
    if missing:
        said = N_("Less was planned than the decision asks for: {hours} of {asked} hours were not offered.")
        return text(said, hours=AsHours(missing), asked=AsHours(sums.asked))
    return text(N_("As many hours were planned as the decision asks for, or more."))


def hours_told(page: ActivityPage) -> Text:
    """The hours of all weeks in a sentence: asked for, planned, attended, and of what the difference between the last two is made."""
    sums = page.sums
    said = N_("{planned} hours were planned and {attended} attended.")
    if sums.asked:
        said = N_("{asked} hours are asked for, {planned} were planned and {attended} attended.")
    hours = text(said, asked=AsHours(sums.asked), planned=AsHours(sums.planned), attended=AsHours(sums.attended))
    parts = [text(said, hours=AsHours(minutes)) for said, minutes in _difference(sums) if minutes]
    if not parts:
        return hours
    listed = Text(", ".join(f"{{part{i}}}" for i in range(len(parts))), {f"part{i}": p for i, p in enumerate(parts)})
    why = text(N_("Of the planned hours that were not attended {parts}."), parts=listed)
    return text("{hours} {why}", hours=hours, why=why)


def _difference(sums: ActivityWeek) -> tuple[tuple[str, int], ...]:
    """What was planned and not attended, each part as it is said; together they are all of it."""
    return (
        (N_("{hours} were absence for a valid reason"), sums.valid),
        (N_("{hours} were other absence"), sums.other),
        (N_("of {hours} nothing is noted"), sums.unknown),
        (N_("{hours} are still to come"), sums.ahead),
    )
