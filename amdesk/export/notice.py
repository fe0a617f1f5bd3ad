"""The booking notice: one page in easy language, with nothing on it but what the participant and the host need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from amdesk.domain.booking.bookings import Booking
from amdesk.domain.booking.needs import Trip
from amdesk.domain.booking.reasons import trip_text
from amdesk.domain.people.participant import Participant
from amdesk.domain.places.placement import Placement
from amdesk.domain.texts import N_
from amdesk.export.pdf import (
    GREY,
    HEIGHT,
    INK,
    MARGIN,
    MM,
    PETROL,
    WIDTH,
    draw,
    draw_lines,
    finished,
    fitted,
    letterhead,
    new_canvas,
    rule,
    turn_on,
    width_of,
    wrap,
)
from amdesk.export.tagging import Canvas
from amdesk.i18n import Words

RIGHT = WIDTH - MARGIN
LABEL = 42 * MM
"""How wide the labels' column is at least: it widens to the longest word, and a label of several breaks."""
LABELS = "Inter-SemiBold", 10
BOTTOM = 20 * MM


@dataclass(frozen=True, slots=True)
class Notice:
    booking: Booking
    participant: Participant
    placement: Placement
    occupation: str
    trip: Trip | None
    city: str
    department: str
    phone: str
    today: date


def notice_pdf(n: Notice, words: Words) -> bytes:
    """Draw the notice."""
    title = words(N_("Booking notice"))
    canvas, out = new_canvas(f"{title} {n.booking.ref}", n.city, words.lang)
    left = (n.city, "Inter-SemiBold", 10.5, INK), (n.department, "Inter", 8.8, GREY)
    right = (n.booking.ref, "Inter-Medium", 8.8, GREY), (words.long_day(n.today), "Inter", 8.8, GREY)
    y = letterhead(canvas, HEIGHT - 20 * MM, left, right, RIGHT) - 9
    rule(canvas, MARGIN, RIGHT, y, 2, PETROL)
    y -= 42
    with canvas.tags.element("H1"):
        draw(canvas, MARGIN, y, title, "Newsreader-Medium", 34, PETROL)
    y -= 32
    name = n.participant.name or n.participant.number
    size = fitted(name, "Newsreader-SemiBold", 20, RIGHT - MARGIN, 12)
    lines = wrap(name, "Newsreader-SemiBold", size, RIGHT - MARGIN)
    y = draw_lines(canvas, MARGIN, y, lines, "Newsreader-SemiBold", size, leading=size + 3) + size - 31
    whose = f"{n.booking.ref} · {name} · {title}"  # the number first: of a name that is too long the end is left out
    facts = _facts(n, words)
    column = max(LABEL, max(width_of(w, *LABELS) for label, _ in facts for w in label.split()) + 10)
    for label, said_ in facts:
        y = _fact(canvas, y, column, label, said_, whose)
    if y < BOTTOM + 60:
        y = turn_on(canvas, whose) - 6
    with canvas.tags.element("H2"):
        draw(canvas, MARGIN, y - 4, words(N_("If you cannot come")), "Inter-SemiBold", 12, PETROL)
    y -= 24
    said = words(
        N_("Call your case worker as soon as you know. Say the reference {ref}. Do not wait until the first day."),
        ref=n.booking.ref,
    )
    with canvas.tags.element("P"):
        for line in wrap(said, "Inter", 11.5, RIGHT - MARGIN):
            draw(canvas, MARGIN, y, f"{line} ", "Inter", 11.5)
            y -= 16
    return finished(canvas, out)


def _fact(canvas: Canvas, y: float, column: float, label: str, said: list[str], whose: str) -> float:
    """A label with what it says beside it, each in its own column; on a new page where this one is full."""
    labels = wrap(label, *LABELS, column - 8)
    lines = [part for line in said for part in wrap(line, "Inter", 11.5, RIGHT - MARGIN - column)]
    if y - 16 * max(len(lines), len(labels)) < BOTTOM:
        y = turn_on(canvas, whose) - 6
    with canvas.tags.element("H2"):
        under = draw_lines(canvas, MARGIN, y, labels, *LABELS, GREY, 14)
    y = min(draw_lines(canvas, MARGIN + column, y, lines, "Inter", 11.5, leading=16), under)
    rule(canvas, MARGIN, RIGHT, y + 5, 0.5)
    return y - 13


def _facts(n: Notice, words: Words) -> list[tuple[str, list[str]]]:
    p, b = n.placement, n.booking
    starts = p.starts_at
    first = words.long_day(b.from_date)
    if starts is not None:
        first = words(N_("{day} at {hour}"), day=first, hour=f"{starts // 60:02d}.{starts % 60:02d}")
    meet = ", ".join(x for x in (p.supervisor, p.supervisor_phone) if x)
    out = [
        (words(N_("What")), [n.occupation]),
        (
            words(N_("Where")),
            [
                p.name,
                ", ".join(x for x in (p.address, p.postcode) if x),
                words.say(trip_text(n.trip)) if n.trip else "",
            ],
        ),
        (words(N_("First day")), [first]),
        (words(N_("You meet")), [meet]),
        (words(N_("Period")), [f"{words.long_day(b.from_date)} – {words.long_day(b.to_date)}"]),
        (words(N_("Hours")), [p.schedule, words(N_("{extent} % of full time"), extent=b.extent)]),
        (words(N_("Your case worker")), [n.participant.case_worker, n.phone]),
    ]
    return [(label, [x for x in lines if x]) for label, lines in out if any(lines)]
