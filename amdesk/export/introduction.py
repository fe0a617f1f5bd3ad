"""What a participant is told about an introduction: one page in easy language, with what is sent and what never is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from amdesk.domain.employers.vacancy import Vacancy
from amdesk.domain.people.participant import Participant
from amdesk.domain.texts import N_
from amdesk.export.pdf import (
    GREY,
    HEIGHT,
    INK,
    MARGIN,
    MM,
    PETROL,
    WIDTH,
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

RIGHT, BOTTOM = WIDTH - MARGIN, 20 * MM
LABELS = "Inter-SemiBold", 10
LABEL = 42 * MM


@dataclass(frozen=True, slots=True)
class IntroductionNotice:
    """`certificate` is the number of the one that goes along, "" where none does."""

    participant: Participant
    vacancy: Vacancy
    certificate: str
    today: date
    city: str
    department: str
    phone: str


def introduction_pdf(n: IntroductionNotice, words: Words) -> bytes:
    """Draw the page; a long text goes on to another one."""
    title = words(N_("We have told an employer about you"))
    canvas, out = new_canvas(f"{title} {n.vacancy.number}", n.city, words.lang)
    left = (n.city, "Inter-SemiBold", 10.5, INK), (n.department, "Inter", 8.8, GREY)
    right = (n.vacancy.number, "Inter-Medium", 8.8, GREY), (words.long_day(n.today), "Inter", 8.8, GREY)
    y = letterhead(canvas, HEIGHT - 20 * MM, left, right, RIGHT) - 9
    rule(canvas, MARGIN, RIGHT, y, 2, PETROL)
    y -= 38
    size = fitted(title, "Newsreader-Medium", 28, RIGHT - MARGIN, 16)
    with canvas.tags.element("H1"):
        y = draw_lines(
            canvas,
            MARGIN,
            y,
            wrap(title, "Newsreader-Medium", size, RIGHT - MARGIN),
            "Newsreader-Medium",
            size,
            PETROL,
            size + 3,
        )
    name = n.participant.name or n.participant.number
    size = fitted(name, "Newsreader-SemiBold", 20, RIGHT - MARGIN, 12)
    lines = wrap(name, "Newsreader-SemiBold", size, RIGHT - MARGIN)
    y = draw_lines(canvas, MARGIN, y - 4, lines, "Newsreader-SemiBold", size, leading=size + 3) - 14
    # the number first: of a name that is too long the end is left out
    whose = f"{n.vacancy.number} · {name} · {title}"
    facts = _facts(n, words)
    column = max(LABEL, max(width_of(w, *LABELS) for label, _ in facts for w in label.split()) + 10)
    for label, said in facts:
        y = _fact(canvas, y, column, label, said, whose)
    finish = (
        words(N_("You have said yes to this. You can say no at any time, and nothing happens to your employment.")),
        words(N_("Your absence, your needs and your support are never sent to an employer.")),
        words(
            N_(
                "If the employer calls you: say yes to an interview if you want the work. Call us if you want to prepare."
            )
        ),
    )
    for said_ in finish:
        y = _paragraph(canvas, y, said_, whose)
    return finished(canvas, out)


def _room(canvas: Canvas, y: float, tall: float, whose: str) -> float:
    return y if y - tall >= BOTTOM else turn_on(canvas, whose) - 6


def _paragraph(canvas: Canvas, y: float, said: str, whose: str) -> float:
    lines = wrap(said, "Inter", 11.5, RIGHT - MARGIN)
    y = _room(canvas, y, 16 * len(lines), whose)
    with canvas.tags.element("P"):
        return draw_lines(canvas, MARGIN, y, lines, "Inter", 11.5, leading=16) - 6


def _fact(canvas: Canvas, y: float, column: float, label: str, said: list[str], whose: str) -> float:
    """A label with what it says beside it, each in its own column."""
    labels = wrap(label, *LABELS, column - 8)
    lines = [part for line in said for part in wrap(line, "Inter", 11.5, RIGHT - MARGIN - column)]
    y = _room(canvas, y, 16 * max(len(lines), len(labels)), whose)
    with canvas.tags.element("H2"):
        under = draw_lines(canvas, MARGIN, y, labels, *LABELS, GREY, 14)
    y = min(draw_lines(canvas, MARGIN + column, y, lines, "Inter", 11.5, leading=16), under)
    rule(canvas, MARGIN, RIGHT, y + 5, 0.5)
    return y - 13


def _facts(n: IntroductionNotice, words: Words) -> list[tuple[str, list[str]]]:
    v = n.vacancy
    sent = (
        words(N_("Your certificate {number}, and nothing else"), number=n.certificate)
        if n.certificate
        else words(N_("Your name, and nothing else"))
    )
    out = [
        (words(N_("Employer")), [v.employer, v.place]),
        (words(N_("What")), [v.title, words(N_("{extent} % of full time"), extent=v.extent)]),
        (words(N_("Starts")), [words.long_day(v.start)] if v.start else []),
        (words(N_("Apply by")), [words.long_day(v.apply_by)] if v.apply_by else []),
        (words(N_("What we send")), [sent]),
        (words(N_("Your case worker")), [n.participant.case_worker, n.phone]),
    ]
    return [(label, [x for x in lines if x]) for label, lines in out if any(lines)]
