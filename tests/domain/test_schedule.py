"""Working hours are read once: the notice's hour, clashes with modules and needs never say different things of one place."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amdesk.domain.booking.meetings import Occasion, clashes, work_hours
from amdesk.domain.booking.needs import MET, NOT_KNOWN, NOT_MET, answer
from amdesk.domain.people.participant import Need
from amdesk.domain.places.schedule import DAYS, clock_minutes, read_schedule
from tests.make import place

CALM = settings(deadline=None)
"""No test of speed: a busy machine is no fault."""
MONDAY = date(2026, 3, 2)
DAY = st.integers(0, 6)
MINUTE = st.integers(0, 23 * 60 + 59)
DAY_WORDS = st.sampled_from(("{}", "{}dag", "{}dagar"))
TIME_WORDS = st.sampled_from(("{:02d}.{:02d}", "{:02d}:{:02d}", "{:02d}{:02d}", "{}.{:02d}"))
DASHES = st.sampled_from(("-", "–", " - ", " till "))
WORDS = st.sampled_from(
    ("mån-fre", "Måndag till fredag", "tis, tor", "vardagar", "kontorstid", "08.00-16.45", "9-16", "kl 09:00–12:00", "börjar 7", "06.45",
     "21.00-07.00", "rullande schema", "ej helg", "ibland jour", "37.5 tim", "enligt överenskommelse", "eller", ",", "lunch 11.30", "25-30")
)  # fmt: skip
SCHEDULES = st.lists(WORDS, max_size=6).map(" ".join) | st.text("månfrelös tiodag -–0123456789.:,()", max_size=30)


def starts_after(said: str, minute: int) -> int:
    return answer(Need("start_after", f"{minute // 60:02d}:{minute % 60:02d}"), place(schedule=said), None)


@CALM
@given(DAY, DAY, MINUTE, MINUTE, DAY_WORDS, TIME_WORDS, DASHES, DASHES)
def test_hours_in_any_spelling_are_the_same_to_the_notice_the_modules_and_the_needs(
    first: int, last: int, begin: int, end: int, day: str, time: str, dash: str, to: str
) -> None:
    days = f"{day.format(DAYS[first])}{dash}{day.format(DAYS[last])}"
    said = f"{days} {time.format(*divmod(begin, 60))}{to}{time.format(*divmod(end, 60))}"
    hours = work_hours(said)
    assert hours is not None
    assert (place(schedule=said).starts_at, hours.begin, hours.end % 1440) == (begin, begin, end)
    assert hours.days == {(first + i) % 7 for i in range((last - first) % 7 + 1)}
    assert starts_after(said, begin) == MET
    assert begin == 23 * 60 + 59 or starts_after(said, begin + 1) == NOT_MET


@CALM
@given(SCHEDULES, MINUTE)
def test_no_reading_of_any_text_says_otherwise_than_another(said: str, minute: int) -> None:
    begins, hours, found = place(schedule=said).starts_at, work_hours(said), starts_after(said, minute)
    if begins is None:
        assert hours is None
        assert found == NOT_KNOWN
    elif found == MET:
        assert begins >= minute
        assert hours is None or hours.begin >= minute
    elif hours is not None and found == NOT_MET:
        assert hours.begin < minute
    if answer(Need("daytime", ""), place(schedule=said), None) == MET and hours is not None:
        assert 6 * 60 <= hours.begin < hours.end <= 19 * 60


@pytest.mark.parametrize(
    ("said", "begins", "hours"),
    [
        ("mån-fre 8-16.30", 480, (range(5), 480, 990)),
        ("måndag till fredag kl 9-16", 540, (range(5), 540, 960)),
        ("månd–fred 8–16", 480, (range(5), 480, 960)),
        ("mån-tors 09.00-16.00, fre 06.30-12.00", 540, (range(5), 390, 960)),
        ("fre-mån 21.00-07.00", 1260, ((4, 5, 6, 0), 1260, 1860)),
        ("samling 06.45", 405, None),
        ("börjar kl 7", 420, None),
        ("37.50 tim i veckan", None, None),
        ("mån-fre ²-16", None, None),
        ("99.99", None, None),
        ("rullande schema, även kväll och helg", None, None),
        ("", None, None),
    ],
)
def test_what_one_reader_understood_all_understand(
    said: str, begins: int | None, hours: tuple[range | tuple[int, ...], int, int] | None
) -> None:
    found = work_hours(said)
    assert place(schedule=said).starts_at == begins
    read = None if found is None else (set(found.days), found.begin, found.end)
    assert read == (None if hours is None else (set(hours[0]), *hours[1:]))


def test_a_time_among_words_that_nobody_reads_is_said_in_the_notice_and_decides_no_need() -> None:
    said = "fika 08.30 i personalrummet"
    assert place(schedule=said).starts_at == 510
    assert starts_after(said, 540) == NOT_KNOWN
    assert starts_after("kl 08.30", 540) == NOT_MET


@pytest.mark.parametrize(("begin", "end", "meets"), [("20:00", "22:00", True), ("17:00", "21:00", False)])
def test_a_module_in_the_evening_clashes_with_a_night_shift(begin: str, end: str, meets: bool) -> None:
    found = clashes([("Kväll", Occasion(1, 1, MONDAY, begin, end))], place(schedule="mån-fre 21.00-07.00"), MONDAY)
    assert found == ([("Kväll", "mån")] if meets else [])


def test_a_meeting_that_is_over_unreadable_or_on_a_free_day_hides_no_later_one_and_each_weekday_is_told_once() -> None:
    days = [
        ("Förra", Occasion(1, 1, MONDAY - timedelta(7), "09:00", "10:00")),
        ("Oläst", Occasion(2, 1, MONDAY, "efter lunch", "10:00")),
        ("Lördag", Occasion(3, 1, MONDAY + timedelta(5), "09:00", "10:00")),
        ("Kväll", Occasion(4, 1, MONDAY, "16:45", "18:00")),
        ("Tidig", Occasion(5, 1, MONDAY, "07:00", "08:00")),
        ("Svenska", Occasion(6, 1, MONDAY, "16:44", "18:00")),
        ("Svenska", Occasion(7, 1, MONDAY + timedelta(7), "07:00", "08:01")),
        ("Svenska", Occasion(8, 1, MONDAY + timedelta(1), "09:00", "10:00")),
    ]
    found = clashes(days, place(schedule="mån-fre 08.00-16.45"), MONDAY)
    assert found == [("Svenska", "mån"), ("Svenska", "tis")]
    assert clashes(days, place(schedule=""), MONDAY) == []


@pytest.mark.parametrize(
    ("said", "minutes"),
    [("9", 540), ("09:00", 540), ("9.30", 570), (" 23:59 ", 1439), ("24", 1440), ("24:00", 1440), ("24:01", None), ("9:60", None), ("9:5", None),
     ("", None), ("nio", None)],
)  # fmt: skip
def test_a_time_of_day_is_minutes_after_midnight_or_nothing(said: str, minutes: int | None) -> None:
    assert clock_minutes(said) == minutes


NONE = (None, None, None, None)


WRITTEN = (
    ("mån-fre 06.30-15.15", "01234", (390, 390, 390, 915), False, False),
    ("fre-mån 22.00-06.00", "4560", (1320, 1320, 1320, 1800), False, False),
    ("mån 08.00-08.00", "0", (480, 480, 480, 480 + 1440), False, False),
    ("tis, tor 09-12 och 07-16", "13", (540, 420, 540, 960), False, False),
    ("vardagar 8-24", "01234", (480, 480, 480, 1440), False, False),
    ("weekdays 8-25", "01234", NONE, False, True),
    ("sat to sun 10:00-14:30", "56", (600, 600, 600, 870), False, False),
    ("börjar 7", "", (420, 420, 420, None), False, False),
    ("börjar 25", "", NONE, False, True),
    ("kl 07.60", "", NONE, False, True),
    ("07.15", "", (435, 435, 435, None), False, False),
    ("07.15 lunch 11.30", "", (435, None, None, None), False, True),
    ("mån-fre 07-16, ej kväll eller helg", "01234", (420, 420, 420, 960), False, False),
    ("mån-fre 07-16, helg ibland", "01234", (420, 420, 420, 960), True, True),
    ("rullande schema", "", NONE, True, False),
    ("skift", "", NONE, True, False),
    ("", "", NONE, False, False),
    ("heltid, dagtid", "", NONE, False, False),
    ("enligt överenskommelse", "", NONE, False, True),
    ("mån-fre 37.5 tim", "01234", NONE, False, True),
    ("8—16", "", (480, 480, 480, 960), False, False),
)


def test_what_written_hours_say_and_whether_a_word_was_left() -> None:
    for said, days, minutes, odd, unread in WRITTEN:
        found = read_schedule(said)
        assert found.days == {int(d) for d in days}, said
        assert (found.first_start, found.earliest_start, found.latest_start, found.latest_end) == minutes, said
        assert (found.odd, found.unread) == (odd, unread), said


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("09:00", 540),
        (" 9.30 ", 570),
        ("9", 540),
        ("24:00", 1440),
        ("24:01", None),
        ("9:60", None),
        ("9:59", 599),
        ("0", 0),
        ("nio", None),
        ("9.3", None),
        ("123", None),
        ("٩", None),
    ],
)
def test_a_time_of_day_is_one_or_nothing(said: str, minutes: int | None) -> None:
    assert clock_minutes(said) == minutes


@pytest.mark.parametrize("said", ["från 27.15", "27.15-29.00", "mån-fre från 08.75", "mån-fre 08.75-16.00"])
def test_a_time_that_no_clock_shows_is_no_time_and_is_not_passed_over(said: str) -> None:
    found = read_schedule(said)
    assert (found.unread, found.first_start, found.latest_end) == (True, None, None)
