"""What a bank takes in no row: each check, key and rule of its tables, as they were read and approved. A new column without one
changes nothing here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from amdesk.db.port import rows
from tests import make
from tests.approved.telling import approved

REFUSES = re.compile(r"\b(?:check|unique|references)\b")


def columns(sql: str) -> Iterator[str]:
    """Each column and each rule of a table, as it was made."""
    depth, said = 0, ""
    for sign in sql[sql.index("(") + 1 : sql.rindex(")")]:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            yield " ".join(said.split())
            said = ""
        else:
            said += sign
    yield " ".join(said.split())


def test_a_bank_refuses_what_was_approved() -> None:
    bank = make.memory()
    tables = rows(
        bank, "select name, sql from sqlite_master where type = 'table' and sql like '%strict%' order by name"
    )
    said = [f"{t['name']}: {column}" for t in tables for column in columns(t["sql"]) if REFUSES.search(column)]
    rules = rows(bank, "select sql from sqlite_master where type = 'trigger' and sql like '%raise%' order by name")
    said += [" ".join(r["sql"].split()) for r in rules]
    indexes = rows(bank, "select sql from sqlite_master where type = 'index' and sql is not null order by name")
    said += [" ".join(r["sql"].split()) for r in indexes]
    assert len(said) > 200
    approved("refused", said)
    bank.close()
