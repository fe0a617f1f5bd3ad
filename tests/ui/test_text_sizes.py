"""Every page and every dialog at every size of text that a screen has room for: nothing is cut, covered or out of sight, and
nothing is to be looked for at the side but in tables and on the board."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from amdesk.services.desk import Desk
from amdesk.tour import SCREENS
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import KeyButton
from amdesk.ui.kit.theme import Theme
from tests.stories.observer.cut import cut, cut_painted
from tests.stories.observer.frames import flush
from tests.stories.observer.outside import outside
from tests.stories.observer.overlap import overlapping, written_over
from tests.stories.observer.painted import Painted
from tests.stories.observer.sight import Seen, below, path
from tests.ui.conftest import Hands, close, make_window
from tests.ui.screens import DIALOGS
from tests.ui.test_throwing_away import shown as opened
from tests.ui.test_two_writers import LIST

KEPT = os.environ.get("AMDESK_PICTURES", "")
"""A folder for a picture of each thing looked at; none are kept without."""

Size = tuple[int, int]


class Look(NamedTuple):
    """A language, a size of text, and the windows it is looked at in."""

    lang: str
    scale: int
    sizes: tuple[Size, ...]


LOOKS = (
    Look("sv", 100, ((1024, 600),)),
    Look("sv", 150, ((1366, 768),)),
    Look("en", 150, ((1280, 720),)),
    Look("sv", 200, ((1366, 768),)),
    Look("en", 200, ((1920, 1080),)),
)


class Looker:
    """Looks at a window as it is now."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.painted = Painted(patch)

    def look(self, top: QWidget) -> list[str]:
        for _ in range(3):
            QApplication.sendPostedEvents(None, int(QEvent.Type.LayoutRequest))
        flush(top)
        seen = below(top)
        self.painted.heard()
        drawn = [one.widget for one in seen if not one.part.isEmpty() and _draws(one)]
        said = self.painted.now(drawn)
        return cut(seen) + overlapping(seen) + outside(seen) + cut_painted(said) + written_over(said) + aside(seen)


def _draws(one: Seen) -> bool:
    kind = type(one.widget)
    view = one.widget.parentWidget()
    return kind.__module__.startswith("amdesk") or (
        isinstance(view, QAbstractItemView) and one.widget is view.viewport()
    )


def aside(seen: list[Seen]) -> list[str]:
    """What is wider than its room, so that it has to be looked for at the side."""
    out = []
    for one in seen:
        area = one.widget
        held = area.widget() if isinstance(area, QScrollArea) else None
        if isinstance(area, QScrollArea) and held is not None and held.width() > area.viewport().width() + 1:
            out.append(f"{path(area)} holds {held.width()} and has room for {area.viewport().width()}")
    return out


@pytest.fixture
def looker(monkeypatch: pytest.MonkeyPatch) -> Looker:
    return Looker(monkeypatch)


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look.lang}-{look.scale}")
def looked(
    request: pytest.FixtureRequest, qtbot: QtBot, demo_bank: Path, looker: Looker
) -> Iterator[tuple[Look, Hands]]:
    look: Look = request.param
    wide, tall = look.sizes[0]
    hands = Hands(qtbot, make_window(qtbot, str(demo_bank), lang=look.lang, scale=look.scale, width=wide, height=tall))
    hands.rest()
    hands.until(lambda: hands.page("overview").data is not None)
    yield look, hands
    close(hands.window)


def told(found: list[str]) -> None:
    if found:
        pytest.fail(f"{len(found)} findings\n" + "\n".join(found), pytrace=False)


def settle(hands: Hands, size: Size) -> None:
    hands.window.window.resize(*size)
    hands.rest()
    assert (hands.window.window.width(), hands.window.window.height()) == size


@pytest.mark.thorough(long=True)
def test_every_page_shows_all_it_says_at_every_size_of_text(looked: tuple[Look, Hands], looker: Looker) -> None:
    look, hands = looked
    found = []
    for size in look.sizes:
        settle(hands, size)
        for name, (page, arguments) in SCREENS.items():
            hands.window.window.go(page, **arguments)
            hands.rest()
            if KEPT:
                hands.window.window.grab().save(f"{KEPT}/{name}_{size[0]}_{look.scale}_{look.lang}.png")
            found += [f"{name} at {size}: {said}" for said in looker.look(hands.window.window)]
    told(found)


@pytest.mark.parametrize("looked", [Look("en", 100, ((911, 560),))], ids=["en-small"], indirect=True)
def test_what_stands_under_a_pages_name_gives_way_to_the_buttons_beside_it(
    looked: tuple[Look, Hands], looker: Looker
) -> None:
    look, hands = looked
    hands.window.window.setMinimumSize(0, 0)
    settle(hands, look.sizes[0])
    hands.page("overview").subtitle.setText("Wednesday 30 September 2026 · week 40")
    hands.rest()
    assert hands.window.window.width() == look.sizes[0][0], "it asks for no wider window"
    told(looker.look(hands.window.window))


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize(
    "looked", [Look("sv", 200, ((1366, 768),))], ids=lambda look: f"{look.lang}-{look.scale}", indirect=True
)
def test_what_the_keys_lead_to_comes_into_sight_where_panels_stand_below_each_other(looked: tuple[Look, Hands]) -> None:
    _, hands = looked
    hands.window.window.go("matching")
    hands.until(lambda: hands.page("matching").list.currentIndex().isValid())
    page = hands.page("matching")
    hands.until(lambda: page.body.turning.under and page.panel.first.visibleRegion().isEmpty())
    hands.press(Qt.Key.Key_Return)
    assert page.panel.first.hasFocus()
    hands.until(lambda: page.panel.first.visibleRegion().boundingRect() == page.panel.first.rect())


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize(
    "looked", [Look("sv", 200, ((1920, 1080),))], ids=lambda look: f"{look.lang}-{look.scale}", indirect=True
)
def test_each_week_has_room_for_its_figures_on_the_board_and_under_the_chart(looked: tuple[Look, Hands]) -> None:
    _, hands = looked
    chart = hands.page("overview").chart
    font, room = hands.shell.theme.digits("label"), chart.width() // len(chart.weeks)
    for wide in (room, 20):
        said = chart.week_said(chart.weeks[0][0], font, wide, first=True)
        assert said.isdigit() or QFontMetrics(font).horizontalAdvance(said) <= wide
    hands.window.window.go("placements")
    hands.until(lambda: bool(hands.page("placements").board.view.lines))
    view = hands.page("placements").board.view
    for zoom in ("month", "half", "year"):
        view.set_zoom(zoom)
        assert view.brush.metrics["label"].horizontalAdvance("188") <= 7 * view.axis.per_day * view.every, zoom
    assert view.brush.metrics["label"].horizontalAdvance("Lediga nu") <= hands.shell.theme.px(100)


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize(
    "looked", [Look("sv", 150, ((1366, 768),))], ids=lambda look: f"{look.lang}-{look.scale}", indirect=True
)
def test_no_key_stops_at_what_only_scrolls(looked: tuple[Look, Hands]) -> None:
    """A page that scrolls because its text is large has no stop more than one that does not."""
    _, hands = looked
    found = []
    for page in {page for page, _ in SCREENS.values()}:
        hands.window.window.go(page)
        hands.rest()
        areas = [a for a in hands.page(page).findChildren(QScrollArea) if a.isVisible() and not a.accessibleName()]
        found += [f"{page}: {path(a)}" for a in areas if a.focusPolicy() & Qt.FocusPolicy.TabFocus]
    told(found)


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize(
    "looked",
    [Look("sv", 200, ((1366, 768),)), Look("sv", 100, ((1366, 768),))],
    ids=lambda look: f"{look.lang}-{look.scale}",
    indirect=True,
)
def test_what_would_be_booked_stands_at_the_foot_where_its_panel_is_below_the_list(looked: tuple[Look, Hands]) -> None:
    look, hands = looked
    hands.window.window.go("matching")
    page = hands.page("matching")
    hands.until(lambda: page.panel.opening is not None and bool(page.panel.found))
    hands.rest()
    hands.until(lambda: page.foot.isVisible() == page.body.turning.under == (look.scale == 200))
    if look.scale == 100:
        return
    first, last, extent = page.panel.wanted()
    t = hands.shell.words
    assert page.foot.period.text() == f"{t.day(first)} – {t.day(last)} · {t.percent(extent)}"
    assert page.foot.state.text()
    change = next(b for b in page.foot.findChildren(KeyButton) if b.text() == "Ändra …")
    change.click()
    hands.until(lambda: page.panel.first.hasFocus() and not page.panel.first.visibleRegion().isEmpty())
    field, area = page.panel.first, page.body
    page.foot.hide()
    hands.rest()
    low = field.mapTo(area.held, field.rect().bottomLeft()).y()
    area.verticalScrollBar().setValue(low - area.viewport().height() + 2)
    page.foot.show()  # it comes over what the keys are on, which goes up
    hands.until(lambda: field.visibleRegion().boundingRect() == field.rect())
    page.foot.ok.click()
    hands.until(lambda: page.panel.receipt is not None)
    assert not page.foot.isVisible()


SMALLEST = 14
"""Pixels of the smallest icon at a text size of 100 percent."""


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("looked", [Look("sv", 200, ((1366, 768),))], ids=["sv-200"], indirect=True)
def test_icons_grow_with_the_text_beside_them(looked: tuple[Look, Hands], monkeypatch: pytest.MonkeyPatch) -> None:
    _, hands = looked
    theme, drawn, small = hands.shell.theme, paint.icon, set[tuple[str, str, int]]()
    assert theme.mark(20) == 30

    def noted(
        painter: QPainter, theme: Theme, x: int, y: int, name: str, role: str, size: int = 16, *, filled: bool = False
    ) -> None:
        if theme is hands.shell.theme and size < theme.mark(SMALLEST):  # not what a window of a test before draws
            small.add((type(painter.device()).__name__, name, size))
        drawn(painter, theme, x, y, name, role, size, filled=filled)

    monkeypatch.setattr(paint, "icon", noted)
    for where, arguments in SCREENS.values():
        hands.window.window.go(where, **arguments)
        hands.rest()
        hands.window.window.grab()
    assert sorted(small) == []


BY_THEMSELVES = {"PrintDialog", "StartDialog"}
"""They fill a screen, or come before there is a window to stand in."""
ASKS_ON = {"ClashDialog"}
"""What stands in the page below it is asked for again whenever that is left: last."""
TIGHT = (Look("sv", 100, ((1024, 600),)), Look("sv", 150, ((1366, 768),)), Look("en", 200, ((1366, 768),)))


@pytest.mark.parametrize("looked", TIGHT, ids=lambda look: f"{look.lang}-{look.scale}", indirect=True)
@pytest.mark.thorough(long=True)
def test_every_dialog_stays_within_its_window_with_its_buttons_in_sight(
    looked: tuple[Look, Hands], looker: Looker, other: Desk, tmp_path: Path
) -> None:
    _, hands = looked
    found: list[str] = []
    hands.window.window.go("placements")
    hands.rest()
    records = {form.kind.__name__: form for form in reversed(LIST)}
    for kind in sorted(DIALOGS.keys() - BY_THEMSELVES - records.keys() - ASKS_ON):
        found += looked_at(hands, looker, kind, opened(hands, other, _made(tmp_path / kind), kind))
    for kind, form in reversed(records.items()):
        found += looked_at(hands, looker, kind, form.show(hands, other, form.record(other)))
    for kind in ASKS_ON - records.keys():
        found += looked_at(hands, looker, kind, opened(hands, other, _made(tmp_path / kind), kind))
    told(found)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _barred(over: QWidget) -> list[QScrollArea]:
    """What scrolls up and down in it now."""
    return [one for one in over.findChildren(QScrollArea) if one.verticalScrollBar().isVisible()]


def looked_at(hands: Hands, looker: Looker, name: str, dialog: Any) -> list[str]:
    """What is wrong with a dialog that has been opened; it is left again."""
    hands.rest()
    found = [f"{name}: {said}" for said in looker.look(dialog)]
    room = hands.window.window.size()
    if dialog.width() > room.width() or dialog.height() > room.height():
        found.append(f"{name} is {dialog.width()} x {dialog.height()}")
    ok = getattr(dialog, "ok", None)
    if ok is not None and ok.isVisible() and not dialog.rect().contains(ok.geometry()):
        found.append(f"{name}: its button is out of sight")
    found += [f"{name}: a scroll bar within a scroll bar" for one in _barred(dialog) if _barred(one)]
    if KEPT:
        dialog.grab().save(f"{KEPT}/{name}_{hands.shell.theme.scale}.png")
    dialog.done(0)
    hands.rest()
    return found
