"""What bookings, employments and rounds are read as: which rows count, in which order, and on which days."""

from __future__ import annotations

from datetime import date

import pytest

from amdesk.db.booking import bookings, rounds
from amdesk.db.port import Bank, cancel_expired, expired
from amdesk.domain.people.masked import Token
from amdesk.domain.texts import text
from amdesk.services.bank import banks
from tests import make
from tests.make import TODAY
from tests.rows import booked, day, employed, put

STATUSES = ("proposed", "reserved", "booked", "started", "ended", "cancelled")


@pytest.fixture
def bank(bank: Bank) -> Bank:
    """With the code lists."""
    banks.fill(bank)
    return bank


@pytest.fixture
def place(bank: Bank) -> int:
    return make.placement(bank, 40, name="Parken")


def test_a_booking_tells_whose_and_where_it_is(bank: Bank, place: int) -> None:
    worker = put(bank, "case_worker", name="Ada", sort_name="ada")
    person = make.participant(bank, name="Bo", case_worker_id=worker, protection=1)
    key = booked(bank, person, place, day(0), day(9), ref="B-ONE")
    booked(bank, make.participant(bank), place, day(0), day(9), ref="B-GONE", void=1)
    found = bookings.by_ref(bank, "B-ONE")
    assert found is not None
    assert (found.id, found.protected, found.case_worker) == (key, True, "Ada")
    assert [m.seen for m in (found.participant, found.placement, found.placement_number)] == [""] * 3
    seen = found.opened(Token(person, "Ada", "participant", "Ringer upp"))
    assert (seen.participant.seen, seen.placement.seen) == ("Bo", "Parken")
    assert bookings.by_ref(bank, "B-GONE") is bookings.by_ref(bank, "B-NONE") is None
    other = bookings.of_participant(bank, key_of := make.participant(bank))
    assert other == []
    booked(bank, key_of, place, day(0), day(9))
    (plain,) = bookings.of_participant(bank, key_of)
    assert (plain.protected, plain.case_worker) == (False, "")


def test_a_persons_bookings_stand_by_first_day_and_those_that_take_a_place_are_three(bank: Bank, place: int) -> None:
    person = make.participant(bank)
    keys = {s: booked(bank, person, place, day(9 - 2 * i), day(10 - 2 * i), s) for i, s in enumerate(STATUSES)}
    booked(bank, person, place, day(50), day(51), void=1)
    booked(bank, make.participant(bank), place, day(50), day(51))
    assert [b.id for b in bookings.of_participant(bank, person)] == [keys[s] for s in STATUSES[::-1]]
    assert [b.status for b in bookings.taking(bank, person)] == ["started", "booked", "reserved"]
    every = [b.id for b in bookings.every(bank)]
    assert every[: len(keys)] == [keys[s] for s in STATUSES[::-1]]
    assert len(every) == len(keys) + 1


def test_current_bookings_take_a_place_today_or_later_by_supervisor_and_workplace(bank: Bank) -> None:
    b, a, z = (
        make.placement(bank, 40, supervisor=s, name=n) for s, n in (("Bo", "Alfa"), ("Ada", "Öst"), ("Ada", "Ask"))
    )
    last = booked(bank, make.participant(bank), b, day(-9), day(0), "started")
    second = booked(bank, make.participant(bank), a, day(5), day(9), "reserved")
    first = booked(bank, make.participant(bank), a, day(1), day(9))
    start = booked(bank, make.participant(bank), z, day(7), day(9))
    booked(bank, make.participant(bank), a, day(-9), day(-1), "started")
    for status in ("ended", "cancelled", "proposed"):
        booked(bank, make.participant(bank), a, day(-9), day(9), status)
    booked(bank, make.participant(bank), a, day(-9), day(9), void=1)
    assert [k.id for k in bookings.current(bank, TODAY)] == [start, first, second, last]


def test_who_has_started_is_told_once_but_nobody_who_is_protected(bank: Bank, place: int) -> None:
    one, two, protected = make.participant(bank), make.participant(bank), make.participant(bank, protection=1)
    for person, first, last, status in (
        (two, -9, 0, "started"), (one, -9, 0, "started"), (one, 1, 5, "started"), (protected, -9, 9, "started"),
    ):  # fmt: skip
        booked(bank, person, place, day(first), day(last), status)
    booked(bank, make.participant(bank), place, day(-9), day(-1), "started")
    booked(bank, make.participant(bank), place, day(-9), day(9), "booked")
    booked(bank, make.participant(bank), place, day(-9), day(9), "started", void=1)
    assert bookings.started_people(bank, TODAY) == [one, two]


def test_a_booking_and_an_employment_are_held_as_they_are_now(bank: Bank, place: int) -> None:
    person = make.participant(bank)
    key = booked(bank, person, place, day(0), day(9), introduced_on=f"{day(-1)}")
    job = employed(
        bank, person, day(0), day(9), ended_on=day(5), decision_from=day(1), decision_to=day(4), end_reason="A1"
    )
    with bank.write(text("held")):
        assert bookings.held(bank, key) == bookings.HeldBooking("booked", place, day(0), day(9), day(-1))
        assert bookings.held_employment(bank, job) == (day(5), day(1), day(4), "A1")
    assert bookings.end_reason(bank, job) == "A1"
    assert bookings.end_reason(bank, job + 1) is None


def test_employments_are_by_first_day_of_one_person_or_of_all(bank: Bank, place: int) -> None:
    person, other = make.participant(bank), make.participant(bank)
    late, early = employed(bank, person, day(-5), None), employed(bank, person, day(-50), day(9), placement_id=place)
    hers = employed(bank, other, day(-20), None, placement_text="Ett kök")
    employed(bank, person, day(-1), None, void=1)
    cancelled = employed(bank, person, day(0), None, cancelled=1)
    assert [e.id for e in bookings.employments(bank, person)] == [early, late, cancelled]
    assert [e.id for e in bookings.employments(bank)] == [early, hers, late, cancelled]
    assert [e.id for e in bookings.some_employments(bank, [late, early])] == [early, late]
    assert bookings.some_employments(bank, []) == []
    assert [str(e.placement) for e in bookings.employments(bank)][:2] == ["Parken", "Ett kök"]


def test_an_employment_is_found_by_key_and_reference_unless_it_was_taken_back(bank: Bank) -> None:
    person = make.participant(bank)
    job = next(r["id"] for r in bank.query("select id from occupation where code = 'PAR'"))
    key = employed(bank, person, day(-5), None, ref="E-ONE", occupation_id=job)
    gone = employed(bank, person, day(-5), None, ref="E-GONE", void=1)
    for found in (bookings.employment(bank, key), bookings.employment_by_ref(bank, "E-ONE")):
        assert found is not None
        assert (found.id, found.occupation != "") == (key, True)
    assert bookings.employment(bank, gone) is bookings.employment_by_ref(bank, "E-GONE") is None
    assert (bookings.occupation_of(bank, key), bookings.occupation_of(bank, gone)) == ("PAR", "")


def test_recent_employments_end_on_the_day_or_later_and_began_by_the_other(bank: Bank) -> None:
    person = make.participant(bank)
    gone, merged = make.participant(bank, void=1), make.participant(bank, merged_into=person)
    second, first = employed(bank, person, day(0), day(9)), employed(bank, person, day(-9), day(0))
    ended = employed(bank, person, day(-8), day(9), ended_on=day(-4))
    employed(bank, person, day(-9), day(-1))
    employed(bank, person, day(1), day(9))
    for given in ({"cancelled": 1}, {"void": 1}):
        employed(bank, person, day(-9), day(9), **given)
    others = [employed(bank, who, day(-7), day(9)) for who in (gone, merged)]
    found = [e.id for e in bookings.recent_employments(bank, day(0), day(0))]
    assert found == [first, ended, *others, second]
    assert bookings.recent_spans(bank, day(0), day(0)) == [
        (first, day(-9), day(0)),
        (ended, day(-8), day(-4)),
        (second, day(0), day(9)),
    ]


def test_employments_are_known_by_identity_number_and_last_day_the_later_one_of_two(bank: Bank) -> None:
    number = make.number()
    person, nameless = make.participant(bank, identity=number), make.participant(bank)
    employed(bank, person, day(-90), day(-10))
    later = employed(bank, person, day(-80), day(5), ended_on=day(-10), extent=50)
    employed(bank, person, day(-70), None)
    employed(bank, nameless, day(-70), day(-10))
    for given in ({"cancelled": 1}, {"void": 1}):
        employed(bank, person, day(-90), day(-10), **given)
    assert bookings.ends_by_identity(bank) == {(number, day(-10)): later}
    assert {k: sorted(v) for k, v in bookings.spans_by_identity(bank).items()} == {
        number: [(day(-90), day(-10), 100), (day(-80), day(-10), 50), (day(-70), None, 100)]
    }


def test_a_persons_jobs_are_known_by_every_name_of_their_place(bank: Bank, place: int) -> None:
    person = make.participant(bank)
    job = next(r["id"] for r in bank.query("select id from occupation where code = 'PAR'"))
    one = employed(bank, person, day(-9), day(9), ended_on=day(-1), placement_id=place, occupation_id=job)
    two = employed(bank, person, day(-99), None, placement_text="Ett kök")
    for given in ({"cancelled": 1}, {"void": 1}):
        employed(bank, person, day(-9), day(9), **given)
    employed(bank, make.participant(bank), day(-9), day(9))
    assert bookings.jobs(bank, person) == [
        bookings.KnownJob(one, day(-9), day(9), day(-1), 100, day(-1), place, "", "Parken", "PAR"),
        bookings.KnownJob(two, day(-99), None, None, 100, None, None, "Ett kök", "", ""),
    ]


def test_references_are_long_enough_to_be_nobody_elses() -> None:
    made = {bookings.new_ref() for _ in range(50)}
    assert len(made) == 50
    assert {(len(ref), ref[:2]) for ref in made} == {(10, "B-")}
    assert bookings.new_ref("E").startswith("E-")


@pytest.mark.parametrize(("last", "out"), [(-1, True), (0, False)])
def test_a_reservation_holds_through_its_last_day(bank: Bank, place: int, last: int, out: bool) -> None:
    key = put(
        bank,
        "booking",
        ref="B-R",
        participant_id=make.participant(bank),
        placement_id=place,
        from_date=f"{day(5)}",
        to_date=f"{day(9)}",
        extent=100,
        status="reserved",
        made_on=f"{TODAY}",
        expires_on=f"{day(last)}",
    )
    assert expired(bank, TODAY) == [key] * out


def kept(bank: Bank, ref: str, on: date) -> None:
    with bank.write(text("a round")):
        rounds.add(bank, ref, on, (day(1), day(9)), {"weights": 1}, {"people": 2}, {"optimal": [{"person": "D-0001"}]})


def test_rounds_stand_newest_first_with_who_ran_them_and_what_became_bookings(bank: Bank) -> None:
    bank.actor = "Ada"
    kept(bank, "R-1", day(0))
    bank.actor = "Bo"
    kept(bank, "R-2", day(-1))
    put(
        bank,
        "round",
        ref="R-3",
        on_date=f"{TODAY}",
        from_date=f"{TODAY}",
        to_date=f"{TODAY}",
        policy="{}",
        asked="{}",
        result="{}",
        void=1,
    )
    with bank.write(text("accepted")):
        rounds.accepted(bank, "R-1", 2)
        rounds.accepted(bank, "R-1", 3)
        rounds.accepted(bank, "R-3", 3)
        rounds.accepted(bank, "R-9", 3)
    assert list(bank.query("select accepted from round where ref = 'R-3'")) == [{"accepted": 0}]
    found = rounds.latest(bank)
    assert [(r.ref, r.actor, r.accepted, r.on_date) for r in found] == [
        ("R-2", "Bo", 0, day(-1)),
        ("R-1", "Ada", 5, day(0)),
    ]
    assert (found[1].policy, found[1].asked, found[1].from_date, found[1].to_date) == (
        {"weights": 1},
        {"people": 2},
        day(1),
        day(9),
    )
    assert found[1].result == {"optimal": [{"person": "D-0001"}]}
    assert [r.ref for r in rounds.latest(bank, 1)] == ["R-2"]
    assert rounds.key(bank, "R-1") is not None
    assert rounds.key(bank, "R-3") is rounds.key(bank, "R-9") is rounds.key(bank, "") is None


def test_reservations_that_have_run_out_are_cancelled_on_the_day_it_is_seen(bank: Bank, place: int) -> None:
    person = make.participant(bank)
    key = booked(bank, person, place, day(5), day(9), "reserved", expires_on=f"{day(2)}")
    with bank.write(text("cancelled")):
        cancel_expired(bank, [key], TODAY)
    (row,) = bank.query("select status, expires_on, reason, closed_on from booking where id = :k", {"k": key})
    assert tuple(row.values()) == ("cancelled", None, "EXPIRED", f"{TODAY}")
