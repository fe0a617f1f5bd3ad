"""States of a screen: empty, loading, banners above and a word at the bottom."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from amdesk.ui.kit.basic import button, label
from amdesk.ui.kit.shell import Shell


class EmptyState(QWidget):
    """Icon, title, one sentence, one primary and at most one secondary button."""

    def __init__(
        self,
        shell: Shell,
        icon: str,
        title: str,
        sentence: str,
        actions: Sequence[tuple[str, Callable[[], object]]] = (),
        *,
        role: str = "text2",
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.addStretch(1)
        mark = QLabel()
        mark.setPixmap(shell.theme.pixmap(icon, role, shell.theme.mark(28), dpr=self.devicePixelRatioF()))
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        heading = label(title, "section")
        heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        body = label(sentence, "muted", wrap=True)
        body.setAlignment(Qt.AlignmentFlag.AlignCenter)
        body.setMaximumWidth(420)
        column.addWidget(mark)
        column.addWidget(heading)
        line = (
            QHBoxLayout()
        )  # centred by room on both sides: an aligned label is given the height of two short lines only
        line.addStretch(1)
        line.addWidget(body, 1000)
        line.addStretch(1)
        column.addLayout(line)
        row = QHBoxLayout()
        row.addStretch(1)
        for i, (said, then) in enumerate(actions):
            row.addWidget(button(shell, said, then, kind="primary" if i == 0 else ""))
        row.addStretch(1)
        column.addSpacing(8)
        column.addLayout(row)
        column.addStretch(1)
        self.setAccessibleName(title)


class Skeleton(QWidget):
    """Grey rows for what takes longer than 300 ms to come."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self._shown = False
        QTimer.singleShot(300, self, self._appear)

    def _appear(self) -> None:
        self._shown = True
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._shown:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.shell.theme.color("surface3"))
        for i in range(max(1, self.height() // 40)):
            y = 16 + 40 * i
            painter.drawRoundedRect(16, y, 18, 18, 5, 5)
            painter.drawRoundedRect(46, y + 5, 90 + (i * 37) % 80, 8, 4, 4)
            painter.drawRoundedRect(max(0, self.width() - 100), y + 5, 70, 8, 4, 4)
        painter.end()


class Banner(QFrame):
    """A line above the content: icon, title, sentence, one action. `role` is info, warn or bad."""

    def __init__(
        self, shell: Shell, role: str, title: str, sentence: str, action: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.setStyleSheet(f"#banner {{ background: {shell.theme.roles[role + '_soft']}; border: none; }}")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 10, 8)
        mark = QLabel()
        mark.setPixmap(
            shell.theme.pixmap(
                {"info": "lock_closed", "warn": "warning", "bad": "error_circle"}[role],
                role,
                shell.theme.mark(20),
                filled=True,
                dpr=self.devicePixelRatioF(),
            )
        )
        row.addWidget(mark)
        words = QVBoxLayout()
        words.setSpacing(0)
        heading = label(title, "strong")
        heading.setStyleSheet(f"QLabel {{ color: {shell.theme.roles[role]}; }}")
        words.addWidget(heading)
        words.addWidget(label(sentence, wrap=True))
        row.addLayout(words, 1)
        if action:
            row.addWidget(button(shell, action[0], action[1]))
        self.setAccessibleName(f"{title}. {sentence}")


class Toast(QFrame):
    """A word under the page for ten seconds, which covers nothing of it; pauses under the pointer or with focus."""

    undo = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.setObjectName("toast")
        self._row = row = QHBoxLayout(self)
        self.text = label("")
        self.act = QPushButton(shell.words("Undo"))
        self.act.clicked.connect(self._undo)
        row.addWidget(self.text, 1)
        row.addWidget(self.act)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.hide)
        self.latest = False
        """Whether what it tells of is what was stored last."""
        self.hide()

    def stored(self) -> None:
        """Something was stored: where this tells of something earlier, its button would take back the other one."""
        if not self.latest:
            self._offer(undo=False)
            self.fit()
            self._take_room()
        self.latest = False

    def _offer(self, *, undo: bool) -> None:
        """The button has an edge of its own at the right; words alone have as much there as at the left."""
        self.act.setVisible(undo)
        self._row.setContentsMargins(16, 6, 8 if undo else 16, 6)

    def say(self, said: str, *, undo: bool) -> None:
        self.latest = True
        self.text.setText(said)
        self._offer(undo=undo)
        self.setAccessibleName(said)
        self.fit()
        self.show()
        self._take_room()
        self.timer.start(self.shell.theme.tokens["motion"]["toast_ms"])

    def fit(self) -> None:
        """As wide as what it says, in several lines where the window is narrower."""
        parent = self.parentWidget()
        self.text.setWordWrap(False)
        wraps = parent is not None and self.sizeHint().width() > parent.width() - 240
        self.text.setWordWrap(wraps)
        wide = QSizePolicy.Policy.Expanding if wraps else QSizePolicy.Policy.Maximum
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)

    def _take_room(self) -> None:
        """At once: a longer word after a shorter one would stand cut until Qt lays the window out again."""
        self.updateGeometry()
        parent = self.parentWidget()
        for box in (parent.layout() if parent is not None else None, self.layout()):
            if box is not None:
                box.activate()

    def _undo(self) -> None:
        self.hide()
        self.undo.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.timer.start(self.shell.theme.tokens["motion"]["toast_ms"])
        super().leaveEvent(event)
