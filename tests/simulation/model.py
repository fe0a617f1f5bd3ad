"""What a bank is to hold, told from its acts alone, and how a file is read to compare: nothing here is the bank's own code.

A state is a sorted tuple of facts: ("person", name) and ("booking", person, place, first, last, status). A history is the acts
that led to it, each with its day.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from sqlcipher3 import dbapi2

State = tuple[tuple[str, ...], ...]
History = tuple[tuple[int, date], ...]
TAKES = ("booked", "started")


class Broken(Exception):
    """A rule is broken, or something that was acknowledged is not there."""


@dataclass
class Book:
    """What was acknowledged, and what may have been done in the moment in which all stopped."""

    state: State = ()
    history: History = ()
    maybe: tuple[State, History] | None = None

    def done(self, state: State, day: date, number: int) -> None:
        self.state, self.history, self.maybe = state, (*self.history, (number, day)), None

    def may(self, state: State, day: date, number: int) -> None:
        self.maybe = state, (*self.history, (number, day))

    def found(self, state: State) -> None:
        """After an opening: all that was acknowledged is there, and of the last act all or nothing."""
        if self.maybe is not None and state == self.maybe[0]:
            self.state, self.history = self.maybe
        self.maybe = None
        if state != self.state:
            lost = [f for f in self.state if f not in state]
            more = [f for f in state if f not in self.state]
            raise Broken(f"acknowledged and not there: {lost[:3]}; there and never done: {more[:3]}")


def with_person(state: State, name: str) -> State:
    return tuple(sorted((*state, ("person", name))))


def with_booking(state: State, person: str, place: str, first: date, last: date) -> State:
    return tuple(sorted((*state, ("booking", person, place, str(first), str(last), "booked"))))


def changed(state: State, line: tuple[str, ...], *, last: date | None = None, status: str = "") -> State:
    """One booking with another end or status."""
    left = list(state)
    left.remove(line)
    return tuple(sorted((*left, (*line[:4], str(last) if last else line[4], status or line[5]))))


def fits(state: State, capacity: dict[str, int], person: str, place: str, first: date, last: date) -> bool:
    """Whether a booking may be, day by day."""
    lines = [f for f in state if f[0] == "booking" and f[5] in TAKES]
    for number in range((last - first).days + 1):
        day = str(first + timedelta(number))
        there = [f for f in lines if f[3] <= day <= f[4]]
        if any(f[1] == person for f in there) or sum(f[2] == place for f in there) >= capacity[place]:
            return False
    return True


def rules(state: State, capacity: dict[str, int]) -> None:
    """On no day a place has more than it takes, and nobody two places."""
    lines = [f for f in state if f[0] == "booking" and f[5] in TAKES]
    for day in {d for f in lines for d in f[3:5]}:
        there = [f for f in lines if f[3] <= day <= f[4]]
        people, places = [f[1] for f in there], [f[2] for f in there]
        if len(set(people)) < len(people) or any(places.count(p) > capacity[p] for p in set(places)):
            raise Broken(f"overbooked on {day}: {there}")


@dataclass
class Held:
    """A copy as it was when it was made."""

    number: int
    state: State
    history: History
    secret: str
    damaged: bool = False
    opens: bool = True


@dataclass
class Shelf:
    """The copies that a folder is to hold, by name; and how many of each span the unit keeps."""

    latest: int
    spans: tuple[tuple[int, Callable[[date], object]], ...]
    held: dict[str, Held] = field(default_factory=dict)
    highest: int = 0

    def staying(self, history: History) -> set[str]:
        """Of those that are held: what holds work that the bank does not have, the latest, and the last of each span."""
        beyond = {n for n, h in self.held.items() if h.opens and history[: len(h.history)] != h.history}
        line = sorted((h.number, n) for n, h in self.held.items() if h.opens and n not in beyond)
        newest_first = [n for _, n in reversed(line)]
        out = beyond | set(newest_first[: self.latest])
        for many, label in self.spans:
            chosen, before = 0, object()
            for name in newest_first:
                here = label(self._day(name))
                if here != before:
                    if chosen == many:
                        break
                    chosen, before = chosen + 1, here
                    out.add(name)
        return out

    def _day(self, name: str) -> date:
        history = self.held[name].history
        return history[-1][1] if history else date.min


def shelf(schedule: tuple[int, int, int, int, int]) -> Shelf:
    latest, hours, days, weeks, months = schedule
    return Shelf(
        latest,
        (
            (hours, lambda d: d),
            (days, lambda d: d),
            (weeks, lambda d: d.isocalendar()[:2]),
            (months, lambda d: (d.year, d.month)),
        ),
    )


_SEEN: dict[bytes, State] = {}
"""What files held, by their content and their key: what lies there bit by bit as before holds what it held."""
SEEN_AT_MOST = 2000


def read(path: Path, key: str, scratch: Path) -> State:
    """What a file holds. It and its log are read as they lie there, on a copy."""
    content = hashlib.sha1(key.encode(), usedforsecurity=False)
    for end in ("", "-wal"):
        with suppress(FileNotFoundError):
            if lies := Path(f"{path}{end}").read_bytes():  # a log in which nothing stands is as none
                content.update(b"%d " % len(lies) + lies)
    found = _SEEN.get(content.digest())
    if found is None:
        if len(_SEEN) > SEEN_AT_MOST:
            _SEEN.clear()
        found = _SEEN[content.digest()] = _read(path, key, scratch)
    return found


def _read(path: Path, key: str, scratch: Path) -> State:
    for end in ("", "-wal"):
        (scratch / f"read{end}").unlink(missing_ok=True)
        if Path(f"{path}{end}").exists():
            shutil.copyfile(f"{path}{end}", scratch / f"read{end}")
    bank = dbapi2.connect(str(scratch / "read"), isolation_level=None)
    try:
        bank.execute("pragma cipher_log_level = none")
        bank.execute(f"pragma key = \"x'{key}'\"")
        people = bank.execute("select name from participant where void = 0").fetchall()
        lines = bank.execute(
            "select p.name, w.name, b.from_date, b.to_date, b.status from booking b join participant p on p.id = b.participant_id "
            "join placement w on w.id = b.placement_id where b.void = 0"
        ).fetchall()
        last = bank.execute("select id, uid, at from step order by id desc limit 1").fetchall()
    except dbapi2.Error as error:
        raise Broken(f"{path.name} does not read: {error}") from error
    finally:
        bank.close()
        (scratch / "read-shm").unlink(missing_ok=True)
    if not last:
        raise Broken(f"{path.name} has no history")
    facts: Iterable[tuple[str, ...]] = [("person", n[0]) for n in people] + [("booking", *r) for r in lines]
    return tuple(sorted(facts))
