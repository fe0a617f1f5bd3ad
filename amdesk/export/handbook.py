"""Guidance and the manual as one paper: chapters of headings, paragraphs, lists and cards, with a list of contents before them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from amdesk.domain.guidance.markdown import Block
from amdesk.export.pdf import (
    GREY,
    HEIGHT,
    INK,
    MARGIN,
    MM,
    PETROL,
    WIDTH,
    draw,
    draw_lines,
    draw_right,
    finished,
    new_canvas,
    rule,
    turn,
    wrap,
)
from amdesk.i18n import Words

TOP, BOTTOM, RIGHT = HEIGHT - 26 * MM, 22 * MM, WIDTH - MARGIN
SIZE, LEADING = 10.0, 14.0
SIZES = {1: 17.0, 2: 12.5, 3: 11.0, 4: 10.5}
"""Points of a heading by its level."""
HandbookPart = tuple[Sequence[Block], str]
"""The blocks of a chapter, and which version it is."""


def handbook_pdf(
    title: str,
    parts: Sequence[HandbookPart],
    unit: Sequence[str],
    words: Words,
    today: date,
    file_of: Callable[[str], Path] | None = None,
) -> bytes:
    """`unit` is who gives it out; each chapter begins on a page of its own. `file_of` says where a picture lies; without it
    its words stand in its place."""
    paper = _Handbook(title, words, today, file_of)
    paper.front(" · ".join(one for one in unit if one), [p[0] for p in parts])
    for blocks, version in parts:
        paper.chapter(blocks, version)
    return paper.made()


class _Handbook:
    def __init__(self, title: str, words: Words, today: date, file_of: Callable[[str], Path] | None) -> None:
        self.file_of = file_of
        self.title, self.words, self.today, self.page = title, words, today, 0
        self.canvas, self.out = new_canvas(title, "AMDesk", words.lang)
        self.y = 0.0
        self._top()

    def front(self, unit: str, chapters: Sequence[Sequence[Block]]) -> None:
        with self.canvas.tags.element("H1"):
            draw(self.canvas, MARGIN, self.y - 10, self.title, "Newsreader-SemiBold", 24)
        self.y -= 34
        self._lines(unit, "Inter", SIZE, GREY, MARGIN)
        self.y -= 10
        for blocks in chapters:
            name = next((b.plain for b in blocks if b.kind == "heading"), "")
            self._lines(name, "Inter-Medium", SIZE + 0.5, INK, MARGIN)
            self.y -= 2

    def chapter(self, blocks: Sequence[Block], version: str) -> None:
        self._next_page()
        first = True
        for block in blocks:
            self._block(block)
            if first and version and block.kind == "heading":
                self._lines(version, "Inter", 8.6, GREY, MARGIN)
                self.y -= 6
            first = False

    def made(self) -> bytes:
        self._foot()
        return finished(self.canvas, self.out)

    def _block(self, block: Block) -> None:
        if block.kind == "heading":
            size = SIZES[block.level]
            self._room(4 * LEADING)
            self.y -= 8 if self.y < TOP else 0
            with self.canvas.tags.element(f"H{min(block.level + 1, 4)}"):
                self._plain_lines(block.plain, "Inter-SemiBold", size, PETROL if block.level < 3 else INK, MARGIN)
            self.y -= 3
        elif block.kind == "picture" and self.file_of is not None:
            self._picture(self.file_of(block.file), block.plain)
        elif block.kind == "item":
            self._room(LEADING)
            with self.canvas.tags.artifact():
                draw(self.canvas, MARGIN + 4, self.y, "•", "Inter", SIZE)
            self._lines(block.plain, "Inter", SIZE, INK, MARGIN + 16)
        elif block.kind == "quote":
            self._lines(block.plain, "Inter", SIZE - 0.6, INK, MARGIN + 14, edge=True)
        else:
            self._lines(block.plain, "Inter-SemiBold" if block.strong else "Inter", SIZE, INK, MARGIN)
            self.y -= 4

    def _picture(self, file: Path, said: str) -> None:
        """As wide as the text, with a fine line around it and its words under it."""
        from reportlab.lib.utils import ImageReader

        image = ImageReader(str(file))
        wide, tall = image.getSize()
        height = (RIGHT - MARGIN) * tall / wide
        self._room(height + 2 * LEADING)
        self.y -= height - SIZE
        with self.canvas.tags.element("Figure", alt=said):
            self.canvas.drawImage(image, MARGIN, self.y, RIGHT - MARGIN, height)
        self.y -= LEADING
        self._lines(said, "Inter", 8.6, GREY, MARGIN)
        self.y -= 6

    def _lines(self, said: str, font: str, size: float, colour: str, x: float, *, edge: bool = False) -> None:
        with self.canvas.tags.element("P"):
            self._plain_lines(said, font, size, colour, x, edge=edge)

    def _plain_lines(self, said: str, font: str, size: float, colour: str, x: float, *, edge: bool = False) -> None:
        leading = size * 1.36
        for line in wrap(said, font, size, RIGHT - x):
            self._room(leading)
            if edge:
                rule(self.canvas, MARGIN + 4, MARGIN + 4.1, self.y - 3, leading, PETROL)
            draw_lines(self.canvas, x, self.y, [f"{line} "], font, size, colour)
            self.y -= leading

    def _room(self, tall: float) -> None:
        if self.y - tall < BOTTOM:
            self._next_page()

    def _next_page(self) -> None:
        self._foot()
        turn(self.canvas)
        self._top()

    def _top(self) -> None:
        self.page += 1
        self.y = TOP

    def _foot(self) -> None:
        with self.canvas.tags.artifact():
            said = f"{self.title} · {self.words.long_day(self.today)}"
            draw(self.canvas, MARGIN, 11 * MM, said, "Inter", 7.6, GREY)
            draw_right(self.canvas, RIGHT, 11 * MM, str(self.page), "Inter", 7.6, GREY)
