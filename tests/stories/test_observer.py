"""The observer sees each class of fault when it is made on purpose, and says where."""

from __future__ import annotations

import os
import sys
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from amdesk.ui.frame.session import BankWindow
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import Elided, button, label
from tests.stories.observer.frames import framed
from tests.stories.observer.language import wrong
from tests.stories.observer.watching import Observer
from tests.ui.conftest import Hands


@pytest.fixture
def hands(qtbot: QtBot, observer: Observer, window: BankWindow) -> Hands:
    """Hands whose window is looked at, in tests that find faults on purpose."""
    person = Hands(qtbot, window)
    person.rest()
    person.until(lambda: person.page("overview").data is not None)
    observer.look()
    observer.found.clear()
    return person


def put(hands: Hands, widget: QWidget, place: QRect) -> QWidget:
    """On the page, at the right of its title where nothing else stands."""
    page = hands.page()
    widget.setParent(page)
    widget.setGeometry(place)
    widget.show()
    return widget


FREE = QRect(405, 12, 120, 30)
"""Nothing stands there on Översikt."""


def seen(hands: Hands, observer: Observer) -> str:
    hands.rest()
    return "\n".join(observer.look())


def test_a_window_without_faults_is_told_as_such(hands: Hands, observer: Observer) -> None:
    assert seen(hands, observer) == ""


def test_a_label_that_is_too_narrow_is_seen(hands: Hands, observer: Observer) -> None:
    put(hands, label("Plats på Parkförvaltningen"), FREE.adjusted(0, 0, -80, 0))
    assert "“Plats på Parkförvaltningen” is cut" in seen(hands, observer)


def test_a_wrapped_label_that_is_too_low_is_seen(hands: Hands, observer: Observer) -> None:
    put(hands, label("Plats på Parkförvaltningen " * 4, wrap=True), FREE)
    assert "high is needed" in seen(hands, observer)


def test_a_button_smaller_than_its_text_is_seen(hands: Hands, observer: Observer) -> None:
    put(hands, QPushButton("Boka plats på Parkförvaltningen"), FREE)
    assert "“Boka plats på Parkförvaltningen” is cut" in seen(hands, observer)


def test_a_shortened_label_is_seen_only_where_its_tooltip_says_something_else(hands: Hands, observer: Observer) -> None:
    one = put(hands, Elided("Plats på Parkförvaltningen"), FREE.adjusted(0, 0, -60, 0))
    assert seen(hands, observer) == ""
    one.setToolTip("Plats")
    assert "shortened, and the tooltip is “Plats”" in seen(hands, observer)


class Painted(QWidget):
    """Words that the program paints itself."""

    def __init__(self, hands: Hands, words: str) -> None:
        super().__init__()
        self.hands, self.words = hands, words

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self.hands.shell.theme, QPainter(self)
        paint.say(painter, self.rect(), self.words, theme.font(), theme.color("text"))
        painter.end()


def test_painted_words_that_are_shortened_without_a_tooltip_are_seen(hands: Hands, observer: Observer) -> None:
    put(hands, Painted(hands, "Plats på Parkförvaltningen"), FREE.adjusted(0, 0, -40, 0))
    assert "paints “Plats på Parkförvaltningen” shortened" in seen(hands, observer)


def test_two_widgets_over_each_other_are_seen(hands: Hands, observer: Observer) -> None:
    put(hands, QPushButton("Ja"), FREE)
    put(hands, QPushButton("Nej"), FREE.translated(40, 0))
    assert "“Nej” overlap by 80 x" in seen(hands, observer)


@pytest.mark.thorough(3)
@pytest.mark.parametrize("words", ["Book place", "12 rows were left out.", "The list of the week was not printed"])
def test_english_in_a_swedish_window_is_seen(hands: Hands, observer: Observer, words: str) -> None:
    put(hands, label(words), FREE.adjusted(0, 0, 160, 0))
    assert f"“{words}” is in the other language" in seen(hands, observer)


def test_swedish_in_an_english_window_is_seen_and_data_is_not() -> None:
    assert wrong("Boka plats", "en")
    assert wrong("Det är inte sparat än", "en")
    assert not wrong("Parkarbetare", "en")
    assert not wrong("Boka plats", "sv")


def test_a_field_that_nobody_filled_in_is_seen(hands: Hands, observer: Observer) -> None:
    put(hands, label("Bokad: {name}"), FREE)
    assert "has a field that is not filled in" in seen(hands, observer)


def test_painted_words_are_read_too(hands: Hands, observer: Observer) -> None:
    put(hands, Painted(hands, "Book place"), FREE)
    assert "“Book place” is in the other language" in seen(hands, observer)


@pytest.mark.thorough(2)
@pytest.mark.parametrize("cap", ["Ctrl Shift Q", "Ctrl D"])
def test_a_key_cap_that_nothing_answers_is_seen(hands: Hands, observer: Observer, cap: str) -> None:
    hands.window.window.go("placements")  # where nothing is marked as done
    hands.rest()
    observer.look()
    put(hands, button(hands.shell, "Klar", lambda: None, key=cap), FREE)
    assert f"shows {hands.shell.words.keys(cap)}, which nothing answers" in seen(hands, observer)


def test_a_key_of_a_legend_that_nothing_answers_is_seen(hands: Hands, observer: Observer) -> None:
    put(hands, label("Ctrl Shift Q", "key"), FREE)
    assert "shows Ctrl Shift Q, which nothing answers" in seen(hands, observer)


class Ghost(QWidget):
    """Paints what it has, and does not say when it has something else."""

    colour = "accent"

    def __init__(self, hands: Hands) -> None:
        super().__init__()
        self.hands = hands

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self.hands.shell.theme, QPainter(self)
        painter.fillRect(self.rect(), theme.color(self.colour))
        paint.say(painter, self.rect(), "A", theme.font(), theme.color("text"))
        painter.end()


def test_a_part_that_was_not_painted_anew_is_seen(hands: Hands, observer: Observer) -> None:
    one = put(hands, Ghost(hands), FREE)
    assert seen(hands, observer) == ""
    one.colour = "bad"  # type: ignore[attr-defined]  # a ghost keeps its colour itself
    one.update(0, 0, 20, 30)
    assert "Ghost shows what it would not paint now" in seen(hands, observer)


def test_a_focus_that_an_act_lost_is_seen(hands: Hands, observer: Observer) -> None:
    one = put(hands, QPushButton("Ja"), FREE)
    one.setFocus()
    assert seen(hands, observer) == ""
    for other in hands.window.window.findChildren(QWidget):
        other.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    one.setEnabled(False)
    assert "the focus is lost" in seen(hands, observer)


def test_a_selection_that_an_act_lost_is_seen(hands: Hands, observer: Observer) -> None:
    rows = QListWidget()
    rows.addItems(["Ett", "Två"])
    put(hands, rows, FREE)
    rows.setCurrentRow(1)
    observer.look()
    rows.clearSelection()
    rows.setCurrentRow(-1)
    assert "the selection is lost (it was on row 2)" in seen(hands, observer)


def test_a_control_outside_the_window_is_seen(hands: Hands, observer: Observer) -> None:
    put(hands, QPushButton("Ja"), FREE.translated(hands.page().width() - FREE.x() - 40, 0))
    assert "“Ja” stands outside: 80 x 0" in seen(hands, observer)


def test_a_dialog_larger_than_its_window_is_seen(hands: Hands, observer: Observer) -> None:
    dialog = QDialog(hands.window.window)  # one of the program's own keeps within it
    dialog.setMinimumSize(1500, 100)
    dialog.open()
    assert "larger than its window" in seen(hands, observer)
    dialog.reject()


class Stays(QDialog):
    """Says that it is closed and stays."""

    def done(self, result: int) -> None:
        self.finished.emit(result)


def test_a_dialog_that_was_closed_and_stays_is_seen(hands: Hands, observer: Observer) -> None:
    dialog = Stays(hands.window.window)
    dialog.resize(300, 200)
    dialog.setModal(True)
    dialog.show()
    assert "was closed" not in seen(hands, observer)
    hands.press(Qt.Key.Key_Escape)
    assert "Stays was closed and is still shown" in seen(hands, observer)
    dialog.hide()


class Framed(QWidget):
    """Tells of a frame of this size at its own corner."""

    told = QRect()

    def frameGeometry(self) -> QRect:
        return self.told


@pytest.mark.parametrize("told", [QRect(100, 100, 300, 200), QRect(100, 100, 1, 1), QRect(90, 80, 320, 230)])
def test_what_stands_over_a_window_is_known_also_where_its_frame_is_told_before_it_has_grown(
    qtbot: QtBot, told: QRect
) -> None:
    """A window manager's frame begins as one pixel, and Qt may have asked then and not again."""
    over = Framed()
    qtbot.addWidget(over)
    over.setGeometry(100, 100, 300, 200)
    over.told = told
    assert framed(over).contains(QRect(90, 80, 320, 230))


@pytest.mark.thorough(2)
@pytest.mark.parametrize(
    "write", [lambda said: print(said, file=sys.stderr), lambda said: os.write(2, f"{said}\n".encode())]
)
def test_a_line_on_stderr_is_seen(hands: Hands, observer: Observer, write: Any) -> None:
    write("a warning")
    assert "stderr: a warning" in seen(hands, observer)


class Twice(Painted):
    """Two lines of words at one place."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme, painter = self.hands.shell.theme, QPainter(self)
        paint.say(painter, self.rect().adjusted(10, 0, 0, 0), "Vecka 48", theme.font(), theme.color("text"))
        painter.end()


def test_words_painted_over_other_words_are_seen(hands: Hands, observer: Observer) -> None:
    put(hands, Twice(hands, "Plats"), FREE)
    assert "paints “Plats” and “Vecka 48” over each other" in seen(hands, observer)
