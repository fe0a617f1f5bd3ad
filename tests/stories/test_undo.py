"""What was done is taken back although a paper was printed of it; what cannot be says why, and offers what can."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from amdesk.ui.bank.undoing import BuiltUponDialog
from amdesk.ui.booking.form import BookingDialog
from amdesk.ui.booking.steps import CancelDialog
from tests import make
from tests.stories.test_storyboard import choose_task, ready_to_book
from tests.ui.conftest import Hands, close, make_window

Key = Qt.Key


class Case:
    """Somebody who was booked from the overview, and all the window has said at the bottom."""

    def __init__(self, hands: Hands) -> None:
        self.hands, self.toasts = hands, list[str]()
        hands.shell.toasted.connect(lambda said, _undo: self.toasts.append(said))
        choose_task(hands, "find_place")
        hands.press(Key.Key_Return)
        hands.until(lambda: ready_to_book(hands))
        hands.ctrl(Key.Key_Return)
        hands.until(lambda: self.panel.receipt is not None)
        self.booking = self.panel.receipt.booking
        self.ref: str = self.booking.ref

    @property
    def panel(self) -> Any:
        return self.hands.page("matching").panel

    @property
    def statuses(self) -> list[str]:
        ref = self.ref
        found = self.hands.ask(lambda desk: [b.status for b in desk.booking.every() if b.ref == ref])
        return list(found)

    def print_notice(self, path: Path) -> None:
        self.hands.print_()
        assert path.exists()

    def begin(self, colleague: Desk) -> None:
        """The person came; the extract that the place asks for is shown to a colleague."""
        check = colleague.work.placement(self.booking.placement_id).background_check
        if check != "none":
            colleague.participants.extract_shown(self.booking.participant_id, check, colleague.work.today)
        ref = self.ref

        def begin(desk: Desk) -> None:
            desk.booking.introduction_seen(ref)
            desk.booking.start(ref)

        self.hands.window.tasks.write(begin)
        self.hands.rest()

    def undo(self) -> None:
        window = self.hands.window.window
        window.activateWindow()  # the offscreen platform leaves no window active after a dialog
        self.hands.until(window.isActiveWindow)
        window.setFocus()
        self.hands.ctrl(Key.Key_Z)

    def dialog(self, kind: type[QWidget]) -> Any:
        self.hands.until(lambda: isinstance(QApplication.activeModalWidget(), kind))
        return QApplication.activeModalWidget()


@pytest.fixture
def case(hands: Hands) -> Case:
    return Case(hands)


def push(within: QWidget, said: str) -> None:
    found = next(b for b in within.findChildren(QPushButton) if b.text() == said)
    assert found.isEnabled()
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("by", ["key", "button"])
def test_a_booking_is_undone_after_its_notice_was_printed_and_whoever_got_it_is_to_be_told(
    hands: Hands, case: Case, chosen: Callable[[str], Path], by: str
) -> None:
    case.print_notice(chosen("notice.pdf"))
    if by == "key":
        case.undo()
    else:
        push(case.panel, "Ångra bokningen")
        hands.rest()
    assert case.statuses == []
    assert ". Bokningsbeskedet skrevs ut" in case.toasts[-1]


@pytest.mark.thorough(long=True)
def test_undo_of_a_booking_that_somebody_else_has_moved_offers_to_cancel_it_and_does(
    hands: Hands, case: Case, chosen: Callable[[str], Path], other: Desk
) -> None:
    case.print_notice(chosen("notice.pdf"))
    _moved_by_another(other, case)
    case.undo()
    dialog: BuiltUponDialog = case.dialog(BuiltUponDialog)
    assert "Nils Modellberg" in dialog.sentence.text()
    assert "Ny sista dag" in dialog.sentence.text()
    push(dialog, "Avboka och dra tillbaka beskedet")
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), CancelDialog))
    case.dialog(CancelDialog).confirm()
    hands.until(lambda: case.statuses == ["cancelled"])
    hands.rest()
    assert "Bokningsbeskedet skrevs ut" in case.toasts[-1]
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, BookingDialog) and w.isVisible()]


def _moved_by_another(other: Desk, case: Case) -> None:
    last = other.booking.get(case.ref).to_date
    other.booking.extend(case.ref, last.replace(day=1))


@pytest.mark.thorough(long=True)
def test_book_and_start_then_the_start_is_undone_first_and_the_booking_after_it(
    hands: Hands, case: Case, other: Desk
) -> None:
    case.begin(other)
    assert case.statuses == ["started"]
    case.undo()
    assert case.statuses == ["booked"]
    case.undo()
    case.undo()
    assert case.statuses == []


@pytest.mark.thorough(long=True)
def test_the_receipts_button_after_the_start_names_the_start_and_offers_to_interrupt(
    hands: Hands, case: Case, other: Desk
) -> None:
    case.begin(other)
    assert case.panel.receipt is not None
    push(case.panel, "Ångra bokningen")
    dialog: BuiltUponDialog = case.dialog(BuiltUponDialog)
    started = hands.ask(lambda desk: hands.shell.words.say(desk.history.steps(1)[0].what))
    assert f"{started} (Jamila Provström" in dialog.sentence.text()
    assert dialog.ok.text() == "Avbryt placeringen"
    hands.press(Key.Key_Escape)
    assert not dialog.isVisible()
    assert case.statuses == ["started"]


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("act", ["interrupt", "extend"])
def test_a_receipt_is_gone_when_its_booking_is_no_longer_what_it_says(
    hands: Hands, case: Case, other: Desk, act: str
) -> None:
    case.begin(other)
    ref, last = case.ref, case.booking.to_date.replace(day=1)

    def change(desk: Desk) -> None:
        if act == "extend":
            desk.booking.extend(ref, last)
        else:
            desk.booking.interrupt(ref, case.booking.from_date, "PAUSE")

    hands.window.tasks.write(change)
    hands.rest()
    assert case.panel.receipt is None
    assert "är bokad" not in " ".join(one.text() for one in case.panel.findChildren(QLabel) if one.isVisible())


@pytest.mark.thorough(long=True)
def test_an_earlier_step_is_taken_back_from_the_history_although_the_later_is_refused(
    hands: Hands, case: Case, other: Desk
) -> None:
    key, ref = case.booking.participant_id, case.ref
    before = hands.ask(lambda desk: desk.work.participant(key).phone)
    hands.window.tasks.write(lambda desk: desk.participants.change(key, {"phone": "08-465 004 01"}))
    hands.window.tasks.write(lambda desk: desk.booking.introduction_seen(ref))
    hands.rest()
    with other.bank.write(text("Introduction noted anew")):
        other.bank.execute("update booking set introduced_on = '2026-11-02' where ref = :ref", {"ref": ref})
    case.undo()
    dialog: BuiltUponDialog = case.dialog(BuiltUponDialog)
    push(dialog, "Välj ett annat steg i historiken")
    hands.rest()
    page = hands.page("settings")
    assert not page.history.back.isEnabled() or page.history.chosen().mine
    row = next(
        i
        for i, s in enumerate(page.history.rows.rows)
        if s.mine and "Introduktion" not in hands.shell.words.say(s.what)
    )
    page.history.table.setCurrentIndex(page.history.rows.index(row, 0))
    page.history.table.setFocus()
    push(page, "Ångra det valda steget")
    hands.rest()
    assert hands.ask(lambda desk: desk.work.participant(key).phone) == before
    assert case.statuses == ["booked"]


@pytest.mark.thorough(long=True)
def test_who_was_taken_out_of_the_bank_by_undo_is_neither_matched_nor_offered_under_recent(hands: Hands) -> None:
    added: list[Any] = []
    hands.window.tasks.write(lambda desk: desk.participants.create({"name": "Nils Prov"}), added.append)
    hands.until(lambda: bool(added))
    key = added[0].id
    hands.window.window.go("participants", participant=key)
    hands.rest()
    hands.window.window.go("matching", participant=key)
    hands.rest()
    page = hands.page("matching")
    assert page.person.id == key
    rail = hands.window.window.rail
    assert ("participant", key) in [r[:2] for r in rail.opened]
    hands.ctrl(Key.Key_Z)
    hands.until(lambda: page.person is not None and page.person.id != key)
    hands.rest()
    assert page.asked == page.person.id != key
    assert ("participant", key) not in [r[:2] for r in rail.opened]


def test_nothing_is_said_any_more_of_who_was_the_only_one_and_was_taken_out_by_undo(
    qtbot: QtBot, new_file: Path, tmp_path: Path
) -> None:
    made = make_window(qtbot, str(make.copied(new_file, tmp_path / "b.amdesk")))
    hands = Hands(qtbot, made)
    added: list[Any] = []
    made.tasks.write(lambda desk: desk.participants.create({"name": "Nils Prov"}), added.append)
    hands.until(lambda: bool(added))
    made.window.go("matching", participant=added[0].id)
    hands.rest()
    page = hands.page("matching")

    def said() -> str:
        return " ".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())

    assert "Nils Prov" in said()
    hands.ctrl(Key.Key_Z)
    hands.rest()
    hands.until(lambda: "Inga deltagare än" in said())
    assert "Nils Prov" not in said()
    assert (page.count.text(), page.hidden.text(), page.person) == ("", "", None)
    close(made)
