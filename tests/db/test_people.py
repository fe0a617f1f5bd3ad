"""What is read of people: whom a name or a number finds, who waits, and what stands beside each in a list."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from amdesk.db.people import caseworkers
from amdesk.db.people import participants as people
from amdesk.db.people.names import named
from amdesk.db.people.namesakes import Namesakes
from amdesk.db.port import Bank, value
from amdesk.domain.people.masks import MASK
from amdesk.domain.texts import text
from amdesk.services.bank import banks
from tests import make
from tests.make import TODAY
from tests.rows import booked, day, employed, put

OLD, NEW, OTHER = make.number(), make.number(date(1987, 5, 3)), make.number(date(1988, 6, 4))


@pytest.fixture
def bank(bank: Bank) -> Bank:
    """With the code lists."""
    banks.fill(bank)
    return bank


@pytest.fixture
def place(bank: Bank) -> int:
    return make.placement(bank, 40, name="Parken")


def number_of(bank: Bank, person: int) -> str:
    return str(value(bank, "select number from participant where id = :i", i=person))


def test_people_are_named_by_number_in_its_order_and_nobody_twice(bank: Bank) -> None:
    worker = put(bank, "case_worker", name="Ada", sort_name="ada")
    first, second = make.participant(bank, name="Ö"), make.participant(bank, name="A", case_worker_id=worker)
    assert [(p.id, p.case_worker) for p in people.many(bank, [second, first, second])] == [(first, ""), (second, "Ada")]
    assert people.many(bank, []) == []
    found = people.get(bank, second)
    assert found is not None
    assert (found.id, found.case_worker) == (second, "Ada")
    assert people.get(bank, 999) is None


def test_a_number_leads_through_every_merge_to_the_record_that_is_kept(bank: Bank) -> None:
    kept = make.participant(bank)
    middle = make.participant(bank, merged_into=kept)
    first, gone = make.participant(bank, merged_into=middle), make.participant(bank, void=1)
    for key in (kept, middle, first):
        assert people.by_name_of_number(bank, number_of(bank, key)) == people.living(bank, key) == kept
    assert people.by_name_of_number(bank, number_of(bank, gone)) is people.by_name_of_number(bank, "D-9999") is None


def earlier(bank: Bank, person: int, identity: str, **given: Any) -> int:
    return put(bank, "identity_history", participant_id=person, identity=identity, until=f"{TODAY}", **given)


def test_an_identity_number_finds_who_has_it_and_else_who_had_it(bank: Bank) -> None:
    person, other = make.participant(bank, identity=NEW), make.participant(bank)
    make.participant(bank, identity=OTHER, void=1)
    make.participant(bank, identity=OTHER, merged_into=person)
    earlier(bank, person, OLD)
    earlier(bank, other, NEW)
    earlier(bank, other, make.number(date(1989, 1, 1)), void=1)
    assert people.by_identity(bank, NEW) == people.by_identity(bank, OLD) == person
    assert people.by_identity(bank, OTHER) is people.by_identity(bank, make.number(date(1989, 1, 1))) is None
    assert people.identities(bank) == {NEW: person, OLD: person}
    assert people.renumbered(bank) == {OLD: NEW}


def test_an_old_number_that_somebody_has_today_renumbers_nobody(bank: Bank) -> None:
    person, other = make.participant(bank, identity=NEW), make.participant(bank, identity=OLD)
    earlier(bank, person, OLD)
    earlier(bank, make.participant(bank), OTHER)
    assert people.renumbered(bank) == {}
    assert people.by_identity(bank, OLD) == other
    with bank.write(text("gone")):
        bank.execute("update participant set void = 1 where id = :i", {"i": other})
    assert people.renumbered(bank) == {OLD: NEW}


@pytest.mark.parametrize(("protection", "found"), [(0, True), (2, True), (3, False)])
def test_no_old_number_leads_to_a_person_of_level_three_or_to_one_taken_back(
    bank: Bank, protection: int, found: bool
) -> None:
    person = make.participant(bank, identity=NEW, protection=protection)
    merged = make.participant(bank, merged_into=person)
    earlier(bank, merged, OLD)
    earlier(bank, make.participant(bank, void=1), OTHER)
    assert people.by_identity(bank, OLD) == (person if found else None)
    assert people.by_identity(bank, OTHER) is None
    assert people.by_identity(bank, NEW) == person


def test_of_two_that_had_a_number_the_later_one_is_meant(bank: Bank) -> None:
    one, two = make.participant(bank), make.participant(bank)
    earlier(bank, two, OLD)
    earlier(bank, one, OLD)
    assert people.by_identity(bank, OLD) == one


def test_the_protected_are_known_by_key_and_by_every_number_they_have_or_had(bank: Bank) -> None:
    person, nameless = make.participant(bank, identity=NEW, protection=1), make.participant(bank, protection=1)
    earlier(bank, person, OLD)
    earlier(bank, person, make.number(date(1989, 1, 1)), void=1)
    open_one = make.participant(bank, identity=OTHER)
    earlier(bank, open_one, make.number(date(1990, 1, 1)))
    assert people.protected_ones(bank) == ({person, nameless}, {NEW, OLD})


BORN = date(1986, 4, 12)


def test_a_name_finds_who_has_the_same_birth_date_phone_or_else_e_mail(bank: Bank) -> None:
    person = make.participant(bank, name="Bo Ek", born=BORN, phone="070-174 06 05", email="bo@example.org")
    other = make.participant(bank, name="Bo Ek", born=date(1990, 1, 1), phone="070-174 06 11")
    for given in ({"void": 1}, {"merged_into": other}):
        make.participant(bank, name="Bo Ek", born=date(1991, 1, 1), **given)
    assert (
        Namesakes(bank).by_name("BO  EK", BORN, "") == Namesakes(bank).by_name("Bo Ek", None, "+46701740605") == person
    )
    assert Namesakes(bank).by_name("Bo Ek", date(1991, 1, 1), "") is Namesakes(bank).by_name("Bo Ed", BORN, "") is None
    assert Namesakes(bank).by_name("Bo Ek", BORN, "070-174 06 11") == person, "the first of two"
    assert Namesakes(bank).by_name("Bo Ek", None, "", "BO@example.org") == person
    assert Namesakes(bank).by_name("Bo Ek", date(1980, 1, 1), "", "bo@example.org") is None
    assert Namesakes(bank).by_name("Bo Ek", None, "070-999 99 99", "bo@example.org") is None
    assert Namesakes(bank).by_name("Bo Ek", None, "") is None


def test_a_name_alone_finds_the_only_one_of_whom_nothing_else_is_known(bank: Bank) -> None:
    bare = make.participant(bank, name="Eva Al")
    make.participant(bank, name="Eva Al", identity=NEW)
    make.participant(bank, name="Eva Al", born=BORN)
    make.participant(bank, name="Eva Al", phone="070-174 06 05")
    assert Namesakes(bank).by_name("Eva Al", None, "") == bare
    assert Namesakes(bank).by_name("Eva Al", date(1980, 1, 1), "") is None
    assert Namesakes(bank).by_name("Eva Al", None, "070-174 06 11") is None
    make.participant(bank, name="Eva Al")
    assert Namesakes(bank).by_name("Eva Al", None, "") is None


def test_somebody_without_an_identity_number_is_known_by_birth_date_or_phone(bank: Bank) -> None:
    make.participant(bank, name="Bo Ek", born=BORN, identity=NEW)
    person = make.participant(bank, name="Bo Ek", born=BORN, phone="070-174 06 05")
    number = number_of(bank, person)
    assert (
        Namesakes(bank).numberless("Bo Ek", BORN, "")
        == Namesakes(bank).numberless("Bo Ek", None, "070-1740605")
        == number
    )
    assert (
        Namesakes(bank).numberless("Bo Ek", date(1980, 1, 1), "")
        is Namesakes(bank).numberless("Bo Ek", None, "")
        is None
    )


def test_the_same_case_number_or_e_mail_makes_two_of_a_name_alike(bank: Bank) -> None:
    make.participant(bank, name="Bo Ek", case_number="AMF 2026/12", email="bo@example.org", identity=NEW)
    make.participant(bank, name="Eva Al")

    def alike(name: str, case: str, email: str, numberless: bool = False) -> bool:
        return bool(Namesakes(bank).alike(name, case, email, numberless=numberless))

    assert alike("Bo Ek", "amf2026-12", "")
    assert alike("Bo Ek", "", "BO@example.org")
    assert not alike("Bo Ek", "AMF 2026/13", "eva@example.org")
    assert not alike("Bo Ek", "AMF 2026/12", "bo@example.org", numberless=True)
    assert not alike("Eva Al", "", ""), "nothing is like nothing"


def test_a_protected_person_is_found_by_number_alone_and_another_by_her_new_words(bank: Bank) -> None:
    open_one, protected = make.participant(bank, name="Alfa"), make.participant(bank, name="Beta", protection=1)
    with bank.write(text("changed")):
        people.change(bank, open_one, {"name": "Örjan"})
        people.change(bank, protected, {"name": "Gamma"})
    assert (bank.search("participant", "örjan", 5), bank.search("participant", "alfa", 5)) == ([open_one], [])
    assert bank.search("participant", "gamma", 5) == []
    assert bank.search("participant", number_of(bank, protected), 5) == [protected]
    assert Namesakes(bank).by_name("Örjan", None, "") == open_one


def test_a_person_is_found_by_what_is_declared_to_be_searched_alone(bank: Bank) -> None:
    person = make.participant(bank, name="Bo Ek", languages="Tigrinja", district="NH")
    assert bank.search("participant", "bo ek", 5) == [person]
    assert bank.search("participant", "tigrinja", 5) == bank.search("participant", "none", 5) == []


WAITERS: dict[str, tuple[dict[str, Any], bool]] = {
    "a booking to come": ({"booking": (5, 9, "reserved")}, False),
    "a booking whose last day it is": ({"booking": (-5, 0, "started")}, False),
    "a booking that is over": ({"booking": (-5, -1, "started")}, True),
    "a proposal": ({"booking": (5, 9, "proposed")}, True),
    "a booking taken back": ({"booking": (5, 9, "booked"), "void": 1}, True),
    "an employment without end": ({"job": (-5, None)}, False),
    "an employment to come": ({"job": (5, 9)}, False),
    "an employment whose last day it is": ({"job": (-5, 0)}, False),
    "an employment that ended since the referral": ({"job": (-15, -1)}, False),
    "an employment that ended on the referral's day": ({"job": (-50, -20)}, False),
    "an employment that ended before the referral": ({"job": (-50, -21)}, True),
    "an employment that was cancelled": ({"job": (-5, 9), "cancelled": 1}, True),
    "an employment taken back": ({"job": (-5, 9), "void": 1}, True),
    "an employment ended early, before the referral": ({"job": (-50, 9), "ended_on": day(-21)}, True),
    "an employment ended early, since the referral": ({"job": (-50, 9), "ended_on": day(-20)}, False),
    "an employment without a planned end, ended before the referral": (
        {"job": (-50, None), "ended_on": day(-21)},
        True,
    ),
    "an employment without a planned end, ended since the referral": (
        {"job": (-50, None), "ended_on": day(-20)},
        False,
    ),
}


@pytest.mark.parametrize("what", list(WAITERS))
def test_who_waits_has_no_booking_or_employment_now_or_since_the_referral(bank: Bank, place: int, what: str) -> None:
    given, waits = WAITERS[what]
    person = make.participant(bank)  # referred 20 days ago
    rest = {k: v for k, v in given.items() if k not in {"booking", "job"}}
    if "booking" in given:
        first, last, status = given["booking"]
        booked(bank, person, place, day(first), day(last), status, **rest)
    else:
        first, last = given["job"]
        employed(bank, person, day(first), None if last is None else day(last), **rest)
    assert (people.waiting(bank, TODAY), people.count_waiting(bank, TODAY)) == ([person] * waits, int(waits))


def test_those_who_wait_stand_by_name_and_protected_ones_last(bank: Bank) -> None:
    protected = [make.participant(bank, name=n, protection=1) for n in ("Ö", "A")]
    late, early = make.participant(bank, name="Öst"), make.participant(bank, name="Ask")
    make.participant(bank, void=1)
    make.participant(bank, merged_into=early)
    assert people.waiting(bank, TODAY) == [early, late, *protected]
    assert people.count_waiting(bank, TODAY) == 4


def standing(bank: Bank, person: int) -> people.Standing:
    (found,) = people.listing(bank, TODAY, [person])
    return found


def test_a_list_shows_the_booking_and_the_employment_that_are_nearest(bank: Bank, place: int) -> None:
    person = make.participant(bank)
    for first, last, status, void in (
        (-30, -4, "started", 0), (-3, 0, "started", 0), (5, 9, "booked", 0), (-9, 9, "ended", 0), (-8, 9, "booked", 1),
    ):  # fmt: skip
        booked(bank, person, place, day(first), day(last), status, void=void)
    employed(bank, person, day(4), None)
    employed(bank, person, day(-3), day(0), placement_text="Ett kök")
    for last, given in ((-1, {}), (9, {"cancelled": 1}), (9, {"void": 1}), (9, {"ended_on": day(-2)})):
        employed(bank, person, day(-20), day(last), **given)
    found = standing(bank, person)
    assert (found.booking_status, found.booked, found.employed) == ("started", (day(-3), day(0)), (day(-3), day(0)))
    assert (found.place, found.ended_on) == ("Parken", day(-1))
    other = make.participant(bank)
    employed(bank, other, day(-3), None, placement_text="Ett kök")
    assert (standing(bank, other).place, standing(bank, other).employed) == ("Ett kök", (day(-3), None))
    own = make.participant(bank)
    employed(bank, own, day(-3), day(3), placement_text="Ett kök", placement_id=place)
    assert standing(bank, own).place == "Parken"


def test_the_last_employment_that_ended_is_the_one_that_is_followed_up_and_certified(bank: Bank) -> None:
    person = make.participant(bank)
    before = employed(bank, person, day(-99), day(-50))
    last = employed(bank, person, day(-40), day(9), ended_on=day(-5))
    employed(bank, person, day(-4), day(0))
    for given in ({"cancelled": 1}, {"void": 1}):
        employed(bank, person, day(-40), day(-1), **given)
    profile, paper = value(bank, "select min(id) from profile"), put(bank, "document", sha256="", name="", content="")

    def follow(job: int, contact: str, **given: Any) -> None:
        put(bank, "followup", employment_id=job, participant_id=person, contact=contact, **given)

    def certify(job: int, number: str, **given: Any) -> None:
        put(
            bank,
            "certificate",
            number=number,
            participant_id=person,
            employment_id=job,
            issued_on=f"{TODAY}",
            content="{}",
            document_id=paper,
            **given,
        )

    def assess(job: int, on: int, occasion: str = "final", finished: int = 1, **given: Any) -> None:
        put(
            bank,
            "assessment",
            participant_id=person,
            employment_id=job,
            profile_id=profile,
            occasion=occasion,
            on_date=f"{day(on)}",
            assessor="N",
            finished=finished,
            **given,
        )

    follow(before, "contacted")
    follow(last, "contacted", void=1)
    follow(last, "not_due")
    certify(before, "AMD-1")
    certify(last, "AMD-2", revoked_on=f"{TODAY}")
    certify(last, "AMD-3", void=1)
    assess(before, -50)
    assess(last, -9, "week12")
    assess(last, -8, finished=0)
    assess(last, -7, void=1)
    found = standing(bank, person)
    assert (found.ended_on, found.followed_up, found.certified, found.assessed_final) == (day(-5), False, False, False)
    with bank.write(text("done")):
        bank.execute("update followup set contact = 'contacted' where employment_id = :e and void = 0", {"e": last})
    certify(last, "AMD-4")
    assess(last, -5)
    found = standing(bank, person)
    assert (found.followed_up, found.certified, found.assessed_final) == (True, True, True)


@pytest.mark.parametrize(
    ("status", "first", "job", "said"),
    [
        ("started", -1, None, "working"),
        ("booked", 1, None, "booked"),
        ("reserved", 1, 0, "booked"),
        ("", 0, 0, "working"),
        ("", 0, 1, "booked"),
        ("", 0, None, "waiting"),
    ],
)
def test_somebody_works_from_the_first_day_of_what_has_begun(
    bank: Bank, place: int, status: str, first: int, job: int | None, said: str
) -> None:
    person = make.participant(bank)
    if status:
        booked(bank, person, place, day(first), day(9), status)
    if job is not None:
        employed(bank, person, day(job), day(9))
    assert people.status_of(standing(bank, person), TODAY) == said


@pytest.mark.parametrize(("ended", "said"), [(-20, "ended"), (-21, "waiting")])
def test_who_was_referred_after_the_last_end_waits_again(bank: Bank, ended: int, said: str) -> None:
    person = make.participant(bank)
    employed(bank, person, day(-90), day(ended))
    assert people.status_of(standing(bank, person), TODAY) == said


def test_a_list_masks_who_is_protected_and_where_she_is(bank: Bank, place: int) -> None:
    shown, hidden = (make.participant(bank, name="Eva", protection=p) for p in (0, 1))
    for person in (shown, hidden):
        booked(bank, person, place, day(1), day(9))
    rows = {r.id: people.listed(r, TODAY, {"PAR": "Park worker"}) for r in people.listing(bank, TODAY)}
    assert [str(rows[p].name) for p in (shown, hidden)] == ["Eva", MASK]
    assert [rows[p].placement.seen for p in (shown, hidden)] == ["Parken", ""]
    assert (rows[shown].from_date, rows[shown].to_date) == (day(1), day(9))
    assert all(said is None for _, said in rows[hidden].more)
    working = make.participant(bank, wishes=())
    employed(bank, working, day(-3), None)
    row = people.listed(standing(bank, working), TODAY, {})
    assert (row.from_date, row.to_date, row.status) == (day(-3), None, "working")


def test_a_list_holds_those_asked_for_by_name_without_merged_and_void_records(bank: Bank) -> None:
    late, early = make.participant(bank, name="Öst"), make.participant(bank, name="Ask")
    gone, merged = make.participant(bank, void=1), make.participant(bank, merged_into=late)
    assert [r.id for r in people.listing(bank, TODAY)] == [early, late]
    assert [r.id for r in people.listing(bank, TODAY, [late, gone, merged])] == [late]
    assert people.listing(bank, TODAY, []) == []
    assert sorted(named(bank, [late, gone, merged])) == [late]
    assert named(bank, []) == {}


def test_a_case_worker_has_the_people_who_are_there_by_name(bank: Bank) -> None:
    mine, other = (put(bank, "case_worker", name=n, sort_name=n.lower()) for n in ("Bo", "Ada"))
    put(bank, "case_worker", name="Cia", sort_name="cia", void=1)
    late, early = (make.participant(bank, name=n, case_worker_id=mine) for n in ("Öst", "Ask"))
    hers = make.participant(bank, case_worker_id=other)
    for given in ({"void": 1}, {"merged_into": hers}):
        make.participant(bank, case_worker_id=mine, **given)
    assert caseworkers.caseload(bank, mine) == [early, late]
    assert [(w.name, w.caseload) for w in caseworkers.case_workers(bank)] == [("Ada", 1), ("Bo", 2)]
    assert (caseworkers.case_worker_named(bank, "BO"), caseworkers.case_worker_named(bank, "Cia")) == (mine, None)
    assert people.counts(bank, mine) == (3, 2)


@pytest.mark.parametrize(("last", "status", "given", "ends"), [
    (0, "", {}, True), (30, "", {}, True), (31, "", {}, False), (-1, "", {}, False), (9, "", {"void": 1}, False), (9, "", {"cancelled": 1}, False),
    (9, "", {"ended_on": f"{day(-1)}"}, False), (9, "started", {}, True), (9, "booked", {}, False),
])  # fmt: skip
def test_who_ends_soon_is_under_way_and_ends_within_thirty_days(
    bank: Bank, place: int, last: int, status: str, given: dict[str, object], ends: bool
) -> None:
    person = make.participant(bank)
    job = employed(bank, person, day(-9), day(last), **given)
    if status:
        booked(bank, person, place, day(-9), day(last), status, employment_id=job)
    assert people.ending(bank, TODAY, day(30)) == ({person: day(last)} if ends else {})


def test_of_two_employments_that_end_soon_the_first_counts_and_nobody_is_counted_twice(bank: Bank) -> None:
    person, merged = make.participant(bank), make.participant(bank)
    for who in (person, person, merged):
        employed(bank, who, day(-9), day(9 if who == person else 5))
    employed(bank, person, day(-3), day(4))
    with bank.write(text("one person")):
        people.merge(bank, person, merged, TODAY)
    gone = make.participant(bank, void=1)
    employed(bank, gone, day(-9), day(3))
    assert people.ending(bank, TODAY, day(30)) == {person: day(4)}


def test_a_merge_gives_the_kept_record_what_it_lacks_and_the_other_ones_number_as_an_earlier_one(bank: Bank) -> None:
    kept, gone = (
        make.participant(bank, identity=NEW, phone="", extent=50),
        make.participant(bank, identity=OLD, phone="070-1740605"),
    )
    before = make.participant(bank, merged_into=gone)
    first, second = (
        put(bank, "note", participant_id=gone, on_date=f"{day(-d)}", kind="call", body="", author="N") for d in (5, 1)
    )
    with bank.write(text("merged")):
        people.merge(bank, kept, gone, TODAY)
    found = people.get(bank, kept)
    assert found is not None
    assert (found.identity, found.phone, found.extent) == (NEW, "070-1740605", 50)
    assert people.by_identity(bank, OLD) == people.living(bank, before) == kept
    assert value(bank, "select merged_into from participant where id = :i", i=before) == kept
    assert [n.on_date for n in people.notes(bank, kept)] == [day(-1), day(-5)]
    assert people.notes(bank, gone) == []
    assert first < second


def test_a_merge_with_a_record_without_a_number_notes_no_earlier_number(bank: Bank) -> None:
    for identity, other in ((NEW, None), (None, OLD), (None, None)):
        kept, gone = make.participant(bank, identity=identity), make.participant(bank, identity=other)
        with bank.write(text("merged")):
            people.merge(bank, kept, gone, TODAY)
    assert list(bank.query("select id from identity_history")) == []
    assert people.by_identity(bank, OLD) is not None


@pytest.mark.parametrize(
    ("before", "protection", "leads"), [(OLD, 0, True), (OLD, 2, True), (OLD, 3, False), (None, 0, False)]
)
def test_a_new_number_leaves_the_old_one_behind_but_at_level_three(
    bank: Bank, before: str | None, protection: int, leads: bool
) -> None:
    person = make.participant(bank, identity=before, protection=protection)
    with bank.write(text("a new number")):
        people.replace_identity(bank, person, NEW, BORN, TODAY)
    found = people.get(bank, person)
    assert found is not None
    assert (found.identity, found.born) == (NEW, BORN)
    assert people.by_identity(bank, OLD) == (person if leads else None)
    assert len(list(bank.query("select id from identity_history"))) == leads


def test_a_new_case_worker_is_noted_with_the_one_before(bank: Bank) -> None:
    a, b = (put(bank, "case_worker", name=n, sort_name=n) for n in ("Ada", "Bo"))
    person = make.participant(bank, case_worker_id=a)
    with bank.write(text("changed")):
        caseworkers.change_worker(bank, person, b, TODAY, "Semester")
        held = people.held(bank, person)
    assert held is not None
    assert held == (number_of(bank, person), None, 0, b, None, None)
    (row,) = bank.query("select from_id, to_id, on_date, reason from case_worker_change")
    assert tuple(row.values()) == (a, b, f"{TODAY}", "Semester")


def test_notes_stand_newest_first_and_extracts_are_hers(bank: Bank) -> None:
    person, other = make.participant(bank), make.participant(bank)
    with bank.write(text("notes")):
        for who, on, body in ((person, -5, "a"), (person, -1, "b"), (person, -1, "c"), (other, 0, "d")):
            people.add_note(bank, who, {"on_date": day(on), "kind": "call", "body": body, "author": "N"})
        people.add_extract(bank, person, "school_act", day(-3), "Nils")
        people.add_extract(bank, other, "school_act", day(-2), "Nils")
    put(bank, "note", participant_id=person, on_date=f"{TODAY}", kind="call", body="e", author="N", void=1)
    put(bank, "check_shown", participant_id=person, kind="school_act", shown_on=f"{TODAY}", seen_by="N", void=1)
    assert [n.body for n in people.notes(bank, person)] == ["c", "b", "a"]
    assert people.shown_extracts(bank, person) == [("school_act", day(-3))]
