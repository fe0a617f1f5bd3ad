"""What is not in sight is not told as if it were: a page that is not shown has no place in what a screen reader walks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractItemView, QWidget

from tests.ui.conftest import Hands
from tests.ui.screens import PAGES

LOOKED_AT = 40
"""So many children of a thing: a board has a cell for each team and week."""


def heard(here: QAccessibleInterface | None) -> Iterator[QAccessibleInterface]:
    """Everything that a reader comes to from here, in sight or not."""
    if here is None or not here.isValid():
        return
    yield here
    for i in range(min(here.childCount(), LOOKED_AT)):
        yield from heard(here.child(i))


def out_of_sight(hands: Hands) -> list[str]:
    """What says that it is shown, can be reached or has the keys, and is on another page."""
    window, wrong = hands.window.window, []
    hidden = [page for name, page in window.pages.items() if name != window.current]
    for node in heard(QAccessible.queryAccessibleInterface(window)):
        about, at, state = node.object(), node, node.state()
        while about is None and at.parent() is not None:
            at = at.parent()
            about = at.object()
        away = isinstance(about, QWidget) and any(page is about or page.isAncestorOf(about) for page in hidden)
        if away and (not state.invisible or state.focused or state.focusable):
            wrong.append(f"{node.role().name} {node.text(QAccessible.Text.Name)[:40]}")
    return wrong


@pytest.mark.thorough(long=True)
def test_no_page_that_is_not_shown_is_told_as_shown_reachable_or_under_the_keys(hands: Hands) -> None:
    for page, visit in PAGES.values():  # every page and tab is made, and has rows
        hands.window.window.go(page, **visit)
        hands.rest()
    for page in ("overview", "participants", "placements"):
        hands.window.window.go(page)
        hands.rest()
        assert out_of_sight(hands) == []


def test_of_the_board_one_cell_has_the_keys_and_none_while_they_are_elsewhere(hands: Hands) -> None:
    hands.window.window.go("placements", view="board")
    hands.rest()
    view = hands.page("placements").board.view
    view.setFocus()
    board = QAccessible.queryAccessibleInterface(view)
    assert board is not None

    def focused() -> int:
        weeks = view.data.window.weeks
        return sum(bool(board.child(view.row * weeks + w).state().focused) for w in range(weeks))

    assert focused() == 1
    hands.page("placements").filters.search.setFocus()
    assert focused() == 0
    hands.window.window.go("overview")
    hands.rest()
    assert board.child(0).state().invisible
    assert not board.child(0).state().focusable


# the row that the keys are on


@pytest.mark.thorough(5)
@pytest.mark.parametrize("name", ["participants", "matching", "competence", "archive", "day90"])
def test_the_row_that_the_keys_are_on_stays_in_sight_when_a_word_at_the_foot_takes_room(
    hands: Hands, name: str
) -> None:
    page, visit = PAGES[name]
    hands.window.window.go(page, **visit)
    hands.rest()
    found = [one for one in hands.page(page).findChildren(QAbstractItemView) if one.isVisible() and one.model()]
    view = max(found, key=lambda one: one.model().rowCount())
    assert view.viewport().height() < view.model().rowCount() * 30, "there are more rows than have room"
    low = view.indexAt(QPoint(20, view.viewport().height() - 8))
    view.setCurrentIndex(view.model().index(low.row(), max(0, view.currentIndex().column())))
    hands.rest()
    height = view.viewport().height()
    hands.shell.toast("Sparat.")
    hands.until(lambda: view.viewport().height() < height)
    hands.rest()
    assert view.visualRect(view.currentIndex()).bottom() < view.viewport().height()
    view.scrollToBottom()
    away = view.visualRect(view.currentIndex()).bottom() < 0
    hands.window.window.resize(1366, 700)
    hands.rest()
    assert (view.visualRect(view.currentIndex()).bottom() < 0) == away, "whoever has scrolled away is not brought back"


@pytest.mark.parametrize("name", ["participants", "matching", "competence", "day90"])
@pytest.mark.thorough(6)
def test_a_row_that_the_keys_go_to_is_seen_whole_where_the_page_itself_is_too_tall(hands: Hands, name: str) -> None:
    page, visit = PAGES[name]
    hands.window.window.resize(1366, 660)
    hands.window.window.go(page, **visit)
    hands.rest()
    found = [one for one in hands.page(page).findChildren(QAbstractItemView) if one.isVisible() and one.model()]
    view = max(found, key=lambda one: one.model().rowCount())
    view.setFocus()
    hands.rest()
    for _ in range(12):
        hands.press(Qt.Key.Key_Down)
        row = view.visualRect(view.currentIndex())
        over: QWidget | None = view.viewport()
        while over is not None and over is not hands.window.window:
            for corner in (row.topLeft(), row.bottomLeft()):
                at = view.viewport().mapTo(over, corner)
                assert 0 <= at.y() < over.height(), (type(over).__name__, view.currentIndex().row())
            over = over.parentWidget()


@pytest.mark.parametrize("name", ["participants", "matching", "competence", "archive", "day90", "overview"])
@pytest.mark.thorough(6)
def test_the_row_that_the_keys_are_on_is_seen_whole_after_the_window_has_become_small(hands: Hands, name: str) -> None:
    page, visit = PAGES[name]
    hands.window.window.go(page, **visit)
    hands.rest()
    found = [
        one
        for one in hands.page(page).findChildren(QAbstractItemView)
        if one.isVisible() and one.model() and one.focusPolicy()
    ]
    view = max(found, key=lambda one: one.model().rowCount())
    view.setFocus()
    low = view.indexAt(QPoint(20, view.viewport().height() - 30))
    view.setCurrentIndex(view.model().index(low.row(), max(0, view.currentIndex().column())))
    hands.rest()
    hands.window.window.resize(1024, 600)
    hands.rest()
    row = view.visualRect(view.currentIndex())
    over: QWidget | None = view.viewport()
    while over is not None and over is not hands.window.window:
        for corner in (row.topLeft(), row.bottomLeft()):
            at = view.viewport().mapTo(over, corner)
            assert 0 <= at.y() < over.height(), (type(over).__name__, row, over.size())
        over = over.parentWidget()
