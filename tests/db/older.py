"""Banks as earlier versions left them: the tables of a migration, its rules, and a row in every table."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from amdesk.db import catalogue, rules, schema, triggers
from amdesk.db.engine.opening import memory_bank
from amdesk.db.engine.sqlite import SqliteBank, create_file
from amdesk.db.port import Bank, insert, rows, value
from amdesk.domain.texts import text
from tests import make
from tests.conftest import _at

KEY = "ab" * 32
NEWEST = len(schema.MIGRATIONS)
STEPS = tuple(schema.MIGRATIONS)
LOGGED = catalogue.LOGGED
BY_ITSELF = {"step", "audit", "audit_value"}
"""Filled by writing to the others."""
FITTING: dict[str, Any] = {
    "from_date": "2025-01-07", "to_date": "2025-06-30", "next_date": "2025-07-01", "open_from": "2024-01-01", "on_date": "2025-02-01",
    "from_time": "09:00", "to_time": "10:00", "extent": 100, "hours": 3000, "kind": "external", "status": "need", "state": "present",
    "occasion": "extra", "role": "applicant", "list": "notices",
}  # fmt: skip
"""Values that the checks of the tables ask for, by column; else any text or the row's number."""
OF_TABLE: dict[tuple[str, str], Any] = {
    ("introduction", "status"): "not_relevant", ("introduction", "stayed"): "yes", ("vacancy", "status"): "open",
    ("access_log", "at"): "2025-02-01T09:00:00+00:00", ("booking", "status"): "proposed", ("placement", "status"): "open", ("profile", "state"): "in_use", ("payment", "counted"): 0, ("participant", "identity"): "197001012380",
}  # fmt: skip
LEFT_EMPTY = {("booking", "expires_on"), ("participant", "merged_into"), ("participant", "restricted_on")}
"""What only a reserved booking, a merged record and one of restricted processing have; `void` says that a row was taken back."""


@contextmanager
def version(number: int) -> Iterator[None]:
    """While this lasts the program is one that knows the first `number` migrations, and the rules of their tables."""
    bank = SqliteBank(":memory:", None, actor="T", account="t", clock=make.CLOCK)
    for work in STEPS[:number]:
        work(bank)
    tables = {r["name"] for r in rows(bank, "select name from sqlite_master where type = 'table'")}
    bank.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", list(STEPS[:number]))
        patch.setattr(catalogue, "LOGGED", tuple(t for t in LOGGED if t in tables))
        patch.setattr(triggers, "FIXED", tuple(t for t in catalogue.FIXED if t in tables))
        if "enrolment" not in tables:
            patch.delitem(rules.VIEWS, "module_full", raising=False)
            patch.delitem(rules.FAULTS, "module_full", raising=False)
        patch.setattr(triggers, "GUARDS", tuple(g for g in rules.GUARDS if g[1] in tables))
        if number < STEPS.index(schema.m0025_processing_restricted) + 1:
            unrestricted = [g for g in vars(triggers)["GUARDS"] if "restricted_on" not in g[3]]
            patch.setattr(triggers, "GUARDS", tuple(unrestricted))
        if number < STEPS.index(schema.m0013_rules_that_travel) + 1:
            patch.setattr(rules, "NUMBER", 0)
        yield


def opened(engine: str, where: str) -> Bank:
    """A connection, with nothing brought up to date."""
    if engine == "sqlite":
        return SqliteBank(where, KEY, actor="T", account="t", clock=make.CLOCK)
    from amdesk.db.engine.postgres import PostgresBank

    return PostgresBank(where, actor="T", account="t", clock=make.CLOCK)


def empty(engine: str, folder: Path) -> str:
    """Where a bank can be made: a file without tables, a new database."""
    if engine == "sqlite":
        create_file(folder / "old.amdesk", KEY)
        return str(folder / "old.amdesk")
    from tests.server import administer

    name = f"amdesk_old_{os.getpid()}_{folder.name.replace('-', '_')[-40:].lower()}"  # folders of two workers have one name
    administer(f"drop database if exists {name} with (force)", f"create database {name}")
    return _at(name)


def remove(engine: str, where: str) -> None:
    if engine != "sqlite":
        from tests.server import administer

        administer(f"drop database if exists {where.rsplit('dbname=', 1)[1]} with (force)")


@cache
def tables_of(number: int) -> dict[str, list[dict[str, Any]]]:
    """Columns of every table of a version in the order in which they can be filled: name, type, notnull, dflt_value, pk, refers."""
    with version(number):
        bank = memory_bank(make.CLOCK)
    try:
        found = {}
        for table in (t for t in catalogue.COPIED if bank.columns(t)):
            keys = {k["from"]: k["table"] for k in bank.query(f"pragma foreign_key_list({table})")}
            found[table] = [c | {"refers": keys.get(c["name"])} for c in bank.query(f"pragma table_info({table})")]
        return found
    finally:
        bank.close()


def fill(bank: Bank, number: int, only: set[str] | None = None, *, every: bool = False) -> int:
    """One more row in every table that the version has, each referring to the newest of the others: what a row must have, or
    `every` column. Gives the step that it was."""
    with bank.write(text("a row in every table")) as step:
        for table, columns in tables_of(number).items():
            if table in BY_ITSELF or (only is not None and table not in only):
                continue
            mark = int(value(bank, f"select count(*) as n from {table}")) + 1
            filled = {c["name"]: _value(bank, table, c, mark) for c in columns if _wanted(table, c, every=every)}
            if "uid" in {c["name"] for c in columns}:
                insert(bank, table, **filled)
            else:
                names = ", ".join(filled)
                bank.execute(f"insert into {table} ({names}) values ({', '.join(f':{n}' for n in filled)})", filled)
    return step


def _wanted(table: str, column: dict[str, Any], *, every: bool) -> bool:
    if column["pk"] or column["name"] == "uid" or column["refers"] == table:
        return False
    if every:
        return column["name"] != "void" and (table, column["name"]) not in LEFT_EMPTY
    return bool((column["notnull"] and column["dflt_value"] in {None, "''"}) or column["refers"])


def _value(bank: Bank, table: str, column: dict[str, Any], mark: int) -> Any:
    name = column["name"]
    if column["refers"]:
        return value(bank, f"select max(id) as id from {column['refers']}")
    if (table, name) in OF_TABLE:
        return OF_TABLE[table, name]
    if name in FITTING or name.endswith("_on"):
        return FITTING.get(name, FITTING["on_date"])
    return mark if column["type"].upper().startswith("INT") else f"{name} {mark}"


def contents(bank: Bank, number: int) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of a version, by the columns that it has."""
    return {
        table: rows(bank, f"select {', '.join(c['name'] for c in columns)} from {table} order by 1")
        for table, columns in tables_of(number).items()
    }


def shape(bank: Bank) -> set[str]:
    """Everything that makes up a bank besides its rows: tables with their columns and checks, indexes, views, triggers, functions."""
    if bank.engine == "sqlite":
        return {f"{r['type']} {r['name']}: {r['sql']}" for r in rows(bank, "select type, name, sql from sqlite_master")}
    return {
        str(r["said"])
        for r in rows(
            bank,
            "select table_name || '.' || column_name || ' ' || ordinal_position || ' ' || data_type || ' ' || is_nullable || ' ' "
            "|| coalesce(column_default, '') as said from information_schema.columns where table_schema = current_schema() "
            "union all select indexdef from pg_indexes where schemaname = current_schema() "
            "union all select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = current_schema()::regnamespace "
            "union all select viewname || definition from pg_views where schemaname = current_schema() "
            "union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal "
            "union all select proname || prosrc from pg_proc where pronamespace = current_schema()::regnamespace and prosrc not like '%unaccent_%'",
        )
    }


__all__ = ["KEY", "NEWEST", "contents", "empty", "fill", "opened", "remove", "shape", "version"]
