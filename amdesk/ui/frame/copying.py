"""Copies of the bank while its window is open: soon after it opened and then every hour, where something has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from amdesk.services.bank import generations
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.bank.generations import Second
    from amdesk.ui.frame.main_window import MainWindow

SOON, EVERY, RESTS = 2 * 60_000, 60 * 60_000, 3_000
"""Milliseconds."""


class Copying:
    """Of a window that only reads nothing is copied: the one that changes the bank does it."""

    def __init__(self, window: MainWindow, shell: Shell) -> None:
        self.window, self.shell = window, shell
        self.away = False
        """Whether it was told already that copies do not come to where they should."""
        self.timer = QTimer(window)
        self.timer.setInterval(SOON)
        self.timer.timeout.connect(self.copy)
        self.timer.start()

    def copy(self) -> None:
        self.timer.setInterval(EVERY)
        tasks = self.shell.tasks
        if tasks.closed or tasks.read_only is not None or tasks.working:
            return
        folders, clock = self.shell.settings.folders(), self.shell.clock
        tasks.run(
            lambda desk: generations.keep(desk.bank, folders, clock),
            self._copied,
            failed=self.shell.guarded(self._tell),
        )

    def _copied(self, second: Second) -> None:
        if second.why is None:
            self.away = False
            return
        t = self.shell.words
        waits = t.plural("{count} copy waits.", "{count} copies wait.", second.waiting, count=second.waiting)
        self._tell(f"{t.say(second.why)} {waits}")

    def _tell(self, said: str) -> None:
        """Once for each time that a folder goes."""
        told, self.away = self.away, True
        if told:
            return
        t = self.shell.words
        act = (t("Backups"), lambda: self.window.go("settings", part="copies"))
        self.window.banner("warn", t("A copy of the bank is missing"), said, act)


class WritingBack:
    """When work rests the bank's file has all that was done: whoever copies that file alone while the window is open misses nothing."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.timer = QTimer(shell)
        self.timer.setSingleShot(True)
        self.timer.setInterval(RESTS)
        self.timer.timeout.connect(self.write_back)
        shell.tasks.written.connect(self.timer.start)

    def write_back(self) -> None:
        if not self.shell.tasks.closed:
            self.shell.tasks.run(lambda desk: generations.write_back(desk.bank), failed=lambda _e: None)
