"""In the window: a reason by one key where it is not the first proposal, and how rounds fall out beside chance."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from amdesk.db.port import one
from amdesk.services.desk import Desk
from amdesk.ui.booking.fairness import FairnessDialog
from tests import make
from tests.ui.conftest import Hands, other

__all__ = ["other"]


@pytest.mark.thorough(long=True)
def test_a_booking_of_the_second_proposal_asks_why_by_one_key(hands: Hands, other: Desk) -> None:
    who = make.participant(other.bank, name="Prov Val", wishes=(), available_from=make.TODAY + timedelta(7))
    hands.shell.go("matching", participant=who)
    page = hands.page("matching")
    hands.until(lambda: page.panel.matched is not None and page.panel.matched[0] == who)
    assert not page.panel.passed.isVisible()
    assert not page.fairness.isVisible()
    page.list.setCurrentIndex(page.rows.index(1))
    hands.rest()
    passed = page.panel.passed
    hands.until(lambda: passed.isVisible())
    said = passed.choice.itemText(1)
    passed.choice.setFocus()
    QTest.keyClick(passed.choice, Qt.Key(ord(said[0].upper())))
    assert passed.code() == "WISH"
    page.panel.despite.setText("prov")
    page.confirm()
    hands.until(lambda: page.panel.showing_receipt)
    row = one(other.bank, "select proposed_rank, passed_why from booking order by id desc limit 1") or {}
    assert (row["proposed_rank"], row["passed_why"]) == (2, "WISH")


def shown(hands: Hands) -> Any:
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), FairnessDialog))
    hands.rest()
    return QApplication.activeModalWidget()


@pytest.mark.thorough(long=True)
def test_the_dialog_has_each_group_beside_chance_and_says_where_there_is_none(hands: Hands, other: Desk) -> None:
    hands.shell.go("matching", round=True)
    page = hands.page("matching")
    hands.until(lambda: page.fairness.isVisible())
    page.fairness.click()
    dialog = shown(hands)
    none = hands.shell.words("No round has been kept in this time.")
    hands.until(lambda: none in [one.text() for one in dialog.findChildren(QLabel)])
    dialog.reject()
    answer = other.rounds.solve()
    other.rounds.keep(answer)
    page.fairness.click()
    dialog = shown(hands)
    hands.until(lambda: bool(dialog.rows.rows))
    first = dialog.rows.rows[0]
    assert (first.waiting, first.placed) == (len(answer.question.people), len(answer.optimal))
    dialog.reject()
