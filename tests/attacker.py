"""Whoever wants to know of a few, with every report ever given out and whole numbers: what can be found, and how closely.

Nothing here is taken from the program: it reads the documents as anybody does, knows what the words mean and how many days
ninety are, and asks CP-SAT for the least and the most that each number can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from ortools.sat.python import cp_model

GENDERS, PLACES = ("women", "men", "unrecorded"), ("external", "in_house", "host_unrecorded")
GROUPS = ("all", *GENDERS, *PLACES)
FOLLOWUP: dict[str, list[tuple[str, ...]]] = {
    "reached_day90": [
        ("work", "studies", "interrupted", "other", "reason_unrecorded"),
        ("contacted", "not_contacted"),
        (
            "situation_work",
            "situation_studies",
            "situation_unemployment_fund",
            "situation_other",
            "situation_not_known",
        ),
        ("plan_city_only", "plan_pes_only", "plan_both", "plan_neither", "plan_unknown"),
    ],
    "work_or_studies": [("work", "studies")],
    "plan_city": [("plan_city_only", "plan_both")],
    "plan_pes": [("plan_pes_only", "plan_both")],
    "plan_either": [("plan_city_only", "plan_pes_only", "plan_both")],
}
AT_END: dict[str, list[tuple[str, ...]]] = {
    "kolada_ended": [("kolada_work", "kolada_studies", "kolada_other", "kolada_unknown")],
    "kolada_work_or_studies": [("kolada_work", "kolada_studies")],
}
COHORT: dict[str, list[tuple[str, ...]]] = {
    "ended": [
        ("assistance_only", "measures_only", "assistance_and_measures", "no_assistance_no_measures", "erased"),
        ("assistance", "no_assistance", "erased"),
    ],
    "assistance": [("assistance_only", "assistance_and_measures")],
    "no_assistance": [("measures_only", "no_assistance_no_measures")],
    "measures": [("measures_only", "assistance_and_measures")],
}


def named(ruler: Mapping[str, Sequence[Sequence[str]]]) -> list[str]:
    return sorted({*ruler, *(p for parts in ruler.values() for ps in parts for p in ps)})


NAMES = named(FOLLOWUP)
NOT_KNOWN = {"reason_unrecorded", "situation_not_known", "plan_unknown", "kolada_unknown", "erased"}
FACTS = (
    {q for r in (FOLLOWUP, AT_END, COHORT) for q in named(r)} - NOT_KNOWN - {"reached_day90", "kolada_ended", "ended"}
)
"""What somebody would not have told of him: how many there are, and what is not known of them, says nothing of anybody."""
FEW_SHARE = 20
LATER = timedelta(90)
"""An employment stands in the result of the day so long after its end."""
ANY = 400
Days = tuple[date, date]


class Known(NamedTuple):
    """A document: the days on which its employments had been over for ninety days, and every number it tells."""

    days: Days
    told: Mapping[tuple[str, tuple[str, ...]], int]


def read(document: Mapping[str, Any], ruler: Mapping[str, Any] = FOLLOWUP) -> Known:
    """The counts of a report's JSON, its bases too, by what is counted and the groups that stand together."""
    told: dict[tuple[str, tuple[str, ...]], int] = {}
    names, whole = named(ruler), next(iter(ruler))
    for f in document["figures"]:
        what, whom = f["id"].split(".")
        if what not in names:
            continue
        groups = together(whom)
        if f["count"] is not None:
            told[what, groups] = f["count"]
        else:
            assert (f["percent"], f["low"], f["high"]) == (None, None, None), f["id"]
        if f["base"] is not None:
            told[whole, groups] = f["base"]
    first, last, on = (date.fromisoformat(document[k]) for k in ("from", "to", "data_date"))
    if ruler is AT_END:
        return Known((first + LATER, min(last, on) + LATER), told)
    return Known((first, min(last, on)), told)


def together(whom: str) -> tuple[str, ...]:
    """Whom a column is of: "men_and_unrecorded" are two groups."""
    if not whom.endswith("_and_unrecorded"):
        return (whom,)
    group = whom.removesuffix("_and_unrecorded")
    return (group, "unrecorded" if group in GENDERS else "host_unrecorded")


class Attack:
    """All documents in one model: a number for each count in each span of days between two reports' ends."""

    def __init__(
        self,
        documents: Iterable[Known],
        at_end: Iterable[Known] = (),
        some: Iterable[Known] = (),
        cohorts: Mapping[int, Known] | None = None,
        twice: Mapping[int, Mapping[str, int]] | None = None,
        ledgers: Iterable[tuple[Days, int]] = (),
    ) -> None:
        """`at_end` are results of the end of the same employments, `some` of a part of them, `cohorts` of a year's people; `twice`
        says how many of its employments were of people who ended another later in the year, where that is known. `ledgers` say
        how many employments ended: their persons, by somebody who knows whom they leave out and who ended two."""
        self.known = [*documents, *at_end]
        self.model = cp_model.CpModel()
        self.some, self.cohorts, self.twice = list(some), cohorts or {}, twice or {}
        counted = list(ledgers)
        years = [(date(y, 1, 1) + LATER, date(y, 12, 31) + LATER) for y in self.cohorts]
        spans = [*(k.days for k in (*self.known, *self.some)), *years, *(d for d, _ in counted)]
        ends = {d for a, b in spans for d in (a, b + timedelta(1))}
        self.days = sorted(ends)
        self.cells: dict[tuple[int, str, str], cp_model.IntVar] = {}
        for at in range(len(self.days) - 1):
            self._piece(at)
        for k in self.known:
            for (what, groups), n in k.told.items():
                self.model.add(self.number(what, groups, k.days) == n)
        self.parts = [self._part(k, FOLLOWUP, "reached_day90", k.days) for k in self.some]
        self.years = {
            y: self._part(k, COHORT, "kolada_ended", days)
            for (y, k), days in zip(self.cohorts.items(), years, strict=True)
        }
        for (y, cell), days in zip(self.years.items(), years, strict=True):
            for g, n in self.twice.get(y, {}).items():
                self.model.add(cell["ended", g] + n == self.number("kolada_ended", (g,), days))
        for days, n in counted:
            self.model.add(self.number("kolada_ended", ("all",), days) == n)
        self.solver = cp_model.CpSolver()
        self.solver.parameters.num_workers = 1
        self.met: list[cp_model.CpSolver] = []

    def _piece(self, at: int) -> None:
        cell = {**self._table(FOLLOWUP, (GENDERS, PLACES)), **self._table(AT_END, (GENDERS,))}
        self.cells |= {(at, q, g): v for (q, g), v in cell.items()}
        for g in ("all", *GENDERS):
            self.model.add(cell["kolada_ended", g] == cell["reached_day90", g])
            for what in ("work", "studies"):
                self.model.add(cell[f"kolada_{what}", g] <= cell[what, g])

    def _table(
        self, ruler: Mapping[str, Sequence[Sequence[str]]], splits: Sequence[Sequence[str]]
    ) -> dict[tuple[str, str], cp_model.IntVar]:
        groups = ("all", *(g for split in splits for g in split))
        cell = {(q, g): self.model.new_int_var(0, ANY, "") for q in named(ruler) for g in groups}
        for whole, sums in ruler.items():
            for parts in sums:
                for g in groups:
                    self.model.add(cell[whole, g] == sum(cell[p, g] for p in parts))
        for q in named(ruler):
            for split in splits:
                self.model.add(cell[q, "all"] == sum(cell[q, g] for g in split))
        return cell

    def _part(
        self, known: Known, ruler: Mapping[str, Sequence[Sequence[str]]], whole: str, days: Days
    ) -> dict[tuple[str, str], cp_model.IntVar]:
        """A table of a part of the employments of some days: of none of its groups there are more than of the whole's."""
        cell = self._table(ruler, (GENDERS, PLACES) if ruler is FOLLOWUP else (GENDERS,))
        for (what, groups), n in known.told.items():
            self.model.add(sum(cell[what, g] for g in groups) == n)
        for (what, g), one in cell.items():
            if ruler is FOLLOWUP:
                self.model.add(one <= self.number(what, (g,), days))
            elif what == next(iter(ruler)):
                self.model.add(one <= self.number(whole, (g,), days))
        return cell

    def number(self, what: str, groups: Sequence[str], days: Days) -> cp_model.LinearExpr:
        """A count within some days, which begin and end where reports do."""
        pieces = [at for at, d in enumerate(self.days[:-1]) if days[0] <= d <= days[1]]
        return cp_model.LinearExpr.sum([self.cells[at, what, g] for at in pieces for g in groups])

    def can(self, number: cp_model.LinearExpr, low: int, high: int) -> bool:
        """Whether every document could be as it is with the number between the two."""
        if any(low <= s.value(number) <= high for s in self.met):
            return True
        self.model.clear_assumptions()
        so = self.model.new_bool_var("")
        self.model.add_linear_constraint(number, low, high).only_enforce_if(so)
        self.model.add_assumption(so)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.cp_model_probing_level = 0  # one number more is asked of the same model hundreds of times
        solver.parameters.symmetry_level = 0
        solver.parameters.max_presolve_iterations = 1
        if solver.solve(self.model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return False
        self.met.append(solver)
        return True

    def ends(self, number: cp_model.LinearExpr) -> tuple[int, int]:
        """The least and the most that a number can be."""
        found = []
        for ask in (self.model.minimize, self.model.maximize):
            self.model.clear_assumptions()
            ask(number)
            assert self.solver.solve(self.model) == cp_model.OPTIMAL
            found.append(round(self.solver.objective_value))
        self.model.clear_objective()  # type: ignore[no-untyped-call]  # of the library
        return found[0], found[1]


class Found(NamedTuple):
    """What is known too well of a few: what, of whom, within which days, how many they are, and why."""

    what: str
    groups: tuple[str, ...]
    days: Days
    truth: int
    why: str


def leaks(
    attack: Attack,
    truth: Mapping[str, int],
    days: Days,
    columns: Sequence[tuple[str, ...]],
    ruler: Mapping[str, Any] = FOLLOWUP,
    table: Mapping[tuple[str, str], cp_model.IntVar] | None = None,
    told_of: Mapping[str, int] | None = None,
    of: Sequence[str] = (),
) -> list[Found]:
    """What of a few, or of a whole group, the documents bound more closely than the rule says, within some days (or of one table):
    small counts and small rests are anything from nothing to five, and what none or all of under twenty have may be five.
    `told_of` are the true counts of a document of which these days are a part: what none or all of its twenty have may be told. `of`
    are the counts that are asked about, where not all are."""
    out = []
    whole_name = next(iter(ruler))

    def asked_of(what: str, groups: Sequence[str]) -> cp_model.LinearExpr:
        if table is not None:
            return cp_model.LinearExpr.sum([table[what, g] for g in groups])
        return attack.number(what, groups, days)

    for what in of or named(ruler):
        everyone = truth[f"{what}.all"], truth[f"{whole_name}.all"]
        of_these = told_of or truth
        every = of_these[f"{what}.all"], of_these[f"{whole_name}.all"]
        for groups in columns:
            n = sum(truth[f"{what}.{g}"] for g in groups)
            base = sum(truth[f"{whole_name}.{g}"] for g in groups)
            number, whole = asked_of(what, groups), asked_of(whole_name, groups)
            sides = (
                (n, number, what, everyone[0], every[0]),
                (base - n, whole - number, f"not {what}", everyone[1] - everyone[0], every[1] - every[0]),
            )
            for few, asked, name, of_all, of_every in sides:
                shared = (
                    few == 0
                    and what in FACTS
                    and 0 < base < FEW_SHARE
                    and not (of_all == 0 and everyone[1] >= FEW_SHARE)
                    and not (of_every == 0 and every[1] >= FEW_SHARE)
                )
                if 0 < few < 5 and not attack.can(asked, 0, 0):
                    out.append(Found(name, groups, days, few, "not nothing"))
                if (0 < few < 5 or shared) and not attack.can(asked, 5, ANY):
                    out.append(Found(name, groups, days, few, "not five"))
    return out
