"""A row of a list that comes back: a person sees whose it is by the name, the program by the hidden key, and the two can part."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date

from amdesk.domain.texts import Text
from amdesk.domain.values import Cell, fold, harmless

DAY_OVER = re.compile(
    r"(?:(?P<year>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)|.*?\b(?P<day>\d{1,2})/(?P<month>\d{1,2})$)", re.DOTALL
)
"""A day as the head that people read has it: "mån 23/11", or "2026-11-23" and a time below it."""


def of_another(said: Collection[Cell], names: Mapping[int, Text], own: int) -> int | None:
    """By key whose name stands in the row of `own` in place of her own: names or keys were moved. None where her own does, or the name of
    nobody on the list, as after she has got another name."""
    stands = {fold(cell) for cell in said if isinstance(cell, str)}
    if own not in names or _written(names[own]) in stands:
        return None  # nearly always: the names of the others are not looked through then
    return next((key for key, name in names.items() if (written := _written(name)) and written in stands), None)


def _written(name: Text) -> str:
    """As the list has it."""
    return fold(harmless(str(name)))


def headed_otherwise(label: Cell, day: date) -> bool:
    """Whether the head that people read names another day than the hidden one; False where it names none."""
    if isinstance(label, date):
        return (label.month, label.day) != (day.month, day.day)
    found = DAY_OVER.match(label.strip()) if isinstance(label, str) else None
    if found is None:
        return False
    month, in_month = found["month"] or found["m"], found["day"] or found["d"]
    return (int(month), int(in_month)) != (day.month, day.day)
