"""A case worker restricts what is done with somebody's data from her page, and lifts it; an administrator sets times of kinds of data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from amdesk.services.bank import tries
from amdesk.ui.kit.dialog import ClashDialog
from amdesk.ui.kit.reason import ReasonDialog
from amdesk.ui.kit.states import EmptyState
from tests.gate.outputs import shown
from tests.ui.conftest import Hands, close, make_window
from tests.ui.test_forms import opened, saved

ASKED = "Begärde det i brev 2026-11-20"


@pytest.fixture
def whys(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is asked before it is done; each is answered."""
    asked: list[str] = []

    def ask(*given: Any, **_more: Any) -> str:
        asked.append(str(given[3]))
        return ASKED

    monkeypatch.setattr(ReasonDialog, "ask", ask)
    return asked


def chosen(page: Any, said: str) -> None:
    next(a for a in page._more().actions() if a.text() == said).trigger()


@pytest.mark.thorough(long=True)
def test_a_record_whose_processing_is_restricted_says_so_and_opens_for_a_reason(hands: Hands, whys: list[str]) -> None:
    hands.window.window.go("participants", chip="all")
    hands.rest()
    page: Any = hands.page("participants")
    person = page.record.participant
    chosen(page, "Begränsa behandlingen")
    hands.until(lambda: isinstance(page.instead, EmptyState) or page.record is None)
    assert "Uppgifterna lagras" in whys[0]
    kept = hands.ask(lambda desk: desk.work.participant(person.id))
    assert (kept.restricted_on, kept.restricted_why) == (hands.shell.today, ASKED)
    hands.window.window.go("participants", participant=person.id)
    hands.rest()
    said = [one.text() for one in page.instead.findChildren(QLabel)]
    assert "Behandlingen är begränsad" in said
    assert "Skyddade personuppgifter" not in said, "nobody protects her"
    assert any("Begränsad" in line and person.name in line for _kind, line in shown(visible=True))
    hands.window.window.go("participants", participant=person.id, why="Ett rättsligt anspråk")
    hands.until(lambda: page.record is not None)
    assert any(ASKED in one.text() for one in page.profile.findChildren(QLabel))
    chosen(page, "Häv begränsningen av behandlingen")
    hands.until(lambda: hands.ask(lambda desk: desk.work.participant(person.id).restricted_on) is None)
    assert "underrättas" in whys[-1]


@pytest.mark.thorough(long=True)
def test_a_time_that_a_colleague_has_set_meanwhile_is_shown_and_goes_only_where_ours_is_chosen(hands: Hands) -> None:
    hands.window.window.go("settings", part="retention")
    hands.rest()
    box = hands.page("settings").retention.periods
    hands.until(lambda: bool(box.found))
    box.kind.choose("note")
    box._chosen()
    box.years.setText("1")
    box.source.setText("Nämndens plan § 14")
    hands.ask(lambda desk: desk.retention.set_period("note", 5, "Kommunens plan"))
    dialog = opened(hands, ClashDialog, box.save)
    hands.press(Qt.Key.Key_Escape)
    hands.rest()
    assert not dialog.isVisible()
    hands.until(lambda: "5 år (Kommunens plan)" in box.said.text())
    assert (box.years.text(), box.source.text()) == ("1", "Nämndens plan § 14"), "what was written is there still"
    dialog = opened(hands, ClashDialog, box.save)
    hands.press(Qt.Key.Key_1)
    hands.press(Qt.Key.Key_1)
    saved(hands, dialog)
    hands.until(lambda: "1 år (Nämndens plan § 14)." in box.said.text())


@pytest.mark.thorough(long=True)
def test_times_of_kinds_of_data_are_set_beside_what_is_usual_and_what_has_passed_goes(
    hands: Hands, whys: list[str]
) -> None:
    toasts: list[str] = []
    hands.shell.toasted.connect(lambda said, _undo: toasts.append(said))
    hands.window.window.go("settings", part="retention")
    hands.rest()
    box = hands.page("settings").retention.periods
    hands.until(lambda: bool(box.found))
    assert "Vanligt: 3 år (andra kommuners planer: närvarolistor 3 år)." in box.said.text()
    assert box.act.isHidden()
    box.kind.choose("note")
    box._chosen()
    box.years.setText("1")
    assert box.typed()
    box.save()
    hands.until(lambda: any("Ange beslutet" in one for one in toasts))
    hands.rest()
    box.years.setText("två")
    box.save()
    assert toasts[-1] == "Skriv antal år, 1 till 100."
    hands.rest()
    box.years.setText("1")
    box.source.setText("Nämndens plan § 14")
    box.save()
    hands.until(lambda: "1 år (Nämndens plan § 14)." in box.said.text())
    passed = next(one.passed for one in box.found if one.kind == "note")
    assert not box.typed()
    if passed:
        box.erase()
        hands.until(lambda: all(one.passed == 0 for one in box.found if one.kind == "note"))
        assert "akterna de hör till finns kvar" in whys[-1]
    box.years.clear()
    box.source.clear()
    box.save()
    hands.until(lambda: "Anteckningar och samtal: så länge som akten." in box.said.text())


def test_whoever_opens_the_bank_is_told_that_somebody_tried_to(qtbot: QtBot, demo_bank: Path) -> None:
    for _ in range(3):
        tries.note(str(demo_bank))
    mine = Hands(qtbot, make_window(qtbot, str(demo_bank)))
    said = "3 försök att öppna den på den här datorn misslyckats"
    mine.until(lambda: any(said in line for _kind, line in shown(visible=True)))
    mine.until(lambda: not tries.waits(str(demo_bank)))
    logged = mine.ask(
        lambda desk: desk.bank.query("select why from access_log where what = :what", {"what": tries.TRIED})
    )
    assert [r["why"].partition(":")[0] for r in logged] == ["3"]
    close(mine.window)
