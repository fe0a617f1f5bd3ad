"""Subsidies: what is to be claimed by when, the days that it rests on, who sees it, and what two or an undo make of it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from amdesk.db.booking import subsidies as db
from amdesk.db.booking.week import noted
from amdesk.db.port import Bank, rows, value
from amdesk.domain.booking.week.sheet import DayMark
from amdesk.domain.booking.week.subsidy import SubsidyRule, months_of, pay_at_most, read_month, rule_on
from amdesk.domain.change import Change, Moved
from amdesk.domain.clock import Clock
from amdesk.domain.errors import Refused
from amdesk.domain.texts import Text
from amdesk.domain.values import HIGHEST_AMOUNT
from amdesk.i18n import Words
from amdesk.services.booking.week.subsidies import SubsidyWish
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.services.test_week import END, START, placed


@pytest.fixture
def desk(bank: Bank) -> Desk:
    return make.desk(bank)


def refused(work: Callable[[], object]) -> str:
    with pytest.raises(Refused) as error:
        work()
    return str(error.value.code)


def decided(desk: Desk, who: int, first: date = START, last: date = END, form: str = "introduktionsjobb") -> str:
    return desk.subsidies.add(who, SubsidyWish(form, "AF 2026-1", first, last, 80, 2_000_000)).ref


def held(desk: Desk) -> tuple[object, object]:
    (e,) = desk.booking.employments()
    return e.decision_from, e.decision_to


def test_a_month_to_claim_says_by_when_and_rests_on_the_days_that_were_noted(desk: Desk) -> None:
    who = placed(desk)
    decided(desk, who)
    desk.week.note(who, "present", date(2026, 10, 1), date(2026, 10, 23))
    desk.week.note(who, "sick", date(2026, 10, 26), date(2026, 10, 27))
    desk.week.note(who, "child", date(2026, 10, 28), None, 120)
    october = next(line for line in desk.subsidies.due() if line.month == "2026-10")
    assert (october.first, october.last, october.claim_by) == (
        date(2026, 10, 1),
        date(2026, 10, 31),
        date(2026, 12, 30),
    )
    assert october.days is not None
    assert (october.days.worked, dict(october.days.codes)) == (17, {"present": 17, "sick": 2, "child": 1})
    assert october.days.unknown == 2, "the 29th and the 30th, of which nothing is known"
    assert (october.days.agreed, october.days.attended) == (22 * 360, 17 * 360 + 120)
    assert october.most == 1_500_000, "the ceiling of full time, of whoever works 75 percent"


def test_what_is_to_be_claimed_first_stands_first_whosever_it_is(desk: Desk) -> None:
    for name in ("Lea Övningsström", "Max Övningsby"):
        decided(desk, placed(desk, name=name))
    found = desk.subsidies.due()
    assert len({line.participant.seen for line in found}) == 2
    assert len({line.claim_by for line in found}) > 1
    assert [line.claim_by for line in found] == sorted(line.claim_by for line in found)


def test_what_a_month_rests_on_is_what_was_noted_of_each_of_its_days(desk: Desk) -> None:
    who, other = placed(desk), placed(desk, name="Lea Övningsström", first=date(2026, 10, 7))
    dice = random.Random(7)
    for one, first in ((who, START), (other, date(2026, 10, 7))):
        for day in (first + timedelta(i) for i in range((TODAY - first).days + 1)):
            if dice.random() < 0.6:
                desk.week.note(one, dice.choice(["sick", "child", "leave", "holiday", "unexcused"]), day, None, 60)
            elif day.weekday() < 5:
                desk.week.note(one, "present", day, None, 200)
        desk.week.note(one, "holiday", TODAY + timedelta(2), TODAY + timedelta(9))
    decided(desk, who, date(2026, 10, 12), date(2026, 11, 10))
    decided(desk, who, date(2026, 11, 11), END)
    decided(desk, other, date(2026, 10, 7), TODAY)
    lines = desk.subsidies.due(every=True)
    assert len(lines) == 5
    for line in lines:
        seen = noted(desk.bank, line.subsidy.employment_id, line.first, min(line.last, TODAY))
        assert line.days is not None
        assert dict(line.days.codes) == Counter(one.code for one in seen.values())
        assert line.days.attended == sum(one.present for one in seen.values())
        days = [line.first + timedelta(i) for i in range((line.last - line.first).days + 1)]
        with_hours = [d for d in days if d.weekday() < 5]  # no public holiday falls into these weeks
        assert line.days.agreed == 360 * len(with_hours)
        assert line.days.unknown == len([d for d in with_hours if d <= TODAY and d not in seen])


def test_days_of_whole_months_are_summed_as_they_stand_in_their_index(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sorted first, the days of a year of 300 people take as long again as summing them; read from their table, too, and the sums
    worked out for each. The list has months of which the decision has a part."""
    if desk.bank.engine != "sqlite":
        pytest.skip("a server decides by its own figures")
    who = placed(desk)
    decided(desk, who)
    desk.week.note(who, "present", START, TODAY)
    asked: list[tuple[str, Any]] = []
    execute = desk.bank.execute

    def noted_down(sql: str, params: Any = None) -> Any:
        asked.append((sql, params))
        return execute(sql, params)

    with monkeypatch.context() as patched:
        patched.setattr(desk.bank, "execute", noted_down)
        assert len(desk.subsidies.due(every=True)) > 1
    sums = [(sql, params) for sql, params in asked if " workday " in sql]
    assert [" span " in sql for sql, _ in sums] == [False, True]
    for sql, params in sums:
        plan = [str(row["detail"]) for row in rows(desk.bank, f"explain query plan {sql}", **(params or {}))]
        days = [line for line in plan if line.startswith("SEARCH w ")]
        assert days
        assert [line for line in days if "COVERING INDEX workday_sum" not in line] == []
        assert " span " in sql or [line for line in plan if "B-TREE" in line] == []


def test_what_is_due_first_stands_first_and_a_month_is_claimed_once_it_is_over(desk: Desk) -> None:
    ref = decided(desk, placed(desk))
    assert [(line.month, line.state(TODAY)) for line in desk.subsidies.due()] == [
        ("2026-09", "to_claim"),
        ("2026-10", "to_claim"),
    ]
    assert refused(lambda: desk.subsidies.claim(ref, "2026-11", 100)) == "EARLY"
    assert refused(lambda: desk.subsidies.claim(ref, "2027-01", 100)) == "MONTH", "it has not begun"
    assert refused(lambda: desk.subsidies.claim(ref, "2026-10", -1)) == "AMOUNT"
    desk.subsidies.claim(ref, "2026-09", 120_050, date(2026, 10, 5))
    assert [line.month for line in desk.subsidies.due()] == ["2026-10"]
    every = [(line.month, line.state(TODAY)) for line in desk.subsidies.due(every=True)]
    assert every == [("2026-09", "claimed"), ("2026-10", "to_claim"), ("2026-11", "running")]
    assert refused(lambda: desk.subsidies.paid(ref, "2026-10", 5)) == "NOT_CLAIMED"
    assert desk.subsidies.paid(ref, "2026-09", 120_000).paid == 120_000
    later = Desk(desk.bank, Clock(date(2026, 12, 31)))
    assert [(line.month, line.state(date(2026, 12, 31))) for line in later.subsidies.due()] == [
        ("2026-10", "late"),
        ("2026-11", "to_claim"),
    ]


def test_whoever_changes_a_day_that_a_claim_rests_on_is_told_which(desk: Desk, tmp_path: Path) -> None:
    who, other = placed(desk, date(2026, 9, 1)), placed(desk, name="Åsa Övningsby")
    ref = decided(desk, who, date(2026, 9, 1), date(2026, 10, 15))
    sv = Words("sv", TODAY)

    def told(of: int, first: date, last: date | None = None) -> str:
        said = desk.week.told_before(of, first, last)
        return sv.say(said) if said else ""

    assert told(who, date(2026, 10, 8)) == "", "nothing is claimed yet"
    desk.subsidies.claim(ref, "2026-10", 1_450_000)
    said = f"Redan rekvirerat: 2026-10 ({ref}). Kontrollera att det som rekvirerades fortfarande stämmer."
    assert told(who, date(2026, 10, 8)) == said
    assert told(who, date(2026, 9, 28), TODAY) == said, "one of several days is enough"
    assert told(who, date(2026, 10, 16)) == told(who, date(2026, 9, 8)) == told(other, date(2026, 10, 8)) == ""
    desk.subsidies.claim(ref, "2026-09", 1_450_000)
    assert told(who, date(2026, 9, 8), TODAY) == said.replace("2026-10", "2026-09, 2026-10")
    desk.week.payroll(tmp_path / "pay.csv", "2026-10")
    payroll = f"2026-10 lämnades till lön {sv.day(TODAY)}. Lämna månaden igen."
    assert told(who, date(2026, 10, 8)) == f"{payroll}\n{said}"
    assert told(other, date(2026, 10, 8)) == payroll
    job = desk.subsidies.get(ref).employment_id
    marks = [
        DayMark(kind, of, day, "sick", None, Text(""))
        for kind, of, day in (
            ("NEW", job, date(2026, 9, 30)),
            ("NEWER", job, date(2026, 10, 1)),
            ("NEW", job, date(2026, 10, 2)),
        )
    ]
    assert desk.week.told_before_list(marks) is None, "nothing of it is stored"
    desk.week.note(who, "sick", date(2026, 9, 30))
    desk.week.note(who, "child", date(2026, 10, 2))
    found = desk.week.told_before_list(marks)
    assert found is not None
    assert sv.say(found) == said.replace("2026-10", "2026-09"), "what stays as a colleague noted it is not told"
    assert desk.week.told_before_list(marks[1:]) is None
    with desk.bank.write(Text("noted by a colleague")):
        desk.bank.execute("update workday set noted_by = 'Jamila' where on_date = '2026-09-30'")
    assert desk.week.told_before_list(marks) is None, "a colleague had noted the very same"
    with desk.bank.write(Text("and by oneself")):
        desk.bank.execute("update workday set noted_by = :by where on_date = '2026-09-30'", {"by": desk.bank.actor})
    desk.subsidies.unclaim(ref, "2026-09")
    assert desk.week.told_before_list(marks) is None


def test_nothing_is_paid_before_it_is_claimed(desk: Desk) -> None:
    ref = decided(desk, placed(desk))
    desk.subsidies.claim(ref, "2026-09", 100, date(2026, 10, 5))
    assert refused(lambda: desk.subsidies.paid(ref, "2026-09", 100, date(2026, 10, 4))) == "PAID_BEFORE"
    assert desk.subsidies.paid(ref, "2026-09", 100, date(2026, 10, 5)).paid_on == date(2026, 10, 5)
    assert refused(lambda: desk.subsidies.claim(ref, "2026-09", 100, date(2026, 10, 6))) == "PAID_BEFORE"


def test_an_amount_that_one_of_the_banks_cannot_keep_is_refused_by_both(desk: Desk) -> None:
    who = placed(desk)
    wish = SubsidyWish("introduktionsjobb", "", START, END, 80, HIGHEST_AMOUNT + 1)
    assert refused(lambda: desk.subsidies.add(who, wish)) == "CEILING"
    ref = desk.subsidies.add(who, wish._replace(ceiling=HIGHEST_AMOUNT)).ref
    assert refused(lambda: desk.subsidies.change(ref, {"ceiling": HIGHEST_AMOUNT + 1})) == "CEILING"
    assert refused(lambda: desk.subsidies.claim(ref, "2026-09", HIGHEST_AMOUNT + 1)) == "AMOUNT"
    desk.subsidies.claim(ref, "2026-09", HIGHEST_AMOUNT)
    assert refused(lambda: desk.subsidies.paid(ref, "2026-09", HIGHEST_AMOUNT + 1)) == "AMOUNT"


def test_the_last_decision_that_is_withdrawn_leaves_the_period_that_was_said_before_it(desk: Desk) -> None:
    who = placed(desk)
    (job,) = desk.booking.employments()
    own = (date(2026, 10, 1), date(2027, 1, 31))
    desk.booking.set_decision(job.id, *own)
    first, then = decided(desk, who, last=date(2026, 10, 31)), decided(desk, who, date(2026, 11, 1))
    desk.subsidies.withdraw(first)
    assert held(desk) == (date(2026, 11, 1), END)
    desk.subsidies.change(then, {"to_date": END - timedelta(1)})
    desk.subsidies.withdraw(then)
    assert held(desk) == own
    other = decided(desk, who)
    desk.history.undo_latest()
    assert held(desk) == own
    desk.booking.set_decision(job.id, None, date(2027, 2, 1))
    desk.subsidies.withdraw(decided(desk, who))
    assert held(desk) == (None, date(2027, 2, 1)), other


def test_the_period_that_was_said_before_stays_known_after_two_records_were_joined(desk: Desk) -> None:
    who, own = placed(desk), (date(2026, 10, 1), date(2027, 1, 31))
    (job,) = desk.booking.employments()
    desk.booking.set_decision(job.id, *own)
    ref = decided(desk, who)
    desk.participants.merge(make.participant(desk.bank, name="Astrid Prov"), who)
    desk.subsidies.withdraw(ref)
    assert held(desk) == own


def test_a_claim_is_undone_put_right_and_taken_away(desk: Desk) -> None:
    ref = decided(desk, placed(desk))
    desk.subsidies.claim(ref, "2026-10", 100)
    desk.subsidies.claim(ref, "2026-10", 200)
    assert value(desk.bank, "select count(*) from subsidy_claim") == 1, "said again it is put right"
    desk.history.undo_latest()
    assert value(desk.bank, "select amount from subsidy_claim") == 100
    desk.subsidies.unclaim(ref, "2026-10")
    assert [line.month for line in desk.subsidies.due()] == ["2026-09", "2026-10"]
    assert refused(lambda: desk.subsidies.unclaim(ref, "2026-10")) == "NOT_CLAIMED"
    assert desk.subsidies.claim(ref, "2026-10", 300).amount == 300
    assert refused(desk.history.redo) in {"MOVED_ON", "NOTHING"}


def test_the_employment_is_warned_of_by_the_latest_decision(desk: Desk) -> None:
    who = placed(desk)
    ref = decided(desk, who, START, date(2026, 12, 31))
    assert held(desk) == (START, date(2026, 12, 31))
    assert "decision" in {t.kind for t in desk.overview()[0].tasks}
    later = decided(desk, who, date(2027, 1, 1), END)
    assert held(desk) == (date(2027, 1, 1), END)
    (job,) = desk.booking.employments()
    assert refused(lambda: desk.booking.set_decision(job.id, None, TODAY)) == "DECIDED"
    desk.subsidies.withdraw(later)
    assert held(desk) == (START, date(2026, 12, 31))
    desk.history.undo_latest()
    assert held(desk) == (date(2027, 1, 1), END)
    desk.subsidies.claim(ref, "2026-10", 100)
    assert refused(lambda: desk.subsidies.withdraw(ref)) == "CLAIMED"


def test_a_day_of_an_employment_is_claimed_by_one_decision(desk: Desk) -> None:
    who = placed(desk)
    first, second = decided(desk, who, START, date(2026, 10, 31)), decided(desk, who, date(2026, 11, 1), END)
    assert refused(lambda: decided(desk, who, date(2026, 10, 31), date(2026, 10, 31))) == "OVERLAP"
    assert refused(lambda: desk.subsidies.change(first, {"to_date": date(2026, 11, 1)})) == "OVERLAP"
    assert [line.month for line in desk.subsidies.of(who).lines] == ["2026-09", "2026-10", "2026-11"]
    assert desk.subsidies.change(second, {"rate": 60}).rate == 60


def test_two_who_change_the_same_of_a_decision_choose(desk: Desk) -> None:
    ref = decided(desk, placed(desk))
    desk.subsidies.change(ref, {"rate": Change(80, 70)})
    with pytest.raises(Moved):
        desk.subsidies.change(ref, {"rate": Change(80, 60)})
    desk.subsidies.change(ref, {"ceiling": Change(2_000_000, None)})
    now = desk.subsidies.get(ref)
    assert (now.rate, now.ceiling) == (70, None)
    assert all(line.most is None for line in desk.subsidies.due())


def test_what_an_ordinance_says_is_dated_and_named_and_the_rest_is_asked_for(desk: Desk) -> None:
    who = placed(desk)
    said = desk.subsidies.add(who, SubsidyWish("introduktionsjobb", "", START, TODAY))
    assert (said.rate, said.ceiling) == (80, 2_000_000)
    rule = desk.subsidies.rule("introduktionsjobb", TODAY)
    assert rule is not None
    assert "2018:42" in rule.source
    assert desk.subsidies.rule("introduktionsjobb", date(2018, 4, 30)) is None, "before it was in force"
    assert refused(lambda: desk.subsidies.add(who, SubsidyWish("osa", "", TODAY + timedelta(1), END))) == "NO_RATE"
    assert refused(lambda: desk.subsidies.add(who, SubsidyWish("rut", "", TODAY, END, 50))) == "FORM"


def test_a_change_of_law_is_a_new_row() -> None:
    old, new = (
        SubsidyRule("osa", day, "capacity", rate, None, None, "x", "")
        for day, rate in ((date(2020, 1, 1), 80), (date(2027, 1, 1), 75))
    )
    assert rule_on([new, old], "osa", date(2026, 12, 31)) == old
    assert rule_on([old, new], "osa", date(2027, 1, 1)) == new


def test_the_ceiling_follows_extent_and_the_days_of_the_month() -> None:
    assert pay_at_most(2_000_000, 100, date(2026, 2, 1), date(2026, 2, 28)) == 2_000_000
    assert pay_at_most(2_000_000, 75, date(2026, 11, 16), date(2026, 11, 30)) == 750_000
    assert pay_at_most(100, 50, date(2026, 4, 1), date(2026, 4, 1)) == 2, "1,67 öre are two"
    assert [one[:2] for one in months_of(date(2026, 11, 30), date(2026, 12, 1))] == [
        (date(2026, 11, 30),) * 2,
        (date(2026, 12, 1),) * 2,
    ]
    assert read_month("2026-11-23") == read_month("2026-11") == "2026-11"


def test_a_month_that_ends_soon_to_be_claimed_is_among_what_is_to_be_done_until_it_is(desk: Desk) -> None:
    ref = decided(desk, placed(desk))
    (task,) = [t for t in desk.overview()[0].tasks if t.kind == "claim"]
    assert (task.due, task.key) == (date(2026, 11, 29), f"claim:{ref}:2026-09")
    with pytest.raises(Refused, match="claim is noted"):
        desk.overviews.mark(task, None)
    desk.subsidies.claim(ref, "2026-09", 100)
    assert not [t for t in desk.overview()[0].tasks if t.kind == "claim"]


def test_a_protected_person_is_masked_and_opened_for_a_reason_and_left_out_of_the_file(
    desk: Desk, tmp_path: Path
) -> None:
    hidden, seen, path = placed(desk, name="Hemlig Provsson", protection=2), placed(desk), tmp_path / "krav.xlsx"
    decided(desk, hidden)
    with pytest.raises(Refused) as error:
        desk.subsidies.save(path).__next__()
    assert error.value.code == "EMPTY"
    decided(desk, seen)
    assert {(line.participant.seen, line.subsidy.decision) for line in desk.subsidies.due()} == {
        ("", ""),
        ("Hamid Övningsström", "AF 2026-1"),
    }
    assert {line.days is None for line in desk.subsidies.due() if line.participant.hidden} == {True}
    assert {line.days is None for line in desk.subsidies.due() if not line.participant.hidden} == {False}
    assert refused(lambda: desk.subsidies.of(hidden)) == "PROTECTED"
    assert all(line.days for line in desk.subsidies.of(hidden, "prov").lines)
    assert {line.participant.seen for line in desk.subsidies.of(hidden, "prov").lines} == {"Hemlig Provsson"}
    list(desk.subsidies.save(path, to="Ekonomi"))
    sheet = load_workbook(path).worksheets[0]
    told = [[c.value for c in row] for row in sheet.iter_rows()]
    assert {row[0] for row in told[2:4]} == {"Hamid Övningsström"}
    assert "Hemlig" not in str(told)
    assert "1 person med skyddade personuppgifter" in str(told)
    assert [
        tuple(r.values())
        for r in rows(desk.bank, "select participant_id, words from access_log where what = 'export_subsidies'")
    ] == [(seen, "Ekonomi")]


def test_nothing_of_whoever_is_restricted_is_listed_or_noted(desk: Desk) -> None:
    who = placed(desk)
    ref = decided(desk, who)
    desk.participants.restrict(who, True, "Begärt")
    assert desk.subsidies.due(every=True) == []
    assert not [t for t in desk.overview()[0].tasks if t.kind == "claim"]
    assert refused(lambda: desk.subsidies.claim(ref, "2026-10", 100)) == "RESTRICTED"
    assert refused(lambda: desk.subsidies.change(ref, {"rate": 50})) == "RESTRICTED"


def test_the_employment_that_ends_early_ends_the_claims(desk: Desk) -> None:
    who = placed(desk)
    decided(desk, who)
    (job,) = desk.booking.employments()
    desk.booking.end_employment(job.id, date(2026, 10, 15), "A1")
    assert [(line.month, line.last) for line in desk.subsidies.due()][-1] == ("2026-10", date(2026, 10, 15))
    assert len([t for t in desk.overview()[0].tasks if t.kind == "claim"]) == 1, "also when nothing else is left to do"


def test_what_was_claimed_is_still_seen_and_taken_away_where_the_days_have_become_fewer(desk: Desk) -> None:
    ref = decided(desk, placed(desk))
    desk.subsidies.claim(ref, "2026-10", 500_000)
    desk.subsidies.change(ref, {"to_date": date(2026, 9, 30)})
    october = desk.subsidies.due(every=True)[-1]
    assert (october.month, october.state(TODAY), october.most) == ("2026-10", "claimed", 0)
    assert refused(lambda: desk.subsidies.withdraw(ref)) == "CLAIMED"
    desk.subsidies.unclaim(ref, "2026-10")
    assert [line.month for line in desk.subsidies.due(every=True)] == ["2026-09"]
    assert refused(lambda: desk.subsidies.claim(ref, "2026-10", 500_000)) == "MONTH"
    desk.subsidies.withdraw(ref)


def test_a_month_whose_claim_the_plan_of_retention_takes_away_is_not_asked_for_again(desk: Desk) -> None:
    ref = decided(desk, placed(desk))
    later = Desk(desk.bank, Clock(date(2028, 10, 15)))
    desk.subsidies.claim(ref, "2026-09", 500_000)

    def months() -> tuple[list[str], list[str]]:
        tasks = [t.key.rpartition(":")[2] for t in later.overview()[0].tasks if t.kind == "claim"]
        return [line.month for line in later.subsidies.due()], tasks

    assert months()[0][0] == "2026-10"
    desk.retention.set_period("subsidy_claim", 2, "Beslut")
    with desk.bank.write(Text("as the plan does")):
        db.take_away_claim(desk.bank, db.claims(desk.bank, [db.every(desk.bank)[0].id]).popitem()[1].id)
    listed, tasks = months()
    assert listed[0] == tasks[0] == "2026-10", "September was claimed once, and nobody can know it any more"


def test_what_is_paid_of_a_claim_that_another_has_taken_away_is_refused(desk: Desk) -> None:
    ref = decided(desk, placed(desk))
    desk.subsidies.claim(ref, "2026-10", 500_000)
    line = desk.subsidies._line(ref, "2026-10")
    desk.subsidies.unclaim(ref, "2026-10")
    assert refused(lambda: desk.subsidies._note(line, "{name} {month}", {"paid_on": TODAY, "paid": 1})) == "NOT_CLAIMED"


def test_whoever_puts_a_decision_right_by_its_reference_is_not_told_the_number_of_a_protected_person(
    desk: Desk,
) -> None:
    ref = decided(desk, placed(desk, name="Hemlig Provsson", protection=2))
    assert desk.subsidies.change(ref, {}).decision == ""
    changed = desk.subsidies.change(ref, {"rate": 60})
    assert (changed.form, changed.rate, changed.ceiling) == ("", 0, None)
    assert desk.subsidies.get(ref).rate == 60
    assert desk.subsidies.get(ref).decision == "AF 2026-1", "it is kept"


def test_a_decision_is_of_an_employment_of_the_person_s_own(desk: Desk) -> None:
    placed(desk)
    (job,) = desk.booking.employments()
    other = make.participant(desk.bank, name="Prov Annan")
    wish = SubsidyWish("introduktionsjobb", "", START, END, 80, employment=job.id)
    assert refused(lambda: desk.subsidies.add(other, wish)) == "NO_JOB"


def test_of_a_list_of_two_people_each_is_told_of_by_her_own_days_alone(desk: Desk) -> None:
    """The week has days of two months: she was ill in the first, he in the other, and both months of both are claimed."""
    refs = []
    for name, day in (("Astrid Prov", date(2026, 9, 30)), ("Bo Prov", date(2026, 10, 1))):
        who = placed(desk, date(2026, 9, 1), name=name)
        refs.append(decided(desk, who, date(2026, 9, 1), date(2026, 10, 31)))
        for month in ("2026-09", "2026-10"):
            desk.subsidies.claim(refs[-1], month, 100)
        desk.week.note(who, "sick", day)
    jobs = [desk.subsidies.get(ref).employment_id for ref in refs]
    days = (date(2026, 9, 30), date(2026, 10, 1))
    marks = [DayMark("NEW", job, day, "sick", None, Text("")) for job, day in zip(jobs, days, strict=True)]
    for mark, ref in zip(marks, refs, strict=True):
        found = desk.week.told_before_list([mark])
        assert found is not None
        assert (found.params["months"], found.params["refs"]) == (f"{mark.day:%Y-%m}", ref)
    both = desk.week.told_before_list(marks)
    assert both is not None
    assert (both.params["months"], both.params["refs"]) == ("2026-09, 2026-10", ", ".join(refs))
