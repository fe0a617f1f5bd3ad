"""People who are soon done and vacancies, matched both ways on what was certified, by the house's own matching.

A vacancy is asked as a placement is: the hard rules are those of `booking/matching.py:gate`, needs and demands those of
`booking/needs.py`, travel and language those of the six parts there. Beside them stand two things that only a certificate
tells: the occupation and the levels. Levels come from issued certificates alone; whoever has none yet has no levels, and what
is not known gives half, as everywhere in the house. The program proposes and says why; a person decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter, mul
from typing import NamedTuple

from amdesk.domain.booking.bookings import ADULT
from amdesk.domain.booking.findings import findings
from amdesk.domain.booking.matching import (
    LEFT_OUT,
    Facts,
    Opening,
    Weights,
    gate,
    goal_part,
    language_marks,
    requirements,
    travel_part,
    wanted_from,
)
from amdesk.domain.booking.needs import Trip, asks_the_place, asks_the_way
from amdesk.domain.booking.reasons import Reason, of_check, trip_text
from amdesk.domain.clock import FAR
from amdesk.domain.competence.assessments import GENERAL
from amdesk.domain.employers.vacancy import Vacancy, asked_levels
from amdesk.domain.people.identity import age_on
from amdesk.domain.people.participant import Person
from amdesk.domain.places.placement import LANGUAGE_LEVELS, Placement
from amdesk.domain.texts import N_, Text, text

VACANCY_PARTS = ("occupation", "level", "language", "licence", "travel", "wish")
VACANCY_PART_NAMES = {
    "occupation": N_("Job"),
    "level": N_("Level"),
    "language": N_("Language"),
    "licence": N_("Licence"),
    "travel": N_("Travel"),
    "wish": N_("Wish"),
}
VACANCY_WEIGHTS = {"occupation": 25, "level": 25, "language": 15, "licence": 10, "travel": 15, "wish": 10}
GIVEN = tuple(VACANCY_WEIGHTS[p] for p in VACANCY_PARTS)
TOTAL = sum(GIVEN)
HALF = 50
"""What is not known, neither for nor against."""
SOON_DAYS = (30, 60, 90)
"""Days ahead that a list of those who are soon done can have."""
SKILLS = "SKILLS"
"""The rule of this room alone: neither the occupation, a near one nor a skill that is asked for was certified or is wished."""


class Certified(NamedTuple):
    """What an issued certificate says of what somebody can do: its number and day, the occupation's code, levels by skill."""

    number: str
    issued_on: date
    occupation: str
    levels: Mapping[str, int]
    document: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who is soon done: the occupation of her employment, her last day, and her certificate where she has one."""

    person: Person
    occupation: str
    last: date
    certificate: Certified | None = None
    hidden: bool = False
    """Whether she is protected and nobody has opened her: neither her occupation nor her certificate is told then."""

    @property
    def levels(self) -> Mapping[str, int]:
        return self.certificate.levels if self.certificate else {}

    @property
    def certified_occupation(self) -> str:
        return self.certificate.occupation if self.certificate else self.occupation


class VacancyMatch(NamedTuple):
    """One person and one vacancy that fit: score 0-100 and its six parts in the order of VACANCY_PARTS, each 0-100."""

    score: int
    parts: tuple[int, int, int, int, int, int]
    vacancy: Vacancy
    candidate: Candidate
    trip: Trip | None


def as_place(vacancy: Vacancy) -> Placement:
    """A vacancy as the house's matching asks a placement: its extent is a demand, since a job has one."""
    demands = (*(d for d in vacancy.demands if not d.startswith("extent=")), f"extent={vacancy.extent}")
    return Placement(
        vacancy.id,
        vacancy.number,
        "external",
        vacancy.employer,
        vacancy.district,
        vacancy.occupation,
        vacancy.schedule,
        vacancy.language_min,
        vacancy.licence,
        "none",
        16,
        demands,
        "",
        shared=False,
        open_from=vacancy.start or date.min,
        open_to=FAR,
        status="open",
    )


def near(one: str, other: str) -> bool:
    """Whether two SSYK codes are of one group of two digits; two of which one is not known are not."""
    return bool(one and other) and one[:2] == other[:2]


def ssyk_of(vacancy: Vacancy, ssyk: Mapping[str, str]) -> str:
    """The vacancy's SSYK code, by its own word or by its occupation; "" where neither is known."""
    return vacancy.ssyk or ssyk.get(vacancy.occupation, "")


def own_skills(vacancy: Vacancy) -> set[str]:
    """Skills asked for that belong to an occupation: the general ones are in every profile and open no vacancy."""
    return {code for code in asked_levels(vacancy.skills) if not code.startswith(f"{GENERAL}-")}


def occupation_marks(candidate: Candidate, vacancy: Vacancy, ssyk: Mapping[str, str]) -> int:
    """100 for the certified occupation, 60 for one of the same SSYK group of two digits, 20 otherwise; half where the vacancy's
    is not known, or hers is hidden."""
    asked, had = ssyk_of(vacancy, ssyk), candidate.certified_occupation
    if not asked or candidate.hidden:
        return HALF
    if vacancy.occupation == had or (not vacancy.occupation and asked == ssyk.get(had)):
        return 100
    return 60 if near(asked, ssyk.get(had, "")) else 20


def level_marks(levels: Mapping[str, int], asked: Mapping[str, int]) -> int:
    """How much of the asked levels is certified, in per cent; half where nothing is asked or no certificate says anything."""
    if not asked or not levels:
        return HALF
    had, marks = levels.get, 0.0
    for code, level in asked.items():  # every pair comes here: a sum over a generator takes twice as long
        if (own := had(code, 0)) >= level:
            marks += 1.0
        elif own:
            marks += own / level
    return round(100 * marks / len(asked))


class _Prepared(NamedTuple):
    """What of a vacancy is asked again for every person."""

    vacancy: Vacancy
    place: Placement
    group: str
    own: frozenset[str]
    asked: Mapping[str, int]
    job: int
    """The same number for all of one occupation and SSYK code."""
    same: tuple[int, int, int, int]
    """The same numbers for all that are alike in DOOR, TERMS, TERMS_THERE and ALONE."""


DOOR, TERMS, TERMS_THERE, ALONE = range(4)
"""Alike in licence and language, which the rules ask of everybody; in schedule and demands, which most needs ask; in those and
the district, for needs that ask the way; only itself."""
BY_SCORE = itemgetter(0)


class _Seeker:
    """One person, asked of vacancies: what repeats among them is computed once.

    An adult none of whose needs asks what the occupation is gets the same answer of all vacancies behind the same door and on
    the same terms, in one district where a need asks the way. Of anybody else each vacancy is asked by itself.
    """

    def __init__(self, both: Both, who: Candidate) -> None:
        person, facts, weights = who.person, both.facts, both.weights
        self.who, self.facts, self._way = who, facts, both.way
        self.start = max(wanted_from(person, facts.today), who.last)
        of_age = not person.born or age_on(person.born, self.start) >= ADULT
        alike = of_age and not asks_the_place(person.needs)
        self.door_of = DOOR if alike else ALONE
        self.terms_of = ALONE if not alike else TERMS_THERE if asks_the_way(person.needs) else TERMS
        self.closed = gate(person, weights, self.start)
        self.plainly = gate(person, weights, self.start, needs=()) if alike else self.closed
        self.required = requirements(person, weights) if person.needs or person.extent < 100 else None
        self.languages = {level: language_marks(person.language, level) for level in ("", *LANGUAGE_LEVELS)}

    def _opening(self, one: _Prepared) -> Opening:
        place = one.place
        return Opening(place, max(self.start, place.open_from), FAR, self._way(self.who.person, place.district))

    def door(self, one: _Prepared) -> tuple[str, int]:
        """The code of what closes it before any need is asked, "" where nothing does, and the marks of the language."""
        return self.plainly(self._opening(one)), self.languages.get(one.place.language_min, HALF)

    def terms(self, one: _Prepared) -> tuple[str, int]:
        """The code of the need that closes it, "" where none does, and the marks of the others."""
        opening = self._opening(one)
        return self.closed(opening), 100 if self.required is None else self.required(opening)

    def way(self, district: str) -> tuple[Trip | None, int]:
        trip = self._way(self.who.person, district)
        return trip, travel_part(trip, self.who.person.max_travel)

    def job(self, one: _Prepared) -> tuple[int, int]:
        """The marks of the occupation, and how near it lies to her wishes."""
        ssyk = self.facts.ssyk
        return occupation_marks(self.who, one.vacancy, ssyk), goal_part(self.who.person, one.place, ssyk)

    def of(self, vacancies: Iterable[_Prepared]) -> tuple[list[VacancyMatch], dict[int, str]]:
        """Those that fit, in the order given, and by key the code of what closes each other."""
        doors: dict[int, tuple[str, int]] = {}
        terms: dict[int, tuple[str, int]] = {}
        ways: dict[str, tuple[Trip | None, int]] = {}
        jobs: dict[int, tuple[int, int]] = {}
        scores: dict[tuple[int, ...], int] = {}
        who, levels, door_of, terms_of = self.who, self.who.levels, self.door_of, self.terms_of
        make = tuple.__new__  # thousands: half the time of the class itself
        out: list[VacancyMatch] = []
        shut: dict[int, str] = {}
        for one in vacancies:
            vacancy, place, _, _, asked, job, same = one
            if (door := doors.get(at := same[door_of])) is None:
                door = doors[at] = self.door(one)
            code, language = door
            if not code:
                if (term := terms.get(at := same[terms_of])) is None:
                    term = terms[at] = self.terms(one)
                code, needs = term
            if code:
                shut[vacancy.id] = code
                continue
            if (way := ways.get(place.district)) is None:
                way = ways[place.district] = self.way(place.district)
            if (marks := jobs.get(job)) is None:
                marks = jobs[job] = self.job(one)
            parts = marks[0], level_marks(levels, asked), language, 100, way[1], (marks[1] + needs + 1) // 2
            if (score := scores.get(parts)) is None:
                score = scores[parts] = (2 * sum(map(mul, GIVEN, parts)) + TOTAL) // (2 * TOTAL)
            out.append(make(VacancyMatch, (score, parts, vacancy, who, way[0])))
        return out, shut


class Both:
    """All vacancies prepared once, to be asked for any number of people; see `of_person` and `of_everybody`."""

    def __init__(
        self, vacancies: Sequence[Vacancy], facts: Facts, weights: Weights, way: Callable[[Person, str], Trip | None]
    ) -> None:
        self.facts, self.weights, self.way = facts, weights, way
        sooner = sorted(vacancies, key=lambda v: (v.apply_by or FAR, v.number))
        """What is sorted by score alone keeps this order among equals."""
        doors: dict[tuple[str, str], int] = {}
        terms: dict[tuple[str, ...], int] = {}
        theres: dict[tuple[str, int], int] = {}
        jobs: dict[tuple[str, str], int] = {}
        self.prepared = []
        for at, v in enumerate(sooner):
            place = as_place(v)
            door = doors.setdefault((place.licence, place.language_min), len(doors))
            term = terms.setdefault((place.schedule, *place.demands), len(terms))
            there = theres.setdefault((place.district, term), len(theres))
            job = jobs.setdefault((v.occupation, v.ssyk), len(jobs))
            group, own = ssyk_of(v, facts.ssyk)[:2], frozenset(own_skills(v))
            self.prepared.append(_Prepared(v, place, group, own, asked_levels(v.skills), job, (door, term, there, at)))
        self._by_group: dict[str, list[int]] = {}
        self._by_skill: dict[str, list[int]] = {}
        for at, one in enumerate(self.prepared):
            self._by_group.setdefault(one.group, []).append(at)
            for code in one.own:
                self._by_skill.setdefault(code, []).append(at)

    def _candidates(self, who: Candidate) -> list[_Prepared]:
        """The vacancies that SKILLS does not close: of her groups, of no known group, or with a skill that she has."""
        ssyk = self.facts.ssyk
        found: set[int] = set()
        for group in {ssyk.get(code, "-")[:2] for code in (who.certified_occupation, *who.person.wishes)} | {""}:
            found.update(self._by_group.get(group, ()))
        for code, level in who.levels.items():
            if level and code in self._by_skill:
                found.update(self._by_skill[code])
        prepared = self.prepared
        return [prepared[at] for at in sorted(found)]

    def of_person(self, who: Candidate) -> tuple[list[VacancyMatch], dict[int, str]]:
        """Vacancies that fit her, best first (of equals the sooner to apply to, then the lower number), and of those she is near the code of the first hard rule that closes each (by
        key). Whatever is in neither is closed by SKILLS."""
        out, shut = _Seeker(self, who).of(self._candidates(who))
        out.sort(key=BY_SCORE, reverse=True)
        return out, shut

    def of_everybody(
        self, people: Sequence[Candidate]
    ) -> tuple[dict[int, list[VacancyMatch]], dict[int, list[VacancyMatch]]]:
        """Both ways from one pass: by person's key the vacancies that fit her, by vacancy's key the people who fit it."""
        by_person: dict[int, list[VacancyMatch]] = {}
        by_vacancy: dict[int, list[VacancyMatch]] = {one.vacancy.id: [] for one in self.prepared}
        for who in sorted(people, key=lambda w: (w.last, w.person.number)):
            found = by_person[who.person.id] = self.of_person(who)[0]
            for match in found:
                by_vacancy[match.vacancy.id].append(match)
        for matches in by_vacancy.values():
            matches.sort(key=BY_SCORE, reverse=True)
        return by_person, by_vacancy


def skill_rows(vacancy: Vacancy, levels: Mapping[str, int]) -> list[tuple[str, int, int]]:
    """(code, asked, certified) of every skill that is asked for; 0 where none is certified."""
    return [(code, level, levels.get(code, 0)) for code, level in asked_levels(vacancy.skills).items()]


def vacancy_reasons(match: VacancyMatch, facts: Facts, skills: Mapping[str, str]) -> list[Reason]:
    """What speaks for and against, as sentences one could say to the participant; warnings first. `skills` are names by code."""
    who, vacancy = match.candidate, match.vacancy
    first = max(wanted_from(who.person, facts.today), who.last, vacancy.start or who.last)
    found = [of_check(c) for c in findings(who.person, as_place(vacancy), match.trip, first, facts)]
    out = [*_skill_reasons(vacancy, who, skills), *found]
    if match.trip is not None:
        out.append(Reason("info" if match.parts[4] < HALF else "ok", trip_text(match.trip)))
    if vacancy.occupation and vacancy.occupation in who.person.wishes:
        job = facts.name(vacancy.occupation).lower()
        out.append(Reason("ok", text(N_("Wished occupation: {occupation}"), occupation=job)))
    return sorted(out, key=lambda r: r.level != "warn")


def _skill_reasons(vacancy: Vacancy, who: Candidate, skills: Mapping[str, str]) -> list[Reason]:
    if who.hidden:
        return [Reason("info", text(N_("Not known: levels (the record is protected)")))]
    if who.certificate is None:
        return [Reason("info", text(N_("Not known: levels (no certificate is issued yet)")))]
    if not vacancy.skills:
        return [Reason("info", text(N_("Not known: levels (the vacancy names no skills)")))]
    said = N_("{skill}: asked {asked}, certified {had}")
    return [
        Reason("ok" if had >= asked else "warn", text(said, skill=skills.get(code, code), asked=asked, had=had or "–"))
        for code, asked, had in skill_rows(vacancy, who.levels)
    ]


def why_not(who: Candidate, vacancy: Vacancy, code: str, trip: Trip | None, facts: Facts) -> Text:
    """The one reason why a vacancy does not fit, as its row says it."""
    if code == SKILLS:
        return text(N_("None of the skills or occupations that are asked for"))
    first = max(wanted_from(who.person, facts.today), who.last)
    found = findings(who.person, as_place(vacancy), trip, first, facts)
    hard = next((c for c in found if c.code == code), None) or next(
        (c for c in found if c.must or c.level == "stop"), None
    )
    return hard.text if hard is not None else Text(LEFT_OUT.get(code, code))
