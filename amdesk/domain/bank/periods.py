"""How long each kind of data is kept: the unit's own plan of retention decides (arkivlagen (1990:782)); a kind without a period
stays as long as the record it belongs to."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import NamedTuple

from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, Text, text

PLAN = "retention_plan"
"""The setting that holds it."""
LONGEST = 100
"""Years that a period may be at most."""


class DataKind(NamedTuple):
    """A kind of data that a plan gives a time of its own: what it is called, and a usual period in years with where it is from, to be
    weighed by whoever decides the plan; None where nothing usual was found."""

    label: str
    usual: int | None = None
    source: str = ""


KINDS = {
    "workday": DataKind(N_("Attendance and absence"), 3, N_("plans of other municipalities: attendance lists 3 years")),
    "subsidy_claim": DataKind(N_("Claims of subsidy"), 2, N_("plans of other municipalities: claims of wage subsidy 2 years")),
    "attendance": DataKind(N_("Attendance in modules"), 3, N_("plans of other municipalities: attendance lists 3 years")),
    "note": DataKind(N_("Notes and talks")),
    "contact_attempt": DataKind(N_("Attempts to make contact")),
    "check_shown": DataKind(N_("Register extracts shown")),
    "payment": DataKind(N_("Assistance paid"), 2, N_("plans of other municipalities: reports of assistance and pay 2 years")),
    "measure": DataKind(N_("Other measures")),
    "access_log": DataKind(N_("Reasons and search words in the log")),
}  # fmt: skip
"""By the table that holds it. Of the log who, when and what stay; employments, bookings, assessments and certificates go with the
record."""


class KeepingTime(NamedTuple):
    """Years that a kind is kept, and by which decision or plan."""

    years: int
    source: str


def read_periods(said: str) -> dict[str, KeepingTime]:
    """The unit's plan as its setting holds it."""
    kept = json.loads(said) if said else {}
    return {code: KeepingTime(int(years), str(source)) for code, (years, source) in kept.items() if code in KINDS}


def written(plan: Mapping[str, KeepingTime]) -> str:
    return json.dumps({code: list(one) for code, one in plan.items()}, ensure_ascii=False)


def checked(kind: str, years: int | None, source: str) -> None:
    """Raises Refused for a kind that there is not, a period that cannot be and one that nothing decides."""
    if kind not in KINDS:
        said = N_("There is no kind of data {kind}. Choose one of: {known}.")
        raise Refused(text(said, kind=kind, known=", ".join(KINDS)), "KIND")
    if years is None:
        return
    if not 1 <= years <= LONGEST:
        raise _no_years()
    if not source.strip():
        raise Refused(text(N_("Name the decision or plan that sets the time.")), "MISSING")


def read_years(written: str) -> None:
    """Raises Refused for what is no number of years that records are kept; nothing written is the program's own."""
    if written and not (re.fullmatch(r"[1-9][0-9]{0,2}", written) and int(written) <= LONGEST):
        raise _no_years()


def _no_years() -> Refused:
    return Refused(text(N_("Write the number of years, 1 to 100.")), "YEARS")


def said(kind: str, plan: Mapping[str, KeepingTime]) -> Text:
    """The time of one kind, in a sentence."""
    label, one = Text(KINDS[kind].label), plan.get(kind)
    if one is None:
        return text(N_("{kind}: as long as the record."), kind=label)
    if one.years == 1:
        return text(N_("{kind}: 1 year ({source})."), kind=label, source=one.source)
    return text(N_("{kind}: {years} years ({source})."), kind=label, years=one.years, source=one.source)
