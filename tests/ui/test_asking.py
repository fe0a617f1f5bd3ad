"""What is not known of a placement is asked once: beside the booking, noted on the placement, and known from then on."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from amdesk.domain.booking.findings import asked_of_place
from amdesk.domain.people.participant import Need
from amdesk.services.desk import Desk
from tests import make
from tests.ui import formed
from tests.ui.conftest import Hands, other

__all__ = ["other"]


def panel_of(hands: Hands, who: int) -> Any:
    hands.shell.go("matching", participant=who)
    page = hands.page("matching")
    hands.until(lambda: page.panel.asking and page.panel.matched is not None and page.panel.matched[0] == who)
    hands.rest()
    return page.panel


@pytest.mark.thorough(long=True)
def test_an_answer_is_noted_beside_the_booking_and_asked_about_no_more(hands: Hands, other: Desk) -> None:
    who = make.participant(other.bank, name="Prov Frågar", needs=(Need("stairs", "0", "must"),), wishes=("PAR",))
    panel = panel_of(hands, who)
    place = panel.opening.placement.id
    assert panel.unknown.isVisibleTo(panel)
    assert panel.unknown.said.text() == "Fråga arbetsplatsen: Trappor"
    panel.unknown.note.click()
    hands.until(lambda: type(QApplication.activeModalWidget()).__name__ == "PlacementDialog")
    form: Any = QApplication.activeModalWidget()
    assert form.place.id == place
    form.demands.say("stairs", "0")
    assert formed.save(hands, form), form.wrong.text()
    assert "stairs=0" in other.placements.get(place).demands
    hands.until(lambda: panel.opening is not None and panel.opening.placement.id == place)
    hands.until(lambda: not panel.unknown.isVisibleTo(panel))
    assert not [c for c in panel.found if "trappor" in hands.shell.say(c.text).lower()]


def test_only_what_the_workplace_knows_is_asked_of_it() -> None:
    needs = (
        Need("stairs", "0", "must"), Need("daytime", "", "nice"), Need("end_before", "15:00", "nice"), Need("words", "lugn miljö", "must"),
        Need("district", "KV", "nice"), Need("kind", "external", "nice"), Need("start_after", "kl nio", "must"),
    )  # fmt: skip
    who = make.person(needs=needs, extent=75)
    silent = make.place(schedule="", district="", demands=())
    assert asked_of_place(who, silent, None) == ["Stairs", "Working hours", "District", "Extent"]
    told = make.place(schedule="mån-fre 08.00-14.00", district="NH", demands=("stairs=2", "extent=50"))
    assert asked_of_place(who, told, None) == []
