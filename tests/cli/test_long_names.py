"""A bank whose name leaves no room for the names of what comes to lie beside it is refused before anything is done, with how long it
may be; with the longest that is taken everything goes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from amdesk.cli import main
from amdesk.db.engine import network, swap
from amdesk.db.engine.opening import open_bank
from amdesk.domain.errors import BankUnusable
from amdesk.services.bank import damage
from tests import make

SECRET = "fyra ord som ingen gissar"
KEY = ".key.json"


@pytest.fixture(autouse=True)
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMDESK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("AMDESK_PASSPHRASE", SECRET)
    monkeypatch.setenv("AMDESK_NEW_PASSPHRASE", SECRET)


def run(bank: Path, *words: str) -> Result:
    result = CliRunner().invoke(main, ["--lang", "en", "--bank", str(bank), *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def named(folder: Path, length: int) -> Path:
    """A bank whose name has so many bytes, some of them of letters that take two."""
    folder.mkdir(exist_ok=True)
    return folder / ("å" * 10 + "b" * (length - 20 - len(".amdesk")) + ".amdesk")


def good(result: Result) -> None:
    assert result.exit_code == 0, result.output


@pytest.mark.thorough(long=True)
def test_with_the_longest_name_everything_goes(tmp_path: Path) -> None:
    folder, copy = tmp_path / "f", tmp_path / "copy.amdesk"
    bank = named(folder, network.longest_name(tmp_path))
    good(run(bank, "bank", "create"))
    good(run(bank, "bank", "backup", str(copy)))
    for _ in range(2):
        good(run(bank, "bank", "restore", str(copy)))
    good(run(bank, "bank", "rescue"))
    (rescued,) = folder.glob("*-rescued-*.amdesk")
    good(run(rescued, "bank", "rescue"))
    good(run(rescued, "bank", "restore", str(copy)))
    good(run(bank, "bank", "rekey"))
    for one in (bank, rescued):
        good(run(one, "bank", "check"))
    assert not list(folder.glob("*.part*"))
    kept = swap.free_name(bank, "20261123-094100").name
    assert len(os.fsencode(kept + network.COPYING)) <= 255, "and an update keeps a copy of it"


def test_a_name_that_is_longer_is_refused_with_how_long_it_may_be(tmp_path: Path) -> None:
    most = network.longest_name(tmp_path)
    for length in (most + 1, 215, 225, 232, 255):
        bank = named(tmp_path / "f", length)
        result = run(bank, "bank", "create")
        assert result.exit_code == 4
        assert f"at most {most} bytes" in result.output
        assert list(bank.parent.iterdir()) == []


def test_a_bank_that_has_a_longer_name_already_is_not_touched(tmp_path: Path) -> None:
    short, bank = tmp_path / "short.amdesk", named(tmp_path / "f", 225)
    good(run(short, "bank", "create"))
    good(run(short, "bank", "backup", str(tmp_path / "copy.amdesk")))
    for end in ("", KEY):
        short.with_name(short.name + end).rename(bank.with_name(bank.name + end))
    before = {p.name: p.read_bytes() for p in bank.parent.iterdir()}
    for words in (("info",), ("check",), ("restore", str(tmp_path / "copy.amdesk")), ("rescue",), ("rekey",)):
        result = run(bank, "bank", *words)
        assert (result.exit_code, "is too long for a bank" in result.output) == (4, True), (words, result.output)
        assert {p.name: p.read_bytes() for p in bank.parent.iterdir()} == before, words


def test_a_copy_is_not_written_under_a_name_that_leaves_its_part_none(tmp_path: Path) -> None:
    bank = tmp_path / "bank.amdesk"
    good(run(bank, "bank", "create"))
    most = network.longest_name(tmp_path, len(network.COPYING))
    good(run(bank, "bank", "backup", str(named(tmp_path / "f", most))))
    result = run(bank, "bank", "backup", str(named(tmp_path / "g", most + 1)))
    assert (result.exit_code, "is too long for a bank" in result.output) == (4, True)
    assert list((tmp_path / "g").iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="elsewhere the system says it")
def test_a_bank_that_lies_too_deep_is_refused_as_that(tmp_path: Path) -> None:
    deep = tmp_path
    while len(os.fsencode(deep)) < network.PATH - network.LONGEST:
        deep = deep / ("d" * 40)
    deep.mkdir(parents=True)
    result = run(deep / "bank.amdesk", "bank", "create")
    assert (result.exit_code, "lies too deep" in result.output) == (4, True), result.output
    assert list(deep.iterdir()) == []


def test_of_a_long_name_a_rescued_bank_has_as_much_as_has_room(tmp_path: Path) -> None:
    most = network.longest_name(tmp_path)
    bank = named(tmp_path, most)
    found = damage.new_place(bank, make.CLOCK)
    assert len(os.fsencode(found.name)) <= most
    assert found.name.startswith("å" * 10)
    with pytest.raises(BankUnusable, match="too long"):
        open_bank(str(named(tmp_path, most + 1)), secret=SECRET, actor="T", account="t", clock=make.CLOCK)
