"""Everything the program says, as rows of text: what a command prints and writes, and what a window holds."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import openpyxl
import pypdfium2
from msoffcrypto import OfficeFile
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QImage
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


PLAIN = {".json", ".md", ".txt", ".pem", ".log", ".csv", ".html", ".revoked"}
LOCKED = {".amdesk"}
"""Encrypted as a whole: what could be read in one without its key is a fault."""
PASSWORD = "fyra helt olika ord"
"""What the files are locked by that are locked by a password: they are opened by it and looked through."""
READABLE = re.compile(rb"[\x20-\x7e\xc2-\xc3\x80-\xbf]{24,}")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


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
    """A file's name and every row in it; of a folder, of every file. Raises AssertionError for a kind that nobody reads here:
    what is not looked through would pass as clean."""
    if path.is_dir():
        for one in sorted(path.rglob("*")):
            yield from written(one)
        return
    yield path.name
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(opened(path))
        for sheet in book.worksheets:
            yield sheet.title
            for row in sheet.iter_rows():
                yield " | ".join(str(c.value) for c in row if c.value is not None)
    elif path.suffix == ".pdf":
        yield from on_paper(path)
    elif path.suffix == ".docx":
        yield from _in_word(path)
    elif path.suffix == ".png":
        picture = QImage(str(path))
        yield from (f"{key}={picture.text(key)}" for key in picture.textKeys())
    elif path.suffix in PLAIN:
        yield from path.read_text("utf-8").splitlines()
    else:
        assert path.suffix in LOCKED, f"{path.name}: nobody looks into files of this kind"
        yield from (said.decode("utf-8", "replace") for said in READABLE.findall(path.read_bytes()))


def opened(path: Path) -> io.BytesIO:
    """A workbook, by its password where it has one."""
    found = io.BytesIO(path.read_bytes())
    if not found.getvalue().startswith(b"\xd0\xcf\x11\xe0"):
        return found
    book, out = OfficeFile(found), io.BytesIO()
    book.load_key(password=PASSWORD)
    book.decrypt(out)
    return out


def _in_word(path: Path) -> Iterator[str]:
    """Each paragraph and each row of a table of every part of a Word file, what it says of itself and of its pictures."""
    with ZipFile(path) as parts:
        roots = [ET.fromstring(parts.read(n)) for n in parts.namelist() if n.endswith((".xml", ".rels"))]
    for one in (e for root in roots for e in root.iter()):
        if one.tag in {f"{WORD}tr", f"{WORD}p"}:
            yield (" " if one.tag.endswith("}tr") else "").join(one.itertext())
        yield one.text or ""
        yield " | ".join(one.attrib.values())


def on_paper(paper: Path | bytes) -> Iterator[str]:
    """Each line of a PDF, and what it says of itself."""
    document = pypdfium2.PdfDocument(paper, password=PASSWORD)
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
