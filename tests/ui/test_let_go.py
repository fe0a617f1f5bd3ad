"""A window that is closed is let go: nothing of it stays in memory, however much of it was seen and whatever stood in it."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from amdesk.app import application
from amdesk.services.desk import Desk
from amdesk.ui.frame.collecting import let_go
from tests.ui.conftest import Hands, make_window
from tests.ui.screens import DIALOGS, PAGES

Parts = list[tuple[str, weakref.ref[Any]]]


def pages(hands: Hands, _desk: Desk, _folder: Path) -> None:
    for page, visit in PAGES.values():
        hands.window.window.go(page, **visit)
        hands.rest()
    hands.window.window.open_palette()
    hands.shell.toast("said")


def locked(hands: Hands, _desk: Desk, _folder: Path) -> None:
    hands.window.lock_screen()
    hands.rest()


def form(hands: Hands, desk: Desk, folder: Path) -> None:
    DIALOGS["WhyDialog"](hands, desk, folder)


def closed(qtbot: QtBot, bank: Path, seen: Callable[[Hands], None]) -> Parts:
    """What there was of a window that is closed."""
    hands = Hands(qtbot, make_window(qtbot, str(bank)))
    hands.rest()
    seen(hands)
    hands.rest()
    whole, window = hands.window, hands.window.window
    parts = [whole, whole.shell, whole.tasks, whole.idle, window, window.rail, window.toast, *window.pages.values()]
    whole.close()
    return [(type(one).__name__, weakref.ref(one)) for one in parts]


@pytest.mark.parametrize("seen", [pages, locked, form])
@pytest.mark.thorough(long=True)
def test_a_closed_window_and_its_pages_are_gone(
    qtbot: QtBot, demo_bank: Path, other: Desk, tmp_path: Path, seen: Callable[[Hands, Desk, Path], None]
) -> None:
    parts = closed(qtbot, demo_bank, lambda hands: seen(hands, other, tmp_path))
    let_go(application())
    assert [name for name, one in parts if one() is not None] == []
