"""Which version of the guidance was in force is kept with each decision, in the decision's own step."""

from __future__ import annotations

from collections.abc import Iterable

from amdesk.services.bank.work import Work

ABOUT_HER = {"protection", "level", "need"}
"""Kinds of which only the chapter is kept: what was chosen stands in her record alone."""


def keep(work: Work, subject: str, key: int, person: int, choices: Iterable[tuple[str, str]]) -> None:
    """Inside the write() of a decision about a person: the version that holds today for each (kind, code) chosen. A unit
    without guidance for a kind keeps nothing."""
    from amdesk.db.guidance import chapters as db  # nobody decides anything before the first paint
    from amdesk.domain.guidance.choices import anchor_of

    today = work.today
    holding = db.holding(work.bank, today)
    for kind, code in choices:
        found = holding.get(kind)
        if found is not None and code:
            anchor = anchor_of(kind, "" if kind in ABOUT_HER else code)
            db.remember(work.bank, found.id, anchor, person, subject, key, today)
