"""Stories use the same window and hands as the tests of the window."""

from tests.ui.conftest import chosen, hands, other, window

__all__ = ["chosen", "hands", "other", "window"]
