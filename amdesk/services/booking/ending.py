"""A booking is cancelled, interrupted or ended, and an employment with it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from amdesk.db.bank import reference
from amdesk.db.booking import bookings as db
from amdesk.db.booking import subsidies
from amdesk.domain.booking.bookings import CANCEL_REASONS, INTERRUPT_REASONS, Booking, Employment
from amdesk.domain.change import Change, asked, asked_over, settle
from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, Text, text
from amdesk.services.booking.board import Boards
from amdesk.services.booking.steps import BookingSteps, allowed, field, inside
from amdesk.services.guidance.deciding import keep
from amdesk.services.people.gate import held


class BookingEnds(BookingSteps):
    def no_show(self, ref: str) -> Booking:
        """The person did not come on the first day: the booking is cancelled with that reason."""
        return self.cancel(ref, "NO_SHOW")

    def cancel(self, ref: str, reason: str = "OTHER") -> Booking:
        """Cancel before the start. An employment with no booking left that never began is cancelled with it."""
        _one_of(CANCEL_REASONS, reason, N_("{reason} is no reason for cancelling. Use one of {known}."))
        booking = self.get(ref)
        allowed(booking, "cancelled")
        with self.work.bank.write(self._said(N_("Cancelled the booking of {name} at {place}"), booking)):
            self._unmoved(booking)
            db.change(
                self.work.bank,
                booking.id,
                status="cancelled",
                reason=reason,
                expires_on=None,
                closed_on=self.work.today,
            )
            self._cancel_empty_employment(booking)
            Boards(self.work).settle()
        return self.get(ref)

    def _cancel_empty_employment(self, booking: Booking) -> None:
        running = db.employment(self.work.bank, booking.employment_id) if booking.employment_id else None
        if running is None or running.ended_on:
            return
        left = [
            b
            for b in db.of_participant(self.work.bank, booking.participant_id)
            if b.employment_id == running.id and b.status != "cancelled"
        ]
        if not left:
            db.change_employment(self.work.bank, running.id, cancelled=1)

    def interrupt(self, ref: str, on: date, reason: str) -> Booking:
        """The booking ends early, the employment goes on: coming back is a new booking in it."""
        _one_of(INTERRUPT_REASONS, reason, N_("{reason} is no reason for an interruption. Use one of {known}."))
        booking = self.get(ref)
        allowed(booking, "ended")
        inside(booking, on)
        said = N_("Interrupted: {name} at {place}")
        with self.work.bank.write(self._said(said, booking)):
            done = self._step(ref, "ended", said, to_date=on, reason=reason, closed_on=self.work.today)
            keep(self.work, "booking", booking.id, booking.participant_id, [("interruption", reason)])
        return done

    def end(self, ref: str, on: date | None = None, reason: str = "") -> Booking:
        """The employment ends with a reason of the code list (its end reason), and its bookings with it.

        A booking not yet started is cancelled. Raises Refused for an unknown reason.
        """
        known = {c.code for c in reference.codes(self.work.bank, "end_reasons")}
        if reason not in known:
            raise Refused(
                text(
                    N_("{reason} is no end reason. Use one of {known}."),
                    reason=reason or "–",
                    known=", ".join(sorted(known)),
                ),
                "REASON",
            )
        booking = self.get(ref)
        allowed(booking, "ended")
        day = on or min(self.work.today, booking.to_date)
        inside(booking, day)
        with self.work.bank.write(self._said(N_("Ended: {name} at {place}"), booking)):
            self._unmoved(booking)
            db.change(self.work.bank, booking.id, status="ended", to_date=day, reason=reason, closed_on=self.work.today)
            if booking.employment_id:
                self._end_employment(booking.employment_id, booking.participant_id, day, reason)
            Boards(self.work).settle()
        return self.get(ref)

    def end_employment(self, employment_id: int, on: date | Change, reason: str | Change) -> None:
        """End an employment that has no booking in the bank (an imported one, say). Raises Refused where somebody else has
        given it another end, or another reason, than a Change began with."""
        day = asked(on)
        if day is None:
            said = N_("An employment that has ended is not opened again here. Undo the end instead.")
            raise Refused(text(said), "ENDED")
        running = self._known(employment_id)
        if day < running.from_date:
            raise Refused(text(N_("The end is before the start. Choose a later end date.")), "ORDER")
        with self.work.bank.write(text(N_("Employment ended: {place}"), place=running.placement)):
            held(self.work, running.participant_id, stored_alone=True)
            now = db.held_employment(self.work.bank, employment_id)
            stands = {"ended_on": now.ended_on, "end_reason": now.end_reason}
            settle({"ended_on": on, "end_reason": reason}, stands, self._of_end)
            last: date = asked_over(on, now.ended_on) or day
            why = str(asked_over(reason, now.end_reason) or "")
            self._end_employment(employment_id, running.participant_id, last, why)

    def _of_end(self, name: str, now: object) -> tuple[Text, object]:
        """A field of an employment by its label, and its value; a reason by its name."""
        label, said = field(name, now)
        known = reference.codes(self.work.bank, "end_reasons") if name == "end_reason" else []
        return label, next((c.name(self.work.lang) for c in known if c.code == now), said)

    def _end_employment(self, employment_id: int, participant_id: int, day: date, reason: str) -> None:
        for other in db.taking(self.work.bank, participant_id):
            if other.employment_id != employment_id:
                continue
            if other.status == "started":
                last = max(other.from_date, day)
                db.change(self.work.bank, other.id, status="ended", to_date=last, reason=reason)
            else:
                db.change(self.work.bank, other.id, status="cancelled", reason="OTHER", expires_on=None)
        running = db.employment(self.work.bank, employment_id)
        planned = {"to_date": day} if running and running.to_date is None else {}
        db.change_employment(self.work.bank, employment_id, ended_on=day, end_reason=reason, **planned)
        keep(self.work, "employment", employment_id, participant_id, [("end_reason", reason)])

    def set_decision(self, employment_id: int, first: date | Change | None, last: date | Change | None) -> None:
        """The subsidy's decision period, beside the employment's own. Raises Refused where somebody else has changed what a
        Change began with."""
        running = self._known(employment_id)
        with self.work.bank.write(text(N_("Decision period changed"))):
            held(self.work, running.participant_id, stored_alone=True)
            stands = db.held_employment(self.work.bank, employment_id)
            self._not_decided(employment_id)
            now = {"decision_from": stands.decision_from, "decision_to": stands.decision_to}
            left = settle({"decision_from": first, "decision_to": last}, now, field)
            begins, ends = ({**now, **left}[name] for name in now)
            if begins and ends and ends < begins:
                raise Refused(text(N_("The end is before the start. Choose a later end date.")), "ORDER")
            if left:
                db.change_employment(self.work.bank, employment_id, **left)

    def _known(self, employment_id: int) -> Employment:
        """Raises Refused (NO_EMPLOYMENT) where it was taken back."""
        found = db.employment(self.work.bank, employment_id)
        if found is None:
            raise Refused(text(N_("The employment is no longer in the bank.")), "NO_EMPLOYMENT")
        return found

    def _not_decided(self, employment_id: int) -> None:
        """Raises Refused (DECIDED) where a decision is noted, which the period follows."""
        noted = subsidies.of_employment(self.work.bank, employment_id)
        if noted:
            said = N_("The period follows the decision {ref}. Change the decision instead.")
            raise Refused(text(said, ref=max(noted, key=lambda s: s.to_date).ref), "DECIDED")


def _one_of(known: Collection[str], reason: str, said: str) -> None:
    """Raises Refused for a reason that is none of these."""
    if reason not in known:
        raise Refused(text(said, reason=reason, known=", ".join(known)), "REASON")
