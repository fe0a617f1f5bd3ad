"""An older copy that is put in the bank's place brings back nobody whom anything within reach knows as erased; where nothing
newer is there it is said from which day on nobody knows."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner

from amdesk.cli import main
from amdesk.db.engine import keys, rescue
from amdesk.db.port import value
from amdesk.domain.bank.generations import Folders
from amdesk.services.bank import access, banks, comeback, retention, since
from amdesk.services.desk import Desk
from tests import make
from tests.services.test_retention import BEFORE, gone_person

ME, SECRET = access.Who("Petra", "petra"), "en lång fras helt enkelt"


@pytest.fixture
def lost(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Where the bank lay, a copy from before an erasure and one from after it."""
    path, folder = tmp_path / "home" / "b.amdesk", tmp_path / "copies"
    path.parent.mkdir()
    banks.create(path, SECRET, make.CLOCK, ME)[0].close()
    desk = Desk(banks.open_(str(path), SECRET, make.CLOCK, ME), make.CLOCK)
    gone_person(desk)
    older, _ = desk.keeping.numbered(Folders(folder, None), make.CLOCK)
    assert desk.retention.holding(Folders(folder, None)) == []
    desk.retention.erase(BEFORE, "plan")
    make.participant(desk.bank, name="Ny Deltagare")
    newer, _ = desk.keeping.numbered(Folders(folder, None), make.CLOCK)
    assert desk.retention.holding(Folders(folder, None)) == [older]
    desk.close()
    banks.unmake(path)
    return path, older, newer


def people(path: Path) -> set[str]:
    bank = banks.open_(str(path), SECRET, make.CLOCK, ME)
    found = {str(r["name"]) for r in bank.query("select name from participant where name <> ''")}
    bank.close()
    return found


@pytest.mark.thorough(long=True)
def test_a_newer_copy_within_reach_knows_who_was_erased_and_so_does_the_bank_from_then_on(
    lost: tuple[Path, Path, Path],
) -> None:
    path, older, newer = lost
    assert since.known(older, path, SECRET).told == []
    banks.restore(older, path, SECRET, make.CLOCK, ME)
    assert people(path) == set()
    assert len(retention.erased(retention.list_of(str(path)))) == 1
    newer.unlink()
    banks.restore(older, path, SECRET, make.CLOCK, ME)
    assert people(path) == set()


@pytest.mark.thorough(long=True)
def test_where_nothing_newer_is_within_reach_it_is_said_from_which_day_nobody_knows(
    lost: tuple[Path, Path, Path],
) -> None:
    path, older, newer = lost
    newer.unlink()
    found = since.known(older, path, SECRET)
    assert found.unknown_from == make.TODAY
    run = CliRunner(env={"AMDESK_PASSPHRASE": SECRET})
    done = run.invoke(main, ["--bank", str(path), "--lang", "en", "bank", "restore", str(older)])
    assert (done.exit_code, done.exception) == (0, None), done.output
    assert "it is not known who was erased" in done.stderr
    assert people(path) == {"Estella Spårlund"}


@pytest.mark.thorough(long=True)
def test_a_copy_of_another_bank_knows_nothing_of_this_one(lost: tuple[Path, Path, Path]) -> None:
    path, older, newer = lost
    newer.unlink()
    there = path.parent.parent / "other" / path.name
    there.parent.mkdir()
    desk = Desk(banks.create(there, SECRET, make.CLOCK, ME)[0], make.CLOCK)
    for _ in range(40):
        make.participant(desk.bank)
    other, _ = desk.keeping.numbered(Folders(newer.parent, None), make.CLOCK)
    desk.close()
    assert other.parent == older.parent
    assert since.known(older, path, SECRET).unknown_from == make.TODAY


@pytest.mark.thorough(long=True)
@pytest.mark.skipif(sys.platform != "linux", reason="tells what a handle is by /proc")
def test_a_new_name_is_on_the_disk_when_an_act_has_ended(
    lost: tuple[Path, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A computer that loses its power afterwards finds the file there: the folder is written after each name that is put in it. The
    name that keeps what was there and that of a key are there before anything gets the name that needs them."""
    path, older, _ = lost
    seen: list[tuple[str, Path]] = []
    fsync, replace, link = os.fsync, os.replace, os.link

    def synced(handle: int) -> None:
        fsync(handle)
        seen.append(("written", Path(os.readlink(f"/proc/self/fd/{handle}"))))

    def replaced(this: str | Path, that: str | Path) -> None:
        replace(this, that)
        seen.append(("named", Path(that)))

    def linked(this: str | Path, that: str | Path) -> None:
        link(this, that)
        seen.append(("kept", Path(that)))

    monkeypatch.setattr(os, "link", linked)
    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    key = str(keys.unlock(older, SECRET).key)

    def copy() -> None:
        bank = banks.open_(str(path), SECRET, make.CLOCK, ME)
        Desk(bank, make.CLOCK).keeping.numbered(Folders(older.parent, None), make.CLOCK)
        bank.close()

    acts: dict[str, Callable[[], object]] = {
        "restore": lambda: banks.restore(older, path, SECRET, make.CLOCK, ME),
        "restore over what is there": lambda: banks.restore(older, path, SECRET, make.CLOCK, ME),
        "copy": copy,
        "rescue": lambda: rescue.rescue(
            path, tmp_path / "new.amdesk", key, actor="T", account="t", clock=make.CLOCK, ready=lambda _bank: None
        ),
    }
    for name, act in acts.items():
        seen.clear()
        act()
        named = [at for at, (what, _) in enumerate(seen) if what == "named"]
        assert named, name
        for at, (what, that) in enumerate(seen):
            first = what == "kept" or that.name.endswith(".key.json")
            until = next((n for n in named if n > at), None) if first else None
            assert what == "written" or ("written", that.parent) in seen[at:until], (name, that)


@pytest.mark.thorough(long=True)
def test_a_bank_that_was_put_aside_is_named_as_long_as_it_holds_whom_the_bank_erased(
    lost: tuple[Path, Path, Path],
) -> None:
    path, older, newer = lost
    newer.unlink()
    banks.restore(older, path, SECRET, make.CLOCK, ME)
    kept = banks.restore(older, path, SECRET, make.CLOCK, ME)
    desk = Desk(banks.open_(str(path), SECRET, make.CLOCK, ME), make.CLOCK)
    assert desk.retention.erase(BEFORE, "plan") == 1
    assert kept is not None
    os.utime(kept, (1_600_000_000, 1_600_000_000))
    assert desk.retention.holding(Folders(older.parent, None)) == [older, kept]
    assert since.known(older, path, SECRET).told == []
    assert kept.stat().st_mtime == 1_600_000_000, (
        "else it would be taken for one that somebody works in, and stay for good"
    )
    desk.close()


def test_a_list_of_erased_people_that_cannot_be_read_stops_it(lost: tuple[Path, Path, Path]) -> None:
    path, older, _ = lost
    retention.list_of(str(path)).write_text("{", "utf-8")
    with pytest.raises(Exception, match="cannot be read"):
        banks.restore(older, path, SECRET, make.CLOCK, ME)
    assert not path.exists()
    assert int(value(banks.open_(str(older), SECRET, make.CLOCK, ME), "select count(*) from participant")) == 1


@pytest.mark.thorough(long=True)
def test_copies_from_before_a_new_key_tell_of_the_erased_as_others_do(tmp_path: Path) -> None:
    path, new = tmp_path / "home" / "b.amdesk", "en annan fras sedan dess"
    path.parent.mkdir()
    banks.create(path, SECRET, make.CLOCK, ME)[0].close()
    desk = Desk(banks.open_(str(path), SECRET, make.CLOCK, ME), make.CLOCK)
    gone_person(desk)
    older = banks.backup(desk.bank, tmp_path / "away" / "older.amdesk")
    desk.retention.erase(BEFORE, "plan")
    newer = banks.backup(desk.bank, tmp_path / "away" / "amdesk-20261231-120000.amdesk")
    desk.close()
    banks.rekey(str(path), SECRET, new, Folders(tmp_path / "nowhere", None))
    retention.list_of(str(path)).unlink(missing_ok=True)
    path.unlink()  # its key file alone is left
    found = since.known(older, path, new)
    assert (len(found.uids), found.told) == (1, []), "by the newer copy"
    newer.unlink()
    assert since.known(older, path, new).told


def contacts(path: Path) -> set[str]:
    bank = banks.open_(str(path), SECRET, make.CLOCK, ME)
    found = {str(r["name"]) for r in bank.query("select name from employer_contact where name <> ''")}
    bank.close()
    return found


@pytest.mark.thorough(2)
@pytest.mark.parametrize("known_by", ["the list", "a newer copy"])
def test_somebody_at_an_employer_who_was_forgotten_stays_so_in_the_log_of_writes_and_when_a_copy_is_put_in_place(
    tmp_path: Path, known_by: str
) -> None:
    path, folder = tmp_path / "home" / "b.amdesk", tmp_path / "copies"
    path.parent.mkdir()
    banks.create(path, SECRET, make.CLOCK, ME)[0].close()
    desk = Desk(banks.open_(str(path), SECRET, make.CLOCK, ME), make.CLOCK)
    key = desk.employers.create({"name": "Björkängens Växthus"}).id
    who = desk.employers.add_contact(key, {"name": "Ulf Zetterqvistson", "phone": "070-174 06 90"})
    desk.employers.add_contact(key, {"name": "Hanna Kvarvarande"})
    older, _ = desk.keeping.numbered(Folders(folder, None), make.CLOCK)
    assert desk.employers.forget_contact(who.id)
    assert path.with_name(path.name + "-wal").stat().st_size == 0
    newer, _ = desk.keeping.numbered(Folders(folder, None), make.CLOCK)
    desk.close()
    if known_by == "the list":
        newer.unlink()
    else:
        banks.unmake(path)
    banks.restore(older, path, SECRET, make.CLOCK, ME)
    assert contacts(path) == {"Hanna Kvarvarande"}
    assert len(retention.erased(retention.list_of(str(path)))) == 1


def log(path: Path) -> list[str]:
    bank = banks.open_(str(path), SECRET, make.CLOCK, ME)
    found = [str(r["what"]) for r in bank.query("select what from access_log order by id")]
    bank.close()
    return found


def test_an_older_file_laid_in_the_banks_place_by_hand_brings_back_nobody_whom_the_list_beside_it_knows(
    tmp_path: Path,
) -> None:
    """As somebody does who copies files, or a disk's backup."""
    path, older = tmp_path / "b.amdesk", tmp_path / "old.amdesk"
    banks.create(path, SECRET, make.CLOCK, ME)[0].close()
    desk = Desk(banks.open_(str(path), SECRET, make.CLOCK, ME), make.CLOCK)
    key = gone_person(desk)
    employer = desk.employers.create({"name": "Provbolaget"})
    desk.employers.add_contact(employer.id, {"name": "Kontakt Provlund"})
    desk.keeping.backup(older)
    desk.retention.erase(BEFORE, "plan")
    desk.employers.forget_contact(desk.employers.contacts(employer.id)[0].id)
    make.participant(desk.bank, name="Ny Deltagare")
    desk.close()
    assert people(path) == {"Ny Deltagare"}
    assert comeback.WHAT not in log(path), "nobody came back"

    make.copied(older, path)
    opened = [Thread(target=people, args=(path,)) for _ in range(3)]  # as a window's threads do
    for one in opened:
        one.start()
    for one in opened:
        one.join()
    assert people(path) == set()
    assert log(path).count(comeback.WHAT) == 1, "once"
    bank = banks.open_(str(path), SECRET, make.CLOCK, ME)
    assert value(bank, "select count(*) from employer_contact where name <> ''") == 0
    assert (
        value(bank, "select count(*) from erasure where subject = (select uid from participant where id = :p)", p=key)
        == 1
    )
    assert banks.check(bank)["ok"]
    bank.close()


@pytest.mark.thorough(5)
@pytest.mark.parametrize("said", ["{", "7", '{"a": 1}', "", "[null, 7]"])
def test_a_list_that_cannot_be_read_lets_the_bank_open(tmp_path: Path, said: str) -> None:
    path = tmp_path / "b.amdesk"
    banks.create(path, SECRET, make.CLOCK, ME)[0].close()
    retention.list_of(str(path)).write_text(said, "utf-8")
    assert people(path) == set()
