"""The list of improvement as a sheet: what is done, whose, by when, and its figure before and now."""

from __future__ import annotations

from collections.abc import Sequence

from amdesk.domain.results.improving import ACTION_STATES, FigureCourse, ImprovementAction
from amdesk.domain.results.report import AUDIENCES
from amdesk.domain.texts import N_
from amdesk.export.xlsx import Column, SheetTable
from amdesk.i18n import Words

COLUMNS = (
    (N_("No."), 9), (N_("Action"), 34), (N_("Owner"), 22), (N_("From"), 12), (N_("Due"), 12), (N_("State"), 14), (N_("Steps done"), 12),
    (N_("The figure it is to move"), 44), (N_("Before"), 10), (N_("Now"), 10), (N_("What may not be concluded"), 50),
)  # fmt: skip


def actions_table(actions: Sequence[tuple[ImprovementAction, FigureCourse]], words: Words, audience: str) -> SheetTable:
    """One row for each action, and below them for whom the sheet is: one of AUDIENCES."""
    rows = [
        (
            a.ref,
            a.title,
            a.owner,
            a.begins,
            a.due,
            words(ACTION_STATES[a.state]),
            f"{a.steps_done}/{len(a.steps)}" if a.steps else "",
            seen.label,
            before.said if (before := seen.before(a.begins)) else "",
            now.said if (now := seen.now(a.begins)) else "",
            a.caution,
        )
        for a, seen in actions
    ]
    name = words(N_("Improvement"))
    return SheetTable(name, name, [Column(words(t), w) for t, w in COLUMNS], rows, words(AUDIENCES[audience]))
