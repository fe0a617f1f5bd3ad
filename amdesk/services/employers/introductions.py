"""Introductions: who is introduced to which vacancy, each step of it, and whether she is still there on day 90."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from amdesk.db.bank import access_log, settings
from amdesk.db.employers import introductions as db
from amdesk.db.employers import vacancies
from amdesk.db.people.names import restricted_ones
from amdesk.domain.change import Change, asked, moved, settle
from amdesk.domain.employers.introduction import (
    INTRODUCTION_STATUSES,
    STAYED,
    STILL,
    Introduction,
    checked_reason,
    checked_step,
    elsewhere_text,
    waiting_text,
)
from amdesk.domain.employers.outcomes import (
    INTRODUCED_CASE,
    NOT_CAUSE,
    OTHER_CASE,
    IntroducedOne,
    IntroductionResult,
    counted_introductions,
    introduction_result,
)
from amdesk.domain.employers.vacancy import Vacancy
from amdesk.domain.errors import Refused
from amdesk.domain.people.masked import Masked
from amdesk.domain.people.participant import Participant
from amdesk.domain.results.casemix import Case
from amdesk.domain.results.disclosure import SMALLEST_GROUP, Unsaid
from amdesk.domain.results.figures import few, figures
from amdesk.domain.results.introduced import INTRODUCTIONS
from amdesk.domain.results.releases import CountedRow
from amdesk.domain.results.report import Part, Report, Said, Section
from amdesk.domain.texts import N_, IsoDay, Text, text
from amdesk.export.employers import introduction_table
from amdesk.export.xlsx import writable, write_book
from amdesk.i18n import Words
from amdesk.services.bank.work import Work
from amdesk.services.employers.vacancies import Vacancies
from amdesk.services.people.gate import held, opened, usable
from amdesk.services.results.outcomes import Results, cases_of

Progress = Iterator[tuple[int, int, str]]
DAY_OF = {
    "introduced": "introduced_on",
    "interview": "interview_on",
    "offered": "offered_on",
    "hired": "closed_on",
    "not": "closed_on",
}
"""By step the column that keeps its day."""


class Introductions:
    def __init__(self, work: Work) -> None:
        self.work = work

    def listing(self) -> list[Introduction]:
        """All of them, the latest first. Of a protected person neither name nor where she was introduced is shown."""
        return db.introductions(self.work.bank)

    def of(self, participant: int | str, why: str = "") -> list[Introduction]:
        """Where somebody was introduced; logged. Raises Refused where she is protected or her processing restricted and `why` is
        empty."""
        person = self.work.participant(participant)
        token = opened(self.work, person, "introductions", why)
        return [i.opened(token) for i in db.introductions(self.work.bank, participant=person.id)]

    def of_vacancy(self, vacancy: int | str) -> list[Introduction]:
        """Who was introduced to one vacancy. A protected person is not among them: that she is would tell where she will be."""
        found = self._vacancy(vacancy)
        return [i for i in db.introductions(self.work.bank, vacancy=found.id) if not i.participant.level]

    def _vacancy(self, said: int | str) -> Vacancy:
        key = said if isinstance(said, int) else vacancies.by_number(self.work.bank, said.strip().upper())
        found = vacancies.vacancy(self.work.bank, key) if key is not None else None
        if found is None:
            sentence = N_("There is no vacancy {number} in the bank. Check the number.")
            raise Refused(text(sentence, number=str(said)), "NO_VACANCY")
        return found

    def save(self, path: Path, lang: str = "sv", to: str = "") -> Progress:
        """All of them as Excel. Whoever is protected or restricted is left out, and the sheet says how many; whose data leaves is
        logged. Raises Refused (EMPTY), BadFile."""
        restricted, found = restricted_ones(self.work.bank), self.listing()
        shown = [i for i in found if not i.participant.level and i.participant_id not in restricted]
        if not shown:
            raise Refused(text(N_("There is no introduction to list.")), "EMPTY")
        writable(path)
        for who in sorted({i.participant_id for i in shown}):
            access_log.log_read(self.work.bank, "export_introductions", who, "", to.strip())
        left = len({i.participant_id for i in found} - {i.participant_id for i in shown})
        yield from write_book(path, [introduction_table(shown, left, Words(lang, self.work.today))])

    def introduce(self, participant: int | str, vacancy: int | str, *, consent: bool, why: str = "") -> Introduction:
        """Introduce somebody, who has said yes to it. Her certificate goes along by its number and nothing else of her.

        Raises Refused without her consent, where she has been introduced already, for a vacancy that is over, and (PROTECTED)
        where she is protected and `why` is empty: an introduction tells an employer who she is.
        """
        person, what = self.work.participant(participant), self._vacancy(vacancy)
        if not consent:
            said = N_("Ask first: {name} is introduced only after saying yes to it.")
            raise Refused(text(said, name=person.shown_name), "CONSENT")
        if not what.applies(self.work.today):
            raise Refused(text(N_("{title} can no longer be applied to."), title=what.title), "OVER")
        usable(person)
        opened(self.work, person, "introduction", why)
        bank, today = self.work.bank, self.work.today
        paper = db.certified(bank, [person.id]).get(person.id)
        values = {
            "status": "introduced",
            "reason": "",
            "consent_on": today,
            "introduced_on": today,
            "certificate": paper.number if paper else "",
        }
        with bank.write(_step_text(person, what, "introduced")):
            bank.one_at_a_time()
            held(self.work, person.id)
            vacancies.hold_vacancy(bank, what.id)
            before = db.pair(bank, person.id, what.id)
            if before is not None and before.status != "not_relevant":
                said = N_("{name} has been introduced to {title} already.")
                raise Refused(text(said, name=person.shown_name, title=_where(person, what)), "AGAIN")
            if before is None:
                key = db.add(bank, person.id, what.id, values)
            else:
                key = before.id
                db.change(bank, key, {**values, "closed_on": None})
        return self._get(key)

    def step(self, introduction: int, status: str, reason: str = "") -> Introduction:
        """The interview, the offer, hired; or not, with a reason. Raises Refused for a step that cannot be taken."""
        before = self._get(introduction)
        checked_step(before.status, status)
        values: dict[str, object] = {"status": status, DAY_OF[status]: self.work.today}
        if status == "not":
            values["reason"] = checked_reason(reason)
        person = self.work.participant(before.participant_id)
        with self.work.bank.write(_step_text(person, self._vacancy(before.vacancy_id), status)):
            now = db.held_status(self.work.bank, introduction)
            if now != before.status:
                self._get(introduction)
                raise moved(text(N_("Status")), Text(INTRODUCTION_STATUSES[now]))
            db.change(self.work.bank, introduction, values)
        return self._get(introduction)

    def crowded(self, introduction: int) -> Text | None:
        """That more are hired than the vacancy of this introduction has places, where she was hired. Nothing
        is said where she is protected."""
        one = self._get(introduction)
        if one.status != "hired" or one.participant.level:
            return None
        return Vacancies(self.work).crowded(one.vacancy_id)

    def elsewhere(self, introduction: int) -> Text | None:
        """Of whoever was hired: where else she was hired lately, or is introduced and waits for an answer, which is to be noted there.
        Nothing is said where she is protected."""
        one = self._get(introduction)
        if one.status != "hired" or one.participant.level:
            return None
        others = [i for i in db.introductions(self.work.bank, participant=one.participant_id) if i.id != introduction]
        lately = [i for i in others if i.day90 is not None and i.day90 > self.work.today and i.stayed != "no"]
        return elsewhere_text(one.participant, [i.vacancy for i in others if i.goes_on], [i.vacancy for i in lately])

    def waiting(self, vacancy: int | str) -> Text | None:
        """How many are introduced to a vacancy that is no longer open and wait for an answer; protected people are not counted."""
        found = self._vacancy(vacancy)
        if found.status == "open":
            return None
        return waiting_text(found.title, sum(i.goes_on for i in self.of_vacancy(found.id)))

    def not_relevant(self, participant: int | str, vacancy: int | str, reason: str) -> Introduction:
        """Set a vacancy aside for somebody, with a reason: it is no longer proposed. One that was introduced ends with it. Raises
        Refused."""
        person, what, said = self.work.participant(participant), self._vacancy(vacancy), checked_reason(reason)
        bank = self.work.bank
        with bank.write(_step_text(person, what, "not_relevant")):
            bank.one_at_a_time()
            held(self.work, person.id)
            before = db.pair(bank, person.id, what.id)
            if before is not None and before.status not in STILL:
                checked_step(before.status, "not")
            values: dict[str, object] = {"reason": said, "closed_on": self.work.today}
            if before is None:
                key = db.add(bank, person.id, what.id, {**values, "status": "not_relevant"})
            else:
                key = before.id
                db.change(bank, key, {**values, "status": "not"})
        return self._get(key)

    def stayed(self, introduction: int, to: str | Change) -> Introduction:
        """Whether somebody who was hired is still there on day 90. Raises Refused before that day, where she was not hired, and where
        somebody else has noted another answer than a Change began with."""
        before, answer = self._get(introduction), asked(to)
        if answer not in STAYED:
            raise Refused(text(N_("Choose one of: {known}."), known=", ".join(STAYED)), "STAYED")
        due = before.day90
        if due is None or due > self.work.today:
            said = N_("Whether somebody is still there is asked 90 days after she was hired.")
            raise Refused(text(said), "EARLY")
        person = self.work.participant(before.participant_id)
        with self.work.bank.write(text(N_("Day 90 of an introduction: {name}"), name=person.shown_name)):
            db.held_status(self.work.bank, introduction)
            if settle({"stayed": to}, {"stayed": self._get(introduction).stayed}, _stayed):
                db.change(self.work.bank, introduction, {"stayed": answer, "stayed_on": self.work.today})
        return self._get(introduction)

    def notice(self, introduction: int, lang: str = "sv", why: str = "") -> bytes:
        """What the participant is told, as PDF in easy Swedish (or English). Logged. Raises Refused (PROTECTED) where she is
        protected and `why` is empty."""
        from amdesk.export.introduction import IntroductionNotice, introduction_pdf

        found = self._get(introduction)
        person = self.work.participant(found.participant_id)
        usable(person)
        token = opened(self.work, person, "introduction_notice", why)
        unit = {name: settings.setting(self.work.bank, name) for name in ("city", "department", "phone")}
        what = self._vacancy(found.vacancy_id)
        return introduction_pdf(
            IntroductionNotice(person, what, found.opened(token).certificate.seen, self.work.today, **unit),
            Words(lang, self.work.today),
        )

    def results(self, first: date, last: date) -> IntroductionResult:
        """What came of the introductions of a period, beside people like them who were not introduced. Raises Refused where the last
        day is before the first."""
        return self._counted(first, last)[0]

    def report(self, first: date, last: date) -> Report:
        """The same as a report, which leaves the unit by `Reports.outside`: the comparison of people who are alike stays. Raises
        Refused."""
        made, found = self._counted(first, last)
        rows = counted_introductions(found, self.work.today)
        behind = frozenset(few(rows, INTRODUCTIONS, SMALLEST_GROUP))
        sentences = [
            *(Said(t, ["missed.all", "stayed.all", "day90_come.all"]) for t in made.not_reached()),
            *(Said(t, inside=True) for t in made.compared()),
            Said(Text(NOT_CAUSE)),
        ]
        title = text(N_("Introductions, {first} – {last}"), first=IsoDay(first), last=IsoDay(last))
        facts = {key: facts for key, _, facts in rows.rows}
        return Report(
            "introductions",
            title,
            first,
            last,
            self.work.today,
            [Section(Text(N_("Introductions")), figures(rows, INTRODUCTIONS), ("all",), sentences=sentences)],
            more={"definition": Part(f"introductions {INTRODUCTIONS.version}")},
            behind=lambda _folds: Unsaid(behind),
            counted=[CountedRow("introductions", o.key, o.participant, o.on, tuple(facts[o.key])) for o in found],
            made=self.work.clock.now(),
        )

    def _counted(self, first: date, last: date) -> tuple[IntroductionResult, list[IntroducedOne]]:
        if last < first:
            raise Refused(text(N_("The end is before the start. Choose a later end date.")), "ORDER")
        with self.work.bank.read():
            found = db.introduced_between(self.work.bank, first, last)
            made = introduction_result((first, last), found, self._cases(first, last), self.work.today)
        return made, found

    def _cases(self, first: date, last: date) -> list[Case]:
        """The employments whose day 90 falls in the period, as the comparison of kinds of places counts them."""
        met = db.introduced_employments(self.work.bank)
        cases = cases_of(self.work, Results(self.work).followup(first, last))
        return [c._replace(kind=INTRODUCED_CASE if key in met else OTHER_CASE) for key, c in cases]

    def _get(self, key: int) -> Introduction:
        found = db.introduction(self.work.bank, key)
        if found is None:
            raise Refused(text(N_("That introduction is no longer in the bank.")), "GONE")
        return found


def _where(person: Participant, what: Vacancy) -> Text:
    """The vacancy's title, or of a protected person its mask: the history would tell where she will be."""
    return Masked(what.title, person.id, person.protection).text


def _step_text(person: Participant, what: Vacancy, status: str) -> Text:
    said = Text(INTRODUCTION_STATUSES[status])
    return text(
        N_("Introduction of {name} to {title}: {status}"),
        name=person.shown_name,
        title=_where(person, what),
        status=said,
    )


def _stayed(_name: str, now: object) -> tuple[Text, object]:
    return text(N_("Day 90")), Text(STAYED[str(now)]) if now else None
