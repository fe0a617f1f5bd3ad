"""What somebody can work out who knows all that is shown: linear programs over the cells of one block of sums, by OR-Tools.

The block is built once; a pattern of withheld cells changes only the ends of its variables. An end that is too near also says
which cells would have to be withheld to move it, whatever else is shown: a row that every pattern that is good enough keeps.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from amdesk.domain.results.disclosure import LEAST_WIDTH, Published, Puzzle, Sums

NEAR = 1e-6
FINE = 1000
"""Parts of a person that rows are rounded to, always so that they ask for less."""
LOOKS = 3
"""How many corners are looked at for one of whole numbers, before these are asked for by themselves, which takes ten times as long."""


class Row(NamedTuple):
    """The choices of `weights` that are withheld must weigh at least `need` together, in thousandths; where `where` names a
    choice only if that one is withheld."""

    weights: Mapping[str, int]
    need: int
    where: str = ""


class End(NamedTuple):
    """How far a cell reaches in one direction, a table that reaches it, and what each choice adds to how far it can."""

    value: float
    table: Mapping[str, float]
    moved: Mapping[str, float]
    fixed: float


class Linked:
    """Cells that a chain of sums ties together."""

    def __init__(self, cells: Mapping[str, Published], sums: Sums) -> None:
        from ortools.linear_solver import pywraplp

        self.cells, self.sums = cells, sums
        solver = pywraplp.Solver.CreateSolver("GLOP")
        self.variables = {i: solver.NumVar(0, c.most, i) for i, c in cells.items()}
        for whole, parts in sums:
            row = solver.Constraint(0, 0)
            row.SetCoefficient(self.variables[whole], 1)
            for p in parts:
                row.SetCoefficient(self.variables[p], -1)
        self.solver = solver
        self.watched: Collection[str] = cells.keys()
        """The cells whose numbers are read from a table that was found."""
        self.moving = [(c, self.variables[i]) for i, c in cells.items() if c.choice or not c.shown]
        """The cells that can be another number: of no other is it asked what holds an end, which takes longer than to solve."""
        self.choices = {c.choice for c in cells.values() if c.choice}

    def pattern(self, gone: frozenset[str]) -> None:
        """From now on these are withheld."""
        for i, c in self.cells.items():
            self.variables[i].SetBounds(*((0, c.most) if c.hidden(gone) else (c.value, c.value)))

    def end(self, name: str, far: float, *, most: bool) -> End:
        """How far a cell reaches; what would move its end is told of one that is nearer than `far`. Raises RuntimeError where the
        solver finds nothing, which the true counts rule out."""
        goal = self.solver.Objective()
        goal.Clear()
        goal.SetCoefficient(self.variables[name], 1)
        (goal.SetMaximization if most else goal.SetMinimization)()
        if self.solver.Solve() != self.solver.OPTIMAL:
            raise RuntimeError("the sums of a report were not solved")
        value = float(goal.Value())
        table = {i: float(self.variables[i].solution_value()) for i in self.watched}
        if value >= far - NEAR if most else value <= far + NEAR:
            return End(value, table, {}, 0)
        moved: dict[str, float] = defaultdict(float)
        fixed = 0.0
        for c, variable in self.moving:
            reduced = float(variable.reduced_cost())
            if -NEAR < reduced < NEAR:
                continue
            up = reduced > 0 if most else reduced < 0
            room = abs(reduced) * (c.most - c.value if up else c.value)
            if c.choice:
                moved[c.choice] += room
            elif not c.shown:
                fixed += room
        return End(value, table, moved, fixed)

    def table(self, name: str, low: int, high: int) -> dict[str, int] | None:
        """A table of whole numbers in which the cell is between the two; None where the program gives none that is whole."""
        variable = self.variables[name]
        before = variable.lb(), variable.ub()
        variable.SetBounds(max(low, before[0]), min(high, before[1]))
        found = self._corner()
        variable.SetBounds(*before)
        return found

    def _corner(self) -> dict[str, int] | None:
        """A corner of what is possible, of whole numbers. Where the one at hand is not, others are looked at."""
        goal = self.solver.Objective()
        for look in range(LOOKS):
            goal.Clear()
            for at, v in enumerate(self.variables.values() if look else ()):
                goal.SetCoefficient(v, at * look * 31 % 19 - 9)
            if self.solver.Solve() != self.solver.OPTIMAL:
                return None
            values = {i: float(v.solution_value()) for i, v in self.variables.items()}
            if all(abs(n - round(n)) <= NEAR for n in values.values()):
                return {i: round(n) for i, n in values.items()}
        return None


class Guarding:
    """What is asked of one block: the needs of its cells and how wide its withheld ones stay, as far as that can be had."""

    def __init__(self, block: Linked, needs: Mapping[str, tuple[int, int]]) -> None:
        self.block = block
        self.needs, self.widths = dict(needs), {}
        block.watched = {*needs, *(i for i, c in block.cells.items() if c.choice)}
        self.given_away: list[str] = []
        self.linear, self.whole = KeptTables(block.cells), KeptTables(block.cells)
        every = frozenset(block.choices)
        block.pattern(every)
        seen = MetTables(block, self.linear, every)
        for name, (low, high) in needs.items():
            lowest = low if seen.reaches(name, low, most=False) else seen.last.value
            highest = high if seen.reaches(name, high, most=True) else seen.last.value
            if lowest > low + NEAR or highest < high - NEAR:
                self.given_away.append(name)
                self.needs[name] = max(low, _up(lowest)), min(high, int(highest + NEAR))
        for name, cell in block.cells.items():
            if cell.choice and name not in self.needs:
                room = LEAST_WIDTH if seen.width(name) >= LEAST_WIDTH else int(seen.reach(name) + NEAR)
                self.widths[name] = min(LEAST_WIDTH, room)

    def broken(self, gone: frozenset[str]) -> list[Row]:
        """A row for each need and width that this pattern does not keep."""
        self.block.pattern(gone)
        seen, rows = MetTables(self.block, self.linear, gone), []
        for name, (low, high) in self.needs.items():
            value = self.block.cells[name].value
            for most, need in ((True, high - value), (False, value - low)):
                if need > 0 and not seen.reaches(name, high if most else low, most=most):
                    rows.append(_row(seen.last, need))
        for name, width in self.widths.items():
            choice = self.block.cells[name].choice
            if choice in gone and width and seen.width(name) < width - NEAR and seen.reach(name) < width - NEAR:
                rows.append(_row(_both(*seen.ends), width, choice))
        return [r for r in rows if r is not None]


class KeptTables:
    """The tables met under any pattern. Each stands under every pattern that withholds all that it makes other than it is."""

    def __init__(self, cells: Mapping[str, Published]) -> None:
        self.cells = cells
        self.tables: list[tuple[frozenset[str], Mapping[str, float]]] = []

    def add(self, table: Mapping[str, float]) -> None:
        cells = self.cells
        other = frozenset(c.choice for i, n in table.items() if (c := cells[i]).choice and abs(n - c.value) > NEAR)
        self.tables.append((other, table))

    def under(self, gone: frozenset[str]) -> list[Mapping[str, float]]:
        return [table for other, table in self.tables if other <= gone]


class MetTables:
    """The tables met so far that stand under one pattern: most ends are reached by a table that was found for another cell."""

    def __init__(self, block: Linked, kept: KeptTables, gone: frozenset[str]) -> None:
        self.block, self.kept = block, kept
        self.low = {i: float(c.value) for i, c in block.cells.items()}
        self.high = dict(self.low)
        self.last = End(0, {}, {}, 0)
        self.ends = (self.last, self.last)
        for table in kept.under(gone):
            self._met(table)

    def _met(self, table: Mapping[str, float]) -> None:
        for i, n in table.items():
            if n < self.low[i]:
                self.low[i] = n
            elif n > self.high[i]:
                self.high[i] = n

    def width(self, name: str) -> float:
        return self.high[name] - self.low[name]

    def end(self, name: str, far: float, *, most: bool) -> float:
        self.last = self.block.end(name, far, most=most)
        self._met(self.last.table)
        self.kept.add(self.last.table)
        return self.last.value

    def reaches(self, name: str, far: float, *, most: bool) -> bool:
        """Whether a cell reaches so far; where it does not, `last` says why."""
        if self.high[name] >= far - NEAR if most else self.low[name] <= far + NEAR:
            return True
        found = self.end(name, far, most=most)
        return found >= far - NEAR if most else found <= far + NEAR

    def reach(self, name: str) -> float:
        """How far apart the ends of a cell are; `ends` says why."""
        high = self.end(name, math.inf, most=True)
        upper = self.last
        low = self.end(name, -math.inf, most=False)
        self.ends = upper, self.last
        return high - low


def _both(upper: End, lower: End) -> End:
    moved = defaultdict(float, upper.moved)
    for choice, room in lower.moved.items():
        moved[choice] += room
    return End(upper.value - lower.value, {}, moved, upper.fixed + lower.fixed)


def _up(value: float) -> int:
    return max(0, math.ceil(value - NEAR))


def _row(end: End, need: int, where: str = "") -> Row | None:
    """Rounded so that a pattern that is good enough always keeps it."""
    left = need * FINE - int(end.fixed * FINE) - 1
    if left <= 0:
        return None
    weights = {i: min(left, int(room * FINE) + 1) for i, room in end.moved.items()}
    return Row(weights, left, where)


def blocks(puzzle: Puzzle) -> Iterable[tuple[dict[str, Published], list[tuple[str, Sequence[str]]]]]:
    """The cells by what a chain of sums, or one choice, ties together."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while above.setdefault(name, name) != name:
            above[name] = name = above[above[name]]
        return name

    for whole, parts in puzzle.sums:
        for p in parts:
            above[top(p)] = top(whole)
    for i, c in puzzle.cells.items():
        if c.choice:
            above[top(f"choice {c.choice}")] = top(i)
    cells: dict[str, dict[str, Published]] = defaultdict(dict)
    sums: dict[str, list[tuple[str, Sequence[str]]]] = defaultdict(list)
    for i, c in puzzle.cells.items():
        cells[top(i)][i] = c
    for whole, parts in puzzle.sums:
        sums[top(whole)].append((whole, parts))
    return [(found, sums[name]) for name, found in cells.items()]
