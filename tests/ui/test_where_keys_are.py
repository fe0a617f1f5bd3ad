"""What is read or stored answers when it comes to it: by then the keys may be elsewhere, and there they stay."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from amdesk.ui.kit.basic import Segments
from amdesk.ui.kit.menu import buttons_in
from tests import make
from tests.ui.conftest import Hands, close, make_window
from tests.ui.screens import PAGES


def palette(hands: Hands) -> QWidget:
    """Opened at once, whatever is under way; its field."""
    hands.window.window.open_palette()
    return hands.window.window.palette_box.field


def keys(hands: Hands) -> QWidget | None:
    return hands.window.window.focusWidget()


@pytest.fixture
def newcomer(qtbot: QtBot, new_file: Path, tmp_path: Path) -> Iterator[Hands]:
    """A bank in which nothing is yet."""
    window = make_window(qtbot, str(make.copied(new_file, tmp_path / "new.amdesk")))
    hands = Hands(qtbot, window)
    hands.rest()
    yield hands
    close(window)


def taken(hands: Hands) -> list[str]:
    """The pages that take the keys from the palette, and when."""
    found, window = [], hands.window.window
    for name, (page, visit) in PAGES.items():
        window.go(page, **visit)
        field = palette(hands)
        hands.rest()
        found += [f"{name}: read for the first time"] * (keys(hands) is not field)
        window.palette_box.close_()
        hands.rest()
        for region in (one for one in window.pages[page].regions() if one.isVisible()):
            region.setFocus()
            field = palette(hands)
            window.refresh()
            hands.rest()
            found += [f"{name}: read anew, from {region.accessibleName()}"] * (keys(hands) is not field)
            window.palette_box.close_()
    return found


@pytest.mark.thorough(long=True)
def test_a_page_that_is_come_to_has_the_keys_in_what_it_shows_and_not_on_an_act_over_it(hands: Hands) -> None:
    window, wrong = hands.window.window, []
    for name, (page, visit) in PAGES.items():
        window.go("overview" if page != "overview" else "settings")
        hands.rest()
        window.go(page, **visit)
        hands.rest()
        here, shown = keys(hands), window.pages[page]
        acts = list(buttons_in(shown.actions_row))
        wrong += [f"{name}: {type(here).__name__}"] * (here in acts or here is None or not shown.isAncestorOf(here))
    assert wrong == []


@pytest.mark.thorough(long=True)
def test_no_page_takes_the_keys_from_the_palette_when_it_is_read(hands: Hands) -> None:
    assert taken(hands) == []


@pytest.mark.thorough(long=True)
def test_no_page_of_an_empty_bank_takes_the_keys_from_the_palette_when_it_is_read(newcomer: Hands) -> None:
    assert taken(newcomer) == []


def test_the_first_steps_that_are_read_anew_leave_the_keys_where_they_have_gone(newcomer: Hands) -> None:
    going = newcomer.page("overview").going
    assert going.take_focus()
    field = palette(newcomer)
    newcomer.window.window.refresh()
    newcomer.rest()
    assert keys(newcomer) is field
    newcomer.window.window.palette_box.close_()
    going.take_focus()
    newcomer.window.window.refresh()
    newcomer.rest()
    assert going.isAncestorOf(keys(newcomer)), "where they were in it, they stay in it"


def _book(hands: Hands, _folder: Path) -> None:
    hands.window.window.go("matching")
    hands.rest()
    assert hands.page("matching").panel.ok.isEnabled()
    hands.page("matching").confirm()


def _move_on_the_board(hands: Hands, _folder: Path) -> None:
    hands.window.window.go("placements")
    hands.rest()
    hands.page("placements").board._write(lambda _desk: (), "Flyttad")


def _check_a_file(hands: Hands, folder: Path) -> None:
    book = openpyxl.Workbook()
    table = book.create_sheet("list", 0)
    for row in (["Arbetsplats", "Yrke", "Antal platser", "Typ"], ["Parklag Prov", "Parkarbetare", 2, "lag"]):
        table.append(row)
    book.save(folder / "list.xlsx")
    hands.window.window.go("exchange", file=str(folder / "list.xlsx"), kind="placements")


def _go_where_something_is_stored_first(hands: Hands, _folder: Path) -> None:
    hands.window.window.go("settings", part="unit")
    hands.rest()
    page: Any = hands.page("settings")
    page.store_first = lambda then, _otherwise=None: hands.shell.tasks.write(lambda _desk: None, lambda _: then())
    hands.window.window.go("participants")


@pytest.mark.thorough(4)
@pytest.mark.parametrize("act", [_book, _move_on_the_board, _check_a_file, _go_where_something_is_stored_first])
def test_what_is_answered_when_somebody_writes_elsewhere_leaves_the_keys_there(
    hands: Hands, tmp_path: Path, act: Callable[[Hands, Path], None]
) -> None:
    act(hands, tmp_path)
    field = palette(hands)
    hands.rest()
    assert keys(hands) is field


@pytest.mark.thorough(long=True)
def test_who_waits_for_the_answer_where_she_asked_is_led_to_it(hands: Hands, tmp_path: Path) -> None:
    _check_a_file(hands, tmp_path)
    hands.until(lambda: hands.page("exchange").review is not None)
    hands.rest()
    assert keys(hands) is hands.page("exchange").table
    _book(hands, tmp_path)
    hands.rest()
    assert keys(hands) is hands.page("matching").panel.print_button


@pytest.mark.thorough(long=True)
def test_a_key_that_books_is_not_lost_while_the_page_is_read_anew(hands: Hands) -> None:
    hands.window.window.go("matching")
    hands.rest()
    page = hands.page("matching")
    wanted = page.panel.person.id, page.panel.opening.placement.id
    hands.window.window.refresh()
    page.confirm()
    hands.rest()
    assert page.panel.receipt is not None
    assert (page.panel.receipt.booking.participant_id, page.panel.receipt.booking.placement_id) == wanted


@pytest.fixture
def held(hands: Hands) -> Iterator[threading.Event]:
    """The page to match on, and what its threads wait for when they are told to."""
    hands.window.window.go("matching")
    hands.rest()
    event = threading.Event()
    yield event
    event.set()


def waits(event: threading.Event) -> Callable[[Any], None]:
    def wait(_desk: Any) -> None:
        assert event.wait(30)

    return wait


def test_a_receipt_stays_when_what_was_asked_before_the_booking_is_answered_after_it(
    hands: Hands, held: threading.Event
) -> None:
    page = hands.page("matching")
    hands.window.tasks.run(waits(held))
    hands.window.window.refresh()
    page.confirm()
    hands.until(lambda: page.panel.receipt is not None)
    made = page.panel.receipt
    held.set()
    hands.rest()
    assert page.panel.receipt is made
    assert page.panel.print_button.isVisible()


@pytest.mark.thorough(long=True)
def test_who_goes_on_to_the_next_person_while_a_booking_is_stored_hears_of_it_there(
    hands: Hands, held: threading.Event
) -> None:
    page, said = hands.page("matching"), list[str]()
    first, following = page.person, page._next_person()
    hands.shell.toasted.connect(lambda sentence, _undo: said.append(sentence))
    hands.window.tasks.write(waits(held), file=True)
    page.confirm()
    page.next_(1)
    held.set()
    hands.rest()
    assert page.panel.receipt is None
    assert (page.person.name, page.panel.person.name) == (following, following)
    assert said == [f"{first.name.split()[0]} är bokad"]


@pytest.mark.thorough(long=True)
def test_a_key_that_books_pressed_again_while_the_first_is_stored_books_once_and_refuses_nothing(
    hands: Hands, held: threading.Event
) -> None:
    page, said = hands.page("matching"), list[str]()
    hands.shell.toasted.connect(lambda sentence, _undo: said.append(sentence))
    before = page.panel.ok
    hands.window.window.refresh()
    hands.window.tasks.write(waits(held), file=True)
    page.confirm()
    hands.until(lambda: page.panel.ok is not before)
    page.confirm()
    held.set()
    hands.rest()
    assert page.panel.receipt is not None
    assert said == []


@pytest.mark.thorough(long=True)
def test_a_place_asked_for_anew_is_shown_though_a_receipt_stood_there(hands: Hands, held: threading.Event) -> None:
    page, go = hands.page("matching"), hands.window.window.go
    place = page.panel.opening.placement.id
    go("matching", placement=place)
    hands.rest()
    assert page.panel.asking
    page.confirm()
    hands.rest()
    assert page.panel.receipt is not None
    go("matching", placement=place)
    hands.rest()
    assert page.panel.receipt is None


def test_a_button_that_is_held_down_is_clicked_though_something_is_answered_meanwhile(hands: Hands) -> None:
    page, clicked = hands.page("overview"), list[bool]()
    hidden, held = QLineEdit(page), QPushButton(page)
    held.clicked.connect(lambda: clicked.append(True))
    for one in (hidden, held):
        one.show()
    hidden.setFocus()
    hidden.hide()
    hands.window.window.rail.search.setFocus()
    hands.shell.tasks.run(lambda _desk: None)
    QTest.mousePress(held, Qt.MouseButton.LeftButton)
    hands.rest()
    QTest.mouseRelease(held, Qt.MouseButton.LeftButton)
    assert clicked == [True]


def test_choices_that_fold_for_want_of_room_leave_the_keys_where_they_are(hands: Hands) -> None:
    window = hands.window.window
    window.go("followup", tab="result")
    hands.rest()
    tabs: Segments = hands.page("followup").tabs
    tabs.button(tabs.current()).setFocus()
    field = palette(hands)
    tabs.resize(tabs.minimumSizeHint().width() // 2, tabs.height())
    QApplication.processEvents()
    assert tabs.folded is not None
    assert keys(hands) is field


@contextmanager
def watched(found: list[str]) -> Iterator[None]:
    """What the keys are put on before it is shown: a key that comes then is nobody's."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)

    def reached(_was: QWidget | None, now: QWidget | None) -> None:
        if now is not None and not now.isVisible():
            found.append(f"{type(now).__name__} {now.accessibleName()}")

    app.focusChanged.connect(reached)
    yield
    app.focusChanged.disconnect(reached)


def unseen(hands: Hands) -> list[str]:
    """What the keys are put on while a page is read anew, from the last of the buttons that stand together in it."""
    every, window = [], hands.window.window
    for name, (page, visit) in PAGES.items():
        window.go(page, **visit)
        hands.rest()
        takes = [one for one in window.pages[page].findChildren(QPushButton) if one.isVisible() and one.isEnabled()]
        for one in {one.parentWidget(): one for one in takes}.values():
            found: list[str] = []
            if isValid(one):
                one.setFocus()
                with watched(found):
                    window.refresh()
                    hands.rest()
            every += [f"{name}: {said}" for said in found]
    return every


@pytest.mark.thorough(long=True)
def test_the_keys_are_never_on_what_is_not_shown_yet(hands: Hands) -> None:
    assert unseen(hands) == []


@pytest.mark.thorough(long=True)
def test_the_keys_are_never_on_what_is_not_shown_yet_in_an_empty_bank(newcomer: Hands) -> None:
    assert unseen(newcomer) == []


@pytest.fixture
def nobody(newcomer: Hands) -> Hands:
    """A bank whose unit is known, and not yet who sits here."""
    shell = newcomer.window.shell
    shell.settings = shell.settings._replace(user="Jamila Provsson")
    shell.tasks.write(lambda desk: desk.set_settings({"city": "Ekhamra", "unit": "Enheten"}))
    newcomer.rest()
    return newcomer


def test_who_says_who_she_is_has_the_keys_on_what_comes_next_and_nowhere_between(nobody: Hands) -> None:
    going, found = nobody.page("overview").going, list[str]()
    (me,) = [one for one in going.findChildren(QPushButton) if one.isVisible() and one.text() == "Det är jag"]
    me.setFocus()
    with watched(found):
        me.click()
        nobody.rest()
    assert found == []
    assert keys(nobody) is going.first


def test_who_chooses_who_she_is_goes_on_choosing_when_another_writes(nobody: Hands) -> None:
    who = nobody.page("overview").going.who
    assert who.isVisible()
    nobody.window.window.refresh()
    nobody.rest()
    assert nobody.page("overview").going.who is who
