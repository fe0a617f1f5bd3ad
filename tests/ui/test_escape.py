"""Esc closes whatever was opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit

from tests.ui.conftest import Hands

Key = Qt.Key


def opened(hands: Hands, path: Path) -> Any:
    path.write_text("Personnummer;Namn\n1;Åke Prov\n2;Siv Prov\n", "utf-8")
    hands.window.window.go("exchange")
    page = hands.page("exchange")
    page.open_file(path)
    hands.until(lambda: page.part() != "")
    if page.review is None:
        page.confirm()
    hands.until(lambda: page.review is not None)
    hands.rest()
    return page


def test_esc_leaves_the_rows_of_a_list_as_its_cancel_button_says(hands: Hands, tmp_path: Path) -> None:
    page = opened(hands, tmp_path / "people.csv")
    page.table.setFocus()
    hands.press(Key.Key_Escape)
    assert page.stack.currentWidget() is page.home
    hands.press(Key.Key_Escape)
    assert page.stack.currentWidget() is page.home


def test_esc_in_a_cell_that_is_written_in_leaves_the_cell_and_not_the_list(hands: Hands, tmp_path: Path) -> None:
    page = opened(hands, tmp_path / "people.csv")
    page.table.setFocus()
    page.table.edit(page.model.index(0, 1))
    hands.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    hands.press(Key.Key_Escape)
    assert page.table.state() != QAbstractItemView.State.EditingState
    assert page.part() == "rows"


def test_esc_in_the_palette_over_a_list_closes_the_palette_alone(hands: Hands, tmp_path: Path) -> None:
    page = opened(hands, tmp_path / "people.csv")
    hands.ctrl(Key.Key_K)
    hands.press(Key.Key_Escape)
    assert not hands.window.window.palette_box.isVisible()
    assert page.part() == "rows"
