"""The filter row of the placement bank: search, chips with their menus, and what a filter is called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TypedDict, Unpack

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from amdesk.domain.places.placement import PLACE_KINDS, PlacementFilter
from amdesk.ui.kit.basic import KeyButton, button
from amdesk.ui.kit.endless import ONE_LINE
from amdesk.ui.kit.fields import SearchField
from amdesk.ui.kit.relay import Wrapping
from amdesk.ui.kit.shell import Shell

CHIPS = ("occupation", "district", "kind", "free_from", "without")


class Limits(TypedDict, total=False):
    """Limits of a PlacementFilter, by name."""

    words: str
    occupation: str
    district: str
    kind: str
    free_from: date | None
    without: tuple[str, ...]
    sort: str
    descending: bool


class PlaceFilters(QWidget):
    """Holds the filter; tells when it has changed. List and board share it."""

    changed = Signal()
    down = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell, self.t = shell, shell.words
        self.wanted = PlacementFilter()
        self.names: dict[str, str] = {}
        self.lists: dict[str, list[tuple[str, str]]] = {"occupation": [], "district": []}
        self.row = Wrapping(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)
        self.search = SearchField(shell, self.t("Search placement"))
        self.search.setMaximumWidth(shell.theme.px(230))
        self.search.asked.connect(lambda s: self.set(words=s))
        self.search.down.connect(self.down)
        self.row.addWidget(self.search)
        self.chips: dict[str, KeyButton] = {}
        for name in CHIPS:
            chip = KeyButton(shell, "", kind="chip")
            chip.clicked.connect(lambda _=False, n=name: self._menu(n))
            self.chips[name] = chip
            self.row.addWidget(chip)
        self.clear_button = button(shell, self.t("Clear"), self.clear, kind="link")
        self.row.addWidget(self.clear_button)
        self.row.addStretch(1)
        self.show_chips()

    def know(self, occupations: list[tuple[str, str]], districts: list[tuple[str, str]]) -> None:
        """The names that menus offer and chips show."""
        self.names = dict(occupations) | dict(districts)
        self.lists = {"occupation": occupations, "district": districts}
        self.show_chips()

    def set(self, **values: Unpack[Limits]) -> None:
        """Change some limits and tell."""
        self._change(replace(self.wanted, **values), words="words" in values)

    def drop(self, name: str) -> None:
        """Take one limit away and tell."""
        self._change(replace(self.wanted, **{name: getattr(PlacementFilter(), name)}), words=name == "words")

    def _change(self, wanted: PlacementFilter, *, words: bool) -> None:
        self.wanted = wanted
        if words and self.search.text() != wanted.words:
            self.search.setText(wanted.words)
        self.show_chips()
        self.changed.emit()

    def put(self, wanted: PlacementFilter) -> None:
        """Another filter, without telling."""
        self.wanted = wanted
        self.show_chips()

    def clear(self) -> None:
        self.search.setText("")
        self.set(words="", occupation="", district="", kind="", free_from=None, without=())

    def text_of(self, name: str) -> str:
        """What a limit is called, with its value where it is set."""
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
            return t(PLACE_KINDS[value])
        if name == "without":
            return ", ".join({"licence": t("No licence"), "background_check": t("No extract")}[v] for v in value)
        return self.names.get(str(value), str(value))

    def show_chips(self) -> None:
        for name, chip in self.chips.items():
            chip.setText(self.text_of(name) + "  ▾")
            chip.setAccessibleName(self.text_of(name))
            chip.set_lit(bool(getattr(self.wanted, name)))
        self.clear_button.setVisible(bool(self.wanted.active()))

    def _choices(self, name: str) -> list[tuple[str, Limits]]:
        t = self.t
        if name == "kind":
            return [(t("All kinds"), {"kind": ""}), *((t(v), Limits(kind=k)) for k, v in PLACE_KINDS.items())]
        if name == "free_from":
            today = self.shell.today
            month = date(today.year + today.month // 12, today.month % 12 + 1, 1)
            return [
                (t("Any time"), {"free_from": None}),
                (t("Today"), {"free_from": today}),
                (t("Free from {day}", day=month), {"free_from": month}),
            ]
        if name == "without":
            return [
                (t("All requirements"), {"without": ()}),
                (t("No licence"), {"without": ("licence",)}),
                (t("No extract"), {"without": ("background_check",)}),
                (t("Neither"), {"without": ("licence", "background_check")}),
            ]
        if name == "occupation":
            occupations = [("", t("All occupations")), *self.lists["occupation"]]
            return [(said, {"occupation": code}) for code, said in occupations]
        return [(said, {"district": code}) for code, said in [("", t("All districts")), *self.lists["district"]]]

    def _menu(self, name: str) -> None:
        self.show_chips()
        menu = QMenu(self)
        for said, limits in self._choices(name):
            act = menu.addAction(said[:ONE_LINE], partial(self.set, **limits))
            act.setCheckable(True)
            act.setChecked(replace(self.wanted, **limits) == self.wanted)
        chip = self.chips[name]
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))
