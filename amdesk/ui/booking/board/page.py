"""Platsbank: what is free when? A board and a list over the same filter; create, change, close, export."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Unpack

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from amdesk.domain.places.placement import Placement, PlacementFilter, PlacementRow
from amdesk.services.booking.board import GROUPINGS, BoardData
from amdesk.ui.booking.board.pane import BoardPane
from amdesk.ui.kit.basic import LARGE, KeyButton, Segments, button, label
from amdesk.ui.kit.fields import Choice
from amdesk.ui.kit.page import Page
from amdesk.ui.kit.records import Lists, code_lists
from amdesk.ui.kit.shell import Shell, Visit
from amdesk.ui.places.filters import PlaceFilters
from amdesk.ui.places.list import PlaceList, nothing_to_show
from amdesk.ui.places.one import occupation_names

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

WIDE = 1350
"""The page's own width from which the board's panel stands beside it (a window of 1600)."""
LOW = 560
"""The page's own height below which the board would have a row or two: 1366x768 at 150 percent."""


Names = list[tuple[str, str]]
"""Choices of a menu: (code, name)."""


class ShownPlaces(NamedTuple):
    """The list as the filter leaves it; `blocking` is the limit that hides everything, and how many pass without it."""

    rows: Sequence[PlacementRow]
    total: int
    free: int
    occupations: Names
    districts: Names
    blocking: tuple[str, int] | None


class ShownBoard(NamedTuple):
    """The same for the board; `total` is counted only where there is nothing on it."""

    data: BoardData
    conflicts: int
    occupations: Names
    districts: Names
    blocking: tuple[str, int] | None
    total: int


class PlacementsPage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Placement bank"))
        t = self.t
        self.shape = Segments([("board", t("Board")), ("list", t("List"))])
        self.shape.chosen.connect(lambda _: self._turn())
        self.left.addWidget(self.shape)
        self.actions_row.addWidget(
            button(shell, t("Export"), self._export_all, icon="arrow_export", key="", act="export")
        )
        self.actions_row.addWidget(
            button(shell, t("New placement"), self.new_placement, icon="add", writes=True, act="places.change")
        )
        self.actions_row.addWidget(
            button(shell, t("Book place"), self.book, kind="primary", icon="calendar_add", key="Ctrl B", act="matching")
        )
        self.filters = PlaceFilters(shell)
        self.filters.changed.connect(self.refresh)
        self.filters.down.connect(lambda: self._main().setFocus())
        self.column.addWidget(self.filters)
        acts = {"open": self.open_current, "book": self.book, "close": self._close_period, "new": self.new_placement}
        self.list = PlaceList(shell, self.filters, acts)
        self.list.marked.connect(self._show_marked)
        self.board = BoardPane(shell, self._edit)
        self._list_tools()
        self._board_tools()
        self.stack = QStackedWidget()
        self.column.addWidget(self.stack, 1)
        self.nothing = QWidget()
        for widget in (self.board, self.list, self.nothing):
            self.stack.addWidget(widget)

    def _list_tools(self) -> None:
        self.marked = label("", "strong")
        self.export_marked = button(self.shell, "", self._export_marked, kind="soft", icon="arrow_export", act="export")
        self.close_button = button(
            self.shell, self.t("Close period"), self._close_period, icon="lock_closed", writes=True, act="places.change"
        )
        self.list_tools = [self.marked, self.export_marked, self.close_button]
        for widget in self.list_tools:
            widget.hide()
            self.filters.row.addWidget(widget)

    def _board_tools(self) -> None:
        t, view = self.t, self.board.view
        self.board_tools = QWidget()
        row = QHBoxLayout(self.board_tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        back = button(self.shell, "", lambda: view.step(-4), kind="link", icon="chevron_left")
        back.setAccessibleName(t("Earlier"))
        on = button(self.shell, "", lambda: view.step(4), kind="link", icon="chevron_right")
        on.setAccessibleName(t("Later"))
        self.group = Choice(self.shell, [(g, self._group_name(g)) for g in GROUPINGS], name=t("Group by"))
        self.group.setToolTip(t("Group by"))
        self.group.currentIndexChanged.connect(lambda _: self.refresh())
        row.addWidget(self.group)
        row.addWidget(back)
        row.addWidget(button(self.shell, t("Today"), self._today))
        row.addWidget(on)
        self.zoom = Segments([("month", t("Month")), ("half", t("Half-year")), ("year", t("Year"))], "half")
        self.zoom.chosen.connect(view.set_zoom)
        view.zoomed.connect(self.zoom.set_current)
        row.addWidget(self.zoom)
        self.looks = KeyButton(self.shell, t("Legend"), kind="link")
        self.looks.clicked.connect(lambda: self.board.show_legend(self.looks))
        row.addWidget(self.looks)
        self.filters.row.addWidget(self.board_tools)

    def _group_name(self, group: str) -> str:
        t = self.t
        names = {
            "kind": t("By kind"),
            "department": t("By department"),
            "district": t("By district"),
            "occupation": t("By occupation"),
        }
        return names[group]

    def _today(self) -> None:
        self.board.view.to_today()
        self.board.view.go(self.board.view.row, self.shell.today)

    def _main(self) -> QWidget:
        return self.board.view if self.shape.current() == "board" else self.list.table

    def _turn(self) -> None:
        board = self.shape.current() == "board"
        self.stack.setCurrentWidget(self.board if board else self.list)
        self.board_tools.setVisible(board)
        self._show_marked(0 if board else len(self.list.chosen()))
        self.refresh()
        self._main().setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= self.shell.theme.px(WIDE)
        if wide != self.board.view.wide:
            self.board.set_wide(wide)
        self._fit_low()
        for name in ("kind", "without"):
            self.filters.chips[name].setVisible(wide or self.shape.current() == "list")

    def _fit_low(self) -> None:
        """Where the text is large or the screen low, what stands around the board takes little of its room."""
        theme = self.shell.theme
        scant = theme.scale >= LARGE or self.height() < theme.px(LOW)
        self.looks.setVisible(scant)
        self.board.set_scant(scant)

    def arrive(self, **arguments: Unpack[Visit]) -> None:
        if arguments.get("view"):
            self.shape.set_current(str(arguments["view"]))
        if arguments.get("free"):
            day = arguments.get("day") or self.shell.today
            self.filters.put(PlacementFilter(free_from=day, sort="free", descending=True))
            self.shape.set_current("list")
        self._turn()
        if arguments.get("new"):
            self.new_placement()
        if key := arguments.get("placement"):
            self._edit(key)

    def refresh(self) -> None:
        wanted = self.filters.wanted
        for name in ("kind", "without"):
            self.filters.chips[name].setVisible(self.board.view.wide or self.shape.current() == "list")
        if self.shape.current() == "board":
            group = self.group.code()
            self.shell.tasks.run(lambda desk: _read_board(desk, wanted, group), self._show_board, key="placements")
        else:
            self.shell.tasks.run(lambda desk: _read(desk, wanted), self._show, key="placements")

    def _show_board(self, answer: ShownBoard) -> None:
        data, conflicts, occupations, districts, blocking, total = answer
        self.filters.know(occupations, districts)
        self.board.show_data(data, self.filters.names, conflicts)
        self._instead(
            None if data.sections else nothing_to_show(self.shell, self.filters, total, blocking, self.new_placement)
        )
        count = sum(len(s.teams) for s in data.sections)
        free = sum(s.free for s in data.sections)
        self.subtitle.setText(self._counted(count, free))

    def _counted(self, count: int, free: int) -> str:
        placements = self.t.plural("{count} in the placement bank", "{count} in the placement bank", count, count=count)
        places = self.t.plural("{count} place free today", "{count} places free today", free, count=free)
        return f"{placements} · {places}"

    def _instead(self, state: QWidget | None) -> None:
        """What stands where the board would be when there is nothing on it."""
        if state is None:
            self.stack.setCurrentWidget(self.board)
            return
        self.stack.removeWidget(self.nothing)
        self.nothing.deleteLater()
        self.nothing = state
        self.stack.addWidget(state)
        self.stack.setCurrentWidget(state)

    def _show(self, answer: ShownPlaces) -> None:
        rows, total, free, occupations, districts, blocking = answer
        self.filters.know(occupations, districts)
        self.subtitle.setText(self._counted(total, free))
        self.list.show_rows(rows, total, blocking)

    def _show_marked(self, count: int) -> None:
        self.marked.setText(self.t.plural("{count} marked", "{count} marked", count, count=count))
        self.export_marked.setText(self.t("Export {count}", count=count))
        self.marked.setVisible(count > 1)
        self.export_marked.setVisible(count > 1)
        self.close_button.setVisible(count >= 1)

    def open_current(self) -> None:
        row = self.list.current()
        if row is not None:
            self.shell.remember("placement", row.id, row.name)
            self._edit(row.id)

    def _edit(self, placement_id: int) -> None:
        self.shell.open("placement.edit", self, placement_id)

    def new_placement(self) -> None:
        def show(answer: tuple[list[tuple[str, str]], Lists]) -> None:
            self.shell.open("placement.add", self, *answer)

        lang = self.shell.words.lang
        self.shell.tasks.run(lambda desk: (occupation_names(desk), code_lists(desk, Placement, lang)), show)

    def _close_period(self) -> None:
        from amdesk.ui.kit.period import PeriodDialog

        here = self.list.current()
        chosen = self.list.chosen() or ([here] if here else [])
        names = [r.name for r in chosen]
        if not names:
            return
        answer = PeriodDialog.ask(self, self.shell, ", ".join(names[:3]))
        if answer is None:
            return
        first, last, reason = answer

        self.shell.tasks.write(
            lambda desk: desk.placements.close_periods([r.id for r in chosen], first, last, reason),
            lambda _: self.shell.toast(self.t("The period is closed."), undo=True),
            failed=self.shell.guarded(lambda s: self.shell.toast(s)),
        )

    def _export_all(self) -> None:
        self.shell.go("exchange", export="placements")

    def _export_marked(self) -> None:
        self.shell.go("exchange", export="placements", chosen=self.list.chosen())

    def book(self) -> None:
        key: int | None = None
        if self.shape.current() == "board":
            line = self.board.view.line()
            key = line.team.id if line and line.team else None
        elif row := self.list.current():
            key = row.id
        self.shell.go("matching", placement=key)

    def focus_search(self) -> None:
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def regions(self) -> list[QWidget]:
        found: list[QWidget] = [self.filters.search, self._main()]
        if self.shape.current() == "board":
            found += (
                [self.board.conflicts, self.board.panel] if self.board.conflicts.isVisible() else [self.board.panel]
            )
        return found


def _read(desk: Desk, wanted: PlacementFilter) -> ShownPlaces:
    rows = desk.placements.listing(wanted)
    everything = desk.placements.listing() if wanted.active() else rows
    blocking = desk.placements.blocking_filter(wanted) if not rows and wanted.active() else None
    free = sum(r.free for r in everything)
    return ShownPlaces(rows, len(everything), free, occupation_names(desk), desk.placements.districts(), blocking)


def _read_board(desk: Desk, wanted: PlacementFilter, group: str) -> ShownBoard:
    data = desk.board.read(wanted, group)
    blocking, total = None, 0
    if not data.sections:
        total = len(desk.placements.listing())
        blocking = desk.placements.blocking_filter(wanted) if wanted.active() else None
    conflicts = len(desk.board.conflicts())
    return ShownBoard(data, conflicts, occupation_names(desk), desk.placements.districts(), blocking, total)
