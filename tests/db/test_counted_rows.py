"""Which rows a question about bookings, weeks and queues counts: beside a row that counts stand others that differ from it in one thing
alone, and of days the first and the last that count and those beside them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest

from amdesk.db.bank import users
from amdesk.db.booking import ahead, board, bookings, fairness, holds, placed, queue, rounds, subsidies, there, week
from amdesk.db.port import Bank, update
from amdesk.domain.texts import text
from amdesk.services.bank import banks
from tests import make
from tests.make import TODAY
from tests.rows import booked, day, employed, put

FIRST, LAST = day(-10), day(10)
"""The period that is asked for."""
BEFORE, AFTER = FIRST - timedelta(1), LAST + timedelta(1)
LONG_AGO, FAR = day(-200), day(200)
Different = dict[str, Any]


@pytest.fixture
def bank(bank: Bank) -> Bank:
    """With the code lists."""
    banks.fill(bank)
    return bank


class Kit:
    """Makes rows, each of somebody and at a place of its own; `person_`, `place_`, `job_` and `booking_` say what is different of
    those."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self.who = 0
        self.place = 0
        self.job = 0
        self.restricted: date | None = None

    def of(self, different: Different, whose: str) -> Different:
        start = f"{whose}_"
        return {name.removeprefix(start): said for name, said in different.items() if name.startswith(start)}

    def own(self, different: Different) -> Different:
        others = ("person_", "place_", "job_", "booking_")
        return {name: said for name, said in different.items() if not name.startswith(others)}

    def person(self, different: Different) -> int:
        given = self.of(different, "person")
        if given.pop("merged", False):
            given["merged_into"] = make.participant(self.bank)
        self.restricted = given.pop("restricted_on", None)
        self.who = make.participant(self.bank, **given)
        return self.who

    def settled(self, key: object) -> object:
        """Whoever is to be restricted is so after what is made of her: from then on nothing is."""
        if self.restricted:
            with self.bank.write(text("restricted")):
                update(self.bank, "participant", self.who, restricted_on=self.restricted.isoformat())
            self.restricted = None
        return key

    def at(self, different: Different) -> int:
        self.place = make.placement(self.bank, 40, **self.of(different, "place"))
        return self.place

    def employment(self, different: Different, given: Different) -> int:
        who = self.person(different)
        values = {"first": LONG_AGO, "last": FAR, **given}
        self.job = employed(self.bank, who, values.pop("first"), values.pop("last"), **values)
        if of := self.of(different, "booking"):
            values = {"first": LONG_AGO, "last": FAR, "status": "started", **of}
            first, last, status = (values.pop(name) for name in ("first", "last", "status"))
            booked(self.bank, who, self.at({}), first, last, status, employment_id=self.job, **values)
        return self.job


def a_booking(kit: Kit, different: Different) -> int:
    values = {"first": day(-1), "last": day(1), "status": "booked", **kit.own(different)}
    first, last, status = (values.pop(name) for name in ("first", "last", "status"))
    return booked(kit.bank, kit.person(different), kit.at(different), first, last, status, **values)


def a_job(kit: Kit, different: Different) -> int:
    return kit.employment(different, kit.own(different))


def of_job(table: str, **given: object) -> Callable[[Kit, Different], int]:
    """A row about somebody's employment."""

    def made(kit: Kit, different: Different) -> int:
        job = kit.employment(different, kit.of(different, "job"))
        values = {"participant_id": kit.who, "employment_id": job, **given, **kit.own(different)}
        return put(kit.bank, table, **values)

    return made


def of_person(table: str, **given: object) -> Callable[[Kit, Different], int]:
    def made(kit: Kit, different: Different) -> int:
        return put(kit.bank, table, **{"participant_id": kit.person(different), **given, **kit.own(different)})

    return made


def of_place(table: str, **given: object) -> Callable[[Kit, Different], int]:
    def made(kit: Kit, different: Different) -> int:
        return put(kit.bank, table, **{"placement_id": kit.at(different), **given, **kit.own(different)})

    return made


def a_turn(kit: Kit, different: Different) -> int:
    given = {"participant_id": kit.person(different), "placement_id": kit.at(different)}
    return put(kit.bank, "queue_place", **given, since=day(0), reason="FULL", **kit.own(different))


def a_note(kit: Kit, different: Different) -> int:
    kit.employment(different, {"first": FIRST, **kit.of(different, "job")})
    given = {"on_date": day(0), "kind": "phone", "body": "Prov", "author": "Prov", **kit.own(different)}
    put(kit.bank, "note", participant_id=kit.who, **given)
    return kit.job


def a_round(kit: Kit, different: Different) -> int:
    given = {"ref": f"R-{sorted(different.items())}", "on_date": day(0), "from_date": day(0), "to_date": day(9)}
    said = {"policy": "{}", "asked": "{}", "result": "{}"}
    own = {**given, **said, **different}
    own["followed"] = json.dumps([["", own["ref"], 1, 1, 10]])
    return put(kit.bank, "round", **own)


def a_claim(kit: Kit, different: Different) -> int:
    subsidy = of_job("subsidy", **SUBSIDY)(kit, {"ref": f"S-{len(different)}{sorted(different.items())}", **{n.removeprefix("subsidy_"): s for n, s in different.items() if n.startswith("subsidy_")}})  # fmt: skip
    values = {"month": f"{FIRST:%Y-%m}", "claimed_on": day(0)}
    own = {n: s for n, s in different.items() if not n.startswith("subsidy_")}
    put(kit.bank, "subsidy_claim", participant_id=kit.who, subsidy_id=subsidy, **{**values, **own})
    return subsidy


def a_subsidy(kit: Kit, different: Different) -> int:
    return of_job("subsidy", **SUBSIDY, ref=f"S-{sorted(different.items())}")(kit, different)


SUBSIDY = {"form": "lonebidrag", "from_date": FIRST, "to_date": LAST, "rate": 50, "claim_days": 60}
VOID: Different = {"void": 1}
GONE: Sequence[Different] = ({"person_void": 1}, {"person_merged": True})
"""Whoever is no record of her own."""
SPAN: Sequence[Different] = ({"first": AFTER, "last": FAR}, {"first": LONG_AGO, "last": BEFORE})
"""Just past a period."""
SPAN_IN: Sequence[Different] = ({"first": LAST, "last": FAR}, {"first": LONG_AGO, "last": FIRST})
STATUSES = ("proposed", "reserved", "booked", "started", "ended", "cancelled")
OF_BOOKING: Sequence[Different] = tuple({"booking_status": s} for s in ("reserved", "booked", "cancelled"))
BEGUN: Sequence[Different] = (
    *({"booking_status": s} for s in ("started", "ended")),
    {"booking_status": "booked", "booking_void": 1},
)


def status(*among: str, out: bool = False) -> Sequence[Different]:
    return tuple({"status": s} for s in STATUSES if (s in among) != out)


def on_days(*days: date, name: str = "on_date") -> Sequence[Different]:
    return tuple({name: one} for one in days)


INSIDE, OUTSIDE = (FIRST, LAST), (BEFORE, AFTER)


class Question(NamedTuple):
    """What is asked, how a row that counts is made, what may be different of it, and what makes it not count."""

    ask: Callable[[Bank], Collection[object]]
    made: Callable[[Kit, Different], object]
    counts: Sequence[Different]
    not_counted: Sequence[Different]


def by_person(made: Callable[[Kit, Different], object]) -> Callable[[Kit, Different], object]:
    def other(kit: Kit, different: Different) -> object:
        made(kit, different)
        return kit.who

    return other


def by_place(made: Callable[[Kit, Different], object]) -> Callable[[Kit, Different], object]:
    def other(kit: Kit, different: Different) -> object:
        made(kit, different)
        return kit.place

    return other


def by_job(made: Callable[[Kit, Different], object]) -> Callable[[Kit, Different], object]:
    def other(kit: Kit, different: Different) -> object:
        made(kit, different)
        return kit.job

    return other


def jobs(bank: Bank) -> list[int]:
    return [int(r["id"]) for r in bank.query("select id from employment")]


def people(bank: Bank) -> list[int]:
    return [int(r["id"]) for r in bank.query("select id from participant")]


a_day = of_job("workday", on_date=day(0), code="sick", present=0)
TAKEN = ("reserved", "booked", "started")
RUNNING: Sequence[Different] = (*({"first": one} for one in (LONG_AGO, TODAY)), {"last": TODAY}, {"last": None}, *BEGUN)
NOT_RUNNING: Sequence[Different] = (VOID, {"cancelled": 1}, {"first": day(1)}, {"last": day(-1)}, *OF_BOOKING)
QUESTIONS = {
    "bars of the board": Question(
        lambda bank: [b.ref for every in board.bars(bank, FIRST, LAST).values() for b in every],
        lambda kit, different: ref_of(kit.bank, "booking", a_booking(kit, different)),
        [*SPAN_IN, *status(*TAKEN, "ended")], [VOID, *SPAN, *status(*TAKEN, "ended", out=True)],
    ),
    "days away on the board": Question(
        lambda bank: board.away_days(bank, FIRST, LAST),
        lambda kit, different: a_day(kit, {"booking_ref": f"B-{sorted(different.items())}", **different}) and f"B-{sorted(different.items())}",
        [*on_days(*INSIDE), {"booking_first": TODAY}, {"booking_last": TODAY}],
        [VOID, *on_days(*OUTSIDE), {"code": "present"}, {"booking_void": 1}, {"booking_first": day(1)}, {"booking_last": day(-1)}, {"person_protection": 1}, {"person_restricted_on": TODAY}],
    ),
    "capacities that are wanted": Question(
        lambda bank: board.wanted(bank, FIRST), by_place(of_place("capacity_wish", from_date=LONG_AGO, to_date=LAST, places=2)),
        on_days(FIRST, name="to_date"), [VOID, {"done": 1}, *on_days(BEFORE, name="to_date")],
    ),
    "employments under way": Question(
        lambda bank: [j.id for j in placed.running_jobs(bank, TODAY)], a_job, RUNNING, [*NOT_RUNNING, {"ended_on": TODAY}],
    ),
    "their keys": Question(
        lambda bank: bookings.under_way(bank, TODAY), a_job, RUNNING, [*NOT_RUNNING, {"ended_on": TODAY}, *GONE],
    ),
    "somebody's employment of a day": Question(
        lambda bank: [j.id for who in people(bank) if (j := week.job_on(bank, who, TODAY))], a_job, [*RUNNING, {"ended_on": TODAY}], [*NOT_RUNNING, {"ended_on": day(-1)}],
    ),
    "somebody's latest employment": Question(
        lambda bank: [j.id for who in people(bank) if (j := week.latest_job(bank, who, TODAY))], a_job,
        [*RUNNING, {"last": day(-1)}, {"ended_on": day(-1)}], [VOID, {"cancelled": 1}, {"first": day(1)}, *OF_BOOKING],
    ),
    "employments of a period": Question(
        lambda bank: [j.id for j in week.jobs_between(bank, FIRST, LAST)], a_job, [*SPAN_IN, {"last": None}, {"ended_on": FIRST}, *BEGUN],
        [VOID, {"cancelled": 1}, *SPAN, {"ended_on": BEFORE}, *OF_BOOKING],
    ),
    "employments that a subsidy may be of": Question(
        lambda bank: [j for who in people(bank) if (j := subsidies.employment_on(bank, who, TODAY))], a_job,
        [{"first": TODAY}, {"last": TODAY}, {"last": None}, {"ended_on": TODAY}, {"booking_status": "booked"}], [VOID, {"cancelled": 1}, {"first": day(1)}, {"last": day(-1)}, {"ended_on": day(-1)}],
    ),
    "employments that have begun": Question(
        lambda bank: subsidies.jobs_of(bank, jobs(bank)), a_job, BEGUN, [VOID, {"cancelled": 1}, *OF_BOOKING],
    ),
    "employments that are assessed": Question(
        lambda bank: [key for key, _, _ in bookings.recent_spans(bank, FIRST, LAST)], a_job, [*SPAN_IN, *BEGUN], [VOID, {"cancelled": 1}, *SPAN, *GONE, *OF_BOOKING],
    ),
    "employments that ended": Question(
        lambda bank: [e.id for e in bookings.recent_employments(bank, FIRST, LAST)], a_job, SPAN_IN, [VOID, {"cancelled": 1}, *SPAN],
    ),
    "talks since an employment began": Question(
        lambda bank: placed.last_talks(bank, LAST), a_note, [*on_days(FIRST, LAST), {"kind": "visit"}], [VOID, {"kind": "note"}, *on_days(BEFORE, AFTER)],
    ),
    "talks with somebody": Question(
        lambda bank: [who for who in people(bank) if week.talks(bank, who, FIRST)], by_person(a_note), on_days(FIRST), [VOID, {"kind": "note"}, *on_days(BEFORE)],
    ),
    "absences that nobody granted": Question(
        lambda bank: placed.away_since(bank, FIRST), by_job(a_day), [*on_days(FIRST), *({"code": c} for c in ("sick", "child", "unexcused"))], [VOID, *on_days(BEFORE), {"code": "present"}, {"code": "excused"}],
    ),
    "days that were noted": Question(
        lambda bank: [job for job in jobs(bank) if week.noted(bank, job, FIRST, LAST)], by_job(a_day), on_days(*INSIDE), [VOID, *on_days(*OUTSIDE)],
    ),
    "days of several": Question(
        lambda bank: week.noted_of(bank, jobs(bank), FIRST, LAST), by_job(a_day), on_days(*INSIDE), [VOID, *on_days(*OUTSIDE)],
    ),
    "codes of days": Question(
        lambda bank: week.codes_of(bank, jobs(bank), FIRST, LAST), by_job(a_day), on_days(*INSIDE), [VOID, *on_days(*OUTSIDE)],
    ),
    "sums of a month": Question(
        lambda bank: [job for mine in week.noted_by_month(bank, {(FIRST, LAST): jobs(bank)}).values() for job in mine], by_job(a_day), on_days(*INSIDE), [VOID, *on_days(*OUTSIDE)],
    ),
    "sums of a part of a month": Question(
        lambda bank: [job for job, _, _ in week.noted_in(bank, [(job, FIRST, LAST) for job in jobs(bank)])], by_job(a_day), on_days(*INSIDE), [VOID, *on_days(*OUTSIDE)],
    ),
    "days in a list": Question(
        lambda bank: [d.employment for d in week.listed(bank, FIRST, LAST)], by_job(a_day), on_days(*INSIDE), [VOID, *on_days(*OUTSIDE)],
    ),
    "hours agreed": Question(
        lambda bank: week.agreements(bank, jobs(bank)), by_job(of_job("agreed_hours", from_date=day(0), week="[]")), [{"week": "[1]"}], [VOID],
    ),
    "names of people": Question(
        lambda bank: week.people_of(bank, people(bank)), by_person(lambda kit, different: kit.person(different)), [{}], GONE,
    ),
    "every subsidy": Question(
        lambda bank: [s.id for s in subsidies.every(bank)], a_subsidy, [{}], [VOID, {"job_void": 1}, {"job_cancelled": 1}],
    ),
    "somebody's subsidies": Question(
        lambda bank: [s.id for who in people(bank) for s in subsidies.of_participant(bank, who)], a_subsidy, [{}], [VOID, {"job_void": 1}, {"job_cancelled": 1}],
    ),
    "an employment's subsidies": Question(
        lambda bank: [s.id for job in jobs(bank) for s in subsidies.of_employment(bank, job)], a_subsidy, [{}], [VOID, {"job_void": 1}, {"job_cancelled": 1}],
    ),
    "a subsidy by its reference": Question(
        lambda bank: [s.id for r in bank.query("select ref from subsidy") if (s := subsidies.by_ref(bank, r["ref"]))], a_subsidy, [{}], [VOID, {"job_void": 1}, {"job_cancelled": 1}],
    ),
    "claims": Question(
        lambda bank: [of for of, _ in subsidies.claims(bank, numbers(bank, "subsidy"))], a_claim, [{}, {"claimed_on": None}], [VOID],
    ),
    "months that were claimed": Question(
        lambda bank: [of for of, _ in subsidies.claimed_months(bank, numbers(bank, "subsidy"))], a_claim, [{}], [VOID, {"claimed_on": None}],
    ),
    "claims of a period": Question(
        lambda bank: [ref for _, ref in subsidies.claimed_in(bank, FIRST, LAST, employments=jobs(bank))], lambda kit, different: ref_of(kit.bank, "subsidy", a_claim(kit, different)),
        [{"month": f"{LAST:%Y-%m}"}, {"subsidy_from_date": LAST, "subsidy_to_date": FAR}, {"subsidy_from_date": LONG_AGO, "subsidy_to_date": FIRST}],
        [VOID, {"claimed_on": None}, {"subsidy_void": 1}, {"month": f"{FIRST - timedelta(31):%Y-%m}"}, {"month": f"{LAST + timedelta(31):%Y-%m}"}, {"subsidy_from_date": AFTER, "subsidy_to_date": FAR}, {"subsidy_from_date": LONG_AGO, "subsidy_to_date": BEFORE}],
    ),
    "turns in queues": Question(
        lambda bank: [w.id for w in queue.waiting(bank)], a_turn, [{}], [VOID, {"left_on": TODAY}, *GONE],
    ),
    "turns of somebody at a place": Question(
        lambda bank: [key for who in people(bank) for place in numbers(bank, "placement") for key in queue.places_of(bank, who, place)], a_turn, [{}], [VOID, {"left_on": TODAY}],
    ),
    "places that are held": Question(
        lambda bank: [h.id for h in holds.standing(bank)], of_place("place_hold", held_on=day(-1), until=day(1)), [{"until": TODAY}], [VOID, {"released_on": TODAY}, {"place_void": 1}],
    ),
    "places that were held until a day": Question(
        lambda bank: [key for key, *_ in there.held_before(bank, TODAY)], of_place("place_hold", held_on=LONG_AGO, until=TODAY), on_days(day(-1), TODAY, name="until"), [VOID, {"released_on": TODAY}, {"place_void": 1}, *on_days(day(1), name="until")],
    ),
    "rounds of a period": Question(
        lambda bank: [group.code for groups in fairness.rounds_of(bank, FIRST, LAST) for group in groups], lambda kit, different: ref_of(kit.bank, "round", a_round(kit, different)), on_days(*INSIDE), [VOID, *on_days(*OUTSIDE)],
    ),
    "rounds by their reference": Question(
        lambda bank: [key for r in bank.query("select ref from round") if (key := rounds.key(bank, r["ref"]))], a_round, [{}], [VOID],
    ),
    "ranks of bookings": Question(
        lambda bank: [why for _, why, _ in fairness.ranks_of(bank, FIRST, LAST)], lambda kit, different: a_booking(kit, {"passed_why": f"{sorted(different.items())}", **different}) and f"{sorted(different.items())}",
        [*on_days(*INSIDE, name="made_on"), *status(*STATUSES)], [VOID, *on_days(*OUTSIDE, name="made_on")],
    ),
    "wishes of whoever was booked": Question(
        lambda bank: [who for _, who, _ in fairness.wished_of(bank, FIRST, LAST)], by_person(a_booking), [*on_days(*INSIDE, name="made_on"), *status("cancelled", out=True)], [VOID, *on_days(*OUTSIDE, name="made_on"), {"status": "cancelled"}],
    ),
    "who was booked lately": Question(
        lambda bank: [who for who, _, _ in ahead.booked(bank, FIRST, LAST)], by_person(lambda kit, different: a_booking(kit, {"last": FAR, **different})),
        [*on_days(*INSIDE, name="made_on"), *status(*TAKEN), {"last": LAST}], [VOID, *on_days(*OUTSIDE, name="made_on"), *status(*TAKEN, out=True), {"last": LAST - timedelta(1)}],
    ),
    "places that were begun": Question(
        lambda bank: ahead.begun(bank, FIRST, LAST), by_place(lambda kit, different: a_booking(kit, {"status": "started", "last": FAR, **different})),
        [*on_days(*INSIDE, name="first"), *status("started", "ended")], [VOID, *on_days(*OUTSIDE, name="first"), *status("started", "ended", out=True)],
    ),
    "who was referred": Question(
        lambda bank: [r.asks.district for r in ahead.referred(bank, FIRST, LAST)], lambda kit, different: kit.person({"person_registered_on": TODAY, "person_district": f"{sorted(different.items())}", **different}) and f"{sorted(different.items())}",
        on_days(*INSIDE, name="person_registered_on"), [*on_days(*OUTSIDE, name="person_registered_on"), *GONE, {"person_restricted_on": TODAY}],
    ),
    "who has begun": Question(
        lambda bank: bookings.started_people(bank, TODAY), by_person(lambda kit, different: a_booking(kit, {"status": "started", **different})), on_days(TODAY, name="last"),
        [VOID, *on_days(day(-1), name="last"), {"person_protection": 1}, *status("started", out=True)],
    ),
    "bookings now": Question(
        lambda bank: [b.id for b in bookings.current(bank, TODAY)], a_booking, [*on_days(TODAY, name="last"), *status(*TAKEN)], [VOID, *on_days(day(-1), name="last"), *status(*TAKEN, out=True)],
    ),
}  # fmt: skip


def ref_of(bank: Bank, table: str, key: int) -> str:
    (row,) = bank.query(f"select ref from {table} where id = {key}")
    return str(row["ref"])


def numbers(bank: Bank, table: str) -> list[int]:
    return [int(r["id"]) for r in bank.query(f"select id from {table}")]


@pytest.mark.parametrize("of", QUESTIONS)
def test_a_row_counts_unless_one_thing_of_it_says_otherwise(of: str, bank: Bank) -> None:
    asked, kit = QUESTIONS[of], Kit(bank)
    counted, others = (
        {kit.settled(asked.made(kit, dict(one))): one for one in ones} for ones in (asked.counts, asked.not_counted)
    )
    found = list(asked.ask(bank))
    assert [one for key, one in counted.items() if key not in found] == [], "count"
    assert [one for key, one in others.items() if key in found] == [], "do not"
    assert len(found) == len(set(found)), "each once"


@pytest.mark.parametrize(
    ("any_of", "made", "gone"),
    [
        (there.any_queue, a_turn, {"void": 1}),
        (there.any_queue, a_turn, {"left_on": TODAY}),
        (there.any_subsidy, a_subsidy, {"void": 1}),
    ],
)
def test_whether_there_is_any_is_asked_of_rows_that_count(
    bank: Bank, any_of: Callable[[Bank], bool], made: Callable[[Kit, Different], int], gone: Different
) -> None:
    kit = Kit(bank)
    made(kit, gone)
    assert not any_of(bank)
    made(kit, {})
    assert any_of(bank)


def test_a_user_is_who_has_a_role_and_was_not_taken_away(bank: Bank) -> None:
    for login, different in (
        ("eva", {}),
        ("bo", {"roles": ""}),
        ("cia", {"void": 1}),
        ("dan", {"roles": "", "void": 1}),
    ):
        put(bank, "account", **{"login": login, "name": login, "roles": "case_worker,manager", **different})
    assert users.named(bank) == {"eva": ("case_worker", "manager")}
    assert [login for login in ("eva", "bo", "cia", "dan") if users.was_removed(bank, login)] == ["cia", "dan"]
