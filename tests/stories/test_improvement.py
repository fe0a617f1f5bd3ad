"""Rows 15 and 16 of what the unit answers for: what a workshop named is improved and seen in a figure; what auditors recommended is
answered with what shows it. Both by the keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from amdesk.db.engine.opening import open_bank
from amdesk.services.desk import Desk
from tests import make
from tests.ui import formed
from tests.ui.conftest import Hands
from tests.ui.test_forms import at

Key = Qt.Key


def page_of(hands: Hands, name: str) -> Any:
    hands.window.window.go(name)
    page = hands.page(name)
    hands.until(lambda: page.read is not None)
    hands.rest()
    return page


def dialog(hands: Hands, kind: str) -> Any:
    hands.until(lambda: any(type(w).__name__ == kind and w.isVisible() for w in QApplication.topLevelWidgets()))
    return next(w for w in QApplication.topLevelWidgets() if type(w).__name__ == kind and w.isVisible())


def typed(field: Any, said: str) -> None:
    """Written where it stands; letters beyond the keyboard's are no keys of QTest's."""
    field.setFocus()
    formed.write(field, said)


def enter(hands: Hands, form: QWidget) -> None:
    """Ctrl+Enter where the keys are."""
    form.activateWindow()
    hands.until(form.isActiveWindow)
    QTest.keyClick(form.focusWidget() or form, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.until(lambda: not isValid(form) or not form.isVisible())
    hands.rest()


@pytest.mark.thorough(long=True)
def test_row_15_workshops_with_supervisors_name_what_must_improve_and_a_figure_shows_whether_it_did(
    hands: Hands,
) -> None:
    page = page_of(hands, "improvement")
    page.shop.click()
    shop = dialog(hands, "WorkshopDialog")
    typed(shop.what, "Intyg i tid")
    typed(shop.roles, "14 arbetsledare")
    enter(hands, shop)
    hands.window.window.activateWindow()
    page.add.click()
    form = dialog(hands, "ActionDialog")
    typed(at(form, "title"), "Intyg innan sista dagen")
    at(form, "due").setText("+8v")
    form.figure.setCurrentIndex(form.figure.findData("followup:contacted.all"))
    typed(at(form, "caution"), "Andelen var hög redan innan.")
    at(form, "workshop_id").setCurrentIndex(1)
    enter(hands, form)
    hands.until(lambda: page.name.text() == "Intyg innan sista dagen")
    assert len(page.chart.points) == 10, "a point for each month's frozen report"
    assert "Andelen var hög" in page.caution.text()
    assert page.taken_part.text().startswith("Intyg i tid")
    page.plus.click()
    step = dialog(hands, "ActionStepDialog")
    typed(step.what, "Fråga fyra veckor före")
    enter(hands, step)
    hands.until(lambda: page.steps.count() == 1)
    box = page.steps.itemAt(0).layout().itemAt(0).widget()
    QTest.keyClick(box, Key.Key_Space)
    hands.until(lambda: page.counted.text().startswith("1 av 1"))
    page.finish.click()
    hands.until(
        lambda: (
            hands.ask(
                lambda desk: (
                    next(a for a in desk.improving.listed().actions if a.title == "Intyg innan sista dagen").state
                )
            )
            == "done"
        )
    )


@pytest.mark.thorough(long=True)
def test_row_16_what_auditors_recommended_is_answered_with_what_shows_it(
    hands: Hands, demo_bank: Path, tmp_path: Path
) -> None:
    page = page_of(hands, "reviews")
    page.freeze.click()
    freeze = dialog(hands, "FreezeDialog")
    enter(hands, freeze)
    bank = open_bank(str(demo_bank), actor="Nils", account="nils", clock=make.CLOCK)
    other = Desk(bank, make.CLOCK)
    number = other.frozen.listed()[0].number
    contacted = other.frozen.of(number).figure("contacted.all", "sv")
    assert contacted is not None
    page.add.click()
    form = dialog(hands, "RecommendationDialog")
    for field, said in (
        (at(form, "reviewer"), "Stadsrevisionen"),
        (at(form, "review"), "2026-11"),
        (at(form, "title"), "Nå alla"),
        (at(form, "words"), "Nämnden bör nå alla."),
    ):
        typed(field, said)
    at(form, "due").setText("+4v")
    enter(hands, form)
    hands.until(lambda: "Nämnden bör nå alla." in page.words.text())
    page.write.click()
    answer = dialog(hands, "AnswerDialog")
    typed(at(answer, "answer"), f"Vi nådde {contacted.count} av {contacted.base}.")
    typed(at(answer, "not_shown"), "Varför någon inte svarade.")
    enter(hands, answer)
    here = next(r for r in other.reviews.listed().recommendations if r.title == "Nå alla")
    loose = [c.said.msgid for c in other.reviews.listed().checks[here.id] if not c.holds]
    assert "No frozen report of the evidence has the figure {number}." in loose
    page.show_it()
    evidence = dialog(hands, "EvidenceDialog")
    evidence.report.setCurrentIndex(evidence.report.findData(number))
    evidence.figure.setCurrentIndex(evidence.figure.findData("contacted.all"))
    enter(hands, evidence)
    page.tie()
    enter(hands, dialog(hands, "TieDialog"))
    here = other.reviews.of(here.ref)
    assert [c for c in other.reviews.listed().checks[here.id] if not c.holds and "figure" in c.said.msgid] == []
    assert (len(here.actions), [e.reference for e in here.evidence]) == (1, [f"{number} contacted.all"])
    page.given.click()
    hands.until(lambda: other.reviews.of(here.ref).state == "answered")
    other.reports.save(other.reviews.answer_paper(other.reviews.of(here.ref)), tmp_path / "svar.docx")
    bank.close()
