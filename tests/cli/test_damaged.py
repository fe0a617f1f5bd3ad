"""Every command on a bank of which a page no longer reads: it does its work, or names the damage and the one act that is left."""

from __future__ import annotations

import json
import shlex
from contextlib import closing
from pathlib import Path

import pytest

from amdesk.db import port
from amdesk.db.engine.opening import open_bank
from amdesk.db.engine.signed import PAGE
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.services.bank import generations
from amdesk.settings import Settings
from tests import make
from tests.cli import small
from tests.cli.test_every_command import GOOD, WITHOUT_A_BANK, call, words_of

TABLES = ("participant", "placement", "booking", "setting")
RESCUES = {"bank rescue"}
"""What is done with a damaged bank does not call for itself."""


def flipped(path: Path, *tables: str) -> None:
    """A bit of the first page of each table."""
    with closing(opened(path)) as bank:
        pages = [port.value(bank, "select rootpage from sqlite_master where name = :t", t=t) for t in tables]
    content = bytearray(path.read_bytes())
    for page in pages:
        content[page * PAGE - 2000] ^= 1
    path.write_bytes(bytes(content))


def opened(path: Path) -> SqliteBank:
    bank = open_bank(str(path), actor="T", account="t", clock=make.CLOCK)
    assert isinstance(bank, SqliteBank)
    return bank


@pytest.fixture(scope="module")
def staged(new_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("damaged")
    small.fill(make.copied(new_file, folder / "b.amdesk"))
    small.files(folder)
    return folder


@pytest.fixture
def bank(staged: Path, tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return make.copied(staged / "b.amdesk", tmp_path / "b.amdesk")


@pytest.mark.thorough(576)
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("name", [n for n in GOOD if n not in WITHOUT_A_BANK | RESCUES])
def test_a_command_that_meets_damage_names_the_one_act_that_is_left(
    name: str, table: str, bank: Path, staged: Path
) -> None:
    flipped(bank, table)
    done = call(bank, *words_of(name, GOOD[name][0].words, bank, staged))
    said = done.stdout + done.stderr
    assert done.exception is None or isinstance(done.exception, SystemExit), said
    if done.exit_code:
        assert done.exit_code == 4, said
        assert f"(table {table})" in said
        assert f"amdesk --bank {bank} bank rescue" in said


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("words", [("list", "participants"), ("bank", "check")])
def test_the_newest_whole_copy_is_named_with_how_it_is_put_in_place(words: tuple[str, ...], bank: Path) -> None:
    with closing(opened(bank)) as held:
        older = generations.numbered(held, Settings().backups(), make.CLOCK)
        newer = generations.numbered(held, Settings().backups(), make.CLOCK)
    flipped(newer, "participant")
    flipped(bank, "participant")
    act = f"amdesk --bank {bank} bank restore {older}"
    done = call(bank, *words)
    assert (done.exit_code, act in done.stdout + done.stderr) == (4, True), done.output
    document = json.loads(call(bank, *words, "--json").stdout)
    assert act in (document.get("act") or document["error"]["message"])
    assert call(bank, *shlex.split(act)[3:]).exit_code == 0
    assert call(bank, *words).exit_code == 0


def test_a_whole_bank_with_a_damaged_copy_is_whole(bank: Path) -> None:
    with closing(opened(bank)) as held:
        copy = generations.numbered(held, Settings().backups(), make.CLOCK)
    flipped(copy, "participant")
    done = call(bank, "bank", "check")
    assert (done.exit_code, "rescue" in done.output) == (0, False), done.output
