"""The savings ledger in the bank: each person's last end of a period, and the unit's own assumptions."""

from __future__ import annotations

import json
from datetime import date
from typing import NamedTuple

from amdesk.db.bank import settings
from amdesk.db.port import Bank, iso_day, tuples
from amdesk.db.sql import LIVE, last_day

SETTING = "savings_assumptions"
Assumed = dict[str, dict[str, int | str]]
"""What the unit has set of each assumption, by the assumption's id and then by part: low, value, high, source."""


class LastEnd(NamedTuple):
    """A person's last employment in a period, its extent in percent, and the situation on day 90 (empty: not known)."""

    first: date
    last: date
    extent: int
    situation: str


def last_ends(bank: Bank, first: date, last: date) -> dict[int, LastEnd]:
    """By person, the last of her employments whose last day falls between two days, both included."""
    found = tuples(
        bank,
        f"select e.participant_id as p, e.from_date as first, {last_day('e')} as last, e.extent, coalesce(f.situation, '') as situation "
        f"from employment e left join followup f on f.employment_id = e.id and f.{LIVE} "
        f"where e.{LIVE} and e.cancelled = 0 and {last_day('e')} between :first and :last order by last, e.id",
        first=first.isoformat(),
        last=last.isoformat(),
    )
    return {
        person: LastEnd(iso_day(begun), iso_day(ended), extent, situation)
        for person, begun, ended, extent, situation in found
    }


def assumed(bank: Bank) -> Assumed:
    """What the unit has set; nothing where it goes by the program's own values."""
    return _read(settings.setting(bank, SETTING))


def held_assumed(bank: Bank) -> Assumed:
    """The same, kept from others until the transaction ends."""
    return _read(settings.held_setting(bank, SETTING))


def set_assumed(bank: Bank, own: Assumed) -> None:
    """Inside the caller's write()."""
    settings.set_setting(bank, SETTING, json.dumps(own, ensure_ascii=False))


def _read(said: str | None) -> Assumed:
    found: Assumed = json.loads(said or "{}")
    return found
