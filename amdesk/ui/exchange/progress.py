"""The line at the foot of the page while something takes long: how far it has come, and what stops it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from amdesk.ui.kit.basic import button, label
from amdesk.ui.kit.shell import Shell

SOON = 400
"""Milliseconds after which reading a file is said to take its time; a list of a week is there sooner."""


class ProgressLine(QWidget):
    """`stopped` is told of reading alone; what writes is stopped by the tasks themselves."""

    stopped = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.t, self.shell = shell.words, shell
        self.reading = False
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
        self.hide()

    def begin_reading(self) -> None:
        """Shown where it takes longer than one notices."""
        self.reading = True
        self._soon.start()

    def _slow(self) -> None:
        self.words.setText(self.t("The file is being read."))
        self.bar.setRange(0, 0)
        self.show()

    def show_done(self, done: int, total: int, what: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.words.setText(
            self.t("{done} of {total}: {what}", done=done, total=total, what=what)
            if total
            else self.t.plural("{done} row: {what}", "{done} rows: {what}", done, done=done, what=what)
        )
        self.show()

    def _stop(self) -> None:
        if self.reading:
            self.stopped.emit()
        else:
            self.shell.tasks.cancel()

    def over(self) -> None:
        self.reading = False
        self._soon.stop()
        self.hide()
