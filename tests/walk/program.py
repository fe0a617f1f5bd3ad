"""The program as a user starts it, with a probe in it that reads: `python -m tests.walk.program SOCKET STDERR LANG LOOK`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from amdesk import app
from amdesk.__main__ import main

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def lines_of(path: Path) -> Callable[[], str]:
    """What was added to a file since it was asked last."""
    at = 0

    def added() -> str:
        nonlocal at
        with path.open(encoding="utf-8", errors="replace") as file:
            file.seek(at)
            said = file.read()
            at = file.tell()
        return said

    return added


def contrast(made: QApplication) -> None:
    """The system's high contrast, as it reaches a program: a palette of black and white."""
    from PySide6.QtGui import QColor, QPalette

    palette = QPalette(QColor("black"), QColor("black"))
    for role in (
        "WindowText",
        "Text",
        "ButtonText",
        "ToolTipText",
        "PlaceholderText",
    ):  # before the program looks at it
        palette.setColor(getattr(QPalette.ColorRole, role), QColor("white"))
    for role in ("Window", "Base", "Button", "AlternateBase", "ToolTipBase"):
        palette.setColor(getattr(QPalette.ColorRole, role), QColor("black"))
    palette.setColor(QPalette.ColorRole.Highlight, QColor("yellow"))
    palette.setColor(QPalette.ColorRole.HighlightedText, QColor("black"))
    made.setPalette(palette)


def watched(where: str, stderr: str, lang: str, look: str) -> None:
    """Have the application carry the probe from its first moment."""
    make = app.application

    def application() -> QApplication:
        made = make()
        if made.property("watched") is None:
            made.setProperty("watched", value := True)
            from tests.stories.observer.watching import Observer
            from tests.walk.probe import Probe

            if look == "contrast":
                contrast(made)
            observer = Observer(pytest.MonkeyPatch(), lines_of(Path(stderr)), lang)
            Probe(where, observer).setParent(made)
            assert value
        return made

    app.application = application


if __name__ == "__main__":
    watched(*sys.argv[1:5])
    del sys.argv[1:]
    main()
