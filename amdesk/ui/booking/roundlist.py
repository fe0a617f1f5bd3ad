"""The proposals of a matching round as a list: who, where, when, the score and what speaks for and against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from amdesk.domain.booking.reasons import Reason
from amdesk.domain.booking.rounds import Proposal
from amdesk.ui.booking.list import look_of
from amdesk.ui.kit import paint
from amdesk.ui.kit.rows import Row
from amdesk.ui.kit.shell import Shell


class ShownProposal(NamedTuple):
    """A proposal with its sentences."""

    proposal: Proposal
    reasons: Sequence[Reason]


class ProposalDelegate(QStyledItemDelegate):
    """Score, person and placement on one line, period and sentences under them."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self.shell = shell

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, self.shell.theme.px(52))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(Row)
        if not isinstance(row, ShownProposal):
            return
        painter.save()
        theme, t, p = self.shell.theme, self.shell.words, row.proposal
        paint.row_background(painter, option, index, theme)
        rect: QRect = option.rect.adjusted(16, 4, -16, -4)
        half = rect.height() // 2
        score = QRect(rect.left(), rect.top(), theme.px(44), rect.height())
        paint.say(painter, score, str(p.match.score), theme.digits("title"), theme.color("text"))
        left = rect.left() + theme.px(52)
        wide = (rect.right() - left) // 2
        top = QRect(left, rect.top(), wide - 12, half)
        paint.say(painter, top, person_name(self.shell, p), theme.font("section"), theme.color("text"))
        place = p.slot.placement
        own = place.kind == "in_house"
        x = left + wide
        icon, size = "people_team" if own else "building", theme.mark(16)
        y, words = rect.top() + half // 2 - size // 2, x + size + 6
        paint.icon(painter, theme, x, y, icon, "c_own" if own else "c_ext", size, filled=True)
        room = rect.right() - words - (size + 6 if p.locked else 0)
        paint.say(
            painter, QRect(words, rect.top(), room, half), place.name, theme.font("body_strong"), theme.color("text")
        )
        if p.locked:
            paint.icon(painter, theme, rect.right() - size, y, "lock_closed", "accent", size, filled=True)
        said = f"{t.day(p.from_date)} – {t.day(p.to_date)}"
        paint.say(
            painter,
            QRect(words, rect.top() + half, rect.right() - words, half),
            said,
            theme.font("caption"),
            theme.color("text2"),
        )
        self._reasons(painter, QRect(left, rect.top() + half, wide - 12, half), row.reasons)
        painter.restore()

    def _reasons(self, painter: QPainter, rect: QRect, reasons: Sequence[Reason]) -> None:
        theme, t = self.shell.theme, self.shell.words
        x, size = rect.left(), theme.mark(14)
        for reason in reasons[:2]:
            icon, role, ink = look_of(reason)
            said, font = t.say(reason.text), theme.font("caption")
            wide = min(paint.width(said, font) + 4, rect.right() - x - size - 6)
            if wide < 40:
                return
            y = rect.center().y() - size // 2
            paint.icon(painter, theme, x, y, icon, role, size, filled=ink != "text2")
            paint.say(painter, QRect(x + size + 5, rect.top(), wide, rect.height()), said, font, theme.color(ink))
            x += size + 5 + wide + 14


def person_name(shell: Shell, p: Proposal) -> str:
    """The person's name; the mask alone where it is protected, since the place stands in the same row."""
    return shell.name(p.person.masked)


class ProposalList(QListView):
    """Enter accepts, L locks or unlocks, Delete leaves a pair out, H holds the place."""

    act = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell

    def proposal(self) -> Proposal | None:
        row = self.currentIndex().data(Row)
        return row.proposal if isinstance(row, ShownProposal) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts = {
            Qt.Key.Key_Return: "accept",
            Qt.Key.Key_Enter: "accept",
            Qt.Key.Key_L: "lock",
            Qt.Key.Key_Delete: "exclude",
            Qt.Key.Key_H: "hold",
        }
        act = acts.get(Qt.Key(event.key()))
        if act and not event.modifiers() and (act not in {"lock", "hold"} or self.shell.settings.letters):
            self.act.emit(act)
            return
        super().keyPressEvent(event)


def spoken(shell: Shell, row: ShownProposal) -> str:
    """A proposal for a screen reader."""
    p, t = row.proposal, shell.words
    locked = " " + t("Locked") + "." if p.locked else ""
    said = t(
        "{score}, {name} to {place}, {first} to {last}.",
        score=p.match.score,
        name=person_name(shell, p),
        place=p.slot.placement.name,
        first=p.from_date,
        last=p.to_date,
    )
    return said + locked + " " + ". ".join(t.say(r.text) for r in row.reasons)
