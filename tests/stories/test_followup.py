"""Uppföljning by keyboard: the day-90 desk, the committee's report in two actions, the rows behind a figure, the text check."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from amdesk.domain.results import words as shown
from amdesk.domain.results.followup import Due
from amdesk.services.results.reports import Reports
from amdesk.services.results.sections import GENDER_GROUPS, HOST_GROUPS
from amdesk.ui.results.behind import BehindDialog
from amdesk.ui.results.committee import CommitteeDialog
from amdesk.ui.results.form import FollowUpDialog
from tests.domain.test_textcheck import CITY
from tests.ui.conftest import Hands

Key = Qt.Key
FIRST_HALF = (date(2026, 1, 1), date(2026, 6, 30))


def at(hands: Hands, tab: str) -> Any:
    hands.window.window.go("followup", tab=tab)
    hands.rest()
    return hands.page("followup")


def in_dialog(hands: Hands, kind: type, act: Callable[[Any], None]) -> None:
    """Do this once the dialog is there; it holds the window until it is answered."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            hands.expected -= 1
            act(dialog)
        else:
            QTimer.singleShot(50, hands.window.window, look)

    hands.expected += 1
    QTimer.singleShot(50, hands.window.window, look)


@pytest.mark.thorough(long=True)
def test_ctrl_6_shows_the_result_and_its_parts_make_the_whole(hands: Hands) -> None:
    hands.ctrl(Key.Key_6)
    page = hands.page("followup")
    hands.until(lambda: page.result.data is not None)
    now = page.result.data.now
    whole = now.figure("reached_day90.all")
    for row in page.result.bars.rows[:3]:
        assert sum(f.count or 0 for f, _ in row.parts) == row.parts[0][0].base
    assert page.result.big.text() == shown.percent(now.figure("work_or_studies.all"), "sv")
    assert str(whole.base) in page.result.said.text()


@pytest.mark.thorough(long=True)
def test_the_table_of_the_screen_says_what_the_report_says(hands: Hands) -> None:
    """Cell by cell: the screen's table, the document and the figures are one result."""
    page = at(hands, "result")
    hands.until(lambda: page.result.data is not None)
    p, b = page.period, page.before
    report = hands.ask(lambda desk: desk.reports.followup(p.first, p.last, (b.first, b.last)))
    by_id = {f.id: f for f in report.figures()}
    groups = (*HOST_GROUPS[:3], *GENDER_GROUPS[1:])
    lines = page.result.as_text().splitlines()
    for line, (_, cells) in zip(lines[1:], [(r[0], r[1]) for r in page.result.figures.rows], strict=True):
        wanted = [shown.cell(by_id[f"{cells[0].what}.{g}"], "sv") for g in groups]
        assert line.split("\t")[1:] == wanted


@pytest.mark.thorough(long=True)
def test_day_90_at_the_desk_takes_three_keys(hands: Hands) -> None:
    page = at(hands, "desk")
    hands.until(lambda: bool(page.desk.found))
    due: Due = page.desk.due()
    assert page.desk.list.hasFocus()
    hands.actions = 0

    def answer(dialog: Any) -> None:
        QTest.keyClick(dialog, Key.Key_3)
        QTest.keyClick(dialog, Key.Key_Return)
        hands.actions += 2

    in_dialog(hands, FollowUpDialog, answer)
    hands.press(Key.Key_Return)
    hands.rest()
    assert hands.actions == 3
    found = hands.ask(lambda desk: desk.results.due(due.employment))
    assert (found.contact, found.situation) == ("contacted", "unemployment_fund")
    hands.until(lambda: due.employment not in [d.employment for d in page.desk.found])
    hands.window.window.activateWindow()  # the offscreen platform leaves no window active after a dialog
    hands.until(hands.window.window.isActiveWindow)
    page.desk.list.setFocus()
    hands.ctrl(Key.Key_Z)
    hands.until(lambda: due.employment in [d.employment for d in page.desk.found])


@pytest.mark.thorough(long=True)
def test_an_attempt_is_one_key_and_is_counted(hands: Hands) -> None:
    page = at(hands, "desk")
    hands.until(lambda: bool(page.desk.found))
    due: Due = page.desk.due()
    hands.press(Key.Key_T)
    hands.until(lambda: page.desk.due().attempts == due.attempts + 1)
    assert page.desk.due().employment == due.employment


@pytest.mark.thorough(long=True)
def test_work_with_its_kind_start_and_end_reason(hands: Hands) -> None:
    """Everything that is known goes in at once, and the end reason is corrected with it."""
    page = at(hands, "desk")
    hands.until(lambda: bool(page.desk.found))
    due: Due = page.desk.due()

    def answer(dialog: Any) -> None:
        QTest.keyClick(dialog, Key.Key_1)
        dialog.detail.choose("A1")
        dialog.started.setText("2026-09-07")
        dialog.controls["plan_city"].widget.choose("no")
        dialog.controls["end_reason"].widget.choose("A1")
        QTest.keyClick(dialog, Key.Key_Return)

    in_dialog(hands, FollowUpDialog, answer)
    hands.press(Key.Key_Return)
    hands.rest()
    found = hands.ask(lambda desk: desk.results.due(due.employment))
    assert (found.detail, found.started_on, found.plan_city, found.end_reason) == ("A1", date(2026, 9, 7), "no", "A1")


@pytest.mark.thorough(long=True)
def test_the_committees_report_takes_two_actions(hands: Hands, tmp_path: Path) -> None:
    page = at(hands, "result")
    hands.until(lambda: page.result.data is not None)
    path = tmp_path / "n.pdf"
    hands.actions = 0

    def answer(dialog: Any) -> None:
        dialog.path.setText(str(path))
        dialog.recipient.setText("Arbetsmarknadsnämnden")
        QTest.keyClick(dialog.ok, Key.Key_Return)
        dialog.confirm() if dialog.isVisible() else None
        hands.actions += 1

    in_dialog(hands, CommitteeDialog, answer)
    hands.ctrl(Key.Key_P)
    hands.until(path.exists)
    assert hands.actions == 2
    said = " ".join(p.extract_text() for p in PdfReader(path).pages)
    assert "Arbetsmarknadsanställningar" in said
    assert "Definitioner" in said
    assert hands.ask(lambda desk: list(desk.bank.query("select kind, audience, recipient from report"))) == [
        {"kind": "committee", "audience": "outside", "recipient": "Arbetsmarknadsnämnden"}
    ]


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("printed", [False, True])
def test_choosing_what_is_withheld_is_told_and_can_be_stopped(hands: Hands, tmp_path: Path, printed: bool) -> None:
    """Nothing is saved, printed or noted as given out."""
    page = at(hands, "result")
    hands.until(lambda: page.result.data is not None)
    path, told = tmp_path / "n.docx", list[str]()

    def stop(_done: int, _of: int, what: str) -> None:
        told.append(what)
        hands.shell.tasks.cancel()

    hands.shell.tasks.progressed.connect(stop)

    def answer(dialog: Any) -> None:
        dialog.path.setText(str(path))
        dialog.to_print = printed
        dialog.accept()

    in_dialog(hands, CommitteeDialog, answer)
    hands.ctrl(Key.Key_P)
    stopped = "Ingenting skrevs ut" if printed else "Ingenting sparades"
    hands.until(lambda: stopped in hands.window.window.toast.text.text())
    assert told[0] == "Väljer vad som inte ska visas"
    assert not list(tmp_path.glob("n.docx*"))
    assert hands.ask(lambda desk: list(desk.bank.query("select 1 from report"))) == []


@pytest.mark.thorough(long=True)
def test_a_figure_opens_its_rows_by_key(hands: Hands) -> None:
    page = at(hands, "result")
    hands.until(lambda: bool(page.result.bars.rows))
    page.result.bars.setFocus()
    hands.press(Key.Key_Right)
    hands.press(Key.Key_Return)
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), BehindDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, BehindDialog)
    assert len(dialog.rows.rows) == page.result.data.now.figure("studies.all").count
    QTest.keyClick(dialog, Key.Key_Escape)


@pytest.mark.thorough(long=True)
def test_another_period_is_shown_and_compared(hands: Hands) -> None:
    page = at(hands, "result")
    hands.until(lambda: page.result.data is not None)
    page.when.choose("last_year")
    page._period_chosen()
    hands.until(lambda: page.result.data.period == page.period)
    assert str(page.period.first.year) in page.result.said.text()


@pytest.mark.thorough(long=True)
def test_the_cohort_on_the_screen_is_frozen_once(hands: Hands) -> None:
    page = at(hands, "cohorts")
    hands.until(lambda: page.cohorts.data is not None)
    cohort = page.cohorts.data.cohort
    assert cohort.frozen_on is not None
    assert page.cohorts.freeze_button.isHidden()
    assert cohort.digest[:12] in page.cohorts.frozen.text()


@pytest.mark.thorough(long=True)
def test_an_assumption_is_changed_and_the_ledger_follows(hands: Hands) -> None:
    from amdesk.ui.results.ledger import AssumptionDialog

    page = at(hands, "savings")
    hands.until(lambda: bool(page.savings.assumptions.rows))
    before = [page.savings.outcome.columns[2][1](r) for r in page.savings.outcome.rows]
    page.savings.table.setFocus()
    page.savings.table.selectRow(0)
    page.savings.change()
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), AssumptionDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AssumptionDialog)
    dialog.low.setText("90")
    dialog.confirm()
    hands.rest()
    assert dialog.isVisible()  # low above value: refused where it was written
    dialog.low.setText("30")
    dialog.value.setText("60")
    dialog.confirm()
    hands.until(lambda: [page.savings.outcome.columns[2][1](r) for r in page.savings.outcome.rows] != before)


@pytest.mark.thorough(long=True)
def test_a_pasted_text_is_checked_as_it_stands(hands: Hands) -> None:
    page = at(hands, "text")
    page.text.words.setPlainText(CITY)
    hands.until(lambda: len(page.text.faults.rows) == 3)
    assert len(page.text.words.extraSelections()) == 3
    assert page.text.words.toPlainText() == CITY


@pytest.mark.thorough(long=True)
def test_payments_are_imported_with_a_receipt_and_undone_in_one_step(hands: Hands) -> None:
    """Two files of the city in the window: who is no participant is dropped, the receipt says how many, Ctrl+Z takes all back."""
    from amdesk.ui.exchange.receipt import ReceiptDialog
    from tests.conftest import SAMPLES

    hands.window.window.go("exchange")
    page = hands.page("exchange")

    def read(kind: str, name: str) -> None:
        page.kinds.set_current(kind)
        page._set_kind(kind)
        page.open_file(SAMPLES / name)
        hands.until(lambda: page.review is not None and page.store_button.isEnabled())
        hands.ctrl(Key.Key_Return)
        hands.rest()

    before = hands.ask(lambda desk: len(list(desk.bank.query("select id from payment where void = 0"))))
    read("employments", "01_anstallningar.xlsx")
    read("payments", "04_ekonomiskt_bistand.xlsx")
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), ReceiptDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ReceiptDialog)
    said = dict(dialog.lines)
    assert (
        said["Rader in"],
        said["Rader för deltagare"],
        said["Rader för andra, inte sparade"],
        said["Rader som avvisats"],
    ) == ("22", "13", "2", "7")
    assert said["Summa för deltagarnas rader, kronor"] == "66450,50"
    QTest.keyClick(dialog, Key.Key_Escape)
    hands.window.window.undo()
    hands.rest()
    assert hands.ask(lambda desk: len(list(desk.bank.query("select id from payment where void = 0")))) == before


@pytest.mark.thorough(long=True)
def test_the_managers_page_goes_to_excel(hands: Hands, chosen: Callable[[str], Path]) -> None:
    path = chosen("m.xlsx")
    page = at(hands, "management")
    hands.until(lambda: bool(page.management.places.rows))
    page.management._to_excel()
    hands.until(path.exists)
    book = openpyxl.load_workbook(path)
    assert "Beläggning" in book.sheetnames
    rows = list(book["Beläggning"].iter_rows(min_row=3, values_only=True))
    assert all(r[2] == r[3] + r[4] for r in rows if r[2] is not None)


@pytest.mark.thorough(long=True)
def test_a_protected_person_is_masked_at_the_desk_and_behind_figures(hands: Hands) -> None:
    page = at(hands, "desk")
    hands.until(lambda: bool(page.desk.found))
    due: Due = page.desk.due()
    key = due.participant

    def protect(desk: Any) -> None:
        from amdesk.db.people import participants as people
        from amdesk.domain.texts import text

        with desk.bank.write(text("x")):
            people.change(desk.bank, key, {"protection": 1})

    hands.window.tasks.write(protect)
    hands.rest()
    row = next(d for d in page.desk.found if d.employment == due.employment)
    assert [one.seen for one in (row.name, row.phone, row.place)] == ["", "", ""]
    behind = hands.ask(lambda desk: desk.results.behind([due.employment], "test"))
    assert (behind[0].name.seen, behind[0].place.seen) == ("", "")


@pytest.mark.thorough(long=True)
def test_a_report_that_takes_long_says_how_far_it_is_and_esc_stops_it(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = threading.Event()

    def endless(*_given: object) -> Iterator[tuple[int, int, str]]:
        while not slow.wait(0.01):
            yield 2, 7, "Vad som visas"

    monkeypatch.setattr(Reports, "making_outside", endless)
    page = at(hands, "result")
    path = tmp_path / "r.pdf"
    assert not page.progress.stop_work(), "nothing is under way"
    page._save(lambda desk: desk.reports.followup(*FIRST_HALF), path, outside=True)
    hands.until(lambda: page.progress.isVisible() and page.progress.words.text() == "2 av 7: Vad som visas")
    QTest.keyClick(page, Key.Key_Escape)
    assert page.progress.words.text() == "Avbryts."
    hands.rest()
    assert not page.progress.isVisible()
    assert not path.exists()
    assert hands.window.window.toast.text.text() == "Avbrutet. Ingenting sparades."


@pytest.mark.thorough(long=True)
def test_a_copy_that_takes_long_says_how_far_it_is_and_what_is_stopped_has_not_left(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is on the clipboard and nothing is noted as given out; copied once more it is both."""
    page, slow, asked = at(hands, "result"), threading.Event(), list[int]()
    hands.until(lambda: page.result.data is not None)
    choosing = Reports.making_outside

    def endless(*_given: object) -> Iterator[tuple[int, int, str]]:
        asked.append(1)
        while not slow.wait(0.01):
            yield 2, 7, "Vad som visas"

    monkeypatch.setattr(Reports, "making_outside", endless)
    QGuiApplication.clipboard().clear()
    page.result.copy()
    page.result.copy()
    hands.until(lambda: page.progress.isVisible() and page.progress.words.text() == "2 av 7: Vad som visas")
    QTest.keyClick(page, Key.Key_Escape)
    hands.rest()
    assert asked == [1], "asked for again while it was under way"
    assert not page.progress.isVisible()
    assert QGuiApplication.clipboard().text() == ""
    assert hands.window.window.toast.text.text() == "Avbrutet. Ingenting kopierades."
    given_out = "select count(*) as n from report"
    assert hands.ask(lambda desk: desk.bank.query(given_out))[0]["n"] == 0
    monkeypatch.setattr(Reports, "making_outside", choosing)
    page.result.copy()
    hands.rest()
    assert "Resultat 90 dagar efter" in QGuiApplication.clipboard().text()
    assert hands.ask(lambda desk: desk.bank.query(given_out))[0]["n"] == 1
    QGuiApplication.clipboard().clear()


@pytest.mark.thorough(long=True)
def test_of_a_copy_that_was_ready_when_another_period_is_shown_the_picture_stays(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Text of one period and a picture of another would be taken for one."""
    page = at(hands, "result")
    hands.until(lambda: page.result.data is not None)
    data = page.result.data
    assert data is not None
    monkeypatch.setattr("amdesk.ui.results.result.all_told", lambda *_given: True)
    page.result.copy()
    page.result.data = replace(data)
    hands.rest()
    assert not QGuiApplication.clipboard().mimeData().hasImage()
    assert "av andra siffror" in hands.window.window.toast.text.text()
    page.result.copy()
    hands.rest()
    assert QGuiApplication.clipboard().mimeData().hasImage()
    QGuiApplication.clipboard().clear()
