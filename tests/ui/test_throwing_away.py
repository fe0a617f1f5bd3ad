"""What somebody has written in a form is not thrown away without a word, whatever closes it; an untouched form closes at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from shiboken6 import isValid

from amdesk.services.desk import Desk
from amdesk.ui.kit.dialog import BareDialog, LeaveDialog
from amdesk.ui.kit.written import is_field
from tests.ui import formed
from tests.ui.conftest import Hands
from tests.ui.screens import DIALOGS

Key = Qt.Key
NOTHING_TO_WRITE = {
    "IssuedDialog", "BuiltUponDialog", "ConflictsDialog", "CancelDialog", "AbsentDialog", "ReceiptDialog", "ReportDialog", "WorkDialog", "BehindDialog",
    "StartDialog", "LeaveDialog", "AttendanceDialog", "SheetsDialog", "GuidanceDialog", "TourDialog", "CheckedDialog",
    "BroughtDialog", "ForgetDialog", "NotDialog", "FrozenDialog", "QueueDialog", "ChainsDialog", "FairnessDialog",
    "SubsidiesDialog", "ActivityDialog", "HandoverDialog", "CaseloadPagesDialog", "WeekListsDialog", "ReturnedWeekDialog",
}  # fmt: skip
"""They tell or ask something, and have no field; of attendance and sheets there is none where nothing differs, as here."""
SAID_ANEW = {"ShortcutsDialog", "ManualDialog", "WhyDialog", "SecretDialog", "UnlockDialog", "PassphraseDialog", "TypeDialog", "PrintDialog", "ClashDialog", "RehearseDialog", "RekeyDialog", "LeavingDialog", "LockDialog"}  # fmt: skip
"""A search, a secret, a word that says yes, how a paper is printed: nothing of it is anybody's work. What is chosen between two
writers stands on the page, which keeps it."""
FORMS = sorted(DIALOGS.keys() - NOTHING_TO_WRITE - SAID_ANEW)


def shown(hands: Hands, other: Desk, folder: Path, kind: str) -> Any:
    held = DIALOGS[kind](hands, other, folder)
    hands.until(lambda: type(QApplication.activeModalWidget()).__name__ == kind)
    dialog: Any = QApplication.activeModalWidget()
    hands.until(dialog.isActiveWindow)
    hands.rest()
    if held is not dialog:
        dialog.held = held
    return dialog


def fields(dialog: QWidget) -> list[Any]:
    """What can be written, chosen or ticked."""
    kinds: tuple[Any, ...] = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox, QAbstractButton)
    found = [one for kind in kinds for one in dialog.findChildren(kind) if one.isVisible() and one.isEnabled()]
    return [
        one
        for one in found
        if not isinstance(one.parentWidget(), QAbstractSpinBox | QComboBox)
        and (not isinstance(one, QAbstractButton) or (one.isCheckable() and not one.isChecked()))
        and (not isinstance(one, QComboBox) or one.count() > 1)
        and (not isinstance(one, QLineEdit) or one.echoMode() == QLineEdit.EchoMode.Normal)
    ]


def touched(field: Any) -> None:
    field.setFocus()
    if isinstance(field, QComboBox):
        QTest.keyClick(field, Key.Key_Down if field.currentIndex() + 1 < field.count() else Key.Key_Up)
    elif isinstance(field, QAbstractButton):
        QTest.keyClick(field, Key.Key_Space)
    elif isinstance(field, QAbstractSpinBox):
        QTest.keyClick(field, Key.Key_Up)
    else:
        QTest.keyClicks(field, "x")


def by_esc(dialog: Any) -> None:
    QTest.keyClick(dialog, Key.Key_Escape)


def by_the_cross(dialog: Any) -> None:
    dialog.close()


def by_cancel(dialog: Any) -> None:
    dialog.no.click()


WAYS: list[Callable[[Any], None]] = [by_esc, by_the_cross, by_cancel]


@pytest.mark.thorough(54)
@pytest.mark.parametrize("kind", FORMS)
def test_what_is_written_in_a_form_is_asked_for_before_it_is_thrown_away(
    hands: Hands, other: Desk, tmp_path: Path, kind: str
) -> None:
    dialog = shown(hands, other, tmp_path, kind)
    assert isinstance(dialog, BareDialog)
    before = formed.state(other)
    unasked = []
    for field in fields(dialog):
        was = formed.shown(field) if not isinstance(field, QAbstractButton) else field.isChecked()
        touched(field)
        now = formed.shown(field) if not isinstance(field, QAbstractButton) else field.isChecked()
        if now == was:
            continue
        for way in WAYS:
            way(dialog)
            over = formed.asked(dialog)
            if over is None or not dialog.isVisible():
                unasked.append(
                    f"{type(field).__name__} {field.accessibleName() or getattr(field, 'text', str)()}, {way.__name__}"
                )
                break
            QTest.keyClick(over, Key.Key_Escape)
            assert dialog.isVisible(), "Esc goes on writing"
        if not dialog.isVisible():
            break
    assert unasked == []
    dialog.reject()
    over = formed.asked(dialog)
    assert over is not None, "something was written"
    over.confirm()
    hands.rest()
    assert not isValid(dialog) or not dialog.isVisible()
    assert formed.changed(before, formed.state(other)) == set()


@pytest.mark.thorough(96)
@pytest.mark.parametrize("kind", sorted(DIALOGS.keys() - {"PrintDialog"}))
def test_a_form_in_which_nothing_was_written_closes_at_once(
    hands: Hands, other: Desk, tmp_path: Path, kind: str
) -> None:
    dialog = shown(hands, other, tmp_path, kind)
    by_esc(dialog)
    assert not isValid(dialog) or (not dialog.isVisible() and dialog.findChildren(LeaveDialog) == [])


@pytest.mark.thorough(96)
@pytest.mark.parametrize("kind", sorted(DIALOGS.keys() - {"PrintDialog", "StartDialog"}))
def test_the_keys_begin_in_a_field_and_never_at_cancel_where_there_is_one(
    hands: Hands, other: Desk, tmp_path: Path, kind: str
) -> None:
    dialog = shown(hands, other, tmp_path, kind)
    if any(is_field(one) and one.isVisible() and one.isEnabled() for one in dialog.form.findChildren(QWidget)):
        assert dialog.focusWidget() is not getattr(dialog, "no", None)
        assert dialog.focusWidget() is not None
    dialog.done(0)


@pytest.mark.thorough(long=True)
def test_what_was_written_and_taken_away_again_is_nothing(hands: Hands, other: Desk, tmp_path: Path) -> None:
    dialog = shown(hands, other, tmp_path, "ParticipantDialog")
    field = formed.control(dialog, "Phone")
    was = field.text()
    formed.write(field, "070-9")
    formed.write(field, was)
    by_esc(dialog)
    assert not dialog.isVisible()


def test_the_lists_above_know_every_dialog() -> None:
    assert DIALOGS.keys() >= NOTHING_TO_WRITE | SAID_ANEW
    assert set() == NOTHING_TO_WRITE & SAID_ANEW
