"""What Översikt passes over without looking closer could not have given a task."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from amdesk.domain.booking.plan import Plan
from amdesk.services.overview.day import _perhaps_due, _running_tasks
from tests.make import TODAY

PLANS = st.builds(
    lambda first, more, before: Plan(first, min(52, first + more), before),
    st.integers(1, 51),
    st.integers(1, 30),
    st.integers(0, 60),
)


@given(st.integers(-800, 0), st.integers(-100, 900), st.none() | st.integers(-100, 400), PLANS)
def test_nothing_that_is_due_is_passed_over(begun: int, left: int, decided: int | None, plan: Plan) -> None:
    first, last = TODAY + timedelta(begun), TODAY + timedelta(max(left, begun))
    decision = TODAY + timedelta(decided) if decided is not None else None
    tasks = _running_tasks(1, 1, first, last, decision, set(), TODAY, plan)
    assert not tasks or _perhaps_due(TODAY, plan)(first, last, decision)


def test_an_employment_with_nothing_near_is_passed_over() -> None:
    first, last = date(2026, 1, 1), TODAY + timedelta(200)
    assert not _perhaps_due(TODAY, Plan())(first, last, None)
