"""Whom to assess is searched for beside the grid, those who are due first; from a name straight into the grid."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from amdesk.domain.competence.due import ToAssess
from tests.ui.conftest import Hands, close, make_window

Key = Qt.Key


@pytest.fixture
def page(hands: Hands) -> Any:
    hands.window.window.go("competence")
    hands.rest()
    found = hands.page("competence")
    hands.until(lambda: found.sheet is not None and bool(found.people.people()))
    return found


def open_one(hands: Hands, page: Any, nth: int = 3) -> ToAssess:
    """Somebody in the list who is not shown and not protected, and whose name Qt can type."""

    def protected(row: ToAssess) -> bool:
        return bool(hands.ask(lambda desk: desk.work.participant(row.participant).protection))

    rows = [r for r in page.people.people() if r.name.seen.isascii() and r.occupation.isascii() and not protected(r)]
    found: ToAssess = rows[nth]
    return found


def shown(page: Any, row: ToAssess) -> bool:
    return page.sheet is not None and page.sheet.employment.id == row.employment.id and page.opening is None


@pytest.mark.thorough(long=True)
def test_from_a_name_to_her_first_level_without_the_mouse(hands: Hands, page: Any) -> None:
    row = open_one(hands, page)
    hands.ctrl(Key.Key_F)
    hands.type(str(row.name))
    hands.until(lambda: [r.participant for r in page.people.people()] == [row.participant])
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Return)
    hands.until(lambda: shown(page, row))
    hands.press(Key.Key_3)
    assert page.changed
    assert page.grid.hasFocus()
    page.unsaved_levels.forget()


@pytest.mark.thorough(long=True)
def test_a_letter_in_the_list_begins_a_search_which_finds_occupations_and_numbers_too(hands: Hands, page: Any) -> None:
    row = open_one(hands, page)
    number = hands.ask(lambda d: d.work.participant(row.participant).number)
    page.people.list.setFocus()
    hands.press(Key.Key_P)
    assert page.people.search.hasFocus()
    assert page.people.search.text().lower() == "p"
    for words in (row.occupation, number):
        page.people.search.setText(words)
        hands.until(lambda w=words: page.people.words == w)  # type: ignore[misc]  # a lambda with defaults
        hands.rest()
        found = page.people.people()
        assert row in found, words
        assert len(found) < page.people.due


@pytest.mark.thorough(long=True)
def test_whoever_is_not_due_is_found_among_all(hands: Hands, page: Any) -> None:
    due = {r.participant for r in page.people.people()}
    hands.press(Key.Key_F6)
    page.people.chips["everybody"].click()
    hands.rest()
    every = page.people.people()
    assert due < {r.participant for r in every}
    calm = next(r for r in every if r.participant not in due and r.name.seen.isascii())
    page.people.chips["due"].click()
    hands.ctrl(Key.Key_F)
    hands.type(calm.name.seen)
    hands.until(lambda: page.people.stack.currentWidget() is page.people.nobody)
    page.people.choose(everybody=True)
    hands.until(lambda: [r.participant for r in page.people.people()] == [calm.participant])
    hands.press(Key.Key_Return)
    hands.press(Key.Key_Return)
    hands.until(lambda: shown(page, calm))


@pytest.mark.thorough(long=True)
def test_what_the_rail_the_chip_and_the_line_under_the_title_say_are_the_rows_of_the_list(
    hands: Hands, page: Any
) -> None:
    rows = page.people.people()
    badge = hands.window.window.rail.buttons["competence"].badge
    assert badge == len(rows) == page.people.due
    assert page.people.chips["due"].text() == f"Att göra {badge}"
    waiting = sum(r.what == "certificate" for r in rows)
    assert page.subtitle.text() == f"{badge - waiting} bedömningar att göra · {waiting} intyg att skriva ut"


@pytest.mark.thorough(long=True)
def test_no_name_is_read_in_the_list_while_names_are_hidden(hands: Hands, page: Any) -> None:
    def said() -> list[str]:
        model = page.people.list.rows
        return [str(model.index(i).data()) for i in range(model.rowCount())]

    names = [r.name.seen for r in page.people.people() if r.name.seen]
    assert any(names[0] in one for one in said())
    hands.window.window.hide_names()
    hands.rest()
    assert [one for one in said() if any(name in one for name in names)] == []


@pytest.mark.thorough(long=True)
def test_the_row_of_whoever_is_shown_says_how_far_she_has_come_and_the_grid_what_is_stored(
    hands: Hands, page: Any
) -> None:
    row = next(r for r in page.people.people() if r.what == "final")
    page.people.opened.emit(row)
    hands.until(lambda: shown(page, row))
    hands.rest()
    page.grid.go(1)
    assert page.people.list.said_of(row).said.startswith("0 av ")
    hands.press(Key.Key_3)
    assert page.people.list.said_of(row).said.startswith("1 av ")
    assert page.grid.stored == set()
    hands.ctrl(Key.Key_D)
    assert not page.changed
    assert list(page.levels()) == [page.grid.table.rows[1].skill.code]


@pytest.mark.thorough(long=True)
def test_a_level_says_that_it_is_stored_once_the_bank_has_it(hands: Hands, page: Any) -> None:
    code = page.grid.table.rows[1].skill.code
    page.grid.go(1)
    QTest.keyClick(page.grid, Key.Key_4 if page.grid.table.rows[1].levels[-1] != 4 else Key.Key_3)
    assert page.grid.stored == set()
    told: list[set[str]] = []
    page.store_first(lambda: told.append(set(page.grid.stored)))
    hands.until(lambda: bool(told))
    assert told == [{code}]


@pytest.mark.thorough(long=True)
def test_whoever_is_shown_is_opened_once_however_often_she_is_chosen(hands: Hands, page: Any) -> None:
    before = hands.ask(lambda d: len(d.history.access()))
    row = next(r for r in page.people.people() if shown(page, r))
    page.people.opened.emit(row)
    hands.rest()
    assert hands.ask(lambda d: len(d.history.access())) == before
    assert page.grid.hasFocus()


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize(("scale", "beside"), [(100, True), (150, False), (200, False)])
def test_list_grid_and_certificate_stand_under_each_other_where_the_text_is_large(
    qtbot: QtBot, demo_bank: Any, scale: int, beside: bool
) -> None:
    window = make_window(qtbot, str(demo_bank), scale=scale)
    hands = Hands(qtbot, window)
    window.window.resize(1366, 768)
    window.window.go("competence")
    hands.rest()
    page = hands.page("competence")
    hands.until(lambda: page.sheet is not None)
    hands.rest()
    panels = [page.people, page.middle, page.certificate]
    tops = [one.mapTo(page, one.rect().topLeft()) for one in panels]
    assert (tops[1].y() == tops[2].y()) == beside
    assert all(one.width() <= page.width() - 40 for one in panels)
    assert page.area.horizontalScrollBar().maximum() == 0
    close(window)


def chosen(page: Any) -> list[int]:
    """Whose rows look chosen."""
    found = page.people.list.selectionModel().selectedIndexes()
    return [page.people.list.rows.rows[i.row()].participant for i in found]


@pytest.mark.thorough(long=True)
def test_the_row_that_looks_chosen_is_whoever_is_shown_and_nobodys_else(hands: Hands, page: Any) -> None:
    assert chosen(page) == [page.sheet.participant.id]
    row = open_one(hands, page)
    hands.ctrl(Key.Key_F)
    hands.type(str(row.name))
    hands.until(lambda: [r.participant for r in page.people.people()] == [row.participant])
    assert chosen(page) == []
    hands.press(Key.Key_Down)
    assert chosen(page) == []
    hands.press(Key.Key_Return)
    hands.until(lambda: shown(page, row))
    assert chosen(page) == [row.participant]
    page.people.clear_search()
    hands.rest()
    page.people.list.setFocus()
    hands.press(Key.Key_Down)
    assert chosen(page) == [row.participant]
