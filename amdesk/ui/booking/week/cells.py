"""How days are drawn: the seven of the week as buttons, a week that has been as a row of letters, and talks as a row of marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from amdesk.domain.booking.week.hours import DAY_KINDS, DayCell, WeekLine
from amdesk.domain.booking.week.rhythm import Beat
from amdesk.i18n import Words
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import LARGE
from amdesk.ui.kit.shell import Shell

LOOKS = {
    "present": ("accent_soft", "accent_text"),
    "sick": ("warn_soft", "warn"),
    "child": ("warn_soft", "warn"),
    "unexcused": ("bad_soft", "bad"),
    "leave": ("surface3", "text2"),
    "holiday": ("surface3", "text2"),
}
"""Ground and letter of a day, by what was noted of it; the letter says it too."""


def letter(t: Words, day: DayCell) -> str:
    """The letter of what was noted; of a part of a day the hours that she was there."""
    if not day.code:
        return ""
    part = day.code == "present" and day.part
    return t.hours(day.present or 0) if part else DAY_KINDS[day.code].letter


def spoken(t: Words, day: DayCell, today: date) -> str:
    """A day in words: which, what was noted, how many hours of how many."""
    head = f"{t.weekday(day.day).capitalize()} {t.day(day.day)}"
    if day.code:
        sums = t("{attended} of {agreed} h", attended=t.hours(day.present or 0), agreed=t.hours(day.agreed))
        return f"{head}: {t(DAY_KINDS[day.code].label)}, {sums}"
    if not day.agreed:
        return f"{head}: {t('free')}"
    known = t("nothing noted") if day.day <= today else t("to come")
    return f"{head}: {known}, {t('{hours} h agreed', hours=t.hours(day.agreed))}"


class DayButton(QAbstractButton):
    """One of the seven: its day, what was noted, hours and its number key. Whatever key is pressed on it is the panel's."""

    def __init__(
        self, shell: Shell, number: int, keys: Callable[[QKeyEvent, str], bool], reached: Callable[[int], None]
    ) -> None:
        super().__init__()
        self.shell, self.number, self.keys, self.reached = shell, number, keys, reached
        self.day: DayCell | None = None
        self.here = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def tell(self, day: DayCell, *, here: bool) -> None:
        self.day, self.here = day, here
        said = spoken(self.shell.words, day, self.shell.today)
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The letters by their keys, whatever else a keyboard makes of them with its own."""
        named = {
            Qt.Key.Key_N: "N",
            Qt.Key.Key_S: "S",
            Qt.Key.Key_V: "V",
            Qt.Key.Key_L: "L",
            Qt.Key.Key_M: "M",
            Qt.Key.Key_O: "O",
            Qt.Key.Key_K: "K",
            Qt.Key.Key_Delete: "Del",
        }
        said = named.get(Qt.Key(event.key()), event.text())
        if not self.keys(event, said):
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]  # as Qt gives it
        self.reached(self.number)

    def sizeHint(self) -> QSize:
        px = self.shell.theme.px
        return QSize(px(70), px(108 if self.shell.theme.scale < LARGE else 84))

    def minimumSizeHint(self) -> QSize:
        px = self.shell.theme.px
        return QSize(px(58), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.day is None:
            return
        theme, t, day, px = self.shell.theme, self.shell.words, self.day, self.shell.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        free = not day.agreed and not day.code
        edge = "accent" if self.here else "line"
        painter.setPen(QPen(theme.color("focus" if self.hasFocus() else edge), 2 if self.here else 1))
        painter.setBrush(theme.color("surface2" if free else "surface"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 8, 8)
        wide = self.width()
        name = f"{t.weekday(day.day)[:3]} {day.day.day}"
        paint.say(
            painter,
            QRect(0, px(8), wide, px(18)),
            name,
            theme.font("label" if self.here else "caption"),
            theme.color("text"),
            paint.CENTER,
        )
        if free:
            where = QRect(0, px(34), wide, px(24))
            paint.say(painter, where, t("free"), theme.font("caption"), theme.color("text2"), paint.CENTER)
        else:
            self._box(painter, QRect((wide - px(32)) // 2, px(28), px(32), px(30)), day)
            paint.say(
                painter,
                QRect(2, px(60), wide - 4, px(18)),
                self._sums(day),
                theme.font("caption"),
                theme.color(self._role(day)),
                paint.CENTER,
            )
        if theme.scale < LARGE and self.shell.settings.letters:
            cap = QRect((wide - px(18)) // 2, px(82), px(18), px(18))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("surface3"))
            painter.drawRoundedRect(cap, 4, 4)
            paint.say(painter, cap, str(self.number + 1), theme.font("caption"), theme.color("text2"), paint.CENTER)
        painter.end()

    def _sums(self, day: DayCell) -> str:
        t = self.shell.words
        if not day.code:
            return t("{hours} h", hours=t.hours(day.agreed))
        return t("{attended} of {agreed} h", attended=t.hours(day.present or 0), agreed=t.hours(day.agreed))

    def _role(self, day: DayCell) -> str:
        return "warn" if self._asked(day) else "text"

    def _asked(self, day: DayCell) -> bool:
        """Whether it has been, had hours, and nothing is known."""
        return not day.code and day.agreed > 0 and day.day <= self.shell.today

    def _box(self, painter: QPainter, box: QRect, day: DayCell) -> None:
        theme = self.shell.theme
        if not day.code and not self._asked(day):
            pen = QPen(theme.color("line_strong"), 1, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 6, 6)
            return
        ground, role = LOOKS[day.code] if day.code else ("warn_soft", "warn")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(ground))
        painter.drawRoundedRect(box, 6, 6)
        said = letter(self.shell.words, day) or "?"
        paint.say(painter, box, said, theme.font("body_strong"), theme.color(role), paint.CENTER)


class BackWeek(QWidget):
    """A week that has been: its number and days, a letter for each day, and hours attended of those agreed."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.line: WeekLine | None = None
        self.setFixedHeight(shell.theme.px(50))
        self.setMinimumWidth(shell.theme.px(330))

    def tell(self, line: WeekLine) -> None:
        self.line = line
        t = self.shell.words
        days = "; ".join(spoken(t, d, self.shell.today) for d in line.days if d.agreed or d.code)
        said = f"{self._week(line)}. {self._sums(line)}. {days}"
        self.setAccessibleName(said)
        self.setToolTip("\n".join(spoken(t, d, self.shell.today) for d in line.days if d.agreed or d.code))
        self.update()

    def _week(self, line: WeekLine) -> str:
        return self.shell.words("w. {week}", week=line.monday.isocalendar().week)

    def _sums(self, line: WeekLine) -> str:
        t = self.shell.words
        return t("{attended} of {agreed} h", attended=t.hours(line.attended), agreed=t.hours(line.agreed))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.line is None:
            return
        theme, t, line, px = self.shell.theme, self.shell.words, self.line, self.shell.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        head, tall = px(84), self.height()
        paint.say(
            painter, QRect(0, px(6), head, px(18)), self._week(line), theme.font("body_strong"), theme.color("text")
        )
        span = t.days(line.monday, line.monday + timedelta(6))
        paint.say(painter, QRect(0, px(25), head, px(16)), span, theme.font("caption"), theme.color("text2"))
        sums = self._sums(line)
        right = paint.width(sums, theme.font("body_strong")) + 8
        paint.say(
            painter,
            QRect(self.width() - right, 0, right, tall),
            sums,
            theme.font("body_strong"),
            theme.color("text"),
            paint.RIGHT,
        )
        shown = [d for i, d in enumerate(line.days) if i < 5 or d.agreed or d.code]
        room = self.width() - head - right - px(8)
        side = min(px(44), max(px(18), room // (len(shown) + 2) - px(5)))
        for i, day in enumerate(shown):
            self._letter(painter, QRect(head + i * (side + px(5)), (tall - px(28)) // 2, side, px(28)), day)
        left = head + len(shown) * (side + px(5)) + px(6)
        spare = self.width() - right - px(10) - left
        if spare > px(30) and line.agreed:
            share = min(100, round(100 * line.attended / line.agreed))
            paint.bar(painter, theme, QRect(left, tall // 2 - 3, min(spare, px(70)), 6), share)
        painter.setPen(theme.color("line_soft"))
        painter.drawLine(0, tall - 1, self.width(), tall - 1)
        painter.end()

    def _letter(self, painter: QPainter, box: QRect, day: DayCell) -> None:
        theme, said = self.shell.theme, letter(self.shell.words, day)
        if not day.code and not day.agreed:
            paint.say(painter, box, "–", theme.font("caption"), theme.color("text3"), paint.CENTER)
            return
        ground, role = LOOKS[day.code] if day.code else ("surface2", "text2")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(ground))
        painter.drawRoundedRect(box, 6, 6)
        paint.say(painter, box, said or "?", theme.font("label"), theme.color(role), paint.CENTER)


class BeatRow(QWidget):
    """Talks on a line: filled where one was had, hollow where one was missed, ringed today."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.beats: Sequence[Beat] = ()
        self.setFixedHeight(shell.theme.px(48))
        self.setMinimumWidth(shell.theme.px(180))

    def tell(self, beats: Sequence[Beat]) -> None:
        self.beats, t = beats, self.shell.words
        said = [f"{t.day(b.day)}: {t('talk had') if b.done else t('talk missed')}" for b in beats]
        self.setAccessibleName("; ".join(said) or t("No talk yet"))
        self.setToolTip("\n".join(said))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, t, px = self.shell.theme, self.shell.words, self.shell.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        today = self.shell.today
        marks: list[tuple[date, str]] = [(b.day, "done" if b.done else "missed") for b in self.beats]
        if not marks or marks[-1][0] != today:
            marks.append((today, "today"))
        step, middle = self.width() / len(marks), px(14)
        painter.setPen(QPen(theme.color("line_strong"), 1))
        painter.drawLine(round(step / 2), middle, round(self.width() - step / 2), middle)
        for i, (day, look) in enumerate(marks):
            at = QPoint(round(step * (i + 0.5)), middle)
            missed = look == "missed"
            role = "warn_line" if missed else "accent"
            painter.setPen(QPen(theme.color(role), 2))
            painter.setBrush(theme.color("accent" if look == "done" else "surface"))
            painter.drawEllipse(at, px(5), px(5))
            said = t("today") if day == today else t.day(day)
            font = theme.font("label" if day == today else "caption")
            where = QRect(round(step * i), middle + px(10), round(step), px(18))
            paint.say(painter, where, said, font, theme.color("warn" if missed else "text"), paint.CENTER)
        painter.end()
