"""A table that is added by one migration and one declaration: everything that is done with tables is done with it too."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = '''
"""The program as it is when somebody has added the table keepsake: its catalogue with one line more, and one migration."""
import json, pathlib, sys, types
sys.path.insert(0, {root!r})
source = pathlib.Path({root!r}, "amdesk/db/catalogue.py")
said = source.read_text("utf-8")
line = '    _of("check_shown", "people", GOES),\\n'
assert said.count(line) == 1
module = types.ModuleType("amdesk.db.catalogue")
module.__file__ = str(source)
sys.modules["amdesk.db.catalogue"] = module
exec(compile(said.replace(line, line + '    _of("keepsake", "people", ' + {rule!r} + '),\\n'), str(source), "exec"), module.__dict__)
import amdesk.db
amdesk.db.catalogue = module

from amdesk.db import schema
from amdesk.db.bank import erasure, history
from amdesk.db.engine.backup import copy_bank, prove
from amdesk.db.engine.opening import memory_bank
from amdesk.db.port import insert, rows, value
from amdesk.domain.texts import text
from tests import make


@schema.step
def m9999_keepsakes(bank):
    schema.run(bank, "create table keepsake (id {{pk}}, {{own}}, participant_id integer not null references participant (id), "
        "body text not null default ''){{strict}};\\n")


def now():
    return rows(bank, "select participant_id, body, void from keepsake order by id")


bank = memory_bank(make.CLOCK)
desk = make.desk(bank)
keep, gone = (make.participant(bank, name=name) for name in ("Aida Demolund", "Aida Demolundh"))
for person in (keep, gone):
    with bank.write(text("a keepsake")):
        insert(bank, "keepsake", participant_id=person, body="of " + str(person))
found = dict(keep=keep, gone=gone, audited=value(bank, "select count(*) as n from audit where tbl = 'keepsake'"))
desk.participants.merge(keep, gone)
found["merged"] = now()
desk.history.undo()
found["parted"] = now()
other = memory_bank(make.CLOCK)
copy_bank(bank, other)
found["copied"] = rows(other, "select participant_id, body, void from keepsake order by id")
with bank.write(text("an erasure"), undoable=False):
    erasure.erase(bank, erasure.those(bank, {{value(bank, "select uid from participant where id = :p", p=gone)}}), "plan", "N. Chef")
found["erased"] = now()
found["faults"] = prove(bank)
print(json.dumps(found))
'''


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize(
    ("rule", "left"),
    [("GOES", None), ("STAYS", "of {gone}"), ("""Erase({"body": "''"})""", "")],
    ids=["goes", "stays", "cleared"],
)
def test_a_table_that_is_added_is_logged_merged_parted_copied_and_erased_as_it_is_declared(
    rule: str, left: str | None
) -> None:
    code = PROGRAM.format(root=str(ROOT), rule=rule)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    keep, gone = found["keep"], found["gone"]
    hers, others = ({"participant_id": p, "body": f"of {p}", "void": 0} for p in (gone, keep))
    assert found["audited"] == 2
    assert found["merged"] == [others, {**hers, "participant_id": keep}]
    assert found["parted"] == found["copied"] == [others, hers]
    assert found["erased"] == [others, *([] if left is None else [{**hers, "body": left.format(gone=gone)}])]
    assert found["faults"] == []
