"""Row 13 of what the program is for: guidance that makes the right measure easier to choose. A choice is made with its guidance beside
it, a new version is put in force, and the decision still shows the version that it was made under. By the keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from amdesk.services.desk import Desk
from tests import make
from tests.ui.conftest import Hands

Key, Mod = Qt.Key, Qt.KeyboardModifier
NEW = "Nytt från i dag: fråga alltid efter beslutets nummer."


def said(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel))


def on(hands: Hands, widget: QWidget) -> None:
    """The keys to a part of the window that stands in front."""
    widget.window().activateWindow()
    hands.until(widget.window().isActiveWindow)
    widget.setFocus()


def press(hands: Hands, at: QWidget, key: Qt.Key, mod: Qt.KeyboardModifier = Mod.NoModifier) -> None:
    on(hands, at)
    QTest.keyClick(at, key, mod)
    hands.rest()


def dialog(hands: Hands, kind: str) -> Any:
    hands.until(lambda: type(QApplication.activeModalWidget()).__name__ == kind)
    return QApplication.activeModalWidget()


def confirmed(hands: Hands, form: QWidget) -> None:
    press(hands, form.focusWidget() or form, Key.Key_Return, Mod.ControlModifier)
    hands.until(lambda: QApplication.activeModalWidget() is None)
    hands.rest()


def booked_with_guidance(hands: Hands, version: int) -> Any:
    """Somebody who waits, her place, Shift+F1 at the form of employment, the form by the keys, Ctrl+Enter; the booking."""
    on(hands, hands.window.window)
    hands.ctrl(Key.Key_4)
    page = hands.page("matching")
    panel = page.panel
    hands.rest()
    if panel.receipt is not None:  # somebody was booked before: the next one who waits
        hands.ctrl(Key.Key_J)
    hands.until(lambda: panel.receipt is None and panel.asking and panel.form.count() > 1)
    hands.rest()
    press(hands, panel.form, Key.Key_F1, Mod.ShiftModifier)
    assert page.beside.showing
    beside = said(page.beside.panel)
    assert "Vilken anställningsform?" in beside
    assert f"Version {version} ·" in beside
    press(hands, page.beside.panel, Key.Key_Escape)
    assert panel.form.hasFocus(), "the choice has its keys back"
    press(hands, panel.form, Key.Key_Down)
    hands.rest()
    press(hands, panel.form, Key.Key_Return, Mod.ControlModifier)
    hands.until(lambda: panel.receipt is not None)
    hands.rest()
    return panel.receipt.booking


def read_with_decision(hands: Hands, booking: Any) -> str:
    """What the booking shows as the guidance that it was made under."""
    hands.window.window.go("participants", participant=booking.participant_id)
    page = hands.page("participants")
    hands.until(lambda: page.record is not None and page.record.participant.id == booking.participant_id)
    menu = page._more()
    menu.popup(hands.window.window.mapToGlobal(QPoint(300, 200)))
    menu.setActiveAction(next(one for one in menu.actions() if booking.ref in one.text()))
    QTest.keyClick(menu, Key.Key_Return)
    steps = dialog(hands, "BookingDialog")

    def links() -> list[QPushButton]:
        return [b for b in steps.findChildren(QPushButton) if b.text().startswith("Anställningsform: vägledning")]

    hands.until(lambda: len(links()) == 1)
    [link] = links()
    press(hands, link, Key.Key_Space)
    shown = dialog(hands, "GuidanceDialog")
    found = f"{link.text()}\n{said(shown)}"
    press(hands, shown, Key.Key_Escape)
    press(hands, dialog(hands, "BookingDialog"), Key.Key_Escape)
    hands.until(lambda: QApplication.activeModalWidget() is None)
    return found


def new_version(hands: Hands, other: Desk) -> None:
    """The chapter of the forms written anew and put in force today."""
    on(hands, hands.window.window)
    hands.ctrl(Key.Key_7)
    page = hands.page("development")
    hands.until(lambda: page.list.count() > 1 and page.chapter == "form")
    hands.rest()
    press(hands, page.write, Key.Key_Space)
    draft = dialog(hands, "DraftDialog")
    for box in (draft.sv, draft.en):
        press(hands, box, Key.Key_End, Mod.ControlModifier)
        press(hands, box, Key.Key_Return)
        hands.type(NEW)
    confirmed(hands, draft)
    hands.until(lambda: page.which.count() == len(other.guidance.of("form").versions))
    press(hands, page.which, Key.Key_Home)
    hands.until(page.begin.isEnabled)
    press(hands, page.begin, Key.Key_Space)
    confirmed(hands, dialog(hands, "BeginDialog"))


@pytest.mark.thorough(long=True)
def test_row_13_a_choice_is_made_with_its_guidance_and_the_decision_keeps_the_version_of_its_day(
    hands: Hands, other: Desk
) -> None:
    before = other.guidance.of("form").now
    assert before is not None
    first = booked_with_guidance(hands, before.version)
    new_version(hands, other)
    now = other.guidance.of("form").now
    assert now is not None
    assert (now.version, NEW in now.sv, now.since) == (before.version + 1, True, make.TODAY)
    second = booked_with_guidance(hands, now.version)
    assert second.ref != first.ref
    for booking, version in ((first, before.version), (second, now.version)):
        shown = read_with_decision(hands, booking)
        assert f"vägledning version {version}\n" in shown
        assert f"Version {version} ·" in shown
        [kept] = [u for u in other.guidance.kept_with_booking(booking.ref) if u.chapter == "form"]
        assert kept.version == version
