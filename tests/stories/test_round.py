"""A matching round by keyboard alone: run, look at what if, lock, leave out, accept one and all, take it back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from amdesk.app import application
from amdesk.ui.kit.rows import Row
from tests.ui.conftest import Hands


@pytest.fixture
def pane(hands: Hands) -> Any:
    """Found by what it is called; the list of proposals has the focus."""
    hands.ctrl(Qt.Key.Key_K)
    hands.type("matchningsomg")
    hands.press(Qt.Key.Key_Return)
    page = hands.page("matching")
    hands.until(lambda: page.round.answer is not None and page.round.rows.rowCount() > 0)
    return page.round


def reach(hands: Hands, widget: Any, key: Qt.Key) -> None:
    """One key, until the focus is where it should be."""
    for _ in range(20):
        if application().focusWidget() is widget:
            return
        hands.press(key)
    raise AssertionError(f"{key} does not reach it")


def booked(hands: Hands) -> int:
    return sum(b.status == "booked" for b in hands.ask(lambda desk: desk.booking.every()))


@pytest.mark.thorough(long=True)
def test_a_round_is_accepted_as_a_whole_and_taken_back_in_one_step(hands: Hands, pane: Any) -> None:
    before, proposed = booked(hands), pane.rows.rowCount()
    assert proposed > 5
    hands.ctrl(Qt.Key.Key_Return)
    hands.until(lambda: booked(hands) == before + proposed)
    hands.until(lambda: pane.rows.rowCount() == 0)
    hands.ctrl(Qt.Key.Key_Z)
    hands.until(lambda: booked(hands) == before)
    hands.until(lambda: pane.rows.rowCount() == proposed)


@pytest.mark.thorough(long=True)
def test_enter_accepts_one_and_the_rest_is_computed_anew(hands: Hands, pane: Any) -> None:
    before, proposed = booked(hands), pane.rows.rowCount()
    who = pane.list.proposal().person.id
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: pane.rows.rowCount() == proposed - 1)
    assert booked(hands) == before + 1
    assert who not in {r.proposal.person.id for r in pane.rows.rows}


@pytest.mark.thorough(long=True)
def test_a_locked_pair_stands_when_the_weights_change_and_the_bank_is_not_touched(hands: Hands, pane: Any) -> None:
    before = hands.ask(lambda desk: len(desk.history.steps(1000)))
    pair = (pane.list.proposal().person.id, pane.list.proposal().slot.placement.id)
    hands.press(Qt.Key.Key_L)
    hands.until(lambda: any(r.proposal.locked for r in pane.rows.rows))
    reach(hands, pane.first, Qt.Key.Key_F6)
    reach(hands, pane.weights["travel"], Qt.Key.Key_Tab)
    hands.type("90")
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: pane.answer.question.policy.weights.parts["travel"] == 90)
    hands.rest()
    assert pair in {(r.proposal.person.id, r.proposal.slot.placement.id) for r in pane.rows.rows if r.proposal.locked}
    assert hands.ask(lambda desk: len(desk.history.steps(1000))) == before
    assert hands.ask(lambda desk: desk.matching.weights().parts["travel"]) != 90


@pytest.mark.thorough(long=True)
def test_a_pair_that_is_left_out_does_not_come_back(hands: Hands, pane: Any) -> None:
    pair = (pane.list.proposal().person.id, pane.list.proposal().slot.placement.id)
    hands.press(Qt.Key.Key_Delete)
    hands.until(lambda: pane.reset.isVisible())
    hands.rest()
    assert pair not in {(r.proposal.person.id, r.proposal.slot.placement.id) for r in pane.rows.rows}


@pytest.mark.thorough(long=True)
def test_where_everybody_has_a_place_the_queues_stand_beside_until_somebody_turns_to_another_table(
    hands: Hands, pane: Any
) -> None:
    assert pane.left == []
    assert pane.tab.current() == "queue"
    assert pane.tables.currentIndex() == 1
    assert pane.queue_rows.rowCount() > 0
    for tab in ("left", "kept"):
        next(b for b in pane.tab.findChildren(QPushButton) if b is pane.tab.button(tab)).click()
        pane.solve()
        hands.until(lambda: not pane.behind)
        assert pane.tab.current() == tab


@pytest.mark.thorough(long=True)
def test_the_missing_places_leave_as_a_list_for_a_department(hands: Hands, pane: Any, chosen: Any) -> None:
    path: Path = chosen("saknas.xlsx")
    reach(hands, pane.tab.button(pane.tab.current()), Qt.Key.Key_F6)
    reach(hands, pane.tab.button("price"), Qt.Key.Key_Right)
    hands.press(Qt.Key.Key_Space)
    hands.until(lambda: pane.price_rows.rowCount() > 10)
    reach(hands, pane.export, Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Space)
    hands.rest()
    hands.until(path.exists)
    sheet = openpyxl.load_workbook(path).active
    rows = [r for r in sheet.iter_rows(values_only=True) if isinstance(r[6], int)]
    assert len(rows) == pane.price_rows.rowCount()


@pytest.mark.thorough(long=True)
def test_a_what_if_becomes_the_units_policy_when_it_is_kept_and_undo_takes_it_back(hands: Hands, pane: Any) -> None:
    pane.order.setCurrentIndex(2)
    hands.until(pane.keep_policy.isVisible)
    reach(hands, pane.first, Qt.Key.Key_F6)
    reach(hands, pane.keep_policy, Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Space)
    hands.until(lambda: hands.ask(lambda desk: desk.rounds.policy().order)[0] == "waiting")
    hands.until(lambda: not pane.keep_policy.isVisible())
    hands.ctrl(Qt.Key.Key_Z)
    hands.until(lambda: hands.ask(lambda desk: desk.rounds.policy().order)[0] == "placed")


@pytest.mark.thorough(long=True)
def test_a_policy_that_a_colleague_has_kept_meanwhile_is_told_and_goes_only_when_ours_is_kept_once_more(
    hands: Hands, pane: Any
) -> None:
    pane.order.setCurrentIndex(2)
    hands.until(pane.keep_policy.isVisible)
    hands.ask(lambda desk: desk.rounds.set_policy(replace(desk.rounds.policy(), look_ahead=True)))
    pane.keep_policy.click()
    hands.until(lambda: "Någon annan har ändrat enhetens policy" in hands.window.window.toast.text.text())
    hands.rest()
    assert hands.ask(lambda desk: desk.rounds.policy().look_ahead)
    pane.keep_policy.click()
    hands.until(lambda: hands.ask(lambda desk: desk.rounds.policy().order)[0] == "waiting")
    assert not hands.ask(lambda desk: desk.rounds.policy().look_ahead)


def at_once(widget: Any, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key, and no moment's rest after it."""
    QTest.keyClick(widget, key, modifiers)


@pytest.mark.thorough(long=True)
def test_a_pair_left_out_is_not_booked_by_accepting_all_at_once_after_it(hands: Hands, pane: Any) -> None:
    before, pair = booked(hands), pane.list.proposal()
    pane.list.setFocus()
    at_once(pane.list, Qt.Key.Key_Delete)
    at_once(pane.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.rest()
    assert booked(hands) == before
    assert "räknas om" in hands.window.window.toast.text.text()
    left = {(r.proposal.person.id, r.proposal.slot.placement.id) for r in pane.rows.rows}
    assert (pair.person.id, pair.slot.placement.id) not in left
    hands.ctrl(Qt.Key.Key_Return)
    hands.until(lambda: booked(hands) == before + len(left))


@pytest.mark.thorough(long=True)
def test_proposals_of_another_weight_or_day_than_the_one_just_typed_are_not_accepted(hands: Hands, pane: Any) -> None:
    before, box = booked(hands), next(iter(pane.weights.values()))
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "7")
    at_once(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.rest()
    assert (booked(hands), box.value()) == (before, 7)
    pane.first.setFocus()
    pane.first.selectAll()
    QTest.keyClicks(pane.first, "ingen dag")
    at_once(pane.first, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.rest()
    assert booked(hands) == before


@pytest.mark.thorough(long=True)
def test_looking_ahead_is_a_switch_with_a_strength_that_becomes_the_units_own(hands: Hands, pane: Any) -> None:
    assert not pane.fields.ahead.isChecked()
    assert not pane.fields.how_much.isVisibleTo(pane)
    pane.fields.ahead.click()
    hands.until(lambda: pane.answer is not None and pane.answer.question.policy.look_ahead)
    hands.until(lambda: "held for those" in pane.compared.text() or "hålls åt dem" in pane.compared.text())
    pane.fields.strength.setValue(40)
    hands.until(lambda: pane.answer.question.policy.strength == 40)
    pane.keep_policy.click()
    hands.until(lambda: hands.ask(lambda desk: desk.rounds.policy()).strength == 40)
    assert hands.ask(lambda desk: desk.rounds.policy()).look_ahead
    hands.ctrl(Qt.Key.Key_Z)
    hands.until(lambda: not hands.ask(lambda desk: desk.rounds.policy()).look_ahead)


@pytest.mark.thorough(long=True)
def test_why_not_tells_of_every_other_place_and_follows_the_chosen_proposal(hands: Hands, pane: Any) -> None:
    next(b for b in pane.tab.findChildren(QPushButton) if b.text() in {"Why not", "Varför inte"}).click()
    table = pane.instead_rows.found
    hands.until(lambda: table.rowCount() > 0)
    first = pane.list.proposal()
    assert {n.this.person.id for n in table.rows} == {first.person.id}
    assert first.slot.placement.id not in {n.that.slot.placement.id for n in table.rows}
    assert all(str(n.text) for n in table.rows)
    hands.until(lambda: pane.note.text() == pane.t.say(table.rows[0].text))
    pane.list.setFocus()
    hands.press(Qt.Key.Key_Down)
    hands.until(
        lambda: (
            table.rowCount() > 0 and table.rows[0].this.person.id == pane.list.proposal().person.id != first.person.id
        )
    )


@pytest.mark.thorough(long=True)
def test_why_somebody_is_without_a_place_is_said_whole_for_the_row_one_stands_on(hands: Hands, pane: Any) -> None:
    pane.fields.ahead.click()
    hands.until(lambda: pane.answer.question.policy.look_ahead and len(pane.left) > 1 and not pane.behind)
    assert pane.tab.current() == "left"
    pane.without.setFocus()
    for one in pane.left:
        assert pane.without.currentIndex().data(Row) == one
        assert pane.note.text() == "\n".join(pane.t.say(w) for w in one.why) != ""
        hands.press(Qt.Key.Key_Down)
    wide, tall = pane.note.width(), pane.note.height()
    assert pane.note.heightForWidth(wide) <= tall, "all of it is seen"
