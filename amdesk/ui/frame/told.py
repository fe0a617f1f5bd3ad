"""All that a widget says, to eye and ear: what somebody may read who stands before it."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QTextEdit, QWidget

ASKED = ("text", "title", "windowTitle", "toolTip", "accessibleName", "accessibleDescription", "placeholderText")
ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


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
