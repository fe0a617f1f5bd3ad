"""The log that a killed program left behind: a bit of it that is another one is named and mended, nothing acknowledged goes in
silence, and what a power cut tears is no damage."""

from __future__ import annotations

import os
import random
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from amdesk.db import port
from amdesk.db.engine import tail
from amdesk.db.engine.backup import prove
from amdesk.db.engine.errors import BankDamaged
from amdesk.db.engine.opening import open_bank
from amdesk.db.engine.signed import PAGE
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.domain.bank.generations import Folders
from amdesk.services.bank import access, banks, damage
from tests import make

WHO = access.Who("T", "t")
SIZE = tail.FRAME + PAGE
BITS = int(os.environ.get("AMDESK_TEST_LOG_BITS", "14"))
"""Flipped bits of the log; more by one command: AMDESK_TEST_LOG_BITS=1000 ./start test -k left_log."""


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, int]:
    """A bank that nobody closed, with twenty people of which the log alone knows; its key, and how many frames the log has."""
    path = tmp_path_factory.mktemp("left") / "bank.amdesk"
    banks.create(path, None, make.CLOCK, WHO)[0].close()
    child = os.fork()
    if not child:
        bank = opened(path)
        for number in range(20):
            make.participant(bank, name=f"Person {number}")
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    key = damage.key_of(path, None)
    found = tail.look(path, key)
    assert (found.odd, found.kept > 40) == (False, True)
    return path, key, found.kept


def opened(path: Path) -> SqliteBank:
    bank = open_bank(str(path), actor="T", account="t", clock=make.CLOCK)
    assert isinstance(bank, SqliteBank)
    return bank


def copied(left: Path, folder: Path, change: Callable[[bytearray], object] = len) -> Path:
    path = folder / "bank.amdesk"
    for end in ("", ".key.json"):
        shutil.copyfile(f"{left}{end}", f"{path}{end}")
    log = bytearray(tail.log_of(left).read_bytes())
    change(log)
    tail.log_of(path).write_bytes(log)
    return path


def people(path: Path) -> int:
    bank = opened(path)
    try:
        assert prove(bank) == []
        return int(port.value(bank, "select count(*) as n from participant"))
    finally:
        bank.close()


def flipped(at: int, bit: int) -> Callable[[bytearray], object]:
    return lambda log: log.__setitem__(at, log[at] ^ 1 << bit)


def test_a_left_log_that_is_whole_is_read(left: tuple[Path, str, int], tmp_path: Path) -> None:
    assert people(copied(left[0], tmp_path)) == 20


@pytest.mark.thorough(long=True)
def test_a_flipped_bit_of_a_left_log_is_named_and_nothing_is_lost_by_it(
    left: tuple[Path, str, int], tmp_path: Path
) -> None:
    path, key, frames = left
    dice, fields = random.Random(4), (0, 4, 8, 16)
    for number in range(BITS):
        folder = tmp_path / str(number)
        folder.mkdir()
        at = dice.randrange(tail.HEAD + frames * SIZE)
        if number < 4:  # the head, and each field of the last frame's own
            at = dice.randrange(tail.HEAD)
        elif number < 8:
            at = tail.HEAD + (frames - 1) * SIZE + fields[number - 4] + 3
        changed = copied(path, folder, flipped(at, dice.randrange(8)))
        before = tail.log_of(changed).read_bytes()
        with pytest.raises(BankDamaged, match="the log of what was written last"):
            opened(changed)
        assert tail.log_of(changed).read_bytes() == before, "it is left as it is, and named the next time too"
        assert "the log of what was written last" in str(damage.trouble(str(changed), key, _none()).said.msgid)
        rescued = damage.rescue(changed, folder / "new.amdesk", key, make.CLOCK, WHO)
        assert rescued.whole, at
        assert people(folder / "new.amdesk") == 20


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("first", [True, False], ids=["first page", "another page"])
def test_whichever_field_of_a_frame_a_bit_is_another_one_in_the_log_is_mended_exactly(
    left: tuple[Path, str, int], tmp_path: Path, first: bool
) -> None:
    path, key, frames = left
    whole = tail.log_of(path).read_bytes()
    starts = [tail.HEAD + number * SIZE for number in range(frames)]
    at = [s for s in starts if (int.from_bytes(whole[s : s + 4], "big") == 1) is first][1]
    head, page = (3, 7, 8, 15, 16, 23), (0, 9, 15, 16, 2000, PAGE - 80, PAGE - 1)  # a page begins with the salt, or not
    for place in (*head, *(tail.FRAME + one for one in page)):
        changed = copied(path, tmp_path, flipped(at + place, 2))
        assert tail.look(changed, key).odd, place
        tail.mend(changed, key)
        assert tail.log_of(changed).read_bytes() == whole, place


def _none() -> Folders:
    return Folders(Path("/nowhere"))


@pytest.mark.thorough(long=True)
def test_what_more_than_a_bit_took_from_a_left_log_is_named_and_said_to_be_missing(
    left: tuple[Path, str, int], tmp_path: Path
) -> None:
    path, key, frames = left
    middle = tail.HEAD + frames // 2 * SIZE + 600
    changed = copied(path, tmp_path, lambda log: log.__setitem__(slice(middle, middle + 90), os.urandom(90)))
    with pytest.raises(BankDamaged, match="the log of what was written last"):
        opened(changed)
    rescued = damage.rescue(changed, tmp_path / "new.amdesk", key, make.CLOCK, WHO)
    assert not rescued.whole
    assert "What was done last is missing" in rescued.said[0].msgid
    assert 0 < people(tmp_path / "new.amdesk") < 20


@pytest.mark.thorough(long=True)
def test_a_log_whose_last_act_a_power_cut_tore_is_no_damage(left: tuple[Path, str, int], tmp_path: Path) -> None:
    """Of what nobody was told of any sector may be there or not."""
    path, _, frames = left
    dice = random.Random(9)
    content = tail.log_of(path).read_bytes()
    commits = [n for n in range(frames) if any(content[tail.HEAD + n * SIZE + 4 : tail.HEAD + n * SIZE + 8])]
    first = tail.HEAD + (commits[-2] + 1) * SIZE  # where the last act begins
    for number in range(12):
        folder = tmp_path / str(number)
        folder.mkdir()

        def torn(log: bytearray, short: bool = number % 3 == 0) -> None:
            for sector in range(first // 512 + 1, len(log) // 512):
                if dice.random() < 0.4:
                    log[sector * 512 : sector * 512 + 512] = bytes(512)
            if short:
                del log[dice.randrange(first, len(log)) :]

        assert people(copied(path, folder, torn)) in {19, 20}


def test_the_head_of_a_frame_over_the_page_that_stood_there_before_is_a_power_cut_and_no_damage(
    left: tuple[Path, str, int], tmp_path: Path
) -> None:
    """Head and page are written one after the other, and the page of an earlier log may be the same one's, signed as well."""
    path, key, frames = left
    content = tail.log_of(path).read_bytes()
    parts = [content[tail.HEAD + n * SIZE : tail.HEAD + (n + 1) * SIZE] for n in range(frames)]
    numbers = [part[:4] for part in parts]
    last = frames - 1
    earlier = max(n for n in range(last) if numbers[n] == numbers[last])

    def torn(log: bytearray) -> None:
        log[tail.HEAD + last * SIZE + tail.FRAME :] = parts[earlier][tail.FRAME :]

    again = copied(path, tmp_path, torn)
    assert not tail.look(again, key).odd
    assert people(again) == 19


@pytest.mark.thorough(long=True)
def test_what_was_torn_once_does_not_look_like_damage_after_the_next_cut(
    left: tuple[Path, str, int], tmp_path: Path
) -> None:
    path, _, frames = left

    def torn(log: bytearray) -> None:
        at = tail.HEAD + (frames - 4) * SIZE + 512
        log[at : at + 512] = bytes(512)

    again = copied(path, tmp_path, torn)
    child = os.fork()
    if not child:
        opened(again)
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert not tail.log_of(again).stat().st_size, "what was torn does not stand behind what comes next"


def test_the_log_of_a_bank_that_somebody_works_in_is_left_alone(left: tuple[Path, str, int], tmp_path: Path) -> None:
    path = copied(left[0], tmp_path)
    bank, other = opened(path), opened(path)
    make.participant(bank, name="Ny")
    flip = bytearray(tail.log_of(path).read_bytes())
    assert flip
    opened(path).close()
    assert port.value(other, "select count(*) as n from participant") == 21
    for one in (bank, other):
        one.close()
