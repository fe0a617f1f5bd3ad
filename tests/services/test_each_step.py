"""Which act a booking can take from which status: every pair, refused with the status it has and nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from amdesk.domain.booking.statuses import BOOKING_STATUSES
from amdesk.domain.errors import Refused
from amdesk.domain.texts import Text
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.rows import booked

ACTS: dict[str, tuple[Callable[[Desk, str], object], set[str]]] = {
    "confirm": (lambda desk, ref: desk.booking.confirm(ref), {"proposed", "reserved"}),
    "start": (lambda desk, ref: desk.booking.start(ref), {"booked"}),
    "cancel": (lambda desk, ref: desk.booking.cancel(ref), {"proposed", "reserved", "booked"}),
    "nobody came": (lambda desk, ref: desk.booking.no_show(ref), {"proposed", "reserved", "booked"}),
    "interrupt": (lambda desk, ref: desk.booking.interrupt(ref, TODAY, "PAUSE"), {"started"}),
    "end": (lambda desk, ref: desk.booking.end(ref, TODAY, "A1"), {"started"}),
    "extend": (lambda desk, ref: desk.booking.extend(ref, TODAY + timedelta(60)), {"reserved", "booked", "started"}),
}
"""Each act with the statuses that it leads on from."""


@pytest.mark.thorough(42)
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("status", BOOKING_STATUSES)
def test_an_act_is_taken_from_its_own_statuses_and_refused_from_every_other(desk: Desk, act: str, status: str) -> None:
    do, allowed = ACTS[act]
    person, place = make.participant(desk.bank), make.placement(desk.bank)
    booked(desk.bank, person, place, TODAY - timedelta(5), TODAY + timedelta(30), status, introduced_on=f"{TODAY}")
    [booking] = desk.booking.every()
    before = desk.history.steps(100)
    if status in allowed:
        do(desk, booking.ref)
        assert len(desk.history.steps(100)) == len(before) + 1
        return
    with pytest.raises(Refused) as caught:
        do(desk, booking.ref)
    assert caught.value.code == "AM003"
    assert caught.value.text.params == {"ref": booking.ref, "status": Text(BOOKING_STATUSES[status])}
    assert desk.booking.get(booking.ref) == booking
    assert desk.history.steps(100) == before
