"""Whatever is open over a page when somebody else protects a person no longer shows her name."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from amdesk.db.port import rows
from amdesk.services.desk import Desk
from amdesk.ui.frame.told import told
from amdesk.ui.kit.reason import GoOnDialog
from amdesk.ui.kit.within import Own
from amdesk.ui.people.form import ParticipantDialog
from tests.gate.people import COLLEAGUE, Staged, open_desk
from tests.gate.test_pictures import BEFORE_A_BANK, stands
from tests.ui.conftest import Hands, close, make_window
from tests.ui.screens import DIALOGS

WRITTEN = "070-174 06 05"
NAMING = {
    "ParticipantDialog", "LeavingDialog", "BookingDialog", "WeekDialog", "BehindDialog", "LastDayDialog", "CancelDialog", "MoveDialog",
    "HandoverDialog", "InterruptDialog",
}  # fmt: skip
"""Dialogs that are opened here over somebody whom nobody protects yet."""


def open_names(desk: Desk) -> dict[str, int]:
    """Everybody whom nobody protects, by name."""
    sql = "select id, name from participant where protection = 0 and merged_into is null and name <> ''"
    return {r["name"]: r["id"] for r in rows(desk.bank, sql)}


def over_the_page() -> str:
    return "\n".join(told(one) for one in QApplication.topLevelWidgets() if isinstance(one, Own) and one.isVisible())


def looked(hands: Hands) -> None:
    hands.shell.tasks._look()
    hands.rest()


@pytest.mark.parametrize("part", range(10))
@pytest.mark.thorough(12)
def test_no_open_dialog_goes_on_naming_somebody_whom_another_protects(
    part: int, qtbot: QtBot, guarded: tuple[Path, Staged], tmp_path: Path
) -> None:
    hands = Hands(qtbot, make_window(qtbot, str(guarded[0])))
    desk, faults, named = open_desk(guarded[0], COLLEAGUE), list[str](), set[str]()
    hands.rest()
    hands.window.window.flags.look()
    hands.rest()
    kinds = [k for k in DIALOGS if k not in BEFORE_A_BANK][part::10]
    for kind in kinds:
        kept = DIALOGS[kind](hands, desk, tmp_path)
        hands.until(partial(stands, kind))
        looked(hands)
        shown = over_the_page()
        hers = {name: key for name, key in open_names(desk).items() if name in shown}
        for key in hers.values():
            desk.participants.protect(key, 2)
        looked(hands)
        if hers:
            named.add(kind)
            faults += [f"{kind}: {name}" for name in hers if name in over_the_page()]
        while isinstance(dialog := QApplication.activeModalWidget(), QDialog):
            dialog.reject()
        del kept
        for key in hers.values():
            desk.participants.protect(key, 0, "Prov")
        hands.window.window._go("overview", {})
        looked(hands)
    desk.close()
    close(hands.window)
    assert named >= NAMING & set(kinds), "these name somebody of the staged bank who is not protected"
    assert faults == []


def test_a_dialog_that_shows_somebody_else_stays(qtbot: QtBot, guarded: tuple[Path, Staged], tmp_path: Path) -> None:
    hands = Hands(qtbot, make_window(qtbot, str(guarded[0])))
    desk = open_desk(guarded[0], COLLEAGUE)
    hands.rest()
    hands.window.window.flags.look()
    DIALOGS["NoteDialog"](hands, desk, tmp_path)
    hands.until(partial(stands, "NoteDialog"))
    other = next(key for name, key in open_names(desk).items() if name not in over_the_page())
    desk.participants.protect(other, 1)
    looked(hands)
    assert stands("NoteDialog")
    desk.close()
    close(hands.window)


def words_of(form: ParticipantDialog) -> QLineEdit:
    found = form.controls["phone"].widget
    assert isinstance(found, QLineEdit)
    return found


def noting(hands: Hands, desk: Desk, folder: Path) -> tuple[ParticipantDialog, int, str]:
    """Somebody's form with something written in it, and whose it is, who is protected meanwhile."""
    hands.rest()
    hands.window.window.flags.look()
    hands.rest()
    DIALOGS["ParticipantDialog"](hands, desk, folder)
    hands.until(partial(stands, "ParticipantDialog"))
    form = QApplication.activeModalWidget()
    assert isinstance(form, ParticipantDialog)
    name, key = next((name, key) for name, key in open_names(desk).items() if name in over_the_page())
    words = words_of(form)
    words.setFocus()
    words.setText(WRITTEN)
    desk.participants.protect(key, 2)
    looked(hands)
    return form, key, name


@pytest.mark.thorough(long=True)
def test_what_was_written_comes_back_for_a_reason_and_is_stored(
    qtbot: QtBot, guarded: tuple[Path, Staged], tmp_path: Path
) -> None:
    hands = Hands(qtbot, make_window(qtbot, str(guarded[0])))
    desk = open_desk(guarded[0], COLLEAGUE)
    form, key, name = noting(hands, desk, tmp_path)
    assert stands("GoOnDialog")
    assert not form.isVisible()
    assert name not in over_the_page()
    ask = QApplication.activeModalWidget()
    assert isinstance(ask, GoOnDialog)
    ask.reject()
    hands.until(partial(stands, "LeaveDialog"))  # nothing is thrown away unasked
    leave = QApplication.activeModalWidget()
    assert isinstance(leave, QDialog)
    leave.reject()
    ask.reason.setText("Skriver klart")
    ask.confirm()
    hands.until(form.isVisible)
    assert words_of(form).text() == WRITTEN
    number = desk.person(key).number
    assert "Skriver klart" in [r.why for r in desk.history.access(number)]
    form.confirm()
    hands.until(lambda: not isValid(form) or not form.isVisible())
    hands.rest()
    phones = [r["phone"] for r in rows(desk.bank, "select phone from participant where phone is not null")]
    assert WRITTEN.replace(" ", "") in [p.replace(" ", "") for p in phones], (
        form.wrong.text() if isValid(form) else "",
        phones,
    )
    desk.close()
    close(hands.window)


@pytest.mark.thorough(long=True)
def test_what_was_written_goes_where_nobody_gives_a_reason_and_throws_it_away(
    qtbot: QtBot, guarded: tuple[Path, Staged], tmp_path: Path
) -> None:
    hands = Hands(qtbot, make_window(qtbot, str(guarded[0])))
    desk = open_desk(guarded[0], COLLEAGUE)
    form, _key, _name = noting(hands, desk, tmp_path)
    ask = QApplication.activeModalWidget()
    assert isinstance(ask, GoOnDialog)
    ask.give_up()
    hands.rest()
    assert not isValid(form) or not form.isVisible()
    assert QApplication.activeModalWidget() is None
    desk.close()
    close(hands.window)
