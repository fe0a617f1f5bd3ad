"""Words in the scripts that our Latin fonts do not have: split into runs, shaped by HarfBuzz, drawn glyph by glyph.

A line is ordered by bidi.py, each of its runs of one direction and one font is shaped by itself, and its glyphs are drawn
where HarfBuzz puts them, from fonts of which only the used glyphs are embedded. What a run says stands with it as
ActualText (ISO 32000-1, 14.9.4), so that text copied out of the paper is what was written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import count, pairwise
from typing import TYPE_CHECKING

from amdesk.domain.values import visible
from amdesk.export import bidi, copied
from amdesk.export.fonts import OTHERS, file_of
from amdesk.export.tagging import Canvas

if TYPE_CHECKING:
    import uharfbuzz
    from reportlab.pdfbase.pdfdoc import PDFDocument
    from reportlab.pdfbase.ttfonts import TTFont

JOINERS = "\u200c\u200d"
SELECTORS = frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
"""Variants of a letter that a font may have; without them it is the letter all the same."""
FIRST_CODE = 0xF0000
"""The glyphs of a font are called by private characters from here on: reportlab knows only glyphs that have one."""
EM = 1000
TOO_SMALL = 0.01
TURNED = (("\u0590", "\u08ff"), ("\ufb50", "\ufdff"))
"""What pypdf turns letter by letter, figures of Arabic and Persian too: their first glyph says a number whole."""
NOTHING = "\u200b"
"""What a glyph says where its letter is said by another."""


@dataclass(frozen=True, slots=True)
class ShapedGlyph:
    """One glyph of a run, in thousandths of the size: which, what it says, where it stands, how far it goes."""

    number: int
    said: str
    x: float
    y: float
    advance: float


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one direction in one font; `glyphs` from left to right."""

    said: str
    font: str
    rtl: bool
    glyphs: tuple[ShapedGlyph, ...]

    @property
    def width(self) -> float:
        return sum(glyph.advance for glyph in self.glyphs)


@dataclass(slots=True)
class Face:
    """A font for HarfBuzz, and the private characters that its glyphs are drawn by."""

    font: TTFont
    shaped: uharfbuzz.Font
    codes: dict[tuple[int, str], int]
    said: dict[int, str]
    free: Iterator[int]

    def code(self, glyph: ShapedGlyph) -> int:
        """The character for a glyph that says so; the same glyph may stand for other letters elsewhere."""
        key = glyph.number, glyph.said
        if key not in self.codes:
            code, face = next(self.free), self.font.face
            face.charToGlyph[code] = glyph.number
            face.charWidths[code] = self.width(glyph)
            self.said[code] = glyph.said
            self.codes[key] = code
        return self.codes[key]

    def width(self, glyph: ShapedGlyph) -> float:
        """How wide the font says that it is, in thousandths."""
        face = self.font.face
        return float(face.hmetrics[glyph.number][0] * EM / face.unitsPerEm)


def clean(said: str) -> str:
    """Words without marks of direction and other characters that nobody sees; the joiners of Persian and Indian words stay."""
    return visible(said, JOINERS + "\n\t")


@cache
def _face(name: str) -> Face:
    """One of the fonts, ours or another; the large ones are read when a paper first needs them."""
    import uharfbuzz
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import SUBSETN, TTFont, makeToUnicodeCMap

    class GlyphFont(TTFont):  # type: ignore[misc]  # reportlab has no types
        """A font whose embedded subsets say what their glyphs stand for, not by which characters they are drawn."""

        def addObjects(self, doc: PDFDocument) -> None:
            subsets = [list(subset) for subset in self.state[doc].subsets]
            super().addObjects(doc)
            for n, subset in enumerate(subsets):
                called = b"".join((SUBSETN(n), b"+", self.face.name, self.face.subfontNameX)).decode("pdfdoc")
                table = makeToUnicodeCMap(called, subset)
                for i, code in enumerate(subset):
                    words = found.said.get(code, chr(code)).encode("utf-16-be").hex().upper()
                    table = table.replace(f"<{i:02X}> <{code:04X}>", f"<{i:02X}> <{words}>")
                doc.idToObject[f"toUnicodeCMap:{called}"].content = table

    path = file_of(name)
    font = GlyphFont(f"{name}-glyphs", str(path), asciiReadable=0, shapable=False)
    font.face.subfontNameX = b"-Glyphs"  # the same font may be in a paper letter by letter too, under its own name
    pdfmetrics.registerFont(font)
    shaped = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))))
    found = Face(font, shaped, {}, {}, count(FIRST_CODE))
    return found


@cache
def _letters(name: str) -> frozenset[str]:
    """The letters of a font."""
    import uharfbuzz

    return frozenset(map(chr, uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file_of(name)))).unicodes))


@lru_cache(4096)
def plain(said: str, font: str) -> bool:
    """Whether the font itself has all of it: such words are drawn as they are."""
    return (said.isascii() and said.isprintable()) or all(c in _letters(font) for c in said)


@lru_cache(1024)
def lacking(said: str) -> str:
    """The letters that none of the fonts has, each once: what would be drawn as a box."""
    parts = _clusters(_line(said))
    return "".join(dict.fromkeys(c for part in parts if not _font_of(part, "Inter", "") for c in part))


def adds(font: str, said: str, to: str) -> bool:
    """Whether a font has letters of a text that another has not."""
    return any(c in _letters(font) for c in clean(said) if c not in _letters(to) and not c.isspace())


@lru_cache(1024)
def runs(said: str, font: str) -> tuple[Run, ...]:
    """The runs of a line in the order they are written."""
    return tuple(run for run, _ in _leveled(said, font))


def from_the_right(said: str, font: str) -> bool:
    """Whether words of a line go from the right. Such a name stands on a line of its own: readers that copy go by the whole
    line, and beside Swedish words they give the name's words in the order in which they stand."""
    return not plain(said, font) and any(run.rtl for run in runs(said, font))


def width(said: str, font: str) -> float:
    """How wide a line is, in thousandths of its size."""
    return sum(run.width for run in runs(said, font))


def draw(canvas: Canvas, x: float, y: float, said: str, font: str, size: float) -> None:
    """Draw a line whose letters are not all in the font, in the colour that is set. Its runs are written one after the other
    as they are read, each with its glyphs from left to right: so readers that go by a file's order copy what was written. Poppler goes
    by another order, and is told by itself (copied.py)."""
    found = _leveled(said, font)
    places: dict[int, float] = {}
    at = x
    for one in bidi.visual([level for _, level in found]):
        places[one] = at
        at += found[one][0].width * size / EM
    mixed = any(run.rtl for run, _ in found)
    with canvas.tags.said(_line(said)):
        for one, (run, _) in enumerate(found):
            operators = _operators(canvas, places[one], y, run, size, _inside(run.glyphs, mixed=mixed))
            canvas._code += ["BT", *(map(copied.silent, operators) if mixed else operators), "ET"]
        if mixed:
            canvas._code += ["BT", *_unseen(canvas, (x, y), at - x, _line(said), size), "ET"]


def _unseen(canvas: Canvas, start: tuple[float, float], wide: float, line: str, size: float) -> Iterator[str]:
    """What says a line to Poppler: blanks in a row over the place of the line, that nobody sees."""
    face, document = _face("Inter"), canvas._doc
    blank = ShapedGlyph(face.shaped.get_nominal_glyph(ord(" ")), NOTHING, 0, 0, 0)
    (subset, byte), *_ = face.font.splitString(chr(face.code(blank)), document)
    cells = copied.cells(line)
    each = wide / len(cells)
    yield f"{face.font.getSubsetInternalName(subset, document)} {size:g} Tf 3 Tr {100 * each * EM / size / face.width(blank):.3f} Tz"
    for place, letter in cells:
        begin, end = copied.spelled(letter)
        yield f"{begin} 1 0 0 1 {start[0] + place * each:.3f} {start[1]:.3f} Tm <{byte.hex().upper()}> Tj {end}"
    yield "0 Tr 100 Tz"


def _inside(glyphs: Sequence[ShapedGlyph], *, mixed: bool) -> list[bool]:
    """Which glyphs are drawn: a space between two directions is only room, since readers would put it to the wrong side."""
    words = [i for i, glyph in enumerate(glyphs) if not (mixed and glyph.said.isspace())]
    return [bool(words) and words[0] <= i <= words[-1] for i in range(len(glyphs))]


def _operators(canvas: Canvas, x: float, y: float, run: Run, size: float, drawn: Sequence[bool]) -> Iterator[str]:
    """What writes a run from x, y on: glyphs in a row where they stand on one line, a new place for each that does not."""
    face, document = _face(run.font), canvas._doc
    before = ("", 0.0)
    at, end, row = 0.0, 0.0, ""
    for glyph, seen in zip(run.glyphs, drawn, strict=True):
        if not seen:
            at += glyph.advance
            continue
        (subset, byte), *_ = face.font.splitString(chr(face.code(glyph)), document)
        name, wanted = face.font.getSubsetInternalName(subset, document), at + glyph.x
        if (name, glyph.y) != before:
            yield f"[{row}] TJ" * bool(row)
            yield f"{name} {size:g} Tf" * (name != before[0])
            yield f"1 0 0 1 {x + wanted * size / EM:.3f} {y + glyph.y * size / EM:.3f} Tm"
            row = ""
        elif abs(end - wanted) > TOO_SMALL:
            row += f" {end - wanted:g} "
        row += f"<{byte.hex().upper()}>"
        before, end = (name, glyph.y), wanted + face.width(glyph)
        at += glyph.advance
    yield f"[{row}] TJ" * bool(row)


@lru_cache(1024)
def _leveled(said: str, font: str) -> tuple[tuple[Run, int], ...]:
    """Runs in the order they are written, each with its level."""
    line = _line(said)
    if not line:
        return ()
    level = bidi.in_a_swedish_line(line)
    out: list[tuple[list[str], str, int]] = []
    at = 0
    for part in _clusters(line):
        here = level[at]
        at += len(part)
        before = out[-1][1] if out and out[-1][2] == here else ""
        chosen = _font_of(part, font, before) or font
        if out and (out[-1][1], out[-1][2]) == (chosen, here):
            out[-1][0].append(part)
        else:
            out.append(([part], chosen, here))
    return tuple((_shaped("".join(parts), name, rtl=bool(here % 2)), here) for parts, name, here in out)


def _line(said: str) -> str:
    return " ".join(clean(said).split())


def _clusters(said: str) -> list[str]:
    """Letters with the marks and joiners on them."""
    out: list[str] = []
    for c in said:
        if out and (unicodedata.category(c).startswith("M") or c in JOINERS):
            out[-1] += c
        else:
            out.append(c)
    return out


def _font_of(part: str, font: str, before: str) -> str:
    """The font of a letter: the one that was asked for, ours with its weight, the one that stands before it, then the first
    that has it; none where nothing does. What belongs to no script stays in the font before it."""
    needed = {c for c in part if c not in JOINERS and c not in SELECTORS}
    common = not unicodedata.category(part[0]).startswith(("L", "M", "N"))
    ours = (font, "Inter-SemiBold" if font.endswith(("SemiBold", "Medium")) else "Inter")
    wanted = (before, *ours) if common and before else (*ours, before)
    return next((name for name in (*filter(None, wanted), *OTHERS) if needed <= _letters(name)), "")


def _shaped(said: str, font: str, *, rtl: bool) -> Run:
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(said)
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.guess_segment_properties()
    buffer.language = "und"
    shaped = _face(font).shaped
    uharfbuzz.shape(shaped, buffer)
    scale = EM / shaped.face.upem
    number = not rtl and any(first <= c <= last for c in said for first, last in TURNED)
    words = _words([0 if number else info.cluster for info in buffer.glyph_infos], said)
    glyphs = (
        ShapedGlyph(
            info.codepoint, word[::-1] if rtl else word, at.x_offset * scale, at.y_offset * scale, at.x_advance * scale
        )
        for info, at, word in zip(buffer.glyph_infos, buffer.glyph_positions, words, strict=True)
    )
    return Run(said, font, rtl, tuple(glyphs))


def _words(clusters: Sequence[int], said: str) -> list[str]:
    """What each glyph says: the first of a cluster all of it, those that follow nothing that is seen."""
    ends = sorted({*clusters, len(said)})
    following = dict(pairwise(ends))
    done: set[int] = set()
    out = []
    for at in clusters:
        out.append(NOTHING if at in done else said[at : following[at]])
        done.add(at)
    return out
