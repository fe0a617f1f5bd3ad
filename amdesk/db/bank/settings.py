"""Settings of the unit, and what is kept once."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from amdesk.db.port import Bank, hold, insert, update, value
from amdesk.db.sql import LIVE

if TYPE_CHECKING:
    from amdesk.domain.booking.matching import Weights


def setting(bank: Bank, name: str, default: str = "") -> str:
    found = value(bank, f"select value from setting where name = :name and {LIVE}", name=name)
    return default if found is None else str(found)


def set_setting(bank: Bank, name: str, new: str) -> None:
    """Inside the caller's write(); what stands there already is not written again."""
    bank.one_at_a_time()  # two may set it for the first time at once
    key = value(bank, "select id from setting where name = :name", name=name)
    if key is None:
        insert(bank, "setting", name=name, value=new)
    elif held_setting(bank, name) != new:
        update(bank, "setting", key, value=new, void=0)


def day(bank: Bank, name: str) -> date | None:
    """A setting that is a day; None where it says none."""
    with suppress(ValueError):
        return date.fromisoformat(setting(bank, name))
    return None


def set_day(bank: Bank, name: str, new: date) -> None:
    """Inside the caller's write()."""
    set_setting(bank, name, new.isoformat())


def kept_once(bank: Bank, name: str, make: Callable[[], str]) -> str:
    """A setting that is made when it is first needed and then stays, whoever asks at once. Inside the caller's write()."""
    if not setting(bank, name):
        bank.one_at_a_time()
        if not setting(bank, name):
            set_setting(bank, name, make())
    return setting(bank, name)


def held_setting(bank: Bank, name: str) -> str | None:
    """A setting as it is now, kept from others until the transaction ends; None where there is none."""
    key = value(bank, "select id from setting where name = :name", name=name)
    found = hold(bank, "setting", key) if key is not None else None
    return str(found["value"]) if found and not found["void"] else None


def weights(bank: Bank) -> Weights:
    """The unit's matching weights, its own version or the default."""
    from amdesk.domain.booking.matching import DEFAULT_WEIGHTS, Weights

    said = setting(bank, "weights")
    if not said:
        return DEFAULT_WEIGHTS
    kept = json.loads(said)
    return Weights(**kept)
