"""Erasing in the window: nothing happens before the reason is given and the word is typed in full."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

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


def test_a_wrong_word_erases_nobody(hands: Hands) -> None:
    pane = due(hands)
    before = len(pane.found)
    answer(hands, "GALLR")
    pane.erase()
    hands.rest()
    assert hands.ask(lambda desk: len(desk.retention.overdue())) == before


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
