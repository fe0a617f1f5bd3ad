"""The observer: everything that is looked at, after each step, and what was found in a whole story."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from tests.stories.observer.allowed import allowed
from tests.stories.observer.cut import cut, cut_painted
from tests.stories.observer.dialogs import Dialogs
from tests.stories.observer.frames import flush, ghosts
from tests.stories.observer.kept import Held, held, lost
from tests.stories.observer.keys import dead
from tests.stories.observer.language import misspoken
from tests.stories.observer.outside import outside
from tests.stories.observer.overlap import overlapping, written_over
from tests.stories.observer.painted import Painted, Said
from tests.stories.observer.sight import path, sight, texts, windows


class Observer:
    """`lines` answers with what was written on stderr since it was asked last."""

    def __init__(self, patch: pytest.MonkeyPatch, lines: Callable[[], str], lang: str = "sv") -> None:
        self.painted, self.dialogs, self.lang, self.lines = Painted(patch), Dialogs(), lang, lines
        self.before: Held | None = None
        self.steps = 0
        self.found: dict[str, int] = {}
        """What was seen, and at which step first."""
        QApplication.setCursorFlashTime(0)  # a cursor that blinks is no difference

    def look(self) -> list[str]:
        """Once around the windows; what is new is kept."""
        self.steps += 1
        for top in windows():
            QApplication.sendPostedEvents(None, int(QEvent.Type.LayoutRequest))
            flush(top)
        heard, seen = self.painted.heard(), sight()
        found = cut(seen) + overlapping(seen) + outside(seen) + dead(seen) + self._words(heard)
        spoken = [(path(one.widget), text) for one in seen for text in texts(one) if text]
        found += misspoken([*spoken, *((path(one.widget), one.said) for one in heard)], self.lang)
        found += self._ghosts(heard) + self.dialogs.stay(seen)
        if self.before is not None:
            found += lost(self.before, seen)
        self.before = held(seen)
        found += [f"stderr: {line}" for line in self.lines().splitlines() if line]
        new = [one for one in dict.fromkeys(found) if one not in self.found and not allowed(one)]
        self.found |= dict.fromkeys(new, self.steps)
        return new

    def _words(self, heard: list[Said]) -> list[str]:
        """What is wrong with painted words, asked again of those that are painted now."""

        def wrong(said: list[Said]) -> list[str]:
            return cut_painted(said) + written_over(said)

        return wrong(self.painted.now({one.widget for one in heard})) if wrong(heard) else []

    def _ghosts(self, heard: list[Said]) -> list[str]:
        """Only where something was painted: that is where a part can have been left out."""
        touched: dict[QWidget, None] = dict.fromkeys(one.widget for one in heard)
        self.painted.deaf = True
        try:
            return ghosts([one for one in touched if isValid(one) and one.isVisible()])
        finally:
            self.painted.deaf = False

    def report(self) -> str:
        return "\n".join(f"step {step}: {said}" for said, step in self.found.items())
