"""What became of people: the result of a period, the comparison of kinds of places, and the day-90 desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from amdesk.db.bank import access_log, reference
from amdesk.db.results import behind, desk, outcomes
from amdesk.domain.booking.plan import FOLLOWED_UP_AFTER, FORGOTTEN_AFTER
from amdesk.domain.change import Change, asked, settle, touched
from amdesk.domain.errors import Refused, WrongUse
from amdesk.domain.people.identity import age_on
from amdesk.domain.people.masked import Masked
from amdesk.domain.people.masks import HIDDEN
from amdesk.domain.record import declared
from amdesk.domain.results.casemix import Case, Mix, mix
from amdesk.domain.results.figures import Comparison, compare
from amdesk.domain.results.followup import (
    CONTACTS,
    OUTCOME,
    PLANS,
    SITUATIONS,
    WAYS,
    Due,
    EndReason,
    FollowUp,
    joined,
    known_of,
    parted,
    whole,
)
from amdesk.domain.results.outcomes import GROUPS_OF_REASON, Result, result
from amdesk.domain.texts import N_, IsoDay, Text, text
from amdesk.domain.values import add_months
from amdesk.services.bank.words import in_words
from amdesk.services.bank.work import Work
from amdesk.services.guidance.deciding import keep
from amdesk.services.people.gate import opened

LED = frozenset({"work", "studies"})
"""Groups of end reasons that the employment is meant to lead to."""


@dataclass(frozen=True, slots=True)
class BehindRow:
    """One row behind a figure."""

    employment: int | None
    participant: int
    number: str
    name: Masked
    place: Masked
    ended: date | None
    end_reason: str


@dataclass(frozen=True, slots=True)
class HostResult:
    """One workplace: how many ended there, and how many of them in work or studies."""

    name: str
    kind: str
    ended: int
    reached: int


class Results:
    def __init__(self, work: Work) -> None:
        self.work = work

    # the result of a period

    def followup(self, first: date, last: date, *, occupation: str = "", department: str = "") -> Result:
        """The result of those whose day 90 falls in the period, in one snapshot. Raises WrongUse where it ends before it begins."""
        if last < first:
            raise WrongUse(text(N_("The period ends before it begins. Choose a later end.")))
        bank = self.work.bank
        with bank.read():
            everyone = outcomes.ended(bank, first - FOLLOWED_UP_AFTER, last, occupation, department)
            groups, kolada = self.reasons()
        until, gone = last - FOLLOWED_UP_AFTER, min(last, self.work.today)
        found = [e for e in everyone if e.ended <= until]
        exits = [e for e in everyone if first <= e.ended <= gone]
        return result(found, exits, first, last, self.work.today, groups, kolada)

    def reasons(self) -> tuple[dict[str, str], dict[str, str]]:
        """The group and Kolada's class of each end reason."""
        codes = reference.codes(self.work.bank, "end_reasons")
        groups = {c.code: GROUPS_OF_REASON.get(c.group, "") for c in codes}
        return groups, {c.code: c.kolada for c in codes}

    def compared(self, now: Result, before: Result) -> Comparison:
        """The share to work or studies of two periods."""
        return compare(now.figure("work_or_studies.all"), before.figure("work_or_studies.all"))

    def quarters(
        self, last: date, count: int = 8, occupation: str = "", department: str = ""
    ) -> list[tuple[date, Result]]:
        """Rolling twelve months at the end of each of the latest quarters, the oldest first."""
        ends = []
        end = date(last.year, (last.month - 1) // 3 * 3 + 1, 1) - timedelta(1) if not _quarter_end(last) else last
        for i in range(count):
            ends.append(_month_end(add_months(end.replace(day=1), -3 * i)))
        return [
            (e, self.followup(e - timedelta(364), e, occupation=occupation, department=department))
            for e in reversed(ends)
        ]

    def mix(self, first: date, last: date, now: Result | None = None) -> Mix:
        """External places beside in-house teams, with what was known of people before."""
        found = now or self.followup(first, last)
        cases = [case for _, case in cases_of(self.work, found)]
        return mix(cases, found.figure("work_or_studies.external"), found.figure("work_or_studies.in_house"))

    def hosts(self, now: Result) -> list[HostResult]:
        """Workplaces by name, never ranked."""
        names = behind.workplaces(self.work.bank, *_ends(now))
        counts: dict[tuple[str, str], list[int]] = {}
        for key, _, facts in now.rows.rows:
            entry = counts.setdefault(names[key], [0, 0])
            entry[0] += 1
            entry[1] += facts.reason in LED
        return [HostResult(n, k, *c) for (n, k), c in sorted(counts.items(), key=lambda i: i[0][0].casefold())]

    def behind(self, employments: Sequence[int], why: str) -> list[BehindRow]:
        """The rows that a figure counts, for those who may see them; protected people are masked. The read is logged."""
        reasons = self._reason_names()
        found = [
            BehindRow(
                e.id,
                e.participant,
                e.number,
                Masked(e.name, e.participant, e.protection),
                Masked(e.place, e.participant, e.protection, HIDDEN),
                e.ended,
                reasons.get(e.end_reason, e.end_reason),
            )
            for e in behind.employments(self.work.bank, employments)
        ]
        access_log.log_read(self.work.bank, "figure_rows", None, f"{why}: {len(found)}")
        return found

    def people_behind(self, people: Sequence[int], why: str) -> list[BehindRow]:
        """The same where a figure counts persons."""
        found = [
            BehindRow(
                None,
                p.id,
                p.number,
                Masked(p.name, p.id, p.protection),
                Masked("", p.id, p.protection, HIDDEN),
                None,
                "",
            )
            for p in behind.people(self.work.bank, people)
        ]
        access_log.log_read(self.work.bank, "figure_rows", None, f"{why}: {len(found)}")
        return found

    def _reason_names(self) -> dict[str, str]:
        return {c.code: c.name(self.work.lang) for c in reference.codes(self.work.bank, "end_reasons")}

    # the desk

    def desk(self, ahead: int = 28) -> list[Due]:
        """Who reaches day 90 in the next `ahead` days or has passed it without being followed up, the longest late first."""
        today = self.work.today
        first, last = today - FOLLOWED_UP_AFTER - FORGOTTEN_AFTER, today + timedelta(ahead) - FOLLOWED_UP_AFTER
        return [
            replace(d, note="") if d.name.hidden else d
            for d in desk.ended_between(self.work.bank, first, last)
            if d.contact in {"", "not_due"} or (d.contact == "not_contacted" and d.due >= today - FOLLOWED_UP_AFTER)
        ]

    def due_count(self) -> int:
        """How many have reached day 90 and are not followed up."""
        today = self.work.today
        return desk.count(self.work.bank, today - FOLLOWED_UP_AFTER - FORGOTTEN_AFTER, today)

    def due(self, employment: int, why: str = "") -> Due:
        """One employment on the desk, with what was said of day 90. Raises Refused where there is none, and PROTECTED where
        something was said of a protected person and `why` is empty: words of hers may stand in it."""
        found = self._due(employment)
        if found.contact in {"", "not_due"} and not found.note:
            return found
        token = opened(self.work, self.work.participant(found.participant), "followup", why)
        name, phone, place = (one.opened(token) for one in (found.name, found.phone, found.place))
        return replace(found, name=name, phone=phone, place=place)

    def _due(self, employment: int) -> Due:
        found = desk.of_employment(self.work.bank, employment)
        if found is None:
            raise Refused(text(N_("The employment has not ended, so there is nothing to follow up yet.")), "NOT_ENDED")
        return found

    def attempt(self, employment: int, how: str, note: str = "") -> None:
        """Somebody tried to reach the person about day 90 and did not. Raises Refused for a way that is none."""
        if how not in WAYS:
            raise Refused(text(N_("Choose how you tried to reach the person.")), "MISSING")
        due = self._due(employment)
        with self.work.bank.write(text(N_("Tried to reach {name} about day 90"), name=due.name.text)):
            desk.add_attempt(self.work.bank, employment, due.participant, self.work.today, how, note.strip())

    def follow_up(self, employment: int, said: Mapping[str, object]) -> None:
        """Store where the person was on day 90: contact, situation, plan_city, plan_pes, and where known started_on, detail
        (an end reason's code), end_reason, source, note, on_date: the whole of it, or as a form sends it a Change of each
        that was changed. Raises Refused for a word that is none, and where somebody else has changed one of them."""
        due = self._due(employment)
        if due.ended > self.work.today:
            raise Refused(text(N_("The employment has not ended, so there is nothing to follow up yet.")), "NOT_ENDED")
        if not said:
            return
        given = said if any(isinstance(v, Change) for v in said.values()) else whole(said, self.work.today)
        with self.work.bank.write(text(N_("Day 90 followed up: {name}"), name=due.name.text)):
            desk.hold_employment(self.work.bank, employment)
            now = known_of(self._due(employment))
            given = joined({name: _stripped(v) for name, v in given.items()}, now)
            self._checked(now, {**now, **parted({name: asked(v) for name, v in touched(given).items()})})
            left = parted(settle(given, {**now, OUTCOME: (now["contact"], now["situation"])}, self._say))
            reason = left.pop("end_reason", "")
            if left:
                outcomes.set_followup(self.work.bank, employment, due.participant, left)
                stands = {**now, **left}
                code = stands["situation"] if stands["contact"] != "not_contacted" else stands["contact"]
                if {"contact", "situation"} & left.keys():
                    keep(self.work, "employment", employment, due.participant, [("outcome", str(code))])
            if reason:
                desk.set_end_reason(self.work.bank, employment, str(reason))

    def _checked(self, now: Mapping[str, object], said: Mapping[str, object]) -> None:
        """What is said anew is looked up; a code that stands there already may be one that no list knows any more."""
        known = {c.code for c in reference.codes(self.work.bank, "end_reasons")} | {""}
        plans = (said["plan_city"], said["plan_pes"])
        if said["contact"] not in CONTACTS or said["situation"] not in SITUATIONS or any(p not in PLANS for p in plans):
            raise Refused(text(N_("Choose how contact was made and what the situation was.")), "MISSING")
        if said["detail"] not in known | {now["detail"]} or (said["end_reason"] or "") not in known | {
            now["end_reason"]
        }:
            raise Refused(text(N_("There is no such end reason. Choose one of the list.")), "REASON_UNKNOWN")

    def _say(self, name: str, now: object) -> tuple[Text, object]:
        """A field of a follow-up by its label, and a value of it in words."""
        known = declared(FollowUp)
        if name == OUTCOME and isinstance(now, tuple):
            name, now = ("contact", now[0]) if now[0] == "not_contacted" else ("situation", now[1])
            return Text(known["situation"].label), in_words(self.work, known[name].kind, now)
        field = known[name]
        if isinstance(now, date):
            return Text(field.label), IsoDay(now)
        if isinstance(field.kind, EndReason) and isinstance(now, str):
            return Text(field.label), self._reason_names().get(now, now)
        return Text(field.label), in_words(self.work, field.kind, now)


def _stripped(given: object) -> object:
    """Words without blanks around them, as they are stored."""
    if isinstance(given, Change):
        return given if given.untouched else replace(given, after=_stripped(given.after))
    return given.strip() if isinstance(given, str) else given


def _ends(now: Result) -> tuple[date, date]:
    """The span of last days whose day 90 falls in the period."""
    return now.first - FOLLOWED_UP_AFTER, now.last - FOLLOWED_UP_AFTER


def _month_end(first: date) -> date:
    return add_months(first, 1) - timedelta(1)


def _quarter_end(day: date) -> bool:
    return day.month % 3 == 0 and (day + timedelta(1)).month != day.month


def cases_of(work: Work, found: Result) -> list[tuple[int, Case]]:
    """By employment that a result counts: how it began, and whether it led to work or studies. Behind the door of the desk: it tells of
    single people."""
    kept = {key: facts for key, _, facts in found.rows.rows}
    return [
        (
            b.employment,
            Case(
                kept[b.employment].kind,
                kept[b.employment].reason in LED,
                b.language,
                max(0, (b.begun - b.since).days) if b.since else None,
                b.extent,
                age_on(b.born, b.begun) if b.born else None,
            ),
        )
        for b in behind.cases(work.bank, *_ends(found))
        if b.employment in kept
    ]
