"""Everything the program says, as rows of text: what a command prints and writes, and what a window holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QListWidget, QMenu, QPlainTextEdit, QWidget

ROLES = [
    int(r)
    for r in (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.AccessibleDescriptionRole,
        Qt.ItemDataRole.StatusTipRole,
    )
]


def printed(said: str) -> Iterator[str]:
    """Lines; of a JSON document each object with what lies directly in it."""
    try:
        document = json.loads(said)
    except ValueError:
        yield from said.splitlines()
    else:
        yield from _objects(document)


def _objects(document: Any) -> Iterator[str]:
    if isinstance(document, dict):
        yield " | ".join(f"{k}={v}" for k, v in document.items() if not _has_objects(v))
        for value in document.values():
            yield from _objects(value)
    elif isinstance(document, list):
        for value in document:
            yield from _objects(value)
    else:
        yield str(document)


def _has_objects(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(v, dict | list) for v in value))


def written(path: Path) -> Iterator[str]:
    """A file's name and every row in it; of a folder, of every file."""
    if path.is_dir():
        for one in sorted(path.rglob("*")):
            yield from written(one)
        return
    yield path.name
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        for sheet in book.worksheets:
            yield sheet.title
            for row in sheet.iter_rows():
                yield " | ".join(str(c.value) for c in row if c.value is not None)
    elif path.suffix == ".pdf":
        yield from on_paper(path)
    elif path.suffix in {".json", ".txt", ".pem", ".log", ".csv"}:
        yield from path.read_text("utf-8").splitlines()


def on_paper(paper: Path | bytes) -> Iterator[str]:
    """Each line of a PDF, and what it says of itself."""
    document = pypdfium2.PdfDocument(paper)
    for page in document:
        yield from page.get_textpage().get_text_range().splitlines()
    yield str(document.get_metadata_dict())
    document.close()


def shown(*, visible: bool = False) -> Iterator[tuple[str, str]]:
    """(kind of widget, text) of everything in every window that the program has now, or of what is `visible` of it alone."""
    for top in QApplication.topLevelWidgets():
        for widget in [top, *top.findChildren(QWidget)]:
            if visible and not widget.isVisible():
                continue
            for said in _of_widget(widget):
                yield type(widget).__name__, said
    yield "clipboard", QApplication.clipboard().text()


def _of_widget(widget: QWidget) -> Iterator[str]:
    for name in (
        "text",
        "title",
        "toolTip",
        "accessibleName",
        "accessibleDescription",
        "windowTitle",
        "statusTip",
        "placeholderText",
    ):
        said = getattr(widget, name, None)
        if callable(said) and not (name == "text" and isinstance(widget, QLineEdit) and widget.property("typed")):
            found = said()
            if isinstance(found, str):
                yield found
    if isinstance(widget, QPlainTextEdit):
        yield widget.toPlainText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(i) for i in range(widget.count()))
    if isinstance(widget, QListWidget):
        yield from (widget.item(i).text() for i in range(widget.count()))
    if isinstance(widget, QMenu):
        yield from (a.text() for a in widget.actions())
    model = getattr(widget, "model", None)
    if callable(model) and isinstance(found := model(), QAbstractItemModel):
        yield from cells(found)


def cells(model: QAbstractItemModel, parent: QModelIndex | None = None) -> Iterator[str]:
    """Each row of a model with all its columns and what they say to screen reader and mouse."""
    above = parent or QModelIndex()
    for row in range(model.rowCount(above)):
        said = []
        plain = isinstance(model, QAbstractListModel)
        wide = 1 if plain else model.columnCount(above)
        for column in range(wide):
            index = model.index(row, column, above)
            said += [str(v) for role in ROLES if (v := model.data(index, role)) is not None]
            if column == 0 and not plain and model.rowCount(index):
                yield from cells(model, index)
        yield " | ".join(dict.fromkeys(said))
