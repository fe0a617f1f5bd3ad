"""A bank that several share: the server's clock decides, and only its owner makes tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from amdesk.db import port
from amdesk.db.booking import bookings
from amdesk.db.engine.opening import open_bank
from amdesk.db.port import Bank
from amdesk.domain import clock as clocks
from amdesk.domain.clock import Clock
from amdesk.domain.errors import BankUnusable
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from tests import make
from tests.conftest import SERVER, postgres_bank
from tests.server import address_of, server_day

pytestmark = pytest.mark.skipif(not SERVER, reason="needs AMDESK_TEST_POSTGRES")


@pytest.fixture
def address(server: str) -> Iterator[str]:
    """Where a migrated shared bank lies, as a person gives it."""
    for _ in postgres_bank(server):
        yield address_of(server.replace("template", "test"))


def opened(address: str, clock: Clock) -> Bank:
    return open_bank(address, actor="T", account="t", clock=clock)


def reserve(bank: Bank, until: date) -> int:
    make.desk(bank)  # with occupations
    person, place = make.participant(bank), make.placement(bank)
    with bank.write(text("a reservation")):
        return bookings.add(
            bank,
            {
                "ref": bookings.new_ref(),
                "participant_id": person,
                "placement_id": place,
                "from_date": until + timedelta(9),
                "to_date": until + timedelta(90),
                "extent": 100,
                "status": "reserved",
                "expires_on": until,
                "made_on": until - timedelta(5),
            },
        )


def status(bank: Bank, booking: int) -> tuple[str, str | None]:
    found = port.one(bank, "select status, closed_on from booking where id = :id", id=booking) or {}
    return found["status"], found["closed_on"]


def noted(bank: Bank, since: date) -> bool:
    """Whether the log says of its latest step a day from then to now: one of them, but at midnight."""
    on = date.fromisoformat(str(port.value(bank, "select max(at) from step"))[:10])
    return since <= on <= datetime.now(UTC).date()


class Ahead(datetime):
    """This computer's clock, 400 days ahead."""

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return datetime.now(tz) + timedelta(400)


@pytest.mark.parametrize("fixed", [None, 400, -400])
def test_neither_a_clients_wrong_clock_nor_its_wish_for_another_day_cancels_a_reservation(
    address: str, monkeypatch: pytest.MonkeyPatch, fixed: int | None
) -> None:
    bank = opened(address, Clock())
    today = server_day(address)
    kept, over = reserve(bank, today), reserve(bank, today - timedelta(1))
    bank.close()
    if fixed is None:
        monkeypatch.setattr(clocks, "datetime", Ahead)
        monkeypatch.setattr("amdesk.db.engine.postgres.datetime", Ahead)
    other = opened(address, Clock(today + timedelta(fixed) if fixed else None))
    make.participant(other)
    after = server_day(address)  # which may have gone over midnight meanwhile
    assert status(other, kept) == ("reserved", None) or after > today
    state, on = status(other, over)
    assert state == "cancelled"
    assert today.isoformat() <= str(on) <= after.isoformat()
    other.close()


def test_a_client_whose_clock_is_wrong_counts_and_notes_by_the_servers(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    today, since = server_day(address), datetime.now(UTC).date()
    monkeypatch.setattr(clocks, "datetime", Ahead)
    monkeypatch.setattr("amdesk.db.engine.postgres.datetime", Ahead)
    bank = opened(address, Clock())
    made = Desk(bank, bank.clock).participants.create({"name": "Aida Prov"})
    assert today <= made.registered_on <= server_day(address)
    assert noted(bank, since)
    bank.close()


def test_the_day_that_was_asked_for_is_counted_from_and_the_log_says_when_it_was(address: str) -> None:
    since, bank = datetime.now(UTC).date(), opened(address, Clock(date(2031, 5, 6)))
    made = Desk(bank, bank.clock).participants.create({"name": "Aida Prov"})
    assert made.registered_on == date(2031, 5, 6)
    assert noted(bank, since)
    bank.close()


def test_an_older_bank_is_migrated_by_its_owner_alone(address: str) -> None:
    bank = opened(address, Clock())
    with bank.unlogged():
        bank.execute("delete from _sqlite_migrations where name = 'm0012_the_first_screen_from_indexes'")
    bank.close()
    with pytest.raises(BankUnusable) as refused:
        opened(address, Clock())
    assert refused.value.code == "OLDER"
