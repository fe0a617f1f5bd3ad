"""The body of a sealed file held against the one form in which certificates are written, before any reader of PDF is given it.

Whoever signs electronically has no key of the city's at hand, so the seal of the file may be anybody's and its body made to keep
a reader busy for ever: tables that name tables, trees that meet themselves, streams that unpack to gigabytes. Certificates
have none of that: objects one after the other, one table that names each where it stands, one node of pages, and metadata as it
is read. The bytes are gone through once, from left to right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from amdesk.export.updates import DEEPEST, OPENED, FormError, TooMuchError, named

MOST_BYTES = 20_000_000
"""A certificate with letters of every script has less than one million."""
MOST_OBJECTS = 5_000
MOST_PAGES = 50
MOST_METADATA = 64 * 1024
HEAD = re.compile(rb"%PDF-1\.\d\r?\n(?:[ \t]*%[^\r\n]{0,200}\r?\n)*\s*")
OBJECT = re.compile(rb"(\d{1,7}) 0 obj\s")
STREAM = re.compile(rb"\sstream\r?\n")
BETWEEN = re.compile(rb"\s*")
TABLE = re.compile(rb"xref\n((?:\d{1,7} \d{1,7}\n(?:\d{10} \d{5} [nf] \n)+)+)trailer\n")
COMMENT = re.compile(rb"^%[^%\n][^\n]*\n", re.MULTILINE)
TRAILER = re.compile(rb"<<((?:[^<>()]|<[0-9A-Fa-f]{0,128}>){0,800})>>\s+startxref\s+(\d{1,10})\s+%%EOF\s*")
MOST_TRAILER = 2000
ENTRIES = re.compile(rb"/([^\s/<\[]+)")
ROOT = re.compile(rb"/Root (\d{1,7}) 0 R")
REFERENCE = re.compile(rb"(\d{1,7}) 0 R")
METADATA = re.compile(rb"\s*<<\s*(?:/Filter \[ *\] )?/Length \d{1,6} /Subtype /XML /Type /Metadata\s*>>\s*stream\r?\n")
KIDS = re.compile(rb"/Kids\s*\[((?:\s*\d{1,7} 0 R)+\s*\]|\s*\])")


def plain(body: bytes) -> None:
    """Raises FormError, TooMuchError where a body is not written as certificates are."""
    if len(body) > MOST_BYTES or body.count(b"startxref") != 1:
        raise TooMuchError
    head = HEAD.match(body)
    if head is None:
        raise FormError
    places, said, at = _objects(body, head.end())
    table = TABLE.match(body, at)
    last = body[table.end() :] if table else b""
    trailer = TRAILER.fullmatch(COMMENT.sub(b"", last)) if len(last) <= MOST_TRAILER else None
    if table is None or trailer is None or int(trailer[2]) != at or named(table[1]) != places:
        raise FormError
    root = ROOT.search(trailer[1])
    if root is None or sorted(ENTRIES.findall(trailer[1])) != [b"ID", b"Info", b"Root", b"Size"]:
        raise FormError
    _reached(said, said.get(int(root[1]), b""))


def _objects(body: bytes, at: int) -> tuple[dict[int, int], dict[int, bytes], int]:
    """Where each object stands and what it says, by its number, streams in full; and where they end."""
    places: dict[int, int] = {}
    said: dict[int, bytes] = {}
    while found := OBJECT.match(body, at):
        end = body.find(b"endobj", found.end())
        number = int(found[1])
        if end < 0 or number in places or not number:
            raise FormError
        if len(places) >= MOST_OBJECTS:
            raise TooMuchError
        places[number], said[number] = at, body[found.end() : end]
        _shallow(STREAM.split(said[number], maxsplit=1)[0])
        after = BETWEEN.match(body, end + len(b"endobj"))
        at = after.end() if after else len(body)
    return places, said, at


def _shallow(said: bytes) -> None:
    depth = 0
    if re.search(rb"/ObjStm|/XRef|/Encrypt", said):
        raise FormError
    for one in OPENED.finditer(said):
        depth += 1 if one[0] in {b"<<", b"["} else -1
        if depth > DEEPEST:
            raise TooMuchError


def _reached(said: Mapping[int, bytes], root: bytes) -> None:
    """What signing reads of a body: its catalogue, its pages, the metadata. Each stands where it is named."""
    if b"/AcroForm" in root or b"#" in root:
        raise FormError  # a name can be written in figures as well
    pages = said.get(_of(root, b"/Pages"), b"")
    kids = KIDS.findall(pages)
    numbers = [int(n) for n in REFERENCE.findall(kids[0])] if len(kids) == 1 else []
    if not 1 <= len(numbers) <= MOST_PAGES:
        raise FormError
    leaves = [said.get(n, b"") for n in numbers]
    if any(not re.search(rb"/Type\s*/Page\b", leaf) or b"/Kids" in leaf or b"#" in leaf for leaf in leaves):
        raise FormError
    metadata = said.get(_of(root, b"/Metadata"), b"")
    if len(metadata) > MOST_METADATA:
        raise TooMuchError
    if not METADATA.match(metadata) or b"<!" in metadata:
        raise FormError


def _of(holder: bytes, key: bytes) -> int:
    found = re.findall(re.escape(key) + rb" (\d{1,7}) 0 R", holder)
    return int(found[0]) if len(found) == 1 else 0
