"""Everything before there is a bank to work in: first start, passphrase, recovery code, restore, and closing with a backup."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from amdesk import app
from amdesk.app import application
from amdesk.db.bank import settings
from amdesk.db.engine.opening import open_bank
from amdesk.domain.bank.generations import Folders
from amdesk.domain.clock import Clock
from amdesk.i18n import Words
from amdesk.services.bank import access, banks, generations
from amdesk.settings import Settings, data_folder
from amdesk.ui.bank.secrets import TypeDialog, UnlockDialog
from amdesk.ui.frame import finding
from amdesk.ui.frame.start import Bare, NewBankDialog, StartDialog
from amdesk.ui.kit.basic import button
from amdesk.ui.kit.theme import look
from amdesk.ui.kit.within import Within
from tests import make, odd
from tests.ui.conftest import Hands, close, make_window
from tests.ui.formed import answered, asked

SECRET = "fyra ord som ingen gissar"


@pytest.fixture
def bare(qtbot: QtBot) -> Bare:
    return Bare(look(application(), Settings()), Words("en", make.TODAY), Settings())


def test_a_new_bank_needs_two_equal_passphrases_and_a_recovery_code_that_was_seen(qtbot: QtBot, bare: Bare) -> None:
    start = StartDialog(bare, make.CLOCK, str)
    qtbot.addWidget(start)
    dialog = NewBankDialog(start, bare, make.CLOCK)
    dialog.show()
    for first, second, said in (("kort", "kort", "too short"), (SECRET, "annan fras", "differ")):
        dialog.first.setText(first)
        dialog.second.setText(second)
        dialog.confirm()
        assert said in dialog.wrong.text()
        assert dialog.made is None
    dialog.second.setText(SECRET)
    dialog.confirm()
    assert dialog.made is not None
    assert len(dialog.code.text()) == 31
    dialog.confirm()
    assert dialog.isVisible(), "the code must be seen first"
    dialog.printed.setChecked(True)
    dialog.confirm()
    assert not dialog.isVisible()
    for secret in (SECRET, dialog.code.text()):
        open_bank(dialog.made[0], secret=secret, actor="T", account="t", clock=make.CLOCK).close()


@pytest.fixture
def made_to_the_code(qtbot: QtBot, bare: Bare) -> Iterator[NewBankDialog]:
    """A dialog that shows the recovery code of the bank it has made."""
    start = StartDialog(bare, make.CLOCK, str)
    qtbot.addWidget(start)
    dialog = NewBankDialog(start, bare, make.CLOCK)
    dialog.show()
    for field, said in (
        (dialog.city, "Ekhamra stad"),
        (dialog.unit, "Enheten för anställningar"),
        (dialog.name, "Jamila Provström"),
        (dialog.first, SECRET),
        (dialog.second, SECRET),
    ):
        field.setText(said)
    QTest.keyClick(dialog.second, Qt.Key.Key_Return)
    yield dialog
    start.close()


def test_leaving_at_the_recovery_code_leaves_no_file_and_nothing_of_another_bank_is_touched(
    made_to_the_code: NewBankDialog,
) -> None:
    dialog = made_to_the_code
    kept = data_folder() / "bank-before-20261101-0800.amdesk"
    kept.write_bytes(b"what a restore put aside")
    assert dialog.made is not None
    assert Path(dialog.made[0]).exists()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert Path(dialog.made[0]).exists(), "it is asked first: her bank is what is thrown away"
    over = asked(dialog)
    assert over is not None
    assert over.sentence.text().startswith("The bank is made"), "nothing that she wrote is what is lost"
    over.confirm()
    assert not dialog.isVisible()
    assert dialog.made is None
    assert list(data_folder().iterdir()) == [kept]


def test_the_recovery_code_is_shown_whole_with_nothing_else_to_fill_in(
    qtbot: QtBot, made_to_the_code: NewBankDialog
) -> None:
    dialog = made_to_the_code
    qtbot.waitUntil(lambda: dialog.height() == dialog.outer.totalHeightForWidth(dialog.width()))
    qtbot.waitUntil(dialog.printed.isVisible)
    assert not any(field.isVisible() for field in dialog.findChildren(QLineEdit))
    for shown in (dialog.code, dialog.printed, dialog.ok):
        assert shown.width() >= shown.sizeHint().width()
        assert shown.height() >= shown.sizeHint().height()


@pytest.mark.thorough(long=True)
def test_the_recovery_code_is_in_sight_where_the_fields_before_it_had_to_scroll(qtbot: QtBot) -> None:
    large = Bare(look(application(), Settings(scale=150)), Words("sv", make.TODAY), Settings(scale=150))
    start = StartDialog(large, make.CLOCK, str)
    qtbot.addWidget(start)
    start.show()
    dialog = NewBankDialog(start, large, make.CLOCK)
    dialog.show()
    dialog.first.setText(SECRET)
    dialog.second.setText(SECRET)
    for _ in range(3):  # it is laid out and stands there, as when somebody has written in it
        application().processEvents()
    before = dialog.height()
    QTest.keyClick(dialog.second, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.height() < before)  # it has taken the room that it needs now
    for shown in (dialog.code, dialog.printed):
        assert shown.visibleRegion().boundingRect() == shown.rect()
    dialog.reject()
    start.close()
    look(application(), Settings())


def test_a_new_bank_knows_its_municipality_and_unit(made_to_the_code: NewBankDialog) -> None:
    assert made_to_the_code.made is not None
    bank = open_bank(made_to_the_code.made[0], secret=SECRET, actor="T", account="t", clock=make.CLOCK)
    assert [settings.setting(bank, name) for name in ("city", "unit")] == ["Ekhamra stad", "Enheten för anställningar"]
    bank.close()


def test_enter_on_a_button_does_what_space_does(qtbot: QtBot, bare: Bare) -> None:
    pressed: list[str] = []
    holder = StartDialog(bare, make.CLOCK, str)
    qtbot.addWidget(holder)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        one = button(bare, "New bank", lambda: pressed.append("x"))
        one.setParent(holder)
        QTest.keyClick(one, key)
    assert len(pressed) == 3


def test_the_first_start_offers_four_ways_by_keyboard(qtbot: QtBot, bare: Bare, demo_file: Path) -> None:
    def make_demo() -> str:
        data_folder().mkdir(parents=True)
        return str(make.copied(demo_file, data_folder() / "ekhamra.amdesk"))

    dialog = StartDialog(bare, make.CLOCK, make_demo)
    qtbot.addWidget(dialog)
    dialog.show()
    assert [b.text() for b in dialog.buttons.values()] == [
        "New bank",
        "Try the demo city",
        "Open a bank",
        "Restore a backup",
    ]
    QTest.keyClick(dialog.buttons["building"], Qt.Key.Key_Space)
    assert dialog.answer == (str(data_folder() / "ekhamra.amdesk"), None)


def test_a_wrong_passphrase_is_said_and_the_right_one_opens(qtbot: QtBot, bare: Bare, tmp_path: Path) -> None:
    path = tmp_path / "b.amdesk"
    banks.create(path, SECRET, make.CLOCK, access.who())[0].close()
    dialog = UnlockDialog(None, bare, str(path))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.field.setText("fel")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert "does not open the bank" in dialog.wrong.text()
    dialog.field.setText(SECRET)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert len(dialog.key) == 64


@pytest.mark.thorough(long=True)
def test_restoring_from_the_first_start_opens_the_copy(
    qtbot: QtBot, bare: Bare, demo_bank: Path, monkeypatch: Any
) -> None:
    dialog = StartDialog(bare, make.CLOCK, str)
    qtbot.addWidget(dialog)
    data_folder().mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(demo_bank), ""))
    told: list[str] = []

    def refuse(asked: Any) -> None:
        told.append(asked.sentence.text())
        asked.reject()

    def agree(asked: Any) -> None:
        asked.field.setText("RESTORE")
        asked.confirm()

    answered(dialog, "TypeDialog", refuse)
    dialog._restore()
    assert dialog.answer is None
    assert "it is not known who was erased" in told[0], "nothing newer is here that would know"
    assert "is replaced" not in told[0], "there is no bank"
    answered(dialog, "TypeDialog", agree)
    dialog._restore()
    assert dialog.answer is not None
    bank = open_bank(dialog.answer[0], actor="T", account="t", clock=make.CLOCK)
    assert len(list(bank.query("select id from placement"))) == 72
    bank.close()


def test_what_cannot_be_undone_asks_for_a_word(qtbot: QtBot, bare: Bare) -> None:
    holder = StartDialog(bare, make.CLOCK, str)
    qtbot.addWidget(holder)
    dialog = TypeDialog(holder, bare, "Restore a backup", "x", "RESTORE")
    for said, may in (("restor", False), ("", False), ("restore", True), ("RESTORE", True)):
        dialog.field.setText(said)
        assert dialog.ok.isEnabled() == may, said


@pytest.mark.thorough(long=True)
def test_closing_the_window_leaves_a_checked_backup(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "own.amdesk"
    bank, _ = banks.create(path, None, make.CLOCK, access.who())
    make.participant(bank, name="Zeinab Försöksmark")
    bank.close()
    window = make_window(qtbot, str(path))
    close(window)
    copies = list((data_folder() / "backups").glob("amdesk-*.amdesk"))
    assert len(copies) == 1
    copy = open_bank(str(copies[0]), actor="T", account="t", clock=make.CLOCK)
    assert [r["name"] for r in copy.query("select name from participant")] == ["Zeinab Försöksmark"]
    copy.close()


def test_a_bank_whose_key_file_is_missing_is_told_at_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "b.amdesk"
    banks.create(path, SECRET, make.CLOCK, access.who("T"))[0].close()
    path.with_name("b.amdesk.key.json").unlink()
    said: list[str] = []
    monkeypatch.setattr(app, "has_screen", lambda: True)
    monkeypatch.setattr(finding.Finding, "start", lambda _self, told, _damaged=None: said.append(told))
    assert app._early(str(path), "en", make.CLOCK, Settings(), None) is None
    assert app._first_window(application(), str(path), "en", make.CLOCK, Settings(), None) == 4
    assert len(said) == 1
    assert "key file" in said[0]
    assert "is missing" in said[0]


@pytest.mark.thorough(long=True)
def test_closing_again_after_the_clock_went_back_keeps_what_was_saved_last(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "own.amdesk"
    banks.create(path, None, make.CLOCK, access.who())[0].close()
    for name, day in (("Först", make.TODAY), ("Sedan", make.TODAY - timedelta(400))):
        bank = open_bank(str(path), actor="T", account="t", clock=make.CLOCK)
        make.participant(bank, name=name)
        bank.close()
        window = make_window(qtbot, str(path))
        window.clock = Clock(day)
        close(window)
    bank = open_bank(str(path), actor="T", account="t", clock=make.CLOCK)
    found = generations.listed(bank, Folders(data_folder() / "backups"))
    bank.close()
    assert [kept.number for kept in found] == [2, 1]
    latest = open_bank(str(data_folder() / "backups" / found[0].name), actor="T", account="t", clock=make.CLOCK)
    assert [r["name"] for r in latest.query("select name from participant order by id")] == ["Först", "Sedan"]
    latest.close()


@pytest.mark.thorough(long=True)
def test_settings_lists_the_copies_of_this_bank_also_those_from_before_they_were_numbered(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path, other = tmp_path / "own.amdesk", tmp_path / "other.amdesk"
    for where, name in ((path, "amdesk-20250102-090000.amdesk"), (other, "amdesk-20250103-090000.amdesk")):
        bank, _ = banks.create(where, None, make.CLOCK, access.who())
        banks.backup(bank, data_folder() / "backups" / name)
        bank.close()
    window = make_window(qtbot, str(path), lang="en")
    hands = Hands(qtbot, window)
    window.window.go("settings", part="copies")
    hands.rest()
    pane = hands.page("settings").copies
    assert [k.name for k in pane.rows.rows] == ["amdesk-20250102-090000.amdesk"]
    pane.back_up()
    hands.until(lambda: [k.number for k in pane.rows.rows] == [1, 0])
    close(window)


def test_the_window_refuses_to_restore_its_bank_onto_itself_and_stays_open(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "own.amdesk"
    banks.create(path, None, make.CLOCK, access.who())[0].close()
    window = make_window(qtbot, str(path), lang="en")
    window.shell.settings = window.shell.settings._replace(bank=str(path))
    monkeypatch.setattr(TypeDialog, "ask", lambda *_a: pytest.fail("nothing is asked"))
    gone: list[str] = []
    app._change_bank(window, f"{finding.RESTORE}{path}", gone.append)
    assert gone == []
    assert "is the bank itself" in window.window.toast.text.text()
    close(window)


def told_at_the_start(address: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the start says of a bank that does not open, once the user has given up."""
    said: list[str] = []
    monkeypatch.setattr(app, "has_screen", lambda: True)
    monkeypatch.setattr(finding.Finding, "start", lambda _self, told, _damaged=None: said.append(told))
    settings = Settings.load()
    early = app._begun(app._early(address, "en", make.CLOCK, settings, None))
    assert app._first_window(application(), address, "en", make.CLOCK, settings, early) in {0, 4}
    return said


def test_odd_key_files_and_settings_are_told_at_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "b.amdesk"
    banks.create(path, SECRET, make.CLOCK, access.who("T"))[0].close()
    Settings.file().parent.mkdir(parents=True)
    for name in odd.ALL:
        if name == "no rights":
            continue
        odd.put(name, path.with_name("b.amdesk.key.json"))
        odd.put(name, Settings.file())
        said = told_at_the_start(str(path), monkeypatch)
        assert len(said) == 1, name
        assert "key file" in said[0] or "b.amdesk.key.json" in said[0], name


@pytest.mark.parametrize("address", ["postgresql:...", "postgresql://[", "postgresql://127.0.0.1:1/x"])
def test_an_odd_address_is_told_at_the_start(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = told_at_the_start(address, monkeypatch)
    assert len(said) == 1
    assert said[0].endswith(".")


@pytest.mark.thorough(6)
@pytest.mark.parametrize("scale", [100, 150, 200])
@pytest.mark.parametrize("screen", [QRect(0, 0, 1366, 768), QRect(0, 0, 1280, 640)], ids=["1366x768", "1280x640"])
def test_a_refused_passphrase_is_said_with_the_field_and_the_sentence_whole_in_sight(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, scale: int, screen: QRect
) -> None:
    monkeypatch.setattr(Within, "room", lambda _self: screen)
    bare = Bare(look(application(), Settings(scale=scale)), Words("sv", make.TODAY), Settings(scale=scale))
    start = StartDialog(bare, make.CLOCK, str)
    qtbot.addWidget(start)
    start.show()
    dialog = NewBankDialog(start, bare, make.CLOCK)
    dialog.show()
    for first, second, at in (("kort", "kort", dialog.first), (SECRET, "annat", dialog.second)):
        dialog.first.setText(first)
        dialog.second.setText(second)
        dialog.confirm()
        for shown in (dialog.wrong, at, dialog.ok):
            qtbot.waitUntil(lambda shown=shown: shown.visibleRegion().boundingRect() == shown.rect())  # type: ignore[misc]  # a lambda with a default
        assert dialog.wrong.height() >= dialog.wrong.heightForWidth(dialog.wrong.width())
        assert dialog.focusWidget() is at
        assert dialog.height() <= screen.height()
    dialog.reject()
    start.close()
    look(application(), Settings())


@pytest.mark.thorough(2)
@pytest.mark.parametrize("scale", [100, 200])
def test_a_dialog_over_the_small_first_window_is_as_large_as_the_screen_lets_it_be(qtbot: QtBot, scale: int) -> None:
    bare = Bare(look(application(), Settings(scale=scale)), Words("sv", make.TODAY), Settings(scale=scale))
    start = StartDialog(bare, make.CLOCK, str)
    qtbot.addWidget(start)
    start.show()
    dialog = NewBankDialog(start, bare, make.CLOCK)
    dialog.show()
    assert dialog.area is None  # nothing has to scroll
    assert dialog.height() >= dialog.outer.totalHeightForWidth(dialog.width())
    dialog.reject()
    start.close()
    look(application(), Settings())
