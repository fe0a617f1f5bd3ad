"""A person's row in the day plan: who, and what is to be done about her as marks; in the chosen row the marks are the acts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from amdesk.domain.overview.tasks import PersonDay, Task
from amdesk.ui.kit import paint
from amdesk.ui.kit.shell import Shell

KEYS = 9
"""Acts that have a key: Enter and 2 to 9."""
NAMES = 232
"""How wide who it is stands at least, at a text size of 100 percent."""
STACKED = 560
"""A list narrower than this, at a text size of 100 percent, has no room for names and marks beside each other."""
LINE, ACTS = 22, 30
"""Heights of a line of text and of the acts where they stand under each other."""


class ActMark:
    """Where a mark stands, and what it says; `key` is its key cap where the row is chosen."""

    __slots__ = ("key", "rect", "role", "said", "task")

    def __init__(self, task: Task, rect: QRect, said: str, role: str, key: str) -> None:
        self.task, self.rect, self.said, self.role, self.key = task, rect, said, role, key


class PersonPainter:
    def __init__(self, shell: Shell) -> None:
        self.shell, self.theme, self.t = shell, shell.theme, shell.words
        self.widths: dict[tuple[str, str], int] = {}

    def tall(self, width: int, *, chosen: bool, acts: int) -> int:
        """How high a row is in a list of that width."""
        px = self.theme.px
        if not self.stacked(width):
            return px(48 if width >= px(900) else 44)
        return px(3 * LINE + ACTS + 12) if chosen and acts else px(2 * LINE + 10)

    def stacked(self, width: int) -> bool:
        return width < self.theme.px(STACKED)

    def wide(self, said: str, kind: str = "label") -> int:
        """How wide words are; the same few are measured for each row."""
        found = self.widths.get((said, kind))
        if found is None:
            found = self.widths[said, kind] = paint.width(said, self.theme.font(kind))
        return found

    # words

    def name(self, row: PersonDay) -> str:
        return self.shell.name(row.tasks[0].person)

    def about(self, row: PersonDay) -> str:
        """Where, and the one fact that matters."""
        said = " · ".join(x for x in (self._stands_for(row), self._where(row), self._fact(row)) if x)
        return said[:1].upper() + said[1:]

    def _stands_for(self, row: PersonDay) -> str:
        """Whose she is, where that one is away and one stands in."""
        whose = row.tasks[0].stands_for
        return self.t("for {name}", name=whose) if whose else ""

    def _where(self, row: PersonDay) -> str:
        first = next((one for one in row.tasks if one.where), row.tasks[0])
        return self.shell.shown(first.where).split(" - ")[0]

    def _fact(self, row: PersonDay) -> str:
        """Since when she waits, or her last day."""
        t = self.t
        since = next((one.since for one in row.tasks if one.since), None)
        last = next((one.last for one in row.tasks if one.last), None)
        if since is not None:
            days = (self.shell.today - since).days
            return t.plural("has waited {days} day", "has waited {days} days", days, days=days)
        if last is not None:
            return t("ended {day}", day=last) if last < self.shell.today else t("ends {day}", day=last)
        return ""

    def shortened(self, row: PersonDay, room: int) -> str:
        """The same where there is little room: the place is cut, and never the day."""
        whole, where, fact = self.about(row), self._where(row), self._fact(row)
        font = self.theme.font("caption")
        if not where or not fact or self._stands_for(row) or paint.width(whole, font) < room:
            return whole
        left = room - paint.width(f" · {fact}", font) - 1
        short = QFontMetrics(font).elidedText(where, Qt.TextElideMode.ElideRight, left)
        return f"{short} · {fact}" if len(short) > 1 else whole

    def title(self, task: Task) -> str:
        weeks = {"week4": self.shell.plan.first, "week12": self.shell.plan.second}
        week = weeks.get(task.key.rpartition(":")[2]) if task.kind == "assess" else None
        return self.t("Assessment w. {week}", week=week) if week else self.t.say(task.mark)

    def when(self, due: date) -> str:
        t, days = self.t, (due - self.shell.today).days
        if days < 0:
            return t("{days} d late", days=-days)
        return t("today") if days == 0 else t.weekday(due)[:3] if days < 7 else t.day(due)

    def said(self, task: Task) -> str:
        return f"{self.title(task)} · {self.when(task.due)}"

    def role(self, due: date) -> str:
        return "bad" if due < self.shell.today else "warn" if due == self.shell.today else "text2"

    # marks

    def marks(self, row: PersonDay, rect: QRect, *, chosen: bool) -> list[ActMark]:
        """As many as have room; `rect` is the row's."""
        stacked = self.stacked(rect.width())
        if stacked and not chosen:
            return []
        left = rect.left() + 16 if stacked else self._beside(rect)
        right = rect.right() - 16 - (0 if chosen else self._action_wide(row) + 12)
        tall = self.theme.px(ACTS - 2 if chosen else 24)
        top = rect.bottom() - tall - 8 if stacked else rect.center().y() - tall // 2 + 1
        return list(self._laid(row.tasks, QRect(left, top, right - left, tall), chosen=chosen))

    def _laid(self, tasks: Sequence[Task], room: QRect, *, chosen: bool) -> Iterator[ActMark]:
        x = room.left()
        for i, task in enumerate(tasks[:KEYS]):
            said = self.said(task) if not chosen or i == 0 else self.title(task)
            key = "" if not chosen else "Enter" if i == 0 else str(i + 1)
            more = len(tasks) - i - 1
            wide = self.wide(said) + (self.wide(key) + (38 if i == 0 else 32) if chosen else 20 + self.theme.mark(14))
            left = room.right() - x - (self.wide(f"+{more}") + 10 if more else 0)
            if wide > left and i:
                return
            yield ActMark(task, QRect(x, room.top(), min(wide, left), room.height()), said, self.role(task.due), key)
            x += wide + 6

    def _beside(self, rect: QRect) -> int:
        return rect.left() + max(self.theme.px(NAMES), rect.width() * 36 // 100)

    def _action_wide(self, row: PersonDay) -> int:
        return self.wide(self.t.say(row.tasks[0].action), "body_strong")

    # painting

    def paint(self, painter: QPainter, rect: QRect, row: PersonDay, *, chosen: bool) -> None:
        stacked = self.stacked(rect.width())
        if not chosen:
            said = self.t.say(row.tasks[0].action)
            line = (
                QRect(rect.left(), rect.top() + 3, rect.width() - 16, self.theme.px(LINE))
                if stacked
                else rect.adjusted(0, 0, -16, 0)
            )
            paint.put(
                painter,
                line,
                said,
                self.theme.font("body_strong"),
                self.theme.color("accent_text"),
                paint.RIGHT,
                wide=self._action_wide(row),
            )
        if stacked:
            self._lines(painter, rect, row, chosen=chosen)
        else:
            self._names(painter, rect, row)
        found = self.marks(row, rect, chosen=chosen)
        for mark in found:
            self._mark(painter, mark)
        if found and len(found) < len(row.tasks):
            after = found[-1].rect.translated(found[-1].rect.width() + 6, 0)
            paint.say(
                painter, after, f"+{len(row.tasks) - len(found)}", self.theme.font("label"), self.theme.color("text2")
            )

    def _names(self, painter: QPainter, rect: QRect, row: PersonDay) -> None:
        theme, side, name = self.theme, self.theme.px(30), self.name(row)
        mark = self.shell.initials(row.tasks[0].person)
        round_ = QRect(rect.left() + 17, rect.center().y() - side // 2 + 1, side, side)
        paint.avatar(painter, theme, round_, mark, "label")
        left = rect.left() + 17 + side + 10
        half = (rect.height() - 6) // 2
        names = QRect(left, rect.top() + 3, self._beside(rect) - left - 10, half)
        paint.say(painter, names, name, theme.font("body_strong"), theme.color("text"))
        about = self.shortened(row, names.width())
        paint.say(painter, names.translated(0, half), about, theme.font("caption"), theme.color("text2"))

    def _lines(self, painter: QPainter, rect: QRect, row: PersonDay, *, chosen: bool) -> None:
        """Name, where, what, each on a line of its own."""
        theme, tall = self.theme, self.theme.px(LINE)
        line = QRect(rect.left() + 16, rect.top() + 3, rect.width() - 32, tall)
        name = line if chosen else line.adjusted(0, 0, -self._action_wide(row) - 10, 0)
        paint.say(painter, name, self.name(row), theme.font("body_strong"), theme.color("text"))
        if chosen:
            line.translate(0, tall)
            paint.say(painter, line, self.about(row), theme.font("caption"), theme.color("text2"))
        line.translate(0, tall)
        role, mark = self.role(row.tasks[0].due), theme.px(14)
        paint.icon(
            painter, theme, line.left(), line.center().y() - mark // 2, "clock", role, mark, filled=role != "text2"
        )
        said = " · ".join(self.said(one) for one in row.tasks)
        paint.say(painter, line.adjusted(mark + 6, 0, 0, 0), said, theme.font("label"), theme.color(role))

    def _mark(self, painter: QPainter, mark: ActMark) -> None:
        theme, rect, font = self.theme, mark.rect, self.theme.font("label")
        first = mark.key == "Enter"
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        soft = {"bad": "bad_soft", "warn": "warn_soft"}.get(mark.role, "surface3")
        painter.setBrush(theme.color("accent" if first else "surface" if mark.key else soft))
        round_ = 6 if first else rect.height() / 2
        painter.drawRoundedRect(rect, round_, round_)
        if not mark.key:
            size = theme.mark(14)
            y = rect.center().y() - size // 2 + 1
            paint.icon(painter, theme, rect.left() + 8, y, mark.task.icon, mark.role, size)
            paint.put(
                painter,
                rect.adjusted(12 + size, 0, -6, 0),
                mark.said,
                font,
                theme.color(mark.role),
                wide=self.wide(mark.said),
            )
            return
        cap_wide = self.wide(mark.key) + 12
        cap = QRect(
            rect.right() - cap_wide - 7 if first else rect.left() + 5,
            rect.center().y() - self.theme.px(9),
            cap_wide,
            self.theme.px(19),
        )
        said = rect.adjusted(10, 0, -cap_wide - 8, 0) if first else rect.adjusted(cap_wide + 11, 0, -6, 0)
        role = "on_accent" if first else mark.role if mark.role != "text2" else "text"
        paint.put(painter, said, mark.said, font, theme.color(role), wide=self.wide(mark.said))
        if first:
            painter.setPen(theme.color("on_accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("surface3"))
        painter.drawRoundedRect(cap, 4, 4)
        paint.put(
            painter,
            cap,
            mark.key,
            font,
            theme.color("on_accent" if first else "text2"),
            paint.CENTER,
            wide=cap_wide - 12,
        )
