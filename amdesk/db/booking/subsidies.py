"""Decisions on subsidy of employments, and what was claimed and paid by them month by month."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from amdesk.db.port import Bank, day_of, hold, insert, iso_day, tuples, update, value
from amdesk.db.sql import BEGUN, LIVE, last_day
from amdesk.domain.booking.week.subsidy import Subsidy, SubsidyClaim
from amdesk.domain.booking.week.told import PlacedJob

PERIOD = ("decision_from", "decision_to")
SELECT = (
    "select s.id, s.ref, s.participant_id, s.employment_id, s.form, s.decision, s.from_date, s.to_date, s.rate, s.ceiling, "
    f"s.claim_days from subsidy s join employment e on e.id = s.employment_id and e.{LIVE} and e.cancelled = 0"
)


def _subsidy(r: tuple[int, str, int, int, str, str, str, str, int, int | None, int]) -> Subsidy:
    key, ref, who, job, form, decision, first, last, rate, ceiling, claim_days = r
    return Subsidy(
        id=key,
        ref=ref,
        participant_id=who,
        employment_id=job,
        form=form,
        decision=decision,
        from_date=iso_day(first),
        to_date=iso_day(last),
        rate=rate,
        ceiling=ceiling,
        claim_days=claim_days,
    )


def every(bank: Bank) -> list[Subsidy]:
    """All decisions, by their first day."""
    return [_subsidy(r) for r in tuples(bank, f"{SELECT} where s.{LIVE} order by s.from_date, s.id")]


def of_participant(bank: Bank, participant: int) -> list[Subsidy]:
    found = tuples(bank, f"{SELECT} where s.{LIVE} and s.participant_id = :p order by s.from_date, s.id", p=participant)
    return [_subsidy(r) for r in found]


def of_employment(bank: Bank, employment: int) -> list[Subsidy]:
    found = tuples(bank, f"{SELECT} where s.{LIVE} and s.employment_id = :e order by s.from_date, s.id", e=employment)
    return [_subsidy(r) for r in found]


def by_ref(bank: Bank, ref: str) -> Subsidy | None:
    found = tuples(bank, f"{SELECT} where s.{LIVE} and s.ref = :ref", ref=ref)
    return _subsidy(found[0]) if found else None


def held(bank: Bank, subsidy: int) -> None:
    """Two who note the same decision at once come one after the other. Inside a write()."""
    hold(bank, "subsidy", subsidy)


def own_period(bank: Bank, employment: int) -> tuple[date | None, date | None]:
    """The decision period that was last said of an employment by itself, in a step that noted no decision of it: imported, or
    written by hand, also while it was of a record that was joined with this one. (None, None) where none was, or where the
    history is kept no longer."""
    found = tuples(
        bank,
        "select v.before, v.after from audit a join audit_value v on v.audit_id = a.id "
        "where a.participant_id in (select p.id from employment e join participant p on p.id = e.participant_id "
        "or p.merged_into = e.participant_id where e.id = :e) and a.tbl = 'employment' "
        "and a.row_id = :e and v.after is not null and not exists (select 1 from audit o join subsidy s on s.id = o.row_id "
        "where o.step_id = a.step_id and o.tbl = 'subsidy' and s.employment_id = :e) order by a.id desc",
        e=employment,
    )
    for before, after in found:
        was, now = json.loads(before or "{}"), json.loads(after)
        if any(was.get(name) != now.get(name) for name in PERIOD):
            first, last = (now.get(name) for name in PERIOD)
            return day_of(first), day_of(last)
    return None, None


def add(bank: Bank, values: dict[str, object]) -> str:
    """S-007: the next reference; of one that was undone it is not used again. Inside the caller's write()."""
    bank.one_at_a_time()
    said = value(bank, "select ref from subsidy order by id desc limit 1")
    ref = f"S-{int(said.split('-')[1]) + 1 if said else 1:03}"
    insert(bank, "subsidy", ref=ref, **values)
    return ref


def change(bank: Bank, subsidy: int, **values: object) -> None:
    """Inside the caller's write()."""
    update(bank, "subsidy", subsidy, **values)


def claims(bank: Bank, subsidies: Iterable[int]) -> dict[tuple[int, str], SubsidyClaim]:
    """What was claimed by these decisions, by decision and month."""
    return {(of, month): one for of, mine in claims_of(bank, subsidies).items() for month, one in mine.items()}


def claims_of(bank: Bank, subsidies: Iterable[int]) -> dict[int, dict[str, SubsidyClaim]]:
    """The same, by decision, and of each by month."""
    wanted = ", ".join(str(int(i)) for i in subsidies) or "0"
    found = tuples(
        bank,
        "select id, participant_id, subsidy_id, month, claimed_on, amount, paid_on, paid from subsidy_claim "
        f"where {LIVE} and subsidy_id in ({wanted})",
    )
    out: dict[int, dict[str, SubsidyClaim]] = defaultdict(dict)
    for row in found:
        out[row[2]][row[3]] = _claim(row)
    return out


def claimed_months(bank: Bank, subsidies: Iterable[int]) -> set[tuple[int, str]]:
    """(decision, month) of everything that was claimed by these decisions."""
    wanted = ", ".join(str(int(i)) for i in subsidies) or "0"
    sql = f"select subsidy_id, month from subsidy_claim where {LIVE} and claimed_on is not null and subsidy_id in ({wanted})"
    return {(of, month) for of, month in tuples(bank, sql)}


def claimed_in(
    bank: Bank, first: date, last: date, *, participant: int = 0, employments: Iterable[int] = ()
) -> list[tuple[str, str]]:
    """(month, reference) of what was claimed of months with a day of a period, by decisions that cover one of its days: of a person,
    or of these employments."""
    jobs = ", ".join(str(int(i)) for i in employments) or "0"
    found = tuples(
        bank,
        f"select c.month, s.ref from subsidy_claim c join subsidy s on s.id = c.subsidy_id where c.{LIVE} and s.{LIVE} "
        "and c.claimed_on is not null and c.month between :since and :until and s.from_date <= :last and s.to_date >= :first "
        f"and (s.participant_id = :p or s.employment_id in ({jobs})) order by c.month, s.id",
        since=f"{first:%Y-%m}",
        until=f"{last:%Y-%m}",
        first=first.isoformat(),
        last=last.isoformat(),
        p=participant,
    )
    return [(month, ref) for month, ref in found]


def _claim(r: tuple[int, int, int, str, str | None, int | None, str | None, int | None]) -> SubsidyClaim:
    key, who, of, month, claimed_on, amount, paid_on, paid = r
    claimed, given = iso_day(claimed_on) if claimed_on else None, iso_day(paid_on) if paid_on else None
    return SubsidyClaim(key, who, of, month, claimed, amount, given, paid)


def note_claim(bank: Bank, of: Subsidy, month: str, kept: SubsidyClaim | None, **values: object) -> None:
    """Inside the caller's write()."""
    if kept is None:
        insert(bank, "subsidy_claim", participant_id=of.participant_id, subsidy_id=of.id, month=month, **values)
    else:
        update(bank, "subsidy_claim", kept.id, **values)


def take_away_claim(bank: Bank, claim: int) -> None:
    """Inside the caller's write()."""
    update(bank, "subsidy_claim", claim, void=1)


def jobs_of(bank: Bank, employments: Iterable[int]) -> dict[int, PlacedJob]:
    """These employments by their days, where they have begun."""
    wanted = ", ".join(str(int(i)) for i in employments) or "0"
    found = tuples(
        bank,
        f"select e.id, e.participant_id, e.from_date, {last_day('e')} as last, e.extent from employment e "
        f"where e.id in ({wanted}) and e.{LIVE} and e.cancelled = 0 and {BEGUN}",
    )
    return {key: PlacedJob(key, who, iso_day(first), day_of(last), extent) for key, who, first, last, extent in found}


def employment_on(bank: Bank, participant: int, day: date) -> int | None:
    """The person's employment of a day, begun or planned; the one that began last where there are several."""
    found = tuples(
        bank,
        f"select e.id from employment e where e.participant_id = :p and e.{LIVE} and e.cancelled = 0 and e.from_date <= :day "
        f"and coalesce({last_day('e')}, :day) >= :day order by e.from_date desc, e.id desc limit 1",
        p=participant,
        day=day.isoformat(),
    )
    return found[0][0] if found else None
