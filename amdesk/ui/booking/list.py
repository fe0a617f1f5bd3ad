"""The ranked list: score, six bars, free period, travel, and sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from amdesk.domain.booking.matching import PARTS, SHORT_NAMES, Scored
from amdesk.domain.booking.reasons import Reason, free_text, trip_icon, trip_text
from amdesk.domain.people.participant import Person
from amdesk.domain.places.placement import Placement
from amdesk.ui.kit import paint
from amdesk.ui.kit.rows import Row
from amdesk.ui.kit.shell import Shell

SLIM, LINES, FEW_LINES, HEAD = 640, 132, 106, 28
"""Pixels at text 100 percent below which a card has lines instead of columns, and how high it is then: with its parts, and
without them where something else stands beside; and how high the line is over those that a must stops."""


class MatchLine:
    """A row of the list: a match, the person or placement it names, its sentences. What a must stops has no rank; over the first
    of them stands how many there are, as `heads`."""

    def __init__(
        self, rank: int, match: Scored, reasons: list[Reason], person: Person, waited: int | None = None, heads: int = 0
    ) -> None:
        self.heads = heads
        self.rank, self.match, self.reasons, self.person, self.waited = rank, match, reasons, person, waited

    @property
    def stopped(self) -> bool:
        return not self.rank

    @property
    def untold(self) -> bool:
        """Whether a protected person stands in the row, of whom it is not said how well she fits."""
        return self.waited is not None and bool(self.person.protection)

    @property
    def score(self) -> str:
        return "?" if self.untold else str(self.match.score)


class MatchDelegate(QStyledItemDelegate):
    """Score and rank, name, six bars, free period, travel, and up to three sentences."""

    def __init__(self, shell: Shell, parent: QListView) -> None:
        super().__init__(parent)
        self.shell = shell

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        view = self.parent()
        lines = FEW_LINES if isinstance(view, MatchList) and view.brief else LINES
        line = index.data(Row)
        head = HEAD if isinstance(line, MatchLine) and line.heads else 0
        return QSize(200, self.shell.theme.px((lines if self.slim() else 86) + head))

    def slim(self) -> bool:
        """Where its columns have no room beside each other they become lines."""
        view = self.parent()
        return isinstance(view, QListView) and view.viewport().width() < self.shell.theme.px(SLIM)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = index.data(Row)
        if not isinstance(line, MatchLine):
            return
        painter.save()
        theme = self.shell.theme
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        rect: QRect = option.rect
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        if line.heads:
            rect = self._head(painter, rect, line.heads)
        if selected:
            painter.setPen(theme.color("accent"))
            painter.setBrush(theme.color("selected"))
            painter.drawRoundedRect(rect.adjusted(8, 1, -8, -2), 8, 8)
        else:
            painter.fillRect(rect.left() + 24, rect.bottom(), rect.width() - 48, 1, theme.color("line"))
        body = self._lines if self.slim() else self._body
        body(painter, rect.adjusted(22, 6, -20, -6), line, selected=selected)
        painter.restore()

    def _head(self, painter: QPainter, rect: QRect, count: int) -> QRect:
        """The line over those that a must stops; what is left below it."""
        theme = self.shell.theme
        head = QRect(rect.left(), rect.top(), rect.width(), theme.px(HEAD))
        painter.fillRect(head, theme.color("surface2"))
        said = head.adjusted(16, 0, -16, 0)
        painter.setPen(theme.color("text2"))
        left, rest = stopped_said(self.shell, count)
        wide = paint.say(painter, said, left, theme.font("label"), theme.color("text2"))
        paint.say(painter, said.adjusted(wide + 10, 0, 0, 0), rest, theme.font("caption"), theme.color("text2"))
        return rect.adjusted(0, head.height(), 0, 0)

    def _body(self, painter: QPainter, rect: QRect, line: MatchLine, *, selected: bool) -> None:
        theme, t = self.shell.theme, self.shell.words
        third = rect.height() // 3
        self._score(painter, rect, line, third, selected=selected)
        left = rect.left() + theme.px(52)
        when = theme.px(192) if rect.width() > 640 else theme.px(150)
        bars = 6 * theme.px(43)
        names = rect.width() - theme.px(52) - when - bars - 16
        wide = names + bars if line.untold else names  # no bars stand there, and two are told apart by the number alone
        self._names(painter, QRect(left, rect.top(), wide, rect.height()), line, third)
        x = left + names + 6
        for i, part in enumerate(() if line.untold else PARTS):
            cell = QRect(x + i * theme.px(43), rect.top(), theme.px(36), third)
            paint.say(
                painter, cell.adjusted(0, 0, 6, 0), t(SHORT_NAMES[part]), theme.font("caption"), theme.color("text2")
            )
            paint.bar(painter, theme, QRect(cell.left(), rect.top() + third + 2, cell.width(), 6), line.match.parts[i])
        x += bars + 10
        opening, size = line.match.opening, theme.mark(16)
        paint.icon(painter, theme, x, rect.top() + 4, "calendar", "text2", size)
        paint.say(
            painter,
            QRect(x + size + 6, rect.top(), rect.right() - x - size - 6, third),
            t.say(free_text(opening, self.shell.today)),
            theme.font("label"),
            theme.color("text"),
        )
        paint.icon(painter, theme, x, rect.top() + third + 2, trip_icon(opening.trip), "text2", size)
        paint.say(
            painter,
            QRect(x + size + 6, rect.top() + third, rect.right() - x - size - 6, third),
            t.say(trip_text(opening.trip)),
            theme.font("caption"),
            theme.color("text2"),
        )
        self._reasons(painter, QRect(left, rect.top() + 2 * third + 1, rect.right() - left, third), line)

    def _lines(self, painter: QPainter, rect: QRect, line: MatchLine, *, selected: bool) -> None:
        """Name, kind, when and how far, reasons, parts: each in a line of its own."""
        theme, t = self.shell.theme, self.shell.words
        view = self.parent()
        brief = isinstance(view, MatchList) and view.brief
        tall = rect.height() // (4 if brief else 5)
        self._score(painter, rect, line, tall, selected=selected)
        left = rect.left() + theme.px(52)
        wide = rect.right() - left
        self._names(painter, QRect(left, rect.top(), wide, 2 * tall), line, tall)
        opening, y = line.match.opening, rect.top() + 2 * tall
        when, way = t.say(free_text(opening, self.shell.today)), t.say(trip_text(opening.trip))
        x, size = left, theme.mark(16)
        for icon, said, font, role in (
            ("calendar", when, theme.font("label"), "text"),
            (trip_icon(opening.trip), way, theme.font("caption"), "text2"),
        ):
            paint.icon(painter, theme, x, y + (tall - size) // 2, icon, "text2", size)
            x += size + 6
            x += paint.say(painter, QRect(x, y, rect.right() - x, tall), said, font, theme.color(role)) + 18
        self._reasons(painter, QRect(left, y + tall, wide, tall), line)
        if brief:
            return
        each = min(theme.px(83), wide // len(PARTS))
        for i, part in enumerate(() if line.untold else PARTS):
            cell = QRect(left + i * each, y + 2 * tall, each - 8, tall)
            paint.say(
                painter, cell.adjusted(0, 0, 6, -6), t(SHORT_NAMES[part]), theme.font("caption"), theme.color("text2")
            )
            paint.bar(painter, theme, QRect(cell.left(), cell.bottom() - 6, cell.width(), 6), line.match.parts[i])

    def _score(self, painter: QPainter, rect: QRect, line: MatchLine, third: int, *, selected: bool) -> None:
        theme, t = self.shell.theme, self.shell.words
        paint.say(
            painter,
            QRect(rect.left(), rect.top(), theme.px(44), third + 4),
            line.score,
            theme.digits("title"),
            theme.color("text3" if line.stopped else "accent_text" if selected else "text"),
        )
        if line.stopped or line.untold:
            return
        paint.say(
            painter,
            QRect(rect.left(), rect.top() + third + 2, theme.px(50), third),
            t("no {rank}", rank=line.rank),
            theme.font("caption"),
            theme.color("text2"),
        )

    def _names(self, painter: QPainter, rect: QRect, line: MatchLine, third: int) -> None:
        theme, t, place = self.shell.theme, self.shell.words, line.match.opening.placement
        top = QRect(rect.left(), rect.top(), rect.width(), third)
        low, size = QRect(rect.left(), rect.top() + third, rect.width(), third), theme.mark(16)
        if line.waited is not None:
            said = t.say(line.person.shown_name) if line.person.protection else self.shell.name(line.person.masked)
            paint.say(painter, top, said, theme.font("section"), theme.color("text"))
            paint.icon(painter, theme, low.left(), low.center().y() - size // 2 + 1, "person_clock", "text2", size)
            paint.say(
                painter,
                low.adjusted(size + 6, 0, 0, 0),
                t.plural("Waited {days} day", "Waited {days} days", line.waited, days=line.waited),
                theme.font("caption"),
                theme.color("text2"),
            )
            return
        own = place.kind == "in_house"
        paint.say(painter, top, place.name, theme.font("section"), theme.color("text"))
        paint.icon(
            painter,
            theme,
            low.left(),
            low.center().y() - size // 2 + 1,
            "people_team" if own else "building",
            "c_own" if own else "c_ext",
            size,
            filled=True,
        )
        said = kind_of_place(self.shell, place, getattr(self.parent(), "names", {}))
        paint.say(painter, low.adjusted(size + 6, 0, 0, 0), said, theme.font("caption"), theme.color("text2"))

    def _reasons(self, painter: QPainter, rect: QRect, line: MatchLine) -> None:
        theme, t = self.shell.theme, self.shell.words
        x, size = rect.left(), theme.mark(15)
        for reason in line.reasons[:3]:
            said = t.say(reason.text)
            font = theme.font("label" if reason.level == "warn" else "caption")
            icon, role, ink = look_of(reason)
            wide = paint.width(said, font) + 4
            if x + size + 7 + wide > rect.right():
                wide = rect.right() - x - size - 7
            if wide < 40:
                break
            y = rect.center().y() - size // 2
            paint.icon(painter, theme, x, y, icon, role, size, filled=ink != "text2")
            paint.say(
                painter,
                QRect(x + size + 6, rect.top(), wide, rect.height()),
                said,
                font,
                theme.color(ink),
            )
            x += size + 6 + wide + 18


def look_of(said: Reason) -> tuple[str, str, str]:
    """Icon, its colour and that of the words: a red cross where a must is not met, a blue question mark where nobody knows."""
    if said.must:
        return "dismiss_circle", "bad", "bad"
    if said.unknown:
        return "question_circle", "info", "info"
    return {
        "ok": ("checkmark", "ok", "text2"),
        "warn": ("error_circle", "warn", "warn"),
        "info": ("info", "text3", "text2"),
    }[said.level]


def stopped_said(shell: Shell, count: int) -> tuple[str, str]:
    """What stands over the places that a must stops: the words, and how many with what can be done."""
    t = shell.words
    return t("Stopped by a must"), t("{count} · can be booked all the same for a reason that is kept", count=count)


def kind_of_place(shell: Shell, place: Placement, names: Mapping[str, str]) -> str:
    """Whose it is and for which occupation; `names` are those of occupations by code."""
    own = shell.words("In-house") if place.kind == "in_house" else shell.words("External")
    return f"{own} · {names.get(place.occupation, place.occupation)}"


class MatchList(QListView):
    def __init__(self, act: Callable[[], object], ask: Callable[[], bool], hold: Callable[[], bool]) -> None:
        """`act` goes on with the match that is chosen; `ask` notes what the workplace answers, and `hold` holds its place: False
        where nothing is asked, or letters are no keys."""
        super().__init__()
        self.act, self.ask, self.hold = act, ask, hold
        self.names: dict[str, str] = {}
        self.brief = False
        """Whether cards leave out the parts of their score."""
        self.was_slim = False
        self.setResizeMode(QListView.ResizeMode.Adjust)  # what is narrower may be taller

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A row whose columns have become lines is seen whole, however low the window."""
        super().resizeEvent(event)
        delegate = self.itemDelegate()
        if isinstance(delegate, MatchDelegate):
            slim = delegate.slim()
            self.setMinimumHeight(delegate.shell.theme.px(LINES) + 2 if slim else 0)
            if slim != self.was_slim:
                self.was_slim = slim
                self.doItemsLayout()  # at once: whoever keeps the row in sight asks where it stands by then

    def be_brief(self, *, on: bool) -> None:
        """Leave out the parts of each score while something else stands beside."""
        self.brief = on
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.act()
            return
        letters = {Qt.Key.Key_F: self.ask, Qt.Key.Key_H: self.hold}
        if not event.modifiers() and event.key() in letters and letters[Qt.Key(event.key())]():
            return
        super().keyPressEvent(event)
