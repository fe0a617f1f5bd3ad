"""A checked file: what becomes of each of its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from amdesk.domain.exchange.differences import ACCEPT, LEVEL_FIELD, REFUSE, Missing, RowDifference
from amdesk.domain.texts import N_, Text, plural
from amdesk.imports.model import RowOutcome, Staged
from amdesk.imports.results import CheckedPayment
from amdesk.services.exchange.lists import Lists
from amdesk.services.exchange.profiles import OF_A_DIFFERENCE
from amdesk.services.exchange.whose import ASKED

NOT_OURS = "NOT_PARTICIPANT"


@dataclass(slots=True)
class Review:
    """A checked file: outcomes by row, and how they count."""

    staged: Staged
    outcomes: list[RowOutcome]
    notices: list[Text] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    steps: int = 0
    """How many steps the bank had when the rows were compared with it."""
    missing: list[Missing] = field(default_factory=list)
    """People, or employments, of the sender's last list that are not in this one. It is told and remembered, and nothing else
    is done; `gone` are the placements that storing flags."""
    lists: Lists | None = None
    """What lists had said then."""

    def count(self, what: str) -> int:
        """accepted, rejected, or for accepted rows new, update, same."""
        if what in {"accepted", "rejected"}:
            return sum(o.outcome == what for o in self.outcomes)
        return sum(o.outcome == "accepted" and o.action == what for o in self.outcomes)

    def total(self) -> int:
        """Sum of the accepted amounts in öre, for the receipt of a payment file."""
        found = (o.said for o in self.outcomes if o.outcome == "accepted")
        return sum(said.amount for said in found if isinstance(said, CheckedPayment))

    def receipt(self) -> list[tuple[Text, Text | str | int]]:
        """What came in and what became of it, line by line; nothing in it names anybody."""
        dropped = self.dropped()
        lines: list[tuple[Text, Text | str | int]] = [
            (Text(N_("File")), Text("{file}", {"file": self.staged.file})),
            (Text(N_("Rows in")), len(self.outcomes)),
            (Text(N_("Rows of participants")), self.count("accepted")),
            (Text(N_("Rows of others, not kept")), dropped),
            (Text(N_("Rows refused")), self.count("rejected") - dropped),
            (Text(N_("New rows stored")), self.count("new")),
            (Text(N_("Sum of the participants' rows, kronor")), f"{self.total() / 100:.2f}".replace(".", ",")),
            (Text(N_("Check sum (SHA-256)")), self.staged.sha256),
        ]
        return lines

    def dropped(self) -> int:
        """Rows of people who are no participants: nothing to mend, and nothing is kept of them."""
        return sum(o.reason == NOT_OURS for o in self.outcomes)

    def asked(self) -> list[RowOutcome]:
        """Rows that somebody has to answer for: is it the same person?"""
        return [o for o in self.outcomes if o.outcome == "rejected" and o.reason in ASKED]

    def differences(self, *kinds: str) -> list[tuple[RowOutcome, RowDifference]]:
        """The differences of accepted rows of these kinds (differences.CHANGES), of all kinds where none is given."""
        found = ((o, d) for o in self.outcomes if o.outcome == "accepted" for d in o.differences)
        return [(o, d) for o, d in found if not kinds or d.kind in kinds]

    def decide(self, row: int, key: str, accepted: bool) -> None:
        """Accept or refuse one difference of a row, by `RowDifference.key`; nothing is checked anew."""
        if not accepted and key == LEVEL_FIELD:
            return
        self.staged.answers[f"{OF_A_DIFFERENCE}{row}:{key}"] = ACCEPT if accepted else REFUSE
        for outcome in self.outcomes:
            if outcome.row == row:
                outcome.decide(key, accepted)

    def undecided(self) -> list[tuple[RowOutcome, RowDifference]]:
        """The differences that are asked and that nobody has accepted or refused. They are left, the rest of their rows is
        stored, and the next list with them asks again."""
        return [(o, d) for o, d in self.differences() if d.open]

    def reasons(self) -> Counter[str]:
        return Counter(o.reason for o in self.outcomes if o.outcome == "rejected")


def missing_said(missing: Sequence[Missing]) -> list[Text]:
    """Who or what is no longer in the list, by number; a name would stay in what is printed."""
    if not missing:
        return []
    names = ", ".join(dict.fromkeys(f"{m.participant} {m.employment}".strip() for m in missing[:20]))
    return [
        plural(
            "{count} row of the last list of this sender is not in this one, and nothing is done about it: {names}",
            "{count} rows of the last list of this sender are not in this one, and nothing is done about them: {names}",
            len(missing),
            count=len(missing),
            names=names,
        )
    ]
