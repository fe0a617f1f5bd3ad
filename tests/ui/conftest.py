"""The real window on a copy of the demo city. Teardown fails a test that leaves a thread or a window."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from amdesk.app import application
from amdesk.db.engine.opening import open_bank
from amdesk.services.desk import Desk
from amdesk.settings import Settings
from amdesk.ui.frame.collecting import let_go
from amdesk.ui.frame.session import BankWindow
from amdesk.ui.kit import printer as printers
from amdesk.ui.kit.printing import PrintDialog
from tests import make
from tests.screen_told import told_all

FLOOR_3, FLOOR_1 = "Plan 3, färg", "Plan 1"
COARSE = 150
"""Dots an inch of a printer where what is judged is what it is given, and not how sharp: at its finest a page takes a second."""


class Hands:
    """What a person does: presses keys where the focus is, and waits until the window is at rest."""

    def __init__(self, qtbot: QtBot, window: BankWindow) -> None:
        self.bot, self.window, self.actions = qtbot, window, 0
        self.expected = 0
        """Dialogs that are answered once they are there; the window is not at rest before."""
        self.watched: Callable[[], object] = lambda: None
        """What looks at the window whenever it has come to rest: after each step."""

    @property
    def shell(self) -> Any:
        return self.window.shell

    def page(self, name: str = "") -> Any:
        return self.window.window.pages[name or self.window.window.current]

    def rest(self) -> None:
        """Until nothing is under way, nothing was begun anew in some turns of the event loop, and the screen has no more to tell."""

        def quiet() -> bool:
            for _ in range(4):
                loop = QEventLoop()
                QTimer.singleShot(0, loop.quit)
                loop.exec()
                if self.expected or not self.window.tasks.idle:
                    return False
            return told_all() and not self.expected and self.window.tasks.idle

        self.bot.waitUntil(quiet)
        self.watched()

    def until(self, condition: Callable[[], bool]) -> None:
        self.bot.waitUntil(condition)
        if self.window.tasks.idle and not self.expected:
            self.watched()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One action: a key where the focus is."""
        self.actions += 1
        target: QWidget = QApplication.activeModalWidget() or QApplication.focusWidget() or self.window.window
        if QApplication.activeModalWidget() and target.focusWidget():
            target = target.focusWidget()
        QTest.keyClick(target, key, modifiers)
        self.rest()

    def ctrl(self, key: Qt.Key) -> None:
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def paper(self) -> Any:
        """The paper that is shown to be printed, once it has been read."""

        def there() -> bool:
            top = QApplication.activeModalWidget()
            return isinstance(top, PrintDialog) and top.read is not None and top.isActiveWindow()

        self.until(there)
        self.rest()
        return QApplication.activeModalWidget()

    def out(self) -> None:
        """Enter in what is shown to be printed: on the printer, or into the file that is chosen."""
        dialog = self.paper()
        self.press(Qt.Key.Key_Return)
        self.until(lambda: dialog.gone)
        below = QApplication.activeModalWidget() or self.window.window
        below.activateWindow()  # the offscreen platform leaves no window active after a dialog
        self.until(below.isActiveWindow)
        self.rest()

    def print_(self) -> None:
        """Two actions: Ctrl+P and Enter."""
        self.ctrl(Qt.Key.Key_P)
        self.out()

    def type(self, words: str) -> None:
        """Typing a word is one action."""
        self.actions += 1
        target = QApplication.focusWidget() or self.window.window.focusWidget()
        assert target is not None
        for letter in words:
            if letter.isascii():
                QTest.keyClicks(target, letter)
            else:  # QTest knows no key of such a letter, and ends the program
                QApplication.sendEvent(
                    target, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
                )
        self.rest()

    def ask(self, work: Callable[[Any], Any]) -> Any:
        """A question to the bank, on the window's own reading thread."""
        answers: list[Any] = []
        self.window.tasks.run(work, answers.append)
        self.until(lambda: bool(answers))
        return answers[0]


def make_window(qtbot: QtBot, address: str, **given: Any) -> BankWindow:
    app = application()
    lang, key, asks_why = given.pop("lang", "sv"), given.pop("key", None), given.pop("asks_why", False)
    values = {"theme": "light", "user": "Jamila Provström", "width": 1366, "height": 768, **given}
    settings = Settings(**values)
    window = BankWindow(app, address, key, make.CLOCK, settings, lang)
    if not asks_why:
        window.window.shell.tasks.ask_why = lambda _refused: "Prov"
    window.show()
    window.window.activateWindow()
    qtbot.waitUntil(lambda: window.window.isActiveWindow())
    return window


@pytest.fixture
def window(qtbot: QtBot, demo_bank: Path) -> Iterator[BankWindow]:
    made = make_window(qtbot, str(demo_bank))
    yield made
    close(made)


def close(made: BankWindow) -> None:
    """At once: hundreds of windows with all their lists would make each later one slower."""
    made.close()
    let_go(application())
    left = [t.name for t in threading.enumerate() if t.name.startswith(("read", "write"))]
    assert left == []


@pytest.fixture
def hands(qtbot: QtBot, window: BankWindow) -> Hands:
    person = Hands(qtbot, window)
    person.rest()
    person.until(lambda: person.page("overview").data is not None)
    return person


@pytest.fixture
def other(demo_bank: Path) -> Iterator[Desk]:
    """A colleague's own connection to the same bank."""
    bank = open_bank(str(demo_bank), actor="Nils Modellberg", account="nils", clock=make.CLOCK)
    yield make.acting(Desk(bank, make.CLOCK))
    bank.close()


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Two printers, the first of which the system prefers; what is printed on either lies in this file."""
    return printing(monkeypatch, tmp_path / "printed.pdf", COARSE)


@pytest.fixture
def fine_printer(printer: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, as fine as printers are."""
    return printing(monkeypatch, printer)


def printing(monkeypatch: pytest.MonkeyPatch, path: Path, dots: int = 0) -> Path:
    def ready(_name: str) -> QPrinter:
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        if dots:
            made.setResolution(dots)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(path))
        return made

    monkeypatch.setattr(printers, "names", lambda: [FLOOR_3, FLOOR_1])
    monkeypatch.setattr(printers, "usual", lambda: FLOOR_3)
    monkeypatch.setattr(printers, "ready", ready)
    return path


@pytest.fixture(autouse=True)
def no_printer(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test prints on a printer of whoever runs it."""
    monkeypatch.setattr(printers, "names", list)
    monkeypatch.setattr(printers, "usual", str)


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Path]:
    """The system's file dialog answers with this file, as if Enter were pressed in it."""

    def choose(name: str) -> Path:
        path = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(path), ""))
        return path

    return choose
