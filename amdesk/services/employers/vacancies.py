"""Vacancies: kept, brought by files and pasted texts, and matched both ways with those who are soon done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from amdesk.db.bank import access_log, reference
from amdesk.db.employers import introductions as introduced
from amdesk.db.employers import vacancies as db
from amdesk.domain.booking.reasons import Reason
from amdesk.domain.change import Change, asked, settle, touched
from amdesk.domain.employers.brought import ReadVacancies
from amdesk.domain.employers.introduction import NOT_REASONS, Introduction
from amdesk.domain.employers.matching import SKILLS, Both, VacancyMatch, vacancy_reasons, why_not
from amdesk.domain.employers.vacancy import (
    VACANCY_STATUSES,
    HeldAgainst,
    Vacancy,
    checked_vacancy,
    crowded,
    occupation_in,
)
from amdesk.domain.errors import Refused
from amdesk.domain.record import declared
from amdesk.domain.texts import N_, Text, text
from amdesk.domain.values import fold
from amdesk.export.employers import vacancy_table
from amdesk.export.xlsx import writable, write_book
from amdesk.i18n import Words
from amdesk.services.bank.words import in_words
from amdesk.services.bank.work import Work
from amdesk.services.booking.matching import Matching
from amdesk.services.employers.bringing import judged, stored_all
from amdesk.services.employers.employers import Employers, found_by
from amdesk.services.employers.soon import DonePerson, done_people, one_person, ways
from amdesk.services.people.gate import opened, usable

Progress = Iterator[tuple[int, int, str]]
OVER = "OVER"
"""Why nobody fits a vacancy that is filled, withdrawn or past its last day."""


class ShutVacancy(NamedTuple):
    """A vacancy that does not fit somebody, and the one reason."""

    vacancy: Vacancy
    why: Text


class OpenVacancies(NamedTuple):
    """One person, the vacancies that fit her with their reasons, those that do not with theirs, and what there is of each
    introduction of hers, by vacancy."""

    person: DonePerson
    ranked: Sequence[VacancyMatch]
    reasons: Sequence[Sequence[Reason]]
    shut: Sequence[ShutVacancy]
    introduced: Mapping[int, Introduction]


class FittingPerson(NamedTuple):
    """Somebody who fits a vacancy, with her match and its reasons."""

    person: DonePerson
    match: VacancyMatch
    reasons: Sequence[Reason]


class Vacancies:
    def __init__(self, work: Work) -> None:
        self.work = work

    def listing(self, status: str = "", words: str = "") -> list[Vacancy]:
        """All, those of a status, or those that the words find; by number."""
        wanted = fold(words).split()
        return [v for v in db.vacancies(self.work.bank, status) if found_by(Vacancy, v, v.number, wanted)]

    def save(self, path: Path, lang: str = "sv", status: str = "", words: str = "", to: str = "") -> Progress:
        """The same as Excel, under headings that are read in again; it says nothing of any participant, and that it left is logged.
        Raises Refused (EMPTY), BadFile."""
        found = self.listing(status, words)
        if not found:
            raise Refused(text(N_("There is no vacancy to list.")), "EMPTY")
        writable(path)
        access_log.log_read(self.work.bank, "export_vacancies", None, str(len(found)), to.strip())
        names = {o.code: o.name(lang) for o in reference.occupations(self.work.bank)}
        yield from write_book(path, [vacancy_table(found, names, Words(lang, self.work.today))])

    def get(self, vacancy: int | str) -> Vacancy:
        """By key or number. Raises Refused where there is none."""
        key = vacancy if isinstance(vacancy, int) else db.by_number(self.work.bank, vacancy.strip().upper())
        found = db.vacancy(self.work.bank, key) if key is not None else None
        if found is None:
            said = N_("There is no vacancy {number} in the bank. Check the number.")
            raise Refused(text(said, number=str(vacancy)), "NO_VACANCY")
        return found

    def counts(self) -> tuple[int, int]:
        """(vacancies that one can still apply to, places in them)."""
        found = self._open()
        return len(found), sum(v.places for v in found)

    def _open(self) -> list[Vacancy]:
        return [v for v in db.vacancies(self.work.bank, "open") if v.applies(self.work.today)]

    def skills(self) -> dict[str, str]:
        """Names of all skills of profiles by code, in the reader's language: what a vacancy can ask for."""
        out: dict[str, str] = {}
        for profile, _, _ in reversed(reference.profile_versions(self.work.bank)):
            out |= {s.code: s.sv if self.work.lang == "sv" else s.en for s in profile.skills()}
        return out

    # writing

    def create(self, employer: int | str, values: Mapping[str, object]) -> Vacancy:
        """A new vacancy at an employer. Raises Refused for what no vacancy can be."""
        whose = Employers(self.work).get(employer)
        said = self._checked({"title": "", **values})
        with self.work.bank.write(text(N_("New vacancy: {title}"), title=said["title"])):
            key = db.add(self.work.bank, whose.id, said)
        return self.get(key)

    def change(self, vacancy: int | str, values: Mapping[str, object]) -> Vacancy:
        """Facts of a vacancy, each a Change as a form sends it, or what is to stand there. Raises Refused, also where somebody
        else has changed one of them."""
        before = self.get(vacancy)
        if not values:
            return before
        self._checked({n: asked(v) for n, v in touched(values).items()})
        with self.work.bank.write(text(N_("Changed vacancy: {title}"), title=before.title)):
            db.hold_vacancy(self.work.bank, before.id)
            now = self.get(before.id)
            left: dict[str, object] = settle(values, {n: getattr(now, n) for n in values}, self._say)
            if left:
                db.change(self.work.bank, before.id, self._checked(left))
        return self.get(before.id)

    def crowded(self, vacancy: int | str) -> Text | None:
        """That more are hired than a vacancy has places."""
        return crowded(self.get(vacancy))

    def _checked(self, values: Mapping[str, object]) -> dict[str, object]:
        job = values.get("occupation")
        if job and reference.occupation_id(self.work.bank, str(job)) is None:
            raise Refused(text(N_("{code} is no occupation of the bank."), code=job), "OCCUPATION")
        return checked_vacancy(values, HeldAgainst(self.skills(), self._codes()["district"], self.work.today))

    def _say(self, name: str, now: object) -> tuple[Text, object]:
        field = declared(Vacancy)[name]
        return Text(field.label), in_words(self.work, field.kind, now)

    def close(self, vacancy: int | str, to: str | Change) -> Vacancy:
        """Filled, withdrawn, or open again. Raises Refused for a status that is none, and where somebody else has given it another
        one than a Change began with."""
        before, status = self.get(vacancy), asked(to)
        if status not in VACANCY_STATUSES:
            raise Refused(text(N_("Choose the state: {states}."), states=", ".join(VACANCY_STATUSES)), "STATUS")
        said = text(N_("Vacancy {title}: {status}"), title=before.title, status=Text(VACANCY_STATUSES[status]))
        with self.work.bank.write(said):
            db.hold_vacancy(self.work.bank, before.id)
            now = self.get(before.id).status
            if settle({"status": to}, {"status": now}, _status):
                db.change(self.work.bank, before.id, {"status": status})
        return self.get(before.id)

    # bringing

    def read_file(self, path: Path) -> ReadVacancies:
        """A list in Excel or csv, or advertisements in JSON, read and compared with the bank; nothing is stored. Raises BadFile."""
        from amdesk.imports.jobtech import is_json, read_jobtech
        from amdesk.imports.vacancies import read_vacancy_list

        read = read_jobtech(path) if is_json(path) else read_vacancy_list(path, self.work.today, self._codes())
        return judged(self.work, read, self._names(), self._codes()["district"])

    def _names(self) -> list[tuple[str, Sequence[str]]]:
        """(code, names) of each occupation, for finding one in words."""
        return [(o.code, (o.sv, o.en, *o.aliases)) for o in reference.occupations(self.work.bank)]

    def _codes(self) -> dict[str, dict[str, str]]:
        jobs = {fold(name): code for code, names in self._names() for name in (code, *names)}
        places = reference.codes(self.work.bank, "districts")
        return {"occupation": jobs, "district": {fold(n): c.code for c in places for n in (c.code, c.sv, c.en)}}

    def store(self, read: ReadVacancies) -> int:
        """Store what is new, changed or withdrawn, as one step; returns how many. Reading the same file again stores nothing."""
        return stored_all(self.work, read, self._names(), self._codes()["district"])

    def advertisement(self, given: str | Path) -> dict[str, object]:
        """What a pasted text or a text file says, by the fields of a vacancy, with `employer` and `org_number`; nothing is stored.
        Raises BadFile."""
        from amdesk.imports.adverts import read_advert, read_advert_file

        said = given if isinstance(given, str) else read_advert_file(given)
        found = read_advert(said, self.work.today)
        job = occupation_in(str(found.get("title", "")), self._names()) or occupation_in(said, self._names())
        return {**found, **({"occupation": job} if job else {})}

    # matching

    def _both(self, vacancies: Sequence[Vacancy]) -> Both:
        facts = Matching(self.work).facts()
        return Both(vacancies, facts, Matching(self.work).weights(), ways(self.work))

    def soon(self, days: int = 30) -> list[DonePerson]:
        """Who is done within so many days, with how many vacancies fit each."""
        with self.work.bank.read():
            found = done_people(self.work, days)
            by_person, _ = self._both(self._open()).of_everybody([d.candidate for d in found])
            barred = self._barred()
        return [
            d._replace(
                hits=sum(
                    d.candidate.hidden or (d.participant, m.vacancy.id) not in barred for m in by_person[d.participant]
                )
            )
            for d in found
        ]

    def _barred(self) -> set[tuple[int, int]]:
        """Pairs (person, vacancy) that were tried or set aside. Of somebody hidden they count for nothing: they are not told."""
        return {
            (i.participant_id, i.vacancy_id)
            for i in introduced.introductions(self.work.bank)
            if i.status in {"not", "not_relevant"}
        }

    def match(self, participant: int | str, why: str = "") -> OpenVacancies:
        """One person and every open vacancy: those that fit, best first, and why each other does not; logged before it is answered.

        Raises Refused where she is protected and `why` is empty (PROTECTED), and where her processing is restricted.
        """
        person = self.work.participant(participant)
        usable(person)
        token = opened(self.work, person, "match_vacancy", why)
        with self.work.bank.read():
            done, vacancies = one_person(self.work, person.id, token), db.vacancies(self.work.bank, "open")
            facts = Matching(self.work).facts(person.id)
            hers = {i.vacancy_id: i for i in introduced.introductions(self.work.bank, participant=person.id)}
            both = self._both(vacancies)
            ranked, shut = both.of_person(done.candidate)
        fit = [m for m in ranked if not self._aside(m.vacancy, hers)]
        known = self.skills()
        out = []
        fits = {m.vacancy.id for m in fit}
        for v in vacancies:
            if v.id not in fits:
                code = shut.get(v.id, SKILLS)
                said = self._aside(v, hers) or why_not(
                    done.candidate, v, code, both.way(done.candidate.person, v.district), facts
                )
                out.append(ShutVacancy(v, said))
        return OpenVacancies(done, fit, [vacancy_reasons(m, facts, known) for m in fit], out, hers)

    def _aside(self, vacancy: Vacancy, hers: Mapping[int, Introduction]) -> Text | None:
        """Why a vacancy that would fit is not proposed: its last day is over, or she was tried or set aside."""
        if not vacancy.applies(self.work.today):
            return text(N_("The last day to apply was {day}"), day=vacancy.apply_by)
        one = hers.get(vacancy.id)
        if one is not None and one.status in {"not", "not_relevant"}:
            said = N_("Not relevant: {reason}") if one.status == "not_relevant" else N_("Not hired: {reason}")
            return text(said, reason=Text(NOT_REASONS[one.reason]))
        return None

    def people(self, vacancy: int | str, days: int = 90) -> tuple[Vacancy, list[FittingPerson], dict[str, int]]:
        """The mirrored list: who of those soon done fits one vacancy, best first, and how many each rule leaves out: nobody fits
        one that can no longer be applied to, as `match` says of it. The read is logged."""
        found = self.get(vacancy)
        access_log.log_read(self.work.bank, "match_people", None, found.number)
        left: dict[str, int] = {}
        out: list[FittingPerson] = []
        with self.work.bank.read():
            if not found.applies(self.work.today):
                return found, [], {OVER: len(done_people(self.work, days))}
            facts, known, barred = Matching(self.work).facts(), self.skills(), self._barred()
            both = self._both([found])
            for done in done_people(self.work, days):
                ranked, shut = both.of_person(done.candidate)
                if ranked and (done.candidate.hidden or (done.participant, found.id) not in barred):
                    out.append(FittingPerson(done, ranked[0], vacancy_reasons(ranked[0], facts, known)))
                else:
                    code = "NOT_RELEVANT" if ranked else shut.get(found.id, SKILLS)
                    left[code] = left.get(code, 0) + 1
        # the order of the hidden among those who score alike would tell their last day
        out.sort(key=lambda f: (-f.match.score, f.person.name.hidden, f.person.order, f.person.number))
        return found, out, left


def _status(_name: str, now: object) -> tuple[Text, object]:
    return text(N_("Status")), Text(VACANCY_STATUSES[str(now)])
