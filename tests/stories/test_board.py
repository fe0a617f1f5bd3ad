"""The board as a person uses it: by keyboard alone, and each drag with the mouse. The bank is asked what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu

from amdesk.app import application
from amdesk.domain.booking.board import BoardBar
from amdesk.ui.booking import capacity
from amdesk.ui.booking.board import access, pane
from amdesk.ui.booking.form import BookingDialog
from amdesk.ui.kit.basic import Elided, KeyButton
from tests.make import TODAY
from tests.ui.conftest import Hands


@pytest.fixture
def board(hands: Hands) -> Any:
    hands.ctrl(Qt.Key.Key_2)
    hands.until(lambda: bool(hands.page("placements").board.view.lines))
    view = hands.page("placements").board.view
    assert view.hasFocus()
    return view


def row_of(view: Any, hit: Callable[[Any], bool]) -> int:
    return next(i for i, line in enumerate(view.lines) if line.lane and hit(line.lane))


def walk(hands: Hands, view: Any, row: int, day: date = TODAY) -> None:
    """Arrows, held down until it is there, from where the cursor is to a row and a week."""
    while view.row != row:
        QTest.keyClick(view, Qt.Key.Key_Down if view.row < row else Qt.Key.Key_Up)
    monday = day - timedelta(day.weekday())
    while view.day != day and view.day - timedelta(view.day.weekday()) != monday:
        QTest.keyClick(view, Qt.Key.Key_Right if view.day < day else Qt.Key.Key_Left)
    hands.rest()


def bookings(hands: Hands) -> dict[str, Any]:
    return {b.ref: b for b in hands.ask(lambda desk: desk.booking.every())}


def free_now(lane: Any) -> bool:
    gap = lane.gap(TODAY, TODAY, TODAY + timedelta(300))
    return gap is not None and (gap[1] - TODAY).days > 100


@pytest.mark.thorough(long=True)
def test_a_gap_found_with_the_arrows_is_booked_for_the_best_fitting_person_with_enter(hands: Hands, board: Any) -> None:
    before = bookings(hands)
    walk(hands, board, row_of(board, free_now))
    panel = hands.page("placements").board.panel
    hands.until(lambda: panel.person is not None)
    best = panel.person.participant
    placement = board.lines[board.row].team.id
    hands.actions = 0
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: len(bookings(hands)) == len(before) + 1)
    assert hands.actions == 1
    (made,) = [b for ref, b in bookings(hands).items() if ref not in before]
    assert (made.participant_id, made.placement_id, made.status) == (best.id, placement, "booked")
    hands.ctrl(Qt.Key.Key_Z)
    assert {r: b.status for r, b in bookings(hands).items()} == {r: b.status for r, b in before.items()}


@pytest.mark.thorough(long=True)
def test_a_period_marked_with_space_and_stretched_is_what_is_booked(hands: Hands, board: Any) -> None:
    before = set(bookings(hands))
    walk(hands, board, row_of(board, free_now), TODAY + timedelta(28))
    hands.press(Qt.Key.Key_Space)
    for _ in range(3):
        hands.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    first = board.period[0]
    panel = hands.page("placements").board.panel
    hands.until(lambda: panel.person is not None)
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: len(bookings(hands)) == len(before) + 1)
    (made,) = [b for ref, b in bookings(hands).items() if ref not in before]
    assert made.to_date == first + timedelta(6 + 21)


def upcoming(lane: Any) -> bool:
    return any(b.state == "upcoming" and b.first > TODAY and not b.protected for b in lane.bars)


def to_bar(hands: Hands, view: Any, hit: Callable[[BoardBar], bool]) -> BoardBar:
    row = row_of(view, lambda lane: any(hit(b) for b in lane.bars))
    bar: BoardBar = next(b for b in view.lines[row].lane.bars if hit(b))
    walk(hands, view, row)
    for _ in range(len(view.lines[row].lane.bars) + 1):
        if view.current() == bar:
            break
        hands.press(Qt.Key.Key_Tab)
    assert view.current() == bar
    return bar


@pytest.mark.thorough(long=True)
def test_a_booking_is_moved_by_keys_to_another_placement(hands: Hands, board: Any) -> None:
    bar = to_bar(hands, board, lambda b: b.state == "upcoming" and not b.protected)
    target = next(
        line.team
        for line in board.lines
        if line.lane and line.team.id != board.lines[board.row].team.id and not line.lane.bars
    )
    hands.page("placements").board._wanted("move", board.line(), board.current())
    hands.until(lambda: QApplication.activeModalWidget() is not None)
    hands.type(target.number)
    hands.ctrl(Qt.Key.Key_Return)
    hands.until(lambda: bookings(hands)[bar.ref].placement_id == target.id and not QApplication.activeModalWidget())
    hands.window.window.activateWindow()  # a window system gives the focus back by itself
    hands.until(hands.window.window.isActiveWindow)
    hands.ctrl(Qt.Key.Key_Z)
    assert bookings(hands)[bar.ref].placement_id != target.id


@pytest.mark.thorough(long=True)
def test_m_lifts_a_bar_the_arrows_move_it_and_enter_puts_it_down(hands: Hands, board: Any) -> None:
    bar = to_bar(hands, board, lambda b: b.state == "upcoming" and b.first > TODAY + timedelta(8) and not b.protected)
    before = bookings(hands)[bar.ref]
    hands.press(Qt.Key.Key_M)
    assert board.drag.picked
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
        for _ in range(len(board.lines)):
            hands.press(key)
            if board.drag.problem() is None and board.drag.target.team.id != before.placement_id:
                break
        if board.drag.problem() is None and board.drag.changed:
            break
    target, first, last = board.drag.target.team.id, board.drag.first, board.drag.last
    assert bookings(hands)[bar.ref] == before, "nothing is moved before it is put down"
    hands.press(Qt.Key.Key_Return)
    assert board.drag is None
    hands.until(lambda: bookings(hands)[bar.ref].placement_id == target)
    now = bookings(hands)[bar.ref]
    assert (now.from_date, now.to_date) == (first, last)
    hands.ctrl(Qt.Key.Key_Z)
    assert bookings(hands)[bar.ref] == before


@pytest.mark.thorough(long=True)
def test_a_bar_in_hand_stays_there_when_the_board_is_read_anew_and_is_let_go_of_where_it_was_changed(
    hands: Hands, board: Any
) -> None:
    bar = to_bar(hands, board, lambda b: b.state == "upcoming" and b.first > TODAY + timedelta(8) and not b.protected)
    hands.press(Qt.Key.Key_M)
    hands.press(Qt.Key.Key_Right)
    row, first = board.row, board.drag.first
    hands.window.window.refresh()
    hands.rest()
    assert (board.row, board.drag.first, board.drag.line) == (row, first, board.lines[row])
    hands.press(Qt.Key.Key_Left)
    assert not board.drag.changed, "it lies where it was"
    hands.shell.tasks.write(lambda desk: desk.booking.extend(bar.ref, bar.last + timedelta(7)))
    hands.rest()
    assert board.drag is None
    assert hands.window.window.toast.text.text() == "Bokningen har ändrats under tiden och flyttas inte längre."


@pytest.mark.thorough(long=True)
def test_while_the_keys_carry_a_bar_the_panel_says_what_they_do_then_and_where_it_would_lie(
    hands: Hands, board: Any
) -> None:
    to_bar(hands, board, lambda b: b.state == "upcoming" and b.first > TODAY + timedelta(8) and not b.protected)
    panel = hands.page("placements").board.panel
    told: list[str] = []
    board.carried.connect(told.append)

    def words() -> list[str]:
        return [one.text() for one in panel.findChildren(QLabel) if one.isVisible()]

    def acts() -> list[str]:
        return [one.cap for one in panel.findChildren(KeyButton) if one.isVisible() and one.cap]

    assert "Enter" in acts()
    for key in (Qt.Key.Key_M, Qt.Key.Key_Down):
        hands.press(key)
        assert acts() == []
        assert told[-1] in words()
        assert "lägger ner den" in words()
        said = {one.text(): one for one in panel.findChildren(QLabel) if one.isVisible()}
        reason = said[told[-1]]
        assert not isinstance(reason, Elided), "why it cannot lie there is never shortened"
        assert reason.height() >= reason.heightForWidth(reason.width())
        assert said["Esc"].height() <= said["Esc"].sizeHint().height() + 2
    hands.press(Qt.Key.Key_Escape)
    assert "Enter" in acts()


@pytest.mark.thorough(long=True)
def test_a_lifted_bar_says_aloud_where_it_lies_and_why_it_cannot_and_esc_leaves_it(hands: Hands, board: Any) -> None:
    said: list[str] = []
    board.carried.connect(said.append)
    bar = to_bar(hands, board, lambda b: b.state == "upcoming" and not b.protected)
    row, before = board.row, bookings(hands)[bar.ref]
    hands.press(Qt.Key.Key_M)
    hands.press(Qt.Key.Key_Right)
    assert board.drag.first == bar.first + timedelta(7)
    hands.press(Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert board.drag.first == bar.first + timedelta(6)
    while board.drag.problem() is None:
        at = board.row
        hands.press(Qt.Key.Key_Down)
        assert board.row != at, "somewhere below another bar is in the way"
    assert board.t.say(board.drag.problem()) in said[-1]
    hands.press(Qt.Key.Key_Return)
    assert board.drag is not None, "what cannot lie here stays in hand"
    hands.press(Qt.Key.Key_Escape)
    assert (board.drag, board.row, board.current()) == (None, row, bar)
    assert bookings(hands)[bar.ref] == before


@pytest.mark.thorough(long=True)
def test_a_booking_is_extended_by_keys(hands: Hands, board: Any) -> None:
    def alone(lane: Any) -> bool:
        return (
            len([b for b in lane.bars if b.ref]) == 1 and lane.bars[-1].state == "running" and lane.bars[-1].ref != ""
        )

    row = row_of(board, alone)
    walk(hands, board, row)
    bar = board.current()
    assert isinstance(bar, BoardBar)
    hands.press(Qt.Key.Key_F2)
    hands.until(lambda: QApplication.activeModalWidget() is not None)
    dialog: Any = QApplication.activeModalWidget()
    dialog.last.selectAll()
    hands.type("+2v")
    hands.ctrl(Qt.Key.Key_Return)
    hands.until(lambda: bookings(hands)[bar.ref].to_date == bar.last + timedelta(14))


@pytest.mark.thorough(5)
@pytest.mark.parametrize(
    ("state", "act", "kind"),
    [
        ("upcoming", "end", "CancelDialog"),
        ("running", "end", "EndDialog"),
        ("running", "interrupt", "InterruptDialog"),
        ("running", "extend", "LastDayDialog"),
        ("running", "move", "MoveDialog"),
    ],
)
def test_each_step_of_a_bar_has_a_small_dialog_of_its_own_that_says_whose_it_is(
    hands: Hands, board: Any, state: str, act: str, kind: str
) -> None:
    bar = to_bar(hands, board, lambda b: b.state == state and not b.protected)
    hands.page("placements").board._wanted(act, board.line(), bar)
    hands.until(lambda: type(QApplication.activeModalWidget()).__name__ == kind)
    dialog: Any = QApplication.activeModalWidget()
    assert (dialog.whose.text() or dialog.sentence.text()).startswith(str(bar.name))
    hands.press(Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None


@pytest.mark.thorough(long=True)
def test_a_conflict_is_made_by_wanting_fewer_places_and_settled_in_one_place(hands: Hands, board: Any) -> None:
    row = row_of(board, lambda lane: any(b.state == "running" for b in lane.bars))
    team = board.lines[row].team
    hands.ask(lambda desk: desk.board.set_capacity(team.id, TODAY, None, 0))
    page = hands.page("placements")
    page.refresh()
    hands.until(lambda: page.board.conflicts.isVisible())
    assert any(b.state == "conflict" for line in board.lines if line.lane for b in line.lane.bars)
    while application().focusWidget() is not page.board.conflicts:
        hands.press(Qt.Key.Key_F6)
    hands.press(Qt.Key.Key_Space)
    hands.until(lambda: bool(getattr(QApplication.activeModalWidget(), "rows", None)))
    dialog: Any = QApplication.activeModalWidget()
    while getattr(dialog.focusWidget(), "text", str)() != "Ta tillbaka":
        hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Space)
    hands.until(lambda: not hands.ask(lambda desk: desk.board.conflicts()))
    dialog.accept()
    hands.rest()


def drag(view: Any, start: QPoint, end: QPoint) -> None:
    port = view.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for i in range(1, 5):
        QTest.mouseMove(port, start + (end - start) * i / 4)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)


@pytest.mark.thorough(long=True)
def test_dragging_the_end_of_a_bar_extends_it_and_into_another_bar_is_refused_in_words(
    hands: Hands, board: Any
) -> None:
    row = row_of(
        board,
        lambda lane: len(lane.bars) == 1 and lane.bars[0].state == "running" and (lane.bars[0].last - TODAY).days < 100,
    )
    board.go(row, TODAY)
    bar = board.lines[row].lane.bars[0]
    rect = board.rect_of(row, bar.first, bar.last)
    drag(
        board,
        QPoint(rect.right() - 2, rect.center().y()),
        QPoint(rect.right() - 2 + round(14 * board.axis.per_day), rect.center().y()),
    )
    hands.until(lambda: bookings(hands)[bar.ref].to_date > bar.last)
    assert abs((bookings(hands)[bar.ref].to_date - bar.last).days - 14) <= 1


@pytest.mark.thorough(long=True)
def test_a_drop_on_a_taken_period_changes_nothing_and_says_why(hands: Hands, board: Any) -> None:
    row = row_of(board, lambda lane: len([b for b in lane.bars if b.ref and b.last >= TODAY]) >= 2)
    board.go(row, TODAY)
    first, second = [b for b in board.lines[row].lane.bars if b.ref and b.last >= TODAY][:2]
    rect = board.rect_of(row, first.first, first.last)
    far = board.rect_of(row, second.first, second.last)
    before = bookings(hands)[first.ref]
    drag(board, QPoint(rect.right() - 2, rect.center().y()), QPoint(far.left() + 20, rect.center().y()))
    hands.rest()
    assert bookings(hands)[first.ref] == before
    assert "Platsen är bokad från" in hands.window.window.toast.text.text()


@pytest.mark.thorough(long=True)
def test_dragging_over_a_gap_marks_a_period(hands: Hands, board: Any) -> None:
    row = row_of(board, free_now)
    board.go(row, TODAY)
    at = board.rect_of(row, TODAY + timedelta(10), TODAY + timedelta(10))
    to = board.rect_of(row, TODAY + timedelta(40), TODAY + timedelta(40))
    drag(board, at.center(), to.center())
    assert board.period == (TODAY + timedelta(10), TODAY + timedelta(40))
    hands.press(Qt.Key.Key_Escape)
    assert board.period is None


@pytest.mark.thorough(long=True)
def test_every_act_of_the_mouse_stands_in_the_menu_by_name(hands: Hands, board: Any) -> None:
    to_bar(hands, board, lambda b: b.state == "upcoming" and not b.protected)
    hands.press(Qt.Key.Key_Menu)
    menu = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMenu) and w.isVisible())
    said = [a.text().split("\t")[0] for a in menu.findChildren(QAction) if a.text()]
    assert {"Flytta", "Ny sista dag", "Avsluta bokning", "Öppna"} <= set(said)
    menu.close()


def test_a_closed_period_offers_no_booking_in_its_menu(hands: Hands, board: Any) -> None:
    closed = ((line, bar) for line in board.lines if line.lane for bar in line.lane.bars if not bar.ref)
    hands.page("placements").board._wanted("menu", *next(closed))
    menu = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMenu) and w.isVisible())
    said = [a.text() for a in menu.findChildren(QAction) if a.text()]
    menu.close()
    assert said == ["Antal platser", "Ändra plats", "Kö"]


@pytest.mark.thorough(long=True)
def test_who_fits_a_gap_is_not_offered_on_the_bar_that_the_cursor_has_gone_to_meanwhile(
    hands: Hands, board: Any
) -> None:
    bar = to_bar(hands, board, lambda b: b.state == "upcoming" and not b.protected)
    where, free = hands.page("placements").board, board.lines[row_of(board, free_now)]
    where._chosen(free, free.lane.gap(TODAY, TODAY, TODAY + timedelta(300)))  # asked, and not answered yet
    where._chosen(board.line(), bar)
    hands.rest()
    assert where.panel.person is None


def test_zoom_and_today_work_by_keys(hands: Hands, board: Any) -> None:
    hands.press(Qt.Key.Key_Plus)
    assert board.zoom == "month"
    hands.press(Qt.Key.Key_Minus)
    hands.press(Qt.Key.Key_Minus)
    assert board.zoom == "year"
    hands.press(Qt.Key.Key_End)
    assert board.day > TODAY + timedelta(300)
    hands.ctrl(Qt.Key.Key_T)
    assert board.day == TODAY
    assert 0 < board.axis.x(TODAY) - board.offset < board.viewport().width()


def test_a_screen_reader_meets_a_table_with_a_sentence_in_each_cell(board: Any) -> None:
    table = access.Board(board)
    assert table.role() == QAccessible.Role.Table
    assert table.childCount() == len(board.lines) * board.data.window.weeks
    said = [table.child(i).text(QAccessible.Text.Name) for i in range(0, table.childCount(), 97)]
    assert all(said)
    row = row_of(board, free_now)
    week = (TODAY - board.data.window.first).days // 7
    cell = table.child(row * board.data.window.weeks + week)
    assert board.lines[row].team.name in cell.text(QAccessible.Text.Name)
    assert "v. 48: Ledig" in cell.text(QAccessible.Text.Name)
    assert table.indexOfChild(cell) == row * board.data.window.weeks + week


def test_scrolling_paints_only_the_new_strip_and_what_sticks(
    hands: Hands, board: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[Any] = []
    paint = board.paint

    def noted(painter: Any, clip: Any) -> None:
        painted.append(clip)
        paint(painter, clip)

    monkeypatch.setattr(board, "paint", noted)
    board.viewport().repaint()
    whole = painted.pop()
    board.verticalScrollBar().setValue(board.verticalScrollBar().value() + board.brush.row)
    QApplication.processEvents()
    assert painted
    assert sum(r.width() * r.height() for r in painted) < 0.2 * whole.width() * whole.height()
    painted.clear()
    board.horizontalScrollBar().setValue(board.horizontalScrollBar().value() + 30)
    QApplication.processEvents()
    assert sum(r.width() * r.height() for r in painted) < 0.45 * whole.width() * whole.height()


def test_the_board_groups_by_occupation_with_names_for_its_sections(hands: Hands, board: Any) -> None:
    page = hands.page("placements")
    page.group.setCurrentIndex(3)
    hands.until(lambda: len(board.data.sections) > 10)
    names = [board.section_name(s.key) for s in board.data.sections]
    assert "Lokalvårdare" in names
    assert sum(len(s.teams) for s in board.data.sections) == 72


def to_protected(hands: Hands, view: Any) -> tuple[BoardBar, Any]:
    """The cursor on a protected person's bar, and her number."""
    bar = to_bar(hands, view, lambda b: b.protected and b.state != "ended")
    return bar, hands.ask(lambda desk: desk.work.participant(bar.participant_id).number)


@pytest.mark.thorough(long=True)
def test_a_protected_bar_says_whose_it_is_for_a_reason_alone(
    hands: Hands, board: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar, number = to_protected(hands, board)
    before = len(hands.ask(lambda desk: desk.history.access(number)))
    given: list[None] = []
    monkeypatch.setattr(pane, "why_open", lambda *_: given.append(None))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_F2, Qt.Key.Key_M, Qt.Key.Key_Delete):
        hands.press(key)
        assert QApplication.activeModalWidget() is None
    assert len(given) == 4
    assert hands.window.window.current == "placements"
    assert len(hands.ask(lambda desk: desk.history.access(number))) == before
    monkeypatch.setattr(pane, "why_open", lambda *_: "Ringer henne")
    hands.press(Qt.Key.Key_Return)
    people = hands.page("participants")
    hands.until(lambda: people.record is not None and people.record.participant.id == bar.participant_id)
    assert "Ringer henne" in {r.why for r in hands.ask(lambda desk: desk.history.access(number))}


@pytest.mark.thorough(long=True)
def test_the_conflicts_open_a_protected_booking_for_a_reason_alone(
    hands: Hands, board: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar, number = to_protected(hands, board)
    team, first = board.lines[board.row].team.id, max(TODAY, bar.first)
    hands.ask(lambda desk: desk.board.set_capacity(team, first, None, 0))
    dialog = capacity.ConflictsDialog(hands.window.window, hands.shell)
    dialog.open()
    hands.until(lambda: any(b.ref == bar.ref for c in dialog.rows for b in c.bookings))
    hands.rest()
    refs = [b.ref for c in dialog.rows for b in c.bookings]
    act = [b for b in dialog.findChildren(QAbstractButton) if b.text() == "Flytta eller avsluta"][refs.index(bar.ref)]
    before = len(hands.ask(lambda desk: desk.history.access(number)))
    monkeypatch.setattr(capacity, "why_open", lambda *_: None)
    act.click()
    hands.rest()
    assert QApplication.activeModalWidget() is dialog
    assert len(hands.ask(lambda desk: desk.history.access(number))) == before
    monkeypatch.setattr(capacity, "why_open", lambda *_: "Flyttar henne")
    act.click()
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), BookingDialog))
    assert "Flyttar henne" in {r.why for r in hands.ask(lambda desk: desk.history.access(number))}
    opened: Any = QApplication.activeModalWidget()
    opened.reject()
    dialog.accept()
    hands.rest()


def test_the_heading_of_a_section_says_its_name_whole_whatever_is_counted_beside_it(hands: Hands, board: Any) -> None:
    metrics = board.brush.metrics
    for line in (one for one in board.lines if one.team is None):
        name, beside = board.section_name(line.section.key), board.counted_beside(line.section)
        wide = metrics["body_strong"].horizontalAdvance(name) + metrics["label"].horizontalAdvance(beside)
        assert wide <= board.label_width - 12 - 40
