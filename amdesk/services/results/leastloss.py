"""Which cells are withheld so that nothing can be worked out and the least is lost: CP-SAT proposes a pattern, whoever would
work something out (`attack.py`) says what is wrong with it, and it proposes again until nobody finds anything."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from amdesk.domain.results.disclosure import Pattern, Puzzle
from amdesk.services.results.attack import Guarding, Linked, Row, blocks
from amdesk.services.results.wholly import unreached

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

SECONDS = 5.0
"""How long the optimum is looked for, of the computer's own time; after that a pattern that nobody works out is taken, with what it costs too much."""
Steps = Generator[tuple[int, int], None, Pattern]
"""(blocks done, blocks in all) again and again, and the pattern in the end; whoever closes it stops the search."""

Fallback = Generator[tuple[int, int], None, frozenset[str]]


def least_loss(puzzle: Puzzle, seconds: float | None = None) -> Pattern:
    """The pattern that loses least. Exact and the same each time where `proved`; where time runs out one that nobody works
    anything out of, with the least that any can cost."""
    steps = searched(puzzle, seconds)
    while True:
        try:
            next(steps)
        except StopIteration as found:
            pattern: Pattern = found.value
            return pattern


def searched(puzzle: Puzzle, seconds: float | None = None) -> Steps:
    """The same, step by step."""
    until = time.process_time() + (SECONDS if seconds is None else seconds)
    parts = sorted(blocks(puzzle), key=lambda b: len(b[0]))
    found: list[Pattern] = []
    for done, (cells, sums) in enumerate(parts):
        needs = {i: ends for i, ends in puzzle.needs.items() if i in cells}
        choices = {c.choice for c in cells.values() if c.choice}
        if not needs and not puzzle.forced & choices:
            continue
        yield done, len(parts)
        asked = Guarding(Linked(cells, sums), needs)
        search = LossSearch(asked, {c: puzzle.losses[c] for c in choices}, puzzle.forced & choices, until)
        found.append((yield from search.solve((done, len(parts)))))
    return Pattern(
        frozenset().union(*(p.gone for p in found)),
        sum(p.loss for p in found),
        sum(p.bound for p in found),
        all(p.proved for p in found),
        sorted(i for p in found for i in p.given_away),
    )


@dataclass(slots=True)
class LossSearch:
    """The search of one block."""

    asked: Guarding
    losses: dict[str, int]
    forced: frozenset[str]
    until: float
    rows: list[Row] = field(default_factory=list)

    def solve(self, at: tuple[int, int]) -> Steps:
        """Proposes until nothing is wrong, or until time is up. Says where it is before each proposal."""
        proposer, bound = Proposer(self.losses, self.forced), 0
        proposer.add(self._alone())
        gone: frozenset[str] = self.forced
        while time.process_time() < self.until:
            yield at
            found = proposer.best(self.until - time.process_time())
            if found is None:
                break
            gone, bound = found
            wrong = self.asked.broken(gone) or unreached(self.asked, gone)
            if not wrong:
                return Pattern(gone, bound, bound, given_away=self.asked.given_away)
            proposer.add(wrong)
        gone = yield from self._mended(gone, at)
        gone = yield from self._thinned(gone, at)
        return Pattern(gone, self._loss(gone), bound, proved=False, given_away=self.asked.given_away)

    def _loss(self, gone: Iterable[str]) -> int:
        return sum(self.losses[c] for c in gone)

    def _alone(self) -> list[Row]:
        """A sum with one withheld term gives it away."""
        cells, rows = self.asked.block.cells, []
        for whole, parts in self.asked.block.sums:
            row = [cells[i] for i in (whole, *parts)]
            if all(c.choice or c.shown for c in row):
                choices = {c.choice for c in row if c.choice}
                rows += [
                    Row(dict.fromkeys(choices - {c}, 1), 1, c)
                    for i, c in ((i, cells[i].choice) for i in (whole, *parts))
                    if c and (self.asked.widths.get(i) or i in self.asked.needs)
                ]
        return rows

    def _mended(self, gone: frozenset[str], at: tuple[int, int]) -> Fallback:
        """More is withheld, what costs least for what it hides first, until nothing is wrong; everything where that takes too
        long."""
        while wrong := self.asked.broken(gone) or unreached(self.asked, gone):
            yield at
            if time.process_time() > self.until + SECONDS:
                return frozenset(self.losses)
            more = set(gone)
            for row in wrong:
                self._fill(row, more)
            if more == gone:
                return frozenset(self.losses)
            gone = frozenset(more)
        return gone

    def _fill(self, row: Row, gone: set[str]) -> None:
        had = sum(w for c, w in row.weights.items() if c in gone)
        for c in sorted(row.weights.keys() - gone, key=lambda c: (self.losses[c] / row.weights[c], c)):
            if had >= row.need:
                return
            gone.add(c)
            had += row.weights[c]

    def _thinned(self, gone: frozenset[str], at: tuple[int, int]) -> Fallback:
        """What can be shown all the same is shown, the dearest first."""
        until = min(time.process_time(), self.until + SECONDS) + SECONDS / 2
        for c in sorted(gone - self.forced, key=lambda c: (-self.losses[c], c)):
            yield at
            if time.process_time() > until:
                break
            fewer = gone - {c}
            if not (self.asked.broken(fewer) or unreached(self.asked, fewer)):
                gone = fewer
        return gone


class Proposer:
    """The cheapest pattern that keeps every row so far."""

    def __init__(self, losses: dict[str, int], forced: frozenset[str]) -> None:
        from ortools.sat.python import cp_model

        self.model = cp_model.CpModel()
        self.gone = {c: self.model.new_bool_var(c) for c in sorted(losses)}
        self.model.minimize(sum(losses[c] * v for c, v in self.gone.items()))
        for c in forced:
            self.model.add(self.gone[c] == 1)

    def add(self, rows: Sequence[Row]) -> None:
        for row in rows:
            weighed: cp_model.LinearExprT = sum(w * self.gone[c] for c, w in row.weights.items())
            self.model.add(weighed >= (row.need * self.gone[row.where] if row.where else row.need))

    def best(self, seconds: float) -> tuple[frozenset[str], int] | None:
        """(choices, cost) of the optimum; None where time is up."""
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = max(0.01, seconds)
        if solver.solve(self.model) != cp_model.OPTIMAL:
            return None
        return frozenset(c for c, v in self.gone.items() if solver.value(v)), round(solver.objective_value)
