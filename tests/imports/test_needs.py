"""Needs in a referral list: read word by word, or kept as the words they are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amdesk.domain.booking.needs import MET, NOT_MET, answer
from amdesk.domain.people.participant import Need
from amdesk.imports.needs import AVOIDED, DEMANDED, demands_of_list, needs_of
from tests import make


@pytest.mark.parametrize(
    ("words", "kind", "value", "weight"),
    [
        ("lyfter upp till 10 kg", "lift_max", "10", "important"),
        ("måste: högst 15 min resa", "max_travel", "15", "must"),
        ("måste: börjar 09.00 eller senare", "start_after", "09:00", "must"),
        ("måste: dagtid vardagar", "daytime", "", "must"),
        ("dagtid måste", "daytime", "", "must"),
        ("tidigast kl 8", "start_after", "08:00", "important"),
        ("inga tunga lyft", "lift_max", "15", "important"),
        ("inte arbete på höjd", "height", "0", "important"),
        ("inga trappor", "stairs", "0", "important"),
        ("måste: tillgång till avskilt rum", "quiet_room", "1", "must"),
        ("slutar senast 15.30", "end_before", "15:30", "important"),
        ("högst 3 dagar i veckan", "days_week", "3", "important"),
        ("must: not before 9", "start_after", "09:00", "must"),
        ("max 10 kilo", "lift_max", "10", "important"),
        ("max tio kg, tack", "lift_max", "10", "important"),
        ("10 kg max", "lift_max", "10", "important"),
        ("inga trappor tack", "stairs", "0", "important"),
        ("Inga trappor, tack!", "stairs", "0", "important"),
        ("klarar inte trappor", "stairs", "0", "important"),
        ("börja efter nio", "start_after", "09:00", "important"),
        ("inte börja innan nio", "start_after", "09:00", "important"),
        ("ej tunga lyft", "lift_max", "15", "important"),
        ("orkar inte lyfta tungt", "lift_max", "15", "important"),
        ("måste sluta före kl 15", "end_before", "15:00", "must"),
        ("inte jobba ensam", "alone", "0", "important"),
        ("tål inte damm", "dust", "0", "important"),
    ],
)
def test_agreed_wording_is_read(words: str, kind: str, value: str, weight: str) -> None:
    assert needs_of(words) == (Need(kind, value, weight),)


@pytest.mark.parametrize(
    "words",
    [
        "inte dagtid", "dagtid och kväll", "5 min paus varje timme", "slutar 15.00", "från 9 januari", "inte utan lyft", "kan lyfta tungt",
        "kan inte lyfta mer än 5 kg", "inga lyft efter lunch", "högst 30 min stående", "25:99 eller senare", "lugn miljö",
        "kan inte stå hela dagen", "slutar senast tre", "börja före nio", "kan jobba ensam", "klarar trappor", "inte bara ensam", "under 10 kg",
    ],
)  # fmt: skip
def test_a_phrase_that_is_understood_in_part_stays_words(words: str) -> None:
    assert needs_of(words) == (Need("words", words, "important"),)


def test_a_must_in_free_words_stays_a_must_and_holds_for_its_whole_list() -> None:
    assert [n.weight for n in needs_of("måste ha nära till buss")] == ["must"]
    found = needs_of("Måste: inga lyft, dagtid; helst dagtid")
    assert [(n.kind, n.weight) for n in found] == [("lift_max", "must"), ("daytime", "must"), ("daytime", "important")]


@pytest.mark.parametrize("thing", sorted(AVOIDED.keys() & DEMANDED.keys()))
def test_no_to_a_thing_is_not_met_by_a_place_whose_list_says_that_thing(thing: str) -> None:
    (need,), (demands, _) = needs_of(f"inga {thing}"), demands_of_list(thing)
    assert answer(need, make.place(demands=demands), None) == NOT_MET


@pytest.mark.parametrize(
    ("words", "met"), [("inga lyft", 0), ("inga tunga lyft", 15), ("ej tungt lyft", 15), ("utan lyft", 0)]
)
def test_no_lifts_are_none_and_no_heavy_ones_fifteen_kilos(words: str, met: int) -> None:
    (need,) = needs_of(words)
    said = {
        kg: answer(need, make.place(demands=demands_of_list(f"lyft upp till {kg} kg")[0]), None)
        for kg in (0, 3, 15, 16)
    }
    assert said == {kg: MET if kg <= met else NOT_MET for kg in said}
    assert answer(need, make.place(demands=demands_of_list("inga lyft")[0]), None) == MET


@settings(deadline=None)
@given(
    st.sampled_from(["dagtid", "inga tunga lyft", "lyfter upp till 10 kg", "högst 15 min resa", "börjar tidigast 9"]),
    st.text(alphabet="qwxz", min_size=2, max_size=9),
    st.booleans(),
)
def test_one_unknown_word_in_a_phrase_makes_all_of_it_words(phrase: str, word: str, first: bool) -> None:
    said = f"{word} {phrase}" if first else f"{phrase} {word}"
    assert [n.kind for n in needs_of(said)] == ["words"]


def test_what_a_list_says_of_the_work_is_read_or_kept_as_words() -> None:
    found, read = demands_of_list("lyft upp till 15 kg, trappor; kräver tålamod")
    assert (found, read) == (("lift_max=15", "stairs=1-2", "words=kräver tålamod"), False)
    assert demands_of_list("Tunga lyft; inomhus") == (("lift_max=16-", "outdoors=0"), True)
    assert demands_of_list("-") == ((), True)
