"""What would go wrong on paper is seen before it is printed: the eye that all papers are tried with, tried itself."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from amdesk.services.bank.papers import EDGE, faults, look, raster

WIDE, TALL = 400, 300
Page = Callable[[Canvas], None]


def pdf(*pages: Page, keywords: str = "") -> bytes:
    """Pages of 400 by 300 points, the second of them turned."""
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=0)
    canvas.setKeywords(keywords)
    for number, draw in enumerate(pages):
        canvas.setPageSize((TALL, WIDE) if number == 1 else (WIDE, TALL))
        canvas.setFont("Helvetica", 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def words(x: float, y: float, said: str = "HHH", size: float = 12) -> Page:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", size)
        canvas.drawString(x, y, said)

    return draw


def both(*parts: Page) -> Page:
    def draw(canvas: Canvas) -> None:
        for part in parts:
            part(canvas)

    return draw


def line(x: float, y: float, length: float, thick: float = 1) -> Page:
    return lambda canvas: canvas.rect(x, y - thick / 2, length, thick, stroke=0, fill=1)


CLEAN: dict[str, Page] = {
    "words apart": both(words(100, 100), words(100, 120), words(160, 100)),
    "a line under them": both(words(100, 100), line(90, 98, 60)),
    "a line beside them": both(words(100, 100), line(130, 104, 60)),
    "a bar of a chart": both(words(100, 100), line(90, 104, 60, 8)),
    "a minus": both(words(100, 100), line(101, 104, 9)),
    "a word across a draft": both(words(100, 100), words(60, 90, "UTKAST", 80)),
    "just within the edge": words(EDGE + 1, EDGE + 1),
    "nothing": lambda _canvas: None,
}
WRONG: dict[str, Page] = {
    "words over words": both(words(100, 100), words(104, 103, "XXX")),
    "a line through them": both(words(100, 100), line(90, 104, 60)),
    "at the left edge": words(EDGE - 3, 100),
    "at the lower edge": words(100, EDGE - 3),
    "at the right edge": words(WIDE - EDGE - 20, 100),
    "at the upper edge": words(100, TALL - EDGE - 6),
}


@pytest.mark.parametrize("what", list(CLEAN))
def test_a_paper_on_which_all_can_be_read_has_no_fault(what: str) -> None:
    assert faults(pdf(CLEAN[what])) == []
    assert look(pdf(CLEAN[what])).blurred == ()


@pytest.mark.parametrize("what", list(WRONG))
def test_a_paper_on_which_something_cannot_be_read_says_on_which_page(what: str) -> None:
    found = pdf(CLEAN["words apart"], CLEAN["words apart"], WRONG[what])
    assert {one.partition(":")[0] for one in faults(found)} == {"page 3"}
    assert look(found).blurred == (3,)
    assert look(pdf(WRONG[what], CLEAN["nothing"], WRONG[what])).blurred == (1, 3)


def test_the_nearest_word_to_each_side_is_that_of_the_page_where_it_is_nearest() -> None:
    found = look(pdf(words(100, 100, "H"), words(60, 380, "H"), words(380, 40, "H")))
    assert found.sizes == ((WIDE, TALL), (TALL, WIDE), (WIDE, TALL))
    left, top, right, bottom = found.nearest
    assert (round(left), round(bottom)) == (61, 40)
    assert 10 < top < 13, "on the turned page, 400 high"
    assert 10 < right < 13, "on the last page"
    assert look(pdf(CLEAN["nothing"])).nearest == (TALL,) * 4


def test_a_page_as_a_picture_is_as_many_pixels_as_it_was_asked_for() -> None:
    found = pdf(CLEAN["nothing"], line(0, 200, TALL, 400))
    white, black = raster(found, 0, 0.5), raster(found, 1, 0.5, grey=True)
    assert (white.width, white.height, black.width, black.height) == (200, 150, 150, 200)
    assert (white.grey, black.grey, set(white.raw[: white.stride])) == (False, True, {255})
    assert black.raw[black.stride * 100 + 75] == 0


def test_a_paper_without_a_code_has_none_and_one_whose_code_nobody_can_read_says_so() -> None:
    assert look(pdf(CLEAN["nothing"])).code is None
    assert look(pdf(CLEAN["nothing"], keywords="AMDESK1 something else")).code is False
