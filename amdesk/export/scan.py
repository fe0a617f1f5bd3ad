"""A scanned paper as pages that can be looked at and printed."""

from __future__ import annotations

import io

from amdesk.domain.errors import BadFile
from amdesk.domain.texts import N_, text
from amdesk.export.pdf import HEIGHT, MM, WIDTH, finished, new_canvas

EDGE = 8 * MM
"""What stays free around a picture: no printer reaches all of a page."""
DAMAGED = N_("The scan is damaged and cannot be shown. Attach it again.")


def paged(content: bytes, title: str, lang: str) -> bytes:
    """A PDF as it is; a picture (PNG or JPEG) as large as there is room for on a page of A4. Raises BadFile where it is
    damaged."""
    if content.startswith(b"%PDF"):
        return _whole(content)
    from reportlab.lib.utils import ImageReader

    canvas, out = new_canvas(title, "AMDesk", lang)
    try:
        picture = ImageReader(io.BytesIO(content))
        wide, tall = picture.getSize()
        scale = min((WIDTH - 2 * EDGE) / wide, (HEIGHT - 2 * EDGE) / tall)
        with canvas.tags.element("Figure", title), canvas.tags.content():
            canvas.drawImage(
                picture, (WIDTH - wide * scale) / 2, HEIGHT - EDGE - tall * scale, wide * scale, tall * scale
            )
    except (OSError, ValueError, SyntaxError) as error:
        raise BadFile(text(DAMAGED), "SCAN") from error
    return finished(canvas, out)


def _whole(pdf: bytes) -> bytes:
    import pypdfium2

    try:
        pypdfium2.PdfDocument(pdf).close()
    except pypdfium2.PdfiumError as error:
        raise BadFile(text(DAMAGED), "SCAN") from error
    return pdf
