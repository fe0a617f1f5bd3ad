"""What an Excel list is for, and which columns that needs: the rest stays here (GDPR art. 5.1 b and c)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from amdesk.domain.errors import WrongUse
from amdesk.domain.people.masked import Masked
from amdesk.domain.texts import N_, Text, plural, text
from amdesk.domain.values import Cell


class Purpose(NamedTuple):
    """What a list is wanted for, after "to" in a sentence, and the headings of columns that it does not need."""

    said: str
    without: tuple[str, ...] = ()


SUPERVISORS, PLACEMENTS, BOOKINGS = "supervisors", "placements", "bookings"
PURPOSES: Mapping[str, Mapping[str, Purpose]] = {
    SUPERVISORS: {
        "assess": Purpose(N_("see who comes, and what is to be assessed and taught")),
        "attend": Purpose(
            N_("see who comes and when"), (N_("Next assessment"), N_("Module days"), N_("State"), N_("Reference"))
        ),
    },
    PLACEMENTS: {
        "use": Purpose(N_("use places: what is free, and whom to ask")),
        "free": Purpose(N_("see what is free, without names of supervisors"), (N_("Supervisor"),)),
    },
    BOOKINGS: {
        "plan": Purpose(N_("plan who is where")),
        "count": Purpose(
            N_("count places in use, without names"), (N_("Participant"), N_("Case worker"), N_("Reference"))
        ),
    },
}
"""By list what it may be for, the usual first."""


def purpose(what: str, code: str = "") -> Purpose:
    """One of a list's purposes; the usual one where none is said. Raises WrongUse for one that it does not have."""
    found = PURPOSES[what]
    if code and code not in found:
        names = ", ".join(found)
        raise WrongUse(text(N_("This list has no purpose {said}. It has: {names}."), said=code, names=names))
    return found[code or next(iter(found))]


class LeavingSheet(NamedTuple):
    """One sheet that would leave: whose it is, or what it is called; its columns; its rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class LeavingForms(NamedTuple):
    """Forms to fill in that would leave if they were written now: for whom and how many, the days or parts they ask of, and how
    many people are left out."""

    whom: tuple[tuple[Masked, int], ...]
    asks: tuple[str, ...]
    left_out: int


class LeavingList(NamedTuple):
    """What a list would hold if it were written now. `left_out` are people who are protected, or whose processing is
    restricted."""

    rows: tuple[tuple[Cell, ...], ...]
    """All rows of all sheets."""
    sheets: tuple[LeavingSheet, ...]
    left_out: int
    purpose: Purpose


def left_out_text(count: int) -> Text:
    """How many people a list, form or page is not of; each may be had by itself, for a reason."""
    return plural(
        "{count} person is left out, for protected data or restricted processing",
        "{count} people are left out, for protected data or restricted processing",
        count,
        count=count,
    )


def protected_left_out(count: int) -> Text:
    """The same of what only protected people are left out of."""
    return plural(
        "{count} person with protected personal data is left out; ask the case worker.",
        "{count} people with protected personal data are left out; ask the case worker.",
        count,
        count=count,
    )
