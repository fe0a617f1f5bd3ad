"""That a list was held against what stands of somebody protected: in the log before it is told, since whether a cell says the
same as the bank tells what the bank says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from amdesk.db.people.participants import protected_met, protected_ones
from amdesk.domain.values import fold, phone_key
from amdesk.imports.model import RowOutcome, Staged
from amdesk.services.bank.unlogged import log_opening
from amdesk.services.bank.work import Work
from amdesk.services.exchange.whose import ASKED

WHAT = "list_compared"


class ListsCompared:
    """What of which lists the log has already, so that a row that says the same once more is noted once."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.noted: set[tuple[int, str]] = set()

    def note(self, staged: Staged, outcomes: Sequence[RowOutcome]) -> None:
        """A row of the log for each protected person whom rows are about, or may be: a row that asks whether it is somebody of the
        same name tells that there is one. Raises BankBusy where the bank takes nothing."""
        ids, _ = protected_ones(self.work.bank)
        met = {(o.row, o.said.person) for o in outcomes if o.said.person in ids} | set(self._asked_about(outcomes))
        if not met:
            return
        rows = {row for row, _key in met}
        said = {raw.number: repr(sorted(raw.cells.items())) for raw in staged.rows if raw.number in rows}
        found = {(key, said.get(row, "")) for row, key in met if key is not None} - self.noted
        for key in sorted({key for key, _ in found}):
            log_opening(self.work.bank, WHAT, key, "", protected=True)
        self.noted |= found

    def _asked_about(self, outcomes: Sequence[RowOutcome]) -> Iterator[tuple[int, int]]:
        """Rows with a question, and every protected person whom it may be about."""
        asked = [o for o in outcomes if o.reason in ASKED and o.said.person is None]
        if not asked:
            return
        met = protected_met(self.work.bank)
        for o in asked:
            name, phone = fold(getattr(o.said, "name", "")), phone_key(getattr(o.said, "phone", ""))
            yield from ((o.row, key) for key, named, rings in met if name == named or (phone and phone == rings))
