"""A chapter of guidance from Markdown or from a Word document: headings stay headings, lists lists, quotes quotes."""

from __future__ import annotations

import io
from pathlib import Path

from amdesk.imports.reader import read_bytes, refuse_bomb
from amdesk.imports.text import read_text

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

    out: list[str] = []
    for one in Document(io.BytesIO(content)).paragraphs:
        words = "".join(f"**{r.text}**" if r.bold and r.text.strip() else r.text for r in one.runs) or one.text
        words = words.replace("****", "").strip()
        style = (one.style.name or "").casefold() if one.style is not None else ""
        if not words:
            continue
        if style in HEADINGS:
            out.append(f"{'#' * HEADINGS[style]} {words.replace('**', '')}")
        elif "list" in style:
            if out and out[-1].startswith("- "):
                out[-1] += f"\n- {words}"
            else:
                out.append(f"- {words}")
        elif "quote" in style or "citat" in style:
            if out and out[-1].startswith("> "):
                out[-1] += f"\n> {words}"
            else:
                out.append(f"> {words}")
        else:
            out.append(words)
    return "\n\n".join(out) + "\n"
