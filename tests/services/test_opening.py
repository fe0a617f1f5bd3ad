"""The first screen is read by a process of its own; what it says is what the bank says, and where it fails nothing is lost."""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from amdesk.db.engine.opening import create_bank
from amdesk.domain.clock import Clock
from amdesk.domain.errors import BankUnusable
from amdesk.services.bank import banks
from amdesk.services.bank.access import Who
from amdesk.services.desk import Desk
from amdesk.services.start import helper
from amdesk.services.start.ahead import main
from amdesk.services.start.firstscreen import FIRST_TASKS, Asked, answers, open_desk
from amdesk.services.start.opening import BankOpening
from tests import make

CLOCK = Clock(make.TODAY)
ME = Who("Jamila Provström", "jamila")


@pytest.fixture
def bank(tmp_path: Path) -> tuple[str, str]:
    """A bank with somebody who waits: its address and its raw key."""
    path = tmp_path / "first.amdesk"
    made, _ = create_bank(path, "en lång fras", actor=ME.name, account=ME.account, clock=CLOCK)
    banks.fill(made)
    desk = Desk(made, CLOCK)
    desk.set_settings({"city": "Ekhamra stad"})
    make.participant(made, name="Aida Demolund")
    make.placement(made)
    key = made.key
    desk.close()
    return str(path), key


def opened(bank: tuple[str, str], reading: helper.Helper | None) -> BankOpening:
    return BankOpening(bank[0], bank[1], CLOCK, ME, "sv", reading)


@pytest.mark.thorough(long=True)
def test_the_helper_says_what_the_bank_says(bank: tuple[str, str]) -> None:
    reading = helper.start()
    assert reading is not None
    ahead, here = opened(bank, reading), opened(bank, None)
    assert ahead.facts.result(20) == here.facts.result(20)
    assert ahead.facts.result().city == "Ekhamra stad"
    assert ahead.overview.result(20) == here.overview.result(20)
    assert ahead.overview.result()[0].figures.waiting == 1
    assert ahead.badges.result(20) == here.badges.result(20)
    assert ahead.reader.desk is None, "the window's own connection waits for its first question"
    assert ahead.reader.submit(lambda desk: desk.overview(None, FIRST_TASKS)).result(20) == ahead.overview.result()
    for one in (ahead, here):
        one.abandon()


def test_the_helper_answers_one_question_in_its_order_and_lets_the_bank_go(
    bank: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked(bank[0], bank[1], CLOCK, ME, "sv")
    said, answered = io.BytesIO(pickle.dumps(asked)), io.BytesIO()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=said))
    monkeypatch.setattr("sys.stdout", SimpleNamespace(buffer=answered))
    main()
    desk = open_desk(asked)
    expected = list(answers(desk, asked))
    desk.close()
    answered.seek(0)
    found = [pickle.load(answered) for _ in expected]
    assert found == expected
    assert answered.read() == b""
    assert [name for name, _ in found] == ["facts", "overview", "badges"]
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO()))
    main()
    assert answered.read() == b"", "nobody asked"


def test_an_installed_program_is_the_helper_too(bank: tuple[str, str]) -> None:
    call = [sys.executable, "-m", "amdesk", helper.FIRST_SCREEN]
    started = subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
    opening = opened(bank, helper.Helper(started))
    assert opening.badges.result(20)["participants"] == 1
    assert opening.reader.desk is None, "the helper said it, not the window's own connection"
    opening.abandon()


def test_what_a_helper_leaves_unsaid_is_asked_here(bank: tuple[str, str]) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    dead.wait()
    opening = opened(bank, helper.Helper(dead))
    assert opening.facts.result(20).city == "Ekhamra stad"
    assert opening.badges.result(20)["participants"] == 1
    opening.abandon()


def test_a_helper_that_talks_nonsense_is_not_believed(bank: tuple[str, str]) -> None:
    call = [sys.executable, "-c", "print('good morning', flush=True)"]
    opening = opened(bank, helper.Helper(subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE)))
    assert opening.overview.result(20)[0].figures.waiting == 1
    opening.abandon()


def test_a_wrong_key_is_met_here_as_the_known_error(bank: tuple[str, str]) -> None:
    opening = BankOpening(bank[0], "00" * 32, CLOCK, ME, "sv", helper.start())
    with pytest.raises(BankUnusable):
        opening.facts.result(20)
    with pytest.raises(BankUnusable):
        opening.badges.result(20)
    opening.abandon()


def test_the_key_never_stands_on_a_command_line(bank: tuple[str, str]) -> None:
    reading = helper.start()
    assert reading is not None
    said = " ".join(str(x) for x in reading._process.args)  # type: ignore[union-attr]  # it runs
    opening = opened(bank, reading)
    assert opening.facts.result(20)
    assert bank[1] not in said
    opening.abandon()


def test_a_helper_with_nothing_to_do_ends() -> None:
    reading = helper.start()
    assert reading is not None
    reading.dismiss()
    assert reading._process.returncode == 0
