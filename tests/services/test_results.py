"""Day 90 as the desk asks for it and keeps it, results by quarter and host, and the manager's page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from amdesk.db.port import tuples
from amdesk.domain.change import Change, Moved
from amdesk.domain.errors import Refused, WrongUse
from amdesk.domain.results.report import Fact
from amdesk.services.desk import Desk
from amdesk.services.results.management import weekdays
from tests import make
from tests.make import TODAY
from tests.rows import booked, day, employed, put

FIRST, LAST = date(2026, 1, 1), date(2026, 10, 31)
SAID: dict[str, Any] = {"contact": "contacted", "situation": "work"}


def ended(desk: Desk, days: int, **given: Any) -> int:
    """The key of an employment that ended so many days ago."""
    person = make.participant(desk.bank, **given)
    return employed(desk.bank, person, day(-days - 100), day(-days), placement_text="Köket")


def refused(act: Any) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


@pytest.mark.parametrize(("days", "shown"), [(62, True), (61, False), (90, True), (365, True), (366, False)])
def test_the_desk_shows_day_90_four_weeks_ahead_and_for_a_year_after_the_end(
    desk: Desk, days: int, shown: bool
) -> None:
    key = ended(desk, days)
    assert [d.employment for d in desk.results.desk()] == ([key] if shown else [])
    assert desk.results.due_count() == int(shown and days >= 90)
    assert len(desk.results.desk(0)) == desk.results.due_count()


@pytest.mark.parametrize(
    ("days", "contact", "shown"),
    [
        (100, "contacted", False),
        (100, "not_contacted", True),
        (180, "not_contacted", True),
        (181, "not_contacted", False),
        (300, "not_due", True),
    ],
)
def test_somebody_not_reached_is_asked_for_until_day_180(desk: Desk, days: int, contact: str, shown: bool) -> None:
    key = ended(desk, days)
    desk.results.follow_up(key, {"contact": contact, "situation": "not_known"})
    assert (len(desk.results.desk()), desk.results.due_count()) == (shown, shown)


def test_what_was_said_of_day_90_of_somebody_protected_is_opened_for_a_reason_and_logged_first(desk: Desk) -> None:
    key = ended(desk, 95, name="Quilla Zorvath", phone="08-465 004 00", protection=2)
    assert desk.results.due(key).note == "", "nothing was said, so there is nothing to open"
    desk.results.follow_up(key, {"contact": "contacted", "situation": "work", "note": "Quilla bor i Köpinge"})
    with pytest.raises(Refused, match="Give the reason"):
        desk.results.due(key)
    found = desk.results.due(key, "Ringer igen")
    assert (found.note, str(found.name), str(found.phone)) == (
        "Quilla bor i Köpinge",
        "Quilla Zorvath",
        "08-465 004 00",
    )
    logged = tuples(desk.bank, "select why from access_log where what = 'followup'")
    assert [why for (why,) in logged] == ["Ringer igen"]
    desk.results.follow_up(key, {"contact": "not_contacted", "note": "Quilla bor i Köpinge"})
    assert [d.note for d in desk.results.desk()] == [""]


def test_the_longest_late_stand_first_and_a_protected_person_without_name_phone_or_place(desk: Desk) -> None:
    keys = [
        ended(desk, days, name="Quilla Zorvath", phone="08-465 004 00", protection=int(days == 120))
        for days in (95, 120, 70)
    ]
    found = desk.results.desk()
    assert [d.employment for d in found] == [keys[1], keys[0], keys[2]]
    assert [("Quilla" in str(d.name), d.phone.seen, d.place.seen) for d in found[:2]] == [
        (False, "", ""),
        (True, "08-465 004 00", "Köket"),
    ]
    assert "Quilla" not in str(desk.results.due(keys[1]).name)


def test_who_told_of_day_90_is_named_in_the_words_of_the_form(desk: Desk) -> None:
    key = ended(desk, 100)
    desk.results.follow_up(key, {"contact": "contacted", "situation": "work", "source": "meeting"})
    with pytest.raises(Moved) as moved:
        desk.results.follow_up(key, {"source": Change("phone", "register")})
    assert [str(word) for word in moved.value.clashes[0].said] == ["The unit's own system", "Meeting", "Phone"]


def test_a_follow_up_is_kept_whole_with_its_day_and_its_end_reason(desk: Desk) -> None:
    key = ended(desk, 95)
    desk.results.follow_up(
        key,
        {**SAID, "plan_city": "yes", "detail": "A1", "end_reason": "A2", "note": "  Ringde.  ", "started_on": day(-20)},
    )
    kept = desk.results.due(key)
    assert (kept.contact, kept.situation, kept.plan_city, kept.plan_pes, kept.detail) == (
        "contacted",
        "work",
        "yes",
        "not_known",
        "A1",
    )
    assert (kept.end_reason, kept.note, kept.started_on, kept.on_date) == ("A2", "Ringde.", day(-20), TODAY)
    desk.results.follow_up(key, {"contact": "not_contacted", "situation": "not_known"})
    again = desk.results.due(key)
    assert (again.contact, again.note, again.plan_city, again.started_on) == ("not_contacted", "", "not_known", None)
    assert again.end_reason == "A2", "an end reason is not taken away by saying nothing of it"
    before = len(desk.history.steps())
    desk.results.follow_up(key, {})
    assert len(desk.history.steps()) == before
    desk.history.undo()
    assert desk.results.due(key).contact == "contacted"


def test_two_who_write_the_same_follow_up_are_told_of_each_other_field_by_field(desk: Desk) -> None:
    key = ended(desk, 95)
    desk.results.follow_up(key, {**SAID, "detail": "A1"})
    desk.results.follow_up(key, {"note": Change("", "Ringde")})
    assert (desk.results.due(key).note, desk.results.due(key).situation) == ("Ringde", "work")
    for name, old, mine in (
        ("situation", "studies", "other"),
        ("detail", "", "A2"),
        ("on_date", day(-9), day(-1)),
        ("note", "", "Skrev"),
    ):
        with pytest.raises(Refused):
            desk.results.follow_up(key, {name: Change(old, mine)})
    assert (desk.results.due(key).note, desk.results.due(key).detail) == ("Ringde", "A1")


def test_words_that_are_none_are_refused_and_nothing_is_kept(desk: Desk) -> None:
    key, running, coming = (
        ended(desk, 95),
        employed(desk.bank, make.participant(desk.bank), day(-9), None),
        ended(desk, -1),
    )
    for wrong, code in (
        ({"contact": "kanske"}, "MISSING"), ({"situation": "kanske"}, "MISSING"), ({"plan_city": "kanske"}, "MISSING"),
        ({"plan_pes": "kanske"}, "MISSING"), ({"detail": "ÖÖ"}, "REASON_UNKNOWN"), ({"end_reason": "ÖÖ"}, "REASON_UNKNOWN"),
    ):  # fmt: skip
        assert refused(lambda wrong=wrong: desk.results.follow_up(key, {**SAID, **wrong})) == code
    assert desk.results.due(key).contact == ""
    assert refused(lambda: desk.results.follow_up(running, SAID)) == "NOT_ENDED"
    assert refused(lambda: desk.results.follow_up(coming, SAID)) == "NOT_ENDED"
    desk.results.follow_up(ended(desk, 0), SAID)


def test_an_attempt_is_noted_by_the_way_it_was_made(desk: Desk) -> None:
    key = ended(desk, 95)
    assert refused(lambda: desk.results.attempt(key, "brevduva")) == "MISSING"
    desk.results.attempt(key, "phone", " Inget svar ")
    desk.results.attempt(key, "letter")
    assert (desk.results.due(key).attempts, desk.results.due(key).tried) == (2, TODAY)


def to_work(desk: Desk, last: date, reason: str, place: int, kind: str, name: str = "Deltagare") -> int:
    person = make.participant(desk.bank, name=name)
    return employed(
        desk.bank, person, last - timedelta(200), last, placement_id=place, kind=kind, end_reason=reason, ended_on=last
    )


def test_hosts_stand_by_name_with_how_many_ended_and_went_to_work_or_studies(desk: Desk) -> None:
    garden, kitchen = make.placement(desk.bank, name="åkern"), make.placement(desk.bank, name="Köket")
    last = date(2026, 5, 1)
    for reason in ("A1", "S1", "O1"):
        to_work(desk, last, reason, kitchen, "external")
    to_work(desk, last, "O1", garden, "in_house")
    to_work(desk, date(2026, 9, 1), "A1", garden, "in_house")
    found = desk.results.hosts(desk.results.followup(FIRST, LAST))
    assert [(h.name, h.kind, h.ended, h.reached) for h in found] == [
        ("Köket", "external", 3, 2),
        ("åkern", "in_house", 1, 0),
    ]


def test_what_a_figure_counts_is_shown_masked_and_the_look_is_logged(desk: Desk) -> None:
    place, last = make.placement(desk.bank, name="Köket"), date(2026, 5, 1)
    open_, closed = (
        to_work(desk, last, "A1", place, "external", "Aida"),
        to_work(desk, last, "A1", place, "external", "Quilla"),
    )
    people = [e.participant_id for e in desk.booking.employments()]
    desk.participants.change(people[1], {"protection": 1})
    rows = {r.employment: r for r in desk.results.behind([open_, closed], "Till arbete")}
    assert (str(rows[open_].name), str(rows[open_].place), rows[open_].ended) == ("Aida", "Köket", last)
    assert rows[open_].end_reason not in {"A1", ""}, "a reason is told by its name"
    assert ("Quilla" in str(rows[closed].name), rows[closed].place.seen) == (False, "")
    persons = desk.results.people_behind(people, "Till arbete")
    assert ["Quilla" in str(p.name) for p in persons] == [False, False]
    logged = tuples(desk.bank, "select why from access_log where what = 'figure_rows'")
    assert [why for (why,) in logged] == ["Till arbete: 2", "Till arbete: 2"]


def test_quarters_are_rolling_years_to_the_end_of_each_quarter_the_oldest_first(desk: Desk) -> None:
    ends = [e for e, _ in desk.results.quarters(date(2026, 11, 23), 3)]
    assert ends == [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]
    assert [e for e, _ in desk.results.quarters(date(2026, 9, 30), 2)] == ends[1:]
    assert [e for e, _ in desk.results.quarters(date(2026, 1, 1), 1)] == [date(2025, 12, 31)]
    to_work(desk, date(2026, 4, 1), "A1", make.placement(desk.bank), "external")
    reached = [r.figure("work_or_studies.all") for _, r in desk.results.quarters(date(2026, 9, 30), 2)]
    assert [(f.count, f.base) for f in reached] == [(1, 1), (1, 1)], "day 90 is the 30th of June"
    ((_, year_later),) = desk.results.quarters(date(2027, 6, 30), 1)
    assert year_later.figure("work_or_studies.all").base == 0


def test_days_of_places_are_counted_day_by_day_with_the_newest_capacity(desk: Desk) -> None:
    first, last = date(2026, 3, 2), date(2026, 3, 11)
    place = make.placement(desk.bank, 2, name="Köket", open_from=date(2026, 3, 3), department="Kök")
    desk.placements.close_period(place, date(2026, 3, 5), date(2026, 3, 6), "Stängt")
    booked(desk.bank, make.participant(desk.bank), place, date(2026, 3, 7), date(2026, 4, 30), "ended")
    booked(desk.bank, make.participant(desk.bank), place, date(2026, 3, 4), date(2026, 3, 4), "started")
    booked(desk.bank, make.participant(desk.bank), place, date(2026, 3, 8), date(2026, 3, 9), "reserved")
    page = desk.management.management(first, last)
    (use,) = page.places
    assert (use.placement, use.department, use.open_days, use.taken_days, use.vacant) == ("Köket", "Kök", 14, 6, 8)
    assert (page.occupancy.count, page.occupancy.base) == (6, 14)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [(0, 0, 1), (4, 4, 1), (5, 6, 0), (0, 4, 5), (0, 6, 5), (0, 7, 6), (3, 13, 7), (6, 13, 5), (1, 0, 0)],
)
def test_days_of_service_are_mondays_to_fridays(first: int, last: int, days: int) -> None:
    monday = date(2026, 11, 23)
    assert weekdays(monday + timedelta(first), monday + timedelta(last)) == days


def by_id(facts: Any) -> dict[str, Fact]:
    return {f.id: f for f in facts}


def test_value_counts_service_by_extent_and_who_gained_a_skill_or_completed_a_module(desk: Desk) -> None:
    monday, friday = date(2026, 3, 2), date(2026, 3, 13)
    place, service = make.placement(desk.bank, 9), desk.management
    person, other, single = (make.participant(desk.bank) for _ in range(3))
    booked(desk.bank, person, place, date(2026, 2, 1), friday, "ended", extent=75)
    booked(desk.bank, other, place, date(2026, 3, 12), date(2026, 4, 9), "started", extent=50)
    profile = desk.competence.profiles()[0].id
    levels = {person: ['{"PAR-01": 2, "PAR-02": 3}', '{"PAR-01": 1, "PAR-02": 4}'], other: ['{"PAR-01": 2}', '{"PAR-01": 2, "PAR-02": 4}'], single: ['{"PAR-01": 1}']}  # fmt: skip
    for who, said in levels.items():
        key = employed(desk.bank, who, date(2026, 1, 1), friday)
        for n, level in enumerate(said):
            put(
                desk.bank,
                "assessment",
                participant_id=who,
                employment_id=key,
                profile_id=profile,
                occasion="extra",
                on_date=f"2026-02-0{n + 1}",
                assessor="",
                levels=level,
                finished=1,
            )
    put(desk.bank, "enrolment", participant_id=other, kind="yrkessvenska", status="completed", on_date="2026-02-01")
    put(desk.bank, "enrolment", participant_id=person, kind="yrkessvenska", status="enrolled", on_date="2026-02-01")
    figures, facts = service.value(monday, friday)
    assert {f.id: (f.count, f.base) for f in figures} == {"skills_gained.all": (1, 2), "modules_completed.all": (1, 3)}
    assert by_id(facts)["service_days"].value == 9, "10 days of 75 % and 2 of 50 % are 8.5 and are rounded half up"
    assert by_id(facts)["service_days"].inside, "two persons' days do not leave the unit"


def test_waits_are_medians_of_days_from_the_need(desk: Desk) -> None:
    place = make.placement(desk.bank, 9)
    service = desk.management
    for days in (10, 20, 40):
        person = make.participant(desk.bank, registered_on=day(-days))
        job = employed(desk.bank, person, day(0), day(90))
        booked(desk.bank, person, place, day(0), day(90), "booked", employment_id=job, made_on=f"{day(-5)}")
    waits = by_id(service.management(day(0), day(0)).waits)
    assert [waits[k].value for k in ("started", "wait_median", "need_to_booking_median")] == [3, 20, 15]
    nothing = by_id(service.management(day(1), day(9)).waits)
    assert [nothing[k].value for k in ("started", "wait_median", "need_to_booking_median")] == [0, None, None]


def test_caseloads_and_continuity_are_of_the_unit(desk: Desk) -> None:
    a, b = (desk.participants.add_case_worker(n) for n in ("Bo Prov", "Ada Prov"))
    kept, changed = (make.participant(desk.bank, case_worker_id=a, registered_on=day(-90)) for _ in range(2))
    make.participant(desk.bank, case_worker_id=b)
    for person in (kept, changed):
        employed(desk.bank, person, day(-60), day(60))
    desk.participants.change_case_worker([changed], b, "Semester")
    service = desk.management
    page = service.management(day(-60), day(0))
    assert (page.continuity.kept.count, page.continuity.kept.base) == (1, 2)
    assert list(page.reasons) == [("Semester", 1)]
    assert [(x.worker, x.waiting, x.booked, x.working, x.total) for x in page.loads] == [
        ("Ada Prov", 1, 0, 1, 2),
        ("Bo Prov", 0, 0, 1, 1),
    ]


def test_kinds_of_places_are_compared_in_what_was_known_on_the_first_day(desk: Desk) -> None:
    """Days waited are never fewer than none, and what is not recorded is no number."""
    last = date(2026, 5, 1)
    begun = last - timedelta(200)
    for kind, given in (
        ("external", {"registered_on": begun - timedelta(29), "born": date(1996, 1, 1), "language": "A1"}),
        ("in_house", {"registered_on": begun - timedelta(30), "born": date(1960, 1, 1), "language": ""}),
        ("in_house", {"registered_on": begun + timedelta(5), "born": None, "language": "C1"}),
        ("", {}),
    ):
        person = make.participant(desk.bank, **given)
        employed(desk.bank, person, begun, last, kind=kind, end_reason="A1", ended_on=last)
    found = desk.results.mix(FIRST, LAST)
    bands = {str(v.label): {name: (a, b) for name, a, b in v.bands} for v in found.variables}
    assert found.total == 3
    assert bands["Time waited"] == {"under 30 days": (1, 1), "30–89 days": (0, 1)}
    assert bands["Age"] == {"under 30 years": (1, 0), "55 years and older": (0, 1), "Not recorded": (0, 1)}
    assert bands["Swedish level"] == {"A0–A1": (1, 0), "B2–C1": (0, 1), "Not recorded": (0, 1)}
    assert bands["Extent"] == {"100 %": (1, 2)}


def test_a_result_is_of_those_whose_day_90_falls_in_the_period_and_kolada_of_those_who_ended_in_it(desk: Desk) -> None:
    place = make.placement(desk.bank)
    for days in (-91, -90, -1, 0):
        to_work(desk, LAST + timedelta(days), "A1", place, "external")
    for days in (-91, -90):
        to_work(desk, FIRST + timedelta(days), "A1", place, "external")
    found = desk.results.followup(FIRST, LAST)
    assert found.figure("reached_day90.all").count == 3, "the first day minus 90 and the last minus 90 both count"
    assert found.figure("kolada_ended.all").count == 4
    with pytest.raises(WrongUse):
        desk.results.followup(LAST, LAST - timedelta(1))
    assert desk.results.followup(LAST, LAST).figure("reached_day90.all").count == 1
