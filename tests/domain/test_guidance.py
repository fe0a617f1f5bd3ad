"""The unit's guidance as a text: what its marks mean, what a chapter must have, and which version holds on which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from amdesk.domain.errors import Refused
from amdesk.domain.guidance.choices import CHOICE_KINDS, OUTCOMES, GuidedChoice, anchor_of
from amdesk.domain.guidance.evidence import CERTAINTIES, Evidence, evidence_of
from amdesk.domain.guidance.markdown import Block, links, parse, plain_of, sections, title_of
from amdesk.domain.guidance.versions import (
    LONGEST_CHAPTER,
    GuidanceVersion,
    TextDifference,
    chapters_of,
    checked,
    compared,
    in_force,
    passage,
)

DAY = timedelta(1)
BEGUN = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("said", "blocks"),
    [
        ("# One {#form}", [Block("heading", "One", 1, "form")]),
        ("#### Four", [Block("heading", "Four", 4, "")]),
        ("##### Five", [Block("text", "##### Five")]),
        ("#None", [Block("text", "#None")]),
        ("## Two  {#a.b-c_d}  ", [Block("heading", "Two", 2, "a.b-c_d")]),
        ("one\ntwo", [Block("text", "one two")]),
        ("one\r\n two \r\n\r\nthree", [Block("text", "one two"), Block("text", "three")]),
        ("- one\n* two\n• three", [Block("item", "one"), Block("item", "two"), Block("item", "three")]),
        ("1. one\n12) two", [Block("item", "one"), Block("item", "two")]),
        ("- one\n  goes on\n\nbelow", [Block("item", "one goes on"), Block("text", "below")]),
        ("-one", [Block("text", "-one")]),
        ("> said\n>more\n> > deep", [Block("quote", "said"), Block("quote", "more"), Block("quote", "deep")]),
        ("# A\ntext", [Block("heading", "A", 1), Block("text", "text")]),
        ("> said\ntext", [Block("quote", "said"), Block("text", "text")]),
        ("text\n- one", [Block("text", "text"), Block("item", "one")]),
        ("", []),
        ("\n \n", []),
    ],
)
def test_each_mark_begins_its_kind_of_block_and_lines_without_one_go_on(said: str, blocks: list[Block]) -> None:
    assert parse(said) == blocks


def test_words_are_read_without_their_marks_and_a_bold_line_stands_over_what_follows() -> None:
    assert plain_of("**Who:** see [the law](https://x.se/a) or [BEA](#form.bea).") == "Who: see the law or BEA."
    assert links("see [the law](https://x.se/a), [BEA](#form.bea) and (nothing)") == ["https://x.se/a", "#form.bea"]
    assert [Block("text", s).strong for s in ("**Who**", "**Who**:", "**Who** may", "Who", "**a** and **b**")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert Block("text", "**Who**").plain == "Who"


CHAPTER = "before\n# Forms {#form}\nall\n## **BEA** {#form.bea}\none\n### Inner\ntwo\n"


def test_a_section_goes_to_the_next_heading_with_an_anchor() -> None:
    found = sections(CHAPTER)
    assert [(s.anchor, s.title, s.level, [b.said for b in s.blocks]) for s in found] == [
        ("form", "Forms", 1, ["all"]),
        ("form.bea", "BEA", 2, ["one", "Inner", "two"]),
    ]
    assert found[1].plain == "BEA\none\nInner\ntwo"
    assert sections("# No anchor\ntext") == sections("") == []
    assert (title_of(CHAPTER), title_of("only text"), title_of("x\n## *A*\n# B")) == ("Forms", "", "*A*")


def test_a_choice_is_found_by_its_kind_and_its_code_and_a_kind_by_itself() -> None:
    assert (anchor_of("form", "bea"), anchor_of("form")) == ("form.bea", "form")
    assert GuidedChoice("need", "calm", "Lugnt").anchor == "need.calm"
    assert len(set(CHOICE_KINDS)) == 11
    assert OUTCOMES[0] == "work", "in the order of the keys"


CARD = [
    "> **Vad vi vet: {words} tillförlitlighet**",
    "> It works.",
    "> Mostly.",
    "> **Visar inte:** why",
    "> **Källa:** SBU 2021",
]
IN_SWEDISH = {1: "mycket låg", 2: "låg", 3: "måttlig", 4: "hög"}
IN_ENGLISH = {1: "very low", 2: "low", 3: "moderate", 4: "high"}


@pytest.mark.parametrize("certainty", CERTAINTIES)
def test_a_card_says_how_certain_it_is_in_the_four_words_of_both_languages(certainty: int) -> None:
    swedish = "\n".join(CARD).format(words=IN_SWEDISH[certainty])
    assert evidence_of(parse(swedish)) == Evidence(certainty, "It works. Mostly.", "why", "SBU 2021")
    english = f"> What we know: {IN_ENGLISH[certainty]} certainty.\n> It works\n> Does not show: why\n> Source: A 1999"
    assert evidence_of(parse(english)) == Evidence(certainty, "It works", "why", "A 1999")


def test_a_card_that_lacks_a_part_or_a_year_is_none() -> None:
    whole = [line.format(words="låg") for line in CARD]
    for gone in ([0], [1, 2], [3], [4]):
        assert evidence_of(parse("\n".join(x for i, x in enumerate(whole) if i not in gone))) is None, gone
    assert evidence_of(parse("\n".join(whole).replace("låg", "viss"))) is None
    assert evidence_of(parse("\n".join(whole).replace("2021", "1821"))) is None
    assert evidence_of(parse("\n".join(whole).replace(">", ""))) is None, "a card is a quote"
    assert evidence_of([]) is None


def test_what_is_known_of_several_choices_is_no_card_of_them_all() -> None:
    card = "> What we know: {} certainty\n> {}\n> Does not show: why\n> Source: A 2021\n"
    both = f"{card.format('low', 'It works.')}\n## B {{#form.b}}\n\n{card.format('high', 'It does not.')}"
    assert evidence_of(parse(both)) is None


def version(
    number: int, since: date | None, *, until: date | None = None, sv: str = "S", en: str = "E"
) -> GuidanceVersion:
    return GuidanceVersion(number, "form", number, since, sv, en, "", "t", until)


@pytest.mark.parametrize(
    ("since", "until", "state"),
    [
        (None, None, "draft"),
        (BEGUN + DAY, None, "coming"),
        (BEGUN, None, "in_force"),
        (BEGUN - DAY, BEGUN + DAY, "in_force"),
        (BEGUN - DAY, BEGUN, "replaced"),
        (BEGUN - 2 * DAY, BEGUN - DAY, "replaced"),
    ],
)
def test_a_version_is_in_force_from_its_day_to_the_day_before_the_next(
    since: date | None, until: date | None, state: str
) -> None:
    assert version(1, since, until=until).state(BEGUN) == state


def test_the_version_that_came_last_holds_and_of_one_day_the_highest() -> None:
    draft, old, new, same = version(9, None), version(5, BEGUN - DAY), version(2, BEGUN), version(3, BEGUN)
    every = [same, draft, old, new, version(4, BEGUN + DAY)]
    assert in_force(every, BEGUN) is same
    assert in_force(every, BEGUN - DAY) is old
    assert in_force(every, BEGUN - 2 * DAY) is None
    assert in_force([], BEGUN) is None


def test_a_text_that_is_not_written_in_a_language_is_shown_in_the_other() -> None:
    both = version(1, BEGUN, sv="# S {#form.a}\nsvenska", en="# E {#form.a}\nenglish")
    assert (both.said("sv"), both.said("en")) == (both.sv, both.en)
    assert replace(both, en="").said("en") == both.sv
    assert replace(both, sv="").said("sv") == both.en
    found = both.section("form.a", "en")
    assert found is not None
    assert found.title == "E"
    assert both.section("form.b", "sv") is None


GOOD = "# A {#form}\nsee [b](#form.b)\n## B {#form.b}\n"


@pytest.mark.parametrize(
    ("sv", "en", "code"),
    [
        ("", GOOD, "EMPTY"),
        (" \n", "", "EMPTY"),
        (GOOD, "no heading", "ANCHOR"),
        ("# No anchor", "", "ANCHOR"),
        (GOOD + "# Again {#form.b}", "", "TWICE"),
        (GOOD, GOOD + "# Again {#form}", "TWICE"),
        (GOOD + "[lost](#form.c)", "", "LINK"),
        (GOOD + "x" * (LONGEST_CHAPTER + 1 - len(GOOD)), "", "LONG"),
        (GOOD, GOOD + "x" * (LONGEST_CHAPTER + 1 - len(GOOD)), "LONG"),
    ],
)
def test_what_cannot_be_a_chapter_is_refused_and_says_which_fault(sv: str, en: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        checked("form", sv, en)
    assert refused.value.code == code


def test_what_can_be_a_chapter_is_one() -> None:
    checked("form", GOOD, "")
    checked("form", GOOD, " \n")
    checked("form", GOOD, GOOD)
    checked("form", GOOD + "[another chapter](#need.calm) [law](https://x.se)", "")
    checked("form", GOOD + "x" * (LONGEST_CHAPTER - len(GOOD)), "")
    with pytest.raises(Refused) as refused:
        checked("form", GOOD + "# Again {#form.b}", "")
    assert "form.b" in str(refused.value.text)
    with pytest.raises(Refused) as refused:
        checked("form", GOOD + "[lost](#form.c)", "")
    assert "form.c" in str(refused.value.text)


def test_two_texts_are_compared_block_by_block_with_what_is_gone_before_what_is_new() -> None:
    before = "# A {#a}\none\n\n- two\n\n> three"
    now = "## A {#a}\none\n\n- 2\n- more\n\n> three"
    assert compared(before, now) == [
        TextDifference("-", "# A"),
        TextDifference("+", "## A"),
        TextDifference("", "one"),
        TextDifference("-", "– two"),
        TextDifference("+", "– 2"),
        TextDifference("+", "– more"),
        TextDifference("", "| three"),
    ]
    assert compared(before, before) == [TextDifference("", s) for s in ("# A", "one", "– two", "| three")]
    assert compared("", "x") == [TextDifference("+", "x")]
    assert compared("x", "") == [TextDifference("-", "x")]


def test_chapters_stand_in_the_programs_order_and_the_units_own_after_them_by_name() -> None:
    every = [replace(version(1, None), chapter=c) for c in ("zebra", "need", "alfa", "form", "need")]
    assert chapters_of(every, ["form", "measure", "need"]) == ["form", "need", "alfa", "zebra"]
    assert chapters_of([], ["form"]) == []


@pytest.mark.parametrize(
    ("said", "other", "own"),
    [
        ("a\nb\nX\nz", "a\nb\nY\nW\nz", "X"),
        ("a\nX\nY\nz", "a\nz", "X\nY"),
        ("a\nz", "a\nX\nz", ""),
        ("X", "Y", "X"),
    ],
)
def test_of_texts_that_two_have_written_the_passage_that_is_not_alike_is_told(said: str, other: str, own: str) -> None:
    assert passage(said, [said, other]) == own
