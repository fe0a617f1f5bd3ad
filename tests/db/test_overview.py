"""What the first screen and the list of tasks read: which rows count, and on which days they begin and cease to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from amdesk.db.overview import counts, ended, hits, tasks
from amdesk.db.people.names import restricted_ones
from amdesk.db.places import placements
from amdesk.db.port import Bank, rows
from amdesk.db.results.reached import reached
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


@pytest.fixture
def place(bank: Bank) -> int:
    return make.placement(bank, 40, name="Björkparken")


def assessed(bank: Bank, person: int, employment: int, occasion: str = "final", finished: int = 1, **given: Any) -> int:
    profile = int(bank.execute("select min(id) as n from profile").fetchall()[0][0 if bank.engine == "sqlite" else "n"])
    values = {"participant_id": person, "employment_id": employment, "profile_id": profile, "occasion": occasion,
              "on_date": f"{TODAY}", "assessor": "N", "finished": finished, **given}  # fmt: skip
    return put(bank, "assessment", **values)


def certified(bank: Bank, person: int, employment: int, number: str, **given: Any) -> int:
    paper = put(bank, "document", sha256="", name="", content="")
    values = {"number": number, "participant_id": person, "employment_id": employment, "issued_on": f"{TODAY}", "content": "{}",
              "document_id": paper, **given}  # fmt: skip
    return put(bank, "certificate", **values)


def test_an_employment_is_under_way_from_its_first_day_to_its_last(bank: Bank, place: int) -> None:
    person = make.participant(bank)
    kept = [
        employed(bank, person, day(0), day(0), decision_to=day(3), placement_id=place),
        employed(bank, person, day(-9), None),
    ]
    employed(bank, person, day(1), day(9))
    employed(bank, person, day(-9), day(-1))
    for given in ({"cancelled": 1}, {"void": 1}, {"ended_on": day(5)}):
        employed(bank, person, day(-9), day(9), **given)
    found = counts.running(bank, TODAY)
    assert [r.id for r in found] == kept
    assert found[0] == counts.Running(kept[0], person, TODAY, TODAY, "external", day(3), place)
    assert (found[1].last, found[1].decision_to, found[1].placement) == (None, None, None)


@pytest.mark.parametrize(
    ("status", "void", "runs"),
    [("booked", 0, False), ("reserved", 0, False), ("started", 0, True), ("ended", 0, True), ("booked", 1, True)],
)
def test_who_is_only_booked_has_not_begun(bank: Bank, place: int, status: str, void: int, runs: bool) -> None:
    person = make.participant(bank)
    key = employed(bank, person, day(-9), day(9))
    booked(bank, person, place, day(-9), day(9), status, employment_id=key, void=void)
    assert [r.id for r in counts.running(bank, TODAY)] == [key] * runs


def test_a_booking_that_was_taken_back_has_begun_nothing(bank: Bank, place: int) -> None:
    person = make.participant(bank)
    key = employed(bank, person, day(-9), day(9))
    booked(bank, person, place, day(-9), day(9), "started", employment_id=key, void=1)
    booked(bank, person, place, day(-9), day(9), "booked", employment_id=key)
    assert counts.running(bank, TODAY) == []


def test_only_who_has_a_case_worker_has_one(bank: Bank) -> None:
    worker = put(bank, "case_worker", name="Ada", sort_name="ada")
    person, _ = make.participant(bank, case_worker_id=worker), make.participant(bank)
    assert counts.workers(bank) == {person: worker}


def test_finished_occasions_are_those_of_employments_under_way(bank: Bank) -> None:
    person = make.participant(bank)
    key = employed(bank, person, day(-99), day(0))
    for occasion, finished, on, void in (
        ("week4", 1, -70, 0), ("week12", 1, -20, 0), ("final", 0, -1, 0), ("extra", 1, -5, 1),
    ):  # fmt: skip
        assessed(bank, person, key, occasion, finished, on_date=f"{day(on)}", void=void)
    assessed(bank, person, employed(bank, person, day(-99), day(-1)))
    assessed(bank, person, employed(bank, person, day(-99), day(9), ended_on=day(-2)))
    assert counts.assessed(bank, TODAY) == {key: {"week4", "week12"}}


def test_everybody_who_waits_is_told_with_the_day_since_when(bank: Bank) -> None:
    worker = put(bank, "case_worker", name="Ada", sort_name="ada")
    person = make.participant(bank, registered_on=day(-7), case_worker_id=worker)
    make.participant(bank, void=1)
    employed(bank, make.participant(bank), day(-9), None)
    assert counts.waiting(bank, TODAY) == [counts.Waiting(person, day(-7), worker)]


@pytest.mark.parametrize(("ended", "due", "late"), [(-365, 1, 1), (-366, 0, 0), (-91, 1, 1), (-90, 1, 0), (-89, 0, 0)])
def test_day_90_is_due_from_its_day_and_forgotten_after_nine_months(
    bank: Bank, ended: int, due: int, late: int
) -> None:
    person = make.participant(bank)
    key = employed(bank, person, day(-500), day(ended))
    for given in ({"cancelled": 1}, {"void": 1}):
        employed(bank, person, day(-500), day(ended), **given)
    asked = counts.day90_due(bank, TODAY, None, 9)
    assert asked == [counts.DueEnd(key, person, day(ended), None)] * due
    assert reached(bank, day(-365), TODAY) == (due, late)


@pytest.mark.parametrize(("contact", "void", "due"), [("contacted", 0, 0), ("not_due", 0, 1), ("contacted", 1, 1)])
def test_who_was_followed_up_is_due_no_more(bank: Bank, contact: str, void: int, due: int) -> None:
    person = make.participant(bank)
    key = employed(bank, person, day(-500), day(-100))
    put(bank, "followup", employment_id=key, participant_id=person, contact=contact, void=void)
    assert len(counts.day90_due(bank, TODAY, None, 9)) == reached(bank, day(-365), TODAY).due == due


def test_the_first_ends_are_shown_oldest_first_without_what_was_marked_or_is_anothers(bank: Bank) -> None:
    mine, other = (put(bank, "case_worker", name=n, sort_name=n) for n in ("Ada", "Bo"))
    hers, nobodys, his = (make.participant(bank, case_worker_id=w) for w in (mine, None, other))
    late = employed(bank, hers, day(-500), day(-100))
    early = employed(bank, nobodys, day(-500), day(-120))
    anothers = employed(bank, his, day(-500), day(-130))
    done, later, today, back = (employed(bank, hers, day(-500), day(-140)) for _ in range(4))
    for key, until, void in ((done, None, 0), (later, day(1), 0), (today, day(0), 0), (back, None, 1)):
        put(bank, "task_mark", task=f"day90:{key}", until=until and f"{until}", on_date=f"{TODAY}", void=void)

    def shown(worker: int | None, limit: int = 9) -> list[int]:
        return [e.employment for e in counts.day90_due(bank, TODAY, worker, limit)]

    assert shown(None) == [today, back, anothers, early, late]
    assert shown(mine) == [today, back, early, late]
    assert shown(mine, 3) == [today, back, early]
    assert reached(bank, day(-365), TODAY) == (7, 7)


@pytest.mark.parametrize(
    ("last", "ended", "asked"),
    [(-120, None, True), (-121, None, False), (14, None, True), (15, None, False), (900, 0, True), (9, -121, False)],
)
def test_a_certificate_is_asked_for_around_the_end_of_an_employment(
    bank: Bank, place: int, last: int, ended: int | None, asked: bool
) -> None:
    person = make.participant(bank)
    ends = None if ended is None else day(ended)
    key = employed(bank, person, day(-500), day(last), ended_on=ends, placement_id=place)
    assessed(bank, person, key)
    expected = [counts.DueEnd(key, person, ends or day(last), place, day(-500), assessed=True)] * asked
    assert counts.ends(bank, TODAY, None, 9) == expected


def test_a_certificate_is_asked_for_where_the_final_assessment_is_finished_and_none_was_issued(bank: Bank) -> None:
    person = make.participant(bank)

    def ended(**given: Any) -> int:
        return employed(bank, person, day(-99), day(-1), **given)

    asked, issued, undone, unfinished, early, taken = (ended(placement_text="Ett kök") for _ in range(6))
    for key in (asked, issued, undone, ended(cancelled=1), ended(void=1)):
        assessed(bank, person, key)
    assessed(bank, person, unfinished, finished=0)
    assessed(bank, person, early, "week12")
    assessed(bank, person, taken, void=1)
    certified(bank, person, issued, "AMD-2026-00001")
    certified(bank, person, undone, "AMD-2026-00002", void=1)
    found = [e for e in counts.ends(bank, TODAY, None, 9) if e.assessed]
    assert found == [counts.DueEnd(key, person, day(-1), None, day(-99), assessed=True) for key in (asked, undone)]
    put(bank, "task_mark", task=f"certificate:{asked}", until=None, on_date=f"{TODAY}")
    assert [e.employment for e in counts.ends(bank, TODAY, None, 9) if e.assessed] == [undone]


def test_a_place_is_called_what_its_record_says_or_what_the_employment_does(bank: Bank, place: int) -> None:
    person = make.participant(bank)
    loose = employed(bank, person, day(-99), day(-1), placement_text="Ett kök")
    placed = employed(bank, person, day(-99), day(-1), placement_id=place, placement_text="Ett kök")
    assert counts.place_names(bank, {loose: None, placed: place}) == {loose: "Ett kök", placed: "Björkparken"}
    assert counts.place_names(bank, {}) == {}


def free(bank: Bank, *days: int) -> list[list[int]]:
    return counts.free_on(bank, [day(d) for d in days])


def test_free_places_are_counted_by_kind_on_the_days_that_a_placement_is_open(bank: Bank) -> None:
    make.placement(bank, 3, kind="in_house", open_from=day(0), open_to=day(9))
    make.placement(bank, 2, open_from=day(1), open_to=day(10))
    make.placement(bank, 9, open_from=day(0), status="closed")
    make.placement(bank, 9, open_from=day(0), void=1)
    assert free(bank, -1, 0, 1, 9, 10, 11) == [[0, 0], [3, 0], [3, 2], [3, 2], [0, 2], [0, 0]]


def test_a_booking_takes_its_place_from_its_first_day_to_its_last(bank: Bank) -> None:
    place = make.placement(bank, 4, open_from=day(-90))
    for status in ("reserved", "booked", "started", "ended", "cancelled", "proposed"):
        booked(bank, make.participant(bank), place, day(2), day(5), status)
    booked(bank, make.participant(bank), place, day(2), day(5), "booked", void=1)
    assert free(bank, 1, 2, 5, 6) == [[0, 4], [0, 1], [0, 1], [0, 4]]
    assert free(bank, 5) == [[0, 1]]
    assert free(bank, 6) == [[0, 4]]


def test_a_place_that_is_full_takes_no_free_ones_from_another(bank: Bank) -> None:
    full, other = make.placement(bank, 1), make.placement(bank, 2)
    booked(bank, make.participant(bank), full, day(0), day(9))
    assert free(bank, 0, 9, 10) == [[0, 2], [0, 2], [0, 3]]
    assert other


def test_free_places_follow_a_closure_and_shared_hours(bank: Bank) -> None:
    closed, shared = make.placement(bank, 3, kind="in_house"), make.placement(bank, 2, shared=1)
    for extent in (50, 50):
        booked(bank, make.participant(bank), shared, day(0), day(9), extent=extent)
    with bank.write(text("closed")):
        placements.set_capacity(bank, closed, day(3), day(4), 0, "Semester")
    assert free(bank, 2, 3, 4, 5, 10) == [[3, 1], [0, 1], [0, 1], [3, 1], [3, 2]]
    past = make.placement(bank, 5)
    with bank.write(text("closed")):
        placements.set_capacity(bank, past, day(-9), day(-1), 0, "Semester")
        placements.set_capacity(bank, past, day(-9), day(0), 0, "Semester")
    for given in ({"status": "closed"}, {"void": 1}):
        gone = make.placement(bank, 7, shared=1, **given)
        booked(bank, make.participant(bank), gone, day(0), day(9), "ended")
    assert free(bank, 0, 1) == [[3, 1], [3, 6]]


def test_a_capacity_that_was_taken_back_or_has_passed_counts_no_more(bank: Bank) -> None:
    place = make.placement(bank, 3)
    with bank.write(text("closed")):
        bank.execute("update capacity set to_date = :d, next_date = :n", {"d": f"{day(4)}", "n": f"{day(5)}"})
        placements.set_capacity(bank, place, day(-9), day(-1), 9, "")
        key = placements.set_capacity(bank, place, day(0), day(9), 8, "")
        bank.execute("update capacity set void = 1 where id = :k", {"k": key})
    assert free(bank, 0, 4, 5) == [[0, 3], [0, 3], [0, 0]]


def test_people_found_are_named_by_number_where_they_have_no_name_and_protected_ones_stand_last(bank: Bank) -> None:
    protected, plain, nameless = (
        make.participant(bank, name=n, protection=p) for n, p in (("Ada", 1), ("Bo", 0), ("", 0))
    )
    found = hits.persons(bank, TODAY, [protected, plain, nameless])
    assert [(p.id, p.protection, p.status) for p in found] == [
        (nameless, 0, "waiting"), (plain, 0, "waiting"), (protected, 1, "waiting"),
    ]  # fmt: skip
    assert [p.name for p in found] == [found[0].number, "Bo", "Ada"]
    assert [p.name for p in hits.placements(bank, "björk", 5)] == []
    make.placement(bank, name="Björkparken")
    assert [p.name for p in hits.placements(bank, "björk", 5)] == ["Björkparken"]


def test_what_is_to_be_confirmed_is_every_reservation_and_each_start_that_has_come(bank: Bank, place: int) -> None:
    person = make.participant
    reserved = booked(bank, person(bank), place, day(5), day(9), "reserved", expires_on=f"{day(3)}")
    come = booked(bank, who := person(bank), place, day(0), day(9))
    booked(bank, person(bank), place, day(1), day(9))
    for status in ("proposed", "started", "ended", "cancelled"):
        booked(bank, person(bank), place, day(-1), day(9), status)
    booked(bank, person(bank), place, day(-1), day(9), void=1)
    found = {b.id: b for b in tasks.to_confirm(bank, TODAY)}
    assert {key: b.day for key, b in found.items()} == {reserved: day(3), come: day(0)}
    assert found[come] == tasks.BookingDay(come, who, "booked", TODAY, "Björkparken")


def test_a_notice_is_missing_of_booked_starts_in_the_span_both_days_included(bank: Bank, place: int) -> None:
    first, last = (booked(bank, make.participant(bank), place, day(d), day(99)) for d in (0, 7))
    for begins, given in (
        (-1, {}), (8, {}), (1, {"notice_on": f"{TODAY}"}), (1, {"status": "started"}), (1, {"status": "reserved"}), (1, {"void": 1}),
    ):  # fmt: skip
        booked(bank, make.participant(bank), place, day(begins), day(99), **given)
    found = tasks.without_notice(bank, day(0), day(7))
    assert [(b.id, b.day, b.place) for b in found] == [(first, day(0), "Björkparken"), (last, day(7), "Björkparken")]


def test_who_lost_a_booking_is_asked_unless_there_is_a_later_one(bank: Bank, place: int) -> None:
    def closed(person: int, on: int, reason: str = "PAUSE", status: str = "cancelled", void: int = 0) -> int:
        return booked(bank, person, place, day(-90), day(-50), status, reason=reason, closed_on=f"{day(on)}", void=void)

    people = [make.participant(bank) for _ in range(9)]
    asked = [closed(people[0], -7), closed(people[1], -1, "NO_SHOW", "ended"), closed(people[2], -1)]
    closed(people[3], -8)
    closed(people[4], -1, "OTHER")
    closed(people[5], -1, void=1)
    closed(people[6], -1)
    booked(bank, people[6], place, day(1), day(9))
    booked(bank, people[2], place, day(1), day(9), void=1)
    found = sorted(tasks.closed_for(bank, ["PAUSE", "NO_SHOW"], day(-7)))
    assert [c.id for c in found] == asked
    assert found[1] == tasks.ClosedBooking(asked[1], people[1], "NO_SHOW", day(-1), "Björkparken")


def test_a_mark_is_put_over_the_one_before_and_stands_again_where_it_was_taken_back(bank: Bank) -> None:
    def mark(task: str, until: date | None) -> None:
        with bank.write(text("a mark")):
            tasks.mark(bank, task, until, TODAY)

    mark("day90:1", None)
    mark("day90:2", day(7))
    put(bank, "task_mark", task="day90:3", until=None, on_date=f"{TODAY}", void=1)
    assert tasks.marks(bank) == {"day90:1": None, "day90:2": day(7)}
    mark("day90:1", day(9))
    mark("day90:3", day(5))
    assert tasks.marks(bank) == {"day90:1": day(9), "day90:2": day(7), "day90:3": day(5)}


def test_followups_are_of_every_end_that_has_come_oldest_first(bank: Bank) -> None:
    person = make.participant(bank)
    late = employed(bank, person, day(-99), day(-1), ref="E-LATE", end_reason="A1")
    early = employed(bank, person, day(-99), day(9), ended_on=day(-50), ref="E-EARLY")
    employed(bank, person, day(-99), day(0))
    for given in ({"cancelled": 1}, {"void": 1}):
        employed(bank, person, day(-99), day(-2), **given)
    known = {"contact": "contacted", "situation": "work", "plan_city": "yes", "plan_pes": "no"}
    put(bank, "followup", employment_id=late, participant_id=person, **known)
    put(bank, "followup", employment_id=early, participant_id=person, void=1, **known)
    nothing = ("not_due", "not_known", "", "not_known", "not_known")
    assert ended.followups(bank, TODAY) == [
        ended.EndedFollowup("E-EARLY", day(-50), *nothing),
        ended.EndedFollowup("E-LATE", TODAY - timedelta(1), "contacted", "work", "A1", "yes", "no"),
    ]


READ_FROM_INDEXES: dict[str, Callable[[Bank], object]] = {
    "who waits": lambda bank: counts.waiting(bank, TODAY),
    "whose processing is restricted": restricted_ones,
    "who works": lambda bank: counts.running(bank, TODAY),
    "case workers": counts.workers,
}
"""What the first screen asks of everybody."""


@pytest.mark.parametrize("name", READ_FROM_INDEXES)
def test_what_is_asked_of_everybody_is_read_from_indexes_alone(
    name: str, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page of a table costs its decryption: a column that no index has makes the first screen wait for all of them."""
    if bank.engine != "sqlite":
        pytest.skip("a server decides by its own figures")
    asked: list[tuple[str, Any]] = []
    execute = bank.execute

    def noted(sql: str, params: Any = None) -> Any:
        asked.append((sql, params))
        return execute(sql, params)

    with monkeypatch.context() as patched:
        patched.setattr(bank, "execute", noted)
        READ_FROM_INDEXES[name](bank)
    ((sql, params),) = asked
    plan = [str(row["detail"]) for row in rows(bank, f"explain query plan {sql}", **(params or {}))]
    reads = [line for line in plan if line.startswith(("SCAN", "SEARCH"))]
    assert reads
    assert [line for line in reads if "COVERING INDEX" not in line] == []
