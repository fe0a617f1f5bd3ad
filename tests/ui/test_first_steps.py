"""The steps of a new bank stand whole in their card, also where a line above the page and a message below it take room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests import make
from tests.ui.conftest import Hands, close, make_window


@pytest.fixture
def begun(qtbot: QtBot, new_file: Path, tmp_path: Path) -> Iterator[Hands]:
    """A bank with one who waits, and no place yet."""
    window = make_window(qtbot, str(make.copied(new_file, tmp_path / "new.amdesk")))
    hands = Hands(qtbot, window)
    window.tasks.write(lambda desk: make.participant(desk.bank))
    hands.rest()
    yield hands
    close(window)


@pytest.mark.thorough(3)
@pytest.mark.parametrize("size", [(1366, 728), (1366, 660), (1280, 640)])
def test_no_step_is_lower_than_its_words(begun: Hands, size: tuple[int, int]) -> None:
    window = begun.window.window
    window.resize(*size)
    window.banner("warn", "The newest backup is newer than the bank", "It has changes that the bank lacks. " * 6)
    window.refresh()
    begun.rest()
    window.toast.say("1 row is imported.", undo=True)
    begun.rest()
    going = begun.page("overview").going
    said = [one for one in going.findChildren(QLabel) if one.isVisible() and one.text()]
    assert len(said) >= 7
    low = [
        one.text()
        for one in said
        if one.height() < one.heightForWidth(one.width()) or one.height() < one.fontMetrics().height()
    ]
    assert low == []
    assert going.first is not None
    assert going.first.height() >= going.first.minimumSizeHint().height()
