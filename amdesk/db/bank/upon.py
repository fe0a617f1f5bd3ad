"""What was built upon a step: it is named where the step cannot be taken back before that."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from amdesk.db.catalogue import UNDOABLE
from amdesk.db.port import Bank, Row, one, rows, tuples
from amdesk.db.sql import LIVE

NOTED = {"booking": ("notice_on",)}
"""Columns that only say what became of a row outside the bank: a paper that was made does not stand in the way of undo."""

DERIVED = ("search",)
"""Columns that follow from the others of their row."""

REFERS = (
    ("activity_demand", "participant_id", "participant"),
    ("agreed_hours", "employment_id", "employment"),
    ("agreed_hours", "participant_id", "participant"),
    ("assessment", "employment_id", "employment"),
    ("assessment", "participant_id", "participant"),
    ("assessment", "profile_id", "profile"),
    ("attendance", "enrolment_id", "enrolment"),
    ("attendance", "occasion_id", "module_occasion"),
    ("booking", "employment_id", "employment"),
    ("booking", "participant_id", "participant"),
    ("booking", "placement_id", "placement"),
    ("booking", "round_id", "round"),
    ("capacity", "placement_id", "placement"),
    ("capacity_wish", "placement_id", "placement"),
    ("case_worker_change", "participant_id", "participant"),
    ("case_worker_change", "to_id", "case_worker"),
    ("certificate", "employment_id", "employment"),
    ("certificate", "participant_id", "participant"),
    ("check_shown", "participant_id", "participant"),
    ("cohort_row", "cohort_id", "cohort"),
    ("cohort_row", "participant_id", "participant"),
    ("cohort_window", "cohort_id", "cohort"),
    ("contact_attempt", "employment_id", "employment"),
    ("contact_attempt", "participant_id", "participant"),
    ("deputy", "case_worker_id", "case_worker"),
    ("deputy", "deputy_id", "case_worker"),
    ("employment", "occupation_id", "occupation"),
    ("employment", "participant_id", "participant"),
    ("employment", "placement_id", "placement"),
    ("employer_contact", "employer_id", "employer"),
    ("employer_talk", "employer_id", "employer"),
    ("enrolment", "module_id", "module"),
    ("enrolment", "participant_id", "participant"),
    ("evidence", "recommendation_id", "recommendation"),
    ("followup", "employment_id", "employment"),
    ("followup", "participant_id", "participant"),
    ("guidance_used", "guidance_id", "guidance"),
    ("guidance_used", "participant_id", "participant"),
    ("identity_history", "participant_id", "participant"),
    ("improvement", "workshop_id", "workshop"),
    ("improvement_step", "improvement_id", "improvement"),
    ("introduction", "participant_id", "participant"),
    ("introduction", "vacancy_id", "vacancy"),
    ("list_row", "participant_id", "participant"),
    ("measure", "participant_id", "participant"),
    ("module", "occupation_id", "occupation"),
    ("module_occasion", "module_id", "module"),
    ("note", "participant_id", "participant"),
    ("participant", "case_worker_id", "case_worker"),
    ("participant", "merged_into", "participant"),
    ("payment", "participant_id", "participant"),
    ("place_hold", "placement_id", "placement"),
    ("placement", "occupation_id", "occupation"),
    ("profile", "occupation_id", "occupation"),
    ("queue_place", "participant_id", "participant"),
    ("queue_place", "placement_id", "placement"),
    ("recommendation_action", "improvement_id", "improvement"),
    ("recommendation_action", "recommendation_id", "recommendation"),
    ("report_row", "participant_id", "participant"),
    ("report_row", "report_id", "report"),
    ("vacancy", "employer_id", "employer"),
    ("vacancy", "occupation_id", "occupation"),
    ("subsidy", "employment_id", "employment"),
    ("subsidy", "participant_id", "participant"),
    ("subsidy_claim", "participant_id", "participant"),
    ("subsidy_claim", "subsidy_id", "subsidy"),
    ("workday", "employment_id", "employment"),
    ("workday", "participant_id", "participant"),
)
"""(table, column, table it refers to): a row that is taken back may not be what another stands on. As the schema has them."""


BEGINS = {"guidance": "since"}
"""By which column a row that stood already comes to hold: what was decided under it stands on that as on its making."""


class Upon(NamedTuple):
    """A row that a later step built upon, or changed again."""

    step: int
    table: str
    row: int


def changes_of(bank: Bank, step: int) -> list[Row]:
    """The rows a step changed as they were before and after, the last first."""
    return rows(
        bank,
        "select a.id, a.tbl, a.row_id, a.action, v.before, v.after from audit a join audit_value v on v.audit_id = a.id "
        "where a.step_id = :step order by a.id desc",
        step=step,
    )


def standing_on(bank: Bank, changes: Sequence[Row]) -> list[tuple[str, int]]:
    """Rows that stand and refer to one that the changes made or let begin, themselves apart."""
    made: dict[str, set[int]] = {}
    for change in changes:
        if _made(change) or _begun(change):
            made.setdefault(change["tbl"], set()).add(change["row_id"])
    out = []
    for table, column, parent in REFERS:
        if parent in made:
            keys = ", ".join(str(int(i)) for i in sorted(made[parent]))
            found = tuples(bank, f"select id from {table} where {LIVE} and {column} in ({keys}) order by id")
            out += [(table, r[0]) for r in found if r[0] not in made.get(table, ())]
    return out


def _made(change: Row) -> bool:
    if change["action"] == "insert":
        return True
    return bool(
        change["tbl"] in UNDOABLE
        and change["before"]
        and change["after"]
        and json.loads(change["before"])["void"]
        and not json.loads(change["after"])["void"]
    )


def _begun(change: Row) -> bool:
    column = BEGINS.get(change["tbl"])
    if column is None or not change["before"] or not change["after"]:
        return False
    now = json.loads(change["after"])[column]
    return bool(now) and now != json.loads(change["before"])[column]


def built_upon(bank: Bank, step: int) -> list[Upon]:
    """What others, or the same person, did since with what the step changed; the latest first."""
    changes = changes_of(bank, step)
    wanted: dict[tuple[str, int], set[str] | None] = {(c["tbl"], c["row_id"]): _columns(c) for c in changes}
    wanted |= dict.fromkeys(standing_on(bank, changes))
    return list(dict.fromkeys(_later(bank, step, wanted)))


def _columns(change: Row) -> set[str] | None:
    """Which columns must be as the step left them; None for a row it made, where all must."""
    if change["action"] == "insert" or not change["before"] or not change["after"]:
        return None
    return _differing(change) - set(DERIVED)


def _differing(change: Row) -> set[str]:
    before, after = json.loads(change["before"] or "{}"), json.loads(change["after"] or "{}")
    return {c for c in {*before, *after} if before.get(c) != after.get(c)}


def _later(bank: Bank, step: int, wanted: Mapping[tuple[str, int], set[str] | None]) -> Iterator[Upon]:
    """An undo says nothing of its own: what it took back stands as it was before."""
    found = tuples(
        bank,
        "select a.id, a.step_id, a.tbl, a.row_id from audit a join step s on s.id = a.step_id "
        "where a.step_id > :step and s.state = 'done' and s.kind <> 'undo' order by a.id desc",
        step=step,
    )
    for key, by, table, row in found:
        if (table, row) not in wanted:
            continue
        columns = wanted[table, row]
        values = one(bank, "select before, after from audit_value where audit_id = :id", id=key) or {}
        changed = _differing(values) - {*DERIVED, *NOTED.get(table, ())} if values else set()
        if changed if columns is None else changed & columns:
            yield Upon(by, table, row)
