"""Platsbank as a list: what is free when? Search as you type, filters, free places, create, change, close, export."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QStackedWidget,
    QWidget,
)

from amdesk.domain.placement import KINDS, PlacementFilter, PlacementRow
from amdesk.ui import paint
from amdesk.ui.models.rows import Row, TableModel
from amdesk.ui.pages.page import Page
from amdesk.ui.shell import Shell
from amdesk.ui.widgets.basic import KeyButton, Panel, button, label
from amdesk.ui.widgets.fields import SearchField
from amdesk.ui.widgets.placetable import SORTS, PlacementDelegate, PlacementTable
from amdesk.ui.widgets.states import EmptyState, Skeleton


class PlacementsPage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Placement bank"))
        t = self.t
        self.wanted = PlacementFilter()
        self.names: dict[str, str] = {}
        self.lists: dict[str, list[tuple[str, str]]] = {"occupation": [], "district": []}
        self.actions_row.addWidget(button(shell, t("Export"), self._export_all, icon="arrow_export", key=""))
        self.actions_row.addWidget(button(shell, t("New placement"), self.new_placement, icon="add"))
        self.actions_row.addWidget(
            button(shell, t("Book place"), self.book, kind="primary", icon="calendar_add", key="Ctrl B")
        )
        self.column.addLayout(self._filters())
        panel = Panel(padding=1)
        self.stack = QStackedWidget()
        self.table = self._table()
        self.stack.addWidget(self.table)
        self.empty = QWidget()
        self.stack.addWidget(self.empty)
        self.waiting = Skeleton(shell)
        self.stack.addWidget(self.waiting)
        self.stack.setCurrentWidget(self.waiting)
        panel.body.addWidget(self.stack, 1)
        self.column.addWidget(panel, 1)

    def _filters(self) -> QHBoxLayout:
        t = self.t
        row = QHBoxLayout()
        row.setSpacing(8)
        self.search = SearchField(self.shell, t("Search placement"))
        self.search.setMaximumWidth(self.shell.theme.px(230))
        self.search.asked.connect(lambda s: self._set(words=s))
        self.search.down.connect(self._into_table)
        row.addWidget(self.search)
        self.chips: dict[str, KeyButton] = {}
        for name in ("occupation", "district", "kind", "free_from", "without"):
            chip = KeyButton(self.shell, "", kind="chip")
            chip.setCheckable(True)
            chip.clicked.connect(lambda _=False, n=name: self._menu(n))
            self.chips[name] = chip
            row.addWidget(chip)
        self.clear_button = button(self.shell, t("Clear"), self._clear, kind="link")
        row.addWidget(self.clear_button)
        row.addStretch(1)
        self.marked = label("", "strong")
        self.export_marked = button(self.shell, "", self._export_marked, kind="soft", icon="arrow_export")
        self.close_button = button(self.shell, t("Close period"), self._close_period, icon="lock_closed")
        for widget in (self.marked, self.export_marked, self.close_button):
            widget.hide()
            row.addWidget(widget)
        self._show_chips()
        return row

    def _table(self) -> PlacementTable:
        t = self.t
        columns = [
            (t("Placement"), lambda r: r.name, paint.LEFT),
            (t("Kind"), lambda r: t("In-house") if r.kind == "in_house" else t("External"), paint.LEFT),
            (t("Occupation"), lambda r: self.names.get(r.occupation, r.occupation), paint.LEFT),
            (t("District"), lambda r: self.names.get(r.district, r.district), paint.LEFT),
            (
                t("Free"),
                lambda r: (
                    t("{free} of {capacity}", free=r.free, capacity=r.capacity) if r.status == "open" else t("closed")
                ),
                paint.RIGHT,
            ),
            (
                t("Next free"),
                lambda r: (
                    "–" if r.next_free is None else t("now") if r.next_free <= self.shell.today else t.day(r.next_free)
                ),
                paint.RIGHT,
            ),
            (t("Supervisor"), lambda r: r.supervisor, paint.LEFT),
        ]
        self.rows = TableModel(columns)
        view = PlacementTable(self)
        view.setModel(self.rows)
        view.setItemDelegate(PlacementDelegate(self.shell, view))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setShowGrid(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(self.shell.theme.px(36))
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setAccessibleName(t("Placements"))
        view.setTabKeyNavigation(False)
        view.setCornerButtonEnabled(False)
        head = view.horizontalHeader()
        head.setSectionsClickable(True)
        head.setHighlightSections(False)
        head.setSortIndicatorShown(True)
        head.sectionClicked.connect(self._sort)
        for i, wide in enumerate((0, 104, 178, 122, 84, 92, 166)):
            mode = QHeaderView.ResizeMode.Interactive if i else QHeaderView.ResizeMode.Stretch
            head.setSectionResizeMode(i, mode)
            if i:
                view.setColumnWidth(i, self.shell.theme.px(wide))
        view.doubleClicked.connect(lambda _i: self.open_current())
        view.selectionModel().selectionChanged.connect(lambda *_: self._show_marked())
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._context)
        return view

    def arrive(self, **arguments: Any) -> None:
        if arguments.get("free"):
            self.wanted = PlacementFilter(
                free_from=arguments.get("day") or self.shell.today, sort="free", descending=True
            )
            self._show_chips()
        self.refresh()
        self.table.setFocus()
        if arguments.get("new"):
            self.new_placement()
        if arguments.get("placement"):
            self._edit(int(arguments["placement"]))

    def refresh(self) -> None:
        wanted = self.wanted
        self.shell.tasks.run(lambda desk: _read(desk, wanted), self._show, key="placements")

    def _show(
        self,
        answer: tuple[
            list[PlacementRow], int, int, list[tuple[str, str]], list[tuple[str, str]], tuple[str, int] | None
        ],
    ) -> None:
        rows, total, free, occupations, districts, blocking = answer
        self.names = dict(occupations) | dict(districts)
        self.lists = {"occupation": occupations, "district": districts}
        kept = {r.id for r in self._chosen()}
        current = self.current()
        self.rows.set_rows(rows)
        self.subtitle.setText(self.t("{count} placements · {free} places free today", count=total, free=free))
        self._show_chips()
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
                selection.select(
                    self.rows.index(i, 0),
                    QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
                )

    def _show_empty(self, total: int, blocking: tuple[str, int] | None) -> None:
        t = self.t
        if total == 0:
            state = EmptyState(
                self.shell, "calendar_person", t("No placements yet"), t("Import them from Excel or add the first one yourself."),
                [(t("Import from Excel"), lambda: self.shell.go("exchange", kind="placements")), (t("New placement"), self.new_placement)],
            )  # fmt: skip
        elif blocking:
            name, count = blocking
            state = EmptyState(
                self.shell, "search", t("No placements pass every filter"), t("{count} pass if you remove “{filter}”.", count=count, filter=self._chip_text(name)),
                [(t("Remove the filter"), lambda: self._set(**{name: getattr(PlacementFilter(), name)})), (t("Clear all filters"), self._clear)],
            )  # fmt: skip
        else:
            state = EmptyState(
                self.shell,
                "search",
                t("No placements pass every filter"),
                t("Try fewer filters."),
                [(t("Clear all filters"), self._clear)],
            )
        self.stack.removeWidget(self.empty)
        self.empty.deleteLater()
        self.empty = state
        self.stack.addWidget(state)
        self.stack.setCurrentWidget(state)

    def _set(self, **values: Any) -> None:
        self.wanted = replace(self.wanted, **values)
        if "words" in values and self.search.text() != values["words"]:
            self.search.setText(values["words"])
        self._show_chips()
        self.refresh()

    def _clear(self) -> None:
        self.search.setText("")
        self._set(words="", occupation="", district="", kind="", free_from=None, without=())

    def _chip_text(self, name: str) -> str:
        t, value = self.t, getattr(self.wanted, name)
        if name == "words":
            return self.wanted.words
        if not value:
            return {
                "occupation": t("All occupations"),
                "district": t("All districts"),
                "kind": t("All kinds"),
                "free_from": t("Free from"),
                "without": t("Requirements"),
            }[name]
        if name == "free_from":
            return t("Free from {day}", day=value)
        if name == "kind":
            return t(KINDS[value])
        if name == "without":
            return ", ".join({"licence": t("No licence"), "background_check": t("No extract")}[v] for v in value)
        return self.names.get(str(value), str(value))

    def _show_chips(self) -> None:
        for name, chip in self.chips.items():
            chip.setText(self._chip_text(name) + "  ▾")
            chip.setAccessibleName(self._chip_text(name))
            chip.setChecked(bool(getattr(self.wanted, name)))
        self.clear_button.setVisible(bool(self.wanted.active()))

    def _menu(self, name: str) -> None:
        t = self.t
        self._show_chips()
        menu = QMenu(self)
        choices: list[tuple[str, Any]]
        if name == "kind":
            choices = [(t("All kinds"), ""), *((t(v), k) for k, v in KINDS.items())]
        elif name == "free_from":
            today = self.shell.today
            month = date(today.year + today.month // 12, today.month % 12 + 1, 1)
            choices = [(t("Any time"), None), (t("Today"), today), (t("Free from {day}", day=month), month)]
        elif name == "without":
            choices = [
                (t("All requirements"), ()),
                (t("No licence"), ("licence",)),
                (t("No extract"), ("background_check",)),
                (t("Neither"), ("licence", "background_check")),
            ]
        else:
            first = t("All occupations") if name == "occupation" else t("All districts")
            choices = [(first, ""), *((said, code) for code, said in self.lists[name])]
        for said, value in choices:
            act = menu.addAction(said, partial(self._set, **{name: value}))
            act.setCheckable(True)
            act.setChecked(getattr(self.wanted, name) == value)
        chip = self.chips[name]
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))

    def _sort(self, column: int) -> None:
        name = SORTS[column]
        self._set(sort=name, descending=not self.wanted.descending if self.wanted.sort == name else name == "free")
        order = Qt.SortOrder.DescendingOrder if self.wanted.descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(column, order)

    def current(self) -> PlacementRow | None:
        found = self.table.currentIndex().data(Row)
        return found if isinstance(found, PlacementRow) else None

    def _chosen(self) -> list[PlacementRow]:
        return [i.data(Row) for i in self.table.selectionModel().selectedRows()]

    def _show_marked(self) -> None:
        count = len(self._chosen())
        self.marked.setText(self.t("{count} marked", count=count))
        self.export_marked.setText(self.t("Export {count}", count=count))
        self.marked.setVisible(count > 1)
        self.export_marked.setVisible(count > 1)
        self.close_button.setVisible(count >= 1)

    def _context(self, where: Any) -> None:
        t = self.t
        menu = QMenu(self)
        menu.addAction(t("Change placement"), self.open_current)
        menu.addAction(t("Who fits here?"), self.book)
        menu.addAction(t("Close period"), self._close_period)
        menu.popup(self.table.viewport().mapToGlobal(where))

    def open_current(self) -> None:
        row = self.current()
        if row is not None:
            self.shell.remember("placement", row.id, row.name)
            self._edit(row.id)

    def _edit(self, placement_id: int) -> None:
        from amdesk.ui.dialogs.placement import PlacementDialog

        def show(answer: Any) -> None:
            place, places, closed = answer
            PlacementDialog.change(
                self, self.shell, place, places, self.lists["occupation"], self.lists["district"], closed
            )

        self.shell.tasks.run(lambda desk: _one(desk, placement_id), show)

    def new_placement(self) -> None:
        from amdesk.ui.dialogs.placement import PlacementDialog

        def show(answer: tuple[list[tuple[str, str]], list[tuple[str, str]]]) -> None:
            PlacementDialog.add(self, self.shell, *answer)

        lang = self.shell.words.lang
        self.shell.tasks.run(lambda desk: (_occupations(desk, lang), desk.placements.districts()), show)

    def _close_period(self) -> None:
        from amdesk.ui.dialogs.period import PeriodDialog

        here = self.current()
        chosen = self._chosen() or ([here] if here else [])
        names = [r.name for r in chosen]
        if not names:
            return
        answer = PeriodDialog.ask(self, self.shell, ", ".join(names[:3]))
        if answer is None:
            return
        first, last, reason = answer

        def work(desk: Any) -> None:
            with desk.bank.write(_closed_text(names)):
                for r in chosen:
                    desk.placements.close_period(r.id, first, last, reason)

        self.shell.tasks.write(
            work,
            lambda _: self.shell.toast(self.t("The period is closed."), undo=True),
            failed=self.shell.guarded(lambda s: self.shell.toast(s)),
        )

    def _export_all(self) -> None:
        self.shell.go("exchange", export="placements")

    def _export_marked(self) -> None:
        self.shell.go("exchange", export="placements", chosen=self._chosen())

    def book(self) -> None:
        row = self.current()
        self.shell.go("matching", **({"placement": row.id} if row else {}))

    def focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _into_table(self) -> None:
        self.table.setFocus()

    def regions(self) -> list[QWidget]:
        return [self.search, self.table]


def _closed_text(names: list[str]) -> Any:
    from amdesk.domain.texts import N_, text

    return text(N_("Closed a period at {places}"), places=", ".join(names[:3]))


def _occupations(desk: Any, lang: str = "sv") -> list[tuple[str, str]]:
    found = [(o["code"], o["sv" if lang == "sv" else "en"]) for o in desk.placements.occupations()]
    return sorted(found, key=lambda o: o[1])


def _read(desk: Any, wanted: PlacementFilter) -> Any:
    rows = desk.placements.listing(wanted)
    everything = desk.placements.listing() if wanted.active() else rows
    blocking = desk.placements.blocking_filter(wanted) if not rows and wanted.active() else None
    free = sum(r.free for r in everything)
    return rows, len(everything), free, _occupations(desk, desk.work.lang), desk.placements.districts(), blocking


def _one(desk: Any, placement_id: int) -> Any:
    place = desk.placements.get(placement_id)
    free = desk.placements.availability(placement_id)
    day = max(desk.clock.today(), place.open_from)
    return place, free.capacity_on(day) // 100, desk.placements.closed_periods(placement_id)
