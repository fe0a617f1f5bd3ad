"""The placement bank as a table, with what is shown where no placement passes the filter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QStackedWidget, QWidget

from amdesk.domain.places.placement import PlacementRow
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import Panel
from amdesk.ui.kit.menu import MenuAct, fill, pop
from amdesk.ui.kit.rows import Column, Row, TableModel
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.states import EmptyState, Skeleton
from amdesk.ui.kit.tables import LEAST
from amdesk.ui.places.filters import PlaceFilters
from amdesk.ui.places.table import SORTS, PlacementDelegate, PlacementTable

WIDTHS = (0, 104, 178, 122, 84, 92, 166)


class PlaceList(Panel):
    """`acts` are what the page does for a row: open, book, close, new."""

    marked = Signal(int)

    def __init__(self, shell: Shell, filters: PlaceFilters, acts: Mapping[str, Callable[[], object]]) -> None:
        super().__init__(padding=1)
        self.shell, self.t, self.filters, self.acts = shell, shell.words, filters, acts
        self.stack = QStackedWidget()
        self.body.addWidget(self.stack, 1)
        self.rows = TableModel(self._columns())
        self.table = self._table()
        self.empty = QWidget()
        self.waiting = Skeleton(shell)
        for widget in (self.table, self.empty, self.waiting):
            self.stack.addWidget(widget)
        self.stack.setCurrentWidget(self.waiting)

    def _columns(self) -> list[Column[PlacementRow]]:
        t = self.t

        def name(code: str) -> str:
            return self.filters.names.get(code, code)

        def free(r: PlacementRow) -> str:
            return t("{free} of {capacity}", free=r.free, capacity=r.capacity) if r.status == "open" else t("closed")

        def following(r: PlacementRow) -> str:
            return "–" if r.next_free is None else t("now") if r.next_free <= self.shell.today else t.day(r.next_free)

        return [
            (t("Placement"), lambda r: r.name, paint.LEFT),
            (t("Kind"), lambda r: t("In-house") if r.kind == "in_house" else t("External"), paint.LEFT),
            (t("Occupation"), lambda r: name(r.occupation), paint.LEFT),
            (t("District"), lambda r: name(r.district), paint.LEFT),
            (t("Free"), free, paint.RIGHT),
            (t("Next free"), following, paint.RIGHT),
            (t("Supervisor"), lambda r: r.supervisor, paint.LEFT),
        ]

    def _table(self) -> PlacementTable:
        view = PlacementTable(self.open_current)
        view.setModel(self.rows)
        view.setItemDelegate(PlacementDelegate(self.shell, view))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setShowGrid(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(self.shell.theme.px(36))
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setAccessibleName(self.t("Placements"))
        view.setTabKeyNavigation(False)
        view.setCornerButtonEnabled(False)
        self._headings(view)
        view.doubleClicked.connect(lambda _i: self.acts["open"]())
        view.selectionModel().selectionChanged.connect(lambda *_: self.marked.emit(len(self.chosen())))
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._context)
        return view

    def _headings(self, view: PlacementTable) -> None:
        head = view.horizontalHeader()
        head.setSectionsClickable(True)
        head.setHighlightSections(False)
        head.setSortIndicatorShown(True)
        head.sectionClicked.connect(self._sort)
        for i, wide in enumerate(WIDTHS):
            mode = QHeaderView.ResizeMode.Interactive if i else QHeaderView.ResizeMode.Stretch
            head.setSectionResizeMode(i, mode)
            if i:
                view.setColumnWidth(i, self.shell.theme.px(wide))
        view.least = self.shell.theme.px(LEAST + 40)  # its box for marking stands before the name

    def show_rows(self, rows: Sequence[PlacementRow], total: int, blocking: tuple[str, int] | None) -> None:
        """New rows; the current and the marked ones stay so where they are still there."""
        kept = {r.id for r in self.chosen()}
        current = self.current()
        self.rows.set_rows(rows)
        if not rows:
            self._show_empty(total, blocking)
            return
        self.stack.setCurrentWidget(self.table)
        selection = self.table.selectionModel()
        index = next((i for i, r in enumerate(rows) if current and r.id == current.id), 0)
        self.table.setCurrentIndex(self.rows.index(index, 0))
        selection.clearSelection()
        for i, r in enumerate(rows):
            if r.id in kept and len(kept) > 1:
                both = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
                selection.select(self.rows.index(i, 0), both)

    def _show_empty(self, total: int, blocking: tuple[str, int] | None) -> None:
        self.stack.removeWidget(self.empty)
        self.empty.deleteLater()
        self.empty = nothing_to_show(self.shell, self.filters, total, blocking, self.acts["new"])
        self.stack.addWidget(self.empty)
        self.stack.setCurrentWidget(self.empty)

    def _sort(self, column: int) -> None:
        name, wanted = SORTS[column], self.filters.wanted
        self.filters.set(sort=name, descending=not wanted.descending if wanted.sort == name else name == "free")
        order = Qt.SortOrder.DescendingOrder if self.filters.wanted.descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(column, order)

    def current(self) -> PlacementRow | None:
        found = self.table.currentIndex().data(Row)
        return found if isinstance(found, PlacementRow) else None

    def open_current(self) -> None:
        """Enter in the table."""
        self.acts["open"]()

    def chosen(self) -> list[PlacementRow]:
        """The marked rows."""
        return [i.data(Row) for i in self.table.selectionModel().selectedRows()]

    def _context(self, where: QPoint) -> None:
        t = self.t
        menu = QMenu(self)
        acts = [
            MenuAct(t("Change placement"), self.acts["open"], act="places.change"),  # its form is also how it is read
            MenuAct(t("Who fits here?"), self.acts["book"], act="matching"),
            MenuAct(t("Queue"), self._queue, act="matching"),
            MenuAct(t("Hold a place"), self._hold, writes=True, act="booking"),
            MenuAct(t("Close period"), self.acts["close"], writes=True, act="places.change"),
        ]
        fill(menu, acts, self.shell)
        pop(menu, self.table.viewport().mapToGlobal(where))

    def _queue(self) -> None:
        if row := self.current():
            self.shell.open("queue.of_place", self, row.id)

    def _hold(self) -> None:
        if row := self.current():
            self.shell.open("hold.of_place", self, row.id)


def nothing_to_show(
    shell: Shell, filters: PlaceFilters, total: int, blocking: tuple[str, int] | None, new: Callable[[], object]
) -> EmptyState:
    """An empty bank, or the filter that blocks and how many pass without it."""
    t = shell.words
    if total == 0:
        return EmptyState(
            shell,
            "calendar_person",
            t("No placements yet"),
            t("Import them from Excel or add the first one yourself."),
            [(t("Import from Excel"), lambda: shell.go("exchange", kind="placements")), (t("New placement"), new)],
        )
    if blocking:
        name, count = blocking
        return EmptyState(
            shell,
            "search",
            t("No placements pass every filter"),
            t.plural(
                "{count} passes if you remove “{filter}”.",
                "{count} pass if you remove “{filter}”.",
                count,
                count=count,
                filter=filters.text_of(name),
            ),
            [(t("Remove the filter"), lambda: filters.drop(name)), (t("Clear all filters"), filters.clear)],
        )
    said = t("Try fewer filters.")
    return EmptyState(
        shell, "search", t("No placements pass every filter"), said, [(t("Clear all filters"), filters.clear)]
    )
