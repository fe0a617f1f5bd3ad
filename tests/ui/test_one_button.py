"""What only shows something has one button, which closes it; no number is shown before it was counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from amdesk.services.desk import Desk
from amdesk.ui.booking.board.draw import Brush
from amdesk.ui.booking.board.pane import Legend
from amdesk.ui.competence.people import PeoplePanel
from amdesk.ui.kit.basic import KeyButton
from tests.ui.conftest import Hands, other
from tests.ui.screens import DIALOGS

__all__ = ["other"]


@pytest.mark.thorough(6)
@pytest.mark.parametrize(
    "kind", ["ShortcutsDialog", "ConflictsDialog", "ReportDialog", "QueueDialog", "ChainsDialog", "FairnessDialog"]
)
def test_a_window_that_only_shows_has_one_button_and_esc_is_its_key(
    hands: Hands, other: Desk, tmp_path: Path, kind: str
) -> None:
    kept = DIALOGS[kind](hands, other, tmp_path)
    hands.until(lambda: type(QApplication.activeModalWidget()).__name__ == kind)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    caps = [one.key for one in dialog.findChildren(KeyButton) if one.key]
    assert caps == ["Esc"]
    assert hands.shell.words("Cancel") not in [one.text() for one in dialog.findChildren(KeyButton)]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    hands.until(lambda: not dialog.isVisible())
    del kept


def test_before_anybody_was_counted_no_chip_says_a_number(hands: Hands) -> None:
    panel = PeoplePanel(hands.shell)
    assert [chip.text() for chip in panel.chips.values()] == ["Att göra", "Alla"]
    panel.refresh()
    hands.until(lambda: any(letter.isdigit() for letter in panel.chips["everybody"].text()))
    found = hands.ask(lambda desk: desk.competence.listed(everybody=True))
    assert panel.chips["everybody"].text() == f"Alla {found.everybody}"
    assert found.everybody == sum(len(some) for _, some in found.rows)
    panel.deleteLater()


def test_every_look_of_the_legend_stands_whole_within_it_at_every_width(hands: Hands) -> None:
    legend = Legend(hands.shell, Brush(hands.shell))
    legend.show()
    for width in (300, 700, 1400):
        legend.resize(width, 26)
        laid = legend.laid(width)
        assert all(words.right() <= width for _, _, words in laid)
        assert legend.height() >= laid[-1][1].bottom()
    legend.deleteLater()


def test_the_name_in_the_rail_stands_in_the_middle_until_there_is_something_to_say_under_it(hands: Hands) -> None:
    rail = hands.window.window.rail
    rail.say_saved("")
    hands.rest()
    assert not rail.saved.isVisible()
    rail.say_saved("Sparat 09:41")
    hands.rest()
    assert rail.saved.isVisible()
    assert rail.saved.geometry().top() >= rail.user.geometry().bottom()
