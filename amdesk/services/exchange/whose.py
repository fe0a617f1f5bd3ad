"""Whose row it is: protected people, and two records that may be one person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from amdesk.db.bank import reference
from amdesk.db.people import participants as people
from amdesk.imports.model import RowOutcome
from amdesk.services.work import Work

FICTITIOUS = 3
HIDDEN = "•••"
"""What the bank holds of a protected person is not shown by an import; opening her record is logged."""


def mark_protected(work: Work, kind: str, outcomes: list[RowOutcome]) -> None:
    """Whose row is shown masked: protected by the file, or in the bank already."""
    ids, identities = people.protected_ones(work.bank)
    for outcome in outcomes:
        v = outcome.values
        number = getattr(v.get("identity"), "number", None)
        known = kind == "participants" and v.get("_id") in ids
        outcome.protected = bool(v.get("protected")) or number in identities or known


def compare_protection(work: Work, outcome: RowOutcome) -> None:
    """A list of what became of people may be the first to say that one of them is protected."""
    key, level = outcome.values.get("participant"), outcome.values["protection"]
    person = people.get(work.bank, key) if key and level else None
    if person and level > person.protection:
        outcome.values["_protect"] = {"protection": level}
        outcome.changes.append(("protected", level_text(work, person.protection), level_text(work, level)))
        outcome.action = "update" if outcome.action == "same" else outcome.action


def ask_who(work: Work, outcome: RowOutcome, phone: str) -> None:
    """A number that nobody has, on a row with the name and facts of somebody who has none: one person, or two?"""
    v = outcome.values
    if not v["identity"] or not v["name"] or v["protection"] == FICTITIOUS:  # of whom nothing leads to who she was
        return
    if people.numberless(work.bank, v["name"], v["identity"].born, phone):
        outcome.outcome, outcome.reason, outcome.column, outcome.action = "rejected", "SAME_PERSON", "identity", ""


def level_text(work: Work, level: int) -> str:
    """A protection level in words."""
    return next(
        (c[work.lang] for c in reference.codes(work.bank, "protection_levels") if c["code"] == str(level)),
        str(level),
    )


def gender(v: Mapping[str, Any]) -> dict[str, str]:
    """The columns of a gender that a list says: it stands above one that a number tells."""
    return {"gender": v["gender"], "gender_source": "register"} if v.get("gender") else {}


def shown(said: Any) -> str:
    """A fact of a person or an employment as a change shows it."""
    if isinstance(said, tuple):
        return ", ".join(str(getattr(s, "value", s) or getattr(s, "kind", s)) for s in said)
    return "" if said is None else str(said)
