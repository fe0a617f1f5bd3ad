"""A list that comes again: each cell that it changes is accepted or refused where it stands, and it is told who is missing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from amdesk.ui.exchange import cells
from amdesk.ui.exchange.absent import AbsentDialog
from amdesk.ui.kit import paint
from tests import make
from tests.imports.cases import lines
from tests.ui.conftest import Hands, close, make_window

Key = Qt.Key
HEAD = "Namn;Personnr;Telefon;Omfattning;Önskat yrke;Språknivå;Skyddade personuppgifter"
ZITA, BO, ODLA = (make.number(date(1971, 2, day)) for day in (2, 3, 4))
FIRST = (
    f"Zita Provström;{ZITA};070-1740601;50;Parkarbetare;B1;", f"Bo Provgren;{BO};070-1740602;75;Lokalvårdare;A2;",
    f"Ödla Provdal;{ODLA};070-1740603;100;Målare;C1;",
)  # fmt: skip
SECOND = (
    f"Zita Provström;{ZITA};070-1740699;100;Parkarbetare, Lokalvårdare;;",
    f"Bo Provgren;{BO};070-1740602;75;Lokalvårdare;A2;ja",
)


def shown(hands: Hands, path: Path) -> Any:
    hands.window.window.go("exchange", file=str(path))
    page = hands.page("exchange")
    hands.until(lambda: page.part() == "rows")
    hands.rest()
    return page


@pytest.fixture
def page(hands: Hands, tmp_path: Path) -> Any:
    """The second list, after the first was stored."""
    page = shown(hands, lines(tmp_path, HEAD, *FIRST))
    hands.ctrl(Key.Key_Return)
    hands.until(lambda: page.part() == "")
    return shown(hands, lines(tmp_path, HEAD, *SECOND))


def stand(hands: Hands, page: Any, row: int, field: str) -> Any:
    """On a cell; gives what it shows."""
    at = next(i for i, o in enumerate(page.model.rows) if o.row == row)
    page.table.setCurrentIndex(page.model.index(at, 1 + page.shown().index(field)))
    page.table.setFocus()
    hands.rest()
    return page.rows.said(page.model.rows[at], field)


def person(hands: Hands, name: str) -> Any:
    def found(desk: Any) -> Any:
        [key] = [p.id for p in desk.participants.listing(name)]
        return desk.participants.record(key, "Kontroll").participant

    return hands.ask(found)


def click(page: Any, at: QPoint) -> None:
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


@pytest.mark.thorough(long=True)
def test_a_change_is_refused_by_one_key_and_only_the_others_are_stored_in_one_step(hands: Hands, page: Any) -> None:
    assert stand(hands, page, 2, "extent").spoken(page.t) == "50\xa0% → 100\xa0%"
    assert page.rows.tick_button.text() == "Ta inte emot ändringen"
    hands.press(Key.Key_Space)
    assert stand(hands, page, 2, "extent").spoken(page.t) == "50\xa0% → 100\xa0% (tas inte emot)"
    assert page.rows.tick_button.text() == "Ta emot ändringen"
    hands.ctrl(Key.Key_Return)
    hands.until(lambda: page.part() == "")
    zita = person(hands, "Zita Provström")
    assert (zita.extent, zita.phone, zita.wishes, zita.language) == (50, "070-1740699", ("PAR", "LOK"), "B1")
    hands.ctrl(Key.Key_Z)
    hands.rest()
    zita = person(hands, "Zita Provström")
    assert (zita.extent, zita.phone, zita.wishes, zita.language) == (50, "070-1740601", ("PAR",), "B1")


@pytest.mark.thorough(long=True)
def test_a_change_is_refused_and_accepted_again_by_its_tick(hands: Hands, page: Any) -> None:
    stand(hands, page, 2, "phone")
    at = page.table.currentIndex()
    row = page.model.rows[at.row()]
    [part] = page.table.itemDelegate().parts(page.table.visualRect(at), row, "phone")
    click(page, part.tick.center())
    hands.rest()
    assert [d.taken for d in row.differences if d.field == "phone"] == [False]
    click(page, part.tick.center())
    hands.rest()
    assert [d.taken for d in row.differences if d.field == "phone"] == [True]


@pytest.mark.thorough(long=True)
def test_where_every_change_of_a_row_is_refused_nothing_of_it_is_stored_and_the_counts_say_so(
    hands: Hands, page: Any
) -> None:
    assert page.which.button("update").text() == "Ändrade 2"
    for field in ("phone", "extent", "wishes"):
        stand(hands, page, 2, field)
        hands.press(Key.Key_Space)
    assert (page.which.button("update").text(), page.which.button("same").text()) == ("Ändrade 1", "Lika 1")
    assert page.store_button.text() == "Importera 1 rad"
    row = next(o for o in page.model.rows if o.row == 2)
    assert page.rows.state(row).word == "Behålls"


@pytest.mark.thorough(long=True)
def test_what_the_list_leaves_empty_stays_and_is_taken_away_only_when_somebody_says_so(hands: Hands, page: Any) -> None:
    assert stand(hands, page, 2, "language").spoken(page.t) == "B1, tomt i filen: behålls"
    hands.press(Key.Key_Space)
    assert stand(hands, page, 2, "language").spoken(page.t) == "B1 → tomt"
    hands.ctrl(Key.Key_Return)
    hands.until(lambda: page.part() == "")
    assert person(hands, "Zita Provström").language == ""


@pytest.mark.thorough(long=True)
def test_a_wish_that_comes_stands_beside_those_that_stay(hands: Hands, page: Any) -> None:
    assert stand(hands, page, 2, "wishes").spoken(page.t) == "Parkarbetare, + Lokalvårdare"


@pytest.mark.thorough(long=True)
def test_protection_has_a_lock_and_no_key_takes_it_away(hands: Hands, page: Any) -> None:
    said = stand(hands, page, 3, "protected")
    assert [p.locked for p in said.parts] == [True]
    assert page.rows.tick_button.isHidden()
    hands.press(Key.Key_Space)
    hands.ctrl(Key.Key_Return)
    hands.until(lambda: page.part() == "")
    assert person(hands, BO).protection == 1


@pytest.mark.thorough(long=True)
def test_it_is_said_who_is_missing_in_the_list(hands: Hands, page: Any) -> None:
    assert page.rows.gone.text() == "1 i avsändarens förra lista saknas i den här. Inget tas bort."
    page.rows.show_gone.setFocus()
    hands.press(Key.Key_Return)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AbsentDialog)
    assert [str(a.name) for a in dialog.model.rows] == ["Ödla Provdal"]
    hands.press(Key.Key_Escape)
    assert QApplication.activeModalWidget() is None


@pytest.mark.thorough(long=True)
def test_what_both_have_changed_is_a_question_and_takes_the_list_once_somebody_says_so(
    hands: Hands, tmp_path: Path
) -> None:
    page = shown(hands, lines(tmp_path, HEAD, *FIRST))
    hands.ctrl(Key.Key_Return)
    hands.until(lambda: page.part() == "")
    key = person(hands, "Zita Provström").id
    hands.ask(lambda desk: desk.participants.change(key, {"phone": "070-1740688"}))
    page = shown(hands, lines(tmp_path, HEAD, SECOND[0], *FIRST[1:]))
    row = next(o for o in page.model.rows if o.row == 2)
    assert page.which.button("asked").text() == "Frågor 1"
    assert page.rows.state(row).word == "Fråga"
    assert stand(hands, page, 2, "phone").spoken(page.t) == "070-1740688 → 070-1740699 (tas inte emot)"
    hands.press(Key.Key_Space)
    assert page.which.button("asked").text() == "Frågor 0"
    hands.ctrl(Key.Key_Return)
    hands.until(lambda: page.part() == "")
    assert person(hands, "Zita Provström").phone == "070-1740699"


def test_at_large_text_the_last_column_has_room_for_its_words(qtbot: QtBot, demo_bank: Path, tmp_path: Path) -> None:
    hands = Hands(qtbot, make_window(qtbot, str(demo_bank), scale=150))
    hands.rest()
    page = shown(hands, lines(tmp_path, HEAD, *FIRST))
    head = page.table.horizontalHeader()
    assert [c for c in range(head.count()) if head.sectionSize(c) < head.sectionSizeHint(c)] == []
    close(hands.window)


@pytest.mark.thorough(2)
@pytest.mark.parametrize("scale", [100, 200])
def test_a_long_name_that_changes_stands_on_two_lines_and_its_tick_is_met(
    qtbot: QtBot, demo_bank: Path, tmp_path: Path, scale: int
) -> None:
    hands = Hands(qtbot, make_window(qtbot, str(demo_bank), scale=scale))
    hands.rest()
    page = shown(hands, lines(tmp_path, HEAD, *FIRST))
    hands.ctrl(Key.Key_Return)
    hands.until(lambda: page.part() == "")
    longer = FIRST[0].replace("Zita Provström", "Zita Maria Provström Övningsdotter")
    page = shown(hands, lines(tmp_path, HEAD, longer, FIRST[1].replace("A2", "B1"), FIRST[2]))
    said = stand(hands, page, 2, "name")
    assert said.spoken(page.t) == "Zita Provström → Zita Maria Provström Övningsdotter"
    at, row = page.table.currentIndex(), page.model.rows[page.table.currentIndex().row()]
    rect = page.table.visualRect(at)
    heights = {o.row: page.table.rowHeight(i) for i, o in enumerate(page.model.rows)}
    assert heights[2] > heights[3]
    [laid] = cells.laid(page.shell.theme, rect.adjusted(8, 0, -6, 0), said)
    both = paint.width(f"{laid.part.before} → {laid.part.after}", page.shell.theme.font("body_strong"))
    assert laid.rect.height() >= 2 * page.shell.theme.font("body_strong").pixelSize()
    assert laid.rect.width() < both
    click(page, laid.tick.center())
    hands.rest()
    assert [d.taken for d in row.differences if d.field == "name"] == [False]
    assert page.table.rowHeight(at.row()) == heights[2]
    close(hands.window)


def test_what_is_taken_of_words_that_are_kept_is_shown_beside_them(hands: Hands, tmp_path: Path) -> None:
    head = "Enhet;Yrke;Antal platser;Timmar per vecka"
    path = lines(tmp_path, head, "Köket Prov;Måltidsbiträde;3-4;40", "Parken Prov;Parkarbetare;flera;20-38,25")
    hands.window.window.go("exchange", file=str(path), kind="placements")
    page = hands.page("exchange")
    hands.until(lambda: page.part() == "rows")
    hands.rest()
    said = [(stand(hands, page, n, f).spoken(page.t)) for n in (2, 3) for f in ("places", "hours")]
    assert said == ["“3-4” → 3 · som ord", "40", "“flera” → 1 · som ord", "“20-38,25” → 38,25 · som ord"]
