"""Figures that cannot disagree: each is a question to one frozen set of rows.

A set holds, for every row, its key, whose it is, and its facts as one tuple; figures are counted from the facts. Rounding
is half up, once, from the printed count and base. Intervals are Wilson's 95 % (E. B. Wilson, JASA 22, 1927).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor, sqrt
from statistics import NormalDist
from typing import Generic, TypedDict, TypeVar

from amdesk.domain.texts import N_, Text, text

Z = NormalDist().inv_cdf(0.975)
POWER = NormalDist().inv_cdf(0.8)
Facts = TypeVar("Facts")
"""A named tuple of what is known of one row; equal tuples are counted together."""
Asked_contra = TypeVar("Asked_contra", contravariant=True)
"""What a question looks at: one that looks at little can be asked of more."""


def percent(count: int, base: int) -> int | None:
    """Whole percent, rounded half up; None where the base is 0."""
    return (200 * count + base) // (2 * base) if base else None


def wilson(count: int, base: int) -> tuple[float, float] | None:
    """95 % Wilson interval in percent with one decimal; None where the base is 0."""
    if not base:
        return None
    low, high = wilson_share(count, base)
    return _tenth(100 * low), _tenth(100 * high)


def wilson_share(count: int, base: int) -> tuple[float, float]:
    """The same as shares, 0 to 1, not rounded. The base is at least 1."""
    p, z2 = count / base, Z * Z
    centre, half = p + z2 / (2 * base), Z * sqrt(p * (1 - p) / base + z2 / (4 * base * base))
    low = 0.0 if count == 0 else (centre - half) / (1 + z2 / base)
    return max(0.0, low), 1.0 if count == base else min(1.0, (centre + half) / (1 + z2 / base))


def _tenth(value: float) -> float:
    return floor(value * 10 + 0.5) / 10


class FigureDocument(TypedDict):
    """A figure as JSON; `low` and `high` are the ends of its interval in percent."""

    id: str
    label: str
    count: int | None
    base: int | None
    percent: int | None
    low: float | None
    high: float | None
    definition: str
    withheld: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure. `id` is WHAT.WHOM; all numbers are None where it is withheld, shares also where the base is 0."""

    id: str
    label: Text
    whom: Text
    count: int | None
    base: int | None
    definition: Text

    @property
    def what(self) -> str:
        return self.id.split(".")[0]

    @property
    def withheld(self) -> bool:
        return self.count is None

    @property
    def percent(self) -> int | None:
        return None if self.count is None or self.base is None else percent(self.count, self.base)

    @property
    def interval(self) -> tuple[float, float] | None:
        return None if self.count is None or self.base is None else wilson(self.count, self.base)

    def document(self, say: Callable[[Text], str]) -> FigureDocument:
        """The figure as every JSON document holds it."""
        low, high = self.interval or (None, None)
        return {
            "id": self.id,
            "label": f"{say(self.label)}: {say(self.whom)}",
            "count": self.count,
            "base": self.base,
            "percent": self.percent,
            "low": low,
            "high": high,
            "definition": say(self.definition),
            "withheld": self.withheld,
        }


@dataclass(frozen=True)  # no slots: Python 3.11 cannot make Question[X](...) of a frozen one with them
class Question(Generic[Asked_contra]):
    """What is asked of a set. `whole` names the question that is its base."""

    id: str
    label: str
    holds: Callable[[Asked_contra], bool]
    definition: str
    whole: str = ""


@dataclass(frozen=True)
class Group(Generic[Asked_contra]):
    """Whom a question is asked about."""

    id: str
    label: str
    holds: Callable[[Asked_contra], bool]


@dataclass(frozen=True)
class Ruler(Generic[Asked_contra]):
    """The questions and groups of one kind of report. `sums` are (whole, parts) among questions, `splits` among groups.

    A ruler has a version: figures made with another version are never compared without saying so.
    """

    name: str
    version: int
    questions: Sequence[Question[Asked_contra]]
    groups: Sequence[Group[Asked_contra]]
    sums: Sequence[tuple[str, Sequence[str]]]
    splits: Sequence[tuple[str, Sequence[str]]]

    def question(self, name: str) -> Question[Asked_contra]:
        return next(q for q in self.questions if q.id == name)

    def group(self, name: str) -> Group[Asked_contra]:
        return next(g for g in self.groups if g.id == name)

    def bases(self) -> dict[str, str]:
        """The id of the figure that counts each figure's base."""
        return {f"{q.id}.{g.id}": f"{q.whole or q.id}.{g.id}" for q in self.questions for g in self.groups}

    def relations(self) -> list[tuple[str, list[str]]]:
        """Every sum between the ids of figures: what makes a withheld one computable."""
        out = [(f"{w}.{g.id}", [f"{p}.{g.id}" for p in parts]) for g in self.groups for w, parts in self.sums]
        return out + [
            (f"{q.id}.{w}", [f"{q.id}.{p}" for p in parts]) for q in self.questions for w, parts in self.splits
        ]


@dataclass(frozen=True, slots=True)
class Rows(Generic[Facts]):
    """One frozen set: (key, person, facts) of each row, read in one snapshot."""

    rows: Sequence[tuple[int, int, Facts]]
    counted: Mapping[Facts, int] = field(default_factory=dict)
    people: dict[Facts, set[int]] = field(default_factory=dict)
    """Whose the rows are, by facts; filled when persons are first asked for."""

    @classmethod
    def of(cls, rows: Sequence[tuple[int, int, Facts]]) -> Rows[Facts]:
        return cls(rows, Counter(r[2] for r in rows))

    def count(self, question: Question[Facts], group: Group[Facts]) -> int:
        return sum(n for facts, n in self.counted.items() if group.holds(facts) and question.holds(facts))

    def behind(self, question: Question[Facts], group: Group[Facts]) -> list[int]:
        """Keys of the rows that a figure counts."""
        kept = {f for f in self.counted if group.holds(f) and question.holds(f)}
        return [key for key, _, facts in self.rows if facts in kept]

    def persons(self, group: Group[Facts]) -> int:
        """How many different people the rows of a group are."""
        return len(set().union(*(p for facts, p in self._people().items() if group.holds(facts))))

    def _people(self) -> dict[Facts, set[int]]:
        if not self.people:
            for _, person, facts in self.rows:
                self.people.setdefault(facts, set()).add(person)
        return self.people

    def fewer(self, holds: Callable[[Facts], bool], than: int) -> bool:
        """True where rows of somebody, but of fewer different people than that, are so. Stops as soon as there are enough."""
        found: set[int] = set()
        for facts, people in self._people().items():
            if holds(facts):
                found |= people
                if len(found) >= than:
                    return False
        return bool(found)


def figures(rows: Rows[Facts], ruler: Ruler[Facts]) -> list[Figure]:
    """Every question about every group. Raises AssertionError where parts do not add up: a fault of the program."""
    counts = {(q.id, g.id): rows.count(q, g) for q in ruler.questions for g in ruler.groups}
    by_id = {f"{q}.{g}": n for (q, g), n in counts.items()}
    if wrong := faults(by_id, ruler):
        raise AssertionError(wrong)
    return [
        Figure(
            f"{q.id}.{g.id}",
            Text(q.label),
            Text(g.label),
            counts[q.id, g.id],
            counts[q.whole or q.id, g.id],
            Text(q.definition),
        )
        for q in ruler.questions
        for g in ruler.groups
    ]


def few(rows: Rows[Facts], ruler: Ruler[Facts], than: int) -> set[str]:
    """Ids of figures that rest on fewer people than that: those counted, those of the base, or the rest of it."""
    return {f"{q.id}.{g.id}" for q in ruler.questions for g in ruler.groups if _few(rows, ruler, q, g, than)}


def _few(rows: Rows[Facts], ruler: Ruler[Facts], question: Question[Facts], group: Group[Facts], than: int) -> bool:
    whole = ruler.question(question.whole or question.id)

    def base(f: Facts) -> bool:
        return group.holds(f) and whole.holds(f)

    def counted(f: Facts) -> bool:
        return base(f) and question.holds(f)

    def rest(f: Facts) -> bool:
        return base(f) and not question.holds(f)

    return any(rows.fewer(side, than) for side in (counted, base, rest))


def faults(counts: Mapping[str, int], ruler: Ruler[Facts]) -> list[str]:
    """Sums that do not hold, in words."""
    return [
        f"{whole} is {counts[whole]}, its parts {sum(counts[p] for p in parts)}"
        for whole, parts in ruler.relations()
        if counts[whole] != sum(counts[p] for p in parts)
    ]


# comparing


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two shares beside each other. Percentage points with one decimal; `needed` is how many each group would have to hold."""

    first: Figure
    second: Figure
    points: float | None
    low: float | None
    high: float | None
    distinct: bool
    needed: int | None

    @property
    def sentence(self) -> Text:
        """Whether the difference can be told from chance, in words."""
        if self.points is None:
            return text(N_("One of the groups is empty, so there is nothing to compare."))
        if self.needed is None:
            return text(N_("The shares are equal as far as can be told."))
        lower = self._lower
        ends = {"low": higher_or_lower(self.low or 0.0), "high": higher_or_lower(self.high or 0.0)}
        told = {"whom": self.first.whom, "points": abs(self.points), **ends}
        if self.distinct and lower:
            return text(
                N_(
                    "{whom}: the share is {points} percentage points lower (from {low} to {high}), which is more than chance usually gives."
                ),
                **told,
            )
        if self.distinct:
            return text(
                N_(
                    "{whom}: the share is {points} percentage points higher (from {low} to {high}), which is more than chance usually gives."
                ),
                **told,
            )
        if lower:
            return text(
                N_(
                    "{whom}: the share is {points} percentage points lower (from {low} to {high}), which cannot be told from chance. About {needed} in each group would be needed to tell a difference of this size."
                ),
                needed=self.needed,
                **told,
            )
        return text(
            N_(
                "{whom}: the share is {points} percentage points higher (from {low} to {high}), which cannot be told from chance. About {needed} in each group would be needed to tell a difference of this size."
            ),
            needed=self.needed,
            **told,
        )

    @property
    def plainly(self) -> Text | None:
        """The same for who knows nothing of statistics, with what the interval says; None where there is nothing to compare."""
        if self.points is None or self.low is None or self.high is None:
            return None
        said = {
            "whom": self.first.whom,
            "percent": self.first.percent or 0,
            "count": self.first.count or 0,
            "base": self.first.base or 0,
            "other": self.second.whom,
            "other_percent": self.second.percent or 0,
            "other_count": self.second.count or 0,
            "other_base": self.second.base or 0,
            "low": higher_or_lower(self.low),
            "high": higher_or_lower(self.high),
        }
        if self.distinct:
            return text(
                N_(
                    "{whom}: {percent} % ({count} of {base}). {other}: {other_percent} % ({other_count} of {other_base}). The difference is larger than chance alone usually makes it: in the long run “{whom}” would lie from {low} to {high} than “{other}”, in percentage points."
                ),
                **said,
            )
        return text(
            N_(
                "{whom}: {percent} % ({count} of {base}). {other}: {other_percent} % ({other_count} of {other_base}). The difference can be mere chance: with so few people “{whom}” could in the long run lie anywhere from {low} to {high} than “{other}”, in percentage points."
            ),
            **said,
        )

    @property
    def _lower(self) -> bool:
        """By the counts themselves: a difference that rounds to nothing has its direction still."""
        a, b = self.first, self.second
        return (a.count or 0) * (b.base or 1) < (b.count or 0) * (a.base or 1)


def higher_or_lower(points: float) -> Text:
    """Percentage points without a sign: an end of an interval beside a difference that is said to be lower or higher."""
    if points < 0:
        return text(N_("{points} lower"), points=0.0 - points)
    return text(N_("{points} higher"), points=points)


def compare(first: Figure, second: Figure) -> Comparison:
    """First minus second, with Newcombe's interval (Statistics in Medicine 17, 1998, method 10) and the numbers it would take
    at 95 % confidence and 80 % power."""
    if not first.base or not second.base or first.count is None or second.count is None:
        return Comparison(first, second, None, None, None, distinct=False, needed=None)
    p, q = first.count / first.base, second.count / second.base
    (pl, ph), (ql, qh) = wilson_share(first.count, first.base), wilson_share(second.count, second.base)
    low = p - q - sqrt((p - pl) ** 2 + (qh - q) ** 2)
    high = p - q + sqrt((ph - p) ** 2 + (q - ql) ** 2)
    needed = None
    if p != q:
        spread = p * (1 - p) + q * (1 - q)
        needed = max(2, ceil((Z + POWER) ** 2 * spread / (p - q) ** 2))
    return Comparison(
        first, second, _tenth(100 * (p - q)), _tenth(100 * low), _tenth(100 * high), low > 0 or high < 0, needed
    )


def bounds(sure: int, unknown: int, base: int) -> tuple[int | None, int | None]:
    """Lower and upper percent where the unknown are counted as none and as all."""
    return percent(sure, base), percent(sure + unknown, base)
