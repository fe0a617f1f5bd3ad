"""An assessment sheet that comes back: row by row what it would change, and whose rows are none of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from amdesk.domain.competence.assessments import Area, Profile, Skill
from amdesk.domain.competence.sheets import (
    Difference,
    Filled,
    Head,
    Returned,
    differences,
    head_check,
    level_in,
    row_key,
)
from amdesk.domain.values import Cell

SECRET = "a1" * 16
MADE = date(2026, 11, 2)
HEAD = Head("E-1", "D-0001", 3, 2, "week4", MADE, {"A": 2, "B": 2, "GONE": 1})
PROFILE = Profile(
    3, "PAR", 2, "Park", "Park", (Area("Park", "Park", tuple(Skill(c, c * 3, c) for c in ("A", "B", "C"))),)
)


def told(*rows: tuple[str, Cell], head: Head = HEAD, levels: Any = None, later: Any = None) -> list[Difference]:
    """What comes of rows of (skill code or whole key, cell); those of a code have the key of the sheet."""
    filled = [
        Filled(9 + at, key if "." in key or not key else row_key(SECRET, head, key), cell)
        for at, (key, cell) in enumerate(rows)
    ]
    returned = Returned("Aida", head, filled, "Nils", None, "")
    return differences(SECRET, returned, PROFILE, {"A": 2, "B": 2} if levels is None else levels, later or {})


def kinds(found: list[Difference]) -> list[tuple[str, str, int, int | None, int | None]]:
    return [(d.kind, d.code, d.row, d.old, d.new) for d in found]


def test_a_row_is_new_changed_or_as_it_was_and_an_empty_cell_is_nothing() -> None:
    assert kinds(told(("A", 3), ("B", "2 Med stöd"), ("C", 4))) == [
        ("CHANGED", "A", 9, 2, 3),
        ("SAME", "B", 10, 2, 2),
        ("NEW", "C", 11, None, 4),
    ]
    assert kinds(told(("A", None), ("B", "  "), ("C", ""))) == []


def test_a_skill_without_its_row_is_told_once_and_one_of_an_older_profile_only_where_it_came_back() -> None:
    assert kinds(told(("B", 3))) == [
        ("CHANGED", "B", 9, 2, 3),
        ("MISSING", "A", 0, 2, None),
        ("MISSING", "C", 0, None, None),
    ]
    assert kinds(told(("A", ""), ("B", ""), ("C", ""), ("GONE", 2))) == [("OLD_PROFILE", "GONE", 12, None, None)]
    assert kinds(told(("A", ""), ("B", ""), ("C", ""), ("GONE", "fem"))) == [("NO_LEVEL", "GONE", 12, None, None)]


def test_a_row_of_another_sheet_changes_nobody() -> None:
    whole = [("A", ""), ("B", ""), ("C", "")]
    for other, kind in (
        (row_key(SECRET, replace(HEAD, employment="E-2"), "A"), "WRONG_PERSON"),
        (row_key(SECRET, replace(HEAD, participant="D-0002"), "A"), "UNKNOWN"),
        (row_key(SECRET, replace(HEAD, profile=4), "A"), "UNKNOWN"),
        (row_key(SECRET, replace(HEAD, version=1), "A"), "UNKNOWN"),
        (row_key("b2" * 16, HEAD, "A"), "UNKNOWN"),
        (row_key(SECRET, HEAD, "A"), "TWICE"),
        ("", "UNKNOWN"),
        ("x.", "UNKNOWN"),
    ):
        assert [(d.kind, d.row, d.new) for d in told(*whole, (other, 4))] == [(kind, 12, None)], "a skill counts once"


def test_of_a_row_that_stands_twice_the_first_counts_and_the_other_is_told_as_the_copy_that_it_is() -> None:
    found = told(("A", 3), ("A", 4), ("B", ""), ("C", ""))
    assert kinds(found) == [("CHANGED", "A", 9, 2, 3), ("TWICE", "A", 10, 2, None)]
    assert str(found[1].text) == "Row 10 is a copy of a row further up, AAA, and was left out"


def test_what_was_assessed_here_since_the_sheet_was_made_is_no_change_but_a_conflict() -> None:
    """Only where the level itself has moved: a later assessment that said the same takes nothing away."""
    later = {"A": date(2026, 11, 9)}
    rows = ("A", 3), ("B", ""), ("C", "")
    (one,) = told(*rows, levels={"A": 4, "B": 2}, later=later)
    assert (one.kind, one.old, one.new) == ("CONFLICT", 4, 3)
    assert "4 was assessed here on 2026-11-09" in str(one.text)
    assert kinds(told(*rows, later=later)) == [("CHANGED", "A", 9, 2, 3)]
    assert kinds(told(*rows, levels={"A": 4, "B": 2})) == [("CHANGED", "A", 9, 4, 3)]
    (gone,) = told(*rows, levels={"B": 2}, later=later)
    assert (gone.kind, "– was assessed" in str(gone.text)) == ("CONFLICT", True)


def test_every_remark_says_its_row_its_skill_and_what_stands_there() -> None:
    said = [str(d.text) for d in told(("A", "x" * 40), ("B", 3), ("C", 1), ("GONE", 2), ("E-2.A.12345678", 3))]
    assert said == [
        f"Row 9, AAA: “{'x' * 29}…” is no level from 1 to 4",
        "BBB: 2 becomes 3",
        "CCC: 1",
        "Row 12: the skill GONE is not in the profile any more",
        "Row 13 belongs to another person's sheet and was left out",
    ]


@pytest.mark.parametrize(
    ("cell", "level"),
    [
        (None, None),
        ("", None),
        ("  ", None),
        (3, 3),
        (3.0, 3),
        ("3", 3),
        ("3 Klarar självständigt", 3),
        ("3. Klarar", 3),
        ("3: Klarar", 3),
        (1, 1),
        (4, 4),
    ],
)
def test_a_level_is_read_with_or_without_its_words(cell: Cell, level: int | None) -> None:
    assert level_in(cell) == level


@pytest.mark.parametrize("cell", [0, 5, 2.5, True, "0", "5", "tre", "3a", "Klarar 3", "-1"])
def test_what_is_no_level_is_not_guessed(cell: Cell) -> None:
    with pytest.raises(ValueError):
        level_in(cell)


def test_whatever_is_changed_in_the_head_of_a_sheet_changes_its_check() -> None:
    check = head_check(SECRET, HEAD)
    assert len(check) == 16
    assert head_check(SECRET, replace(HEAD, base={"GONE": 1, "B": 2, "A": 2})) == check, "the order says nothing"
    for other in (
        {"employment": "E-2"}, {"participant": "D-2"}, {"profile": 4}, {"version": 3}, {"occasion": "final"}, {"made_on": date(2026, 11, 3)}, {"base": {"A": 3}},
    ):  # fmt: skip
        assert head_check(SECRET, replace(HEAD, **other)) != check
    assert head_check("b2" * 16, HEAD) != check
