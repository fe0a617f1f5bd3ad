"""The booking panel beside the matches: dates, checks, Book; after booking it becomes the receipt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from amdesk.domain.booking.bookings import Check, whole_weeks
from amdesk.domain.booking.matching import Opening
from amdesk.domain.booking.plan import assessment_days, day90
from amdesk.domain.booking.queue import reason_of
from amdesk.domain.people.participant import Person
from amdesk.domain.people.short_names import given_name
from amdesk.domain.places.placement import Availability, open_end
from amdesk.domain.values import add_months
from amdesk.services.booking.bookings import Receipt
from amdesk.ui.booking import receipt as shown
from amdesk.ui.booking.asking import AskThePlace
from amdesk.ui.booking.passed import PassedOver
from amdesk.ui.booking.periodbar import PeriodBar
from amdesk.ui.booking.queue import QueueUp
from amdesk.ui.guidance.beside import with_guidance
from amdesk.ui.kit.basic import KeyButton, Panel, Segments, button, clear, divider, label
from amdesk.ui.kit.fieldarea import into_sight
from amdesk.ui.kit.fields import Choice, DateEdit, Field
from amdesk.ui.kit.relay import Wrapping
from amdesk.ui.kit.scrolled import BAR, Scrolled
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

DEFAULT_FORM = "bea_visstid"
"""The unit's usual form, as the services have it."""
EXTENTS = ("50", "75", "100")
LOOKS = {
    "ok": ("checkmark_circle", "ok"),
    "info": ("info", "text2"),
    "warn": ("error_circle", "warn"),
    "stop": ("dismiss_circle", "bad"),
}
"""Icon and colour of a check by its level."""


def look_of_check(check: Check) -> tuple[str, str]:
    """Icon and colour: a must that is not met stops, and what nobody knows is a question."""
    return LOOKS["stop"] if check.must else ("question_circle", "info") if check.unknown else LOOKS[check.level]


class FormSeen(NamedTuple):
    """The forms a new employment can have, the form of the one that runs (empty where none does), and which version of the
    guidance holds for the choice (0 where there is none)."""

    forms: Sequence[tuple[str, str]]
    running: str
    guidance: int


class BookingSeen(NamedTuple):
    """What was asked about a booking that could be made."""

    checks: list[Check]
    availability: Availability
    form: FormSeen


class Typed(NamedTuple):
    """What somebody has written for a booking, each None where it stands as suggested; `months` where the last day was
    asked for as a length, 0 for the longest."""

    first: str | None = None
    last: str | None = None
    extent: str | None = None
    months: int | None = None
    form: str | None = None
    despite: str | None = None


class BookingPanel(Panel):
    booked = Signal()
    next_wanted = Signal()
    checked = Signal()
    """What it shows can be booked or not, as it says; or it shows nothing any more."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(padding=16)
        self.shell, self.t = shell, shell.words
        self.setFixedWidth(shell.theme.px(320))
        self.person: Person | None = None
        self.opening: Opening | None = None
        self.availability: Availability | None = None
        self.found: Sequence[Check] = ()
        self.receipt: Receipt | None = None
        self.storing: tuple[int, int] | None = None
        """Whom and where is being booked right now."""
        self.offered = False
        self.suggested = ("", "", "", "")
        """First and last day, extent and form as they stood before anybody wrote."""
        self.forms: Sequence[tuple[str, str]] = ()
        """The forms that a new employment can have, once they are read."""
        self.chosen_form = DEFAULT_FORM
        self.months: int | None = None
        """The length that was asked for, as long as its last day stands."""
        self.holder = QVBoxLayout()
        self.holder.setSpacing(8)
        inner = QWidget()
        inner.setObjectName("scrolled")
        inner.setLayout(self.holder)
        self.holder.setContentsMargins(0, 0, 0, 0)
        self.body.setContentsMargins(16, 16, 16 - BAR, 16)
        self.body.addWidget(Scrolled(inner), 1)
        self.bottom = QVBoxLayout()
        self.bottom.setSpacing(8)
        self.bottom.setContentsMargins(0, 0, BAR, 0)
        self.body.addLayout(self.bottom)

    @property
    def showing_receipt(self) -> bool:
        return self.receipt is not None

    @property
    def asking(self) -> bool:
        """Whether a booking is shown that can be made."""
        return self.offered

    @property
    def matched(self) -> tuple[int, int] | None:
        """The person and the placement of the booking that is shown."""
        return (self.person.id, self.opening.placement.id) if self.asking and self.person and self.opening else None

    def stays(self, person: int, placement: int) -> bool:
        """Whether something was written for these two that was not suggested: it stands until it is booked or left."""
        if not self.asking or self.matched != (person, placement):
            return False
        return self._stands() != self.suggested or bool(self.despite.text())

    def _stands(self) -> tuple[str, str, str, str]:
        return self.first.text(), self.last.text(), self.extent.current(), self.chosen_form

    def written(self) -> Typed | None:
        """What was written that is not as suggested."""
        if self.matched is None or not self.stays(*self.matched):
            return None
        first, last, extent, form = (
            now if now != then else None for now, then in zip(self._stands(), self.suggested, strict=True)
        )
        months = self.months if last is not None else None
        return Typed(first, last, extent, months, form, self.despite.text() or None)

    def write(self, typed: Typed) -> None:
        """What was written before, for another match or in the window before this one; a last day that nobody wrote follows
        the first."""
        if typed.first is not None:
            self.first.setText(typed.first)
        first = self.first.value()
        if typed.months is not None:
            self._set_length(typed.months)
        elif typed.last is not None:
            self.last.setText(typed.last)
        elif first is not None and typed.first is not None:
            self.last.set_value(max(first, self._six_months(first)))
        if typed.extent is not None:
            self.extent.set_current(typed.extent)
        if typed.form is not None:
            self.chosen_form = typed.form
            self.form.choose(typed.form)
        if typed.despite is not None:
            self.despite.setText(typed.despite)
        self.again.setVisible(self._stands() != self.suggested)
        self.check()

    def _suggest(self) -> None:
        """The days and the extent as they are suggested for this match."""
        first, last, extent, form = self.suggested
        self.first.setText(first)
        self.last.setText(last)
        self.extent.set_current(extent)
        self.chosen_form = form
        self.form.choose(form)
        self.months = None
        self.first.setFocus()
        self.again.hide()
        self.check()

    def clear(self) -> None:
        self.receipt = self.opening = None
        self.offered = False
        clear(self.holder)
        clear(self.bottom)
        self.checked.emit()

    def wanted(self) -> tuple[date, date, int] | None:
        """First and last day and percent of what would be booked; None where nothing can be."""
        if self.opening is None or self.receipt is not None:
            return None
        first, last = self.first.value(), self.last.value()
        return (first, last, int(self.extent.current())) if first and last else None

    def refresh(self) -> None:
        """After undo, an interruption, a move or another last day elsewhere the receipt may no longer hold."""
        if self.receipt is None:
            return
        ref, before = self.receipt.booking.ref, shown.says(self.receipt.booking)

        def gone(_error: Exception) -> None:
            self.receipt = None
            if self.person and self.opening:
                self.shell.go("matching", participant=self.person.id)

        self.shell.tasks.run(
            lambda desk: desk.booking.get(ref),
            lambda b: None if shown.says(b) == before else gone(Exception()),
            failed=gone,
        )

    def show_match(self, person: Person, opening: Opening, names: dict[str, str]) -> None:
        """The panel live for the chosen row."""
        if self.stays(person.id, opening.placement.id):
            self.person, self.opening = person, opening
            self.check()
            return
        t, place, typed = self.t, opening.placement, self.written()
        self.clear()
        self.person, self.opening = person, opening
        first = opening.free_from
        last = self._six_months(first)
        title = label(t("Book {place}", place=place.name), "section", wrap=True)
        self.holder.addWidget(title)
        self.holder.addWidget(
            label(
                " · ".join(x for x in (names.get(place.occupation, place.occupation), place.supervisor) if x),
                "small",
                wrap=True,
            )
        )
        self.bar = PeriodBar(self.shell)
        self.holder.addWidget(self.bar)
        self._what(person, first, last)
        self.checks = QVBoxLayout()
        self.checks.setSpacing(6)
        self.holder.addLayout(self.checks)
        self.unknown = AskThePlace(self.shell)
        self.holder.addWidget(self.unknown)
        self.despite = QLineEdit()
        self.why = Field(t("Reason to book all the same"), self.despite)
        self.why.hide()
        self.holder.addWidget(self.why)
        self.passed = PassedOver(self.shell)
        self.holder.addWidget(self.passed)
        self.queue = QueueUp(self.shell, "Ctrl D")
        self.bottom.addWidget(self.queue)  # where it is seen beside the button that is off
        self.holder.addWidget(divider())
        self.created = QVBoxLayout()
        self.created.setSpacing(5)
        self.holder.addLayout(self.created)
        self.holder.addStretch(1)
        self._acts()
        for field in (self.first, self.last):
            field.picked.connect(lambda _d: self.check())
        self.last.textEdited.connect(self._other_last_day)
        self.offered = True
        if typed is None:
            self.check()
        else:
            self.write(typed._replace(despite=None))  # a reason is given for one person at one place

    def _what(self, person: Person, first: date, last: date) -> None:
        """What of a booking is written: its days and its extent."""
        t = self.t
        self.first = DateEdit(self.shell, first)
        self.last = DateEdit(self.shell, last, base=lambda: self.first.value())
        self.f_first, self.f_last = Field(t("From"), self.first), Field(t("To"), self.last)
        row = Wrapping()
        row.setSpacing(8)
        row.addWidget(self.f_first, 1)
        row.addWidget(self.f_last, 1)
        self.holder.addLayout(row)
        self.holder.addLayout(self._lengths())
        self.holder.addWidget(label(t("Extent"), "label"))
        self.chosen_form = DEFAULT_FORM
        self.suggested, self.months = (str(first), str(last), str(person.extent), DEFAULT_FORM), None
        extents = sorted({*EXTENTS, str(person.extent)}, key=int)
        self.extent = Segments([(x, self.t.percent(int(x))) for x in extents], str(person.extent))
        self.extent.chosen.connect(lambda _c: self.check())
        self.holder.addWidget(self.extent)
        self._form_field()
        self.again = button(self.shell, t("Use the suggestion"), self._suggest, kind="link", icon="arrow_undo")
        self.again.hide()
        self.holder.addWidget(self.again)
        self.holder.addWidget(divider())

    def _form_field(self) -> None:
        """The form of employment, with its guidance beside it; of an employment that runs already it is not chosen."""
        self.form = Choice(self.shell, self.forms, self.chosen_form)
        self.form.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.form.setMinimumContentsLength(8)
        self.form.activated.connect(lambda _i: self._form_chosen())
        field = Field(self.t("Form of employment"), self.form)
        self.f_form = with_guidance(self.shell, field, "form", self.form.code)
        self.holder.addWidget(self.f_form)

    def _form_chosen(self) -> None:
        self.chosen_form = self.form.code()
        self.check()

    def _show_form(self, seen: FormSeen) -> None:
        """What is known of the form by now: which there are, which runs, and what version of the guidance holds."""
        self.forms = seen.forms
        running = seen.running
        self.form.fill(self.forms, running or self.chosen_form)
        self.form.setEnabled(not running)

    def _acts(self) -> None:
        t = self.t
        self.ok = button(
            self.shell,
            t("Book place"),
            self.book,
            kind="primary",
            icon="calendar_add",
            key="Ctrl Enter",
            writes=True,
            act="booking",
        )
        self.bottom.addWidget(self.ok)
        self.tentative = button(
            self.shell, t("Book tentatively"), lambda: self.book(reserve=True), writes=True, act="booking"
        )
        self.tentative.setToolTip(t("Expires after five working days (Ctrl Shift Enter)"))
        self.bottom.addWidget(self.tentative)

    def _other_last_day(self) -> None:
        self.months = None

    def _six_months(self, first: date) -> date:
        assert self.opening is not None
        last = add_months(first, 6) - timedelta(1)
        return last if open_end(self.opening.free_to) else min(last, self.opening.free_to)

    def _lengths(self) -> Wrapping:
        t, row = self.t, Wrapping()
        row.setSpacing(6)
        for said, months in ((t("3 months"), 3), (t("6 months"), 6), (t("Longest"), 0)):
            chip = KeyButton(self.shell, said, kind="chip")
            chip.clicked.connect(lambda _=False, m=months: self._length(m))
            row.addWidget(chip)
        row.addStretch(1)
        return row

    def _length(self, months: int) -> None:
        self._set_length(months)
        self.check()

    def _set_length(self, months: int) -> None:
        first = self.first.value()
        if first is None or self.opening is None:
            return
        longest = add_months(first, 12) - timedelta(1)
        limit = longest if open_end(self.opening.free_to) else min(longest, self.opening.free_to)
        self.last.set_value(min(add_months(first, months) - timedelta(1), limit) if months else limit)
        self.months = months

    def _period(self) -> tuple[date, date] | None:
        first, last = self.first.value(), self.last.value()
        for field, control in ((self.f_first, self.first), (self.f_last, self.last)):
            wrong = control.value() is None
            field.wrong.setText(self.t("Write a date, for instance 2026-12-07 or +2v.") if wrong else "")
            field.wrong.setVisible(wrong)
        return (first, last) if first and last else None

    def check(self) -> None:
        """Ask whether what stands there can be booked, and why not."""
        period = self._period()
        if period is None or self.person is None or self.opening is None:
            return
        person, place, (first, last), extent = (
            self.person.id,
            self.opening.placement.id,
            period,
            int(self.extent.current()),
        )
        form = self.chosen_form

        def read(desk: Desk) -> BookingSeen:
            running = desk.booking.running_form(person, place, first, last)
            held = desk.guidance.paragraph("form", running or form)
            seen = FormSeen(desk.booking.forms(), running, held.version.version if held and not running else 0)
            found = desk.booking.checks(person, place, first, last, extent, form=form)
            return BookingSeen(found, desk.placements.availability(place), seen)

        self.shell.tasks.run(read, lambda answer: self._show_checks(answer, first, last), key="checks")

    def _show_checks(self, answer: BookingSeen, first: date, last: date) -> None:
        if self.opening is None or self.person is None or self.receipt is not None:
            return
        self.found, self.availability, seen = answer
        self._show_form(seen)
        t, theme = self.t, self.shell.theme
        clear(self.checks)
        for check in self.found:
            row = QHBoxLayout()
            row.setSpacing(8)
            icon, role = look_of_check(check)
            mark = QLabel()
            mark.setPixmap(theme.pixmap(icon, role, theme.mark(18), filled=True, dpr=self.devicePixelRatioF()))
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            words = label(
                self.shell.say(check.text), "strong" if check.must or check.level == "stop" else "", wrap=True
            )
            row.addWidget(words, 1)
            self.checks.addLayout(row)
            if check.fix:
                fix = check.fix
                self.checks.addWidget(
                    button(self.shell, t("Set {day}", day=fix), partial(self._set_last, fix), kind="soft")
                )
        self.unknown.offer(self.person, self.opening)
        stopped = any(c.level == "stop" for c in self.found)
        self.why.setVisible(not stopped and any(c.must for c in self.found))
        if reason_of(self.found):
            self.queue.offer(self.person.id, self.opening.placement.id, first, last)
        else:
            self.queue.hide()
        why = next((self.shell.say(c.text) for c in self.found if c.level == "stop"), "")
        for one in (self.ok, self.tentative):
            one.setEnabled(not stopped)
            if stopped:
                one.setToolTip(why)
        weeks, days = whole_weeks(first, last)
        name = t("Protected") if self.person.protection else given_name(self.shell.name(self.person.masked))
        self.bar.show_period(
            self.availability,
            first,
            last,
            t.plural("{name} · {weeks} week", "{name} · {weeks} weeks", weeks, name=name, weeks=weeks)
            if weeks
            else t.plural("{name} · {days} day", "{name} · {days} days", days, name=name, days=days),
        )
        self._show_created(first, last, seen.guidance)
        self.checked.emit()

    def _set_last(self, day: date) -> None:
        self.last.set_value(day)
        self.months = None
        self.check()

    def _show_created(self, first: date, last: date, guidance: int) -> None:
        t = self.t
        clear(self.created)
        self.created.addWidget(label(t("Made when you book"), "label"))
        days = [t.day(d) for _, d in assessment_days(first, last, self.shell.plan)]
        lines = [
            ("document_pdf", t("Booking notice as PDF")),
            ("clipboard_task", t("Assessment {days}", days=", ".join(days))),
            ("history", t("Day 90: {day}", day=t.long_day(day90(last)))),
        ]
        if guidance:
            lines.append(("lightbulb", t("Guidance version {version} is kept with the choice", version=guidance)))
        for icon, said in lines:
            self.created.addLayout(shown.iconed(self.shell, icon, said, self.devicePixelRatioF()))

    def go_on(self) -> None:
        """Enter on a match: its first field; where a must stops it, the reason to book all the same."""
        if self.asking and self.why.isVisibleTo(self):
            self.despite.setFocus()
            into_sight(self.why)
        else:
            self.first_field()

    def first_field(self) -> None:
        if self.opening is not None and self.receipt is None:
            self.first.setFocus()
            self.first.selectAll()
            into_sight(self.f_first)

    def book(self, *, reserve: bool = False) -> None:
        """Book what the panel shows; a refusal appears among the checks."""
        if self.opening is None or self.person is None or self.receipt is not None or not self.ok.isEnabled():
            return
        period = self._period()
        if period is None:
            return
        why = self.despite.text().strip() if self.why.isVisibleTo(self) else ""
        if self.why.isVisibleTo(self) and not why:
            self.why.complain(self.t("Write a reason."))
            return
        who, place, (first, last), extent = self.person, self.opening.placement.id, period, int(self.extent.current())
        form, passed = self.chosen_form, self.passed.code()
        if self.storing == (who.id, place):
            return
        self.ok.setEnabled(False)
        self.storing = who.id, place
        self.shell.tasks.write(
            lambda desk: desk.booking.book(
                who.id, place, first, last, extent, reserve=reserve, form=form, despite=why, passed=passed
            ),
            lambda receipt: self._booked(receipt, who),
            failed=self.shell.guarded(self._refused),
        )

    def _refused(self, said: str) -> None:
        self.storing = None
        self.shell.toast(said)
        self.check()

    def _booked(self, receipt: Receipt, who: Person) -> None:
        """The receipt; or its first sentence alone, where the panel shows somebody else or another place by now."""
        self.storing = None
        here = (self.person.id, self.opening.placement.id) if self.person and self.opening else None
        if here == (who.id, receipt.booking.placement_id):
            self._show_receipt(receipt, who)
        else:
            self.shell.toast(shown.said(self.shell, receipt.booking, who))

    def _show_receipt(self, receipt: Receipt, who: Person) -> None:
        t, b = self.t, receipt.booking
        clear(self.holder)
        clear(self.bottom)
        self.receipt, self.offered = receipt, False
        self.checked.emit()
        place = self.opening.placement.name if self.opening else self.shell.shown(b.placement)
        self.holder.addLayout(shown.head(self.shell, b, who, self.devicePixelRatioF()))
        self.holder.addLayout(shown.facts(self.shell, b, place))
        self.print_button = button(
            self.shell,
            t("Booking notice"),
            self.print_notice,
            kind="primary",
            icon="print",
            key="Ctrl P",
            act="booking.notice",
        )
        self.holder.addWidget(self.print_button)
        self.holder.addWidget(
            button(
                self.shell,
                t("Undo the booking"),
                self._undo,
                icon="arrow_undo",
                key="Ctrl Z",
                writes=True,
                act="booking",
            )
        )
        self.holder.addWidget(label(t("This is planned"), "label"))
        for line in shown.planned(self.shell, receipt, self.devicePixelRatioF()):
            self.holder.addLayout(line)
        self.holder.addStretch(1)
        self.booked.emit()
        self.print_button.setFocus()

    def set_next(self, name: str) -> None:
        if name:
            said = self.t("Next: {name}", name=self.shell.name(name))
            self.bottom.addWidget(
                button(self.shell, said, self.next_wanted.emit, kind="soft", icon="arrow_right", key="Ctrl J")
            )

    def print_notice(self) -> None:
        from amdesk.ui.booking.form import notice_of, print_notice

        if self.receipt is not None:
            print_notice(self, self.shell, self.receipt.booking.ref, notice_of(self.shell, self.receipt.booking))

    def _undo(self) -> None:
        from amdesk.ui.bank.undoing import step_back  # dialogs are loaded when one is asked for
        from amdesk.ui.booking.steps import with_notice

        person = self.person

        booked = self.receipt
        if booked is None:
            return

        def undone(noticed: date | None) -> None:
            self.receipt = None
            said = self.t("The booking is undone. The place is free again.")
            self.shell.toast(with_notice(self.shell, said, noticed))
            if person:
                self.shell.go("matching", participant=person.id)

        step_back(self, self.shell, lambda desk: desk.booking.take_back(booked.booking.ref), undone)
