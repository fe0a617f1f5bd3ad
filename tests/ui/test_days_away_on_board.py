"""Days away are hatched on the board: in every look, under no word, told aloud, and in the legend of whoever may see them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from amdesk.domain.booking.board import BoardBar
from amdesk.services.booking.board import BoardData
from amdesk.services.desk import Desk
from amdesk.ui.booking.board.draw import LOOKS, Brush
from amdesk.ui.booking.board.pane import AWAY, Legend
from amdesk.ui.kit.theme import Theme, ratio
from tests import make
from tests.make import TODAY
from tests.ui.conftest import Hands

BAR = QRect(0, 0, 300, 22)
DAYS = QRect(150, 0, 60, 22)


def drawn(shell: Any, state: str, name: str, *away: QRect) -> QImage:
    picture = QImage(BAR.size(), QImage.Format.Format_RGB32)
    picture.fill(0)
    painter = QPainter(picture)
    Brush(shell).bar_at(painter, BAR, BoardBar(TODAY, TODAY, state, make.seen(name)), name, 0, TODAY, away)
    painter.end()
    return picture


def bars(data: BoardData) -> list[BoardBar]:
    return [b for s in data.sections for team in s.teams for lane in team.lanes for b in lane.bars]


def colours(picture: QImage, where: QRect) -> set[str]:
    return {
        QColor(picture.pixel(x, y)).name().upper()
        for x in range(where.left(), where.right() + 1)
        for y in range(where.top(), where.bottom() + 1)
    }


@pytest.mark.thorough(16)
@pytest.mark.parametrize("state", ["running", "ending", "ended", "upcoming"])
@pytest.mark.parametrize("look", ["light", "dark", "contrast", "contrast_dark"])
def test_days_away_are_told_from_the_bar_by_lines_not_by_colour_alone(
    hands: Hands, look: str, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = Theme(look)
    monkeypatch.setattr(hands.shell, "theme", theme)
    found = colours(drawn(hands.shell, state, "", DAYS), DAYS.adjusted(8, 4, -8, -4))
    fill, ink = (theme.roles[LOOKS[state][i]].upper() for i in (0, 2))
    assert found == {fill, ink}
    assert ratio(QColor(fill), QColor(ink)) >= (7 if look.startswith("contrast") else 4.5)
    beside = QRect(120, 5, 20, 10)
    assert colours(drawn(hands.shell, state, "", DAYS), beside) == {fill}


def test_a_name_stands_on_no_lines(hands: Hands) -> None:
    over = QRect(0, 0, 200, 22)
    plain, hatched = (drawn(hands.shell, "running", "Aida Demolund", *away) for away in ((), (over,)))
    where = QRect(7, 5, 60, 12)
    assert plain.copy(where) == hatched.copy(where)
    assert plain.copy(QRect(100, 5, 60, 12)) != hatched.copy(QRect(100, 5, 60, 12))


def test_a_day_that_is_noted_away_is_on_the_board_and_is_said(hands: Hands, other: Desk) -> None:
    begun = TODAY - timedelta(14)
    bar = next(
        b for b in bars(other.board.read()) if b.ref and not b.protected and b.state == "running" and b.first < begun
    )
    other.week.clear(bar.participant_id, TODAY - timedelta(7), TODAY)
    other.week.note(bar.participant_id, "sick", TODAY)
    hands.shell.go("placements", view="board")
    hands.rest()
    view = hands.page("placements").board.view
    shown = next(b for b in bars(view.data) if b.ref == bar.ref)
    assert shown.away_between(TODAY, TODAY) == [(TODAY, TODAY)]
    assert view.spoken_bar(shown, TODAY).endswith(f"frånvarande {view.t.day(TODAY)}")
    assert "frånvarande" not in view.spoken_bar(shown._replace(away=()), TODAY)
    assert "sjuk" not in view.spoken_bar(shown, TODAY).lower()


def test_the_legend_says_what_the_hatch_is_to_whoever_may_see_it(hands: Hands) -> None:
    def said() -> dict[str, str]:
        legend = Legend(hands.shell, Brush(hands.shell))
        legend.deleteLater()
        return legend.said

    assert said()[AWAY] == "Frånvaro"
    hands.shell.roles = ("reader",)
    assert AWAY not in said()
