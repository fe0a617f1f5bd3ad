"""All pages of the bank read through once a day while its window is open, so that damage is known before it is met in work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from amdesk.domain.errors import BankUnusable
from amdesk.services.bank import damage
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.bank.damage import PageReading
    from amdesk.services.desk import Desk

SOON, BETWEEN, LATER, LOOK = 60_000, 40, 5_000, 10 * 60_000
"""Milliseconds until the first reading, between two slices of it, until what failed is read again, and between two looks
whether it is another day."""


class ReadThrough:
    """The window's own reading thread reads a slice of a quarter of a megabyte at a time: what somebody asks for comes in between."""

    def __init__(self, shell: Shell, found: Callable[[], object]) -> None:
        """`found` hears of pages that have failed twice."""
        self.shell, self.found = shell, found
        self.day: date | None = None
        """When the bank was read through last."""
        self.reading: PageReading | None = None
        self.timer = QTimer(shell)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.go_on)
        self.timer.start(SOON)

    def go_on(self) -> None:
        if self.shell.tasks.closed:
            return
        if self.reading is None and self.day == self.shell.today:
            self.timer.start(LOOK)
            return
        self.shell.tasks.run(self._some, self._read, failed=lambda _e: self._put_off())

    def _some(self, desk: Desk) -> bool:
        """On the reading thread. Whether there is more of it."""
        try:
            self.reading = self.reading or damage.reading(desk.bank)
            return self.reading is not None and self.reading.some()
        except OSError as error:
            raise BankUnusable(damage.unread()) from error

    def _read(self, more: bool) -> None:
        if more:
            self.timer.start(BETWEEN)
        elif self.reading is None or not self.reading.suspect:
            self._done()
        else:
            self.timer.singleShot(LATER, self.shell, self.again)

    def again(self) -> None:
        """What has failed once more: it was being written back, or it is damaged."""
        reading = self.reading
        if reading is not None:
            self.shell.tasks.run(lambda _desk: reading.again(), self._judge, failed=lambda _e: self._put_off())

    def _judge(self, pages: list[int]) -> None:
        self._done()
        if pages:
            self.found()

    def _done(self) -> None:
        self.day, self.reading = self.shell.today, None
        self.timer.start(LOOK)

    def _put_off(self) -> None:
        """The bank cannot be read now: later."""
        self.reading = None
        self.timer.start(LOOK)
