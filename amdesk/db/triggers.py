"""Generates guards and audit triggers from rules.py and the tables' own columns, for either engine.

Triggers and views are never migrations: `transform()` drops a table's triggers without a word, so all of them are
made anew after every migration run.
"""

from __future__ import annotations

from amdesk.db.catalogue import CLEARABLE, DELETABLE, FIXED, PERSON, SEARCHED
from amdesk.db.rules import GUARDS, VIEWS

_WRITTEN = ("id", "uid", "at", "actor", "account", "what", "kind", "of_step")
_SAME = "({})".format(" or ".join(f"new.{c} is distinct from old.{c}" for c in _WRITTEN))
STEP_LOCKS = {
    "delete": "old.id is distinct from step_no() or exists (select 1 from audit a where a.step_id = old.id)",
    "update": (
        f"{_SAME} or (erasing() = 0 and (new.params <> old.params or new.undoable <> old.undoable)) "
        "or (new.state <> old.state and new.state <> 'undone')"
    ),
}
"""When a change of a step is refused. A step that is under way and did nothing leaves no trace; one that is taken back is noted
as such; an erasure takes its words. Nothing else of it is ever changed."""

TOKENIZE = "unicode61 remove_diacritics 2"


def fingerprint(script: list[str]) -> str:
    """What tells one set of rules from another: SHA-256 of all that is made, the search's settings included."""
    import hashlib  # with OpenSSL behind it: opening a bank does without

    return hashlib.sha256("\n".join([*script, *SEARCHED, TOKENIZE]).encode()).hexdigest()


def names(script: list[str]) -> set[str]:
    """Names of the triggers and views that a script makes."""
    found = set()
    for words in (statement.split(maxsplit=5) for statement in script):  # some are long, and a bank is proved often
        if words[:4] == ["create", "or", "replace", "trigger"]:
            found.add(words[4])
        elif words[:2] in (["create", "trigger"], ["create", "view"]):
            found.add(words[2])
    return found


def texts(script: list[str]) -> dict[str, str]:
    """By name what each trigger and view of a script says, as `plain` has it."""
    found = {}
    for statement in script:
        words = statement.split(maxsplit=3)
        if words[:2] in (["create", "trigger"], ["create", "view"]):
            found[words[2].strip('"')] = plain(statement)
    return found


def plain(sql: str) -> str:
    """A statement without what the bank that keeps it may write otherwise: the first words and the space between words."""
    words = sql.split()
    return " ".join([*(w.casefold() for w in words[:2]), *words[2:]])


def search_script() -> list[str]:
    """What sqlite-utils makes to keep the search of a table (tests/db/test_whole.py holds it to that)."""
    out = []
    for t in SEARCHED:
        adds = f'INSERT INTO "{t}_fts" (rowid, "search") VALUES (new.rowid, new."search");'
        takes = f'INSERT INTO "{t}_fts" ("{t}_fts", rowid, "search") VALUES(\'delete\', old.rowid, old."search");'
        for end, event, does in (("ai", "INSERT", adds), ("ad", "DELETE", takes), ("au", "UPDATE", f"{takes} {adds}")):
            out.append(f'create trigger "{t}_{end}" AFTER {event} ON "{t}" BEGIN {does} END')
    return out


def subject(table: str) -> str:
    """Whose row it is: the participant's id, for the log."""
    return f"new.{PERSON[table]}" if table in PERSON else "null"


def sqlite_script(columns: dict[str, list[str]]) -> list[str]:
    """Statements that make views, guards, audit and locks on SQLite. `columns` holds the column names of each logged table."""
    out = [f"drop view if exists {name}" for name in reversed(list(VIEWS))]
    out += list(VIEWS.values())
    for name, table, when, condition, code in GUARDS:
        for event in when.split(" or "):
            trigger = f"guard_{name}_{event}"
            out.append(f"drop trigger if exists {trigger}")
            sql = condition if event == "update" else condition.replace("old.", "new.")
            out.append(
                f"create trigger {trigger} after {event} on {table} when {_quick(sql)} "
                f"begin select raise(abort, '{code}') where {sql}; end"
            )
    for table, names_of in columns.items():
        out += _sqlite_audit(table, names_of)
        out += _sqlite_lock(table, "delete", "AM010", erasable=True)
    for table in FIXED:
        for event in ("delete", "update"):
            out += _sqlite_lock(
                table, event, "AM009", erasable=table in (CLEARABLE if event == "update" else DELETABLE)
            )
    for event, condition in STEP_LOCKS.items():
        out.append(f"drop trigger if exists lock_step_{event}")
        out.append(
            f"create trigger lock_step_{event} before {event} on step when {condition} "
            "begin select raise(abort, 'AM009'); end"
        )
    return out


def _quick(sql: str) -> str:
    """The part of a condition that needs no query, so that most writes never run the rest."""
    head = sql.split(" and exists ", maxsplit=1)[0].split(" and not exists ", maxsplit=1)[0]
    return "1" if head.startswith("exists") else head


def _sqlite_audit(table: str, columns: list[str]) -> list[str]:
    out = []
    for event in ("insert", "update"):
        before = f"json_object({_pairs(columns, 'old')})" if event == "update" else "null"
        out.append(f"drop trigger if exists audit_{table}_{event}")
        out.append(
            f"create trigger audit_{table}_{event} after {event} on {table} when erasing() = 0 begin "
            f"insert into audit (step_id, tbl, row_id, participant_id, action) "
            f"values (step_no(), '{table}', new.id, {subject(table)}, '{event}'); "
            f"insert into audit_value (audit_id, before, after) "
            f"values ((select max(id) from audit), {before}, json_object({_pairs(columns, 'new')})); end"
        )
    return out


def _sqlite_lock(table: str, event: str, code: str, *, erasable: bool) -> list[str]:
    name = f"lock_{table}_{event}"
    when = "when erasing() = 0 " if erasable else ""
    return [
        f"drop trigger if exists {name}",
        f"create trigger {name} before {event} on {table} {when}begin select raise(abort, '{code}'); end",
    ]


def _pairs(columns: list[str], row: str) -> str:
    return ", ".join(f"'{c}', {row}.{c}" for c in columns)


PG_HELPERS = """
create extension if not exists unaccent;
create or replace function step_no() returns integer language sql stable as
  $$ select nullif(current_setting('amdesk.step', true), '')::integer $$;
create or replace function undoing() returns integer language sql stable as
  $$ select coalesce(nullif(current_setting('amdesk.undoing', true), ''), '0')::integer $$;
create or replace function erasing() returns integer language sql stable as
  $$ select coalesce(nullif(current_setting('amdesk.erasing', true), ''), '0')::integer $$;
create or replace function fold(x text) returns text language sql immutable as
  $$ select lower(public.unaccent('public.unaccent', replace(x, '-', ' '))) $$
"""

# A booking's guard reads what others are writing: it locks the placement, then the person, so that two
# transactions on the same place follow each other. Any stricter isolation would not renew the snapshot after the lock.
PG_LOCK = """
  if current_setting('transaction_isolation') <> 'read committed' then raise exception 'AM008'; end if;
  {locks}
"""


def postgres_script(columns: dict[str, list[str]]) -> list[str]:
    """The same on PostgreSQL: one trigger function per table for guards and one for audit."""
    out = [part for part in PG_HELPERS.split(";\n") if part.strip()]
    out += [f"drop view if exists {name} cascade" for name in reversed(list(VIEWS))]
    out += list(VIEWS.values())
    guarded = {table for _, table, *_ in GUARDS}
    for table in columns:
        if table in guarded:
            out += _pg_guard(table)
        out += _pg_audit(table)
        out += _pg_lock(table, "delete", "AM010", erasable=True)
    for table in FIXED:
        for event in ("delete", "update"):
            out += _pg_lock(table, event, "AM009", erasable=table in (CLEARABLE if event == "update" else DELETABLE))
    for event, condition in STEP_LOCKS.items():
        out += _pg_step_lock(event, condition)
    for table in SEARCHED:  # an index keeps what fold() gave when it was made
        out.append(f"drop index if exists {table}_search")
        out.append(f"create index {table}_search on {table} using gin (to_tsvector('simple', fold(search)))")
    return out


def _pg_guard(table: str) -> list[str]:
    locks = {
        "booking": "perform 1 from placement where id = new.placement_id for no key update; "
        "perform 1 from participant where id = new.participant_id for no key update;",
        "capacity": "perform 1 from placement where id = new.placement_id for no key update;",
        "placement": "perform 1 from placement where id = new.id for no key update;",
        "enrolment": "perform 1 from module where id = new.module_id for no key update;",
    }.get(table, "")
    tests = []
    for _, owner, when, condition, code in GUARDS:
        if owner == table:
            event = " and tg_op = 'UPDATE'" if when == "update" else ""
            tests.append(f"if true{event} then if {condition} then raise exception '{code}'; end if; end if;")
    body = PG_LOCK.format(locks=locks) + "\n".join(tests)
    return [
        (
            f"create or replace function guard_{table}() returns trigger language plpgsql as "
            f"$$ begin {body} return new; end $$"
        ),
        (
            f"create or replace trigger guard_{table} after insert or update on {table} for each row "
            f"execute function guard_{table}()"
        ),
    ]


def _pg_audit(table: str) -> list[str]:
    body = (
        f"insert into audit (step_id, tbl, row_id, participant_id, action) "
        f"values (step_no(), '{table}', new.id, {subject(table)}, lower(tg_op)) returning id into made; "
        "insert into audit_value (audit_id, before, after) values (made, "
        "case when tg_op = 'UPDATE' then to_jsonb(old)::text end, to_jsonb(new)::text);"
    )
    return [
        (
            f"create or replace function audit_{table}() returns trigger language plpgsql as "
            f"$$ declare made integer; begin if erasing() = 1 then return new; end if; {body} return new; end $$"
        ),
        (
            f"create or replace trigger audit_{table} after insert or update on {table} for each row "
            f"execute function audit_{table}()"
        ),
    ]


def _pg_lock(table: str, event: str, code: str, *, erasable: bool) -> list[str]:
    row = "old" if event == "delete" else "new"
    passed = f"if erasing() = 1 then return {row}; end if; " if erasable else ""
    return [
        (
            f"create or replace function lock_{table}_{event}() returns trigger language plpgsql as "
            f"$$ begin {passed}raise exception '{code}'; end $$"
        ),
        (
            f"create or replace trigger lock_{table}_{event} before {event} on {table} for each row "
            f"execute function lock_{table}_{event}()"
        ),
    ]


def _pg_step_lock(event: str, condition: str) -> list[str]:
    row = "old" if event == "delete" else "new"
    return [
        (
            f"create or replace function lock_step_{event}() returns trigger language plpgsql as "
            f"$$ begin if {condition} then raise exception 'AM009'; end if; return {row}; end $$"
        ),
        (
            f"create or replace trigger lock_step_{event} before {event} on step for each row "
            f"execute function lock_step_{event}()"
        ),
    ]
