"""Another theme, language or text size makes the window anew; what somebody was in the middle of is there afterwards."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from amdesk.app import Held, _first_window, _hooks, application, speak
from amdesk.services.bank import access, banks
from amdesk.settings import Settings
from amdesk.ui.bank.secrets import UnlockDialog
from amdesk.ui.frame.session import BankWindow
from tests import make
from tests.ui.conftest import Hands, close, make_window


@pytest.fixture(autouse=True)
def _own_hook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)


def turn(qtbot: QtBot, hands: Hands, held: Held, act: Any, **given: Any) -> Hands:
    """The window with another look, as the program makes it: `act` asks for it."""
    following: list[str] = []
    loop: Any = SimpleNamespace(exit=lambda _code: None)
    _hooks(loop, hands.window, following, held)
    act()
    hands.until(lambda: bool(following))
    close(hands.window)
    other = Hands(qtbot, make_window(qtbot, following[0], **given))
    held.give(other.window)
    other.rest()
    return other


@pytest.fixture
def amid(qtbot: QtBot, demo_bank: Path, tmp_path: Path) -> Hands:
    """Step 3 of an import whose third row is wrong."""
    path = tmp_path / "list.csv"
    rows = (f"Prov Ett;{make.fresh_number()};Målare", "Prov Två;19861301-2384;Målare", "Prov Tre;fel;Målare")
    path.write_text("\n".join(("Namn;Personnummer;Önskat yrke", *rows)) + "\n", "utf-8")
    hands = Hands(qtbot, make_window(qtbot, str(demo_bank)))
    hands.window.window.go("exchange", file=str(path))
    hands.until(lambda: hands.page("exchange").review is not None)
    assert hands.page("exchange").review.count("rejected") == 2
    return hands


@pytest.mark.thorough(long=True)
def test_cells_that_were_mended_in_an_import_outlive_another_text_size(qtbot: QtBot, amid: Hands) -> None:
    page, number, held = amid.page("exchange"), make.fresh_number(), Held()
    page.mend(3, "identity", number)
    amid.until(lambda: page.review.count("rejected") == 1)
    later = turn(qtbot, amid, held, lambda: amid.ctrl(Qt.Key.Key_Plus), scale=115)
    page = later.page("exchange")
    later.until(lambda: page.review is not None)
    assert later.window.window.current == "exchange"
    assert page.rows.raw(3, "identity") == number
    assert page.review.count("rejected") == 1
    page.confirm()
    later.until(lambda: page.review is None)
    assert later.ask(lambda desk: [str(p.name) for p in desk.participants.listing("Prov Två")]) == ["Prov Två"]
    close(later.window)


@pytest.mark.thorough(long=True)
def test_a_cell_that_is_just_being_mended_outlives_another_language(qtbot: QtBot, amid: Hands) -> None:
    page, number = amid.page("exchange"), make.fresh_number()

    def act() -> None:
        page.mend(3, "identity", number)
        amid.shell.settings = amid.shell.settings._replace(language="en")
        amid.shell.appearance.emit()

    later = turn(qtbot, amid, Held(), act, lang="en")
    page = later.page("exchange")
    later.until(lambda: page.review is not None and page.review.count("rejected") == 1)
    assert page.rows.raw(3, "identity") == number
    close(later.window)


@pytest.mark.thorough(long=True)
def test_columns_that_were_pointed_out_outlive_another_theme(qtbot: QtBot, demo_bank: Path, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Vem;Vad;Mer\nProv Ett;Målare;x\n", "utf-8")
    hands = Hands(qtbot, make_window(qtbot, str(demo_bank)))
    hands.window.window.go("exchange", file=str(path))
    page = hands.page("exchange")
    hands.until(lambda: page.part() == "reading")
    for column, field in ((0, "name"), (1, "wishes")):
        page.read_anew({f"column:{'Vem' if column == 0 else 'Vad'}": field})
        hands.rest()
    later = turn(qtbot, hands, Held(), lambda: hands.shell.appearance.emit(), theme="dark")
    page = later.page("exchange")
    later.until(lambda: page.part() == "reading")
    assert {c: one.code() for c, one in page.columns.choices.items()} == {0: "name", 1: "wishes", 2: ""}
    close(later.window)


@pytest.mark.thorough(long=True)
def test_a_bank_with_a_passphrase_asks_it_once_and_not_again_for_another_text_size(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, secret = tmp_path / "b.amdesk", "fyra ord som ingen gissar"
    banks.create(path, secret, make.CLOCK, access.who("Jamila Provström"))[0].close()
    hands = Hands(qtbot, make_window(qtbot, str(path), key=banks.unlock(str(path), secret)))
    held = Held()
    asked: list[object] = []
    monkeypatch.setattr(UnlockDialog, "ask", lambda *said: asked.append(said))
    following: list[str] = []
    _hooks(SimpleNamespace(exit=lambda _code: None), hands.window, following, held)  # type: ignore[arg-type]  # of the loop only this
    hands.ctrl(Qt.Key.Key_Plus)
    hands.until(lambda: bool(following))
    close(hands.window)
    user, key = held.again(following[0])
    later = _first_window(application(), following[0], "sv", make.CLOCK, Settings(), None, user, None, key)
    assert isinstance(later, BankWindow), "the bank opens"
    assert asked == []
    assert (user, later.me.name) == ("Jamila Provström", "Jamila Provström")
    assert held.again(following[0])[1] is None, "given once"
    assert held.again("another.amdesk") == ("", None)
    later.show()
    close(later)


@pytest.mark.thorough(long=True)
def test_the_page_that_is_shown_is_shown_after_another_text_size(qtbot: QtBot, demo_bank: Path) -> None:
    hands = Hands(qtbot, make_window(qtbot, str(demo_bank)))
    hands.window.window.go("placements", view="list")
    hands.rest()
    later = turn(qtbot, hands, Held(), lambda: hands.ctrl(Qt.Key.Key_Plus), scale=115)
    assert later.window.window.current == "placements"
    close(later.window)


@pytest.mark.thorough(long=True)
def test_days_written_for_a_booking_outlive_another_text_size(qtbot: QtBot, demo_bank: Path) -> None:
    hands = Hands(qtbot, make_window(qtbot, str(demo_bank)))
    hands.window.window.go("matching")
    page = hands.page("matching")
    hands.until(lambda: page.panel.asking and page.rows.rowCount() > 3)
    hands.rest()
    page.list.setCurrentIndex(page.rows.index(2))
    hands.rest()
    person, chosen = page.person.id, page.panel.matched
    page.panel.first.setText("2027-01-1")  # not yet a day
    page.panel.extent.set_current("50")
    later = turn(qtbot, hands, Held(), lambda: hands.ctrl(Qt.Key.Key_Plus), scale=115)
    page = later.page("matching")
    later.until(lambda: page.person is not None)
    later.rest()
    assert later.window.window.current == "matching"
    assert (page.person.id, page.panel.matched) == (person, chosen)
    assert (page.panel.first.text(), page.panel.extent.current()) == ("2027-01-1", "50")
    close(later.window)


def test_another_bank_is_given_nothing_of_it(qtbot: QtBot, amid: Hands) -> None:
    held = Held()
    held.take(amid.window)
    held.address = "another"
    held.give(amid.window)
    assert held.pages == {}
    close(amid.window)


def test_the_menu_of_a_text_field_speaks_the_language_of_the_window(qapp: QApplication) -> None:
    """Qt's own words too: a field's menu, and the dialogs for files where the system has none of its own."""
    field = QLineEdit("text")
    field.setFocus()

    def said() -> str:
        menu = field.createStandardContextMenu()
        words = " ".join(action.text() for action in menu.actions()).replace("&", "")
        menu.deleteLater()
        return words

    try:
        speak(qapp, "sv")
        assert "Klipp ut" in said()
        assert "Markera alla" in said()
        assert QCoreApplication.translate("QFileDialog", "&Open") == "&Öppna"
        speak(qapp, "en")
        assert "Cut" in said()
        speak(qapp, "sv")
        assert "Kopiera" in said()
    finally:
        speak(qapp, "en")
        field.deleteLater()
