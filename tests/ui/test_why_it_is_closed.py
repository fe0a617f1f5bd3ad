"""What asks for a reason says why the record is closed: protected, or restricted, which is something else."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from amdesk.services.desk import Desk
from amdesk.ui.kit.reason import ReasonDialog
from tests import make
from tests.ui.conftest import Hands, other

__all__ = ["other"]


@pytest.mark.thorough(4)
@pytest.mark.parametrize("page", ["participants", "matching"])
@pytest.mark.parametrize("protection", [1, 0])
def test_whoever_opens_a_closed_record_reads_which_it_is(
    hands: Hands, other: Desk, monkeypatch: pytest.MonkeyPatch, page: str, protection: int
) -> None:
    t, said = hands.shell.words, list[tuple[str, str]]()
    person = make.participant(other.bank, protection=protection)
    if not protection:
        other.participants.restrict(person, True, "prov")

    def asked(_parent: Any, _shell: Any, title: str, sentence: str, *_rest: object) -> None:
        said.append((title, sentence))

    monkeypatch.setattr(ReasonDialog, "ask", asked)
    hands.window.window.go(page, participant=person)
    hands.rest()
    shown = [b for b in hands.page(page).findChildren(QPushButton) if b.text() == t("Open with a reason")]
    assert [b.isVisible() for b in shown] == [True]
    shown[0].click()
    [(title, sentence)] = said
    assert title == (t("Open protected record") if protection else t("Open record under restriction"))
    assert (sentence == t("Why do you need to open it? The reason is logged.")) is bool(protection)
