"""The window fits the screen that is there, and opens as it was left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from amdesk.app import application
from amdesk.i18n import Words
from amdesk.settings import Settings
from amdesk.ui.frame import placing
from amdesk.ui.frame.start import Bare, NewBankDialog, StartDialog
from amdesk.ui.kit.scrolled import Scrolled
from amdesk.ui.kit.theme import look
from amdesk.ui.kit.within import Within
from tests import make
from tests.ui.conftest import Hands


def window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, free: QSize | None, **given: Any) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    monkeypatch.setattr(placing, "room", lambda _window: free)
    placing.place(made, Settings(**given))
    return made


def test_a_window_that_was_left_on_a_larger_screen_fits_this_one(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    made = window(qtbot, monkeypatch, QSize(1280, 688), width=1920, height=1080)
    assert made.size() == QSize(1280, 688)


def test_no_window_is_larger_than_a_screen_that_is_smaller_than_the_smallest_window(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = window(qtbot, monkeypatch, QSize(853, 448))
    made.show()
    assert (made.size(), made.minimumSize()) == (QSize(853, 448), QSize(853, 448))


def test_a_window_that_filled_its_screen_does_so_again_and_keeps_its_own_size(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = window(qtbot, monkeypatch, None, width=1200, height=700)
    made.show()
    made.showMaximized()
    qtbot.waitUntil(made.isMaximized)
    kept = placing.left(made, Settings())
    assert (kept.width, kept.height, kept.maximised) == (1200, 700, True)
    kept.save()
    again = window(qtbot, monkeypatch, None, **Settings.load()._asdict())
    again.show()
    assert again.isMaximized()
    again.showNormal()
    qtbot.waitUntil(lambda: not again.isMaximized())
    kept = placing.left(again, kept)
    assert (kept.width, kept.height, kept.maximised) == (1200, 700, False)


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_the_first_window_fits_a_small_screen_at_any_text_size_with_its_buttons_in_sight(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scale: int
) -> None:
    settings, room = Settings(theme="light", scale=scale), QRect(0, 0, 1024, 560)
    monkeypatch.setattr(Within, "room", lambda _self: room)
    bare = Bare(look(application(), settings), Words("sv", make.CLOCK.today()), settings)
    first = StartDialog(bare, make.CLOCK, lambda: str(tmp_path))
    new = NewBankDialog(first, bare, make.CLOCK)
    for dialog in (first, new):
        dialog.show()
        qtbot.waitExposed(dialog)
        assert room.contains(dialog.rect())
        assert dialog.minimumSizeHint().width() <= dialog.width()
    assert new.rect().contains(new.ok.geometry())
    for one in first.buttons.values():
        one.setFocus()
    assert first.area is None or first.area.verticalScrollBar().maximum() > 0
    new.close()
    first.close()


@pytest.mark.thorough(long=True)
def test_a_column_is_as_wide_whether_its_bar_is_there_or_not(hands: Hands) -> None:
    """At whatever height: where the bar alone made the column too high, it came and went without an end."""
    window = hands.window.window
    window.go("matching")
    hands.rest()
    panel: Any = hands.page("matching").panel
    area = panel.findChild(Scrolled)
    wide, bars = set(), set()
    for tall in range(620, 1060, 11):
        window.resize(1366, tall)
        hands.rest()
        wide.add(area.widget().width())
        bars.add(area.verticalScrollBar().maximum() > 0)
    assert bars == {True, False}
    assert len(wide) == 1
