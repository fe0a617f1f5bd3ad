"""How often somebody who is placed is talked with: weekly, fortnightly or monthly by how long the employment has lasted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, Text, text

UNSEEN = 30
"""Nobody goes so many days without a talk and without a task."""
FIRST_TALK = 2
"""Days after the first day until the first talk: on the third day at the latest."""
LONGEST_PHASE = 3_660
"""Days after the start, beyond which no employment lasts."""
TALK_KINDS = ("phone", "visit", "meeting")
"""Kinds of notes that are a talk, by their keys 1, 2 and 3."""


class Rhythm(NamedTuple):
    """`phases`: until how many days after the start there is a talk every so many days; `later`: every so many after that."""

    phases: tuple[tuple[int, int], ...] = ((28, 7), (91, 14))
    later: int = UNSEEN

    def every(self, days_in: int) -> int:
        """Days between talks so long after the start."""
        return next((every for until, every in self.phases if days_in < until), self.later)

    def document(self) -> str:
        """As the unit's setting keeps it: "28:7 91:14 30"."""
        return " ".join([*(f"{until}:{every}" for until, every in self.phases), str(self.later)])


USUAL = Rhythm()


def read_rhythm(said: str) -> Rhythm:
    """The rhythm in a setting of the unit; the usual one where there is none. Raises Refused for one that cannot be."""
    if not said.strip():
        return USUAL
    *phases, later = said.split()
    try:
        pairs = tuple((int(until), int(every)) for until, every in (p.split(":") for p in phases))
        found = Rhythm(pairs, int(later))
    except ValueError:
        raise _wrong() from None
    untils = [until for until, _ in pairs]
    steps = [*(every for _, every in pairs), found.later]
    if (
        untils != sorted(set(untils))
        or any(not 1 <= u <= LONGEST_PHASE for u in untils)
        or any(not 1 <= s <= UNSEEN for s in steps)
    ):
        raise _wrong()
    return found


def _wrong() -> Refused:
    return Refused(
        text(
            N_(
                "Write the rhythm as 28:7 91:14 30: until which day, how often, and last how often after that, at most {days}."
            ),
            days=UNSEEN,
        ),
        "RHYTHM",
    )


def next_talk(first: date, last_talk: date | None, rhythm: Rhythm = USUAL) -> date:
    """When the next talk is due of an employment that began on `first`: on its third day, then so long after the latest one as
    the rhythm says of the day of that."""
    if last_talk is None or last_talk < first:
        return first + timedelta(FIRST_TALK)
    return last_talk + timedelta(rhythm.every((last_talk - first).days))


def talk_to_come(
    first: date, last: date | None, last_talk: date | None, today: date, rhythm: Rhythm = USUAL
) -> date | None:
    """The next talk of an employment from `first` to `last`; None where the rhythm says a day after its last one, or it is over:
    what is never to be had is asked of nobody."""
    day = next_talk(first, last_talk, rhythm)
    return day if last is None or max(day, today) <= last else None


def rhythm_said(every: int) -> Text:
    """How often, in words."""
    known = {7: N_("Every week"), 14: N_("Every other week"), 30: N_("Every month")}
    return Text(known[every]) if every in known else text(N_("Every {days} days"), days=every)


class Beat(NamedTuple):
    """One talk of the row: when it was due or took place, and whether it took place."""

    day: date
    done: bool


def beats(
    first: date, talks: list[date], today: date, rhythm: Rhythm = USUAL, most: int = 5, last: date | None = None
) -> list[Beat]:
    """The latest talks with those missed between them, oldest first, until today. A talk that the next one was longer after than
    the rhythm allows leaves one that was missed; none is missed after the employment's `last` day."""
    had = sorted({t for t in talks if first <= t <= today})
    out: list[Beat] = []
    before: date | None = None
    for talk in [*had, today]:
        due = next_talk(first, before, rhythm)
        if due < talk and (last is None or due <= last):
            out.append(Beat(due, done=False))
        if talk in had:
            out.append(Beat(talk, done=True))
            before = talk
    return list(dict.fromkeys(out))[-most:]
