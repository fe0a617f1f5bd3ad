"""Several days at once from a person's week, in the window: an absence from one day to another, and the hours agreed by weekday."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from amdesk.domain.booking.week.hours import DAY_KINDS
from amdesk.services.booking.week.subsidies import SubsidyWish
from amdesk.services.desk import Desk
from amdesk.ui.booking.week.dialog import WeekDialog
from amdesk.ui.booking.week.lists import WeekListsDialog
from amdesk.ui.booking.week.period import AgreedDialog, DaysDialog
from tests.make import TODAY
from tests.ui.conftest import Hands, other

__all__ = ["other"]


def over_week(hands: Hands, desk: Desk, button: str, kind: type) -> tuple[Any, int]:
    """The dialog that a button of somebody's week opens, today's."""
    who = min(r.participant_id for r in desk.week.placed() if not r.participant.hidden and r.agreed)
    hands.shell.open("week.of", hands.window.window, who)
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), WeekDialog))
    week = QApplication.activeModalWidget()
    assert isinstance(week, WeekDialog)
    next(b for b in week.findChildren(QPushButton) if b.text() == week.t(button)).click()
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), kind))
    return QApplication.activeModalWidget(), who


def week_of(hands: Hands) -> Any:
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), WeekDialog))
    return QApplication.activeModalWidget()


@pytest.mark.thorough(long=True)
def test_an_absence_of_several_days_is_noted_at_once_and_undone_in_one_step(hands: Hands, other: Desk) -> None:
    form, who = over_week(hands, other, "Several days …", DaysDialog)
    assert form.first.value() == TODAY
    form.confirm()
    assert form.wrong.text() == form.t("Write a date, for instance 2026-12-07 or +2v.")
    assert form.isVisible()
    last = TODAY + timedelta(9)
    form.last.setText(last.isoformat())
    form.code.choose("holiday")
    form.confirm()
    week = week_of(hands)
    hands.until(lambda: week.week.found.week.days[0].code == "holiday")
    days = [d for m in (TODAY, TODAY + timedelta(7)) for d in other.week.of(who, "", m).week.days if d.day <= last]
    assert {d.code for d in days if d.agreed} == {"holiday"}
    assert {d.code for d in days if not d.agreed} <= {""}
    week.reject()
    hands.rest()
    hands.window.window.undo()
    hands.rest()
    assert not {d.code for d in other.week.of(who, "", TODAY + timedelta(7)).week.days} & set(DAY_KINDS)


@pytest.mark.thorough(long=True)
def test_a_day_of_a_month_that_payroll_has_got_and_that_was_claimed_is_noted_and_told(
    hands: Hands, other: Desk, tmp_path: Path
) -> None:
    last = TODAY.replace(day=1) - timedelta(1)
    month = f"{last:%Y-%m}"
    other.week.payroll(tmp_path / "pay.csv", month)
    told: list[str] = []
    hands.shell.toasted.connect(lambda said, _undo: told.append(said))
    who = next(
        r.participant_id
        for r in other.week.placed()
        if not r.participant.hidden
        and other.week.of(r.participant_id).job.first < last - timedelta(9)
        and not other.subsidies.of(r.participant_id).decisions
    )
    decided = SubsidyWish("introduktionsjobb", "", last - timedelta(3), last, 80, 2_000_000)
    ref = other.subsidies.add(who, decided).ref
    other.subsidies.claim(ref, month, 100_00)
    hands.shell.open("week.of", hands.window.window, who)
    week = week_of(hands)
    hands.until(lambda: week.week.found is not None)
    week.week.agreeing.emit()
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), AgreedDialog))
    agreed: Any = QApplication.activeModalWidget()
    agreed.first.set_value(last)
    agreed.week.setText("3 3 3 3 3")
    agreed.confirm()
    hands.until(lambda: bool(told))
    form = DaysDialog(week, hands.shell, week.week.found, 0, lambda: None)
    form.first.set_value(last - timedelta(6))
    form.last.set_value(last)
    form.code.choose("sick")
    form.open()
    form.confirm()
    hands.until(lambda: len(told) > 1)
    said = [
        f"{month} lämnades till lön {hands.shell.words.day(TODAY)}. Lämna månaden igen.",
        f"Redan rekvirerat: {month} ({ref}). Kontrollera att det som rekvirerades fortfarande stämmer.",
    ]
    assert [one.split("\n")[1:] for one in told] == [said, said]


@pytest.mark.thorough(long=True)
def test_hours_are_agreed_by_weekday_and_a_holiday_does_not_lower_what_stands_there(hands: Hands, other: Desk) -> None:
    form, who = over_week(hands, other, "Hours agreed …", AgreedDialog)
    usual = other.week.of(who, "", TODAY).agreed
    assert other.week.of(who, "", TODAY.replace(month=12, day=25)).agreed == usual
    assert form.week.text().split() == [hands.shell.words.hours(m) for m in usual[:5]]
    form.week.setText("6 6 fel")
    form.confirm()
    hands.until(lambda: bool(form.wrong.text()))
    form.week.setText("4 4 4 4 2,5")
    form.confirm()
    week = week_of(hands)
    hands.until(lambda: week.week.found.week.days[4].agreed == 150)
    assert [d.agreed for d in other.week.of(who, "", TODAY).week.days] == [240, 240, 240, 240, 150, 0, 0]
    assert other.week.of(who, "", TODAY - timedelta(7)).agreed == usual


@pytest.mark.thorough(long=True)
def test_undo_in_the_week_takes_back_what_was_noted_there_and_nothing_before_it(hands: Hands, other: Desk) -> None:
    who = min(r.participant_id for r in other.week.placed() if not r.participant.hidden and r.agreed)
    before = other.week.of(who).week.days
    hands.shell.open("week.of", hands.window.window, who)
    week = week_of(hands)
    hands.press(Qt.Key.Key_3)
    hands.press(Qt.Key.Key_L)
    hands.until(lambda: week.week.found.week.days[2].code == "leave" and not week.notes)
    hands.ctrl(Qt.Key.Key_Z)
    hands.until(lambda: week.week.found.week.days[2].code == before[2].code)
    latest = other.history.steps(1)
    hands.ctrl(Qt.Key.Key_Z)
    hands.rest()
    assert other.history.steps(1) == latest
    assert other.week.of(who).week.days == before


@pytest.mark.thorough(long=True)
def test_hours_that_wait_for_enter_are_not_thrown_away_by_a_letter(hands: Hands, other: Desk) -> None:
    who = min(r.participant_id for r in other.week.placed() if not r.participant.hidden and r.agreed)
    hands.shell.open("week.of", hands.window.window, who)
    week = week_of(hands)
    for key in (Qt.Key.Key_1, Qt.Key.Key_V, Qt.Key.Key_2, Qt.Key.Key_4, Qt.Key.Key_L):
        hands.press(key)
        hands.rest()
    assert other.week.of(who).week.days[0].code == "child"
    hands.press(Qt.Key.Key_Backspace)
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: week.week.found.week.days[0].present == 120)
    assert other.week.of(who).week.days[0].code == "child"


Key = Qt.Key
WAYS: dict[str, Callable[[Hands, WeekDialog], object]] = {
    "the day after": lambda hands, _week: hands.press(Key.Key_Right),
    "the day before": lambda hands, _week: hands.press(Key.Key_Left),
    "the week before": lambda hands, _week: hands.press(Key.Key_PageUp),
    "the week after": lambda hands, _week: hands.press(Key.Key_PageDown),
    "its button": lambda _hands, week: week.week.next.click(),
    "another day by the mouse": lambda _hands, week: QTest.mouseClick(week.week.days[3], Qt.MouseButton.LeftButton),
    "close": lambda _hands, week: week.no.click(),
    "the window's cross": lambda _hands, week: week.close(),
    "save the contact": lambda hands, _week: hands.ctrl(Key.Key_Return),
}
"""Ways to leave the day on which hours were typed."""


def typed(hands: Hands, other: Desk, *keys: Qt.Key) -> tuple[WeekDialog, int]:
    """A week on whose first day, today, these keys were pressed after a letter; none is Enter."""
    who = min(r.participant_id for r in other.week.placed() if not r.participant.hidden and r.agreed)
    hands.shell.open("week.of", hands.window.window, who)
    week = week_of(hands)
    hands.rest()
    for key in (Key.Key_1, Key.Key_V, *keys):
        hands.press(key)
    return week, who


@pytest.mark.thorough(9)
@pytest.mark.parametrize("way", list(WAYS))
def test_hours_without_enter_are_noted_whichever_way_their_day_is_left(hands: Hands, other: Desk, way: str) -> None:
    week, who = typed(hands, other, Key.Key_2)
    assert other.week.of(who).week.days[0].present == 0
    WAYS[way](hands, week)
    hands.rest()
    day = other.week.of(who).week.days[0]
    assert (day.code, day.present) == ("child", 120)
    closes = way in {"close", "the window's cross", "save the contact"}
    assert (QApplication.activeModalWidget() is None) is closes


@pytest.mark.thorough(long=True)
def test_esc_gives_up_the_hours_of_the_day_alone_and_says_so(hands: Hands, other: Desk) -> None:
    week, who = typed(hands, other, Key.Key_2)
    hands.press(Key.Key_Escape)
    assert week.isVisible()
    assert week.week.pending.text() == "2 timmar är inte antecknade."
    assert (other.week.of(who).week.days[0].code, other.week.of(who).week.days[0].present) == ("child", 0)
    hands.press(Key.Key_Escape)
    hands.until(lambda: QApplication.activeModalWidget() is None)


@pytest.mark.thorough(2)
@pytest.mark.parametrize(
    ("keys", "said"), [((Key.Key_9, Key.Key_9), "0 till 24 timmar"), ((Key.Key_2, Key.Key_3), "var närvarande")]
)
def test_hours_that_cannot_be_are_said_and_the_week_stays_open(
    hands: Hands, other: Desk, keys: tuple[Qt.Key, ...], said: str
) -> None:
    """Figures that are no hours of a day, and more hours than are agreed, which the bank refuses."""
    week, who = typed(hands, other, *keys)
    week.no.click()
    hands.rest()
    assert week.isVisible()
    assert said in week.wrong.text()
    assert other.week.of(who).week.days[0].present == 0


@pytest.mark.thorough(long=True)
def test_hours_of_a_day_that_the_keys_have_left_are_refused_with_its_name(hands: Hands, other: Desk) -> None:
    week, _who = typed(hands, other, Key.Key_2, Key.Key_3)
    hands.press(Key.Key_Right)
    assert week.wrong.text().startswith(f"Måndag {hands.shell.words.day(TODAY)}: ")


@pytest.mark.thorough(long=True)
def test_which_hours_agreed_are_meant_is_said_in_the_week_where_leave_was_granted_and_beside_payroll(
    hands: Hands, other: Desk
) -> None:
    who = min(r.participant_id for r in other.week.placed() if not r.participant.hidden and r.agreed)
    other.week.clear(who, TODAY - timedelta(35), TODAY)
    hands.shell.open("week.of", hands.window.window, who)
    week = week_of(hands)
    hands.rest()
    assert week.week.granted.isHidden()
    hands.press(Key.Key_L)
    hands.until(lambda: not week.week.granted.isHidden())
    line = other.week.of(who).week
    hours = hands.shell.words.hours
    assert week.week.granted.text().startswith(
        f"{hours(line.agreed)} h avtalade här, {hours(line.agreed + line.granted)} h i lön och aktivitetsplan"
    )
    away = week.week.away
    assert away.visibleRegion().boundingRect().height() == away.height(), "nothing is pressed out of sight by it"
    hands.press(Key.Key_Escape)
    hands.shell.open("week.lists", hands.window.window)
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), WeekListsDialog))
    lists = QApplication.activeModalWidget()
    assert isinstance(lists, WeekListsDialog)
    hands.until(lambda: "räknar även beviljad ledighet" in lists.columns.text())
    hands.press(Key.Key_Escape)
