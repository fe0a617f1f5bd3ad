"""Decisions on subsidy, what is to be claimed by when, and the days of attendance that each claim rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from amdesk import resources
from amdesk.db.bank import access_log, reference
from amdesk.db.booking import bookings
from amdesk.db.booking import subsidies as db
from amdesk.db.booking import week as week_db
from amdesk.db.people.names import restricted_ones
from amdesk.domain.booking.week.subsidy import (
    CLAIM_DAYS,
    OPEN_STATES,
    TOO_MUCH,
    ClaimLine,
    MonthPart,
    Subsidy,
    SubsidyClaim,
    SubsidyRule,
    checked_subsidy,
    claim_state,
    first_of,
    month_end,
    months_of,
    pay_at_most,
    read_month,
    rule_on,
    rules_of,
)
from amdesk.domain.booking.week.told import PlacedJob
from amdesk.domain.change import Change, asked, moved, settle
from amdesk.domain.errors import Refused
from amdesk.domain.people.participant import Participant
from amdesk.domain.record import declared, made, stored
from amdesk.domain.sane import near
from amdesk.domain.texts import N_, Text, text
from amdesk.domain.values import HIGHEST_AMOUNT
from amdesk.export.subsidies import claim_table
from amdesk.export.xlsx import write_book
from amdesk.i18n import Words
from amdesk.services.bank.work import Work
from amdesk.services.booking.week.claims_due import asked_from
from amdesk.services.booking.week.known import KnownDays
from amdesk.services.people.gate import held, opened


class SubsidyWish(NamedTuple):
    """What a decision says. `employment` is that of the first day where none is named."""

    form: str
    decision: str
    first: date
    last: date
    rate: int | None = None
    ceiling: int | None = None
    claim_days: int = CLAIM_DAYS
    employment: int | None = None


@dataclass(frozen=True, slots=True)
class PersonSubsidies:
    """One person's decisions, and every month of them."""

    person: Participant
    decisions: Sequence[Subsidy]
    lines: Sequence[ClaimLine]


@cache
def _rules() -> list[SubsidyRule]:
    found: list[dict[str, object]] = resources.read_json("reference/subsidy_rules.json", list)
    return rules_of(found)


class Subsidies:
    def __init__(self, work: Work) -> None:
        self.work = work

    # looking

    def forms(self) -> list[tuple[str, str]]:
        """(code, name in the language of the window) of each form of employment that a decision may be of."""
        lang = self.work.lang
        return [(c.code, c.name(lang)) for c in reference.codes(self.work.bank, "employment_forms")]

    def rule(self, form: str, day: date) -> SubsidyRule | None:
        """What an ordinance says of a form on a day, with its source; None where the decision alone says it."""
        return rule_on(_rules(), form, day)

    def of(self, participant: int | str, why: str = "") -> PersonSubsidies:
        """One person's decisions and their months; logged. Raises Refused where she is protected or her processing restricted
        and `why` is empty."""
        person = self.work.participant(participant)
        token = opened(self.work, person, "subsidy", why)
        found = db.of_participant(self.work.bank, person.id)
        lines = [line._replace(participant=line.participant.opened(token)) for line in self._lines(found)]
        return PersonSubsidies(person, found, lines)

    def due(self, *, every: bool = False) -> list[ClaimLine]:
        """What is to be claimed now, what is due first standing first; with `every` also what was claimed and the month that goes
        on. Nothing of those whose processing is restricted (GDPR art. 18)."""
        bank = self.work.bank
        with bank.read():
            restricted = restricted_ones(bank)
            used = [s for s in db.every(bank) if s.participant_id not in restricted]
            lines = self._lines(used, open_alone=not every, by_name=True)
        found = [_unopened(line) if line.participant.level else line for line in lines]
        found.sort(key=CLAIM_BY)
        return found

    def _lines(self, found: Sequence[Subsidy], *, open_alone: bool = False, by_name: bool = False) -> list[ClaimLine]:
        """Every month of these decisions that has begun, or those that are to be claimed now alone, oldest first, with its days:
        these are read from the first month that is asked for. A month of which what was claimed has been taken away by the plan of
        retention is none. The decisions stand as they are given, or by whose they are."""
        bank, today = self.work.bank, self.work.today
        jobs = db.jobs_of(bank, {s.employment_id for s in found})
        people = week_db.people_of(bank, [s.participant_id for s in found])
        some = [s for s in found if s.employment_id in jobs and s.participant_id in people]
        if by_name:
            some.sort(key=lambda s: (people[s.participant_id][0].order, s.id))
        claims, since = db.claims_of(bank, [s.id for s in some]), asked_from(self.work)
        months: list[tuple[Subsidy, Sequence[_ClaimMonth]]] = []
        for s in some:
            claimed = claims.get(s.id, {})
            mine = _months(s, jobs[s.employment_id], claimed, today)
            if since:
                mine = [m for m in mine if m.of.month in claimed or since <= m.of.month]
            if open_alone:
                mine = [m for m in mine if m.open(claimed.get(m.of.month), today)]
            months.append((s, mine))
        known = KnownDays(self.work, [(jobs[s.employment_id], [m.of for m in mine]) for s, mine in months])
        out: list[ClaimLine] = []
        for s, mine in months:
            (name, number), claimed = people[s.participant_id], claims.get(s.id, {})
            days = known.days(s.employment_id, [m.of for m in mine])
            out += [
                ClaimLine(s, name, number, m.of.first, m.of.last, each, m.most, m.claim_by, claimed.get(m.of.month))
                for m, each in zip(mine, days, strict=True)
            ]
        return out

    # deciding

    def add(self, participant: int | str, wish: SubsidyWish) -> Subsidy:
        """Note a decision; rate and ceiling that are not said are those of the ordinance in force on its first day. Raises
        Refused: FORM, NO_JOB, and as `checked_subsidy`; NO_RATE where the decision alone can say it."""
        person, bank = self.work.participant(participant), self.work.bank
        self._form(wish.form)
        rule = self.rule(wish.form, wish.first)
        rate = wish.rate if wish.rate is not None else rule.rate if rule else None
        if rate is None:
            raise Refused(text(N_("Say the rate: of this form the decision alone says it.")), "NO_RATE")
        ceiling = wish.ceiling if wish.ceiling is not None else rule.ceiling if rule else None
        checked_subsidy(wish.first, wish.last, rate, ceiling, wish.claim_days)
        job = wish.employment or db.employment_on(bank, person.id, wish.first)
        if job is None or not self._within(person.id, job, wish.first, wish.last):
            said = N_("{name} has no employment on {day}. Check the first day of the decision.")
            raise Refused(text(said, name=person.shown_name, day=wish.first), "NO_JOB")
        values: dict[str, object] = {
            "participant_id": person.id,
            "employment_id": job,
            "form": wish.form,
            "decision": wish.decision.strip(),
            "from_date": wish.first,
            "to_date": wish.last,
            "rate": rate,
            "ceiling": ceiling,
            "claim_days": wish.claim_days,
        }
        with bank.write(text(N_("Decision on subsidy noted: {name}"), name=person.shown_name)):
            held(self.work, person.id)
            bookings.held_employment(bank, job)
            self._apart(job, wish.first, wish.last)
            ref = db.add(bank, values)
            self._period(job)
        return self.get(ref)

    def get(self, ref: str) -> Subsidy:
        """A decision by its reference. Raises Refused (NO_SUBSIDY)."""
        found = db.by_ref(self.work.bank, ref.strip().upper())
        if found is None:
            raise Refused(text(N_("There is no decision {ref}. Check the reference."), ref=ref), "NO_SUBSIDY")
        return found

    def change(self, ref: str, changed: Mapping[str, object | Change]) -> Subsidy:
        """What a decision says is put right, by column; answers with its reference alone where she is protected. Raises Refused where somebody else has changed the same (MOVED), and as
        `checked_subsidy`."""
        found, bank = self.get(ref), self.work.bank
        if "form" in changed:
            self._form(str(asked(changed["form"])))
        with bank.write(self._said(N_("Decision on subsidy changed: {name}"), found)):
            held(self.work, found.participant_id)
            bookings.held_employment(bank, found.employment_id)
            db.held(bank, found.id)
            now = self.get(ref)
            left = settle(dict(changed), {name: getattr(now, name) for name in changed}, _label)
            one = made(Subsidy, stored(Subsidy, asdict(now) | left))
            checked_subsidy(one.from_date, one.to_date, one.rate, one.ceiling, one.claim_days)
            self._apart(now.employment_id, one.from_date, one.to_date, now.id)
            if left.keys() & {"from_date", "to_date"} and not self._within(
                now.participant_id, now.employment_id, one.from_date, one.to_date
            ):
                said = N_("The decision {ref} has no day of the employment that it is for. Check its days.")
                raise Refused(text(said, ref=now.ref), "NO_JOB")
            if left:
                db.change(bank, now.id, **left)
                self._period(now.employment_id)
        kept = self.get(ref)
        # whoever puts something right by the reference alone has not opened her: by the decision's number others find her
        return unopened_decision(kept) if self.work.participant(kept.participant_id).protection else kept

    def withdraw(self, ref: str) -> None:
        """A decision that was noted by mistake is taken away, with no claim left. Raises Refused (CLAIMED)."""
        found, bank = self.get(ref), self.work.bank
        with bank.write(self._said(N_("Decision on subsidy taken away: {name}"), found)):
            held(self.work, found.participant_id)
            db.held(bank, found.id)
            if db.claims(bank, [found.id]):
                said = N_(
                    "Something was claimed by this decision. Take the claims away first, or end the decision earlier."
                )
                raise Refused(text(said), "CLAIMED")
            db.change(bank, found.id, void=1)
            self._period(found.employment_id)

    def _within(self, person: int, job: int, first: date, last: date) -> bool:
        """Whether the days of a decision have one of the employment that it is for. Raises Refused (FAR) for days that cannot be
        meant."""
        for day in (first, last):
            near(day, self.work.today)
        found = [e for e in bookings.employments(self.work.bank, person) if e.id == job and not e.cancelled]
        return any(e.from_date <= last and (e.end is None or first <= e.end) for e in found)

    def _apart(self, job: int, first: date, last: date, but: int = 0) -> None:
        """Raises Refused (OVERLAP): of one employment a day is claimed by one decision."""
        for other in db.of_employment(self.work.bank, job):
            if other.id != but and other.from_date <= last and first <= other.to_date:
                said = N_("The decision {ref} covers {first} to {last} already. Change that, or choose other days.")
                raise self._covers(
                    other, text(said, ref=other.ref, first=other.from_date, last=other.to_date), "OVERLAP"
                )

    def _period(self, job: int) -> None:
        """The employment says the period of its latest decision: by that it is warned of before it ends. With none left it says
        again what it said before there was one."""
        every = db.of_employment(self.work.bank, job)
        latest = max(every, key=lambda s: s.to_date) if every else None
        first, last = (latest.from_date, latest.to_date) if latest else db.own_period(self.work.bank, job)
        bookings.change_employment(self.work.bank, job, decision_from=first, decision_to=last)

    def _covers(self, of: Subsidy, said: Text, code: str) -> Refused:
        """To be raised; of a protected person without the days of the decision, which tell those of her place."""
        if self.work.participant(of.participant_id).protection:
            said = text(
                N_("The decision {ref} does not go with these days. Open her subsidies for a reason."), ref=of.ref
            )
        return Refused(said, code)

    def _form(self, form: str) -> None:
        known = [code for code, _ in self.forms()]
        if form not in known:
            said = N_("There is no form of subsidy {form}. Write one of {forms}.")
            raise Refused(text(said, form=form, forms=", ".join(known)), "FORM")

    def _said(self, said: str, of: Subsidy) -> Text:
        return text(said, name=self.work.participant(of.participant_id).shown_name)

    # claiming

    def claim(self, ref: str, month: str, amount: int | Change, on: date | Change | None = None) -> SubsidyClaim:
        """A month is claimed: öre, on a day (today). Said again it is put right. Raises Refused: MONTH outside of the decision, EARLY
        before the month is over, AMOUNT, AHEAD, and where somebody else has noted another claim than a Change began with (MOVED)."""
        day = self._day(asked(amount), asked(on))
        line = self._line(ref, month)
        if day <= line.last:
            said = N_("{month} is not over on {day}. Claim it when it is.")
            raise Refused(text(said, month=line.month, day=day), "EARLY")
        given = {"claimed_on": on if isinstance(on, Change) else day, "amount": amount}
        return self._note(line, N_("Subsidy claimed: {name}, {month}"), given)

    def paid(self, ref: str, month: str, amount: int | Change, on: date | Change | None = None) -> SubsidyClaim:
        """What was paid of a month that was claimed. Raises Refused: NOT_CLAIMED, MONTH, AMOUNT, AHEAD, PAID_BEFORE
        the day on which it was claimed, and MOVED as `claim` does."""
        day = self._day(asked(amount), asked(on))
        line = self._line(ref, month)
        if line.claim is None or line.claim.claimed_on is None:
            raise Refused(text(N_("{month} is not claimed. Note the claim first."), month=line.month), "NOT_CLAIMED")
        given = {"paid_on": on if isinstance(on, Change) else day, "paid": amount}
        return self._note(line, N_("Subsidy paid: {name}, {month}"), given)

    def unclaim(self, ref: str, month: str, seen: SubsidyClaim | None = None) -> None:
        """What was noted of a month by mistake is taken away. Raises Refused (NOT_CLAIMED, MONTH), and where somebody else has
        noted something else of it than was `seen` (MOVED)."""
        line = self._line(ref, month)
        if line.claim is None:
            raise Refused(text(N_("{month} is not claimed. Note the claim first."), month=line.month), "NOT_CLAIMED")
        name, bank = self.work.participant(line.subsidy.participant_id).shown_name, self.work.bank
        with bank.write(text(N_("Claim taken away: {name}, {month}"), name=name, month=line.month)):
            held(self.work, line.subsidy.participant_id)
            db.held(bank, line.subsidy.id)
            kept = db.claims(bank, [line.subsidy.id]).get((line.subsidy.id, line.month))
            if kept is None:  # somebody took it away meanwhile
                raise Refused(
                    text(N_("{month} is not claimed. Note the claim first."), month=line.month), "NOT_CLAIMED"
                )
            for fact in CLAIMED:
                if seen is not None and getattr(seen, fact) != getattr(kept, fact):
                    raise moved(*_claim_label(fact, getattr(kept, fact)))
            db.take_away_claim(bank, kept.id)

    def _day(self, amount: int, on: date | None) -> date:
        day = on or self.work.today
        if amount < 0:
            raise Refused(text(N_("An amount is not below nothing.")), "AMOUNT")
        if amount > HIGHEST_AMOUNT:
            raise Refused(text(TOO_MUCH, most=HIGHEST_AMOUNT // 100), "AMOUNT")
        if day > self.work.today:
            raise Refused(text(N_("{day} has not been yet."), day=day), "AHEAD")
        return day

    def _line(self, ref: str, month: str) -> ClaimLine:
        found, wanted = self.get(ref), read_month(month)
        line = next((one for one in self._lines([found]) if one.month == wanted), None)
        if line is None:
            said = N_("The decision {ref} has no days in {month} that have been. It covers {first} to {last}.")
            told = text(said, ref=found.ref, month=wanted, first=found.from_date, last=found.to_date)
            raise self._covers(found, told, "MONTH")
        return line

    def _note(self, line: ClaimLine, said: str, given: Mapping[str, object | Change]) -> SubsidyClaim:
        of, bank = line.subsidy, self.work.bank
        name = self.work.participant(of.participant_id).shown_name
        with bank.write(text(said, name=name, month=line.month)):
            held(self.work, of.participant_id)
            db.held(bank, of.id)
            kept = db.claims(bank, [of.id]).get((of.id, line.month))
            if kept is None and "paid_on" in given:  # somebody took the claim away meanwhile
                raise Refused(
                    text(N_("{month} is not claimed. Note the claim first."), month=line.month), "NOT_CLAIMED"
                )
            now = kept._asdict() if kept else dict.fromkeys(CLAIMED)
            values: dict[str, object] = settle(given, now, _claim_label)
            said_days = {"claimed_on": now["claimed_on"], "paid_on": now["paid_on"]} | values
            claimed_on, paid_on = said_days["claimed_on"], said_days["paid_on"]
            if isinstance(claimed_on, date) and isinstance(paid_on, date) and paid_on < claimed_on:
                said = N_("{month} was claimed on {claimed}, so that it is not paid on {paid}. Check the days.")
                raise Refused(text(said, month=line.month, claimed=claimed_on, paid=paid_on), "PAID_BEFORE")
            if values:
                db.note_claim(bank, of, line.month, kept, **values)
        return db.claims(bank, [of.id])[of.id, line.month]

    # leaving

    def save(
        self, path: Path, lang: str = "sv", *, every: bool = False, to: str = "", password: str = ""
    ) -> Iterator[tuple[int, int, str]]:
        """What is to be claimed as Excel, with the days that it rests on. Protected people are left out, and the sheet says how many;
        whose data leaves is logged. Raises Refused (EMPTY), BadFile."""
        lines = self.due(every=every)
        shown = [line for line in lines if not line.participant.hidden]
        if not shown:
            raise Refused(text(N_("There is nothing to claim.")), "EMPTY")
        bank, words = self.work.bank, Words(lang, self.work.today)
        for who in {line.subsidy.participant_id for line in shown}:
            access_log.log_read(bank, "export_subsidies", who, "", to.strip())
        hidden = len({line.subsidy.participant_id for line in lines if line.participant.hidden})
        names = {c.code: c.name(lang) for c in reference.codes(bank, "employment_forms")}
        rules = {line.subsidy.id: self.rule(line.subsidy.form, line.subsidy.from_date) for line in shown}
        yield from write_book(path, [claim_table(shown, names, rules, hidden, words)], password)


class _ClaimMonth(NamedTuple):
    """A month of a decision, of which no days are read yet."""

    of: MonthPart
    most: int | None
    claim_by: date

    def open(self, claim: SubsidyClaim | None, today: date) -> bool:
        """Whether it is to be claimed now."""
        return claim_state(claim, self.of.last, self.claim_by, today) in OPEN_STATES


CLAIM_BY = itemgetter(ClaimLine._fields.index("claim_by"))


def _months(s: Subsidy, job: PlacedJob, claimed: Collection[str], today: date) -> Sequence[_ClaimMonth]:
    """The months of a decision that have begun. One that was claimed stands among them too where
    the decision or the employment has become shorter since: of it no pay counts, and what was claimed is put right or taken away."""
    last = min(s.to_date, job.last or s.to_date, month_end(today))
    found = _begun(max(s.from_date, job.first), last, s.claim_days, s.ceiling, job.extent)
    past = set(claimed).difference(one.of.month for one in found)
    if not past:
        return found
    out = [*found]
    for month in past:
        (one,) = months_of(first_of(month), month_end(first_of(month)))
        out.append(_ClaimMonth(one, None if s.ceiling is None else 0, one.ends + timedelta(s.claim_days)))
    return sorted(out, key=lambda m: m.of.month)


@lru_cache(maxsize=1024)
def _begun(first: date, last: date, claim_days: int, ceiling: int | None, extent: int) -> tuple[_ClaimMonth, ...]:
    """Kept as `months_of` is."""
    wait = timedelta(claim_days)
    return tuple(
        _ClaimMonth(one, pay_at_most(ceiling, extent, one.first, one.last), one.ends + wait)
        for one in months_of(first, last)
    )


CLAIMED = ("claimed_on", "amount", "paid_on", "paid")
"""What is noted of a month."""


def _claim_label(name: str, value: object) -> tuple[Text, object]:
    """What is noted of a month by its label, and a value of it in words: kronor, as the form shows it."""
    if isinstance(value, int):
        return Text(declared(SubsidyClaim)[name].label), value // 100 if value % 100 == 0 else value / 100
    return Text(declared(SubsidyClaim)[name].label), value


def _label(name: str, value: object) -> tuple[Text, object]:
    return Text(declared(Subsidy)[name].label), value


def _unopened(line: ClaimLine) -> ClaimLine:
    """Where she is protected and nobody has opened her: without the decision's number, since by that others find her, without
    what was noted of her days, which no list tells, and without its form, rate, ceiling and days, which tell of few places which."""
    if not line.participant.hidden:
        return line
    first = line.first.replace(day=1)
    return line._replace(
        subsidy=unopened_decision(line.subsidy), days=None, first=first, last=month_end(first), most=None
    )


def unopened_decision(of: Subsidy) -> Subsidy:
    """A decision of a protected person whom nobody has opened: its reference and its person, and nothing that it says."""
    return replace(of, decision="", form="", rate=0, ceiling=None)
