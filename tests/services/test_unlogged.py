"""Where the bank cannot be written to, a record is opened all the same when that is noted beside it; it comes into the log later.
Nobody who is protected is opened then."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from amdesk.db.bank import access_log
from amdesk.db.engine import journal
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.db.port import value
from amdesk.domain.errors import BankBusy
from amdesk.services.bank import access, banks, unlogged
from amdesk.services.desk import Desk
from tests import make

WHY = "Ringer om schemat"


def full(bank: SqliteBank) -> Callable[[], None]:
    """A disk that takes no page more."""
    bank.execute(f"pragma max_page_count = {bank.execute('pragma page_count').fetchone()[0]}").fetchall()
    for size in (3000, 100, 1):
        while _takes(bank, "x" * size):
            pass
    return partial(_said, bank, "max_page_count = 1000000")


def read_only(bank: SqliteBank) -> Callable[[], None]:
    _said(bank, "query_only = 1")
    return partial(_said, bank, "query_only = 0")


def _said(bank: SqliteBank, pragma: str) -> None:
    bank.execute(f"pragma {pragma}").fetchall()


def _takes(bank: SqliteBank, why: str) -> bool:
    try:
        access_log.log_read(bank, "search", 1, why)
    except BankBusy:
        return False
    return True


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Desk]:
    bank, _ = banks.create(tmp_path / "b.amdesk", None, make.CLOCK, access.Who("Petra", "petra"))
    for name, level in (("Aida Demolund", 0), ("Quilla Zorvath", 1)):
        make.participant(bank, name=name, protection=level, identity=make.fresh_number())
    with closing(Desk(bank, make.CLOCK)) as desk:
        desk.participants.record(1)  # makes room
        yield desk


def file_of(desk: Desk) -> Path:
    (found,) = unlogged._folder().iterdir()
    return found


def opened(desk: Desk, why: str = WHY) -> int:
    return int(value(desk.bank, "select count(*) from access_log where why = :why", why=why))


@pytest.mark.parametrize("how", [full, read_only])
def test_an_opening_that_cannot_be_logged_is_noted_and_comes_into_the_log_once_with_its_own_moment_and_user(
    own: Desk, how: Callable[[SqliteBank], Callable[[], None]]
) -> None:
    assert isinstance(own.bank, SqliteBank)
    size = file_of(own).stat().st_size
    again = how(own.bank)
    assert own.participants.record(1, WHY).participant.name == "Aida Demolund"
    with pytest.raises(BankBusy) as refused:
        own.participants.record(2, WHY)
    assert refused.value.code == "UNLOGGED"
    assert "protected" in str(refused.value)
    assert opened(own) == 0
    held = file_of(own).read_bytes()
    assert (len(held), file_of(own).stat().st_mode & 0o777) == (size, 0o600)
    assert not any(said.encode() in held for said in (WHY, "Petra", "Aida"))
    again()
    own.bank.actor = "Bo"
    own.participants.listing()
    row = next(r for r in own.history.access() if r.why == WHY)
    assert (row.actor, row.account, row.number, row.at[:10]) == ("Petra", "petra", "D-0001", str(make.TODAY))
    said = [(r.actor, r.why) for r in own.history.access() if r.what == unlogged.DELIVERED]
    assert said == [("Bo", "1")], "and a row says that one came later, and who let it in"
    own.participants.record(1, "Annat")
    assert opened(own) == 1
    assert not any(file_of(own).read_bytes())


def test_what_was_delivered_when_the_program_was_killed_is_not_delivered_twice(
    own: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(own.bank, SqliteBank)
    again = read_only(own.bank)
    own.participants.record(1, WHY)
    again()
    with monkeypatch.context() as killed:
        killed.setattr(journal, "clear", lambda *_: None)
        assert unlogged.deliver(own.bank) == 1
    assert unlogged.deliver(own.bank) == 0
    assert opened(own) == 1


def test_where_the_journal_is_full_or_gone_nobody_is_opened(own: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(own.bank, SqliteBank)
    monkeypatch.setattr(journal, "SLOTS", 2)
    again = read_only(own.bank)
    for _ in range(2):
        own.participants.record(1, WHY)
    with pytest.raises(BankBusy, match="nowhere to note"):
        own.participants.record(1, WHY)
    file_of(own).unlink()
    with pytest.raises(BankBusy, match="nowhere to note"):
        own.participants.record(1, WHY)
    again()
    own.participants.record(1, "Annat")
    assert file_of(own).stat().st_size == 2 * journal.SLOT, "room for the next time"


def test_another_bank_and_a_forged_row_deliver_nothing(own: Desk, tmp_path: Path) -> None:
    assert isinstance(own.bank, SqliteBank)
    again = read_only(own.bank)
    own.participants.record(1, WHY)
    again()
    other, _ = banks.create(tmp_path / "other.amdesk", None, make.CLOCK, access.Who("Eva", "eva"))
    with closing(other):
        assert unlogged.deliver(other) == 0
    with file_of(own).open("r+b") as file:
        file.seek(20)
        file.write(os.urandom(4))
    assert unlogged.deliver(own.bank) == 0
    assert opened(own) == 0


def test_a_journal_that_is_put_back_after_it_was_delivered_adds_nothing(own: Desk) -> None:
    assert isinstance(own.bank, SqliteBank)
    again = read_only(own.bank)
    own.participants.record(1, WHY)
    again()
    held = file_of(own).read_bytes()
    assert unlogged.deliver(own.bank) == 1
    file_of(own).write_bytes(held)
    assert unlogged.deliver(own.bank) == 0
    assert opened(own) == 1
