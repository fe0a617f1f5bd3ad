"""Files as programs that are not here would write them, made of their parts."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in parts.items():
            archive.writestr(path, data)
    return out.getvalue()


def _related(*targets: tuple[str, str]) -> str:
    said = "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/{k}" Target="{t}"/>' for i, (k, t) in enumerate(targets, 1)
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{RELATED}">{said}</Relationships>'


def xlsx(rows: str, book: str = "") -> bytes:
    """A workbook whose one sheet has these rows, as XML."""
    sheets = f'{book}<sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets>'
    return packed(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": _related(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{sheets}</workbook>',
            "xl/_rels/workbook.xml.rels": _related(("worksheet", "worksheets/sheet1.xml")),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        }
    )


def text_cell(place: str, said: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{said}</t></is></c>'


def _record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(data)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + size + data


def _wide(said: str) -> bytes:
    return struct.pack("<I", len(said)) + said.encode("utf-16-le")


def _note(row: int, column: int, said: str) -> bytes:
    at = struct.pack("<5I", 0, row - 1, row - 1, column - 1, column - 1)
    return _record(635, at + bytes(16)) + _record(637, b"\0" + _wide(said)) + _record(636)


def xlsb(
    cells: Mapping[tuple[int, int], str | float | None],
    hidden: Sequence[int] = (),
    notes: Mapping[tuple[int, int], str] | None = None,
    unseen: Sequence[int] = (),
) -> bytes:
    """A binary workbook with these cells, and comments on some, by row and column from 1; None is a cell in error (#N/A), `unseen`
    are columns that are hidden."""
    size = (0, max(r for r, _ in cells) - 1, 0, max(c for _, c in cells) - 1)
    columns = b"".join(_record(60, struct.pack("<4IH", c - 1, c - 1, 0, 0, 1)) for c in unseen)
    sheet = (
        _record(129) + _record(148, struct.pack("<4I", *size)) + _record(390) + columns + _record(391) + _record(145)
    )
    for row in sorted({r for r, _ in cells}):
        flags = bytes([0, 0x10 if row in hidden else 0, 0, 0, 0])
        sheet += _record(0, struct.pack("<IIH", row - 1, 0, 300) + flags)
        for (_, column), said in sorted((k, v) for k, v in cells.items() if k[0] == row):
            head = struct.pack("<II", column - 1, 0)
            if isinstance(said, str):
                sheet += _record(6, head + _wide(said))
            else:
                sheet += _record(3, head + b"\x2a") if said is None else _record(5, head + struct.pack("<d", said))
    book = _record(131) + _record(143)
    for i, (state, name) in enumerate(((0, "Blad1"), (1, "Gömt")), 1):
        book += _record(156, struct.pack("<II", state, i) + _wide(f"rId{i}") + _wide(name))
    sheets = (("worksheet", "worksheets/sheet1.bin"), ("worksheet", "worksheets/sheet2.bin"))
    end = _record(146) + _record(130)
    said_of = b"".join(_note(r, c, said) for (r, c), said in (notes or {}).items())
    beside: dict[str, bytes | str] = {}
    if notes:
        beside["xl/worksheets/_rels/sheet1.bin.rels"] = _related(("comments", "../comments1.bin"))
        beside["xl/comments1.bin"] = _record(628) + said_of
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": _related(("officeDocument", "xl/workbook.bin")),
        "xl/workbook.bin": book + _record(144) + _record(132),
        "xl/_rels/workbook.bin.rels": _related(*sheets),
        "xl/worksheets/sheet1.bin": sheet + end,
        "xl/worksheets/sheet2.bin": _record(129) + _record(145) + end,
    }
    return packed(parts | beside)


def ods(*rows: str, more: str = "") -> bytes:
    """A document of LibreOffice with these rows, as XML."""
    names = " ".join(f'xmlns:{n}="{ODF}:{n}:1.0"' for n in ("office", "table", "text", "style"))
    styles = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    tables = f'<table:table table:name="Blad1">{"".join(rows)}</table:table>{more}'
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    auto = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f'<?xml version="1.0"?><office:document-content {names}>{auto}{body}</office:document-content>',
        }
    )


def ods_row(*cells: str, **attributes: str) -> str:
    said = "".join(f' table:{k.replace("_", "-")}="{v}"' for k, v in attributes.items())
    return f"<table:table-row{said}>{''.join(cells)}</table:table-row>"


def ods_cell(said: str = "", **attributes: str) -> str:
    """A cell with this text; attributes with the name of their namespace before, as office_value."""
    marks = "".join(f' {k.replace("_", ":", 1).replace("_", "-")}="{v}"' for k, v in attributes.items())
    return f"<table:table-cell{marks}><text:p>{said}</text:p></table:table-cell>"


def _old(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def old_cell(row: int, column: int, said: str | float | None) -> bytes:
    """A cell of an old workbook by row and column from 1; None is a cell in error (#N/A)."""
    head = struct.pack("<HHH", row - 1, column - 1, 0)
    if isinstance(said, str):
        return _old(0x0204, head + struct.pack("<HB", len(said), 1) + said.encode("utf-16-le"))
    return _old(0x0205, head + b"\x2a\x01") if said is None else _old(0x0203, head + struct.pack("<d", said))


def old_row(row: int, *, hidden: bool = False) -> bytes:
    return _old(0x0208, struct.pack("<HHHHHHHH", row - 1, 0, 9, 300, 0, 0, 0x20 if hidden else 0, 0))


def old_note(number: int, row: int, column: int, said: str) -> bytes:
    """A comment on a cell of an old workbook, its text in two records, as one that is long."""
    half = len(said) // 2
    shown = _old(0x005D, struct.pack("<6H", 0x15, 0x12, 0x19, number, 0x4011, 0) + bytes(10) + bytes(8))
    told = _old(0x01B6, struct.pack("<HH6xHHI", 0x0212, 0, len(said), 16, 0))
    told += _old(0x003C, b"\0" + said[:half].encode("latin-1")) + _old(0x003C, b"\1" + said[half:].encode("utf-16-le"))
    told += _old(0x003C, bytes(16))
    return shown + told + _old(0x001C, struct.pack("<4HHB", row - 1, column - 1, 0, number, 1, 0) + b"E\0")


def old_columns(first: int, last: int) -> bytes:
    """Columns of an old workbook that are hidden."""
    return _old(0x007D, struct.pack("<5HH", first - 1, last - 1, 2560, 15, 1, 0))


def old_stream(
    sheets: Mapping[str, bytes], hidden: Sequence[str] = (), front: int = 0, *, password: bool = False
) -> bytes:
    """What a workbook of Excel from before 2007 says, with the records of each sheet."""
    bof = struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)
    begin = _old(0x0809, bof) + (_old(0x002F, bytes(6)) if password else b"")
    begin += _old(0x0042, struct.pack("<H", 1200)) + _old(0x003D, struct.pack("<9H", 0, 0, 0, 0, 0, front, 0, 1, 600))
    bodies = [_old(0x0809, struct.pack("<HHHHII", 0x0600, 16, 0, 0, 0, 0)) + r + _old(0x000A) for r in sheets.values()]
    named = [(name, 1 if name in hidden else 0) for name in sheets]
    at = len(begin) + sum(12 + 2 * len(name) for name in sheets) + 4
    told = b""
    for (name, state), body in zip(named, bodies, strict=True):
        told += _old(0x0085, struct.pack("<IBBBB", at, state, 0, len(name), 1) + name.encode("utf-16-le"))
        at += len(body)
    return begin + told + _old(0x000A) + b"".join(bodies)
