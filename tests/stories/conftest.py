"""Stories use the same window and hands as the tests of the window, and an observer looks on after each step."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QCursor
from pytestqt.qtbot import QtBot

from amdesk.ui.frame.session import BankWindow
from tests.stories.observer.watching import Observer
from tests.ui.conftest import Hands, chosen, no_printer, other, printer, window

__all__ = ["chosen", "no_printer", "other", "printer", "window"]


@pytest.fixture
def observer(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Observer:
    return Observer(monkeypatch, lambda: capfd.readouterr().err)


@pytest.fixture
def hands(qtbot: QtBot, observer: Observer, window: BankWindow) -> Iterator[Hands]:
    screen = window.window.screen()
    QCursor.setPos(
        screen, screen.geometry().bottomRight()
    )  # a row under a pointer that nobody moved is none that is pointed at
    person = Hands(qtbot, window)
    person.watched = observer.look
    person.rest()
    person.until(lambda: person.page("overview").data is not None)
    yield person
    if observer.found:
        pytest.fail(observer.report(), pytrace=False)
