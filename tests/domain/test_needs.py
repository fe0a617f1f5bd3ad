"""Met, not met, not known: nothing that nobody knows is ever called met, wherever it is asked."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amdesk import resources
from amdesk.domain.booking.bookings import Check
from amdesk.domain.booking.findings import asked_of_place, findings
from amdesk.domain.booking.matching import DEFAULT_WEIGHTS, Opening, blocked, requirements, score, score_text
from amdesk.domain.booking.needs import ANSWERS, MET, NOT_KNOWN, NOT_MET, Trip, answer, needs_of_person
from amdesk.domain.booking.reasons import reasons
from amdesk.domain.booking.why import Pair, rules, warnings
from amdesk.domain.clock import FAR
from amdesk.domain.people.participant import Need
from amdesk.domain.people.vocabulary import ENTRIES, OLD_DEMANDS, OLD_NEEDS, VOCABULARY, WorkWord
from amdesk.domain.people.wording import demand_text, demands_now, limit_of, need_text
from amdesk.domain.places.placement import Availability, Placement, Span
from amdesk.domain.places.schedule import read_schedule
from tests.domain.test_matching import FACTS, NEAR, opening, openings, people
from tests.make import TODAY, person, place

KINDS = {"daytime", "start_after", "end_before", "max_travel", "district", "kind", "occupation", *ENTRIES}
WORDS = st.text(min_size=1, max_size=30)
UNREAD = st.one_of(
    st.builds(
        Need, st.sampled_from(["words", "", "kg", "lyft", "prayer"]) | WORDS.filter(lambda w: w not in KINDS), WORDS
    ),
    st.builds(Need, st.just("start_after"), st.sampled_from(["", "kl 9", "nio", "25:00", "09:75", "²"])),
    st.builds(Need, st.just("avoid"), WORDS.filter(lambda w: w not in OLD_NEEDS)),
    st.builds(
        Need,
        st.sampled_from(["lift_max", "max_travel", "height", "quiet_room"]),
        st.sampled_from(["", "tio", "10 kg", "²", "-1"]),
    ),
    st.just(Need("height", "2")),
    st.just(Need("quiet_room", "0")),
)
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""No test of speed: a busy machine is no fault."""
WEIGHTS = st.sampled_from(["must", "important", "nice"])


def said(found: list[Check]) -> list[str]:
    return [str(c.text) for c in found]


def pair_of(who: Any, where: Placement) -> Pair:
    always = [Span(date(2020, 1, 1), FAR, 100)]
    return Pair(who, where, Availability(where.open_from, where.open_to, always, []), NEAR)


def only(need: Need, trip: Any = NEAR, **given: Any) -> int:
    return answer(need, place(**given), trip)


@pytest.mark.thorough(long=True)
@CALM
@given(UNREAD, WEIGHTS, people, openings)
def test_a_need_that_no_vocabulary_reads_is_never_met_never_not_met_and_never_dropped(
    need: Need, weight: str, who: Any, where: Opening
) -> None:
    need = Need(need.kind, need.value, weight)
    who = person(needs=(need,), language=who.language, born=who.born, licence=who.licence)
    assert answer(need, where.placement, where.trip) == NOT_KNOWN
    found = score(who, where, TODAY, FACTS, DEFAULT_WEIGHTS)
    shown = reasons(who, found, FACTS)
    assert "All needs met" not in [str(r.text) for r in shown]
    assert any(r.warns and r.code.startswith("NEED_") for r in shown)
    assert found.parts[4] == 50
    asked = rules(pair_of(who, where.placement), FACTS, DEFAULT_WEIGHTS)
    assert [r.answer for r in asked if r.code.startswith("NEED_")] == [NOT_KNOWN] * (weight == "must")


@CALM
@given(people, openings)
def test_needs_are_all_met_only_where_each_is_known_to_be(who: Any, where: Opening) -> None:
    answers = {answer(n, where.placement, where.trip) for n in needs_of_person(who)}
    shown = [str(r.text) for r in reasons(who, score(who, where, TODAY, FACTS, DEFAULT_WEIGHTS), FACTS)]
    assert ("All needs met" in shown) is (bool(who.needs) and answers == {MET})
    warned = {c.code for c in findings(who, where.placement, where.trip, TODAY, FACTS) if c.code.startswith("NEED")}
    assert bool(warned) is bool(answers - {MET})


@CALM
@given(people, openings)
def test_match_and_why_say_the_same(who: Any, where: Opening) -> None:
    where = where._replace(free_from=TODAY, trip=NEAR)
    shown = reasons(who, score(who, where, TODAY, FACTS, DEFAULT_WEIGHTS), FACTS)
    assert {r.text.msgid + str(r.text) for r in shown if r.code} == {
        c.text.msgid + str(c.text) for c in warnings(pair_of(who, where.placement), FACTS)
    }


def test_a_place_that_says_nothing_of_hours_demands_or_district_answers_nothing() -> None:
    silent = {"schedule": "", "demands": (), "district": ""}
    for need in (
        Need("daytime", ""),
        Need("start_after", "09:00"),
        Need("avoid", "lyft"),
        Need("lift_max", "10"),
        Need("district", "NH"),
    ):
        assert only(need, **silent) == NOT_KNOWN, need
    assert only(Need("max_travel", "15"), None) == NOT_KNOWN


def test_somebody_who_lifts_ten_kilos_does_not_fit_heavy_lifting() -> None:
    assert only(Need("lift_max", "10"), demands=("lyft",)) == NOT_MET
    assert only(Need("lift_max", "10"), demands=("gaende",)) == NOT_KNOWN
    assert only(Need("lift_max", "20"), demands=("gaende",)) == MET
    assert only(Need("avoid", "lyft"), demands=("gaende",)) == MET


@pytest.mark.parametrize(
    ("schedule", "daytime", "from_nine"),
    [
        ("mån-fre 06.30-15.15", MET, NOT_MET),
        ("mån-fre 09.00-17.00", MET, MET),
        ("måndag till fredag kl 9-16", MET, MET),
        ("mån-fre 0800-1645", MET, NOT_MET),
        ("mån-fre 05.00-13.00", NOT_MET, NOT_MET),
        ("mån-fre 13-21", NOT_MET, MET),
        ("mån-fre 21.00-07.00", NOT_MET, MET),
        ("tis-lör 13.00-20.30", NOT_MET, MET),
        ("rullande schema, även kväll och helg", NOT_MET, NOT_KNOWN),
        ("mån-tors 09.00-16.00, fre 06.30-12.00", MET, NOT_MET),
        ("mån-fre 06.30-15.15 eller 09.30-18.00", NOT_KNOWN, NOT_KNOWN),
        ("mån-fre 09.00-16.00, ej helg", MET, MET),
        ("mån-fre 09.00-16.00, ibland jour", NOT_MET, NOT_KNOWN),
        ("mån-fre 09.00-16.00 enligt överenskommelse", NOT_KNOWN, NOT_KNOWN),
        ("09.00-16.00", NOT_KNOWN, MET),
        ("enligt schema 40 tim", NOT_KNOWN, NOT_KNOWN),
        ("", NOT_KNOWN, NOT_KNOWN),
    ],
)
def test_working_hours_are_read_as_they_are_written_and_never_guessed(
    schedule: str, daytime: int, from_nine: int
) -> None:
    assert only(Need("daytime", ""), schedule=schedule) == daytime
    assert only(Need("start_after", "09:00"), schedule=schedule) == from_nine


@CALM
@given(st.text(alphabet="månfrelös tiodag -–0123456789.:,()", max_size=30))
def test_any_schedule_can_be_read(schedule: str) -> None:
    hours = read_schedule(schedule)
    assert all(0 <= d < 7 for d in hours.days)


def test_a_place_that_asks_for_swedish_and_a_person_of_whom_it_is_not_known_is_said_and_costs() -> None:
    who, where = person(language=""), opening(language_min="B1")
    found = score(who, where, TODAY, FACTS, DEFAULT_WEIGHTS)
    assert found.parts[3] == 50
    assert blocked(who, where, DEFAULT_WEIGHTS, TODAY) == ""
    sentence = "Not known: Swedish B1 (no level is recorded for the participant)"
    assert sentence in [str(r.text) for r in reasons(who, found, FACTS) if r.level == "warn"]
    (rule,) = (r for r in rules(pair_of(who, where.placement), FACTS, DEFAULT_WEIGHTS) if r.code == "LANGUAGE")
    assert (rule.answer, str(rule.text)) == (NOT_KNOWN, sentence)


def test_a_must_of_which_nothing_is_known_ranks_below_one_that_is_met() -> None:
    who = person(needs=(Need("start_after", "09:00", "must"),))
    known, silent = (opening(schedule=s) for s in ("mån-fre 09.00-16.00", ""))
    marks = [score(who, o, TODAY, FACTS, DEFAULT_WEIGHTS).parts[4] for o in (known, silent)]
    assert marks == [100, 50]


def test_a_minor_and_somebody_of_unknown_age_are_said() -> None:
    young, unknown = person(born=date(2010, 1, 13)), person(born=None)
    assert any("Under 18" in s for s in said(findings(young, place(), NEAR, TODAY, FACTS)))
    assert any("no birth date" in s for s in said(findings(unknown, place(), NEAR, TODAY, FACTS)))
    assert not findings(person(), place(), NEAR, TODAY, FACTS)


def test_an_unknown_district_is_named() -> None:
    who = person(district="Södra Slingan", needs=(Need("max_travel", "15", "must"),))
    assert said(findings(who, place(), None, TODAY, FACTS)) == [
        "Not known if the must is met: At most 15 min travel (the district Södra Slingan is unknown)"
    ]
    wish = person(district="Södra Slingan", max_travel=45)
    assert said(findings(wish, place(), None, TODAY, FACTS)) == [
        "Travel time not known (the district Södra Slingan is unknown)"
    ]


def test_every_code_of_earlier_banks_says_what_it_said() -> None:
    path = resources.folder() / "reference" / "codelists.json"
    codes = {c["code"] for c in json.loads(path.read_text("utf-8"))["physical_demands"]}
    assert codes == OLD_NEEDS.keys() == OLD_DEMANDS.keys()
    for code in codes:
        with_it, without = (code,), tuple(codes - {code})
        for demands, wanted in ((with_it, NOT_MET), (without, MET), ((), NOT_KNOWN)):
            assert only(Need("avoid", code), demands=demands) == wanted, (code, demands)
            assert only(Need(*OLD_NEEDS[code]), demands=demands_now(demands)) == wanted, (code, demands)


def test_a_list_with_a_word_that_nobody_has_read_does_not_say_that_the_rest_is_not_there() -> None:
    demands = demands_now(("lyft", "klätter"))
    assert demands == ("lift_max=16-", "words=klätter")
    assert only(Need("height", "0"), demands=demands) == NOT_KNOWN
    assert only(Need("lift_max", "10"), demands=demands) == NOT_MET
    found = findings(person(), place(demands=demands), NEAR, TODAY, FACTS)
    assert said(found) == ["Not known: the work asks for “klätter” (words that a person has to read)"]


@pytest.mark.parametrize("entry", VOCABULARY, ids=lambda e: e.id)
def test_each_entry_has_a_sentence_for_every_grade_and_compares_them_all(entry: WorkWord) -> None:
    grades = entry.numbers or range(len(entry.demands))
    first = 1 if entry.offer else 0
    limits = entry.numbers or range(first, first + len(entry.needs))
    assert len(entry.needs) == (1 if entry.numbers else len(entry.demands) - 1)
    assert [limit_of(entry.id, str(n)) for n in limits] == [(entry, n) for n in limits]
    for limit in limits:
        need = Need(entry.id, str(limit))
        for low in grades:
            for high in (g for g in grades if g >= low):
                enough = (low >= limit) if entry.offer else (high <= limit)
                short = (high < limit) if entry.offer else (low > limit)
                wanted = MET if enough else NOT_MET if short else NOT_KNOWN
                assert only(need, demands=(f"{entry.id}={low}-{high}",)) == wanted
        assert only(need) == only(need, demands=(f"words={entry.id}",)) == NOT_KNOWN
        assert only(need, demands=(f"{entry.id}=x", f"{entry.id}=-1", f"{entry.id}=")) == NOT_KNOWN
    assert len({str(need_text(entry.id, str(n), {})) for n in limits}) == len(limits)
    assert len({str(demand_text(entry, g, g)) for g in grades}) == len(grades)


def test_what_is_not_known_stands_half_way_between_met_and_not_met_and_is_told_as_neither() -> None:
    assert len({NOT_MET, NOT_KNOWN, MET}) == len(ANSWERS) == 3
    needs = {
        "met": Need("kind", "external", "nice"),
        "not met": Need("kind", "in_house", "nice"),
        "not known": Need("words", "lugnt", "nice"),
    }
    where = place(kind="external")
    assert {name: ANSWERS[answer(need, where, None)] for name, need in needs.items()} == {name: name for name in needs}

    def marks(*found: Need) -> int:
        return requirements(person(needs=found), DEFAULT_WEIGHTS)(Opening(where, TODAY, FAR, None))

    assert [marks(needs[name]) for name in ("met", "not known", "not met")] == [100, 50, 0]
    assert marks() == 100
    assert marks(needs["met"], needs["not met"]) == 50
    heavy = replace(needs["met"], weight="important")
    assert marks(heavy, needs["not met"]) == 75, "important counts three times"
    assert marks(replace(needs["not known"], weight="must")) == 50, "a must of which nothing is known counts half"
    assert marks(replace(needs["met"], weight="must")) == 100
    assert marks(replace(needs["not known"], weight="must"), needs["met"]) == 62


@pytest.mark.parametrize(
    ("kind", "value", "given", "wanted"),
    [
        ("lift_max", "15", {"demands": ("lyft",)}, NOT_MET), ("lift_max", "16", {"demands": ("lyft",)}, NOT_KNOWN), ("lift_max", "15", {"demands": ("hojd",)}, MET),
        ("lift_max", "14", {"demands": ("hojd",)}, NOT_KNOWN), ("lift_max", "10", {"demands": ()}, NOT_KNOWN), ("lift_max", "tio", {"demands": ("lyft",)}, NOT_KNOWN),
        ("lift_max", "9999", {"demands": ("hojd",)}, MET), ("lift_max", "10000", {"demands": ("hojd",)}, NOT_KNOWN), ("avoid", "lyft", {"demands": ("lyft",)}, NOT_MET),
        ("avoid", "lyft", {"demands": ("hojd",)}, MET), ("avoid", "lyft", {"demands": ()}, NOT_KNOWN), ("avoid", "folk", {"demands": ("lyft",)}, NOT_KNOWN),
        ("daytime", "", {"schedule": "mån-fre 06.00-19.00"}, MET), ("daytime", "", {"schedule": "mån-fre 05.59-15.00"}, NOT_MET), ("daytime", "", {"schedule": "mån-fre 10.00-19.01"}, NOT_MET),
        ("daytime", "", {"schedule": "mån-lör 08-16"}, NOT_MET), ("daytime", "", {"schedule": "08-16"}, NOT_KNOWN), ("daytime", "", {"schedule": "kontorstid"}, MET),
        ("daytime", "", {"schedule": "mån-fre 08-16", "demands": ("oregelbunden",)}, NOT_KNOWN), ("daytime", "", {"schedule": "mån-fre 08-16 ungefär"}, NOT_KNOWN),
        ("start_after", "08:00", {"schedule": "mån-fre 08-16"}, MET), ("start_after", "08:01", {"schedule": "mån-fre 08-16"}, NOT_MET), ("start_after", "sent", {"schedule": "mån-fre 08-16"}, NOT_KNOWN),
        ("start_after", "08:00", {"schedule": "07-16 eller 08-17 ungefär"}, NOT_KNOWN), ("start_after", "08:01", {"schedule": "07-16 eller 08-17 ungefär"}, NOT_MET),
        ("start_after", "07:00", {"schedule": "rullande 07-16"}, NOT_KNOWN), ("start_after", "07:00", {"schedule": "07-16 ungefär"}, NOT_KNOWN),
        ("district", "NH", {"district": "NH"}, MET), ("district", "KV", {"district": "NH"}, NOT_MET), ("district", "NH", {"district": ""}, NOT_KNOWN), ("district", "", {"district": "NH"}, NOT_KNOWN),
        ("kind", "external", {"kind": "in_house"}, NOT_MET), ("kind", "hemma", {"kind": "external"}, NOT_KNOWN), ("occupation", "PAR", {"occupation": "PAR"}, MET),
    ],
)  # fmt: skip
def test_each_need_is_met_from_its_limit_on_and_not_known_where_nobody_has_said(
    kind: str, value: str, given: dict[str, object], wanted: int
) -> None:
    assert answer(Need(kind, value), place(**given), None) == wanted


@pytest.mark.parametrize(("minutes", "wanted"), [("19", NOT_MET), ("20", MET), ("21", MET), ("en kvart", NOT_KNOWN)])
def test_a_way_is_short_enough_by_bus_or_by_cycle_and_walking_does_not_count(minutes: str, wanted: int) -> None:
    need = Need("max_travel", minutes)
    assert answer(need, place(), Trip(5, 20, 30, 0)) == answer(need, place(), Trip(5, 30, 20, 0)) == wanted
    assert answer(need, place(), None) == NOT_KNOWN


def test_less_than_full_time_counts_and_what_nobody_has_said_of_it_is_not_full_marks() -> None:
    who = person(extent=50)

    def marks(**given: Any) -> tuple[int, list[str]]:
        found = score(who, opening(**given), TODAY, FACTS, DEFAULT_WEIGHTS)
        return found.parts[4], said(findings(who, place(**given), NEAR, TODAY, FACTS))

    assert marks(demands=("extent=50",)) == marks(shared=True) == (100, [])
    assert marks(demands=("extent=75",)) == (0, ["Not met: At most 50 % of full time"])
    assert marks(demands=("extent=75",), shared=True) == marks(demands=("extent=75",)), "shared, but not that much"
    unknown, (sentence,) = marks()
    assert (unknown, sentence) == (
        50,
        "Not known if met: At most 50 % of full time (nobody has recorded this of the work: Extent)",
    )
    assert score(person(), opening(), TODAY, FACTS, DEFAULT_WEIGHTS).parts[4] == 100


@CALM
@given(people, openings)
def test_the_sentence_of_a_score_adds_up_to_it(who: Any, where: Opening) -> None:
    found = score(who, where, TODAY, FACTS, DEFAULT_WEIGHTS)
    words = str(score_text(found, DEFAULT_WEIGHTS))
    pairs = [(int(a), int(b)) for a, b in re.findall(r"(\d+) × (\d+)", words)]
    whole = sum(a * b for a, b in pairs)
    total = sum(b for _, b in pairs)
    assert words.startswith(f"{(2 * whole + total) // (2 * total)} of 100: ")
    assert f"= {whole}, divided by the weights' sum {total}" in words


@pytest.mark.parametrize(
    ("kind", "value"), [("district", "NH"), ("max_travel", "30"), ("other", "Hiss"), ("other", "Inga dofter")]
)
@pytest.mark.parametrize("district", ["", "SB"])
def test_a_placement_is_asked_for_its_district_only_where_a_need_waits_for_it(
    kind: str, value: str, district: str
) -> None:
    who = person(needs=(Need(kind, value, "wish"),))
    asked = asked_of_place(who, place(district=district), None)
    assert ("District" in asked) == (kind != "other" and not district)
