"""Where the keys are when an answer comes: whoever has gone on elsewhere meanwhile is not taken away from there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class Keys:
    """Where they are in each window when something is asked; what its answer asks in turn knows the same."""

    def __init__(self) -> None:
        self._asked = _places()

    @contextmanager
    def kept(self) -> Iterator[None]:
        """What is done in here moves them only for somebody who has waited for it."""
        here = _places()
        yield
        for window, now in here.items():
            if not isValid(window):
                continue
            if self._gone_on(window, now):
                _back_to(window, now)
            else:
                self._asked[window] = window.focusWidget()

    def _gone_on(self, window: QWidget, now: QWidget | None) -> bool:
        """Whether the user has moved them. From what is gone or cannot be used Qt moves them by itself, to what comes next;
        a field may have been written in by now all the same."""
        was = self._asked.get(window)
        if now is was or window not in self._asked:
            return False
        return (was is not None and _takes(was)) or is_typed_in(now)


def is_typed_in(one: QWidget | None) -> bool:
    """Whether letters are written in it. Qt's classes of fields are made when this is asked: the first paint has none."""
    from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QPlainTextEdit

    return isinstance(one, (QLineEdit, QPlainTextEdit, QAbstractSpinBox))


def _places() -> dict[QWidget, QWidget | None]:
    return {one: one.focusWidget() for one in QApplication.topLevelWidgets() if one.isVisible()}


def _back_to(window: QWidget, now: QWidget | None) -> None:
    """What was made just now and is not shown yet takes them when it is, unless they come anew to where they are."""
    if now is None or not _takes(now):
        return
    waits = any(_new(one) and one.focusWidget() is one for one in window.findChildren(QWidget))
    if window.focusWidget() is now and not waits:
        return
    if waits:
        said = now.blockSignals(True)
        now.clearFocus()
        now.blockSignals(said)
    now.setFocus(Qt.FocusReason.OtherFocusReason)


def _new(one: QWidget) -> bool:
    """Not shown yet. What was hidden on purpose does not wait, and a button that is held down must not lose the keys for it:
    it would not be clicked."""
    return one.isHidden() and not one.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)


def _takes(one: QWidget) -> bool:
    return isValid(one) and one.isVisible() and one.isEnabled()
