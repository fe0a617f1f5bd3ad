"""A row of a list that is wrong can be mended where it stands, by whoever has only a keyboard or only a mouse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.imports.cases import lines
from tests.ui.conftest import Hands

Key = Qt.Key


@pytest.fixture
def page(hands: Hands, tmp_path: Path) -> Any:
    """A list of two places, the second with an occupation that the bank does not have."""
    book = openpyxl.Workbook()
    table = book.create_sheet("list", 0)
    for row in (
        ["Arbetsplats", "Yrke", "Antal platser", "Typ"],
        ["Parklag Prov", "Parkarbetare", 2, "lag"],
        ["Snickeriet Prov", "Trollkarl", 1, "lag"],
    ):
        table.append(row)
    book.save(tmp_path / "list.xlsx")
    hands.window.window.go("exchange", file=str(tmp_path / "list.xlsx"), kind="placements")
    found = hands.page("exchange")
    hands.until(lambda: found.review is not None)
    hands.rest()
    return found


def editor(page: Any) -> QLineEdit | None:
    here = QApplication.focusWidget()
    return here if isinstance(here, QLineEdit) and page.table.isAncestorOf(here) else None


@pytest.mark.thorough(long=True)
def test_enter_writes_in_the_cell_that_is_wrong_and_offers_what_is_there(hands: Hands, page: Any) -> None:
    assert page.review.count("rejected") == 1
    remark = page.model.index(1, page.model.columnCount() - 1).data()
    assert "Tryck Enter" in remark
    hands.press(Key.Key_Return)
    field = editor(page)
    assert field is not None
    assert "Parkarbetare" in page.titles
    offered = field.completer()
    offered.setCompletionPrefix("parkarb")
    assert offered.currentCompletion() == "Parkarbetare"
    field.setText("Parkarbetare")
    hands.press(Key.Key_Return)
    hands.until(lambda: page.review.count("rejected") == 0)


def test_what_says_that_a_row_is_to_be_mended_leads_to_the_cell(hands: Hands, page: Any) -> None:
    pill = page.table.visualRect(page.model.index(1, 0)).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, pill)
    hands.rest()
    assert editor(page) is not None
    assert page.table.currentIndex().column() == 1 + list(page.shown()).index("occupation")
    hands.press(Key.Key_Escape)
    assert editor(page) is None
    assert page.review is not None


def test_a_heading_is_as_wide_as_its_words_and_the_keys_are_seen_on_a_cell_that_is_wrong(
    hands: Hands, page: Any
) -> None:
    head = page.table.horizontalHeader()
    assert [c for c in range(page.model.columnCount() - 1) if head.sectionSize(c) < head.sectionSizeHint(c)] == []
    assert page.table.hasFocus()
    at = page.table.currentIndex()
    with_keys = page.table.viewport().grab(page.table.visualRect(at)).toImage()
    page.table.setCurrentIndex(page.model.index(0, 2))
    hands.rest()
    assert page.table.viewport().grab(page.table.visualRect(at)).toImage() != with_keys


def opened(hands: Hands, path: Path) -> Any:
    hands.window.window.go("exchange", file=str(path))
    page = hands.page("exchange")
    hands.until(lambda: page.review is not None)
    hands.rest()
    return page


def test_a_row_that_asks_whether_it_is_the_same_person_is_answered_by_one_key(hands: Hands, tmp_path: Path) -> None:
    page = opened(
        hands,
        lines(tmp_path, "Namn;Telefon;Ärendenummer", "Zita Provsson;070-1740601;A-1", "Zita Provsson;070-1740602;A-1"),
    )
    assert [page.rows.state(o).word for o in page.model.rows if o.outcome == "rejected"] == ["Samma?"]
    assert page.rows.button("J").isVisible()
    assert page.rows.button("N").isVisible()
    hands.press(Key.Key_N)
    hands.until(lambda: page.review.count("new") == 2)
    assert page.store_button.text() == "Importera 2 rader"


def test_a_refused_row_of_somebody_protected_is_masked_and_its_cells_open_empty(hands: Hands, tmp_path: Path) -> None:
    head = "Namn;Personnr;Telefon;Skyddade personuppgifter"
    page = opened(hands, lines(tmp_path, head, "Hemlig Provsson;19860431-2380;070-1740699;ja"))
    row = page.model.rows[0]
    assert {page.rows.said(row, f).plain for f in page.shown()} == {"••••"}
    hands.press(Key.Key_F2)
    field = editor(page)
    assert field is not None
    assert field.text() == ""
    hands.press(Key.Key_Return)
    assert page.mends.waiting == page.mends.done == []
    assert page.rows.raw(2, "identity") == "19860431-2380"


def test_letters_are_no_keys_of_the_list_where_somebody_has_turned_them_off(hands: Hands, tmp_path: Path) -> None:
    page = opened(hands, lines(tmp_path, "Namn;Personnr", "Zita Provsson;19860431-2380"))
    page.shell.settings = page.shell.settings._replace(letters=False)
    assert not page.rows.act("L")
    assert page.rows.do("L")
    assert page.rows.left == {2}


def test_each_refused_row_has_its_own_button_and_a_question_its_two(hands: Hands, tmp_path: Path) -> None:
    head = "Namn;Personnr;Telefon;Ärendenummer"
    wrong = [f"Ada Provsson {chr(97 + i)};1986043{i}-2380;;" for i in range(3)]
    asked = ["Zita Provsson;;070-1740601;A-1", "Zita Provsson;;070-1740602;A-1"]
    page = opened(hands, lines(tmp_path, head, *wrong, *asked))
    rows = {o.row: i for i, o in enumerate(page.model.rows)}
    refused = [page.table.acts.button(rows[n], "L") for n in (2, 3, 4) if page.model.rows[rows[n]].reason == "PNR_DATE"]
    assert refused
    assert all(b is not None and b.isVisible() for b in refused)
    question = rows[6]
    assert [k for k in "LJN" if page.table.acts.button(question, k)] == ["J", "N"]
    here = page.table.visualRect(page.model.index(question, 1))
    assert here.top() < page.table.acts.button(question, "J").y() < here.bottom()
    page.table.setCurrentIndex(page.model.index(rows[6], 1))
    page.table.acts.button(rows[2], "L").click()  # of another row than the keys are on
    assert page.rows.left == {2}
    hands.rest()
    page.rows.filter("all")
    back = next(i for i, o in enumerate(page.model.rows) if o.row == 2)
    assert page.table.acts.button(back, "L") is None
    page.table.setCurrentIndex(page.model.index(back, 1))
    page.table.setFocus()
    hands.rest()
    assert page.rows.button("L").text() == "Ta tillbaka från arbetslistan"
    page.rows.button("L").click()
    assert page.rows.left == set()


def test_a_button_in_a_row_goes_with_it_when_the_list_is_scrolled(hands: Hands, tmp_path: Path) -> None:
    wrong = [f"Ada Provsson {i};19860431-2380;" for i in range(40)]
    page = opened(hands, lines(tmp_path, "Namn;Personnr;Telefon", *wrong))
    bar, acts = page.table.verticalScrollBar(), page.table.acts
    for at in (0, bar.maximum() // 2, bar.maximum()):
        bar.setValue(at)
        hands.rest()
        assert acts.at
        for row, buttons in acts.at.items():
            rect = page.table.visualRect(page.model.index(row, 1))
            assert rect.top() <= buttons["L"].y() <= rect.bottom()
    row = max(acts.at)
    wanted = page.model.rows[row].row
    acts.at[row]["L"].click()
    assert page.rows.left == {wanted}


@pytest.fixture
def two_wrong(hands: Hands, tmp_path: Path) -> Any:
    """A list of two places, both with an occupation that the bank does not have."""
    path = tmp_path / "list.csv"
    path.write_text(
        "Arbetsplats;Yrke;Antal platser;Typ\nParklag Prov;Trollkarl;1;lag\nSnickeriet Prov;Trollkarl;1;lag\n", "utf-8"
    )
    hands.window.window.go("exchange", file=str(path), kind="placements")
    found = hands.page("exchange")
    hands.until(lambda: found.review is not None)
    hands.rest()
    return found


def opened_cell(page: Any, row: int, field: str) -> QLineEdit:
    index = page.model.index(row, 1 + list(page.shown()).index(field))
    page.table.setCurrentIndex(index)
    page.table.edit(index)
    found = editor(page)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "beside", [(1, "occupation"), (0, "name")], ids=["of another row", "of the row that is right by it"]
)
def test_a_cell_is_written_on_while_the_one_before_is_being_checked(
    hands: Hands, two_wrong: Any, beside: tuple[int, str]
) -> None:
    page = two_wrong
    opened_cell(page, 0, "occupation").setText("Parkarbetare")
    QTest.keyClicks(opened_cell(page, *beside), "77")  # and no moment's rest between the two
    assert page.mends.waiting
    hands.until(lambda: not page.mends.waiting)
    hands.rest()
    assert page.review.count("rejected") == 1
    still, here = editor(page), page.table.currentIndex()
    assert still is not None
    assert still.text() == "77"
    assert (page.model.rows[here.row()].row, page.rows.field_at(here.column())) == (2 + beside[0], beside[1])


def test_a_cell_is_written_on_while_a_row_beside_it_is_left(hands: Hands, two_wrong: Any) -> None:
    page = two_wrong
    opened_cell(page, 1, "occupation").setText("Räk")
    button = page.table.acts.button(0, "L")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    hands.rest()
    rows = {r.number: r for r in page.staged.rows}
    still = editor(page)
    assert (still is not None and still.text() == "Räk") or rows[3].cells["occupation"] == "Räk"
    assert page.rows.left == {2}


def test_a_cell_that_names_somebody_is_taken_as_it_is_when_names_are_hidden(hands: Hands, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Namn;Personnummer;Önskat yrke\nÑandú Prov;19860412-2381;Målare\n", "utf-8")
    hands.window.window.go("exchange", file=str(path))
    page = hands.page("exchange")
    hands.until(lambda: page.review is not None)
    hands.rest()
    opened_cell(page, 0, "name").setText("Ñandú Provsson")
    hands.press(Key.Key_H, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    hands.until(lambda: not page.mends.waiting)
    assert editor(page) is None
    assert page.staged.rows[0].cells["name"] == "Ñandú Provsson"
    assert not any("Provsson" in str(page.model.index(0, c).data()) for c in range(page.model.columnCount()))
