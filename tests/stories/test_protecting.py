"""A case worker is told that somebody's data are protected: one act from her page, by keys, and only that act takes it back."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from amdesk.ui.guidance.beside import AskButton
from amdesk.ui.kit.states import EmptyState
from amdesk.ui.people.protecting import ProtectDialog
from tests.gate.outputs import shown
from tests.ui.conftest import Hands

Key = Qt.Key
ACT, WHY = "Skydda personuppgifter", "Skatteverkets beslut i dag"


class Case:
    """The page of participants with one open person on it, and what the window has said at the bottom."""

    def __init__(self, hands: Hands) -> None:
        self.hands, self.toasts = hands, list[str]()
        hands.shell.toasted.connect(lambda said, _undo: self.toasts.append(said))
        hands.window.window.go("participants", chip="all")
        hands.rest()
        self.page: Any = hands.page("participants")
        person = self.page.record.participant
        self.key, self.number, self.name = person.id, person.number, person.name

    @property
    def level(self) -> int:
        key = self.key
        return int(self.hands.ask(lambda desk: desk.work.participant(key).protection))

    def whys(self) -> list[str]:
        number = self.number
        found = self.hands.ask(lambda desk: desk.history.access(number))
        return [r.why for r in found if r.what == "protection"]

    def from_menu(self) -> ProtectDialog:
        next(a for a in self.page._more().actions() if a.text() == ACT).trigger()
        return self.dialog()

    def dialog(self) -> ProtectDialog:
        self.hands.until(lambda: isinstance(QApplication.activeModalWidget(), ProtectDialog))
        found = QApplication.activeModalWidget()
        assert isinstance(found, ProtectDialog)
        return found

    def undo(self) -> None:
        window = self.hands.window.window
        window.activateWindow()  # the offscreen platform leaves no window active after a dialog
        self.hands.until(window.isActiveWindow)
        window.setFocus()
        self.hands.ctrl(Key.Key_Z)

    def protected(self, level: int) -> None:
        """As a colleague might, then opened for a reason."""
        key = self.key
        self.hands.window.tasks.write(lambda desk: desk.participants.protect(key, level), lambda _: None)
        self.hands.rest()
        self.hands.window.window.go("participants", participant=self.key, why="Ringer om skyddet")
        self.hands.until(lambda: self.page.record is not None and self.page.record.participant.protection == level)


@pytest.fixture
def case(hands: Hands) -> Case:
    return Case(hands)


@pytest.mark.thorough(long=True)
def test_a_person_is_protected_from_her_page_with_the_keys_and_is_then_nowhere_named(hands: Hands, case: Case) -> None:
    dialog = case.from_menu()
    assert dialog.level.currentText() == "Sekretessmarkering"
    hands.press(Key.Key_Down)
    assert dialog.level.currentText() == "Skyddad folkbokföring"
    assert "Namn och arbetsplats döljs överallt." in dialog.follows.text()
    assert "Skatteverket" in dialog.follows.text()
    hands.press(Key.Key_Tab)
    assert isinstance(QApplication.focusWidget(), AskButton), "the guidance of the level is next to it"
    hands.press(Key.Key_Tab)
    assert dialog.why.hasFocus()
    hands.type(WHY)
    hands.ctrl(Key.Key_Return)
    assert not dialog.isVisible()
    assert (case.level, case.whys()) == (2, [WHY])
    assert case.toasts[-1] == f"{case.number} är skyddad."
    hands.until(lambda: isinstance(case.page.instead, EmptyState) or case.page.record is None)
    hands.until(lambda: case.key not in [key for _kind, key, _said in hands.window.window.rail.opened])
    assert [said for _kind, said in shown(visible=True) if case.name in said] == []


@pytest.mark.thorough(long=True)
def test_the_dialog_says_of_the_highest_level_that_no_earlier_number_leads_to_her(hands: Hands, case: Case) -> None:
    dialog = case.from_menu()
    hands.press(Key.Key_End)
    assert dialog.level.currentText() == "Fingerade personuppgifter"
    assert "Inget tidigare personnummer leder till personen" in dialog.follows.text()
    assert dialog.level.accessibleDescription() == dialog.follows.text()
    hands.press(Key.Key_Escape)
    assert (case.level, case.whys()) == (0, [])


@pytest.mark.thorough(long=True)
def test_undo_after_protecting_says_that_she_stays_protected(hands: Hands, case: Case) -> None:
    case.from_menu()
    hands.ctrl(Key.Key_Return)
    case.undo()
    assert "fortfarande skyddad" in case.toasts[-1]
    assert ACT in case.toasts[-1]
    assert case.level == 1


@pytest.mark.thorough(long=True)
def test_a_protection_is_lowered_for_a_reason_alone_and_undo_protects_again(hands: Hands, case: Case) -> None:
    case.protected(2)
    dialog = case.from_menu()
    assert dialog.level.currentText() == "Skyddad folkbokföring"
    assert [label.text() for label in dialog.findChildren(QLabel) if case.name in label.text()] == []
    hands.press(Key.Key_Home)
    assert dialog.follows.text().startswith("Inget döljs längre")
    hands.ctrl(Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.reason.wrong.text() == "Skriv varför skyddet sänks."
    assert dialog.why.hasFocus()
    assert case.level == 2
    hands.type("Markeringen togs bort")
    hands.ctrl(Key.Key_Return)
    assert not dialog.isVisible()
    assert (case.level, case.whys()[0]) == (0, "Markeringen togs bort")
    case.undo()
    assert case.level == 2


@pytest.mark.thorough(long=True)
def test_a_level_that_is_kept_is_no_step(hands: Hands, case: Case) -> None:
    case.protected(1)
    before = hands.ask(lambda desk: len(desk.history.steps()))
    dialog = case.from_menu()
    hands.ctrl(Key.Key_Return)
    assert not dialog.isVisible()
    assert case.toasts == []
    assert hands.ask(lambda desk: len(desk.history.steps())) == before


@pytest.mark.thorough(long=True)
def test_the_palette_protects_whom_the_page_shows(hands: Hands, case: Case) -> None:
    hands.ctrl(Key.Key_K)
    hands.type("skydda person")
    hands.press(Key.Key_Return)
    case.dialog()
    hands.ctrl(Key.Key_Return)
    assert case.level == 1


@pytest.mark.thorough(long=True)
def test_the_palette_protects_nobody_from_another_page_nor_somebody_who_is_not_opened(hands: Hands, case: Case) -> None:
    case.protected(1)
    hands.window.window.go("participants", participant=case.key)
    hands.until(lambda: case.page.record is None)
    for page in ("participants", "overview"):
        hands.window.window.go(page, **({"participant": case.key} if page == "participants" else {}))
        hands.rest()
        hands.ctrl(Key.Key_K)
        hands.type("skydda person")
        hands.press(Key.Key_Return)
        assert QApplication.activeModalWidget() is None
        assert case.toasts[-1].startswith("Öppna först personens akt")
        assert hands.window.window.current == "participants"
