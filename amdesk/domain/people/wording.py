"""What a need or a demand says: read from how it is kept, and put into a sentence. The words themselves are in vocabulary.py.

A need is kept as (kind, value), a demand as "entry=grade", "entry=low-high" where only the bounds are known, "entry=low-" where it
has no upper one, and "words=..." for what no entry says. What banks of earlier versions hold is read as what it said then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache, reduce
from typing import Final

from amdesk.domain.people.vocabulary import ENTRIES, OLD_DEMANDS, OLD_NEEDS, WorkWord
from amdesk.domain.texts import N_, Text, text

NEED_KINDS = {
    "daytime": N_("Daytime on weekdays"),
    "start_after": N_("Starts at {value} or later"),
    "end_before": N_("Ends at {value} or earlier"),
    "avoid": N_("Not {value}"),
    "max_travel": N_("At most {value} min travel"),
    "district": N_("In {value}"),
    "kind": N_("{value}"),
    "occupation": N_("Only {value}"),
}
"""Needs that are compared with a placement's own fields, not with its demands."""
NO_LIMIT: Final = 1_000_000
WORDS: Final = "words"
LONGEST: Final = 60
"""Characters of words that no entry says."""


def current(kind: str, value: str) -> tuple[str, str]:
    """A need as it is said today: one to avoid a code of earlier versions is a limit of an entry."""
    return OLD_NEEDS.get(value, (kind, value)) if kind == "avoid" else (kind, value)


def need_code(kind: str, value: str) -> str:
    """The code of a rule or a finding about a need."""
    return "NEED_" + current(kind, value)[0].upper()


def whole(said: str) -> int | None:
    """A number of at most four figures; None for anything else."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 5 else None


def limit_of(kind: str, value: str) -> tuple[WorkWord, int] | None:
    """The entry of a need and its limit; None where no entry reads it."""
    entry, limit = ENTRIES.get(kind), whole(value)
    if entry is None or limit is None:
        return None
    first = 1 if entry.offer else 0
    return (entry, limit) if entry.numbers or first <= limit < first + len(entry.needs) else None


def need_text(kind: str, value: str, names: Mapping[str, str]) -> Text:
    """A need as a phrase about the work; `names` are those of occupations and districts by code."""
    kind, value = current(kind, value)
    if (found := limit_of(kind, value)) is not None:
        entry, limit = found
        return text(entry.needs[0], value=limit) if entry.numbers else Text(entry.needs[limit - entry.offer])
    shown = names.get(value, value)
    return text(NEED_KINDS.get(kind, "{value}"), value=shown.lower() if kind in {"avoid", "occupation"} else shown)


@lru_cache(maxsize=4096)
def stated(demands: tuple[str, ...]) -> Mapping[str, tuple[int, int]]:
    """By entry the least and the most that the work is of it. An entry that nobody has filled in is not there.

    A list of earlier versions named what the work asks for out of eleven codes: where every word of it is read, the codes
    that it leaves out are said not to be there.
    """
    found: dict[str, tuple[int, int]] = {}
    old = [d for d in demands if "=" not in d]
    if old and all(d in OLD_DEMANDS for d in old):
        found |= dict(_range(without) for _, without in OLD_DEMANDS.values())
    found |= dict(_range(OLD_DEMANDS[d][0]) for d in old if d in OLD_DEMANDS)
    for said in demands:
        kind, _, value = said.partition("=")
        if kind in ENTRIES and _readable(kind, value):
            found |= [_range(said)]
    return found


def _readable(kind: str, value: str) -> bool:
    low, dash, high = value.partition("-")
    first, last = whole(low), whole(high) if high else None
    if first is None or (high and last is None):
        return False
    if ENTRIES[kind].numbers:
        return last is None or first <= last
    return not (dash and not high) and first <= (first if last is None else last) < len(ENTRIES[kind].demands)


def _range(said: str) -> tuple[str, tuple[int, int]]:
    kind, _, value = said.partition("=")
    low, dash, high = value.partition("-")
    return kind, (int(low), int(high) if high else NO_LIMIT if dash else int(low))


@lru_cache(maxsize=4096)
def words_of(demands: tuple[str, ...]) -> tuple[str, ...]:
    """What a placement's demands say in words that a person has to read."""
    known = stated(demands)
    return tuple(
        said.removeprefix(f"{WORDS}=")
        for said in demands
        if said not in OLD_DEMANDS and said.partition("=")[0] not in known
    )


def demands_now(demands: Sequence[str]) -> tuple[str, ...]:
    """Demands as they are kept today, in the order of the vocabulary, words last."""
    kept = tuple(demands)
    if all("=" in d for d in kept):
        return kept
    found = stated(kept)
    said = [f"{k}={_bounds(*found[k])}" for k in ENTRIES if k in found]
    return (*said, *(f"{WORDS}={w}" for w in words_of(kept)))


def _bounds(low: int, high: int) -> str:
    return f"{low}" if low == high else f"{low}-" if high == NO_LIMIT else f"{low}-{high}"


def demands_text(demands: tuple[str, ...]) -> Text:
    """Demands in a row."""
    found = stated(demands)
    said = [demand_text(ENTRIES[k], *found[k]) for k in ENTRIES if k in found]
    each = [*said, *(text("{words}", words=w) for w in words_of(demands))]
    return reduce(lambda one, more: text(N_("{one}; {more}"), one=one, more=more), each) if each else text("")


def demand_text(entry: WorkWord, low: int, high: int) -> Text:
    """A demand as a phrase about the work."""
    if not entry.numbers:
        first, last = Text(entry.demands[low]), Text(entry.demands[high])
        return first if low == high else text(N_("{low} – {high}"), low=first, high=last)
    if high == NO_LIMIT:
        return text(N_("{sentence} or more"), sentence=text(entry.demands[0], value=low))
    return text(entry.demands[0], value=high if low == high else f"{low}–{high}")
