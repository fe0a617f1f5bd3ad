"""What the booking panel says once somebody is booked: whose place it is, its facts, and what is planned from it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from amdesk.domain.booking.bookings import Booking
from amdesk.domain.booking.statuses import TAKES
from amdesk.domain.people.participant import Person
from amdesk.domain.people.short_names import given_name
from amdesk.services.booking.bookings import Receipt
from amdesk.ui.kit.basic import label
from amdesk.ui.kit.shell import Shell

PLANNED = {"week4": "clipboard_task", "week12": "clipboard_task", "final": "certificate", "day90": "history"}


def says(booking: Booking) -> tuple[object, ...]:
    """What a receipt says of a booking, and whether it is still to come, or is."""
    said_of = (booking.placement_id, booking.extent, booking.from_date, booking.to_date, booking.supervisor)
    return (booking.status == "reserved", booking.status in TAKES, booking.expires_on, *said_of)


def said(shell: Shell, booking: Booking, who: Person) -> str:
    """In one sentence."""
    t = shell.words
    name = t("Protected person") if who.protection else given_name(shell.name(booking.participant))
    if booking.status == "reserved":
        return t("{name} is tentatively booked", name=name)
    return t("{name} is booked", name=name)


def head(shell: Shell, booking: Booking, who: Person, dpr: float) -> QHBoxLayout:
    """The sentence, and that it is stored. `dpr` is how many pixels of the screen one of the window is."""
    row, mark, words = QHBoxLayout(), QLabel(), QVBoxLayout()
    mark.setPixmap(shell.theme.pixmap("checkmark_circle", "ok", shell.theme.mark(40), dpr=dpr))
    row.addWidget(mark)
    words.setSpacing(0)
    words.addWidget(label(said(shell, booking, who), "section", wrap=True))
    words.addWidget(label(shell.words("Saved"), "small"))
    row.addLayout(words, 1)
    return row


def facts(shell: Shell, booking: Booking, place: str) -> QGridLayout:
    """Name and value of each."""
    t, out = shell.words, QGridLayout()
    out.setVerticalSpacing(6)
    lines = [
        (t("Place"), place),
        (t("Extent"), t.percent(booking.extent)),
        (t("Period"), f"{t.day(booking.from_date)} – {t.day(booking.to_date)}"),
        (t("Supervisor"), shell.shown(booking.supervisor) or t("not recorded")),
        (t("Booking"), booking.ref),
    ]
    if booking.expires_on:
        lines.append((t("Expires"), t.day(booking.expires_on)))
    if booking.despite:
        lines.append((t("Booked all the same"), booking.despite))
    for i, (name, value) in enumerate(lines):
        out.addWidget(label(name, "small"), i, 0, Qt.AlignmentFlag.AlignTop)
        out.addWidget(label(value, "strong", wrap=True), i, 1)
    out.setColumnStretch(1, 1)
    return out


def planned(shell: Shell, receipt: Receipt, dpr: float) -> list[QHBoxLayout]:
    """What comes when."""
    t = shell.words
    names = {
        "week4": t("Assessment week {week}", week=shell.plan.first),
        "week12": t("Assessment week {week}", week=shell.plan.second),
        "final": t("Final assessment and certificate"),
        "day90": t("Day 90"),
    }
    return [iconed(shell, PLANNED[code], names[code], dpr, t.day(day)) for code, day in receipt.planned]


def iconed(shell: Shell, icon: str, words: str, dpr: float, more: str = "") -> QHBoxLayout:
    """A line with an icon before it, and with `more` at its end."""
    row, mark = QHBoxLayout(), QLabel()
    row.setSpacing(8)
    mark.setPixmap(shell.theme.pixmap(icon, "text2", shell.theme.mark(16), dpr=dpr))
    row.addWidget(mark)
    row.addWidget(label(words, "small", wrap=True), 1)
    if more:
        row.addWidget(label(more, "small"))
    return row
