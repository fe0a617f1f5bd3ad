"""The column that is typed in is the one that stands on the screen, whoever was shown before and whatever was made that day."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from amdesk.db.port import update
from amdesk.domain.texts import text
from amdesk.services.competence.certificates import AssessmentSheet
from amdesk.services.desk import Desk
from amdesk.ui.competence.grid import LevelKey
from amdesk.ui.competence.page import CompetencePage
from amdesk.ui.people.form import ParticipantDialog
from tests.stories.test_typed import kept
from tests.ui.conftest import Hands

Key = Qt.Key


def by_columns(desk: Desk) -> dict[int, tuple[int, int]]:
    """Somebody to certify for each number of assessments that she has."""
    found = {}
    for one in desk.competence.due():
        sheet = desk.competence.sheet(one.participant, one.employment.id, "because")
        found[len(sheet.assessments)] = one.participant, one.employment.id
    return found


def shown(hands: Hands, person: int, employment: int) -> CompetencePage:
    page: CompetencePage = hands.page("competence")
    page.load(person, employment, "because")
    hands.until(lambda: page.sheet is not None and page.sheet.employment.id == employment and not page.opening)
    hands.rest()
    return page


@pytest.mark.thorough(long=True)
def test_the_column_that_is_typed_in_is_in_sight_whoever_was_shown_before(hands: Hands) -> None:
    hands.ctrl(Key.Key_5)
    people = hands.ask(by_columns)
    assert len(people) >= 3
    for count in [*sorted(people), *sorted(people, reverse=True)]:
        page = shown(hands, *people[count])
        columns = page.grid.table.columnCount()
        assert [c for c in range(columns - 1) if page.grid.isColumnHidden(c)] == []
        assert page.grid.columnViewportPosition(page.grid.editable_column()) < page.grid.viewport().width()


def works(desk: Desk) -> tuple[int, int]:
    """Somebody in the middle of an employment, whose assessments so far are made."""
    today = desk.clock.today()
    for e in desk.booking.employments():
        if e.status(today) == "running" and e.end and (e.end - today).days > 60 and not e.cancelled:
            sheet: AssessmentSheet = desk.competence.sheet(e.participant_id, e.id, "because")
            if sheet.profile and not sheet.participant.protection and all(a.on_date < today for a in sheet.assessments):
                return e.participant_id, e.id
    raise AssertionError("nobody works")


def ended_today(hands: Hands, employment: int) -> None:
    def end(desk: Desk) -> None:
        desk.booking.end_employment(employment, desk.clock.today(), "left")

    done: list[Any] = []
    hands.window.tasks.write(end, done.append)
    hands.until(lambda: bool(done))


@pytest.mark.thorough(long=True)
def test_what_was_assessed_today_stands_in_the_final_assessment_of_the_same_day(hands: Hands) -> None:
    hands.ctrl(Key.Key_5)
    person, employment = hands.ask(works)
    page = shown(hands, person, employment)
    page.grid.setFocus()
    page.grid.go(1)
    for key in (Key.Key_3, Key.Key_2):
        hands.press(key)
    hands.ctrl(Key.Key_D)
    ended_today(hands, employment)
    page = shown(hands, person, employment)
    assert page.occasion == "final"
    typed = dict(page.levels())
    assert sorted(typed.values()) == [2, 3]
    hands.press(Key.Key_4)
    seen = dict(page.levels())
    hands.ctrl(Key.Key_D)
    assert page.sheet is not None
    assert kept(hands, page.sheet)[-1] == seen == {**typed, **seen}


@pytest.mark.thorough(long=True)
def test_who_is_missing_among_the_signatures_is_chosen_where_the_list_leads(hands: Hands) -> None:
    hands.ctrl(Key.Key_5)
    person, employment = hands.ask(works)
    done: list[Any] = []
    hands.window.tasks.write(lambda desk: update_worker(desk, person), done.append)
    hands.until(lambda: bool(done))
    page = shown(hands, person, employment)
    page.grid.setFocus()
    hands.press(Key.Key_3)
    page.certificate.wanted.emit("signatures")
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), ParticipantDialog))
    dialog: Any = QApplication.activeModalWidget()
    assert dialog.worker.hasFocus()
    dialog.worker.choose(str(hands.shell.case_worker_id))
    hands.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.until(lambda: page.sheet is not None and page.sheet.participant.case_worker_id is not None)
    assert hands.window.window.current == "competence"
    assert next(line for line in page.sheet.readiness if line.code == "SIGN").ok  # type: ignore[union-attr]  # waited for above


@pytest.mark.thorough(long=True)
def test_what_the_certificate_lacks_follows_from_other_acts_while_levels_are_in_hand(hands: Hands) -> None:
    hands.ctrl(Key.Key_5)
    person, employment = hands.ask(works)
    page = shown(hands, person, employment)
    page.grid.setFocus()
    hands.press(Key.Key_3)
    assert page.changed
    assert not line(page, "ENDED").ok
    ended_today(hands, employment)
    hands.until(lambda: line(page, "ENDED").ok)
    assert page.changed


def line(page: CompetencePage, code: str) -> Any:
    """What the list beside the grid says of one thing."""
    assert page.certificate.sheet is not None
    return next(one for one in page.certificate.sheet.readiness if one.code == code)


def update_worker(desk: Desk, person: int) -> None:
    """Nobody is her case worker."""
    with desk.bank.write(text("Nobody")):
        update(desk.bank, "participant", person, case_worker_id=None)


@pytest.mark.thorough(long=True)
def test_whoever_adds_somebody_is_offered_as_the_case_worker(hands: Hands) -> None:
    hands.ctrl(Key.Key_N)
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), ParticipantDialog))
    dialog: Any = QApplication.activeModalWidget()
    assert hands.shell.case_worker_id is not None
    assert dialog.worker.code() == str(hands.shell.case_worker_id)
    dialog.reject()


@pytest.mark.thorough(long=True)
def test_a_level_is_given_by_the_mouse_alone_as_by_its_key(hands: Hands) -> None:
    hands.ctrl(Key.Key_5)
    page = shown(hands, *hands.ask(works))
    rows = page.grid.table.rows
    third = [i for i, row in enumerate(rows) if row.skill is not None][2]
    cell = page.grid.visualRect(page.grid.table.index(third, page.grid.editable_column())).center()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(page.grid.viewport(), left, none, cell)
    for level in (3, 2):
        key = page.findChildren(LevelKey)[level - 1]
        QTest.mouseClick(key, left, none, key.rect().center())
    assert rows[third].levels[-1] == 3
    after = next(row for row in rows[third + 1 :] if row.skill is not None)
    assert after.levels[-1] == 2
    assert page.changed
    hands.ctrl(Key.Key_D)
