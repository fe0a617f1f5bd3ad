"""A restore is rehearsed from the page of copies: with the code as it stands on paper, and the page says when it was proved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from amdesk.db.bank import settings
from amdesk.domain.bank.generations import Folders
from amdesk.domain.texts import text
from amdesk.services.bank import access, banks, generations, rehearsal
from amdesk.settings import data_folder
from amdesk.ui.bank.secrets import SecretDialog
from tests import make
from tests.ui.conftest import Hands, close, make_window

SECRET = "fyra ord som ingen gissar"


@pytest.fixture
def own(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[Hands, str]]:
    """A bank with a passphrase and one copy, on its page of copies; and its recovery code."""
    path = tmp_path / "own.amdesk"
    bank, code = banks.create(path, SECRET, make.CLOCK, access.who())
    generations.keep(bank, Folders(data_folder() / "backups"), make.CLOCK)
    bank.close()
    hands = Hands(qtbot, make_window(qtbot, str(path), key=banks.unlock(str(path), SECRET)))
    hands.window.window.go("settings", part="copies")
    hands.rest()
    yield hands, code
    close(hands.window)


def pane(hands: Hands) -> Any:
    return hands.page("settings").copies


def rehearse(hands: Hands, code: str) -> None:
    pane(hands).rehearsing.start.click()
    dialog = hands.window.window.findChildren(SecretDialog)[-1]
    dialog.field.setText(code)
    dialog.confirm()
    hands.rest()


def test_the_printed_code_proves_a_copy_and_the_page_says_since_when(own: tuple[Hands, str]) -> None:
    hands, code = own
    row = pane(hands).rehearsing
    assert row.isVisible()
    assert row.when.text().startswith("Ingen återställning har övats än. Det är dags att öva")
    rehearse(hands, SECRET)
    assert "inte återställningskoden" in pane(hands).answer.text()
    assert row.when.text().startswith("Ingen återställning"), "a passphrase proves no paper"
    rehearse(hands, code)
    assert row.when.text().startswith("Prövad den 23 nov")
    assert "dags" not in row.when.text()
    assert not pane(hands).answer.isVisible()


def test_after_ninety_days_it_is_time_again(own: tuple[Hands, str]) -> None:
    hands, _ = own

    def long_ago(desk: Any) -> None:
        with desk.bank.write(text("x"), undoable=False):
            settings.set_day(desk.bank, rehearsal.PROVED_ON, make.TODAY - timedelta(90))

    hands.shell.tasks.write(long_ago, lambda _none: pane(hands).refresh())
    hands.rest()
    assert "Det är dags att öva" in pane(hands).rehearsing.when.text()


def test_a_bank_that_opens_for_anybody_has_no_paper_to_rehearse_with(qtbot: QtBot, new_file: Path) -> None:
    hands = Hands(qtbot, make_window(qtbot, str(new_file)))
    hands.window.window.go("settings", part="copies")
    hands.rest()
    assert not pane(hands).rehearsing.isVisible()
    close(hands.window)
