"""The timeline of a person: words beside a mark are read whole, with nothing drawn through them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from amdesk.app import application
from amdesk.domain.overview.journey import JourneyBar
from amdesk.domain.texts import text
from amdesk.i18n import Words
from amdesk.settings import Settings
from amdesk.ui.frame.start import Bare
from amdesk.ui.kit.theme import look
from amdesk.ui.people.journey import TimelineView
from tests.make import TODAY
from tests.stories.observer.painted import Painted


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("gap", [30, 80, 103])
def test_words_turned_to_stand_before_their_mark_are_not_written_over_a_long_one_before_it(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, gap: int, order: int
) -> None:
    painted = Painted(monkeypatch)
    settings = Settings()
    view = TimelineView(Bare(look(application(), settings), Words("sv", TODAY), settings))  # type: ignore[arg-type]  # it asks no more of a shell
    qtbot.addWidget(view)
    view.resize(900, view.minimumHeight())
    marks = [(gap, "Anställd hos Ekhamra Omsorg"), (1, "Dag 90")]
    bars = [JourneyBar("followup", TODAY - timedelta(days), None, text(said), "done") for days, said in marks]
    view.show_bars(bars[::order], whole=False)
    with qtbot.waitExposed(view):
        view.show()
    ink = [one.ink for one in painted.now([view]) if one.said in {said for _, said in marks}]
    assert ink, "one of them has room"
    assert len(ink) < 2 or not ink[0].intersects(ink[1])


@pytest.mark.thorough(24)
@pytest.mark.parametrize("scale", [100, 150, 200])
@pytest.mark.parametrize("days", [200, 60, 40, 20, 3, 0, -5, -60])
def test_words_of_a_mark_stand_clear_of_todays_line_and_of_the_mark_before_it(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, scale: int, days: int
) -> None:
    painted = Painted(monkeypatch)
    settings = Settings(scale=scale)
    view = TimelineView(Bare(look(application(), settings), Words("sv", TODAY), settings))  # type: ignore[arg-type]  # it asks no more of a shell
    qtbot.addWidget(view)
    view.resize(900, view.minimumHeight())
    on = TODAY - timedelta(days)
    before = JourneyBar("skills", on - timedelta(70), None, text("före"), "done")
    view.show_bars([before, JourneyBar("skills", on, None, text("21 färdigheter"), "done")], whole=False)
    with qtbot.waitExposed(view):
        view.show()
    said = {one.said: one.ink for one in painted.now([view])}
    today = next(ink for words, ink in said.items() if words == "Idag").center().x()
    ink = {words: where for words, where in said.items() if words in {"före", "21 färdigheter"}}
    assert [words for words, where in ink.items() if where.left() <= today <= where.right()] == []
    if len(ink) == 2:
        assert not ink["före"].intersects(ink["21 färdigheter"])
    if days in {40, -5, -60} and scale == 100:
        assert "21 färdigheter" in ink, "there is room for it"
    look(application(), Settings(theme="light"))
