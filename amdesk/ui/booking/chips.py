"""Need chips: a must is filled with a lock, a wish is outlined."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from amdesk.ui.kit import paint
from amdesk.ui.kit.shell import Shell


class NeedChip(QWidget):
    def __init__(self, shell: Shell, said: str, icon: str, *, must: bool) -> None:
        super().__init__()
        self.shell, self.said, self.icon_name, self.must = shell, said, icon, must
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.setFixedHeight(shell.theme.px(25))
        self.setMinimumWidth(shell.theme.px(44))
        self.setMaximumWidth(
            max(shell.theme.px(44), paint.width(said, shell.theme.font("label")) + 25 + shell.theme.mark(15))
        )

    def sizeHint(self) -> QSize:
        return QSize(self.maximumWidth(), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.shell.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        rect = self.rect().adjusted(0, 0, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen if self.must else QPen(theme.color("line_btn"), 1))
        painter.setBrush(theme.color("surface3" if self.must else "surface"))
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        size = theme.mark(15)
        paint.icon(painter, theme, 10, (self.height() - size) // 2, self.icon_name, "text2", size, filled=self.must)
        paint.say(
            painter,
            QRect(15 + size, 0, self.width() - 21 - size, self.height()),
            self.said,
            theme.font("label" if self.must else "caption"),
            theme.color("text"),
        )
        painter.end()
