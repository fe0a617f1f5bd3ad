"""What somebody stumbled over who had never seen the program: it looked as if it would do something, or said nothing."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel

from amdesk.services.desk import Desk
from amdesk.ui.kit.fields import Field
from tests import make
from tests.stories.observer.painted import Painted
from tests.ui import formed
from tests.ui.conftest import Hands


@pytest.mark.thorough(long=True)
def test_a_grid_asks_for_a_digit_only_where_a_digit_is_heard(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    hands.window.window.go("competence")
    page = hands.page("competence")
    hands.until(lambda: page.sheet is not None)
    hands.rest()
    empty: int | None = None
    while empty is None:  # until somebody who is not assessed yet
        hands.ctrl(Qt.Key.Key_J)
        rows = enumerate(page.grid.table.rows)
        empty = next((i for i, row in rows if row.skill is not None and not row.levels[-1]), None)
    page.grid.setCurrentIndex(page.grid.table.index(empty, page.grid.currentIndex().column()))
    painted = Painted(monkeypatch)
    for takes in (page.grid, page.people.search):
        takes.setFocus()
        hands.rest()
        said = [one.said for one in painted.now([page.grid.viewport()])]
        assert ("1–4" in said) == (takes is page.grid)


@pytest.mark.thorough(long=True)
def test_a_receipt_says_that_there_is_no_supervisor_instead_of_nothing(hands: Hands, other: Desk) -> None:
    place = other.placements.create(make.placement_values(name="Ängen", supervisor=""), 3)
    person = make.participant(other.bank, name="Aida Prov")
    hands.window.tasks.written.emit()
    hands.window.window.go("matching", participant=person)
    hands.rest()
    page: Any = hands.page("matching")
    at = next(i for i, r in enumerate(page.rows.rows) if r.match.opening.placement.id == place.id)
    page.list.setCurrentIndex(page.rows.index(at))
    hands.rest()
    page.panel.book()
    hands.rest()
    assert page.panel.showing_receipt
    assert all(one.text() for one in page.panel.findChildren(QLabel) if one.isVisible() and one.pixmap().isNull())


def test_a_field_stands_beside_its_neighbour_also_when_that_says_what_is_wrong(hands: Hands) -> None:
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    dialog = formed.opened(hands, "PlacementDialog", lambda: hands.press(Qt.Key.Key_N, keys))
    formed.write(formed.control(dialog, "Workplace or team"), "Ängen")
    assert not formed.save(hands, dialog)
    hands.rest()
    rows: dict[int, set[int]] = {}
    for grid in dialog.findChildren(QGridLayout):
        for i in range(grid.count()):
            held = grid.itemAt(i).widget()
            if isinstance(held, Field) and held.isVisible():
                rows.setdefault(grid.getItemPosition(i)[0], set()).add(held.mapTo(dialog, held.control.pos()).y())
    assert rows
    assert all(len(tops) == 1 for tops in rows.values()), rows
    formed.leave(hands, dialog)
