"""Chains in the window: where no place fits, the moves that would open one stand as sentences, and one press makes them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from amdesk.services.desk import Desk
from amdesk.ui.booking.chains import ChainsDialog
from amdesk.ui.kit.basic import KeyButton
from tests import make
from tests.make import Need
from tests.ui.conftest import Hands, other

__all__ = ["other"]
DAY = timedelta(1)


def words(dialog: ChainsDialog) -> str:
    return "\n".join(one.text() for one in dialog.findChildren(QLabel))


@pytest.mark.thorough(long=True)
def test_the_moves_that_open_a_place_are_made_by_one_press_and_undone_by_one(hands: Hands, other: Desk) -> None:
    far = (Need("district", "CHAIN", "must"), Need("lift_max", "10", "must"))
    light = make.placement(other.bank, name="Lätta laget", district="CHAIN", demands=("lift_max=5",), language_min="")
    mover = make.participant(other.bank, name="Prov Bokad", wishes=())
    ref = other.booking.book(mover, light, make.TODAY + 14 * DAY, make.TODAY + 300 * DAY).booking.ref
    who = make.participant(other.bank, name="Prov Väntar", needs=far, wishes=())
    hands.shell.go("matching", participant=who)
    page = hands.page("matching")
    said = hands.shell.words("Moves that open a place")
    hands.until(lambda: any(b.text() == said for b in page.instead.findChildren(KeyButton)))
    next(b for b in page.instead.findChildren(KeyButton) if b.text() == said).click()
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), ChainsDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ChainsDialog)
    hands.until(lambda: "Prov Bokad" in words(dialog))
    make_them = hands.shell.words("Make these moves and book")
    next(b for b in dialog.findChildren(KeyButton) if b.text() == make_them).click()
    hands.until(lambda: other.booking.get(ref).placement_id != light)
    hands.until(lambda: not dialog.isVisible())
    assert {b.participant_id for b in other.booking.current() if b.placement_id == light} == {who}
    hands.window.window.undo()
    hands.until(lambda: other.booking.get(ref).placement_id == light)
    assert {b.participant_id for b in other.booking.current() if b.placement_id == light} == {mover}


def test_where_no_move_helps_it_is_said(hands: Hands, other: Desk) -> None:
    who = make.participant(other.bank, needs=(Need("district", "NOWHERE", "must"),))
    dialog = ChainsDialog(hands.window.window, hands.shell, other.work.participant(who))
    dialog.open()
    hands.until(lambda: hands.shell.words("No one or two moves would open a place.") in words(dialog))
    dialog.reject()
