"""What is made of everybody's attendance in the window: the form, the supervisors' list and back, and the file for payroll."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from amdesk.db.port import value
from amdesk.domain.booking.week.hours import monday_of
from amdesk.domain.booking.week.sheet import NAMES_ROW, TAKEN
from amdesk.services.desk import Desk
from amdesk.ui.booking.week import lists as under_test
from amdesk.ui.kit.reason import ReasonDialog
from tests.make import TODAY
from tests.stories.test_followup import in_dialog
from tests.ui.conftest import Hands, other

__all__ = ["other"]


def over(hands: Hands, kind: str) -> Any:
    hands.until(lambda: type(QApplication.activeModalWidget()).__name__ == kind)
    hands.rest()
    return QApplication.activeModalWidget()


@pytest.fixture
def page(hands: Hands) -> Any:
    hands.shell.open("week.lists", hands.window.window)
    return over(hands, "WeekListsDialog")


def given(hands: Hands, page: Any, monkeypatch: pytest.MonkeyPatch, path: Path, act: Any) -> Any:
    """Do what lets a file leave: to whom is asked, and where."""
    seen: list[str] = []

    def answer(dialog: Any) -> None:
        seen.append(dialog.sentence.text())
        dialog.reason.setText("Ada Prov")
        dialog.confirm()

    monkeypatch.setattr(under_test, "ask_file", lambda *_: path)
    in_dialog(hands, ReasonDialog, answer)
    act()
    hands.until(path.exists)
    hands.rest()
    return seen[0]


@pytest.mark.thorough(long=True)
def test_the_list_of_the_chosen_week_goes_out_and_comes_back_as_one_step(
    hands: Hands, other: Desk, page: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    QTest.keyClick(page, Qt.Key.Key_PageUp)
    monday = monday_of(TODAY) - timedelta(7)
    assert page.which.text() == page.t(
        "week {week}, {days}", week=monday.isocalendar().week, days=page.t.days(monday, monday + timedelta(6))
    )
    path = tmp_path / "vecka.xlsx"
    told = given(hands, page, monkeypatch, path, page.list.click)
    assert page.t("Look at what leaves before it does. Nothing is written yet.") in told
    book = load_workbook(path)
    sheet = book.worksheets[0]
    days = [c for c in range(3, 8) if sheet.cell(NAMES_ROW + 1, c).value is None]
    before = len(other.week.listing(monday, TODAY))
    for column in days or [3]:
        sheet.cell(NAMES_ROW + 1, column, "S")
    book.save(path)
    page.read(path)
    back = over(hands, "ReturnedWeekDialog")
    count = sum(m.kind in TAKEN for m in back.found)
    assert count
    QTest.keyClick(back.ok, Qt.Key.Key_Return)
    hands.until(lambda: QApplication.activeModalWidget() is page)
    assert len(other.week.listing(monday, TODAY)) >= before
    assert other.week.returned(path) == []
    page.read(path)
    back = over(hands, "ReturnedWeekDialog")
    assert back.found == []
    back.confirm()
    hands.until(lambda: QApplication.activeModalWidget() is page)


@pytest.mark.thorough(long=True)
def test_a_day_that_a_colleague_notes_while_the_list_is_looked_at_is_said_to_stay(
    hands: Hands, other: Desk, page: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    QTest.keyClick(page, Qt.Key.Key_PageUp)
    path = tmp_path / "vecka.xlsx"
    given(hands, page, monkeypatch, path, page.list.click)
    book = load_workbook(path)
    for column in range(3, 8):
        if book.worksheets[0].cell(NAMES_ROW + 1, column).value is not None:
            book.worksheets[0].cell(NAMES_ROW + 1, column, "S")
    book.save(path)
    page.read(path)
    back = over(hands, "ReturnedWeekDialog")
    mark = next(m for m in back.found if m.kind in TAKEN)
    count = sum(m.kind in TAKEN for m in back.found)
    assert mark.day
    person = value(other.bank, "select participant_id from employment where id = :job", job=mark.job)
    other.week.note(int(person), "child", mark.day)
    toasts: list[str] = []
    hands.shell.toasted.connect(lambda said, _undo: toasts.append(said))
    QTest.keyClick(back.ok, Qt.Key.Key_Return)
    hands.until(lambda: bool(toasts))
    assert (
        toasts[0]
        .splitlines()[0]
        .endswith(
            "1 dag har ändrats här sedan dess, genom en notering eller genom att anställningen avslutades, och står kvar."
        )
    )
    assert toasts[0].startswith(f"{count - 1} dag")


@pytest.mark.thorough(long=True)
def test_a_month_goes_to_payroll_in_the_units_columns_and_a_month_to_come_is_refused(
    hands: Hands, other: Desk, page: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    month = f"{TODAY.replace(day=1) - timedelta(1):%Y-%m}"
    assert page.of_month.text() == month
    path = tmp_path / "lon.csv"
    told = given(hands, page, monkeypatch, path, page.pay.click)
    heads = [c.split("=")[0] for c in page.columns.text().partition(": ")[2].split(", ")]
    assert heads[0] in told
    assert len(path.read_text("utf-8-sig").splitlines()) > 1
    for _ in range(3):
        page.turn_month(1)
    assert page.of_month.text() > f"{TODAY:%Y-%m}"
    page.pay.click()
    hands.until(lambda: bool(page.wrong.text()))


@pytest.mark.thorough(long=True)
def test_enter_prints_the_form(hands: Hands, page: Any) -> None:
    page.form.setFocus()
    QTest.keyClick(page.form, Qt.Key.Key_Return)
    shown = over(hands, "PrintDialog")
    hands.until(lambda: shown.read is not None)
    shown.reject()


def test_the_page_of_lists_leads_to_it(hands: Hands) -> None:
    hands.window.window.go("exchange")
    hands.rest()
    hands.page("exchange").exports.attendance.click()
    assert over(hands, "WeekListsDialog").act == "week.see"


def test_a_file_that_is_no_list_is_told_in_a_sentence(hands: Hands, page: Any, tmp_path: Path) -> None:
    path = tmp_path / "annat.xlsx"
    path.write_bytes(b"x")
    page.read(path)
    hands.until(lambda: path.name in page.wrong.text())
