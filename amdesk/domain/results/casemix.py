"""External places beside in-house teams: what the figures allow one to say, and what they do not.

Nobody is placed at random, so the groups are compared in what was known before the employment. The difference within groups
that are alike is Mantel and Haenszel's risk difference with Greenland and Robins' variance (Biometrics 41, 1985); how much
the groups differ in one respect is the standardised mean difference, 0.1 being the usual limit (Austin 2009).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Generic, NamedTuple, TypeVar

from amdesk.domain.places.placement import LANGUAGE_LEVELS
from amdesk.domain.results.figures import Comparison, Figure, Z, compare, higher_or_lower
from amdesk.domain.texts import N_, Text, text

UNALIKE = 0.1
FEWEST_SHOWN = 20
"""Workplaces with fewer ended employments get no share of their own, and none are ranked."""


class Case(NamedTuple):
    """One employment as it began. Days waited, extent in percent and age in whole years; None where not recorded."""

    kind: str
    reached: bool
    language: str
    waited: int | None
    extent: int
    age: int | None


def language_band(level: str) -> str:
    if level not in LANGUAGE_LEVELS:
        return N_("Not recorded")
    return {"A0": "A0–A1", "A1": "A0–A1", "A2": "A2", "B1": "B1"}.get(level, "B2–C1")


def waited_band(days: int | None) -> str:
    if days is None:
        return N_("Not recorded")
    return N_("under 30 days") if days < 30 else N_("30–89 days") if days < 90 else N_("90 days or more")


def extent_band(percent: int) -> str:
    return N_("under 75 %") if percent < 75 else "75–99 %" if percent < 100 else "100 %"


def age_band(years: int | None) -> str:
    if years is None:
        return N_("Not recorded")
    return N_("under 30 years") if years < 30 else N_("30–54 years") if years < 55 else N_("55 years and older")


def _rank(level: str) -> float | None:
    return float(LANGUAGE_LEVELS.index(level)) if level in LANGUAGE_LEVELS else None


def _number(value: int | None) -> float | None:
    return None if value is None else float(value)


CAUSE = N_(
    "It cannot be concluded that the kind of place is the cause: nobody was placed by lot, and health, motive and network are not recorded."
)


@dataclass(frozen=True, slots=True)
class Variable:
    """How both groups are spread over the bands of one thing; `difference` in standard deviations, None where it cannot be told."""

    label: str
    bands: Sequence[tuple[str, int, int]]
    difference: float | None
    known: tuple[int, int] = (0, 0)
    """Of how many of each side it is known."""

    @property
    def alike(self) -> bool:
        return self.difference is None or abs(self.difference) < UNALIKE


@dataclass(frozen=True, slots=True)
class Mix:
    """The whole comparison. Points are percentage points, external minus in-house; `overlap` counts employments of `total`."""

    plain: Comparison
    variables: Sequence[Variable]
    points: float | None
    low: float | None
    high: float | None
    overlap: int
    total: int

    def sentences(self) -> list[Text]:
        """What may and what may not be concluded, in plain words."""
        return [said for said, _inside in self.judged()]

    def judged(self) -> list[tuple[Text, bool]]:
        """The same, each with whether it stays in the unit: the difference among people who are alike is computed from
        groups of a few, and what few are known of is told of those few."""
        out = [(self.plain.sentence, False)]
        if unlike := [v for v in self.variables if not v.alike]:
            names = [Text(v.label) for v in unlike]
            said = names[0] if len(names) == 1 else _joined(names)
            found = text(
                N_("The groups differ in: {what}. The difference may come from who gets which place."), what=said
            )
            out.append((found, any(min(v.known) < FEWEST_SHOWN for v in unlike)))
        out.append((self._alike(), True))
        return [*out, (Text(CAUSE), False)]

    def _alike(self) -> Text:
        if self.points is None or self.low is None or self.high is None:
            return text(N_("There are too few alike in both groups for a comparison between people who are alike."))
        numbers = {**apart(self.points, self.low, self.high), "overlap": self.overlap, "total": self.total}
        if self.points < 0:
            return text(
                N_(
                    "Among people alike in Swedish level, time waited, extent and age the share is {points} percentage points lower for external places (from {low} to {high}). {overlap} of {total} employments have somebody alike in the other group."
                ),
                **numbers,
            )
        return text(
            N_(
                "Among people alike in Swedish level, time waited, extent and age the share is {points} percentage points higher for external places (from {low} to {high}). {overlap} of {total} employments have somebody alike in the other group."
            ),
            **numbers,
        )


def apart(points: float, low: float, high: float) -> dict[str, float | Text]:
    """How far two shares lie apart, in percentage points, each end with its direction: of a share that is 3 lower (-8 to 2), 3, "8 lower"
    and "2 higher"."""
    return {"points": abs(points), "low": higher_or_lower(low), "high": higher_or_lower(high)}


def _joined(names: Sequence[Text]) -> Text:
    said = names[0]
    for n in names[1:]:
        said = text("{first}, {second}", first=said, second=n)
    return said


def mix(cases: Sequence[Case], external: Figure, in_house: Figure) -> Mix:
    """Compare the cases of both kinds; the figures are those printed of work or studies."""
    both = [c for c in cases if c.kind in {"external", "in_house"}]
    points, low, high, overlap = alike(both)
    return Mix(compare(external, in_house), [c.among(both) for c in COMPARED], points, low, high, overlap, len(both))


V = TypeVar("V", str, int, int | None)


@dataclass(frozen=True, slots=True)
class Compared(Generic[V]):
    """What is compared: label, its value in a case, the value's band, and its number."""

    label: str
    value: Callable[[Case], V]
    band: Callable[[V], str]
    number: Callable[[V], float | None]

    def among(self, cases: Sequence[Case]) -> Variable:
        """Values are counted first: there are few of them, whatever the number of cases."""
        counts = Counter((c.kind, self.value(c)) for c in cases)
        values = sorted({v for _, v in counts}, key=lambda v: (self.number(v) is None, self.number(v) or 0.0))
        bands: dict[str, tuple[int, int]] = {}
        for v in values:
            external, in_house = bands.get(self.band(v), (0, 0))
            bands[self.band(v)] = external + counts["external", v], in_house + counts["in_house", v]
        first, second = (
            [(n, counts[kind, v]) for v in values if (n := self.number(v)) is not None]
            for kind in ("external", "in_house")
        )
        known = sum(n for _, n in first), sum(n for _, n in second)
        return Variable(
            self.label, [(name, a, b) for name, (a, b) in bands.items()], _standardised(first, second), known
        )


COMPARED: tuple[Compared[str] | Compared[int] | Compared[int | None], ...] = (
    Compared(N_("Swedish level"), lambda c: c.language, language_band, _rank),
    Compared(N_("Time waited"), lambda c: c.waited, waited_band, _number),
    Compared(N_("Extent"), lambda c: c.extent, extent_band, float),
    Compared(N_("Age"), lambda c: c.age, age_band, _number),
)


def _standardised(first: Sequence[tuple[float, int]], second: Sequence[tuple[float, int]]) -> float | None:
    """From (value, how many) of each side; None where one has fewer than two."""
    if sum(n for _, n in first) < 2 or sum(n for _, n in second) < 2:
        return None
    (a, va), (b, vb) = _mean(first), _mean(second)
    spread = sqrt((va + vb) / 2)
    return round((a - b) / spread, 2) if spread else 0.0


def _mean(values: Sequence[tuple[float, int]]) -> tuple[float, float]:
    """Mean and variance."""
    total = sum(n for _, n in values)
    m = sum(v * n for v, n in values) / total
    return m, sum(n * (v - m) ** 2 for v, n in values) / (total - 1)


def alike(cases: Sequence[Case]) -> tuple[float | None, float | None, float | None, int]:
    """Mantel-Haenszel difference in points with its 95 % interval, and how many employments are in strata with both kinds."""
    strata: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for c, n in Counter(cases).items():
        s = strata[language_band(c.language), waited_band(c.waited), extent_band(c.extent), age_band(c.age)]
        at = 0 if c.kind == "external" else 2
        s[at] += n * c.reached
        s[at + 1] += n
    shared = [s for s in strata.values() if s[1] and s[3]]
    overlap = sum(s[1] + s[3] for s in shared)
    weight = sum(s[1] * s[3] / (s[1] + s[3]) for s in shared)
    if overlap < FEWEST_SHOWN or not weight:
        return None, None, None, overlap
    points = sum((a * n0 - b * n1) / (n1 + n0) for a, n1, b, n0 in shared) / weight
    spread = sum((a * (n1 - a) * n0**3 + b * (n0 - b) * n1**3) / (n1 * n0 * (n1 + n0) ** 2) for a, n1, b, n0 in shared)
    half = Z * sqrt(spread) / weight
    return 100 * points, 100 * (points - half), 100 * (points + half), overlap
