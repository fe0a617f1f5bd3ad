"""The day of what stands in the log is the one on the wall of whoever works: moments are stored in UTC, and half past midnight in
Sweden is the day before there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from amdesk.db.bank import access_log, history
from amdesk.db.people.acts import not_opened
from amdesk.db.port import Bank
from amdesk.domain.bank.access import LogAsked
from amdesk.domain.clock import began, wall_day
from amdesk.services.desk import Desk
from tests import make

NIGHT = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
"""Half past midnight of the 24th in Sweden."""


@pytest.fixture(autouse=True)
def sweden(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def at(monkeypatch: pytest.MonkeyPatch, bank: Bank, when: datetime) -> None:
    monkeypatch.setattr(type(bank), "stamp", lambda _self: when)


@pytest.mark.parametrize(
    ("now", "day", "since"),
    [
        (NIGHT, date(2026, 11, 24), "2026-11-23T23:00:00+00:00"),
        (datetime(2026, 11, 23, 22, 59, tzinfo=UTC), date(2026, 11, 23), "2026-11-22T23:00:00+00:00"),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2), "2026-07-01T22:00:00+00:00"),
        (datetime(2026, 3, 29, 12, 0, tzinfo=UTC), date(2026, 3, 29), "2026-03-28T23:00:00+00:00"),
        (datetime(2026, 10, 25, 12, 0, tzinfo=UTC), date(2026, 10, 25), "2026-10-24T22:00:00+00:00"),
    ],
)
def test_a_day_is_the_one_on_the_wall(now: datetime, day: date, since: str) -> None:
    """Also on the days on which the clocks are put forward and back."""
    assert wall_day(now.isoformat()) == day
    assert began(now).isoformat() == since


def test_whoever_opened_her_after_midnight_has_opened_her_today_and_not_yesterday(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    hers = make.participant(desk.bank, protection=1)
    at(monkeypatch, desk.bank, NIGHT)
    access_log.log_read(desk.bank, "participant", hers, "Ringer henne")
    at(monkeypatch, desk.bank, datetime(2026, 11, 24, 8, 0, tzinfo=UTC))
    assert not_opened(desk.bank, [hers]) == []
    at(monkeypatch, desk.bank, datetime(2026, 11, 24, 23, 0, tzinfo=UTC))
    assert not_opened(desk.bank, [hers]) == [hers], "the day after it is asked anew"


def test_whoever_opened_her_before_midnight_is_asked_after_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    hers = make.participant(desk.bank, protection=1)
    at(monkeypatch, desk.bank, datetime(2026, 11, 23, 22, 59, tzinfo=UTC))
    access_log.log_read(desk.bank, "participant", hers, "Ringer henne")
    at(monkeypatch, desk.bank, NIGHT)
    assert not_opened(desk.bank, [hers]) == [hers]


def test_the_log_is_searched_and_sampled_by_the_day_it_shows(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = make.participant(desk.bank, name="Ada Provsson")
    at(monkeypatch, desk.bank, NIGHT)
    access_log.log_read(desk.bank, "participant", ada, "")
    day, before = date(2026, 11, 24), date(2026, 11, 23)

    def found(of: date) -> list[str]:
        return [e.at for e in desk.log.found(LogAsked(first=of, last=of, words="Ada"))]

    assert found(day) == [NIGHT.isoformat()]
    assert NIGHT.isoformat() not in found(before)
    assert desk.log.sample(day, day, seed=1).among == 1
    assert desk.log.sample(before, before, seed=1).among == 0


def test_a_step_is_of_the_day_on_which_it_was_taken(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = make.participant(desk.bank, name="Ada Provsson")
    at(monkeypatch, desk.bank, NIGHT)
    desk.participants.add_note(ada, {"kind": "note", "body": "Ringde"})
    assert history.steps(desk.bank, 1)[0].day == date(2026, 11, 24)
