"""Queues in the window: one key makes a turn of a refused booking; the day says whose turn it is, and a no is one button."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from amdesk.domain.booking.queue import QUEUE_REASONS
from amdesk.domain.errors import Refused
from amdesk.services.desk import Desk
from amdesk.ui.booking.queue import QueueDialog, of_person, of_place
from amdesk.ui.booking.why import WhyDialog
from amdesk.ui.kit.basic import KeyButton
from tests import make
from tests.ui.conftest import Hands, other

__all__ = ["other"]
DAY = timedelta(1)


def full(desk: Desk) -> tuple[int, str]:
    """A placement whose only place is taken from next week on."""
    place = make.placement(desk.bank, name="Fulla laget")
    ref = desk.booking.book(
        make.participant(desk.bank, name="Prov Före"), place, make.TODAY + 7 * DAY, make.TODAY + 300 * DAY
    ).booking.ref
    return place, ref


def opened(hands: Hands, kind: type) -> Any:
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), kind))
    hands.rest()
    return QApplication.activeModalWidget()


def words(dialog: Any) -> str:
    return "\n".join(one.text() for one in dialog.findChildren(QLabel))


def press(dialog: Any, hands: Hands, said: str) -> None:
    next(b for b in dialog.findChildren(KeyButton) if b.text() == hands.shell.words(said)).click()
    hands.rest()


@pytest.mark.thorough(long=True)
def test_by_one_key_a_booking_that_is_refused_is_a_turn_in_the_queue(hands: Hands, other: Desk) -> None:
    who = make.participant(other.bank, name="Prov Kö")
    hands.shell.go("matching", participant=who)
    page = hands.page("matching")
    hands.until(lambda: page.panel.asking and page.panel.matched is not None and page.panel.matched[0] == who)
    panel = page.panel
    assert not panel.queue.isVisible()
    page.done()  # nothing is refused: the key does nothing
    place = panel.opening.placement.id
    with suppress(Refused):  # until it is full
        for n in range(100):
            others = make.participant(other.bank, name=f"Prov Före {n}")
            other.booking.book(others, place, make.TODAY + 100 * DAY, make.TODAY + 300 * DAY)
    panel.last.setText(str(make.TODAY + 290 * DAY))
    panel.check()
    hands.until(lambda: panel.queue.isVisible())
    hands.ctrl(Qt.Key.Key_D)
    hands.until(lambda: [w.placement_id for w in other.queues.of_person(who)] == [place])


def test_why_not_offers_the_queue_of_a_placement_that_does_not_fit(hands: Hands, other: Desk) -> None:
    who = make.participant(other.bank, name="Prov Kö", licence="")
    place = make.placement(other.bank, name="Körlaget", licence="B")
    dialog = WhyDialog(
        hands.window.window, hands.shell, other.work.participant(who), other.work.placement(place).number
    )
    dialog.open()
    hands.until(lambda: dialog.queue.isVisible())
    dialog.queue.press()
    hands.until(lambda: len(other.queues.of_placement(place)) == 1)
    dialog.reject()


@pytest.mark.thorough(long=True)
def test_the_dialog_says_turns_since_and_why_and_whose_turn_it_is(hands: Hands, other: Desk) -> None:
    place, ref = full(other)
    first, second = (make.participant(other.bank, name=f"Prov Kö{i}") for i in "AB")
    for who in (first, second):
        other.queues.add(who, place, make.TODAY + 8 * DAY, make.TODAY + 90 * DAY)
    of_place(hands.window.window, hands.shell, place)
    dialog = opened(hands, QueueDialog)
    hands.until(lambda: "1. Prov KöA" in words(dialog))
    assert "2. Prov KöB" in words(dialog)
    assert hands.shell.words(QUEUE_REASONS["FULL"]) in words(dialog)
    dialog.reject()
    other.booking.cancel(ref)
    of_person(hands.window.window, hands.shell, first)
    dialog = opened(hands, QueueDialog)
    hands.until(lambda: "1. Fulla laget" in words(dialog))
    press(dialog, hands, "No this time")
    hands.until(lambda: [t.place.participant_id for t in other.queues.turns()] == [second])
    press(dialog, hands, "Out of the queue")
    hands.until(lambda: other.queues.of_person(first) == [])
    hands.until(lambda: hands.shell.words("She stands in no queue.") in words(dialog))
    dialog.reject()


@pytest.mark.thorough(long=True)
def test_the_task_of_a_turn_opens_her_queues_and_the_way_to_a_booking(hands: Hands, other: Desk) -> None:
    place, ref = full(other)
    who = make.participant(other.bank, name="Prov Kö")
    other.queues.add(who, place, make.TODAY + 8 * DAY, make.TODAY + 90 * DAY)
    other.booking.cancel(ref)
    (task,) = [t for t in other.overview()[0].tasks if t.kind == "queue"]
    hands.shell.go("overview")
    hands.page("overview")._act(task)
    dialog = opened(hands, QueueDialog)
    press(dialog, hands, "Find place")
    hands.until(lambda: hands.window.window.current == "matching")
