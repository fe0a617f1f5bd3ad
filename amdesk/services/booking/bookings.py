"""Booking: reserve, book, start, extend, move, interrupt, end, cancel. Checks before, a receipt after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from amdesk.db.booking import bookings as db
from amdesk.db.booking import queue, rounds
from amdesk.domain.booking.bookings import RESERVED_DAYS, Booking, Check, Wanted, working_days_after
from amdesk.domain.booking.fairness import PASSED_REASONS
from amdesk.domain.booking.plan import BEGUN_BEFORE, assessment_days, day90
from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, text
from amdesk.services.booking.checking import DEFAULT_FORM, WARNS
from amdesk.services.booking.ending import BookingEnds
from amdesk.services.booking.holding import overtaken
from amdesk.services.booking.moving import BookingMoves
from amdesk.services.booking.steps import allowed, inside, untold
from amdesk.services.booking.taking_back import BookingsBack
from amdesk.services.guidance.deciding import keep
from amdesk.services.people.gate import held


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a booking created and what is planned because of it."""

    booking: Booking
    planned: Sequence[tuple[str, date]]
    warnings: Sequence[Check]


class Bookings(BookingMoves, BookingEnds, BookingsBack):
    def book(
        self,
        participant: int | str,
        placement: int | str,
        first: date,
        last: date,
        extent: int | None = None,
        *,
        reserve: bool = False,
        ref: str | None = None,
        form: str = DEFAULT_FORM,
        round_ref: str = "",
        despite: str = "",
        passed: str = "",
    ) -> Receipt:
        """Book or reserve one place. With a `ref` that is already booked the same booking comes back (a harmless retry); that of another
        person is refused (REF).

        A new employment is made unless the person has one that covers the first day. Raises Refused with the rule; for a must
        that is not met (code MUST) unless `despite` says why to go on, which is kept. `passed` is why, where it is not the first
        proposal for her (a code of PASSED_REASONS); at which place it stood is kept too.
        """
        bank = self.work.bank
        if ref and (already := db.by_ref(bank, ref)):
            if already.participant_id != self.work.participant(participant).id:
                said = N_("The reference {ref} is another person's booking. Choose another reference.")
                raise Refused(text(said, ref=ref), "REF")
            return self._receipt(already, [])
        wanted = self.wanted(participant, placement, first, last, extent)
        found = self._checks(wanted) + self._form_checks(wanted, form=form) + self._before_her(wanted)
        why = self._allow(wanted, found, despite)
        if round_ref:
            self._unheld(wanted, found)
        rank = 1 if round_ref else self._rank(wanted, passed)
        person, place = wanted.participant, wanted.placement
        what = N_("Tentatively booked {name} at {place}") if reserve else N_("Booked {name} at {place}")
        key_ref = ref or db.new_ref()
        with bank.write(text(what, name=person.shown_name, place=place.name)):
            new = self._covering(wanted) is None
            employment = self._employment_for(wanted, form)
            expires = (
                working_days_after(self.work.today, RESERVED_DAYS, _holidays(self.work.today.year)) if reserve else None
            )
            booking = db.add(
                bank,
                {
                    "ref": key_ref,
                    "participant_id": person.id,
                    "placement_id": place.id,
                    "employment_id": employment,
                    "from_date": first,
                    "to_date": last,
                    "extent": wanted.extent,
                    "status": "reserved" if reserve else "booked",
                    "expires_on": expires,
                    "made_on": self.work.today,
                    "round_id": rounds.key(bank, round_ref),
                    "proposed_rank": rank,
                    "passed_why": passed if rank != 1 else "",
                },
            )
            if why:
                self._gone_on(booking, person.id, why, found)
            held(self.work, person.id)  # after the row: its guard locks the placement first, then the person
            queue.leave(bank, person.id, place.id, self.work.today, "BOOKED")
            overtaken(self.work, place.id, held=any(c.code == "HOLD" for c in found))
            self._stretch(employment, last)
            chosen = [("form", form)] if new else []
            keep(self.work, "booking", booking, person.id, [*chosen, ("place_kind", place.kind)])
        return self._receipt(self.get(key_ref), [c for c in found if c.level in WARNS])

    def _unheld(self, wanted: Wanted, found: Sequence[Check]) -> None:
        """What was proposed for all together takes no place that somebody has held since. Raises Refused (HOLD)."""
        if any(c.code == "HOLD" for c in found):
            said = N_("The free place at {place} has been held since the round was worked out.")
            raise Refused(text(said, place=wanted.placement.name), "HOLD")

    def _rank(self, wanted: Wanted, passed: str) -> int | None:
        """As `_rank_of` says. Raises Refused where `passed` is no reason."""
        if passed and passed not in PASSED_REASONS:
            known = ", ".join(PASSED_REASONS)
            raise Refused(
                text(N_("{code} is no reason here. Choose one of {known}."), code=passed, known=known), "REASON"
            )
        return self._rank_of(wanted)

    def _employment_for(self, wanted: Wanted, form: str) -> int:
        bank, person, place = self.work.bank, wanted.participant, wanted.placement
        running = self._covering(wanted)
        if running is not None:
            return running.id
        return db.add_employment(
            bank,
            {
                "ref": db.new_ref("E"),
                "participant_id": person.id,
                "form": form,
                "occupation_id": self._occupation(place),
                "placement_id": place.id,
                "placement_text": place.name,
                "kind": place.kind,
                "from_date": wanted.from_date,
                "to_date": wanted.to_date,
                "extent": wanted.extent,
            },
        )

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
        """The person came, `on` a day of the booking where later than planned. Needs a booked place, the introduction
        checklist seen, and what the law asks for.

        Raises Refused: WRONG_STEP, OUTSIDE, EARLY for a day months ahead, INTRODUCTION, EXTRACT (skollagen 2 kap. 31 §), AGE.
        """
        booking = self.get(ref)
        allowed(booking, "started")
        if on is not None:
            inside(booking, on)
        if (day := on or booking.from_date) > self.work.today + BEGUN_BEFORE:
            said = N_(
                "The booking begins on {day}, more than a month from now. Move it to the day on which it begins; then start."
            )
            raise untold(booking, Refused(text(said, day=day), "EARLY"))
        if booking.introduced_on is None:
            raise Refused(
                text(N_("The introduction checklist has not been seen. Go through it, then start.")), "INTRODUCTION"
            )
        wanted = self.wanted(
            booking.participant_id, booking.placement_id, booking.from_date, booking.to_date, booking.extent
        )
        for check in self._checks(wanted, without=booking.ref):
            if (
                check.code == "AGE"
                or check.code.startswith("MINOR_")
                or (
                    check.code == "EXTRACT"
                    and wanted.placement.background_check in {"school_act", "lss_children", "hvb_children"}
                )
            ):
                raise Refused(check.text, check.code)
        return self._step(
            ref,
            "started",
            N_("Started: {name} at {place}"),
            **({"from_date": on} if on else {}),
        )

    def notice_made(self, ref: str) -> None:
        """The booking notice was made: nobody needs to be reminded of it. Not undone, since the paper exists; it
        stands in the way of nothing else."""
        booking = self.get(ref)
        with self.work.bank.write(self._said(N_("Booking notice made: {name}, {place}"), booking), undoable=False):
            db.change(self.work.bank, booking.id, notice_on=self.work.today)


def _holidays(year: int) -> frozenset[date]:
    import holidays

    return frozenset(holidays.country_holidays("SE", years=[year, year + 1], categories=("public", "de_facto")))
