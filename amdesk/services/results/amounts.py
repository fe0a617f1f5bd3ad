"""Whether amounts that are told would tell what fewer than five people were paid, or bound it within 15 % (domain rule 13): by
themselves, and beside the amounts that were given out before.

Each amount that is told is a sum of payments. The payments fall into pieces by which of the amounts count them; whoever knows
the amounts solves for the pieces, and who was paid most in a piece is as good as known where the others were paid little.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple

from amdesk.domain.results.disclosure import SMALLEST_GROUP, small
from amdesk.domain.results.releases import CountedRow

if TYPE_CHECKING:
    from ortools.linear_solver.pywraplp import Solver, Variable

LEDGER = "ledger"
WITHIN = 0.15
"""How closely nobody may know what a person, or fewer than five, were paid: as a part of it."""
KNOWN = 2
"""So many of those behind an amount are taken to know what they were paid themselves, and to tell each other."""

Payment = tuple[int, int, int]
"""Whose it is, of which month, and how much in öre."""


class ToldAmounts(NamedTuple):
    """The people of a ledger, and the payments behind each amount that it tells."""

    people: frozenset[int]
    sums: Sequence[Mapping[Payment, int]]
    """Of each phase, how often each payment is counted: two equal ones of a month are two."""


def told(counted: Sequence[CountedRow]) -> ToldAmounts:
    """What a report tells of amounts, from the rows that it counted."""
    people = frozenset(r.person for r in counted if r.counts == LEDGER)
    sums: dict[str, dict[Payment, int]] = defaultdict(lambda: defaultdict(int))
    for r in counted:
        if r.counts.startswith("paid "):
            sums[r.counts][r.person, r.key, int(r.facts[0])] += 1
    return ToldAmounts(people, list(sums.values()))


def tell_of_few(now: ToldAmounts, before: Sequence[ToldAmounts]) -> bool:
    """True where the amounts must stay in the unit."""
    if any(small(len(a.people - b.people)) for then in before for a, b in ((now, then), (then, now))):
        return True
    sums = [s for t in (now, *before) for s in t.sums]
    if any(_dominated(_by_person(s)) for s in now.sums):
        return True
    earlier = [s for t in before for s in t.sums]
    return bool(earlier) and bool(_Pieces(sums).known() - _Pieces(earlier).known())


def _by_person(payments: Mapping[Payment, int]) -> dict[int, int]:
    out: dict[int, int] = defaultdict(int)
    for (person, _month, amount), times in payments.items():
        out[person] += amount * times
    return out


def _dominated(people: Mapping[int, int], room: float = 0.0) -> bool:
    """Whether two of the others know what one of them was paid within 15 %, where the sum is known with so much room."""
    paid = sorted((abs(n) for n in people.values() if n), reverse=True)
    if not paid:
        return False
    return len(paid) < SMALLEST_GROUP or sum(paid[1 + KNOWN :]) + room < WITHIN * paid[0]


Window = frozenset[frozenset[int]]
"""Some of the pieces, each by the numbers of the sums that count it."""


class _Pieces:
    """The payments by which of the sums count them, and what whoever knows the sums can work out of the pieces."""

    def __init__(self, sums: Sequence[Mapping[Payment, int]]) -> None:
        self.sums = sums
        pieces: dict[frozenset[int], dict[Payment, int]] = defaultdict(dict)
        for payment in {p for s in sums for p in s}:
            counts = [s.get(payment, 0) for s in sums]
            for times in range(1, max(counts) + 1):
                name = frozenset(i for i, n in enumerate(counts) if n >= times)
                pieces[name][payment] = pieces[name].get(payment, 0) + 1
        self.pieces = pieces

    def known(self) -> set[frozenset[Payment]]:
        """The payments of each piece, and of what one sum counts and another does not, that are told of a few."""
        from ortools.linear_solver import pywraplp

        solver = pywraplp.Solver.CreateSolver("GLOP")
        values = {name: sum(p[2] * n for p, n in paid.items()) for name, paid in self.pieces.items()}
        much = 2 * sum(abs(v) for v in values.values()) + 1
        cells = {name: solver.NumVar(min(0, v), much, "") for name, v in values.items()}
        for i in range(len(self.sums)):
            mine = [name for name in self.pieces if i in name]
            whole = sum(values[name] for name in mine)
            row = solver.Constraint(whole, whole)
            for name in mine:
                row.SetCoefficient(cells[name], 1)
        return {
            frozenset(p for name in window for p in self.pieces[name])
            for window in self._windows()
            if self._tells(window, sum(values[name] for name in window), _ends(solver, [cells[n] for n in window]))
        }

    def _tells(self, window: Window, paid: int, ends: tuple[float, float]) -> bool:
        people = self._people(window)
        if small(sum(1 for n in people.values() if n)):
            return min(paid - ends[0], ends[1] - paid) < WITHIN * abs(paid)
        return _dominated(people, ends[1] - paid)

    def _windows(self) -> set[Window]:
        """Each piece, and what two sums have in common or not."""
        out = {frozenset({name}) for name in self.pieces}
        for i, j in permutations(range(len(self.sums)), 2):
            out.add(frozenset(n for n in self.pieces if i in n and j not in n))
            out.add(frozenset(n for n in self.pieces if i in n and j in n))
        return {w for w in out if w}

    def _people(self, window: Window) -> dict[int, int]:
        out: dict[int, int] = defaultdict(int)
        for name in window:
            for person, paid in _by_person(self.pieces[name]).items():
                out[person] += paid
        return out


def _ends(solver: Solver, cells: Sequence[Variable]) -> tuple[float, float]:
    """The least and the most that some pieces can be together. Raises RuntimeError where the solver finds nothing, which the
    true amounts rule out."""
    goal, ends = solver.Objective(), []
    for set_up in (goal.SetMinimization, goal.SetMaximization):
        goal.Clear()
        for cell in cells:
            goal.SetCoefficient(cell, 1)
        set_up()
        if solver.Solve() != solver.OPTIMAL:
            raise RuntimeError("the sums of amounts were not solved")
        ends.append(float(goal.Value()))
    return ends[0], ends[1]
