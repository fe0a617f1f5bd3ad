"""Subsidies in the window: a month claimed and paid by the keys, a decision noted with what the ordinance says, and the list as Excel."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from amdesk.domain.booking.week.subsidy import CLAIM_STATES
from amdesk.i18n import Words
from amdesk.services.desk import Desk
from amdesk.ui.booking.week.subsidyform import crowns_read, crowns_said, crowns_shown
from tests.make import TODAY
from tests.ui import formed, records
from tests.ui.conftest import Hands, other

__all__ = ["other"]


def opened(hands: Hands, person: int | None = None) -> Any:
    hands.shell.open("subsidies", hands.window.window, person, "prov")
    hands.until(lambda: type(QApplication.activeModalWidget()).__name__ == "SubsidiesDialog")
    hands.rest()
    return QApplication.activeModalWidget()


def over(hands: Hands, kind: str) -> Any:
    hands.until(lambda: type(QApplication.activeModalWidget()).__name__ == kind)
    hands.rest()
    return QApplication.activeModalWidget()


@pytest.mark.thorough(long=True)
def test_enter_notes_a_claim_and_then_the_payment_and_undo_takes_it_back(hands: Hands, other: Desk) -> None:
    ref = records.subsidy(other, random.Random(3))
    who = other.subsidies.get(ref).participant_id
    page = opened(hands, who)
    first = page.table.rows.rows[0]
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    form = over(hands, "ClaimDialog")
    form.amount.setText("mycket")
    assert not formed.save(hands, form)
    form.amount.setText("14 500,50")
    assert formed.save(hands, form)
    (line,) = [one for one in other.subsidies.of(who, "prov").lines if one.claim]
    assert (line.month, line.claim.amount, line.claim.claimed_on) == (first.month, 1_450_050, TODAY)  # type: ignore[union-attr]  # claimed
    hands.until(lambda: page.table.rows.rows[0].claim is not None)
    page.claim()
    form = over(hands, "ClaimDialog")
    form.amount.setText("14000")
    form.on.set_value(None)
    assert not formed.save(hands, form), "a day is asked for"
    form.on.set_value(TODAY)
    assert formed.save(hands, form)
    hands.until(lambda: page.table.rows.rows[0].state(TODAY) == "paid")
    said = [str(page.table.rows.data(page.table.rows.index(0, i))) for i in range(page.table.rows.columnCount())]
    assert hands.shell.words(CLAIM_STATES["paid"]) in said
    page.unclaim()
    hands.until(lambda: page.table.rows.rows[0].claim is None)
    page.reject()


def test_the_head_of_a_claim_says_the_number_once_of_somebody_without_a_name(hands: Hands, other: Desk) -> None:
    who = other.subsidies.get(records.subsidy(other, random.Random(3))).participant_id
    other.participants.change(who, {"name": ""})
    page = opened(hands, who)
    page.claim()
    form, number = over(hands, "ClaimDialog"), other.person(who).number
    assert form.whose.text() == f"{number} · {page.table.rows.rows[0].month}"
    form.reject()


@pytest.mark.thorough(long=True)
def test_a_decision_is_noted_with_what_the_ordinance_says_changed_and_taken_away(hands: Hands, other: Desk) -> None:
    ref = records.subsidy(other, random.Random(3))
    of = other.subsidies.get(ref)
    other.subsidies.change(ref, {"to_date": TODAY - timedelta(30)})
    page = opened(hands, of.participant_id)
    page.new()
    form = over(hands, "SubsidyDialog")
    assert not formed.save(hands, form), "without days"
    form.first.set_value(TODAY - timedelta(29))
    form.last.set_value(TODAY + timedelta(60))
    form.form_of.choose("etableringsjobb")
    hands.rest()
    none = form.source.text()
    form.form_of.choose("introduktionsjobb")
    hands.rest()
    assert (form.rate.value(), form.ceiling.text()) == (80, "20000")
    assert "2018:42" in form.source.text()
    assert none == hands.shell.words("The decision says the rate and the ceiling.")
    form.ceiling.setText("x")
    assert not formed.save(hands, form)
    form.ceiling.setText("19000")
    assert formed.save(hands, form)
    made = other.subsidies.of(of.participant_id, "prov").decisions[-1]
    assert (made.form, made.rate, made.ceiling) == ("introduktionsjobb", 80, 1_900_000)
    hands.until(lambda: len(page.decisions) == 2)
    page.table.selectRow(len(page.table.rows.rows) - 1)
    page.change()
    form = over(hands, "SubsidyDialog")
    form.rate.setValue(75)
    assert formed.save(hands, form)
    assert other.subsidies.get(made.ref).rate == 75
    page.withdraw()
    hands.until(lambda: len(page.decisions) == 1)
    page.reject()


@pytest.mark.thorough(long=True)
def test_what_is_to_be_claimed_of_everybody_is_shown_and_taken_out(hands: Hands, other: Desk, tmp_path: Path) -> None:
    made = [records.subsidy(other, random.Random(seed)) for seed in range(4)]
    ref = next(r for r in made if not other.work.participant(other.subsidies.get(r).participant_id).protection)
    page = opened(hands)
    count = len(page.table.rows.rows)
    assert ref in {line.subsidy.ref for line in page.table.rows.rows}
    assert all(line.open(TODAY) for line in page.table.rows.rows)
    page.every.setChecked(True)
    hands.until(lambda: len(page.table.rows.rows) > count)
    page.export_to(tmp_path / "krav.xlsx")
    hands.until(lambda: (tmp_path / "krav.xlsx").exists())
    hands.rest()
    page.reject()


def test_the_day_opens_the_subsidies_of_whose_month_is_due(hands: Hands, other: Desk) -> None:
    ref = records.subsidy(other, random.Random(5))
    hands.window.window.go("overview")
    hands.rest()
    task = next(t for t in other.overview()[0].tasks if t.key.startswith(f"claim:{ref}:"))
    hands.page("overview")._act(task)
    page = over(hands, "SubsidiesDialog")
    assert {line.subsidy.ref for line in page.table.rows.rows} == {ref}
    page.reject()


def test_kronor_are_read_as_they_are_written() -> None:
    assert [crowns_read(said) for said in ("", "14 500", "14500,50")] == [None, 1_450_000, 1_450_050]
    assert [crowns_said(ore) for ore in (None, 1_450_000, 1_450_005)] == ["", "14500", "14500,05"]
    for lang, told in {"sv": ["", "14\u00a0500", "14\u00a0500,05"], "en": ["", "14,500", "14,500.05"]}.items():
        assert [crowns_shown(Words(lang, TODAY), ore) for ore in (None, 1_450_000, 1_450_005)] == told
