"""The bank's tables, each declared once: whose it is, whether it is logged and undone, copied, and what becomes of a person's rows.

Copying, the triggers, undo, merging and erasing derive from this list; tests compare it with the schema of both engines. A new
table stands here with its migration.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal, NamedTuple

from amdesk.domain.texts import N_


class Erase(NamedTuple):
    """What an approved erasure does to a person's rows: sets `clear` (column to SQL), or deletes them where it is None."""

    columns: Mapping[str, str] | None = None
    whose: str = ""
    """SQL condition on the person's key :p; without it, her column."""
    record: str = ""
    """The table's own name where `records` has its record: the declaration says which columns are emptied, where its rows are
    not deleted."""

    @property
    def clear(self) -> Mapping[str, str] | None:
        if not self.record or self.columns is None:
            return self.columns
        return _emptied(self.record) | dict(self.columns)


@cache
def records() -> Mapping[str, type]:
    """By table the record that declares what an erasure does to a person's rows. Read when it is asked for: opening a bank does
    without."""
    from amdesk.domain.booking.bookings import Booking, Employment
    from amdesk.domain.booking.week.hours import AgreedHours, NotedDay
    from amdesk.domain.booking.week.subsidy import Subsidy, SubsidyClaim
    from amdesk.domain.competence.assessments import Assessment
    from amdesk.domain.competence.modules import Enrolment
    from amdesk.domain.employers.introduction import Introduction
    from amdesk.domain.overview.activity import ActivityDemand
    from amdesk.domain.people.contact import ContactNote
    from amdesk.domain.people.participant import Participant
    from amdesk.domain.results.followup import FollowUp
    from amdesk.domain.results.received import Measure, Payment

    return {
        "participant": Participant,
        "note": ContactNote,
        "employment": Employment,
        "booking": Booking,
        "agreed_hours": AgreedHours,
        "workday": NotedDay,
        "subsidy": Subsidy,
        "subsidy_claim": SubsidyClaim,
        "activity_demand": ActivityDemand,
        "assessment": Assessment,
        "enrolment": Enrolment,
        "followup": FollowUp,
        "payment": Payment,
        "measure": Measure,
        "introduction": Introduction,
    }


def _emptied(table: str) -> dict[str, str]:
    from amdesk.domain.record import columns  # as the records themselves

    return {f.name: _literal(f.empty) for f in columns(records()[table]) if f.erase}


def _literal(value: object) -> str:
    """What a column holds where nothing is said, as SQL: null, a number, or text without quotes in it."""
    if value is None:
        return "null"
    return str(value) if isinstance(value, int) else f"'{value}'"


STAYS = Erase({})
"""Nothing in it identifies her once her own record is cleared: dates, codes, and who did what (GDPR art. 5.1 e)."""
GOES = Erase()
HER_TRACES = {"sort_name": "''", "search": "''", "void": "1"}
"""What the bank itself keeps beside the facts that are declared of a person."""
HER_PAPERS = (
    "id in (select document_id from certificate where participant_id = :p union select signed_document_id from certificate "
    "where participant_id = :p and signed_document_id is not null)"
)

HER_WAITING = (
    "identity in (select identity from participant where id = :p and identity is not null "
    "union select identity from identity_history where participant_id = :p)"
)
"""Rows of lists that were left for later know a person by her number alone; none of them is kept as long as a person is."""
MERGED = N_("Merged {gone} into {name}")
"""What a step says by which one record became another's; `gone` is the number of the one that it was of."""
_OF_MERGES = f"s.what = '{MERGED}' and s.params like '%\"gone\": \"' || g.number || '\"%'"
HER_MERGES = f"step_id in (select s.id from step s, participant g where g.id = :p and {_OF_MERGES})"
"""What a merge of hers into another record wrote, and what took it back: of rows of hers, though they were the other's meanwhile."""
TOLD_LOG = (
    "audit_id in (select id from audit where participant_id = :p or (tbl = 'import_row' and row_id in "
    f"(select id from import_row where {HER_WAITING})))"
)
HER_LOG = f"({TOLD_LOG} or audit_id in (select id from audit where {HER_MERGES}))"
"""An erasure takes what a merge that was taken back has left of her in the other record's log."""


def others_merges(people: Iterable[int]) -> str:
    """Condition on `step_id` of what merges wrote of somebody who is none of these people (keys), and no more of theirs."""
    ids = ", ".join(str(int(one)) for one in people) or "0"
    hers = f"select 1 from participant g where g.id in ({ids}) and {_OF_MERGES}"
    return f"step_id in (select s.id from step s where s.what = '{MERGED}' and not exists ({hers}))"


HER_SALTS = (
    f"(tbl = 'audit' and row_id in (select audit_id from audit_value where {HER_LOG})) "
    "or (tbl = 'access_log' and row_id in (select id from access_log where participant_id = :p)) "
    "or (tbl = 'step' and row_id in (select step_id from audit where participant_id = :p)) "
    f"or (tbl = 'document' and row_id in (select id from document where {HER_PAPERS}))"
)
"""With the salt goes the only way to tell which values a digest was of."""

HER_ENROLMENTS = "enrolment_id in (select id from enrolment where participant_id = :p)"
HER_STEPS = "id in (select step_id from audit where participant_id = :p)"
HER_WORKER = "id in (select case_worker_id from participant where id = :p)"
HER_ERASURE = "subject in (select uid from participant where id = :p)"
NOBODYS = frozenset(
    [
        "setting",
        "code",
        "travel",
        "occupation",
        "profile",
        "account",
        "deputy",
        "placement",
        "capacity",
        "capacity_wish",
        "round",
        "place_hold",
        "module",
        "module_occasion",
        "cohort",
        "cohort_window",
        "report",
        "import_run",
        "column_map",
        "task_mark",
        "seal",
        "seal_row",
        "rule_set",
        "guidance",
        "employer",
        "employer_contact",
        "employer_talk",
        "vacancy",
        "frozen_report",
        "workshop",
        "improvement",
        "improvement_step",
        "recommendation",
        "recommendation_action",
        "evidence",
    ]
)
"""Tables that say nothing of any one person. What a matching round proposed stands in it by keys; whoever was booked by it has
that in her booking."""


class Table(NamedTuple):
    """One table. `logged`: each change is written to the audit with the row before and after, and no row is deleted."""

    name: str
    room: str
    logged: bool = True
    undoable: bool = True
    """Its changes are taken back from the audit; for that it has `void`."""
    fixed: bool = False
    """Rows are added and never changed or deleted: logs, and papers that were given out."""
    copied: bool = True
    """Goes along when all is copied to another bank."""
    searched: bool = False
    """Its `search` is found by the beginnings of its words."""
    person: str = ""
    """The column by which a row is a person's."""
    merge: Literal["", "moved", "kept"] = ""
    """A person's rows go to the record that is kept, or stay with the one that they were written of: logs, and the record itself,
    which then points at the kept one."""
    erase: Erase | None = None
    about: str = ""
    """SQL condition on the person's key :p of the rows that are about her, where no column says so."""

    @property
    def hers(self) -> str:
        """Condition on :p of the rows that are about a person; "" of a table that says nothing of any one."""
        return self.about or (f"{self.person} = :p" if self.person else "")


def _log(name: str, room: str, **given: object) -> Table:
    return Table(name, room, logged=False, undoable=False, fixed=True, **given)  # type: ignore[arg-type]  # what Table takes


def _of(name: str, room: str, erase: Erase) -> Table:
    """A table whose rows belong to a person."""
    return Table(name, room, person="participant_id", merge="moved", erase=erase)


TABLES = (
    Table("step", "bank", logged=False, undoable=False, about=HER_STEPS),
    Table("setting", "bank"),
    Table("code", "bank"),
    Table("travel", "bank"),
    Table("occupation", "bank"),
    Table("profile", "competence"),
    Table("case_worker", "people", about=HER_WORKER),
    Table("deputy", "people"),
    Table("account", "bank"),
    Table("placement", "places", searched=True),
    Table("capacity", "places"),
    Table("capacity_wish", "places"),
    Table(
        "participant", "people", searched=True, person="id", merge="kept", erase=Erase(HER_TRACES, record="participant")
    ),
    Table("guidance", "guidance"),
    _of("guidance_used", "guidance", GOES),
    _of("identity_history", "people", GOES),
    _of("case_worker_change", "people", Erase({"reason": "''"})),
    _of("note", "people", Erase(record="note")),
    _of("check_shown", "people", GOES),
    _of("employment", "booking", Erase({"placement_text": "''"}, record="employment")),
    Table("round", "booking"),
    Table("place_hold", "booking"),
    _of("booking", "booking", Erase({"passed_why": "''", "overruled": "''"}, record="booking")),
    _of("queue_place", "booking", GOES),
    _of("assessment", "competence", Erase(record="assessment")),
    _log("document", "competence", erase=Erase({"content": "''", "name": "''"}, HER_PAPERS), about=HER_PAPERS),
    _of("certificate", "competence", Erase({"content": "'{}'", "revoked_why": "''"})),
    _of("agreed_hours", "booking", Erase(record="agreed_hours")),
    _of("workday", "booking", Erase(record="workday")),
    _of("subsidy", "booking", Erase(record="subsidy")),
    _of("subsidy_claim", "booking", Erase(record="subsidy_claim")),
    _of("activity_demand", "overview", Erase(record="activity_demand")),
    Table("module", "competence"),
    Table("module_occasion", "competence"),
    _of("enrolment", "competence", Erase({}, record="enrolment")),
    Table("attendance", "competence", about=HER_ENROLMENTS),
    _of("followup", "results", Erase({}, record="followup")),
    _of("contact_attempt", "results", GOES),
    _of("payment", "results", Erase(record="payment")),
    _of("measure", "results", Erase(record="measure")),
    Table("cohort", "results"),
    _of("cohort_row", "results", Erase({"participant_id": "null", "ended_on": "null"})),
    Table("cohort_window", "results"),
    Table("report", "results"),
    _of("report_row", "results", GOES),
    Table("employer", "employers"),
    Table("employer_contact", "employers"),
    Table("employer_talk", "employers"),
    Table("vacancy", "employers"),
    _of("introduction", "employers", Erase({}, record="introduction")),
    Table("frozen_report", "results"),
    Table("workshop", "results"),
    Table("improvement", "results"),
    Table("improvement_step", "results"),
    Table("recommendation", "results"),
    Table("recommendation_action", "results"),
    Table("evidence", "results"),
    Table("erasure", "bank", about=HER_ERASURE),
    Table("import_run", "exchange"),
    Table("column_map", "exchange"),
    Table("import_row", "exchange", erase=Erase(whose=HER_WAITING), about=HER_WAITING),
    _of("list_row", "exchange", GOES),
    Table("task_mark", "overview"),
    _log("audit", "bank", person="participant_id", merge="kept", erase=STAYS),
    _log("audit_value", "bank", erase=Erase(whose=HER_LOG), about=TOLD_LOG),
    _log("access_log", "bank", person="participant_id", merge="kept", erase=Erase({"why": "''", "words": "''"})),
    _log("seal", "bank"),
    _log("seal_row", "bank", erase=Erase({"salt": "''"}, HER_SALTS)),
    Table("rule_set", "engine", logged=False, undoable=False, copied=False),
)
"""Each after those that it refers to."""

LOGGED = tuple(t.name for t in TABLES if t.logged)
UNDOABLE = tuple(t.name for t in TABLES if t.undoable)
FIXED = tuple(t.name for t in TABLES if t.fixed)
COPIED = tuple(t.name for t in TABLES if t.copied)
SEARCHED = tuple(t.name for t in TABLES if t.searched)
MOVED = tuple(t.name for t in TABLES if t.merge == "moved")
PERSON = {t.name: t.person for t in TABLES if t.person}
CLEARABLE = tuple(t.name for t in TABLES if t.fixed and t.erase is not None and t.erase != STAYS)
"""Logs of which an erasure empties or takes away something."""
DELETABLE = tuple(t.name for t in TABLES if t.name in CLEARABLE and t.erase is not None and t.erase.clear is None)
"""Those of them whose rows it takes away; of the others the row stays, with who did what and when."""
"""What is never changed but by an approved erasure."""


def erased_kinds() -> tuple[list[str], list[str]]:
    """Tables whose rows an erasure takes away, and those of which it empties what identifies."""
    ruled = [t for t in TABLES if t.erase is not None and t.erase.clear != {}]
    gone = [t.name for t in ruled if t.erase is not None and t.erase.clear is None]
    return gone, [t.name for t in ruled if t.name not in gone and t.name != "seal_row"]


def erasing_sql() -> list[str]:
    """Statements that erase the rows of the person :p, those that refer to others first."""
    out = []
    for table in reversed(TABLES):
        rule = table.erase
        clear = rule.clear if rule else {}
        if rule is None or clear == {}:
            continue
        where = rule.whose or f"{table.person} = :p"
        if clear is None:
            out.append(f"delete from {table.name} where {where}")
        else:
            out.append(f"update {table.name} set {', '.join(f'{c} = {v}' for c, v in clear.items())} where {where}")
    return out
