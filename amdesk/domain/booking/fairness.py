"""Whether rounds fall out fairly, and how often the first proposal is taken: counts of groups, and of nobody alone.

Of a round: how many waited and how many were placed, by gender, level of Swedish and time of waiting, beside what chance would have given:
the mean of RANDOM_ORDERS random orders (a fixed seed) in which each takes the best place that is left. Nothing here changes a proposal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import NamedTuple

from amdesk.domain.booking.rounds import Edge, RoundQuestion
from amdesk.domain.texts import N_

RANDOM_ORDERS, SEED = 25, 2026
WAITED = {
    "30": N_("up to 30 days"),
    "90": N_("31 to 90 days"),
    "180": N_("91 to 180 days"),
    "more": N_("more than 180 days"),
}
GROUP_KINDS = {"all": N_("Everybody"), "gender": N_("Gender"), "language": N_("Swedish"), "waited": N_("Waited")}
PASSED_REASONS = {
    "WISH": N_("The participant wanted this one"),
    "HOST": N_("Agreed with the workplace"),
    "KNOWN": N_("Knows the workplace already"),
    "TEAM": N_("Suits the group there"),
    "OTHER": N_("Another reason"),
}
"""Why a place was booked that was not the first proposal."""


class GroupShare(NamedTuple):
    """A group of a round: how many waited, were placed, and would have been by chance (a mean, in tenths of a person); and a floor:
    how many would be placed at everybody's share, how many can be, and what that would cost in people placed and marks of fit."""

    kind: str
    code: str
    waiting: int
    placed: int
    chance: int
    floor: int = 0
    reached: int = 0
    people: int = 0
    fit: int = 0


def band(days: int) -> str:
    """The group of a time of waiting, in days."""
    return next((code for code, most in (("30", 30), ("90", 90), ("180", 180)) if days <= most), "more")


def shares(question: RoundQuestion, chosen: Iterable[Edge], genders: Mapping[int, str]) -> list[GroupShare]:
    """Every group of a round, everybody first. `genders` is by person's key; who has none recorded is a group of its own."""
    placed = {e.person for e in chosen}
    chance, groups = by_chance(question), groups_of(question, genders)
    order = list(GROUP_KINDS)
    return [
        GroupShare(
            kind, code, len(who), sum(i in placed for i in who), round(10 * sum(chance[i] for i in who) / RANDOM_ORDERS)
        )
        for (kind, code), who in sorted(groups.items(), key=lambda g: (order.index(g[0][0]), g[0][1]))
    ]


def groups_of(question: RoundQuestion, genders: Mapping[int, str]) -> dict[tuple[str, str], list[int]]:
    """Who belongs to each group, by position in the round."""
    groups: dict[tuple[str, str], list[int]] = {}
    for i, person in enumerate(question.people):
        of = (
            ("all", ""),
            ("gender", genders.get(person.id, "")),
            ("language", person.language),
            ("waited", band(question.waited[i])),
        )
        for one in of:
            groups.setdefault(one, []).append(i)
    return groups


def by_chance(question: RoundQuestion) -> list[int]:
    """For each person in how many of the random orders she gets a place."""
    wanted: dict[int, list[int]] = {}
    for edge in sorted(question.edges, key=question.order):
        wanted.setdefault(edge.person, []).append(edge.slot)
    dice, found = Random(SEED), [0] * len(question.people)  # noqa: S311 - a seed that is always the same
    for _ in range(RANDOM_ORDERS):
        taken: set[int] = set()
        for i in dice.sample(range(len(question.people)), len(question.people)):
            slot = next((s for s in wanted.get(i, ()) if s not in taken), None)
            if slot is not None:
                taken.add(slot)
                found[i] += 1
    return found


def summed(rounds: Iterable[Sequence[GroupShare]]) -> list[GroupShare]:
    """Several rounds together; whoever waited in two of them counts in both."""
    out: dict[tuple[str, str], GroupShare] = {}
    for one in (share for each in rounds for share in each):
        before = out.get((one.kind, one.code), GroupShare(one.kind, one.code, 0, 0, 0))
        out[one.kind, one.code] = GroupShare(
            one.kind, one.code, *(x + y for x, y in zip(before[2:], one[2:], strict=True))
        )
    order = list(GROUP_KINDS)
    return sorted(out.values(), key=lambda s: (order.index(s.kind), s.code))


class ProposalsTaken(NamedTuple):
    """How often what was proposed was taken. Of the unit, never of one who books."""

    booked: int
    """Bookings that a rank was stored with."""
    first: int
    reasons: Mapping[str, int]
    """Why another was taken, by code of PASSED_REASONS; "" where nobody said."""
    overruled: Mapping[str, int]
    """Rules that bookings went on past for a reason, the most often first."""


def taken(rows: Iterable[tuple[int | None, str, str]]) -> ProposalsTaken:
    """Of bookings as (rank or None, reason, codes of rules in a row)."""
    ranked = 0
    first, said, rules = 0, dict[str, int](), dict[str, int]()
    for rank, why, codes in rows:
        for code in codes.split():
            rules[code] = rules.get(code, 0) + 1
        if rank is None:
            continue
        ranked += 1
        first += rank == 1
        if rank != 1:
            said[why] = said.get(why, 0) + 1
    most = dict(sorted(rules.items(), key=lambda r: (-r[1], r[0])))
    return ProposalsTaken(ranked, first, dict(sorted(said.items(), key=lambda r: (-r[1], r[0]))), most)
