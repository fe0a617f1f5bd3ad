"""Hands on a form: its controls found by their labels and turned as a person turns them; and what that changed in the bank."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from amdesk.db import catalogue
from amdesk.db.port import rows, tuples
from amdesk.services.desk import Desk
from amdesk.ui.kit.dialog import LeaveDialog
from tests.ui.conftest import Hands

FOLLOWS = {"search", "sort_name"}
"""Columns that are made of others."""


class TableState(NamedTuple):
    """The rows of a table by their id, as the bank gives them: twenty thousand are read twice for each control, and few differ."""

    names: tuple[str, ...]
    kept: dict[int, tuple[Any, ...]]


State = dict[str, TableState]


def state(desk: Desk) -> State:
    """Every logged row of the bank."""
    return {table: _table(desk, table) for table in catalogue.LOGGED}


def _table(desk: Desk, table: str) -> TableState:
    if not (first := rows(desk.bank, f"select * from {table} limit 1")):
        return TableState((), {})
    names = tuple(first[0])
    at = names.index("id")
    return TableState(names, {row[at]: row for row in tuples(desk.bank, f"select * from {table}")})


def differing(before: State, after: State, table: str) -> Iterator[tuple[dict[str, Any] | None, dict[str, Any]]]:
    """Each row that is otherwise than it was or new: what it was and what it is, by the names of the columns."""
    was, now = before[table], after[table]
    for key, row in now.kept.items():
        if (old := was.kept.get(key)) != row:
            former = None if old is None else dict(zip(was.names, old, strict=True))
            yield former, dict(zip(now.names, row, strict=True))


def changed(before: State, after: State) -> set[str]:
    """`table.column` of everything that differs, and `table` where there is a new row."""
    out: set[str] = set()
    for table in after:
        for was, row in differing(before, after, table):
            if was is None:
                out.add(table)
            else:
                out |= {f"{table}.{name}" for name in row if row[name] != was[name] and name not in FOLLOWS}
    return out


def steps(desk: Desk) -> int:
    return int(rows(desk.bank, "select count(*) as n from step")[0]["n"])


def opened(hands: Hands, kind: str, show: Callable[[], object]) -> Any:
    """The dialog of that class once it is there."""
    show()
    hands.until(lambda: type(QApplication.activeModalWidget()).__name__ == kind)
    dialog: Any = QApplication.activeModalWidget()
    hands.until(dialog.isActiveWindow)
    return dialog


def enter(dialog: QWidget) -> None:
    """Ctrl+Enter."""
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def save(hands: Hands, dialog: Any) -> bool:
    """Press the main button; whether the form closed."""
    enter(dialog)
    hands.rest()
    return not dialog.isVisible()


def asked(dialog: QWidget) -> LeaveDialog | None:
    """The question over a form whether what was written in it is thrown away."""
    over = [one for one in dialog.findChildren(LeaveDialog) if one.isVisible()]
    return over[0] if over else None


def thrown_away(hands: Hands, dialog: Any) -> None:
    """Esc or what else closes it was pressed: where it is asked, what was written is thrown away."""
    over = asked(dialog)
    if over is not None:
        over.confirm()
    hands.rest()


def leave(hands: Hands, dialog: Any) -> None:
    if dialog.isVisible():
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        thrown_away(hands, dialog)
    assert not dialog.isVisible()


def controls(dialog: QWidget) -> dict[str, QWidget]:
    """What can be filled in now, by its label."""
    found: dict[str, QWidget] = {}
    for kind in (QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QCheckBox):
        for one in dialog.findChildren(kind):
            inner = isinstance(one.parentWidget(), QAbstractSpinBox | QComboBox)
            if one.isVisible() and one.isEnabled() and not inner:
                name = one.text() if isinstance(one, QCheckBox) else one.accessibleName()
                assert name, one
                assert name not in found, name
                found[name] = one
    return found


def control(dialog: Any, msgid: str, **values: object) -> Any:
    """The control with this label, in the words of the window."""
    return controls(dialog)[dialog.t(msgid, **values)]


def click(dialog: Any, msgid: str) -> None:
    """The button of a dialog with these words on it."""
    QApplication.processEvents()  # one that has just been added is shown
    (found,) = (b for b in dialog.findChildren(QPushButton) if b.text() == dialog.t(msgid) and b.isVisible())
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def press(hands: Hands, dialog: Any, msgid: str) -> None:
    """The same, and what comes of it."""
    click(dialog, msgid)
    hands.rest()


def write(widget: Any, said: str) -> None:
    """Over what stands there."""
    widget.setFocus()
    widget.selectAll()
    QTest.keyClick(widget, Qt.Key.Key_Delete)
    for letter in said:
        if letter.isascii():
            QTest.keyClicks(widget, letter)
        else:  # QTest knows no small letter of ours
            QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))


def choose(widget: QComboBox, taken: Collection[str] = ()) -> None:
    """Another choice than what stands there and what is taken, by the arrow keys; one that says something where there is."""
    start, said = widget.currentIndex(), [str(widget.itemData(i) or "") for i in range(widget.count())]
    free = [i for i, code in enumerate(said) if i != start and (not code or code not in taken)]
    assert free, f"{widget.accessibleName()} has no other choice"
    wanted = next((i for i in free if said[i]), free[0])
    for _ in range(abs(wanted - start)):
        QTest.keyClick(widget, Qt.Key.Key_Down if wanted > start else Qt.Key.Key_Up)
    assert widget.currentIndex() == wanted


def shown(widget: Any) -> object:
    """What a control says, as it would be stored."""
    if isinstance(widget, QComboBox):
        return str(widget.currentData() or "")
    if isinstance(widget, QCheckBox):
        return int(widget.isChecked())
    if isinstance(widget, QSpinBox):
        return widget.value()
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText().strip()
    return str(widget.text()).strip()


def turn(widget: Any, said: str = "", taken: Collection[str] = ()) -> object:
    """Change one control as a person does: type, or take another choice. What it says then."""
    if isinstance(widget, QComboBox):
        choose(widget, taken)
    elif isinstance(widget, QCheckBox):
        QTest.keyClick(widget, Qt.Key.Key_Space)
    else:
        write(widget, said)
    return shown(widget)


def listed(stored: object) -> list[str]:
    """A list in one column, each part as text."""
    return [json.dumps(part) for part in json.loads(str(stored))]


def words_of(dialog: QWidget) -> list[str]:
    """Every label that is seen."""
    return [w.text() for w in dialog.findChildren(QLabel) if w.isVisible()]


def complaint(dialog: QWidget) -> str:
    """Everything that a form says is wrong."""
    return " ".join(w.text() for w in dialog.findChildren(QLabel) if w.property("kind") == "bad" and w.isVisible())


def refused(hands: Hands, desk: Desk, dialog: Any, msgid: str, **values: object) -> None:
    """The main button stores nothing, the form stays, and one sentence says why."""
    before, count = state(desk), steps(desk)
    assert not save(hands, dialog)
    assert complaint(dialog) == dialog.t(msgid, **values)
    assert (changed(before, state(desk)), steps(desk)) == (set(), count)


def answered(over: QWidget, kind: str, act: Callable[[Any], object]) -> None:
    """Do this once a dialog of that class is there which holds the window under it until it is answered."""

    def look() -> None:
        dialog: Any = QApplication.activeModalWidget()
        if type(dialog).__name__ != kind or not dialog.isActiveWindow():
            QTimer.singleShot(20, over, look)
            return
        try:
            act(dialog)
        finally:
            if dialog.isVisible():  # the test has failed, and is not to wait for an answer
                dialog.done(0)

    QTimer.singleShot(20, over, look)


def answering(hands: Hands, kind: str, act: Callable[[Any], object]) -> None:
    """The same over the window, which is not at rest before."""

    def answer(dialog: Any) -> None:
        hands.expected -= 1
        act(dialog)

    hands.expected += 1
    answered(hands.window.window, kind, answer)
