"""Row 12 of what the program is for: a participant keeps the same case worker, who knows how the week goes.

An absence is noted in two keys from Översikt and a talk in three; what is noted is seen and can be undone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from amdesk.db.port import rows
from amdesk.domain.booking.week.hours import DAY_KINDS
from amdesk.domain.overview.tasks import PersonDay, Task
from amdesk.services.desk import Desk
from amdesk.ui.booking.week.dialog import WeekDialog
from amdesk.ui.kit.reason import ReasonDialog
from amdesk.ui.people import handover
from amdesk.ui.people.deputy import DeputyDialog
from amdesk.ui.people.handover import HandoverDialog
from tests.make import TODAY
from tests.stories.test_followup import in_dialog
from tests.ui.conftest import Hands

Key = Qt.Key
LAST_WEEK = TODAY - timedelta(7)


def somebody(desk: Desk) -> int:
    """Who works five days a week, is not protected, has worked for long, and of whom nothing is noted lately."""
    running = {
        e.participant_id: e for e in desk.booking.employments() if not e.cancelled and e.status(TODAY) == "running"
    }
    open_to_all = [r for r in desk.week.placed() if not r.participant.hidden and r.agreed]
    one = next(r for r in open_to_all if running[r.participant_id].from_date < TODAY - timedelta(120))
    desk.week.clear(one.participant_id, TODAY - timedelta(70), TODAY)
    return one.participant_id


def day(hands: Hands) -> Any:
    """The unit's day, read anew."""
    page = hands.page("overview")
    page.whose.set_current("unit")
    page.refresh()
    hands.rest()
    page.tasks.setFocus()
    return page


def dialog(hands: Hands) -> WeekDialog:
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), WeekDialog))
    hands.rest()
    found = QApplication.activeModalWidget()
    assert isinstance(found, WeekDialog)
    return found


def on(page: Any, person: int, kind: str) -> None:
    """The keys on a person's own row whose first act is of that kind."""
    page.tasks.stand_on(lambda t: t.participant_id == person and t.kind == kind)
    assert page.tasks.task().kind == kind


def letters(desk: Desk, person: int, monday: date = TODAY) -> str:
    days = desk.week.of(person, "prov", monday).week.days
    return "".join(DAY_KINDS[d.code].letter if d.code else "." for d in days)


@pytest.mark.thorough(long=True)
def test_an_absence_is_noted_in_two_keys_from_the_overview(hands: Hands, other: Desk) -> None:
    person = somebody(other)
    other.week.talked(person, "phone")
    other.week.note(person, "sick", LAST_WEEK + timedelta(4))
    page = day(hands)
    on(page, person, "absent")
    hands.actions = 0
    hands.press(Key.Key_Return)
    dialog(hands)
    hands.press(Key.Key_S)
    assert hands.actions == 2
    assert letters(other, person) == "S......"
    hands.press(Key.Key_Escape)
    hands.window.window.activateWindow()  # the offscreen platform leaves no window active after a dialog
    hands.until(hands.window.window.isActiveWindow)
    hands.ctrl(Key.Key_Z)
    assert letters(other, person) == "......."


def noted_in_two_keys(hands: Hands, other: Desk, person: int) -> None:
    """From the row that the keys are on."""
    other.week.clear(person, TODAY, TODAY)
    hands.actions = 0
    hands.press(Key.Key_V)
    dialog(hands)
    hands.press(Key.Key_S)
    assert hands.actions == 2
    assert letters(other, person) == "S......"
    hands.press(Key.Key_Escape)
    hands.window.window.activateWindow()  # the offscreen platform leaves no window active after a dialog
    hands.until(hands.window.window.isActiveWindow)


@pytest.mark.thorough(long=True)
def test_whoever_is_placed_is_noted_away_in_two_keys_whatever_is_to_be_done_about_her(
    hands: Hands, other: Desk
) -> None:
    """A row of each kind of task that is about somebody who works today; the third key would be one too many."""
    works = {r.participant_id for r in other.week.placed() if not r.participant.hidden}
    page, met = day(hands), set[str]()
    kinds = {t.kind for t in page.data.tasks if t.participant_id in works}
    for kind in sorted(kinds):

        def hers(t: Task, kind: str = kind) -> bool:
            return t.kind == kind and t.participant_id in works

        if page.tasks.stand_on(hers) is not None:
            met.add(kind)
            noted_in_two_keys(hands, other, page.tasks.task().participant_id)
            page.tasks.setFocus()
    assert {"final", "talk"} <= met, "of the kinds that give a key of their own, and of those that do not"
    assert len(met) >= 4, met


@pytest.mark.thorough(long=True)
def test_whoever_ends_soon_is_noted_away_in_two_keys_too(hands: Hands, other: Desk) -> None:
    page = day(hands)
    at = next(i for i, one in enumerate(page.ending_rows.rows) if not one.name.hidden)
    page.endings.setCurrentIndex(page.ending_rows.index(at))
    page.endings.setFocus()
    noted_in_two_keys(hands, other, page.ending_rows.rows[at].participant_id)


@pytest.mark.thorough(long=True)
def test_where_nobody_is_placed_the_key_of_the_week_says_so_in_a_sentence(hands: Hands, other: Desk) -> None:
    """Of somebody who waits for a place, and of a line that stands for several people."""
    page = day(hands)
    told: list[str] = []
    hands.shell.toasted.connect(lambda said, _undo: told.append(said))
    never = {p.id for p in other.participants.listing()} - {e.participant_id for e in other.booking.employments()}
    found = page.tasks.stand_on(lambda t: t.kind == "find_place" and t.participant_id in never and not t.person.hidden)
    assert found is not None
    hands.press(Key.Key_V)
    hands.until(lambda: bool(told))
    assert told == [f"{found.person} har inte börjat någon anställning, så det finns ingen vecka."]
    told.clear()
    page.tasks.setFocus()
    hands.press(Key.Key_Left)
    assert page.tasks.task() is None, "a closed line of several"
    hands.press(Key.Key_V)
    assert told == ["En vecka är en persons. Välj en rad med ett namn; → öppnar en rad med flera."]
    assert QApplication.activeModalWidget() is None


@pytest.mark.thorough(long=True)
def test_a_talk_is_noted_in_three_keys_from_the_overview(hands: Hands, other: Desk) -> None:
    person = somebody(other)
    other.week.note(person, "present", TODAY)
    page = day(hands)
    on(page, person, "talk")
    hands.actions = 0
    hands.press(Key.Key_Return)
    dialog(hands)
    hands.press(Key.Key_2)
    hands.press(Key.Key_Return)
    assert hands.actions == 3
    hands.until(lambda: QApplication.activeModalWidget() is None)
    found = other.week.of(person)
    assert (found.talks[0].day, found.talks[0].kind, found.talks[0].words) == (TODAY, "visit", "")
    assert person not in {t.participant_id for t in other.overview()[0].tasks if t.kind == "talk"}


@pytest.fixture
def open_week(hands: Hands, other: Desk) -> tuple[WeekDialog, int]:
    person = somebody(other)
    hands.shell.open("week.of", hands.window.window, person)
    return dialog(hands), person


@pytest.mark.thorough(long=True)
def test_a_day_is_two_keys_and_figures_after_a_letter_are_hours(
    hands: Hands, other: Desk, open_week: tuple[WeekDialog, int]
) -> None:
    found, person = open_week
    hands.press(Key.Key_PageUp)
    hands.until(lambda: found.week.found is not None and found.week.found.week.monday == LAST_WEEK)
    for key in (
        Key.Key_1,
        Key.Key_N,
        Key.Key_2,
        Key.Key_S,
        Key.Key_3,
        Key.Key_V,
        Key.Key_4,
        Key.Key_L,
        Key.Key_5,
        Key.Key_N,
    ):
        hands.press(key)
    assert letters(other, person, LAST_WEEK) == "NSVLN.."
    for key in (Key.Key_4, Key.Key_Return):
        hands.press(key)
    friday = other.week.of(person, "", LAST_WEEK).week.days[4]
    assert (friday.code, friday.present) == ("present", 240)


@pytest.mark.thorough(long=True)
def test_a_figure_that_a_letter_follows_is_a_day(hands: Hands, other: Desk, open_week: tuple[WeekDialog, int]) -> None:
    found, person = open_week
    hands.press(Key.Key_PageUp)
    hands.until(lambda: found.week.found is not None and found.week.found.week.monday == LAST_WEEK)
    for key in (Key.Key_1, Key.Key_S, Key.Key_3):
        hands.press(key)
    said = found.week.pending.text()
    assert found.t("Enter: {hours} hours present. A letter: day {hours}.", hours="3") == said
    hands.press(Key.Key_O)
    assert letters(other, person, LAST_WEEK) == "S.O...."


@pytest.mark.thorough(2)
@pytest.mark.parametrize("go", [Key.Key_Right, Key.Key_PageUp])
def test_a_letter_that_was_pressed_on_another_day_notes_nothing_on_this_one(
    hands: Hands, other: Desk, open_week: tuple[WeekDialog, int], go: Qt.Key
) -> None:
    found, person = open_week
    hands.press(Key.Key_PageUp)
    hands.until(lambda: found.week.found is not None and found.week.found.week.monday == LAST_WEEK)
    for key in (Key.Key_1, Key.Key_S, go, Key.Key_4, Key.Key_Return):
        hands.press(key)
    assert letters(other, person, LAST_WEEK) == "S......"
    assert letters(other, person, LAST_WEEK - timedelta(7)) == "......."


@pytest.mark.thorough(long=True)
def test_hours_that_are_typed_before_the_letter_is_answered_are_stored(
    hands: Hands, other: Desk, open_week: tuple[WeekDialog, int]
) -> None:
    found, person = open_week
    for key in (Key.Key_PageUp, Key.Key_2):
        hands.press(key)
    day = found.week.days[1]
    for key in (Key.Key_N, Key.Key_4, Key.Key_Return, Key.Key_S, Key.Key_2, Key.Key_Return, Key.Key_PageUp):
        QTest.keyClick(day, key)
    hands.rest()
    assert found.wrong.text() == ""
    tuesday = other.week.of(person, "", LAST_WEEK).week.days[1]
    assert (tuesday.code, tuesday.present) == ("sick", 120)
    assert found.week.found is not None
    assert found.week.found.week.monday == LAST_WEEK - timedelta(7), "what was noted turns no week back"


@pytest.mark.thorough(long=True)
def test_a_letter_is_of_the_chosen_day_wherever_the_keys_are_and_figures_follow_it(
    hands: Hands, other: Desk, open_week: tuple[WeekDialog, int]
) -> None:
    found, person = open_week
    hands.press(Key.Key_PageUp)
    hands.until(lambda: found.week.found is not None and found.week.found.week.monday == LAST_WEEK)
    found.talk.take_keys()
    for key in (Key.Key_S, Key.Key_2, Key.Key_Return):
        hands.press(key)
    monday = other.week.of(person, "", LAST_WEEK).week.days[0]
    assert (monday.code, monday.present) == ("sick", 120), "from the chips of a talk"
    found.week.stand(1)
    QTest.mouseClick(found.week.letters["child"], Qt.MouseButton.LeftButton)
    for key in (Key.Key_3, Key.Key_Return):
        hands.press(key)
    tuesday = other.week.of(person, "", LAST_WEEK).week.days[1]
    assert (tuesday.code, tuesday.present) == ("child", 180), "after the letter that was pressed with the mouse"
    found.talk.words.setFocus()
    hands.press(Key.Key_L)
    assert found.talk.words.text() == "l", "in a field it is a letter"
    assert letters(other, person, LAST_WEEK) == "SV....."


@pytest.mark.thorough(long=True)
def test_words_of_a_talk_are_typed_in_a_line_and_not_thrown_away_unasked(
    hands: Hands, other: Desk, open_week: tuple[WeekDialog, int]
) -> None:
    found, person = open_week
    hands.press(Key.Key_K)
    hands.press(Key.Key_3)
    found.talk.words.setFocus()
    hands.type("Planen: tre dagar blev fem.")
    hands.press(Key.Key_Escape)
    assert type(QApplication.activeModalWidget()).__name__ == "LeaveDialog"
    hands.press(Key.Key_Escape)
    found.talk.words.setFocus()
    hands.press(Key.Key_Return)
    hands.until(lambda: QApplication.activeModalWidget() is None)
    talk = other.week.of(person).talks[0]
    assert (talk.kind, talk.words, talk.author) == ("meeting", "Planen: tre dagar blev fem.", "Jamila Provström")


@pytest.mark.thorough(long=True)
def test_what_another_has_noted_meanwhile_is_told_and_stays(
    hands: Hands, other: Desk, open_week: tuple[WeekDialog, int]
) -> None:
    found, person = open_week
    other.week.note(person, "child", TODAY)
    hands.press(Key.Key_S)
    assert "Någon annan har ändrat" in found.wrong.text()
    assert letters(other, person) == "V......"
    hands.press(Key.Key_S)
    assert letters(other, person) == "S......"


@pytest.mark.thorough(long=True)
def test_a_day_that_was_noted_by_mistake_is_taken_away_by_del_and_by_its_button(
    hands: Hands, other: Desk, open_week: tuple[WeekDialog, int]
) -> None:
    found, person = open_week
    assert not found.week.away.isEnabled(), "nothing is noted yet"
    hands.press(Key.Key_S)
    assert letters(other, person) == "S......"
    hands.press(Key.Key_Delete)
    assert letters(other, person) == "......."
    hands.press(Key.Key_V)
    QTest.mouseClick(found.week.away, Qt.MouseButton.LeftButton)
    hands.rest()
    assert letters(other, person) == "......."
    hands.press(Key.Key_L)
    other.week.note(person, "child", TODAY)
    hands.press(Key.Key_Delete)
    assert "Någon annan har ändrat" in found.wrong.text()
    assert letters(other, person) == "V......"


@pytest.mark.thorough(long=True)
def test_the_rule_that_the_weeks_meet_is_said_and_shown(hands: Hands, other: Desk) -> None:
    person = somebody(other)
    for weeks in (1, 2, 3):
        other.week.note(person, "sick", TODAY - timedelta(7 * weeks))
    hands.shell.open("week.of", hands.window.window, person)
    found = dialog(hands)
    assert "Sjuk 3 av fyra måndagar (regel 2)" in found.week.warnings.text()
    QTest.mouseClick(found.week.show_rule, Qt.MouseButton.LeftButton)
    assert not found.week.rule.isHidden()
    assert "tre av fyra veckor" in found.week.rule.text()
    said = " ".join(one.text() for one in found.findChildren(QLabel))
    assert "diagnos" not in said.lower()


def give_reason(one: ReasonDialog) -> None:
    one.reason.setText("Hon ringde")
    one.confirm()


def test_a_protected_person_is_asked_about_before_her_week_is_shown(hands: Hands, other: Desk) -> None:
    person = somebody(other)
    other.participants.protect(person, 1, "beslut")
    in_dialog(hands, ReasonDialog, give_reason)
    hands.shell.open("week.of", hands.window.window, person)
    dialog(hands)
    assert "Hon ringde" in {e.why for e in other.history.access(other.person(person).number)}


@pytest.mark.thorough(long=True)
def test_a_colleague_stands_in_and_sees_whose_the_tasks_are_and_a_whole_caseload_is_handed_over(
    hands: Hands, other: Desk
) -> None:
    """Away for a week, then gone for good: by keyboard, from what stands on the page to the paper of one person."""
    workers = {w.name: w for w in other.participants.case_workers()}
    me = hands.shell.case_worker_id or next(iter(workers.values())).id
    other.set_case_worker(me)
    hands.shell.case_worker_id = me
    away = max((w for w in workers.values() if w.id != me), key=lambda w: w.caseload)
    hands.shell.open("people.away", hands.window.window)
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), DeputyDialog))
    form = QApplication.activeModalWidget()
    assert isinstance(form, DeputyDialog)
    form.who.choose(str(away.id))
    form.deputy.choose(str(me))
    form.last.setText((TODAY + timedelta(6)).isoformat())
    hands.ctrl(Key.Key_Return)
    hands.until(lambda: QApplication.activeModalWidget() is None)
    page = hands.page("overview")
    page.whose.set_current("mine")
    page.refresh()
    hands.rest()
    instead = [t for t in page.data.tasks if t.stands_for == away.name]
    assert instead, "the tasks of whoever is away are in the deputy's list"
    assert {other.work.participant(t.participant_id).case_worker for t in instead if t.participant_id} == {away.name}
    alone = [row for row in page.tasks.rows.rows if isinstance(row, PersonDay) and row.tasks[0].stands_for]
    assert all(page.tasks.people.about(row).startswith(f"För {away.name}") for row in alone)
    seen = next(t.participant_id for t in instead if t.participant_id and not t.person.hidden)
    before = rows(other.bank, "select count(*) as n from case_worker_change")[0]["n"]
    hands.window.window.go("participants", participant=seen)
    hands.until(lambda: hands.page().record is not None and hands.page().record.participant.id == seen)
    handover.show(hands.page(), hands.shell, seen)
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), HandoverDialog))
    shown = QApplication.activeModalWidget()
    assert isinstance(shown, HandoverDialog)
    assert "Överlämningssida" in shown.windowTitle()
    assert all(
        hands.shell.words.say(line.said) in shown.text.toPlainText() for p in shown.found.parts for line in p.lines
    )
    hands.press(Key.Key_Escape)
    assert rows(other.bank, "select count(*) as n from case_worker_change")[0]["n"] == before
    everyone = other.participants.caseload(away.id)
    assert other.participants.change_case_worker(everyone, me, "Slutar") == len(everyone)
    assert other.participants.caseload(away.id) == []
    other.history.undo_latest()
    assert other.participants.caseload(away.id) == everyone, "one act is one step of undo"
