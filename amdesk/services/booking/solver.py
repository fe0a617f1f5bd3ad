"""The exact optimum of a matching round: a minimum-cost flow, solved by OR-Tools.

A flow of one unit for each person goes from a source over the person, one fitting slot and that slot to a sink, or past
them all for nothing. Costs are whole numbers, so the answer is exact; the same arrays always give the same answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from amdesk.domain.booking.rounds import Edge, RoundQuestion, units

if TYPE_CHECKING:
    from ortools.linear_solver import pywraplp

Array = NDArray[np.int64]
Row = tuple[int, tuple[tuple[str, int], ...]]
"""A total, and how often each unknown count stands in it."""
Question = tuple[tuple[Row, ...], tuple[str, ...], float]
Found = dict[str, tuple[float, float]]


def graph(question: RoundQuestion) -> tuple[Array, Array, Array]:
    """(person, slot, value) of every edge; value is what the edge is worth under the policy."""
    n = len(question.edges)
    who = np.fromiter((e.person for e in question.edges), np.int64, n)
    where = np.fromiter((e.slot for e in question.edges), np.int64, n)
    fit = np.fromiter((e.score for e in question.edges), np.int64, n)
    unit = units(question.policy, len(question.people), len(question.slots))
    waiting = np.asarray(question.waited, np.int64)
    value = unit["placed"] + unit["fit"] * fit + unit["waiting"] * (waiting[who] if n else fit)
    return who, where, value


def solve(people: int, slots: int, who: Array, where: Array, value: Array) -> Array:
    """Indices of the chosen edges: each person and each slot at most once, with the largest sum of values.

    `who` and `where` number people from 0 and slots from 0; values are positive. Raises RuntimeError where the solver
    finds no optimum, which these graphs always have.
    """
    flow, edges = network(people, slots, who, where, value)
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("the assignment was not solved")
    chosen: Array = np.flatnonzero(flow.flows(edges)).astype(np.int64)
    return chosen


def network(
    people: int, slots: int, who: Array, where: Array, value: Array
) -> tuple[min_cost_flow.SimpleMinCostFlow, Array]:
    """The flow network of the arrays, and the handles of its edges."""
    source, sink = people + slots, people + slots + 1
    flow = min_cost_flow.SimpleMinCostFlow()
    ones_p, ones_s = np.ones(people, np.int64), np.ones(slots, np.int64)
    everyone, every_slot = np.arange(people), np.arange(people, people + slots)
    flow.add_arcs_with_capacity_and_unit_cost(np.full(people, source), everyone, ones_p, np.zeros(people, np.int64))
    edges = flow.add_arcs_with_capacity_and_unit_cost(who, where + people, np.ones(len(who), np.int64), -value)
    flow.add_arcs_with_capacity_and_unit_cost(every_slot, np.full(slots, sink), ones_s, np.zeros(slots, np.int64))
    flow.add_arc_with_capacity_and_unit_cost(source, sink, people, 0)
    flow.set_node_supply(source, people)
    flow.set_node_supply(sink, -people)
    return flow, edges


def best(question: RoundQuestion) -> list[Edge]:
    """The edges of the optimum."""
    if not question.edges:
        return []
    chosen = solve(len(question.people), len(question.slots), *graph(question))
    return [question.edges[i] for i in chosen]


def totals(edges: Iterable[Edge]) -> tuple[int, int]:
    """(people placed, sum of scores)."""
    scores: Sequence[int] = [e.score for e in edges]
    return len(scores), sum(scores)


def ranges(
    shown: Mapping[str, int],
    asked: Sequence[str],
    sums: Sequence[tuple[str, Sequence[str]]],
    enough: float,
    known: dict[Question, Found] | None = None,
) -> Found:
    """The least and the most that each unknown count can be, where whole = sum of parts and no count is below 0.

    Exact but for rounding in the solver; infinity where nothing holds a count from above. Of a count that can be 0 and
    can be `enough` no more is asked than that: its most is what it was seen to be. Counts that no chain of sums ties together
    are asked apart; `known` keeps the answers for whoever asks again with a few counts more or less, which changes few of them.
    """
    known = {} if known is None else known
    rows = dict.fromkeys(_row(shown, whole, parts) for whole, parts in sums)
    found: Found = {}
    for part in _parts([row for row in rows if row[1]]):
        names = {name for _, terms in part for name, _ in terms}
        question = tuple(part), tuple(i for i in asked if i in names), enough
        if question[1]:
            if question not in known:
                known[question] = _bounds(*question)
            found |= known[question]
    return {i: found[i] for i in asked if i in found}


def _row(shown: Mapping[str, int], whole: str, parts: Sequence[str]) -> Row:
    terms = Counter(p for p in parts if p not in shown)
    terms[whole] -= whole not in shown
    return shown.get(whole, 0) - sum(shown.get(p, 0) for p in parts), tuple((i, n) for i, n in terms.items() if n)


def _parts(rows: Sequence[Row]) -> Iterable[list[Row]]:
    """The rows by what a chain of them ties together."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while above.setdefault(name, name) != name:
            name = above[name]
        return name

    for _, terms in rows:
        for name, _ in terms:
            above[top(name)] = top(terms[0][0])
    out: dict[str, list[Row]] = {}
    for row in rows:
        out.setdefault(top(row[1][0][0]), []).append(row)
    return out.values()


def _bounds(rows: Sequence[Row], asked: Sequence[str], enough: float) -> Found:
    from ortools.linear_solver import pywraplp

    solver = pywraplp.Solver.CreateSolver("GLOP")
    unknown = sorted({name for _, terms in rows for name, _ in terms})
    variables = {i: solver.NumVar(0, solver.infinity(), i) for i in unknown}
    for total, terms in rows:
        row = solver.Constraint(
            total, total
        )  # not as an expression: those are trees of objects, built anew for each sum
        for name, times in terms:
            row.SetCoefficient(variables[name], times)
    wanted = {i: variables[i] for i in asked}
    found = _seen(solver, wanted, enough)
    for name, variable in wanted.items():
        if name not in found:
            least, most = _least(solver, [variable]), _most(solver, [variable])
            found[name] = 0.0 if least is None else least, float("inf") if most is None else most
    return found


def _seen(
    solver: pywraplp.Solver, wanted: Mapping[str, pywraplp.Variable], enough: float
) -> dict[str, tuple[float, float]]:
    """Those that are seen to be 0 and to be `enough` where all together are made small, or up to that large: most are, and
    need not be asked one by one."""
    reach = {i: solver.NumVar(0, enough, f"{i} up to enough") for i in wanted}
    for name, variable in wanted.items():
        row = solver.Constraint(0, solver.infinity())
        row.SetCoefficient(variable, 1)
        row.SetCoefficient(reach[name], -1)
    small, large = set(wanted), set(wanted)
    most = dict.fromkeys(wanted, 0.0)
    while small | large:
        before = len(small) + len(large)
        for end, of in ((_least, [wanted[i] for i in small]), (_most, [reach[i] for i in large])):
            if of and end(solver, of) is not None:
                met = {i: round(float(v.solution_value()), 6) for i, v in wanted.items()}
                most = {i: max(most[i], n) for i, n in met.items()}
                small, large = {i for i in small if met[i] > 0}, {i for i in large if most[i] < enough}
        if len(small) + len(large) == before:
            break
    return {i: (0.0, n) for i, n in most.items() if i not in small | large}


def _least(solver: pywraplp.Solver, of: Sequence[pywraplp.Variable]) -> float | None:
    """The least that these can be together; None where there is none."""
    return _end(solver, of, solver.Objective().SetMinimization)


def _most(solver: pywraplp.Solver, of: Sequence[pywraplp.Variable]) -> float | None:
    """The most; None where nothing holds them."""
    return _end(solver, of, solver.Objective().SetMaximization)


def _end(solver: pywraplp.Solver, of: Sequence[pywraplp.Variable], way: Callable[[], None]) -> float | None:
    goal = solver.Objective()
    goal.Clear()
    for variable in of:
        goal.SetCoefficient(variable, 1)
    way()
    return round(float(goal.Value()), 6) if solver.Solve() == solver.OPTIMAL else None
