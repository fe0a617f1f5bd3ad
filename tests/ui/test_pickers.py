"""Where a person or a placement is asked for she is found by name as it is typed, and by number as well."""

from __future__ import annotations

import random
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from amdesk.services.desk import Desk
from amdesk.ui.booking.steps import MoveDialog
from amdesk.ui.kit.picker import Picker
from amdesk.ui.people.acts import MergeDialog
from tests import make
from tests.ui import records
from tests.ui.conftest import Hands, other
from tests.ui.formed import leave, opened, save
from tests.ui.test_acts import somebody

__all__ = ["other"]


def offered(hands: Hands, picker: Any, words: str) -> list[str]:
    picker.setFocus()
    QTest.keyClicks(picker, words)
    hands.until(lambda: bool(picker.offered.stringList()))
    return list(picker.offered.stringList())


def test_a_booking_moves_to_a_placement_that_is_chosen_by_name(hands: Hands, other: Desk) -> None:

    place = other.placements.create(make.placement_values(name="Demoviken"), 5)
    ref = records.booking(other, random.Random(1))
    booking = other.booking.get(ref)
    dialog = opened(hands, "MoveDialog", MoveDialog(hands.window.window, hands.shell, booking).open)
    lines = offered(hands, dialog.place, "demovik")
    assert lines == [f"Demoviken · {place.number}"]
    popup = dialog.place.completer().popup()
    assert popup.isVisible()
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert dialog.place.text() == lines[0]
    assert dialog.isVisible()
    assert dialog.place.code() == place.number
    leave(hands, dialog)


@pytest.mark.thorough(long=True)
def test_two_records_are_merged_by_the_name_of_the_other(hands: Hands, other: Desk) -> None:
    keep, gone = somebody(other, name="Aida Demolund"), somebody(other, name="Aida Demolundén", phone="070-1740612")
    dialog = opened(hands, "MergeDialog", lambda: MergeDialog.run(hands.window.window, hands.shell, keep))
    (line,) = [one for one in offered(hands, dialog.other, "aida demo") if gone.number in one]
    dialog.other.completer().popup().hide()
    dialog.other.setText(line)
    assert save(hands, dialog), dialog.wrong.text()
    assert other.work.participant(gone.number).id == keep.id


def test_esc_closes_what_is_offered_and_then_the_dialog(hands: Hands, other: Desk) -> None:
    keep = somebody(other, name="Aida Demolund")
    dialog = opened(hands, "MergeDialog", lambda: MergeDialog.run(hands.window.window, hands.shell, keep))
    offered(hands, dialog.other, "aida")
    popup = QApplication.activePopupWidget()
    assert popup is dialog.other.completer().popup()
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert dialog.isVisible()
    leave(hands, dialog)
    assert not dialog.isVisible()


def test_a_number_written_whole_is_taken_as_it_stands_and_nothing_is_offered_over_it(hands: Hands, other: Desk) -> None:
    place = other.placements.create(make.placement_values(name="Demoviken"), 5)
    picker = Picker(hands.shell, "placement")
    picker.show()
    picker.setFocus()
    QTest.keyClicks(picker, place.number.lower())
    hands.until(lambda: not picker._timer.isActive())
    hands.rest()
    assert picker.offered.stringList() == []
    assert picker.code() == place.number.lower()
    picker.deleteLater()
