"""Bookings and employments: their steps, and the checks a case worker sees before pressing the button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated

from amdesk.domain.people.identity import age_on
from amdesk.domain.people.masked import Masked, Token
from amdesk.domain.people.participant import Person
from amdesk.domain.places.placement import LICENCES, Availability, Placement
from amdesk.domain.record import Coded, Day, Declared, KeyOf, Line, Percent, YesNo
from amdesk.domain.texts import N_, Text, plural, text
from amdesk.domain.values import add_months

CANCEL_REASONS = {
    "PARTICIPANT": N_("The participant declined"),
    "HOST": N_("The host withdrew the place"),
    "MISTAKE": N_("Booked by mistake"),
    "NO_SHOW": N_("Did not come on the first day"),
    "MOVED": N_("Moved to another placement"),
    "EXPIRED": N_("The reservation ran out"),
    "OTHER": N_("Other reason"),
}
INTERRUPT_REASONS = {
    "PAUSE": N_("Pause agreed with the participant"),
    "HOST_ENDS": N_("The host ends the placement"),
    "CHANGE": N_("Change of placement"),
    "OTHER": N_("Other reason"),
}
RESERVED_DAYS = 5
"""Working days a reservation stands (a setting of the unit; design decision, no law)."""
SHORT_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Booking:
    """One use of one of a placement's places, both days included."""

    id: int
    ref: str
    participant_id: int
    participant: Masked
    """Her name, or her number where she has none."""
    participant_number: str
    placement_id: Annotated[int, Declared(N_("Placement"), KeyOf("placement"), erase=False)]
    placement: Masked
    placement_number: Masked
    employment_id: int | None
    from_date: Annotated[date, Declared(N_("First day"), Day(), erase=False)]
    to_date: Annotated[date, Declared(N_("Last day"), Day(), erase=False)]
    extent: Annotated[int, Declared(N_("Extent"), Percent(), typed=False, erase=False)]
    status: Annotated[str, Declared(N_("State"), Coded(), typed=False, erase=False)]
    expires_on: Annotated[date | None, Declared(N_("Reserved until"), Day(), typed=False, erase=False)]
    introduced_on: Annotated[date | None, Declared(N_("Introduction"), Day(), typed=False, erase=False)]
    reason: Annotated[str, Declared(N_("Reason"), Coded(), typed=False, erase=False)]
    protected: Annotated[bool, Declared(N_("Protected personal data"), YesNo(), typed=False, column=False)]
    supervisor: Masked
    case_worker: str
    despite: Annotated[str, Declared(N_("Booked all the same"), Line(), typed=False)] = ""
    """Why, where a must was not met."""

    def opened(self, token: Token) -> Booking:
        """The same as it is shown to whoever has opened the person."""
        name, place, number, supervisor = (
            one.opened(token) for one in (self.participant, self.placement, self.placement_number, self.supervisor)
        )
        return replace(self, participant=name, placement=place, placement_number=number, supervisor=supervisor)


@dataclass(frozen=True, slots=True)
class Employment:
    """One fixed-term employment. `to_date` None is "until further notice"; `kind` is the host's kind or empty."""

    id: int
    ref: str
    participant_id: int
    form: Annotated[
        str,
        Declared(N_("Form of employment"), Coded(), reads="row", typed=False, erase=False, headings=(
            "Anställningsform", "Form", "Anst.form", "Insats", "Form of employment", "Anstform", "Typ av anställning", "Employment form", "Type of employment",
        )),
    ]  # fmt: skip
    occupation: str
    placement_id: Annotated[int | None, Declared(N_("Placement"), KeyOf("placement"), typed=False, erase=False)]
    placement: Annotated[
        Masked,
        Declared(N_("Placement"), Line(), reads="row", typed=False, column=False, headings=(
            "Placering", "Plats", "Arbetsplats", "Enhet", "Placement", "Workplace", "Placeringsenhet", "Placeringsställe", "Arbetsställe", "Placerad på", "Placerad hos", "Unit",
        )),
    ]  # fmt: skip
    kind: Annotated[str, Declared(N_("Kind of place"), Coded(), typed=False, erase=False)]
    from_date: Annotated[
        date,
        Declared(N_("First day"), Day(), heading=N_("From"), reads="row", required=True, typed=False, erase=False, headings=(
            "Startdatum", "Start", "Från", "Fr.o.m.", "Från och med", "Start date", "From", "Anst. fr.o.m.", "Anställd fr.o.m.", "Anställd från", "Period", "Anställningsperiod", "Anställningsdatum", "Anställningsstart", "Börjar", "Första dag", "First day", "Start datum", "Tillträde", "Tillträdesdatum", "Startar", "Tidsperiod",
        )),
    ]  # fmt: skip
    to_date: Annotated[
        date | None,
        Declared(N_("Last day"), Day(), heading=N_("To"), reads="row", typed=False, erase=False, headings=(
            "Slutdatum", "Slut", "Till", "T.o.m.", "Till och med", "End date", "To", "Anst. t.o.m.", "Anställd t.o.m.", "Anställd till", "Anställningsslut", "Slutar", "Sista dag", "Last day", "Slut datum",
        )),
    ]  # fmt: skip
    extent: Annotated[
        int,
        Declared(N_("Extent"), Percent(), reads="row", required=True, typed=False, erase=False, headings=(
            "Omfattning", "Omfattning (%)", "Omf.", "Omfattn.", "Omf %", "Tjänstgöringsgrad", "Sysselsättningsgrad", "Procent", "Syss.grad", "Tjänstegrad", "Extent", "Syssgrad", "Tj.grad", "Grad", "Percentage", "Working extent",
        )),
    ]  # fmt: skip
    ended_on: Annotated[date | None, Declared(N_("Last day"), Day(), erase=False)]
    end_reason: Annotated[str, Declared(N_("End reason of the employment"), Coded(), erase=False)]
    decision_from: Annotated[date | None, Declared(N_("From"), Day(), erase=False)]
    decision_to: Annotated[date | None, Declared(N_("To"), Day(), erase=False)]
    cancelled: Annotated[bool, Declared(N_("Cancelled"), YesNo(), typed=False, erase=False)]

    def unopened(self) -> Employment:
        """The same as it leaves the services where nobody has opened the person."""
        if not self.placement.hidden:
            return self
        return replace(self, form="", occupation="", kind="", placement_id=None)

    def opened(self, token: Token) -> Employment:
        """The same as it is shown to whoever has opened the person."""
        return replace(self, placement=self.placement.opened(token))

    def status(self, today: date) -> str:
        """planned, running or ended. An employment whose planned end has passed counts as ended that day."""
        if self.ended_on or self.cancelled or (self.to_date and self.to_date < today):
            return "ended"
        return "planned" if self.from_date > today else "running"

    @property
    def end(self) -> date | None:
        """The day it ended or will end."""
        return self.ended_on or self.to_date


@dataclass(frozen=True, slots=True)
class Check:
    """One line under the dates: `level` is ok, info, warn or stop. `fix` is a date that would mend it. A `must` closes the
    placement in a match; a case worker may book all the same for a reason, which is kept. `unknown`: nobody has recorded what it
    asks about."""

    code: str
    level: str
    text: Text
    fix: date | None = None
    must: bool = False
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A booking that somebody is about to make."""

    participant: Person
    placement: Placement
    from_date: date
    to_date: date
    extent: int


def checks(
    wanted: Wanted,
    availability: Availability,
    others: Sequence[Booking],
    shown: Sequence[tuple[str, date]],
    today: date,
    findings: Sequence[Check] | None = None,
) -> list[Check]:
    """What holds, what to think of and what forbids a booking; the same list before booking in window and command line.

    `others` are the person's bookings that take a place, `shown` the register extracts seen (kind, day), `findings` what
    stands between the person and the placement (domain/booking/findings.py); without them the demands alone are looked at.
    Stops are the bank's rules and the law; all else is a warning that a case worker may go past.
    """
    out = [_order(wanted)] if wanted.to_date < wanted.from_date else []
    out.append(_place_check(wanted, availability))
    out.append(_person_check(wanted, others))
    out += age_stop(wanted.participant, wanted.placement, wanted.from_date)
    out += (
        demand_checks(wanted.participant, wanted.placement, wanted.from_date, shown) if findings is None else findings
    )
    out += _soft_checks(wanted, today)
    return out


def _order(wanted: Wanted) -> Check:
    return Check("ORDER", "stop", text(N_("The end is before the start. Choose a later end date."), day=wanted.to_date))


def _place_check(wanted: Wanted, availability: Availability) -> Check:
    load = wanted.extent if wanted.placement.shared else 100
    if wanted.placement.status != "open":
        return Check("CLOSED", "stop", text(N_("The placement is closed. Open it, or choose another.")))
    if availability.room(wanted.from_date, wanted.to_date, load):
        return Check("PLACE", "ok", text(N_("No clash on the place")))
    free = availability.next_free(wanted.from_date, wanted.to_date, load)
    if free and free[0] == wanted.from_date:
        return Check(
            "FULL",
            "stop",
            text(
                N_("The placement is full from {day}. Choose {last} at the latest."),
                day=free[1] + timedelta(1),
                last=free[1],
            ),
            free[1],
        )
    later = availability.next_free(wanted.from_date, wanted.from_date + timedelta(730), load)
    if later:
        return Check(
            "FULL",
            "stop",
            text(N_("The placement is full on {day}. It is free from {free}."), day=wanted.from_date, free=later[0]),
        )
    return Check("FULL", "stop", text(N_("The placement has no free place in this period. Choose another placement.")))


def _person_check(wanted: Wanted, others: Sequence[Booking]) -> Check:
    """Where a protected person works is not said, nor until when, by which the board would tell it: it is as secret as the address."""
    name = wanted.participant.shown_name
    for other in others:
        if other.from_date <= wanted.to_date and wanted.from_date <= other.to_date:
            if wanted.participant.protection:
                said = N_(
                    "{name} is already booked on some of these days. End that booking first or choose other days."
                )
                return Check("DOUBLE", "stop", text(said, name=name))
            return Check(
                "DOUBLE",
                "stop",
                text(
                    N_("{name} is already booked at {place} until {day}. End that booking first or start later."),
                    name=name,
                    place=other.placement,
                    day=other.to_date,
                ),
            )
    return Check("PERSON", "ok", text(N_("{name} is not booked anywhere else"), name=name))


def age_stop(person: Person, placement: Placement, first_day: date) -> list[Check]:
    """Minimum age of the placement's work (Work Environment Authority's rules on minors)."""
    born, least = person.born, placement.min_age
    if born is None or age_on(born, first_day) >= least:
        return []
    return [Check("AGE", "stop", text(N_("The work requires the age of {age} on the first day."), age=least))]


ADULT = 18


def licence_not_known(placement: Placement) -> Text:
    """The sentence where a placement asks for a licence in words that name no single class."""
    return text(N_("Not known: driving licence {licence} (words that a person has to read)"), licence=placement.licence)


def demand_checks(
    person: Person, placement: Placement, first_day: date, shown: Sequence[tuple[str, date]]
) -> list[Check]:
    """Warnings about what the law and the placement's work ask of the person on the first day: age, licence, extract.

    Source for minors: AFS 2023:2 chapter 8. Somebody whose birth date is not known is not taken for old enough.
    """
    out = []
    if person.born is None:
        out.append(Check("AGE_UNKNOWN", "warn", age_not_known(placement), unknown=True))
    elif age_on(person.born, first_day) < ADULT:
        out.append(
            Check(
                "MINOR",
                "warn",
                text(N_("Under 18 on the first day: the rules for minors' work apply (AFS 2023:2 chapter 8)")),
            )
        )
    if placement.licence and placement.licence not in LICENCES:
        out.append(Check("LICENCE", "warn", licence_not_known(placement), unknown=True))
    elif placement.licence and placement.licence not in person.licence.split():
        said = text(N_("Driving licence {licence} is required, none is recorded"), licence=placement.licence)
        out.append(Check("LICENCE", "warn", said, must=True))
    kind = placement.background_check
    if kind != "none" and not extract_valid(kind, shown, first_day):
        out.append(Check("EXTRACT", "warn", text(N_("A register extract must be shown before the first day"))))
    return out


def age_not_known(placement: Placement) -> Text:
    """The sentence where nobody knows whether the person is old enough."""
    return text(
        N_("Not known: at least {age} years old on the first day (no birth date is recorded)"), age=placement.min_age
    )


YEARLY = ("school_act", "children_act_2013")


def extract_valid(kind: str, shown: Sequence[tuple[str, date]], start: date) -> bool:
    """True where an extract of that kind was shown before the start, at most a year before where the law says so.

    Source: skollagen (2010:800) 2 kap. 31 §; lag (2013:852); HVB six months: lag (2007:171).
    """
    limit = {"hvb_children": add_months(start, -6)} | {k: add_months(start, -12) for k in YEARLY}
    return any(k == kind and day <= start and day >= limit.get(kind, date.min) for k, day in shown)


def whole_weeks(first: date, last: date) -> tuple[int, int]:
    """How many whole weeks that is, and how many days: what is shorter than a week is said in days, not as no weeks."""
    days = (last - first).days + 1
    return days // 7, days


def _soft_checks(wanted: Wanted, today: date) -> list[Check]:
    out = []
    person = wanted.participant
    if add_months(wanted.from_date, SHORT_MONTHS) > wanted.to_date + timedelta(3):
        weeks, days = whole_weeks(wanted.from_date, wanted.to_date)
        said = (
            plural(
                "Shorter than {months} months ({weeks} week)",
                "Shorter than {months} months ({weeks} weeks)",
                weeks,
                months=SHORT_MONTHS,
                weeks=weeks,
            )
            if weeks
            else plural(
                "Shorter than {months} months ({days} day)",
                "Shorter than {months} months ({days} days)",
                days,
                months=SHORT_MONTHS,
                days=days,
            )
        )
        out.append(Check("SHORT", "warn", said))
    if wanted.from_date < today:
        out.append(Check("PAST", "warn", text(N_("The first day has already passed"))))
    if wanted.extent > person.extent:
        out.append(Check("EXTENT", "warn", text(N_("More than the {extent} % that was agreed"), extent=person.extent)))
    return out


def working_days_after(day: date, count: int, holidays: frozenset[date] = frozenset()) -> date:
    """The day that lies `count` working days after `day`. Saturdays, Sundays and `holidays` do not count."""
    while count:
        day += timedelta(1)
        if day.weekday() < 5 and day not in holidays:
            count -= 1
    return day


def ending_warnings(employment: Employment, today: date) -> list[tuple[str, date, int]]:
    """Ends that come within 60 or 30 days: (employment or decision, day, 60 or 30)."""
    out = []
    for what, day in (("employment", employment.to_date), ("decision", employment.decision_to)):
        if day and employment.ended_on is None and 0 <= (day - today).days <= 60:
            out.append((what, day, 30 if (day - today).days <= 30 else 60))
    return out
