"""Figures of one set as they may leave, by the layer's own parts."""

from __future__ import annotations

from collections.abc import Sequence

from amdesk.domain.results.disclosure import Pattern, Sums, Unsaid, puzzle, shown
from amdesk.domain.results.figures import Figure
from amdesk.services.results.leastloss import least_loss


def withheld(found: Sequence[Figure], sums: Sums, behind: Unsaid | None = None) -> list[Figure]:
    """What is published together, and nothing beside it."""
    behind = behind or Unsaid()
    pattern = least_loss(puzzle(found, sums, behind))
    return shown(found, Pattern(pattern.gone | behind.unprinted), behind.bases)
