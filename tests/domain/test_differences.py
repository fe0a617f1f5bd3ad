"""What a list changes, field by field: every way in which the list, the bank and the last list may stand to each other."""

from __future__ import annotations

from typing import Any

import pytest

from amdesk.domain.exchange.differences import (
    MASKED,
    RowDifference,
    emptied,
    follows,
    of_items,
    of_value,
    remembered,
    words,
)
from amdesk.domain.people.participant import Need
from amdesk.domain.values import phone_key


@pytest.mark.parametrize(
    ("last", "before", "after", "told", "kind"),
    [
        (None, "a", "a", False, ""),
        (None, "", "b", False, "NEW"),
        (None, None, 3, False, "NEW"),
        (None, (), ("b",), False, "NEW"),
        (None, "a", "b", False, "CHANGED"),
        ("a", "a", "b", True, "CHANGED"),
        ("a", "", "b", True, "CONFLICT"),
        ("b", "a", "b", True, "KEPT"),
        ("x", "a", "b", True, "CONFLICT"),
        ("x", "b", "b", True, ""),
    ],
)
def test_what_is_changed_where_is_told_by_the_three(last: Any, before: Any, after: Any, told: bool, kind: str) -> None:
    found = of_value("f", last, before, after, told=told)
    assert (found.kind if found else "") == kind
    if found:
        assert (found.field, found.before, found.after, found.value) == ("f", words(before), words(after), after)
        assert found.last == (words(last) if told else "")


def test_two_ways_to_write_one_thing_are_no_change() -> None:
    given: dict[str, Any] = {"told": True, "same": phone_key}
    assert of_value("phone", "0701740605", "070-174 06 05", "+46 70 174 06 05", **given) is None
    found = of_value("phone", "070-174 06 05", "+46701740605", "08-123 456", **given)
    assert found is not None
    assert found.kind == "CHANGED"
    assert of_value("f", ["a"], ["a"], ["b"], told=True) is not None, "what cannot be a key is compared by its words"


@pytest.mark.parametrize(
    ("kind", "taken", "is_open"),
    [("NEW", True, False), ("CHANGED", True, False), ("ADDED", True, False), ("CONFLICT", False, True), ("FEWER", False, True), ("EMPTIED", False, True),
     ("KEPT", False, False)],
)  # fmt: skip
def test_what_nobody_has_decided_is_stored_asked_or_left_by_its_kind(kind: str, taken: bool, is_open: bool) -> None:
    one = RowDifference("f", kind, "a", "b")
    assert (one.taken, one.open) == (taken, is_open)
    for decided in (True, False):
        one.decided = decided
        assert (one.taken, one.open) == (decided, False)
    assert one.key == ("f.fewer" if kind == "FEWER" else "f")


def test_of_a_protected_person_it_shows_that_something_was_and_nothing_of_what() -> None:
    one = RowDifference("phone", "CHANGED", "0701", "0702", "0703")
    assert one.shown(hidden=False) == ("0703", "0701", "0702")
    assert one.shown(hidden=True) == (MASKED, MASKED, MASKED)
    empty = RowDifference("phone", "NEW", "", "0702")
    assert empty.shown(hidden=True) == ("", "", MASKED)
    masked = one.masked()
    assert (masked.last, masked.before, masked.after, masked.kind) == (MASKED, MASKED, MASKED, "CHANGED")
    level = RowDifference("protected", "CHANGED", "0", "2")
    assert level.shown(hidden=True) == ("", "0", "2"), "that she is protected is said wherever she stands"
    assert (level.rises, one.rises) == (True, False)


def items(
    last: tuple[str, ...], before: tuple[str, ...], after: tuple[str, ...], **given: Any
) -> list[tuple[str, str, str]]:
    return [(d.kind, d.before, d.after) for d in of_items("wishes", last, before, after, **given)]


def test_of_several_things_those_that_are_new_are_added_and_none_is_taken_away_unasked() -> None:
    assert items((), (), ("a", "b")) == [("NEW", "", "a, b")]
    assert items((), ("a",), ("a", "b")) == [("ADDED", "a", "a, b")]
    assert items((), ("a",), ("b",)) == [("ADDED", "a", "a, b")], "what the list never said is not missed"
    assert items(("a", "b"), ("a", "b"), ("a",)) == [("FEWER", "a, b", "a")]
    assert items(("a",), ("a",), ("b",)) == [("ADDED", "a", "a, b"), ("FEWER", "a", "")]
    assert items(("a",), ("b",), ("a",)) == [], "it says as last time what was taken away here"
    assert items(("a",), ("a",), ("a",)) == []


def test_a_thing_of_the_same_slot_stands_in_the_others_place() -> None:
    def first(one: object) -> str:
        return str(one)[0]

    assert items((), ("a1", "b1"), ("a2",), slot=first) == [("FEWER", "a1, b1", "b1, a2")]
    (only,) = of_items("needs", (), ("a1", "b1"), ("a2", "c1"), first)[1:]
    assert (only.value, only.less) == (("a2",), ("a1",))
    assert only.onto(("a1", "b1", "c1")) == ("b1", "c1", "a2")
    assert only.onto(("b1", "a2")) == ("b1", "a2"), "it is there already"
    assert only.onto("text") == ("a2",)
    assert RowDifference("f", "NEW", "", "x", value="x").onto("y") == "x"


def test_a_fact_is_shown_by_its_words() -> None:
    assert [words(v) for v in (None, "", 0, "a", (), ("a", 1))] == ["", "", "0", "a", "", "a, 1"]
    assert words((Need("lift_max", "10"), Need("daytime", ""))) == "10, daytime"
    gone = emptied("f", "a", "b", None)
    assert (gone.kind, gone.before, gone.after, gone.last, gone.value) == ("EMPTIED", "b", "", "a", None)


def test_what_is_asked_and_not_answered_is_asked_again() -> None:
    heard: dict[str, object] = {"a": 1, "b": 2, "c": 3, "d": 4}
    asked = [
        RowDifference("a", "CONFLICT", "x", "y", held=(9,)),
        RowDifference("b", "EMPTIED", "x", "y"),
        RowDifference("c", "CONFLICT", "x", "y", held=(9,), decided=False),
        RowDifference("d", "CHANGED", "x", "y", held=(9,)),
    ]
    assert remembered(heard, asked) == {"a": 9, "c": 3, "d": 4}
    assert heard == {"a": 1, "b": 2, "c": 3, "d": 4}


@pytest.mark.parametrize(
    ("mine", "lists", "sender", "followed"),
    [
        ([1, 2], {"own": [9], "other": [1, 2]}, "own", "own"),
        ([1, 2], {"other": [1, 2, 3, 4]}, "own", "other"),
        ([1], {"other": [1, 2, 3]}, "own", "own"),
        ([1, 2, 3], {"a": [1], "b": [2, 3]}, "own", "b"),
        ([1, 2], {"a": [1], "b": [2]}, "own", "b"),
        ([1], {"a": [], "b": []}, "own", "own"),
        ([], {"a": [1]}, "own", "own"),
    ],
)
def test_a_list_follows_the_one_of_its_name_or_the_one_it_has_most_in_common_with(
    mine: list[int], lists: dict[str, list[int]], sender: str, followed: str
) -> None:
    assert follows(mine, lists, sender) == followed
