"""Text copied out of a paper is the name as it was written, whoever reads: browsers, pypdf and Poppler's pdftotext."""

from __future__ import annotations

import io
import shutil
import subprocess
import unicodedata
from collections.abc import Callable

import pypdf
import pypdfium2
import pytest

from amdesk.domain.overview.tasks import Task, day_plan
from amdesk.export import copied
from amdesk.export.certificate import certificate_pdf
from amdesk.export.day import day_pdf
from amdesk.export.extract import ExtractPart, extract_pdf
from amdesk.export.form import form_pdf
from tests import make
from tests.export.test_any_name import one_line
from tests.export.test_certificate import content
from tests.export.test_papers import (
    SCRIPTS,
    SHORT,
    activity,
    handover,
    introduction,
    notice,
    profile,
    week_form,
    wishes,
    words,
)


def plainly(said: str) -> str:
    """Without spaces and marks of direction, which readers of PDF put in by the room between glyphs."""
    return "".join(c for c in said if not c.isspace() and unicodedata.category(c) != "Cf")


NUMBERED = (
    "گلنار ۱۲/۱۰", "علی ۱۲۳ رضایی", "محمد ۱۴۰۵/۰۷/۱۲ تهران", "أمينة ٢٠٢٦", "أمينة 2026 يوسف", "أمينة 12", "سارة 2026-10-12", "שרה 12 כהן", "שרה 12-10 כהן 7", "عملت 12 شهرا 34 يوما",
    "ሰላም 12 ተስፋይ", "王小明 2026", "王小明 Li 2026", "محمد ABC علي", "ABC محمد علي", "شركة ABC للنقل 24", "أمينة Amina", "Åsa أمينة",
)  # fmt: skip
"""Names with figures of three kinds, and Latin words, before them, among them and after them."""
BRACKETED = ("محمد (أبو علي) 12", "أمينة (Amina) يوسف", "علي (أحمد")
MARKED = (
    "مُحَمَّد عَلِي",
    "مُحَمَّد (أبو عَلِي) 12",
    "שָׂרָה",
    "لَا إله",
    "សុខា",
    "ស្រី",
    "Prov (علي)",
    "Åsa (أمينة) Prov",
    "أمينة (Amina)",
)
"""Vowels above and below their letters, and brackets between the two directions."""
LIGATURE = "عبد الله"
"""Three of its letters are one glyph. pypdf turns letters, but not those of one glyph, which the others turn too."""
WHOLE = (
    "أمينة يوسف", "محمد علي حسن إبراهيم", "عبد-الرحمن يوسف", "عبد الرحمن-علي", "سارة ال'أحمد", "Amina أمينة", "أمينة Amina", "Amina أمينة يوسف Prov", "أمينة 2026", "أمينة ٢٠٢٦ يوسف", "گلنار ۱۲ رضایی",
    "سارة حسن ١٢ Li", "أمينة علي Li-Prov 12", "Åsa-Li أمينة 12", "علی\u200cرضا محمدی", "زهرا رضایی ۱۴۰۵", "ሰላም ተስፋይ", "ኣበባ ተኽለ ሃይለ ገብረ", "ገብረ-መድህን ተስፋይ", "ሰላም 12 ተስፋይ", "Selam ሰላም", "ሰላም Selam 2026",
    "ሰላም'ተስፋይ Prov", "王小明", "欧阳 娜娜", "王小明 Li 2026", "Li 王小明", "王-小明 12", "张 伟 王 芳", "陈'明 ٣",
)  # fmt: skip
"""Of two and four words, with hyphen and apostrophe: copied with the room between their words."""
MODES = ((), ("-layout",), ("-raw",))
POPPLER = pytest.mark.skipif(not shutil.which("pdftotext"), reason="no pdftotext here")


def spaced(said: str) -> str:
    """Without marks of direction, which Poppler puts in, and with one space wherever there is room."""
    return " ".join("".join(c for c in said if unicodedata.category(c) != "Cf").split())


def by_poppler(pdf: bytes, *mode: str) -> str:
    return subprocess.run(["pdftotext", *mode, "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def by_pdfium(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    said: str = document[0].get_textpage().get_text_bounded()
    document.close()
    return said


@pytest.mark.thorough(long=True)
def test_what_is_copied_out_of_a_paper_is_the_name() -> None:
    for name in (*SCRIPTS, *NUMBERED, *BRACKETED):
        pages = pypdf.PdfReader(io.BytesIO(one_line(name))).pages
        assert plainly(pages[0].extract_text()) == plainly(name)
    for name in (*SCRIPTS, *NUMBERED, *BRACKETED, *MARKED, LIGATURE):
        assert spaced(by_pdfium(one_line(name))) == spaced(name)


@pytest.mark.parametrize("name", [*SCRIPTS, *NUMBERED, *BRACKETED, *MARKED, LIGATURE])
@pytest.mark.thorough(60)
def test_what_is_copied_out_of_a_certificate_is_the_name(name: str) -> None:
    """Among Swedish lines, where readers go by what most of a line or of the page is."""
    pdf = certificate_pdf(content(5, name=name))
    assert any(spaced(name) in spaced(line) for line in by_pdfium(pdf).splitlines())
    if name != LIGATURE:
        assert canonical(name) in canonical(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text())


@pytest.mark.parametrize("name", [*SCRIPTS, *NUMBERED, *MARKED[:-1], "محمد (أبو علي) 12", "علي (أحمد", LIGATURE])
@pytest.mark.thorough(56)
def test_a_host_is_copied_out_of_the_sentence_in_its_order(name: str) -> None:
    """Its words go from the right on a line of which most goes from the left."""
    pdf = certificate_pdf(content(5, host=name, host_department=""))
    assert spaced(name) in spaced(by_pdfium(pdf))


def canonical(said: str) -> str:
    """Without spaces; marks on one letter in the order that Unicode gives them (UAX 15), whichever they are read in."""
    return unicodedata.normalize("NFC", plainly(said))


NAMED: dict[str, Callable[[str], bytes]] = {
    "certificate": lambda name: certificate_pdf(content(5, name=name, host=name)),
    "introduction": lambda name: introduction("sv", name, name),
    "activity plan": lambda name: activity("sv", name, 2, name),
    "form of attendance": lambda name: week_form("sv", name, name),
    "form for wishes": lambda name: wishes("sv", name, name),
    "hand-over page": lambda name: handover("sv", name, 1, name),
    "notice": lambda name: notice("sv", name, name),
    "form": lambda name: form_pdf(profile(12), name, name, SHORT, words("sv"), make.TODAY),
    "day's plan": lambda name: day_pdf(
        day_plan([Task("x", "final", make.seen(name), make.seen(name), make.TODAY, 9, 1)], make.TODAY),
        name,
        words("sv"),
        make.TODAY,
    ),
    "extract": lambda name: extract_pdf(
        make.person(name=name, case_worker=name),
        [(name, [name])],
        [ExtractPart("Kock", [[(name, name)]])],
        [("2026-11-23 09:00:00", name, name, name)],
        ("Ekhamra stad", "Arbetsmarknad", "08-465 004 00"),
        words("sv"),
        make.TODAY,
    ),
}
"""Papers that print a name, each in every place where it prints one."""


@POPPLER
@pytest.mark.parametrize("paper", NAMED)
@pytest.mark.thorough(long=True)
def test_what_pdftotext_copies_out_of_any_paper_is_the_name(paper: str) -> None:
    for name in (*NUMBERED, *BRACKETED, LIGATURE, "أمينة يوسف", "Amina أمينة 2026", "سارة 12 oktober 2026"):
        pdf = NAMED[paper](name)
        for mode in MODES:
            parted = mode == ("-raw",) and name in BRACKETED  # by a space before the bracket
            same = plainly if parted else spaced
            assert same(name) in same(by_poppler(pdf, *mode)), mode


@POPPLER
def test_pdftotext_reads_the_names_too() -> None:
    said = by_poppler(one_line(*SCRIPTS))
    found = [plainly(line) for line in said.splitlines()]
    assert [name for name in SCRIPTS if plainly(name) not in found] == []


def test_stretches_from_the_right_are_turned_and_follow_one_another_from_the_left() -> None:
    """As Poppler reads a Swedish page: the words in the order of reading, each letter with its place."""
    mark = copied.LEFT
    assert copied.cells("אב 12 ג") == [(0, "ב"), (1, "א"), (2, mark), *enumerate(" 12 ", 3), (7, "ג"), (8, mark)]
    assert copied.cells("(א ב)") == [(0, "("), (3, "א"), (2, " "), (1, "ב"), (4, mark), (5, ")")]


@pytest.mark.parametrize("paper", ["certificate", "form of attendance", "day's plan"])
@pytest.mark.thorough(long=True)
def test_the_room_between_words_is_copied_too(paper: str) -> None:
    """Where words go from the right the next one begins further to the left, and readers took two for one."""
    for name in WHOLE:
        pdf = NAMED[paper](name)
        assert spaced(name) in spaced(by_pdfium(pdf))
        assert spaced(name) in spaced(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text())


@POPPLER
@pytest.mark.parametrize("paper", ["certificate", "form of attendance", "day's plan"])
@pytest.mark.thorough(long=True)
def test_pdftotext_copies_the_room_and_the_hyphen_within_a_word_from_the_right(paper: str) -> None:
    """To it a hyphen stands in numbers, and ends the letters that it turns. By -raw it puts a space of its own after one."""
    for name in WHOLE:
        pdf = NAMED[paper](name)
        for mode in MODES:
            same = plainly if mode == ("-raw",) and "-" in name else spaced
            assert same(name) in same(by_poppler(pdf, *mode)), mode
