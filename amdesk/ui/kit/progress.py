"""The line at the foot of the page while something takes long: how far it has come, and what stops it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from amdesk.ui.kit.basic import button, label
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

SOON = 400
"""Milliseconds after which something is said to take its time; a list of a week is read sooner."""


class ProgressLine(QWidget):
    """`stopped` is told of reading alone; what writes is stopped by the tasks themselves."""

    stopped = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.t, self.shell = shell.words, shell
        self.reading = False
        self.working = False
        """Whether long work that was begun here is under way."""
        self._said = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        words = QHBoxLayout()
        self.words = label("", "small")
        self.stop = button(shell, self.t("Stop"), self._stop, kind="link")
        words.addWidget(self.words)
        words.addStretch(1)
        words.addWidget(self.stop)
        self.bar = QProgressBar()
        column.addLayout(words)
        column.addWidget(self.bar)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON)
        self._soon.timeout.connect(self._slow)
        shell.tasks.progressed.connect(self._progressed)
        self.hide()

    def begin_reading(self) -> None:
        """Shown where it takes longer than one notices."""
        self.reading, self._said = True, self.t("The file is being read.")
        self._soon.start()

    def run(
        self,
        said: str,
        work: Callable[[Desk], Iterator[tuple[int, int, str]]],
        then: Callable[[bool], None],
        failed: Callable[[Exception], None],
        *,
        file: bool = True,
    ) -> None:
        """Long work that writes a file, or the bank where not `file`: how far it has come is shown until it ends, and it can be
        stopped. `then` hears whether it ran to its end."""

        def ended(whole: bool) -> None:
            self.over()
            then(whole)

        def fell(error: Exception) -> None:
            self.over()
            failed(error)

        self.working, self._said = True, said
        self.stop.setEnabled(True)
        self._soon.start()
        self.shell.tasks.long(work, ended, file=file, failed=fell)

    def _slow(self) -> None:
        self.words.setText(self._said)
        self.bar.setRange(0, 0)
        self.show()

    def _progressed(self, done: int, total: int, what: str) -> None:
        if self.working and self.stop.isEnabled():
            self._soon.stop()
            self.show_done(done, total, what)

    def stop_work(self) -> bool:
        """Stop what was begun here; False where nothing is under way."""
        if not self.working:
            return False
        self.stop.setEnabled(False)
        self.words.setText(self.t("Being stopped."))
        self.shell.tasks.cancel()
        return True

    def show_done(self, done: int, total: int, what: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        what = self.shell.name(what)
        self.words.setText(
            self.t("{done} of {total}: {what}", done=done, total=total, what=what)
            if total
            else self.t.plural("{done} row: {what}", "{done} rows: {what}", done, done=done, what=what)
        )
        self.show()

    def _stop(self) -> None:
        if self.reading:
            self.stopped.emit()
        elif not self.stop_work():
            self.shell.tasks.cancel()

    def over(self) -> None:
        self.reading = self.working = False
        self._soon.stop()
        self.hide()
