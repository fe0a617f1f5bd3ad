"""Workbooks of Excel that are zip archives (.xlsx, .xlsm, .xlsb), read by calamine.

calamine is fast and trusts its file: one cell far away makes it ask for more memory than there is, and then the whole process
ends. So it is given an archive made anew of the parts it needs, each cut to what can be a table. What it gives as empty
though it is not, cells in error and formulas without a saved value, is found in the parts themselves.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from functools import partial

from amdesk.imports import binary, protection
from amdesk.imports.calamine import given
from amdesk.imports.reader import (
    AREA,
    MAX_COLUMNS,
    MAX_ROWS,
    FileCell,
    Marks,
    NoValue,
    ReadSheet,
    is_damaged,
    lowest,
    sheet_rows,
    widest,
)

FAR = re.compile(rb"""r=["'](?:[A-Z]{3,}\d+|[A-Z]*\d{5,})["']""")
"""Where a cell or a row stands that may be far away; others are within 702 columns and 9 999 rows."""
COLUMN = re.compile(rb"""r=["']([A-Z]{2,9})\d""")
"""The column of a cell behind the 26 that have one letter: as many of those as a sheet has rows are no area to think of."""
ANY_REF = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]+)(\d+)["']""")
ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?row>)", re.DOTALL)
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
FORMULA = re.compile(rb"<(?:\w+:)?f\b")
VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)</")
SIZED = re.compile(rb"""<(?:\w+:)?dimension\b[^>]*?/>|(?<=\s)(?:uniqueC|c)ount=["']\d*["']""")
"""What a part says of its own size, which is not to be trusted."""
UNSEEN = re.compile(rb"""<(?:\w+:)?col\b[^>]*\bhidden=["'](?:1|true)["'][^>]*>""")
"""Columns that are hidden."""
STYLE = re.compile(rb"""\bs=["'](\d{1,9})["']""")
HEAD = 4096
"""Bytes in which the shared texts say how many they are."""


def workbook(content: bytes, name: str) -> list[ReadSheet]:
    """All visible sheets. Raises BadFile, or whatever a broken archive makes zipfile and the parsers stumble over."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        there = {n.lower(): n for n in archive.namelist()}
        old = "xl/workbook.bin" in there
        every = [p for p in (binary.parts if old else _parts)(archive, there) if p.path.lower() in there]
        parts, away = [p for p in every if not p.hidden], [p.name for p in every if p.hidden]
        clean = {there[n]: archive.read(there[n]) for n in there if _needed(n)}
        marks, lined = {}, frozenset[bytes]() if old else _lined(clean.get(there.get("xl/styles.xml", ""), b""))
        for part in parts:
            path = there[part.path.lower()]
            xml = archive.read(path)
            clean[path], marks[part.name] = binary.cut(xml) if old else _cut(xml)
            marks[part.name].struck = set(_struck(xml, lined)) if lined else set()
            marks[part.name].notes = _notes(archive, there, part.path.lower())
    if not parts:
        raise is_damaged(name)
    for path in list(clean):
        if path.lower().startswith("xl/sharedstrings"):
            clean[path] = binary.sized(clean[path]) if old else SIZED.sub(b"", clean[path][:HEAD]) + clean[path][HEAD:]
    found = given(_archive(clean), [p.name for p in parts])
    rows = {p.name: sheet_rows(found[p.name], marks[p.name], name) for p in parts}
    return [
        ReadSheet(
            name=p.name,
            rows=rows[p.name],
            active=p.active,
            struck=frozenset(marks[p.name].struck),
            noted=protection.noted(marks[p.name].notes),
            remarks=marks[p.name].remarks(rows[p.name], away),
            away=tuple(away),
        )
        for p in parts
    ]


def _needed(path: str) -> bool:
    return path in {"[content_types].xml", "_rels/.rels", "xl/sharedstrings.xml", "xl/sharedstrings.bin"} or bool(
        re.fullmatch(r"xl/(?:_rels/)?(?:workbook|styles)\.\w+(?:\.rels)?", path)
    )


def _archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for path, data in parts.items():
            archive.writestr(path, data)
    return out.getvalue()


def _parts(archive: zipfile.ZipFile, there: dict[str, str]) -> list[binary.SheetPart]:
    book = binary.parsed(archive.read(there["xl/workbook.xml"]))
    known = binary.targets(archive, there, "xl/_rels/workbook.xml.rels")
    tabs = [e for e in book.iter() if e.tag.rpartition("}")[2] == "sheet"]
    view = next((e for e in book.iter() if e.tag.rpartition("}")[2] == "workbookView"), None)
    front = view.get("activeTab", "0") if view is not None else "0"
    out = []
    for i, e in enumerate(tabs):
        key = next((v for k, v in e.attrib.items() if k.rpartition("}")[2] == "id"), "")
        path = known.get(key, "")
        if "chartsheet" not in path:
            hidden = e.get("state", "visible") != "visible"
            out.append(binary.SheetPart(e.get("name", ""), path, str(i) == front, hidden))
    return out


def column_number(letters: bytes) -> int:
    n = 0
    for ch in letters:
        n = n * 26 + ch - 64
    return n


def _cut(xml: bytes) -> tuple[bytes, Marks]:
    """A sheet's part without what is far away, and its marks."""
    head, begins, rest = xml.partition(b"sheetData")
    xml, marks = SIZED.sub(b"", head) + begins + rest, Marks()
    if _far(xml):
        xml = _without_far(xml, marks)
    if b"hidden=" in head:
        for column in UNSEEN.finditer(head):
            said = {n: int(v) for n, v in re.findall(rb"""\b(min|max)=["'](\d{1,9})""", column[0])}
            marks.unseen |= set(range(said.get(b"min", 1), min(said.get(b"max", 0), MAX_COLUMNS) + 1))
    if b"hidden=" in xml:
        at = 0
        for row in ROW.finditer(xml):
            at = _at(row[1], at + 1)
            if re.search(rb"""\bhidden=["'](?:1|true)["']""", row[1]):
                marks.hidden.add(at)
    if any(sign in xml for sign in (b"<f", b":f", b't="e"', b"t='e'")):
        marks.cells = dict(_marked(xml))
    return xml, marks


def _lined(styles: bytes) -> frozenset[bytes]:
    """The numbers of a workbook's styles that draw a line through their words."""
    if b"strike" not in styles:
        return frozenset()
    book = binary.parsed(styles)
    parts = {e.tag.rpartition("}")[2]: e for e in book}
    fonts = [
        any(f.tag.rpartition("}")[2] == "strike" and f.get("val", "1") not in {"0", "false"} for f in font)
        for font in parts.get("fonts", ())
    ]
    drawn = {str(i) for i, on in enumerate(fonts) if on}
    return frozenset(b"%d" % i for i, xf in enumerate(parts.get("cellXfs", ())) if xf.get("fontId") in drawn)


def _struck(xml: bytes, lined: frozenset[bytes]) -> Iterator[int]:
    """Rows in which every cell that says anything is struck out."""
    at = 0
    for row in ROW.finditer(xml):
        at = _at(row[1], at + 1)
        said = [m[1] for m in CELL.finditer(row[2] or b"") if m[2]]
        styles = [STYLE.search(one) for one in said]
        if styles and all(m is not None and m[1] in lined for m in styles):
            yield at


def _notes(archive: zipfile.ZipFile, there: dict[str, str], sheet: str) -> dict[str, str]:
    """The comments on a sheet's cells, which calamine does not give."""
    folder, _, name = sheet.rpartition("/")
    links = there.get(f"{folder}/_rels/{name}.rels")
    out: dict[str, str] = {}
    for link in binary.parsed(archive.read(links)) if links else ():
        if not link.get("Type", "").endswith("/comments"):
            continue
        target = link.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        part = there.get(path.lower())
        if part and part.lower().endswith(".bin"):
            out |= binary.notes(archive.read(part))
        elif part:
            every = binary.parsed(archive.read(part)).iter()
            out |= {e.get("ref", ""): "".join(e.itertext()) for e in every if e.tag.rpartition("}")[2] == "comment"}
    return out


def _far(xml: bytes) -> bool:
    """True where cells may stand so far from one another that calamine must not be asked for what is between them."""
    found = [re.fullmatch(rb"r=.([A-Z]*)(\d+).", m) for m in set(FAR.findall(xml))]
    spots = [(column_number(m[1][:5]), int(m[2][:12])) for m in found if m]
    width, height = max((c for c, _ in spots), default=0), max((r for _, r in spots), default=9_999)
    if width > MAX_COLUMNS or height > MAX_ROWS:
        return True
    columns = {column_number(c[:5]) for c in set(COLUMN.findall(xml))}
    return max(columns, default=26) > MAX_COLUMNS or max(columns, default=26) * height > AREA


def _at(attributes: bytes, otherwise: int) -> int:
    found = re.search(rb"""\br=["'][A-Z]*(\d{1,12})["']""", attributes)
    return int(found[1]) if found else otherwise


def _without_far(xml: bytes, marks: Marks) -> bytes:
    """Rows as far as gaps of a sensible size reach, and in them cells as far as a table does."""
    filled, at = set(), 0
    for row in ROW.finditer(xml):
        at = _at(row[1], at + 1)
        if row[2] and re.search(rb"<(?:\w+:)?(?:v|is)\b", row[2]):
            filled.add(at)
    last = lowest(filled)

    out, end, at = [], 0, 0
    for row in ROW.finditer(xml):
        at = _at(row[1], at + 1)
        out.append(xml[end : row.start()])
        end = row.end()
        if at <= last:
            out.append(CELL.sub(partial(_near, row=at, width=widest(last), marks=marks), row[0]))
        elif at in filled and (first := ANY_REF.search(row[0])):
            marks.far = (first[1] + first[2]).decode()[:12]
    return b"".join(out) + xml[end:]


def _near(cell: re.Match[bytes], row: int, width: int, marks: Marks) -> bytes:
    """The cell as it stands, or nothing where it is far away."""
    ref = re.search(rb"""\br=["']([A-Z]+)(\d+)["']""", cell[1])
    if ref is None or (column_number(ref[1][:5]) <= width and ref[2] == b"%d" % row):
        return cell[0]
    marks.far = (ref[1] + ref[2]).decode()[:12]
    return b""


def _marked(xml: bytes) -> Iterator[tuple[tuple[int, int], FileCell]]:
    """Cells in error, and formulas whose value was never saved; a saved value that is an empty text (t="str") is one."""
    at = 0
    for row in ROW.finditer(xml):
        at, column = _at(row[1], at + 1), 0
        for m in CELL.finditer(row[2] or b""):
            ref = re.search(rb"""\br=["']([A-Z]{1,3})\d""", m[1])
            column = column_number(ref[1]) if ref else column + 1
            body = m[2] or b""
            said = VALUE.search(body)
            if re.search(rb"""\bt=["']e["']""", m[1]):
                yield (at, column), said[1].decode("utf-8", "replace") if said else "#VALUE!"
            elif FORMULA.search(body) and not said and not re.search(rb"""\bt=["']str["']""", m[1]):
                yield (at, column), NoValue()
