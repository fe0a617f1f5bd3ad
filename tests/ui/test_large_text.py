"""At 200 percent on a small screen a board shows rows, a match is seen whole, and nobody's name gives way to what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from amdesk.services.desk import Desk
from amdesk.ui.booking.board.pane import Legend
from amdesk.ui.kit.basic import Elided, KeyButton
from tests import make
from tests.ui.conftest import Hands, close, make_window, other

__all__ = ["other"]
LONG = "Teodolinda Alexandria Exempelström-Provkvist"


@pytest.fixture
def large(qtbot: QtBot, demo_bank: Path) -> Iterator[Hands]:
    made = make_window(qtbot, str(demo_bank), scale=200)
    hands = Hands(qtbot, made)
    hands.rest()
    yield hands
    close(made)


def whole(widget: Any) -> bool:
    rect: QRect = widget.rect()
    return bool(widget.visibleRegion().boundingRect() == rect)


def test_the_board_shows_several_whole_rows_over_a_bar_of_one_line(large: Hands) -> None:
    large.shell.go("placements", view="board")
    large.rest()
    board = large.page("placements").board
    assert board.view.viewport().height() >= board.view.brush.row * 4
    assert board.panel.height() <= large.shell.theme.px(60)
    acts = [one for one in board.panel.findChildren(KeyButton) if one.isVisible()]
    assert all(whole(one) for one in acts)
    more = next(one for one in acts if one.text() == large.shell.words("More"))
    more.click()
    menu = next(one for one in board.panel.findChildren(QMenu) if one.isVisible())
    said = [tuple(one.text().split("\t")) for one in menu.actions()]
    t = large.shell.words
    assert said == [
        (t("Move with the arrow keys"), "M"),
        (t("Move"),),
        (t("New last day"), "F2"),
        (t("End booking"), "Del"),
    ]
    menu.close()


def test_the_heading_of_a_section_gives_its_name_the_room_before_what_is_counted(
    large: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    large.shell.go("placements", view="board")
    large.rest()
    view = large.page("placements").board.view
    section = next(one.section for one in view.lines if one.team is None)
    metrics, mark = view.brush.metrics, large.shell.theme.mark(16)
    name = metrics["body_strong"].horizontalAdvance(view.section_name(section.key))
    for letters in range(60):
        monkeypatch.setattr(view, "_counted", lambda _section, n=letters: ("n" * n, ""))
        beside = metrics["label"].horizontalAdvance(view.counted_beside(section)) + 4
        assert name <= view.label_width - 12 - beside - 24 - mark, letters


def test_on_a_low_screen_a_board_of_usual_text_shows_several_whole_rows(qtbot: QtBot, demo_bank: Path) -> None:
    """A laptop of 1366x768 whose system draws everything at 150 percent has 911x512 for the window and its frame."""
    made = make_window(qtbot, str(demo_bank), scale=100)
    hands = Hands(qtbot, made)
    made.window.setMinimumSize(0, 0)
    made.window.resize(911, 484)
    hands.shell.go("placements", view="board")
    hands.rest()
    page = hands.page("placements")
    board = page.board
    assert board.view.viewport().height() >= board.view.brush.row * 4
    assert page.looks.isVisible()
    assert not board.legend.isVisible()
    made.window.resize(1366, 768)
    hands.rest()
    assert board.legend.isVisible()
    assert not page.looks.isVisible()
    close(made)


def test_the_legend_of_the_board_stands_behind_a_button(large: Hands) -> None:
    large.shell.go("placements", view="board")
    large.rest()
    page = large.page("placements")
    assert not page.board.legend.isVisible()
    button = next(one for one in page.board_tools.findChildren(KeyButton) if one.text() == "Teckenförklaring")
    button.click()
    shown = [one for one in page.board.findChildren(Legend) if one.isVisible()]
    assert len(shown) == 1
    assert all(words.right() <= shown[0].width() for _, _, words in shown[0].laid(shown[0].width()))
    next(one for one in page.board.findChildren(QMenu) if one.isVisible()).close()


def test_a_match_is_seen_whole(large: Hands) -> None:
    large.shell.go("matching")
    large.rest()
    page = large.page("matching")
    large.until(lambda: page.list.currentIndex().isValid())
    row = page.list.visualRect(page.list.currentIndex())
    assert row.height() <= page.list.viewport().height()
    assert page.list.viewport().rect().contains(row)


def test_a_long_name_has_a_line_of_its_own_in_the_list_and_in_the_head(large: Hands, other: Desk) -> None:
    person = make.participant(other.bank, name=LONG)
    large.shell.go("participants", participant=person)
    page = large.page("participants")
    large.until(lambda: page.record is not None and page.record.participant.id == person)
    large.rest()
    name = next(one for one in page.findChildren(Elided) if one.property("kind") == "title" and one.isVisible())
    beside = [one for one in page.findChildren(KeyButton) if one.isVisible() and one.key == "B"]
    assert all(
        one.mapToGlobal(one.rect().topLeft()).y() > name.mapToGlobal(name.rect().bottomLeft()).y() for one in beside
    )
    assert name.width() >= large.shell.theme.px(200)


@pytest.mark.thorough(long=True)
def test_the_part_of_the_settings_that_is_chosen_is_in_sight(large: Hands) -> None:
    large.shell.go("settings")
    large.rest()
    page = large.page("settings")
    for row, (name, pane) in enumerate(page.parts.values()):
        page.folded.setCurrentIndex(row)
        page.folded.activated.emit(row)
        large.rest()
        assert page.names is page.folded
        assert page.folded.currentText() == name
        assert page.stack.currentWidget() is pane
        assert whole(pane.title)


@pytest.mark.thorough(long=True)
def test_a_part_of_the_settings_scrolls_only_where_it_has_more_than_there_is_room_for(hands: Hands) -> None:
    hands.window.window.go("settings")
    page: Any = hands.page("settings")
    scrolls = set()
    for part in page.parts:
        hands.window.window.go("settings", part=part)
        hands.rest()
        if page.beside.verticalScrollBar().isVisible():
            scrolls.add(part)
    assert page.names is page.menu
    assert "appearance" not in scrolls
    assert "retention" not in scrolls
