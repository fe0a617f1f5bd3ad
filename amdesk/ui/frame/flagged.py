"""Whatever stands over a page and names somebody whose personal data somebody protects meanwhile is taken away: a page reads
itself anew, a dialog would go on showing her."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

from amdesk.ui.kit.within import Own

if TYPE_CHECKING:
    from amdesk.services.people.flagged import Flagged
    from amdesk.ui.kit.shell import Shell

Beside = list[tuple[QWidget, Callable[[], object]]]
"""Things that show something, and how each is put away."""
ASKED = ("text", "title", "windowTitle", "toolTip", "accessibleName", "accessibleDescription", "placeholderText")
ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


class FlagWatch(QObject):
    """Asks after each change of the bank who is protected now. What is shown is compared by the services, which know the names.
    `locked` says whether the window holds its dialogs back; `beside` are other things over the page that it can put away."""

    def __init__(self, window: QWidget, shell: Shell, locked: Callable[[], bool], beside: Callable[[], Beside]) -> None:
        super().__init__(window)
        self.shell, self.locked, self.beside = shell, locked, beside
        self.known: frozenset[int] | None = None

    def look(self) -> None:
        """Ask about what stands over the page now."""
        over: Beside = [(one, one.take_away) for one in self._dialogs()]
        over += [(one, away) for one, away in self.beside() if one.isVisible()]
        said, known = [told(one) for one, _ in over], self.known
        self.shell.tasks.run(
            lambda desk: desk.participants.flagged(known, said),
            lambda found: self._answered(over, found),
            key="flagged",
            failed=lambda _error: None,
        )

    def _dialogs(self) -> list[Own]:
        """Those too that a locked window holds back."""
        every = QApplication.topLevelWidgets()
        return [one for one in every if isinstance(one, Own) and (one.isVisible() or self.locked())]

    def _answered(self, over: Beside, found: Flagged) -> None:
        self.known = found.everybody
        if not found.any:
            return
        closed = False
        for (one, away), named in zip(over, found.named, strict=True):
            if not isValid(one) or not (one.isVisible() or self.locked()):
                continue
            if named:
                away()
                closed = closed or isinstance(one, Own)
            elif isinstance(one, Own):
                one.look_again()
        if closed:
            t = self.shell.words
            self.shell.toast(t("The personal data of somebody has been protected. What showed her was closed."))


def told(widget: QWidget) -> str:
    """Everything that a widget says, to eye and ear."""
    return "\n".join(said for one in [widget, *widget.findChildren(QWidget)] for said in _of(one) if said)


def _of(one: QWidget) -> list[str]:
    out = [said() for name in ASKED if callable(said := getattr(one, name, None))]
    if isinstance(one, QPlainTextEdit | QTextEdit):
        out.append(one.toPlainText())
    if isinstance(one, QComboBox):
        out += [one.itemText(i) for i in range(one.count())]
    model = getattr(one, "model", None)
    found = model() if callable(model) else None
    if isinstance(found, QAbstractItemModel):
        out += _cells(found, QModelIndex())
    return [said for said in out if isinstance(said, str)]


def _cells(model: QAbstractItemModel, above: QModelIndex) -> list[str]:
    out: list[str] = []
    plain = isinstance(model, QAbstractListModel)  # which has one column, no rows below a row, and says neither aloud
    for row in range(model.rowCount(above)):
        for column in range(1 if plain else model.columnCount(above)):
            index = model.index(row, column, above)
            out += [str(said) for role in ROLES if (said := model.data(index, role)) is not None]
            if column == 0 and not plain and model.rowCount(index):
                out += _cells(model, index)
    return out
