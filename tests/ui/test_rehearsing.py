"""A restore is rehearsed from the page of copies: with the code as it stands on paper, and the page says when it was proved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from amdesk.db.bank import settings, users
from amdesk.domain.bank.generations import Folders
from amdesk.domain.clock import Clock
from amdesk.domain.overview.tasks import KindLine
from amdesk.domain.texts import text
from amdesk.services.bank import access, banks, generations, rehearsal
from amdesk.services.desk import Desk
from amdesk.settings import data_folder
from amdesk.ui.bank.rehearsing import RehearseDialog
from tests import make
from tests.ui.conftest import Hands, close, make_window

SECRET = "fyra ord som ingen gissar"


def window_on(qtbot: QtBot, path: Path, day: date) -> tuple[Hands, str]:
    """A window on a bank that was made on that day, with a passphrase and one copy, on its page of copies; and its recovery code."""
    bank, code = banks.create(path, SECRET, Clock(day), access.who())
    generations.keep(bank, Folders(data_folder() / "backups"), make.CLOCK)
    bank.close()
    hands = Hands(qtbot, make_window(qtbot, str(path), key=banks.unlock(str(path), SECRET)))
    hands.window.window.go("settings", part="copies")
    hands.rest()
    return hands, code


@pytest.fixture
def own(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[Hands, str]]:
    made = window_on(qtbot, tmp_path / "own.amdesk", make.TODAY)
    yield made
    close(made[0].window)


@pytest.fixture
def week(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[Hands, str]]:
    """The same, a week after the bank was made."""
    made = window_on(qtbot, tmp_path / "own.amdesk", make.TODAY - timedelta(7))
    yield made
    close(made[0].window)


def pane(hands: Hands) -> Any:
    return hands.page("settings").copies


def shown(hands: Hands) -> Any:
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), RehearseDialog))
    return QApplication.activeModalWidget()


def say(hands: Hands, dialog: Any, code: str) -> None:
    dialog.field.setText(code)
    dialog.confirm()
    hands.rest()


@pytest.mark.thorough(long=True)
def test_the_printed_code_proves_a_copy_and_the_page_says_since_when(own: tuple[Hands, str]) -> None:
    hands, code = own
    row = pane(hands).rehearsing
    assert row.isVisible()
    assert row.when.text().startswith("Ingen återställning har övats än. Det är dags att öva")
    row.start.click()
    dialog = shown(hands)
    say(hands, dialog, SECRET)
    assert "inte återställningskoden" in dialog.wrong.text()
    assert row.when.text().startswith("Ingen återställning"), "a passphrase proves no paper"
    say(hands, dialog, code)
    assert not isValid(dialog) or (not dialog.isVisible() and dialog.field.text() == "")
    assert hands.window.window.toast.text.text().startswith("Prövad den 23 nov")
    assert row.when.text().startswith("Prövad den 23 nov")
    assert "dags" not in row.when.text()


def rehearsals(hands: Hands) -> list[Any]:
    """The lines of the day that ask for a rehearsal."""
    lines = [r for r in hands.page("overview").tasks.rows.rows if isinstance(r, KindLine)]
    return [r for r in lines if r.tasks[0].kind == "rehearse"]


@pytest.mark.thorough(long=True)
def test_in_the_week_in_which_the_bank_was_made_the_day_asks_for_none(own: tuple[Hands, str]) -> None:
    hands, _ = own
    hands.window.window.go("overview")
    hands.rest()
    assert rehearsals(hands) == []


@pytest.mark.thorough(long=True)
def test_when_it_is_due_the_day_asks_for_the_printed_code_and_then_no_more(week: tuple[Hands, str]) -> None:
    hands, code = week
    hands.window.window.go("overview")
    hands.rest()
    page = hands.page("overview")
    (line,) = rehearsals(hands)
    assert hands.shell.words.say(line.said) == "Öva en återställning: hämta den utskrivna återställningskoden"
    page.tasks.setCurrentIndex(page.tasks.rows.index(page.tasks.rows.rows.index(line)))
    page.done()
    hands.rest()
    assert "Börja den eller skjut upp den" in hands.window.window.toast.text.text()
    assert rehearsals(hands), "a mark proves nothing"
    QTest.keyClick(page.tasks, Qt.Key.Key_Return)
    say(hands, shown(hands), code)
    assert hands.window.window.toast.text.text().startswith("Prövad den 23 nov")
    assert not rehearsals(hands)


@pytest.mark.thorough(long=True)
def test_it_is_put_off_to_another_day_and_comes_back(week: tuple[Hands, str]) -> None:
    hands, _ = week
    hands.window.window.go("overview")
    hands.rest()
    page = hands.page("overview")
    page._mark(rehearsals(hands)[0].tasks[0], make.TODAY + timedelta(14))
    hands.rest()
    assert not rehearsals(hands)
    later = hands.ask(lambda desk: Desk(desk.bank, Clock(make.TODAY + timedelta(14))).overviews.overview(0, 0))
    assert [t.kind for t in later.tasks] == ["rehearse"]


@pytest.mark.thorough(long=True)
def test_whoever_may_not_make_copies_is_asked_for_no_rehearsal(week: tuple[Hands, str]) -> None:
    hands, _ = week

    def reads_only(desk: Any) -> list[str]:
        with desk.bank.write(text("x"), undoable=False):
            users.give(desk.bank, access.who().name, ("reader",))
        return ["asked", *(t.kind for t in Desk(desk.bank, make.CLOCK).overviews.overview(0, 0).tasks)]

    assert hands.ask(reads_only) == ["asked"]


@pytest.mark.thorough(long=True)
def test_after_ninety_days_it_is_time_again(own: tuple[Hands, str]) -> None:
    hands, _ = own

    def long_ago(desk: Any) -> None:
        with desk.bank.write(text("x"), undoable=False):
            settings.set_day(desk.bank, rehearsal.PROVED_ON, make.TODAY - timedelta(90))

    hands.shell.tasks.write(long_ago, lambda _none: pane(hands).refresh())
    hands.rest()
    assert "Det är dags att öva" in pane(hands).rehearsing.when.text()


@pytest.mark.thorough(long=True)
def test_a_bank_that_opens_for_anybody_has_no_paper_to_rehearse_with(qtbot: QtBot, new_file: Path) -> None:
    hands = Hands(qtbot, make_window(qtbot, str(new_file)))
    hands.window.window.go("settings", part="copies")
    hands.rest()
    assert not pane(hands).rehearsing.isVisible()
    close(hands.window)
