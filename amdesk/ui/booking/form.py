"""One booking and every step it can take now: confirm, came, did not come, notice; and the way to those that ask something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from amdesk.domain.booking.bookings import Booking
from amdesk.domain.booking.statuses import ASKING, asking
from amdesk.domain.guidance.choices import CHOICE_KINDS
from amdesk.ui.booking.steps import END, end_employment, open_step, whose
from amdesk.ui.kit.basic import CheckBox, KeyButton, button, divider, label
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.relay import Wrapping
from amdesk.ui.kit.saving import file_name, who
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.domain.guidance.versions import UsedGuidance
    from amdesk.services.desk import Desk


class BookingDialog(Dialog):
    """Whose it is, and the steps it can take now: those that need an answer have a dialog of their own."""

    writes = True
    act = "booking"

    def __init__(self, parent: QWidget, shell: Shell, booking: Booking) -> None:
        t = shell.words
        said = whose(shell, booking)
        super().__init__(parent, shell, t("Booking {ref}", ref=booking.ref), t("Save"), sentence=said, width=560)
        self.booking = booking
        self.seen = CheckBox(shell, t("The introduction checklist has been gone through"))
        self.seen.setChecked(booking.introduced_on is not None)
        self.seen.setEnabled(booking.introduced_on is None)
        self.seen.toggled.connect(lambda: self.complain(""))  # that it was not ticked is true no longer
        coming = booking.status in {"reserved", "booked"}
        if coming:
            self.body.addWidget(self.seen)
            self.body.addWidget(divider())
        self.ok.setVisible(coming)  # else there is nothing here to save
        if booking.despite:
            self.body.addWidget(label(t("Booked all the same: {why}", why=booking.despite), "small", wrap=True))
        acts = Wrapping()
        acts.setSpacing(8)
        for one in (*self._at_once(), *self._asked()):
            acts.addWidget(one)
        acts.addWidget(button(shell, t("Booking notice"), self._notice, icon="print", act="booking.notice"))
        self.body.addLayout(acts)
        self.guided = Wrapping()
        self.body.addLayout(self.guided)
        ref = booking.ref
        shell.tasks.run(lambda desk: desk.guidance.kept_with_booking(ref), self._show_guidance, key="kept guidance")

    def _show_guidance(self, kept: Sequence[UsedGuidance]) -> None:
        """Which version of the guidance was in force when it was booked, to be read as it was then."""
        for used in kept if isValid(self) else ():
            kind, _, code = used.choice.partition(".")
            about = self.t(CHOICE_KINDS[kind]) if kind in CHOICE_KINDS else used.chapter
            said = self.t("{about}: guidance version {version}", about=about, version=used.version)
            one = button(
                self.shell, said, partial(self._read, kind, code, used.guidance), kind="link", icon="lightbulb"
            )
            self.guided.addWidget(one)
            one.show()  # Qt shows it in a moment, and until then it counts for nothing where room is made
        if kept and isValid(self) and self.isVisible():
            self.make_room()

    def _read(self, kind: str, code: str, version: int) -> None:
        from amdesk.ui.guidance.beside import open_beside

        open_beside(self, self.shell, kind, code, self, version=version)

    def _at_once(self) -> list[KeyButton]:
        """Steps that need no answer."""
        t, ref, status = self.t, self.booking.ref, self.booking.status
        steps: list[tuple[str, Callable[[], object], str]] = []
        if status == "reserved":
            steps.append((t("Confirm"), lambda: self._step(_confirmed(ref), t("The booking is confirmed.")), "soft"))
        if status == "booked":
            steps.append((t("The person came"), self._start, "soft"))
            steps.append((t("Did not come"), lambda: self._step(_no_show(ref), t("Noted: did not come.")), ""))
        return [button(self.shell, said, act, kind=kind, writes=True, act="booking") for said, act, kind in steps]

    def _asked(self) -> list[KeyButton]:
        """Steps with a dialog of their own, which takes the place of this one."""
        steps: list[tuple[str, Callable[[QWidget, Shell, Booking], object]]] = [
            (ASKING[step], partial(open_step, step=step)) for step in asking(self.booking.status)
        ]
        if self.booking.status == "started":
            steps.append((END, end_employment))
        return [
            button(self.shell, self.t(said), partial(self._go_to, act), writes=True, act="booking")
            for said, act in steps
        ]

    def _go_to(self, act: Callable[[QWidget, Shell, Booking], object]) -> None:
        over = self.parentWidget() or self
        self.accept()
        act(over, self.shell, self.booking)

    def _step(self, work: Callable[[Desk], object], said: str) -> None:
        self.write(work, lambda _: self.shell.toast(said, undo=True))

    def _start(self) -> None:
        b, seen = self.booking, self.seen.isChecked() and self.booking.introduced_on is None

        def work(desk: Desk) -> None:
            if seen:
                desk.booking.introduction_seen(b.ref)
            desk.booking.start(b.ref)

        self._step(work, self.t("Started."))

    def _notice(self) -> None:
        print_notice(self, self.shell, self.booking.ref, notice_of(self.shell, self.booking))

    def confirm(self) -> None:
        b = self.booking
        if self.ok.isVisible() and self.seen.isChecked() and b.introduced_on is None:
            self._step(lambda d: d.booking.introduction_seen(b.ref), self.t("Noted."))
        else:
            self.accept()


def _confirmed(ref: str) -> Callable[[Desk], object]:
    return lambda desk: desk.booking.confirm(ref)


def _no_show(ref: str) -> Callable[[Desk], object]:
    return lambda desk: desk.booking.no_show(ref)


def notice_of(shell: Shell, booking: Booking) -> str:
    """Whom the file of a booking's notice is called after."""
    return who(shell, booking.participant, booking.participant_number)


def print_notice(parent: QWidget, shell: Shell, ref: str, whom: str = "") -> None:
    """Show the booking notice to be printed or saved; that it was made is noted when it is."""
    from amdesk.ui.kit.paper import Paper
    from amdesk.ui.kit.printing import print_paper  # nothing is printed before the first paint

    t = shell.words
    paper = Paper(
        t("Booking notice"),
        " · ".join(x for x in (whom, ref) if x),
        file_name(shell, whom or ref, t("Booking notice")),
        lambda desk, why: desk.exports.notice_page(ref, shell.papers, why),
        act="booking.notice",
        out=lambda desk, _why: desk.booking.notice_made(ref),
    )
    print_paper(parent, shell, paper)
