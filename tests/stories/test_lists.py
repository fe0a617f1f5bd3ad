"""A list as somebody typed it: dropped, read, mended and stored; a changed list again; and what was left, the day after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from amdesk.ui.exchange.columns import COLUMN, FileHeading
from tests import make
from tests.ui.conftest import Hands, close, make_window

Key = Qt.Key
ONE, TWO = make.number(date(1971, 2, 2)), make.number(date(1971, 2, 3))
HEAD = "Förnamn;Efternamn;Personnr;Nås på;Omfattning;Startdatum;Spärr"


def messy(folder: Path, phone: str = "070-1740601") -> Path:
    path = folder / "Anvisningar vecka 48.csv"
    rows = (
        "Anvisningar;;;;;;", HEAD, f"Zita;Provström;{ONE};{phone};Heltid;7/12-26;", f"Ödla;Provgren;{TWO};070-1740602;75 %;sen vår;J",
        "Magnus;Fiktvall;19750431-2380;070-1740603;halvtid;v 49;",
    )  # fmt: skip
    path.write_text("\n".join(rows), "utf-8")
    return path


def people(hands: Hands, name: str) -> list[Any]:
    found: list[Any] = hands.ask(lambda desk: desk.participants.listing(name))
    return found


def click(one: QWidget, at: QPoint | None = None) -> None:
    QTest.mouseClick(one, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at or one.rect().center())


def drop(onto: Any, data: QMimeData) -> None:
    action, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    onto.dropEvent(QDropEvent(QPointF(5, 5), action, data, Qt.MouseButton.LeftButton, none))


def first_day(hands: Hands) -> None:
    """The list is read, its column for the phone is pointed out, the wrong row is left, and the others are stored."""
    hands.ctrl(Key.Key_I)
    page = hands.page("exchange")
    hands.until(lambda: page.part() == "reading")
    assert not page.show_button.isEnabled(), "a column that looks like protection is asked about first"
    assert [r.hidden for r in page.look.first] == [False, True, False]
    hands.press(Key.Key_1)
    hands.until(lambda: page.part() == "rows")
    click(page.card.change)  # a link as any, reached by Tab
    hands.rest()
    choice = page.columns.choices[3]
    choice.setFocus()
    hands.type("Telefon")
    hands.press(Key.Key_Return)
    hands.until(lambda: page.staged.mapping.get(3) == "phone")
    hands.rest()
    hands.ctrl(Key.Key_Return)
    hands.until(lambda: page.part() == "rows")
    hands.rest()
    assert page.rows.which.button("bad").text() == "Att granska 2"
    assert page.table.hasFocus()
    assert page.model.rows[page.table.currentIndex().row()].row == 5
    hands.press(Key.Key_L)
    assert page.rows.which.button("bad").text() == "Att granska 1"
    assert "1 rad väntar i arbetslistan" in page.rows.foot.text()
    hands.ctrl(Key.Key_Return)
    hands.until(lambda: page.part() == "")
    assert len(people(hands, "Zita Provström")) == 1


@pytest.mark.thorough(long=True)
def test_a_messy_list_by_keyboard_and_what_was_left_of_it_the_day_after(
    qtbot: QtBot, demo_bank: Path, chosen: Callable[[str], Path], tmp_path: Path
) -> None:
    hands = Hands(qtbot, make_window(qtbot, str(demo_bank)))
    hands.rest()
    chosen(messy(tmp_path).name)
    first_day(hands)
    close(hands.window)

    later = Hands(qtbot, make_window(qtbot, str(demo_bank)))
    later.rest()
    later.window.window.go("exchange")
    later.rest()
    page = later.page("exchange")
    [button] = page.waiting.findChildren(type(page.choose))
    assert button.text() == "Deltagare: 1 rad väntar"
    button.setFocus()
    later.press(Key.Key_Return)
    later.until(lambda: page.part() == "rows")
    later.rest()
    later.press(Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    later.type(make.number(date(1971, 2, 4)))
    later.press(Key.Key_Return)
    later.until(lambda: page.review is not None and page.review.count("rejected") == 0)
    later.rest()
    later.ctrl(Key.Key_Return)
    later.until(lambda: page.part() == "")
    later.rest()
    assert [p.name.seen for p in people(later, "Magnus Fiktvall")] == ["Magnus Fiktvall"]
    assert page.waiting.isHidden()
    later.ctrl(Key.Key_Z)
    later.until(lambda: not page.waiting.isHidden())
    assert people(later, "Magnus Fiktvall") == []
    close(later.window)


@pytest.mark.thorough(long=True)
def test_a_messy_list_by_mouse_and_a_changed_one_again(hands: Hands, tmp_path: Path) -> None:
    hands.window.window.go("exchange")
    page = hands.page("exchange")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(messy(tmp_path)))])
    drop(page.area, dropped)
    hands.until(lambda: page.part() == "reading")
    hands.rest()
    click(page.reading.asks.buttons[3])
    hands.until(lambda: page.part() == "rows")
    click(page.card.change)
    hands.rest()
    chip = next(b for b in page.reading.findChildren(type(page.choose)) if b.text().startswith("Nås på"))
    click(chip)
    menu = next(m for m in chip.findChildren(QMenu) if m.isVisible())
    next(a for a in menu.actions() if a.text() == "Telefon").trigger()
    menu.close()
    hands.until(lambda: page.staged.mapping.get(3) == "phone")
    hands.rest()
    click(page.show_button)
    hands.until(lambda: page.part() == "rows")
    at = page.table.visualRect(page.model.index(0, 1)).center()
    click(page.table.viewport(), at)
    hands.rest()
    refused = next(i for i, o in enumerate(page.model.rows) if o.outcome == "rejected")
    click(page.table.viewport(), page.table.visualRect(page.model.index(refused, 2)).center())
    hands.rest()
    click(page.rows.button("L"))
    click(page.store_button)
    hands.until(lambda: page.part() == "")
    hands.rest()

    page.open_file(messy(tmp_path, "070-1740699"))
    hands.until(lambda: page.part() == "rows")
    hands.rest()
    counts = {
        code: sum(1 for o in page.review.outcomes if page.rows._in(o, code)) for code in ("update", "same", "refused")
    }
    assert counts == {"update": 1, "same": 1, "refused": 1}
    click(page.which.button("update"))
    [changed] = page.model.rows
    assert page.rows.said(changed, "phone").spoken(page.t) == "070-1740601 → 070-1740699"
    click(page.store_button)
    hands.until(lambda: page.part() == "")
    assert hands.ask(lambda desk: len(desk.worklist.rows())) == 1, "the same refused row waits once"


@pytest.mark.thorough(long=True)
def test_two_columns_are_joined_by_dropping_one_on_the_other_and_parted_again(hands: Hands, tmp_path: Path) -> None:
    path = tmp_path / "lista.csv"
    path.write_text(f"Namn;Tillägg;Personnr;Mer;Sen\nProv;Zita;{ONE};x;y\n", "utf-8")
    hands.window.window.go("exchange", file=str(path))
    page = hands.page("exchange")
    hands.until(lambda: page.part() != "")
    hands.rest()
    page.show_reading()
    hands.rest()
    head = {h.column: h for h in page.columns.findChildren(FileHeading)}
    data = QMimeData()
    data.setData(COLUMN, b"1")
    drop(head[0], data)
    hands.until(lambda: page.staged.mapping.get(1) == "name")
    hands.rest()
    assert page.staged.rows[0].cells["name"] == "Prov Zita"
    parts = [
        b for b in page.columns.findChildren(type(page.choose)) if b.accessibleName().startswith("Läs Namn, Tillägg")
    ]
    click(parts[-1])
    hands.until(lambda: 1 not in page.staged.mapping)
    assert page.staged.rows[0].cells["name"] == "Prov"


@pytest.mark.thorough(long=True)
def test_a_struck_row_comes_back_by_undo(hands: Hands, tmp_path: Path) -> None:
    hands.window.window.go("exchange", file=str(messy(tmp_path)))
    page = hands.page("exchange")
    hands.until(lambda: page.part() == "reading")
    hands.rest()
    hands.press(Key.Key_4)
    hands.until(lambda: page.part() == "rows")
    hands.ctrl(Key.Key_Return)
    hands.until(lambda: page.part() == "")
    page.take_up("participants")
    hands.until(lambda: page.part() == "rows")
    hands.rest()
    hands.press(Key.Key_Delete)
    hands.until(lambda: page.part() == "")
    hands.rest()
    assert page.waiting.isHidden()
    hands.ctrl(Key.Key_Z)
    hands.until(lambda: not page.waiting.isHidden())


@pytest.mark.thorough(long=True)
def test_reading_is_stopped_by_esc_and_what_was_shown_stays(hands: Hands, tmp_path: Path) -> None:
    hands.window.window.go("exchange", file=str(messy(tmp_path)))
    page = hands.page("exchange")
    hands.until(lambda: page.part() == "reading")
    hands.rest()
    before = page.staged
    page.read_anew({"column:Nås på": "phone"})
    QTest.keyClick(page, Key.Key_Escape)
    hands.rest()
    assert page.staged is before
    assert page.part() == "reading"
    assert page.columns.choices[3].code() == ""
