"""A window that nobody would see is refused in one sentence; nothing waits for it and nothing of Qt's is printed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from amdesk.cli import DEMO_NAME
from tests import make

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")


def without_screen(home: Path, display: str, *words: str, by: str = "amdesk") -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if k not in {"QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"}}
    given = {**kept, "AMDESK_HOME": str(home)} | ({"DISPLAY": display} if display else {})
    return subprocess.run(
        [sys.executable, "-m", by, *words], env=given, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.thorough(6)
@pytest.mark.parametrize("display", ["", "localhost:4999"])
@pytest.mark.parametrize("words", [(), ("--lang", "sv"), ("demo",)], ids=["alone", "a language", "demo"])
def test_without_a_screen_the_window_is_refused_in_one_sentence(
    display: str, words: tuple[str, ...], demo_file: Path, tmp_path: Path
) -> None:
    make.copied(demo_file, tmp_path / DEMO_NAME)
    (tmp_path / "settings.json").write_text('{"language": "sv"}', "utf-8")
    found = without_screen(tmp_path, display, *words)
    assert found.returncode == 1
    assert found.stderr.startswith("Det finns ingen skärm att visa fönstret på.")
    assert len(found.stderr.splitlines()) == 1
    assert not found.stdout


@pytest.mark.thorough(long=True)
def test_the_refusal_is_said_in_the_language_that_was_asked_for(tmp_path: Path) -> None:
    for display in ("", "localhost:4999"):
        found = without_screen(tmp_path, display, "--lang", "en")
        assert found.stderr.startswith("There is no screen to show the window on.")


@pytest.mark.thorough(long=True)
def test_the_demo_city_is_made_without_a_screen_where_no_window_is_asked_for(tmp_path: Path) -> None:
    assert without_screen(tmp_path, "", "demo").returncode == 1
    assert not list(tmp_path.glob("*.amdesk"))
    made = without_screen(tmp_path, "", "demo", "--make-only")
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.split() == [str(tmp_path / DEMO_NAME)]
    assert (tmp_path / DEMO_NAME).exists()
