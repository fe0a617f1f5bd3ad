"""Dialogs that change no record: what they ask, what they answer, and what they refuse to take for an answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QDate, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCalendarWidget, QTableView

from amdesk.domain.people.masked import NOBODY
from amdesk.domain.texts import Text, text
from amdesk.services.desk import Desk
from amdesk.services.results.outcomes import BehindRow
from amdesk.ui.booking.capacity import ConflictsDialog
from amdesk.ui.booking.why import WhyDialog
from amdesk.ui.competence.words import WordsDialog
from amdesk.ui.exchange.receipt import ReceiptDialog
from amdesk.ui.frame.shortcuts import ShortcutsDialog
from amdesk.ui.kit.dialog import BareDialog
from amdesk.ui.kit.fields import DateEdit, SearchField
from amdesk.ui.kit.leaving import WorkDialog
from amdesk.ui.kit.period import PeriodDialog, SpanDialog
from amdesk.ui.kit.reason import ReasonDialog
from amdesk.ui.kit.within import MARGIN
from amdesk.ui.results.behind import BehindDialog
from amdesk.ui.results.committee import CommitteeDialog
from amdesk.ui.results.period import Period, ask
from tests import make
from tests.make import TODAY
from tests.ui.conftest import Hands
from tests.ui.formed import answering, click, complaint, control, enter, leave, opened, press, save, turn, words_of

DAY = timedelta(1)
NO_DATE = "Write a date, for instance 2026-12-07 or +2v."


# periods and reasons


def test_a_period_is_two_days_in_their_order(hands: Hands) -> None:
    now, answers = Period(TODAY - 30 * DAY, TODAY), []

    def choose(dialog: Any) -> None:
        for label, wrong, said in (
            ("First day", "31/2", NO_DATE),
            ("Last day", "snart", "The end is before the start. Choose a later end date."),
            ("Last day", str(TODAY - 90 * DAY), "The end is before the start. Choose a later end date."),
        ):
            old = control(dialog, label).text()
            turn(control(dialog, label), wrong)
            enter(dialog)
            assert dialog.isVisible()
            assert complaint(dialog) == dialog.t(said)
            turn(control(dialog, label), old)
        turn(control(dialog, "First day"), "2026-10-01")
        turn(control(dialog, "Last day"), "+1m")
        enter(dialog)

    answering(hands, "SpanDialog", choose)
    answers.append(ask(hands.window.window, hands.shell, now))
    answering(hands, "SpanDialog", SpanDialog.reject)
    answers.append(ask(hands.window.window, hands.shell, now))
    assert answers[0] is not None
    assert (str(answers[0].first), str(answers[0].last)) == ("2026-10-01", "2026-11-01")
    assert answers[1] is None


def test_a_closed_period_says_why(hands: Hands) -> None:
    def close(dialog: Any) -> None:
        enter(dialog)
        assert complaint(dialog) == dialog.t(NO_DATE)
        turn(control(dialog, "First day"), "2027-07-01")
        turn(control(dialog, "Last day"), "2027-07-31")
        enter(dialog)
        assert complaint(dialog) == dialog.t("Write why, for instance summer closure.")
        turn(control(dialog, "Reason"), " semester ")
        enter(dialog)

    answering(hands, "PeriodDialog", close)
    answer = PeriodDialog.ask(hands.window.window, hands.shell, "Lindparken")
    assert answer is not None
    assert (str(answer[0]), str(answer[1]), answer[2]) == ("2027-07-01", "2027-07-31", "semester")
    answering(hands, "PeriodDialog", PeriodDialog.reject)
    assert PeriodDialog.ask(hands.window.window, hands.shell, "Lindparken") is None


@pytest.mark.thorough(long=True)
def test_a_period_is_closed_at_everything_that_is_chosen_in_one_step(hands: Hands, other: Desk) -> None:
    def close(dialog: Any) -> None:
        turn(control(dialog, "First day"), "2028-07-01")
        turn(control(dialog, "Last day"), "2028-07-31")
        turn(control(dialog, "Reason"), "semester")
        enter(dialog)

    hands.window.window.go("placements", view="list")
    hands.rest()
    page = hands.page("placements")
    for row in (0, 2):
        both = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        page.list.table.selectionModel().select(page.list.rows.index(row, 0), both)
    chosen = page.list.chosen()
    assert len(chosen) > 1
    answering(hands, "PeriodDialog", close)
    page.close_button.click()
    hands.until(lambda: len(other.placements.closed_periods(chosen[0].id)) > 0)
    for row in chosen:
        assert other.placements.closed_periods(row.id)[-1].reason == "semester"
    assert other.history.steps(1)[0].what.msgid == "Closed a period at {places}"


def test_a_reason_is_not_spaces(hands: Hands) -> None:
    def reason(dialog: Any) -> None:
        for said in ("", "   "):
            turn(control(dialog, "Reason"), said)
            enter(dialog)
            assert complaint(dialog) == dialog.t("Write a reason.")
        turn(control(dialog, "Reason"), " ringer henne ")
        enter(dialog)

    answering(hands, "ReasonDialog", reason)
    assert ReasonDialog.ask(hands.window.window, hands.shell, "x", "y", "z") == "ringer henne"
    answering(hands, "ReasonDialog", ReasonDialog.reject)
    assert ReasonDialog.ask(hands.window.window, hands.shell, "x", "y", "z") is None


def test_a_day_is_chosen_in_the_calendar_by_f4(hands: Hands) -> None:
    dialog = SpanDialog(hands.window.window, hands.shell, "x", "y", "z")
    opened(hands, "SpanDialog", dialog.open)
    field = control(dialog, "First day")
    assert isinstance(field, DateEdit)
    picked: list[Any] = []
    field.picked.connect(picked.append)
    QTest.keyClick(field, Qt.Key.Key_F4)
    (calendar,) = field.findChildren(QCalendarWidget)
    assert calendar.selectedDate() == QDate(2026, 11, 23), "today, where the field is empty"
    calendar.activated.emit(QDate(2027, 1, 11))
    assert field.text() == "2027-01-11"
    assert str(picked[-1]) == "2027-01-11"
    QTest.keyClicks(field, "x")
    assert field.wrong()
    dialog.reject()


# what is only shown


def test_the_shortcuts_are_found_by_what_they_do_and_by_their_keys(hands: Hands) -> None:
    dialog = opened(
        hands,
        "ShortcutsDialog",
        ShortcutsDialog(hands.window.window, hands.shell, hands.window.window.commands()).open,
    )
    whole, keys = dialog.rows.rowCount(), {row[1] for row in dialog.every}
    assert {"Ctrl K", "F6", "F4"} <= keys
    turn(control(dialog, "Search"), "ctrl k")
    assert 0 < dialog.rows.rowCount() < whole
    (view,) = dialog.findChildren(QTableView)
    assert "Ctrl K" in {view.model().index(i, 1).data() for i in range(dialog.rows.rowCount())}
    turn(control(dialog, "Search"), "zzz")
    assert dialog.rows.rowCount() == 0
    assert save(hands, dialog)


def test_why_not_says_each_rule_and_a_place_that_is_none(hands: Hands, other: Desk) -> None:
    place = other.placements.create(
        make.placement_values(name="Yttre skogen", licence="B", language_min="C1", district="NH"), 1
    )
    key = make.participant(other.bank, language="A1", licence="")
    person = other.work.participant(key)
    dialog = opened(hands, "WhyDialog", WhyDialog(hands.window.window, hands.shell, person, place.number).open)
    hands.rest()
    broken = [r for r in other.matching.why(key, place.number).rules if not r.kept]
    shown = words_of(dialog)
    assert len(broken) > 1
    assert dialog.t("{name} does not fit: {count} rules stop it.", name=place.name, count=len(broken)) in shown
    for rule in broken:
        assert dialog.t.say(rule.text) in shown
        assert rule.change is None or dialog.t("What would open it: {change}", change=rule.change.text) in shown
    field = control(dialog, "Placement, by name or number")
    turn(field, "P-9999")
    QTest.keyClick(field, Qt.Key.Key_Return)
    hands.rest()
    assert complaint(dialog) == dialog.t(
        "There is no placement {number} in the bank. Check the number.", number="P-9999"
    )
    fits = other.placements.create(make.placement_values(name="Björkparken", language_min="", district="NH"), 1)
    turn(field, fits.number)
    QTest.keyClick(field, Qt.Key.Key_Return)
    hands.rest()
    assert dialog.t("{name} fits.", name=fits.name) in words_of(dialog)
    leave(hands, dialog)


def test_the_rows_behind_a_figure_lead_to_the_person(hands: Hands, other: Desk) -> None:
    who = other.participants.listing()[0]
    row = BehindRow(None, who.id, who.number, who.name, NOBODY, None, "")
    nobody = opened(hands, "BehindDialog", BehindDialog(hands.window.window, hands.shell, "Ingen", []).open)
    assert not nobody.ok.isEnabled()
    enter(nobody)
    assert nobody.isVisible(), "there is nobody to open"
    leave(hands, nobody)
    dialog = opened(hands, "BehindDialog", BehindDialog(hands.window.window, hands.shell, "En", [row]).open)
    assert dialog.table.model().columnCount() == 2, "who has no employment has no place and no end"
    assert save(hands, dialog)
    page = hands.page("participants")
    hands.until(lambda: page.record is not None and page.record.participant.id == who.id)


def test_the_receipt_of_an_import_is_copied_line_by_line(hands: Hands) -> None:
    lines: list[tuple[Text, str | int]] = [(text("File"), "utbetalningar.csv"), (text("Rows read"), 12)]
    dialog = opened(hands, "ReceiptDialog", ReceiptDialog(hands.window.window, hands.shell, lines).open)
    press(hands, dialog, "Copy")
    copied = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[1] for line in copied] == ["utbetalningar.csv", "12"]
    assert save(hands, dialog)


def test_words_beside_the_levels_are_handed_over_and_esc_leaves_them(hands: Hands) -> None:
    handed: list[dict[str, str]] = []

    def form() -> Any:
        words = {"remark": "gott arbete", "comment": ""}
        made = WordsDialog(hands.window.window, hands.shell, words, handed.append)
        return opened(hands, "WordsDialog", made.open)

    dialog = form()
    turn(control(dialog, "The participant's own comment"), "trivs ")
    leave(hands, dialog)
    assert handed == []
    dialog = form()
    turn(control(dialog, "The participant's own comment"), "trivs ")
    assert save(hands, dialog)
    assert handed == [{"remark": "gott arbete", "comment": "trivs"}]


def test_a_wanted_capacity_is_withdrawn_in_the_conflicts(hands: Hands, other: Desk) -> None:
    place = other.placements.create(make.placement_values(), 2)
    key = make.participant(other.bank)
    other.booking.book(key, place.id, TODAY, TODAY + 100 * DAY)
    for conflict in other.board.conflicts():
        other.board.withdraw(conflict.wish)
    assert not other.board.set_capacity(place.id, TODAY, None, 0, "flyttar")
    dialog = ConflictsDialog(hands.window.window, hands.shell)
    opened(hands, "ConflictsDialog", dialog.open)
    hands.until(lambda: "flyttar" in words_of(dialog))
    press(hands, dialog, "Withdraw")
    hands.until(lambda: dialog.t("There are no conflicts.") in words_of(dialog))
    assert other.board.conflicts() == []
    assert save(hands, dialog)


def test_the_committees_report_goes_to_a_name_that_says_its_kind(hands: Hands, chosen: Any) -> None:
    period = Period(TODAY - 365 * DAY, TODAY)

    def where(dialog: Any) -> None:
        field = control(dialog, "File, .pdf, .docx or .xlsx")
        turn(field, "rapport.odt")
        enter(dialog)
        assert complaint(dialog) == dialog.t("The name must end in .pdf, .docx or .xlsx.")
        assert control(dialog, "Given out to").isEnabled()
        turn(control(dialog, "Given out to"), "Nämnden")
        path = chosen("rapport.xlsx")
        click(dialog, "Browse")
        assert field.text() == str(path)
        turn(control(dialog, "Withhold groups under five: the report leaves the unit"))
        assert not dialog.recipient.isEnabled(), "what stays in the unit is given to nobody"
        enter(dialog)

    answering(hands, "CommitteeDialog", where)
    answer = CommitteeDialog.ask(hands.window.window, hands.shell, period)
    assert answer is not None
    path, outside, recipient = answer
    assert path is not None
    assert (path.name, outside, recipient) == ("rapport.xlsx", False, "")

    def printed(dialog: Any) -> None:
        turn(control(dialog, "Given out to"), " Nämnden ")
        click(dialog, "Preview and print")

    answering(hands, "CommitteeDialog", printed)
    assert CommitteeDialog.ask(hands.window.window, hands.shell, period) == (None, True, "Nämnden")
    answering(hands, "CommitteeDialog", CommitteeDialog.reject)
    assert CommitteeDialog.ask(hands.window.window, hands.shell, period) is None


def test_down_in_a_search_goes_to_the_list_and_typing_asks_once(hands: Hands) -> None:
    field = SearchField(hands.shell, "Sök")
    asked: list[str] = []
    downs: list[bool] = []
    field.asked.connect(asked.append)
    field.down.connect(lambda: downs.append(True))
    field.show()
    QTest.keyClicks(field, "park")
    hands.until(lambda: bool(asked))
    assert asked == ["park"]
    QTest.keyClick(field, Qt.Key.Key_Down)
    hands.until(lambda: len(downs) == 1)
    QTest.keyClick(field, Qt.Key.Key_Return)
    hands.until(lambda: len(downs) == 2)
    field.deleteLater()


# leaving


def test_while_work_is_under_way_the_window_waits_or_stops_it(hands: Hands) -> None:
    gone: list[bool] = []
    dialog = opened(hands, "WorkDialog", WorkDialog(hands.window.window, hands.shell, lambda: gone.append(True)).open)
    enter(dialog)
    assert complaint(dialog) == dialog.t("AMDesk closes when it is done.")
    hands.shell.tasks.worked.emit(False)
    assert not dialog.isVisible()
    assert gone == [], "what was refused is read first"
    dialog = opened(hands, "WorkDialog", WorkDialog(hands.window.window, hands.shell, lambda: gone.append(True)).open)
    press(hands, dialog, "Stop and close")
    assert not dialog.ok.isEnabled()
    hands.shell.tasks.worked.emit(True)
    assert gone == [True]


def test_a_dialog_stands_in_the_middle_of_its_window_whatever_frame_the_system_gives_it(hands: Hands) -> None:
    """Qt puts it higher by a frame that it guesses, and the title of a tall one off the screen."""
    over = hands.window.window
    dialog = opened(hands, "BareDialog", BareDialog(over, hands.shell, "Prov", "Spara").open)
    middle = dialog.mapToGlobal(dialog.rect().center()) - over.mapToGlobal(over.rect().center())
    assert abs(middle.x()) <= 8
    assert abs(middle.y()) <= 8
    dialog.reject()


@pytest.mark.thorough(long=True)
def test_a_form_that_has_to_scroll_takes_all_the_room_of_its_window(hands: Hands) -> None:
    over = hands.window.window
    over.go("followup", tab="desk")
    over.setMinimumSize(0, 0)
    over.resize(911, 500)
    hands.rest()
    dialog = opened(hands, "FollowUpDialog", hands.page().desk.follow_up)
    assert dialog.area is not None
    assert dialog.height() == over.height() - 2 * MARGIN
    dialog.reject()


@pytest.mark.thorough(long=True)
def test_a_screen_that_tells_late_how_a_window_was_made_leaves_the_dialog_as_high_and_where_it_was(
    hands: Hands,
) -> None:
    over = hands.window.window
    over.go("followup", tab="desk")
    over.setMinimumSize(0, 0)
    over.resize(911, 500)
    hands.rest()
    dialog = opened(hands, "FollowUpDialog", hands.page().desk.follow_up)
    before = dialog.geometry()
    dialog.windowHandle().setGeometry(0, 0, before.width(), 30)
    hands.rest()
    assert dialog.size() == before.size()
    apart = dialog.geometry().center() - before.center()
    assert max(abs(apart.x()), abs(apart.y())) <= 8, "there or a frame beside it"
    dialog.reject()


def test_a_dialog_is_not_asked_anew_for_what_the_pixels_of_its_screen_take_from_it(hands: Hands) -> None:
    over = hands.window.window
    dialog = opened(hands, "BareDialog", BareDialog(over, hands.shell, "Prov", "Spara").open)
    low = dialog.outer.totalMinimumHeightForWidth(dialog.width())
    dialog.windowHandle().resize(dialog.width(), low - 1)
    hands.rest()
    assert dialog.height() == low - 1
    dialog.reject()
