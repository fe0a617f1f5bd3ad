"""The day plan: a row for each person with her acts as keys, a line for what many have, and one count from one question."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListView
from pytestqt.qtbot import QtBot

from amdesk.db.engine.opening import open_bank
from amdesk.domain.overview.day import Figures
from amdesk.domain.overview.tasks import KindLine, PersonDay, Task
from amdesk.domain.people.participant import ParticipantRow
from amdesk.services.desk import Desk
from amdesk.ui.kit.basic import KeyButton
from amdesk.ui.kit.rows import Row
from amdesk.ui.overview.list import Heading
from amdesk.ui.results.desk import DESK_GROUPS
from tests import make
from tests.stories.observer.painted import Painted
from tests.ui.conftest import Hands, close, make_window, other

__all__ = ["other"]

Key = Qt.Key


@pytest.fixture
def page(hands: Hands) -> Any:
    """The unit's day."""
    found = hands.page("overview")
    found.whose.set_current("unit")
    found.refresh()
    hands.rest()
    found.tasks.setFocus()
    return found


def people(page: Any) -> Iterator[PersonDay]:
    return (r for g in page.tasks.groups for r in g.rows if isinstance(r, PersonDay))


def lines(page: Any) -> Iterator[KindLine]:
    return (r for g in page.tasks.groups for r in g.rows if isinstance(r, KindLine) and r.opens)


def stand(page: Any, key: str) -> QRect:
    """The keys on that row; returns where it is."""
    at = next(i for i, r in enumerate(page.tasks.rows.rows) if not isinstance(r, Heading) and r.key == key)
    index = page.tasks.rows.index(at)
    page.tasks.setCurrentIndex(index)
    page.tasks.scrollTo(index)
    rect: QRect = page.tasks.visualRect(index)
    return rect


def several(page: Any) -> PersonDay:
    """Somebody whose second act is of another kind than her first, and shown on her page or in her grid."""
    return next(
        r for r in people(page) if len(r.tasks) > 1 and r.tasks[0].kind == "final" and r.tasks[1].kind == "ending"
    )


@pytest.mark.thorough(long=True)
def test_enter_takes_the_first_act_and_a_number_the_others(hands: Hands, page: Any) -> None:
    row = several(page)
    stand(page, row.key)
    hands.press(Key.Key_Return)
    assert hands.window.window.current == "competence"
    hands.ctrl(Key.Key_1)
    assert page.tasks.line().key == row.key
    hands.press(Key.Key_2)
    assert hands.window.window.current == "participants"
    hands.until(lambda: hands.page("participants").record is not None)
    assert hands.page("participants").record.participant.id == row.tasks[0].participant_id


@pytest.mark.thorough(long=True)
def test_a_mark_is_pressed_with_the_mouse_before_and_after_its_row_is_chosen(hands: Hands, page: Any) -> None:
    row = several(page)
    rect = stand(page, row.key)
    marks = page.tasks.people.marks(row, rect, chosen=True)
    assert [m.key for m in marks][:2] == ["Enter", "2"]
    QTest.mouseClick(page.tasks.viewport(), Qt.MouseButton.LeftButton, pos=marks[1].rect.center())
    hands.rest()
    assert hands.window.window.current == "participants"
    hands.ctrl(Key.Key_1)
    page.tasks.setFocus()
    hands.press(Key.Key_Down)
    rect = page.tasks.visualRect(index_of(page, row.key))
    mark = page.tasks.people.marks(row, rect, chosen=False)[0]
    QTest.mouseClick(page.tasks.viewport(), Qt.MouseButton.LeftButton, pos=mark.rect.center())
    hands.rest()
    assert hands.window.window.current == "competence"


@pytest.fixture
def large(qtbot: QtBot, demo_bank: Path) -> Iterator[Hands]:
    """Text at twice its size: the chosen row is higher than the others."""
    hands = Hands(qtbot, make_window(qtbot, str(demo_bank), scale=200, width=1920, height=1080))
    hands.rest()
    yield hands
    close(hands.window)


@pytest.mark.thorough(long=True)
def test_a_double_click_beside_the_marks_takes_the_first_act_of_the_row_that_it_began_on(large: Hands) -> None:
    page = large.page("overview")
    page.whose.button("unit").click()
    large.rest()
    tasks, taken = page.tasks, list[Any]()
    tasks.act.connect(taken.append)
    first, second = (r for r in tasks.rows.rows[:3] if isinstance(r, PersonDay))
    stand(page, first.key)
    where = QPointF(tasks.visualRect(index_of(page, second.key)).bottomLeft() + QPoint(tasks.width() // 2, -8))
    one, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for kind in ("MouseButtonPress", "MouseButtonRelease", "MouseButtonDblClick", "MouseButtonRelease"):
        event = QMouseEvent(getattr(QEvent.Type, kind), where, tasks.viewport().mapToGlobal(where), one, one, none)
        QApplication.sendEvent(tasks.viewport(), event)
    assert taken == [second.tasks[0]]


def index_of(page: Any, key: str) -> Any:
    rows = page.tasks.rows
    return rows.index(next(i for i, r in enumerate(rows.rows) if not isinstance(r, Heading) and r.key == key))


@pytest.mark.thorough(long=True)
def test_a_line_that_many_have_is_opened_in_place_and_closed_again(hands: Hands, page: Any) -> None:
    line = next(lines(page))
    stand(page, line.key)
    before = page.tasks.rows.rowCount()
    hands.press(Key.Key_Right)
    assert page.tasks.rows.rowCount() == before + len(line.tasks)
    hands.press(Key.Key_Down)
    assert page.tasks.task() == line.tasks[0]
    hands.press(Key.Key_Left)
    assert page.tasks.rows.rowCount() == before
    assert page.tasks.line().key == line.key
    chevron = page.tasks.visualRect(page.tasks.currentIndex()).topLeft() + QPoint(26, 17)
    QTest.mouseClick(page.tasks.viewport(), Qt.MouseButton.LeftButton, pos=chevron)
    hands.rest()
    assert page.tasks.rows.rowCount() == before + len(line.tasks)


@pytest.mark.thorough(long=True)
def test_enter_on_a_line_shows_the_page_that_has_its_rows(hands: Hands, page: Any) -> None:
    line = next(r for r in lines(page) if r.family == "assess")
    stand(page, line.key)
    hands.press(Key.Key_Return)
    assert hands.window.window.current == "competence"
    listed = {r.participant for r in hands.page("competence").people.people()}
    assert {t.participant_id for t in line.tasks} <= listed


def test_the_number_beside_the_title_is_the_sum_of_the_groups_and_of_the_rows(hands: Hands, page: Any) -> None:
    for row in list(lines(page)):
        page.tasks.turn(row, opened=True)
    hands.rest()
    groups = [r.size for r in page.tasks.rows.rows if isinstance(r, Heading)]
    acts = sum(len(r.tasks) for r in page.tasks.rows.rows if isinstance(r, PersonDay) or not getattr(r, "opens", True))
    assert page.todo.count.text() == str(sum(groups)) == str(acts) == str(len(page.data.tasks))


@pytest.mark.thorough(long=True)
def test_the_tile_the_badge_the_chip_the_tab_and_the_list_say_the_same(hands: Hands, page: Any) -> None:
    free, waiting, _, ending, day90 = (int(one.figure) for one in page.kpis)
    badges = {name: one.badge for name, one in hands.window.window.rail.buttons.items()}
    assert (badges["placements"], badges["participants"], badges["followup"]) == (free, waiting, day90)
    assert page.ending_panel.count.text() == str(ending) == str(page.ending_rows.rowCount())
    tasks = page.data.tasks
    assert sum(t.kind == "find_place" for t in tasks) == waiting
    assert sum(t.kind in {"assess", "final", "certificate"} for t in tasks) == badges["competence"]
    today = hands.shell.today
    assert sum(t.kind == "day90" and t.due <= today for t in tasks) == day90
    for chip, count in (("waiting", waiting), ("ending", ending)):
        assert len(hands.ask(partial(listed, chip=chip))) == count
    page.kpis[4].click()
    hands.rest()
    followup = hands.page("followup")
    assert followup.tabs.button("desk").text() == f"Att följa upp {day90}"


def listed(desk: Desk, chip: str) -> list[ParticipantRow]:
    return desk.participants.listing(chip=chip)


def test_no_name_is_read_in_the_plan_while_names_are_hidden(hands: Hands, page: Any) -> None:
    names = {t.person.seen for t in page.data.tasks if " " in t.person.seen}
    hands.window.window.hide_names()
    hands.rest()
    model = page.tasks.rows
    said = [str(model.index(i).data()) for i in range(model.rowCount())]
    shown = {one for one in said if any(name in one for name in names)}
    assert {one for one in shown if "Skyddade" not in one} == set()


def test_mine_stand_first_among_the_units(hands: Hands, page: Any) -> None:
    me = hands.shell.case_worker_id
    assert me is not None
    for group in page.tasks.groups:
        mine = [r.tasks[0].case_worker_id == me for r in group.rows if isinstance(r, PersonDay)]
        assert mine == sorted(mine, reverse=True)


def test_marks_stay_within_their_row_and_clear_of_each_other(hands: Hands, page: Any) -> None:
    for chosen in (False, True):
        for row in people(page):
            rect = QRect(0, 0, page.tasks.viewport().width(), 44)
            places = [m.rect for m in page.tasks.people.marks(row, rect, chosen=chosen)]
            assert places
            assert all(rect.contains(one) for one in places)
            assert all(a.right() < b.left() for a, b in pairwise(places))


@pytest.mark.thorough(3)
@pytest.mark.parametrize(("scale", "beside"), [(100, True), (150, False), (200, False)])
def test_tasks_and_charts_stand_under_each_other_where_the_text_is_large(
    qtbot: QtBot, demo_bank: Path, scale: int, beside: bool
) -> None:
    window = make_window(qtbot, str(demo_bank), scale=scale)
    hands = Hands(qtbot, window)
    window.window.resize(1366, 768)
    hands.rest()
    page = hands.page("overview")
    hands.until(lambda: page.data is not None)
    hands.rest()
    panels = (page.todo, page.chart_panel, page.ending_panel)
    tops = [one.mapTo(page, QPoint(0, 0)).y() for one in panels]
    assert (tops[0] == tops[1]) == beside
    assert (page.area is None) == beside
    assert all(one.isVisible() for one in (*panels, *page.kpis))
    page.tasks.setFocus()
    row = page.tasks.line()
    assert isinstance(row, PersonDay)
    rect = page.tasks.visualRect(page.tasks.currentIndex())
    assert page.tasks.people.marks(row, rect, chosen=True)[0].task == row.tasks[0]
    close(window)


def test_the_rows_of_the_plan_are_fewer_than_its_tasks_and_none_has_a_widget(hands: Hands, page: Any) -> None:
    """What the first paint lays out: a line for what many have, and nothing under it before it is opened."""
    view: QListView = page.tasks
    assert view.model().rowCount() < len(page.data.tasks)
    assert isinstance(page.tasks.currentIndex().data(Row), PersonDay | KindLine)
    assert not any(view.indexWidget(view.model().index(i, 0)) for i in range(view.model().rowCount()))
    assert isinstance(page.data.tasks[0], Task)


@pytest.mark.thorough(4)
@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("size", [(1366, 768), (1280, 640)])
def test_the_tiles_say_all_their_words_also_of_large_figures(
    qtbot: QtBot, demo_bank: Path, monkeypatch: pytest.MonkeyPatch, lang: str, size: tuple[int, int]
) -> None:
    painted = Painted(monkeypatch)
    window = make_window(qtbot, str(demo_bank), lang=lang, width=size[0], height=size[1])
    hands = Hands(qtbot, window)
    hands.rest()
    hands.until(lambda: hands.page("overview").data is not None)
    page = hands.page("overview")
    hands.rest()
    cut = [one.said for one in painted.now(page.kpis) if one.short]
    page.show_figures(
        Figures(
            waiting=388,
            longest_wait=188,
            running=388,
            running_own=188,
            running_external=200,
            free=388,
            free_own=188,
            free_external=200,
            ending=188,
            ending_unassessed=128,
            day90=88,
            day90_late=88,
        )
    )
    said = painted.now(page.kpis)
    close(window)
    assert "388" in {one.said for one in said}
    assert cut + [one.said for one in said if one.short] == []


@pytest.mark.thorough(long=True)
def test_mine_is_mine_alone_and_whom_nobody_has_stands_apart_by_name_and_is_not_counted(
    hands: Hands, other: Desk
) -> None:
    """As the list of participants has it: nobody is mine whom I do not have."""
    make.participant(other.bank, name="Ingens Prov", registered_on=hands.shell.today - timedelta(20))
    found = hands.page("overview")
    found.whose.set_current("mine")
    found.refresh()
    hands.until(lambda: any(t.person.seen == "Ingens Prov" for t in found.data.tasks))
    me = hands.shell.case_worker_id
    last = found.tasks.groups[-1]
    assert last.code == "nobody"
    assert "Ingens Prov" in {t.person.seen for row in last.rows for t in row.tasks}
    assert all(t.case_worker_id is None for row in last.rows for t in row.tasks)
    own = [t for g in found.tasks.groups[:-1] for row in g.rows for t in row.tasks]
    assert {t.case_worker_id for t in own if t.participant_id} == {me}
    assert found.todo.count.text() == str(len(own))
    mine = {r.id for r in hands.ask(lambda desk: desk.participants.listing(chip="mine", case_worker=me))}
    assert {t.participant_id for t in own if t.participant_id} <= mine
    spoken = [found.tasks._spoken(r) for r in found.tasks.rows.rows if isinstance(r, Heading)]
    assert spoken[-1].startswith("Ingen har ansvar")


def test_where_nothing_is_mine_the_way_to_the_units_is_offered(qtbot: QtBot, new_file: Path, tmp_path: Path) -> None:
    path = make.copied(new_file, tmp_path / "b.amdesk")
    bank = open_bank(str(path), actor="Test", account="test", clock=make.CLOCK)
    desk = Desk(bank, make.CLOCK)
    me, her = (desk.participants.add_case_worker(name) for name in ("Jamila Provström", "Nils Provsson"))
    make.participant(bank, name="Aida Prov", case_worker_id=her, registered_on=make.TODAY - timedelta(9))
    bank.close()
    window = make_window(qtbot, str(path))
    hands = Hands(qtbot, window)
    hands.until(lambda: hands.page("overview").data is not None)
    found = hands.page("overview")
    assert hands.shell.case_worker_id == me
    assert not found.tasks.groups
    said = {one.text() for one in found.todo.findChildren(QLabel) if one.isVisible()}
    assert "Inget väntar på dig" in said
    assert "Allt är gjort för idag" not in said, "others have something to do"
    next(one for one in found.todo.findChildren(KeyButton) if one.text() == "Visa enhetens").click()
    hands.rest()
    assert found.tasks.groups
    assert found.tasks.hasFocus()
    close(window)


@pytest.mark.thorough(long=True)
def test_the_desk_counts_on_its_tab_those_above_the_heading_of_who_comes(hands: Hands) -> None:
    hands.shell.go("followup", tab="desk")
    hands.rest()
    page = hands.page("followup")
    hands.until(lambda: bool(page.desk.found))
    due, groups = hands.ask(lambda desk: desk.results.due_count()), dict(page.desk.headings())
    coming = groups.pop(DESK_GROUPS[-1], 0)
    assert sum(groups.values()) == due == hands.page("overview").data.figures.day90
    assert coming == sum(d.due > hands.shell.today for d in page.desk.found)
    assert str(due) in page.tabs.button("desk").text()
