"""Words sought in a text: which sections have them, the line where they stand, and where in it they are marked."""

from __future__ import annotations

import pytest

from amdesk.domain.guidance.markdown import sections
from amdesk.domain.guidance.seeking import ROOM, around, line_of, sought, spots

SAID = """# Regler {#rules}

Först **detta**.

- en rad om vila
- en rad om vila och hav

## Hav {#rules.sea}

Strasse.
"""


@pytest.mark.parametrize(
    ("said", "wanted", "found"),
    [
        ("Vila och VILA", ["vila"], ["Vila", "VILA"]),
        ("Straße, stra", ["strasse"], ["Straße"]),
        ("ßß a", ["a"], ["a"]),
        ("a.b", ["."], ["."]),
        ("hav och vila", ["vila", "hav"], ["hav", "vila"]),
        ("", ["hav"], []),
        ("hav", [], []),
    ],
)
def test_what_was_sought_is_marked_as_it_is_written(said: str, wanted: list[str], found: list[str]) -> None:
    assert [said[first:last] for first, last in spots(said, wanted)] == found


def test_the_line_with_all_words_goes_before_one_with_some_and_a_title_before_both() -> None:
    every = sections(SAID)
    assert [(s.section.anchor, s.around) for s in sought(every, "HAV")] == [
        ("rules.sea", "Strasse."),
        ("rules", "en rad om vila och hav"),
    ]
    assert [s.around for s in sought(every, "vila rad")] == ["en rad om vila"]
    assert [s.around for s in sought(every, "detta regler")] == ["Först detta."]
    assert sought(every, "berg") == sought(every, " ") == []
    assert line_of(["a", "b c", "c b a"], ["c", "a"]) == 2
    assert line_of(["a"], ["x"]) is None


def test_a_long_line_is_cut_between_words_and_what_was_sought_is_in_what_is_left() -> None:
    for before in range(0, 200, 7):
        said = f"# K {{#k}}\n{'ord ' * (before // 4)}{'x' * (before % 40)} vila {'slut ' * 40}"
        shown = around(sections(said)[0], ["vila"])
        assert "vila" in shown.split()
        assert len(shown) <= ROOM + 4
    assert around(sections("# K {#k}\n")[0], ["k"]) == ""
