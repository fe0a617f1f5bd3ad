"""What is said of a checked list as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from amdesk.db.bank import settings
from amdesk.domain.texts import N_, Text, plural, text
from amdesk.imports.model import RowOutcome
from amdesk.imports.places import CheckedPlacement
from amdesk.services.work import Work


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
