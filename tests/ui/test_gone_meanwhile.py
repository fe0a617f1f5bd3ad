"""Whoever a form is about may be erased, or taken back with the list she came by, while it is open: nothing is stored of her then."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from amdesk.services.desk import Desk
from tests import make
from tests.services.test_gone_meanwhile import erased, taken_back
from tests.ui import formed
from tests.ui.conftest import Hands, other
from tests.ui.test_throwing_away import fields, shown, touched

__all__ = ["other"]

FORMS = ("ParticipantDialog", "WorkerDialog", "NeedDialog", "ProtectDialog", "WeekDialog", "SubsidyDialog")
"""Those in which what is typed first can be stored as it is; that no act stores anything is asked of the services."""


def about(hands: Hands, desk: Desk, said: str) -> int:
    """Whose the head says it is."""
    number = re.search(r"D-\d+", said)
    if number is not None:
        return desk.work.participant(number[0]).id
    (key,) = [r.id for r in desk.participants.listing() if r.name.seen and r.name.seen in said]
    return key


@pytest.mark.thorough(16)
@pytest.mark.parametrize("gone", [erased, taken_back])
@pytest.mark.parametrize("kind", FORMS)
def test_nothing_is_stored_of_whoever_is_gone_and_one_sentence_says_so(
    hands: Hands,
    other: Desk,
    tmp_path: Path,
    kind: str,
    gone: Callable[[Desk, list[int]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bugs: list[Exception] = []
    toasts: list[str] = []
    monkeypatch.setattr(hands.shell, "error", bugs.append)
    hands.shell.toasted.connect(lambda said, _undo: toasts.append(said))
    dialog = shown(hands, other, tmp_path, kind)
    gone(other, [about(hands, other, dialog.whose.text())])
    before = formed.state(other)
    for field in fields(dialog)[:1]:
        touched(field)
    dialog.confirm()
    hands.rest()
    assert bugs == []
    assert formed.changed(before, formed.state(other)) == set()
    assert dialog.isVisible(), "what was written can be read and copied"
    assert "finns inte längre i banken" in dialog.wrong.text() or "Det finns inget beslut" in dialog.wrong.text()
    assert toasts == []


def shown_words(hands: Hands) -> str:
    return "\n".join(one.text() for one in hands.window.window.findChildren(QLabel) if one.isVisible())


@pytest.mark.thorough(2)
@pytest.mark.parametrize("gone", [erased, taken_back])
def test_a_page_over_somebody_who_is_gone_shows_nothing_of_her(
    hands: Hands, other: Desk, gone: Callable[[Desk, list[int]], None]
) -> None:
    key = make.participant(other.bank, name="Zita Borta", phone="070-1740699")
    hands.window.window.go("participants", participant=key)
    hands.until(lambda: "070-1740699" in shown_words(hands))
    gone(other, [key])
    hands.window.window.refresh()
    hands.until(lambda: "Zita" not in shown_words(hands))
    assert "070-1740699" not in shown_words(hands)
