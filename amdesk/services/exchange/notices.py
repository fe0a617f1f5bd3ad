"""What is said of a checked list as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from amdesk.db.bank import settings
from amdesk.domain.exchange.differences import LEVEL_FIELD
from amdesk.domain.texts import N_, Text, plural, text
from amdesk.imports.headings import headings
from amdesk.imports.model import RowOutcome, Staged
from amdesk.imports.places import CheckedPlacement
from amdesk.services.bank.work import Work


def protection_notices(staged: Staged, refused: Sequence[int]) -> list[Text]:
    """Answers that would let a protection go: one about a row is not followed, one about a column is said each time. `refused`
    are the rows of which somebody has refused the protection."""
    found = []
    if refused:
        found.append(
            text(
                N_(
                    "Row {rows}: a list only raises a protection, so refusing it changes nothing. It is lowered on the person's page, with a reason."
                ),
                rows=", ".join(map(str, refused)),
            )
        )
    known = headings(staged.kind, {})
    let_go = [
        staged.called(j)
        for j, h in enumerate(staged.headers)
        if known.field(h) == LEVEL_FIELD and staged.mapping.get(j) != LEVEL_FIELD
    ]
    said = N_("The column “{heading}” is headed as protection and is not read as such: nobody is protected by it.")
    return found + [text(said, heading=name) for name in let_go]


def notices_of(work: Work, outcomes: Sequence[RowOutcome], test_numbers: int) -> list[Text]:
    """Test numbers, needs in words, and days that are kept because somebody is booked."""
    found = []
    if test_numbers and settings.setting(work.bank, "demo") != "yes":
        found.append(
            plural(
                "{count} identity number is a test number (238 or 239), which belongs in test environments only.",
                "{count} identity numbers are test numbers (238 or 239), which belong in test environments only.",
                test_numbers,
                count=test_numbers,
            )
        )
    if words := sum("NEED_WORDS" in o.warnings for o in outcomes if o.outcome == "accepted"):
        found.append(
            plural(
                "{count} person has a need in words of its own: whether it is met is not known before somebody reads it.",
                "{count} people have a need in words of their own: whether it is met is not known before somebody reads it.",
                words,
                count=words,
            )
        )
    if kept := sorted({o.said.opened for o in outcomes if isinstance(o.said, CheckedPlacement) and o.said.opened}):
        said = N_("{names}: somebody is booked before the opening day in the list, so the opening day is kept.")
        found.append(text(said, names=", ".join(kept)))
    if kept := sorted({o.said.closed for o in outcomes if isinstance(o.said, CheckedPlacement) and o.said.closed}):
        said = N_("{names}: somebody is booked after the last day in the list, so the last day is kept.")
        found.append(text(said, names=", ".join(kept)))
    return found
