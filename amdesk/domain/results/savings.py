"""The savings ledger: what was paid in economic assistance before, during and after, and what one must assume to call the
difference a saving. Every assumption is a line with value, source and range, so that it can be contested line by line.

Amounts are whole öre. A person's months before and after are whole calendar months, as many after as the payment files
cover, at most twelve, and as many before; the months of the employment are those it touches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from amdesk.domain.results.releases import CountedRow
from amdesk.domain.texts import N_

MONTHS = 12
FEWEST_MONTHS = 3
UNIT = N_("The program's assumption: replace it by the unit's own")


@dataclass(frozen=True, slots=True)
class Assumption:
    """One thing that is assumed. `unit` is %, öre per month or months; low and high are the range one could argue for."""

    id: str
    label: str
    unit: str
    low: int
    value: int
    high: int
    source: str


ASSUMPTIONS = (
    Assumption("attribution", N_("Part of the fall in assistance that is due to the employment"), "%", 25, 50, 75, UNIT),
    Assumption("job_cost", N_("Cost of one full-time month of the employment, with supervision"), "öre", 3_200_000, 3_600_000, 4_000_000, UNIT),
    Assumption("subsidy", N_("Part of that cost that state subsidies pay"), "%", 40, 60, 80, UNIT),
    Assumption("service", N_("Value of the work done, as a part of the cost"), "%", 0, 20, 40, UNIT),
    Assumption("fund", N_("Unemployment insurance per month for a person who has it on day 90"), "öre", 1_000_000, 1_200_000, 1_400_000, UNIT),
)  # fmt: skip


class Spell(NamedTuple):
    """One person of the ledger: her last employment in the period, its extent, whether she had unemployment insurance on day 90,
    and her payments (month, öre) with recoveries as they stand."""

    first: date
    last: date
    extent: int
    fund: bool
    payments: Sequence[tuple[str, int]]
    person: int = 0


@dataclass(frozen=True, slots=True)
class Paid:
    """What the payment files say, in öre, without any assumption. Months are person-months."""

    persons: int
    left_out: int
    """Persons with fewer than `FEWEST_MONTHS` covered months before: what was paid to them before is not known."""
    before: int
    before_months: int
    during: int
    during_months: int
    after: int
    after_months: int
    full_time_months: int
    """Person-months of employment at full time, in hundredths."""
    fund_months: int
    """Person-months after for those with unemployment insurance on day 90."""
    people: Mapping[str, int] = field(default_factory=dict)
    """How many persons stand behind each amount: those paid before, during and after, those whose months are covered, and
    those with unemployment insurance."""

    @property
    def rise(self) -> int:
        """How much more was paid than at the mean of before."""
        return -self.fall

    def few(self, than: int) -> bool:
        """True where fewer persons than that, but somebody, stand behind an amount of what was paid."""
        names = ("before", "during", "after", "covered_during", "covered_after")
        return any(0 < n < than for n in (self.persons, *(self.people.get(name, 0) for name in names)))

    @property
    def expected(self) -> int:
        """What would have been paid during and after at the mean of before."""
        return _kronor(self.before * (self.during_months + self.after_months), self.before_months)

    @property
    def fall(self) -> int:
        """How much less was paid than that. Negative where more was paid."""
        return self.expected - self.during - self.after


def _divided(amount: int, by: int) -> int:
    """Rounded half up; 0 where there is nothing to divide by."""
    return (2 * amount + by) // (2 * by) if by else 0


def _kronor(amount: int, by: int = 1) -> int:
    """Divided and rounded half up to whole kronor, still in öre: what is printed adds up as it is printed."""
    return 100 * _divided(amount, 100 * by)


def _index(day: date) -> int:
    """Months counted from year nought, so that spans are sums."""
    return day.year * 12 + day.month - 1


def _of(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


Spans = tuple[tuple[int, int], tuple[int, int], tuple[int, int]]


def _spans(s: Spell, first: int, last: int) -> Spans:
    """The covered months before, during and after an employment, both ends included."""
    begin, end = _index(s.first), _index(s.last)
    return (
        (max(begin - MONTHS, first), min(begin - 1, last)),
        (max(begin, first), min(end, last)),
        (max(end + 1, first), min(end + MONTHS, last)),
    )


def _phase(at: int, spans: Spans) -> str:
    before, during, after = spans
    if before[0] <= at <= before[1]:
        return "before"
    if during[0] <= at <= during[1]:
        return "during"
    return "after" if after[0] <= at <= after[1] else ""


def _covered(covered: tuple[str, str] | None) -> tuple[int, int]:
    return (_of(covered[0]), _of(covered[1])) if covered else (1, 0)


def behind(spells: Sequence[Spell], covered: tuple[str, str] | None) -> Iterator[CountedRow]:
    """Whose the amounts are: a row for each person of the ledger, and one for each payment, under the phase that counts it."""
    first, last = _covered(covered)
    for s in spells:
        spans = _spans(s, first, last)
        if spans[0][1] - spans[0][0] + 1 < FEWEST_MONTHS:
            continue
        yield CountedRow("ledger", s.person, s.person, s.last, ())
        for month, amount in s.payments:
            if amount and (phase := _phase(_of(month), spans)):
                day = date(int(month[:4]), int(month[5:]), 1)
                yield CountedRow(f"paid {phase}", _of(month), s.person, day, (str(amount),))


def paid(spells: Sequence[Spell], covered: tuple[str, str] | None) -> Paid:
    """Sum the payments of each phase over the months that the files cover (first and last month, both included)."""
    names = ("persons", "before", "before_months", "during", "during_months", "after", "after_months", "full", "fund")
    out = dict.fromkeys(names, 0)
    people: Counter[str] = Counter()
    index: dict[str, int] = {}
    first, last = _covered(covered)
    for s in spells:
        before, during, after = spans = _spans(s, first, last)
        if before[1] - before[0] + 1 < FEWEST_MONTHS:
            continue
        out["persons"] += 1
        phases = set()
        for month, amount in s.payments:
            at = index.get(month)
            if at is None:
                at = index[month] = _of(month)
            if phase := _phase(at, spans):
                out[phase] += amount
                phases.add(phase if amount else "")
        worked, since = max(0, during[1] - during[0] + 1), max(0, after[1] - after[0] + 1)
        out["before_months"] += before[1] - before[0] + 1
        out["during_months"] += worked
        out["after_months"] += since
        out["full"] += worked * s.extent
        out["fund"] += since if s.fund else 0
        people.update(phases)
        people.update(
            n for n, has in (("covered_during", worked), ("covered_after", since), ("fund", since and s.fund)) if has
        )
    return Paid(
        out["persons"],
        len(spells) - out["persons"],
        _kronor(out["before"]),
        out["before_months"],
        _kronor(out["during"]),
        out["during_months"],
        _kronor(out["after"]),
        out["after_months"],
        out["full"],
        out["fund"],
        people,
    )


@dataclass(frozen=True, slots=True)
class Estimate:
    """One way to count, in öre: what is saved in assistance, what the job costs net, what moved to another purse, and the rest."""

    saved: int
    job: int
    fund: int

    @property
    def net(self) -> int:
        """For the city: saved less the net cost of the jobs. What moved to the fund is no loss of the city's."""
        return self.saved - self.job

    @property
    def net_of_fund(self) -> int:
        """For the city and unemployment insurance together: what the latter pays instead is taken off. What the state
        pays in subsidies is not among its costs: it is no net for all public purses."""
        return self.net - self.fund


def estimate(p: Paid, values: Mapping[str, int]) -> Estimate:
    """Count once with one value for each assumption."""
    gross = p.full_time_months * values["job_cost"]
    own = gross * (100 - values["subsidy"]) * (100 - values["service"])
    return Estimate(
        _kronor(p.fall * values["attribution"], 100),
        _kronor(own, 100 * 100 * 100),
        _kronor(p.fund_months * values["fund"]),
    )


@dataclass(frozen=True, slots=True)
class Ledger:
    """The whole ledger of a period."""

    first: date
    last: date
    covered: tuple[str, str] | None
    paid: Paid
    assumptions: Sequence[Assumption]
    low: Estimate
    middle: Estimate
    high: Estimate
    swings: Sequence[tuple[Assumption, int, int]]
    """(assumption, net at the end of its range that gives least, net at the other end), the widest first."""
    spells: Sequence[Spell] = ()
    ended: int = 0
    """How many employments ended in the period: more than persons where somebody ended twice."""

    @property
    def twice(self) -> int:
        """How many of them somebody ended before her last one."""
        return max(0, self.ended - self.paid.persons - self.paid.left_out)

    def counted(self) -> list[CountedRow]:
        """The rows behind its amounts."""
        return list(behind(self.spells, self.covered))

    @property
    def decisive(self) -> Assumption:
        """The assumption that moves the result most."""
        return self.swings[0][0]


def ledger(
    first: date, last: date, spells: Sequence[Spell], covered: tuple[str, str] | None, assumptions: Sequence[Assumption]
) -> Ledger:
    """Low and high take, for each assumption, the end of its range that gives the least and the most net."""
    p = paid(spells, covered)
    middle = {a.id: a.value for a in assumptions}

    def net(changed: Mapping[str, int]) -> int:
        return estimate(p, {**middle, **changed}).net_of_fund

    worst, best, swings = {}, {}, []
    for a in assumptions:
        ends = sorted((a.low, a.high), key=lambda v: net({a.id: v}))
        worst[a.id], best[a.id] = ends[0], ends[1]
        swings.append((a, net({a.id: ends[0]}), net({a.id: ends[1]})))
    swings.sort(key=lambda s: (s[1] - s[2], s[0].id))
    return Ledger(
        first, last, covered, p, assumptions, estimate(p, worst), estimate(p, middle), estimate(p, best), swings, spells
    )


def changed(assumptions: Sequence[Assumption], own: Mapping[str, Mapping[str, int | str]]) -> list[Assumption]:
    """The assumptions with the unit's own values. Raises ValueError, with the id of the assumption alone, where low, value and
    high are no numbers, not in order or negative."""
    out = []
    for a in assumptions:
        said = own.get(a.id, {})
        try:
            low, value, high = (int(said.get(n, getattr(a, n))) for n in ("low", "value", "high"))
        except ValueError:
            raise ValueError(a.id) from None
        if not 0 <= low <= value <= high or (a.unit == "%" and high > 100):
            raise ValueError(a.id)
        out.append(replace(a, low=low, value=value, high=high, source=str(said.get("source", a.source))))
    return out
