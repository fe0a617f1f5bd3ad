"""The menu key over a row that is about a person, a placement or a booking opens what can be done with it, and Esc closes it."""

from __future__ import annotations

import gc
import random
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QWidget

from amdesk.ui.booking.form import BookingDialog
from amdesk.ui.kit.basic import KeyButton
from amdesk.ui.kit.menu import MenuAct, fill
from amdesk.ui.kit.rows import Row
from tests.ui import records
from tests.ui.conftest import Hands
from tests.ui.screens import PAGES

ABOUT = (
    "participant",
    "participant_id",
    "person",
    "placement",
    "placement_id",
    "match",
    "proposal",
    "next_free",
    "tasks",
)
"""A row with one of these is about somebody, a placement, or both."""
BESIDE: dict[str, set[str]] = {
    "competence": {"Bedömning"},
}
"""Lists that are no rows of objects: the levels of one person."""
SINGLE = {
    "overview": ("Postpone", "Mark done", "Open the person", "The week: attendance and contact", "Find place", "Assess"),
    "day90": ("Follow up", "Tried, no answer", "Open the person"),
    "round": ("Accept", "Lock", "Leave out"),
    "matching": ("Book place", "Book tentatively", "Why not?", "Next person"),
    "modules": ("Completed", "Interrupt the module"),
    "archive": ("Print again", "Revoke", "English translation", "Copy as text"),
    "participants": ("New note", "Change participant", "Protect personal data", "Change case worker"),
    "list": ("Change placement", "Who fits here?", "Close period"),
}  # fmt: skip
"""What the buttons and menus of a page give, in English."""


def lists(top: QWidget) -> list[QAbstractItemView]:
    return [one for one in top.findChildren(QAbstractItemView) if one.isVisible() and about(one)]


def about(view: QAbstractItemView) -> bool:
    model = view.model()
    rows = [model.index(i, 0).data(Row) for i in range(model.rowCount())] if model is not None else []
    return any(hasattr(row, name) for row in rows for name in ABOUT)


def menu_of(hands: Hands, view: QAbstractItemView) -> QMenu:
    """As the menu key asks for it: at the row that the keys are on."""
    if not view.currentIndex().isValid() or not any(hasattr(view.currentIndex().data(Row), n) for n in ABOUT):
        model = view.model()
        first = next(i for i in range(model.rowCount()) if any(hasattr(model.index(i, 0).data(Row), n) for n in ABOUT))
        view.setCurrentIndex(model.index(first, 0))
        hands.rest()
    here = view.visualRect(view.currentIndex()).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, here, view.viewport().mapToGlobal(here))
    QApplication.sendEvent(view, event)
    hands.rest()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu), f"{view.accessibleName()}: no menu"
    return menu


def said(menu: QMenu) -> list[str]:
    return [one.text().partition("\t")[0] for one in menu.actions() if not one.isSeparator()]


def leave(hands: Hands, menu: QMenu) -> None:
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    hands.until(lambda: QApplication.activePopupWidget() is None)


@pytest.mark.thorough(36)
@pytest.mark.parametrize("name", list(PAGES))
def test_each_row_about_somebody_or_a_placement_has_a_menu(hands: Hands, name: str) -> None:
    page, visit = PAGES[name]
    hands.window.window.go(page, **visit)
    hands.rest()
    beside = BESIDE.get(page, set())
    for view in lists(hands.page(page)):
        if view.accessibleName() not in beside:
            menu = menu_of(hands, view)
            assert any(one.isEnabled() for one in menu.actions()), view.accessibleName()
            leave(hands, menu)


@pytest.mark.parametrize("name", list(SINGLE))
@pytest.mark.thorough(9)
def test_the_menu_gives_what_the_buttons_of_the_page_give(hands: Hands, name: str) -> None:
    page, visit = PAGES[name]
    hands.window.window.go(page, **visit)
    hands.rest()
    shown = hands.page(page)
    found: list[str] = []
    for view in lists(shown):
        menu = menu_of(hands, view)
        found += said(menu)
        leave(hands, menu)
    assert {shown.t(one) for one in SINGLE[name]} <= set(found)


def test_what_is_off_on_a_button_is_off_in_the_menu(hands: Hands, other: Any) -> None:
    from amdesk.domain.texts import text

    hands.window.window.go("followup", tab="desk")
    hands.rest()
    hands.shell.lock(text("read only"))
    desk = hands.page("followup").desk
    buttons = {b.text(): b.isEnabled() for b in desk.findChildren(KeyButton) if b.isVisible()}
    menu = menu_of(hands, desk.list)
    assert {a.text().partition("\t")[0]: a.isEnabled() for a in menu.actions()} == buttons
    assert not all(buttons.values())
    leave(hands, menu)


def test_the_menu_of_somebody_whose_record_is_being_read_opens_when_it_is_there_and_is_hers(hands: Hands) -> None:
    hands.window.window.go("participants", chip="all")
    hands.rest()
    page = hands.page("participants")
    page.list.setCurrentIndex(page.rows.index(4))
    here = page.list.visualRect(page.list.currentIndex()).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, here, page.list.viewport().mapToGlobal(here))
    QApplication.sendEvent(page.list.viewport(), event)
    hands.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    assert page.record.participant.id == page.rows.rows[4].id
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert page.t("Change participant") in said(menu)
    leave(hands, menu)


def test_a_heading_that_is_pointed_at_has_no_menu(hands: Hands) -> None:
    hands.window.window.go("followup", tab="desk")
    hands.rest()
    view = hands.page("followup").desk.list
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(20, 5), view.viewport().mapToGlobal(QPoint(20, 5)))
    QApplication.sendEvent(view.viewport(), event)
    hands.rest()
    assert QApplication.activePopupWidget() is None


def test_the_plan_gives_the_acts_of_the_marks_and_runs_the_one_that_is_chosen(hands: Hands) -> None:
    page = hands.page("overview")
    page.whose.set_current("unit")
    page.refresh()
    hands.rest()
    menu = menu_of(hands, page.tasks)
    row = page.tasks.line()
    acts = [one for one in menu.actions() if not one.isSeparator()]
    assert [a.text() for a in acts][: len(row.tasks)] == [page.tasks.spoken_act(one) for one in row.tasks]
    opened = next(a for a in acts if a.text() == page.t("Open the person"))
    leave(hands, menu)
    opened.trigger()
    hands.until(lambda: hands.page("participants").opening == row.tasks[0].participant_id)


@pytest.mark.thorough(long=True)
def test_the_palette_and_what_was_opened_last_give_the_same_acts(hands: Hands) -> None:
    t = hands.shell.words
    of_person = [t(one) for one in ("Open the person", "The week: attendance and contact", "Find place", "Assess")]
    of_place = [t(one) for one in ("Open the placement", "Who fits here?")]
    palette = hands.window.window.palette_box
    hands.ctrl(Qt.Key.Key_K)
    hands.type("grytan")
    hands.until(lambda: bool(palette.hits))
    assert opened_by_menu_key(hands, palette.field) == of_place
    palette.field.clear()
    hands.type("attrappson")
    hands.until(lambda: any(h.kind == "participant" for h in palette.hits))
    assert opened_by_menu_key(hands, palette.field) == of_person
    hands.press(Qt.Key.Key_Escape)
    rail = hands.window.window.rail
    rail.remember("participant", 1, "Aida")
    rail.remember("placement", 1, "Grytan")
    assert [opened_by_menu_key(hands, one) for one in rail.entries] == [of_place, of_person]


def opened_by_menu_key(hands: Hands, over: QWidget) -> list[str]:
    here = over.rect().center()
    QApplication.sendEvent(
        over, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, here, over.mapToGlobal(here), Qt.KeyboardModifier(0))
    )
    hands.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    found = said(menu)
    leave(hands, menu)
    return found


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("name", ["overview", "participants", "list"])
def test_acts_that_change_something_are_off_in_a_bank_that_is_only_read(hands: Hands, name: str) -> None:
    from amdesk.domain.texts import text

    page, visit = PAGES[name]
    hands.window.window.go(page, **visit)
    hands.rest()
    hands.shell.lock(text("read only"))
    shown = hands.page(page)
    writing = {
        shown.t(one)
        for one in ("Postpone", "Mark done", "New note", "Move", "New last day", "Change participant", "Close period",
                    "Protect personal data", "Merge with another record", "Needs a module", "Day 90: follow up")
    }  # fmt: skip
    reading = {shown.t(one) for one in ("Open the person", "Assess", "Find place", "Who fits here?", "Show")}
    for view in lists(shown):
        menu = menu_of(hands, view)
        state = {a.text().partition("\t")[0]: a.isEnabled() for a in menu.actions() if not a.isSeparator()}
        leave(hands, menu)
        assert [said for said, on in state.items() if on and said in writing] == []
        assert [said for said, on in state.items() if not on and said in reading] == []
        assert any(state.values())


class Once:
    """Nobody holds it but the line of the menu."""

    def __init__(self, told: list[str]) -> None:
        self.told = told

    def act(self) -> None:
        self.told.append("done")


def test_a_line_does_what_it_says_also_when_nobody_else_holds_what_it_stands_for(hands: Hands) -> None:
    told: list[str] = []
    menu = QMenu(hands.window.window)
    fill(menu, [MenuAct("One", Once(told).act)], hands.shell)
    gc.collect()
    menu.actions()[0].trigger()
    assert told == ["done"]


def test_her_booking_is_opened_from_the_menu_of_her_record(hands: Hands, other: Any) -> None:
    ref = records.booking(other, random.Random(1))
    key = other.booking.get(ref).participant_id
    hands.window.window.go("participants", participant=key)
    page = hands.page("participants")
    hands.until(lambda: page.record is not None and page.record.participant.id == key)
    menu = page._more()
    gc.collect()
    next(one for one in menu.actions() if ref in one.text()).trigger()
    hands.until(lambda: bool(hands.window.window.findChildren(BookingDialog)))
