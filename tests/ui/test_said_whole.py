"""What matters in a line is said whole at the size of an office laptop: the day, whose, what."""

from __future__ import annotations

from gettext import GNUTranslations
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QStyle, QStyleOptionComboBox, QTableView
from pytestqt.qtbot import QtBot

from amdesk import resources
from amdesk.domain.overview.tasks import PersonDay
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import KeyButton
from amdesk.ui.kit.fields import Choice
from tests.stories.observer.cut import cut_painted
from tests.stories.observer.painted import Painted
from tests.ui.conftest import Hands, close, make_window


def test_a_day_is_never_what_is_cut_from_where_somebody_works(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    plan: Any = hands.page("overview").tasks
    ends = {
        plan.people._fact(row)
        for group in plan.groups
        for row in group.rows
        if isinstance(row, PersonDay) and plan.people._where(row)
    }
    painted = Painted(monkeypatch)
    said = [one.said for one in painted.now([plan.viewport()])]
    assert any("…" in one for one in said), "some place has a name too long for its line"
    assert [one for one in said if "…" in one and one.rpartition(" · ")[2] not in ends] == []


@pytest.mark.thorough(long=True)
def test_the_head_of_an_assessment_begins_with_its_last_day_and_says_whether_that_has_been(hands: Hands) -> None:
    hands.window.window.go("competence")
    page = hands.page("competence")
    hands.until(lambda: page.sheet is not None)
    hands.rest()
    begun = {True: 0, False: 0}
    for row in page.people.people()[:40:3]:
        page.load(row.participant, row.employment.id)
        hands.rest()
        if page.sheet is None or page.sheet.participant.id != row.participant:
            continue  # a protected person is not shown without a reason
        last = page.sheet.employment.end
        said = [one.text() for one in page.middle.findChildren(QLabel) if one.isVisible()]
        over = last < hands.shell.today
        assert any(one.startswith("Slutade " if over else "Slutar ") for one in said)
        begun[over] += 1
    assert min(begun.values()) > 0, "some have ended and some go on"


@pytest.mark.thorough(long=True)
def test_the_access_log_says_whose_and_what_whole_and_its_search_what_it_is_for(hands: Hands) -> None:
    hands.window.window.go("settings", part="access")
    hands.rest()
    pane: Any = hands.page("settings").stack.currentWidget()
    table: QTableView = pane.findChild(QTableView)
    hands.until(lambda: table.model().rowCount() > 0 and table.width() > 600)
    hands.until(lambda: all(table.columnWidth(i) >= table.sizeHintForColumn(i) for i in range(6)))
    head = table.horizontalHeader()
    assert head.length() <= table.viewport().width(), "nothing stands beyond the edge"
    assert pane.whose.width() > paint.width(pane.whose.placeholderText(), pane.whose.font())


@pytest.mark.thorough(long=True)
def test_a_column_that_somebody_has_made_wider_stays_so(hands: Hands) -> None:
    hands.window.window.go("settings", part="history")
    hands.rest()
    table: Any = hands.page("settings").stack.currentWidget().findChild(QTableView)
    hands.until(lambda: table.model().rowCount() > 0)
    table.horizontalHeader().resizeSection(1, 300)
    hands.page("settings").refresh()
    hands.rest()
    assert table.columnWidth(1) == 300


@pytest.mark.parametrize("wide", [120, 200])
def test_a_chip_that_has_no_room_for_a_name_keeps_its_beginning_and_the_number_after_it(
    hands: Hands, wide: int
) -> None:
    chip = KeyButton(hands.shell, "En Mycket Lång Person Med Ett Namn Som Aldrig Tar Slut   66", kind="chip")
    chip.setFixedWidth(wide)
    chip.show()
    said = chip._shown_text()
    assert said.startswith("En")
    assert said.endswith("66")
    assert "…" in said
    assert chip.fontMetrics().horizontalAdvance(said) <= wide - 24
    chip.setFixedWidth(900)
    assert chip._shown_text() == chip.text()


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("size", [100, 150, 200])
def test_a_chip_as_wide_as_it_wants_to_be_shows_all_its_words(qtbot: QtBot, demo_bank: Path, size: int) -> None:
    """Over every short text that the program has: widths are rounded, and a chip that the page leaves its width is not cut."""
    made = make_window(qtbot, str(demo_bank), scale=size)
    with (resources.folder() / "translations" / "sv.mo").open("rb") as file:
        said = {x for x in vars(GNUTranslations(file))["_catalog"].values() if 0 < len(x) < 40}
    assert len(said) > 500
    chip = KeyButton(made.window.shell, "", kind="chip")
    chip.ensurePolished()
    cut = []
    for words in said:
        chip.setText(f"{words}  ▾")
        chip.resize(chip.sizeHint())
        cut += [words] * (chip._shown_text() != chip.text())
    close(made)
    assert cut == []


@pytest.mark.parametrize(
    "part", ["look", "unit", "weights", "bank", "users", "history", "access", "retention", "about"]
)
@pytest.mark.thorough(9)
def test_the_lines_of_a_part_of_the_settings_stand_together(hands: Hands, part: str) -> None:
    """Where a list has nothing to show, what is left of the room stands below all, not between the lines."""
    hands.window.window.go("settings", part=part)
    hands.rest()
    pane = hands.page("settings").stack.currentWidget()
    apart = [
        (one.text()[:30], one.height())
        for one in pane.findChildren(QLabel)
        if one.isVisible() and one.height() > max(one.sizeHint().height(), one.heightForWidth(one.width())) + 20
    ]
    assert apart == []


@pytest.mark.thorough(long=True)
def test_a_card_that_gives_guidance_its_room_has_all_that_it_shortens_in_its_tooltip(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands.window.window.go("matching")
    hands.rest()
    cards: Any = hands.page("matching").list
    cards.be_brief(on=True)
    cards.setFixedWidth(300)
    hands.rest()
    painted = Painted(monkeypatch).now([cards.viewport()])
    assert any(one.short for one in painted)
    assert cut_painted(painted) == []


@pytest.mark.thorough(4)
@pytest.mark.parametrize("wide", [120, 248, 300, 420])
def test_a_choice_too_long_for_its_box_ends_in_a_whole_ellipsis(hands: Hands, wide: int) -> None:
    box = Choice(hands.shell, [("bea", "Kommunal arbetsmarknadsanställning (BEA)")])
    box.setParent(hands.window.window)
    box.ensurePolished()
    box.resize(wide, 32)
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    control, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    room = box.style().subControlRect(control, option, part, box).width() - 2  # Qt leaves one pixel at either side
    assert box.fontMetrics().horizontalAdvance(option.currentText) <= room
    box.deleteLater()


def test_a_longer_word_after_a_shorter_one_is_whole_at_once(hands: Hands) -> None:
    """Before Qt lays anything out of its own: what takes the picture then has the whole word too."""
    toast = hands.window.window.toast
    for undo in (False, True):
        hands.shell.toast("Kort.", undo=undo)
        hands.rest()
        hands.shell.toast("Det finns ingen deltagare med det numret i banken. Kontrollera numret.", undo=False)
        assert toast.text.width() >= toast.text.sizeHint().width()
