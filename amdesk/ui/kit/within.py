"""A dialog never grows out of sight: what it holds scrolls inside it, and its title and buttons stay where they are."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QScrollArea, QVBoxLayout, QWidget

from amdesk.ui.kit.fieldarea import FieldArea

MARGIN = 12
"""Pixels between a dialog and the edge of what it stands over."""
LINES = 60
"""Pixels of a form that are seen at least, however small the screen."""
LEAST = 160
"""Pixels of what scrolls inside a form: room for two fields."""
ROUNDED = 1
"""Pixels that a screen whose pixels are not the program's may give or take: asked for again, they would be given again."""
BAR = 14
"""Pixels of a scroll bar, as the style sheet has it. Asked of the bar itself while Qt lays out, it was deleted under Qt's hands."""


class Inside(FieldArea):
    """As wide as what it holds, which goes on below its edge; nothing is ever to be looked for at the side."""

    def __init__(self, held: QWidget, over: QWidget | None = None) -> None:
        """`over` is where it stands from the first: moved there, all that it holds is styled anew."""
        super().__init__(over)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        held.setObjectName(held.objectName() or "scrolled")
        self.setWidget(held)
        self.held = held
        held.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What it holds asks for another room: so does this."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.held.minimumSizeHint().width() + BAR, LINES)

    def sizeHint(self) -> QSize:
        return self.held.sizeHint().expandedTo(self.minimumSizeHint())


class Own(QDialog):
    """A dialog of the program's own: a locked window takes it away and brings it back, where the system's are closed."""

    aside = False
    """Whether it is kept unseen with what was written in it, until a reason is given to go on with somebody protected since."""

    held = False
    """Whether a locked window keeps it back: it is open, and nobody sees it."""
    stood_over: QWidget | None = None
    """What it was opened from, while a locked window keeps it back."""

    def setVisible(self, visible: bool) -> None:
        super().setVisible(visible and not self.aside)

    def is_open(self) -> bool:
        """Whether it stands over the window, or will when that is unlocked; what was closed may live on."""
        return self.isVisible() or self.held

    def opened_from(self) -> QWidget | None:
        return self.stood_over if self.held else self.parentWidget()

    def done(self, answer: int) -> None:
        """However it is closed, also behind the lock: then it does not come back."""
        self.held = False
        super().done(answer)

    def out_of_reach(self) -> None:
        """Closed, it keeps what was written in it, and an aid would still come to it: not without a window."""
        if not self.isVisible() and self.windowHandle() is not None:
            self.destroy()

    def at_stake(self) -> str:
        """What closing it now throws away, in one sentence; "" where that is nothing."""
        return ""

    def take_away(self) -> None:
        """Somebody whom it shows has been protected since: it closes, without the question about what was written in it."""
        super().reject()

    def set_aside(self) -> None:
        """The same where something was written in it: nothing of it is seen, and nothing of it is lost."""
        self.hide()
        self.aside, self.held = True, False

    def bring_back(self) -> None:
        """She was opened for a reason."""
        self.aside = False
        self.show()
        self.activateWindow()

    def look_again(self) -> None:
        """Somebody has been protected since it was shown: what it shows as a picture is asked for anew. Overridden where there is
        any."""


class Within(Own):
    """`outer` is its layout and `form` what scrolls where there is no room for all of it."""

    outer: QVBoxLayout
    form: QWidget
    area: Inside | None = None
    tall = 0
    """How high it was when it last was high enough."""

    def under(self) -> QWidget | None:
        """The window that the dialog stands in: never another dialog, which may be smaller than this one; None where there is
        none yet."""
        over = self.parentWidget()
        while over is not None and isinstance(over.window(), Within):
            over = over.window().parentWidget()
        return over.window() if over is not None else None

    def room(self) -> QRect:
        """What the dialog stands over, in its own place: the window, or the screen."""
        window = self.under()
        return window.rect() if window is not None else self.screen_room()

    def screen_room(self) -> QRect:
        if QGuiApplication.platformName() in {"offscreen", "minimal"}:
            return QRect(0, 0, 1 << 14, 1 << 14)  # nobody looks at it, and it is no larger for it
        return self.screen().availableGeometry()

    def showEvent(self, event: QShowEvent) -> None:
        free = not event.spontaneous() and not self.testAttribute(Qt.WidgetAttribute.WA_Moved)
        super().showEvent(event)
        self.keep_within()
        if (
            free and self.parentWidget() is not None
        ):  # Qt guesses at the frame, and puts a tall dialog's title off the screen
            self._to_the_middle()
            self.setAttribute(Qt.WidgetAttribute.WA_Moved, on=False)  # nobody has asked for this place

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The screen tells late of the size that a window was made with, before it was known what it holds: then it is as high
        as it was, and stands where it stood."""
        super().resizeEvent(event)
        if self.isVisible():
            late = event.spontaneous() and self.height() < self._lowest() - ROUNDED
            self.keep_within(self.tall if late else 0)
            if late:
                self.windowHandle().setPosition(self._inner())  # Qt takes it for being there, and would move nothing
            elif not event.spontaneous() and self._reaches_past():
                self._to_the_middle()

    def event(self, event: QEvent) -> bool:
        """What comes into the form is shown, and counted, only when the event loop comes to it: then it may be too much."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            most = self.room().height() - 2 * MARGIN
            if self.height() > most + ROUNDED:
                self.keep_within()
        return done

    def _reaches_past(self) -> bool:
        """Whether what has come into it has made it grow past the lower edge of its screen."""
        return self.mapToGlobal(QPoint(0, self.height())).y() > self.screen_room().bottom() + 1 + ROUNDED

    def _wants(self, wide: int) -> int:
        """Qt counts what a form has at that width without what some of it has at least."""
        return max(self.outer.totalHeightForWidth(wide), self.outer.totalMinimumHeightForWidth(wide))

    def _lowest(self) -> int:
        most = self.room().height() - 2 * MARGIN
        return min(self.outer.totalMinimumHeightForWidth(self.width()), most)

    def keep_within(self, least_tall: int = 0) -> None:
        """Where it is larger than what it stands over, its form scrolls from now on."""
        most = self.room().size() - QSize(2 * MARGIN, 2 * MARGIN)
        if self.minimumWidth() > most.width():
            self.setMinimumWidth(most.width())
        least = min(self.outer.minimumSize().width(), most.width())
        if self.width() < least - ROUNDED:  # a width that was asked for hides from Qt what the buttons want
            self.resize(least, self.height())
        wide = min(self.width(), most.width())
        over = self._wants(wide) - most.height()
        if self.area is None and over > 0 and not (self._gives_way(over) and self._low_enough(wide, most.height())):
            self._scroll()
        low = max(self._lowest(), min(least_tall, most.height()))
        if self.height() < low - ROUNDED:
            self.resize(self.width(), low)
        if self.width() > most.width() + ROUNDED or self.height() > most.height() + ROUNDED:
            self.outer.activate()
            self.resize(self.size().boundedTo(most))
            self._to_the_middle()
        self.tall = self.height()

    def _gives_way(self, over: int) -> bool:
        """What scrolls inside the form already is made lower: a bar within a bar leads nobody anywhere."""
        inner = [a for a in self.form.findChildren(QScrollArea) if not a.isHidden()]
        for one in inner:
            one.setMinimumHeight(min(one.minimumHeight(), max(LEAST, one.minimumHeight() - over)))
        return bool(inner)

    def _low_enough(self, wide: int, most: int) -> bool:
        inside = self.form.layout()
        if inside is not None:
            inside.activate()
        self.outer.activate()
        return self.outer.totalMinimumHeightForWidth(wide) <= most

    def _scroll(self) -> None:
        focus, seen, whole = self.focusWidget(), not self.form.isHidden(), self._wants(self.width())
        at = self.outer.indexOf(self.form)
        if at < 0:
            return
        self.outer.removeWidget(self.form)
        self.area = Inside(self.form)
        self.outer.insertWidget(at, self.area, 1)
        self.form.setVisible(seen)
        self.area.setVisible(seen)
        if focus is not None:
            focus.setFocus()
            self.area.ensureWidgetVisible(focus)
        self.count_anew()
        most = self.room().height() - 2 * MARGIN
        self.resize(self.width(), min(max(whole, self._wants(self.width())), most))
        self._to_the_middle()

    def count_anew(self) -> None:
        """How large everything wants to be. A form that scrolls says so to its layout only when the event loop comes to it:
        until then it is taken for as low as it may be."""
        inside = self.form.layout()
        if self.area is not None and inside is not None:
            inside.activate()
            self.area.updateGeometry()
        self.outer.activate()

    def make_room(self) -> None:
        """For what was said beside the form, which takes none of the form's own, and for what has come into it; the field where
        the keys are stays in sight."""
        inside = self.form.layout()
        if inside is not None:
            inside.activate()  # else it counts what has come into it only when the event loop comes to it
        self.outer.activate()
        self.resize(self.width(), max(self.height(), self._wants(self.width())))
        self.keep_within()
        focus = self.focusWidget()
        if self.area is not None and focus is not None and self.form.isAncestorOf(focus):
            self.outer.activate()
            self.area.ensureWidgetVisible(focus)

    def _inner(self) -> QPoint:
        """The middle for what is inside the frame: at the edge of a screen the frame wants its part of it."""
        at = self._middle()
        head = self._frame_above() if self.under() is None else 0
        return QPoint(at.x(), max(at.y(), self.room().top() + head))

    def _frame_above(self) -> int:
        """Pixels of the title that the system puts on it. The system tells late of a window that is new: then it is as high as
        that of the window from which this one was opened."""
        over = self.parentWidget()
        windows = (self, over.window()) if over is not None else (self,)
        handles = [handle for one in windows if (handle := one.windowHandle()) is not None]
        return next((top for handle in handles if (top := handle.frameMargins().top())), 0)

    def _to_the_middle(self) -> None:
        """Once it is on the screen by its inside: moved then, its frame would stand where it is to stand itself."""
        handle = self.windowHandle()
        if handle is not None and handle.isExposed():
            handle.setPosition(self._inner())
        else:
            self.move(self._middle())

    def _middle(self) -> QPoint:
        """Its own corner where it stands in the middle of the window, or of what it was opened from as far as the screen goes."""
        room, window, over = self.room(), self.under(), self.parentWidget()
        middle: QPoint = room.center() - self.rect().center()
        if window is not None:
            return window.mapToGlobal(middle)
        if over is None:
            return middle
        at = over.window().geometry().center() - self.rect().center()
        most = room.bottomRight() - self.rect().bottomRight()
        return QPoint(max(room.left(), min(at.x(), most.x())), max(room.top(), min(at.y(), most.y())))
