"""Which rules stand in a bank, and which of them its rows do not hold.

Rules are views and triggers, made by rules.py and triggers.py; a bank keeps their number and hash. They are made anew by a
program whose number is higher and by nobody else, so that no older program puts back what a newer one has tightened. Rows
from before a tightened rule stay: they are noted, said until they hold it, and new writes are judged by the new rule.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import NamedTuple

from amdesk.db import rules, schema, triggers
from amdesk.db.engine.errors import RULES
from amdesk.db.port import Bank, Row, one, rows, value
from amdesk.domain.texts import N_, Text, text

SINCE = "m0013_rules_that_travel"
"""The migration that gave banks their note of the rules; before it all were made anew with every migration."""


class RuleSet(NamedTuple):
    """The note in the bank; number 0 where there is none yet."""

    number: int
    sha256: str
    made: frozenset[str]
    unmet: frozenset[str]
    """Views of `rules.FAULTS` that were not empty when the rules were made."""


class Unmet(NamedTuple):
    """Rows that a rule found when it was made in the bank, and that it still finds."""

    code: str
    view: str
    found: list[Row]

    @property
    def said(self) -> Text:
        which = "; ".join(", ".join(f"{k} {v}" for k, v in r.items()) for r in self.found[:SHOWN])
        if len(self.found) > SHOWN:
            which += " …"
        return text(
            N_("The rule {code} {view} is not held by {count} of the bank’s rows: {which}. {rule}"),
            count=len(self.found),
            code=self.code,
            view=self.view,
            which=which,
            rule=text(RULES[self.code]),
        )


SHOWN = 20
"""How many rows of a rule are named one by one; `bank check` names all."""


def standing(bank: Bank, applied: Collection[str]) -> RuleSet:
    """The rules that stand in the bank, which has been through the migrations `applied`."""
    found = one(bank, "select number, sha256, made, unmet from rule_set") if SINCE in applied else None
    if found is None:
        return RuleSet(0, "", frozenset(), frozenset())
    return RuleSet(
        found["number"],
        found["sha256"],
        frozenset(json.loads(found["made"])),
        frozenset(json.loads(found["unmet"])),
    )


def is_ready(bank: Bank, applied: Collection[str], where: str) -> bool:
    """True where tables and rules are this program's, False where they are older. Raises BankUnusable where they are newer."""
    ready = schema.up_to_date(set(applied), where)
    number = standing(bank, applied).number
    if number > rules.NUMBER:
        raise schema.newer(where)
    return ready and number == rules.NUMBER


def make(bank: Bank, script: list[str]) -> None:
    """Make the rules of a script in the bank and note them. What earlier rules left that these do not have goes."""
    noted = bool(bank.columns("rule_set"))
    before = standing(bank, {SINCE} if noted else set())
    made = triggers.names(script)
    for name in sorted(before.made - made):
        remove(bank, name)
    for statement in script:
        bank.execute(statement)
    if not noted:
        return
    bank.execute("delete from rule_set")
    bank.execute(
        "insert into rule_set (number, sha256, made, unmet, at) values (:number, :sha256, :made, :unmet, :at)",
        {
            "number": rules.NUMBER,
            "sha256": triggers.fingerprint(script),
            "made": json.dumps(sorted(made)),
            "unmet": json.dumps(sorted(before.unmet)),
            "at": bank.stamp().isoformat(),
        },
    )


def remove(bank: Bank, name: str) -> None:
    """Remove one trigger or view, where it is there."""
    if bank.engine == "sqlite":
        bank.execute(f"drop trigger if exists {name}")
        bank.execute(f"drop view if exists {name}")
        return
    table = value(
        bank,
        "select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid where t.tgname = :n "
        "and c.relnamespace = current_schema()::regnamespace",
        n=name,
    )
    bank.execute(f"drop trigger if exists {name} on {table}" if table else f"drop view if exists {name} cascade")


def judge(bank: Bank) -> None:
    """After the rules were made anew: note which of them the rows that are there do not hold."""
    note(bank, [view for view in rules.FAULTS if value(bank, f"select 1 as one from {view} limit 1")])


def note(bank: Bank, views: Collection[str]) -> None:
    """Note the rules that rows from before them do not hold."""
    if bank.columns("rule_set"):
        bank.execute("update rule_set set unmet = :unmet", {"unmet": json.dumps(sorted(views))})


def noted(bank: Bank) -> frozenset[str]:
    """Views of the rules that rows from before them did not hold: such rows are said, and stand in no backup's way."""
    return standing(bank, {SINCE}).unmet


def unmet(bank: Bank) -> list[Unmet]:
    """What is not held yet of the rules that were not when they were made; asks no view where none was noted."""
    wanted = noted(bank)
    found = [Unmet(code, v, rows(bank, f"select * from {v}")) for v, code in rules.FAULTS.items() if v in wanted]
    return [u for u in found if u.found]
