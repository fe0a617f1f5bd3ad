"""A chapter of guidance from Markdown or from a Word document: headings stay headings, lists lists, quotes quotes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from amdesk.imports.reader import read_bytes, refuse_bomb
from amdesk.imports.text import read_text

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph as WordParagraph

HEADINGS = {f"{word} {level}": level for word in ("heading", "rubrik") for level in range(1, 5)} | {
    "title": 1, "rubrik": 1, "överrubrik": 1,
}  # fmt: skip
"""Names of Word's styles for headings, in small letters, and their level."""


def read_chapter(path: Path) -> str:
    """Markdown of a .md, .txt or .docx. Raises BadFile in one sentence, whatever is wrong."""
    said = read_text(path)  # says what is wrong with the file
    content = read_bytes(path)
    if not content.startswith(b"PK"):
        return said.replace("\r\n", "\n").strip() + "\n"
    refuse_bomb(content, path.name)
    return _from_word(content)


def _from_word(content: bytes) -> str:
    from docx import Document
    from docx.text.paragraph import Paragraph as WordParagraph

    out: list[str] = []
    for one in Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(one, WordParagraph):
            found = [_paragraph(one)]
        else:  # a table: each of its rows is an item, and what stands in merged cells is said once
            found = [
                _item(" · ".join(dict.fromkeys(c.text.strip() for c in r.cells if c.text.strip()))) for r in one.rows
            ]
        for said in filter(None, found):
            if out and said[:2] in {"- ", "> "} and out[-1].startswith(said[:2]):
                out[-1] += f"\n{said}"
            else:
                out.append(said)
    return "\n\n".join(out) + "\n"


def _item(words: str) -> str:
    return f"- {' '.join(words.split())}" if words else ""


def _paragraph(one: WordParagraph) -> str:
    words = "".join(_said(one)).replace("****", "").strip()
    style = (one.style.name or "").casefold() if one.style is not None else ""
    if not words:
        return ""
    if style in HEADINGS:
        return f"{'#' * HEADINGS[style]} {words.replace('**', '')}"
    if "list" in style:
        return f"- {words}"
    if "quote" in style or "citat" in style:
        return f"> {words}"
    return words


def _said(one: WordParagraph) -> Iterator[str]:
    """Its runs, bold ones marked; of a link the words."""
    from docx.text.run import Run

    for part in one.iter_inner_content():
        if isinstance(part, Run):
            yield f"**{part.text}**" if part.bold and part.text.strip() else part.text
        else:
            yield part.text
