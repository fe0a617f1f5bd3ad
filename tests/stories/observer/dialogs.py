"""A dialog that was closed and is still there."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QDialog
from shiboken6 import isValid

from tests.stories.observer.sight import Seen, path


class Dialogs:
    """Remembers which dialogs have been closed."""

    def __init__(self) -> None:
        self._known: set[QDialog] = set()
        self._closed: set[QDialog] = set()

    def stay(self, seen: list[Seen]) -> list[str]:
        for one in seen:
            if isinstance(one.widget, QDialog) and one.widget not in self._known:
                self._known.add(one.widget)
                one.widget.finished.connect(lambda _=0, dialog=one.widget: self._closed.add(dialog))
        out = [
            f"{path(dialog)} was closed and is still shown"
            for dialog in self._closed
            if isValid(dialog) and dialog.isVisible()
        ]
        modal = QApplication.activeModalWidget()
        if modal is not None and not modal.isVisible():
            out.append(f"{path(modal)} is not shown and keeps the window shut")
        return out
