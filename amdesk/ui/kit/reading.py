"""What is read and not written: a text with links and headings, and an area that the keys scroll."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QResizeEvent, QTextDocument, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QTextEdit, QWidget

ENTERS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class ReadText(QTextEdit):
    """A text that is read with a cursor in it: a screen reader gets it line by line, Tab goes past it, Enter follows the link
    that the cursor stands in. (Qt's own browser tells assistive technology that it is a mere label, and holds Tab by its links.)"""

    followed = Signal(QUrl)

    def __init__(self, called: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName(called)
        self.pressed = ""
        self.tall = 0
        self.at = ""
        """The heading that is shown until somebody reads on."""
        self.file_of: Callable[[str], Path] | None = None
        """Where a picture of the text lies, and how many pixels wide it is shown."""
        self.wide = 0
        self.verticalScrollBar().sliderPressed.connect(self._read_on)

    def stand(self, tall: int, beside: int, over: QWidget) -> None:
        """`tall` pixels high, or what the window of `over` leaves when `beside` of them stand above and below. (A least height is
        the style sheet's to say: what is set here it would take away.)"""
        self.tall = max(1, min(tall, over.window().height() - beside))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), self.tall or hint.height())

    def show_html(self, said: str) -> None:
        """The whole text is laid out at once, so that a heading far down is found and the scroll bar does not grow later."""
        self.setHtml(said)
        self._lay_out()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture as wide as it is shown, drawn from the larger one rather than squeezed by the text."""
        if self.file_of is None or kind != int(QTextDocument.ResourceType.ImageResource.value):
            return super().loadResource(kind, name)
        ratio = self.devicePixelRatioF()
        whole = QImage(str(self.file_of(QUrl(name).path())))
        made = whole.scaledToWidth(round(self.wide * ratio), Qt.TransformationMode.SmoothTransformation)
        made.setDevicePixelRatio(ratio)
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
        if self.at:
            self.scrollToAnchor(self.at)

    def _lay_out(self) -> None:
        """Qt lays out what is seen and the rest by and by, unless it is asked for the size of the whole."""
        layout = self.document().documentLayout()
        layout.documentSizeChanged.emit(layout.documentSize())

    def go_to(self, anchor: str) -> None:
        """Show a heading, and read on from there."""
        self.at = anchor
        self.scrollToAnchor(anchor)
        self.setTextCursor(self.cursorForPosition(QPoint(1, 1)))

    def _read_on(self) -> None:
        self.at = ""

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._read_on()
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._read_on()
        to = self._under_cursor() if event.key() in ENTERS else ""
        if to:
            self.followed.emit(QUrl(to))
            event.accept()
            return
        super().keyPressEvent(event)

    def _under_cursor(self) -> str:
        """Where the link leads that the cursor stands in or before."""
        cursor = self.textCursor()
        if not cursor.atBlockEnd():
            cursor.movePosition(cursor.MoveOperation.NextCharacter)
        return cursor.charFormat().anchorHref()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._read_on()
        self.pressed = self.anchorAt(event.position().toPoint())
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        event.accept()  # also where there is no link
        to = self.anchorAt(event.position().toPoint())
        if to and to == self.pressed and event.button() == Qt.MouseButton.LeftButton:
            self.followed.emit(QUrl(to))


class ReadArea(QScrollArea):
    """What is only read, longer than its room: nothing in it takes the keys, so that it takes them itself and scrolls."""

    def __init__(self, called: str, inner: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(inner)
        self.setAccessibleName(called)
