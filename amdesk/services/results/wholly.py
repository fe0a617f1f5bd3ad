"""The same in whole numbers: people are not divided, so what a linear program reaches may be out of reach for a table of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from amdesk.domain.results.disclosure import LEAST_WIDTH
from amdesk.services.results.attack import Guarding, Row

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

Can = Callable[[str, int, int], bool]
"""Whether a cell can be a number between two, both included."""


def unreached(asked: Guarding, gone: frozenset[str]) -> list[Row]:
    """A row for each number that a cell should be able to be, and that no table of whole numbers makes it. The row asks for one
    more of what is shown, since no part of the same pattern hides more than all of it."""
    block = asked.block
    block.pattern(gone)
    met: dict[str, set[int]] = {i: {c.value} for i, c in block.cells.items()}
    for kept in asked.whole.under(gone):
        for i, n in kept.items():
            met[i].add(round(n))
    whole = WholeTables(asked, gone)

    def can(name: str, low: int, high: int) -> bool:
        if any(low <= n <= high for n in met[name]):
            return True
        found = None if high < low else block.table(name, low, high) or whole.table(name, low, high)
        for i, n in (found or {}).items():
            met[i].add(n)
        if found is not None:
            asked.whole.add(found)
        return found is not None

    shown = dict.fromkeys(block.choices - gone, 1)
    rows = []
    for name, (low, high) in asked.needs.items():
        most = block.cells[name].most
        if not all(can(name, n, n) for n in range(low, high)) or not can(name, high, most):
            rows.append(Row(shown, 1))
    for name, width in asked.widths.items():
        choice = block.cells[name].choice
        if choice in gone and width >= LEAST_WIDTH and not _wide(name, width, met, can, block.cells[name].most):
            rows.append(Row(shown, 1, choice))
    return rows


class WholeTables:
    """WholeTables numbers asked for by CP-SAT, where the linear program has none: the model is built when it is first needed."""

    def __init__(self, asked: Guarding, gone: frozenset[str]) -> None:
        self.asked, self.gone = asked, gone
        self.model: cp_model.CpModel | None = None
        self.cells: dict[str, cp_model.IntVar] = {}

    def table(self, name: str, low: int, high: int) -> dict[str, int] | None:
        """A table in which the cell is between the two; None where there is none."""
        from ortools.sat.python import cp_model

        model = self._built()
        model.clear_assumptions()
        inside = model.new_bool_var("")
        model.add_linear_constraint(self.cells[name], low, high).only_enforce_if(inside)
        model.add_assumption(inside)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.cp_model_probing_level = (
            0  # looking for what could be left out takes longer than these small models
        )
        solver.parameters.symmetry_level = 0
        solver.parameters.max_presolve_iterations = 1
        if solver.solve(model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return None
        return {i: solver.value(v) for i, v in self.cells.items()}

    def _built(self) -> cp_model.CpModel:
        from ortools.sat.python import cp_model

        if self.model is None:
            self.model, block = cp_model.CpModel(), self.asked.block
            for i, c in block.cells.items():
                ends = (0, c.most) if c.hidden(self.gone) else (c.value, c.value)
                self.cells[i] = self.model.new_int_var(*ends, i)
            for whole, parts in block.sums:
                self.model.add(self.cells[whole] == sum(self.cells[p] for p in parts))
        return self.model


def _wide(name: str, width: int, met: Mapping[str, set[int]], can: Can, most: int) -> bool:
    """Steps outwards from what was met until it is wide enough or nothing is further out."""
    ends = met[name]
    while max(ends) - min(ends) < width:
        if not can(name, max(ends) + 1, most) and not can(name, 0, min(ends) - 1):
            return False
    return True
