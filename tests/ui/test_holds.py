"""Holding a place by one key from a round, a match and the board; what is held is seen there, and its day is a task."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from amdesk.domain.clock import Clock
from amdesk.services.desk import Desk
from amdesk.ui.booking.holding import HoldDialog
from amdesk.ui.kit.basic import KeyButton
from amdesk.ui.kit.rows import Row
from tests import make
from tests.ui.conftest import Hands, other

__all__ = ["other"]
DAY = timedelta(1)
UNTIL = make.TODAY + 7 * DAY


def dialog_of(hands: Hands) -> Any:
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), HoldDialog))
    hands.rest()
    return QApplication.activeModalWidget()


def words(widget: Any) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


def held(desk: Desk) -> list[tuple[int, object]]:
    return [(h.placement_id, h.until) for h in desk.holds.listing()]


def spoken_rows(view: Any) -> list[object]:
    model = view.model()
    return [model.index(i, 0).data(Qt.ItemDataRole.AccessibleTextRole) for i in range(model.rowCount())]


def board_at(hands: Hands, place: int) -> Any:
    hands.window.window.go("placements")
    hands.rest()
    page = hands.page("placements")
    view = page.board.view
    hands.until(lambda: any(line.team is not None and line.team.id == place for line in view.lines))
    row = next(i for i, line in enumerate(view.lines) if line.team and line.team.id == place and line.lane)
    view.setFocus()
    view.go(row, make.TODAY)
    hands.rest()
    return view


@pytest.mark.thorough(long=True)
def test_h_holds_the_place_of_a_proposal_and_the_round_is_worked_out_without_it(hands: Hands, other: Desk) -> None:
    hands.ctrl(Qt.Key.Key_K)
    hands.type("matchningsomg")
    hands.press(Qt.Key.Key_Return)
    page = hands.page("matching")
    hands.until(lambda: page.round.answer is not None and page.round.rows.rowCount() > 0)
    place = page.round.list.proposal().slot.placement.id
    before = len([s for s in page.round.answer.question.slots if s.placement.id == place])
    page.round.list.setFocus()
    QTest.keyClick(page.round.list, Qt.Key.Key_H)
    dialog = dialog_of(hands)
    assert dialog.until.value() == UNTIL
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.until(lambda: held(other) == [(place, UNTIL)])
    hands.until(
        lambda: (
            not page.round.behind
            and len([s for s in page.round.answer.question.slots if s.placement.id == place]) == before - 1
        )
    )
    hands.rest()


@pytest.mark.thorough(long=True)
def test_h_in_a_match_holds_the_place_that_then_stands_last_with_its_day(hands: Hands, other: Desk) -> None:
    who = make.participant(other.bank, name="Prov Väntar")
    hands.window.window.go("matching", participant=who)
    page = hands.page("matching")
    hands.until(lambda: page.asked == who and page.rows.rowCount() > 0)
    hands.rest()
    first = page.rows.index(0).data(Row).match.opening.placement
    for _ in range(6):  # every place that is free there
        page.list.setCurrentIndex(page.rows.index(0))
        if page.rows.index(0).data(Row).match.opening.placement.id != first.id:
            break
        page.list.setFocus()
        QTest.keyClick(page.list, Qt.Key.Key_H)
        dialog = dialog_of(hands)
        count = len(held(other))
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        hands.until(lambda count=count: len(held(other)) == count + 1)  # type: ignore[misc]  # bound at once
        hands.rest()
    lines = [page.rows.index(i).data(Row) for i in range(page.rows.rowCount())]
    mine = [line for line in lines if line.match.opening.placement.id == first.id and not line.stopped]
    assert all(line.reasons[0].code == "HOLD" for line in mine if line.match.opening.free_from <= make.TODAY)
    ranked = other.matching.for_participant(who).ranked
    assert ranked[0].opening.placement.id != first.id


@pytest.mark.thorough(long=True)
def test_on_the_board_h_holds_a_free_place_which_is_seen_and_released_again(hands: Hands, other: Desk) -> None:
    place = make.placement(other.bank, name="Aaa Hållet")
    view = board_at(hands, place)
    QTest.keyClick(view, Qt.Key.Key_H)
    dialog = dialog_of(hands)
    assert "Aaa Hållet" in words(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.until(lambda: held(other) == [(place, UNTIL)])
    hands.until(lambda: view.line() is not None and view.line().lane is not None and view.line().lane.held is not None)
    said = hands.shell.words("Held until {day}", day=UNTIL)
    assert said in view.gap_said(view.line(), *view.current())
    week = (make.TODAY - view.data.window.first).days // 7
    assert said in view.spoken(view.row, week)
    hands.until(lambda: said in words(hands.page("placements").board.panel))
    QTest.keyClick(view, Qt.Key.Key_H)
    dialog = dialog_of(hands)
    hands.until(lambda: hands.shell.words("One place is held until {day}", day=UNTIL) in words(dialog))
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.until(lambda: dialog.wrong.isVisible())
    assert held(other) == [(place, UNTIL)], "the only place is held already"
    next(b for b in dialog.findChildren(KeyButton) if b.text() == hands.shell.words("Release")).click()
    hands.until(lambda: held(other) == [])
    hands.rest()


@pytest.mark.thorough(long=True)
def test_a_place_whose_day_has_come_is_a_task_that_opens_what_is_held_there(hands: Hands, other: Desk) -> None:
    place = make.placement(other.bank, name="Aaa Hållet")
    before = Desk(other.bank, Clock(make.TODAY - 3 * DAY))
    before.holds.hold(place, make.TODAY)
    (task,) = [t for t in other.overview(None, 999)[0].tasks if t.kind == "hold"]
    assert (task.where.seen, task.due, task.participant_id) == ("Aaa Hållet", make.TODAY, None)
    hands.window.window.go("overview")
    page = hands.page("overview")
    hands.until(lambda: "Aaa Hållet" in "\n".join(str(one) for one in spoken_rows(page.tasks)))
    page._act(task)
    dialog = dialog_of(hands)
    hands.until(lambda: hands.shell.words("Was held until {day}", day=make.TODAY) in words(dialog))
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.until(lambda: held(other) == [(place, UNTIL)])
    assert [t for t in other.overview(None, 999)[0].tasks if t.kind == "hold"] == []
    hands.rest()
