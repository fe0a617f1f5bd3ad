"""What a must stops stands below what fits, without a rank, and is booked for a reason; what nobody knows is asked by one key."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget

from amdesk.domain.places.placement import Placement
from amdesk.services.desk import Desk
from amdesk.ui.booking.list import MatchLine, look_of
from amdesk.ui.booking.page import MatchingPage
from amdesk.ui.booking.why import WhyDialog
from amdesk.ui.kit.basic import KeyButton
from amdesk.ui.places.form import PlacementDialog
from tests import make
from tests.make import Need
from tests.ui.conftest import Hands, other

__all__ = ["other"]
LIFT, FAR = Need("lift_max", "10", "must"), Need("district", "STOPS", "must")


def matched(hands: Hands, who: int) -> MatchingPage:
    hands.shell.go("matching", participant=who)
    page = hands.page("matching")
    assert isinstance(page, MatchingPage)
    hands.until(lambda: page.person is not None and page.person.id == who)
    hands.rest()
    return page


def in_sight(field: QWidget) -> bool:
    area: QWidget | None = field.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    assert isinstance(area, QScrollArea)
    room = area.viewport()
    return room.rect().contains(QRect(field.mapTo(room, QPoint(0, 0)), field.size()))


def at(page: MatchingPage, place: int) -> MatchLine:
    lines: list[MatchLine] = page.rows.rows
    i = next(i for i, r in enumerate(lines) if r.match.opening.placement.id == place)
    page.list.setCurrentIndex(page.rows.index(i))
    return lines[i]


@pytest.mark.thorough(long=True)
def test_what_a_must_stops_stands_last_without_rank_and_is_booked_for_a_reason(hands: Hands, other: Desk) -> None:
    light = make.placement(other.bank, name="Lätta", district="STOPS", demands=("lift_max=5",), language_min="")
    heavy = make.placement(other.bank, name="Tunga", district="STOPS", demands=("lift_max=20",), language_min="")
    who = make.participant(other.bank, name="Prov Måste", needs=(LIFT, FAR), wishes=())
    page = matched(hands, who)
    lines: list[MatchLine] = page.rows.rows
    ranks = [r.rank for r in lines]
    assert ranks[0] == 1
    assert 0 in ranks
    assert ranks == [*range(1, ranks.index(0) + 1), *[0] * (len(ranks) - ranks.index(0))]
    assert [r.heads for r in lines if r.heads] == [ranks.count(0)]
    assert lines[ranks.index(0)].heads
    assert light in {r.match.opening.placement.id for r in lines if r.rank}
    line = at(page, heavy)
    assert line.stopped
    assert look_of(line.reasons[0])[:2] == ("dismiss_circle", "bad")
    spoken = page.rows.data(page.list.currentIndex(), Qt.ItemDataRole.AccessibleTextRole)
    assert "Stoppas av ett måste" in str(spoken)
    hands.until(lambda: page.panel.why.isVisible())
    page.list.setFocus()
    hands.ctrl(Qt.Key.Key_Return)
    hands.until(lambda: page.panel.why.wrong.isVisible())
    hands.until(lambda: in_sight(page.panel.why))  # what is missing is seen where it is asked for
    page.list.setFocus()
    hands.press(Qt.Key.Key_Return)
    assert hands.window.window.focusWidget() is page.panel.despite
    hands.until(lambda: in_sight(page.panel.despite))
    hands.type("Hon vill prova")
    hands.ctrl(Qt.Key.Key_Return)
    hands.until(lambda: any(b.participant_id == who for b in other.booking.current()))
    (made,) = [b for b in other.booking.current() if b.participant_id == who]
    assert (made.placement_id, made.despite) == (heavy, "Hon vill prova")


@pytest.mark.thorough(long=True)
def test_where_nothing_fits_what_a_must_stops_is_shown_when_asked_for(hands: Hands, other: Desk) -> None:
    heavy = make.placement(other.bank, name="Tunga", demands=("lift_max=20",), language_min="")
    who = make.participant(other.bank, name="Prov Ingen", needs=(Need("district", "NOWHERE", "must"),), wishes=())
    page = matched(hands, who)
    said = hands.shell.words("Show what a must stops")
    hands.until(lambda: any(b.text() == said for b in page.instead.findChildren(KeyButton)))
    _, found = other.matching.opened(who)
    code, count = next(iter(found.alone.items()))
    assert (code, found.ranked) == ("NEED_DISTRICT", ())
    words = hands.shell.words("Without “{rule}”, {count} would fit.", rule="I NOWHERE", count=count)
    assert words in [w.text() for w in page.instead.findChildren(QLabel)]
    other.participants.change(who, {"needs": ()})
    assert len(other.matching.for_participant(who).ranked) == count, "what was said came true"
    other.participants.change(who, {"needs": (Need("district", "NOWHERE", "must"),)})
    next(b for b in page.instead.findChildren(KeyButton) if b.text() == said).click()
    hands.until(lambda: page.stack.currentWidget() is page.list and page.rows.rowCount() > 0)
    assert {r.rank for r in page.rows.rows} == {0}
    assert heavy in {r.match.opening.placement.id for r in page.rows.rows} or page.rows.rowCount() == 40
    page.refresh()
    hands.rest()
    assert page.stack.currentWidget() is page.list, "what is written there is not thrown away by another window's work"


def _for_place(hands: Hands, place: int, key: str) -> MatchingPage:
    hands.shell.go("matching", placement=place)
    page = hands.page("matching")
    assert isinstance(page, MatchingPage)
    hands.until(lambda: page.subject == ("place", place) or any(b.text() == key for b in _keys(page)))
    hands.rest()
    return page


def _keys(page: MatchingPage) -> list[KeyButton]:
    return page.instead.findChildren(KeyButton)


@pytest.mark.thorough(long=True)
def test_for_a_place_whom_a_must_stops_stands_below_those_who_fit_and_is_booked_for_a_reason(
    hands: Hands, other: Desk
) -> None:
    heavy = make.placement(other.bank, name="Tunga", district="STOPS", demands=("lift_max=20",), language_min="")
    who = make.participant(other.bank, name="Prov Måste", needs=(LIFT,), wishes=())
    old = make.participant(other.bank, name="Prov Ung", born=date(2009, 12, 1), needs=(LIFT,), wishes=())
    young = make.placement(other.bank, name="Vuxna", min_age=20, demands=("lift_max=20",), language_min="")
    said = hands.shell.words("Show whom a must stops")
    page = _for_place(hands, heavy, said)
    lines: list[MatchLine] = page.rows.rows
    ranks = [r.rank for r in lines]
    assert ranks[0] == 1
    assert ranks == [*range(1, ranks.index(0) + 1), *[0] * (len(ranks) - ranks.index(0))]
    assert [r.heads for r in lines if r.heads] == [ranks.count(0)]
    i = next(i for i, r in enumerate(lines) if r.person.id == who)
    assert lines[i].stopped
    assert look_of(lines[i].reasons[0])[:2] == ("dismiss_circle", "bad")
    page.list.setCurrentIndex(page.rows.index(i))
    hands.until(lambda: page.panel.why.isVisible())
    page.list.setFocus()
    hands.press(Qt.Key.Key_Return)
    assert hands.window.window.focusWidget() is page.panel.despite
    hands.type("Hon vill prova")
    page.refresh()
    hands.rest()
    assert page.panel.despite.text() == "Hon vill prova", "another window's work takes nothing away that is written"
    page.list.setCurrentIndex(page.rows.index(i - 1))
    assert page.panel.despite.text() == "", "a reason is given for one person"
    page.list.setCurrentIndex(page.rows.index(i))
    hands.until(lambda: page.panel.why.isVisible())
    page.list.setFocus()
    hands.press(Qt.Key.Key_Return)
    hands.type("Hon vill prova")
    hands.ctrl(Qt.Key.Key_Return)
    hands.until(lambda: any(b.participant_id == who for b in other.booking.current()))
    (made,) = [b for b in other.booking.current() if b.participant_id == who]
    assert (made.placement_id, made.despite) == (heavy, "Hon vill prova")
    found = other.matching.of_placement(young)
    assert old not in {m.participant.id for _, m in found.stopped}, "no reason passes an age"
    assert found.left_out["AGE"] >= 1


@pytest.mark.thorough(long=True)
def test_why_not_is_asked_of_the_person_that_the_line_names(hands: Hands, other: Desk) -> None:
    place = make.placement(other.bank, name="Tunga", demands=("lift_max=20",), language_min="")
    who = make.participant(other.bank, name="Prov Måste", needs=(LIFT,), wishes=())
    page = _for_place(hands, place, hands.shell.words("Show whom a must stops"))
    i = next(i for i, r in enumerate(page.rows.rows) if r.person.id == who)
    page.list.setCurrentIndex(page.rows.index(i))
    page.single_acts[0].click()
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), WhyDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, WhyDialog)
    assert dialog.person.id == who
    hands.until(lambda: any("10 kg" in w.text() for w in dialog.findChildren(QLabel)))
    dialog.reject()


@pytest.mark.thorough(long=True)
def test_where_nobody_fits_a_place_whom_a_must_stops_is_shown_when_asked_for(hands: Hands, other: Desk) -> None:
    place = make.placement(other.bank, name="Ingen", licence="CE", demands=("lift_max=20",), language_min="")
    for row in other.participants.listing(chip="waiting"):
        if not row.protected:
            other.participants.change(row.id, {"needs": (LIFT,), "licence": "CE"})
    said = hands.shell.words("Show whom a must stops")
    page = _for_place(hands, place, said)
    assert page.rows.rowCount() == 0 or page.stack.currentWidget() is page.instead
    next(b for b in _keys(page) if b.text() == said).click()
    hands.until(lambda: page.stack.currentWidget() is page.list and page.rows.rowCount() > 0)
    assert {r.rank for r in page.rows.rows} == {0}


@pytest.mark.thorough(long=True)
def test_what_the_law_forbids_is_not_shown_as_something_a_reason_passes(hands: Hands, other: Desk) -> None:
    night = make.placement(other.bank, name="Natt", min_age=16, schedule="mån-fre 22.00-06.00", language_min="")
    old = make.placement(other.bank, name="Vuxna", min_age=20, licence="B", language_min="")
    who = make.participant(other.bank, born=date(2009, 12, 1), needs=(Need("daytime", "", "must"),))
    page = matched(hands, who)
    shown = {r.match.opening.placement.id for r in page.rows.rows}
    assert not shown & {night, old}
    for line in page.rows.rows:
        place: Placement = line.match.opening.placement
        first = line.match.opening.free_from
        found = other.booking.checks(who, place.id, first, first + timedelta(20))
        assert all(c.level != "stop" for c in found)
        assert any(c.must for c in found) is line.stopped


@pytest.mark.thorough(long=True)
def test_f_asks_the_workplace_what_is_not_known(hands: Hands, other: Desk) -> None:
    place = make.placement(other.bank, name="Okända", district="STOPS", language_min="")
    who = make.participant(other.bank, name="Prov Fråga", needs=(LIFT, FAR), wishes=(), extent=100)
    page = matched(hands, who)
    line = at(page, place)
    assert {look_of(r)[0] for r in line.reasons if r.unknown} == {"question_circle"}
    assert any("10 kg" in hands.shell.words.say(r.text) for r in line.reasons if r.unknown)
    hands.until(lambda: page.panel.unknown.asks)
    page.list.setFocus()
    hands.press(Qt.Key.Key_F)
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), PlacementDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PlacementDialog)
    hands.until(lambda: dialog.demands.isAncestorOf(dialog.focusWidget()))  # where the answer is noted
    dialog.reject()
    other.placements.change(place, {"demands": ("lift_max=5",)})
    page = matched(hands, who)
    at(page, place)
    hands.until(lambda: not page.panel.unknown.asks)
    page.list.setFocus()
    hands.press(Qt.Key.Key_F)
    hands.rest()
    assert QApplication.activeModalWidget() is None, "what is known is not asked again"


@pytest.mark.parametrize("protection", [0, 2])
def test_how_well_somebody_fits_is_said_and_spoken_of_everybody_but_the_protected(
    protection: int, hands: Hands, other: Desk
) -> None:
    place = make.placement(other.bank, name="Öppna", language_min="")
    who = make.participant(other.bank, name="Prov Passande", wishes=("PAR",), protection=protection)
    hands.shell.go("matching", placement=place)
    page = hands.page("matching")
    assert isinstance(page, MatchingPage)
    hands.until(lambda: any(isinstance(r, MatchLine) and r.person.id == who for r in page.rows.rows))
    [line] = [r for r in page.rows.rows if isinstance(r, MatchLine) and r.person.id == who]
    part = hands.shell.words("Language")
    assert (line.score == "?", line.untold, part not in page._spoken(line)) == (protection > 0,) * 3
