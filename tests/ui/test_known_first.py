"""That there is nothing is said once it is known, and never while it is being asked."""

from __future__ import annotations

import pytest

from amdesk.ui.frame.pages import PAGES
from amdesk.ui.kit.states import EmptyState
from tests.ui.conftest import Hands


@pytest.mark.thorough(12)
@pytest.mark.parametrize("name", [one.name for one in PAGES])
def test_a_page_does_not_say_that_there_is_nothing_before_it_has_asked(hands: Hands, name: str) -> None:
    hands.window.window.go(name)
    page = hands.page(name)
    assert [one.accessibleName() for one in page.findChildren(EmptyState) if one.isVisible()] == []
    hands.rest()
