"""Two write the same chapter of guidance: what only one of them has changed is kept of both, line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeGuard

from amdesk.domain.change import Change, Clash, Moved, Say, settle, worded
from amdesk.domain.errors import Refused
from amdesk.domain.guidance.joining import Piece, clashing, joined, pieces
from amdesk.domain.guidance.versions import checked, passage
from amdesk.domain.texts import N_, Text, text

LABELS = {"sv": N_("Swedish"), "en": N_("English"), "why": N_("What is changed, and why")}


def settled(chapter: str, given: Mapping[str, str | Change], now: Mapping[str, str]) -> dict[str, str]:
    """What is left to store. Of a text the lines that another has changed meanwhile stay, and what is given of the others is
    stored; raises Moved with those alone that both have changed."""
    changed = {n: one for n, one in given.items() if _both(one, n, now)}
    found = {n: pieces(str(one.before), str(one.after), now[n]) for n, one in changed.items()}
    whole = {n: joined(lines) for n, lines in found.items() if not any(piece.clash for piece in lines)}
    both = {n: Change(now[n], said) for n, said in whole.items() if _can_be(chapter, {**now, n: said})}
    together: dict[str, str | Change] = {**given, **both}
    try:
        left: dict[str, str] = settle(together, {n: now[n] for n in given}, *_telling(together, now))
    except Moved as error:
        raise Moved(
            error.text, [_line_by_line(c, found.get(c.name, [])) for c in error.clashes], error.beside
        ) from None
    return left


def _both(one: str | Change, name: str, now: Mapping[str, str]) -> TypeGuard[Change]:
    """Whether a text has been changed by two."""
    if name not in {"sv", "en"} or not isinstance(one, Change) or one.untouched:
        return False
    return now[name] not in {one.before, one.after}


def _can_be(chapter: str, said: Mapping[str, str]) -> bool:
    """Whether what two have written can stand together: the same heading, say, may be in the lines of both."""
    try:
        checked(chapter, said["sv"], said["en"])
    except Refused:
        return False
    return True


def _line_by_line(clash: Clash, found: Sequence[Piece]) -> Clash:
    """Of a text the lines are told that both have changed; whichever is chosen, what only one of them has changed stays."""
    if not any(piece.clash for piece in found):
        return clash
    said = (worded(clashing(found, 0)), worded(clashing(found, 1)), worded(clashing(found, 2)))
    return replace(clash, said=said, stand=(joined(found, 0), joined(found, 1), joined(found, 2)))


def _telling(given: Mapping[str, str | Change], now: Mapping[str, str]) -> tuple[Say, Say]:
    """How a clash is told: of a chapter the lines alone in which its words are not the same."""

    def say(name: str, value: object) -> tuple[Text, object]:
        one = given[name]
        every = [str(v) for v in ((one.before, one.after, now[name]) if isinstance(one, Change) else (now[name],))]
        return text(LABELS[name]), passage(str(value), every)

    return say, say
