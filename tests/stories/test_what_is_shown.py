"""What stands on the screen is true: nothing is covered, a key that is shown does what it says, and a choice stays chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from amdesk.ui.kit.basic import Elided, button
from amdesk.ui.kit.fields import Choice
from tests import make
from tests.stories.observer.cut import tooltip
from tests.stories.observer.frames import flush
from tests.ui.conftest import Hands, close, make_window

Key = Qt.Key


def test_a_word_at_the_bottom_covers_nothing_of_the_page(hands: Hands) -> None:
    main = hands.window.window
    before = main.stack.height()
    hands.shell.toast("Sparat.")
    hands.rest()
    assert main.toast.mapTo(main, QPoint(0, 0)).y() >= main.stack.mapTo(main, QPoint(0, main.stack.height())).y()
    main.toast.hide()
    hands.rest()
    assert main.stack.height() == before


@pytest.mark.thorough(long=True)
def test_esc_leaves_an_import_as_cancel_does(hands: Hands, chosen: Callable[[str], Path]) -> None:
    chosen("list.csv").write_text(f"Namn;Personnummer\nÅke Prov;{make.number()}\n", "utf-8")
    hands.ctrl(Key.Key_I)
    page = hands.page("exchange")
    hands.until(lambda: page.review is not None)
    hands.press(Key.Key_Escape)
    assert page.review is None
    assert page.stack.currentWidget() is page.home


def test_a_letter_is_shown_as_a_key_only_where_letters_are_keys(qtbot: QtBot, demo_bank: Path) -> None:
    window = make_window(qtbot, str(demo_bank), letters=False)
    Hands(qtbot, window).rest()
    assert button(window.shell, "Flytta", lambda: None, key="M").cap == ""
    assert button(window.shell, "Ny sista dag", lambda: None, key="F2").cap == "F2"
    close(window)


def test_a_choice_that_is_too_long_ends_in_an_ellipsis_and_is_whole_in_its_tooltip(hands: Hands) -> None:
    said = "Flest personer placerade, sedan bäst passning"
    choice = Choice(hands.shell, [("a", said)])
    choice.setParent(hands.page())
    choice.setGeometry(520, 12, 140, 32)
    choice.show()
    flush(hands.window.window)
    assert tooltip(choice, choice.rect()) == said
    choice.resize(500, 32)
    assert tooltip(choice, choice.rect()) == ""


def test_the_tooltip_of_a_shortened_text_follows_its_text(hands: Hands) -> None:
    one = Elided("Plats")
    one.setText("Parkförvaltningen")
    assert one.toolTip() == "Parkförvaltningen"
