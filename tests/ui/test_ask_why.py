"""What is put to the record of a protected person whom nobody has opened today: the window asks why, and stores nothing without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from amdesk.db.port import rows, value
from amdesk.domain.errors import Refused
from amdesk.services.desk import Desk
from amdesk.services.people.acting import ASKED, BY_REASON
from amdesk.ui.frame.session import BankWindow
from amdesk.ui.people.acts import NoteDialog
from tests import make
from tests.gate.outputs import shown
from tests.ui import formed
from tests.ui.conftest import Hands, close, make_window

WHY = "Ringer handledaren"
BODY = "Ring porten 14"


@pytest.fixture
def window(qtbot: QtBot, demo_bank: Path) -> Iterator[BankWindow]:
    """As people have it: each test else is given a reason without being asked."""
    made = make_window(qtbot, str(demo_bank), asks_why=True)
    yield made
    close(made)


@pytest.fixture
def hers(other: Desk) -> int:
    key = make.participant(other.bank, name="Quilla Zorvath")
    other.participants.protect(key, 2)
    return key


class Answering:
    """Answers each dialog that asks for a reason, in turn; `seen` is what each said, and over what it stood."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self.seen: list[tuple[str, QWidget | None]] = []

    def with_(self, why: str) -> None:
        """The next one; "" leaves it, by Esc after a try without a reason."""

        def answer(dialog: Any) -> None:
            self.seen.append((" ".join(said for _kind, said in shown(visible=True)), dialog.parentWidget()))
            assert dialog.reason.text() == "", "each is asked for by itself"
            if why:
                QTest.keyClicks(dialog.reason, why)
                dialog.ok.click()
                return
            dialog.ok.click()
            assert dialog.isVisible(), "an empty reason is none"
            assert dialog.wrong.text()
            QTest.keyClick(dialog, Qt.Key.Key_Escape)

        formed.answering(self.hands, "ReasonDialog", answer)


def notes(desk: Desk, key: int) -> list[str]:
    return [r["body"] for r in rows(desk.bank, "select body from note where participant_id = :p order by id", p=key)]


def logged(desk: Desk, key: int) -> list[tuple[str, str, str]]:
    said = "select what, why, actor from access_log where participant_id = :p and what in (:act, :asked) order by id"
    found = rows(desk.bank, said, p=key, act=BY_REASON, asked=ASKED)
    return [(r["what"], r["why"], r["actor"]) for r in found]


def written(hands: Hands, key: int, body: str) -> Any:
    """The form of a note about her, filled in."""
    form = formed.opened(hands, "NoteDialog", lambda: NoteDialog.run(hands.window.window, hands.shell, key))
    formed.write(formed.control(form, "Note"), body)
    hands.rest()
    return form


def test_without_a_reason_nothing_is_stored_and_what_was_written_stays(hands: Hands, other: Desk, hers: int) -> None:
    me, steps, answering = hands.window.me.name, formed.steps(other), Answering(hands)
    form: Any = written(hands, hers, BODY)
    for tries in (1, 2):
        answering.with_("")
        form.ok.click()
        hands.rest()
        assert len(answering.seen) == tries
        assert isinstance(QApplication.activeModalWidget(), NoteDialog)
        assert formed.control(form, "Note").toPlainText() == BODY
        assert number(other, hers) in form.wrong.text(), "whose it is, by number"
    for said, over in answering.seen:
        assert number(other, hers) in said
        assert "Zorvath" not in said
        assert over is form, "over what was being written"
    assert (notes(other, hers), formed.steps(other)) == ([], steps)
    assert logged(other, hers) == [(ASKED, "participants.add_note UNOPENED", me)] * 2
    formed.leave(hands, form)


@pytest.mark.thorough(long=True)
def test_for_a_reason_it_is_stored_and_logged_and_nobody_asks_again(hands: Hands, other: Desk, hers: int) -> None:
    me, answering = hands.window.me.name, Answering(hands)
    form = written(hands, hers, BODY)
    answering.with_(WHY)
    form.ok.click()
    hands.rest()
    assert QApplication.activeModalWidget() is None
    assert len(answering.seen) == 1
    assert notes(other, hers) == [BODY]
    assert logged(other, hers) == [(ASKED, "participants.add_note UNOPENED", me), (BY_REASON, WHY, me)]
    written(hands, hers, "En till").ok.click()  # nobody would answer: it would wait for ever
    hands.rest()
    assert QApplication.activeModalWidget() is None
    assert notes(other, hers) == [BODY, "En till"]
    assert [what for what, *_ in logged(other, hers)] == [ASKED, BY_REASON], "she has been opened today"


def test_one_act_with_several_protected_people_asks_once_and_logs_each(hands: Hands, other: Desk, hers: int) -> None:
    twin = make.participant(other.bank, name="Quilla Zorvath")
    other.participants.protect(twin, 1)
    answers: list[object] = []
    answering = Answering(hands)
    answering.with_(WHY)
    hands.shell.tasks.write(lambda desk: desk.participants.merge(hers, twin), answers.append)
    hands.rest()
    assert (len(answers), len(answering.seen)) == (1, 1)
    assert value(other.bank, "select merged_into from participant where id = :p", p=twin) == hers
    for key in (hers, twin):
        assert [row for row in logged(other, key) if row[0] == BY_REASON] == [(BY_REASON, WHY, hands.window.me.name)]


def test_the_reason_of_one_act_is_none_for_the_next_person(hands: Hands, other: Desk, hers: int) -> None:
    another = make.participant(other.bank, name="Xanthe Qvorrby")
    other.participants.protect(another, 1)
    answering = Answering(hands)
    failed: list[Exception] = []

    def note(key: int, why: str) -> None:
        answering.with_(why)
        said = {"body": BODY, "kind": "note"}
        hands.shell.tasks.write(lambda desk: desk.participants.add_note(key, said), failed=failed.append)
        hands.rest()

    note(hers, WHY)
    assert failed == []
    note(another, "")
    assert [type(one) for one in failed] == [Refused]
    assert (notes(other, hers), notes(other, another)) == ([BODY], [])


def number(desk: Desk, key: int) -> str:
    return str(desk.work.participant(key).number)
