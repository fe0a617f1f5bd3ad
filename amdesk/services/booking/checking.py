"""What is asked before a booking is made or changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import reduce

from amdesk.db.bank import access_log, reference
from amdesk.db.booking import bookings as db
from amdesk.db.booking import queue as waits
from amdesk.db.booking import there
from amdesk.db.places import placements as places
from amdesk.domain.booking.bookings import Booking, Check, Employment, Wanted, checks
from amdesk.domain.booking.forms import Form, form_checks
from amdesk.domain.errors import Refused
from amdesk.domain.people.masked import Token
from amdesk.domain.texts import N_, plural, text
from amdesk.services.bank.work import Work
from amdesk.services.booking.holding import held_in_way
from amdesk.services.booking.matching import Matching

DEFAULT_FORM = "bea_visstid"
LAST_BOOKED = date(9900, 12, 31)
WARNS = {"warn", "info"}
"""Levels of what a case worker may go past."""


class BookingChecks:
    """Bookings as they are, and what holds, what to think of and what forbids one."""

    def __init__(self, work: Work) -> None:
        self.work = work

    def get(self, ref: str) -> Booking:
        found = db.by_ref(self.work.bank, ref.strip().upper()) or db.by_ref(self.work.bank, ref.strip())
        if found is None:
            raise Refused(
                text(N_("There is no booking {ref} in the bank. Check the reference."), ref=ref), "NO_BOOKING"
            )
        if found.placement.hidden:
            self.work.met(found.participant_id, False)
        return found

    def employments(self, opened: Token | None = None) -> list[Employment]:
        """All of them. Of a protected person whom nobody has opened nothing is told that tells of few places which: neither the
        place, nor its kind, the form of employment and the occupation; `opened` is the token of one who is."""
        shown = opened.person if opened else None
        return [e if e.participant_id == shown else e.unopened() for e in db.employments(self.work.bank)]

    def current(self) -> list[Booking]:
        return db.current(self.work.bank, self.work.today)

    def every(self) -> list[Booking]:
        return db.every(self.work.bank)

    def wanted(
        self, participant: int | str, placement: int | str, first: date, last: date, extent: int | None
    ) -> Wanted:
        """Raises Refused (FAR_AHEAD) for days so near the end of time that what follows from a booking has none."""
        if max(first, last) > LAST_BOOKED:
            said = N_("{day} is too far ahead for a booking. Check the year.")
            raise Refused(text(said, day=max(first, last)), "FAR_AHEAD")
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
        form: str = DEFAULT_FORM,
    ) -> list[Check]:
        """What holds, what to think of and what forbids this booking. `without` leaves one booking out (when moving it);
        `form` is that of the employment where a new one would be made."""
        wanted = self.wanted(participant, placement, first, last, extent)
        before = [] if without else self._before_her(wanted)
        return self._checks(wanted, without) + self._form_checks(wanted, without, form) + before

    def forms(self) -> list[tuple[str, str]]:
        """(code, name) of the forms that a new employment can have."""
        found = reference.codes(self.work.bank, "employment_forms")
        return [(c.code, c.name(self.work.lang)) for c in found if not c.closed]

    def running_form(self, participant: int | str, placement: int | str, first: date, last: date) -> str:
        """The form of the employment that a booking would belong to; empty where it would begin a new one."""
        running = self._covering(self.wanted(participant, placement, first, last, None))
        return running.form if running else ""

    def _form_checks(self, wanted: Wanted, without: str = "", form: str = DEFAULT_FORM) -> list[Check]:
        """What the form of employment allows, of the person's running employment or of the one that would be made."""
        bank = self.work.bank
        running = self._covering(wanted)
        code = running.form if running else form
        found = next((c for c in reference.codes(bank, "employment_forms") if c.code == code), None)
        if found is None:
            return []
        limits = Form(code, found.name(self.work.lang), found.months_at_a_time, found.max_months)
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

    def _before_her(self, wanted: Wanted) -> list[Check]:
        """Whoever stands in the placement's queue before her is passed over by a booking; a protected one is not told of."""
        if not there.any_queue(self.work.bank):
            return []
        queue = [w for w in waits.waiting(self.work.bank) if w.placement_id == wanted.placement.id]
        mine = min((w.turn for w in queue if w.participant_id == wanted.participant.id), default=len(queue) + 1)
        count = sum(w.turn < mine and not w.hidden and not w.restricted for w in queue)
        if not count:
            return []
        said = plural(
            "{count} person stands in the queue here before {name}",
            "{count} people stand in the queue here before {name}",
            count,
            count=count,
            name=wanted.participant.shown_name,
        )
        return [Check("QUEUE", "info", said)]

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
        whole = free
        mine = [b for b in db.taking(bank, wanted.participant.id) if not (b.expires_on and b.expires_on < today)]
        moved = next((b for b in mine if b.ref == without), None)
        if moved and moved.placement_id == wanted.placement.id:
            load = moved.extent if wanted.placement.shared else 100
            loads = list(free.loads)
            own = next(s for s in loads if (s.first, s.last, s.hundredths) == (moved.from_date, moved.to_date, load))
            loads.remove(own)
            free = free._replace(loads=loads)
        others = [b for b in mine if b.ref != without]
        found = Matching(self.work).findings(wanted.participant, wanted.placement, wanted.from_date, wanted.extent)
        hold = held_in_way(self.work, wanted, whole, free)
        return checks(wanted, free, others, (), today, found) + ([hold] if hold else [])

    def _allow(self, wanted: Wanted, found: Sequence[Check], despite: str) -> str:
        """The reason that is kept with a booking: empty where every must is met.

        Raises Refused with the first rule that forbids; where a must is not met and no reason is given (code MUST), with the
        smallest change that would meet it.
        """
        stop(found)
        musts = [c.text for c in found if c.must]
        if not musts:
            return ""
        if why := " ".join(despite.split()):
            return why
        said = reduce(lambda one, more: text(N_("{one}; {more}"), one=one, more=more), musts)
        changes = [c.text for c in Matching(self.work).changes(wanted.participant, wanted.placement)]
        if not changes:
            raise Refused(text(N_("{musts}. Give a reason to go on all the same; it is kept."), musts=said), "MUST")
        change = reduce(lambda one, more: text(N_("{one}; {more}"), one=one, more=more), changes)
        sentence = N_("{musts}. Smallest change: {change}. Or give a reason to go on all the same; it is kept.")
        raise Refused(text(sentence, musts=said, change=change), "MUST")

    def _still(self, booking: Booking, found: Sequence[Check]) -> str:
        """The reason kept with a booking, where it was given for every must that is not met now: a new one is asked about anew."""
        known = db.overruled(self.work.bank, booking.id)
        return booking.despite if all(c.code in known for c in found if c.must) else ""

    def _rank_of(self, wanted: Wanted) -> int | None:
        """At which place the placement stands in what is proposed for the person, 1 for the first; None where it is not proposed."""
        person = self.work.participant(wanted.participant.id)
        if person.restricted_on:
            return None  # nothing is proposed for her
        ranked = Matching(self.work)._for_participant(person, "").ranked
        return next((i for i, m in enumerate(ranked, 1) if m.opening.placement.id == wanted.placement.id), None)

    def _gone_on(
        self, booking_id: int, participant_id: int, despite: str, found: Sequence[Check], stood: str = ""
    ) -> None:
        """Keep the reason with the booking, with the rules that it went on past, and log it where it is not the one that `stood`
        there. Inside a write()."""
        overruled = " ".join(sorted({c.code for c in found if c.must}))
        db.change(self.work.bank, booking_id, despite=despite, overruled=overruled if despite else "")
        if despite and despite != stood:
            access_log.log_read(self.work.bank, "despite", participant_id, despite)

    def warnings(self, ref: str) -> list[Check]:
        """What is to be thought of about a booking as it stands now: after a move or another last day."""
        b = self.get(ref)
        found = self.checks(b.participant_id, b.placement_id, b.from_date, b.to_date, b.extent, without=b.ref)
        return [c for c in found if c.level in WARNS and not (c.code == "PAST" and b.status == "started")]


def stop(found: Sequence[Check]) -> None:
    """Raises Refused with the first rule that forbids."""
    stop = next((c for c in found if c.level == "stop"), None)
    if stop:
        raise Refused(stop.text, stop.code)
