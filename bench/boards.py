"""The board and the matching round against their floors: bare rectangles, and the bare solver on the same graph."""

from __future__ import annotations

import os
import random
import statistics
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.measure import line, median

TODAY = date(2026, 11, 23)


def _data() -> Any:
    """5,000 rows with four bookings each, as the board reads them."""
    from amdesk.domain.booking.board import BoardSection, Taken, Team, lanes_of, summed, week_counts, weeks_around
    from amdesk.domain.clock import FAR
    from amdesk.domain.people.masked import Masked
    from amdesk.domain.places.placement import Availability, Span
    from amdesk.services.booking.board import BoardData

    dice, window = random.Random(3), weeks_around(TODAY)
    names = ["Aida Demolund", "Örjan Provström", "Lucia Attrappson", "Emil Testgren", "Maryam Övningsström"]
    teams = []
    for i in range(5000):
        found, day = [], window.first + timedelta(dice.randrange(60))
        for k in range(4):
            last = day + timedelta(dice.randrange(30, 150))
            status = "started" if day <= TODAY else dice.choice(("booked", "booked", "reserved"))
            found.append(Taken(f"B-{i}-{k}", k, Masked(dice.choice(names), k, 0), False, day, last, 100, status))
            day = last + timedelta(dice.randrange(1, 50))
        loads = [Span(t.first, t.last, 100) for t in found]
        free = Availability(date(2020, 1, 1), FAR, [Span(date(2020, 1, 1), FAR - timedelta(1), 100)], loads)
        lanes = lanes_of(i, free, found, window, TODAY)
        teams.append(
            Team(
                i,
                f"P-{i:04d}",
                f"Placering {i}",
                "external",
                "PAR",
                "NH",
                "",
                "",
                1,
                1,
                TODAY,
                week_counts(free, window),
                lanes,
            )
        )
    return BoardData(window, [BoardSection("external", teams, summed((t.weeks for t in teams), window.weeks))], TODAY)


def _view(width: int, height: int, zoom: str, data: Any) -> Any:
    from amdesk.app import application
    from amdesk.domain.clock import Clock
    from amdesk.settings import Settings
    from amdesk.ui.booking.board.view import BoardView
    from amdesk.ui.kit.shell import Shell
    from amdesk.ui.kit.tasks import Tasks
    from amdesk.ui.kit.theme import Theme

    app, theme = application(), Theme("light", 100)
    theme.apply(app)
    shell = Shell(Tasks(lambda: None), Clock(TODAY), Settings(), theme, "sv")  # type: ignore[arg-type, return-value]  # no bank is asked
    view = BoardView(shell)
    view.resize(width, height)
    view.show()
    view.show_data(data)
    view.set_zoom(zoom)
    view.to_today()
    return view


class Recorder:
    """Stands for a painter and keeps what was asked of it, so that the floor asks a bare painter for the same."""

    def __init__(self, painter: Any) -> None:
        self.painter, self.calls = painter, []  # type: ignore[var-annotated]  # (name, arguments)

    def __getattr__(self, name: str) -> Any:
        real = getattr(self.painter, name)

        def call(*arguments: Any) -> Any:
            self.calls.append((name, arguments))
            return real(*arguments)

        return call


def board(_path: Path) -> bool:
    """Median paint of a full viewport; the floor is a bare QPainter that draws the same rectangles, texts and pictures."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    data, results = _data(), []
    for width, height, zoom, what in ((1120, 510, "half", "1366 half-year"), (1330, 900, "year", "1920 full-year")):
        view = _view(width, height, zoom, data)
        results.append(_one(view, what))
        view.close()
    return all(results)


def _one(view: Any, what: str) -> bool:
    from PySide6.QtGui import QPainter, QPixmap

    target = QPixmap(view.viewport().size())
    port = view.viewport().rect()
    down = view.verticalScrollBar()

    def ours() -> None:
        down.setValue((down.value() + 30 * 7) % down.maximum())
        painter = QPainter(target)
        view.paint(painter, port)
        painter.end()

    took = median(ours, 41)
    painter = QPainter(target)
    seen = Recorder(painter)
    view.paint(seen, port)
    painter.end()
    fills = sum(name == "fillRect" for name, _ in seen.calls)
    print(f"board, {what}: {fills} rectangles, {len(seen.calls)} calls in all")

    def floor() -> None:
        bare = QPainter(target)
        for name, arguments in seen.calls:
            getattr(bare, name)(*arguments)
        bare.end()

    return line(f"board, {what}: a whole paint", took, median(floor, 41), 2)


def _graph(people: int, slots: int, each: int) -> tuple[Any, Any, Any]:
    import numpy as np

    dice = random.Random(5)
    who = np.repeat(np.arange(people, dtype=np.int64), each)
    where = np.concatenate([np.array(sorted(dice.sample(range(slots), each)), np.int64) for _ in range(people)])
    fit = np.array([dice.randrange(101) for _ in range(people * each)], np.int64)
    return who, where, fit


def rounds(_path: Path) -> bool:
    """The solve step (arrays in, assignment out) against the bare solver; and a whole round with reading the bank."""
    from amdesk.domain.booking.rounds import Policy, units
    from amdesk.services.booking.solver import network, solve

    who, where, fit = _graph(2000, 2500, 50)
    unit = units(Policy(), 2000, 2500)
    value = unit["placed"] + unit["fit"] * fit

    def bare() -> float:
        flow, _edges = network(2000, 2500, who, where, value)
        start = time.perf_counter()
        flow.solve()
        return time.perf_counter() - start

    floor = statistics.median(bare() for _ in range(5))
    building = median(lambda: network(2000, 2500, who, where, value), 5)
    ours = median(lambda: solve(2000, 2500, who, where, value), 5)
    print(f"round of 2,000 people, 2,500 places: building the graph {building * 1000:.1f} ms")
    first = line("... the solve step", ours, floor, 1.5)
    return first & _small()


def _small() -> bool:
    """292 people and 60 placements, everything read from the bank."""
    from amdesk.db.engine.opening import memory_bank
    from amdesk.domain.clock import Clock
    from amdesk.services.booking.solver import graph, network
    from tests import make

    bank = memory_bank(Clock(TODAY))
    desk = make.desk(bank)
    dice = random.Random(7)
    codes = [o.code for o in desk.placements.occupations()]
    for i in range(60):
        make.placement(
            bank,
            1 + i % 3,
            name=f"Placering {i}",
            occupation=dice.choice(codes),
            language_min=dice.choice(("A1", "A2", "B1")),
        )
    for i in range(292):
        wishes = tuple(dice.sample(codes, 2))
        make.participant(
            bank,
            name=f"Person {i}",
            wishes=wishes,
            language=dice.choice(("A1", "A2", "B1")),
            registered_on=TODAY - timedelta(dice.randrange(200)),
        )
    question = desk.rounds.solve().question
    who, where, value = graph(question)

    def bare() -> float:
        flow, _ = network(len(question.people), len(question.slots), who, where, value)
        start = time.perf_counter()
        flow.solve()
        return time.perf_counter() - start

    floor = statistics.median(bare() for _ in range(9))
    whole = median(desk.rounds.solve, 9)
    print(f"round of 292 people, 60 placements, {len(question.slots)} places: {len(question.edges)} pairs fit")
    bank.close()
    return line("... with reading the bank and every pair", whole, floor, 10)


__all__ = ["board", "rounds"]
