"""What is asked before a bank is open, and what opens it: passphrases, recovery codes, the ways of the first start."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from amdesk.app import application
from amdesk.domain.errors import BadFile, BankUnusable
from amdesk.domain.texts import text
from amdesk.i18n import Words
from amdesk.services.bank import access, banks
from amdesk.services.desk import Desk
from amdesk.settings import Settings
from amdesk.ui.bank.recovery import print_code
from amdesk.ui.bank.secrets import PassphraseDialog, SecretDialog, UnlockDialog
from amdesk.ui.frame.start import Bare, NewBankDialog, StartDialog
from amdesk.ui.kit.printing import PrintDialog
from amdesk.ui.kit.theme import look
from tests import make
from tests.export.test_papers import said_on
from tests.ui.formed import answered, click, complaint, control, turn, words_of

SECRET = "fyra ord som ingen gissar"


@pytest.fixture
def bare(qtbot: QtBot, tmp_path: Path) -> Bare:
    settings = Settings(bank=str(tmp_path / "b.amdesk"))
    return Bare(look(application(), Settings()), Words("en", make.TODAY), settings)


@pytest.fixture
def holder(qtbot: QtBot, bare: Bare) -> StartDialog:
    """Something for a dialog to stand over before there is a bank."""
    made = StartDialog(bare, make.CLOCK, str)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def locked(bare: Bare) -> tuple[str, str]:
    """A bank with a passphrase at the place of the settings, and its recovery code."""
    bank, code = banks.create(Path(bare.settings.bank), SECRET, make.CLOCK, access.who())
    bank.close()
    return bare.settings.bank, code


def test_a_new_passphrase_opens_the_bank_and_its_new_code_is_shown_once(
    qtbot: QtBot, bare: Bare, holder: StartDialog, locked: tuple[str, str]
) -> None:
    address, code = locked
    dialog = PassphraseDialog(holder, bare)
    dialog.show()

    def say(old: str, new: str, again: str) -> None:
        for label, said in (("Present passphrase or recovery code", old), ("New passphrase", new), ("The new one again", again)):  # fmt: skip
            turn(control(dialog, label), said)
        dialog.confirm()

    for new, again in (("kort", "kort"), ("nya fyra ord ihop", "andra ord")):
        say(SECRET, new, again)
        assert complaint(dialog) == dialog.t("Write the same new passphrase twice, at least eight characters.")
    say("fel fras helt", "nya fyra ord ihop", "nya fyra ord ihop")
    assert "does not open" in complaint(dialog)
    banks.unlock(address, SECRET)
    say(SECRET, "nya fyra ord ihop", "nya fyra ord ihop")
    assert complaint(dialog) == ""
    (new_code,) = (w.text() for w in dialog.findChildren(QLabel) if w.property("kind") == "section")
    for secret in ("nya fyra ord ihop", new_code):
        assert banks.unlock(address, secret)
    for secret in (SECRET, code):
        with pytest.raises(BankUnusable):
            banks.unlock(address, secret)
    dialog.confirm()
    assert not dialog.isVisible()


def test_where_several_have_passphrases_the_recovery_code_stays_as_it_was(
    qtbot: QtBot, bare: Bare, holder: StartDialog, locked: tuple[str, str]
) -> None:
    address, code = locked
    desk = Desk(banks.open_(address, SECRET, make.CLOCK, access.who()), make.CLOCK)
    desk.users.add("Rut Lesdotter", ["reader"], "en lång fras som är hennes")
    desk.close()
    dialog = PassphraseDialog(holder, bare)
    dialog.show()
    assert dialog.t("The old recovery code stops working; a new one is shown.") not in words_of(dialog)
    for label, said in (("Present passphrase or recovery code", "en lång fras som är hennes"), ("New passphrase", "nya fyra ord ihop"), ("The new one again", "nya fyra ord ihop")):  # fmt: skip
        turn(control(dialog, label), said)
    dialog.confirm()
    assert complaint(dialog) == ""
    kept = "Your passphrase is changed. The recovery code is the unit's and stays as it was."
    qtbot.waitUntil(lambda: dialog.t(kept) in words_of(dialog))
    assert banks.unlock(address, code)
    dialog.confirm()
    assert not dialog.isVisible()


def test_a_bank_is_opened_with_its_passphrase_and_remembered_where_that_is_ticked(
    qtbot: QtBot, bare: Bare, holder: StartDialog, locked: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, str] = {}
    monkeypatch.setattr(access, "remember_key", kept.__setitem__)
    monkeypatch.setattr(access, "saved_key", kept.get)

    def unlock(dialog: Any) -> None:
        turn(control(dialog, "Passphrase or recovery code"), SECRET)
        turn(control(dialog, "Remember on this computer (in the system's key store)"))
        dialog.confirm()

    answered(holder, "UnlockDialog", unlock)
    key = UnlockDialog.ask(holder, bare, locked[0])
    assert kept == {locked[0]: key}
    assert UnlockDialog.ask(holder, bare, locked[0]) == key, "the key store answers"
    kept.clear()
    answered(holder, "UnlockDialog", lambda dialog: dialog.reject())
    assert UnlockDialog.ask(holder, bare, locked[0]) is None


@pytest.mark.thorough(long=True)
def test_the_first_start_makes_opens_and_restores_and_giving_up_goes_nowhere(
    qtbot: QtBot, bare: Bare, holder: StartDialog, locked: tuple[str, str], chosen: Any, tmp_path: Path
) -> None:
    address = locked[0]
    chosen("b.amdesk")
    for icon, kind in (("folder_open", "UnlockDialog"), ("arrow_undo", "SecretDialog"), ("database", "NewBankDialog")):
        answered(holder, kind, lambda dialog: dialog.reject())
        holder.buttons[icon].click()
        assert holder.answer is None, icon

    def secret(dialog: Any) -> None:
        turn(control(dialog, "Passphrase or recovery code"), SECRET)
        dialog.confirm()

    def agree(dialog: Any) -> None:
        assert "Nothing in the bank is newer than the copy." in dialog.sentence.text()
        turn(control(dialog, "Type {word}", word="RESTORE"), "RESTORE")
        dialog.confirm()

    def then_agree(dialog: Any) -> None:
        answered(holder, "TypeDialog", agree)
        secret(dialog)

    answered(holder, "UnlockDialog", secret)
    holder.buttons["folder_open"].click()
    assert holder.answer is not None
    assert holder.answer[0] == address
    assert len(holder.answer[1] or "") == 64
    holder.answer = None
    holder.show()
    copy = make.copied(Path(address), tmp_path / "kopia.amdesk")
    chosen(copy.name)

    def wrong(dialog: Any) -> None:
        dialog.field.setText("fel fras")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        assert "does not open" in complaint(dialog)
        assert dialog.isVisible(), "another try"
        dialog.reject()

    answered(holder, "SecretDialog", wrong)
    holder.buttons["arrow_undo"].click()
    assert holder.answer is None
    answered(holder, "SecretDialog", then_agree)
    holder.buttons["arrow_undo"].click()
    assert holder.answer == (address, banks.unlock(address, SECRET))


def test_a_demo_city_that_cannot_be_made_is_said_at_the_start(qtbot: QtBot, bare: Bare) -> None:
    def fail() -> str:
        raise BadFile(text("The disk is full."), "FULL")

    start = StartDialog(bare, make.CLOCK, fail, missing="The bank is gone.")
    qtbot.addWidget(start)
    start.show()
    start.buttons["building"].click()
    assert start.wrong.text() == "The disk is full."
    assert start.answer is None
    assert QApplication.overrideCursor() is None


def previewed(qtbot: QtBot) -> Any:
    """The paper that is shown, once it has been read."""

    def there() -> bool:
        top = QApplication.activeModalWidget()
        return isinstance(top, PrintDialog) and top.read is not None

    qtbot.waitUntil(there)
    return QApplication.activeModalWidget()


def test_a_preview_of_the_code_that_is_left_prints_nothing_and_no_thread_stays(
    qtbot: QtBot, bare: Bare, holder: StartDialog, locked: tuple[str, str]
) -> None:
    told: list[str] = []
    print_code(holder, bare, make.CLOCK, "ABCD-EFGH", locked[0], told.append)
    paper = previewed(qtbot)
    assert not any("log" in one.text() for one in paper.side.findChildren(QLabel)), "no bank has a line about it"
    QTest.keyClick(paper, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not [t for t in threading.enumerate() if t.name.startswith(("read", "write"))])
    assert told == []


def test_the_recovery_code_of_a_new_bank_is_printed_and_another_bank_is_not_written_over(
    qtbot: QtBot, bare: Bare, holder: StartDialog, locked: tuple[str, str], chosen: Any, tmp_path: Path
) -> None:
    before = Path(locked[0]).read_bytes()

    def new(dialog: Any) -> None:
        dialog.name.setText("Jamila Provström")
        for field in (dialog.first, dialog.second):
            field.setText(SECRET)
        dialog.confirm()
        click(dialog, "Preview and print")
        paper = previewed(qtbot)
        chosen("ingenstans/kod.pdf")
        paper.save()
        qtbot.waitUntil(lambda: bool(paper.side.wrong.text()))
        path = chosen("kod.pdf")
        paper.save()
        qtbot.waitUntil(lambda: paper.gone and dialog.saved.isVisible())
        assert "".join(dialog.code.text().split()) in said_on(path.read_bytes())
        assert str(path) in dialog.saved.text()
        assert not dialog.printed.isChecked()
        dialog.confirm()
        assert dialog.isVisible(), "a file is not a paper that is locked away"
        dialog.printed.click()
        dialog.confirm()

    answered(holder, "NewBankDialog", new)
    answer = NewBankDialog.ask(holder, bare, make.CLOCK)
    assert answer is not None
    assert Path(answer[0]).name == "b-2.amdesk"
    assert Path(locked[0]).read_bytes() == before
    assert bare.settings.user == "Jamila Provström"


def test_a_secret_is_asked_for_or_left(qtbot: QtBot, bare: Bare, holder: StartDialog) -> None:
    answered(holder, "SecretDialog", lambda dialog: (dialog.field.setText(SECRET), dialog.confirm()))
    assert SecretDialog.ask(holder, bare, "Passphrase of the backup") == SECRET
    answered(holder, "SecretDialog", lambda dialog: dialog.reject())
    assert SecretDialog.ask(holder, bare, "Passphrase of the backup") is None


def test_nothing_of_a_secret_is_left_in_a_dialog_that_is_closed(
    bare: Bare, holder: StartDialog, locked: tuple[str, str]
) -> None:
    kept: list[Any] = []

    def unlock() -> object:
        return UnlockDialog.ask(holder, bare, locked[0])

    def secret() -> object:
        return SecretDialog.ask(holder, bare, "Passphrase of the backup", locked[0])

    def open_(dialog: Any) -> None:
        kept.append(dialog)
        dialog.field.setText(SECRET)
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)

    before = set(QApplication.topLevelWidgets())
    for kind, ask in (("UnlockDialog", unlock), ("SecretDialog", secret)):
        answered(holder, kind, open_)
        assert ask()
    application().sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
    assert [isValid(one) for one in kept] == [False, False]
    assert set(QApplication.topLevelWidgets()) <= before
