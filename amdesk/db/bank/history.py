"""What was done. Undo is the audit played backwards: the befores are written back if the rows still are the afters."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from amdesk.db.bank import once
from amdesk.db.bank.apart import is_apart, refuse_joining
from amdesk.db.bank.upon import DERIVED, NOTED, changes_of, standing_on
from amdesk.db.catalogue import UNDOABLE
from amdesk.db.engine.errors import RuleBroken
from amdesk.db.port import Bank, Row, day_of, hold, one, rows, update, value
from amdesk.db.sql import LIVE
from amdesk.domain.clock import wall_day
from amdesk.domain.errors import Refused
from amdesk.domain.people.masks import HIDDEN, MASK
from amdesk.domain.people.telling import WhoIsTold, telling
from amdesk.domain.texts import N_, AsHours, Text, restored, text

Searched = Mapping[str, Callable[[str, Row], str]]
"""For each table that is searched, what finds a row: from its number and all it holds."""

DAYS = frozenset({"first", "last", "day"})
"""What fills a step's words that is a day."""

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

HOURS = "hours"
"""What fills a step's words that is hours, kept as a program reads them: 6.5."""
PLAIN_HOURS = re.compile(r"\d{1,3}(\.\d{1,2})?")

ONE_EACH = {
    "assessment": ("employment_id", "on_date"),
    "followup": ("employment_id",),
    "cohort": ("year",),
    "cohort_window": ("cohort_id", "name"),
    "guidance": ("chapter", "version"),
    "agreed_hours": ("employment_id", "from_date"),
    "workday": ("employment_id", "on_date"),
    "subsidy_claim": ("subsidy_id", "month"),
}
"""Columns by which one row alone stands, as the unique indexes have them."""
FLAGGED = ("protection", "search")
"""What protecting a person changes in her row: the flag, and the words she is found by."""


class LoggedStep(NamedTuple):
    """A step as it was written when it was taken: what it says names everybody."""

    id: int
    at: str
    """Moment (UTC) in ISO form."""
    actor: str
    account: str
    what: Text
    kind: str
    undone: bool
    changes: int
    """How many rows it changed, where that was asked for."""
    undoable: bool = True

    @property
    def day(self) -> date:
        return wall_day(self.at)


class HiddenPerson(NamedTuple):
    """What of a protected person must not be said; `number` may."""

    number: str
    name: str
    identity: str | None
    phone: str
    email: str = ""
    case_number: str = ""

    @property
    def telling(self) -> WhoIsTold:
        return telling([self.name], [self.identity or ""], [self.phone], [self.email], [self.case_number])


def _logged(r: Row) -> LoggedStep:
    what = said_again(r["what"], json.loads(r["params"]))
    undone = r["state"] == "undone"
    changes, undoable = r.get("changes", 0), bool(r["undoable"])
    return LoggedStep(r["id"], r["at"], r["actor"], r["account"], what, r["kind"], undone, changes, undoable)


def said_again(msgid: str, kept: Mapping[str, str]) -> Text:
    """A step's words as they are read today: days as days, hours as hours, and the sentences that an older version kept in English."""
    return Text(msgid, {name: _value(name, said) for name, said in restored(msgid, kept).params.items()})


def _value(name: str, said: object) -> object:
    if not isinstance(said, str):
        return said
    if said.startswith(f"{MASK} "):
        return text("{mask} {number}", mask=Text(MASK), number=said.removeprefix(f"{MASK} "))
    if said in {MASK, HIDDEN} or name == "status":
        return Text(said)
    if name in DAYS and ISO_DAY.fullmatch(said):
        return date.fromisoformat(said)
    if name == HOURS and PLAIN_HOURS.fullmatch(said):
        return AsHours(round(float(said) * 60))
    return said


def last_step(bank: Bank, kind: str) -> LoggedStep | None:
    """The step that undo (or redo) would take back now: my latest one, as long as it can be."""
    if kind == "undo":
        found = one(
            bank,
            "select * from step where actor = :actor and kind in ('do', 'redo') and state = 'done' and undoable = 1 "
            "order by id desc limit 1",
            actor=bank.actor,
        )
    else:
        found = one(
            bank,
            "select u.* from step u where u.actor = :actor and u.kind = 'undo' and u.state = 'done' and u.undoable = 1 "
            "and not exists (select 1 from step s where s.actor = :actor and s.kind = 'do' and s.undoable = 1 and s.id > u.id) "
            "order by u.id desc limit 1",
            actor=bank.actor,
        )
    return _logged(found) if found else None


def issued_since(bank: Bank, step: int) -> tuple[int, str] | None:
    """Key and number of the certificate that I issued last after a step, and that is valid still."""
    found = one(
        bank,
        "select c.id, c.number from certificate c join audit a on a.tbl = 'certificate' and a.row_id = c.id and a.action = 'insert' "
        f"join step s on s.id = a.step_id where s.actor = :actor and s.id > :step and c.{LIVE} and c.revoked_on is null "
        "order by s.id desc limit 1",
        actor=bank.actor,
        step=step,
    )
    return (int(found["id"]), str(found["number"])) if found else None


def chosen_step(bank: Bank, step: int) -> LoggedStep | None:
    """A step of mine that stands and may be taken back, out of its turn."""
    found = one(
        bank,
        "select * from step where id = :id and actor = :actor and kind in ('do', 'redo') and state = 'done' and undoable = 1",
        id=step,
        actor=bank.actor,
    )
    return _logged(found) if found else None


def step_that_made(bank: Bank, table: str, row_id: int) -> int:
    """The step by which a row stands: the one that made it, or that did so again after it was taken back; 0 for none."""
    found = value(
        bank,
        "select max(a.step_id) from audit a join step s on s.id = a.step_id where a.tbl = :tbl and a.row_id = :id and "
        "s.state = 'done' and (a.action = 'insert' or s.kind = 'redo')",
        tbl=table,
        id=row_id,
    )
    return int(found or 0)


def chosen_steps(bank: Bank, ids: Iterable[int]) -> list[LoggedStep]:
    """These steps, the latest first."""
    keys = ", ".join(str(int(i)) for i in ids) or "0"
    return [_logged(r) for r in rows(bank, f"select * from step where id in ({keys}) order by id desc")]


def noticed(bank: Bank, step: int) -> date | None:
    """The latest day on which a paper was made of what the step made and is void now; None where there is none."""
    found = value(
        bank,
        "select max(b.notice_on) from audit a join booking b on b.id = a.row_id "
        "where a.step_id = :step and a.tbl = 'booking' and b.void = 1",
        step=step,
    )
    return day_of(found)


def steps(bank: Bank, limit: int = 200) -> list[LoggedStep]:
    """The latest steps, newest first, with how many rows each changed."""
    found = rows(
        bank,
        "select s.*, (select count(*) from audit a where a.step_id = s.id) as changes from step s order by s.id desc limit :limit",
        limit=limit,
    )
    return [_logged(r) for r in found]


def uids(bank: Bank) -> set[str]:
    """Of every step that was ever taken."""
    return {str(r["uid"]) for r in rows(bank, "select uid from step")}


def beyond(bank: Bank, known: set[str]) -> list[int]:
    """Steps that people took and that are not among the known ones, the latest first."""
    found = rows(bank, "select id, uid from step where kind <> 'system' order by id desc")
    return [int(r["id"]) for r in found if r["uid"] not in known]


def subjects(bank: Bank, steps: Sequence[int]) -> list[tuple[str, str, int]]:
    """Whom the steps changed something of: number, name ("" of a protected person) and in how many of them, those of most first."""
    wanted, found = set(steps), Counter[int]()
    first = min(steps, default=0)
    for r in rows(
        bank,
        "select distinct participant_id as who, step_id as step from audit where participant_id is not null and step_id >= :f",
        f=first,
    ):
        if r["step"] in wanted:
            found[r["who"]] += 1
    known = {r["id"]: r for r in rows(bank, "select id, number, name, protection from participant") if r["id"] in found}
    named = [(r["number"], "" if r["protection"] else r["name"], found[key]) for key, r in known.items()]
    return sorted(named, key=lambda n: (-n[2], n[0]))


def changes_after(bank: Bank, step: int) -> int:
    """How many steps people took after this one."""
    return int(value(bank, "select count(*) as n from step where id > :step and kind <> 'system'", step=step))


def hidden_subjects(bank: Bank, since: int) -> dict[int, list[HiddenPerson]]:
    """Protected people whose rows were changed, by step from `since` on.

    A record that was merged into a protected one is hers too, whatever it said of itself.
    """
    found = rows(
        bank,
        "select id, number, name, identity, phone, email, case_number, protection, merged_into from participant "
        "where protection > 0 or merged_into is not null",
    )
    known = {p["id"]: p for p in found}
    hidden = {
        i: HiddenPerson(kept["number"], p["name"], p["identity"], p["phone"], p["email"], p["case_number"])
        for i, p in known.items()
        if (kept := _kept(p, known))["protection"]
    }
    ids = ", ".join(str(int(i)) for i in hidden) or "0"
    out: dict[int, list[HiddenPerson]] = {}
    changed = (
        f"select distinct step_id, participant_id as p from audit where participant_id in ({ids}) and step_id >= :since"
    )
    for r in rows(bank, changed, since=since):
        out.setdefault(r["step_id"], []).append(hidden[r["p"]])
    return out


def _kept(person: Row, known: dict[int, Row]) -> Row:
    """The record that a person's stands for today; herself where that one is nobody special."""
    while not person["protection"] and person["merged_into"] in known:
        person = known[person["merged_into"]]
    return person


def reverse(bank: Bank, step: LoggedStep, kind: str, searched: Searched | None = None) -> bool:
    """Undo (or redo) a step as one more step; True where somebody stays protected whom it would have laid open.

    Protection is taken away by an act of its own alone, with a reason that is logged: a merge taken back leaves it too, since
    what was noted of the one record meanwhile was noted of somebody protected. What a merge wrote into the kept record of the
    other is the other's again. What a row is found by is made anew from what stands in it then. Raises
    Refused where rows have moved on or others stand on them, and where there is nothing but a protection to take away.
    """
    with bank.write(step.what, kind=kind, of_step=step.id):
        changes = changes_of(bank, step.id)
        _keep_apart(bank, changes)
        _refuse_restricted(bank, changes)
        whose = _parted(changes)
        kept = [_put_back(bank, change, whose) for change in changes]
        if any(kept) and not any(_moves(c, kept=k) for c, k in zip(changes, kept, strict=True)):
            raise _protects()
        if standing_on(bank, changes):
            raise _moved_on()
        _found_anew(bank, changes, searched or {})
        bank.execute("update step set state = 'undone' where id = :id", {"id": step.id})
    return any(kept)


def _keep_apart(bank: Bank, changes: Sequence[Row]) -> None:
    """What is done again is judged as it would be now: who was merged, or got a new number, may be protected since."""
    for change in (c for c in changes if _of_merge(c)):
        into = json.loads(change["before"])["merged_into"]
        if json.loads(change["after"])["merged_into"] is None:
            for key in sorted((into, change["row_id"])):
                hold(bank, "participant", key)
            refuse_joining(bank, into, change["row_id"])
    for change in (c for c in changes if c["tbl"] == "identity_history" and c["before"] and c["after"]):
        earlier = json.loads(change["before"])
        hold(bank, "participant", earlier["participant_id"])
        if not earlier["void"] and is_apart(bank, earlier["participant_id"]):
            raise _moved_on()


def _refuse_restricted(bank: Bank, changes: Sequence[Row]) -> None:
    """Nothing is taken back of somebody whose data may be stored and no more; what stands beside her record the guards keep."""
    keys = ", ".join(str(int(c["row_id"])) for c in changes if c["tbl"] == "participant") or "0"
    if value(bank, f"select count(*) from participant where id in ({keys}) and restricted_on is not null"):
        raise RuleBroken("AM014")


def _of_merge(change: Row) -> bool:
    """Whether a change put one person's record into another's, or took it out again."""
    if change["tbl"] != "participant" or not change["before"] or not change["after"]:
        return False
    return bool(json.loads(change["before"])["merged_into"] != json.loads(change["after"])["merged_into"])


def _moves(change: Row, *, kept: bool) -> bool:
    """Whether taking a change back moves anything besides a protection that is kept, and the guidance it was decided by."""
    if not kept:
        return bool(change["tbl"] != "guidance_used")
    before, after = json.loads(change["before"]), json.loads(change["after"])
    return any(before[c] != after.get(c) for c in before if c not in FLAGGED)


def _parted(changes: Sequence[Row]) -> dict[int, int]:
    """Of a merge that is taken back: by the record that was kept the one that stands by itself again."""
    found = {}
    for change in (c for c in changes if _of_merge(c)):
        into, before = (json.loads(change[side])["merged_into"] for side in ("after", "before"))
        if into is not None and before is None:
            found[int(into)] = int(change["row_id"])
    return found


def _put_back(bank: Bank, change: Row, whose: Mapping[int, int]) -> bool:
    """Take one change back; True where a protection it brought is kept. `whose` is as `_parted` answers."""
    if change["tbl"] not in UNDOABLE or change["after"] is None:
        raise _moved_on()
    after: dict[str, object] = json.loads(change["after"])
    now = one(bank, f"select * from {change['tbl']} where id = :id", id=change["row_id"])
    if now is None:
        raise _moved_on()
    if change["action"] == "insert":
        aside = (*DERIVED, *NOTED.get(change["tbl"], ()))
        if any(now[c] != after[c] for c in after if c not in aside):
            raise _moved_on()
        owner = whose.get(now.get("participant_id") or 0)
        update(bank, change["tbl"], change["row_id"], void=1, **({"participant_id": owner} if owner else {}))
        return False
    before: dict[str, object] = json.loads(change["before"])
    moved = {c: before[c] for c in before if before[c] != after.get(c)}
    kept = change["tbl"] == "participant" and bool(moved.get("protection", now["protection"]) < now["protection"])
    if kept:
        moved = {c: was for c, was in moved.items() if c not in FLAGGED}
    if any(now[c] != after[c] for c in moved if c not in DERIVED):
        raise _moved_on()
    if moved:
        _refuse_second(bank, change, {**now, **moved})
        update(bank, change["tbl"], change["row_id"], **moved)
    return kept


def _refuse_second(bank: Bank, change: Row, then: Mapping[str, object]) -> None:
    """A row is not put back where another has been written in its place meanwhile."""
    key = ONE_EACH.get(change["tbl"])
    if key is None or then["void"]:
        return
    same = " and ".join(f"{c} = :{c}" for c in key)
    asked = {c: then[c] for c in key} | {"id": change["row_id"]}
    if value(bank, f"select count(*) from {change['tbl']} where {LIVE} and id <> :id and {same}", **asked):
        raise _moved_on()


def _found_anew(bank: Bank, changes: Sequence[Row], searched: Searched) -> None:
    """A row that is not quite what it was, since something else of it was changed meanwhile, is found by what it holds now.

    A merged record is found by nothing; it stands for the one that was kept.
    """
    befores = {
        (c["tbl"], c["row_id"]): json.loads(c["before"]) for c in changes if c["tbl"] in searched and c["before"]
    }
    for (table, key), before in befores.items():
        now = one(bank, f"select * from {table} where id = :id", id=key)
        if now is None or now["void"] or all(now[c] == was for c, was in before.items() if c not in DERIVED):
            continue
        words = "" if now.get("merged_into") else searched[table](now["number"], now)
        if words != now["search"]:
            update(bank, table, key, search=words)


def _protects() -> Refused:
    return Refused(
        text(
            N_(
                "The person stays protected. A protection is taken away by Protect personal data on the person's page alone, "
                "with a reason."
            )
        ),
        "PROTECTED",
    )


def _moved_on() -> Refused:
    return Refused(
        text(N_("It cannot be undone: what it changed has been changed again since. Change it by hand instead.")),
        "MOVED_ON",
    )


def hidden_ones(bank: Bank) -> WhoIsTold:
    """What tells of anybody who is protected, or of a record merged into hers: what stands there, and what once did."""
    found = rows(
        bank,
        "select p.id from participant p left join participant k on k.id = p.merged_into "
        "where p.protection > 0 or k.protection > 0",
    )
    return once.telling_of(bank, [int(r["id"]) for r in found])


def first_day(bank: Bank) -> date | None:
    """When the first step was taken, in UTC; None of a bank in which nothing was done."""
    found = value(bank, "select at from step order by id limit 1")
    return date.fromisoformat(str(found)[:10]) if found else None


def count_steps(bank: Bank) -> int:
    return int(value(bank, "select count(*) from step") or 0)
