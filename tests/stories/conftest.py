"""Stories use the same window and hands as the tests of the window."""

from tests.ui.conftest import chosen, hands, window

__all__ = ["chosen", "hands", "window"]
