"""What somebody changed: each fact as it was found and as it is wanted, so that nothing else is touched; and where two have
changed the same, what each of them wants, so that a person can choose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Literal, TypeVar, cast

from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, Text, text

T = TypeVar("T")
Say = Callable[[str, object], tuple[Text, object]]
"""The label of a field, and a value of it in words."""


@dataclass(frozen=True, slots=True)
class Change:
    """One fact as somebody found it and as they want it. `decided`: they chose it over another's change, whose value is
    `before`; should that move too, it is asked again, also where they chose to leave it."""

    before: object
    after: object
    decided: bool = False

    @property
    def untouched(self) -> bool:
        """Whether it only says what was found."""
        return self.before == self.after and not self.decided


@dataclass(frozen=True, slots=True)
class Clash:
    """One field as two have left it: what I want, what another has stored meanwhile (`theirs`), what I began with. `said`
    is each of the three in words; what must not be shown is shown in no words, so the values themselves are not printed."""

    name: str
    label: Text
    mine: object = field(repr=False)
    theirs: object = field(repr=False)
    before: object = field(repr=False)
    said: tuple[object, object, object]
    stand: tuple[object, object, object] | None = field(default=None, repr=False)
    """What stands where each of them is chosen, in the order of `said`: of a text of which the two have changed different lines
    beside, the whole of it with those of both. None where it is the value itself."""

    @property
    def values(self) -> tuple[object, object, object]:
        """In the order of `said`."""
        return self.stand or (self.mine, self.theirs, self.before)


class Moved(Refused):
    """Somebody else has changed the same facts meanwhile. `clashes` are those to choose between, `beside` what only one of
    the two has changed, which both can stand; both are empty where there is nothing to choose."""

    def __init__(self, said: Text, clashes: Sequence[Clash] = (), beside: Sequence[Clash] = ()) -> None:
        super().__init__(said, "MOVED")
        self.clashes, self.beside = tuple(clashes), tuple(beside)


Verdict = Literal["same", "kept", "changed", "clash"]


def three_way(last: object, now: object, new: object, *, told: bool = True) -> Verdict:
    """What becomes of a fact that a paper said as `last`, that is `now` here, and that the paper's next one says as `new`.

    "kept": it says what it said, and somebody has changed it here since. "clash": both have changed it. Without `told` nobody
    knows what it said last.
    """
    if new == now:
        return "same"
    if not told or last == now:
        return "changed"
    return "kept" if new == last else "clash"


def changes(stored: Mapping[str, object], shown: Mapping[str, object], now: Mapping[str, object]) -> dict[str, Change]:
    """What was changed in a form: `shown` is how it opened, `now` how it is left, `stored` what it was opened on.

    A form may show a fact otherwise than it is stored; what nobody touched is no change.
    """
    return {name: Change(stored.get(name), after) for name, after in now.items() if after != shown[name]}


def found(stored: Mapping[str, object], changed: Mapping[str, Change]) -> dict[str, Change]:
    """The changes with all else that was found: stored nowhere, it tells what somebody else has changed beside them."""
    return {name: Change(value, value) for name, value in stored.items()} | dict(changed)


def asked(given: T | Change) -> T:
    """The value of a Change, or what is no Change itself. What may be a T or a Change is a T or a Change of one."""
    return cast("T", given.after) if isinstance(given, Change) else given


def asked_over(given: T | Change, now: object) -> T:
    """The same over what stands there `now`: that stays where it was only found."""
    return cast("T", now) if isinstance(given, Change) and given.untouched else asked(given)


def touched(given: Mapping[str, T | Change]) -> dict[str, T | Change]:
    """What is given without what only says how it was found."""
    return {name: one for name, one in given.items() if not (isinstance(one, Change) and one.untouched)}


def settle(
    given: Mapping[str, T | Change], now: Mapping[str, object], say: Say, say_own: Say | None = None
) -> dict[str, T]:
    """What is left to store of `given` over what stands there `now`, inside the transaction that stores it.

    A value that is no Change is stored whatever stood there. `say` tells what stands there now, `say_own` what whoever sent it
    has seen or written. Raises Moved with every field that somebody else has changed in between, unless to the very same.
    """
    ours = {name: one for name, one in given.items() if isinstance(one, Change) and one.after != now[name]}
    both = [name for name, one in ours.items() if not one.untouched and one.before != now[name]]
    if both:
        each = {name: _clash(name, one, now[name], say, say_own or say) for name, one in ours.items()}
        clashes = [each.pop(name) for name in both]
        raise Moved(_sentence(clashes), clashes, list(each.values()))
    return {name: asked(one) for name, one in touched(given).items() if asked(one) != now[name]}


def _clash(name: str, one: Change, now: object, say: Say, say_own: Say) -> Clash:
    label, theirs = say(name, now)
    mine, before = (worded(say_own(name, value)[1]) for value in (one.after, one.before))
    return Clash(name, label, one.after, now, one.before, (mine, worded(theirs), before))


def worded(value: object) -> object:
    """A value in words, "empty" where there is none."""
    return text(N_("empty")) if value in (None, "", ()) else value


def _sentence(clashes: Sequence[Clash]) -> Text:
    if len(clashes) == 1:
        return moved(clashes[0].label, clashes[0].said[1]).text
    each = [text(N_("{field} is now {now}"), field=c.label, now=c.said[1]) for c in clashes]
    return text(
        N_("Changed by somebody else meanwhile: {all}. Nothing is stored; open it again to change it."),
        all=reduce(lambda one, more: text(N_("{one}; {more}"), one=one, more=more), each),
    )


def moved(field: Text, now: object) -> Moved:
    """The refusal of an act whose start is no longer what stands in the bank, where there is nothing to choose."""
    return Moved(
        text(
            N_(
                "{field} was changed by somebody else meanwhile and is now: {now}. Nothing is stored; open it again to change it."
            ),
            field=field,
            now=worded(now),
        )
    )
