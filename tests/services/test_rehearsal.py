"""A restore rehearsed with the printed code: the day it is proved, when it is time again, and what is no proof."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from amdesk.cli import main
from amdesk.db.bank import history
from amdesk.db.engine.errors import WrongKey
from amdesk.db.engine.signed import PAGE
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.domain.bank.generations import Folders
from amdesk.domain.errors import BankUnusable, Refused
from amdesk.services.bank import access, banks, due, generations, rehearsal
from amdesk.settings import Settings
from tests import make

SECRET = "fyra ord som ingen gissar"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[tuple[SqliteBank, str, Folders]]:
    bank, code = banks.create(tmp_path / "b.amdesk", SECRET, make.CLOCK, access.Who("T", "t"))
    assert isinstance(bank, SqliteBank)
    yield bank, code, Folders(tmp_path / "copies")
    bank.close()


def test_the_printed_code_proves_the_newest_copy_and_it_is_time_again_after_ninety_days(
    made: tuple[SqliteBank, str, Folders],
) -> None:
    bank, code, folders = made
    assert rehearsal.is_due(bank, make.TODAY)
    with pytest.raises(Refused, match="There is no copy"):
        rehearsal.rehearse(bank, folders, code, make.CLOCK)
    generations.numbered(bank, folders.first, make.CLOCK)
    newest = generations.numbered(bank, folders.first, make.CLOCK)
    before = newest.read_bytes()
    assert rehearsal.rehearse(bank, folders, code.lower(), make.CLOCK) == newest
    assert newest.read_bytes() == before
    assert rehearsal.proved_on(bank) == make.TODAY
    assert not rehearsal.is_due(bank, make.TODAY + timedelta(89))
    assert rehearsal.is_due(bank, make.TODAY + timedelta(90))


def test_the_first_is_due_a_week_after_the_bank_was_made_and_the_next_ninety_days_after_that(
    made: tuple[SqliteBank, str, Folders],
) -> None:
    bank, code, folders = made
    begun = history.first_day(bank)
    assert begun is not None
    assert due.due_on(bank, begun + timedelta(6)) is None
    assert due.due_on(bank, begun + timedelta(7)) == begun + timedelta(7)
    assert due.due_on(bank, begun + timedelta(60)) == begun + timedelta(7), "since when it waits"
    generations.numbered(bank, folders.first, make.CLOCK)
    rehearsal.rehearse(bank, folders, code, make.CLOCK)
    assert due.due_on(bank, make.TODAY + timedelta(89)) is None
    assert due.due_on(bank, make.TODAY + timedelta(90)) == make.TODAY + timedelta(90)


def test_of_a_bank_in_which_nothing_was_done_no_restore_is_due(
    made: tuple[SqliteBank, str, Folders], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "first_day", lambda _bank: None)
    assert due.due_on(made[0], make.TODAY) is None


def test_a_passphrase_a_wrong_code_and_a_damaged_copy_prove_nothing(made: tuple[SqliteBank, str, Folders]) -> None:
    bank, code, folders = made
    copy = generations.numbered(bank, folders.first, make.CLOCK)
    for wrong in (SECRET, "ABCDE-FGHJK", ""):
        with pytest.raises(WrongKey, match="That is not the recovery code"):
            rehearsal.rehearse(bank, folders, wrong, make.CLOCK)
    content = bytearray(copy.read_bytes())
    content[40 * PAGE] ^= 1
    copy.write_bytes(bytes(content))
    with pytest.raises(BankUnusable, match="damaged"):
        rehearsal.rehearse(bank, folders, code, make.CLOCK)
    assert rehearsal.proved_on(bank) is None


def test_the_command_says_on_which_day_it_is_proved(made: tuple[SqliteBank, str, Folders]) -> None:
    bank, code, _ = made
    generations.numbered(bank, Settings.load().folders().first, make.CLOCK)
    call = ["--bank", bank.address, "--lang", "en", "--today", "2026-11-23", "bank", "rehearse"]
    done = CliRunner().invoke(main, call, env={"AMDESK_PASSPHRASE": SECRET, "AMDESK_RECOVERY_CODE": code})
    assert (done.exit_code, "Proved on" in done.output) == (0, True), done.output
    wrong = CliRunner().invoke(main, call, env={"AMDESK_PASSPHRASE": SECRET, "AMDESK_RECOVERY_CODE": SECRET})
    assert (wrong.exit_code, "not the recovery code" in wrong.output) == (4, True)
