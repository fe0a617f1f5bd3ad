"""What is corrected between two reports of the same days tells of those few whose facts it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from amdesk.db.port import insert, rows, update
from amdesk.domain.results.releases import CountedRow, PartOf, changed
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from tests.services.test_attacker import ends
from tests.services.test_reports import document

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
DAYS = (date(2026, 1, 1), date(2026, 3, 31))
ANSWER: dict[str, Any] = {"plan_city": "no", "plan_pes": "no"}


def given(desk: Desk) -> dict[str, tuple[int | None, int | None]]:
    made = desk.reports.outside(desk.reports.followup(FIRST, LAST))
    desk.reports.gone_out(made, given_out=True, recipient="Nämnden")
    return {f["id"]: (f["count"], f["base"]) for f in document(made)["figures"]}


def answered(desk: Desk, few: int) -> None:
    """Of forty thirty were reached, half of whom work; then so many more answer, and work."""
    keys = [r["id"] for r in desk.bank.query("select id from employment order by id")]
    with desk.bank.write(text("answers")):
        for i, key in enumerate(keys):
            there = i < 30 + few
            (person,) = rows(desk.bank, "select participant_id from employment where id = :k", k=key)
            values = {
                "contact": "contacted" if there else "not_contacted",
                "situation": "not_known" if not there else "work" if i < 15 or i >= 30 else "other",
                **ANSWER,
            }
            known = rows(desk.bank, "select id from followup where employment_id = :k", k=key)
            if known:
                update(desk.bank, "followup", known[0]["id"], **values)
            else:
                insert(desk.bank, "followup", employment_id=key, participant_id=person["participant_id"], **values)


@pytest.mark.parametrize(("few", "shown"), [(0, True), (1, False), (4, False)])
@pytest.mark.thorough(3)
def test_of_a_few_who_answered_late_nothing_is_told_by_the_next_report_of_the_same_days(
    desk: Desk, few: int, shown: bool
) -> None:
    ends(desk, date(2026, 2, 1), 40, "A1")
    answered(desk, 0)
    before = given(desk)
    assert before["situation_work.all"] == (15, 40)
    answered(desk, few)
    after = given(desk)
    for what in ("situation_work.all", "contacted.all"):
        assert (after[what][0] is not None) is shown, what
    assert after["reached_day90.all"] == (40, 40)
    told = [i for i, (n, _) in after.items() if i in before and None not in (n, before[i][0]) and n != before[i][0]]
    assert told == [], "one less the other would be theirs"


@pytest.mark.thorough(long=True)
def test_one_whose_end_is_recorded_late_is_not_the_difference_of_two_reports(desk: Desk) -> None:
    ends(desk, date(2026, 2, 1), 30, "A1")
    ends(desk, date(2026, 2, 1), 30, "O1")
    before = given(desk)
    assert before["work.all"] == (30, 60)
    ends(desk, date(2026, 2, 2), 1, "A1")
    after = given(desk)
    told = {i: (before[i], after[i]) for i in ("work.all", "reached_day90.all")}
    assert None in (after["work.all"][0], after["reached_day90.all"][0]), told


def row(key: int, *facts: str, day: int = 1) -> CountedRow:
    return CountedRow("followup", key, key, date(2026, 1, day), facts)


def part(*found: CountedRow, narrowed: tuple[str, str] = ("", ""), days: tuple[date, date] = DAYS) -> PartOf:
    return PartOf(days, narrowed, frozenset(), found)


def test_what_counts_as_corrected() -> None:
    then = part(row(1, "a"), row(2, "a"), row(3, "a"), row(4, "a"))
    now = part(row(1, "a"), row(2, "b"), row(3, "a", day=2), row(5, "a"))
    assert changed([then, now]) == {2, 3, 4, 5}
    assert changed([then]) == frozenset()
    assert changed([then, part(row(1, "a"), narrowed=("PAR", ""))]) == frozenset(), (
        "of one occupation the others are no part"
    )
    assert changed([then, part(days=(date(2026, 1, 2), DAYS[1]))]) == frozenset(), "of other days neither"
