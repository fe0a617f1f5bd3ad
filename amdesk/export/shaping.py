"""Words in the scripts that our Latin fonts do not have: split into runs, shaped by HarfBuzz, drawn glyph by glyph.

A line is ordered by bidi.py, each of its runs of one direction and one font is shaped by itself, and its glyphs are drawn
where HarfBuzz puts them, from fonts of which only the used glyphs are embedded. What a run says stands with it as
ActualText (ISO 32000-1, 14.9.4), so that text copied out of the paper is what was written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
SPACE = NOTHING + " "
"""A space that pdf.js takes for a letter: one that begins with it is passed over, and lost where the next word begins to the left."""


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


class Outline:
    """Writes an outline as a page draws it, at a scale and a place."""

    def __init__(self, scale: float, x: float, y: float) -> None:
        self.scale, self.x, self.y = scale, x, y
        self.operators: list[str] = []
        self.now = 0.0, 0.0

    def _write(self, operator: str, *points: tuple[float, float]) -> None:
        said = (f"{self.x + x * self.scale:.3f} {self.y + y * self.scale:.3f}" for x, y in points)
        self.operators.append(" ".join((*said, operator)))
        self.now = points[-1] if points else self.now

    def moveTo(self, point: tuple[float, float]) -> None:
        self._write("m", point)

    def lineTo(self, point: tuple[float, float]) -> None:
        self._write("l", point)

    def curveTo(self, *points: tuple[float, float]) -> None:
        self._write("c", *points)

    def qCurveTo(self, by: tuple[float, float], to: tuple[float, float]) -> None:
        """A curve of two points, as one of three."""
        first, last = (tuple(p + (c - p) * 2 / 3 for p, c in zip(end, by, strict=True)) for end in (self.now, to))
        self._write("c", (first[0], first[1]), (last[0], last[1]), to)

    def closePath(self) -> None:
        self._write("h")


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

    def mark(self, glyph: ShapedGlyph) -> bool:
        """Whether it stands above, below or beside the glyph before it and takes no room."""
        return not glyph.advance and bool(glyph.x or glyph.y) and not self.width(glyph)

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


def draw(canvas: Canvas, x: float, y: float, said: str, font: str, size: float, among: str = "") -> None:
    """Draw a line whose letters are not all in the font, in the colour that is set; `among` is the whole line that it is a part
    of. Its words are written one after the other as they are read, each with its glyphs from left to right: so readers that go by
    a file's order copy what was written. PDFium and Poppler go by another order, and are told by themselves (copied.py)."""
    found, line = _leveled(said, font), _line(said)
    places: dict[int, float] = {}
    at = x
    for one in bidi.visual([level for _, level in found]):
        places[one] = at
        at += found[one][0].width * size / EM
    mixed = any(run.rtl for run, _ in found)
    words = _parted([(run, places[one]) for one, (run, _) in enumerate(found)], size, mixed=mixed)
    with canvas.tags.said(line):
        parted = _told(words, line, among or line, mixed=mixed)
        for word, told, back in zip(words, parted, _turning(words, mixed=mixed), strict=True):
            parts = _spaced(word, size) if back and told else word
            inside = [o for part in parts for o in _operators(canvas, part, y, size)]
            canvas._code += ["BT", *copied.block(inside, told, silent=mixed), "ET"]
            for part in word:
                canvas._code += _outlines(part, y, size)
        if mixed:
            canvas._code += ["BT", *_unseen(canvas, (x, y), at - x, line, size), "ET"]


@dataclass(frozen=True, slots=True)
class WordPart:
    """What of a run belongs to one word: its glyphs, and where they begin."""

    run: Run
    x: float
    glyphs: tuple[ShapedGlyph, ...]


def _parted(runs: Sequence[tuple[Run, float]], size: float, *, mixed: bool) -> list[list[WordPart]]:
    """The words of a line in the order of reading, each with its part of every run that it stands in. A space in a line with words
    from the right is only room, since readers would put it to the wrong side; in another it ends its word."""
    words: dict[int, list[WordPart]] = {}
    before = 0
    for run, x in runs:
        spaces = [i for i, glyph in enumerate(run.glyphs) if glyph.said.isspace()]
        edges = [-1, *spaces, len(run.glyphs)]
        for n, (left, right) in enumerate(pairwise(edges)):
            last = right if mixed else min(right + 1, len(run.glyphs))
            if last > left + 1:
                start = x + sum(glyph.advance for glyph in run.glyphs[: left + 1]) * size / EM
                part = WordPart(run, start, run.glyphs[left + 1 : last])
                words.setdefault(before + (len(spaces) - n if run.rtl else n), []).append(part)
        before += len(spaces)
    return [words[one] for one in sorted(words)]


def _told(words: Sequence[Sequence[WordPart]], line: str, among: str, *, mixed: bool) -> list[str]:
    """What PDFium is told of each word, nothing where what it sees is better."""
    if not mixed:
        return line.replace(" ", " \n").split("\n")
    from_left = sorted(range(len(words)), key=lambda one: min(part.x for part in words[one]))
    said = dict(zip(from_left, copied.for_pdfium(line, among) or [""] * len(words), strict=True))
    return [said[one][::-1] if _begins_right(word) else said[one] for one, word in enumerate(words)]


def _begins_right(word: Sequence[WordPart]) -> bool:
    """Whether the glyphs of a word that stand to the left are of a run with letters from the right."""
    first = min(word, key=lambda part: part.x)
    return any(unicodedata.bidirectional(c) in {"R", "AL"} for glyph in first.glyphs for c in glyph.said)


def _turning(words: Sequence[Sequence[WordPart]], *, mixed: bool) -> list[bool]:
    """Whether a word of a line with words from the right stands elsewhere than to the right of the one that is read before it."""
    firsts = [min(part.x for part in word) for word in words]
    lefts = sorted(firsts)
    return [mixed and n > 0 and lefts.index(x) != lefts.index(firsts[n - 1]) + 1 for n, x in enumerate(firsts)]


def _spaced(word: list[WordPart], size: float) -> list[WordPart]:
    """A word with the space before it, for pdf.js and pypdf, which see none where the next word begins further to the left. It is a
    blank after what is turned and before what is not; numbers that pypdf turns and pdf.js does not say it themselves. A word of two
    directions has none, as it would stand within it."""
    part = word[0]
    face, rtl = _face(part.run.font), [part.run.rtl for part in word]
    number = face.shaped.get_nominal_glyph(ord(" "))
    if not number or (len(word) > 1 and not all(rtl)):
        return word
    blank = ShapedGlyph(number, SPACE, 0, 0, 0)
    blank = replace(blank, advance=face.width(blank))
    first, kinds = part.glyphs[0], {unicodedata.bidirectional(c) for glyph in part.glyphs for c in glyph.said}
    if kinds & {"R", "AL", "AN"}:
        part = replace(part, glyphs=(*part.glyphs, blank))
    elif _turned(first.said):
        part = replace(part, glyphs=(replace(first, said=SPACE + first.said), *part.glyphs[1:]))
    else:
        part = replace(part, x=part.x - blank.advance * size / EM, glyphs=(blank, *part.glyphs))
    return [part, *word[1:]]


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


def _operators(canvas: Canvas, part: WordPart, y: float, size: float) -> Iterator[str]:
    """What writes a part of a run: glyphs in a row where they stand on one line, a new place for each that does not.

    A mark is written unseen where its letter stands and drawn by its outline: readers take a glyph above or below for another line.
    """
    face, document = _face(part.run.font), canvas._doc
    before, hidden, last = ("", 0.0), False, ""
    at, end, row = 0.0, 0.0, ""
    for glyph in part.glyphs:
        (subset, byte), *_ = face.font.splitString(chr(face.code(glyph)), document)
        mark = face.mark(glyph)
        name, wanted, high = face.font.getSubsetInternalName(subset, document), at, 0.0
        if not mark:
            wanted, high = at + glyph.x, glyph.y
        if (
            (name, high) != before or mark != hidden or SPACE in (glyph.said, last)
        ):  # PDFium measures by what is written at once
            yield f"[{row}] TJ" * bool(row)
            yield f"{3 * mark} Tr" * (mark != hidden)
            row = ""
        if (name, high) != before:
            yield f"{name} {size:g} Tf" * (name != before[0])
            yield f"1 0 0 1 {part.x + wanted * size / EM:.3f} {y + high * size / EM:.3f} Tm"
        elif abs(end - wanted) > TOO_SMALL:
            row += f" {end - wanted:g} "
        row += f"<{byte.hex().upper()}>"
        before, end, hidden, last = (name, high), wanted + face.width(glyph), mark, glyph.said
        at += glyph.advance
    yield f"[{row}] TJ" * bool(row)
    yield "0 Tr" * hidden


def _outlines(part: WordPart, y: float, size: float) -> Iterator[str]:
    """What draws the marks of a part of a run."""
    face, at = _face(part.run.font), 0.0
    for glyph in part.glyphs:
        if face.mark(glyph):
            scale = size / face.shaped.face.upem
            pen = Outline(scale, part.x + (at + glyph.x) * size / EM, y + glyph.y * size / EM)
            face.shaped.draw_glyph_with_pen(glyph.number, pen)
            yield from [*pen.operators, "f"]
        at += glyph.advance


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
    number = not rtl and _turned(said)
    clusters = [info.cluster for info in buffer.glyph_infos]
    words = _words([_first(said, at) for at in clusters] if number else clusters, said)
    glyphs = (
        ShapedGlyph(
            info.codepoint, word[::-1] if rtl else word, at.x_offset * scale, at.y_offset * scale, at.x_advance * scale
        )
        for info, at, word in zip(buffer.glyph_infos, buffer.glyph_positions, words, strict=True)
    )
    return Run(said, font, rtl, tuple(glyphs))


def _turned(said: str) -> bool:
    """Whether pypdf turns letters of it."""
    return any(first <= c <= last for c in said for first, last in TURNED)


def _first(said: str, at: int) -> int:
    """Where the word begins that a letter is of; a space is a word of its own."""
    return at if said[at].isspace() else said.rfind(" ", 0, at) + 1


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
