"""Forms of improvement and reviews: what is typed wrongly is said and stays, and each kind of evidence is kept."""

from __future__ import annotations

from typing import Any

import pytest

from amdesk.domain.results.improving import STOPPED
from amdesk.services.desk import Desk
from amdesk.ui.kit.reading import ReadArea
from tests.ui.conftest import Hands
from tests.ui.formed import opened
from tests.ui.test_forms import at


def page_of(hands: Hands, name: str, part: str = "") -> Any:
    hands.window.window.go(name, part=part)
    page = hands.page(name)
    hands.until(lambda: page.read is not None)
    hands.rest()
    return page


def stored(hands: Hands, form: Any) -> None:
    form.confirm()
    hands.until(lambda: not form.isVisible())
    hands.rest()


@pytest.mark.thorough(long=True)
def test_what_is_read_of_a_recommendation_is_never_wider_than_its_room(hands: Hands, other: Desk) -> None:
    window = hands.window.window
    for one in other.reviews.listed().recommendations:
        page = page_of(hands, "reviews", one.ref)
        for wide in (1366, 1920):
            window.resize(wide, 768)
            hands.rest()
            areas = [a for a in page.findChildren(ReadArea) if a.isVisible()]
            assert len(areas) == 2
            assert [
                a.accessibleName() for a in areas if a.widget().minimumSizeHint().width() > a.viewport().width()
            ] == []


@pytest.mark.thorough(long=True)
def test_a_day_that_is_none_is_said_and_what_was_typed_stays(hands: Hands) -> None:
    page = page_of(hands, "improvement", "A-001")
    for kind, show, field in (
        ("ActionDialog", page.new, "due"),
        ("ActionStepDialog", page.new_step, "due"),
        ("WorkshopDialog", page.new_workshop, "on"),
    ):
        form = opened(hands, kind, show)
        (at(form, field) if hasattr(form, "controls") else getattr(form, field)).setText("snart")
        form.confirm()
        assert form.wrong.text()
        assert form.isVisible()
        form.written = None
        form.reject()
    reviews = page_of(hands, "reviews", "R-002")
    for kind, show, field in (
        ("RecommendationDialog", reviews.new, "due"),
        ("FreezeDialog", reviews.freeze_report, "last"),
    ):
        form = opened(hands, kind, show)
        (at(form, field) if hasattr(form, "controls") else getattr(form, field)).setText("snart")
        form.confirm()
        assert form.wrong.text()
        form.written = None
        form.reject()


@pytest.mark.thorough(long=True)
def test_an_action_is_changed_stopped_and_taken_up_again(hands: Hands, other: Desk) -> None:
    page = page_of(hands, "improvement", "A-001")
    form = opened(hands, "ActionDialog", page.change)
    at(form, "owner").setText("Nils Modellberg")
    stored(hands, form)
    hands.until(lambda: other.improving.action("A-001").owner == "Nils Modellberg")
    for said in ("Avbryt åtgärden", "Återuppta"):
        page.at = "A-001"
        page.refresh()
        hands.rest()
        act = next(one for one in page._acts_here() if one.said == said)
        act[1]()
        hands.rest()
    assert other.improving.action("A-001").state == "running"
    page._set_state(STOPPED)
    hands.until(lambda: other.improving.action("A-001").state == STOPPED)


@pytest.mark.thorough(long=True)
def test_each_kind_of_evidence_is_kept_and_taken_away(hands: Hands, other: Desk) -> None:
    page = page_of(hands, "reviews", "R-004")
    wanted = (("guidance", "form 1"), ("document", "Protokoll § 12"))
    for kind, reference in wanted:
        form = opened(hands, "EvidenceDialog", page.show_it)
        form.kind.setCurrentIndex(form.kind.findData(kind))
        if kind == "guidance":
            form.version.setCurrentIndex(form.version.findData(reference))
        else:
            form.document.setText(reference)
        stored(hands, form)
    here = other.reviews.of("R-004")
    assert [(e.kind, e.reference) for e in here.evidence] == list(wanted)
    page._take_away(here.evidence[0])
    hands.until(lambda: len(other.reviews.of("R-004").evidence) == 1)
    tied = other.improving.action("A-002")
    page._untie(other.reviews.of("R-004"), next(a for a in other.improving.listed().actions if a.id in here.actions))
    hands.until(lambda: other.reviews.of("R-004").actions == ())
    assert tied.ref == "A-002"


@pytest.mark.thorough(long=True)
def test_nothing_to_tie_and_a_changed_answer_are_said(hands: Hands, other: Desk) -> None:
    page = page_of(hands, "reviews", "R-001")
    form = opened(hands, "AnswerDialog", page.write_answer)
    at(form, "answer").setPlainText("Mer")
    stored(hands, form)
    hands.until(lambda: other.reviews.of("R-001").answer == "Mer")
    for action in other.improving.listed().actions:
        of = other.reviews.of("R-001")
        if action.id not in of.actions:
            other.reviews.tie(of, action)
    page.refresh()
    hands.rest()
    form = opened(hands, "TieDialog", page.tie)
    form.confirm()
    assert "ingen åtgärd" in form.wrong.text()
    form.reject()
    form = opened(hands, "RecommendationDialog", page.change)
    at(form, "record").setText("D-2")
    stored(hands, form)
    hands.until(lambda: other.reviews.of("R-001").record == "D-2")
