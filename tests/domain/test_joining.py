"""What two have written of one text: both are kept line by line, and told apart where they have changed the same lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amdesk.domain.guidance.joining import clashing, joined, pieces

LINES = st.lists(st.sampled_from("abcdef"), max_size=8).map("\n".join)


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ("1\nB\n3\n4", "1\n2\n3\nD", "1\nB\n3\nD"),
        ("1\nB\n3\n4", "1\n2\nC\n4", "1\nB\nC\n4"),
        ("0\n1\n2\n3\n4", "1\n2\n3\n4\n5", "0\n1\n2\n3\n4\n5"),
        ("1\n3\n4", "1\n2\n3\nD", "1\n3\nD"),
        ("0\n1\n2\n3\n4", "1\n2\n3\nD", "0\n1\n2\n3\nD"),
        ("1\n2\n3\n4\n5", "A\n2\n3\n4", "A\n2\n3\n4\n5"),
        ("1\nB\n3\n4", "1\nB\n3\nD", "1\nB\n3\nD"),
        ("1\r\nB\r\n3\r\n4", "1\n2\n3\nD", "1\nB\n3\nD"),
    ],
)
def test_lines_that_only_one_has_changed_are_kept_of_both(mine: str, theirs: str, both: str) -> None:
    found = pieces("1\n2\n3\n4", mine, theirs)
    assert not any(piece.clash for piece in found)
    assert [joined(found, which) for which in range(3)] == [both] * 3


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        ("1\nB\n3\n4", "1\nb\n3\nD", ("B", "b", "2")),
        ("1\n2\nX\n3\n4", "1\n2\nY\n3\nD", ("X", "Y", "")),
        ("1\nB\n3\n4", "1\n3\nD", ("B", "", "2")),
        ("A\n2\n3\n4", "a\n2\n3\nd", ("A", "a", "1")),
        ("A\n2\n3\nD", "a\n2\n3\nd", ("A\n…\nD", "a\n…\nd", "1\n…\n4")),
        ("1\nB\n3\n4", "1\n2\nY\n3\n4", ("B", "2\nY", "2")),
    ],
)
def test_lines_that_both_have_changed_are_told_alone(mine: str, theirs: str, said: tuple[str, str, str]) -> None:
    found = pieces("1\n2\n3\n4", mine, theirs)
    assert tuple(clashing(found, which) for which in range(3)) == said


def test_whoever_is_chosen_for_a_line_the_other_lines_of_both_stay() -> None:
    found = pieces("1\n2\n3\n4\n5", "I\n2\nM\n4\n5", "1\n2\nT\n4\nV")
    assert [joined(found, which) for which in range(3)] == ["I\n2\nM\n4\nV", "I\n2\nT\n4\nV", "I\n2\n3\n4\nV"]


@given(before=LINES, mine=LINES, theirs=LINES)
def test_nothing_that_either_wrote_is_lost(before: str, mine: str, theirs: str) -> None:
    assert joined(pieces(before, mine, before)) == mine
    assert joined(pieces(before, before, theirs)) == theirs
    assert joined(pieces(before, mine, mine)) == mine
    found, other = pieces(before, mine, theirs), pieces(before, theirs, mine)
    assert joined(found, 0) == joined(other, 1), "who began does not matter"
    for line in set(mine.split("\n")) - set(before.split("\n")):
        assert line in joined(found, 0).split("\n")
    for line in set(theirs.split("\n")) - set(before.split("\n")):
        assert line in joined(found, 1).split("\n")
