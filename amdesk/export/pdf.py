"""What all PDFs share: fonts, colours, and drawing that never goes outside its column."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from itertools import groupby

from amdesk import resources
from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, text
from amdesk.domain.values import printable
from amdesk.export import shaping
from amdesk.export.fonts import FONTS
from amdesk.export.tagging import Canvas, Tags

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
MARGIN = 22 * MM
PETROL, INK, GREY, SOFT, PALE = "#0B5F66", "#14232A", "#566369", "#DCE4E4", "#F2F5F5"


@cache
def register_fonts() -> bool:
    """Embed our own fonts: they have the letters of every Latin-script language; other scripts are shaped (shaping.py)."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name, file in FONTS.items():
        pdfmetrics.registerFont(TTFont(name, str(resources.folder() / "fonts" / file)))
    return True


def font_for(said: str, font: str, otherwise: str) -> str:
    """The font where it has all letters of a text, else another that has more: Newsreader has no Greek or Cyrillic, Inter
    has; what neither has is drawn in a font of its script."""
    return otherwise if shaping.adds(otherwise, said, font) else font


def refuse_boxes(said: str) -> None:
    """Raises Refused (LETTERS) for words with letters that no font has: they would be printed as boxes."""
    if letters := shaping.lacking(printable(said)):  # what no text may hold is drawn by nobody
        wrong = N_(
            "The paper has no letters for “{letters}” and would print boxes. Write it in Latin letters, as in the passport or the population register, then make it again."
        )
        raise Refused(text(wrong, letters=letters[:20]), "LETTERS")


def new_canvas(
    title: str,
    author: str,
    lang: str = "sv",
    keywords: str = "",
    made: datetime | None = None,
    size: tuple[float, float] = (WIDTH, HEIGHT),
) -> tuple[Canvas, io.BytesIO]:
    """A canvas, of A4 where nothing else is said, whose bytes depend on its content alone, and on when it was made where that
    is said."""
    from reportlab import rl_config
    from reportlab.pdfgen import canvas as reportlab

    rl_config.useA85 = 0  # as text the same takes a quarter more room, and a tenth of the time a paper takes
    register_fonts()
    out = io.BytesIO()
    canvas = reportlab.Canvas(out, pagesize=size, invariant=1, lang=lang, initialFontName="Inter")
    canvas.setTitle(printable(title))
    canvas.setAuthor(printable(author))
    canvas.setSubject(printable(title))
    canvas.setCreator("AMDesk")
    if keywords:
        canvas.setKeywords(keywords)
    canvas.tags = Tags(canvas, title, lang)
    if made is not None:
        at = made.astimezone(UTC)
        canvas.tags.made = f"{at:%Y-%m-%dT%H:%M:%S}+00:00"
        canvas.setDateFormatter(lambda *_: f"D:{at:%Y%m%d%H%M%S}+00'00'")
    return canvas, out


def operators(draw: Callable[[Canvas], None]) -> str:
    """What `draw` writes around (0, 0) of a canvas, for `put`: a mark that stands on a page many times is reckoned once. It
    may set no transparency, which each page names for itself."""
    from reportlab.pdfgen import canvas as reportlab

    canvas: Canvas = reportlab.Canvas(io.BytesIO())
    before = len(canvas._code)
    draw(canvas)
    return "\n".join(canvas._code[before:])


def put(canvas: Canvas, x: float, y: float, mark: str) -> None:
    """What `operators` gave, or operators written out, at that place."""
    canvas._code.append(f"q 1 0 0 1 {x:.3f} {y:.3f} cm\n{mark}\nQ")


def turn(canvas: Canvas) -> None:
    """End a page; what is drawn next is on a new one."""
    canvas.showPage()
    canvas.tags.page_done()


def turn_on(canvas: Canvas, whose: str) -> float:
    """Go on to another page of somebody's paper, which says whose it is too: pages of several people lie in one printer. Returns
    where to go on, points from below."""
    turn(canvas)
    with canvas.tags.artifact():
        said = cut_within(whose, "Inter", 7.6, WIDTH - 2 * MARGIN)
        draw(canvas, MARGIN, HEIGHT - 20 * MM, said, "Inter", 7.6, GREY)
    return HEIGHT - 26 * MM


def finished(canvas: Canvas, out: io.BytesIO) -> bytes:
    """End the last page, write the structure, and return the document's bytes."""
    turn(canvas)
    canvas.tags.write()
    canvas.save()
    return out.getvalue()


@lru_cache(2048)
def width_of(said: str, font: str, size: float) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    if not shaping.plain(said, font):
        return shaping.width(said, font) * size / shaping.EM
    return float(stringWidth(said, font, size))


def wrap(said: str, font: str, size: float, width: float) -> list[str]:
    """Lines that fit; a word longer than the line is broken."""
    lines: list[str] = []
    for paragraph in said.split("\n"):
        line = ""
        for word in filter(None, paragraph.split(" ")):  # a no-break space is no place to break
            joined = f"{line} {word}".strip()
            if width_of(joined, font, size) <= width:
                line = joined
                continue
            if line:
                lines.append(line)
            while width_of(word, font, size) > width:
                cut = next(n for n in range(len(word), 0, -1) if width_of(word[:n], font, size) <= width or n == 1)
                lines.append(word[:cut])
                word = word[cut:]  # noqa: PLW2901 - the rest of a word too long for a line
            line = word
        lines.append(line)
    return lines


def fitted(said: str, font: str, size: float, width: float, smallest: float) -> float:
    """The largest size from `size` down to `smallest` at which the text fits on one line."""
    while size > smallest and width_of(said, font, size) > width:
        size -= 0.5
    return size


def cut_within(said: str, font: str, size: float, wide: float) -> str:
    """What is too long for its place at the smallest size, cut with a mark that says so."""
    if width_of(said, font, size) <= wide:
        return said
    while said and width_of(f"{said}…", font, size) > wide:
        said = said[:-1]
    return f"{said}…"


def end_within(said: str, font: str, size: float, wide: float) -> str:
    """The same of what is known by its end: the beginning is left out."""
    if width_of(said, font, size) <= wide:
        return said
    while said and width_of(f"…{said}", font, size) > wide:
        said = said[1:]
    return f"…{said}"


def draw(
    canvas: Canvas,
    x: float,
    y: float,
    said: str,
    font: str = "Inter",
    size: float = 10,
    colour: str = INK,
    among: str = "",
) -> None:
    """Words from x, y on; `among` is the whole line where they are a part of one."""
    from reportlab.lib.colors import HexColor

    said = printable(said)
    with canvas.tags.content():
        canvas.setFillColor(HexColor(colour))
        if not shaping.plain(said, font):
            refuse_boxes(said)
            shaping.draw(canvas, x, y, said, font, size, printable(among))
            return
        canvas.setFont(font, size)
        canvas.drawString(x, y, said)


def draw_right(
    canvas: Canvas, x: float, y: float, said: str, font: str = "Inter", size: float = 10, colour: str = INK
) -> None:
    draw(canvas, x - width_of(said, font, size), y, said, font, size, colour)


def draw_lines(
    canvas: Canvas,
    x: float,
    y: float,
    lines: Sequence[str],
    font: str = "Inter",
    size: float = 10,
    colour: str = INK,
    leading: float = 0,
) -> float:
    """Lines one under the other from `y` on; returns the y of the line that would follow."""
    leading = leading or size * 1.25
    for line in lines:
        draw(canvas, x, y, f"{line} " if len(lines) > 1 else line, font, size, colour)
        y -= leading
    return y


StyledLine = tuple[str, str, float, str]
"""Words, font, size and colour."""


def letterhead(canvas: Canvas, y: float, left: Sequence[StyledLine], right: Sequence[StyledLine], x2: float) -> float:
    """Who sends a paper, and its number and day to the right, 13 points apart; what is long gets more lines. Returns the
    lowest line's y."""
    wide = max((width_of(said, font, size) for said, font, size, _ in right), default=0)
    low, at = y, y
    for said, font, size, colour in left:
        lines = wrap(said, font, size, x2 - MARGIN - wide - 18)
        for line in lines:
            draw(canvas, MARGIN, at, f"{line} " if len(lines) > 1 else line, font, size, colour)
            low = at
            at -= 13
    for i, (said, font, size, colour) in enumerate(right):
        at = y - (0, 13, 25)[i]
        draw_right(canvas, x2, at, said, font, size, colour)
        low = min(low, at)
    return low


def rule(canvas: Canvas, x1: float, x2: float, y: float, width: float = 0.5, colour: str = SOFT) -> None:
    from reportlab.lib.colors import HexColor

    with canvas.tags.artifact():
        canvas.setStrokeColor(HexColor(colour))
        canvas.setLineWidth(width)
        canvas.line(x1, y, x2, y)


def rich(
    canvas: Canvas, x: float, y: float, width: float, parts: Sequence[tuple[str, str]], size: float, leading: float
) -> float:
    """Words in several fonts as one wrapped paragraph; returns the y below it."""
    words = [(w, font) for said, font in parts for word in said.split() for w in wrap(word, font, size, width)]
    line: list[tuple[str, str]] = []
    used = 0.0
    space = width_of(" ", "Inter", size)

    def flush() -> None:
        at, whole = x, " ".join(word for word, _ in line)
        for (font, as_is), part in groupby(line, lambda one: (one[1], shaping.plain(*one))):
            words = [word for word, _ in part]
            for said in words if as_is else [" ".join(words)]:  # names from the right are ordered together
                draw(canvas, at, y, f"{said} ", font, size, among=whole)
                at += width_of(said, font, size) + space

    with canvas.tags.content():
        for word, font in words:
            w = width_of(word, font, size)
            if line and used + w > width:
                flush()
                y -= leading
                line, used = [], 0.0
            line.append((word, font))
            used += w + space
        flush()
    return y - leading
