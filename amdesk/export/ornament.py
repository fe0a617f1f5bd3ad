"""What is drawn on a certificate beside its words: its code, its bars of a level, and its engraving."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from amdesk.export.pdf import PETROL, operators, put
from amdesk.export.tagging import Canvas


def qr(canvas: Canvas, x: float, y: float, side: float, modules: Sequence[Sequence[bool | None]]) -> None:
    """A QR code with its quiet zone inside the square, one shape in whole numbers: a rectangle for each dark run."""
    from reportlab.lib.colors import HexColor

    count = len(modules)
    canvas.setFillColor(HexColor("#000000"))
    dark = [f"{start} {count - 1 - r} {long} 1 re" for r, row in enumerate(modules) for start, long in _runs(row)]
    put(canvas, x, y, f"{side / count:.6f} 0 0 {side / count:.6f} 0 0 cm\n{' '.join(dark)} f")


def _runs(row: Sequence[bool | None]) -> Iterator[tuple[int, int]]:
    """Where each dark run begins and how long it is."""
    at = 0
    for dark, same in groupby(row, bool):
        long = len(list(same))
        if dark:
            yield at, long
        at += long


def level_glyph(canvas: Canvas, x: float, y: float, level: int) -> None:
    """Four rising bars, as many filled as the level says."""
    put(canvas, x, y, _bars(level))


@cache
def _bars(level: int) -> str:
    return operators(lambda canvas: _draw_bars(canvas, level))


def _draw_bars(canvas: Canvas, level: int) -> None:
    from reportlab.lib.colors import HexColor

    for i in range(4):
        tall = 4.2 + i * 1.9
        canvas.setLineWidth(0.6)
        canvas.setStrokeColor(HexColor(PETROL if i < level else "#8FA0A5"))
        canvas.setFillColor(HexColor(PETROL))
        canvas.roundRect(i * 6.2, 0, 4.2, tall, 1.2, stroke=1, fill=int(i < level))


@cache
def _rings(radius: float) -> str:
    """The fine lines of an engraving around a point."""
    turns = [2 * math.pi * k / 36 for k in range(36)]

    def draw(canvas: Canvas) -> None:
        for angle in turns:
            at = 0.5 * radius * math.cos(angle), 0.5 * radius * math.sin(angle)
            canvas.circle(*at, 0.5 * radius, stroke=1, fill=0)

    return operators(draw)


def rosette(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """A fine-line engraving with the program's mark in its middle."""
    from reportlab.lib.colors import HexColor

    canvas.saveState()
    canvas.setLineWidth(0.22)
    canvas.setStrokeColor(HexColor(PETROL), alpha=0.5)
    put(canvas, x, y, _rings(radius))
    canvas.setStrokeColor(HexColor(PETROL), alpha=0.8)
    canvas.circle(x, y, radius, stroke=1, fill=0)
    canvas.setFillColor(HexColor("#FFFFFF"))
    canvas.setLineWidth(1)
    canvas.circle(x, y, 0.38 * radius, stroke=1, fill=1)
    for i, (part, dx) in enumerate(((0.62, -0.5), (0.9, -0.5), (0.5, 0.0))):
        wide = 0.22 * radius * 2
        canvas.setFillColor(HexColor("#B5CCCE"))
        canvas.roundRect(x - wide / 2, y + (0.11 - 0.13 * i) * radius, wide, 0.07 * radius, 1.2, stroke=0, fill=1)
        canvas.setFillColor(HexColor(PETROL))
        canvas.roundRect(
            x + dx * wide, y + (0.11 - 0.13 * i) * radius, wide * part, 0.07 * radius, 1.2, stroke=0, fill=1
        )
    canvas.restoreState()
