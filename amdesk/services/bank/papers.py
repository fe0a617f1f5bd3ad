"""A finished PDF looked at before it is put on paper: its pages as pictures, and what would go wrong.

PDFium is not made for several threads at a time: the window asks all of this on its reading thread.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

EDGE = 20.0
"""Points from the edge of a page within which nothing is written: no printer reaches all of it."""
THIN, LONG = 3.0, 12.0
"""Points: how thin and how long a line across the page is; a minus is shorter, a bar of a chart thicker."""
WATERMARK = 45.0
"""Points from which a letter is so tall that it lies under the others on purpose: a title's are half of it."""
SHARP = 150
"""Dots an inch at which a code is tried: a coarser print than any office has."""


class Raster(NamedTuple):
    """A page as a picture: its bytes row by row, three a pixel (red, green, blue) or one (grey)."""

    raw: bytes
    width: int
    height: int
    stride: int
    grey: bool


class Glyph(NamedTuple):
    """A letter, its box in points from the lower left corner, and which in reading order it is."""

    letter: str
    left: float
    bottom: float
    right: float
    top: float
    at: int


@dataclass(frozen=True, slots=True)
class Looked:
    """`sizes` are in points; `blurred` are pages (from 1) on which words lie over others, under a line or at the edge. `nearest` is how far
    from the sides (left, top, right, bottom) the nearest word stands. `code` says whether the QR code can be read in black
    and white; None where there is none."""

    sizes: tuple[tuple[float, float], ...]
    blurred: tuple[int, ...]
    nearest: tuple[float, float, float, float]
    code: bool | None


def look(pdf: bytes) -> Looked:
    """All that is to be known of a paper before it is printed."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        sizes = tuple(document.get_page_size(n) for n in range(len(document)))
        blurred, nearest = [], [min(min(s) for s in sizes)] * 4
        for n, page in enumerate(document, 1):
            letters = _glyphs(page)
            if next(_faults(letters, _rules(page), sizes[n - 1], EDGE), None) is not None:
                blurred.append(n)
            nearest = [min(pair) for pair in zip(nearest, _distances(letters, sizes[n - 1]), strict=True)]
        left, top, right, bottom = nearest
        return Looked(sizes, tuple(blurred), (left, top, right, bottom), _code(document))
    finally:
        document.close()


def faults(pdf: bytes, edge: float = EDGE) -> list[str]:
    """Letters that lie over others, that a line goes through, or that are nearer than so many points to the edge of the
    page; where, for whoever mends it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            f"page {n}: {fault}"
            for n, page in enumerate(document, 1)
            for fault in _faults(_glyphs(page), _rules(page), page.get_size(), edge)
        ]
    finally:
        document.close()


def raster(pdf: bytes, page: int, scale: float, *, grey: bool = False) -> Raster:
    """A page (from 0) at so many pixels a point."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        bitmap = document[page].render(scale=scale, rev_byteorder=not grey, grayscale=grey)
        return Raster(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, grey)
    finally:
        document.close()


def _glyphs(page: PdfPage) -> list[Glyph]:
    """Each letter on a page, and its box; the word across a draft is none of them."""
    said = page.get_textpage()
    out = []
    for i in range(said.count_chars()):
        letter = said.get_text_range(i, 1)
        if letter.strip() and not unicodedata.category(letter[0]).startswith(
            ("M", "Cf")
        ):  # marks stand on their letter
            left, bottom, right, top = said.get_charbox(i)
            if top - bottom > WATERMARK:
                continue
            out.append(Glyph(letter, left, bottom, right, top, i))
    return out


def _distances(letters: list[Glyph], size: tuple[float, float]) -> tuple[float, float, float, float]:
    wide, tall = size
    return (
        min((g.left for g in letters), default=wide),
        min((tall - g.top for g in letters), default=tall),
        min((wide - g.right for g in letters), default=wide),
        min((g.bottom for g in letters), default=tall),
    )


def _rules(page: PdfPage) -> list[tuple[float, float, float]]:
    """Lines across a page: from, to, and how high they stand."""
    import pypdfium2.raw as pdfium

    bounds = [one.get_bounds() for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])]
    return [
        (left, right, (low + high) / 2)
        for left, low, right, high in bounds
        if high - low <= THIN and right - left >= LONG
    ]


def _faults(
    letters: list[Glyph], rules: list[tuple[float, float, float]], size: tuple[float, float], edge: float
) -> Iterator[str]:
    wide, tall = size
    for g in letters:
        if any(g.bottom + 1.2 < y < g.top - 1.2 and g.left < right and g.right > left for left, right, y in rules):
            yield f"a line goes through “{g.letter}” at ({g.left:.0f}, {g.bottom:.0f})"
        if g.left < edge or g.bottom < edge or g.right > wide - edge or g.top > tall - edge:
            yield f"“{g.letter}” at ({g.left:.0f}, {g.bottom:.0f}) is at the edge"
    letters = sorted(letters, key=lambda g: g.left)
    for i, a in enumerate(letters):
        for b in itertools.islice(letters, i + 1, None):
            if b.left > a.right:
                break
            if b.bottom > a.top - 1.2 or b.top < a.bottom + 1.2:
                continue  # on another line: said first, as it is true of most and quick to tell
            across, up = min(a.right, b.right) - b.left, min(a.top, b.top) - max(a.bottom, b.bottom)
            neighbours = abs(b.at - a.at) == 1  # the arm of an f reaches over the next letter of its word
            most = 0.7 * max(a.right - a.left, b.right - b.left) if neighbours else 1.2
            if across > most and up > 1.2:
                yield f"“{a.letter}” and “{b.letter}” at ({b.left:.0f}, {b.bottom:.0f})"


def _code(document: PdfDocument) -> bool | None:
    """Whether the code that the paper carries can be read as a printer without colours makes it."""
    wanted = str(document.get_metadata_dict().get("Keywords") or "")
    if "AMDESK" not in wanted:
        return None
    import zxingcpp

    for page in document:
        picture = page.render(scale=SHARP / 72, grayscale=True).to_pil()
        if any(
            found.text == wanted
            for found in zxingcpp.read_barcodes(picture, zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
        ):
            return True
    return False
