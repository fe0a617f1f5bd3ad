"""How a file is read is said above its rows, and what has to be asked is asked before any row is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from amdesk.ui.exchange.reading import ReadingBand
from amdesk.ui.guidance.beside import GuidanceDialog
from amdesk.ui.kit.basic import KeyButton
from tests.imports.cases import CASES, lines
from tests.ui.conftest import Hands

Key = Qt.Key


def opened(hands: Hands, path: Path) -> Any:
    hands.window.window.go("exchange")
    page = hands.page("exchange")
    page.open_file(path)
    hands.until(lambda: page.stack.currentWidget() is not page.home)
    hands.rest()
    return page


def words_on(page: Any) -> str:
    return "\n".join(w.text() for w in page.findChildren(QLabel) if w.isVisible())


def test_the_card_names_the_heading_row_and_the_columns_that_are_not_read(hands: Hands, tmp_path: Path) -> None:
    page = opened(hands, lines(tmp_path, "Namn;Telefon;Kostnadsställe;Kan börja", "Bo Prov;1;12;13/12/2026"))
    assert page.card.said.text() == "rubriker på rad 1 · Kan börja: dagen först · 1 kolumn läses inte: Kostnadsställe"
    page.card.change.click()
    assert page.part() == "reading"


@pytest.mark.thorough(long=True)
def test_a_column_that_may_be_about_protection_is_asked_about_before_any_name_is_shown(
    hands: Hands, tmp_path: Path
) -> None:
    page = opened(hands, lines(tmp_path, "Namn;Spärr;Telefon", "Hemlig Prov;x;1", "Bo Prov;;2"))
    assert page.part() == "reading"
    said = words_on(page)
    assert "Kolumnen ”Spärr” läses inte." in said
    assert "Hemlig" not in said
    assert page.reading.asks.buttons[0].hasFocus()
    assert not page.store_button.isVisible()
    hands.press(Key.Key_2)
    hands.until(lambda: page.review is not None)
    hands.rest()
    assert [o.protected for o in page.review.outcomes] == [True, False]
    assert page.review.outcomes[0].said.protection == 2


@pytest.mark.thorough(long=True)
def test_what_was_answered_once_is_not_asked_of_the_next_list(hands: Hands, tmp_path: Path) -> None:
    head = "Namn;Spärr;Telefon"
    page = opened(hands, lines(tmp_path, head, "Cia Prov;x;1"))
    hands.press(Key.Key_1)
    hands.until(lambda: page.review is not None)
    page.confirm()
    hands.until(lambda: page.review is None)
    page = opened(hands, lines(tmp_path, head, "Dan Prov;x;2"))
    hands.until(lambda: page.review is not None)
    assert page.review.outcomes[0].protected
    assert "svar för list" in page.card.said.text()


def test_of_two_alike_sheets_the_one_that_is_chosen_is_shown(hands: Hands) -> None:
    page = opened(hands, CASES / "two_sheets_same_headings.xlsx")
    assert [b.text() for b in page.reading.asks.buttons] == ["Bladet Norr", "Bladet Söder", "Alla"]
    page.reading.asks.buttons[2].click()
    hands.until(lambda: page.review is not None)
    assert len(page.review.outcomes) == 3
    assert [page.rows.place(o) for o in page.review.outcomes] == ["Norr 2", "Söder 2", "Söder 3"]


def test_esc_leaves_the_question_and_the_file(hands: Hands, tmp_path: Path) -> None:
    page = opened(hands, lines(tmp_path, "Namn;Spärr", "Bo Prov;x"))
    hands.press(Key.Key_Escape)
    assert page.stack.currentWidget() is page.home
    assert page.staged is None


@pytest.mark.thorough(long=True)
def test_what_the_answers_about_protection_mean_is_read_beside_the_question(hands: Hands, tmp_path: Path) -> None:
    page = opened(hands, lines(tmp_path, "Namn;Spärr;Telefon", "Hemlig Prov;x;1"))
    why = next(b for b in page.reading.asks.findChildren(KeyButton) if b.text() == "Vad är skillnaden?")
    why.click()
    hands.until(lambda: any(isinstance(w, GuidanceDialog) for w in QApplication.topLevelWidgets() if w.isVisible()))
    hands.rest()
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, GuidanceDialog) and w.isVisible())
    assert dialog.view.found is not None
    hands.press(Key.Key_Escape)
    assert page.part() == "reading"
    assert page.reading.asks.question is not None


def test_the_fields_of_how_a_file_is_read_stand_on_one_line(hands: Hands, tmp_path: Path) -> None:
    page = opened(hands, lines(tmp_path, "Namn;Spärr", "Bo Prov;x"))
    band = page.findChild(ReadingBand)
    boxes = [one.mapTo(band, one.rect().topLeft()).y() for one in band.fields.values()]
    assert len(set(boxes)) == 1, boxes
