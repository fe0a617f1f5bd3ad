"""Which figures of a frozen report have left the unit: those that a report for others told, of the same days and the same people.

A frozen report is for the unit. A paper that cites it and goes to others tells a figure of it only where a report that was given
out has told the very same count and base: so nobody learns from the paper what the layer kept back.
"""

from __future__ import annotations

from amdesk.db.port import Bank
from amdesk.db.results import reports as db
from amdesk.domain.results.frozen import FrozenReport
from amdesk.services.results.layer import RULERS, SET_OF

TOGETHER = frozenset({"followup", "committee"})
"""Kinds of report that tell the same result of a period."""


class ToldFigures:
    """What the reports that were given out have told."""

    def __init__(self, bank: Bank) -> None:
        self._given = db.told(bank)

    def tells(self, of: FrozenReport, ident: str) -> bool:
        """Whether a figure of a frozen report has been told to others as it was frozen."""
        name = SET_OF.get(ident.partition(".")[0], "")
        figure = of.figure(ident, "sv")
        if name not in RULERS or figure is None or figure.count is None or figure.base is None:
            return False
        return any(
            self._same(then, of, name) and then.figures.get(ident) == (figure.count, figure.base)
            for then in self._given
        )

    def _same(self, then: db.ToldReport, of: FrozenReport, name: str) -> bool:
        """Whether a report that was given out is of the same days and whom. A cohort is known by its year as well."""
        if (then.first, then.last, then.narrowed) != (of.first, of.last, (of.occupation, of.department)):
            return False
        if then.kind == of.kind == "cohort":
            return then.years == {str(of.said("sv")["year"])}
        return then.kind == of.kind or (name != "cohort" and {then.kind, of.kind} == TOGETHER)
