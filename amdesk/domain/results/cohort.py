"""Cohorts: those whose employment ended in one year, and whether assistance or measures came back later.

Model of the city's follow-up of those who ended in 2020: a person is counted once, by her last end in the year. Assistance
counts for applicant and co-applicant alike; recoveries and zero are none. A frozen cohort is a list of anonymous rows with
a hash; the link to the person stands outside the hash and is emptied when she is erased.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from amdesk.domain.results.figures import Figure, Question, Rows, Ruler, figures
from amdesk.domain.results.outcomes import BY_GENDER, EVERYONE, GENDERS
from amdesk.domain.results.releases import CountedRow
from amdesk.domain.texts import N_
from amdesk.domain.values import add_months

VERSION = 1


class After(NamedTuple):
    """What a window says of one person: yes, no, or erased for both."""

    gender: str
    assistance: str
    measures: str


ASSISTANCE = N_(
    "Economic assistance in at least one month of the window, as applicant or co-applicant; recoveries and payments of zero are none. Base: persons whose last employment of the year ended in the year."
)
MEASURES = N_(
    "A municipal measure, or another labour-market employment, on at least one day of the window. Base: persons whose last employment of the year ended in the year."
)
PART = N_(
    "The four combinations of assistance and measures, and those whose personal data is erased, make up the whole. Base: persons whose last employment of the year ended in the year."
)


def _part(name: str, label: str, assistance: str, measures: str) -> Question[After]:
    return Question(name, label, lambda f: (f.assistance, f.measures) == (assistance, measures), PART, "ended")


COHORT = Ruler[After](
    "cohort",
    VERSION,
    (
        Question[After](
            "ended",
            N_("Ended in the year"),
            lambda _f: True,
            N_("Persons whose labour-market employment ended in the year, counted once by the last end."),
        ),
        Question[After](
            "assistance", N_("With economic assistance"), lambda f: f.assistance == "yes", ASSISTANCE, "ended"
        ),
        Question[After](
            "no_assistance", N_("Without economic assistance"), lambda f: f.assistance == "no", ASSISTANCE, "ended"
        ),
        Question[After]("measures", N_("In municipal measures"), lambda f: f.measures == "yes", MEASURES, "ended"),
        _part("assistance_only", N_("Assistance alone"), "yes", "no"),
        _part("measures_only", N_("Measures alone"), "no", "yes"),
        _part("assistance_and_measures", N_("Assistance and measures"), "yes", "yes"),
        _part("no_assistance_no_measures", N_("Neither assistance nor measures"), "no", "no"),
        Question[After](
            "erased", N_("Not followed: personal data erased"), lambda f: f.assistance == "erased", PART, "ended"
        ),
    ),
    (EVERYONE, *BY_GENDER),
    (
        (
            "ended",
            ("assistance_only", "measures_only", "assistance_and_measures", "no_assistance_no_measures", "erased"),
        ),
        ("assistance", ("assistance_only", "assistance_and_measures")),
        ("no_assistance", ("measures_only", "no_assistance_no_measures")),
        ("measures", ("measures_only", "assistance_and_measures")),
        ("ended", ("assistance", "no_assistance", "erased")),
    ),
    (GENDERS,),
)


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a cohort: her last end in the year. `person` is None once her data is erased."""

    key: int
    person: int | None
    gender: str
    ended: date


@dataclass(frozen=True, slots=True)
class Window:
    """When the members are looked for: a calendar year, or as many months for each after the own end (`months`)."""

    first: date
    last: date
    months: int = 0

    def of(self, member: Member) -> tuple[date, date]:
        """The window of one member, both days included. Payments are monthly: the month after the end is the first whole one."""
        if not self.months:
            return self.first, self.last
        begin = add_months(member.ended.replace(day=1), 1)
        return begin, date.fromordinal(add_months(begin, self.months).toordinal() - 1)

    @property
    def name(self) -> str:
        return f"+{self.months}m" if self.months else str(self.first.year)


def year_window(year: int) -> Window:
    return Window(date(year, 1, 1), date(year, 12, 31))


def equal_window(year: int, months: int) -> Window:
    """The same number of whole months after each person's own end: nobody has had longer than another."""
    return Window(date(year, 1, 1), date(year, 12, 31), months)


@dataclass(frozen=True, slots=True)
class Cohort:
    """A cohort seen in a window: one set, all figures from it. `frozen_on` and `digest` where it is frozen."""

    year: int
    window: Window
    members: Sequence[Member]
    rows: Rows[After]
    figures: Sequence[Figure]
    frozen_on: date | None = None
    digest: str = ""

    def figure(self, name: str) -> Figure:
        return next(f for f in self.figures if f.id == name)

    def counted(self) -> list[CountedRow]:
        """The rows behind the figures of those who can still be opened."""
        facts = {key: after for key, _, after in self.rows.rows}
        name = f"cohort {self.year} {self.window.name}"
        return [CountedRow(name, m.key, m.person, m.ended, tuple(facts[m.key])) for m in self.members if m.person]

    def behind(self, name: str) -> list[int]:
        """Keys of the persons that a figure counts, those that can still be opened."""
        what, whom = name.split(".")
        kept = set(self.rows.behind(COHORT.question(what), COHORT.group(whom)))
        return [m.person for m in self.members if m.key in kept and m.person is not None]


def seen(
    members: Sequence[Member],
    window: Window,
    paid: Mapping[int, Sequence[str]],
    measures: Mapping[int, Sequence[tuple[date, date | None]]],
) -> list[After]:
    """What the window says of each member. `paid` holds the months (2021-03) with assistance, `measures` (first, last) days."""
    out = []
    for m in members:
        if m.person is None:
            out.append(After(m.gender, "erased", "erased"))
            continue
        first, last = window.of(m)
        months = (f"{first:%Y-%m}", f"{last:%Y-%m}")
        helped = any(months[0] <= month <= months[1] for month in paid.get(m.person, ()))
        since = max(first, date.fromordinal(m.ended.toordinal() + 1))
        busy = any(begun <= last and (end is None or end >= since) for begun, end in measures.get(m.person, ()))
        out.append(After(m.gender, "yes" if helped else "no", "yes" if busy else "no"))
    return out


def cohort(
    year: int, window: Window, members: Sequence[Member], after: Sequence[After], frozen_on: date | None = None
) -> Cohort:
    rows = Rows.of([(m.key, m.key, a) for m, a in zip(members, after, strict=True)])
    found = figures(rows, COHORT)
    return Cohort(year, window, members, rows, found, frozen_on, digest(year, window, members, after))


def digest(year: int, window: Window, members: Sequence[Member], after: Sequence[After]) -> str:
    """SHA-256 of the anonymous rows, sorted, with year, window and the version of the definition. No person is in it."""
    rows = sorted((f"{m.ended:%Y-%m}", *a) for m, a in zip(members, after, strict=True))
    said = {"definition": f"cohort {VERSION}", "year": year, "window": window.name, "rows": rows}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def members_digest(members: Sequence[Member]) -> str:
    """SHA-256 of who a cohort was frozen with: months of end and genders, sorted. No person is in it."""
    return hashlib.sha256(json.dumps(sorted((f"{m.ended:%Y-%m}", m.gender) for m in members)).encode()).hexdigest()
