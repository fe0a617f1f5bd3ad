"""Somebody who hears the program, or who has only the keyboard, gets to know each control and comes to it and away from it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QPlainTextEdit, QWidget

import amdesk.ui
from amdesk.app import application
from amdesk.services.desk import Desk
from amdesk.ui.bank.secrets import Closing
from amdesk.ui.booking.board.access import Board
from amdesk.ui.booking.board.view import BoardView
from amdesk.ui.booking.steps import StepDialog
from amdesk.ui.frame import pages
from amdesk.ui.kit.access import Factory, WholeChart, install
from amdesk.ui.kit.chart import Chart, ChartPart
from amdesk.ui.kit.dialog import BareDialog, Dialog
from amdesk.ui.kit.reason import GoOnDialog
from amdesk.ui.kit.theme import Theme
from amdesk.ui.kit.within import Own, Within
from amdesk.ui.people.paper import PageDialog
from tests.ui.conftest import Hands
from tests.ui.screens import DIALOGS, PAGES
from tests.ui.spoken import faults, missed, reachable, told, walk


def around(top: QWidget) -> list[str]:
    """What is wrong with a window for who hears it or has no mouse."""
    there, stuck = walk(top)
    back, also = walk(top, Qt.Key.Key_Backtab)
    return faults(top) + stuck + also + missed(top, there) + missed(top, back)


def dialogs() -> set[str]:
    for found in pkgutil.walk_packages(amdesk.ui.__path__, "amdesk.ui."):
        importlib.import_module(found.name)

    def below(kind: type[QDialog]) -> set[type[QDialog]]:
        kinds: list[type[QDialog]] = type.__subclasses__(kind)
        return set(kinds).union(*(below(sub) for sub in kinds))

    return {
        d.__name__
        for d in below(QDialog) - {Own, Within, BareDialog, Closing, Dialog, PageDialog, StepDialog, GoOnDialog}
        if d.__module__.startswith("amdesk.")
    }


def test_every_page_and_every_dialog_is_walked_round() -> None:
    assert {page for page, _ in PAGES.values()} == {one.name for one in pages.PAGES}
    assert set(DIALOGS) == dialogs()


@pytest.mark.thorough(36)
@pytest.mark.parametrize("name", list(PAGES))
def test_each_control_of_a_page_says_what_it_is_and_tab_comes_to_it_and_on(hands: Hands, name: str) -> None:
    page, visit = PAGES[name]
    hands.window.window.go(page, **visit)
    hands.rest()
    assert around(hands.window.window) == []


@pytest.mark.thorough(96)
@pytest.mark.parametrize("kind", list(DIALOGS))
def test_each_control_of_a_dialog_says_what_it_is_and_tab_comes_to_it_and_on(
    hands: Hands, other: Desk, tmp_path: Path, kind: str
) -> None:
    kept = DIALOGS[kind](hands, other, tmp_path)
    hands.until(lambda: type(QApplication.activeModalWidget()).__name__ == kind)
    dialog: Any = QApplication.activeModalWidget()
    hands.until(dialog.isActiveWindow)
    assert around(dialog) == []
    dialog.reject()
    del kept


def ratio(over: QColor, under: QColor) -> float:
    """Contrast as WCAG 2 counts it, of a colour that may be let through and one that is not."""
    seen = [over.alphaF() * a + (1 - over.alphaF()) * b for a, b in zip(rgb(over), rgb(under), strict=True)]
    light, dark = sorted((luminance(seen), luminance(rgb(under))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def rgb(colour: QColor) -> list[float]:
    return [colour.redF(), colour.greenF(), colour.blueF()]


def luminance(parts: list[float]) -> float:
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.fixture
def bare_application() -> Iterator[QApplication]:
    app = application()
    yield app
    Theme("light").apply(app)


@pytest.mark.parametrize("mode", list(Theme().tokens["color"]))
@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit, QComboBox])
def test_what_a_field_asks_for_can_be_read_before_anything_is_typed(
    bare_application: QApplication, mode: str, kind: type[QWidget]
) -> None:
    Theme(mode).apply(bare_application)
    field = kind()
    field.ensurePolished()
    palette = field.palette()
    assert ratio(palette.color(QPalette.ColorRole.PlaceholderText), palette.color(QPalette.ColorRole.Base)) >= 4.5
    field.deleteLater()


def test_the_rail_is_one_stop_and_arrows_go_from_page_to_page_without_leaving_the_one_shown(hands: Hands) -> None:
    rail = hands.window.window.rail
    rail.buttons["overview"].setFocus()
    hands.press(Qt.Key.Key_Down)
    assert rail.buttons["placements"].hasFocus()
    assert hands.window.window.current == "overview"
    hands.press(Qt.Key.Key_Return)
    assert hands.window.window.current == "placements"
    stops = [name for name, one in rail.buttons.items() if one in reachable(hands.window.window)]
    assert stops == ["placements"]
    assert told(rail.buttons["placements"]).role == QAccessible.Role.RadioButton  # type: ignore[union-attr]  # it is there


def test_tab_stops_at_the_choice_that_holds_and_arrows_choose_another(hands: Hands) -> None:
    hands.window.window.go("placements", view="list")
    hands.rest()
    shape = hands.page("placements").shape
    stops = [code for code in ("board", "list") if shape.button(code) in reachable(hands.window.window)]
    assert stops == [shape.current()] == ["list"]
    shape.button("list").setFocus()
    hands.press(Qt.Key.Key_Left)
    assert shape.current() == "board"


def test_what_a_page_makes_anew_takes_its_place_among_its_neighbours_for_tab(hands: Hands) -> None:
    hands.window.window.go("participants")
    hands.rest()
    page = hands.page("participants")
    page.list.setFocus()
    order, _ = walk(hands.window.window)
    names = [one.accessibleName() for one in order]
    at = names.index(page.t("More for this person"))
    assert names.index(page.t("Participants")) < at < names.index(page.t("Events"))


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize(("tab", "pick"), [("result", "bars"), ("result", "trend"), ("result", "heat")])
def test_each_part_of_a_chart_is_read_with_its_figure_as_the_arrows_come_to_it(
    hands: Hands, tab: str, pick: str
) -> None:
    hands.window.window.go("followup", tab=tab)
    hands.rest()
    hands.window.window.grab()
    chart = getattr(hands.page("followup").result, pick)
    whole = QAccessible.queryAccessibleInterface(chart)
    assert whole.role() == QAccessible.Role.Chart
    assert whole.childCount() == len(chart.parts()) > 1
    chart.setFocus()
    chart.stand_on(0)
    for _ in range(whole.childCount()):
        said = whole.focusChild()
        assert said.text(QAccessible.Text.Name) == chart.parts()[chart.on].said
        assert said.state().focused
        assert not said.rect().isEmpty()
        hands.press(Qt.Key.Key_Right)
    assert chart.on > 0


class Bars(Chart):
    shown: Sequence[ChartPart] = (ChartPart("3", QRect(0, 0, 5, 5)), ChartPart("4", QRect(9, 0, 5, 5)))

    def parts(self) -> Sequence[ChartPart]:
        return self.shown


def test_a_part_of_a_chart_that_is_gone_is_told_to_be_so(hands: Hands) -> None:
    install()
    chart = Bars(hands.shell, "x")
    part = QAccessible.queryAccessibleInterface(chart).child(1)
    assert part.isValid()
    chart.shown = chart.shown[:1]
    assert not part.isValid()
    chart.deleteLater()
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
    assert not part.isValid()
    assert part.text(QAccessible.Text.Name) == ""


def test_an_interface_made_in_python_is_never_handed_to_qt_twice_for_it_would_delete_it_twice(hands: Hands) -> None:
    hands.window.window.go("placements", view="board")
    hands.rest()
    for widget, factory in (
        (hands.page("placements").board.view, Factory(BoardView, Board)),
        (Bars(hands.shell, "x"), Factory(Chart, WholeChart)),
    ):
        made = [factory("", widget) for _ in range(3)]
        assert len({id(one) for one in made}) == 3


@pytest.mark.thorough(long=True)
def test_a_limit_that_is_chosen_in_a_menu_is_a_button_and_tinted_while_it_holds(hands: Hands) -> None:
    hands.window.window.go("placements", view="list")
    hands.rest()
    filters = hands.page("placements").filters
    chip = filters.chips["kind"]
    assert told(chip).role == QAccessible.Role.Button  # type: ignore[union-attr]  # it is there
    plain = chip.grab().toImage()
    filters.set(kind="external")
    hands.rest()
    filters.set(kind="")
    hands.rest()
    assert chip.grab().toImage() == plain
    filters.chips["kind"].set_lit(True)
    assert chip.grab().toImage() != plain
