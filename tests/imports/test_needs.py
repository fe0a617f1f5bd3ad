"""Needs in a referral list: read word by word, or kept as the words they are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amdesk import resources
from amdesk.db.bank.reference import CodeFile
from amdesk.domain.people.participant import Need
from amdesk.domain.values import fold
from amdesk.imports.model import Known
from amdesk.imports.needs import needs_of
from tests.make import TODAY

DEMANDS = {
    fold(str(c["sv"])): str(c["code"])
    for c in resources.read_json("reference/codelists.json", CodeFile)["physical_demands"]
}
KNOWN = Known(TODAY, demands=DEMANDS | {"lyft": "lyft", "höjd": "hojd", "utomhus": "utomhus"})


@pytest.mark.parametrize(
    ("words", "kind", "value", "weight"),
    [
        ("lyfter upp till 10 kg", "lift_max", "10", "important"),
        ("måste: högst 15 min resa", "max_travel", "15", "must"),
        ("måste: börjar 09.00 eller senare", "start_after", "09:00", "must"),
        ("måste: dagtid vardagar", "daytime", "", "must"),
        ("dagtid måste", "daytime", "", "must"),
        ("tidigast kl 8", "start_after", "08:00", "important"),
        ("inga tunga lyft", "avoid", "lyft", "important"),
        ("inte arbete på höjd", "avoid", "hojd", "important"),
        ("must: not before 9", "start_after", "09:00", "must"),
    ],
)
def test_agreed_wording_is_read(words: str, kind: str, value: str, weight: str) -> None:
    assert needs_of(words, KNOWN) == (Need(kind, value, weight),)


@pytest.mark.parametrize(
    "words",
    [
        "inte dagtid", "dagtid och kväll", "5 min paus varje timme", "slutar 15.00", "från 9 januari", "inte utan lyft", "kan lyfta tungt",
        "kan inte lyfta mer än 5 kg", "inga lyft efter lunch", "högst 30 min stående", "25:99 eller senare", "lugn miljö",
    ],
)  # fmt: skip
def test_a_phrase_that_is_understood_in_part_stays_words(words: str) -> None:
    assert needs_of(words, KNOWN) == (Need("words", words, "important"),)


def test_a_must_in_free_words_stays_a_must_and_holds_for_its_whole_list() -> None:
    assert [n.weight for n in needs_of("måste ha nära till buss", KNOWN)] == ["must"]
    found = needs_of("Måste: inga lyft, dagtid; helst dagtid", KNOWN)
    assert [(n.kind, n.weight) for n in found] == [("avoid", "must"), ("daytime", "must"), ("daytime", "important")]


@settings(deadline=None)
@given(
    st.sampled_from(["dagtid", "inga tunga lyft", "lyfter upp till 10 kg", "högst 15 min resa", "börjar tidigast 9"]),
    st.text(alphabet="qwxz", min_size=2, max_size=9),
    st.booleans(),
)
def test_one_unknown_word_in_a_phrase_makes_all_of_it_words(phrase: str, word: str, first: bool) -> None:
    said = f"{word} {phrase}" if first else f"{phrase} {word}"
    assert [n.kind for n in needs_of(said, KNOWN)] == ["words"]
