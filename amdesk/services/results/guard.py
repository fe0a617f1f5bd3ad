"""What keeps a report from telling of few people: the sums its figures stand in, and what they do not say of who is behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypedDict

from amdesk.domain.results.disclosure import SMALLEST_GROUP, Sums, Unsaid, small
from amdesk.domain.results.figures import Figure
from amdesk.domain.results.folding import Fold, ruled
from amdesk.domain.results.outcomes import FOLLOWUP, HIDDEN_SUMS, KOLADA, UNPRINTED, Result
from amdesk.domain.results.report import Folds, Report, Section
from amdesk.domain.texts import N_, IsoDay, Text, plural, text
from amdesk.services.results.layer import EARLIER, outside


def few_running(who: Iterable[tuple[str, int]], fold: Fold) -> frozenset[str]:
    """Ids of running figures with fewer than five people behind the count or the rest, from (kind of place, participant)."""
    people: dict[str, set[int]] = {g: set() for g in ("all", *fold.parts())}
    for kind, person in who:
        people["all"].add(person)
        if name := fold.named(kind if kind in fold.split.groups else fold.split.unrecorded):
            people[name].add(person)
    out = set()
    for g, mine in people.items():
        rest = set().union(*(theirs for o, theirs in people.items() if g != "all" and o not in {"all", g}))
        if any(small(len(side)) for side in (mine, rest, people["all"])):
            out.add(f"running.{g}")
    return frozenset(out)


def coming(now: Result) -> list[Text]:
    if not now.coming:
        return []
    return [
        plural(
            "{count} of the period has not reached day 90 yet and is in no figure.",
            "{count} of the period have not reached day 90 yet and are in no figure.",
            now.coming,
            count=now.coming,
        )
    ]


def not_over(last: date, on: date) -> list[Text]:
    """What is said to everybody of a period that is not over, however many are to come: their number would be known too well
    beside what is told of the same days before and after."""
    said = N_("The period is not over: whoever has not reached day 90 by {day} is in no figure.")
    return [text(said, day=IsoDay(on))] if last > on else []


class Guarded(TypedDict):
    """What a report says of itself besides what it prints, by the fields of a Report."""

    hidden: list[Figure]
    sums: Sums
    behind: Callable[[Folds], Unsaid]
    inside_notes: Sequence[Text]


def guarded(now: Result, earlier: Result, running: Sequence[tuple[str, int]] = (), more: Iterable[str] = ()) -> Guarded:
    """What the figures of a followup do not say of who is behind them; `more` are ids of others that rest on few."""

    def behind(folds: Folds) -> Unsaid:
        found = {*few(now, folds), *more}
        if len(now.exits.rows) - now.exits.persons(KOLADA.group("all")) < SMALLEST_GROUP:
            # its base are the persons: beside the employments they tell who ended twice, and so does their absence
            found.add("modules_completed.all")
        if running:
            found |= few_running(running, folds["running"][0])
        shared = now.first <= earlier.last and earlier.first <= now.last
        if shared or _hidden_then(
            earlier
        ):  # of two periods with days in common the one less the other tells of the rest
            found.add(EARLIER)
        return Unsaid(frozenset(found), UNPRINTED)

    return {
        "hidden": [*now.hidden(), then(earlier)],
        "sums": HIDDEN_SUMS,
        "behind": behind,
        "inside_notes": coming(now),
    }


def then(earlier: Result) -> Figure:
    """The share of another period, under the id that it has beside the one of a report, and with its days for a name."""
    days = Text("{first} – {last}", {"first": IsoDay(earlier.first), "last": IsoDay(earlier.last)})
    return replace(earlier.figure("work_or_studies.all"), id=EARLIER, whom=days)


def few(now: Result, folds: Folds) -> frozenset[str]:
    """Ids of figures, hidden ones too, that rest on fewer than five people in the groups outside."""
    return frozenset(
        now.few(SMALLEST_GROUP, ruled(FOLLOWUP, folds["followup"]), ruled(KOLADA, folds.get("kolada", ())))
    )


def result_outside(found: Result) -> Report:
    """The figures of a day-90 result, withheld by themselves."""
    section = Section(Text(""), found.figures, ("all",))
    alone = Report(
        "result", Text(""), found.first, found.last, found.last, [section], hidden=found.hidden(), sums=HIDDEN_SUMS
    )
    return replace(alone, behind=lambda folds: Unsaid(few(found, folds), UNPRINTED))


def _hidden_then(earlier: Result) -> bool:
    """Whether the other period's own report withholds its share: what it kept back is not told here."""
    share = next(f for f in outside(result_outside(earlier)).figures() if f.id == "work_or_studies.all")
    return share.withheld or share.base is None
