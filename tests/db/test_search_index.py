"""The search of a bank is held against its rows: pages of it from an earlier time, which all read, are called what they are, and it is
made anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from amdesk.cli import main
from amdesk.db import port
from amdesk.db.engine import searching
from amdesk.db.engine.backup import prove
from amdesk.db.engine.errors import BankDamaged
from amdesk.db.engine.opening import open_bank
from amdesk.db.engine.signed import PAGE
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.domain.bank.generations import Folders
from amdesk.domain.errors import BankUnusable
from amdesk.domain.texts import text
from amdesk.services.bank import access, banks, damage, generations, rehearsal
from tests import make

WHO = access.Who("Test", "test")
PEOPLE = 300
TOLD = {"participant_fts_data", "participant_fts_idx"}
"""Tables whose every earlier page tells other words; of the others some hold the same as now."""


def opened(path: Path) -> SqliteBank:
    bank = open_bank(str(path), actor="T", account="t", clock=make.CLOCK)
    assert isinstance(bank, SqliteBank)
    return bank


@pytest.fixture
def mixed(tmp_path: Path, new_file: Path) -> dict[str, bytes]:
    """By table of the search: the bank with that table's first page as it was before people were given other names."""
    path = make.copied(new_file, tmp_path / "b.amdesk")
    bank = opened(path)
    for i in range(PEOPLE):
        make.participant(bank, name=f"Person {i}")
    pages = {
        r["name"]: r["rootpage"]
        for r in bank.query("select name, rootpage from sqlite_master where name like '%_fts_%'")
    }
    bank.close()
    before = path.read_bytes()
    bank = opened(path)
    with bank.write(text("x")):
        for n in range(1, PEOPLE, 3):
            port.update(bank, "participant", n, search=f"D-{n:04} Another{n} Name{n} Now")
    bank.close()
    now, found = path.read_bytes(), {}
    for name, number in pages.items():
        start, end = (number - 1) * PAGE, number * PAGE
        if before[start:end] != now[start:end]:
            found[name] = now[:start] + before[start:end] + now[end:]
    assert set(found) >= TOLD
    return found


def test_an_earlier_page_of_the_search_is_no_whole_bank(mixed: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "b.amdesk"
    for name, content in mixed.items():
        path.write_bytes(content)
        bank = opened(path)
        try:
            faults = prove(bank)
            assert faults or name not in TOLD, name
            if searching.alone(faults):
                searching.anew(bank)
                assert prove(bank) == [], name
                assert bank.search("participant", "another1 name1", 1) == [1]
        except BankDamaged as error:  # what it points to is another page now: damage of the file, and called so
            assert "participant" in str(error), name
        finally:
            bank.close()


def stale(bank: SqliteBank) -> None:
    """The index as it was before somebody's name was changed: as many words, and other ones."""
    old = bank.query("select id, search from participant where id = 1")[0]
    sql = "insert into participant_fts (participant_fts, rowid, search) values ('delete', :id, :search)"
    with bank.unlogged():
        bank.execute(sql, old)
        bank.execute("insert into participant_fts (rowid, search) values (1, 'Somebody else')")


@pytest.fixture
def bank(tmp_path: Path) -> SqliteBank:
    made, _ = banks.create(tmp_path / "b.amdesk", None, make.CLOCK, WHO)
    make.participant(made, name="Ada Prov")
    assert isinstance(made, SqliteBank)
    assert banks.check(made)["ok"]
    stale(made)
    return made


def test_a_search_that_finds_somebody_by_other_words_is_told_and_made_anew(bank: SqliteBank) -> None:
    found = banks.check(bank)
    assert (found["ok"], found["search"], found["faults"]) == (
        False,
        True,
        ["search of participant is not what its rows say"],
    )
    banks.search_anew(bank)
    assert banks.check(bank)["ok"]
    assert bank.search("participant", "ada", 9) == [1]
    bank.close()


def test_a_list_of_the_words_pages_that_is_empty_is_noticed_and_no_work_is_taken_for_that(bank: SqliteBank) -> None:
    """FTS5 itself says nothing, and a search finds few."""
    searching.anew(bank)
    for name in ("Bo", "Ceyda " * 900, "Dag"):
        with bank.write(text("x")):
            for i in range(40):
                make.participant(bank, name=f"{name} {i} {i * 7919:x} {i * 104729:x}")
        assert searching.faults(bank) == []
    with bank.unlogged():
        bank.execute("delete from participant_fts_idx")
    assert searching.faults(bank) == ["search of participant is not what its rows say"]
    bank.close()


def test_the_check_names_the_one_act_and_the_act_does_it(bank: SqliteBank) -> None:
    bank.close()
    run = CliRunner().invoke(main, ["--lang", "en", "--bank", bank.address, "bank", "check"])
    assert run.exit_code == 4
    assert f"made anew by: amdesk --bank {bank.address} bank check --search-anew" in run.output
    run = CliRunner().invoke(main, ["--lang", "en", "--bank", bank.address, "bank", "check", "--search-anew"])
    assert (run.exit_code, run.output.splitlines()[0]) == (0, "The bank is whole.")


def test_a_search_that_is_wrong_keeps_nobody_from_a_backup_and_is_whole_in_both_then(
    bank: SqliteBank, tmp_path: Path
) -> None:
    copy = generations.numbered(bank, tmp_path / "copies", make.CLOCK)
    assert banks.check(bank)["ok"]
    bank.close()
    again = opened(copy)
    assert prove(again) == []
    again.close()


@pytest.mark.thorough(long=True)
def test_a_copy_whose_search_is_wrong_is_put_in_place_and_rehearsed(tmp_path: Path) -> None:
    secret, path = "fyra ord som ingen gissar", tmp_path / "b.amdesk"
    made, code = banks.create(path, secret, make.CLOCK, WHO)
    assert isinstance(made, SqliteBank)
    make.participant(made, name="Ada Prov")
    copy, key = generations.numbered(made, tmp_path / "copies", make.CLOCK), made.key
    other = SqliteBank(str(copy), key, actor="T", account="t", clock=make.CLOCK)
    stale(other)
    other.close()
    assert rehearsal.rehearse(made, Folders(tmp_path / "copies"), code, make.CLOCK) == copy
    made.close()
    assert banks.restore(copy, path, secret, make.CLOCK, WHO) is not None
    bank = open_bank(str(path), key=key, actor="T", account="t", clock=make.CLOCK)
    assert banks.check(bank)["ok"]
    bank.close()


def test_an_index_that_breaks_in_work_is_called_so_and_not_a_damaged_bank(bank: SqliteBank) -> None:
    with bank.unlogged():
        bank.execute("update participant_fts_data set block = zeroblob(2) where id >> 37 > 0")
    bank.close()
    again = opened(Path(bank.address))
    with pytest.raises(BankUnusable, match="--search-anew") as error:
        again.search("participant", "ada", 9)
    assert (error.value.code, isinstance(error.value, BankDamaged)) == ("SEARCH", False)
    assert damage.reads_whole(again)
    assert banks.check(again)["search"]
    banks.search_anew(again)
    assert banks.check(again)["ok"]
    assert again.search("participant", "ada", 9) == [1]
    again.close()
