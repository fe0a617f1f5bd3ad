"""Reads the words of a text file, a Word document or a PDF. What the file is, is decided by its content."""

from __future__ import annotations

import io
from pathlib import Path

from amdesk.domain.errors import BadFile
from amdesk.domain.texts import N_, text
from amdesk.imports.reader import read_bytes, refuse_bomb

LONGEST = 2_000_000
"""Characters; a longer text is no report."""


def read_text(path: Path) -> str:
    """The words of a .txt, .md, .docx or .pdf. Raises BadFile in one sentence, whatever is wrong."""
    content = read_bytes(path)
    try:
        if content.startswith(b"%PDF"):
            said = _pdf(content)
        elif content.startswith(b"PK"):
            refuse_bomb(content, path.name)
            said = _word(content)
        elif b"\0" in content[:4000]:
            raise ValueError("binary")
        else:
            said = _plain(content)
    except BadFile:
        raise
    except Exception as error:  # each library has a dozen kinds of fault for one broken file
        raise BadFile(
            text(
                N_("{file} is no text, Word document or PDF that can be read. Save it again and try once more."),
                file=path.name,
            ),
            "DAMAGED",
        ) from error
    if not said.strip():
        raise BadFile(
            text(N_("{file} has no words in it; a scanned page is a picture. Save it as text first."), file=path.name),
            "EMPTY",
        )
    return said[:LONGEST]


def _plain(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _word(content: bytes) -> str:
    """Paragraphs and table rows in their order."""
    from docx import Document
    from docx.table import Table

    out = []
    for block in Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Table):
            out.append("\n".join("\t".join(cell.text for cell in row.cells) for row in block.rows))
        else:
            out.append(block.text)
    return "\n\n".join(out)


def _pdf(content: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(
            page.get_textpage().get_text_range().replace("\r\n", "\n").replace("\ufffe", "") for page in document
        )
    finally:
        document.close()
