"""What is told apart and what counts as one: files beside a bank, payments of a later list, groups that are shown together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from amdesk.domain.clock import Clock
from amdesk.domain.names import BESIDE, banks_it_may_belong_to
from amdesk.domain.results.folding import SPLITS, Fold, Split
from amdesk.domain.results.received import Payment


@pytest.mark.parametrize("end", BESIDE)
def test_a_file_beside_a_bank_belongs_to_it_and_an_end_alone_is_no_banks(end: str) -> None:
    assert banks_it_may_belong_to(f"stad.amdesk{end}") == [f"stad.amdesk{end}", "stad.amdesk"]
    assert banks_it_may_belong_to(f"stad.amdesk{end.upper()}")[-1] == "stad.amdesk"
    assert banks_it_may_belong_to(end) == [end]
    assert banks_it_may_belong_to(f"stad.amdesk{end}-wal")[-1] == "stad.amdesk"


@pytest.mark.parametrize(
    "other",
    [
        (2, "applicant", "2026-01", 100),
        (1, "co-applicant", "2026-01", 100),
        (1, "applicant", "2026-02", 100),
        (1, "applicant", "2026-01", 101),
    ],
)
def test_a_payment_is_another_where_person_role_month_or_amount_is(other: tuple[int, str, str, int]) -> None:
    one = Payment(1, "applicant", "2026-01", 100)
    assert one.same == Payment(1, "applicant", "2026-01", 100).same
    assert one.same != Payment(*other).same


@pytest.mark.parametrize("split", SPLITS)
def test_whoever_is_not_recorded_stands_with_the_neighbour_and_nowhere_alone(split: Split) -> None:
    for into in split.groups:
        (other,) = set(split.groups) - {into}
        fold = Fold(split, into)
        assert fold.named(split.unrecorded) == fold.named(into) != into
        assert fold.named(other) == other
        assert len(fold.parts()) == len(set(fold.parts())) == 2
    nobody, too_few = Fold(split, ""), Fold(split, None)
    assert (nobody.named(split.unrecorded), nobody.parts()) == (None, list(split.groups))
    assert (too_few.named(split.unrecorded), too_few.parts()) == (None, [])


def test_a_clock_of_nobody_else_tells_the_day_and_the_time_of_this_computer() -> None:
    before, clock = datetime.now(UTC).replace(microsecond=0), Clock()
    days = {datetime.now().date() for _ in range(2)} | {clock.today(), clock.really()}  # noqa: DTZ005 - the wall clock's
    assert max(days) - min(days) < timedelta(2), "over midnight at most"
    assert clock.today() <= datetime.now().date()  # noqa: DTZ005 - the same
    assert before <= clock.now() <= datetime.now(UTC)
    ahead = Clock(ahead=timedelta(hours=1), local_ahead=timedelta(2))
    assert ahead.today() >= clock.today() + timedelta(2)
    assert ahead.now() >= before + timedelta(hours=1)
