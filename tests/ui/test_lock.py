"""A locked window shows nothing of the bank, by sight, by title or to an aid; unlocked, everything stands as it did."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPointF, QRect, Qt
from PySide6.QtGui import QAccessible, QClipboard, QGuiApplication, QMouseEvent, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QMenu, QPushButton, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from amdesk.app import application
from amdesk.services.bank import access, banks, locking
from amdesk.services.exchange.imports import Imports
from amdesk.settings import Settings
from amdesk.ui.frame import copied
from amdesk.ui.frame.lockscreen import wait_after
from amdesk.ui.frame.session import BankWindow
from amdesk.ui.kit.dialog import BareDialog
from amdesk.ui.kit.paper import Paper
from amdesk.ui.kit.printing import PrintDialog
from amdesk.ui.people.acts import NoteDialog
from tests import make
from tests.export.test_papers import PAPERS
from tests.gate.outputs import shown
from tests.ui import formed
from tests.ui.conftest import Hands, close, make_window

SECRET = "fyra ord som ingen gissar"
OWN = {"AMDesk", "AMDesk är låst", "Lås upp", "Lås upp (Enter)", "Lösenfras", "Visa lösenfrasen", "Det du höll på med väntar kvar.", "Byt användare", "Ditt namn, som det står i loggen"}  # fmt: skip


def locked(hands: Hands) -> Any:
    """The lock screen after Ctrl+L."""
    hands.shell.lock_wanted.emit()
    found: Any = hands.window.window.locking
    assert found is not None
    return found.screen


def unlock(hands: Hands, secret: str = "") -> None:
    screen: Any = hands.window.window.locking
    screen = screen.screen
    if secret:
        screen.field.setText(secret)
    QTest.keyClick(screen.field if secret else screen.ok, Qt.Key.Key_Return)
    hands.until(lambda: hands.window.window.locking is None)
    hands.rest()


def aloud() -> set[str]:
    """Names, descriptions and values of everything that an aid can come to in the program's windows, seen or not."""
    said: set[str] = set()

    def walk(one: Any) -> None:
        for kind in (
            QAccessible.Text.Name,
            QAccessible.Text.Description,
            QAccessible.Text.Value,
            QAccessible.Text.Help,
        ):
            said.add(one.text(kind))
        for i in range(one.childCount()):
            if (child := one.child(i)) is not None:
                walk(child)

    for window in QGuiApplication.topLevelWindows():
        one = QAccessible.queryAccessibleInterface(window)
        if one is not None:
            walk(one)
    for top in QApplication.topLevelWidgets():
        if top.windowHandle() is not None:
            walk(QAccessible.queryAccessibleInterface(top))
    return said


def seen() -> set[str]:
    return {said for kind, said in shown(visible=True) if kind != "clipboard" and said}


@pytest.fixture
def secret_window(qtbot: QtBot, tmp_path: Path) -> Iterator[BankWindow]:
    """A window on a bank of one's own, with a passphrase and one person in it."""
    path = tmp_path / "b.amdesk"
    bank, _ = banks.create(path, SECRET, make.CLOCK, access.Who("T", "t"))
    make.participant(bank, name="Astrid Provlund")
    bank.close()
    settings = Settings(user="Jamila Provström", theme="light")
    window = BankWindow(application(), str(path), banks.unlock(str(path), SECRET), make.CLOCK, settings, "sv")
    window.show()
    window.window.activateWindow()
    qtbot.waitUntil(window.window.isActiveWindow)
    yield window
    close(window)


@pytest.fixture
def own(qtbot: QtBot, secret_window: BankWindow) -> Hands:
    hands = Hands(qtbot, secret_window)
    hands.rest()
    hands.window.window.go("participants", chip="all")
    hands.until(lambda: hands.page().rows.rowCount() == 1)
    return hands


# nothing of the bank is shown


@pytest.mark.thorough(long=True)
def test_a_locked_window_shows_nothing_of_the_bank_by_sight_title_or_to_an_aid(own: Hands) -> None:
    said = own.window.window.rail.brand.accessibleName() + own.window.window.windowTitle()
    assert "Deltagare" in said
    own.shell.toast("Astrid Provlund är bokad.", undo=True)
    QToolTip.showText(own.window.window.pos(), "Astrid Provlund")
    dialog = formed.opened(own, "NoteDialog", lambda: NoteDialog.run(own.window.window, own.shell, 1))
    formed.write(formed.control(dialog, "Note"), "Ring porten 14")
    own.ctrl(Qt.Key.Key_L)
    assert own.window.window.locking is not None, "the dialog knows the key too"
    own.rest()
    for what in (seen(), aloud()):
        told = {s for s in what if s} - OWN
        assert not {s for s in told if "Astrid" in s or "Ring porten" in s or "Deltagare" in s or "Anteckning" in s}
        assert told - {"Glömt lösenfrasen? Använd återställningskoden."} <= {
            s for s in told if "Jamila" in s or s.startswith("AMDesk 0")
        }
    assert own.window.window.windowTitle() == "AMDesk"
    assert not QToolTip.isVisible()
    assert QApplication.activeModalWidget() is None
    unlock(own, SECRET)
    assert QApplication.activeModalWidget() is dialog
    assert QApplication.focusWidget() is formed.control(dialog, "Note")
    assert "Ring porten 14" in seen()
    formed.leave(own, dialog)
    assert "Deltagare" in own.window.window.windowTitle()


@pytest.mark.thorough(2)
@pytest.mark.parametrize("ours", [True, False])
def test_what_was_copied_out_of_it_is_not_pasted_on_the_lock_screen_and_is_there_again_afterwards(
    own: Hands, monkeypatch: pytest.MonkeyPatch, ours: bool
) -> None:
    """What another program has copied stays: whoever works there goes on."""
    board = QGuiApplication.clipboard()
    board.setText("Astrid Provlund")
    if not ours or not board.ownsClipboard():  # the offscreen platform owns nothing
        monkeypatch.setattr(copied, "_is_ours", lambda _board, mode: ours and mode == QClipboard.Mode.Clipboard)
    screen = locked(own)
    screen.field.paste()
    assert screen.field.text() == ("" if ours else "Astrid Provlund")
    assert board.text() == ("" if ours else "Astrid Provlund")
    screen.field.clear()
    unlock(own, SECRET)
    assert board.text() == "Astrid Provlund"
    board.setText("Annat")
    locked(own)
    board.setText("Copied meanwhile")
    unlock(own, SECRET)
    assert board.text() == "Copied meanwhile"
    board.clear()


@pytest.mark.thorough(long=True)
def test_no_key_of_the_pages_does_anything_while_it_is_locked(own: Hands) -> None:
    screen = locked(own)
    for key in (Qt.Key.Key_N, Qt.Key.Key_K, Qt.Key.Key_B, Qt.Key.Key_1, Qt.Key.Key_Z, Qt.Key.Key_L):
        QTest.keyClick(screen.field, key, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(screen.field, Qt.Key.Key_F1)
    own.rest()
    assert QApplication.activeModalWidget() is None
    assert own.window.window.windowTitle() == "AMDesk"
    unlock(own, SECRET)
    assert own.window.window.current == "participants"
    own.ctrl(Qt.Key.Key_1)
    assert own.window.window.current == "overview"


@pytest.mark.thorough(long=True)
def test_menus_are_closed_and_a_file_that_is_being_chosen_is_not(own: Hands, tmp_path: Path) -> None:
    menu = QMenu(own.window.window)
    menu.addAction("Astrid Provlund")
    menu.popup(own.window.window.pos())
    chooser = QFileDialog(own.window.window, "Spara", str(tmp_path))
    chooser.setOption(QFileDialog.Option.DontUseNativeDialog)
    chooser.selectFile("Astrid Provlund Bokningsbesked 2026-11-23.pdf")
    chooser.open()
    locked(own)
    assert not menu.isVisible()
    assert not chooser.isVisible()
    assert not any("Astrid" in s for s in seen())
    unlock(own, SECRET)
    assert not chooser.isVisible(), "as after Esc: the choice is made anew"
    menu.deleteLater()
    chooser.deleteLater()


@pytest.mark.thorough(4)
@pytest.mark.parametrize("over", ["menu", "list", "file", "paper"])
def test_the_key_locks_whatever_hangs_open_or_is_being_chosen(hands: Hands, over: str, tmp_path: Path) -> None:
    window = hands.window.window
    key = (Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    top: Any = window
    if over == "menu":
        top = QMenu(window)
        top.addAction("Astrid Provlund")
        top.popup(window.pos())
    elif over == "list":
        hands.window.window.go("settings", part="look")
        hands.rest()
        top = hands.page("settings").findChildren(QComboBox)[0]
        top.showPopup()
    elif over == "file":
        top = QFileDialog(window, "Spara", str(tmp_path))
        top.setOption(QFileDialog.Option.DontUseNativeDialog)
        top.open()
    else:
        pdf = PAPERS["notice"]("sv")
        PrintDialog.run(window, hands.shell, Paper("Besked", "Astrid Provlund", "Astrid.pdf", lambda *_: pdf, "bank"))
        top = hands.paper()
    QTest.keyClick(window.windowHandle() if over in {"menu", "list"} else top.windowHandle(), *key)
    assert window.locking is not None
    assert QApplication.activePopupWidget() is None
    assert not any("Astrid" in s for s in seen())
    unlock(hands)
    if over == "paper":
        top.reject()
    elif over != "list":
        top.deleteLater()


def test_a_menu_that_the_system_gives_the_keys_itself_is_locked_by_the_key(hands: Hands) -> None:
    window = hands.window.window
    menu = QMenu(window)
    menu.addAction("Astrid Provlund")
    opens = QPushButton("Mer", window.root)
    opens.clicked.connect(lambda: menu.popup(window.pos()))
    opens.show()
    opens.setFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Space)
    assert menu.isVisible()
    hands.rest()
    QTest.keyClick(menu.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.locking is not None
    unlock(hands)
    menu.deleteLater()
    opens.deleteLater()


def mouse(on: QWidget, kind: QEvent.Type, where: QPointF) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    held = none if kind == QEvent.Type.MouseButtonRelease else left
    button = none if kind == QEvent.Type.MouseMove else left
    QApplication.sendEvent(on, QMouseEvent(kind, where, where, button, held, Qt.KeyboardModifier.NoModifier))


@pytest.mark.thorough(long=True)
def test_what_the_mouse_holds_when_it_is_locked_is_not_dropped_behind_the_lock(hands: Hands) -> None:
    hands.window.window.go("placements")
    hands.until(lambda: bool(hands.page().board.view.lines))
    hands.rest()
    view = hands.page().board.view
    bars = [(i, bar) for i, one in enumerate(view.lines) if one.lane for bar in one.lane.bars]
    places = [view.rect_of(i, bar.first, bar.last) for i, bar in bars]
    seen_of = QRect(view.label_width, 0, view.viewport().width() - view.label_width, view.viewport().height())
    place = QPointF(next(r & seen_of for r in places if (r & seen_of).width() > 60).center())
    there = place + QPointF(40, 60)
    dropped: list[Any] = []
    view.dropped.connect(dropped.append)
    mouse(view.viewport(), QEvent.Type.MouseButtonPress, place)
    mouse(view.viewport(), QEvent.Type.MouseMove, there)
    assert view.drag is not None
    assert view.drag.moving
    locked(hands)
    mouse(view.viewport(), QEvent.Type.MouseButtonRelease, there)
    assert dropped == []
    unlock(hands)
    assert view.drag is None
    mouse(view.viewport(), QEvent.Type.MouseButtonRelease, there)
    assert dropped == []


# the same work again


@pytest.mark.thorough(long=True)
def test_a_paper_that_is_looked_at_is_there_again(hands: Hands, tmp_path: Path) -> None:
    pdf = PAPERS["notice"]("sv")
    PrintDialog.run(
        hands.window.window, hands.shell, Paper("Besked", "Astrid Provlund", "Astrid.pdf", lambda *_: pdf, "bank")
    )
    dialog: Any = hands.paper()
    file = QFileDialog(dialog, "Spara", str(tmp_path))
    file.setOption(QFileDialog.Option.DontUseNativeDialog)
    file.open()
    locked(hands)
    assert not any("Astrid" in s for s in seen() | aloud())
    unlock(hands)
    assert not file.isVisible()
    top: Any = QApplication.activeModalWidget()
    assert top is dialog
    assert dialog.read.pdf == pdf
    assert not dialog.gone
    dialog.reject()


@pytest.mark.thorough(long=True)
def test_whoever_unlocks_stands_where_she_stood(hands: Hands) -> None:
    hands.window.window.go("participants", chip="all")
    page = hands.page("participants")
    hands.until(lambda: page.rows.rowCount() > 5)
    page.search.setFocus()
    page.list.setCurrentIndex(page.rows.index(3))
    hands.rest()
    people: Any = page.list
    before = (people.currentIndex().row(), people.verticalScrollBar().value(), page.chip)
    people.setFocus()
    locked(hands)
    hands.rest()
    unlock(hands)
    assert (people.currentIndex().row(), people.verticalScrollBar().value(), page.chip) == before
    assert QApplication.focusWidget() is people
    assert hands.window.window.isActiveWindow()


def test_a_dialog_that_waits_for_its_answer_is_not_answered_by_the_lock(hands: Hands) -> None:
    answers: list[int] = []
    dialog = BareDialog(hands.window.window, hands.shell, "Fråga", "Ja")

    def lock_and_open() -> None:
        locked(hands)
        assert not dialog.isVisible()
        unlock(hands)
        assert answers == []
        assert dialog.isVisible()
        dialog.confirm()

    formed.answered(hands.window.window, "BareDialog", lambda _d: lock_and_open())
    answers.append(dialog.exec())
    assert answers == [1]


def test_a_dialog_over_a_dialog_comes_back_over_it(hands: Hands) -> None:
    under = BareDialog(hands.window.window, hands.shell, "Under", "Ja")
    under.open()
    over = BareDialog(under, hands.shell, "Över", "Ja")
    over.open()
    hands.rest()
    place = under.geometry()
    locked(hands)
    assert not under.isVisible()
    assert not over.isVisible()
    unlock(hands)
    assert QApplication.activeModalWidget() is over
    assert over.parentWidget() is under
    assert under.geometry() == place
    over.reject()
    assert QApplication.activeModalWidget() is under
    under.reject()


def test_what_opens_and_what_is_said_while_it_is_locked_is_seen_afterwards(hands: Hands) -> None:
    locked(hands)
    dialog = BareDialog(hands.window.window, hands.shell, "Hemligt om Astrid", "Ja")
    dialog.open()
    hands.shell.toast("Astrid Provlund är bokad.", undo=True)
    hands.rest()
    assert not any("Astrid" in s for s in seen())
    assert not any("Astrid" in s for s in aloud())
    unlock(hands)
    assert dialog.isVisible()
    assert hands.window.window.toast.isVisible()
    assert "Astrid" in hands.window.window.toast.text.text()
    dialog.reject()


def thrown_away(hands: Hands) -> Any:
    """A note that was begun and not kept: the form is closed, and nobody has done anything with it since."""
    dialog = formed.opened(hands, "NoteDialog", lambda: NoteDialog.run(hands.window.window, hands.shell, 1))
    hands.until(lambda: not dialog.whose.isHidden())
    formed.write(formed.control(dialog, "Note"), "Ring porten 14")
    dialog.give_up()
    hands.rest()
    assert not dialog.isVisible()
    return dialog


def protected_by_another(hands: Hands) -> None:
    """Somebody else protects her, and the window notices by its own clock."""
    hands.ask(lambda desk: desk.participants.protect(1, 1, ""))
    hands.window.tasks.written.emit()
    hands.window.window.flags.look()
    hands.rest()


def test_a_form_that_was_closed_before_is_told_to_no_aid_while_it_is_locked(own: Hands) -> None:
    thrown_away(own)
    locked(own)
    own.rest()
    assert not {s for s in aloud() if "Astrid" in s or "Ring porten" in s}
    unlock(own, SECRET)
    dialog = thrown_away(own)
    locked(own)
    assert not {s for s in aloud() if "Astrid" in s or "Ring porten" in s}, "nor after another lock"
    unlock(own, SECRET)
    assert not isValid(dialog) or not dialog.isVisible()
    dialog = formed.opened(own, "NoteDialog", lambda: NoteDialog.run(own.window.window, own.shell, 1))
    formed.leave(own, dialog)


def test_a_form_that_was_closed_before_is_not_asked_about_when_its_person_is_protected_behind_the_lock(
    own: Hands,
) -> None:
    closed = thrown_away(own)
    own.window.window.flags.look()
    own.rest()
    locked(own)
    protected_by_another(own)
    unlock(own, SECRET)
    assert QApplication.activeModalWidget() is None, "nobody is asked for a reason"
    assert not isValid(closed) or not (closed.isVisible() or closed.aside)


def test_a_form_that_shows_somebody_who_is_protected_behind_the_lock_does_not_come_back(own: Hands) -> None:
    """The window's clock looks after each change; what stood open is held back by the lock, and closed or asked about as ever."""
    NoteDialog.run(own.window.window, own.shell, 1)
    own.rest()
    dialog: Any = QApplication.activeModalWidget()
    own.until(lambda: not dialog.whose.isHidden())
    own.window.window.flags.look()
    own.rest()
    locked(own)
    protected_by_another(own)
    unlock(own, SECRET)
    assert not isValid(dialog) or not dialog.isVisible()


def test_a_word_that_names_somebody_who_is_protected_behind_the_lock_is_not_said_again(own: Hands) -> None:
    own.shell.toast("Astrid Provlund är bokad.", undo=True)
    own.window.window.flags.look()
    own.rest()
    locked(own)
    protected_by_another(own)
    unlock(own, SECRET)
    assert not {s for s in seen() if "Astrid" in s}


def test_a_form_that_was_stored_behind_the_lock_does_not_come_back(own: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    gate, reached = threading.Event(), threading.Event()
    dialog = formed.opened(own, "NoteDialog", lambda: NoteDialog.run(own.window.window, own.shell, 1))
    ended: list[int] = []
    dialog.finished.connect(ended.append)

    def slowly(_desk: Any) -> None:
        reached.set()
        assert gate.wait(20)

    dialog.write(slowly, lambda _done: None)
    own.until(reached.is_set)
    locked(own)
    gate.set()
    own.until(lambda: bool(ended))
    unlock(own, SECRET)
    assert ended == [1]
    assert not isValid(dialog) or not dialog.isVisible()


@pytest.mark.thorough(long=True)
def test_work_that_runs_goes_on_and_is_told_of(hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gate, reached, storing = threading.Event(), threading.Event(), Imports.storing

    def slowly(this: Imports, review: Any) -> Iterator[tuple[int, int, str]]:
        for step in storing(this, review):
            yield step
            reached.set()
            assert gate.wait(20)

    monkeypatch.setattr(Imports, "storing", slowly)
    path = tmp_path / "list.csv"
    lines = [f"Prov {i};{make.fresh_number()};Målare" for i in range(5)]
    path.write_text("Namn;Personnummer;Önskat yrke\n" + "\n".join(lines) + "\n", "utf-8")
    hands.window.window.go("exchange", file=str(path))
    page = hands.page("exchange")
    hands.until(lambda: page.review is not None)
    page.confirm()
    hands.until(reached.is_set)
    screen = locked(hands)
    hands.window.window.close()
    assert hands.window.window.isVisible(), "what runs is not cut off by who cannot see it"
    assert "Lås upp först" in screen.none.text()
    gate.set()
    hands.until(lambda: page.review is None)
    hands.rest()
    assert hands.window.window.locking is not None
    unlock(hands)
    assert "5 rader" in hands.window.window.toast.text.text()


def test_a_locked_window_with_nothing_in_hand_can_be_closed(hands: Hands) -> None:
    locked(hands)
    hands.window.window.close()
    assert not hands.window.window.isVisible()


# the secret


@pytest.mark.thorough(long=True)
def test_the_wrong_passphrase_is_said_in_one_sentence_and_the_right_one_opens(own: Hands) -> None:
    screen = locked(own)
    screen.confirm()
    assert screen.asked.wrong.text() == "Skriv lösenfrasen."
    screen.field.setText("fel fras helt")
    screen.confirm()
    own.until(lambda: not screen.checking)
    assert screen.asked.wrong.text() == "Lösenfrasen stämmer inte. Försök igen eller använd återställningskoden."
    assert screen.field.selectedText()
    assert own.window.window.locking is not None
    unlock(own, SECRET)


@pytest.mark.thorough(long=True)
def test_each_wrong_passphrase_after_the_third_has_to_wait_longer(own: Hands) -> None:
    screen = locked(own)
    for wrong in range(1, 5):
        screen.field.setText(f"fel {wrong}")
        screen.confirm()
        own.until(lambda: not screen.checking)
        assert screen.left == wait_after(wrong)
        for _ in range(screen.left):
            assert f"{screen.left} sekund" in screen.asked.wrong.text()
            screen.field.setText(SECRET)
            screen.confirm()
            assert not screen.checking, "not even the right one while it waits"
            screen.tick()
    assert [wait_after(n) for n in range(9)] == [0, 0, 0, 5, 10, 20, 40, 60, 60]
    unlock(own, SECRET)


def test_the_recovery_code_opens_and_another_banks_key_does_not(tmp_path: Path) -> None:
    path, other = tmp_path / "b.amdesk", tmp_path / "c.amdesk"
    bank, code = banks.create(path, SECRET, make.CLOCK, access.Who("T", "t"))
    bank.close()
    key = banks.unlock(str(path), SECRET)
    assert locking.proves(str(path), key, code)
    assert locking.proves(str(path), key, SECRET)
    assert not locking.proves(str(path), key, "")
    strange, _ = banks.create(other, None, make.CLOCK, access.Who("T", "t"))
    strange.close()
    (tmp_path / "b.amdesk.key.json").write_bytes((tmp_path / "c.amdesk.key.json").read_bytes())
    assert not locking.proves(str(path), key, ""), "a key file that opens without a word is not this bank's"


@pytest.mark.thorough(long=True)
def test_a_key_file_that_is_gone_is_told_and_counts_as_no_wrong_one(own: Hands, tmp_path: Path) -> None:
    screen = locked(own)
    file = tmp_path / "b.amdesk.key.json"
    kept = file.read_bytes()
    file.unlink()
    screen.field.setText(SECRET)
    screen.confirm()
    own.until(lambda: not screen.checking)
    assert "nyckelfilen" in screen.asked.wrong.text().casefold()
    assert screen.wrong == 0
    file.write_bytes(kept)
    unlock(own, SECRET)


def test_the_demo_says_that_it_has_no_passphrase_and_opens_by_enter(hands: Hands) -> None:
    screen = locked(hands)
    assert not screen.field.isVisible()
    assert screen.none.text() == "Banken saknar lösenfras: den som sitter här kan öppna den."
    unlock(hands)


@pytest.mark.thorough(long=True)
def test_the_passphrase_is_seen_only_when_somebody_asks(own: Hands) -> None:
    screen = locked(own)
    screen.field.setText(SECRET)
    assert SECRET not in screen.field.displayText()
    screen.eye.trigger()
    assert screen.field.displayText() == SECRET
    screen.eye.trigger()
    assert SECRET not in screen.field.displayText()
    unlock(own, SECRET)


# idle


@pytest.fixture
def clock(own: Hands) -> list[float]:
    """Minutes gone, as the idle watch sees them."""
    gone = [0.0]
    idle: Any = own.window.idle
    idle.now = lambda: (60 * gone[0], 60 * gone[0])
    idle.since = idle.now()
    return gone


@pytest.mark.thorough(long=True)
def test_an_untouched_window_locks_itself_after_the_chosen_time(own: Hands, clock: list[float]) -> None:
    idle: Any = own.window.idle
    clock[0] = 9.9
    idle.look()
    assert own.window.window.locking is None
    clock[0] = 10
    idle.look()
    assert "efter 10 minuter" in " ".join(seen())
    unlock(own, SECRET)


@pytest.mark.thorough(long=True)
def test_a_key_the_mouse_and_the_wheel_in_any_window_begin_the_time_anew(own: Hands, clock: list[float]) -> None:
    idle: Any = own.window.idle
    handle = own.window.window.windowHandle()
    clock[0] = 9
    QTest.keyClick(handle, Qt.Key.Key_Down)
    clock[0] = 18
    idle.look()
    assert own.window.window.locking is None
    dialog = BareDialog(own.window.window, own.shell, "Fråga", "Ja")
    dialog.open()
    own.until(dialog.isActiveWindow)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(5, 5),
        QPointF(5, 5),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(dialog.windowHandle(), event)
    clock[0] = 27
    idle.look()
    assert own.window.window.locking is None
    clock[0] = 28
    idle.look()
    assert own.window.window.locking is not None
    unlock(own, SECRET)
    dialog.reject()


@pytest.mark.thorough(long=True)
def test_a_window_that_is_taken_for_what_was_deleted_at_its_place_is_watched(own: Hands, clock: list[float]) -> None:
    column = QVBoxLayout()
    column.addWidget(QWidget())
    gone: Any = column.itemAt(0)
    idle = own.window.idle
    assert idle is not None
    main = own.window.window.windowHandle()
    main.removeEventFilter(idle)
    idle._watch(gone)
    assert not isValid(gone)
    clock[0] += 30
    QTest.keyClick(main, Qt.Key.Key_A)
    assert idle.since == (60 * clock[0], 60 * clock[0])


@pytest.mark.thorough(long=True)
def test_whoever_wakes_the_computer_after_an_hour_meets_the_lock(own: Hands) -> None:
    idle: Any = own.window.idle
    idle.since = (0.0, 0.0)
    idle.now = lambda: (5.0, 3600.0)
    QTest.keyClick(own.window.window.windowHandle(), Qt.Key.Key_Down)
    assert own.window.window.locking is not None
    unlock(own, SECRET)


@pytest.mark.thorough(long=True)
def test_the_time_is_chosen_in_settings_and_never_is_never(own: Hands, clock: list[float]) -> None:
    own.window.window.go("settings", part="bank")
    own.rest()
    page = own.page("settings")
    choice = page.bank.lock_after
    assert [choice.itemText(i) for i in range(choice.count())] == [
        "Aldrig",
        "5 minuter",
        "10 minuter",
        "15 minuter",
        "30 minuter",
    ]
    assert choice.currentText() == "10 minuter"
    QTest.keyClick(choice, Qt.Key.Key_Home)
    choice.activated.emit(choice.currentIndex())
    assert Settings.load().lock_after == 0
    clock[0] = 10_000
    idle: Any = own.window.idle
    idle.look()
    assert own.window.window.locking is None


def test_a_closed_window_is_not_locked_any_more(qtbot: QtBot, demo_bank: Path) -> None:
    hands = Hands(qtbot, make_window(qtbot, str(demo_bank)))
    hands.rest()
    idle: Any = hands.window.idle
    hands.window.close()
    assert not idle.timer.isActive()
    hands.window.lock_screen()
    assert not idle.timer.isActive()
    close(hands.window)


@pytest.mark.thorough(long=True)
def test_every_way_to_the_lock_is_shown(own: Hands) -> None:
    command = next(c for c in own.window.window.commands() if c.text == "Lås")
    assert command.key == "Ctrl L"
    keys = [k for k in own.window.window.findChildren(QShortcut) if k.key().toString() == "Ctrl+L"]
    assert len(keys) == 1
    command.run()
    assert own.window.window.locking is not None
    unlock(own, SECRET)
