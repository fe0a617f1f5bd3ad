"""The weeks of those who are placed, among what the day lists: for whom, until when, and by whose right."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from amdesk import resources
from amdesk.db.engine.opening import open_bank
from amdesk.db.overview import counts
from amdesk.db.port import Bank, rows
from amdesk.domain.bank.roles import ACTS, ROLES
from amdesk.domain.booking.week.rhythm import UNSEEN
from amdesk.domain.clock import Clock
from amdesk.domain.errors import Refused
from amdesk.domain.overview.tasks import KIND_LINES, MARKS, TASK_KINDS, Task
from amdesk.domain.texts import text
from amdesk.services.bank import users
from amdesk.services.booking.week import absences
from amdesk.services.booking.week.absences import certificate_day
from amdesk.services.desk import Desk
from amdesk.services.overview import day
from tests import make
from tests.make import TODAY
from tests.services.test_week import placed


@pytest.fixture
def desk(bank: Bank) -> Desk:
    return make.desk(bank)


def tasks(desk: Desk, *kinds: str) -> list[Task]:
    return [t for t in desk.overview()[0].tasks if t.kind in (kinds or ("talk", "absent", "call", "day8"))]


def test_an_absence_asks_for_a_call_a_day_and_a_certificate_and_a_talk_answers(desk: Desk) -> None:
    who = placed(desk)
    desk.week.talked(who, "phone", on=TODAY - timedelta(10))
    desk.week.note(who, "sick", TODAY - timedelta(10), TODAY - timedelta(2))
    wanted = {("talk", TODAY + timedelta(4)), ("absent", TODAY), ("day8", TODAY - timedelta(3))}
    assert {(t.kind, t.due) for t in tasks(desk)} == wanted
    desk.week.note(who, "present", TODAY)
    assert [t.kind for t in tasks(desk)] == ["day8", "talk"]
    (certificate,) = tasks(desk, "day8")
    desk.overviews.mark(certificate, None)
    assert [t.kind for t in tasks(desk)] == ["talk"]
    desk.week.talked(who, "visit", "Är tillbaka.")
    assert tasks(desk) == []


def test_a_certificate_that_was_seen_is_not_asked_for_again_the_day_after(desk: Desk) -> None:
    """However long the illness goes on."""
    asked = []
    who = placed(desk)
    for i in (50, 66, 67, 70, 71, 90):
        then = Desk(desk.bank, Clock(TODAY + timedelta(i)))
        then.week.note(who, "sick", TODAY, TODAY + timedelta(i))
        for one in tasks(then, "day8"):
            asked.append((i, one.due))
            then.overviews.mark(one, None)
    assert asked == [(50, TODAY + timedelta(7))]


def test_the_first_day_is_called_about_today(desk: Desk) -> None:
    who = placed(desk)
    desk.week.talked(who, "phone", on=TODAY - timedelta(1))
    desk.week.note(who, "unexcused", TODAY)
    (call,) = tasks(desk)
    assert (call.kind, call.due, call.participant_id) == ("call", TODAY, who)
    desk.week.talked(who, "phone", "Bussen gick inte.")
    assert tasks(desk) == []


def test_a_talk_is_done_by_no_mark(desk: Desk) -> None:
    placed(desk)
    (talk,) = tasks(desk)
    with pytest.raises(Refused) as told:
        desk.overviews.mark(talk, None)
    assert "is done when the talk is noted" in str(told.value.text)
    desk.overviews.mark(talk, TODAY + timedelta(1))
    assert tasks(desk) == []


def test_nobody_who_works_goes_thirty_days_unseen_without_a_task(demo_bank: Path) -> None:
    """Of everybody in the demo city, on any day: whoever was not talked with for thirty days has a task to do so."""
    bank = open_bank(str(demo_bank), actor="Petra Provsson", account="p", clock=make.CLOCK)
    try:
        desk, dice = Desk(bank, make.CLOCK), random.Random(4)
        some = dice.sample(desk.week.placed(), 60)
        with bank.write(text("nobody has talked with them")):
            for row in some:
                bank.execute("update note set void = 1 where participant_id = :p", {"p": row.participant_id})
        for row in some[:40]:
            kind, ago = dice.choice(("phone", "visit", "meeting")), timedelta(dice.randrange(60))
            desk.week.talked(row.participant_id, kind, on=TODAY - ago)
        listed = {t.participant_id for t in tasks(desk, "talk")}
        begun = {
            r["participant_id"]: date.fromisoformat(r["f"])
            for r in rows(
                bank,
                "select participant_id, max(from_date) as f from employment where void = 0 and cancelled = 0 group by participant_id",
            )
        }
        unseen = {
            r.participant_id
            for r in desk.week.placed()
            if (TODAY - (r.last_talk or begun[r.participant_id])).days >= UNSEEN
        }
        assert unseen
        assert unseen <= listed
    finally:
        bank.close()


def test_whoever_may_not_see_attendance_is_told_of_no_absence(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    who = placed(desk)
    desk.week.note(who, "sick", TODAY)
    assert tasks(desk)
    for role in ROLES:
        monkeypatch.setattr(users, "me", lambda _bank, r=role: SimpleNamespace(roles=(r,), named=True))
        found = day.Overviews(desk.work)._of_weeks(counts.running(desk.work.bank, TODAY))
        assert bool(found) is (role in ACTS["week.see"].roles), role


def test_each_kind_has_words_a_mark_and_a_line_for_several() -> None:
    for kind in ("talk", "absent", "call", "day8"):
        assert kind in TASK_KINDS
        assert kind in MARKS
        assert KIND_LINES[kind](1) != KIND_LINES[kind](2)


def test_the_day_of_the_certificate_is_dated_data_with_its_source() -> None:
    rules = resources.read_json("reference/absence_rules.json", list)
    assert all(r["source"] and r["from"] and r["sv"] for r in rules)
    assert certificate_day(TODAY) == 8


def test_a_law_of_another_day_counts_from_its_own_first_day_on(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = [
        {"rule": "certificate_day", "from": day, "value": n}
        for day, n in (("1992-01-01", 8), ("2027-07-01", 15), ("2030-01-01", 20))
    ] + [{"rule": "first_day_call", "from": "2029-01-01", "value": 1}]
    monkeypatch.setattr(absences, "_rules", lambda: rules)
    days = (date(2027, 6, 30), date(2027, 7, 1), date(2029, 12, 31), date(2030, 1, 1), date(1990, 1, 1))
    assert [certificate_day(day) for day in days] == [8, 15, 15, 20, 8]


def test_a_list_that_is_cut_is_the_beginning_of_the_whole_one(desk: Desk) -> None:
    """Of talks no more are worked out than can be listed, whatever was postponed of them."""
    for i in range(7):
        placed(desk, TODAY - timedelta(3 * (i // 2)), name=f"Hamid Övningsström {'abcdefg'[i]}")
    whole = [t.key for t in desk.overview()[0].tasks]
    talks = [t for t in desk.overview()[0].tasks if t.kind == "talk"]
    assert len(talks) >= 5
    for n in range(len(whole) + 1):
        assert [t.key for t in desk.overview(None, n)[0].tasks] == whole[:n]
    for one in talks[:2]:
        desk.overviews.mark(one, TODAY + timedelta(3))
    left = [key for key in whole if key not in {talks[0].key, talks[1].key}]
    for n in range(len(left) + 1):
        assert [t.key for t in desk.overview(None, n)[0].tasks] == left[:n]
