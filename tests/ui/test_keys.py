"""Keys that the screen shows do what it says, wherever on the page one stands; and what a key does has a way by the mouse."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLayout, QLayoutItem, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from amdesk.domain.texts import N_, text
from amdesk.ui.competence.grid import LevelKey
from amdesk.ui.kit.basic import KeyButton, clear
from amdesk.ui.kit.menu import buttons_in
from amdesk.ui.kit.tabbing import put_in_order
from amdesk.ui.results.form import FollowUpDialog
from tests.ui.conftest import Hands

Key = Qt.Key


def button_of(page: Any, words: str) -> KeyButton:
    found: list[KeyButton] = [b for b in page.findChildren(KeyButton) if b.accessibleName() == words and b.isVisible()]
    return found[0]


def working(hands: Hands) -> Any:
    """The page of people, on somebody who works."""
    hands.window.window.go("participants")
    hands.rest()
    page = hands.page()
    row = next(i for i, r in enumerate(page.rows.rows) if r.status == "working" and not r.protected)
    page.list.setCurrentIndex(page.rows.index(row))
    hands.rest()
    return page


@pytest.mark.thorough(long=True)
def test_the_letter_on_a_button_is_its_own_on_any_button_of_the_page(hands: Hands) -> None:
    page = working(hands)
    page.chips["mine"].setFocus()
    hands.press(Key.Key_B)
    assert hands.window.window.current == "competence"


def test_a_letter_typed_in_a_field_is_no_buttons(hands: Hands) -> None:
    page = working(hands)
    page.search.setFocus()
    hands.press(Key.Key_B)
    assert hands.window.window.current == "participants"
    assert page.search.text() == "b"


@pytest.mark.thorough(long=True)
def test_enter_on_the_chosen_tab_is_the_buttons_that_shows_it(hands: Hands) -> None:
    hands.window.window.go("followup", tab="result")
    hands.rest()
    page = hands.page()
    page.tabs.button("result").setFocus()
    hands.press(Key.Key_Right)
    assert page.tabs.current() == "desk"
    assert not page.desk.list.hasFocus()
    hands.press(Key.Key_Return)
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), FollowUpDialog))
    hands.press(Key.Key_Escape)


def test_no_key_of_a_button_is_taken_where_single_letters_are_turned_off(hands: Hands) -> None:
    hands.shell.settings = hands.shell.settings._replace(letters=False)
    page = working(hands)
    page.chips["mine"].setFocus()
    hands.press(Key.Key_B)
    assert hands.window.window.current == "participants"


@pytest.mark.thorough(long=True)
def test_the_keys_stay_on_a_button_that_is_made_anew_when_something_was_stored(hands: Hands) -> None:
    page = working(hands)
    more = button_of(page, page.t("More for this person"))
    more.setFocus()
    page.refresh()
    hands.rest()
    again = button_of(page, page.t("More for this person"))
    assert again is not more
    assert again.hasFocus()


@pytest.mark.parametrize(("made", "then"), [(("A", "B"), "B"), (("C", "D"), "C"), ((), "")])
def test_keys_go_to_what_says_the_same_or_comes_first_and_not_out_of_their_part(
    qtbot: QtBot, made: tuple[str, ...], then: str
) -> None:
    top, part = QWidget(), QWidget()
    qtbot.addWidget(top)
    outer, layout = QVBoxLayout(top), QVBoxLayout(part)
    outer.addWidget(QPushButton("before"))
    outer.addWidget(part)
    for one in (QPushButton("A"), QPushButton("B")):
        layout.addWidget(one)
    top.show()
    one.setFocus()
    clear(layout)
    for said in made:
        layout.addWidget(QPushButton(said))
    qtbot.waitUntil(lambda: getattr(top.focusWidget(), "text", str)() == then)


def test_a_page_of_the_rail_says_its_keys_beside_its_name_and_its_count(hands: Hands) -> None:
    rail = hands.window.window.rail
    one = rail.buttons["participants"]
    one.set_badge(7)
    assert one.toolTip() == "Deltagare, 7 (Ctrl 3)"
    assert one.accessibleName() == "Deltagare, 7"
    assert rail.buttons["settings"].toolTip() == "Inställningar"


def test_in_the_narrow_rail_a_click_opens_the_search(hands: Hands) -> None:
    hands.window.window.resize(1280, 640)
    hands.rest()
    search = hands.window.window.rail.search
    assert search.visibleRegion().boundingRect().width() >= 18
    QTest.mouseClick(search, Qt.MouseButton.LeftButton)
    hands.rest()
    assert hands.window.window.palette_box.isVisible()
    hands.press(Key.Key_Escape)


def test_a_level_is_given_by_a_click_on_its_key(hands: Hands) -> None:
    hands.window.window.go("competence")
    hands.rest()
    page = hands.page()
    hands.until(lambda: page.sheet is not None)
    here = page.grid.currentIndex().row()
    three = next(one for one in page.findChildren(LevelKey) if "3" in [x.text() for x in one.findChildren(QLabel)])
    QTest.mouseClick(three, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert page.grid.table.rows[here].levels[-1] == 3
    assert page.grid.currentIndex().row() != here
    page.unsaved_levels.forget()


@pytest.mark.thorough(long=True)
def test_what_the_certificate_lacks_follows_the_key_before_anything_is_read(hands: Hands) -> None:
    hands.window.window.go("competence")
    hands.rest()
    page = hands.page()
    hands.until(lambda: page.sheet is not None)
    page.occasion = "final"
    lines = [replace(x, ok=False) if x.code == "FINAL" else x for x in page.certificate.sheet.readiness]
    page.certificate._show_state(replace(page.certificate.sheet, readiness=lines))
    QTest.mouseClick(next(iter(page.findChildren(LevelKey))), Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert {x.code: x.ok for x in page.certificate.sheet.readiness}["FINAL"]
    page.unsaved_levels.forget()
    hands.rest()


def test_a_notice_offers_to_undo_only_what_was_stored_last(hands: Hands) -> None:
    toast, shell = hands.window.window.toast, hands.shell
    said = text(N_("Closed a period at {places}"), places="A")
    shell.tasks.write(lambda _desk: None, lambda _: shell.toast(said, undo=True))
    hands.rest()
    assert toast.act.isVisible()
    shell.tasks.write(lambda _desk: None, lambda _: None)
    hands.rest()
    assert not toast.act.isVisible()


def test_the_row_that_the_keys_are_on_stays_in_sight_when_the_board_gets_lower(hands: Hands) -> None:
    hands.window.window.go("placements")
    hands.rest()
    view = hands.page().board.view
    rows = (view.viewport().height() - view.head) // view.brush.row
    view.go(view.verticalScrollBar().value() // view.brush.row + rows - 1, view.day)
    assert view.top_of(view.row) + view.brush.row <= view.viewport().height()
    hands.window.window.resize(1366, 640)
    hands.rest()
    assert view.viewport().height() < rows * view.brush.row
    assert view.head <= view.top_of(view.row) <= view.viewport().height() - view.brush.row


def test_tab_leaves_python_no_item_of_a_layout_that_qt_may_delete(hands: Hands) -> None:
    """It would be taken for whatever Qt puts in its place: a person's page after Tab ended the program."""
    page = working(hands)

    def items() -> set[int]:
        every = Shiboken.getAllValidWrappers()
        return {id(one) for one in every if isinstance(one, QLayoutItem) and not isinstance(one, QLayout)}

    before = items()
    put_in_order(hands.window.window)
    assert list(buttons_in(page.top.line))
    assert items() <= before
