"""Rows of improvement and of reviews: title, whose, by when and how far, and the figure before and now."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from amdesk.domain.results.improving import ACTION_STATES, DONE, FigureCourse, ImprovementAction
from amdesk.domain.results.reviewing import RECEIVED, RECOMMENDATION_STATES, Recommendation
from amdesk.ui.kit import paint
from amdesk.ui.kit.rows import Row
from amdesk.ui.kit.shell import Shell


class ActionRow(NamedTuple):
    action: ImprovementAction
    course: FigureCourse


class ReviewHead(NamedTuple):
    """Whose review the recommendations under it are of."""

    said: str


def moved(row: ActionRow) -> str:
    """62 → 81 %: the figure before the action and now; "" of an action that is not measured."""
    a, seen = row
    if not a.figure:
        return ""
    before, now = seen.before(a.begins), seen.now(a.begins)
    first, last = (p.said if p else "–" for p in (before, now))
    if before and now and before.percent is not None:
        first = str(before.percent)
    return f"{first} → {last}"


def action_state(shell: Shell, a: ImprovementAction) -> tuple[str, str, str]:
    """(icon, colour, words) of how far an action is."""
    t, today = shell.words, shell.today
    if a.late(today):
        days = (today - a.due).days
        return "warning", "bad", t("{days} d late · {day}", days=days, day=t.day(a.due))
    role = "ok" if a.state == DONE else "text2"
    icon = "checkmark_circle" if a.state == DONE else ""
    return icon, role, f"{t(ACTION_STATES[a.state])} · {t.day(a.done_on or a.due)}"


def review_state(shell: Shell, r: Recommendation) -> tuple[str, str, str]:
    """The same of a recommendation."""
    t, today = shell.words, shell.today
    if r.late(today):
        return "warning", "bad", t("{days} d late · {day}", days=(today - r.due).days, day=t.day(r.due))
    if r.state == RECEIVED:
        return "clock", "warn", t("Answer by {day}", day=t.day(r.due))
    return "checkmark_circle", "ok", f"{t(RECOMMENDATION_STATES[r.state])} {t.day(r.followed_on or r.answered_on)}"


class ImproveDelegate(QStyledItemDelegate):
    """Three lines for an action, two for a recommendation, one for a review."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self.shell = shell

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = index.data(Row)
        tall = 40 if isinstance(row, ReviewHead) else 82 if isinstance(row, ActionRow) else 58
        return QSize(100, self.shell.theme.px(tall))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row, theme = index.data(Row), self.shell.theme
        painter.save()
        if isinstance(row, ReviewHead):
            rect = option.rect.adjusted(16, 8, -16, 0)
            paint.say(painter, rect, row.said, theme.font("label"), theme.color("text2"))
        else:
            paint.row_background(painter, option, index, theme)
            rect = option.rect.adjusted(16, 6, -16, -6)
            if isinstance(row, ActionRow):
                self._action(painter, rect, row)
            elif isinstance(row, Recommendation):
                self._recommendation(painter, rect, row)
        painter.restore()

    def _action(self, painter: QPainter, rect: QRect, row: ActionRow) -> None:
        theme, third = self.shell.theme, rect.height() // 3
        top = QRect(rect.left(), rect.top(), rect.width(), third)
        paint.say(painter, top, row.action.title, theme.font("body_strong"), theme.color("text"))
        paint.say(painter, top.translated(0, third), row.action.owner, theme.font("caption"), theme.color("text2"))
        foot = top.translated(0, 2 * third)
        figure = moved(row)
        wide = paint.width(figure, theme.digits("label")) if figure else 0
        self._state(painter, foot.adjusted(0, 0, -wide - 8, 0), action_state(self.shell, row.action))
        paint.say(painter, foot, figure, theme.font("label"), theme.color("accent_text"), paint.RIGHT)

    def _recommendation(self, painter: QPainter, rect: QRect, row: Recommendation) -> None:
        theme, half, side = self.shell.theme, rect.height() // 2, self.shell.theme.px(22)
        box = QRect(rect.left(), rect.top() + (half - side) // 2, side, side)
        paint.avatar(painter, theme, box, str(row.position), "label")
        words = QRect(rect.left() + side + 10, rect.top(), rect.width() - side - 10, half)
        paint.say(painter, words, row.title, theme.font("body_strong"), theme.color("text"))
        self._state(painter, words.translated(0, half), review_state(self.shell, row))

    def _state(self, painter: QPainter, rect: QRect, state: tuple[str, str, str]) -> None:
        theme = self.shell.theme
        icon, role, said = state
        if icon:
            size = theme.mark(15)
            paint.icon(painter, theme, rect.left(), rect.center().y() - size // 2, icon, role, size, filled=True)
            rect = rect.adjusted(size + 6, 0, 0, 0)
        paint.say(painter, rect, said, theme.font("label" if role == "bad" else "caption"), theme.color(role))


def spoken(shell: Shell, row: ActionRow | ReviewHead | Recommendation) -> str:
    """A row as a screen reader and its tooltip say it."""
    if isinstance(row, ReviewHead):
        return row.said
    if isinstance(row, ActionRow):
        parts = (row.action.title, row.action.owner, action_state(shell, row.action)[2], moved(row))
        return ", ".join(x for x in parts if x)
    return f"{row.position}. {row.title}, {review_state(shell, row)[2]}"
