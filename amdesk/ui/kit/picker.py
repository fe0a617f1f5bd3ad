"""A field for a person or a placement: found by name while it is typed; who knows a number may write that instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QStringListModel, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit

from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.overview.search import Hit

Kind = Literal["participant", "placement"]


class Picker(QLineEdit):
    """`code` is the number of what was chosen, or what is written as it stands: the bank says then that there is no such."""

    def __init__(self, shell: Shell, kind: Kind, said: str = "") -> None:
        super().__init__(said)
        self.shell, self.kind = shell, kind
        self.codes: dict[str, str] = {}
        """Of each line that was offered its number."""
        self.setPlaceholderText(shell.words("Name or number"))
        self.offered = QStringListModel(self)
        found = QCompleter(self.offered, self)
        found.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        found.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        if (popup := found.popup()) is not None:
            popup.setAccessibleName(shell.words("Results"))
        self.setCompleter(found)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(120)
        self._timer.timeout.connect(self._ask)
        self.textEdited.connect(self._edited)
        self._asking, self._entered = False, False
        """Whether what stands in the field is still sought, and whether Enter was pressed meanwhile."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter waits until what stands in the field has been sought."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and (self._timer.isActive() or self._asking):
            self._entered = True
            if self._timer.isActive():
                self._timer.stop()
                self._ask()
            return
        super().keyPressEvent(event)

    def code(self) -> str:
        said = self.text().strip()
        return self.codes.get(said, said)

    def _edited(self) -> None:
        """What was found for other words is offered no longer."""
        self.offered.setStringList([])
        self._entered = False
        self._timer.start()

    def _ask(self) -> None:
        self._asking = True
        words = self.text().strip()
        self.shell.tasks.run(lambda desk: desk.search.hits(words), lambda hits: self._found(words, hits), key="picker")

    def _found(self, words: str, hits: Sequence[Hit]) -> None:
        if words != self.text().strip() or not self.hasFocus():
            return
        self._asking = False
        mine = [(self._number(one), one.name) for one in hits if one.kind == self.kind]
        if words.upper() in {number for number, _ in mine}:
            mine = []  # the number itself: there is nothing to choose
        lines = {f"{self.shell.name(name)} · {number}": number for number, name in mine}
        self.codes |= lines
        self.offered.setStringList(list(lines))
        entered, self._entered = self._entered, False
        if entered and len(lines) == 1:
            self.setText(next(iter(lines)))
        if entered and len(lines) < 2:
            self.returnPressed.emit()
        elif lines:
            self.completer().complete()

    def _number(self, one: Hit) -> str:
        return one.more if self.kind == "participant" else one.status
