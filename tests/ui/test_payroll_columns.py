"""The columns of the file for payroll are chosen, ordered and headed in the window, over the first rows as they would be."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView

from amdesk.domain.booking.week.payroll import PAYROLL_COLUMNS, USUAL_COLUMNS
from amdesk.i18n import Words
from amdesk.services.desk import Desk
from tests.ui.conftest import Hands, other
from tests.ui.test_week_lists import over, page

__all__ = ["other", "page"]


@pytest.fixture
def dialog(hands: Hands, page: Any) -> Any:
    page.choose.click()
    found = over(hands, "PayrollColumnsDialog")
    hands.until(lambda: bool(found.lines))
    return found


def heads(dialog: Any) -> list[str]:
    table = dialog.findChildren(QTableView)[-1]
    model = table.model()
    return [model.headerData(i, Qt.Orientation.Horizontal) for i in range(model.columnCount())]


def names(dialog: Any) -> list[str]:
    return [c.name for c in dialog.columns()]


@pytest.mark.thorough(long=True)
def test_columns_are_ordered_taken_away_added_and_headed_and_the_bank_keeps_them_as_one_step(
    hands: Hands, other: Desk, page: Any, dialog: Any
) -> None:
    before = names(dialog)
    assert before == [c.name for c in USUAL_COLUMNS]
    QTest.keyClick(dialog.tree, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(dialog)[:2] == [before[1], before[0]]
    assert dialog.tree.indexOfTopLevelItem(dialog.tree.currentItem()) == 1
    dialog.tree.currentItem().setText(1, "Anst.nr")
    QTest.keyClick(dialog.tree, Qt.Key.Key_Down)
    QTest.keyClick(dialog.tree, Qt.Key.Key_Delete)
    assert names(dialog) == [before[1], before[0], *before[3:]]
    dialog.more.choose("placement")
    dialog.plus.click()
    assert names(dialog)[-1] == "placement"
    assert "placement" not in {dialog.more.itemData(i) for i in range(dialog.more.count())}
    paper = Words(hands.shell.papers)
    usual = [paper.say(PAYROLL_COLUMNS[name]) for name in names(dialog)]
    assert heads(dialog) == [usual[0], "Anst.nr", *usual[2:]]
    wanted = dialog.columns()
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.until(lambda: QApplication.activeModalWidget() is page)
    assert list(other.week.payroll_columns()) == wanted
    hands.until(lambda: "Anst.nr" in page.columns.text())
    page.reject()
    hands.window.window.undo()
    hands.until(lambda: tuple(other.week.payroll_columns()) == USUAL_COLUMNS)


@pytest.mark.thorough(long=True)
def test_the_usual_columns_come_back_and_are_kept_as_nothing_chosen(hands: Hands, other: Desk, page: Any) -> None:
    other.week.set_payroll_columns("name=Vem; month")
    page.choose.click()
    dialog = over(hands, "PayrollColumnsDialog")
    assert names(dialog) == ["name", "month"]
    dialog._fill(USUAL_COLUMNS)
    dialog.confirm()
    hands.until(lambda: QApplication.activeModalWidget() is page)
    assert tuple(other.week.payroll_columns()) == USUAL_COLUMNS


@pytest.mark.thorough(2)
@pytest.mark.parametrize(("heading", "name"), [("A; B", "A; B"), (None, "")])
def test_a_heading_with_a_semicolon_and_no_columns_are_refused_in_a_sentence(
    hands: Hands, dialog: Any, heading: str | None, name: str
) -> None:
    if heading is None:
        for _ in names(dialog):
            dialog.take_column()
        assert dialog.plus.isEnabled()
    else:
        dialog.tree.topLevelItem(0).setText(1, heading)
    dialog.confirm()
    hands.until(lambda: bool(dialog.wrong.text()))
    assert name in dialog.wrong.text()
    assert dialog.isVisible()


def test_what_is_chosen_twice_is_refused_and_an_emptied_heading_is_the_usual_one(hands: Hands, dialog: Any) -> None:
    first, second = (dialog.tree.topLevelItem(i) for i in (0, 1))
    usual = first.text(1)
    first.setText(1, "X")
    first.setText(1, "  ")
    assert first.text(1) == usual
    assert dialog.columns()[0].heading == ""
    first.setText(1, second.text(1).upper())
    dialog.confirm()
    hands.until(lambda: bool(dialog.wrong.text()))
    assert dialog.isVisible()


@pytest.mark.thorough(long=True)
def test_changes_are_not_thrown_away_without_a_word_and_nothing_changed_asks_nothing(
    hands: Hands, page: Any, dialog: Any
) -> None:
    dialog.take_column()
    dialog.reject()
    over(hands, "LeaveDialog").accept()
    hands.until(lambda: QApplication.activeModalWidget() is page)
    page.choose.click()
    again = over(hands, "PayrollColumnsDialog")
    again.reject()
    hands.until(lambda: QApplication.activeModalWidget() is page)


def test_a_month_that_nobody_worked_in_says_so_where_its_rows_would_stand(hands: Hands, page: Any) -> None:
    for _ in range(3):
        page.turn_month(1)
    page.choose.click()
    dialog = over(hands, "PayrollColumnsDialog")
    hands.until(lambda: not dialog.told.isVisible())
    assert dialog.holder.itemAt(0).widget().text()
