"""What became of people: the result of a period, the comparison of kinds of places, and the day-90 desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from amdesk.db.bank import history, reference
from amdesk.db.people.participants import ORDER
from amdesk.db.port import hold, insert, rows, tuples, update
from amdesk.db.results import outcomes as db
from amdesk.domain.booking.plan import FOLLOWED_UP_AFTER, day90
from amdesk.domain.change import Change, asked, settle
from amdesk.domain.errors import Refused, WrongUse
from amdesk.domain.people.identity import age_on
from amdesk.domain.people.participant import MASK
from amdesk.domain.results.casemix import Case, Mix, mix
from amdesk.domain.results.figures import Comparison, compare
from amdesk.domain.results.outcomes import GROUPS_OF_REASON, Result, result
from amdesk.domain.texts import N_, Text, text
from amdesk.domain.values import add_months
from amdesk.services.work import Work

CONTACTS = ("contacted", "not_contacted", "not_due")
SITUATIONS = ("work", "studies", "unemployment_fund", "other", "not_known")
PLANS = ("yes", "no", "not_known")
WAYS = ("phone", "text_message", "letter", "e_mail", "visit")
FORGOTTEN = 275
"""Days after day 90 that an ended employment stays on the desk."""


@dataclass(frozen=True, slots=True)
class Due:
    """One line of the day-90 desk. `name` is masked where the person is protected."""

    employment: int
    ref: str
    participant: int
    number: str
    name: str
    phone: str
    protected: bool
    place: str
    kind: str
    ended: date
    due: date
    end_reason: str
    worker: str
    worker_id: int | None
    contact: str
    situation: str
    plan_city: str
    plan_pes: str
    started_on: str
    detail: str
    source: str
    note: str
    attempts: int
    tried: str
    on_date: str = ""


@dataclass(frozen=True, slots=True)
class BehindRow:
    """One row behind a figure."""

    employment: int | None
    participant: int
    number: str
    name: str
    place: str
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
        only, chosen = _only(occupation, department)
        bank = self.work.bank
        with bank.read():
            everyone = db.ended(bank, first - FOLLOWED_UP_AFTER, last, only, **chosen)
            groups, kolada = self.reasons()
        until, gone = last - FOLLOWED_UP_AFTER, min(last, self.work.today)
        found = [e for e in everyone if e.ended <= until]
        exits = [e for e in everyone if first <= e.ended <= gone]
        return result(found, exits, first, last, self.work.today, groups, kolada)

    def reasons(self) -> tuple[dict[str, str], dict[str, str]]:
        """The group and Kolada's class of each end reason."""
        codes = reference.codes(self.work.bank, "end_reasons")
        groups = {c["code"]: GROUPS_OF_REASON.get(c.get("group", ""), "") for c in codes}
        return groups, {c["code"]: str(c.get("kolada", "unknown")) for c in codes}

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
        kept = {key: facts for key, _, facts in found.rows.rows}
        cases = [
            Case(kept[e].kind, kept[e].reason in {"work", "studies"}, language, _days(since, begun), extent, _age(born, begun))
            for e, language, since, begun, extent, born in tuples(self.work.bank, CASES, **_ends(found)) if e in kept
        ]  # fmt: skip
        return mix(cases, found.figure("work_or_studies.external"), found.figure("work_or_studies.in_house"))

    def hosts(self, now: Result) -> list[HostResult]:
        """Workplaces by name, never ranked."""
        found = tuples(
            self.work.bank,
            "select e.id, coalesce(h.name, e.placement_text) as place, e.kind from employment e left join placement h on h.id = e.placement_id "
            f"where {IN_SPAN}",
            **_ends(now),
        )
        names = {key: (place, kind) for key, place, kind in found}
        counts: dict[tuple[str, str], list[int]] = {}
        for key, _, facts in now.rows.rows:
            entry = counts.setdefault(names[key], [0, 0])
            entry[0] += 1
            entry[1] += facts.reason in {"work", "studies"}
        return [HostResult(n, k, *c) for (n, k), c in sorted(counts.items(), key=lambda i: i[0][0].casefold())]

    def behind(self, employments: Sequence[int], why: str) -> list[BehindRow]:
        """The rows that a figure counts, for those who may see them; protected people are masked. The read is logged."""
        reasons = self._reason_names()
        found = [
            BehindRow(
                r["id"], r["p"], r["number"], MASK if r["protection"] else r["name"] or r["number"],
                "" if r["protection"] else r["place"], date.fromisoformat(r["last"]), reasons.get(r["end_reason"], r["end_reason"]),
            )
            for r in self._rows(BEHIND, employments)
        ]  # fmt: skip
        history.log_read(self.work.bank, "figure_rows", None, f"{why}: {len(found)}")
        return found

    def people_behind(self, people: Sequence[int], why: str) -> list[BehindRow]:
        """The same where a figure counts persons."""
        found = [
            BehindRow(None, r["id"], r["number"], MASK if r["protection"] else r["name"] or r["number"], "", None, "")
            for r in self._rows(PEOPLE, people)
        ]  # fmt: skip
        history.log_read(self.work.bank, "figure_rows", None, f"{why}: {len(found)}")
        return found

    def _rows(self, sql: str, ids: Sequence[int]) -> list[dict[str, Any]]:
        wanted = sorted(ids)
        out: list[dict[str, Any]] = []
        for i in range(0, len(wanted), 900):
            out += rows(self.work.bank, sql.format(ids=", ".join(str(int(k)) for k in wanted[i : i + 900]) or "0"))
        return out

    def _reason_names(self) -> dict[str, str]:
        return {c["code"]: c[self.work.lang] for c in reference.codes(self.work.bank, "end_reasons")}

    # the desk

    def desk(self, ahead: int = 28) -> list[Due]:
        """Who reaches day 90 in the next `ahead` days or has passed it without being followed up, the longest late first."""
        today = self.work.today
        first, last = day90(today) - timedelta(180 + FORGOTTEN), today + timedelta(ahead) - FOLLOWED_UP_AFTER
        found = [self._due(r) for r in db.desk_rows(self.work.bank, first, last)]
        return [
            d
            for d in found
            if d.contact in {"", "not_due"} or (d.contact == "not_contacted" and d.due >= today - FOLLOWED_UP_AFTER)
        ]

    def due_count(self) -> int:
        """How many have reached day 90 and are not followed up."""
        today = self.work.today
        return db.due_count(self.work.bank, day90(today) - timedelta(180 + FORGOTTEN), today)

    def due(self, employment: int) -> Due:
        """One employment on the desk. Raises Refused where there is none."""
        found = db.desk_row(self.work.bank, employment)
        if found is None or found["last"] is None:
            raise Refused(text(N_("The employment has not ended, so there is nothing to follow up yet.")), "NOT_ENDED")
        return self._due(found)

    def _due(self, r: Mapping[str, Any]) -> Due:
        ended, hidden = date.fromisoformat(r["last"]), bool(r["protection"])
        return Due(
            r["id"], r["ref"], r["p"], r["number"], MASK if hidden else r["name"] or r["number"], "" if hidden else r["phone"], hidden,
            "" if hidden else r["place"], r["kind"], ended, day90(ended), r["end_reason"], r["worker"], r["worker_id"], r["contact"],
            r["situation"], r["plan_city"], r["plan_pes"], r["started_on"], r["detail"], r["source"], r["note"], r["attempts"], r["tried"],
            r["on_date"] or "",
        )  # fmt: skip

    def attempt(self, employment: int, how: str, note: str = "") -> None:
        """Somebody tried to reach the person about day 90 and did not. Raises Refused for a way that is none."""
        if how not in WAYS:
            raise Refused(text(N_("Choose how you tried to reach the person.")), "MISSING")
        due = self.due(employment)
        with self.work.bank.write(text(N_("Tried to reach {name} about day 90"), name=due.name)):
            insert(
                self.work.bank, "contact_attempt", participant_id=due.participant, employment_id=employment,
                on_date=self.work.today.isoformat(), how=how, note=note.strip(),
            )  # fmt: skip

    def follow_up(self, employment: int, said: Mapping[str, Any]) -> None:
        """Store where the person was on day 90: contact, situation, plan_city, plan_pes, and where known started_on, detail
        (an end reason's code), end_reason, source, note, on_date: the whole of it, or as a form sends it a Change of each
        that was changed. Raises Refused for a word that is none, and where somebody else has changed one of them."""
        due = self.due(employment)
        if due.ended > self.work.today:
            raise Refused(text(N_("The employment has not ended, so there is nothing to follow up yet.")), "NOT_ENDED")
        if not said:
            return
        given = (
            said if any(isinstance(v, Change) for v in said.values()) else {**WHOLE, "on_date": self.work.today, **said}
        )
        with self.work.bank.write(text(N_("Day 90 followed up: {name}"), name=due.name)):
            hold(self.work.bank, "employment", employment)
            now = known_of(self.due(employment))
            self._checked({**now, **{name: asked(v) for name, v in given.items()}})
            left = settle({name: _plain(v) for name, v in given.items()}, now, self._say)
            reason = left.pop("end_reason", "")
            if left:
                db.set_followup(self.work.bank, employment, due.participant, left)
            if reason:
                update(self.work.bank, "employment", employment, end_reason=reason)

    def _checked(self, said: Mapping[str, Any]) -> None:
        known = {c["code"] for c in reference.codes(self.work.bank, "end_reasons")} | {""}
        plans = (said["plan_city"], said["plan_pes"])
        if said["contact"] not in CONTACTS or said["situation"] not in SITUATIONS or any(p not in PLANS for p in plans):
            raise Refused(text(N_("Choose how contact was made and what the situation was.")), "MISSING")
        if said["detail"] not in known or (said["end_reason"] or "") not in known:
            raise Refused(text(N_("There is no such end reason. Choose one of the list.")), "REASON_UNKNOWN")

    def _say(self, name: str, now: Any) -> tuple[Text, Any]:
        """A field of a follow-up by its label, and a value of it in words."""
        words = {
            "contact": CONTACT_WORDS,
            "situation": SITUATION_WORDS,
            "plan_city": PLAN_WORDS,
            "plan_pes": PLAN_WORDS,
        }
        if name in words and now in words[name]:
            return Text(FIELDS[name]), Text(words[name][now])
        return Text(FIELDS[name]), self._reason_names().get(now, now) if name in {"detail", "end_reason"} else now


WHOLE = {
    "plan_city": "not_known",
    "plan_pes": "not_known",
    "started_on": None,
    "detail": "",
    "source": "",
    "note": "",
    "end_reason": "",
}
"""What a whole follow-up says where nothing is said."""
FIELDS = {
    "contact": N_("Contact"), "situation": N_("Situation on day 90"), "plan_city": N_("Plan with the city"),
    "plan_pes": N_("Plan with the employment service"), "started_on": N_("Began"), "detail": N_("Kind of work or studies"),
    "end_reason": N_("End reason of the employment"), "source": N_("Source"), "note": N_("Note"), "on_date": N_("Day of contact"),
}  # fmt: skip
CONTACT_WORDS = {"contacted": N_("Reached"), "not_contacted": N_("Not reached"), "not_due": N_("Not due yet")}
SITUATION_WORDS = {
    "work": N_("Work"), "studies": N_("Studies"), "unemployment_fund": N_("Unemployment fund"), "other": N_("Other"),
    "not_known": N_("Not known"),
}  # fmt: skip
PLAN_WORDS = {"yes": N_("Yes"), "no": N_("No"), "not_known": N_("Not known")}


def known_of(due: Due) -> dict[str, Any]:
    """What is known of day 90, by the names that follow_up takes; dates as ISO text or None."""
    same = ("contact", "situation", "plan_city", "plan_pes", "detail", "end_reason", "source", "note")
    return {name: getattr(due, name) for name in same} | {
        "started_on": due.started_on or None,
        "on_date": due.on_date or None,
    }


def _plain(given: Any) -> Any:
    """Dates as ISO text, words without blanks around them, as they are stored."""
    if isinstance(given, Change):
        return Change(given.before, _plain(given.after))
    if isinstance(given, date):
        return given.isoformat()
    return given.strip() if isinstance(given, str) else given


# In order of key, so that the rows are read as they lie: half the time over ten years.
CASES = """
select e.id, q.language, coalesce((select max(coalesce(x.ended_on, x.to_date)) from employment x where x.participant_id = e.participant_id
  and x.void = 0 and x.cancelled = 0 and x.from_date < e.from_date), q.registered_on) as since, e.from_date, e.extent, q.born
from employment e join participant q on q.id = e.participant_id where e.void = 0 and e.cancelled = 0 and coalesce(e.ended_on, e.to_date) between :first and :last
order by e.id
"""
IN_SPAN = "coalesce(e.ended_on, e.to_date) between :first and :last and e.void = 0 and e.cancelled = 0"
PEOPLE = (
    "select p.id, p.number, p.name, p.protection from participant p where p.id in ({ids}) order by " + ORDER + ", p.id"
)
BEHIND = """
select e.id, e.participant_id as p, q.number, q.name, q.protection, coalesce(h.name, e.placement_text) as place, e.end_reason,
  coalesce(e.ended_on, e.to_date) as last
from employment e join participant q on q.id = e.participant_id left join placement h on h.id = e.placement_id
where e.id in ({ids}) order by last, e.id
"""


def _only(occupation: str, department: str) -> tuple[str, dict[str, str]]:
    sql, chosen = "", {}
    if occupation:
        sql += " and e.occupation_id = (select id from occupation where code = :occupation)"
        chosen["occupation"] = occupation
    if department:
        sql += " and e.placement_id in (select id from placement where department = :department)"
        chosen["department"] = department
    return sql, chosen


def _ends(now: Result) -> dict[str, str]:
    """The span of last days whose day 90 falls in the period."""
    return {"first": (now.first - FOLLOWED_UP_AFTER).isoformat(), "last": (now.last - FOLLOWED_UP_AFTER).isoformat()}


def _days(since: str | None, begun: str) -> int | None:
    return max(0, (date.fromisoformat(begun) - date.fromisoformat(since)).days) if since else None


def _age(born: str | None, begun: str) -> int | None:
    return age_on(date.fromisoformat(born), date.fromisoformat(begun)) if born else None


def _month_end(first: date) -> date:
    return add_months(first, 1) - timedelta(1)


def _quarter_end(day: date) -> bool:
    return day.month % 3 == 0 and (day + timedelta(1)).month != day.month
