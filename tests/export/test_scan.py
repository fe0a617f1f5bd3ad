"""A signed paper that was scanned: shown and printed as other papers, whatever it was scanned as."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from amdesk.domain.errors import BadFile
from amdesk.export.pdf import HEIGHT, WIDTH
from amdesk.export.scan import paged
from amdesk.services.bank.papers import look, raster
from tests.export.test_papers import PAPERS


def scanned(kind: str, size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind)
    return out.getvalue()


@pytest.mark.thorough(6)
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("size", [(1240, 1754), (3000, 400), (40, 40)])
def test_a_picture_stands_whole_on_one_page(kind: str, size: tuple[int, int]) -> None:
    pdf = paged(scanned(kind, size), "Undertecknat kompetensintyg", "sv")
    (page,) = look(pdf).sizes
    assert page == pytest.approx((WIDTH, HEIGHT), abs=0.1)
    made = raster(pdf, 0, 1.0, grey=True)
    rows = [made.raw[y * made.stride : y * made.stride + made.width] for y in range(made.height)]
    inked = [(x, y) for y, row in enumerate(rows) for x, value in enumerate(row) if value < 200]
    wide = max(x for x, _ in inked) - min(x for x, _ in inked)
    tall = max(y for _, y in inked) - min(y for _, y in inked)
    assert wide / tall == pytest.approx(size[0] / size[1], rel=0.05)
    assert min(x for x, _ in inked) > 15


def test_a_scanned_pdf_is_shown_as_it_is() -> None:
    pdf = PAPERS["form, usual levels"]("sv")
    assert paged(pdf, "x", "sv") == pdf


@pytest.mark.parametrize(
    "damaged", [b"%PDF-1.4", b"\x89PNG\r\n\x1a\n and no more", b"\xff\xd8\xff", b"%PDF-1.7 " + b"x" * 900]
)
def test_a_damaged_scan_is_told_in_a_sentence(damaged: bytes) -> None:
    with pytest.raises(BadFile, match="damaged"):
        paged(damaged, "x", "sv")
