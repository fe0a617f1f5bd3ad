"""What a cell of a list shows: what it says, what is made of it, or what it changes."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter

from amdesk.i18n import Words
from amdesk.ui.kit import paint
from amdesk.ui.kit.theme import Theme

ARROW = "→"


class CellSaid(NamedTuple):
    """What stands in the file, and one of: what is made of it, that its words are kept, or the bank's before and after."""

    plain: str
    ours: str = ""
    as_words: bool = False
    before: str | None = None
    """What the bank has, where storing the row changes it into `ours`."""
    kept: bool = False
    """The file says nothing, and what the bank has stays."""

    def spoken(self, t: Words) -> str:
        """The same in a line of text."""
        if self.before is not None:
            return f"{self.before or '–'} {ARROW} {self.ours}"
        if self.as_words:
            return t("“{words}” as words", words=self.plain)
        return f"{self.plain} {ARROW} {self.ours}" if self.ours else self.plain


def draw(painter: QPainter, theme: Theme, rect: QRect, cell: CellSaid, *, strong: bool = False) -> None:
    """Before struck out, then after on petrol; the file's words grey before ours; words that are kept with an amber mark."""
    body = theme.font("body_strong" if strong else "body")
    if cell.before is not None:
        _changed(painter, theme, rect, cell)
    elif cell.as_words:
        words = "“" + cell.plain + "”"
        wide = min(paint.width(words, theme.font("body")), rect.width() // 2)
        paint.say(
            painter,
            QRect(rect.left(), rect.top(), wide + 2, rect.height()),
            words,
            theme.font("body"),
            theme.color("text"),
        )
        pill(painter, theme, rect.left() + wide + 8, rect.center().y(), cell.ours, "warn")
    elif cell.ours:
        both(painter, theme, rect, cell.plain, cell.ours)
    else:
        paint.say(painter, rect, cell.plain, body, theme.color("text"))


def both(painter: QPainter, theme: Theme, rect: QRect, before: str, after: str, *, struck: bool = False) -> None:
    """`before` small and grey (or struck out), an arrow, and `after` in petrol; where both have no room, `after` has it."""
    first, then = QFont(theme.font("body")), theme.font("body_strong")
    first.setStrikeOut(struck)
    arrow = paint.width(f" {ARROW} ", theme.font("body"))
    want = paint.width(after, then)
    room = max(0, rect.width() - arrow - want - 2)
    wide = min(paint.width(before, first), room)
    left = rect.left()
    if wide >= min(paint.width(before, first), 12):
        paint.say(painter, QRect(left, rect.top(), wide + 1, rect.height()), before, first, theme.color("text2"))
        left += wide
    paint.say(
        painter,
        QRect(left, rect.top(), arrow + 2, rect.height()),
        f" {ARROW} ",
        theme.font("body"),
        theme.color("text3"),
    )
    left += arrow
    paint.say(
        painter,
        QRect(left, rect.top(), rect.right() - left + 1, rect.height()),
        after,
        then,
        theme.color("accent_text"),
    )


def _changed(painter: QPainter, theme: Theme, rect: QRect, cell: CellSaid) -> None:
    before = cell.before or ""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent_soft"))
    painter.drawRoundedRect(rect.adjusted(-4, 5, 2, -6), 5, 5)
    if before:
        both(painter, theme, rect.adjusted(2, 0, -4, 0), before, cell.ours, struck=True)
    else:
        paint.say(
            painter, rect.adjusted(2, 0, -4, 0), f"+ {cell.ours}", theme.font("body_strong"), theme.color("accent_text")
        )


def pill(
    painter: QPainter, theme: Theme, left: int, middle: int, said: str, role: str, icon: str = "", ground: str = ""
) -> int:
    """A soft pill that begins at `left`; returns its right edge. `ground` is the role of its own ground, on a coloured row."""
    font = theme.font("label")
    size = theme.mark(14)
    mark = size + 4 if icon else 0
    wide, tall = paint.width(said, font) + 16 + mark, theme.px(22)
    rect = QRect(left, middle - tall // 2, wide, tall)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    soft = f"{role}_soft" if f"{role}_soft" in theme.roles else "surface3"
    painter.setBrush(theme.color("surface" if ground == "surface" else soft))
    painter.drawRoundedRect(rect, tall // 2, tall // 2)
    if icon:
        paint.icon(painter, theme, rect.left() + 7, middle - size // 2, icon, role, size, filled=True)
    paint.say(painter, rect.adjusted(8 + mark, 0, 0, 0), said, font, theme.color(role))
    return rect.right()
