"""Whatever is being written on a page stays there when the page is read anew because somebody else changed the bank."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)
from shiboken6 import isValid

from amdesk.domain.values import add_months
from amdesk.services.desk import Desk
from amdesk.ui.kit.fields import DateEdit
from amdesk.ui.kit.rows import Row
from tests import make
from tests.ui.conftest import Hands
from tests.ui.screens import PAGES

Key = Qt.Key
KINDS = (QLineEdit, QPlainTextEdit, QSpinBox, QComboBox)


def elsewhere(hands: Hands, other: Desk) -> None:
    """A colleague changes the bank, and the window hears of it."""
    other.participants.add_note(
        other.participants.listing()[0].id, {"on_date": make.TODAY, "kind": "contact", "body": "Ringde."}
    )
    hands.window.tasks.written.emit()
    hands.rest()


def fields(page: QWidget) -> list[QWidget]:
    found = [one for kind in KINDS for one in page.findChildren(kind)]
    return [
        one
        for one in found
        if one.isVisible() and one.isEnabled() and not isinstance(one.parentWidget(), QAbstractSpinBox | QComboBox)
    ]


def written(field: QWidget) -> None:
    """Something else than what stands there, as hands would."""
    field.setFocus()
    if isinstance(field, QComboBox):
        field.setCurrentIndex((field.currentIndex() + 1) % max(1, field.count()))
        field.activated.emit(field.currentIndex())
    elif isinstance(field, QSpinBox):
        QTest.keyClick(field, Key.Key_Down if field.value() > field.minimum() else Key.Key_Up)
    elif isinstance(field, DateEdit):
        field.selectAll()
        QTest.keyClicks(field, "2027-01-1")  # not yet a day
    elif isinstance(field, QLineEdit):
        field.selectAll()
        QTest.keyClicks(field, "12")
    else:
        QTest.keyClicks(field, "12")


def stands(field: Any) -> str:
    assert isValid(field), "the field itself is gone, and what was written in it with it"
    if isinstance(field, QComboBox):
        return field.currentText()
    return field.toPlainText() if isinstance(field, QPlainTextEdit) else str(field.text())


@pytest.mark.thorough(36)
@pytest.mark.parametrize("name", list(PAGES))
def test_what_is_written_on_a_page_stays_when_it_is_read_anew(hands: Hands, other: Desk, name: str) -> None:
    page, visit = PAGES[name]
    hands.window.window.go(page, **visit)
    hands.rest()
    lost = []
    for field in fields(hands.page(page)):
        if not isValid(field) or not field.isVisible():
            continue
        written(field)
        hands.rest()
        if not isValid(field):
            continue
        said, keys = stands(field), field.hasFocus()
        elsewhere(hands, other)
        where = f"{type(field).__name__} {field.accessibleName()}" if isValid(field) else "a field"
        if not isValid(field) or stands(field) != said or field.hasFocus() != keys:
            lost.append(where)
    assert lost == []


def with_days_of_ones_own(hands: Hands, other: Desk) -> Any:
    """A match further down, of a placement that nobody else is booked at, with another last day and extent than suggested."""
    hands.window.window.go("matching")
    page = hands.page("matching")
    hands.until(lambda: page.panel.asking and page.rows.rowCount() > 3)
    taken = {one.placement_id for one in other.booking.every()}
    at = next(i for i, r in enumerate(page.rows.rows) if i and r.match.opening.placement.id not in taken)
    page.list.setCurrentIndex(page.rows.index(at))
    hands.rest()
    page.panel.last.set_value(page.panel.first.value() + timedelta(40))
    page.panel.extent.set_current("75")
    page.panel.check()
    hands.rest()
    return page


@pytest.mark.thorough(long=True)
def test_the_match_that_is_chosen_stays_with_all_that_is_written_for_it(hands: Hands, other: Desk) -> None:
    matching = with_days_of_ones_own(hands, other)
    before, place = matching.panel.wanted(), matching.panel.opening.placement.id
    elsewhere(hands, other)
    assert matching.list.currentIndex().data(Row).match.opening.placement.id == place
    assert matching.panel.wanted() == before


@pytest.mark.thorough(long=True)
def test_a_booking_that_has_become_impossible_says_why_and_keeps_what_was_written(hands: Hands, other: Desk) -> None:
    matching = with_days_of_ones_own(hands, other)
    before, place = matching.panel.wanted(), matching.panel.opening.placement
    other.placements.close_period(place.id, make.TODAY, make.TODAY + timedelta(3000), "Ombyggnad")
    hands.window.tasks.written.emit()
    hands.rest()
    assert place.id not in {one.match.opening.placement.id for one in matching.rows.rows}
    assert matching.panel.wanted() == before
    assert any(one.level == "stop" for one in matching.panel.found)
    assert not matching.panel.ok.isEnabled()


@pytest.mark.thorough(long=True)
def test_what_nobody_wrote_is_suggested_anew(hands: Hands, other: Desk) -> None:
    hands.window.window.go("matching")
    page = hands.page("matching")
    hands.until(lambda: page.panel.asking)
    place, first = page.panel.opening.placement.id, page.panel.first.value()
    other.placements.close_period(place, first, first + timedelta(20), "Ombyggnad")
    hands.window.tasks.written.emit()
    hands.rest()
    assert (page.panel.opening.placement.id, page.panel.first.value()) != (place, first)


# another row


@pytest.mark.thorough(long=True)
def test_the_days_written_for_one_place_go_on_to_the_next_and_stand_at_the_first_again(
    hands: Hands, other: Desk
) -> None:
    page = with_days_of_ones_own(hands, other)
    row, wanted = page.list.currentIndex().row(), page.panel.wanted()
    first = page.panel.first.text()
    for at in (row + 1, 0, row):
        page.list.setCurrentIndex(page.rows.index(at))
        hands.rest()
        assert page.panel.last.text() == str(wanted[1])
        assert page.panel.extent.current() == "75"
        assert page.panel.first.text() == page.panel.suggested[0], "nobody wrote that one"
    assert (page.panel.wanted(), page.panel.first.text()) == (wanted, first)


@pytest.mark.thorough(long=True)
def test_a_first_day_or_a_length_that_was_asked_for_is_asked_for_at_the_next_place_too(
    hands: Hands, other: Desk
) -> None:
    page = with_days_of_ones_own(hands, other)
    page.panel.first.set_value(make.TODAY + timedelta(100))
    page.panel._length(3)
    hands.rest()
    page.list.setCurrentIndex(page.rows.index(0))
    hands.rest()
    first, last, _extent = page.panel.wanted()
    assert first == make.TODAY + timedelta(100)
    assert last == add_months(first, 3) - timedelta(1)


@pytest.mark.thorough(long=True)
def test_what_is_suggested_for_a_place_is_taken_again_by_one_press(hands: Hands, other: Desk) -> None:
    page = with_days_of_ones_own(hands, other)
    page.list.setCurrentIndex(page.rows.index(0))
    hands.rest()
    assert page.panel.again.isVisible()
    page.panel.again.click()
    hands.rest()
    assert page.panel._stands() == page.panel.suggested
    assert not page.panel.again.isVisible()
    page.list.setCurrentIndex(page.rows.index(1))
    hands.rest()
    assert page.panel.written() is None
    assert not page.panel.again.isVisible()


@pytest.mark.thorough(long=True)
def test_the_days_written_for_a_person_stand_there_again_when_she_is_chosen_again(hands: Hands, other: Desk) -> None:
    page = with_days_of_ones_own(hands, other)
    chosen, wanted = page.panel.matched, page.panel.wanted()
    hands.ctrl(Key.Key_J)
    assert page.asked != chosen[0]
    assert page.panel.written() is None, "they were hers"
    hands.press(Key.Key_J, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert (page.panel.matched, page.panel.wanted()) == (chosen, wanted)
    page.way.button("place").click()
    hands.rest()
    page.way.button("person").click()
    hands.rest()
    assert (page.panel.matched, page.panel.wanted()) == (chosen, wanted)


def lists(page: QWidget) -> list[QAbstractItemView]:
    """What of a page has rows to choose among."""
    return [one for one in page.findChildren(QAbstractItemView) if one.isVisible() and one.isEnabled() and one.model()]


def another_row(view: QAbstractItemView) -> bool:
    """The next row, or the one before the last; whether there is another."""
    model, now = view.model(), view.currentIndex()
    at = now.row() + 1 if now.row() + 1 < model.rowCount() else now.row() - 1
    found = model.index(at, max(0, now.column()))
    if at < 0 or not found.isValid():
        return False
    view.setCurrentIndex(found)
    return True


@pytest.mark.thorough(36)
@pytest.mark.parametrize("name", list(PAGES))
def test_what_is_written_on_a_page_stays_when_another_row_is_chosen(hands: Hands, name: str) -> None:
    page, visit = PAGES[name]
    hands.window.window.go(page, **visit)
    hands.rest()
    lost = []
    for field in fields(hands.page(page)):
        if not isValid(field) or not field.isVisible() or isinstance(field, QComboBox):
            continue
        called = field.accessibleName()
        written(field)
        hands.rest()
        if not isValid(field):
            continue
        for view in lists(hands.page(page)):
            if not isValid(view) or not isValid(field):
                continue
            view.setFocus()  # a day is written out when its field is left
            hands.rest()
            said = stands(field)
            if not another_row(view):
                continue
            hands.rest()
            if QApplication.activeModalWidget() is not None:  # it is asked first
                hands.press(Key.Key_Escape)
                continue
            now = [field] if isValid(field) else []
            now += [one for one in fields(hands.page(page)) if one.accessibleName() == called]
            if said not in {stands(one) for one in now}:
                lost.append(f"{called} in {type(view).__name__}")
    assert lost == []
