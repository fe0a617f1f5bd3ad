"""A backup takes the place of the bank only when somebody has been told what in the bank is newer, wherever it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from amdesk import app
from amdesk.app import application
from amdesk.cli import main
from amdesk.db.people import participants as people
from amdesk.domain.texts import text
from amdesk.i18n import Words
from amdesk.services.bank import access, banks, newer
from amdesk.settings import Settings
from amdesk.ui.frame import finding
from amdesk.ui.frame.start import Bare, StartDialog
from amdesk.ui.kit.theme import look
from tests import make
from tests.ui import formed
from tests.ui.conftest import Hands, close, make_window

ME = access.Who("T", "t")


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """A bank and its copy, which lacks what Nils did last."""
    path, copy = tmp_path / "b.amdesk", tmp_path / "kopia.amdesk"
    bank, _ = banks.create(path, None, make.CLOCK, access.Who("Nils Modellberg", "nils"))
    banks.backup(bank, copy)
    for name in "ABCDEFG":
        with bank.write(text("The phone of {name} was changed", name=name)):
            people.add(bank, {"registered_on": make.TODAY, "name": f"Prov {name}"})
    bank.close()
    return path, copy


def test_what_is_newer_is_counted_and_the_latest_of_it_named(two: tuple[Path, Path]) -> None:
    path, copy = two
    found = newer.newer(copy, path, make.CLOCK, ME)
    assert found is not None
    lines = newer.lines(found, Words("en", make.TODAY))
    assert lines[0] == "7 changes in the bank are newer than the copy and will be gone from it:"
    people = lines.index("They are about:")
    assert people == 1 + newer.NAMED + 1
    assert lines[1].endswith("Nils Modellberg: The phone of G was changed")
    assert lines[people - 1] == "… and 2 more"
    assert len(lines[people:]) == 1 + 7
    assert lines[people + 1].endswith("Prov A: 1 change")


def test_a_copy_that_holds_it_all_a_place_without_a_bank_and_one_that_does_not_open(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    path, copy = two
    same = newer.newer(path, copy, make.CLOCK, ME)
    assert same == newer.Newer(0, [])
    assert newer.newer(copy, tmp_path / "none.amdesk", make.CLOCK, ME) is None
    other = tmp_path / "c.amdesk"
    banks.create(other, "fyra ord som ingen gissar", make.CLOCK, ME)[0].close()
    assert newer.newer(copy, other, make.CLOCK, ME) == newer.Newer(None, (), revives=True)
    assert "cannot be told" in newer.lines(newer.Newer(None, ()), Words("en", make.TODAY))[0]


@pytest.mark.thorough(long=True)
def test_the_window_names_it_before_it_asks_for_the_word(qtbot: QtBot, two: tuple[Path, Path]) -> None:
    path, copy = two
    hands = Hands(qtbot, make_window(qtbot, str(path), lang="en", bank=str(path)))
    hands.rest()
    gone: list[str] = []

    def refuse(dialog: Any) -> None:
        told = dialog.sentence.text()
        assert "7 changes in the bank are newer" in told
        assert "Nils Modellberg: The phone of G was changed" in told
        dialog.reject()

    def agree(dialog: Any) -> None:
        formed.turn(formed.control(dialog, "Type {word}", word="RESTORE"), "RESTORE")
        dialog.confirm()

    for answer, wanted in ((refuse, []), (agree, [f"{finding.RESTORE}{copy}"])):
        formed.answering(hands, "TypeDialog", answer)
        app._change_bank(hands.window, f"{finding.RESTORE}{copy}", gone.append)
        hands.rest()
        assert gone == wanted
    close(hands.window)


def test_the_first_window_asks_too_where_there_is_a_bank(
    qtbot: QtBot, two: tuple[Path, Path], chosen: Callable[[str], Path]
) -> None:
    path, copy = two
    bare = Bare(look(application(), Settings()), Words("en", make.TODAY), Settings(bank=str(path)))
    start = StartDialog(bare, make.CLOCK, str)
    qtbot.addWidget(start)
    start.show()
    chosen(copy.name)
    before = path.read_bytes()
    told: list[str] = []

    def refuse(dialog: Any) -> None:
        told.append(dialog.sentence.text())
        dialog.reject()

    formed.answered(start, "TypeDialog", refuse)
    start.buttons["arrow_undo"].click()
    assert "7 changes" in told[0]
    assert (start.answer, path.read_bytes()) == (None, before)


@pytest.mark.thorough(3)
@pytest.mark.parametrize(("typed", "code"), [("RESTORE\n", 0), ("no\n", 2), ("", 2)])
def test_the_command_line_names_it_and_asks_whoever_sits_there(
    two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, typed: str, code: int
) -> None:
    path, copy = two
    words = ["--bank", str(path), "--lang", "en", "bank", "restore", str(copy)]
    monkeypatch.setattr("amdesk.commands.bank.is_asked", lambda: True)
    result = CliRunner().invoke(main, words, input=typed)
    assert result.exit_code == code, result.output
    assert "7 changes" in result.stderr
    assert "Aborted" not in result.stderr
    assert ("Stopped before it was answered. Nothing was changed." in result.stderr) == (not typed)
    left = newer.newer(copy, path, make.CLOCK, ME)
    assert left is not None
    assert left.changes == (0 if code == 0 else 7)


def test_a_script_is_told_and_not_asked(two: tuple[Path, Path]) -> None:
    path, copy = two
    result = CliRunner().invoke(main, ["--bank", str(path), "--lang", "en", "bank", "restore", str(copy)])
    assert result.exit_code == 0, result.output
    assert "The phone of G was changed" in result.stderr


@pytest.mark.thorough(long=True)
def test_another_banks_copy_is_called_so_wherever_it_is_to_be_restored(
    qtbot: QtBot, two: tuple[Path, Path], tmp_path: Path
) -> None:
    path, secret = two[0], "fyra ord som ingen gissar"
    copy = tmp_path / "annan.amdesk"
    banks.create(copy, secret, make.CLOCK, ME)[0].close()
    found = newer.newer(copy, path, make.CLOCK, ME, secret=secret)
    assert found is not None
    assert found.other
    hands = Hands(qtbot, make_window(qtbot, str(path), lang="en", bank=str(path)))
    hands.rest()

    def say_no(dialog: Any) -> None:
        told.append(dialog.sentence.text())
        dialog.reject()

    def wrong_then_right(dialog: Any) -> None:
        for typed in ("fel fras", secret):
            dialog.field.setText(typed)
            dialog.confirm()
            assert dialog.isVisible() == (typed != secret)
        formed.answered(hands.window.window, "TypeDialog", say_no)

    told: list[str] = []
    formed.answering(hands, "SecretDialog", wrong_then_right)
    app._change_bank(hands.window, f"{finding.RESTORE}{copy}", told.append)
    hands.until(lambda: bool(told))
    assert "The copy is another bank's." in told[0]
    assert "The phone of G was changed" in told[0]
    hands.rest()
    assert len(told) == 1
    close(hands.window)


@pytest.mark.thorough(long=True)
def test_what_is_no_backup_is_refused_in_the_window_before_anything_is_asked(
    qtbot: QtBot, two: tuple[Path, Path], tmp_path: Path
) -> None:
    path, wrong = two[0], tmp_path / "skrap.amdesk"
    wrong.write_text("hej", "utf-8")
    hands = Hands(qtbot, make_window(qtbot, str(path), lang="en", bank=str(path)))
    hands.rest()
    app._change_bank(hands.window, f"{finding.RESTORE}{wrong}", lambda _what: None)
    hands.rest()
    assert QApplication.activeModalWidget() is None
    assert "skrap.amdesk.key.json is missing" in hands.window.window.toast.text.text()
    close(hands.window)


def test_the_passphrase_of_a_backup_is_asked_for_once(qtbot: QtBot, tmp_path: Path) -> None:
    secret = "fyra ord som ingen gissar"
    target, copy = tmp_path / "b.amdesk", tmp_path / "kopia.amdesk"
    banks.create(copy, secret, make.CLOCK, ME)[0].close()
    settings = Settings(bank=str(target))
    words = Words("en", make.TODAY)
    found = finding.Finding(application(), settings, words, make.CLOCK, str).find(f"{finding.RESTORE}{copy}", secret)
    assert found is not None
    assert found[1] == banks.unlock(str(target), secret)


def test_settings_promise_no_copy_of_the_demo_city_which_is_not_copied(hands: Hands) -> None:
    hands.window.window.go("settings", part="copies")
    hands.rest()
    assert hands.window.demo
    assert hands.page("settings").copies.promise.text() == "Av demostaden görs ingen kopia av sig själv."


@pytest.mark.thorough(long=True)
def test_settings_promise_a_copy_of_a_bank_that_is_copied(qtbot: QtBot, two: tuple[Path, Path]) -> None:
    own = Hands(qtbot, make_window(qtbot, str(two[0]), bank=str(two[0])))
    own.window.window.go("settings", part="copies")
    own.rest()
    assert own.page("settings").copies.promise.text().startswith("En kontrollerad kopia görs när du stänger AMDesk")
    close(own.window)
