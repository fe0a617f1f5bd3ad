"""Booking: reserve, book, start, extend, move, interrupt, end, cancel. Checks before, a receipt after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from amdesk.db.bank import reference
from amdesk.db.booking import bookings as db
from amdesk.db.booking import rounds
from amdesk.db.places import placements as places
from amdesk.domain.booking.bookings import (
    BOOKING_STEPS,
    CANCEL_REASONS,
    INTERRUPT_REASONS,
    RESERVED_DAYS,
    Booking,
    Check,
    Employment,
    Wanted,
    checks,
    working_days_after,
)
from amdesk.domain.booking.forms import Form, form_checks
from amdesk.domain.booking.plan import assessment_days, day90
from amdesk.domain.change import Change, asked, settle
from amdesk.domain.errors import Refused
from amdesk.domain.places.placement import Placement
from amdesk.domain.texts import N_, Text, text
from amdesk.services.booking.board import Boards
from amdesk.services.booking.matching import Matching
from amdesk.services.work import Work

DEFAULT_FORM = "bea_visstid"
WARNS = {"warn", "info"}
"""Levels of what a case worker may go past."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a booking created and what is planned because of it."""

    booking: Booking
    planned: Sequence[tuple[str, date]]
    warnings: Sequence[Check]


class Bookings:
    def __init__(self, work: Work) -> None:
        self.work = work

    def wanted(
        self, participant: int | str, placement: int | str, first: date, last: date, extent: int | None
    ) -> Wanted:
        person = self.work.participant(participant)
        return Wanted(person, self.work.placement(placement), first, last, extent or person.extent)

    def checks(
        self,
        participant: int | str,
        placement: int | str,
        first: date,
        last: date,
        extent: int | None = None,
        without: str = "",
    ) -> list[Check]:
        """What holds, what to think of and what forbids this booking. `without` leaves one booking out (when moving it)."""
        wanted = self.wanted(participant, placement, first, last, extent)
        return self._checks(wanted, without) + self._form_checks(wanted, without)

    def _form_checks(self, wanted: Wanted, without: str = "", form: str = DEFAULT_FORM) -> list[Check]:
        """What the form of employment allows, of the person's running employment or of the one that would be made."""
        bank = self.work.bank
        running = self._covering(wanted)
        code = running.form if running else form
        found = next((c for c in reference.codes(bank, "employment_forms") if c["code"] == code), None)
        if found is None:
            return []
        limits = Form(code, found[self.work.lang], found.get("months_at_a_time"), found.get("max_months"))
        moved = db.by_ref(bank, without) if without else None
        begun = (
            min(running.from_date, wanted.from_date)
            if running and not moved
            else running.from_date
            if running
            else wanted.from_date
        )
        agreed = running.to_date if running and (moved is None or moved.to_date < wanted.to_date) else None
        if moved is not None and wanted.to_date <= moved.to_date:
            return []
        return form_checks(limits, begun, agreed, wanted.to_date, extending=moved is not None)

    def _covering(self, wanted: Wanted) -> Employment | None:
        """The person's employment that a booking would belong to."""
        for running in db.employments(self.work.bank, wanted.participant.id):
            open_on = (
                not running.cancelled
                and running.ended_on is None
                and (running.to_date is None or running.to_date >= wanted.from_date)
            )
            if open_on and running.from_date <= wanted.to_date:
                return running
        return None

    def _checks(self, wanted: Wanted, without: str = "") -> list[Check]:
        bank, today = self.work.bank, self.work.today
        free = places.availabilities(bank, min(wanted.from_date, today), wanted.placement.id)[wanted.placement.id]
        mine = [b for b in db.taking(bank, wanted.participant.id) if not (b.expires_on and b.expires_on < today)]
        moved = next((b for b in mine if b.ref == without), None)
        if moved and moved.placement_id == wanted.placement.id:
            load = moved.extent if wanted.placement.shared else 100
            loads = list(free.loads)
            own = next(s for s in loads if (s.first, s.last, s.hundredths) == (moved.from_date, moved.to_date, load))
            loads.remove(own)
            free = free._replace(loads=loads)
        others = [b for b in mine if b.ref != without]
        found = Matching(self.work).findings(wanted.participant, wanted.placement, wanted.from_date)
        return checks(wanted, free, others, (), today, found)

    def warnings(self, ref: str) -> list[Check]:
        """What is to be thought of about a booking as it stands now: after a move or another last day."""
        b = self.get(ref)
        found = self.checks(b.participant_id, b.placement_id, b.from_date, b.to_date, b.extent, without=b.ref)
        return [c for c in found if c.level in WARNS and not (c.code == "PAST" and b.status == "started")]

    def book(self, participant: int | str, placement: int | str, first: date, last: date, extent: int | None = None,
             *, reserve: bool = False, ref: str | None = None, form: str = DEFAULT_FORM, round_ref: str = "") -> Receipt:  # fmt: skip
        """Book or reserve one place. With a `ref` that is already booked the same booking comes back (a harmless retry).

        A new employment is made unless the person has one that covers the first day. Raises Refused with the rule.
        """
        bank = self.work.bank
        if ref and (already := db.by_ref(bank, ref)):
            return self._receipt(already, [])
        wanted = self.wanted(participant, placement, first, last, extent)
        found = self._checks(wanted) + self._form_checks(wanted, form=form)
        _stop(found)
        person, place = wanted.participant, wanted.placement
        what = N_("Tentatively booked {name} at {place}") if reserve else N_("Booked {name} at {place}")
        key_ref = ref or db.new_ref()
        with bank.write(text(what, name=person.shown_name, place=place.name)):
            employment = self._employment_for(wanted, form)
            expires = (
                working_days_after(self.work.today, RESERVED_DAYS, _holidays(self.work.today.year)) if reserve else None
            )
            db.add(bank, {
                "ref": key_ref, "participant_id": person.id, "placement_id": place.id, "employment_id": employment,
                "from_date": first, "to_date": last, "extent": wanted.extent, "status": "reserved" if reserve else "booked",
                "expires_on": expires, "made_on": self.work.today, "round_id": rounds.key(bank, round_ref),
            })  # fmt: skip
            self._stretch(employment, last)
        return self._receipt(self.get(key_ref), [c for c in found if c.level in WARNS])

    def _employment_for(self, wanted: Wanted, form: str) -> int:
        bank, person, place = self.work.bank, wanted.participant, wanted.placement
        running = self._covering(wanted)
        if running is not None:
            return running.id
        occupation = next((o["id"] for o in reference.occupations(bank) if o["code"] == place.occupation), None)
        return db.add_employment(bank, {
            "ref": db.new_ref("E"), "participant_id": person.id, "form": form, "occupation_id": occupation,
            "placement_id": place.id, "placement_text": place.name, "kind": place.kind, "from_date": wanted.from_date,
            "to_date": wanted.to_date, "extent": wanted.extent,
        })  # fmt: skip

    def _stretch(self, employment_id: int, last: date) -> None:
        """An employment lasts at least as long as its bookings."""
        running = db.employment(self.work.bank, employment_id)
        if running and running.to_date and running.to_date < last:
            db.change_employment(self.work.bank, employment_id, to_date=last)

    def _begin_with(self, employment_id: int, participant_id: int) -> None:
        """An employment that nobody has begun yet begins with its first booking, also when that is moved."""
        mine = [
            b
            for b in db.of_participant(self.work.bank, participant_id)
            if b.employment_id == employment_id and b.status != "cancelled"
        ]
        running = db.employment(self.work.bank, employment_id)
        if running is None or not mine or any(b.status in {"started", "ended"} for b in mine):
            return
        first, last = min(b.from_date for b in mine), max(b.to_date for b in mine)
        if first != running.from_date:
            ends = {} if running.to_date is None else {"to_date": max(running.to_date, last)}
            db.change_employment(self.work.bank, employment_id, from_date=first, **ends)

    def get(self, ref: str) -> Booking:
        found = db.by_ref(self.work.bank, ref.strip().upper()) or db.by_ref(self.work.bank, ref.strip())
        if found is None:
            raise Refused(
                text(N_("There is no booking {ref} in the bank. Check the reference."), ref=ref), "NO_BOOKING"
            )
        return found

    def receipt(self, ref: str) -> Receipt:
        """The receipt of a booking made earlier."""
        return self._receipt(self.get(ref), [])

    def _receipt(self, booking: Booking, warnings: Sequence[Check]) -> Receipt:
        running = db.employment(self.work.bank, booking.employment_id) if booking.employment_id else None
        end = (running.end if running else None) or booking.to_date
        start = running.from_date if running else booking.from_date
        return Receipt(booking, [*assessment_days(start, end, self.work.plan), ("day90", day90(end))], warnings)

    def confirm(self, ref: str) -> Booking:
        """A reservation becomes a booking."""
        return self._step(ref, "booked", N_("Confirmed the booking of {name} at {place}"), expires_on=None)

    def introduction_seen(self, ref: str) -> Booking:
        """The introduction checklist was gone through (systematic work environment management, AFS)."""
        booking = self.get(ref)
        with self.work.bank.write(self._said(N_("Introduction checklist seen: {name}"), booking)):
            if self._unmoved(booking).introduced_on is None:
                db.change(self.work.bank, booking.id, introduced_on=self.work.today)
        return self.get(ref)

    def start(self, ref: str, on: date | None = None) -> Booking:
        """The person came. Needs a booked place, the introduction checklist seen, and what the law asks for.

        Raises Refused: WRONG_STEP, INTRODUCTION, EXTRACT (skollagen 2 kap. 31 §), AGE.
        """
        booking = self.get(ref)
        _allowed(booking, "started")
        if booking.introduced_on is None:
            raise Refused(
                text(N_("The introduction checklist has not been seen. Go through it, then start.")), "INTRODUCTION"
            )
        wanted = self.wanted(
            booking.participant_id, booking.placement_id, booking.from_date, booking.to_date, booking.extent
        )
        for check in self._checks(wanted, without=booking.ref):
            if check.code == "AGE" or (
                check.code == "EXTRACT"
                and wanted.placement.background_check in {"school_act", "lss_children", "hvb_children"}
            ):
                raise Refused(check.text, check.code)
        return self._step(
            ref,
            "started",
            N_("Started: {name} at {place}"),
            **({"from_date": on} if on and on > booking.from_date else {}),
        )

    def no_show(self, ref: str) -> Booking:
        """The person did not come on the first day: the booking is cancelled with that reason."""
        return self.cancel(ref, "NO_SHOW")

    def cancel(self, ref: str, reason: str = "OTHER") -> Booking:
        """Cancel before the start. An employment with no booking left that never began is cancelled with it."""
        if reason not in CANCEL_REASONS:
            raise Refused(
                text(
                    N_("{reason} is no reason for cancelling. Use one of {known}."),
                    reason=reason,
                    known=", ".join(CANCEL_REASONS),
                ),
                "REASON",
            )
        booking = self.get(ref)
        _allowed(booking, "cancelled")
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

    def extend(self, ref: str, to: date | Change) -> Booking:
        """A later (or earlier) last day, with the same checks as a new booking; the employment follows.

        Raises Refused where somebody else has given it another last day than a Change began with.
        """
        booking = self.get(ref)
        last: date = asked(to)
        settle({"to_date": to}, {"to_date": booking.to_date}, _field)
        if booking.status not in {"reserved", "booked", "started"}:
            raise _wrong_step(booking)
        wanted = self.wanted(booking.participant_id, booking.placement_id, booking.from_date, last, booking.extent)
        _stop(self._checks(wanted, booking.ref) + self._form_checks(wanted, booking.ref))
        with self.work.bank.write(self._said(N_("New last day for {name} at {place}"), booking)):
            self._unmoved(booking)
            db.change(self.work.bank, booking.id, to_date=last)
            running = db.employment(self.work.bank, booking.employment_id) if booking.employment_id else None
            if running and running.to_date in {None, booking.to_date}:
                db.change_employment(self.work.bank, running.id, to_date=max(last, running.from_date))
            elif running:
                self._stretch(running.id, last)
            Boards(self.work).settle()
        return self.get(ref)

    def move(
        self,
        ref: str,
        placement: int | str | Change | None = None,
        on: date | Change | None = None,
        to: date | Change | None = None,
    ) -> Booking:
        """Another placement or other dates. A booking not yet started is changed; a started one ends and a new one
        goes on in the same employment from `on`. Raises Refused where somebody else has changed what a Change began with."""
        booking = self.get(ref)
        place = asked(placement)
        target = self.work.placement(place if place is not None else booking.placement_id)
        self._settled(booking, target, placement, on, to)
        first, last = asked(on) or max(self.work.today, booking.from_date), asked(to) or booking.to_date
        if booking.status not in {"reserved", "booked", "started"}:
            raise _wrong_step(booking)
        wanted = self.wanted(booking.participant_id, target.id, first, last, booking.extent)
        _stop(self._checks(wanted, booking.ref) + self._form_checks(wanted, booking.ref))
        with self.work.bank.write(text(N_("Moved {name} to {place}"), name=self._name(booking), place=target.name)):
            self._unmoved(booking)
            if booking.status == "started" and first > booking.from_date:
                eve, today = first - timedelta(1), self.work.today
                db.change(self.work.bank, booking.id, status="ended", to_date=eve, reason="CHANGE", closed_on=today)
                new = db.new_ref()
                db.add(self.work.bank, {
                    "ref": new, "participant_id": booking.participant_id, "placement_id": target.id, "employment_id": booking.employment_id,
                    "from_date": first, "to_date": last, "extent": booking.extent, "status": "booked", "made_on": self.work.today,
                })  # fmt: skip
            else:
                new = booking.ref
                db.change(self.work.bank, booking.id, placement_id=target.id, from_date=first, to_date=last)
            if booking.employment_id:
                self._begin_with(booking.employment_id, booking.participant_id)
                place_now = {"placement_id": target.id, "placement_text": target.name, "kind": target.kind}
                db.change_employment(self.work.bank, booking.employment_id, **place_now)
                self._stretch(booking.employment_id, last)
            Boards(self.work).settle()
        return self.get(new)

    def _settled(self, booking: Booking, target: Placement, place: Any, on: Any, to: Any) -> None:
        now = {"placement_id": booking.placement_id, "from_date": booking.from_date, "to_date": booking.to_date}
        place = Change(place.before, target.id) if isinstance(place, Change) else target.id
        given = {"placement_id": place, "from_date": on, "to_date": to}
        settle(given, now, lambda name, said: _field(name, booking.placement if name == "placement_id" else said))

    def _unmoved(self, booking: Booking) -> db.HeldBooking:
        """The booking within a write(). Raises Refused where it is no longer what the act was decided on."""
        now = db.held(self.work.bank, booking.id)
        if now.status != booking.status:
            raise _wrong_step(self.get(booking.ref))
        if now[1:4] != (booking.placement_id, booking.from_date, booking.to_date):
            raise Refused(
                text(N_("The booking {ref} was changed by somebody else meanwhile. Nothing is stored; open it again to change it."), ref=booking.ref),
                "MOVED",
            )  # fmt: skip
        return now

    def interrupt(self, ref: str, on: date, reason: str) -> Booking:
        """The booking ends early, the employment goes on: coming back is a new booking in it."""
        if reason not in INTERRUPT_REASONS:
            raise Refused(
                text(
                    N_("{reason} is no reason for an interruption. Use one of {known}."),
                    reason=reason,
                    known=", ".join(INTERRUPT_REASONS),
                ),
                "REASON",
            )
        booking = self.get(ref)
        _allowed(booking, "ended")
        _inside(booking, on)
        return self._step(
            ref, "ended", N_("Interrupted: {name} at {place}"), to_date=on, reason=reason, closed_on=self.work.today
        )  # fmt: skip

    def end(self, ref: str, on: date | None = None, reason: str = "") -> Booking:
        """The employment ends with a reason of the code list (its end reason), and its bookings with it.

        A booking not yet started is cancelled. Raises Refused for an unknown reason.
        """
        known = {c["code"] for c in reference.codes(self.work.bank, "end_reasons")}
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
        _allowed(booking, "ended")
        day = on or min(self.work.today, booking.to_date)
        _inside(booking, day)
        with self.work.bank.write(self._said(N_("Ended: {name} at {place}"), booking)):
            self._unmoved(booking)
            db.change(self.work.bank, booking.id, status="ended", to_date=day, reason=reason, closed_on=self.work.today)
            if booking.employment_id:
                self._end_employment(booking.employment_id, booking.participant_id, day, reason)
            Boards(self.work).settle()
        return self.get(ref)

    def end_employment(self, employment_id: int, on: date | Change, reason: str) -> None:
        """End an employment that has no booking in the bank (an imported one, say). Raises Refused where somebody else has
        given it another end than a Change began with."""
        running, day = db.employment(self.work.bank, employment_id), asked(on)
        if running is None or day < running.from_date:
            raise Refused(text(N_("The end is before the start. Choose a later end date.")), "ORDER")
        with self.work.bank.write(text(N_("Employment ended: {place}"), place=running.placement)):
            now = db.held_employment(self.work.bank, employment_id)
            settle({"ended_on": on}, {"ended_on": now.ended_on}, _field)
            self._end_employment(employment_id, running.participant_id, day, reason)

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

    def set_decision(self, employment_id: int, first: date | Change | None, last: date | Change | None) -> None:
        """The subsidy's decision period, beside the employment's own. Raises Refused where somebody else has changed what a
        Change began with."""
        with self.work.bank.write(text(N_("Decision period changed"))):
            held = db.held_employment(self.work.bank, employment_id)
            now = {"decision_from": held.decision_from, "decision_to": held.decision_to}
            left = settle({"decision_from": first, "decision_to": last}, now, _field)
            begins, ends = ({**now, **left}[name] for name in now)
            if begins and ends and ends < begins:
                raise Refused(text(N_("The end is before the start. Choose a later end date.")), "ORDER")
            if left:
                db.change_employment(self.work.bank, employment_id, **left)

    def employments(self) -> list[Employment]:
        return db.employments(self.work.bank)

    def current(self) -> list[Booking]:
        return db.current(self.work.bank, self.work.today)

    def every(self) -> list[Booking]:
        return db.every(self.work.bank)

    def notice_made(self, ref: str) -> None:
        """The booking notice was made: nobody needs to be reminded of it. Not undone, since the paper exists."""
        booking = self.get(ref)
        with self.work.bank.write(self._said(N_("Booking notice made: {name}, {place}"), booking), undoable=False):
            db.change(self.work.bank, booking.id, notice_on=self.work.today)

    def _name(self, booking: Booking) -> Text:
        return self.work.participant(booking.participant_id).shown_name

    def _said(self, msgid: str, booking: Booking) -> Text:
        return text(msgid, name=self._name(booking), place=booking.placement)

    def _step(self, ref: str, status: str, msgid: str, **values: date | str | None) -> Booking:
        booking = self.get(ref)
        _allowed(booking, status)
        with self.work.bank.write(self._said(msgid, booking)):
            self._unmoved(booking)
            db.change(self.work.bank, booking.id, status=status, **values)
            Boards(self.work).settle()
        return self.get(ref)


FIELDS = {
    "placement_id": N_("Placement"), "from_date": N_("First day"), "to_date": N_("Last day"), "ended_on": N_("Last day"),
    "decision_from": N_("From"), "decision_to": N_("To"),
}  # fmt: skip


def _field(name: str, now: Any) -> tuple[Text, Any]:
    return Text(FIELDS[name]), now


def _stop(found: Sequence[Check]) -> None:
    stop = next((c for c in found if c.level == "stop"), None)
    if stop:
        raise Refused(stop.text, stop.code)


def _allowed(booking: Booking, status: str) -> None:
    if status not in BOOKING_STEPS[booking.status]:
        raise _wrong_step(booking)


def _wrong_step(booking: Booking) -> Refused:
    from amdesk.domain.booking.bookings import STATUSES

    return Refused(
        text(
            N_("The booking {ref} is {status}, so that step cannot be taken."),
            ref=booking.ref,
            status=Text(STATUSES[booking.status]),
        ),
        "AM003",
    )


def _inside(booking: Booking, day: date) -> None:
    if not booking.from_date <= day <= booking.to_date:
        raise Refused(
            text(
                N_("The day must lie within the booking, {first} to {last}."),
                first=booking.from_date,
                last=booking.to_date,
            ),
            "OUTSIDE",
        )


def _holidays(year: int) -> frozenset[date]:
    import holidays

    return frozenset(holidays.country_holidays("SE", years=[year, year + 1], categories=("public", "de_facto")))
