"""Assessments: whose, with which profile, and what a certificate still lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from amdesk.db.bank import reference, settings
from amdesk.db.booking import bookings
from amdesk.db.competence import assessments as db
from amdesk.db.places import placements as places
from amdesk.domain.booking.bookings import Employment
from amdesk.domain.change import Change, Say, asked, moved, settle
from amdesk.domain.competence.assessments import (
    LEVELS,
    OCCASIONS,
    PRINT_FROM,
    Assessment,
    Profile,
    Readiness,
    readiness,
    words_of,
)
from amdesk.domain.errors import Refused
from amdesk.domain.people.masks import UNTOLD
from amdesk.domain.people.participant import Participant
from amdesk.domain.record import declared
from amdesk.domain.texts import N_, Text, text
from amdesk.services.bank.work import Work
from amdesk.services.guidance.deciding import keep

if TYPE_CHECKING:
    pass

SOON = timedelta(days=30)


def _occasion(said: str | Change, that_day: Assessment | None) -> str:
    """Which occasion is to stand. Raises Moved where somebody else has assessed another one on that day meanwhile."""
    wanted, now = str(asked(said)), that_day.occasion if that_day else None
    if isinstance(said, Change) and now not in {None, said.before, wanted}:
        raise moved(Text(declared(Assessment)["occasion"].label), Text(OCCASIONS[str(now)]))
    return wanted


def _hidden(say: Say) -> Say:
    """The label alone, of somebody who is protected."""
    return lambda name, value: (say(name, value)[0], text(N_("protected")))


class Assessing:
    def __init__(self, work: Work) -> None:
        self.work = work

    def employment_for(self, participant: int | str, ref: str | None = None) -> Employment:
        """The employment named, or the latest ended one, or the one that runs. Raises Refused where there is none."""
        person = self.work.participant(participant)
        if ref:
            found = bookings.employment_by_ref(self.work.bank, ref)
            if found and found.participant_id == person.id:
                return found
            raise Refused(
                text(N_("There is no employment {ref} for {number}."), ref=ref, number=person.number), "NO_EMPLOYMENT"
            )
        today = self.work.today
        mine = [e for e in bookings.employments(self.work.bank, person.id) if not e.cancelled and e.from_date <= today]
        ended = [e for e in mine if e.status(today) == "ended"]
        running = [e for e in mine if e.status(today) == "running"]
        found = max(ended or running, key=lambda e: (e.end or date.max, e.id), default=None)
        if found is None:
            raise Refused(
                text(
                    N_("{number} has no employment that has begun, so there is nothing to certify."),
                    number=person.number,
                ),
                "NO_EMPLOYMENT",
            )
        return found

    def profiles(self) -> list[Profile]:
        """The profile in use of every occupation that has one."""
        found = (reference.profile(self.work.bank, o.code) for o in reference.occupations(self.work.bank))
        return [p for p in found if p is not None]

    def profile_of(self, employment: Employment) -> Profile | None:
        """The version an employment is assessed with: that of its first assessment, else the one in use today."""
        begun = db.first_profile(self.work.bank, employment.id)
        if begun is not None:
            return reference.profile_by_id(self.work.bank, begun)
        code = bookings.occupation_of(self.work.bank, employment.id)
        return reference.profile(self.work.bank, code) if code else None

    def assess(
        self,
        employment_id: int,
        occasion: str,
        on: date,
        levels: Mapping[str, int],
        *,
        assessor: str = "",
        remark: str = "",
        finished: bool = True,
        **words: str,
    ) -> Assessment:
        """One assessment per employment and date: levels 1-4 by skill code; a skill left out is not assessed. `remark` is
        the supervisor's and printed on the certificate; of the other words that an assessment declares, as the participant's
        own comment, those that are not given stay as they are.

        Raises Refused for a level that is none, a skill of another profile, or a date outside the employment.
        """
        bank = self.work.bank
        employment = bookings.employment(bank, employment_id)
        profile = self.profile_of(employment) if employment else None
        if employment is None or profile is None:
            raise Refused(
                text(N_("The employment has no occupation with a profile. Choose the occupation first.")), "PROFILE"
            )
        known = {s.code for s in profile.skills()}
        if bad := [c for c, v in levels.items() if c not in known or v not in LEVELS]:
            raise Refused(
                text(N_("{skill} is no skill of this profile, or its level is none of 1 to 4."), skill=bad[0]), "LEVEL"
            )
        if on < employment.from_date or (employment.end and on > employment.end + SOON):
            said = text(
                N_("An assessment belongs to the employment, {first} to {last}."),
                first=employment.from_date,
                last=employment.end or "…",
            )
            raise Refused(text(UNTOLD) if employment.placement.hidden else said, "DATE")
        person = self.work.participant(employment.participant_id)
        that_day = next((a for a in db.assessments(bank, employment_id) if a.on_date == on), None)
        with bank.write(text(N_("Assessment: {name}"), name=person.shown_name)):
            values = {
                "profile_id": profile.id,
                "occasion": occasion,
                "assessor": assessor or bank.actor,
                "levels": levels,
                "finished": finished,
                **words_of(that_day),
                **{name: said.strip() for name, said in {**words, "remark": remark}.items()},
            }
            db.save(bank, employment_id, person.id, on, values)
            if that_day is None:
                keep(self.work, "employment", employment_id, person.id, [("level", occasion)])
        return next(a for a in db.assessments(bank, employment_id) if a.on_date == on)

    def assess_changes(
        self,
        employment_id: int,
        occasion: str | Change,
        on: date,
        given: Mapping[str, Change],
        *,
        assessor: str = "",
        finished: bool = True,
    ) -> None:
        """The assessment of a date as a grid sends it: a Change of each level by skill code (None is not assessed), of the
        words, beside what others have assessed on that date. `occasion` as a Change began with what stood there on that date, None
        for nothing. What changes nothing is not stored. Raises Moved, also where somebody else has assessed another occasion on
        that date meanwhile, and as assess() does."""
        bank = self.work.bank
        employment = bookings.employment(bank, employment_id)
        person = self.work.participant(employment.participant_id if employment else 0)
        with bank.write(text(N_("Assessment: {name}"), name=person.shown_name)):
            bookings.held_employment(bank, employment_id)
            that_day = next((a for a in db.assessments(bank, employment_id) if a.on_date == on), None)
            called = _occasion(occasion, that_day)
            now: dict[str, object] = dict(that_day.levels) if that_day else {}
            words = words_of(that_day)
            own = partial(self._say, employment)
            stands = {name: words.get(name, now.get(name)) for name in given}
            left: dict[str, object] = settle(given, stands, _hidden(own) if person.protection else own, own)
            done = finished or bool(that_day and that_day.finished)
            if that_day and not left and (called, done) == (that_day.occasion, that_day.finished):
                return
            now |= left
            words |= {name: str(now.pop(name)) for name in words if name in now}
            levels = {code: level for code, level in now.items() if isinstance(level, int)}
            self.assess(employment_id, called, on, levels, assessor=assessor, finished=done, **words)

    def _say(self, employment: Employment | None, name: str, value: object) -> tuple[Text, object]:
        """A part of an assessment by its label: a skill, or whose words; a level as it is."""
        field = declared(Assessment).get(name)
        profile = self.profile_of(employment) if employment else None
        skill = next((s for s in profile.skills() if s.code == name), None) if profile else None
        said = (skill.sv if self.work.lang == "sv" else skill.en) if skill else name
        return Text(field.label) if field else text("{skill}", skill=said), value

    def _readiness(
        self, person: Participant, employment: Employment, profile: Profile | None, found: Sequence[Assessment]
    ) -> list[Readiness]:
        over = employment.end is not None and employment.end <= self.work.today + SOON
        return readiness(profile, found, over, self._supervisor(employment)[0], person.case_worker, self._lowest())

    def _lowest(self) -> int:
        """The lowest level that is printed: a setting of the unit, 2 where it has none."""
        said = settings.setting(self.work.bank, "certificate_lowest", str(PRINT_FROM))
        return int(said) if said in {"1", "2", "3", "4"} else PRINT_FROM

    def _supervisor(self, employment: Employment) -> tuple[str, str, str]:
        """Name, title in Swedish, department of whoever signs for the host."""
        place = places.get(self.work.bank, employment.placement_id) if employment.placement_id else None
        if place is None:
            return "", "Handledare", ""
        return place.supervisor, "Arbetsledare" if place.kind == "in_house" else "Handledare", place.department
