"""A field that the keys come to is seen whole, wherever it scrolls: also one whose letters alone are in sight already."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import amdesk.ui
from amdesk.ui.kit.dialog import scrolled
from amdesk.ui.kit.relay import Beside
from amdesk.ui.kit.scrolled import Scrolled
from amdesk.ui.kit.within import Inside

TALL = 62
"""Pixels of a field at twice the size of text: the cursor in it is half as tall."""


def below(held: QWidget) -> Beside:
    area = Beside()
    area.add((held, 1))
    return area


def column(count: int) -> tuple[QWidget, list[QLineEdit]]:
    held, fields = QWidget(), [QLineEdit() for _ in range(count)]
    inside = QVBoxLayout(held)
    for one in fields:
        one.setFixedHeight(TALL)
        inside.addWidget(one)
    return held, fields


def whole(field: QLineEdit) -> bool:
    return field.visibleRegion().boundingRect() == field.rect()


@pytest.mark.parametrize(
    "made", [Inside, Scrolled, lambda held: scrolled(held, 0), below], ids=["inside", "scrolled", "dialog", "beside"]
)
def test_a_field_that_is_cut_below_its_letters_is_brought_into_sight(
    qtbot: QtBot, made: Callable[[QWidget], QScrollArea]
) -> None:
    held, fields = column(20)
    window = QWidget()
    qtbot.addWidget(window)
    area = made(held)
    QHBoxLayout(window).addWidget(area)
    window.resize(400, 300)
    window.show()
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    inner = area.widget()
    assert inner is not None
    fields[0].setFocus()
    for field in fields[1:]:
        edge = field.mapTo(inner, field.rect().bottomLeft()).y() - area.viewport().height()
        area.verticalScrollBar().setValue(edge - 10)  # all of it but ten pixels
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert window.focusWidget() is field
        qtbot.waitUntil(partial(whole, field))


def test_whatever_scrolls_shows_a_field_whole() -> None:
    root = Path(amdesk.ui.__file__).parent
    made = re.compile(r"= QScrollArea\(|^class \w+\(QScrollArea\)", re.MULTILINE)
    plain = [p.relative_to(root).as_posix() for p in root.rglob("*.py") if made.search(p.read_text(encoding="utf-8"))]
    pages = ["competence/certificate.py", "kit/reading.py", "kit/sheet.py"]
    assert sorted(plain) == sorted([*pages, "kit/fieldarea.py"]), "pages that are read have no fields"


def test_a_field_elsewhere_moves_nothing(qtbot: QtBot) -> None:
    held, _ = column(20)
    area, elsewhere = Inside(held), QLineEdit()
    qtbot.addWidget(area)
    qtbot.addWidget(elsewhere)
    area.resize(400, 300)
    area.show()
    area.verticalScrollBar().setValue(70)
    area.ensureWidgetVisible(elsewhere)
    assert area.verticalScrollBar().value() == 70
