"""A decision on subsidy of an employment, and what is claimed by it, month by month, with the days that each claim rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Annotated, NamedTuple

from amdesk.domain.booking.week.hours import NotedSum, Terms
from amdesk.domain.errors import Refused
from amdesk.domain.people.masked import Masked
from amdesk.domain.record import Amount, Coded, Day, Declared, Line, Whole
from amdesk.domain.texts import N_, text
from amdesk.domain.values import HIGHEST_AMOUNT

CLAIM_DAYS = 60
"""Days after the end of a month until it is to be claimed, where the decision says nothing else: the unit's routine, no law."""
HIGHEST_RATE = 300
"""Percent: what is paid for contributions is a multiple of them, at most two and a half times (förordning (2018:43))."""
SUBSIDY_OF = {
    "wage_cost": N_("of the wage cost"),
    "contributions": N_("of the employer's contributions"),
    "capacity": N_("by the ability to work, as the decision says"),
    "": N_("as the decision says"),
}
"""What a rate is a share of."""
TOO_MUCH = N_("An amount is at most {most} kronor. Check it.")
CLAIM_STATES = {
    "running": N_("the month goes on"),
    "to_claim": N_("to claim"),
    "late": N_("late"),
    "claimed": N_("claimed"),
    "paid": N_("paid"),
}


OPEN_STATES = ("to_claim", "late")


class SubsidyRule(NamedTuple):
    """What an ordinance says of a form of subsidy from a day on: rate in percent and ceiling in öre of a month's pay of full-time
    work, each None where the decision alone says it; months that a decision lasts at most at a time."""

    form: str
    since: date
    of: str
    rate: int | None
    ceiling: int | None
    months: int | None
    source: str
    evidence: str


def rules_of(found: Sequence[Mapping[str, object]]) -> list[SubsidyRule]:
    """The rules as resources/reference/subsidy_rules.json has them."""

    def whole(said: object) -> int | None:
        return int(str(said)) if said is not None else None

    return [
        SubsidyRule(
            str(r["form"]),
            date.fromisoformat(str(r["from"])),
            str(r["of"]),
            whole(r["rate"]),
            whole(r["ceiling"]),
            whole(r["months"]),
            str(r["source"]),
            str(r["evidence"]),
        )
        for r in found
    ]


def rule_on(rules: list[SubsidyRule], form: str, day: date) -> SubsidyRule | None:
    """The rule of a form that was in force on a day, the latest that had begun."""
    begun = [r for r in rules if r.form == form and r.since <= day]
    return max(begun, key=lambda r: r.since) if begun else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subsidy:
    """A decision on subsidy. `rate` in percent, `ceiling` in öre of a month's pay of full-time work; None where it has none."""

    id: int
    ref: str
    participant_id: int
    employment_id: int
    form: Annotated[str, Declared(N_("Form of subsidy"), Coded(), typed=False)]
    decision: Annotated[str, Declared(N_("Number of the decision"), Line())]
    from_date: Annotated[date, Declared(N_("From"), Day())]
    to_date: Annotated[date, Declared(N_("To"), Day())]
    rate: Annotated[int, Declared(N_("Rate, percent"), Whole(1, HIGHEST_RATE))]
    ceiling: Annotated[int | None, Declared(N_("Ceiling, kronor of a month's pay"), Amount())]
    claim_days: Annotated[int, Declared(N_("Claim within, days after the month"), Whole(1, 366))]


class SubsidyClaim(NamedTuple):
    """What was claimed and paid of one month ("2026-11"). Amounts in öre. A tuple: the list of every month makes thousands."""

    id: int
    participant_id: int
    subsidy_id: int
    month: Annotated[str, Declared(N_("Month"), Coded(), typed=False)]
    claimed_on: Annotated[date | None, Declared(N_("Claimed on"), Day())]
    amount: Annotated[int | None, Declared(N_("Claimed, kronor"), Amount())]
    paid_on: Annotated[date | None, Declared(N_("Paid on"), Day())]
    paid: Annotated[int | None, Declared(N_("Paid, kronor"), Amount())]


class ClaimDays(NamedTuple):
    """What was noted of the days of a claim: minutes agreed and present, days by code, and days with hours of which nothing is
    known yet."""

    agreed: int
    attended: int
    codes: Mapping[str, int]
    unknown: int

    @property
    def worked(self) -> int:
        """Days on which somebody was there for the whole of it or a part."""
        return self.codes.get("present", 0)


class ClaimLine(NamedTuple):
    """One month of a decision: its days, what pay counts at most (öre; None without a ceiling), by when it is claimed, and what was."""

    subsidy: Subsidy
    participant: Masked
    number: str
    first: date
    last: date
    days: ClaimDays | None
    """None where she is protected and nobody has opened her."""
    most: int | None
    claim_by: date
    claim: SubsidyClaim | None

    @property
    def month(self) -> str:
        return f"{self.first:%Y-%m}"

    def state(self, today: date) -> str:
        """A code of CLAIM_STATES."""
        return claim_state(self.claim, self.last, self.claim_by, today)

    def open(self, today: date) -> bool:
        """Whether it is to be claimed now."""
        return self.state(today) in OPEN_STATES


def claim_state(claim: SubsidyClaim | None, last: date, claim_by: date, today: date) -> str:
    """The code of CLAIM_STATES of a month whose days end with `last`."""
    if claim is not None and claim.paid_on:
        return "paid"
    if claim is not None and claim.claimed_on:
        return "claimed"
    if last >= today:
        return "running"
    return "late" if claim_by < today else "to_claim"


def month_end(day: date) -> date:
    """The last day of the day's month."""
    return (day.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)


def first_of(month: str) -> date:
    """The first day of a month as a claim keeps it ("2026-11")."""
    return date.fromisoformat(f"{month}-01")


class MonthPart(NamedTuple):
    """The days of a period that lie in one month ("2026-11"), whose last day is `ends`."""

    first: date
    last: date
    month: str
    ends: date
    whole: bool


@lru_cache(maxsize=4096)
def months_of(first: date, last: date) -> tuple[MonthPart, ...]:
    """Each month that a period has a part of. Kept: decisions of a unit share their periods."""
    return tuple(_months(first, last))


def _months(first: date, last: date) -> Iterator[MonthPart]:
    day = first
    while day <= last:
        ends = month_end(day)
        yield MonthPart(day, min(ends, last), f"{day:%Y-%m}", ends, day.day == 1 and ends <= last)
        day = ends + timedelta(1)


class AgreedDays(NamedTuple):
    """Minutes agreed of days of one month, and on which days that have been there are hours: a bit each, as NotedSum has them."""

    minutes: int
    been: int


def agreed_days(terms: Terms, first: date, last: date, today: date) -> AgreedDays:
    """What was agreed of the days from one to another of the same month. A day to come has not been."""
    hours = terms.between(first, last)
    been = sum(1 << (first.day - 1 + i) for i, h in enumerate(hours) if h and first + timedelta(i) <= today)
    return AgreedDays(sum(hours), been)


def days_of_claim(agreed: AgreedDays, noted: NotedSum) -> ClaimDays:
    """What is known of these days; unknown is each that has been with hours and of which nothing is noted."""
    return ClaimDays(agreed.minutes, noted.attended, noted.codes, (agreed.been & ~noted.days).bit_count())


@lru_cache(maxsize=4096)
def pay_at_most(ceiling: int | None, extent: int, first: date, last: date) -> int | None:
    """Öre of a month's pay that count at most: the ceiling by the extent (percent) and by the calendar days of the month that the
    decision has, rounded half up; None without a ceiling."""
    if ceiling is None:
        return None
    days, whole = (last - first).days + 1, month_end(first).day
    return (2 * ceiling * extent * days + 100 * whole) // (200 * whole)


def checked_subsidy(first: date, last: date, rate: int, ceiling: int | None, claim_days: int) -> None:
    """Raises Refused (ORDER, RATE, CEILING, DAYS) for a decision that cannot be."""
    if last < first:
        raise Refused(text(N_("The end is before the start. Choose a later end date.")), "ORDER")
    if not 1 <= rate <= HIGHEST_RATE:
        raise Refused(text(N_("The rate is a number of percent, 1 to {most}."), most=HIGHEST_RATE), "RATE")
    if ceiling is not None and ceiling <= 0:
        raise Refused(text(N_("The ceiling is an amount above nothing, or left out.")), "CEILING")
    if ceiling is not None and ceiling > HIGHEST_AMOUNT:
        raise Refused(text(TOO_MUCH, most=HIGHEST_AMOUNT // 100), "CEILING")
    if not 1 <= claim_days <= 366:
        raise Refused(text(N_("Write the days after the month within which it is claimed, 1 to 366.")), "DAYS")


def read_month(said: str) -> str:
    """ "2026-11" as it stands, of "2026-11" or a day in it. Raises Refused (MONTH)."""
    try:
        return f"{date.fromisoformat(said.strip() + '-01' if len(said.strip()) == 7 else said.strip()):%Y-%m}"
    except ValueError:
        raise Refused(text(N_("Write the month as 2026-11.")), "MONTH") from None
