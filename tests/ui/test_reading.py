"""A text that is read: the keys come to its links and past it, and its headings are where they are said to be."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from amdesk.ui.kit.reading import ReadText

LONG = "".join(f"<p>Rad {i}</p>" for i in range(2000))


@pytest.fixture
def text(qtbot: QtBot) -> ReadText:
    made = ReadText("Text")
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()
    return made


def test_a_link_is_followed_by_the_keys_and_by_the_mouse_and_nothing_else_is(text: ReadText) -> None:
    followed: list[QUrl] = []
    text.followed.connect(followed.append)
    text.show_html('<p>Se <a href="#form.lon">länken</a> här</p>')
    text.go_to("")
    QTest.keyClick(text, Qt.Key.Key_Return)
    assert followed == []
    for _ in range(4):
        QTest.keyClick(text, Qt.Key.Key_Right)
    QTest.keyClick(text, Qt.Key.Key_Return)
    assert [one.fragment() for one in followed] == ["form.lon"]
    at = text.cursorRect().center() + QPoint(3, 0)
    QTest.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert [one.fragment() for one in followed] == ["form.lon"] * 2
    QTest.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    assert len(followed) == 2


def test_a_heading_far_down_is_shown_at_once_and_read_on_from(text: ReadText) -> None:
    text.show_html(f'{LONG}<h2><a name="sist"></a>Sist</h2>{LONG}')
    tall = text.verticalScrollBar().maximum()
    text.go_to("sist")
    assert text.textCursor().block().text() == "Sist"
    QApplication.processEvents()
    assert text.verticalScrollBar().maximum() == tall


def test_nothing_can_be_written_in_it(text: ReadText) -> None:
    text.show_html("<p>Text</p>")
    QTest.keyClicks(text, "x")
    assert text.toPlainText() == "Text"
