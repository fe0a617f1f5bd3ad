"""What a floor for a group would cost a round: the group placed as often as everybody, or as near to it as there are places that fit.

Of the round's own question, locks and turns kept, in its policy's order of people placed and fit, looking at today alone. Each floor is
solved anew and exactly, as the round is. Nothing here changes a proposal.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from amdesk.domain.booking.fairness import GroupShare, groups_of
from amdesk.domain.booking.rounds import Edge, RoundQuestion

Whole = NDArray[np.int64]


def with_floors(
    question: RoundQuestion, fixed: Sequence[Edge], shares: Sequence[GroupShare], genders: Mapping[int, str]
) -> list[GroupShare]:
    """The groups with what a floor for each would cost; groups that reach it cost nothing. `fixed` stands whatever the floor is, and
    `question` holds no edge beside it."""
    whole, groups = shares[0] if shares else None, groups_of(question, genders)
    if whole is None or not whole.waiting or not question.edges:
        return list(shares)
    now = _totals(best_with_floor(question, (), 0), fixed)
    out = []
    for g in shares:
        floor, mine = g.waiting * whole.placed // whole.waiting, groups[g.kind, g.code]
        if g.placed >= floor:  # as all together always do
            out.append(g._replace(floor=floor, reached=max(floor, g.placed)))
            continue
        has = sum(e.person in mine for e in fixed)
        chosen = best_with_floor(question, mine, floor - has)
        people, fit = _totals(chosen, fixed)
        reached = has + sum(e.person in mine for e in chosen)
        out.append(g._replace(floor=floor, reached=reached, people=now[0] - people, fit=now[1] - fit))
    return out


def _totals(chosen: Sequence[Edge], fixed: Sequence[Edge]) -> tuple[int, int]:
    return len(chosen) + len(fixed), sum(e.score for e in (*chosen, *fixed))


def best_with_floor(question: RoundQuestion, group: Collection[int], floor: int) -> list[Edge]:
    """The edges of the best assignment in which as many of the group are placed as can be, up to the floor. By person's position."""
    edges, people, slots = question.edges, len(question.people), len(question.slots)
    most = max(1, min(people, slots))
    fit = np.fromiter((e.score for e in edges), np.int64, len(edges))
    order = question.policy.order
    people_first = order.index("placed") < order.index("fit")
    value = 100 * most + 1 + fit if people_first else fit * (most + 1) + 1
    bonus = int(value.max(initial=0)) * most + 1
    return [edges[i] for i in _solved(question, value, frozenset(group), max(0, floor), bonus)]


def _solved(question: RoundQuestion, value: Whole, group: Collection[int], floor: int, bonus: int) -> list[int]:
    """A flow as the round's own (solver.py), in which the group is fed by a node of its own: so many units of it are worth the bonus."""
    edges, people, slots = question.edges, len(question.people), len(question.slots)
    source, sink, own = people + slots, people + slots + 1, people + slots + 2
    flow = min_cost_flow.SimpleMinCostFlow()
    for i in range(people):
        flow.add_arc_with_capacity_and_unit_cost(own if i in group else source, i, 1, 0)
    flow.add_arc_with_capacity_and_unit_cost(source, own, floor, -bonus)
    flow.add_arc_with_capacity_and_unit_cost(source, own, people, 0)
    arcs = [
        flow.add_arc_with_capacity_and_unit_cost(e.person, people + e.slot, 1, -int(v))
        for e, v in zip(edges, value, strict=True)
    ]
    for k in range(slots):
        flow.add_arc_with_capacity_and_unit_cost(people + k, sink, 1, 0)
    flow.add_arc_with_capacity_and_unit_cost(source, sink, people, 0)
    flow.set_node_supply(source, people)
    flow.set_node_supply(sink, -people)
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("the assignment was not solved")
    return [i for i, arc in enumerate(arcs) if flow.flow(arc)]
