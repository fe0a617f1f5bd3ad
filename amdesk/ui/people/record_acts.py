"""What can be done with the person whose record is shown and has no button of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from amdesk.domain.booking.bookings import Booking
from amdesk.domain.booking.statuses import ASKING, BOOKING_STATUSES, TAKES, asking
from amdesk.services.people.participants import Record
from amdesk.ui.kit.menu import MenuAct, fill
from amdesk.ui.kit.shell import Shell


class RecordActs:
    """Of one record, opened with a reason or without; what is asked stands over `over`."""

    def __init__(
        self,
        over: QWidget,
        shell: Shell,
        record: Record,
        why: str,
        *,
        edit: Callable[[], object],
        protect: Callable[[], object],
    ) -> None:
        self.over, self.shell, self.t = over, shell, shell.words
        self.record, self.why, self.edit, self.protect = record, why, edit, protect

    def fill(self, menu: QMenu) -> None:
        """What has no button of its own; what changes something is off in a bank that is only read, and what is not for one's role."""
        for acts in (self._booking_acts(), self._employment_acts(), self._person_acts()):
            fill(menu, acts, self.shell)
            menu.addSeparator()
        fill(menu, self._asked_acts(), self.shell)

    @property
    def latest(self) -> Booking | None:
        alive = [b for b in self.record.bookings if b.status in TAKES]
        return alive[0] if alive else None

    def booking(self) -> None:
        booking = self.latest
        if booking is not None:
            self.shell.open("booking.steps", self.over, booking)

    def follow_up(self) -> None:
        ended = [e for e in self.record.employments if e.status(self.shell.today) == "ended" and not e.cancelled]
        if ended:
            self.shell.open("followup.ask", self.over, ended[-1].id)

    def _need(self) -> None:
        person = self.record.participant
        self.shell.open("module.need", self.over, person.id, person.language)

    def _booking_acts(self) -> list[MenuAct]:
        t, booking = self.t, self.latest
        if booking is None:
            return []
        said = t("Booking {ref}: {status}", ref=booking.ref, status=t(BOOKING_STATUSES[booking.status]))
        steps = [
            MenuAct(
                t(ASKING[step]),
                partial(self.shell.open, "booking.step", self.over, booking, step),
                writes=True,
                act="booking",
            )
            for step in asking(booking.status)
        ]
        return [MenuAct(said, self.booking, act="people.see"), *steps]

    def _employment_acts(self) -> list[MenuAct]:
        from amdesk.ui.people import acts

        t, shell, record, booking = self.t, self.shell, self.record, self.latest
        running = [e for e in record.employments if e.status(shell.today) != "ended" and not e.cancelled]
        if not running:
            return []
        decision = partial(acts.DecisionDialog.change, self.over, shell, running[-1])
        end = partial(acts.EndDialog.run, self.over, shell, running[-1], booking)
        key = record.participant.id
        week = partial(self.shell.open, "week.of", self.over, key, "", None, self.why)
        return [
            MenuAct(t("The week: attendance and contact"), week, act="week.see"),
            MenuAct(t("Subsidies"), partial(self.shell.open, "subsidies", self.over, key, self.why), act="subsidy"),
            MenuAct(t("Decision period of the subsidy"), decision, writes=True, act="booking"),
            MenuAct(t("End employment"), end, writes=True, act="booking"),
        ]

    def _person_acts(self) -> list[MenuAct]:
        from amdesk.ui.people import activity, acts, extract, handover, wishes

        t, shell, over, person = self.t, self.shell, self.over, self.record.participant
        return [
            MenuAct(t("Activity plan"), partial(activity.show, over, shell, person.id, self.why), act="activity"),
            MenuAct(
                t("Hand-over page"), partial(handover.show, over, shell, person.id, self.why), act="people.handover"
            ),
            MenuAct(t("Form for wishes"), partial(wishes.show, over, shell, person, self.why), act="people.open"),
            MenuAct(t("Change participant"), self.edit, writes=True, act="people.change"),
            MenuAct(
                t("Register extract shown"),
                partial(acts.ExtractDialog.run, over, shell, person),
                writes=True,
                act="people.change",
            ),
            MenuAct(
                t("New identity number"),
                partial(acts.IdentityDialog.run, over, shell, person),
                writes=True,
                act="people.change",
            ),
            MenuAct(t("Protect personal data"), self.protect, writes=True, act="people.protect"),
            MenuAct(
                t("Lift the restriction of processing") if person.restricted_on else t("Restrict processing"),
                partial(acts.restrict, over, shell, person),
                writes=True,
                act="people.protect",
            ),
            MenuAct(
                t("Change case worker"),
                partial(acts.WorkerDialog.run, over, shell, person),
                writes=True,
                act="people.worker",
            ),
            MenuAct(
                t("Merge with another record"),
                partial(acts.MergeDialog.run, over, shell, person),
                writes=True,
                act="people.merge",
            ),
            MenuAct(
                t("Extract of all that is kept"),
                partial(extract.save, over, shell, person, self.why),
                act="people.extract",
            ),
        ]

    def _asked_acts(self) -> list[MenuAct]:
        queues = partial(self.shell.open, "queue.of_person", self.over, self.record.participant.id, self.why)
        return [
            MenuAct(self.t("Queues to places"), queues, act="matching"),
            MenuAct(self.t("Needs a module"), self._need, writes=True, act="competence.assess"),
            MenuAct(self.t("Day 90: follow up"), self.follow_up, writes=True, act="followup"),
        ]
