"""After an act the keys stand on the next row, not on the first."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from amdesk.domain.overview.tasks import PersonDay
from amdesk.domain.results.followup import Due
from amdesk.ui.kit.rows import after_act
from amdesk.ui.overview.list import Heading
from tests import make
from tests.ui.conftest import Hands

Key = Qt.Key


@pytest.mark.parametrize(
    ("here", "now", "then"),
    [
        (2, [1, 2, 3], 2),
        (2, [3, 2, 1], 2),
        (2, [1, 3, 4], 3),
        (2, [1, 4], 4),
        (4, [1, 2], 2),
        (4, [7, 3, 1], 3),
        (2, [8, 9], 8),
        (None, [1, 2], 1),
        (9, [2, 1], 1),
        (2, [], None),
    ],
)
def test_the_same_row_else_the_next_else_the_one_before_else_the_first(
    here: int | None, now: list[int], then: int | None
) -> None:
    assert after_act([1, 2, 3, 4], here, now) == then


def test_a_task_marked_done_leaves_the_keys_on_the_next(hands: Hands) -> None:
    page = hands.page("overview")
    page.whose.set_current("unit")
    page.refresh()
    hands.rest()
    lone = [r for g in page.tasks.groups for r in g.rows if isinstance(r, PersonDay) and len(r.tasks) == 1]
    done = lone[0].tasks[0]
    keys = [r.key for r in page.tasks.rows.rows if not isinstance(r, Heading)]
    page.tasks.stand_on(lambda one: one is done)
    page.done()
    hands.rest()
    assert done.key not in [t.key for t in page.data.tasks]
    assert page.tasks.line().key == keys[keys.index(lone[0].key) + 1]


def test_whoever_has_more_to_do_keeps_the_keys_when_one_thing_is_done(hands: Hands) -> None:
    page = hands.page("overview")
    people = [r for g in page.tasks.groups for r in g.rows if isinstance(r, PersonDay)]
    # one thing that is left alone may stand in the line of its kind; and a talk is done when it is noted
    row = next(r for r in people if len(r.tasks) > 2 and r.tasks[0].kind != "talk")
    first, second = row.tasks[:2]
    page.tasks.stand_on(lambda one: one is first)
    page.done()
    hands.rest()
    assert page.tasks.line().key == row.key
    assert page.tasks.task().key == second.key


def test_whoever_is_followed_up_at_day_90_leaves_the_keys_on_the_next(hands: Hands) -> None:
    hands.window.window.go("followup", tab="desk")
    hands.rest()
    pane = hands.page("followup").desk
    people = [(i, r) for i, r in enumerate(pane.rows.rows) if isinstance(r, Due)]
    (at, gone), (_, following) = people[1:3]
    pane.list.setCurrentIndex(pane.rows.index(at))
    pane.show_found([d for d in pane.found if d.employment != gone.employment])
    assert pane.due().employment == following.employment


def test_a_pair_left_out_leaves_the_keys_on_the_next(hands: Hands) -> None:
    hands.window.window.go("matching", round=True)
    hands.rest()
    pane = hands.page("matching").round
    hands.until(lambda: len(pane.rows.rows) > 3)
    people = [r.proposal.person.id for r in pane.rows.rows]
    pane.list.setCurrentIndex(pane.rows.index(2))
    pane.list.setFocus()
    hands.press(Key.Key_Delete)
    hands.rest()
    left = [r.proposal.person.id for r in pane.rows.rows]
    assert pane.list.proposal().person.id == after_act(people, people[2], left)


def test_a_mended_row_leaves_the_keys_on_the_next_to_mend(hands: Hands, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    rows = "\n".join(f"{make.number() if i == 3 else '1'};Åke Prov{i}" for i in range(6))
    path.write_text(f"Personnummer;Namn\n{rows}\n", "utf-8")
    hands.window.window.go("exchange")
    page = hands.page("exchange")
    page.open_file(path)
    hands.until(lambda: page.part() == "reading" or page.review is not None)
    if page.review is None:
        page.confirm()
    hands.until(lambda: page.review is not None)
    hands.rest()
    wrong = [o.row for o in page.model.rows if o.outcome == "rejected"]
    assert page.rows._stands_on() == wrong[0]
    at = next(i for i, o in enumerate(page.model.rows) if o.row == wrong[2])
    page.table.setCurrentIndex(page.model.index(at, 1))
    page.mend(wrong[2], "identity", make.number(birth="239"))
    hands.rest()
    assert page.rows._stands_on() == wrong[3]


def test_a_list_opens_at_its_chosen_row_with_the_heading_of_its_group_in_sight(hands: Hands) -> None:
    hands.window.window.go("followup", tab="desk")
    hands.rest()
    desk = hands.page("followup").desk
    rows, view = desk.rows.rows, desk.list
    heads = [i for i, row in enumerate(rows) if isinstance(row, tuple)]
    desk._select(rows[heads[-1] + 1].employment)
    view.scrollToTop()
    desk._select(rows[heads[-1] + 1].employment)
    for at in (heads[-1], heads[-1] + 1):
        assert view.viewport().rect().contains(view.visualRect(desk.rows.index(at)))
    view.setFixedHeight(3 * view.visualRect(desk.rows.index(heads[-1] + 1)).height())
    hands.rest()
    view.scrollToBottom()
    desk._select(rows[heads[0] + 1].employment)
    for at in (heads[0], heads[0] + 1):
        assert view.viewport().rect().contains(view.visualRect(desk.rows.index(at)))
