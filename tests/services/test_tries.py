"""Somebody who tries secrets on a bank is counted while it is shut, and told of and logged when it is opened (GDPR art. 32)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from amdesk.cli import main
from amdesk.db.engine.errors import WrongKey
from amdesk.services.bank import access, banks, locking, tries
from amdesk.services.desk import Desk
from amdesk.settings import data_folder
from tests import make

SECRET, ME = "en lång fras helt enkelt", access.Who("Ada Prov", "ada")


@pytest.fixture
def shut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AMDESK_HOME", str(tmp_path / "home"))
    path = tmp_path / "b.amdesk"
    banks.create(path, SECRET, make.CLOCK, ME)[0].close()
    return path


def test_tries_are_counted_told_once_and_logged_with_nothing_of_what_was_typed(shut: Path) -> None:
    for typed in ("Sommar2026", "hemlig Ada", "tredje"):
        with pytest.raises(WrongKey):
            banks.unlock(str(shut), typed)
    with pytest.raises(WrongKey):
        banks.open_(str(shut), "fjärde", make.CLOCK, ME)
    (kept,) = (data_folder() / "tries").iterdir()
    assert set(json.loads(kept.read_text())) == {"count", "first", "last"}
    assert not [w for w in ("Sommar", "Ada", "b.amdesk") if w in kept.read_text() + kept.name]
    desk = Desk(banks.open_(str(shut), SECRET, make.CLOCK, ME), make.CLOCK)
    found = desk.keeping.tries()
    assert found is not None
    assert found.times == 4
    assert desk.keeping.tries() is None
    assert not kept.exists()
    assert [r.why.partition(":")[0] for r in desk.history.access(None) if r.what == tries.TRIED] == ["4"]
    desk.close()


def test_a_wrong_word_at_the_lock_is_counted_too(shut: Path) -> None:
    key = banks.unlock(str(shut), SECRET)
    assert not tries.waits(str(shut))
    assert not locking.proves(str(shut), key, "fel")
    assert tries.waits(str(shut))


def test_another_bank_has_nothing_of_it_and_a_file_that_is_no_count_is_none(shut: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.amdesk"
    banks.create(other, SECRET, make.CLOCK, ME)[0].close()
    with pytest.raises(WrongKey):
        banks.unlock(str(shut), "fel")
    assert not tries.waits(str(other))
    (kept,) = (data_folder() / "tries").iterdir()
    kept.write_text('{"count": "many"}')
    desk = Desk(banks.open_(str(shut), SECRET, make.CLOCK, ME), make.CLOCK)
    assert desk.keeping.tries() is None
    desk.close()


def test_the_command_line_says_it_at_the_next_opening(shut: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def call(secret: str) -> str:
        monkeypatch.setenv("AMDESK_PASSPHRASE", secret)
        return CliRunner().invoke(main, ["--bank", str(shut), "--lang", "en", "bank", "info"]).stderr

    assert "does not open the bank" in call("fel fras")
    assert "1 try to open the bank on this computer failed" in call(SECRET)
    assert "failed" not in call(SECRET)
