"""A tour acts in the window as somebody would; the whole of one is `./start demo`."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from amdesk.services.desk import Desk
from amdesk.tour import Driver, certify
from tests.ui.conftest import Hands, other

__all__ = ["other"]


@pytest.mark.thorough(long=True)
def test_where_somebody_protected_is_the_first_to_assess_a_tour_goes_on_with_the_next(
    hands: Hands, other: Desk, tmp_path: Path
) -> None:
    """Hers is opened for a reason alone, and a tour gives none."""
    hands.window.window.go("competence")
    page = hands.page("competence")
    hands.until(lambda: bool(page.people.people()))
    first = next(r.participant for r in page.people.people() if r.what == "final" and not r.name.hidden)
    other.participants.protect(first, 2)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    driver = Driver(app, hands.window, tmp_path)
    certify(driver)
    assert [p.name for p in driver.made if p.exists()] == ["5-competence.png", "certificate.pdf"]
    assert page.sheet.participant.id != first
