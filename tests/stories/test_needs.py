"""What stands between a person and a place is in sight before it is booked, and said when a booking is moved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from amdesk.domain.people.participant import Need
from amdesk.ui.booking.steps import LastDayDialog
from tests.make import TODAY
from tests.stories.test_board import free_now, row_of, walk
from tests.ui.conftest import Hands

SENTENCE = "Måste, inte känt: lugn miljö (ord som någon måste läsa)"


@pytest.fixture
def city(hands: Hands) -> Hands:
    """Everybody who waits needs something that no vocabulary reads."""

    def work(desk: Any) -> None:
        for row in desk.participants.listing(chip="waiting"):
            desk.participants.change(row.id, {"needs": (Need("words", "lugn miljö", "must"),)})

    done: list[Any] = []
    hands.window.tasks.write(work, done.append)
    hands.until(lambda: bool(done))
    return hands


def shown(widget: Any) -> list[str]:
    return [w.text() for w in widget.findChildren(QLabel) if w.isVisible()]


@pytest.mark.thorough(long=True)
def test_the_board_shows_a_need_nobody_has_read_before_enter_and_with_the_receipt(city: Hands) -> None:
    city.ctrl(Qt.Key.Key_2)
    city.until(lambda: bool(city.page("placements").board.view.lines))
    board = city.page("placements").board
    walk(city, board.view, row_of(board.view, free_now))
    city.until(lambda: board.panel.person is not None)
    assert any(SENTENCE in said for said in shown(board.panel))
    city.press(Qt.Key.Key_Return)
    city.until(lambda: SENTENCE in city.window.window.toast.text.text())


@pytest.mark.thorough(long=True)
def test_the_booking_panel_beside_the_matches_shows_it(city: Hands) -> None:
    city.shell.go("matching")
    city.rest()
    panel = city.page("matching").panel
    city.until(lambda: any(SENTENCE in said for said in shown(panel)))
    assert "Alla behov uppfyllda" not in city.page("matching").list.currentIndex().data()


@pytest.mark.thorough(long=True)
def test_a_booking_moved_by_its_dialog_says_it(city: Hands) -> None:
    def work(desk: Any) -> Any:
        who = desk.participants.listing(chip="waiting")[0].id
        match = desk.matching.for_participant(who).ranked[0]
        first = match.opening.free_from
        return desk.booking.book(who, match.opening.placement.id, first, first + timedelta(60)).booking

    made: list[Any] = []
    city.window.tasks.write(work, made.append)
    city.until(lambda: bool(made))
    dialog = LastDayDialog(city.window.window, city.shell, made[0])
    dialog.open()
    dialog.last.set_value(max(TODAY, made[0].to_date - timedelta(7)))
    dialog.confirm()
    city.until(lambda: SENTENCE in city.window.window.toast.text.text())
    assert QApplication.activeModalWidget() is None
