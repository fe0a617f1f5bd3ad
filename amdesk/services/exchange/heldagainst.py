"""That a list was held against what stands of somebody protected: in the log before it is told, since whether a cell says the
same as the bank tells what the bank says."""

from __future__ import annotations

from collections.abc import Sequence

from amdesk.db.people.participants import protected_ones
from amdesk.imports.model import RowOutcome, Staged
from amdesk.services.bank.unlogged import log_opening
from amdesk.services.bank.work import Work

WHAT = "list_compared"


class ListsCompared:
    """What of which lists the log has already, so that a row that says the same once more is noted once."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.noted: set[tuple[int, str]] = set()

    def note(self, staged: Staged, outcomes: Sequence[RowOutcome]) -> None:
        """A row of the log for each protected person whom rows are about. Raises BankBusy where the bank takes nothing."""
        met = {o.row: o.said.person for o in outcomes if o.said.person is not None}
        if not met:
            return
        ids, _ = protected_ones(self.work.bank)
        said = {
            raw.number: repr(sorted(raw.cells.items(), key=str)) for raw in staged.rows if met.get(raw.number) in ids
        }
        found = {(key, said.get(row, "")) for row, key in met.items() if key in ids} - self.noted
        for key in sorted({key for key, _ in found}):
            log_opening(self.work.bank, WHAT, key, "", protected=True)
        self.noted |= found
