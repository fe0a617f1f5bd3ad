"""The acts of a working day by keyboard alone, with their action counts: a count that grows fails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from amdesk.domain.overview.tasks import Task
from amdesk.ui.exchange.leaving import LeavingDialog
from amdesk.ui.results.form import FollowUpDialog
from tests import make
from tests.ui.conftest import Hands

Key = Qt.Key
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def choose_task(hands: Hands, kind: str) -> Task:
    """To the first task of a kind that is the first act of its row (moving is no action in the storyboard's counting)."""
    page = hands.page("overview")
    page.whose.set_current("unit")
    page.refresh()
    hands.rest()
    page.tasks.stand_on(lambda one: one.kind == kind)
    page.tasks.setFocus()
    task: Task = page.tasks.task()
    assert task.kind == kind
    return task


def ready_to_book(hands: Hands) -> bool:
    panel = hands.page("matching").panel
    return panel.opening is not None and bool(panel.found)


def ready_to_leave() -> bool:
    """Whether what a list would hold is in sight."""
    dialog = QApplication.activeModalWidget()
    return isinstance(dialog, LeavingDialog) and dialog.ok.isEnabled()


@pytest.mark.thorough(long=True)
def test_from_overview_a_participant_is_booked_in_two_actions(hands: Hands) -> None:
    task = choose_task(hands, "find_place")
    hands.press(Key.Key_Return)
    hands.until(lambda: ready_to_book(hands))
    hands.ctrl(Key.Key_Return)
    hands.until(lambda: hands.page("matching").panel.receipt is not None)
    assert hands.actions == 2
    bookings = hands.ask(lambda desk: [b for b in desk.booking.current() if b.participant_id == task.participant_id])
    assert [b.status for b in bookings] == ["booked"]


@pytest.mark.thorough(long=True)
def test_from_anywhere_a_participant_is_booked_in_four_actions(hands: Hands) -> None:
    person = next(p for p in hands.ask(lambda desk: desk.participants.listing(chip="waiting")) if not p.protected)
    hands.window.window.go("settings")
    hands.rest()
    hands.ctrl(Key.Key_K)
    hands.type(person.number)
    hands.press(Key.Key_Return)
    hands.until(lambda: ready_to_book(hands))
    hands.ctrl(Key.Key_Return)
    hands.until(lambda: hands.page("matching").panel.receipt is not None)
    assert hands.actions == 4
    assert any(b.participant_id == person.id for b in hands.ask(lambda desk: desk.booking.current()))


@pytest.mark.thorough(long=True)
def test_a_booking_is_undone_with_one_key_and_the_place_is_free_again(hands: Hands) -> None:
    choose_task(hands, "find_place")

    def free() -> int:
        return sum(p.free for p in hands.ask(lambda desk: desk.placements.listing(day=make.TODAY + timedelta(95))))

    before = free()
    hands.press(Key.Key_Return)
    hands.until(lambda: ready_to_book(hands))
    hands.ctrl(Key.Key_Return)
    hands.until(lambda: hands.page("matching").panel.receipt is not None)
    assert free() == before - 1
    hands.ctrl(Key.Key_Z)
    assert free() == before
    hands.ctrl(Key.Key_Y)
    assert free() == before - 1


@pytest.mark.thorough(long=True)
def test_a_tentative_booking_has_keys_of_its_own(hands: Hands) -> None:
    task = choose_task(hands, "find_place")
    hands.press(Key.Key_Return)
    hands.until(lambda: ready_to_book(hands))
    hands.press(Key.Key_Return, CTRL_SHIFT)
    hands.until(lambda: hands.page("matching").panel.receipt is not None)
    made = next(b for b in hands.ask(lambda desk: desk.booking.current()) if b.participant_id == task.participant_id)
    assert made.status == "reserved"


@pytest.mark.thorough(long=True)
def test_the_booking_notice_takes_two_actions(hands: Hands, printer: Path) -> None:
    choose_task(hands, "find_place")
    hands.press(Key.Key_Return)
    hands.until(lambda: ready_to_book(hands))
    hands.ctrl(Key.Key_Return)
    hands.until(lambda: hands.page("matching").panel.receipt is not None)
    hands.actions = 0
    hands.print_()
    assert hands.actions == 2
    assert printer.read_bytes().startswith(b"%PDF")


@pytest.mark.thorough(long=True)
def test_a_known_list_is_imported_in_three_actions(hands: Hands, chosen: Callable[[str], Path]) -> None:
    path = chosen("list.csv")
    path.write_text(
        f"Namn;Personnummer;Önskat yrke\nÑandú Prov;{make.number()};Målare\nÅke Prov;{make.number(birth='239')};Parkarbetare\n",
        "utf-8",
    )
    before = len(hands.ask(lambda desk: desk.participants.listing()))
    hands.ctrl(Key.Key_I)  # and Enter in the system's own dialog
    hands.until(lambda: hands.page("exchange").review is not None)
    assert len(hands.ask(lambda desk: desk.participants.listing())) == before, (
        "nothing is stored before the user says so"
    )
    hands.ctrl(Key.Key_Return)
    hands.until(lambda: hands.page("exchange").review is None)
    assert hands.actions == 2
    assert len(hands.ask(lambda desk: desk.participants.listing())) == before + 2
    hands.ctrl(Key.Key_Z)
    assert len(hands.ask(lambda desk: desk.participants.listing())) == before


@pytest.mark.thorough(long=True)
def test_n_skills_are_assessed_in_n_plus_2_key_presses(hands: Hands) -> None:
    task = choose_task(hands, "final")
    hands.press(Key.Key_Return)
    page = hands.page("competence")
    hands.until(
        lambda: (
            page.sheet is not None and page.sheet.participant.id == task.participant_id and bool(page.grid.table.rows)
        )
    )
    skills = [r for r in page.grid.table.rows if r.skill is not None]
    assert page.occasion == "final"
    for i in range(len(skills)):
        hands.press((Key.Key_2, Key.Key_3, Key.Key_4)[i % 3])
    hands.ctrl(Key.Key_D)
    assert hands.actions == len(skills) + 2
    kept = hands.ask(lambda desk: desk.competence.sheet(task.participant_id).assessments)
    final = next(a for a in kept if a.occasion == "final")
    assert (len(final.levels), final.finished) == (len(skills), True)


@pytest.mark.thorough(long=True)
def test_a_certificate_is_printed_in_two_actions(hands: Hands, printer: Path) -> None:
    task = choose_task(hands, "certificate")
    hands.press(Key.Key_Return)
    page = hands.page("competence")
    hands.until(lambda: page.sheet is not None and page.sheet.participant.id == task.participant_id)
    hands.actions = 0
    hands.print_()
    assert hands.actions == 2
    assert printer.exists()
    assert any(c.participant_id == task.participant_id for c in hands.ask(lambda desk: desk.competence.archive()))


@pytest.mark.thorough(long=True)
def test_day_90_takes_three_actions(hands: Hands) -> None:
    task = choose_task(hands, "day90")
    hands.press(Key.Key_Return)
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), FollowUpDialog))
    hands.press(Key.Key_2)
    hands.press(Key.Key_Return)
    hands.until(lambda: QApplication.activeModalWidget() is None)
    assert hands.actions == 3
    employment = int(task.key.split(":")[1])
    row = next(
        iter(
            hands.ask(
                lambda desk: list(desk.bank.query("select * from followup where employment_id = :e", {"e": employment}))
            )
        )
    )
    assert (row["contact"], row["situation"]) == ("contacted", "studies")


@pytest.mark.thorough(long=True)
def test_the_weekly_list_to_supervisors_takes_two_actions(hands: Hands, chosen: Callable[[str], Path]) -> None:
    path = chosen("lists.xlsx")
    choose_task(hands, "supervisors")
    hands.press(Key.Key_Return)
    hands.until(ready_to_leave)
    assert not path.exists(), "what leaves is looked at before it does"
    hands.ctrl(Key.Key_Return)
    hands.until(path.exists)
    assert hands.actions == 2
    book = openpyxl.load_workbook(path)
    assert len(book.sheetnames) > 20
    assert [c.value for c in book.worksheets[0][2]][:4] == ["Deltagare", "Plats", "Från och med", "Till och med"]


@pytest.mark.thorough(long=True)
def test_a_task_is_marked_done_and_comes_back_with_undo(hands: Hands) -> None:
    task = choose_task(hands, "supervisors")

    def keys() -> set[str]:
        return {t.key for t in hands.page("overview").data.tasks}

    hands.ctrl(Key.Key_D)
    hands.until(lambda: task.key not in keys())
    hands.ctrl(Key.Key_Z)
    hands.until(lambda: task.key in keys())


@pytest.mark.thorough(long=True)
def test_next_person_goes_on_from_the_receipt(hands: Hands) -> None:
    choose_task(hands, "find_place")
    hands.press(Key.Key_Return)
    hands.until(lambda: ready_to_book(hands))
    page = hands.page("matching")
    first = page.person.id
    hands.ctrl(Key.Key_Return)
    hands.until(lambda: page.panel.receipt is not None)
    hands.ctrl(Key.Key_J)
    hands.until(lambda: page.person.id != first and ready_to_book(hands))
    assert page.panel.receipt is None
