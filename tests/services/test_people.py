"""People: identity, masking, the log of reads, case workers, merging, the journey."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from amdesk.domain.errors import Refused
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.rows import day, employed

SECRET_NAME = "Hemlig Hemlighetsson"


@pytest.fixture
def protected(desk: Desk) -> int:
    person = make.participant(desk.bank, name=SECRET_NAME, protection=1, case_number="AMA-1")
    desk.booking.book(person, make.placement(desk.bank), TODAY, TODAY + timedelta(100))
    return person


def test_a_protected_person_is_masked_in_every_list_and_found_by_number_alone(desk: Desk, protected: int) -> None:
    number = desk.participants.listing()[0].number
    shown = json.dumps(
        [
            str(x)
            for x in (*desk.participants.listing(), *desk.search.hits(number), desk.overview(), *desk.competence.due())
        ]
    )
    assert SECRET_NAME not in shown
    assert desk.participants.listing("Hemlig") == []
    assert [r.id for r in desk.participants.listing(number)] == [protected]


def test_no_step_of_the_history_names_a_protected_person(desk: Desk, protected: int) -> None:
    desk.participants.change(protected, {"extent": 50})
    assert SECRET_NAME not in " ".join(str(s.what) for s in desk.history.steps())


def test_opening_a_protected_record_asks_for_a_reason_and_logs_it(desk: Desk, protected: int) -> None:
    with pytest.raises(Refused) as caught:
        desk.participants.record(protected)
    assert caught.value.code == "PROTECTED"
    desk.participants.record(protected, "Ringer om start")
    logged = [(r.what, r.why, r.actor) for r in desk.history.access()]
    assert ("participant", "Ringer om start", desk.bank.actor) in logged


def test_supervisors_lists_leave_protected_people_out_and_say_so(desk: Desk, protected: int, tmp_path: Path) -> None:
    desk.booking.book(
        make.participant(desk.bank, name="=1+1 Test"), make.placement(desk.bank), TODAY, TODAY + timedelta(50)
    )
    path = tmp_path / "s.xlsx"
    for _ in desk.exports.supervisors(path):
        pass
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cells = [c for r in sheet.iter_rows(values_only=True) for c in r if c is not None]
    assert SECRET_NAME not in str(cells)
    assert any("skyddade personuppgifter" in str(c) for c in cells)
    assert "'=1+1 Test" in cells


def test_every_read_of_a_record_is_in_the_log(desk: Desk) -> None:
    person = make.participant(desk.bank)
    number = desk.participants.listing()[0].number
    desk.participants.record(person)
    desk.matching.for_participant(person)
    desk.participants.reveal_identity(person)
    assert {r.what for r in desk.history.access(number)} >= {"participant", "match", "identity"}


def test_a_new_number_keeps_the_person_and_the_old_number_still_finds_her(desk: Desk) -> None:
    old, new = make.number(), make.number(date(1987, 5, 1), "239")
    person = make.participant(desk.bank, identity=old)
    desk.participants.replace_identity(person, new)
    assert desk.participants.find(old) == desk.participants.find(new) == [person]


@pytest.mark.parametrize(
    ("said", "code"), [("19910431-2380", "PNR_DATE"), ("hej", "PNR_FORMAT"), ("19860412-2380", "PNR_CHECKSUM")]
)
def test_a_wrong_number_is_explained(desk: Desk, said: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        desk.participants.create({"name": "X Y"}, said)
    assert caught.value.code == code


def test_two_records_of_one_person_become_one(desk: Desk) -> None:
    a, b = (
        make.participant(desk.bank, name="Sara Ek"),
        make.participant(desk.bank, name="Sarah Ek", identity=make.number()),
    )
    desk.participants.add_note(b, {"kind": "phone", "body": "Från den andra akten"})
    desk.booking.book(b, make.placement(desk.bank), TODAY, TODAY + timedelta(50))
    desk.participants.merge(a, b)
    record = desk.participants.record(a)
    assert record.participant.identity == make.number()
    assert len(record.bookings) == 1
    assert [p.id for p in desk.participants.listing()] == [a]
    desk.history.undo()
    assert len(desk.participants.listing()) == 2


def test_merging_two_people_who_are_booked_at_once_is_refused(desk: Desk) -> None:
    a, b = make.participant(desk.bank), make.participant(desk.bank)
    for p in (a, b):
        desk.booking.book(p, make.placement(desk.bank), TODAY, TODAY + timedelta(50))
    with pytest.raises(Refused) as caught:
        desk.participants.merge(a, b)
    assert caught.value.code == "AM002"


def test_a_whole_caseload_gets_another_case_worker_with_a_reason(desk: Desk) -> None:
    old, new = desk.participants.add_case_worker("Gunilla A"), desk.participants.add_case_worker("Petra B")
    for _ in range(3):
        make.participant(desk.bank, case_worker_id=old)
    with pytest.raises(Refused):
        desk.participants.change_case_worker(desk.participants.caseload(old), new, " ")
    assert desk.participants.change_case_worker(desk.participants.caseload(old), new, "Slutar") == 3
    assert len(desk.participants.caseload(new)) == 3


def test_the_journey_knows_what_is_done_and_what_comes_now(desk: Desk) -> None:
    person, place = make.participant(desk.bank), make.placement(desk.bank)

    def states() -> dict[str, str]:
        return {s.code: s.state for s in desk.participants.record(person).journey}

    assert states()["booked"] == "now"
    ref = desk.booking.book(person, place, TODAY, TODAY + timedelta(200)).booking.ref
    assert states()["started"] == "now"
    desk.booking.introduction_seen(ref)
    desk.booking.start(ref)
    assert states()["week4"] == "now"


def test_placements_are_filtered_sorted_and_counted_per_day(desk: Desk) -> None:
    from amdesk.domain.places.placement import PlacementFilter

    a = make.placement(desk.bank, 2, name="Ängen", occupation="PAR")
    make.placement(desk.bank, 1, name="Åsen", occupation="LOK", kind="in_house", licence="B")
    desk.booking.book(make.participant(desk.bank), a, TODAY + timedelta(10), TODAY + timedelta(20))
    assert [p.name for p in desk.placements.listing()] == ["Åsen", "Ängen"]
    assert [p.name for p in desk.placements.listing(PlacementFilter(without=("licence",)))] == ["Ängen"]
    assert {
        d: desk.placements.listing(PlacementFilter(words="äng"), TODAY + timedelta(d))[0].free for d in (9, 10, 20, 21)
    } == {9: 2, 10: 1, 20: 1, 21: 2}
    assert desk.placements.blocking_filter(PlacementFilter(kind="in_house", occupation="PAR")) in {
        ("occupation", 1),
        ("kind", 1),
    }


def test_why_answers_for_any_pair(desk: Desk) -> None:
    person, place = make.participant(desk.bank), make.placement(desk.bank, licence="B")
    broken = [r for r in desk.matching.why(person, place).rules if not r.kept]
    assert [(r.code, str(r.change.text)) for r in broken if r.change] == [
        ("LICENCE", "The participant gets driving licence B")
    ]
    assert desk.matching.for_participant(person).left_out == {"LICENCE": 1}


def test_a_placement_sees_the_people_who_wait_longest_first_among_equals(desk: Desk) -> None:
    place = make.placement(desk.bank)
    for days in (5, 50, 20):
        make.participant(desk.bank, registered_on=TODAY - timedelta(days))
    _, found, _ = desk.matching.for_placement(place)
    assert [m.waited for m in found] == [50, 20, 5]


def test_a_persons_page_tells_what_has_happened_the_newest_first(desk: Desk) -> None:
    person, place = make.participant(desk.bank), make.placement(desk.bank, name="Parken")
    ref = desk.booking.book(person, place, day(-60), day(60)).booking.ref
    desk.booking.introduction_seen(ref)
    desk.booking.start(ref)
    key = desk.booking.get(ref).employment_id
    assert key is not None
    desk.competence.assess(key, "extra", day(-20), {"PAR-01": 2, "PAR-02": 3}, assessor="Nils Modellberg")
    desk.participants.add_note(person, {"kind": "phone", "body": "Ringde", "on_date": day(-10)})
    desk.booking.end(ref, day(-5), "A1")
    found = [
        (on, kind, str(said), beneath) for on, kind, _icon, said, beneath in desk.participants.record(person).events
    ]
    assert [on for on, *_ in found] == sorted((on for on, *_ in found), reverse=True)
    told = {kind: (on, said, beneath) for on, kind, said, beneath in found}
    assert told["employment"][:2] == (day(-5), "Employment ended")
    assert told["employment"][2] not in {"", "A1"}, "the reason in words"
    assert told["booking"] == (day(-60), "Booking ended", f"Parken · {ref}")
    assert (
        told["assessment"][0],
        "2" in str(told["assessment"][2]),
        "Nils Modellberg" in str(told["assessment"][2]),
    ) == (day(-20), True, True)
    assert told["note"][0] == day(-10)


def test_an_employment_in_a_form_that_no_list_knows_sets_no_limit_to_a_booking(desk: Desk) -> None:
    person, place = make.participant(desk.bank), make.placement(desk.bank)
    employed(desk.bank, person, day(-900), day(900), form="Egen form 7")
    assert not {c.code for c in desk.booking.checks(person, place, day(1), day(800))} & {"FORM_MAX", "FORM_STEP"}
