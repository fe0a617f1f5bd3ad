"""Controls and texts that stand over each other."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tests.stories.observer.painted import Said
from tests.stories.observer.sight import Seen, leaves, path, shown_children

SLACK = 2
"""Pixels that two may share: lines and shadows do."""


def overlapping(seen: list[Seen]) -> list[str]:
    """Pairs of one window, of which neither is inside the other, that share a part of the screen."""
    out = []
    hidden = _covered(seen)
    things = [one for one in leaves(seen) if not _is_under(one.widget, hidden)]
    things.sort(key=lambda one: one.part.left())
    for i, one in enumerate(things):
        right = one.part.right() - SLACK
        for other in things[i + 1 :]:
            if other.part.left() > right:
                break
            shared = one.part & other.part
            if one.top is other.top and shared.width() > SLACK and shared.height() > SLACK and not _kin(one, other):
                out.append(
                    f"{path(one.widget)} and {path(other.widget)} overlap by {shared.width()} x {shared.height()}"
                )
    return out


def written_over(painted: list[Said]) -> list[str]:
    """Words that were painted over other words of the same widget."""
    out = []
    by_widget: dict[QWidget, dict[Said, None]] = {}
    for one in painted:
        by_widget.setdefault(one.widget, {})[one] = None
    for widget, words in by_widget.items():
        lines = sorted((one for one in words if one.said and widget.rect().intersects(one.ink)), key=_left)
        for i, one in enumerate(lines):
            for other in lines[i + 1 :]:
                if other.ink.left() > one.ink.right() - SLACK:
                    break
                shared = one.ink & other.ink
                if shared.width() > SLACK and shared.height() > SLACK and one.said != other.said:
                    out.append(f"{path(widget)} paints “{one.said}” and “{other.said}” over each other")
    return out


def _left(one: Said) -> int:
    return one.ink.left()


def _kin(one: Seen, other: Seen) -> bool:
    return one.widget.isAncestorOf(other.widget) or other.widget.isAncestorOf(one.widget)


def _covered(seen: list[Seen]) -> set[QWidget]:
    """What lies wholly under a later sibling, as a page under the palette: it is not seen."""
    out: set[QWidget] = set()
    for one in seen:
        children = shown_children(one.widget) if not one.whole else []
        for i, child in enumerate(children):
            if any(later.geometry().contains(child.geometry()) for later in children[i + 1 :] if later.children()):
                out.add(child)
    return out


def _is_under(widget: QWidget, hidden: set[QWidget]) -> bool:
    one: QWidget | None = widget
    while one is not None:
        if one in hidden:
            return True
        one = one.parentWidget()
    return False
