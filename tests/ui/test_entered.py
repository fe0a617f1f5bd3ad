"""Enter pressed right after the last letter takes what all the letters find, never what stood there before them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from amdesk.services.desk import Desk
from amdesk.ui.kit.fields import SearchField
from amdesk.ui.kit.picker import Picker
from amdesk.ui.kit.rows import Row
from tests import make
from tests.ui.conftest import Hands, other
from tests.ui.test_acts import somebody

__all__ = ["other"]


def slow(search: SearchField | Picker) -> None:
    """A field whose letters rest for a minute: what is found before then was asked for by Enter."""
    search._timer.setInterval(60_000)


@pytest.mark.thorough(long=True)
def test_enter_after_the_last_letter_goes_to_the_person_that_the_letters_find(hands: Hands, other: Desk) -> None:
    keep = somebody(other, name="Aida Demolund")
    hands.shell.go("participants")
    hands.rest()
    page = hands.page("participants")
    page.search.setFocus()
    slow(page.search)
    QTest.keyClicks(page.search, "Aida Demolund")
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    assert not page.list.hasFocus()  # the rows are still those of no search
    hands.until(page.list.hasFocus)
    assert page.list.currentIndex().data(Row).id == keep.id
    assert len(page.rows.rows) == 1


def test_enter_after_the_last_letter_goes_to_the_placement_that_the_letters_find(hands: Hands, other: Desk) -> None:
    place = other.placements.create(make.placement_values(name="Demoviken"), 5)
    hands.shell.go("placements")
    hands.rest()
    page = hands.page("placements")
    search = page.filters.search
    slow(search)
    QTest.keyClicks(search, "demovik")
    QTest.keyClick(search, Qt.Key.Key_Return)
    hands.until(lambda: not search.hasFocus())
    assert page.filters.wanted.words == "demovik"
    assert place.name == "Demoviken"


@pytest.mark.thorough(long=True)
def test_enter_after_the_last_letter_goes_to_whom_the_letters_find_among_those_to_assess(hands: Hands) -> None:
    hands.shell.go("competence")
    hands.rest()
    people = hands.page("competence").people
    name = people.people()[-1].name.seen
    people.search.setFocus()
    slow(people.search)
    QTest.keyClicks(people.search, name)
    QTest.keyClick(people.search, Qt.Key.Key_Return)
    hands.until(people.list.hasFocus)
    assert {one.name.seen for one in people.people()} == {name}


@pytest.mark.thorough(long=True)
def test_a_letter_after_enter_takes_the_enter_back(hands: Hands) -> None:
    hands.shell.go("participants")
    hands.rest()
    page = hands.page("participants")
    page.search.setFocus()
    QTest.keyClicks(page.search, "ai")
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    QTest.keyClicks(page.search, "d")
    hands.until(lambda: page.words_typed == "aid")
    hands.rest()
    assert page.search.hasFocus()


def test_enter_in_a_picker_takes_the_only_one_that_the_letters_find(hands: Hands, other: Desk) -> None:
    place = other.placements.create(make.placement_values(name="Demoviken"), 5)
    picker = Picker(hands.shell, "placement")
    entered: list[str] = []
    picker.returnPressed.connect(lambda: entered.append(picker.code()))
    picker.show()
    picker.activateWindow()
    picker.setFocus()
    hands.until(picker.hasFocus)
    slow(picker)
    QTest.keyClicks(picker, "demovik")
    QTest.keyClick(picker, Qt.Key.Key_Return)
    assert entered == []
    hands.until(lambda: entered == [place.number])
    picker.deleteLater()


@pytest.mark.thorough(long=True)
def test_enter_in_the_palette_runs_what_the_letters_find(hands: Hands, other: Desk) -> None:
    keep = somebody(other, name="Aida Demolund")
    hands.ctrl(Qt.Key.Key_K)
    palette = hands.window.window.palette_box
    QTest.keyClicks(palette.field, "Nils")
    hands.until(lambda: not palette.seeking)
    palette.field.selectAll()
    QTest.keyClicks(palette.field, keep.number)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    hands.until(lambda: not palette.isVisible())
    hands.rest()
    assert hands.page().person.id == keep.id
    assert QApplication.activeModalWidget() is None


@pytest.mark.thorough(long=True)
def test_the_whole_name_of_a_page_or_an_act_is_that_one_whatever_else_has_its_words(hands: Hands) -> None:
    hands.ctrl(Qt.Key.Key_K)
    palette = hands.window.window.palette_box
    names = [one.text for one in palette.commands()]
    assert "Import och export" in names
    for name in names:
        palette.field.setText(name)
        hands.until(lambda: not palette.seeking)
        assert palette.list.currentIndex().data(Row).text == name
    palette.field.setText("Import och export")
    hands.until(lambda: not palette.seeking)
    assert [hit.name.seen for hit in palette.hits if hit.kind == "placement"] == []


def test_the_word_of_an_act_before_a_name_finds_the_name(hands: Hands, other: Desk) -> None:
    keep = somebody(other, name="Aida Demolund")
    hands.ctrl(Qt.Key.Key_K)
    palette = hands.window.window.palette_box
    palette.field.setText(f"boka {keep.number}")
    hands.until(lambda: not palette.seeking and bool(palette.hits))
    assert [hit.id for hit in palette.hits] == [keep.id]
