"""What is called mine is mine: whoever is no case worker is shown the unit's, and nothing that says it is hers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from amdesk.ui.overview.list import Heading
from tests.ui.conftest import Hands, close, make_window

Key = Qt.Key


@pytest.fixture
def nobody(qtbot: QtBot, demo_bank: Path) -> Iterator[Hands]:
    """Somebody who is among no case workers."""
    window = make_window(qtbot, str(demo_bank), user="Nils Utanför")
    hands = Hands(qtbot, window)
    hands.until(lambda: hands.page("overview").data is not None)
    hands.rest()
    yield hands
    close(window)


def test_whoever_is_no_case_worker_is_shown_nothing_as_hers(nobody: Hands) -> None:
    overview = nobody.page("overview")
    assert nobody.shell.case_worker_id is None
    assert not overview.whose.isVisible()
    nobody.ctrl(Key.Key_3)
    people = nobody.page("participants")
    assert not people.chips["mine"].isVisible()
    assert "Mina" not in people.subtitle.text()
    assert str(people.rows.rowCount()) in people.subtitle.text()


def test_overdue_counts_what_is_overdue(hands: Hands) -> None:
    page = hands.page("overview")
    today = hands.shell.today
    late = sum(t.due < today for t in page.data.tasks)
    heading = next(r for r in page.tasks.rows.rows if isinstance(r, Heading) and r.group == "late")
    assert heading.later > 0
    assert heading.counted(hands.shell.words).startswith(f"{late} · ")
    assert f"Försenat, {late} · " in page.tasks.rows.spoken(heading)
    assert page.whose.isVisible()
