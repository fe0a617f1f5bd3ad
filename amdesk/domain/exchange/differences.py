"""What a list changes, field by field: what its sender's list said last, what it says now, and what the bank holds.

What a list says as it said it last is no change, also where somebody has changed the bank since; what both have changed is
asked. An empty cell takes nothing away, and of several things that a field holds none is taken away, before somebody says so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from amdesk.domain.change import three_way
from amdesk.domain.people.masked import NOBODY, Masked
from amdesk.domain.texts import N_

CHANGES = {
    "NEW": N_("Was empty"),
    "CHANGED": N_("Changed"),
    "ADDED": N_("Added"),
    "CONFLICT": N_("Changed both in the list and here"),
    "FEWER": N_("No longer in the list"),
    "EMPTIED": N_("Emptied in the list"),
    "KEPT": N_("Changed here, and the list says the same as last time"),
}
STORED = frozenset({"NEW", "CHANGED", "ADDED"})
"""What is stored unless somebody refuses it; the others are left unless somebody accepts them."""
ASKED_OF = frozenset({"CONFLICT", "FEWER", "EMPTIED"})
"""What is asked again each time until somebody has answered."""
NONE: tuple[object, ...] = (None, "", ())
LEVEL_FIELD = "protected"
"""The field whose levels are no secret: that somebody is protected is said wherever she stands."""
ACCEPT, REFUSE = "accept", "refuse"
MASKED = "•••"
"""What the bank holds of a protected person is not shown by an import; opening her record is logged."""


@dataclass(slots=True)
class RowDifference:
    """One field that a row says otherwise than the bank. `last`, `before` and `after` are words: what the sender's list said
    last (empty where that is not known), what the bank holds, and what it would hold."""

    field: str
    kind: str
    before: str
    after: str
    last: str = ""
    value: object = None
    """What the field would hold; of several things it holds, those that are added."""
    less: tuple[object, ...] = ()
    """Things that are taken away."""
    several: bool = False
    held: tuple[object, ...] = ()
    """What the list is remembered to have said while nobody has answered, as a column holds it; empty where it has said nothing
    of the field, an empty cell among that."""
    decided: bool | None = None
    """Accepted or refused by somebody; None where nobody has said."""

    @property
    def key(self) -> str:
        """Names it among the differences of its row."""
        return f"{self.field}.fewer" if self.kind == "FEWER" else self.field

    @property
    def taken(self) -> bool:
        """Whether storing the row stores it."""
        return self.kind in STORED if self.decided is None else self.decided

    @property
    def rises(self) -> bool:
        """Whether it is a protection, which a list only raises (domain rule 17)."""
        return self.field == LEVEL_FIELD

    @property
    def open(self) -> bool:
        """Whether it is asked and nobody has answered."""
        return self.decided is None and self.kind in ASKED_OF

    def onto(self, now: object) -> object:
        """What the field holds with this stored over `now`."""
        if not self.several:
            return self.value
        kept = tuple(one for one in _items(now) if one not in self.less)
        return (*kept, *(one for one in _items(self.value) if one not in kept))

    def masked(self) -> RowDifference:
        """The same without what it says of a protected person."""
        last, before, after = self.shown(hidden=True)
        return replace(self, last=last, before=before, after=after)

    def shown(self, hidden: bool) -> tuple[str, str, str]:
        """`last`, `before` and `after`; `hidden` where they are about somebody who is protected."""
        if not hidden or self.rises:
            return self.last, self.before, self.after
        return self.last and MASKED, self.before and MASKED, MASKED


def _items(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else ()


def words(value: object) -> str:
    """A fact as a change shows it."""
    if isinstance(value, tuple):
        return ", ".join(str(getattr(one, "value", one) or getattr(one, "kind", one)) for one in value)
    return "" if value is None else str(value)


def of_value(
    name: str,
    last: object,
    before: object,
    after: object,
    *,
    told: bool,
    same: Callable[[object], Hashable] | None = None,
) -> RowDifference | None:
    """The difference of a field that holds one thing. `same` gives by what two ways to write it are one."""
    if before == after:
        return None
    key = same or (lambda value: value if isinstance(value, Hashable) else words(value))
    verdict = three_way(*(None if v in NONE else key(v) for v in (last, before, after)), told=told)
    if verdict == "same":
        return None
    kind = {"kept": "KEPT", "clash": "CONFLICT", "changed": "NEW" if before in NONE else "CHANGED"}[verdict]
    return RowDifference(name, kind, words(before), words(after), words(last) if told else "", after)


def emptied(name: str, last: object, before: object, empty: object) -> RowDifference:
    """The difference of a field that the list said last and now leaves empty."""
    return RowDifference(name, "EMPTIED", words(before), "", words(last), empty)


def of_items(
    name: str,
    last: Collection[object],
    before: tuple[object, ...],
    after: Sequence[object],
    slot: Callable[[object], Hashable] = words,
) -> list[RowDifference]:
    """The differences of a field that holds several things: what the list adds, and what it would take away. Two things of
    one `slot` stand in each other's place."""
    taken = {slot(one) for one in before}
    fresh = [one for one in after if one not in before and one not in last]
    plus = tuple(one for one in fresh if slot(one) not in taken)
    swap = tuple(one for one in fresh if slot(one) in taken)
    places = {slot(one) for one in swap}
    gone = tuple(one for one in before if one in last and one not in after)
    minus = tuple(one for one in before if one in gone or slot(one) in places)
    was, out = words(tuple(last)), []
    if plus:
        kind = "ADDED" if before else "NEW"
        out.append(RowDifference(name, kind, words(before), words((*before, *plus)), was, plus, several=True))
    if minus:
        left = (*(one for one in before if one not in minus), *swap)
        out.append(RowDifference(name, "FEWER", words(before), words(left), was, swap, minus, several=True))
    return out


def remembered(heard: Mapping[str, object], differences: Sequence[RowDifference]) -> dict[str, object]:
    """What a list is remembered to have said of a row: what is asked and not answered stays as it was, to be asked again."""
    out = dict(heard)
    for one in differences:
        if one.open:
            out.pop(one.field, None)
            for said in one.held:
                out[one.field] = said
    return out


@dataclass(slots=True)
class Missing:
    """Whom or what a sender's list had last and has not now. Nothing is done by itself."""

    row: int
    """The key of what is remembered of the list."""
    participant: str
    """Her number in the bank."""
    name: Masked
    employment: str = ""
    """The reference of the employment; empty where the list is one of people."""
    place: Masked = NOBODY
    first: object = field(default=None)


def follows(mine: Collection[int], lists: Mapping[str, Collection[int]], sender: str) -> str:
    """The sender whose last list this one follows: the one with its name, else one of whose rows it has at least half; of
    several the one with most, then the last named."""
    if sender in lists:
        return sender
    known = set(mine)
    shared = {name: len(known & set(rows)) for name, rows in lists.items()}
    fitting = [name for name, count in shared.items() if count and 2 * count >= len(lists[name])]
    return max(reversed(fitting), key=lambda name: shared[name], default=sender)
