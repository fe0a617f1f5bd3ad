"""Names in any script: shaped as HarfBuzz shapes them, in the order that Unicode says, copied out as they were written."""

from __future__ import annotations

import hashlib
import io
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pikepdf
import pypdfium2
import pytest
import uharfbuzz

from amdesk import resources
from amdesk.domain.errors import Refused
from amdesk.export import bidi, shaping
from amdesk.export.certificate import certificate_pdf
from amdesk.export.fonts import FONTS, OTHERS, file_of
from amdesk.export.pdf import draw, finished, new_canvas
from tests.export.test_certificate import content
from tests.export.test_papers import EVERY, PAPERS, SCRIPTS, made

TOOLS = pytest.mark.skipif(not shutil.which("hb-shape"), reason="no hb-shape here")
FRIBIDI = pytest.mark.skipif(not shutil.which("fribidi"), reason="no fribidi here")
LETTERS = "abÅ  אבגدهو ۱۲١٢12/.:,-+%€()[]«»!?中ሰ"
SIZE = 20


def one_line(*names: str, font: str = "Newsreader-SemiBold") -> bytes:
    """A page with a name to a line."""
    canvas, out = new_canvas("Namn", "AMDesk")
    for i, name in enumerate(names):
        draw(canvas, 60, 780 - 30 * i, name, font, SIZE)
    return finished(canvas, out)


@FRIBIDI
@pytest.mark.parametrize("base", [0, 1])
def test_the_order_of_mixed_text_is_that_of_another_program(base: int) -> None:
    dice = random.Random(9 + base)
    lines = []
    for _ in range(2000):
        said = "".join(dice.choice(LETTERS) for _ in range(dice.randrange(1, 16)))
        lines.append(re.sub("(?<=[אבדو])", lambda _: dice.choice(("", "", "\u064b", "\u200c")), said) + "a")
    given = ["fribidi", "--nopad", "--nobreak", "--levels", "--novisual", "--rtl" if base else "--ltr"]
    said = subprocess.run(given, input="\n".join(lines) + "\n", capture_output=True, text=True, check=True).stdout
    wanted = [[int(n) for n in line.split()] for line in said.splitlines()]
    assert len(wanted) == len(lines)
    assert [(a, b) for a, b in zip(lines, wanted, strict=True) if bidi.levels(a, base) != b] == []


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("Amina أمينة 2026", ["Amina ", "أمينة", " 2026"]),
        ("أمينة Amina", ["أمينة", " Amina"]),
        ("سارة 12 oktober 2026", ["سارة", " 12 oktober 2026"]),
        ("عملت 12 شهرا", [" شهرا", "12", "عملت "]),
        ("שרה כהן", ["שרה כהן"]),
        ("گلنار ۱۲/۱۰", ["۱۲/۱۰", "گلنار "]),
        ("سارة 2026-10-12", ["2026-10-12", "سارة "]),
        ("שרה 12-10 כהן", [" כהן", "12-10", "שרה "]),
    ],
)
def test_runs_stand_from_left_to_right_as_a_swedish_line_reads(said: str, seen: list[str]) -> None:
    """A date after a name stays after it, and its figures are never turned round."""
    level = bidi.in_a_swedish_line(said)
    runs: list[tuple[str, int]] = []
    for c, at in zip(said, level, strict=True):
        if runs and runs[-1][1] == at:
            runs[-1] = runs[-1][0] + c, at
        else:
            runs.append((c, at))
    assert [runs[i][0] for i in bidi.visual([at for _, at in runs])] == seen


@TOOLS
@pytest.mark.parametrize("name", SCRIPTS)
def test_each_run_has_the_glyphs_of_hb_shape_in_its_order(name: str) -> None:
    for run in shaping.runs(name, "Inter"):
        given = [
            "--no-glyph-names",
            "--no-clusters",
            "--no-positions",
            f"--direction={'rtl' if run.rtl else 'ltr'}",
            "--language=und",
        ]
        said = subprocess.run(
            ["hb-shape", *given, str(file_of(run.font)), "--text", run.said], capture_output=True, text=True, check=True
        )
        assert [int(n) for n in said.stdout.strip().strip("[]").split("|")] == [g.number for g in run.glyphs], run.said


def content_of(pdf: bytes) -> bytes:
    """What draws the first page."""
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
        return bytes(document.pages[0].Contents.read_bytes())


def drawn(pdf: bytes) -> Iterator[tuple[str, list[Any]]]:
    """Each glyph that the pages draw: its font's name, and its outline."""
    for page in pikepdf.Pdf.open(io.BytesIO(pdf)).pages:
        fonts: dict[str, tuple[str, uharfbuzz.Font, list[int]]] = {}
        current = ""
        for one in pikepdf.parse_content_stream(page):
            given: Any = one.operands
            operator = one.operator
            if str(operator) == "Tf":
                current = str(given[0])
                if current not in fonts:
                    fonts[current] = opened(page.Resources.Font[current])
            for said in given[0] if str(operator) == "TJ" else given if str(operator) == "Tj" else ():
                for code in bytes(said) if isinstance(said, pikepdf.String) else b"":
                    name, font, table = fonts[current]
                    yield name, outline(font, table[code])


def opened(font: Any) -> tuple[str, uharfbuzz.Font, list[int]]:
    """An embedded font: its name, the font, and the glyph of each code."""
    face = uharfbuzz.Face(bytes(font.FontDescriptor.FontFile2.read_bytes()))
    cmap = bytes(face.reference_table("cmap").data)
    at = int.from_bytes(cmap[8:12], "big")
    assert int.from_bytes(cmap[at : at + 2], "big") == 6
    count = int.from_bytes(cmap[at + 8 : at + 10], "big")
    codes = [int.from_bytes(cmap[at + 10 + 2 * i : at + 12 + 2 * i], "big") for i in range(count)]
    return str(font.BaseFont).partition("+")[2], uharfbuzz.Font(face), codes


def outline(font: uharfbuzz.Font, glyph: int) -> list[Any]:
    class Pen:
        def __init__(self) -> None:
            self.lines: list[Any] = []

        def __getattr__(self, name: str) -> Any:
            return lambda *given: self.lines.append((name, given))

    pen = Pen()
    font.draw_glyph_with_pen(glyph, pen)
    return pen.lines


def by_words(run: shaping.Run) -> list[shaping.ShapedGlyph]:
    """The glyphs of a run but for its spaces: its words in the order of reading, each from left to right."""
    parts = [list(part) for space, part in groupby(run.glyphs, lambda g: g.said.isspace()) if not space]
    return [glyph for part in (reversed(parts) if run.rtl else parts) for glyph in part]


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_the_paper_draws_are_those_glyphs_outline_by_outline(name: str) -> None:
    source = {n: uharfbuzz.Font(uharfbuzz.Face(file_of(n).read_bytes())) for n in (*FONTS, *OTHERS)}
    font = "Newsreader-SemiBold"
    if shaping.plain(name, font):
        return
    wanted = [outline(source[run.font], g.number) for run in shaping.runs(name, font) for g in by_words(run)]
    found = [lines for _, lines in drawn(one_line(name))]
    assert [lines for lines in found if lines] == [lines for lines in wanted if lines]


@pytest.mark.parametrize("paper", [p for p in PAPERS if p.endswith("every script")])
@pytest.mark.thorough(12)
def test_no_paper_prints_a_box(paper: str) -> None:
    """The first glyph of each font is the box that stands for a letter it has not."""
    box = {
        file_of(n).stem: outline(uharfbuzz.Font(uharfbuzz.Face(file_of(n).read_bytes())), 0) for n in (*FONTS, *OTHERS)
    }
    seen = list(drawn(made(paper, "sv")))
    assert len(seen) > 200
    assert [name for name, lines in seen if lines and lines in box.values()] == []


def test_letters_that_no_font_has_are_refused_on_every_paper_with_their_reason() -> None:
    assert shaping.lacking("한국 Åsa 王小明 𐤀") == "한국𐤀"
    with pytest.raises(Refused, match="no letters for “한국” and would print boxes") as refused:
        one_line("한국 Prov")
    assert refused.value.code == "LETTERS"


def test_the_structure_says_the_name_as_it_was_written() -> None:
    """For readers aloud and for those that go by it: ActualText in the order of reading (ISO 32000-1, 14.9.4)."""
    pdf = pikepdf.Pdf.open(io.BytesIO(one_line(*SCRIPTS)))
    said: list[str] = []

    def walk(element: Any) -> None:
        if "/ActualText" in element:
            said.append(str(element.ActualText))
        for kid in element.get("/K", []):
            if isinstance(kid, pikepdf.Dictionary):
                walk(kid)

    walk(pdf.Root.StructTreeRoot.K)
    assert said == [name for name in SCRIPTS if not shaping.plain(name, "Newsreader-SemiBold")]


def test_marks_of_direction_and_spaces_that_nobody_sees_do_nothing() -> None:
    for mark in "\u202e\u202d\u2066\u2069\u200e\u200f\u202c\u200b\u2060\ufeff":
        name = f"أمينة {mark}يوسف{mark}"
        assert shaping.runs(name, "Inter") == shaping.runs("أمينة يوسف", "Inter")
    assert shaping.runs("Åsa\u202fأ", "Inter") == shaping.runs("Åsa أ", "Inter")


def test_the_same_names_are_the_same_bytes() -> None:
    first = one_line(*SCRIPTS)
    one_line(*reversed(SCRIPTS))
    assert one_line(*SCRIPTS) == first


def test_the_fonts_are_those_that_were_built_and_their_licences_are_there() -> None:
    folder = resources.folder() / "fonts"
    lines = (folder / "noto.sha256").read_text("utf-8").splitlines()
    wanted = {line.split()[1]: line.split()[0] for line in lines}
    assert set(wanted) == {file_of(name).name for name in OTHERS}
    assert {n: hashlib.sha256((folder / n).read_bytes()).hexdigest() for n in wanted} == wanted
    licences = {p.name for p in (resources.folder().parent / "LICENSES").iterdir()}
    assert {"OFL-Noto.txt", "OFL-NotoSansSC.txt"} <= licences


def test_a_line_of_every_script_is_as_wide_as_what_is_drawn() -> None:
    document = pypdfium2.PdfDocument(one_line(EVERY[:60]))
    text = document[0].get_textpage()
    left, right = (
        min(text.get_rect(i)[0] for i in range(text.count_rects())),
        max(text.get_rect(i)[2] for i in range(text.count_rects())),
    )
    document.close()
    assert right - left == pytest.approx(shaping.width(EVERY[:60], "Newsreader-SemiBold") * SIZE / 1000, rel=0.03)


def test_a_name_of_several_words_in_a_sentence_stays_in_its_order() -> None:
    """The host's name stands in the certificate's sentence; in Arabic its first word is the one to the right."""
    pdf = certificate_pdf(content(5, host="شركة يوسف", host_department=""))
    words = content_of(pdf).split(b"/Told <<")[1:3]
    first, last = (float(re.findall(rb"1 0 0 1 ([\d.]+) [\d.]+ Tm", word)[0]) for word in words)
    assert first > last
    document = pypdfium2.PdfDocument(pdf)
    said = document[0].get_textpage()
    assert said.search("شركة يوسف").get_next()
    document.close()


def test_a_mark_is_drawn_by_its_outline_where_its_glyph_would_stand() -> None:
    """Readers take a glyph above or below for another line: it is written unseen beside its letter."""
    size, font = 20, "Newsreader-SemiBold"
    for name in ("مُحَمَّد", "שָׂרָה", "ស្រី"):
        said = content_of(one_line(name)).decode("latin-1")
        assert "3 Tr" in said
        run = shaping.runs(name, font)[0]
        source = uharfbuzz.Font(uharfbuzz.Face(file_of(run.font).read_bytes()))
        x, starts = 60.0, []
        for glyph in run.glyphs:
            if not glyph.advance and (glyph.x or glyph.y):
                (at,) = (given[0] for step, given in outline(source, glyph.number)[:1] if step == "moveTo")
                scale = size / source.face.upem
                starts.append(
                    f"{x + glyph.x * size / 1000 + at[0] * scale:.3f} {780 + glyph.y * size / 1000 + at[1] * scale:.3f} m"
                )
            x += glyph.advance * size / 1000
        assert starts
        assert [one for one in starts if one not in said] == []
