"""What stands on the form on which a person ranks the work she wants: in easy language, and nothing about health."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class WishForm:
    """`name` is "" on a form for anybody. `wishes` are the names of the occupations that are noted now, the first wish first;
    `occupations` the names to choose from, in the order of the list; for so many `years` the unit keeps a record after its end."""

    name: str
    case_worker: str
    wishes: Sequence[str]
    occupations: Sequence[str]
    unit: str
    phone: str
    years: int
    today: date
