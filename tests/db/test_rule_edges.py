"""The rules at their edges: the day on which one begins and ceases to hold, and the rows that it does not look at."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from amdesk.db.bank import access_log
from amdesk.db.engine.errors import RuleBroken
from amdesk.db.places import placements
from amdesk.db.port import Bank, rows, update
from amdesk.domain.texts import text
from amdesk.services.bank import banks
from tests import make
from tests.make import TODAY
from tests.rows import booked, day, employed, put


@pytest.fixture
def bank(bank: Bank) -> Bank:
    """With the code lists."""
    banks.fill(bank)
    return bank


def book(bank: Bank, place: int, first: int, last: int, status: str = "booked", person: int = 0, **given: Any) -> int:
    return booked(bank, person or make.participant(bank), place, day(first), day(last), status, **given)


def change(bank: Bank, table: str, key: int, **values: object) -> None:
    with bank.write(text("changed")):
        update(bank, table, key, **values)


def refused(bank: Bank, place: int, first: int, last: int, **given: Any) -> str:
    with pytest.raises(RuleBroken) as said:
        book(bank, place, first, last, **given)
    return said.value.code


def test_a_place_is_free_up_to_the_day_before_and_from_the_day_after_a_booking(bank: Bank) -> None:
    place = make.placement(bank, 1)
    book(bank, place, 5, 9)
    assert refused(bank, place, 0, 5) == refused(bank, place, 9, 12) == refused(bank, place, 6, 7) == "AM001"
    book(bank, place, 0, 4)
    book(bank, place, 10, 12)


def test_a_booking_lies_within_the_placements_period_both_days_included(bank: Bank) -> None:
    place = make.placement(bank, 3, open_from=day(0), open_to=day(9))
    assert refused(bank, place, -1, 5) == refused(bank, place, 5, 10) == "AM001"
    key = book(bank, place, 0, 9)
    for values in ({"open_to": day(8)}, {"open_from": day(1)}, {"void": 1}):
        with pytest.raises(RuleBroken) as said:
            change(bank, "placement", place, **values)
        assert said.value.code == "AM006"
    book(bank, place, 5, 12, "ended")
    book(bank, place, -2, 12, "booked", void=1)
    change(bank, "booking", key, status="cancelled")
    change(bank, "placement", place, open_from=day(1), open_to=day(8))


def test_the_latest_capacity_of_a_day_is_the_one_that_holds(bank: Bank) -> None:
    place = make.placement(bank, 1)

    def capacity(first: int, last: int, places: int) -> int:
        with bank.write(text("capacity")):
            return placements.set_capacity(bank, place, day(first), day(last), places, "")

    more = capacity(0, 9, 2)
    book(bank, place, 0, 9)
    book(bank, place, 10, 10)
    assert refused(bank, place, 9, 10) == "AM001"
    second = book(bank, place, 0, 9)
    with pytest.raises(RuleBroken) as said:
        change(bank, "capacity", more, void=1)
    assert said.value.code == "AM006"
    with pytest.raises(RuleBroken):
        capacity(9, 9, 1)
    capacity(11, 20, 0)
    assert refused(bank, place, 11, 11) == "AM001"
    change(bank, "booking", second, status="cancelled")
    change(bank, "capacity", more, void=1)


def test_shared_hours_fill_a_place_and_not_one_hundredth_more(bank: Bank) -> None:
    place = make.placement(bank, 1, shared=1)
    book(bank, place, 0, 9, extent=60)
    assert refused(bank, place, 9, 12, extent=41) == "AM001"
    book(bank, place, 0, 9, extent=40)
    whole = make.placement(bank, 1)
    book(bank, whole, 0, 9, extent=50)
    assert refused(bank, whole, 0, 9, extent=50) == "AM001", "without shared hours each takes a place"
    with pytest.raises(RuleBroken):
        change(bank, "placement", place, shared=0)


@pytest.mark.parametrize(("status", "takes"), [("reserved", True), ("booked", True), ("started", True), ("proposed", False), ("ended", False), ("cancelled", False)])  # fmt: skip
def test_only_what_takes_a_place_fills_it_and_keeps_a_person_from_another(bank: Bank, status: str, takes: bool) -> None:
    place, other, person = make.placement(bank, 1), make.placement(bank, 9), make.participant(bank)
    book(bank, place, 0, 9, status, person)
    if takes:
        assert (refused(bank, place, 9, 9), refused(bank, other, 9, 9, person=person)) == ("AM001", "AM002")
        assert [
            r["day"]
            for r in rows(
                bank, "select day from capacity_point where placement_id = :p and day = :d", p=place, d=f"{day(0)}"
            )
        ]
    else:
        book(bank, place, 9, 9)
        book(bank, other, 9, 9, person=person)
    assert rows(bank, "select * from overbooked") == rows(bank, "select * from double_booked") == []


def test_two_bookings_of_a_person_may_meet_but_not_share_a_day(bank: Bank) -> None:
    place, person = make.placement(bank, 9), make.participant(bank)
    book(bank, place, 5, 9, person=person)
    assert refused(bank, place, 9, 12, person=person) == refused(bank, place, 0, 5, person=person) == "AM002"
    book(bank, place, 10, 12, person=person)
    book(bank, place, 0, 4, person=person)
    gone = book(bank, place, 0, 12, "booked", person, void=1)
    with pytest.raises(RuleBroken):
        change(bank, "booking", gone, void=0)


def test_a_booking_follows_an_employment_of_the_same_person_that_stands(bank: Bank) -> None:
    place, person = make.placement(bank, 9), make.participant(bank)
    job = employed(bank, person, day(0), day(9))
    key = book(bank, place, 0, 9, person=person, employment_id=job)
    over = book(bank, place, 20, 29, "ended", person, employment_id=job)
    gone = book(bank, place, 30, 39, "booked", person, employment_id=job, void=1)

    def orphaned() -> list[int]:
        return [r["booking_id"] for r in rows(bank, "select booking_id from orphaned")]

    assert orphaned() == []
    for values in ({"cancelled": 1}, {"void": 1}, {"participant_id": make.participant(bank)}):
        change(bank, "employment", job, **values)
        assert orphaned() == [key]
        change(bank, "employment", job, cancelled=0, void=0, participant_id=person)
    assert over != gone


def module(bank: Bank, capacity: int = 2, **given: Any) -> int:
    return put(bank, "module", kind="k", name="n", hours=1, capacity=capacity, **given)


def enrol(bank: Bank, key: int, status: str = "enrolled", **given: Any) -> int:
    return put(
        bank,
        "enrolment",
        participant_id=make.participant(bank),
        kind="k",
        module_id=key,
        status=status,
        on_date=f"{TODAY}",
        **given,
    )


def test_a_module_takes_as_many_as_it_has_room_for(bank: Bank) -> None:
    key = module(bank)
    for status in ("need", "offered", "completed", "interrupted", "declined"):
        enrol(bank, key, status)
    enrol(bank, key, void=1)
    last = [enrol(bank, key) for _ in range(2)][-1]
    with pytest.raises(RuleBroken) as said:
        enrol(bank, key)
    assert said.value.code == "AM012"
    waiting = enrol(bank, key, "offered")
    with pytest.raises(RuleBroken):
        change(bank, "enrolment", waiting, status="enrolled")
    change(bank, "enrolment", last, status="completed")
    change(bank, "enrolment", waiting, status="enrolled")
    assert rows(bank, "select * from module_full") == []
    gone = module(bank, 1, void=1)
    for _ in range(2):
        enrol(bank, gone)
    assert rows(bank, "select * from module_full") == []
    change(bank, "module", gone, void=0)
    assert [tuple(r.values()) for r in rows(bank, "select * from module_full")] == [(gone, 2, 1)]


@pytest.mark.parametrize(
    ("noted", "passes"),
    [
        ({}, True),
        ({"void": 1}, False),
        ({"reason": ""}, False),
        ({"to_id": 3}, False),
        ({"from_id": 3}, False),
        ({"participant_id": 2}, False),
    ],
)
def test_a_new_case_worker_needs_the_note_of_this_change(bank: Bank, noted: dict[str, object], passes: bool) -> None:
    a, b, c = (put(bank, "case_worker", name=n, sort_name=n) for n in ("Ada", "Bo", "Cia"))
    person, other = make.participant(bank, case_worker_id=a), make.participant(bank)
    assert (a, b, c, person, other) == (1, 2, 3, 1, 2)
    row = {"participant_id": person, "from_id": a, "to_id": b, "on_date": f"{TODAY}", "reason": "Semester", **noted}
    put(bank, "case_worker_change", **row)
    if passes:
        change(bank, "participant", person, case_worker_id=b)
    else:
        with pytest.raises(RuleBroken) as said:
            change(bank, "participant", person, case_worker_id=b)
        assert said.value.code == "AM004"
    change(bank, "participant", other, case_worker_id=c)
    change(bank, "participant", other, case_worker_id=c, phone="070")


def test_a_log_keeps_each_row_before_and_after_and_whose_it_was(bank: Bank) -> None:
    person = make.participant(bank, phone="1")
    change(bank, "participant", person, phone="2")
    note = put(bank, "note", participant_id=person, on_date=f"{date(2026, 1, 1)}", kind="call", body="b", author="N")
    found = rows(
        bank,
        "select a.tbl, a.row_id, a.participant_id, a.action, v.before, v.after from audit a join audit_value v on v.audit_id = a.id "
        "where a.tbl in ('participant', 'note') order by a.id",
    )
    assert [(r["tbl"], r["row_id"], r["participant_id"], r["action"], r["before"] is None) for r in found] == [
        ("participant", person, person, "insert", True),
        ("participant", person, person, "update", False),
        ("note", note, person, "insert", True),
    ]
    assert '"phone":"1"' in found[1]["before"].replace(": ", ":")
    assert '"phone":"2"' in found[1]["after"].replace(": ", ":")


@pytest.mark.parametrize(
    ("sql", "passes"),
    [("update audit set action = 'update'", False), ("delete from access_log", False), ("delete from audit", False), ("update audit set step_id = 1", False),
     ("update access_log set why = '', words = ''", True),
     ("update document set name = ''", True), ("delete from audit_value where audit_id = 1", True)],
)  # fmt: skip
def test_an_erasure_clears_papers_and_values_but_never_who_did_what(bank: Bank, sql: str, passes: bool) -> None:
    put(bank, "document", sha256="", name="x", content="")
    access_log.log_read(bank, "opened", make.participant(bank))

    def erase() -> None:
        with bank.write(text("erased"), undoable=False), bank.erasing():
            bank.execute(sql)

    if passes:
        erase()
    else:
        with pytest.raises(RuleBroken) as said:
            erase()
        assert said.value.code in {"AM009", "AM010"}


def test_where_a_rule_is_broken_already_what_frees_the_place_can_be_done_and_what_takes_one_more_cannot(
    bank: Bank,
) -> None:
    """A row from before the rule, or from another program, must not stand in the way of mending it."""
    if bank.engine != "sqlite":
        pytest.skip("triggers of the shared bank belong to its owner")
    place, person = make.placement(bank, 1), make.participant(bank)
    for name in bank.rule_names():
        if name.startswith("guard_"):
            bank.execute(f"drop trigger {name}")
    keys = [book(bank, place, 0, 9, person=person) for _ in range(4)]
    beyond = make.placement(bank, 9, open_to=day(5))
    late = book(bank, beyond, 0, 9)
    full = module(bank, 1)
    enrolled = [enrol(bank, full) for _ in range(3)]
    bank.make_rules()
    assert refused(bank, place, 0, 9) == "AM001"
    change(bank, "booking", keys[0], void=1)
    change(bank, "booking", keys[0], reason="MISTAKE")
    change(bank, "booking", keys[1], status="cancelled")
    for values in ({"to_date": day(8)}, {"void": 0}):
        with pytest.raises(RuleBroken):
            change(bank, "booking", keys[2], **values)
    assert refused(bank, beyond, 0, 3) == "AM001"
    change(bank, "booking", late, status="cancelled")
    book(bank, beyond, 0, 3)
    change(bank, "enrolment", enrolled[0], void=1)
    change(bank, "enrolment", enrolled[1], status="interrupted")
    for status in ("need", "offered"):
        enrol(bank, full, status)
    assert rows(bank, "select * from module_full") == []
    change(bank, "booking", keys[2], void=1)
    assert [rows(bank, f"select * from {view}") for view in ("overbooked", "double_booked", "beyond_period")] == [
        [],
        [],
        [],
    ]
