"""Why this and not that: a proposal of a round beside another, told by solving the round anew with the person moved there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from amdesk.domain.booking.ahead import worth
from amdesk.domain.booking.matching import LEFT_OUT, Opening, gate, wanted_from
from amdesk.domain.booking.rounds import Edge, Proposal, RoundQuestion
from amdesk.domain.booking.wishes import wanted_order
from amdesk.domain.texts import N_, Text, plural, text
from amdesk.services.booking.solver import best

if TYPE_CHECKING:
    from amdesk.services.booking.rounds import Round

WORTH = "worth"


class NotThere(NamedTuple):
    """Why one proposal is not at the place of another. `less` is how much less of `aim` there would be; both empty where the
    sentence is about a rule or a lock, and `less` 0 where it would be as good."""

    this: Proposal
    that: Proposal
    text: Text
    aim: str = ""
    less: int = 0


def why_not(answer: Round, this: Proposal, that: Proposal) -> NotThere:
    """Why the person of one proposal is not at the placement of another. The sentence is what comes out of solving the round anew
    with her there, on any of its places that fit her, and everybody else free to move; of turns it is whose turn came first."""
    name, where = this.person.shown_name, that.slot.placement.name
    if this.slot.placement.id == that.slot.placement.id:
        return NotThere(this, that, text(N_("Both are proposed for {place}."), place=where))
    if that.locked or this.locked:
        who = that.person.shown_name if that.locked else name
        place = where if that.locked else this.slot.placement.name
        return NotThere(this, that, text(N_("{name} is locked to {place}."), name=who, place=place))
    if this.turn and answer.question.policy.by_wishes and (fit := _edges(answer.question, this, that)):
        return NotThere(this, that, _wanted(answer, this, that, fit))
    if this.turn:
        own = N_("It is the turn of {name} in the queue to {place}: queues stand before the policy.")
        return NotThere(this, that, text(own, name=name, place=this.slot.placement.name))
    there = _edges(answer.rest, this, that)
    if not there and _edges(answer.question, this, that):
        others = N_("The places at {place} that fit {name} go by the queue there.")
        return NotThere(this, that, text(others, name=name, place=where))
    if not there:
        return NotThere(this, that, _closed(answer, this, that))
    if answer.rest.policy.by_wishes:
        return NotThere(this, that, _turn(answer, this, that, there))
    aims = _aims(answer.rest)
    now = _totals(answer.rest, best(answer.rest))
    tried = (_totals(answer.rest, [e, *best(_without(answer.rest, e))]) for e in there)
    then = max(tried, key=lambda found: [found[a] for a in aims])
    for aim in aims:
        if now[aim] != then[aim]:
            less = now[aim] - then[aim]
            return NotThere(this, that, _said(aim, less, name, where), aim, less)
    said = text(
        N_("With {name} at {place} it would be just as good: equals are proposed in a fixed order."),
        name=name,
        place=where,
    )
    return NotThere(this, that, said, _aims(answer.rest)[0], 0)


def every_other(answer: Round, this: Proposal) -> list[NotThere]:
    """Why one proposal is not at each of the other placements that are proposed, in the order of the proposals. Of a protected
    person nothing is said, since the sentence would tell where she is to be."""
    if this.person.protection:
        return []
    seen = {this.slot.placement.id}
    out = []
    for that in answer.optimal:
        if that.slot.placement.id not in seen and not that.person.protection:
            seen.add(that.slot.placement.id)
            out.append(why_not(answer, this, that))
    return out


def _edges(question: RoundQuestion, this: Proposal, that: Proposal) -> list[Edge]:
    """The edges that would put the one at the placement of the other; of places free for the same days the first alone."""
    who = next(i for i, p in enumerate(question.people) if p.id == this.person.id)
    key = that.slot.placement.id
    mine = [e for e in question.edges if e.person == who and question.slots[e.slot].placement.id == key]
    return list({question.slots[e.slot][2:]: e for e in reversed(mine)}.values())


def _turn(answer: Round, this: Proposal, that: Proposal, there: Sequence[Edge]) -> Text:
    """Under turns by wish: whether she took another place in her turn, or those before her had taken what fits her there."""
    people, name, where = answer.rest.people, this.person.shown_name, that.slot.placement.name
    turn = this.person.registered_on, this.person.number
    before = {e.slot for e in answer.chosen if (people[e.person].registered_on, people[e.person].number) < turn}
    if any(e.slot not in before for e in there):
        said = N_("{name} chose {own} before {place} in her turn: first by her own wishes, then by fit.")
        return text(said, name=name, own=this.slot.placement.name, place=where)
    return text(N_("{place} was chosen by those whose turn came before {name}."), place=where, name=name)


def _wanted(answer: Round, this: Proposal, that: Proposal, there: Sequence[Edge]) -> Text:
    """Under turns by wish, of a turn in a queue: whether she wanted it more, or had no earlier turn at the other placement."""
    question, name, where = answer.question, this.person.shown_name, that.slot.placement.name
    (mine,) = (e for e in answer.chosen if question.people[e.person].id == this.person.id)
    if any(wanted_order(question, e) < wanted_order(question, mine) for e in there):
        return text(N_("{place} was chosen by those whose turn came before {name}."), place=where, name=name)
    said = N_("{name} chose {own} before {place} in her turn: first by her own wishes, then by fit.")
    return text(said, name=name, own=this.slot.placement.name, place=where)


def _without(question: RoundQuestion, moved: Edge) -> RoundQuestion:
    return replace(question, edges=[e for e in question.edges if e.person != moved.person and e.slot != moved.slot])


def _aims(question: RoundQuestion) -> Sequence[str]:
    """What is compared, in the order in which it counts. Looking ahead joins number and fit where they follow each other."""
    order = question.policy.order
    if question.ahead is None:
        return order
    joined = order.index("fit") == order.index("placed") + 1
    return [WORTH if a == "placed" else a for a in order if not (joined and a == "fit")]


def _totals(question: RoundQuestion, chosen: Iterable[Edge]) -> dict[str, int]:
    edges = list(chosen)
    out = {
        "placed": len(edges),
        "fit": sum(e.score for e in edges),
        "waiting": sum(question.waited[e.person] for e in edges),
    }
    ahead = question.ahead
    if ahead is not None:
        each = [
            worth(
                e.score,
                ahead.of_place.get(question.slots[e.slot].placement.id, 0),
                ahead.of_waiting[e.person],
                question.policy.strength,
            )
            for e in edges
        ]
        out[WORTH] = sum(each)
    return out


def _said(aim: str, less: int, name: Text, place: str) -> Text:
    if aim == "placed":
        return plural(
            "With {name} at {place} {count} person fewer would get a place.",
            "With {name} at {place} {count} people fewer would get a place.",
            less,
            name=name,
            place=place,
            count=less,
        )
    if aim == "fit":
        return text(
            N_("With {name} at {place} the fit of all together would be {marks} lower."),
            name=name,
            place=place,
            marks=less,
        )
    if aim == "waiting":
        return text(
            N_("With {name} at {place} those who get a place would have waited {days} days less together."),
            name=name,
            place=place,
            days=less,
        )
    said = N_(
        "With {name} at {place} the round would be worth {share} % of a place less, counted with those who are expected."
    )
    return text(said, name=name, place=place, share=f"{less / 1000:.1f}")


def _closed(answer: Round, this: Proposal, that: Proposal) -> Text:
    """Why a person and a slot are no pair at all."""
    question, place = answer.question, that.slot.placement
    start = max(wanted_from(this.person, question.facts.today), question.period.first)
    trip = question.trips.get((this.person.district, place.district))
    code = gate(this.person, question.policy.weights, start)(
        Opening(place, that.slot.free_from, that.slot.free_to, trip)
    )
    if code:
        said = N_("{name} cannot be at {place}: {reason}.")
        return text(said, name=this.person.shown_name, place=place.name, reason=Text(LEFT_OUT[code]))
    if (this.person.id, place.id) in answer.wishes.excluded:
        return text(N_("{name} at {place} was left out."), name=this.person.shown_name, place=place.name)
    if (this.person.id, place.id) in answer.turns.noes:
        said = N_("{name} has said no to what is free at {place} now.")
        return text(said, name=this.person.shown_name, place=place.name)
    said = N_("{place} is not free on the days on which {name} can begin.")
    return text(said, name=this.person.shown_name, place=place.name)
