"""A badge as a picture that carries its credential: a PNG with the signed text inside (Open Badges 3.0, 5.3.1, baking)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from amdesk.domain.competence.assessments import Frozen
from amdesk.export.ornament import rosette
from amdesk.export.pdf import GREY, INK, PETROL, draw, finished, fitted, font_for, new_canvas, width_of

if TYPE_CHECKING:
    from PIL.Image import Image

KEYWORD = "openbadgecredential"
"""Under which a reader of badges finds the credential in a PNG."""
SIDE = 240.0
DOTS = 3
"""Dots of the picture for each point of the drawing: 720 a side."""


def baked(frozen: Frozen, jws: str) -> bytes:
    """The badge's picture with its credential baked in."""
    from PIL.PngImagePlugin import PngInfo

    inside, out = PngInfo(), io.BytesIO()
    inside.add_itxt(KEYWORD, jws)
    _picture(frozen).save(out, "PNG", pnginfo=inside, optimize=True)
    return out.getvalue()


def _picture(frozen: Frozen) -> Image:
    """The engraving of the certificate with who it is, as what and by whom."""
    import pypdfium2

    canvas, out = new_canvas(f"Kompetensintyg {frozen['number']}", frozen["city"])
    with canvas.tags.artifact():
        rosette(canvas, SIDE / 2, 842 - 92, 68)
    lines = (
        (frozen["name"], font_for(frozen["name"], "Newsreader-SemiBold", "Inter-SemiBold"), 19.0, INK),
        (frozen["occupation"], "Inter-SemiBold", 11.0, PETROL),
        (f"{frozen['city']} · {frozen['number']}", "Inter", 8.4, GREY),
    )
    for said, font, most, y in ((*line[:3], at) for line, at in zip(lines, (190, 207, 223), strict=True)):
        size = fitted(said, font, most, SIDE - 24, 5)
        colour = next(line[3] for line in lines if line[0] == said)
        draw(canvas, (SIDE - width_of(said, font, size)) / 2, 842 - y, said, font, size, colour)
    page = pypdfium2.PdfDocument(finished(canvas, out))[0]
    bottom, right = page.get_height() - SIDE, page.get_width() - SIDE
    picture: Image = page.render(scale=DOTS, crop=(0, bottom, right, 0)).to_pil().convert("RGB")
    return picture
