"""Thirteen jobs of an everyday day, each done twice in the window: the long way, by looking something up and choosing from menus, and
where the work is asked for. Steps are the palettes, pages, menus and dialogs that one comes to; keys are what is pressed, a word that is
typed counting as one. The table that the unit reads is what is counted here, and a count that grows fails."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from amdesk.domain.overview.tasks import Task
from amdesk.services.desk import Desk
from amdesk.ui.booking.week.dialog import WeekDialog
from amdesk.ui.results.committee import CommitteeDialog
from amdesk.ui.results.form import FollowUpDialog
from tests import make
from tests.stories.test_followup import in_dialog
from tests.stories.test_storyboard import CTRL_SHIFT, choose_task, ready_to_book, ready_to_leave
from tests.ui.conftest import Hands

Key = Qt.Key
TABLE = Path(__file__).parents[2] / "docs" / "everyday.md"
ROW = re.compile(r"^\| (?P<job>[^|]+) \| (\d+) \| (n \+ )?(\d+) \| (\d+) \| (n \+ )?(\d+) \|$", re.MULTILINE)


class Cost(NamedTuple):
    """Of one way to do a job. Keys of the levels of an assessment, one for each skill, are left out."""

    steps: int
    keys: int


def table() -> dict[str, tuple[Cost, Cost]]:
    """By job the long way and the short one, as the unit reads them."""
    found = ROW.finditer(TABLE.read_text("utf-8"))
    return {m["job"]: (Cost(int(m[2]), int(m[4])), Cost(int(m[5]), int(m[7]))) for m in found}


class Ways:
    """Does jobs and counts them."""

    def __init__(self, hands: Hands) -> None:
        self.hands, self.steps = hands, 0

    def begin(self, page: str = "settings") -> None:
        """On a page from which nothing is near."""
        self.hands.window.window.activateWindow()  # the offscreen platform leaves no window active after a dialog
        self.hands.until(self.hands.window.window.isActiveWindow)
        self.hands.window.window.go(page)
        self.hands.rest()
        self.hands.actions = self.steps = 0

    def cost(self) -> Cost:
        return Cost(self.steps, self.hands.actions)

    def look_up(self, words: str, before: Callable[[], None] = lambda: None) -> None:
        """Ctrl+K, what is looked for, Enter: the palette, and where that leads. `before` is made ready for that Enter."""
        self.hands.ctrl(Key.Key_K)
        self.hands.type(words)
        before()
        self.hands.press(Key.Key_Return)
        self.steps += 2

    def command(self, title: str, before: Callable[[], None] = lambda: None) -> None:
        self.look_up(self.hands.shell.words(title), before)

    def person(self, task: Task) -> None:
        assert task.participant_id is not None
        key = task.participant_id
        self.look_up(self.hands.ask(lambda desk: desk.work.participant(key).number))

    def menu(self, said: str) -> None:
        """What is chosen in the menu of the person's page: the menu and the entry, and the dialog that it opens."""
        page = self.hands.page()
        chosen = next(a for a in page._more().actions() if a.text() == page.t(said))
        self.hands.actions += 2
        self.steps += 2
        chosen.trigger()
        self.hands.rest()

    def task(self, kind: str, *, enter: bool = True) -> Task:
        """The first row of a kind in the unit's day, whose first act Enter does."""
        self.begin("overview")
        found = choose_task(self.hands, kind)
        self.hands.actions = self.steps = 0
        if enter:
            self.hands.press(Key.Key_Return)
            self.steps += 1
        return found

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self.hands.press(key)

    def closed(self) -> None:
        self.hands.until(lambda: QApplication.activeModalWidget() is None)


@pytest.fixture
def ways(hands: Hands) -> Ways:
    return Ways(hands)


def week(ways: Ways) -> None:
    ways.hands.until(lambda: isinstance(QApplication.activeModalWidget(), WeekDialog))
    ways.hands.rest()


def in_week(ways: Ways, kind: str, short: tuple[Qt.Key, ...], long: tuple[Qt.Key, ...]) -> tuple[Cost, Cost]:
    """A job of a person's week, the long way; and once that was undone, where the day asks for it."""
    task = ways.task(kind, enter=False)
    assert task.participant_id
    ways.begin()
    ways.person(task)
    ways.menu("The week: attendance and contact")
    week(ways)
    ways.press(*long)
    whole = ways.cost()
    close_week(ways, kind)
    undo(ways)
    again = ways.task(kind)
    assert again.participant_id == task.participant_id
    week(ways)
    ways.press(*short)
    brief = ways.cost()
    close_week(ways, kind)
    undo(ways)
    return whole, brief


def undo(ways: Ways) -> None:
    ways.begin()
    ways.hands.ctrl(Key.Key_Z)


def close_week(ways: Ways, kind: str) -> None:
    """A talk closes it; a day that is noted leaves it open for others."""
    if kind == "absent":
        ways.press(Key.Key_Escape)
    ways.closed()


@pytest.mark.thorough(long=True)
def test_an_absence_a_first_day_call_and_a_talk(ways: Ways) -> None:
    kept = table()
    assert in_week(ways, "absent", (Key.Key_S,), (Key.Key_S,)) == kept["An absence of today is noted"]
    talk = Key.Key_K, Key.Key_2, Key.Key_Return
    assert in_week(ways, "call", talk[1:], talk) == kept["The call of the first day of an absence is noted"]
    assert in_week(ways, "talk", talk[1:], talk) == kept["A talk is noted"]


def book(ways: Ways, other: Desk, modifiers: Qt.KeyboardModifier, status: str) -> tuple[Cost, Cost]:
    costs = []
    for long in (True, False):
        task = ways.task("find_place", enter=not long)
        if long:
            ways.begin()
            ways.person(task)
        ways.hands.until(lambda: ready_to_book(ways.hands))
        ways.hands.press(Key.Key_Return, modifiers)
        ways.hands.until(lambda: ways.hands.page("matching").panel.receipt is not None)
        costs.append(ways.cost())
        made = [b for b in other.booking.current() if b.participant_id == task.participant_id]
        assert [b.status for b in made] == [status]
    return costs[0], costs[1]


@pytest.mark.thorough(long=True)
def test_a_place_is_booked_and_booked_tentatively_and_undone(ways: Ways, other: Desk) -> None:
    kept = table()
    ctrl = Qt.KeyboardModifier.ControlModifier
    assert book(ways, other, ctrl, "booked") == kept["Somebody who waits is booked"]
    assert book(ways, other, CTRL_SHIFT, "reserved") == kept["Somebody who waits is booked tentatively"]
    costs = []
    for long in (True, False):
        before = len(other.booking.current())
        ways.begin()
        ways.command("Undo") if long else ways.hands.ctrl(Key.Key_Z)
        ways.steps -= long  # it leads to no page
        ways.hands.until(lambda before=before: len(other.booking.current()) == before - 1)  # type: ignore[misc]  # a lambda with a default
        costs.append(ways.cost())
    assert tuple(costs) == kept["What was done last is undone"]


def sheet(ways: Ways, person: int | None) -> Any:
    page = ways.hands.page("competence")
    ways.hands.until(
        lambda: page.sheet is not None and page.sheet.participant.id == person and bool(page.grid.table.rows)
    )
    return page


def to_sheet(ways: Ways, kind: str, long: bool) -> tuple[Task, Any]:
    """A person's assessments: by the row of the day, or by her own page and what is next there."""
    task = ways.task(kind, enter=not long)
    if long:
        ways.begin()
        ways.person(task)
        ways.press(Key.Key_Return)
        ways.steps += 1
    return task, sheet(ways, task.participant_id)


@pytest.mark.thorough(long=True)
def test_a_last_assessment_and_a_certificate(ways: Ways, other: Desk, printer: Path) -> None:
    kept, costs = table(), []
    for long in (True, False):
        task, page = to_sheet(ways, "final", long)
        skills = [r for r in page.grid.table.rows if r.skill is not None]
        for _ in skills:
            ways.press(Key.Key_3)
        ways.hands.ctrl(Key.Key_D)
        assert task.participant_id
        done = other.competence.sheet(task.participant_id).assessments
        assert next(a for a in done if a.occasion == "final").finished
        costs.append(Cost(ways.steps, ways.hands.actions - len(skills)))
    assert tuple(costs) == kept["A last assessment of n skills is made"]
    costs = []
    for long in (True, False):
        task, _ = to_sheet(ways, "certificate", long)
        ways.hands.print_()
        ways.steps += 1
        costs.append(ways.cost())
        assert any(c.participant_id == task.participant_id for c in other.competence.archive())
    assert tuple(costs) == kept["A certificate is printed"]


@pytest.mark.thorough(long=True)
def test_day_90_and_the_committees_report(ways: Ways, other: Desk, tmp_path: Path) -> None:
    kept, costs = table(), []
    for long in (True, False):
        task = ways.task("day90", enter=not long)
        if long:
            ways.begin()
            ways.person(task)
            ways.menu("Day 90: follow up")
        ways.hands.until(lambda: isinstance(QApplication.activeModalWidget(), FollowUpDialog))
        ways.press(Key.Key_2, Key.Key_Return)
        ways.closed()
        costs.append(ways.cost())
        assert other.results.due(int(task.key.split(":")[1])).contact == "contacted"
    assert tuple(costs) == kept["The answer of day 90 is noted"]
    costs = []
    for long in (True, False):
        path = tmp_path / f"{long}.pdf"

        def answer(dialog: Any, path: Path = path) -> None:
            dialog.path.setText(str(path))  # as it was chosen the last time
            QTest.keyClick(dialog.focusWidget(), Key.Key_Return)
            assert not dialog.isVisible()
            ways.hands.actions += 1
            ways.steps += 1

        ways.begin("settings" if long else "followup")
        ready = partial(in_dialog, ways.hands, CommitteeDialog, answer)
        if long:
            ways.command("Report to the committee", ready)
            ways.steps -= 1  # the dialog counts itself
        else:
            ready()
            ways.hands.ctrl(Key.Key_P)
        ways.hands.until(path.exists)
        costs.append(ways.cost())
    assert tuple(costs) == kept["The committee’s report is made"]


@pytest.mark.thorough(long=True)
def test_a_list_comes_in_another_goes_out_and_names_are_hidden(
    ways: Ways, other: Desk, chosen: Callable[[str], Path]
) -> None:
    kept, costs = table(), []
    path = chosen("list.csv")
    for long in (True, False):
        path.write_text(f"Namn;Personnummer;Önskat yrke\nÅke Prov;{make.fresh_number()};Målare\n", "utf-8")
        before = len(other.participants.listing())
        ways.begin()
        ways.command("Import a file") if long else ways.hands.ctrl(Key.Key_I)
        ways.steps += not long
        ways.hands.until(lambda: ways.hands.page("exchange").review is not None)
        ways.hands.ctrl(Key.Key_Return)
        ways.hands.until(lambda: ways.hands.page("exchange").review is None)
        costs.append(ways.cost())
        assert len(other.participants.listing()) == before + 1
    assert tuple(costs) == kept["A known list is read in"]
    costs = []
    for long in (True, False):
        path = chosen(f"lists{long}.xlsx")
        ways.task("supervisors", enter=not long)
        if long:
            ways.begin()
            ways.command("Export to Excel")
            ways.press(Key.Key_Return)
            ways.steps += 1
        ways.hands.until(ready_to_leave)
        ways.hands.ctrl(Key.Key_Return)
        ways.hands.until(path.exists)
        costs.append(ways.cost())
    assert tuple(costs) == kept["The week’s lists go to the supervisors"]
    costs = []
    for long in (True, False):
        hidden = ways.hands.shell.names_hidden
        ways.begin()
        ways.command("Hide or show names") if long else ways.hands.press(Key.Key_H, CTRL_SHIFT)
        ways.steps -= long
        assert ways.hands.shell.names_hidden is not hidden
        costs.append(ways.cost())
    assert tuple(costs) == kept["Names are hidden from whoever stands beside"]


def test_the_table_has_thirteen_jobs_and_none_is_longer_where_it_is_asked_for() -> None:
    found = table()
    assert len(found) == 13
    for job, (long, short) in found.items():
        assert short.steps <= long.steps, job
        assert short.keys < long.keys, job
    source = Path(__file__).read_text("utf-8")
    assert all(f'kept["{job}"]' in source for job in found), "each row is counted"
