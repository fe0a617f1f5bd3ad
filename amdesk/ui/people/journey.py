"""The journey and the timeline, painted."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from amdesk.domain.overview.journey import LANES, JourneyBar, Station
from amdesk.domain.values import add_months
from amdesk.ui.kit import paint
from amdesk.ui.kit.shell import Shell

MOST = 4
"""Lines that a journey takes at most."""
APART = 3
"""Pixels at least between the words of a station and the middle between it and the next one's."""


def _stand(wide: Sequence[int], each: int, room: int) -> bool:
    """Whether words this wide, so many in a line, each in the middle of its share, are clear of their neighbours and the ends."""
    step = room / max(1, each)
    lines = [wide[i : i + each] for i in range(0, len(wide), each)] if each else []
    beside = all(a + b + 2 * APART <= 2 * step for line in lines for a, b in pairwise(line))
    return beside and all(one <= step for line in lines for one in (line[0], line[-1]))


class JourneyView(QWidget):
    """Stations from referral to day 90: done is filled with a tick, now is a ring, later is hollow."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.stations: Sequence[Station] = ()
        self.lines = 1
        self.setFixedHeight(shell.theme.px(68))

    def show_stations(self, stations: Sequence[Station]) -> None:
        self.stations = stations
        t = self.shell.words
        state = {"done": t("done"), "now": t("now"), "later": t("later")}
        self.setAccessibleName(t("Journey") + ": " + "; ".join(f"{t.say(s.text)}, {state[s.state]}" for s in stations))
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In two lines or more where a station's words have no room beside the next one's."""
        font = self.shell.theme.font("label")
        wide = [paint.width(self.shell.words.say(s.text), font) for s in self.stations]
        self.lines = next((n for n in range(1, MOST) if _stand(wide, math.ceil(len(wide) / n), self.width())), MOST)
        self.setFixedHeight(self.shell.theme.px(68) * self.lines)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, t, painter = self.shell.theme, self.shell.words, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        n = max(1, len(self.stations))
        each = math.ceil(n / self.lines)
        step = self.width() / each
        for i, s in enumerate(self.stations):
            top, k = theme.px(68) * (i // each), i % each
            gap = theme.mark(14)
            x, middle = round(step * (k + 0.5)), top + gap
            if i + 1 < n:
                done = self.stations[i + 1].state in {"done", "now"} and s.state == "done"
                painter.setPen(QPen(theme.color("accent" if done else "line_strong"), 2))
                on = self.width() if k + 1 == each else round(step * (k + 1.5)) - gap
                painter.drawLine(x + gap, middle, on, middle)
            self._mark(painter, x, middle, s.state)
            room = (
                round(step) - 4 if self.lines == MOST else round(2 * step)
            )  # a long word reaches into a short one's room
            cell = QRect(x - room // 2, top + theme.mark(30), room, theme.px(17))
            strong = s.state in {"done", "now"}
            paint.say(
                painter,
                cell,
                t.say(s.text),
                theme.font("label" if strong else "caption"),
                theme.color("text" if strong else "text2"),
                paint.CENTER,
            )
            day = t("Today") if s.state == "now" and s.day == self.shell.today else t.day(s.day) if s.day else ""
            paint.say(
                painter,
                cell.translated(0, theme.px(16)),
                day,
                theme.font("caption"),
                theme.color("accent_text" if s.state == "now" else "text2"),
                paint.CENTER,
            )
        painter.end()

    def _mark(self, painter: QPainter, x: int, y: int, state: str) -> None:
        theme = self.shell.theme
        if state == "done":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(QPoint(x, y), theme.mark(9), theme.mark(9))
            size = theme.mark(14)
            paint.icon(painter, theme, x - size // 2, y - size // 2, "checkmark", "on_accent", size)
            return
        painter.setBrush(theme.color("surface"))
        painter.setPen(QPen(theme.color("accent" if state == "now" else "line_strong"), 2))
        round_ = theme.mark(8 if state == "now" else 7)
        painter.drawEllipse(QPointF(x, y), round_, round_)
        if state == "now":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(QPoint(x, y), theme.mark(4), theme.mark(4))


class TimelineView(QWidget):
    """Lanes with bars and marks over twelve months or everything."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.bars: Sequence[JourneyBar] = ()
        self.whole = False
        self.places: list[tuple[QRect, str]] = []
        """Where each bar or mark was painted, and all that it says."""
        self.setMinimumHeight(shell.theme.px(34 + 26 * len(LANES)))

    def show_bars(self, bars: Sequence[JourneyBar], *, whole: bool) -> None:
        self.bars, self.whole = bars, whole
        t = self.shell.words
        self.setAccessibleName(
            t("Timeline") + ": " + "; ".join(f"{t(LANES[b.lane])}: {t.say(b.text)}, {t.day(b.first)}" for b in bars)
        )
        self.update()

    def event(self, event: QEvent) -> bool:
        """What had no room to be said is said to who points at it."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            said = [words for place, words in self.places if place.contains(event.pos())]
            if said:
                QToolTip.showText(event.globalPos(), "\n".join(dict.fromkeys(said)), self)
                return True
        return super().event(event)

    def _range(self) -> tuple[date, date]:
        today = self.shell.today
        if not self.whole:
            return add_months(today.replace(day=1), -5), add_months(today.replace(day=1), 7)
        first = min((b.first for b in self.bars), default=today)
        last = max((b.last or b.first for b in self.bars), default=today)
        return first.replace(day=1), add_months(max(last, today).replace(day=1), 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, t, painter = self.shell.theme, self.shell.words, QPainter(self)
        left, head = theme.px(104), theme.px(26)
        first, last = self._range()
        days = max(1, (last - first).days)
        scale = (self.width() - left) / days

        def at(day: date) -> int:
            return left + round((day - first).days * scale)

        lane_height = (self.height() - head - 2) // len(LANES)
        self._grid(painter, first, last, at, head)
        tops = {}
        for i, (code, name) in enumerate(LANES.items()):
            top = head + i * lane_height
            tops[code] = top
            painter.fillRect(0, top, self.width(), 1, theme.color("line"))
            paint.say(
                painter, QRect(0, top, left - 8, lane_height), t(name), theme.font("caption"), theme.color("text")
            )
        painter.setClipRect(left, 0, self.width() - left, self.height())
        self.places = []
        for bar in sorted(
            self.bars, key=lambda one: one.first
        ):  # words before a mark know those of the marks before it
            self._bar(painter, bar, at, QRect(left, tops[bar.lane], self._room(bar, at), lane_height))
        painter.setClipping(False)
        x = at(self.shell.today)
        painter.fillRect(x, head - 2, 2, self.height() - head, theme.color("text"))
        font = theme.font("label")
        wide = paint.width(t("Today"), font) + 16
        pill = QRect(min(max(left, x - wide // 2), self.width() - wide), 1, wide, theme.px(20))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("text"))
        painter.drawRoundedRect(pill, 10, 10)
        paint.say(painter, pill, t("Today"), font, theme.color("surface"), paint.CENTER)
        painter.end()

    def _grid(self, painter: QPainter, first: date, last: date, at: Callable[[date], int], head: int) -> None:
        theme, t = self.shell.theme, self.shell.words
        month = first
        step = 1 if (last - first).days < 500 else 3 if (last - first).days < 1200 else 6
        if at(add_months(first, step)) - at(first) < paint.width(t.month(9) + " 27", theme.font("label")):
            step = {1: 2, 3: 6}.get(step, 12)  # the name of a month is not written over the next one's
        while month < last:
            x = at(month)
            painter.fillRect(x, head, 1, self.height() - head, theme.color("line"))
            january = month.month == 1 or month == first
            said = t.month(month.month) + (
                f" {month.year % 100:02d}" if month.month == 1 or (step > 1 and january) else ""
            )
            near = at(self.shell.today)
            if not near - theme.px(58) < x < near + theme.px(30):
                paint.say(
                    painter,
                    QRect(x + 4, 0, theme.px(70), head - 4),
                    said,
                    theme.font("label" if january else "caption"),
                    theme.color("text" if january else "text2"),
                )
            month = add_months(month, step)

    def _room(self, bar: JourneyBar, at: Callable[[date], int]) -> int:
        """From a mark to the next one of its lane: words of one are not written over the other's."""
        later = [at(b.first) for b in self.bars if b.lane == bar.lane and b is not bar and at(b.first) >= at(bar.first)]
        return min((x - at(bar.first) for x in later), default=self.width())

    def _words(self, bar: JourneyBar, at: Callable[[date], int], before: int, lane: QRect, wide: int) -> QRect | None:
        """Where the words of a mark stand: after it, before it where today's line would go through them, or nowhere."""
        x, today = at(bar.first), at(self.shell.today)
        room = min(max(wide, self.shell.theme.px(90)), lane.width() - before - 16)
        if x < today:
            room = min(room, today - x - before - 4)
        earlier = [at(b.last or b.first) for b in self.bars if b.lane == bar.lane and at(b.first) < x]
        said = [
            place.right() + 8 for place, _ in self.places if place.top() == lane.top()
        ]  # an earlier mark's own words
        free = x - 18 - max([lane.left(), *(one + 30 for one in earlier), *said])
        if room < wide <= free:
            return QRect(x - 18 - wide, lane.top(), wide, lane.height())
        return QRect(x + before, lane.top(), room, lane.height()) if room >= 30 else None

    def _bar(self, painter: QPainter, bar: JourneyBar, at: Callable[[date], int], lane: QRect) -> None:
        """`lane` is as wide as the words of a mark can be."""
        theme, t = self.shell.theme, self.shell.words
        left, top, height = lane.left(), lane.top(), lane.height()
        said = t.say(bar.text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        if bar.last is None:
            x = at(bar.first)
            if x < left:  # before the first day that is shown
                return
            before = 20 if bar.lane == "skills" else 10
            if bar.lane == "skills":
                paint.level(painter, theme, x - 12, top + height // 2 + 8, 3)
            else:
                painter.setPen(QPen(theme.color("accent"), 2))
                painter.setBrush(theme.color("surface"))
                painter.drawEllipse(QPoint(x, top + height // 2), 5, 5)
            words = self._words(bar, at, before, lane, paint.width(said, theme.font("caption")) + 2)
            if words is not None:
                paint.say(painter, words, said, theme.font("caption"), theme.color("text2"))
            self.places.append((QRect(x - 12, top, before + 12, height).united(words or QRect()), said))
            return
        role = {"running": "run", "upcoming": "next", "ended": "done", "done": "done"}.get(bar.look, "run")
        x1, x2 = max(left, at(bar.first)), at(bar.last + timedelta(1))
        if x2 <= left:
            return
        rect = QRectF(x1, top + 5, max(6, x2 - x1), height - 10)
        painter.setPen(QPen(theme.color(f"{role}_edge"), 1) if role == "next" else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(f"{role}_fill"))
        painter.drawRoundedRect(rect, 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(f"{role}_edge"))
        painter.drawRect(QRectF(rect.left(), rect.top(), 3, rect.height()))
        self.places.append((rect.toRect(), said))
        paint.say(painter, rect.toRect().adjusted(10, 0, -6, 0), said, theme.font("label"), theme.color(f"{role}_text"))
