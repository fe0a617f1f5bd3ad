"""Rows of one kind of data whose own time has passed, and taking them away: the record they belong to stays.

What the audit keeps of the values goes too; who did what and when stays, with what an erasure leaves for the chain of seals.
"""

from __future__ import annotations

from datetime import date

from amdesk.db.bank import wordless
from amdesk.db.bank.access_log import log_read
from amdesk.db.engine import chain
from amdesk.db.port import Bank, value

PASSED = {
    "workday": "on_date < :day",
    "subsidy_claim": "month < :month",
    "attendance": "occasion_id in (select id from module_occasion where on_date < :day)",
    "note": "on_date < :day",
    "contact_attempt": "on_date < :day",
    "check_shown": "shown_on < :day",
    "payment": "month < :month",
    "measure": "coalesce(to_date, from_date) < :day",
    "access_log": "at < :day and (why <> '' or words <> '')",
}
"""By table, which rows are older than :day. Of the log the words alone go."""
FREE = "participant_id not in (select id from participant where restricted_on is not null)"
"""Whoever's processing is restricted keeps hers (GDPR art. 18.2)."""


def _due(table: str) -> str:
    if table == "access_log":
        return f"{PASSED[table]} and (participant_id is null or {FREE}) and what not in ('{chain.ERASED_KIND}', '{chain.ERASED}')"
    whose = f"enrolment_id in (select id from enrolment where {FREE})" if table == "attendance" else FREE
    return f"{PASSED[table]} and {whose}"


def due(bank: Bank, table: str, before: date) -> int:
    """How many rows of a kind are older than a day."""
    return int(value(bank, f"select count(*) from {table} where {_due(table)}", **_days(before)))


def _days(before: date) -> dict[str, str]:
    return {"day": before.isoformat(), "month": before.isoformat()[:7]}


def erase(bank: Bank, table: str, before: date, why: str) -> int:
    """Take them away, inside the caller's write(), and say so in the log; returns how many."""
    count = due(bank, table, before)
    if not count:
        return 0
    days = _days(before)
    with wordless.erasing(bank):
        if table == "access_log":
            for statement in _log_sql(table):
                bank.execute(statement, days)
        else:
            gone = f"select id from {table} where {_due(table)}"
            wordless.forget(bank, f"select id from audit where tbl = '{table}' and row_id in ({gone})", days)
            bank.execute(f"delete from {table} where {_due(table)}", days)
    log_read(bank, chain.ERASED_KIND, None, f"{table} {count}: {why}")
    return count


def _log_sql(table: str) -> list[str]:
    found = f"select id from {table} where {_due(table)}"
    return [
        f"update seal_row set salt = '' where tbl = '{table}' and row_id in ({found})",
        f"update {table} set why = '', words = '' where {_due(table)}",
    ]
