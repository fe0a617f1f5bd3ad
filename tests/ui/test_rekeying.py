"""Another key for the bank from Settings: the window goes, the bank is alone, the new code is seen, and the window comes again; and
what the first screen offers of a bank that is damaged."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from amdesk import app
from amdesk.domain.bank.generations import Folders
from amdesk.domain.errors import BankUnusable
from amdesk.i18n import Words
from amdesk.services.bank import access, banks, generations
from amdesk.services.desk import Desk
from amdesk.settings import Settings, data_folder
from amdesk.ui.bank import rekeying
from amdesk.ui.bank.rekeying import RekeyDialog
from amdesk.ui.frame.finding import REKEY, RESCUE, Finding
from amdesk.ui.frame.start import Bare, StartDialog
from amdesk.ui.kit.theme import look
from tests import make
from tests.ui.conftest import Hands, close, make_window
from tests.ui.formed import answered, complaint, control, turn, words_of

OLD, NEW, RUT = "fyra ord som ingen gissar", "nya fyra ord ihop", "en lång fras som är hennes"


@pytest.fixture
def bare(qtbot: QtBot, tmp_path: Path) -> Bare:
    settings = Settings(bank=str(tmp_path / "b.amdesk"))
    return Bare(look(app.application(), Settings()), Words("en", make.TODAY), settings)


@pytest.fixture
def bank(bare: Bare) -> Path:
    """A bank with a passphrase and one copy of it."""
    path = Path(bare.settings.bank)
    made, _ = banks.create(path, OLD, make.CLOCK, access.who())
    make.participant(made, name="Zita Provström")
    generations.keep(made, Folders(data_folder() / "backups"), make.CLOCK)
    made.close()
    return path


def folders() -> Folders:
    return Folders(data_folder() / "backups")


def say(dialog: Any, old: str, new: str, again: str) -> None:
    for label, said in (("Present passphrase or recovery code", old), ("New passphrase", new), ("The new one again", again)):  # fmt: skip
        turn(control(dialog, label), said)
    dialog.confirm()


def done(qtbot: QtBot, dialog: RekeyDialog, *given: str) -> None:
    say(dialog, *given)
    qtbot.waitUntil(lambda: not dialog.storing, timeout=60_000)


@pytest.fixture
def dialog(qtbot: QtBot, bare: Bare, bank: Path) -> RekeyDialog:
    found = RekeyDialog(None, bare, str(bank), folders())
    qtbot.addWidget(found)
    found.show()
    return found


def test_what_is_said_wrong_changes_nothing_and_is_told(qtbot: QtBot, dialog: RekeyDialog, bank: Path) -> None:
    before = bank.read_bytes()
    for new, again in (("kort", "kort"), (NEW, "andra ord här")):
        say(dialog, OLD, new, again)
        assert complaint(dialog) == "Write the same new passphrase twice, at least eight characters."
    done(qtbot, dialog, "fel fras helt", NEW, NEW)
    assert "does not open" in complaint(dialog)
    held = banks.open_(str(bank), OLD, make.CLOCK, access.who())
    done(qtbot, dialog, OLD, NEW, NEW)
    assert "is open in a window or another program" in complaint(dialog)
    held.close()
    assert (bank.read_bytes(), dialog.key) == (before, "")
    banks.unlock(str(bank), OLD)


def test_the_bank_gets_its_key_and_the_new_code_has_to_be_seen(
    qtbot: QtBot, dialog: RekeyDialog, bank: Path, tmp_path: Path
) -> None:
    stolen = tmp_path / "stolen.json"
    shutil.copyfile(f"{bank}.key.json", stolen)
    done(qtbot, dialog, OLD, NEW, NEW)
    assert complaint(dialog) == ""
    (code,) = (w.text() for w in dialog.findChildren(QLabel) if w.property("kind") == "title" and "-" in w.text())
    assert banks.unlock(str(bank), code) == dialog.key == banks.unlock(str(bank), NEW)
    for leave in (dialog.confirm, dialog.reject):
        leave()
        assert dialog.isVisible()
        assert "Write down the recovery code first" in complaint(dialog)
    dialog.printed.setChecked(True)
    dialog.confirm()
    assert not dialog.isVisible()
    shutil.copyfile(stolen, f"{bank}.key.json")
    with pytest.raises(BankUnusable, match="is not this bank’s"):
        banks.open_(str(bank), OLD, make.CLOCK, access.who())
    copy = next(folders().first.glob("*.amdesk"))
    banks.unlock(str(copy), NEW)


def test_copies_that_have_their_old_key_still_are_named_and_no_more_than_are_read(
    qtbot: QtBot, dialog: RekeyDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [Path(f"kopia-{n}.amdesk") for n in range(rekeying.NAMED + 2)]
    monkeypatch.setattr(banks, "rekey", lambda *_given: ("ABCDE-FGHJK", [], left))
    monkeypatch.setattr(banks, "unlock", lambda *_given: "00")
    done(qtbot, dialog, OLD, NEW, NEW)
    qtbot.waitUntil(lambda: f"kopia-{rekeying.NAMED - 1}.amdesk" in "\n".join(words_of(dialog)))
    said = "\n".join(words_of(dialog))
    assert f"kopia-{rekeying.NAMED}.amdesk" not in said
    assert "and 2 more" in said


def test_while_it_is_written_nobody_closes_it(
    qtbot: QtBot, dialog: RekeyDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def rekey(*given: Any) -> tuple[str, list[Path], list[Path]]:
        given[5](1, 4)
        dialog.reject()
        told.append(complaint(dialog))
        return "ABCDE-FGHJK", [], []

    monkeypatch.setattr(banks, "rekey", rekey)
    monkeypatch.setattr(banks, "unlock", lambda *_given: "00")
    monkeypatch.setattr(rekeying, "Thread", _Now)
    done(qtbot, dialog, OLD, NEW, NEW)
    assert told == ["The bank is being given its new key. Wait until that is done."]
    assert dialog.working.text() == "The bank has its new key. Copies written anew: 1 of 4."


class _Now:
    """A thread that is done when it is begun."""

    def __init__(self, target: Any, name: str) -> None:
        self.start = target


@pytest.mark.thorough(long=True)
def test_with_the_recovery_code_it_is_said_whose_passphrase_is_to_change(
    qtbot: QtBot, bare: Bare, bank: Path, dialog: RekeyDialog
) -> None:
    assert not dialog.whose_field.isVisible()
    desk = Desk(banks.open_(str(bank), OLD, make.CLOCK, access.who()), make.CLOCK)
    desk.users.add("Rut Lesdotter", ["reader"], RUT)
    desk.close()
    several = RekeyDialog(None, bare, str(bank), folders())
    qtbot.addWidget(several)
    several.show()
    assert several.whose_field.isVisible()
    done(qtbot, several, OLD, NEW, NEW)
    assert complaint(several) == ""
    assert banks.unlock(str(bank), RUT) == several.key, "who has nothing to do with it opens the bank as before"


@pytest.mark.thorough(long=True)
def test_settings_ask_the_window_to_go_and_the_bank_comes_back_with_its_key(
    qtbot: QtBot, bare: Bare, bank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = banks.unlock(str(bank), OLD)
    hands = Hands(qtbot, make_window(qtbot, str(bank), key=key, lang="en", bank=str(bank)))
    hands.window.window.go("settings", part="bank")
    hands.rest()
    wanted, gone = list[str](), list[str]()
    hands.shell.bank_wanted.connect(wanted.append)
    hands.page("settings").bank.rekey.click()
    assert wanted == ["rekey"]
    app._change_bank(hands.window, wanted[0], gone.append)
    assert (gone, hands.window.backup_secret) == ([REKEY + str(bank)], key)
    close(hands.window)
    finding = Finding(app.application(), bare.settings, bare.words, make.CLOCK, lambda _clock: "")
    monkeypatch.setattr(RekeyDialog, "exec", lambda _self: 0)
    assert finding.find(gone[0], key) == (str(bank), key, bare.settings), "given up, it is as it was"
    monkeypatch.setattr(RekeyDialog, "exec", lambda self: setattr(self, "key", "ab"))
    assert finding.find(gone[0], key) == (str(bank), "ab", bare.settings)


@pytest.mark.thorough(long=True)
def test_the_demo_city_which_opens_for_anybody_is_given_no_key(hands: Hands) -> None:
    hands.window.window.go("settings", part="bank")
    hands.rest()
    assert not hands.page("settings").bank.rekey.isVisible()


# a bank that is damaged, at the first screen


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[700] ^= 4
    path.write_bytes(bytes(content))


def started(qtbot: QtBot, bare: Bare, bank: Path) -> StartDialog:
    """The first screen as it says why a bank does not open."""
    finding = Finding(app.application(), bare.settings, bare.words, make.CLOCK, lambda _clock: "")
    found = finding._trouble(str(bank), banks.unlock(str(bank), OLD))
    dialog = StartDialog(bare, make.CLOCK, str, missing=bare.words.say(found.trouble.said), damaged=found)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.mark.thorough(long=True)
def test_a_damaged_bank_offers_its_newest_whole_copy_first(qtbot: QtBot, bare: Bare, bank: Path) -> None:
    flip(bank)
    dialog = started(qtbot, bare, bank)
    assert "is damaged" in "\n".join(words_of(dialog))
    assert list(dialog.buttons) == ["history", "shield", "database", "folder_open", "arrow_undo"], "and no demo city"
    assert dialog.buttons["history"].property("kind") == "primary"
    answered(dialog, "SecretDialog", lambda asked: (asked.field.setText(OLD), asked.confirm()))
    answered(dialog, "TypeDialog", lambda asked: (asked.field.setText("RESTORE"), asked.confirm()))
    dialog.buttons["history"].click()
    assert dialog.answer == (str(bank), banks.unlock(str(bank), OLD))
    window = make_window(qtbot, str(bank), key=dialog.answer[1])
    assert Hands(qtbot, window).ask(lambda desk: len(desk.participants.listing())) == 1
    close(window)


@pytest.mark.thorough(long=True)
def test_without_a_whole_copy_what_can_be_read_is_rescued(
    qtbot: QtBot, bare: Bare, bank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flip(bank)
    shutil.rmtree(folders().first)
    dialog = started(qtbot, bare, bank)
    assert "history" not in dialog.buttons
    dialog.buttons["shield"].click()
    assert dialog.answer == (RESCUE + str(bank), banks.unlock(str(bank), OLD))
    answer = dialog.answer
    monkeypatch.setattr(StartDialog, "ask", lambda *_given, **_named: answer)
    told: list[str] = []
    monkeypatch.setattr("amdesk.ui.kit.dialog.BareDialog.exec", lambda self: told.append(self.sentence.text()))
    finding = Finding(app.application(), bare.settings, bare.words, make.CLOCK, lambda _clock: "")
    found = finding.start("x", (str(bank), answer[1]))
    assert found is not None
    assert Path(found[0]).name.startswith("b-rescued-")
    assert "Nothing is missing." in told[0]
    banks.open_(found[0], OLD, make.CLOCK, access.who()).close()


def test_the_start_is_told_of_the_damage_and_of_nothing_else(
    qtbot: QtBot, bare: Bare, bank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, told = banks.unlock(str(bank), OLD), list[object]()

    def start(_self: Finding, _said: str, damaged: object = None) -> None:
        told.append(damaged)

    monkeypatch.setattr(Finding, "start", start)
    monkeypatch.setattr(app, "has_screen", lambda: True)
    for change in (flip, lambda path: Path(f"{path}.key.json").write_text("{")):
        change(bank)
        monkeypatch.setattr(Finding, "find", lambda *_given: (str(bank), key, bare.settings))
        app._first_window(app.application(), str(bank), "en", make.CLOCK, bare.settings, None)
        flip(bank)
    assert told[0] == (str(bank), key)
