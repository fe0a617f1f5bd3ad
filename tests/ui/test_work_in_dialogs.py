"""What is written in a dialog stands there whatever is done next, and what it was written for holds it: a proposal its reason,
a list and a report to whom they were given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from amdesk.app import application
from amdesk.db.port import tuples
from amdesk.services.bank import banks
from amdesk.services.desk import Desk
from amdesk.settings import Settings
from amdesk.ui.frame.session import BankWindow
from tests import make
from tests.services.test_retention import gone_person, two_users
from tests.ui import formed
from tests.ui.conftest import Hands, close
from tests.ui.screens import DIALOGS
from tests.ui.test_throwing_away import NOTHING_TO_WRITE, fields, touched
from tests.ui.test_throwing_away import shown as opened
from tests.ui.test_work_in_hand import ACTS, locked_and_unlocked, undone_and_done_again

Key, Mod = Qt.Key, Qt.KeyboardModifier
ONLY_SECRETS = {"SecretDialog", "UnlockDialog", "PassphraseDialog", "RehearseDialog", "RekeyDialog", "LockDialog"}
"""What is typed there is no work, and a lock may take it away."""
OF_ITS_OWN = {"PrintDialog", "StartDialog", "NewBankDialog", "ClashDialog", "BookingDialog"}
"""A booking that is only read has nothing to write in; printing and two writers have tests of their own; before there is a bank nothing is printed, undone or locked."""
WRITTEN_IN = sorted(DIALOGS.keys() - NOTHING_TO_WRITE - ONLY_SECRETS - OF_ITS_OWN)


AT_A_DIALOG = [one for one in ACTS if one is not undone_and_done_again]


def keys_of_undo(hands: Hands) -> None:
    """By the keys alone: the palette and the history are not reached from a dialog."""
    for key in (Key.Key_Z, Key.Key_Y):
        QTest.keyClick(QApplication.activeModalWidget() or hands.window.window, key, Mod.ControlModifier)


def standing(field: Any) -> object:
    return field.isChecked() if isinstance(field, QAbstractButton) else formed.shown(field)


@pytest.mark.thorough(66)
@pytest.mark.parametrize("kind", WRITTEN_IN)
def test_what_is_written_in_a_dialog_stands_whatever_is_done_next(
    hands: Hands, other: Desk, tmp_path: Path, kind: str
) -> None:
    dialog: Any = opened(hands, other, tmp_path, kind)
    written_in = fields(dialog)
    for field in written_in:
        if field.isVisible() and field.isEnabled():  # what was ticked may have closed another
            touched(field)
    hands.rest()
    # What is ticked is no more among the fields to write in, and must stand as well.
    held = dict.fromkeys([*(one for one in written_in if isValid(one)), *fields(dialog)])
    wanted = {one: standing(one) for one in held}
    assert wanted
    before = formed.state(other)
    for act in (*AT_A_DIALOG, keys_of_undo):
        act(hands)
        hands.rest()
        assert [QApplication.activeModalWidget()] == [dialog], act.__name__
        assert {one: standing(one) for one in wanted} == wanted, act.__name__
    assert formed.changed(before, formed.state(other)) == set(), "what was written is stored by its own button alone"
    dialog.give_up()
    hands.rest()


def within(hands: Hands, kind: str, do: Callable[[Any], None]) -> None:
    """Do this in the dialog of that class that is about to be asked; it is closed afterwards, whatever became of it."""

    def look() -> None:
        dialog: Any = QApplication.activeModalWidget()
        if type(dialog).__name__ != kind:
            QTimer.singleShot(20, hands.window.window, look)
            return
        hands.expected -= 1
        try:
            do(dialog)
        finally:
            if dialog.isVisible():
                dialog.give_up()

    hands.expected += 1
    QTimer.singleShot(20, hands.window.window, look)


def written(hands: Hands, said: str, label: str, act: Callable[[Hands], None]) -> Callable[[Any], None]:
    """Writes this in that field, does something else, and answers with Ctrl+Enter."""

    def do(dialog: Any) -> None:
        hands.until(dialog.ok.isEnabled)
        formed.write(formed.control(dialog, label), said)
        act(hands)
        hands.until(lambda: QApplication.activeModalWidget() is dialog)
        hands.until(lambda: dialog.ok.isEnabled() and dialog.isActiveWindow())
        formed.enter(dialog)

    return do


def printed_nothing(hands: Hands) -> None:
    target: QWidget = QApplication.activeModalWidget() or hands.window.window
    QTest.keyClick(target, Key.Key_P, Mod.ControlModifier)
    QTest.keyClick(target, Key.Key_Z, Mod.ControlModifier)
    QTest.keyClick(target, Key.Key_1, Mod.ControlModifier)


LATER = pytest.mark.parametrize("act", [printed_nothing, locked_and_unlocked], ids=lambda a: a.__name__)


@pytest.fixture
def petra(qtbot: QtBot, tmp_path: Path) -> Any:
    """A window of one of two users, on a bank in which somebody's time has passed."""
    path, first, second = two_users(tmp_path)
    gone_person(first)
    first.close()
    second.close()
    settings = Settings(user="Petra", theme="light", width=1366, height=768)
    key = banks.unlock(str(path), "en lång fras av Petra")
    window = BankWindow(application(), str(path), key, make.CLOCK, settings, "sv")
    window.show()
    window.window.activateWindow()
    qtbot.waitUntil(window.window.isActiveWindow)
    yield Hands(qtbot, window)
    close(window)


def retention(hands: Hands) -> Any:
    hands.window.window.go("settings", part="retention")
    hands.rest()
    return hands.page("settings").retention


@pytest.mark.thorough(long=True)
def test_a_proposed_erasure_keeps_the_reason_that_was_written_for_it(petra: Hands) -> None:
    pane = retention(petra)
    petra.until(pane.first.isVisible)
    within(petra, "ReasonDialog", written(petra, "Gallringsplan 4.2", "Reason", printed_nothing))
    pane.first.click()
    petra.rest()
    found = petra.ask(lambda desk: desk.retention.proposal())
    assert (found.by, found.why, len(found.people)) == ("Petra", "Gallringsplan 4.2", 1)
    assert "Petra har föreslagit" in pane.waits.text()
    assert "Gallringsplan 4.2" in pane.waits.text()
    assert not pane.act.isVisible(), "whoever proposed it does not approve it"


@pytest.mark.thorough(long=True)
def test_an_early_proposal_of_ones_own_is_not_written_over_by_everybody_who_is_due(petra: Hands) -> None:
    pane = retention(petra)
    petra.until(pane.first.isVisible)
    petra.window.tasks.write(lambda desk: desk.retention.propose("Beslut", early=[make.participant(desk.bank)]))
    pane.refresh()
    petra.until(lambda: pane.proposed is not None)
    assert not pane.first.isVisible(), "it would propose others than the table shows"
    assert not pane.act.isVisible()


@pytest.mark.thorough(long=True)
def test_once_no_second_user_is_wanted_the_list_is_of_everybody_who_is_due_again(petra: Hands) -> None:
    pane = retention(petra)
    petra.until(pane.first.isVisible)
    due = [p.uid for p in pane.found]
    petra.window.tasks.write(lambda desk: desk.retention.propose("Beslut", early=[make.participant(desk.bank)]))
    pane.refresh()
    petra.until(lambda: pane.proposed is not None)
    assert [p.uid for p in pane.found] != due
    pane.two.click()
    petra.until(pane.act.isVisible)
    assert [p.uid for p in pane.found] == due, "whom the button erases is whom the table shows"


@pytest.mark.thorough(long=True)
def test_whoever_became_due_while_the_word_was_typed_is_not_erased(
    petra: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane, toasts = retention(petra), list[str]()
    petra.shell.toasted.connect(lambda said, _undo: toasts.append(said))
    petra.until(pane.first.isVisible)
    pane.two.click()
    petra.until(pane.act.isVisible)
    shown = pane.found
    petra.window.tasks.write(lambda desk: gone_person(desk, name="Sent", identity=make.fresh_number(), phone=""))
    petra.rest()
    assert len(pane.found) == 2
    pane.found = shown  # as where another window has noted her
    monkeypatch.setattr("amdesk.ui.kit.reason.ReasonDialog.ask", lambda *_a, **_k: "Gallringsplan 4.2")
    monkeypatch.setattr("amdesk.ui.bank.secrets.TypeDialog.ask", lambda *_a, **_k: True)
    pane.act.click()
    petra.until(lambda: len(pane.found) == 2)
    assert petra.ask(lambda desk: len(desk.retention.overdue())) == 2
    assert any("Se listan igen" in said for said in toasts)


def test_where_nobody_is_named_no_reason_is_asked_for_that_nobody_can_approve(hands: Hands, other: Desk) -> None:
    gone_person(other)
    other.set_settings({"retention_two": "yes"})
    pane = retention(hands)
    hands.until(pane.first.isVisible)
    assert not pane.first.isEnabled()
    assert pane.waits.isVisible()
    assert "inga namngivna användare" in pane.waits.text()


@pytest.mark.thorough(long=True)
@LATER
def test_a_list_is_logged_as_given_to_whom_it_was_written(
    hands: Hands, chosen: Callable[[str], Path], act: Callable[[Hands], None]
) -> None:
    path = chosen("s.xlsx")
    hands.window.window.go("exchange")
    hands.rest()
    within(hands, "LeavingDialog", written(hands, "Enhetens chef", "To whom it is given (is logged)", act))
    hands.page("exchange").exports.buttons["supervisors"].click()
    hands.until(path.exists)
    hands.rest()
    asked_of = "select words from access_log where what = 'export_supervisors' order by id desc limit 1"
    assert hands.ask(lambda desk: tuples(desk.bank, asked_of)) == [("Enhetens chef",)]


@LATER
@pytest.mark.thorough(long=True)
def test_a_report_is_kept_as_given_to_whom_it_was_written(
    hands: Hands, tmp_path: Path, act: Callable[[Hands], None]
) -> None:
    path = tmp_path / "n.pdf"
    hands.window.window.go("followup", tab="result")
    hands.until(lambda: hands.page("followup").result.data is not None)

    def do(dialog: Any) -> None:
        dialog.path.setText(str(path))
        written(hands, "Nämnden", "Given out to", act)(dialog)

    within(hands, "CommitteeDialog", do)
    hands.ctrl(Key.Key_P)
    hands.until(path.exists)
    hands.rest()
    kept = hands.ask(lambda desk: list(desk.bank.query("select audience, recipient from report")))
    assert kept == [{"audience": "outside", "recipient": "Nämnden"}]
