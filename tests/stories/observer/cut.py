"""Text that is cut without an ellipsis and a tooltip, and widgets smaller than their text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolTip,
    QWidget,
)

from amdesk.ui.kit.basic import Elided, KeyButton
from amdesk.ui.kit.fields import EDGES
from tests.stories.observer.painted import Said
from tests.stories.observer.sight import Seen, headings, path

SLACK = 1
"""Pixels: a hint is rounded up."""
EDGE = 8
"""Pixels between the edge of a heading and its words, as the style sheet has it."""


def cut(seen: list[Seen]) -> list[str]:
    """Controls of Qt: what they need and what they have."""
    out = []
    for one in seen:
        lacks = _lack(one.widget)
        if lacks:
            out.append(f"{path(one.widget)} is cut: {lacks}")
    return out


def _lack(widget: QWidget) -> str:
    if isinstance(widget, Elided):
        return _elided(widget)
    if isinstance(widget, QLabel):
        return _label(widget)
    if isinstance(widget, QPushButton):
        return _button(widget)
    if isinstance(widget, QCheckBox):
        return _narrow(widget, 26 + _wide(widget, widget.text()) if widget.text() else 0)
    if isinstance(widget, QLineEdit):
        return "" if widget.text() else _narrow(widget, 20 + _wide(widget, widget.placeholderText()))
    if isinstance(widget, QComboBox):
        needed, told = EDGES + _wide(widget, widget.currentText()), tooltip(widget, widget.rect())
        return "" if widget.currentText() in told else _narrow(widget, needed)
    return _headings(widget) if isinstance(widget, QHeaderView) else ""


def _wide(widget: QWidget, said: str) -> int:
    return max((widget.fontMetrics().horizontalAdvance(line) for line in said.split("\n")), default=0)


def _narrow(widget: QWidget, needed: int) -> str:
    if widget.width() + SLACK >= needed:
        return ""
    return f"{needed} wide is needed, {widget.width()} is there"


def _told(widget: QWidget, said: str) -> bool:
    """Its own tooltip has the whole text."""
    return bool(said) and said in widget.toolTip()


def _elided(widget: Elided) -> str:
    whole = _wide(widget, widget.text()) <= widget.width() or _told(widget, widget.text())
    return "" if whole else f"shortened, and the tooltip is “{widget.toolTip()}”"


def _label(widget: QLabel) -> str:
    if not widget.text() or not widget.pixmap().isNull():
        return ""
    if widget.wordWrap():
        tall = widget.heightForWidth(widget.width())
        return "" if tall <= widget.height() + SLACK else f"{tall} high is needed, {widget.height()} is there"
    hint = widget.sizeHint()
    if hint.height() > widget.height() + SLACK and not widget.height() + 4 >= widget.fontMetrics().height():
        return f"{hint.height()} high is needed, {widget.height()} is there"
    return _narrow(widget, hint.width())


def _button(widget: QPushButton) -> str:
    if not widget.text():
        return ""
    if isinstance(widget, KeyButton) and widget.kind != "chip":
        needed = widget.sizeHint().width() - (8 if widget.kind == "link" else 20)
    else:
        needed = _wide(widget, widget.text()) + 8
    return _narrow(widget, needed)


def _headings(head: QHeaderView) -> str:
    if head.orientation() != Qt.Orientation.Horizontal:
        return ""
    model = head.model()
    lacking = [
        said
        for i, said in enumerate(headings(head))
        if not head.isSectionHidden(i)
        and _wide(head, said) + 2 * EDGE > head.sectionSize(i) + SLACK
        and said not in str(model.headerData(i, head.orientation(), Qt.ItemDataRole.ToolTipRole) or "")
    ]
    return f"the headings {', '.join(lacking)}" if lacking else ""


def cut_painted(painted: list[Said]) -> list[str]:
    """Words that were painted shorter than they are must be found whole by pointing at them."""
    return [
        f"{path(one.widget)} paints “{one.said}” shortened, and no tooltip has it"
        for one in painted
        if one.short and " ".join(one.said.split()) not in " ".join(tooltip(one.widget, one.where).split())
    ]


def tooltip(widget: QWidget, where: QRect) -> str:
    """What is shown to who points there."""
    view = widget.parentWidget()
    if isinstance(view, QAbstractItemView) and widget is view.viewport():
        return str(view.indexAt(where.center()).data(int(Qt.ItemDataRole.ToolTipRole)) or "")
    if "event" not in vars(type(widget)) or widget.toolTip():
        return widget.toolTip()
    at = where.center()
    _no_tip()
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, at, widget.mapToGlobal(at)))
    said = QToolTip.text() if QToolTip.isVisible() else ""
    _no_tip()
    return said


def _no_tip() -> None:
    """At once: Qt lets a tooltip stand a while after it is told to hide."""
    for one in QApplication.topLevelWidgets():
        if one.inherits("QTipLabel"):
            one.hide()
