"""Rows put straight into a bank, where a test is about what is read of them and not about how they came there."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

from amdesk.db.booking import bookings
from amdesk.db.port import Bank, insert
from amdesk.domain.texts import text
from tests.make import TODAY

_numbers = itertools.count(1)


def day(days: int) -> date:
    """So many days from today."""
    return TODAY + timedelta(days)


def employed(bank: Bank, person: int, first: date, last: date | None, **given: Any) -> int:
    values = {
        "ref": f"E-{next(_numbers)}", "participant_id": person, "form": "bea_visstid", "placement_id": None, "kind": "external",
        "from_date": first, "to_date": last, "extent": 100, **given,
    }  # fmt: skip
    with bank.write(text("an employment")):
        return bookings.add_employment(bank, values)


def put(bank: Bank, table: str, **values: object) -> int:
    with bank.write(text("a row")):
        return insert(bank, table, **values)


def booked(bank: Bank, person: int, place: int, first: date, last: date, status: str = "booked", **given: Any) -> int:
    values = {
        "ref": f"B-{next(_numbers)}", "participant_id": person, "placement_id": place, "from_date": f"{first}", "to_date": f"{last}",
        "extent": 100, "status": status, "made_on": f"{TODAY}", "expires_on": f"{last}" if status == "reserved" else None, **given,
    }  # fmt: skip
    return put(bank, "booking", **values)
