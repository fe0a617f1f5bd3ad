"""Reads any file that may hold a list. What it is, is decided by its content and never by its name."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from amdesk.domain.errors import BadFile
from amdesk.domain.texts import N_, Text, text
from amdesk.imports.oldexcel import MAGIC, old_workbook
from amdesk.imports.opendocument import KIND, opendocument
from amdesk.imports.reader import ReadSheet, is_damaged, read_bytes, refuse_bomb
from amdesk.imports.separated import separated
from amdesk.imports.workbooks import workbook

OTHERS = (
    (b"%PDF", N_("a PDF")),
    (b"{\\rtf", N_("a text document")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"II*\0", N_("a picture")),
    (b"MM\0*", N_("a picture")),
    (b"7z\xbc\xaf", N_("a packed archive")),
    (b"Rar!", N_("a packed archive")),
    (b"\x1f\x8b", N_("a packed archive")),
    (b"SQLite format 3", N_("a database")),
)
"""Files that are something else, by what they begin with."""
IN_ARCHIVE = (
    ("word/", N_("a text document")),
    ("ppt/", N_("a presentation")),
    ("index/", N_("a file of Numbers")),
    ("index.zip", N_("a file of Numbers")),
)
OPEN_DOCUMENTS = "application/vnd.oasis.opendocument."


def read_file(path: Path) -> list[ReadSheet]:
    """All visible sheets of a workbook, or the one of a csv. Raises BadFile in one sentence, whatever is wrong."""
    content, name = read_bytes(path), path.name
    for begins, what in OTHERS:
        if content.startswith(begins):
            raise _is(name, what)
    try:
        if content.startswith(b"PK"):
            return _archive(content, name)
        if content.startswith(MAGIC):
            return old_workbook(content, name)
    except BadFile:
        raise
    except Exception as error:  # zlib, the XML parsers and calamine raise a dozen kinds for one broken file
        raise is_damaged(name) from error
    _refuse_markup(content, name)
    return [separated(content, name)]


def _is(name: str, what: str) -> BadFile:
    said = N_("{file} is {what} and no list. Save the list as .xlsx or csv, and choose that file.")
    return BadFile(text(said, file=name, what=Text(what)), "NO_SHEET")


def _archive(content: bytes, name: str) -> list[ReadSheet]:
    refuse_bomb(content, name)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        there = [n.lower() for n in archive.namelist()]
        kind = archive.read("mimetype").decode("ascii", "replace").strip() if "mimetype" in there else ""
    if kind.startswith(KIND):
        return opendocument(content, name)
    if kind.startswith(OPEN_DOCUMENTS):
        raise _is(name, N_("a text document"))
    if not any(n.startswith("xl/") for n in there):
        for folder, what in IN_ARCHIVE:
            if any(n.startswith(folder) for n in there):
                raise _is(name, what)
        if there and "[content_types].xml" not in there:
            raise _is(name, N_("a packed archive"))
    return workbook(content, name)


def _refuse_markup(content: bytes, name: str) -> None:
    """Systems write web pages and XML under the name .xls; Excel opens them with a warning, and saves them as they should be."""
    begins = content[:1000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if begins.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<workbook", b"<head", b"<meta")):
        said = N_(
            "{file} is a web page or XML, whatever its name says. Open it in Excel, save it as .xlsx and try again."
        )
        raise BadFile(text(said, file=name), "NO_SHEET")
