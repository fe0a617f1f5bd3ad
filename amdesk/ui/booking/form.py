"""One booking and every step it can take now: confirm, start, extend, move, interrupt, cancel, no-show, notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from amdesk.domain.booking.bookings import CANCEL_REASONS, INTERRUPT_REASONS, Booking
from amdesk.domain.booking.statuses import BOOKING_STATUSES
from amdesk.domain.change import Change, changes
from amdesk.domain.people.masks import MASK
from amdesk.ui.kit.basic import CheckBox, button, divider
from amdesk.ui.kit.dialog import Dialog, Spanned, grid
from amdesk.ui.kit.fields import Choice, DateEdit, Field
from amdesk.ui.kit.picker import Picker
from amdesk.ui.kit.saving import file_name, who
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from datetime import date

    from amdesk.services.desk import Desk


class BookingDialog(Dialog):
    writes = True

    def __init__(self, parent: QWidget, shell: Shell, booking: Booking) -> None:
        t = shell.words
        said = t(
            "{name}: {place}, {first} to {last}, {extent} %. {status}.",
            name=t(MASK) if booking.protected else shell.name(booking.participant),
            place=booking.placement,
            first=booking.from_date,
            last=booking.to_date,
            extent=booking.extent,
            status=t(BOOKING_STATUSES[booking.status]),
        )
        super().__init__(parent, shell, t("Booking {ref}", ref=booking.ref), t("Save"), sentence=said, width=560)
        self.booking = booking
        b = booking
        self.last = DateEdit(shell, b.to_date, base=lambda: b.to_date)
        self.place, self.on = Picker(shell, "placement"), DateEdit(shell)
        self.seen = CheckBox(shell, t("The introduction checklist has been gone through"))
        self.seen.setChecked(b.introduced_on is not None)
        self.seen.setEnabled(b.introduced_on is None)
        self.body.addWidget(Field(t("Last day (a later one extends)"), self.last))
        self.body.addLayout(
            grid([Field(t("Move to placement, by name or number"), self.place), Field(t("From"), self.on)])
        )
        if b.status in {"reserved", "booked"}:
            self.body.addWidget(self.seen)
        self.body.addWidget(divider())
        self.body.addLayout(self._steps())
        self.last.setFocus()

    def _steps(self) -> QHBoxLayout:
        t, b, row = self.t, self.booking, QHBoxLayout()
        row.setSpacing(8)
        if b.status == "reserved":
            row.addWidget(
                button(
                    self.shell,
                    t("Confirm"),
                    lambda: self._step(lambda d: d.booking.confirm(b.ref), t("The booking is confirmed.")),
                    kind="soft",
                    writes=True,
                )
            )
        if b.status == "booked":
            row.addWidget(button(self.shell, t("The person came"), self._start, kind="soft", writes=True))
            row.addWidget(
                button(
                    self.shell,
                    t("Did not come"),
                    lambda: self._step(lambda d: d.booking.no_show(b.ref), t("Noted: did not come.")),
                    writes=True,
                )
            )
        if b.status in {"reserved", "booked"}:
            row.addWidget(button(self.shell, t("Cancel booking"), self._cancel, writes=True))
        if b.status == "started":
            row.addWidget(button(self.shell, t("Interrupt"), self._interrupt, writes=True))
        row.addWidget(button(self.shell, t("Booking notice"), self._notice, icon="print"))
        row.addStretch(1)
        return row

    def _step(self, work: Callable[[Desk], object], said: str) -> None:
        self.write(work, lambda _: self.shell.toast(said, undo=True))

    def _closed(self, work: Callable[[Desk], Booking], said: str) -> None:
        """It is no more: whoever got its notice is to hear that."""
        self.write(
            lambda d: d.booking.noticed(work(d).ref),
            lambda day: self.shell.toast(with_notice(self.shell, said, day), undo=True),
        )

    def take(self, act: str) -> None:
        """Begin a step that ends the booking, as its button does."""
        {"cancel": self._cancel, "interrupt": self._interrupt}[act]()

    def _moved(
        self,
        changed: Mapping[str, Change],
        work: Callable[[Desk, Mapping[str, Change]], Booking],
        said: str,
        opened: Mapping[str, object] | None = None,
    ) -> None:
        """A move or another last day: what is to be thought of at the new place and time is said with it."""
        self.store(
            changed,
            lambda d, given: d.booking.warnings(work(d, given).ref),
            lambda found: self.shell.toast(self.shell.with_warnings(said, found), undo=True),
            opened,
        )

    def _start(self) -> None:
        b, seen = self.booking, self.seen.isChecked() and self.booking.introduced_on is None

        def work(desk: Desk) -> None:
            if seen:
                desk.booking.introduction_seen(b.ref)
            desk.booking.start(b.ref)

        self._step(work, self.t("Started."))

    def _cancel(self) -> None:
        b = self.booking
        reason = ChoiceDialog.ask(
            self,
            self.shell,
            self.t("Cancel booking"),
            [(k, self.t(v)) for k, v in CANCEL_REASONS.items() if k not in {"EXPIRED", "MOVED", "NO_SHOW"}],
        )
        if reason:
            self._closed(
                lambda d: d.booking.cancel(b.ref, reason[0]),
                self.t("The booking is cancelled. The place is free again."),
            )

    def _interrupt(self) -> None:
        b = self.booking
        answer = ChoiceDialog.ask(
            self, self.shell, self.t("Interrupt"), [(k, self.t(v)) for k, v in INTERRUPT_REASONS.items()], day=True
        )
        if answer:
            code, on = answer
            self._closed(
                lambda d: d.booking.interrupt(b.ref, on or self.shell.today, code),
                self.t("The booking is interrupted; the employment goes on."),
            )

    def _notice(self) -> None:
        print_notice(self, self.shell, self.booking.ref, notice_of(self.shell, self.booking))

    def confirm(self) -> None:
        b, last, place, on = self.booking, self.last.value(), self.place.code(), self.on.value()
        if last is None or self.on.wrong():
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
        elif place or on:
            opened = {"placement_id": b.placement_id, "to_date": b.to_date} | ({"from_date": b.from_date} if on else {})
            now = {"placement_id": place or b.placement_id, "from_date": on, "to_date": last}
            self._moved(
                changes(opened, opened, {name: now[name] for name in opened}),
                lambda d, given: d.booking.move(b.ref, given["placement_id"], given.get("from_date"), given["to_date"]),
                self.t("The booking is moved."),
                opened,
            )
        elif last != b.to_date:
            self._moved(
                {"to_date": Change(b.to_date, last)},
                lambda d, given: d.booking.extend(b.ref, given["to_date"]),
                self.t("The last day is changed."),
            )
        elif self.seen.isChecked() and b.introduced_on is None:
            self._step(lambda d: d.booking.introduction_seen(b.ref), self.t("Noted."))
        else:
            self.accept()


class ChoiceDialog(Dialog):
    """One choice with a reason code, and a day where one is needed."""

    def __init__(self, parent: QWidget, shell: Shell, title: str, choices: list[tuple[str, str]], *, day: bool) -> None:
        super().__init__(parent, shell, title, title)
        self.choice = Choice(shell, choices)
        self.on = DateEdit(shell, shell.today)
        fields: list[Spanned] = [Field(self.t("Reason"), self.choice)]
        if day:
            fields.append(Field(self.t("Last day"), self.on))
        self.body.addLayout(grid(fields, len(fields)))
        self.choice.setFocus()

    def confirm(self) -> None:
        if self.on.value() is None:
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return
        self.accept()

    @classmethod
    def ask(
        cls, parent: QWidget, shell: Shell, title: str, choices: list[tuple[str, str]], *, day: bool = False
    ) -> tuple[str, date | None] | None:
        dialog = cls(parent, shell, title, choices, day=day)
        return (dialog.choice.code(), dialog.on.value()) if dialog.exec() else None


def with_notice(shell: Shell, said: str, noticed: date | None) -> str:
    """A sentence about a booking that is no more, and that a notice of it has gone out."""
    if noticed is None:
        return said
    return shell.words(
        "{said} Its booking notice was made {day}: tell whoever got it that it no longer holds.", said=said, day=noticed
    )


def notice_of(shell: Shell, booking: Booking) -> str:
    """Whom the file of a booking's notice is called after."""
    return who(shell, booking.participant, booking.participant_number, protected=booking.protected)


def print_notice(parent: QWidget, shell: Shell, ref: str, whom: str = "") -> None:
    """Show the booking notice to be printed or saved; that it was made is noted when it is."""
    from amdesk.ui.kit.paper import Paper
    from amdesk.ui.kit.printing import print_paper  # nothing is printed before the first paint

    t = shell.words
    paper = Paper(
        t("Booking notice"),
        " · ".join(x for x in (whom, ref) if x),
        file_name(shell, whom or ref, t("Booking notice")),
        lambda desk, why: desk.exports.notice_page(ref, why=why),
        out=lambda desk, _why: desk.booking.notice_made(ref),
    )
    print_paper(parent, shell, paper)
