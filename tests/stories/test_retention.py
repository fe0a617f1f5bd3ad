"""Erasing in the window: nothing happens before the reason is given and the word is typed in full."""

from __future__ import annotations

import json
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from amdesk.db.bank import settings
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from amdesk.ui.bank.secrets import TypeDialog
from amdesk.ui.kit.reason import ReasonDialog
from tests.ui.conftest import Hands


def answer(hands: Hands, word: str) -> None:
    """Give the reason, then type the word where it is asked for."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, ReasonDialog):
            dialog.reason.setText("Gallringsplan 4.2, N. Chef")
            dialog.confirm()
        elif isinstance(dialog, TypeDialog):
            hands.expected -= 1
            dialog.field.setText(word)
            dialog.confirm() if dialog.ok.isEnabled() else dialog.reject()
            return
        QTimer.singleShot(50, hands.window.window, look)

    hands.expected += 1
    QTimer.singleShot(50, hands.window.window, look)


def due(hands: Hands) -> Any:
    hands.ask(lambda desk: None)
    hands.window.tasks.write(lambda desk: desk.set_settings({"retention_years": "1"}))
    hands.rest()
    hands.window.window.go("settings", part="retention")
    hands.rest()
    pane = hands.page("settings").retention
    hands.until(lambda: bool(pane.found))
    return pane


@pytest.mark.thorough(long=True)
def test_a_wrong_word_erases_nobody(hands: Hands) -> None:
    pane = due(hands)
    before = len(pane.found)
    answer(hands, "GALLR")
    pane.erase()
    hands.rest()
    assert hands.ask(lambda desk: len(desk.retention.overdue())) == before


@pytest.mark.thorough(long=True)
def test_those_on_the_list_are_erased_and_the_figures_stay(hands: Hands) -> None:
    pane = due(hands)
    numbers = {p.number for p in pane.found}
    cohort = hands.ask(lambda desk: desk.reports.cohort(2024, desk.cohorts.window(2024)).document(str)["figures"])
    answer(hands, "GALLRA")
    pane.erase()
    hands.until(lambda: not pane.found)
    assert not numbers & hands.ask(lambda desk: {p.number for p in desk.participants.listing()})
    assert (
        hands.ask(lambda desk: desk.reports.cohort(2024, desk.cohorts.window(2024)).document(str)["figures"]) == cohort
    )
    reasons = hands.ask(lambda desk: [r["why"] for r in desk.bank.query("select distinct why from erasure")])
    assert reasons == ["Gallringsplan 4.2, N. Chef"]


@pytest.mark.thorough(long=True)
def test_one_person_is_erased_early_by_her_number_and_the_decision(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands.window.window.go("settings", part="retention")
    hands.rest()
    pane, toasts = hands.page("settings").retention, list[str]()
    hands.shell.toasted.connect(lambda said, _undo: toasts.append(said))
    people = hands.ask(lambda desk: [p for p in desk.participants.listing(chip="waiting") if not p.protected])
    waits, other = people[0], people[1]
    given = iter([waits.number, "Beslut enligt artikel 17", "D-9999", "Beslut", None])
    monkeypatch.setattr(ReasonDialog, "ask", lambda *_a, **_k: next(given))
    monkeypatch.setattr(TypeDialog, "ask", lambda *_a, **_k: True)
    pane.early()
    hands.until(lambda: bool(toasts))
    assert toasts[-1].startswith("Personuppgifter för 1 person")
    left = hands.ask(lambda desk: {p.id for p in desk.participants.listing()})
    assert waits.id not in left
    assert other.id in left
    hands.rest()
    pane.early()
    hands.until(lambda: "D-9999" in toasts[-1])
    hands.rest()
    pane.early()
    hands.rest()


@pytest.mark.thorough(long=True)
def test_where_the_unit_wants_two_it_is_left_to_another_user_who_sees_her_alone(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands.window.window.go("settings", part="retention")
    hands.rest()
    pane: Any = hands.page("settings").retention
    waits = hands.ask(lambda desk: desk.participants.listing(chip="waiting")[0])
    said = json.dumps({"by": "Eva", "before": "2026-11-23", "why": "Beslut", "people": [], "early": True})
    uid = hands.ask(
        lambda desk: next(u for u in desk.bank.query(f"select uid from participant where id = {waits.id}"))
    )["uid"]
    kept = said.replace("[]", json.dumps([uid]))

    def proposed(desk: Desk) -> None:
        with desk.bank.write(text("proposed")):
            settings.set_setting(desk.bank, "retention_two", "yes")
            settings.set_setting(desk.bank, "retention_proposed", kept)

    hands.window.tasks.write(proposed)
    hands.rest()
    pane.refresh()
    hands.until(lambda: [p.id for p in pane.found] == [waits.id])
    assert pane.act.isVisible()
    assert not pane.first.isVisible()
