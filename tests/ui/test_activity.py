"""The activity plan in the window: what a decision asks for is noted, and the page says it at once."""

from __future__ import annotations

import random
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from amdesk.db.overview import activity
from amdesk.services.desk import Desk
from amdesk.ui.people.activity import show
from tests.ui import formed, records
from tests.ui.conftest import Hands, other

__all__ = ["other"]


def over(hands: Hands, kind: str) -> Any:
    hands.until(lambda: type(QApplication.activeModalWidget()).__name__ == kind)
    hands.rest()
    return QApplication.activeModalWidget()


@pytest.mark.thorough(long=True)
def test_what_a_decision_asks_for_is_noted_and_stands_on_the_page(hands: Hands, other: Desk) -> None:
    key = records.employment(other, random.Random(3))
    who = next(e.participant_id for e in other.booking.employments() if e.id == key)
    show(hands.window.window, hands.shell, who, "prov")
    page = over(hands, "ActivityDialog")
    before = page.text.toPlainText()
    assert "planerades och närvaron var" in page.sentence.text()
    page.ask()
    form = over(hands, "DemandDialog")
    form.hours.setText("mycket")
    assert not formed.save(hands, form)
    form.hours.setText("37,5")
    assert not formed.save(hands, form), "who decided is asked for"
    form.by.setText("Socialnämnden")
    form.first.set_value(None)
    assert not formed.save(hands, form)
    form.first.set_value(hands.shell.today)
    assert formed.save(hands, form)
    (made,) = activity.demands(other.bank, who)
    assert (made.minutes, made.decided_by) == (2250, "Socialnämnden")
    hands.until(lambda: page.text.toPlainText() != before)
    assert "37,5" in page.text.toPlainText()
    assert "Begärt är" in page.sentence.text(), "the sentence on the hours, too"
    page.confirm()
    paper = over(hands, "PrintDialog")
    paper.reject()
