"""What a board shows and where: its rows, its days, what lies under the cursor, and the words for it."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from amdesk.domain.booking.board import BAR_STATES, ONE_DAY, BoardBar, BoardSection, Weeks, weeks_around
from amdesk.domain.booking.bookings import whole_weeks
from amdesk.services.booking.board import BoardData
from amdesk.ui.booking.board.axis import ZOOMS, Axis
from amdesk.ui.booking.board.drag import Drag
from amdesk.ui.booking.board.draw import Brush
from amdesk.ui.booking.board.lines import BoardLine, lines_of
from amdesk.ui.kit.shell import Shell


class BoardSurface(QAbstractScrollArea):
    """What the board knows and where it lies. What paints it and what the hands do with it come on top."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell, self.t, self.brush = shell, shell.words, Brush(shell)
        self.data = BoardData(weeks_around(shell.today), [], shell.today)
        self.zoom = "half"
        self.axis = self._axis()
        self.lines: list[BoardLine] = []
        self.names: dict[str, str] = {}
        self.folded: set[str] = set()
        self.unfolded: set[int] | None = None
        self.row, self.day = 0, shell.today
        self.period: tuple[date, date] | None = None
        self.anchor: date | None = None
        self.drag: Drag | None = None
        self.wide, self.label_width, self.head = False, 0, 0
        self._spans: dict[tuple[date, date], tuple[int, int]] = {}
        self.set_wide(False)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setCornerWidget(QWidget())
        self.setAccessibleName(self.t("Board"))
        self.horizontalScrollBar().setSingleStep(round(7 * self.axis.per_day))
        self.verticalScrollBar().setSingleStep(self.brush.row)

    # what is shown

    def _axis(self) -> Axis:
        """As wide as its text is large: a week has room for its figures."""
        return Axis(self.data.window, ZOOMS[self.zoom] * max(1.0, self.shell.theme.scale / 100))

    @property
    def every(self) -> int:
        """How many weeks have one figure between them."""
        return 2 if self.zoom == "year" else 1

    def set_wide(self, wide: bool) -> None:
        """A column more where there is room for it."""
        px = self.shell.theme.px
        self.wide, self.label_width, self.head = wide, px(372 if wide else 292), px(50)
        self.indents = px(60), px(64), px(76), px(80), px(84), px(148)
        self._bars()

    def _relayout(self, key: str = "") -> None:
        self._spans.clear()
        self.lines = lines_of(self.data.sections, self.folded, self.unfolded or set())
        found = next((i for i, line in enumerate(self.lines) if line.key == key), None)
        self.row = found if found is not None else max(0, min(self.row, len(self.lines) - 1))
        self._bars()
        self.viewport().update()

    def _bars(self) -> None:
        area = self.viewport().size()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        room = area.width() - self.label_width
        across.setRange(0, max(0, self.axis.width - room))
        across.setPageStep(max(1, room))
        below = area.height() - self.head
        down.setRange(0, max(0, len(self.lines) * self.brush.row - below))
        down.setPageStep(max(1, below))

    def to_today(self) -> None:
        """Today two weeks in from the left, and the cursor on it."""
        today = self.data.today
        self.day = today
        self.horizontalScrollBar().setValue(self.axis.x(today - timedelta(today.weekday() + 14)))
        self.viewport().update()

    def step(self, weeks: int) -> None:
        """Move the view sideways by weeks."""
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() + round(7 * weeks * self.axis.per_day))

    @property
    def offset(self) -> int:
        return self.horizontalScrollBar().value()

    def line(self) -> BoardLine | None:
        return self.lines[self.row] if 0 <= self.row < len(self.lines) else None

    def current(self) -> BoardBar | tuple[date, date] | None:
        """What the cursor is on: a bar, a free period, or nothing."""
        line = self.line()
        if line is None or line.lane is None:
            return None
        if self.period is not None:
            return self.period
        if bar := line.lane.at(self.day):
            return bar
        window: Weeks = self.data.window
        gap = line.lane.gap(self.day, window.first, window.last)
        if gap is None or gap[1] < self.data.today:
            return None
        return max(gap[0], self.data.today), gap[1]

    # geometry

    def top_of(self, row: int) -> int:
        return self.head + row * self.brush.row - self.verticalScrollBar().value()

    def row_at(self, y: int) -> int | None:
        if y < self.head:
            return None
        row = (y - self.head + self.verticalScrollBar().value()) // self.brush.row
        return row if 0 <= row < len(self.lines) else None

    def rect_of(self, row: int, first: date, last: date) -> QRect:
        """Where a period of a row is drawn, in the viewport."""
        key = (first, last)
        if (found := self._spans.get(key)) is None:
            found = self._spans[key] = self.axis.span(first, last)
        left, wide = found
        top = self.top_of(row) + (self.brush.row - self.brush.bar) // 2
        return QRect(self.label_width + left - self.offset, top, wide - 1, self.brush.bar)

    def cell_rect(self, row: int, day: date) -> QRect:
        """The week of a day in a row, in the viewport."""
        monday = day - timedelta(day.weekday())
        rect = self.rect_of(row, monday, monday + timedelta(6))
        return QRect(rect.left(), self.top_of(row), rect.width(), self.brush.row)

    # words

    def drag_text(self, drag: Drag) -> str:
        """Where a bar would lie and what is to be thought of there, or why it cannot."""
        if problem := drag.problem():
            return self.t.say(problem)
        where = self.gap_text(drag.first, drag.last, free=False) if drag.first and drag.last else ""
        return " · ".join([*(self.t.say(c.text) for c in drag.beside), where])

    def gap_text(self, first: date, last: date, *, free: bool = True) -> str:
        """ "Free 30 Nov – 9 May · 23 weeks"; what has no end has no length, and less than a week is told in days."""
        t, (weeks, days) = self.t, whole_weeks(first, last)
        if free and last >= self.data.window.last:
            return t("Free {start} – {last}", start=t.day(first), last=t("until further notice"))
        said = (
            t.plural(
                "{first} – {last} · {weeks} week",
                "{first} – {last} · {weeks} weeks",
                weeks,
                first=first,
                last=last,
                weeks=weeks,
            )
            if weeks
            else t.plural(
                "{first} – {last} · {days} day",
                "{first} – {last} · {days} days",
                days,
                first=first,
                last=last,
                days=days,
            )
        )
        return t("Free {period}", period=said) if free else said

    def gap_said(self, line: BoardLine | None, first: date, last: date) -> str:
        """A free period, and until when its place is held."""
        said, held = self.gap_text(first, last), line.lane.held if line is not None and line.lane is not None else None
        if held is None or not first <= held.first <= last:
            return said
        return f"{self.held_said(held.until)} · {said}"

    def held_said(self, until: date) -> str:
        return self.t("Held until {day}", day=until)

    def counted_beside(self, section: BoardSection) -> str:
        """What the heading of a section says beside its name, of which nothing is cut for it."""
        metrics, name = self.brush.metrics, self.section_name(section.key)
        room = self.label_width - 36 - self.shell.theme.mark(16) - metrics["body_strong"].horizontalAdvance(name)
        whole, free = self._counted(section)
        return whole if metrics["label"].horizontalAdvance(whole) + 4 <= room else free

    def _counted(self, section: BoardSection) -> tuple[str, str]:
        """How many a section has and how many are free, and the latter alone; only the in-house teams are all teams."""
        t, count = self.t, len(section.teams)
        if section.key == "in_house":
            lines = t.plural("{count} team", "{count} teams", count, count=count)
        else:
            lines = t.plural("{count} in the placement bank", "{count} in the placement bank", count, count=count)
        free = t.plural("{count} free place", "{count} free places", section.free, count=section.free)
        return f"{lines} · {free}", free

    def section_name(self, key: str) -> str:
        known = {"in_house": self.t("In-house teams"), "external": self.t("External places"), **self.names}
        return known.get(key, key)

    # what is said aloud

    def spoken_bar(self, bar: BoardBar, day: date) -> str:
        """A bar, and the days away in the week of a day."""
        state, monday = self.t(BAR_STATES[bar.state]), day - timedelta(day.weekday())
        said = f"{self.shell.name(bar.name)}, {state}" if bar.ref else state
        away = [self._days(*span) for span in bar.away_between(monday, monday + 6 * ONE_DAY)]
        whole = f"{said}, {self._days(bar.first, bar.last)}"
        return f"{whole}, {self.t('absent {days}', days=', '.join(away))}" if away else whole

    def _days(self, first: date, last: date) -> str:
        return self.t.day(first) if first == last else f"{self.t.day(first)} – {self.t.day(last)}"

    def spoken(self, row: int, week: int) -> str:
        """What a screen reader says of a row in a week."""
        line, t = self.lines[row], self.t
        monday = self.data.window.first + timedelta(7 * week)
        where = t("w. {week}", week=monday.isocalendar().week)
        if line.team is None:
            return f"{self.section_name(line.section.key)}, {where}: " + t.plural(
                "{count} free", "{count} free", line.section.weeks[week], count=line.section.weeks[week]
            )
        name = line.team.name
        if line.lane is None:
            return f"{name}, {where}: " + t.plural(
                "{count} free", "{count} free", line.team.weeks[week], count=line.team.weeks[week]
            )
        place = name if line.team.single else f"{name}, " + t("Place {number}", number=line.lane.number)
        bars = [
            self.spoken_bar(b, monday) for b in line.lane.bars if b.first <= monday + 6 * ONE_DAY and b.last >= monday
        ]
        if bars:
            return f"{place}, {where}: " + "; ".join(bars)
        gap = line.lane.gap(monday, self.data.window.first, self.data.window.last)
        return f"{place}, {where}: " + (self.gap_said(line, *gap) if gap else "")
