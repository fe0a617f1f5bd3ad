"""The recovery code on paper."""

from __future__ import annotations

from datetime import date

from amdesk.domain.texts import N_
from amdesk.export.pdf import GREY, HEIGHT, MARGIN, MM, PETROL, WIDTH, draw, finished, fitted, new_canvas, rule, wrap
from amdesk.i18n import Words


def recovery_pdf(code: str, address: str, words: Words, today: date) -> bytes:
    """One page with the code in large letters and what it is for."""
    title = words(N_("Recovery code"))
    canvas, out = new_canvas(title, "AMDesk", words.lang)
    y = HEIGHT - 40 * MM
    with canvas.tags.element("H1"):
        draw(canvas, MARGIN, y, title, "Newsreader-Medium", 34, PETROL)
    y -= 30
    for line in wrap(address, "Inter", 10, WIDTH - 2 * MARGIN):
        draw(canvas, MARGIN, y, line, "Inter", 10, GREY)
        y -= 14
    draw(canvas, MARGIN, y, words.long_day(today), "Inter", 10, GREY)
    y -= 50
    draw(canvas, MARGIN, y, code, "Inter-SemiBold", fitted(code, "Inter-SemiBold", 19, WIDTH - 2 * MARGIN, 12))
    rule(canvas, MARGIN, WIDTH - MARGIN, y - 14, 1, PETROL)
    y -= 44
    said = words(
        N_(
            "This code opens the bank when the passphrase is lost. Whoever has it can read everything. Lock it away; do not keep it on the computer."
        )
    )
    with canvas.tags.element("P"):
        for line in wrap(said, "Inter", 12, WIDTH - 2 * MARGIN):
            draw(canvas, MARGIN, y, f"{line} ", "Inter", 12)
            y -= 18
    return finished(canvas, out)
