"""Settings that cannot be written, or that somebody edits by hand while a window is open, end nothing: it is said, and no report of an
error comes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from amdesk.settings import Settings
from tests.gate.outputs import shown
from tests.ui.conftest import Hands

SAID = "Inställningarna går inte att skriva."


@pytest.fixture
def unwritable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder stands where the file is to be: nobody can write it, root neither."""
    monkeypatch.setenv("AMDESK_HOME", str(tmp_path / "home"))
    place = tmp_path / "home" / "settings.json"
    place.mkdir(parents=True)
    return place


def test_settings_that_cannot_be_written_leave_nothing_behind(unwritable: Path) -> None:
    assert Settings(user="Ada").save() is False
    assert [p.name for p in unwritable.parent.iterdir()] == ["settings.json"]
    assert Settings.load() == Settings()
    unwritable.rmdir()
    assert Settings(user="Ada").save() is True
    assert Settings.load().user == "Ada"


def test_a_choice_that_cannot_be_written_holds_and_it_is_said(hands: Hands, unwritable: Path) -> None:
    before = hands.shell.settings.scale
    hands.press(Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert unwritable.is_dir()
    assert hands.shell.settings.scale > before
    assert any(SAID in said for _, said in shown(visible=True))
    assert QApplication.activeModalWidget() is None, "no report of an error"


@pytest.mark.parametrize(
    "said", ['{"lock_after": "abc", "user": 5, "language": ["x"]', "[]", "", '{"lock_after": -3, "scale": 9e99}']
)
def test_a_file_that_was_edited_by_hand_is_written_anew(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv("AMDESK_HOME", str(tmp_path))
    (tmp_path / "settings.json").write_text(said, "utf-8")
    hands.press(Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.activeModalWidget() is None
    assert Settings.load() == hands.shell.settings
