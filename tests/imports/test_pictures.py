"""Codes in pictures that anybody made: a large photo is read, and what would fill the memory is refused in a sentence."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from amdesk.domain.errors import BadFile
from amdesk.imports.pictures import MOST_PIXELS, qr_codes
from tests.services.attacks import code, genuine, picture


@pytest.mark.thorough(long=True)
def test_a_photo_of_fifty_million_pixels_is_read(tmp_path: Path) -> None:
    page = Image.open(io.BytesIO(picture(genuine()))).convert("L").resize((5950, 8410))
    page.save(tmp_path / "x.jpg", quality=70)
    assert page.width * page.height > MOST_PIXELS
    assert qr_codes(tmp_path / "x.jpg") == {code()}


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize(("side", "kind"), [(6400, "PNG"), (13500, "TIFF")])
def test_a_picture_that_unpacks_to_too_much_is_refused_and_told(side: int, kind: str, tmp_path: Path) -> None:
    Image.new("L", (side, side)).save(
        tmp_path / "x.png", kind, **({"compression": "tiff_deflate"} if kind == "TIFF" else {})
    )
    with pytest.raises(BadFile, match=r"x.png has more than 40 million pixels. Save it smaller"):
        qr_codes(tmp_path / "x.png")


def test_one_that_is_broken_has_no_code(tmp_path: Path) -> None:
    whole = picture(genuine())
    (tmp_path / "x.jpg").write_bytes(whole[: len(whole) // 9])
    assert qr_codes(tmp_path / "x.jpg") == set()
