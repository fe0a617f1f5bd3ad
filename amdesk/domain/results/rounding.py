"""Amounts that leave the unit are whole thousands of kronor: to the krona they look surer than an estimate is, and could be known
again as one person's.

Whatever is an amount is one of the two kinds of number here, so that no sentence, list or picture is left out. Rounding is done
last, of what may be told to the krona, by nothing but the amount itself: it tells nothing that the exact amounts would not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self, TypeVar, cast

from amdesk.domain.texts import N_, Text

R = TypeVar("R")
THOUSAND = 1000
ORE = 100


class Kronor(int):
    """An amount in whole kronor. `exact` is the same in öre, where it was öre: what is rounded is that, lest a sentence and the JSON
    go apart where the rest of a krona was dropped before."""

    exact: int

    def __new__(cls, value: int, exact: int | None = None) -> Self:
        made = super().__new__(cls, value)
        made.exact = value * ORE if exact is None else exact
        return made


class Ore(int):
    """An amount in öre."""


def nearest(value: int, to: int) -> int:
    """The nearest multiple of `to`, halves away from nought: an amount and the same below nought are written alike."""
    whole = (2 * abs(value) + to) // (2 * to) * to
    return -whole if value < 0 else whole


def ore(value: int) -> int:
    """Öre in whole thousands of kronor."""
    return nearest(value, THOUSAND * ORE)


def rounded(value: R) -> R:
    """A value with every amount in it in whole thousands, whatever holds it: sentences, lists, and what JSON holds."""
    return cast("R", _rounded(value))


def _rounded(value: object) -> object:
    if isinstance(value, Kronor):
        return Kronor(ore(value.exact) // ORE)
    if isinstance(value, Ore):
        return Ore(ore(value))
    if isinstance(value, Text):
        return Text(value.msgid, {k: _in_words(v) for k, v in value.params.items()})
    if isinstance(value, Mapping):
        return {k: _rounded(v) for k, v in value.items()}
    if type(value) in {list, tuple}:  # a day that is written as such is one of named parts, and stays what it is
        return [_rounded(v) for v in cast("list[object]", value)]
    return value


def _in_words(value: object) -> object:
    """An amount in a sentence that is something, and rounded is nothing, is said to be less than a thousand: "0 kronor" would
    say that there was none."""
    small = isinstance(value, Kronor) and value.exact != 0 and ore(value.exact) == 0
    return Text(N_("less than 1,000")) if small else _rounded(value)


def has_amount(value: object) -> bool:
    """Whether there is an amount anywhere in a value."""
    inner: object = value.params if isinstance(value, Text) else value
    if isinstance(inner, Mapping):
        inner = list(inner.values())
    return isinstance(inner, Kronor | Ore) or (isinstance(inner, list | tuple) and any(has_amount(v) for v in inner))
