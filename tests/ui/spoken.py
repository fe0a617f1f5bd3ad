"""What assistive technology is told of a window: of each control its role, name and state, and where Tab goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from amdesk.ui.kit.chart import Chart
from tests.stories.observer.sight import path

Role = QAccessible.Role
SAYS_NOTHING = {Role.NoRole, Role.Client, Role.Pane, Role.Window, Role.Border, Role.LayeredPane, Role.StaticText}
"""Roles that do not say what can be done here."""


class Told(NamedTuple):
    """What a screen reader gets to know."""

    role: QAccessible.Role
    name: str
    focusable: bool
    labelled: bool
    """By a label beside it or a description."""


def told(widget: QWidget) -> Told | None:
    found = QAccessible.queryAccessibleInterface(widget)
    if found is None or not found.isValid():
        return None
    labels = [one for one, kind in found.relations() if kind == QAccessible.RelationFlag.Label]
    labelled = bool(labels or found.text(QAccessible.Text.Description))
    return Told(found.role(), found.text(QAccessible.Text.Name).strip(), bool(found.state().focusable), labelled)


def reachable(top: QWidget) -> list[QWidget]:
    """What the keyboard can come to now."""
    stops = [w for w in [top, *top.findChildren(QWidget)] if w.window() is top and w.isVisible() and w.isEnabled()]
    return [w for w in stops if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.focusProxy() is None]


def one_of_several(widget: QWidget) -> bool:
    """A choice among others, of which one holds at a time."""
    if not isinstance(widget, QAbstractButton) or not widget.isCheckable():
        return False
    group = widget.group()
    return widget.autoExclusive() or (group is not None and group.exclusive() and len(group.buttons()) > 1)


def faults(top: QWidget) -> list[str]:
    out = []
    for widget in reachable(top):
        out += [f"{path(widget)}: {said}" for said in _faults(widget)]
    return out + [f"{path(top)}: {said}" for said in _nameless(QAccessible.queryAccessibleInterface(top))]


def _faults(widget: QWidget) -> Iterator[str]:
    said = told(widget)
    if said is None:
        yield "unknown to assistive technology"
        return
    if not said.name:
        yield "has no name"
    if said.role == Role.ComboBox and not said.labelled:
        yield "says its value and not what it is for"
    if said.role in SAYS_NOTHING:
        yield f"its role is {said.role.name}"
    if not said.focusable:
        yield "is said not to take the focus"
    if one_of_several(widget) and said.role not in {Role.RadioButton, Role.PageTab}:
        yield f"one of several is called {said.role.name}"
    if isinstance(widget, Chart) and not told_parts(widget):
        yield "has no parts with names"


def told_parts(widget: QWidget) -> list[str]:
    whole = QAccessible.queryAccessibleInterface(widget)
    parts = [whole.child(i) for i in range(whole.childCount())]
    return [said for one in parts if (said := one.text(QAccessible.Text.Name))]


def _nameless(here: QAccessibleInterface | None) -> Iterator[str]:
    """Buttons that are seen, also those that no key reaches, such as a field's magnifier."""
    if here is None or not here.isValid() or here.state().invisible:
        return
    if here.role() in {Role.Button, Role.CheckBox, Role.RadioButton} and not here.text(QAccessible.Text.Name):
        parent = here.parent()
        yield f"a button without a name in “{parent.text(QAccessible.Text.Name) if parent else ''}”"
    if here.role() in {Role.Table, Role.Tree, Role.List}:
        return
    for i in range(here.childCount()):
        yield from _nameless(here.child(i))


def walk(top: QWidget, key: Qt.Key = Qt.Key.Key_Tab) -> tuple[list[QWidget], list[str]]:
    """Tab round a window: where it came, in its order, and where it came no further."""
    here: QWidget | None = top.focusWidget()
    if here is None:
        QTest.keyClick(top, key)
        here = top.focusWidget()
    seen: list[QWidget] = []
    while here is not None and here not in seen:
        seen.append(here)
        QTest.keyClick(here, key)
        on = QApplication.focusWidget()
        if on is here and len(reachable(top)) > 1:
            return seen, [f"{path(here)}: holds the focus"]
        here = on
    return seen, []


def missed(top: QWidget, seen: list[QWidget]) -> list[str]:
    """Where Tab should have come."""
    return [f"{path(one)}: Tab does not come here" for one in reachable(top) if one not in seen]
