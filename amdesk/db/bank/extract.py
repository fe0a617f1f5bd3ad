"""Everything that the bank holds about one person, by the catalogue of its tables (GDPR art. 15)."""

from __future__ import annotations

from typing import NamedTuple

from amdesk.db.catalogue import TABLES, others_merges
from amdesk.db.port import Bank, Row, rows

HER_RECORDS = """
with recursive hers (id) as (select id from participant where id = :p
  union select m.id from participant m join hers h on m.merged_into = h.id)
select id from hers order by id
"""
LOG = {"audit": "id", "audit_value": "audit_id"}
"""The tables of the log of changes, with the column by which each knows the change."""
OTHERS = "select 1 as one from audit where step_id = :id and participant_id is not null and participant_id not in ({hers}) limit 1"


class HeldRows(NamedTuple):
    """Rows of one table that are about her, as the bank has them."""

    table: str
    rows: list[Row]


def held(bank: Bank, person: int) -> list[HeldRows]:
    """All rows about a person and about what was merged into her, table by table. Of a step that was about others as well
    the words are left out: they may name them (art. 15.4). What a merge that was taken back wrote is of whoever it was of."""
    records = [int(r["id"]) for r in rows(bank, HER_RECORDS, p=person)]
    wrote = rows(bank, f"select id, tbl, row_id, action from audit where {others_merges(records)}")
    others = {int(r["id"]) for r in wrote}
    theirs = {(r["tbl"], int(r["row_id"])) for r in wrote if r["action"] == "insert"}
    out = []
    for table in TABLES:
        if not table.hers:
            continue
        found: dict[int, Row] = {}
        for record in records:
            for row in rows(bank, f"select * from {table.name} where {table.hers}", p=record):
                found[int(next(iter(row.values())))] = row
        found = {key: row for key, row in found.items() if (table.name, key) not in theirs}
        if table.name in LOG:
            found = {key: row for key, row in found.items() if row[LOG[table.name]] not in others}
        if table.name == "step":
            found = {key: _hers_alone(bank, row, records) for key, row in found.items()}
        out.append(HeldRows(table.name, [found[key] for key in sorted(found)]))
    return out


def _hers_alone(bank: Bank, step: Row, records: list[int]) -> Row:
    hers = ", ".join(str(i) for i in records)
    if rows(bank, OTHERS.format(hers=hers), id=step["id"]):
        return {**step, "params": "{}"}
    return step
