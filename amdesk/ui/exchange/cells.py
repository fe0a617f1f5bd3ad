"""What a cell of a list shows: what it says, what is made of it, or what it changes and whether that is accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from amdesk.domain.exchange.differences import RowDifference
from amdesk.i18n import Words
from amdesk.ui.kit import paint
from amdesk.ui.kit.theme import Theme

ARROW, PLUS, MINUS = "→", "+", "−"
TALL = 38
"""Pixels of a row."""
STACKED = 210
"""Pixels; a change that is wider has what goes on one line and what comes on another."""
GAP = 6
"""Pixels between what stands beside each other in a cell."""


class PartSaid(NamedTuple):
    """One difference in a cell: what goes, what comes, and the difference itself, which knows whether it is accepted."""

    one: RowDifference
    before: str
    after: str
    leaves: str = ""
    """Words for what becomes of it while it is not accepted, where an empty cell would take something away."""
    locked: bool = False
    """Nobody refuses it: a list only raises a protection."""

    @property
    def taken(self) -> bool:
        return self.one.taken

    @property
    def line(self) -> str:
        """The difference in a line."""
        if self.leaves and not self.taken:
            return self.leaves
        if self.one.several and self.one.kind != "FEWER":
            return f"{PLUS} {self.after}"
        if self.one.several:
            return f"{MINUS} {self.before}" + (f" {ARROW} {self.after}" if self.after else "")
        if self.locked:
            return self.after
        return f"{self.before} {ARROW} {self.after}" if self.before else f"{PLUS} {self.after}"


class CellSaid(NamedTuple):
    """What stands in the file, and one of: what is made of it, that its words are kept, or what it changes of the bank."""

    plain: str
    ours: str = ""
    as_words: bool = False
    parts: tuple[PartSaid, ...] = ()
    """What storing the row changes, or would change if it were accepted."""
    stays: str = ""
    """What the bank has beside the parts, and keeps."""
    kept: str = ""
    """Words for: the file says nothing, and what the bank has stays."""

    @property
    def base(self) -> str:
        """What stands before the parts, or before the mark that something is kept."""
        return ", ".join([*filter(None, [self.stays]), *(p.before for p in self.parts if p.leaves and not p.taken)])

    def spoken(self, t: Words) -> str:
        """The same in a line of text."""
        if self.parts or self.kept:
            said = [p.line if p.taken or p.leaves else t("{change} (not accepted)", change=p.line) for p in self.parts]
            return ", ".join(s for s in (self.base, self.kept, *said) if s)
        if self.as_words and "·" in self.ours:
            return f"“{self.plain}” {ARROW} {self.ours}"
        if self.as_words:
            return t("“{words}” as words", words=self.plain)
        return f"{self.plain} {ARROW} {self.ours}" if self.ours else self.plain


class Laid(NamedTuple):
    """Where a part stands in its cell, and where its tick does; empty for one that nobody refuses."""

    part: PartSaid
    rect: QRect
    tick: QRect


def wide(theme: Theme, cell: CellSaid, t: Words) -> int:
    """Pixels that a cell wants."""
    strong = theme.font("body_strong")
    if not cell.parts and not cell.kept:
        return paint.width(cell.spoken(t), strong)
    base = paint.width(cell.base, strong) + GAP if cell.base else 0
    dashed = paint.width(cell.kept, theme.font("caption")) + 16 if cell.kept else 0
    return base + dashed + sum(_wants(theme, p) + GAP for p in cell.parts)


def two_lines(theme: Theme, part: PartSaid) -> bool:
    """Whether what goes stands above what comes: both are words, and beside each other they would be a wide column."""
    if not (part.before and part.after) or part.one.several or part.locked or part.leaves:
        return False
    return paint.width(part.line, theme.font("body_strong")) > theme.px(STACKED)


def _wants(theme: Theme, part: PartSaid) -> int:
    if two_lines(theme, part):
        longer = max(part.before, f"{ARROW} {part.after}", key=len)
        return paint.width(longer, theme.font("body_strong")) + theme.mark(16) + 24
    return paint.width(part.line, theme.font("body_strong")) + theme.mark(16) + 24


def laid(theme: Theme, rect: QRect, cell: CellSaid) -> Iterator[Laid]:
    """The parts from left to right; where they have no room, what stands beside them gives way, then each its share."""
    wants = [_wants(theme, p) for p in cell.parts]
    room = rect.width() + GAP - sum(w + GAP for w in wants)
    left = rect.left() - (0 if cell.base or cell.kept else 4) + _before(theme, rect, cell)
    share = (rect.width() + GAP) // max(len(wants), 1) - GAP if room < 0 else 0
    side = theme.mark(16)
    for part, want in zip(cell.parts, wants, strict=True):
        upright = rect if two_lines(theme, part) else _line(theme, rect)
        pill = QRect(left, upright.top() + 5, max(min(want, share or want), side + 12), upright.height() - 11)
        low = pill.bottom() - side - 6 if two_lines(theme, part) else rect.center().y() - side // 2
        box = QRect(pill.right() - side - 5, low, side, side)
        yield Laid(part, pill, QRect() if part.locked else box)
        left = pill.right() + 1 + GAP


def _line(theme: Theme, rect: QRect) -> QRect:
    """The middle of a high cell, as tall as one line."""
    more = max(0, rect.height() - theme.px(TALL)) // 2
    return rect.adjusted(0, more, 0, -more)


def _before(theme: Theme, rect: QRect, cell: CellSaid) -> int:
    """How wide what stands before the parts is, with the gap behind it."""
    said = paint.width(cell.base, theme.font("body")) if cell.base else 0
    dashed = paint.width(cell.kept, theme.font("caption")) + 16 if cell.kept else 0
    whole = said + (GAP if said else 0) + dashed + (GAP if dashed else 0)
    parts = sum(_wants(theme, p) + GAP for p in cell.parts)
    return max(0, min(whole, rect.width() - parts)) if parts else min(whole, rect.width())


def draw(painter: QPainter, theme: Theme, rect: QRect, cell: CellSaid, *, strong: bool = False) -> None:
    """Before struck out, then after on petrol with its tick; the file's words grey before ours; words that are kept with an amber
    mark, and what the file leaves empty with a dashed one."""
    body = theme.font("body_strong" if strong else "body")
    if cell.parts or cell.kept:
        _beside(painter, theme, rect, cell)
        for one in laid(theme, rect, cell):
            _part(painter, theme, one)
    elif cell.as_words:
        words = "“" + cell.plain + "”"
        room = min(paint.width(words, theme.font("body")), rect.width() // 2)
        at = QRect(rect.left(), rect.top(), room + 2, rect.height())
        paint.say(painter, at, words, theme.font("body"), theme.color("text"))
        pill(painter, theme, rect.left() + room + 8, rect.center().y(), cell.ours, "warn")
    elif cell.ours:
        both(painter, theme, rect, cell.plain, cell.ours)
    else:
        paint.say(painter, rect, cell.plain, body, theme.color("text"))


def _beside(painter: QPainter, theme: Theme, rect: QRect, cell: CellSaid) -> None:
    """What the bank keeps, and in a dashed frame why."""
    room = _before(theme, rect, cell)
    if room <= 12:
        return
    dashed = min(room, paint.width(cell.kept, theme.font("caption")) + 16) if cell.kept else 0
    if cell.base and room - dashed > 12:
        at = QRect(rect.left(), rect.top(), room - dashed - (GAP if dashed else 0), rect.height())
        paint.say(painter, at, cell.base, theme.font("body"), theme.color("text"))
    if dashed:
        end = rect.left() + room - (GAP if cell.parts else 0)
        line = _line(theme, rect)
        frame = QRect(max(rect.left(), end - dashed), line.top() + 6, min(dashed, room) - 1, line.height() - 13)
        pen = QPen(theme.color("line_strong"), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 5, 5)
        paint.say(painter, frame.adjusted(7, 0, -4, 0), cell.kept, theme.font("caption"), theme.color("text2"))


def both(painter: QPainter, theme: Theme, rect: QRect, before: str, after: str, *, struck: bool = False) -> None:
    """`before` small and grey (or struck out), an arrow, and `after` in petrol; where both have no room, `after` has it."""
    first, then = QFont(theme.font("body")), theme.font("body_strong")
    first.setStrikeOut(struck)
    arrow = paint.width(f" {ARROW} ", theme.font("body"))
    want = paint.width(after, then)
    room = max(0, rect.width() - arrow - want - 2)
    part = min(paint.width(before, first), room)
    left = rect.left()
    if part >= min(paint.width(before, first), 12):
        paint.say(painter, QRect(left, rect.top(), part + 1, rect.height()), before, first, theme.color("text2"))
        left += part
    at = QRect(left, rect.top(), arrow + 2, rect.height())
    paint.say(painter, at, f" {ARROW} ", theme.font("body"), theme.color("text3"))
    left += arrow
    rest = QRect(left, rect.top(), rect.right() - left + 1, rect.height())
    paint.say(painter, rest, after, then, theme.color("accent_text"))


def _above(painter: QPainter, theme: Theme, rect: QRect, part: PartSaid) -> None:
    """What goes, struck out where it does, and below it an arrow and what comes."""
    first = QFont(theme.font("caption"))
    first.setStrikeOut(part.taken)
    half = rect.height() // 2
    paint.say(
        painter, QRect(rect.left(), rect.top() + 2, rect.width(), half - 2), part.before, first, theme.color("text2")
    )
    arrow = paint.width(f"{ARROW} ", theme.font("body"))
    low = QRect(rect.left(), rect.top() + half, rect.width(), half)
    paint.say(painter, low, ARROW, theme.font("body"), theme.color("text3"))
    font, role = ("body_strong", "accent_text") if part.taken else ("body", "text2")
    paint.say(painter, low.adjusted(arrow, 0, 0, 0), part.after, theme.font(font), theme.color(role))


def _part(painter: QPainter, theme: Theme, at: Laid) -> None:
    part = at.part
    side, dashed = theme.mark(16), bool(part.leaves) and not part.taken
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(theme.color("line_strong"), 1, Qt.PenStyle.DashLine) if dashed else Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent_soft" if part.taken else "surface" if dashed else "surface3"))
    painter.drawRoundedRect(at.rect, 5, 5)
    words = at.rect.adjusted(6, 0, -side - 9, 0)
    if two_lines(theme, part):
        _above(painter, theme, words, part)
    elif part.before and part.after and not part.one.several and part.taken and not part.locked:
        both(painter, theme, words, part.before, part.after, struck=True)
    elif part.taken:
        paint.say(painter, words, part.line, theme.font("body_strong"), theme.color("accent_text"))
    else:
        paint.say(painter, words, part.line, theme.font("body"), theme.color("text2"))
    if part.locked:
        x, y = at.rect.right() - side - 3, at.rect.center().y() - side // 2
        paint.icon(painter, theme, x, y, "lock_closed", "accent_text", side, filled=True)
    else:
        tick(painter, theme, at.tick, on=part.taken)


def tick(painter: QPainter, theme: Theme, box: QRect, *, on: bool) -> None:
    """A box as a form has it."""
    painter.setPen(QPen(theme.color("accent" if on else "line_strong"), 1))
    painter.setBrush(theme.color("accent" if on else "surface"))
    painter.drawRoundedRect(box, 4, 4)
    if on:
        paint.icon(painter, theme, box.left() + 1, box.top() + 1, "checkmark", "on_accent", box.width() - 2)


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
