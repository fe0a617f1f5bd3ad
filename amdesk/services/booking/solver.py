"""The exact optimum of a matching round: a minimum-cost flow, solved by OR-Tools.

A flow of one unit for each person goes from a source over the person, one fitting slot and that slot to a sink, or past
them all for nothing. Costs are whole numbers, so the answer is exact; the same arrays always give the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from amdesk.domain.booking.rounds import Edge, RoundQuestion, units

if TYPE_CHECKING:
    from ortools.linear_solver import pywraplp

Array = NDArray[np.int64]


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
    shown: Mapping[str, int], asked: Sequence[str], sums: Sequence[tuple[str, Sequence[str]]], enough: float
) -> dict[str, tuple[float, float]]:
    """The least and the most that each unknown count can be, where whole = sum of parts and no count is below 0.

    Exact but for rounding in the solver; infinity where nothing holds a count from above. Of a count that can be 0 and
    can be `enough` no more is asked than that: its most is what it was seen to be.
    """
    from ortools.linear_solver import pywraplp

    solver = pywraplp.Solver.CreateSolver("GLOP")
    unknown = {i for w, parts in sums for i in (w, *parts) if i not in shown}
    variables = {i: solver.NumVar(0, solver.infinity(), i) for i in sorted(unknown)}
    for whole, parts in sums:
        if unknown & {whole, *parts}:
            terms = [variables[p] if p in unknown else shown[p] for p in parts]
            solver.Add(sum(terms) == (variables[whole] if whole in unknown else shown[whole]))
    wanted = {i: variables[i] for i in asked if i in unknown}
    found = _seen(solver, wanted, enough)
    for name, variable in wanted.items():
        if name not in found:
            least, most = _end(solver, solver.Minimize, variable), _end(solver, solver.Maximize, variable)
            found[name] = 0.0 if least is None else least, float("inf") if most is None else most
    return {name: found[name] for name in wanted}


def _seen(
    solver: pywraplp.Solver, wanted: Mapping[str, pywraplp.Variable], enough: float
) -> dict[str, tuple[float, float]]:
    """Those that are seen to be 0 and to be `enough` where all together are made small, or up to that large: most are, and
    need not be asked one by one."""
    reach = {i: solver.NumVar(0, enough, f"{i} up to enough") for i in wanted}
    for name, variable in wanted.items():
        solver.Add(reach[name] <= variable)
    small, large = set(wanted), set(wanted)
    most = dict.fromkeys(wanted, 0.0)
    while small | large:
        before = len(small) + len(large)
        for goal, terms in (
            (solver.Minimize, [wanted[i] for i in small]),
            (solver.Maximize, [reach[i] for i in large]),
        ):
            if terms and _end(solver, goal, sum(terms)) is not None:
                met = {i: round(float(v.solution_value()), 6) for i, v in wanted.items()}
                most = {i: max(most[i], n) for i, n in met.items()}
                small, large = {i for i in small if met[i] > 0}, {i for i in large if most[i] < enough}
        if len(small) + len(large) == before:
            break
    return {i: (0.0, n) for i, n in most.items() if i not in small | large}


def _end(
    solver: pywraplp.Solver, goal: Callable[[pywraplp.LinearExpr], None], terms: pywraplp.LinearExpr
) -> float | None:
    """The least or the most of the terms; None where there is none."""
    goal(terms)
    return round(float(solver.Objective().Value()), 6) if solver.Solve() == solver.OPTIMAL else None
