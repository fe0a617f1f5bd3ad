"""What somebody has written in a form since it came to her, so that none of it is thrown away without a word."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from shiboken6 import isValid

KINDS = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)
"""What is written in, beside what is ticked."""


def is_field(one: QWidget) -> bool:
    """Whether something is written, chosen or ticked in it."""
    return isinstance(one, KINDS) or (isinstance(one, QAbstractButton) and one.isCheckable())


def words_in(box: QPlainTextEdit) -> str:
    """What is written in it, with spaces that keep a number and its unit together: Qt would give each as one that breaks."""
    return box.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")


def _stands(control: QWidget) -> str:
    if isinstance(control, QComboBox):
        return control.currentText()
    if isinstance(control, QPlainTextEdit):
        return control.toPlainText().strip()
    if isinstance(control, QAbstractButton):
        return str(control.isChecked())
    return control.text().strip() if isinstance(control, QLineEdit | QAbstractSpinBox) else ""


def _counts(control: QWidget) -> bool:
    """A secret is typed anew each time, and what is inside another control is that one's own."""
    if isinstance(control.parentWidget(), QAbstractSpinBox | QComboBox):
        return False
    return not isinstance(control, QLineEdit) or control.echoMode() == QLineEdit.EchoMode.Normal


class Written(QObject):
    """Watches a form: what is written in counts from when the keys first came to it, since before that the form itself may
    have filled it; what is ticked, which a key alone may do, from when the form came."""

    def __init__(self, form: QWidget) -> None:
        super().__init__(form)
        self.form = form
        self.first: dict[QWidget, str] = {}
        for one in form.findChildren(QAbstractButton):
            if one.isCheckable():
                self.first[one] = _stands(one)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._reached)
        self._reached(None, form.focusWidget())

    def _reached(self, _before: QWidget | None, now: QWidget | None) -> None:
        while now is not None and now.focusProxy() is None and isinstance(now.parentWidget(), QComboBox):
            now = now.parentWidget()
        if isinstance(now, KINDS) and now not in self.first and self.form.isAncestorOf(now) and _counts(now):
            self.first[now] = _stands(now)

    def any(self) -> bool:
        """Whether something stands there now that did not."""
        return any(isValid(one) and _stands(one) != stood for one, stood in self.first.items())
