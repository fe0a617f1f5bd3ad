"""Modules: from need to completion, never more than there are places, with attendance, hours and clashes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from amdesk.db.bank import reference
from amdesk.db.engine.backup import prove
from amdesk.domain.booking.meetings import work_hours
from amdesk.domain.change import Change
from amdesk.domain.competence.modules import Module
from amdesk.domain.errors import Refused
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY


def module(desk: Desk, capacity: int = 2, kind: str = "yrkessvenska", first: int = 1) -> Module:
    """Three meetings of three hours, a week apart."""
    days = [(TODAY + timedelta(first + 7 * i), "09:00", "12:00") for i in range(3)]
    return desk.modules.create(
        {"kind": kind, "name": "Yrkessvenska i kök", "place": "Rådhuset", "hours": 24, "capacity": capacity}, days
    )


def test_a_module_goes_from_need_to_completion_step_by_step(desk: Desk) -> None:
    who, m = make.participant(desk.bank, language="A2"), module(desk)
    need = desk.modules.need(who, "yrkessvenska")
    assert (need.status, need.level_before) == ("need", "A2")
    desk.modules.step(need.id, "offered")
    desk.modules.step(need.id, "enrolled", module_id=m.id)
    done = desk.modules.step(need.id, "completed", level_after="B1")
    assert (done.status, done.hours, done.level_after, done.module) == ("completed", 24, "B1", "Yrkessvenska i kök")
    with pytest.raises(Refused, match="is Completed"):
        desk.modules.step(need.id, "enrolled")


def test_hours_are_those_attended_where_attendance_was_noted(desk: Desk) -> None:
    who, m = make.participant(desk.bank), module(desk)
    need = desk.modules.need(who, "yrkessvenska")
    desk.modules.step(need.id, "enrolled", module_id=m.id)
    first, second, third = desk.modules.occasions(m.id)
    desk.modules.attend(
        {(need.id, first.id): "present", (need.id, second.id): "notified", (need.id, third.id): "present"}
    )
    assert desk.modules.step(need.id, "completed").hours == 6
    desk.history.undo()
    desk.history.undo()
    assert desk.modules.attendance(need.id) == {}


def test_a_module_never_takes_more_than_it_has_places(desk: Desk) -> None:
    m = module(desk, capacity=1)
    first, second = (desk.modules.need(make.participant(desk.bank), "yrkessvenska") for _ in range(2))
    desk.modules.step(first.id, "enrolled", module_id=m.id)
    with pytest.raises(Refused) as refused:
        desk.modules.step(second.id, "enrolled", module_id=m.id)
    assert refused.value.code == "AM012"
    assert prove(desk.bank) == []
    desk.modules.step(first.id, "interrupted", reason="annat arbete")
    assert desk.modules.step(second.id, "enrolled", module_id=m.id).status == "enrolled"


def test_the_same_need_is_not_noted_twice_and_another_kind_does_not_meet_it(desk: Desk) -> None:
    who = make.participant(desk.bank)
    need = desk.modules.need(who, "yrkessvenska")
    with pytest.raises(Refused, match="has that need already"):
        desk.modules.need(who, "yrkessvenska")
    with pytest.raises(Refused, match="another kind"):
        desk.modules.step(need.id, "enrolled", module_id=module(desk, kind="samhallskunskap").id)
    with pytest.raises(Refused, match="why it was interrupted"):
        desk.modules.step(desk.modules.step(need.id, "enrolled", module_id=module(desk).id).id, "interrupted")


def test_a_clash_with_working_hours_is_a_warning_in_matching(desk: Desk) -> None:
    who, m = make.participant(desk.bank), module(desk)
    day, evening = make.placement(desk.bank), make.placement(desk.bank, name="Kvällen", schedule="mån-fre 16.00-20.00")
    desk.modules.step(desk.modules.need(who, "yrkessvenska").id, "enrolled", module_id=m.id)
    found = desk.matching.for_participant(who)
    said = {
        match.opening.placement.id: [str(r.text) for r in reasons if "working hours" in str(r.text)]
        for match, reasons in zip(found.ranked, desk.matching.reasons(who, found.ranked), strict=True)
    }
    assert said == {day: ["Yrkessvenska i kök (tis) lies within the working hours"], evening: []}


def test_completed_modules_stand_on_the_certificate_with_hours(desk: Desk) -> None:
    from tests.services.test_verify import ended

    person = ended(desk, "Aida Demolund")
    need = desk.modules.need(person, "yrkessvenska")
    desk.modules.step(need.id, "enrolled", module_id=module(desk).id)
    desk.modules.step(need.id, "completed")
    employment = desk.competence.employment_for(person)
    assert desk.competence.content(employment).modules == (("Yrkessvenska i kök", 24),)
    names = {c.code: c.name("en") for c in reference.codes(desk.bank, "teaching_modules")}
    assert desk.competence.content(employment, lang="en").modules == ((names["yrkessvenska"], 24),), (
        "the kind is translated"
    )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("mån-fre 08.00-16.45", (range(5), 480, 1005)),
        ("tis, tor 09:00-12:00", ((1, 3), 540, 720)),
        ("rullande schema, även kväll och helg", None),
        ("", None),
    ],
)
def test_working_hours_are_read_only_where_they_are_sure(said: str, expected: tuple[range, int, int] | None) -> None:
    found = work_hours(said)
    assert (None if found is None else (found.days, found.begin, found.end)) == (
        None if expected is None else (frozenset(expected[0]), expected[1], expected[2])
    )


def test_times_that_end_before_they_begin_are_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="ends before it begins"):
        desk.modules.create(
            {"kind": "yrkessvenska", "name": "X", "place": "", "hours": 3, "capacity": 3}, [(TODAY, "12:00", "09:00")]
        )


def code(act: Any) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def test_a_module_has_a_kind_a_name_an_hour_a_place_and_meetings_that_take_time(desk: Desk) -> None:
    def make_one(
        kind: str = "yrkessvenska", name: str = "X", hours: int = 1, places: int = 1, end: str = "09:01"
    ) -> Module:
        fields = {"kind": kind, "name": name, "place": " Rådhuset ", "hours": hours, "capacity": places}
        return desk.modules.create(fields, [(TODAY, "09:00", end)])

    for wrong, why in (({"kind": "dans"}, "KIND"), ({"name": " "}, "INCOMPLETE"), ({"hours": 0}, "INCOMPLETE"), ({"places": 0}, "INCOMPLETE"),
                       ({"end": "09:00"}, "TIMES"), ({"end": "08:59"}, "TIMES")):  # fmt: skip
        assert code(lambda wrong=wrong: make_one(**wrong)) == why
    assert desk.modules.every() == []
    made = make_one(name=" Yrkessvenska ")
    assert (made.name, made.place, made.hours, made.capacity) == ("Yrkessvenska", "Rådhuset", 1, 1)
    assert [(o.on_date, o.from_time, o.to_time) for o in desk.modules.occasions(made.id)] == [(TODAY, "09:00", "09:01")]


def test_a_need_that_is_over_can_be_noted_anew_and_one_of_another_kind_beside_it(desk: Desk) -> None:
    who = make.participant(desk.bank, language="A2")
    assert code(lambda: desk.modules.need(who, "dans")) == "KIND"
    need = desk.modules.need(who, "yrkessvenska", level_before="B1")
    assert need.level_before == "B1"
    assert desk.modules.need(who, "samhallskunskap").level_before == "A2"
    for status in ("need", "offered"):
        if status != "need":
            desk.modules.step(need.id, status)
        assert code(lambda: desk.modules.need(who, "yrkessvenska")) == "AGAIN"
    desk.modules.step(need.id, "declined")
    assert desk.modules.need(who, "yrkessvenska").status == "need"
    assert len(desk.modules.of(who)) == 3


def test_each_step_asks_for_what_it_needs(desk: Desk) -> None:
    who, m = make.participant(desk.bank), module(desk)
    need = desk.modules.need(who, "yrkessvenska")
    assert code(lambda: desk.modules.step(need.id, "completed")) == "STEP"
    assert code(lambda: desk.modules.step(need.id, "enrolled")) == "MODULE"
    assert code(lambda: desk.modules.step(need.id, "offered", level_after="Z9")) == "LEVEL"
    assert code(lambda: desk.modules.step(need.id + 99, "offered")) == "GONE"
    desk.modules.step(need.id, "enrolled", module_id=m.id)
    assert code(lambda: desk.modules.step(need.id, "interrupted", reason="  ")) == "REASON"
    gone = desk.modules.step(need.id, "interrupted", reason=" Fick arbete ")
    assert (gone.status, gone.reason, gone.hours, gone.level_after, gone.on_date) == (
        "interrupted",
        "Fick arbete",
        None,
        "",
        TODAY,
    )
    assert desk.modules.step(need.id, "enrolled").module_id == m.id, "the module she began"


def test_a_teacher_sees_those_who_take_it_first_then_those_offered_and_in_need_the_longest_first(desk: Desk) -> None:
    m, other = module(desk, capacity=5), module(desk, capacity=5)
    people = {
        name: make.participant(desk.bank, name=name) for name in ("Klar", "Behov", "Erbjuden", "Med", "Annan", "Nytt")
    }
    needs = {name: desk.modules.need(who, "yrkessvenska") for name, who in people.items()}
    desk.modules.step(needs["Klar"].id, "enrolled", module_id=m.id)
    desk.modules.step(needs["Klar"].id, "completed")
    desk.modules.step(needs["Erbjuden"].id, "offered", module_id=m.id)
    desk.modules.step(needs["Med"].id, "enrolled", module_id=m.id)
    desk.modules.step(needs["Annan"].id, "enrolled", module_id=other.id)
    desk.modules.need(people["Annan"], "samhallskunskap")
    found = desk.modules.register(m.id)
    assert [str(e.participant) for e in found.people] == ["Med", "Erbjuden", "Behov", "Nytt", "Klar"]
    assert [str(e.participant) for e in desk.modules.needing("yrkessvenska")] == ["Behov", "Nytt"]
    assert code(lambda: desk.modules.register(m.id + 99)) == "GONE"


def test_attendance_is_one_of_three_and_somebody_elses_note_is_not_written_over(desk: Desk) -> None:
    who, m = make.participant(desk.bank, name="Aida"), module(desk)
    need = desk.modules.need(who, "yrkessvenska")
    desk.modules.step(need.id, "enrolled", module_id=m.id)
    first, second, _ = desk.modules.occasions(m.id)
    assert code(lambda: desk.modules.attend({(need.id, first.id): "kanske"})) == "STATE"
    assert code(lambda: desk.modules.attend({(need.id, first.id): Change(None, "kanske")})) == "STATE"
    assert desk.modules.attend({(need.id, first.id): "present", (need.id, second.id): Change(None, "absent")}) == 2
    assert desk.modules.attendance(need.id) == {first.id: "present", second.id: "absent"}
    steps = len(desk.history.steps())
    desk.modules.attend({(need.id, first.id): Change(None, None)})
    assert desk.modules.attendance(need.id)[first.id] == "present"
    assert len(desk.history.steps()) == steps
    with pytest.raises(Refused) as caught:
        desk.modules.attend({(need.id, second.id): Change("present", "notified")})
    said = str(caught.value)
    assert f"Attendance of Aida, {second.on_date}" in said
    assert "Absent without notice" in said
    assert desk.modules.register(m.id).attendance == {
        (need.id, first.id): "present",
        (need.id, second.id): "absent",
    }
