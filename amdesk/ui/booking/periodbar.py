"""The period of a booking over what is free at its place, month by month."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from amdesk.domain.places.placement import Availability
from amdesk.domain.values import add_months
from amdesk.ui.kit import paint
from amdesk.ui.kit.shell import Shell


class PeriodBar(QWidget):
    """When the place is free, and the period that is about to be booked."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.setFixedHeight(shell.theme.px(44))
        self.availability: Availability | None = None
        self.first = self.last = shell.today
        self.said = ""

    def show_period(self, availability: Availability | None, first: date, last: date, said: str) -> None:
        self.availability, self.first, self.last, self.said = availability, first, last, said
        self.setAccessibleName(said)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, t, painter = self.shell.theme, self.shell.words, QPainter(self)
        start = min(self.first, self.shell.today).replace(day=1)
        end = max(add_months(start, 7), self.last + timedelta(20))
        scale = self.width() / (end - start).days

        def at(d: date) -> int:
            return round((d - start).days * scale)

        top = theme.px(19)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("free_fill"))
        painter.drawRoundedRect(QRect(0, top + 2, self.width(), theme.px(19)), 3, 3)
        if self.availability:
            day = start
            while day < end:
                if self.availability.free_on(day) < 1:
                    painter.setBrush(theme.color("full_fill"))
                    painter.drawRect(QRect(at(day), top + 2, max(1, at(day + timedelta(4)) - at(day)), theme.px(19)))
                    painter.setBrush(QBrush(theme.color("line"), Qt.BrushStyle.BDiagPattern))
                    painter.drawRect(QRect(at(day), top + 2, max(1, at(day + timedelta(4)) - at(day)), theme.px(19)))
                day += timedelta(4)
        step = 1 if (end - start).days < 330 else 2 if (end - start).days < 700 else 6
        wide = max(paint.width(t.month(m), theme.font("caption")) for m in range(1, 13)) + 4
        if at(add_months(start, step)) < wide:
            step = {1: 2, 2: 4}.get(step, 12)
        month = add_months(start, 1)
        while month < end:
            if at(month) + wide <= self.width():
                where = QRect(at(month), 0, wide, top - 2)
                paint.say(painter, where, t.month(month.month), theme.font("caption"), theme.color("text2"))
            month = add_months(month, step)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRect(at(self.first), top, max(6, at(self.last) - at(self.first)), theme.px(23))
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(box, 4, 4)
        paint.say(
            painter, box.adjusted(6, 0, -6, 0), self.said, theme.font("label"), theme.color("on_accent"), paint.CENTER
        )
        painter.end()
