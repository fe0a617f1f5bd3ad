"""A word without an end, wherever somebody can write one, takes no more than its place: no label, button or list grows beyond the
window, and what stands beside the word is not pushed out of it."""

from __future__ import annotations

import ast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from amdesk.app import application
from amdesk.i18n import Words
from amdesk.settings import Settings
from amdesk.ui.frame.start import Bare
from amdesk.ui.kit.basic import CheckBox, Elided, KeyButton, label
from amdesk.ui.kit.endless import BREAK, LONGEST, TIP, TIP_LINE, breakable, tip
from amdesk.ui.kit.fields import Choice
from amdesk.ui.kit.rows import TableModel
from amdesk.ui.kit.theme import look
from tests import make
from tests.repository import ROOT

WORD = "x" * 10_000
TOLD = ("Trivs i laget. " * 700, WORD, f"Ring {WORD} igen", "https://exempel.se/" + "a/" * 5_000, "🙂" * 5_000)
PLACE = 300
"""Pixels of a narrow column."""


@pytest.fixture(params=[100, 200])
def shell(request: pytest.FixtureRequest) -> Bare:
    settings = Settings(theme="light", scale=request.param)
    return Bare(look(application(), settings), Words("sv", make.CLOCK.today()), settings)


def parts(shell: Bare, said: str) -> dict[str, QWidget]:
    """Whatever shows words that somebody wrote."""
    return {
        "a line": label(said),
        "a text": label(said, wrap=True),
        "a heading": label(said, "section"),
        "a line that is shortened": Elided(said),
        "a button": KeyButton(shell, said),
        "a link": KeyButton(shell, said, kind="link"),
        "a chip": KeyButton(shell, said, kind="chip"),
        "a box to check": CheckBox(shell, said),
        "a drop-down": Choice(shell, [("", "–"), ("x", said)], "x"),  # type: ignore[arg-type]  # a bare one has the theme
    }


@pytest.mark.thorough(10)
@pytest.mark.parametrize("said", TOLD, ids=["many words", "a word", "a word among others", "an address", "emoji"])
def test_nothing_that_shows_words_asks_for_more_than_a_narrow_column(qtbot: QtBot, shell: Bare, said: str) -> None:
    for name, part in parts(shell, said).items():
        frame = QWidget()
        qtbot.addWidget(frame)
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(part)
        wide = PLACE * shell.theme.scale // 100
        frame.resize(wide, 200)
        frame.show()
        QApplication.processEvents()
        assert frame.minimumSizeHint().width() <= wide, name
        assert part.width() <= wide, name
        frame.hide()


def test_what_stands_beside_a_word_without_an_end_has_its_room(qtbot: QtBot, shell: Bare) -> None:
    for name, part in parts(shell, WORD).items():
        frame, beside = QWidget(), label("Ring", "strong")
        qtbot.addWidget(frame)
        row = QHBoxLayout(frame)
        row.addWidget(part, 1)
        row.addWidget(beside)
        frame.resize(2 * PLACE * shell.theme.scale // 100, 200)
        frame.show()
        QApplication.processEvents()
        assert frame.rect().contains(beside.geometry()), name
        assert beside.width() >= beside.sizeHint().width(), name
        frame.hide()


@pytest.mark.parametrize("wrap", [False, True])
def test_a_label_keeps_all_that_it_was_given_and_shows_its_beginning(qtbot: QtBot, shell: Bare, wrap: bool) -> None:
    one = label("kort", wrap=wrap)
    qtbot.addWidget(one)
    assert (one.text(), one.toolTip()) == ("kort", "")
    one.setText(WORD)
    one.resize(PLACE, 40)
    one.show()
    QApplication.processEvents()
    assert one.text() == WORD
    shown = QLabel.text(one)
    assert shown.startswith("xxxx")
    assert shown.endswith("…")
    one.setText("kort")
    assert (one.text(), QLabel.text(one), one.toolTip()) == ("kort", "kort", "")
    assert shell.words.lang == "sv"


def test_ordinary_words_are_shown_as_they_are() -> None:
    said = "Arbetsmarknadsanställningens Träffpunkt, handledarsamtal 07.30–16.00, bo.ek@exempel.se"
    assert breakable(said) == said
    assert tip(said) == said
    assert label(said).text() == QLabel.text(label("Kort rad")).replace("Kort rad", said)


def test_a_long_word_is_broken_and_a_longer_one_ends(qtbot: QtBot) -> None:
    long = "a" * 50
    assert breakable(f"se {long} nu").replace(BREAK, "") == f"se {long} nu"
    assert breakable(WORD).replace(BREAK, "") == "x" * LONGEST + "…"
    one = label(f"se {long} nu", wrap=True)
    qtbot.addWidget(one)
    assert one.minimumSizeHint().width() < one.fontMetrics().horizontalAdvance(long) // 2
    assert one.text() == f"se {long} nu"


@pytest.mark.parametrize("said", TOLD)
def test_a_tooltip_is_no_wider_than_a_screen(said: str) -> None:
    found = tip(said)
    assert len(found) <= TIP + 2 * TIP // TIP_LINE
    wide = max(QFontMetrics(QFont()).horizontalAdvance(line) for line in found.splitlines())
    assert all(len(line) <= TIP_LINE for line in found.splitlines())
    assert wide < 1_366 or "🙂" in said
    model = TableModel([("Ord", lambda row: str(row), Qt.AlignmentFlag.AlignLeft)])
    model.set_rows([said])
    assert model.data(model.index(0, 0), int(Qt.ItemDataRole.ToolTipRole)) == found
    assert model.data(model.index(0, 0)) == said


@pytest.mark.thorough(long=True)
def test_every_label_of_words_is_made_by_the_kit() -> None:
    """A QLabel of its own has a mark on it and no words: those come from `label`, which knows what to do with a long one."""
    wrong = []
    for path in sorted((ROOT / "amdesk" / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            plain = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if plain and node.func.id in {"QLabel", "QCheckBox", "QRadioButton"} and node.args:  # type: ignore[attr-defined]  # what ast says of a call
                wrong.append(f"{path.name}:{node.lineno}")  # type: ignore[attr-defined]  # what ast says of a call
    assert wrong == []
