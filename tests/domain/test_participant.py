"""What the list says of a person: the one most urgent thing, and on which day it turns into another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from amdesk.domain.people.participant import ParticipantRow, protection_in, urgency
from amdesk.domain.people.protection import FOLLOWS
from tests import make
from tests.make import TODAY


def row(**given: Any) -> ParticipantRow:
    values: dict[str, Any] = {
        "id": 1, "number": "D-0001", "name": "Aida Demolund", "protected": False, "wish": "PAR", "case_worker": "", "status": "waiting",
        "since": TODAY - timedelta(20), "from_date": None, "to_date": None, "placement": "", "booking_status": "", "ended_on": None,
        "followed_up": False, "certified": False, "assessed_final": False,
    }  # fmt: skip
    return ParticipantRow(**(values | given))


def said(**given: Any) -> tuple[str, str]:
    """What is said, and how it looks."""
    found = urgency(row(**given), TODAY)
    return str(found.text), found.look


def ago(days: int) -> date:
    return TODAY - timedelta(days)


@pytest.mark.parametrize(
    ("days", "words", "look"),
    [(0, "Day 90 in 90 d", "text2"), (89, "Day 90 in 1 d", "text2"), (90, "Day 90 today", "text2"), (91, "Day 90 overdue", "bad"),
     (364, "Day 90 overdue", "bad"), (365, "Ended", "text3")],
)  # fmt: skip
def test_day_90_is_counted_down_to_the_day_itself_and_then_overdue_for_the_rest_of_a_year(
    days: int, words: str, look: str
) -> None:
    assert said(status="ended", ended_on=ago(days)) == (words, look)


@pytest.mark.parametrize(("days", "words"), [(90, "Day 90 today"), (91, "Ended"), (200, "Ended")])
def test_somebody_followed_up_is_never_overdue(days: int, words: str) -> None:
    assert said(status="ended", ended_on=ago(days), followed_up=True)[0] == words


def test_a_certificate_is_missing_after_a_final_assessment_alone_and_for_ninety_days() -> None:
    final = {"status": "ended", "assessed_final": True}
    assert said(**final, ended_on=ago(89)) == ("Certificate missing", "bad")
    assert said(**final, ended_on=ago(90))[0] == "Day 90 today"
    assert said(**final, ended_on=ago(91))[0] == "Day 90 overdue"
    assert said(**final, ended_on=ago(5), certified=True)[0] == "Day 90 in 85 d"
    assert said(status="ended", ended_on=ago(5))[0] == "Day 90 in 85 d"


@pytest.mark.parametrize(
    ("left", "words", "look"),
    [
        (-1, "Should have ended", "bad"),
        (0, "Ends today", "warn"),
        (30, "Ends in 30 d", "warn"),
        (31, "w. 2 of 5", "text2"),
    ],
)
def test_an_end_is_told_thirty_days_before_and_not_forgotten_after(left: int, words: str, look: str) -> None:
    assert said(status="working", from_date=ago(7), to_date=TODAY + timedelta(left)) == (words, look)


def test_the_first_seven_days_are_week_1_and_the_last_day_is_in_the_last_week() -> None:
    last = ago(6) + timedelta(7 * 26 - 1)
    assert said(status="working", from_date=ago(6), to_date=last)[0] == "w. 1 of 26"
    assert said(status="working", from_date=ago(7), to_date=last)[0] == "w. 2 of 26"
    assert said(status="working", from_date=TODAY, to_date=TODAY + timedelta(34))[0] == "w. 1 of 5"


def test_a_start_is_told_by_its_day_and_a_reservation_as_tentative() -> None:
    begins = TODAY + timedelta(3)
    assert said(status="booked", from_date=begins, booking_status="booked") == ("Starts 2026-11-26", "text2")
    assert said(status="booked", from_date=begins, booking_status="reserved") == ("Tentative", "warn")


def test_whoever_waits_has_waited_since_the_referral_and_never_less_than_no_days() -> None:
    assert said() == ("Waiting 20 d", "warn")
    assert said(since=TODAY + timedelta(2))[0] == "Waiting 0 d"


def test_without_dates_the_status_alone_is_said() -> None:
    assert said(status="working")[0] == "Working"
    assert said(status="working", to_date=TODAY + timedelta(60))[0] == "Working"


def test_a_protected_person_is_shown_by_mask_and_number() -> None:
    assert "Aida" not in str(make.person(protection=1).shown_name)
    assert "D-0001" in str(make.person(protection=1).shown_name)
    assert str(make.person().shown_name) == "Aida Demolund"


def test_protection_is_read_from_facts_as_a_file_or_a_form_gives_them() -> None:
    said = [
        protection_in(v) for v in ({}, {"protection": None}, {"protection": ""}, {"protection": 2}, {"protection": "1"})
    ]
    assert said == [0, 0, 0, 2, 1]


def test_every_level_of_protection_says_what_follows_from_it() -> None:
    said = {level: " ".join(sentences) for level, sentences in FOLLOWS.items()}
    assert sorted(said) == [0, 1, 2, 3]
    assert ["hidden everywhere" in said[level] for level in range(4)] == [False, True, True, True]
    assert ["Tax Agency" in said[level] for level in range(4)] == [False, False, True, False]
    assert ["earlier identity number" in said[level] for level in range(4)] == [False, False, False, True]
