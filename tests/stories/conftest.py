"""Stories use the same window and hands as the tests of the window; an observer can look on after each step."""

from __future__ import annotations

import pytest

from tests.stories.observer.watching import Observer
from tests.ui.conftest import chosen, hands, other, window

__all__ = ["chosen", "hands", "other", "window"]


@pytest.fixture
def observer(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Observer:
    return Observer(monkeypatch, lambda: capfd.readouterr().err)
