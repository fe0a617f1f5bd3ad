"""The exact optimum of a matching round: a minimum-cost flow, solved by OR-Tools.

A flow of one unit for each person goes from a source over the person, one fitting slot and that slot to a sink, or past
them all for nothing. Costs are whole numbers, so the answer is exact; the same arrays always give the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from amdesk.domain.booking.ahead import CLAIMED, Prices, terms
from amdesk.domain.booking.rounds import LONGEST_WAIT, Edge, RoundQuestion, units
from amdesk.domain.booking.wishes import by_turn

Array = NDArray[np.int64]
COARSE = 1000
"""Hundred thousandths in a hundredth."""


def graph(question: RoundQuestion) -> tuple[Array, Array, Array]:
    """(person, slot, value) of every edge; value is what the edge is worth under the policy, 0 where it is held."""
    n = len(question.edges)
    who = np.fromiter((e.person for e in question.edges), np.int64, n)
    where = np.fromiter((e.slot for e in question.edges), np.int64, n)
    fit = np.fromiter((e.score for e in question.edges), np.int64, n)
    waiting = np.asarray(question.waited, np.int64)
    if question.ahead is not None and n:
        return who, where, _looking_ahead(question, question.ahead, who, where, fit)
    unit = units(question.policy, len(question.people), len(question.slots))
    value = unit["placed"] + unit["fit"] * fit + unit["waiting"] * (waiting[who] if n else fit)
    return who, where, value


def worths(question: RoundQuestion, ahead: Prices, who: Array, where: Array, fit: Array) -> Array:
    """What looking ahead says each edge is worth (see `worth` in domain/booking/ahead.py); 0 where it is held."""
    of_slot = np.array([ahead.of_place.get(s.placement.id, 0) for s in question.slots], np.int64)
    of = terms(question.policy.strength)
    place, waiting = of_slot[where], np.asarray(ahead.of_waiting, np.int64)[who]
    said = of.whole + of.mark * fit - of.price * (place + waiting * np.minimum(place, CLAIMED) // CLAIMED)
    kept: Array = np.maximum(said, 0)
    return kept


def _looking_ahead(question: RoundQuestion, ahead: Prices, who: Array, where: Array, fit: Array) -> Array:
    """The policy's order with what edges are worth in place of their number. Where the fit comes next after the number it is in the
    worth already; elsewhere the worth is told in hundredths of a person, so that all of it stays a whole number that fits."""
    order, most = question.policy.order, max(1, min(len(question.people), len(question.slots)))
    said = worths(question, ahead, who, where, fit)
    joined = order.index("fit") == order.index("placed") + 1
    coarse = said if joined else (said + COARSE - 1) // COARSE
    values = {"placed": coarse, "fit": fit, "waiting": np.asarray(question.waited, np.int64)[who]}
    largest = {"placed": int(coarse.max()), "fit": 100, "waiting": LONGEST_WAIT}
    value, unit = np.zeros(len(who), np.int64), 1
    for aim in reversed([a for a in order if not (joined and a == "fit")]):
        value += unit * values[aim]
        unit *= largest[aim] * most + 1
    return np.where(said > 0, value, 0)


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
    """The edges of the optimum; under a policy of turns those that the turns give."""
    if not question.edges:
        return []
    if question.policy.by_wishes:
        return by_turn(question)
    who, where, value = graph(question)
    if question.ahead is None:
        chosen = solve(len(question.people), len(question.slots), who, where, value)
        return [question.edges[i] for i in chosen]
    kept = np.flatnonzero(value)
    chosen = solve(len(question.people), len(question.slots), who[kept], where[kept], value[kept])
    return [question.edges[i] for i in kept[chosen]]


def totals(edges: Iterable[Edge]) -> tuple[int, int]:
    """(people placed, sum of scores)."""
    scores: Sequence[int] = [e.score for e in edges]
    return len(scores), sum(scores)
