"""Every kind of need against every demand on the board: a bar moved by M and the arrows, or dragged, is answered as a booking is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from amdesk.domain.booking.needs import MET, NOT_KNOWN, NOT_MET
from amdesk.domain.people.participant import Need
from amdesk.i18n import Words
from amdesk.ui.kit.reason import ReasonDialog
from tests import make
from tests.make import TODAY
from tests.services.test_needs import CASES
from tests.stories.test_board import drag, row_of
from tests.ui.conftest import Hands

FIRST, LAST, WHY = TODAY + timedelta(7), TODAY + timedelta(120), "Hon vill prova"
SWEDISH = Words("sv")


class Pair(NamedTuple):
    """A booking at a neutral place, and the placement that it is moved to."""

    ref: str
    upper: int
    target: int
    answer: int
    said: tuple[str, ...]
    """What is to be thought of about the need there, in Swedish, as the checks of a booking say it."""


def laid_out(desk: Any, cases: list[tuple[str, Need, dict[str, Any]]]) -> list[Pair]:
    """For each case two placements under each other, the first on the board, and somebody booked at the upper one."""
    out = []
    for i, (_, need, given) in enumerate(cases):
        usual: dict[str, Any] = {"language_min": "", "department": "", "kind": "in_house"}
        upper = make.placement(desk.bank, name=f"A {i:03d} a", **usual)
        target = make.placement(desk.bank, name=f"A {i:03d} b", **{**usual, **given})
        who = make.participant(desk.bank, name=f"Prov {i}", needs=(need,), born=date(1986, 4, 12))
        ref = desk.booking.book(who, upper, FIRST, LAST, despite=WHY).booking.ref
        found = [c for c in desk.booking.checks(who, target, FIRST, LAST, without=ref) if c.code.startswith("NEED_")]
        answer = NOT_MET if any(c.must for c in found) else NOT_KNOWN if found else MET
        out.append(Pair(ref, upper, target, answer, tuple(SWEDISH.say(c.text) for c in found)))
    return out


EVERY = [
    (name, need, given)
    for name, cases in CASES
    for i, (need, given) in enumerate(cases)
    if name == "own fields" or i in {0, 1, 3}
]
"""All kinds of need, each with demands that meet it, break it and leave it unknown."""
AT_ONCE = 30
PARTS = [EVERY[i : i + AT_ONCE] for i in range(0, len(EVERY), AT_ONCE)]
"""So many as a board shows without being long."""


class Board:
    """The board of a city of pairs, and what it has asked about musts."""

    def __init__(self, hands: Hands, cases: list[tuple[str, Need, dict[str, Any]]], patch: pytest.MonkeyPatch) -> None:
        self.hands, self.asked, made = hands, list[str](), list[Any]()
        hands.window.tasks.write(lambda desk: laid_out(desk, cases), made.append)
        hands.until(lambda: bool(made))
        self.pairs: list[Pair] = made[0]
        patch.setattr(ReasonDialog, "ask", self.ask)
        hands.ctrl(Qt.Key.Key_2)
        hands.until(lambda: any(line.team and line.team.id == made[0][-1].target for line in self.view.lines))
        hands.rest()

    def ask(self, *said: Any) -> str:
        """What is asked where a must is not met, and the answer."""
        self.asked.append(said[3])
        return WHY

    @property
    def view(self) -> Any:
        return self.hands.page("placements").board.view

    def row(self, placement: int) -> int:
        return row_of(self.view, lambda lane: lane.placement_id == placement)

    def pick(self, pair: Pair) -> None:
        """The cursor on the bar, M, and the arrows until it is over the other placement."""
        self.view.go(self.row(pair.upper), FIRST + timedelta(7))
        self.view.setFocus()
        QTest.keyClick(self.view, Qt.Key.Key_M)
        assert self.view.drag.picked
        aim = self.row(pair.target)
        while self.view.row != aim:
            QTest.keyClick(self.view, Qt.Key.Key_Down if self.view.row < aim else Qt.Key.Key_Up)
        self.hands.rest()

    def put_down(self) -> str:
        """What is said once it lies there."""
        self.hands.window.window.toast.text.setText("")
        QTest.keyClick(self.view, Qt.Key.Key_Return)
        return self.after()

    def after(self) -> str:
        self.hands.rest()
        said: str = self.hands.window.window.toast.text.text()
        return said


def judged(board: Board, pair: Pair, said: str, asked: list[str]) -> None:
    """One answer and one sentence: what was said, what was asked, and what is kept with the booking."""
    assert all(sentence in said for sentence in pair.said), (pair, said)
    assert len(asked) == (pair.answer == NOT_MET)
    assert all(sentence in asked[0] for sentence in pair.said if asked)
    now = board.hands.ask(lambda desk: desk.booking.get(pair.ref))
    assert (now.placement_id, now.despite) == (pair.target, WHY if pair.answer == NOT_MET else "")
    warned = board.hands.ask(lambda desk: desk.booking.warnings(pair.ref))
    assert [SWEDISH.say(c.text) for c in warned if c.code.startswith("NEED_")] == list(pair.said)


@pytest.mark.parametrize("part", range(len(PARTS)))
@pytest.mark.thorough(long=True)
def test_m_and_the_arrows_answer_every_need_at_every_demand_as_a_booking_does(
    hands: Hands, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    board = Board(hands, PARTS[part], monkeypatch)
    panel, seen = hands.page("placements").board.panel, set()
    for pair in board.pairs:
        board.pick(pair)
        beside = [SWEDISH.say(c.text) for c in board.view.drag.beside if c.code.startswith("NEED_")]
        assert beside == list(pair.said)
        assert board.view.drag.bad is (pair.answer == NOT_MET)
        carried = board.view.drag_text(board.view.drag)
        assert all(sentence in carried for sentence in pair.said)
        assert panel.isVisible()
        board.asked.clear()
        judged(board, pair, board.put_down(), board.asked)
        seen.add(pair.answer)
    assert seen == {MET, NOT_MET, NOT_KNOWN}


@pytest.mark.thorough(long=True)
def test_a_drag_by_the_mouse_answers_met_not_known_and_not_met_as_a_booking_does(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_lifts = [(name, need, given) for name, need, given in EVERY if name == "lift_max"]
    board = Board(hands, of_lifts, monkeypatch)
    for pair in board.pairs:
        board.view.go(board.row(pair.upper), FIRST + timedelta(7))
        here = board.view.rect_of(board.row(pair.upper), FIRST, LAST)
        there = board.view.rect_of(board.row(pair.target), FIRST, LAST)
        board.asked.clear()
        hands.window.window.toast.text.setText("")
        drag(board.view, here.center(), QPoint(here.center().x(), there.center().y()))
        judged(board, pair, board.after(), board.asked)
    assert {pair.answer for pair in board.pairs} == {MET, NOT_MET, NOT_KNOWN}
