"""What is read and not written: a text with links and headings, and an area that the keys scroll."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QTextEdit, QWidget

from amdesk.domain.guidance.seeking import line_of, spots
from amdesk.domain.values import fold

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
        self.wanted: Sequence[str] = ()
        """The words that were sought there, folded."""
        self.marking: tuple[QColor, QColor] | None = None
        """The colours behind and of what was sought."""
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
            self._go()

    def _lay_out(self) -> None:
        """Qt lays out what is seen and the rest by and by, unless it is asked for the size of the whole."""
        layout = self.document().documentLayout()
        layout.documentSizeChanged.emit(layout.documentSize())

    def go_to(self, anchor: str, words: str = "") -> None:
        """Show a heading, and read on from there; where words were sought, from the line below it that has them, marked."""
        self.at, self.wanted = anchor, fold(words).split()
        self._go()

    def unmark(self) -> None:
        """Nothing is sought any more; what is read stays where it is."""
        self.wanted = []
        self.setExtraSelections([])

    def _go(self) -> None:
        self.scrollToAnchor(self.at)
        blocks = self._below(self.at) if self.wanted else []
        found = [(b, spot) for b in blocks for spot in spots(b.text(), self.wanted)]
        self.setExtraSelections([self._marked(block, *spot) for block, spot in found])
        line = line_of([b.text() for b in blocks], self.wanted)
        if not line:  # the heading itself, or nothing
            self.setTextCursor(self.cursorForPosition(QPoint(1, 1)))
            return
        first = next(spot for block, spot in found if block == blocks[line])
        self._read_from(_cursor(blocks[line], first[0], first[0]))

    def _read_from(self, cursor: QTextCursor) -> None:
        """The cursor where the words are; what stands too far below its heading to be seen with it comes to the middle."""
        place, room = self.cursorRect(cursor), self.viewport().height()
        if place.bottom() > room:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + place.center().y() - room // 2)
        self.setTextCursor(cursor)

    def _below(self, anchor: str) -> list[QTextBlock]:
        """The lines from a heading to the next one that has a name."""
        out: list[QTextBlock] = []
        block = self.document().begin()
        while block.isValid():
            names = [n for part in block.textFormats() for n in part.format.anchorNames()]
            if anchor in names or (out and not names):
                out.append(block)
            elif out:
                break
            block = block.next()
        return out

    def _marked(self, block: QTextBlock, first: int, last: int) -> QTextEdit.ExtraSelection:
        form = QTextCharFormat()
        form.setFontUnderline(True)  # no colour alone says it
        if self.marking is not None:
            form.setBackground(self.marking[0])
            form.setForeground(self.marking[1])
        out = QTextEdit.ExtraSelection()
        out.cursor, out.format = _cursor(block, first, last), form
        return out

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


def _cursor(block: QTextBlock, first: int, last: int) -> QTextCursor:
    """From one letter of a line to another; Qt counts some letters as two."""
    out, said = QTextCursor(block), block.text()
    out.setPosition(block.position() + _units(said[:first]))
    out.setPosition(block.position() + _units(said[:last]), QTextCursor.MoveMode.KeepAnchor)
    return out


def _units(said: str) -> int:
    return len(said.encode("utf-16-le")) // 2


class ReadArea(QScrollArea):
    """What is only read, longer than its room: nothing in it takes the keys, so that it takes them itself and scrolls."""

    def __init__(self, called: str, inner: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(inner)
        self.inner = inner
        self.setAccessibleName(called)

    def minimumSizeHint(self) -> QSize:
        """As wide as what stands in it can be at least: nothing scrolls sideways here."""
        bar, whole = self.verticalScrollBar().sizeHint().width(), super().minimumSizeHint()
        return QSize(max(whole.width(), self.inner.minimumSizeHint().width() + bar), whole.height())
