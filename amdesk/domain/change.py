"""What somebody changed: each fact as it was found and as it is wanted, so that nothing else is touched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, Text, text

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """One fact as somebody found it and as they want it."""

    before: object
    after: object


def changes(stored: Mapping[str, object], shown: Mapping[str, object], now: Mapping[str, object]) -> dict[str, Change]:
    """What was changed in a form: `shown` is how it opened, `now` how it is left, `stored` what it was opened on.

    A form may show a fact otherwise than it is stored; what nobody touched is no change.
    """
    return {name: Change(stored.get(name), after) for name, after in now.items() if after != shown[name]}


def asked(given: T | Change) -> T:
    """The value of a Change, or what is no Change itself. What may be a T or a Change is a T or a Change of one."""
    return cast("T", given.after) if isinstance(given, Change) else given


def settle(
    given: Mapping[str, T | Change], now: Mapping[str, object], say: Callable[[str, object], tuple[Text, object]]
) -> dict[str, T]:
    """What is left to store of `given` over what stands there `now`, inside the transaction that stores it.

    A value that is no Change is stored whatever stood there. `say` gives the name of a field and a value in words.
    Raises Refused (MOVED) where somebody else has changed a field in between, unless to the very same.
    """
    sent = {name: one for name, one in given.items() if not (isinstance(one, Change) and one.before == one.after)}
    for name, one in sent.items():
        if isinstance(one, Change) and now[name] not in (one.before, one.after):
            raise moved(*say(name, now[name]))
    return {name: asked(one) for name, one in sent.items() if asked(one) != now[name]}


def moved(field: Text, now: object) -> Refused:
    """The refusal of a change whose start is no longer what stands in the bank."""
    shown = text(N_("empty")) if now in (None, "", ()) else now
    return Refused(
        text(
            N_(
                "{field} was changed by somebody else meanwhile and is now: {now}. Nothing is stored; open it again to change it."
            ),
            field=field,
            now=shown,
        ),
        "MOVED",
    )
