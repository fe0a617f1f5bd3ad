"""How rounds fell out, as figures of a period: by group, for the unit alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from amdesk.domain.booking.fairness import (
    GROUP_KINDS,
    PASSED_REASONS,
    RANDOM_ORDERS,
    WAITED,
    GroupShare,
    ProposalsTaken,
)
from amdesk.domain.booking.matching import LEFT_OUT
from amdesk.domain.booking.wishes import WishMonth
from amdesk.domain.results.figures import Figure
from amdesk.domain.texts import N_, Text, text

WAITING = N_("Waiting in the rounds of the period; whoever waited in two rounds counts in both")
PLACED = N_("Placed by the round's proposal, of those who waited in it")
GENDERS = {"woman": N_("Woman"), "man": N_("Man"), "": N_("Not recorded")}


@dataclass(frozen=True, slots=True)
class FairnessReport:
    """Rounds and bookings of a period."""

    first: date
    last: date
    rounds: int
    figures: Sequence[Figure]
    chance: Sequence[GroupShare]
    taken: ProposalsTaken
    wishes: Sequence[WishMonth] = ()
    """Month by month how many got one of their first three wishes."""

    def sentences(self) -> list[Text]:
        """What is said beside the figures."""
        out = [
            text(
                N_("Beside it stands what chance would give: the mean of {count} random orders, a fixed seed."),
                count=RANDOM_ORDERS,
            )
        ]
        out += [floor_text(g) for g in self.chance if g.placed < g.floor]
        t = self.taken
        if t.booked:
            said = N_("The first proposal was taken in {first} of {booked} bookings.")
            out.append(text(said, first=t.first, booked=t.booked))
        if t.reasons:
            why, count = next(iter(t.reasons.items()))
            said = N_("Where another was taken the most common reason is: {why} ({count}).")
            out.append(text(said, why=Text(PASSED_REASONS.get(why, N_("not said"))), count=count))
        if t.overruled:
            rule, count = next(iter(t.overruled.items()))
            out.append(text(N_("The rule most often gone past: {rule} ({count})."), rule=rule_name(rule), count=count))
        if self.wishes:
            month, got, of = self.wishes[-1]
            said = N_("In {month} {got} of {of} bookings were one of the participant's first three wishes.")
            out.append(text(said, month=month, got=got, of=of))
        out.append(text(N_("It says nothing of any one who books.")))
        return out


def floor_text(group: GroupShare) -> Text:
    """What it would cost to place a group as often as everybody."""
    said = N_(
        "{whom}: as often as everybody would be {floor} instead of {placed}; {reached} can be reached, which costs {people} in people placed and {fit} marks of fit."
    )
    return text(
        said,
        whom=_whom(group),
        floor=group.floor,
        placed=group.placed,
        reached=group.reached,
        people=group.people,
        fit=group.fit,
    )


def rule_name(code: str) -> Text:
    """A rule by its words."""
    return Text(LEFT_OUT.get(code, code))


def group_name(kind: str, code: str) -> Text:
    """A group by its words."""
    names = {"gender": GENDERS, "waited": WAITED}.get(kind, {})
    if kind == "all":
        return Text(GROUP_KINDS["all"])
    return Text(names[code]) if code in names else Text(code or N_("Not recorded"))


def figures_of(groups: Sequence[GroupShare]) -> list[Figure]:
    """Who waited and who was placed, group by group."""
    out = []
    for g in groups:
        named = _id(g)
        label = Text(GROUP_KINDS["all"]) if g.kind == "all" else _whom(g)
        out.append(Figure(f"waiting.{named}", text(N_("Waiting")), label, g.waiting, g.waiting, text(WAITING)))
        out.append(Figure(f"placed.{named}", text(N_("Placed")), label, g.placed, g.waiting, text(PLACED)))
    return out


def _whom(g: GroupShare) -> Text:
    return text(N_("{kind}: {name}"), kind=Text(GROUP_KINDS[g.kind]), name=group_name(g.kind, g.code))


def _id(g: GroupShare) -> str:
    return "all" if g.kind == "all" else f"{g.kind}-{g.code or 'none'}"
