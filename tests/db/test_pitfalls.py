"""The traps of this stack, each pinned by a test so that an upgrade that reopens one is noticed."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from amdesk.db import driver, schema
from amdesk.db.catalogue import TABLES
from amdesk.db.engine.backup import prove
from amdesk.db.engine.opening import create_bank, open_bank
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.domain.texts import text
from tests import make

ROOT = Path(__file__).parents[2]


def test_1_sqlite_utils_speaks_with_sqlciphers_exceptions() -> None:
    """Else a returning insert through query() leaves a transaction open that swallows every later write."""
    import sqlcipher3
    import sqlite_utils.utils

    assert vars(sqlite_utils.utils)["sqlite3"] is sqlcipher3
    db = driver.tools(driver.connect(":memory:", isolation_level=None))
    db.execute("create table t (id integer primary key, x text)")
    assert list(db.query("insert into t (x) values ('a') returning id")) == [{"id": 1}]
    assert not db.conn.in_transaction


@pytest.mark.thorough(long=True)
def test_2_a_write_waits_for_its_turn_instead_of_failing(tmp_path: Path) -> None:
    path = tmp_path / "b.amdesk"
    bank, _ = create_bank(path, None, actor="A", account="a", clock=make.CLOCK)
    bank.close()
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from amdesk.db import port\nfrom amdesk.db.engine.opening import open_bank\nfrom amdesk.domain.texts import text\nfrom tests import make\n"
        "b = open_bank(sys.argv[2], actor='A', account='a', clock=make.CLOCK)\n"
        "for i in range(20):\n    with b.write(text('x')):\n"
        "        n = port.value(b, 'select count(*) as n from note')\n"
        "        port.insert(b, 'setting', name=f'{sys.argv[3]}-{i}', value='x')\n"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", code, str(ROOT), str(path), str(k)], stderr=subprocess.PIPE)
        for k in range(6)
    ]
    assert [(r.communicate()[1], r.returncode) for r in runs] == [(b"", 0)] * 6
    bank = open_bank(str(path), actor="A", account="a", clock=make.CLOCK)  # type: ignore[assignment]  # one name for both
    assert len(list(bank.query("select id from setting"))) == 120
    bank.close()


@pytest.mark.thorough(long=True)
def test_3_twenty_processes_may_open_a_bank_that_needs_migrating(tmp_path: Path) -> None:
    from amdesk.db.engine import keys
    from amdesk.db.engine.sqlite import create_file

    path = tmp_path / "b.amdesk"
    key, _ = keys.make(path, "A", None)
    create_file(path, key)
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\nfrom amdesk.db.engine.opening import open_bank\nfrom tests import make\n"
        "open_bank(sys.argv[2], actor='A', account='a', clock=make.CLOCK).close()\n"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", code, str(ROOT), str(path)], stderr=subprocess.PIPE) for _ in range(20)
    ]
    assert [(r.communicate()[1], r.returncode) for r in runs] == [(b"", 0)] * 20


def test_4_a_transformed_table_gets_its_triggers_back() -> None:
    bank = make.memory()
    before = bank.rule_names()
    with bank.unlogged():
        # A table whose indexes are all whole: transform() refuses to rename beside a partial one, which nobody can overlook.
        bank.tools.table("contact_attempt").transform(rename={"kind": "sort"})
        assert bank.rule_names() < before, "transform() no longer drops triggers: make_rules could be simpler"
        bank.tools.table("contact_attempt").transform(rename={"sort": "kind"})
        bank.make_rules()
    assert bank.rule_names() == before
    assert prove(bank) == []
    bank.close()


def test_5_a_connection_used_by_another_thread_raises_instead_of_hanging() -> None:
    bank = make.memory()
    caught: list[Exception] = []

    def use() -> None:
        try:
            list(bank.query("select 1 as one"))
        except Exception as error:  # noqa: BLE001 - the driver decides which
            caught.append(error)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert "thread" in str(caught[0])
    bank.close()


def test_6_a_bank_is_copied_without_iterdump(tmp_path: Path) -> None:
    """sqlcipher3 has no iterdump; copying goes row by row and is proved."""
    from amdesk.db.engine.backup import copy_bank

    source, target = make.memory(), make.memory()
    make.desk(source)
    make.placement(source)
    assert copy_bank(source, target) > 100
    assert list(target.query("select name from placement")) == [{"name": "Björkparken"}]
    source.close()
    target.close()


def test_7_sqlcipher_is_silent_about_a_wrong_key(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "b.amdesk"
    bank, _ = create_bank(path, None, actor="A", account="a", clock=make.CLOCK)
    bank.close()
    with pytest.raises(Exception, match="damaged or is no bank"):
        SqliteBank(str(path), "ab" * 32, actor="A", account="a", clock=make.CLOCK)
    assert capfd.readouterr().err == ""


def test_a_new_bank_and_a_migrated_one_have_the_same_tables() -> None:
    bank = make.memory()
    tables = {
        r["name"]
        for r in bank.query(
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '%_fts%'"
        )
    }
    assert tables == {*(t.name for t in TABLES), "_sqlite_migrations"}
    assert schema.migrations(bank).pending(bank.tools) == []
    bank.close()


def test_every_table_is_strict_and_every_write_is_fully_synchronous() -> None:
    bank = make.memory()
    loose = [
        r["name"]
        for r in bank.query(
            "select name from pragma_table_list where type = 'table' and strict = 0 and schema = 'main'"
        )
    ]
    assert [n for n in loose if not n.startswith(("sqlite_", "_sqlite")) and "_fts" not in n] == []
    assert next(iter(bank.query("pragma synchronous")))["synchronous"] == 2
    bank.close()


def test_nobody_else_can_write_to_the_bank(tmp_path: Path) -> None:
    """The audit triggers call functions that only this program registers."""
    path = tmp_path / "b.amdesk"
    bank, _ = create_bank(path, None, actor="A", account="a", clock=make.CLOCK)
    other = driver.connect(str(path))
    other.execute(f"pragma key = \"x'{bank.key}'\"")
    with pytest.raises(driver.Error, match="no such function"):
        other.execute("insert into setting (uid, name, value) values ('u', 'n', 'v')")
    other.close()
    with bank.write(text("x")):
        pass
    bank.close()
