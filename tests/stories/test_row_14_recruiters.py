"""Row 14 of what the program is for: recruiters tell those who will soon be done about vacancies and match them, and what comes of
it is measured. From who is soon done to day 90, by the keys of the page alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from amdesk.db.engine.opening import open_bank
from amdesk.domain.clock import Clock
from amdesk.domain.employers.introduction import STEPS_OF
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.ui.conftest import Hands

Key, Mod = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def other(demo_bank: Path) -> Iterator[Desk]:
    bank = open_bank(str(demo_bank), actor="Nils Modellberg", account="nils", clock=make.CLOCK)
    yield Desk(bank, make.CLOCK)
    bank.close()


def press(hands: Hands, key: Qt.Key, mod: Qt.KeyboardModifier = Mod.NoModifier) -> None:
    modal = QApplication.activeModalWidget()
    QTest.keyClick(
        (modal.focusWidget() or modal) if modal else QApplication.focusWidget() or hands.window.window, key, mod
    )
    hands.rest()


def at_step(page: Any) -> str:
    """Where the introduction is that the keys are on, as the page shows it."""
    one = page.vacancies.introduction()
    return one.status if one is not None else ""


@pytest.mark.thorough(long=True)
def test_row_14_recruiters_match_those_soon_done_and_the_result_is_measured(
    hands: Hands, other: Desk, demo_bank: Path
) -> None:
    met = {(i.participant_id, i.vacancy_id) for i in other.introductions.listing()}
    certified = [d for d in other.vacancies.soon(30) if d.certificate and not d.name.hidden]
    assert certified, "somebody soon done has her certificate"
    who, match = next(
        (d, m)
        for d in certified
        for m in other.vacancies.match(d.participant).ranked[:1]
        if (d.participant, m.vacancy.id) not in met
    )
    before = other.introductions.results(TODAY - timedelta(365), TODAY)
    press(hands, Key.Key_8, Mod.ControlModifier)
    page = hands.page("employers")
    hands.until(lambda: len(page.vacancies.people.rows) > 0)
    hands.rest()
    while page.vacancies.person().participant != who.participant:
        press(hands, Key.Key_Down)
    hands.until(lambda: page.vacancies.found is not None and page.vacancies.found.person.participant == who.participant)
    press(hands, Key.Key_Return)
    assert page.vacancies.vacancy().id == match.vacancy.id, "the best stands first"
    line = page.vacancies.lines.rows[0]
    assert any("certified" in r.text.msgid for r in line.reasons), "each asked skill beside the certificate's level"
    press(hands, Key.Key_Return, Mod.ControlModifier)
    press(hands, Key.Key_Space)
    press(hands, Key.Key_Return, Mod.ControlModifier)
    hands.until(lambda: other.introductions.of(who.participant)[0].vacancy_id == match.vacancy.id)
    hands.window.window.activateWindow()  # the offscreen platform leaves no window active after a dialog
    hands.until(hands.window.window.isActiveWindow)
    for status in ("interview", "offered", "hired"):
        hands.rest()
        hands.until(lambda: at_step(page) == STEPS_OF[STEPS_OF.index(status) - 1])  # noqa: B023 - waited for at once
        page.vacancies.list.setFocus()
        press(hands, Key.Key_Return, Mod.ControlModifier)
        hands.until(lambda status=status: other.introductions.of(who.participant)[0].status == status)  # type: ignore[misc]  # a lambda with a default
        hands.rest()
    made: Any = other.introductions.of(who.participant)[0]
    assert (made.certificate, made.consent_on, made.closed_on) == (who.certificate, TODAY, TODAY)
    assert other.introductions.notice(made.id).startswith(b"%PDF")
    after = other.introductions.results(TODAY - timedelta(365), TODAY)
    for code in ("introduced", "interview", "offered", "hired"):
        assert (after.figure(code).count or 0) - (before.figure(code).count or 0) == 1, code
    later = Clock(TODAY + timedelta(90))
    bank = open_bank(str(demo_bank), actor="Nils Modellberg", account="nils", clock=later)
    desk = Desk(bank, later)
    assert any(t.kind == "stayed" and t.participant_id == who.participant for t in desk.overview()[0].tasks)
    desk.introductions.stayed(made.id, "yes")
    result = desk.introductions.results(TODAY - timedelta(365), TODAY)
    assert (result.figure("stayed").count or 0) >= 1
    said = " ".join(str(s) for s in result.sentences())
    assert "It cannot be concluded that the introduction is the cause" in said
    bank.close()
