"""Activity plans: what a decision asks for beside what was planned, attended and excused; the duty is two-sided, and nothing is the
program's own law."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pypdfium2
import pytest

from amdesk.db.port import Bank, value
from amdesk.domain.clock import Clock
from amdesk.domain.errors import Refused
from amdesk.domain.overview.activity import ActivityPage, ActivityRule, hours_told, rules_begun, two_sided
from amdesk.i18n import Words
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.services.test_week import END, START, placed

MONDAY = TODAY - timedelta(7)
EN = Words("en", TODAY)


@pytest.fixture
def desk(bank: Bank) -> Desk:
    return make.desk(bank)


def refused(work: Callable[[], object]) -> str:
    with pytest.raises(Refused) as error:
        work()
    return str(error.value.code)


def asked(desk: Desk, who: int, hours: int = 40, first: date = START, last: date | None = None) -> None:
    desk.activities.ask(who, hours * 60, first, last, (TODAY, "Socialnämnden", "N 1"))


def page(desk: Desk, who: int, first: date = MONDAY, last: date = MONDAY) -> ActivityPage:
    return desk.activities.of(who, "prov", first, last)


def test_a_week_says_asked_planned_attended_valid_other_and_not_known(desk: Desk) -> None:
    who = placed(desk)
    asked(desk, who)
    for day, code, present in ((0, "present", None), (1, "sick", 120), (2, "unexcused", None), (3, "child", None)):
        desk.week.note(who, code, MONDAY + timedelta(day), None, present)
    (week,) = page(desk, who).weeks
    assert week == (MONDAY, 2400, 1800, 360 + 120, 240 + 360, 360, 360), (
        "a valid part day counts what was missed of it alone"
    )
    assert week.not_planned == 600


def test_what_the_city_did_not_offer_is_said_first(desk: Desk) -> None:
    who = placed(desk)
    assert EN.say(two_sided(page(desk, who))) == "No decision asks for hours in these weeks."
    asked(desk, who)
    assert (
        EN.say(two_sided(page(desk, who)))
        == "Less was planned than the decision asks for: 10 of 40 hours were not offered."
    )
    asked(desk, who, 30)
    assert EN.say(two_sided(page(desk, who))) == "As many hours were planned as the decision asks for, or more."


def test_the_hours_are_said_in_a_sentence_and_its_parts_are_the_whole_difference(desk: Desk) -> None:
    who = placed(desk)
    for day, code, present in ((0, "present", None), (1, "sick", 120), (2, "unexcused", None), (3, "child", None)):
        desk.week.note(who, code, MONDAY + timedelta(day), None, present)
    assert EN.say(hours_told(page(desk, who))) == (
        "30 hours were planned and 8 attended. Of the planned hours that were not attended 10 were absence for a valid reason, "
        "6 were other absence, of 6 nothing is noted."
    )
    asked(desk, who)
    found = page(desk, who, MONDAY, TODAY)
    assert Words("sv", TODAY).say(hours_told(found)) == (
        "Begärt är 80 timmar, 60 planerades och närvaron var 8. Planerat utan närvaro: giltigt skäl 10 timmar, övrig frånvaro 6 "
        "timmar, inte känt 12 timmar, ännu inte varit 24 timmar."
    )
    sums = found.sums
    assert sums.planned - sums.attended == sums.valid + sums.other + sums.unknown + sums.ahead
    told = pypdfium2.PdfDocument(desk.activities.paper(who, "sv", "prov", MONDAY, TODAY))[0].get_textpage()
    assert "närvaron var 8" in str(told.get_text_range()), "the page for the board says it, too"


def test_a_week_with_more_makes_no_other_week_good(desk: Desk) -> None:
    who = placed(desk)
    desk.week.agree(who, "12 12 12 12 12", MONDAY)
    asked(desk, who)
    assert "10 of 80" in EN.say(two_sided(page(desk, who, MONDAY - timedelta(7))))


def test_a_new_decision_ends_the_one_before_and_part_weeks_are_asked_for_by_the_day(desk: Desk) -> None:
    who = placed(desk)
    asked(desk, who, 40, START)
    asked(desk, who, 20, MONDAY + timedelta(2))
    before, now = desk.activities.demands_of(who)
    assert (before.to_date, now.to_date) == (MONDAY + timedelta(1), None)
    (week,) = page(desk, who).weeks
    assert week.asked == 2 * 480 + 3 * 240
    asked(desk, who, 10, MONDAY + timedelta(2))
    assert [d.minutes for d in desk.activities.demands_of(who)] == [2400, 600], "of the same day it is put right"
    desk.activities.end(who, MONDAY + timedelta(2))
    assert page(desk, who).weeks[0].asked == 2 * 480 + 120
    desk.history.undo_latest()
    assert desk.activities.demands_of(who)[1].to_date is None
    assert refused(lambda: desk.activities.end(who, START - timedelta(1))) == "NO_DEMAND"


@pytest.mark.parametrize("begins", range(7))
def test_a_decision_counts_from_its_first_day_whichever_of_the_week_it_is_and_so_does_what_was_planned(
    desk: Desk, begins: int
) -> None:
    """Also a Sunday, of which alone the week's part is a seventh; days before the decision make nothing of it good."""
    who = placed(desk)
    asked(desk, who, 35, MONDAY + timedelta(begins))
    found = page(desk, who)
    (week,) = found.weeks
    left = max(5 - begins, 0)
    assert week.asked == (left * 35 * 60 // 5 or (7 - begins) * 35 * 60 // 7)
    assert (week.planned, week.unknown) == (left * 360, left * 360)
    assert EN.say(two_sided(found)).startswith("Less was planned than the decision asks for")


def test_a_new_decision_from_the_weekend_adds_nothing_to_the_week_that_the_one_before_has_filled(desk: Desk) -> None:
    who = placed(desk)
    asked(desk, who, 40, START)
    asked(desk, who, 20, MONDAY + timedelta(6))
    assert [w.asked for w in page(desk, who, MONDAY, TODAY).weeks] == [2400, 1200]


def test_somebody_without_an_employment_is_offered_the_days_of_her_modules(desk: Desk) -> None:
    who, kind = make.participant(desk.bank), next(iter(desk.modules.kinds()))
    days = [(MONDAY + timedelta(i), "09:00", "12:00") for i in range(3)]
    module = desk.modules.create({"kind": kind, "name": "Svenska", "place": "", "hours": 9, "capacity": 5}, days)
    enrolled = desk.modules.step(desk.modules.need(who, kind).id, "enrolled", module_id=module.id)
    occasions = [o.id for o in desk.modules.register(module.id).meetings]
    desk.modules.attend(
        {
            (enrolled.id, occasions[0]): "present",
            (enrolled.id, occasions[1]): "notified",
            (enrolled.id, occasions[2]): "absent",
        }
    )
    asked(desk, who, 10)
    assert page(desk, who).weeks[0] == (MONDAY, 600, 540, 180, 180, 180, 0)


def test_what_counts_as_valid_is_dated_data_with_its_source_and_a_proposal_says_so(desk: Desk) -> None:
    rules = page(desk, placed(desk)).rules
    assert all(r.source for r in rules)
    assert {r.rule: r.state for r in rules} == {"may_ask": "in_force", "full_time": "proposed", "valid": "routine"}
    old, new = (
        ActivityRule("full_time", "", day, state, 2400, "", "", "x")
        for day, state in ((date(2026, 7, 1), "proposed"), (date(2027, 1, 1), "in_force"))
    )
    assert [r.state for r in rules_begun([old, new], date(2026, 12, 31))] == ["proposed"]
    assert [r.state for r in rules_begun([new, old], date(2027, 1, 1))] == ["in_force"]
    assert rules_begun([new], date(2026, 1, 1)) == []


def test_whoever_is_protected_is_opened_for_a_reason_and_nothing_is_put_to_who_is_restricted(desk: Desk) -> None:
    who = placed(desk, protection=2)
    assert refused(lambda: desk.activities.of(who)) == "PROTECTED"
    assert refused(lambda: desk.activities.paper(who)) == "PROTECTED"
    assert desk.activities.paper(who, "sv", "prov").startswith(b"%PDF")
    assert value(desk.bank, "select count(*) from access_log where what = 'activity'") == 1
    other = placed(desk)
    desk.participants.restrict(other, True, "Begärt")
    assert refused(lambda: asked(desk, other)) == "RESTRICTED"


def test_what_cannot_be_asked_for_is_refused_in_a_sentence(desk: Desk) -> None:
    who = placed(desk)
    assert refused(lambda: asked(desk, who, 0)) == "HOURS"
    assert refused(lambda: asked(desk, who, 169)) == "HOURS"
    assert refused(lambda: asked(desk, who, 20, START, START - timedelta(1))) == "ORDER"
    assert refused(lambda: page(desk, who, TODAY, MONDAY)) == "ORDER"
    assert refused(lambda: page(desk, who, START - timedelta(300), END)) == "LONG"


def test_what_ends_does_not_go_on_by_an_older_decision(desk: Desk) -> None:
    who = placed(desk)
    asked(desk, who, 40, MONDAY - timedelta(14))
    asked(desk, who, 20, MONDAY - timedelta(28))
    assert [w.asked for w in page(desk, who, MONDAY - timedelta(21)).weeks] == [1200, 2400, 2400, 2400]
    desk.activities.end(who, MONDAY - timedelta(1))
    assert page(desk, who).weeks[0].asked == 0


def test_days_of_a_module_count_from_the_enrolment_until_it_is_interrupted(desk: Desk) -> None:
    who, kind = make.participant(desk.bank), next(iter(desk.modules.kinds()))
    days = [(MONDAY + timedelta(i), "09:00", "12:00") for i in (0, 1, 8, 9)]
    module = desk.modules.create({"kind": kind, "name": "Svenska", "place": "", "hours": 12, "capacity": 5}, days)
    then = Desk(desk.bank, Clock(MONDAY + timedelta(1)))
    enrolled = then.modules.step(then.modules.need(who, kind).id, "enrolled", module_id=module.id)
    assert page(desk, who).weeks[0][2:] == (180, 0, 0, 0, 180), "Monday was before her time"
    meeting = desk.modules.register(module.id).meetings[1]
    then.modules.attend({(enrolled.id, meeting.id): "present"})
    Desk(desk.bank, Clock(MONDAY + timedelta(8))).modules.step(enrolled.id, "interrupted", reason="Flyttar")
    weeks = page(desk, who, MONDAY, MONDAY + timedelta(7)).weeks
    assert [w.attended for w in weeks] == [180, 0], "what she attended stays"
    assert weeks[1].planned == 180, "and Wednesday goes"
