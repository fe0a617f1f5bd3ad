"""What is seen of the board after moving it is what a fresh drawing shows: no ghosts, at any zoom, in any order."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import Hands

Key = Qt.Key
STEPS = 40


@pytest.fixture
def board(hands: Hands) -> Any:
    hands.ctrl(Key.Key_2)
    hands.until(lambda: bool(hands.page("placements").board.view.lines))
    hands.rest()
    return hands.page("placements").board.view


def settle(view: Any) -> None:
    for _ in range(3):
        QApplication.processEvents()


def on_screen(view: Any) -> QImage:
    """The pixels that are shown, not drawn anew."""
    window, port = view.window(), view.viewport()
    at = port.mapTo(window, QPoint(0, 0))
    shot = window.screen().grabWindow(window.winId(), at.x(), at.y(), port.width(), port.height())
    return shot.toImage().convertToFormat(QImage.Format.Format_RGB32)  # type: ignore[no-any-return]  # the stub loses it


def drawn_anew(view: Any) -> QImage:
    view.viewport().update()
    settle(view)
    return on_screen(view)


def differing(before: QImage, after: QImage) -> str:
    """Where two pictures differ first, or nothing."""
    if before == after:
        return ""
    assert before.size() == after.size()
    spots = [
        (x, y) for y in range(after.height()) for x in range(after.width()) if before.pixel(x, y) != after.pixel(x, y)
    ]
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    return f"{len(spots)} pixels between ({min(xs)}, {min(ys)}) and ({max(xs)}, {max(ys)})"


def key(which: Qt.Key) -> Callable[[Any], None]:
    def act(view: Any) -> None:
        QTest.keyClick(view, which)

    return act


def wheel(turn: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Callable[[Any], None]:
    def act(view: Any) -> None:
        where = QPointF(view.label_width + 200, 200)
        view.wheelEvent(
            QWheelEvent(
                where,
                view.viewport().mapToGlobal(where),
                QPoint(),
                QPoint(0, turn),
                Qt.MouseButton.NoButton,
                modifiers,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
        )

    return act


def fold(view: Any) -> None:
    row = next((i for i, line in enumerate(view.lines) if line.lane is None and not i % 3), 0)
    view.fold(row)


def resize(view: Any) -> None:
    window = view.window()
    window.resize(1366 if window.width() != 1366 else 1240, 768 if window.height() != 768 else 700)


def zoom(view: Any) -> None:
    view.set_zoom({"year": "half", "half": "month", "month": "year"}[view.zoom])


SHIFT = Qt.KeyboardModifier.ShiftModifier
MOVES: dict[str, Callable[[Any], None]] = {
    "‹": lambda view: view.step(-4), "›": lambda view: view.step(4), "left": key(Key.Key_Left), "right": key(Key.Key_Right),
    "Home": key(Key.Key_Home), "End": key(Key.Key_End), "PgUp": key(Key.Key_PageUp), "PgDn": key(Key.Key_PageDown),
    "up": key(Key.Key_Up), "down": key(Key.Key_Down), "wheel up": wheel(120), "wheel down": wheel(-120),
    "wheel left": wheel(120, SHIFT), "wheel right": wheel(-120, SHIFT), "wheel a little": wheel(37, SHIFT),
    "wheel a little back": wheel(-53, SHIFT), "expand": fold, "resize": resize, "zoom": zoom, "today": lambda view: view.to_today(),
    "mark": key(Key.Key_Space), "stop marking": key(Key.Key_Escape),
}  # fmt: skip


@pytest.mark.parametrize("name", list(MOVES))
@pytest.mark.thorough(24)
def test_one_move_leaves_no_ghost(board: Any, name: str) -> None:
    for zoomed in ("half", "month", "year"):
        board.set_zoom(zoomed)
        board.to_today()
        drawn_anew(board)
        MOVES[name](board)
        settle(board)
        seen = on_screen(board)
        assert not differing(seen, drawn_anew(board)), zoomed


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.thorough(6)
def test_moves_in_any_order_leave_no_ghost(board: Any, seed: int) -> None:
    chance, done = random.Random(seed), []
    drawn_anew(board)
    for _ in range(STEPS):
        name = chance.choice(list(MOVES))
        done.append(name)
        MOVES[name](board)
        if chance.random() < 0.7:  # some follow before anything is drawn
            settle(board)
            seen = on_screen(board)
            assert not differing(seen, drawn_anew(board)), done[-4:]
