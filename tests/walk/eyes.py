"""What whoever walks sees: asked of the probe in the program, found by what stands on the screen."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

PATIENCE = 60.0
"""Seconds after which what is not there is not coming."""
GHOST = " shows what it would not paint now"
SETTLING = 5.0
"""Seconds that a window manager may take to put a window where it belongs."""


class Lost(AssertionError):
    """What the walk was to find is not on the screen."""


class Place(NamedTuple):
    """Pixels of the screen."""

    left: int
    top: int
    wide: int
    tall: int

    @property
    def middle(self) -> tuple[int, int]:
        return self.left + self.wide // 2, self.top + self.tall // 2


class Row(NamedTuple):
    row: int
    said: str
    place: Place


class Thing(NamedTuple):
    """A control that is seen. `part` is what of it is in sight, `area` the part of the screen in which it scrolls."""

    id: int
    kind: str
    name: str
    said: str
    tip: str
    on: bool
    checked: bool
    cap: str
    place: Place
    part: Place
    path: str
    rows: tuple[Row, ...]
    row: int
    of: int
    """Rows that it has, those out of sight too."""
    area: Place | None
    lanes: tuple[Row, ...] = ()
    """Of the board the rows that a bar can lie in, by the name of the place."""
    every: tuple[str, ...] = ()
    """What the rows of a list say, those out of sight too."""

    @property
    def key(self) -> str:
        """What is to be pressed for it, as its cap says, or its tip where there is no room for a cap."""
        tip = re.search(r"\((Ctrl[^()]*|Esc|Enter|Del|F\d+|[A-Z])\)$", self.tip)
        return self.cap or (tip.group(1) if tip and self.kind == "button" else "")

    @property
    def in_sight(self) -> bool:
        """Enough of it to be pressed."""
        return self.part.wide >= min(8, self.place.wide) and self.part.tall >= min(8, self.place.tall // 2 + 1)

    def called(self, words: str) -> bool:
        """Said whole, or with a count behind it."""
        return any(re.fullmatch(rf"{re.escape(words)}(,? \d+)?", said) for said in (self.said, self.name))


class Sight(NamedTuple):
    """The window in front, and all that is seen in it."""

    window: str
    kind: str
    popup: bool
    focus: int
    late: bool
    things: tuple[Thing, ...]

    def find(self, words: str, *kinds: str, of: str = "") -> Thing | None:
        """The control of one of these kinds that says this, within what is called `of`; what is in sight and can be used
        before what is not."""
        found = [one for one in self.things if one.kind in kinds and one.called(words) and of in one.path]
        return min(found, key=lambda one: (not one.on, not one.in_sight), default=None)

    def said(self, words: str) -> bool:
        """Whether that stands somewhere, in a text or a row, also of a list that goes on below its edge."""
        return any(words in said for one in self.things for said in (one.said, *one.every, *(r.said for r in one.rows)))

    def texts(self) -> str:
        return "\n".join(
            f"  {one.kind:7} {one.said or one.name!r}{' [' + one.cap + ']' if one.cap else ''}"
            f"{'' if one.on else ' (off)'}{' *' if one.id == self.focus else ''}"
            + "".join(f"\n      {row.row}: {row.said}" for row in one.rows)
            for one in self.things
        )


class Eyes:
    """The other end of the probe's socket."""

    def __init__(self, where: Path, alive: Callable[[], bool]) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self._socket.connect(str(where))
                break
            except OSError:
                if not alive() or time.monotonic() > until:
                    raise Lost("the program did not start") from None
                time.sleep(0.02)
        self._socket.settimeout(2 * PATIENCE)
        self._lines = self._socket.makefile("rw", encoding="utf-8")
        self.sent = 0
        """How many keys and buttons the hands have let go of."""

    def close(self) -> None:
        self._lines.close()
        self._socket.close()

    def _ask(self, what: str) -> dict[str, Any]:
        """Once the program has felt all that the hands did."""
        self._lines.write(f"{what} {self.sent}\n")
        self._lines.flush()
        try:
            said = self._lines.readline()
        except TimeoutError:
            raise Lost("the program does not answer") from None
        if not said:
            raise Lost("the program is gone")
        answer: dict[str, Any] = json.loads(said)
        if "wrong" in answer:
            raise Lost(answer["wrong"])
        self.sent = answer["felt"]
        return answer

    def focus(self) -> int:
        return int(self._ask("focus")["focus"])

    def pressed(self) -> int:
        """What the mouse was on when its button was pressed last."""
        return int(self._ask("focus")["pressed"])

    def look(self) -> list[str]:
        """What the observer finds now. A frame that lags behind is looked at again when all is at rest."""
        found = list(self._ask("look")["found"])
        if any(GHOST in said for said in found):
            self.sight()
            still = {said.partition(GHOST)[0] for said in self._ask("again")["found"]}
            found = [said for said in found if GHOST not in said or said.partition(GHOST)[0] in still]
        return found

    def edges(self) -> list[str]:
        """What reaches past the screen, once the window manager has had its say."""
        end = time.monotonic() + SETTLING
        while (found := list(self._ask("edges")["found"])) and time.monotonic() < end:
            time.sleep(0.05)
        return found

    def sight(self, *, rest: bool = True) -> Sight:
        """Once all is at rest."""
        said = self._ask("rest" if rest else "see")
        things = tuple(_thing(one) for one in said["things"])
        return Sight(said["window"], said["kind"], said["popup"], said["focus"], said.get("late", False), things)

    def until(self, holds: Callable[[Sight], object], what: str) -> Sight:
        end = time.monotonic() + PATIENCE
        while True:
            now = self.sight()
            if holds(now):
                return now
            if time.monotonic() > end:
                raise Lost(f"{what} is not there. In front: {now.kind} “{now.window}”\n{now.texts()}")


def _thing(said: dict[str, Any]) -> Thing:
    rows = _rows(said.get("rows", said.get("bars", [])))
    return Thing(
        said["id"],
        said["kind"],
        said["name"],
        said["said"],
        said["tip"],
        said["on"],
        said["checked"],
        said["cap"],
        Place(*said["place"]),
        Place(*said["part"]),
        said["path"],
        rows,
        said.get("row", -1),
        said.get("count", 0),
        Place(*said["area"]) if said.get("area") else None,
        _rows(said.get("lanes", [])),
        tuple(said.get("all", [])),
    )


def _rows(said: list[tuple[int, str, list[int]]]) -> tuple[Row, ...]:
    return tuple(Row(row, words, Place(*where)) for row, words, where in said)
