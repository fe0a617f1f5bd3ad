"""Inside the program, reading only: answers on a socket where each control stands, what it says, and what the observer sees.

Nothing here presses, clicks or writes anything: that is done from outside, by the screen's own keys and mouse.
"""

from __future__ import annotations

import json
import socket
import threading
import traceback
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from shiboken6 import Shiboken

from amdesk.ui.booking.board.view import BoardView
from amdesk.ui.frame.main_window import MainWindow
from tests.stories.observer.frames import ghosts
from tests.stories.observer.sight import Seen, below, path, sight
from tests.stories.observer.watching import Observer

PAUSE, CALM, PATIENCE = 12, 4, 30_000
"""Milliseconds between two looks whether all is at rest, how many in a row must find it so, and how long that may take."""

LOST = 1_000
"""Milliseconds after which a key that has not come is not coming."""
PRESSED = {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick}
HELD = {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta}

KINDS = (
    (QCheckBox, "check"),
    (QAbstractButton, "button"),
    (QComboBox, "choice"),
    (QAbstractSpinBox, "number"),
    (QLineEdit, "line"),
    (QPlainTextEdit, "text"),
    (QAbstractItemView, "rows"),
    (QLabel, "label"),
)
Said = dict[str, Any]


class Probe(QObject):
    """Listens on a Unix socket for one word a line and answers each with one line of JSON."""

    asked = Signal(str, object)

    def __init__(self, where: str, observer: Observer) -> None:
        super().__init__()
        self.observer = observer
        self.hands = Felt(self)
        self.asked.connect(self._answer)
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(where)
        self._server.listen(1)
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            connection, _ = self._server.accept()
            with connection, connection.makefile("rw", encoding="utf-8") as lines:
                for line in lines:
                    done, answer = threading.Event(), Said()

                    def reply(said: Said, answer: Said = answer, done: threading.Event = done) -> None:
                        answer.update(said)
                        done.set()

                    self.asked.emit(line.strip(), reply)
                    done.wait()
                    lines.write(json.dumps(answer) + "\n")
                    lines.flush()

    def _answer(self, asked: str, reply: Callable[[Said], None]) -> None:
        """A number after the word is how many keys and buttons have been let go of: the answer comes when they have come."""
        what, _, sent = asked.partition(" ")
        if sent:
            self.hands.after(
                int(sent), lambda: self._answer(what, lambda said: reply(said | {"felt": self.hands.felt}))
            )
        elif what == "rest":
            Rest(self, reply)
        elif what == "focus":
            reply({"focus": key(QApplication.focusWidget()), "pressed": self.hands.pressed})
        elif what == "look":
            answered(reply, lambda: {"found": self.observer.look()})
        elif what == "again":
            answered(reply, lambda: {"found": self._ghosts()})
        elif what == "edges":
            QGuiApplication.sync()
            answered(reply, lambda: {"found": off_screen()})
        else:
            answered(reply, shown)

    def _ghosts(self) -> list[str]:
        """Asked of everything that is seen, where one was found: what was about to be painted is by now."""
        self.observer.painted.deaf = True
        try:
            return ghosts([one.widget for one in sight()])
        finally:
            self.observer.painted.deaf = False


def answered(reply: Callable[[Said], None], look: Callable[[], Said]) -> None:
    """What goes wrong in looking is the walk's own fault, and said to it."""
    try:
        reply(look())
    except Exception:  # noqa: BLE001 - whatever it is
        reply({"wrong": traceback.format_exc()})


class Felt(QObject):
    """Counts the keys and buttons that reach the windows: Qt takes them from the screen in a thread of its own, when it comes
    to it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.felt, self._wanted, self._left = 0, 0, 0
        self.pressed = 0
        """What was under the mouse when its button was pressed last."""
        self._down: set[int] = set()
        self._known: set[int] = set()
        self._then: Callable[[], None] = lambda: None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Each key once, by its press or, where that was a shortcut of the program's, by its release."""
        if isinstance(event, QKeyEvent) and event.key() not in HELD and not event.isAutoRepeat():
            if event.type() == QEvent.Type.KeyPress:
                self._down.add(event.key())
                self.felt += 1
            elif event.type() == QEvent.Type.KeyRelease:
                self.felt += event.key() not in self._down
                self._down.discard(event.key())
        elif isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            self.felt += 1
        elif isinstance(event, QMouseEvent) and event.type() in PRESSED:
            self.pressed = key(QApplication.widgetAt(event.globalPosition().toPoint()))
        return False

    def after(self, sent: int, then: Callable[[], None]) -> None:
        """`then` once so many have come; what a window gets that has just come is not seen, and not waited for longer."""
        self._wanted, self._then, self._left = sent, then, LOST // PAUSE
        self._timer.start(0)

    def _look(self) -> None:
        self._timer.setInterval(PAUSE)
        self._left -= 1
        for one in QGuiApplication.allWindows():
            if Shiboken.getCppPointer(one)[0] not in self._known:
                self._known.add(Shiboken.getCppPointer(one)[0])
                one.installEventFilter(self)
        if self.felt >= self._wanted or self._left <= 0:
            self._timer.stop()
            self._then()


class Rest(QObject):
    """Answers with what is shown once nothing is under way any more; `late` says that it never was."""

    def __init__(self, parent: QObject, reply: Callable[[Said], None]) -> None:
        super().__init__(parent)
        self._reply, self._calm, self._left = reply, 0, PATIENCE // PAUSE
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(PAUSE)
        QGuiApplication.sync()

    def _look(self) -> None:
        self._left -= 1
        self._calm = self._calm + 1 if quiet() else 0
        if self._calm >= CALM or self._left <= 0:
            self._timer.stop()
            answered(self._reply, lambda: {"late": self._calm < CALM, **shown()})
            self.deleteLater()


def quiet() -> bool:
    """No work is under way, and the window in front is the one that the keys go to."""
    if QApplication.activePopupWidget() is not None:
        return True
    top = front()
    if top is None or not top.isActiveWindow():
        return False
    return all(one.shell.tasks.idle for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))


def front() -> QWidget | None:
    """What takes keys and clicks: a menu, a dialog, or the window."""
    over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
    tops = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    return over or next((one for kind in (QDialog, QMainWindow) for one in tops if isinstance(one, kind)), None)


def key(widget: QWidget | None) -> int:
    return 0 if widget is None else Shiboken.getCppPointer(widget)[0]


def shown() -> Said:
    """The window in front, and all that is seen in it."""
    top = front()
    focus = QApplication.focusWidget()
    things = [] if top is None else [thing(one) for one in below(top)]
    return {
        "window": "" if top is None else top.windowTitle(),
        "kind": type(top).__name__,
        "popup": QApplication.activePopupWidget() is not None,
        "focus": key(focus),
        "things": [one for one in things if one],
    }


def thing(seen: Seen) -> Said:
    """One control: what kind, what it says, where it is on the screen (pixels of the screen itself)."""
    widget = seen.widget
    kind = next((name for of, name in KINDS if isinstance(widget, of)), "")
    kind = "board" if isinstance(widget, BoardView) else "menu" if isinstance(widget, QMenu) else kind
    if not kind and (not widget.accessibleName() or widget.focusPolicy() == Qt.FocusPolicy.NoFocus):
        return {}
    out: Said = {
        "id": key(widget),
        "kind": kind or "other",
        "name": widget.accessibleName(),
        "said": words(widget),
        "tip": widget.toolTip(),
        "on": widget.isEnabled(),
        "checked": isinstance(widget, QAbstractButton) and widget.isChecked(),
        "cap": getattr(widget, "cap", ""),
        "place": pixels(seen.top, seen.place),
        "part": pixels(seen.top, seen.part),
        "path": path(widget),
    }
    if isinstance(widget, QAbstractItemView):
        out["rows"], out["row"] = rows(widget), widget.currentIndex().row()
        out["count"] = widget.model().rowCount() if widget.model() else 0
        out["all"] = [said for row in range(min(out["count"], 400)) for said in [spoken(widget, row)] if said]
    if isinstance(widget, QMenu):
        out["rows"] = [
            [i, a.text(), pixels(widget, widget.actionGeometry(a))]
            for i, a in enumerate(widget.actions())
            if not a.isSeparator()
        ]
        here = widget.activeAction()
        out["row"] = widget.actions().index(here) if here in widget.actions() else -1
    if isinstance(widget, BoardView):
        out["bars"], out["lanes"] = bars(widget), lanes(widget)
        out["row"], out["on"] = widget.row, widget.isEnabled()
    if seen.scrolls:
        out["area"] = area_of(widget)
    return out


def words(widget: QWidget) -> str:
    if isinstance(widget, (QAbstractButton, QLabel, QLineEdit)):
        return widget.text()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return widget.toPlainText() if isinstance(widget, QPlainTextEdit) else ""


def pixels(top: QWidget, place: QRect) -> list[int]:
    """A part of a window in pixels of the screen: left, top, width, height."""
    at, by = top.mapToGlobal(QPoint(0, 0)) + place.topLeft(), top.devicePixelRatioF()
    return [round(x * by) for x in (at.x(), at.y(), place.width(), place.height())]


def rows(view: QAbstractItemView) -> list[list[object]]:
    """Of a list or table the cells that are in sight: row, words, place."""
    out: list[list[object]] = []
    model, area = view.model(), view.viewport()
    if model is None:
        return out
    seen = area.visibleRegion().boundingRect()
    for row in range(min(model.rowCount(), 400)):
        for column in range(model.columnCount() if isinstance(view, QTableView) else 1):
            index = model.index(row, column)
            where = view.visualRect(index) & seen
            if where.height() > 4 and where.width() > 4:
                said = str(index.data() or "") or str(index.data(Qt.ItemDataRole.AccessibleTextRole) or "")
                out.append([row, said, pixels(area, where)])
    return out


def spoken(view: QAbstractItemView, row: int) -> str:
    """What a row says, also one that is out of sight."""
    index = view.model().index(row, 0)
    return str(index.data() or "") or str(index.data(Qt.ItemDataRole.AccessibleTextRole) or "")


def bars(view: BoardView) -> list[list[object]]:
    """Of the board what is booked: whose, and where of it is in sight, which may be nowhere."""
    area = view.viewport()
    found = []
    for row, line in enumerate(view.lines):
        for bar in line.lane.bars if line.lane else ():
            where = view.rect_of(row, bar.first, bar.last) & area.rect().adjusted(view.label_width, view.head, 0, 0)
            found.append([row, view.t.say(bar.name.text), pixels(area, where if where.isValid() else QRect())])
    return found


def lanes(view: BoardView) -> list[list[object]]:
    """Of the board the rows that a bar can lie in: which place, and where of it is in sight, which may be nowhere."""
    area = view.viewport().rect().adjusted(0, view.head, 0, 0)
    found = []
    for row, line in enumerate(view.lines):
        where = QRect(0, view.top_of(row), view.label_width, view.brush.row) & area
        if line.lane is not None and line.team is not None:
            found.append([row, line.team.name, pixels(view.viewport(), where if where.isValid() else QRect())])
    return found


def area_of(widget: QWidget) -> list[int]:
    """The part of the screen in which it scrolls."""
    one = widget.parentWidget()
    while one is not None and not isinstance(one, QAbstractScrollArea):
        one = one.parentWidget()
    return pixels(one.viewport(), one.viewport().rect()) if isinstance(one, QAbstractScrollArea) else []


def off_screen() -> list[str]:
    """Windows that reach past the edge of the screen."""
    out = []
    for one in QApplication.topLevelWidgets():
        if one.isVisible() and isinstance(one, (QMainWindow, QDialog, QMenu)):
            # one that fills its screen has no frame, and Qt may still know of the one before, or of one that was not grown yet
            frame, screen = one.geometry(), one.screen().geometry()
            frame = frame if one.isMaximized() else frame.united(one.frameGeometry())
            if not screen.adjusted(-1, -1, 1, 1).contains(frame):
                out.append(f"{path(one)} reaches past the screen: {frame.getRect()} in {screen.getRect()}")
    return out
