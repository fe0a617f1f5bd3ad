"""What a week asks somebody to do, by the days on which a person would think of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from amdesk.domain.booking.week.due import AbsenceSeen, absence_due, goes_back
from amdesk.domain.booking.week.rhythm import USUAL
from amdesk.domain.booking.week.talks import LOOKED_BACK, talk_day
from tests.domain.test_week import MONDAY, SIX

FIRST = date(2026, 9, 28)


def found(said: str, today: int, last_talk: int | None = None) -> list[tuple[str, int]]:
    """(kind, due as days after the Monday) by the letters of the days from that Monday on."""
    codes = {"S": "sick", "O": "unexcused", "V": "child", "L": "leave", "M": "holiday", "N": "present"}
    days = {MONDAY + timedelta(i): codes[x] for i, x in enumerate(said) if x in codes}
    talk = None if last_talk is None else MONDAY + timedelta(last_talk)
    tasks = absence_due(AbsenceSeen(1, SIX, days, talk), MONDAY + timedelta(today), 8)
    return [(t.kind, (t.due - MONDAY).days) for t in tasks]


def test_the_first_day_of_an_absence_is_called_about_until_somebody_has_talked_with_her() -> None:
    assert found("S", 0) == [("call", 0)]
    assert found("O", 0) == [("call", 0)]
    assert found("S", 0, last_talk=-1) == [("call", 0)], "a talk before it is none about it"
    assert found("S", 0, last_talk=0) == []
    assert found("NS", 8) == [("absent", 2), ("call", 1)]
    assert ("call", 1) not in found("NS", 9), "after a week the rhythm takes over"


def test_nobody_is_called_about_leave_that_was_granted() -> None:
    for letter in "LMN":
        assert found(letter, 1) == []


def test_a_day_after_an_absence_is_asked_for_until_it_is_noted() -> None:
    assert ("absent", 1) in found("S", 1)
    assert ("absent", 2) in found("SS", 4)
    assert ("absent", 1) in found("V", 1)
    assert "absent" not in dict(found("SN", 4)), "she is back"
    assert "absent" not in dict(found("SSSSS", 6)), "no hours on a weekend"
    assert ("absent", 7) in found("SSSSS", 7)
    assert "absent" not in dict(found("S", 15)), "after two weeks the supervisor's list brings it"


@pytest.mark.parametrize(("said", "today", "asked"), [
    ("SSSSS..S", 7, True), ("SSSSS..", 6, False), ("SSSSS..N", 7, False), ("SSNSS..SSSS", 10, True), ("SSSSS..SSSSS", 11, True), ("SSNSS..SSS", 9, False),
])  # fmt: skip
def test_a_certificate_is_asked_for_from_the_eighth_calendar_day_of_one_period(
    said: str, today: int, asked: bool
) -> None:
    assert ("day8" in dict(found(said, today))) is asked


@pytest.mark.parametrize(("since", "asked"), [(60, True), (61, False)])
def test_a_certificate_that_was_never_seen_is_asked_for_as_long_as_two_months(since: int, *, asked: bool) -> None:
    last = 10
    seen = AbsenceSeen(1, SIX, {MONDAY + timedelta(i): "sick" for i in (*range(5), *range(7, last + 1))}, None)
    tasks = absence_due(seen, MONDAY + timedelta(last + since), 8)
    assert ("day8" in {t.kind for t in tasks}) is asked


@pytest.mark.parametrize(("first", "back"), [(0, True), (1, False), (2, False)])
def test_an_illness_may_have_begun_before_the_two_months_where_no_hours_were_between(first: int, *, back: bool) -> None:
    seen = AbsenceSeen(1, SIX, {MONDAY + timedelta(first): "sick"}, None)
    assert goes_back(seen, MONDAY + LOOKED_BACK) is back


def test_the_certificate_is_due_on_the_eighth_day_and_its_key_stays_while_the_period_goes_on() -> None:
    short, long = (
        absence_due(
            AbsenceSeen(1, SIX, {MONDAY + timedelta(i): "sick" for i in (*range(5), *range(7, last))}, None),
            MONDAY + timedelta(11),
            8,
        )
        for last in (8, 12)
    )
    keys = [[(t.key, t.due) for t in tasks if t.kind == "day8"] for tasks in (short, long)]
    assert keys == [[(f"day8:1:{MONDAY}", MONDAY + timedelta(7))]] * 2


def test_a_talk_is_listed_a_week_before_it_is_due_and_stays_until_it_is_had() -> None:
    last = FIRST + timedelta(60)  # every other week
    shown = [talk_day(FIRST, None, last, USUAL, last + timedelta(n)) is not None for n in (0, 6, 7, 14, 200)]
    assert shown == [False, False, True, True, True]
    assert talk_day(FIRST, None, None, USUAL, FIRST) is not None, "the first talk"
