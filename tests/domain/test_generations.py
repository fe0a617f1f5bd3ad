"""Which copies stay, as somebody would wish who looks for the bank of a certain hour, day, week or month."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amdesk.domain.bank.generations import MOST, CopySchedule, read_copy_schedule, said, staying
from amdesk.domain.errors import Refused

NOON = datetime(2026, 11, 27, 12)
NONE = CopySchedule(1, 0, 0, 0, 0)


def every(step: timedelta, count: int) -> list[datetime]:
    """So many, the last of them today at noon."""
    return [NOON - step * i for i in reversed(range(count))]


def left(times: list[datetime], schedule: CopySchedule) -> list[datetime]:
    return [t for t, why in zip(times, staying(times, schedule), strict=True) if why]


def test_the_latest_stay_however_close_they_are() -> None:
    times = every(timedelta(seconds=1), 30)
    assert left(times, NONE._replace(latest=10)) == times[-10:]


def test_of_each_day_its_last_copy_stays() -> None:
    times = every(timedelta(hours=1), 24 * 20)
    kept = left(times, NONE._replace(days=14))
    assert [t.date() for t in kept] == [NOON.date() - timedelta(i) for i in reversed(range(14))]
    assert all(t.hour == 23 for t in kept[:-1])
    assert kept[-1] == NOON


def test_a_year_of_days_leaves_its_months_weeks_and_days() -> None:
    times = every(timedelta(days=1), 400)
    kept = left(times, CopySchedule())
    why = [w for w in staying(times, CopySchedule()) if w]
    months = sorted({(t.year, t.month) for t in times})[-12:]
    assert {(t.year, t.month) for t in kept} == set(months), "each of the last twelve is there"
    assert {t.isocalendar()[:2] for t in kept} >= {(NOON - timedelta(weeks=i)).isocalendar()[:2] for i in range(8)}
    assert set(times[-14:]) <= set(kept)
    assert len(kept) < 60
    assert why[0] == "months"


def test_a_clock_that_went_back_takes_nothing_that_was_copied_last() -> None:
    times = every(timedelta(days=1), 30) + [t - timedelta(400) for t in every(timedelta(days=1), 12)]
    kept = left(times, CopySchedule())
    assert set(times[-10:]) <= set(kept)
    assert NOON in kept, "the last one before the clock went back stands for its day"


@given(
    st.lists(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), max_size=60),
    st.builds(CopySchedule, *(st.integers(0, 12) for _ in CopySchedule())),
)
def test_the_last_copy_always_stays_and_a_second_clearing_takes_nothing(
    times: list[datetime], schedule: CopySchedule
) -> None:
    kept = left(times, schedule)
    assert kept[-1:] == times[-1:]
    assert left(kept, schedule) == kept


@pytest.mark.parametrize(
    "written", ["0,1,1,1,1", "1,1,1,1", "1,1,1,1,241", "1,1,x,1,1", "1,-1,1,1,1", "²,1,1,1,1", "9999,1,1,1,1"]
)
def test_what_is_no_schedule_is_refused(written: str) -> None:
    with pytest.raises(Refused):
        read_copy_schedule(written)


@pytest.mark.parametrize("schedule", [CopySchedule(), MOST, NONE])
def test_a_schedule_reads_as_it_is_written(schedule: CopySchedule) -> None:
    assert read_copy_schedule(said(schedule)) == schedule
    assert read_copy_schedule("") == CopySchedule()


@pytest.mark.parametrize("at", range(5))
def test_each_number_of_copies_has_its_most_and_the_latest_its_least(at: int) -> None:
    most = [99, 99, 99, 99, 240]
    assert read_copy_schedule(",".join(map(str, most))) == CopySchedule(*most)
    more = [n + (i == at) for i, n in enumerate(most)]
    with pytest.raises(Refused):
        read_copy_schedule(",".join(map(str, more)))
    none = [0 if i == at else n for i, n in enumerate(most)]
    if at:
        assert read_copy_schedule(",".join(map(str, none))) == CopySchedule(*none)
    else:
        with pytest.raises(Refused):
            read_copy_schedule(",".join(map(str, none)))
