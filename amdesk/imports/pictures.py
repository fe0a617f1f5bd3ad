"""QR codes in pictures that anybody may have made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from amdesk.domain.errors import BadFile
from amdesk.domain.texts import N_, text

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

MOST_PIXELS = 40_000_000
"""That are unpacked: of four bytes each they fill 160 MB. A page read at 300 dots an inch has nine million."""
MOST_LOOKED_AT = 12_000_000
"""In which a code is looked for; a larger picture is made smaller first, since a code fills a good part of a page."""


def qr_codes(path: Path) -> set[str]:
    """The texts of all QR codes of a picture. Raises BadFile for one that is too large."""
    import zxingcpp
    from PIL import Image

    try:
        with Image.open(path) as picture:
            seen = _grey(picture)
        if seen is None:
            raise _too_large(path)
        found = zxingcpp.read_barcodes(seen, zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    except BadFile:
        raise
    except Image.DecompressionBombError as error:
        raise _too_large(path) from error
    except Exception:  # noqa: BLE001 - a broken picture breaks its reader in a dozen ways
        return set()
    return {str(c.text) for c in found}


def _grey(picture: Picture) -> Picture | None:
    """The picture in grey, a large photo at half its size or less; None where it would not fit."""
    parts = next((n for n in (1, 2, 4) if picture.width * picture.height <= 2 * MOST_LOOKED_AT * n * n), 8)
    if parts > 1:
        picture.draft("L", (picture.width // parts, picture.height // parts))  # a JPEG alone can be read smaller
    if picture.width * picture.height > MOST_PIXELS:
        return None
    grey = picture.convert("L")
    pixels = grey.width * grey.height
    return grey.reduce(2) if pixels > MOST_LOOKED_AT else grey


def _too_large(path: Path) -> BadFile:
    said = N_("{file} has more than {most} million pixels. Save it smaller, or cut out the part with the code.")
    return BadFile(text(said, file=path.name, most=MOST_PIXELS // 1_000_000), "TOO_LARGE")
