"""What somebody does on a page that shows what another has changed since is not done over the other's word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from amdesk.db.bank import users as db
from amdesk.db.port import Bank, update
from amdesk.domain.bank.roles import ADMINISTRATOR, ANALYST, CASE_WORKER, MANAGER, READER
from amdesk.domain.change import Change, Moved
from amdesk.domain.errors import Refused
from amdesk.domain.results.reviewing import ANSWERED, FOLLOWED, RECEIVED
from amdesk.domain.texts import text
from amdesk.i18n import Words
from amdesk.services.bank.users import Users
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.services.test_employers import soon, vacancy
from tests.services.test_improving import asked as recommended
from tests.services.test_retention import BEFORE, gone_person, two_users
from tests.services.test_subsidies import decided
from tests.services.test_week import placed

EN = Words("en", TODAY)


@pytest.fixture
def desk(bank: Bank) -> Desk:
    return make.desk(bank)


def moved(act: Callable[[], Any]) -> Moved:
    with pytest.raises(Moved) as met:
        act()
    return met.value


def said(error: Moved) -> list[tuple[str, tuple[str, ...]]]:
    return [(str(c.label), tuple(map(str, c.said))) for c in error.clashes]


def test_a_month_that_another_has_claimed_or_paid_meanwhile_is_asked_about(desk: Desk) -> None:
    ref, on = decided(desk, placed(desk)), date(2026, 10, 5)
    desk.subsidies.claim(ref, "2026-09", 1_000_00, on)
    error = moved(lambda: desk.subsidies.claim(ref, "2026-09", Change(None, 2_000_50), Change(None, on)))
    assert said(error) == [("Claimed, kronor", ("2000.5", "1000", "empty"))]
    claim = desk.subsidies.claim(ref, "2026-09", Change(1_000_00, 2_000_50, decided=True), Change(on, on))
    assert (claim.amount, claim.claimed_on) == (2_000_50, on)
    desk.subsidies.paid(ref, "2026-09", 2_000_00, on)
    error = moved(lambda: desk.subsidies.paid(ref, "2026-09", Change(None, 5), Change(None, on)))
    assert said(error) == [("Paid, kronor", ("0.05", "2000", "empty"))]
    assert "Paid on" in str(moved(lambda: desk.subsidies.unclaim(ref, "2026-09", claim))), (
        "what was paid is not taken away"
    )
    (line,) = [one for one in desk.subsidies.due(every=True) if one.month == "2026-09"]
    assert line.claim is not None
    desk.subsidies.unclaim(ref, "2026-09", line.claim)
    with pytest.raises(Refused, match="is not claimed"):
        desk.subsidies.unclaim(ref, "2026-09", line.claim)


def test_a_vacancy_that_another_has_ended_otherwise_is_not_ended_again(desk: Desk) -> None:
    v = vacancy(desk)
    desk.vacancies.close(v.id, Change("open", "filled"))
    assert "Filled" in str(moved(lambda: desk.vacancies.close(v.id, Change("open", "closed"))))
    assert desk.vacancies.close(v.id, Change("open", "filled")).status == "filled", "the same is no clash"
    assert desk.vacancies.close(v.id, Change("filled", "open")).status == "open"


def test_whether_somebody_stayed_is_not_answered_over_anothers_answer(desk: Desk) -> None:
    key = desk.introductions.introduce(soon(desk), vacancy(desk).id, consent=True).id
    desk.introductions.step(key, "hired")
    with desk.bank.write(text("time goes by")):
        update(desk.bank, "introduction", key, closed_on=TODAY - timedelta(90))
    desk.introductions.stayed(key, Change("", "no"))
    moved(lambda: desk.introductions.stayed(key, Change("", "yes")))
    assert desk.introductions.stayed(key, Change("no", "yes")).stayed == "yes"


def test_payroll_columns_that_another_has_chosen_meanwhile_stay(desk: Desk) -> None:
    desk.week.set_payroll_columns(Change("", "number=Anst.nr; month"))
    error = moved(lambda: desk.week.set_payroll_columns(Change("", "number; name")))
    assert said(error) == [
        ("Columns for payroll", ("Number; Participant", "Anst.nr; Month", "The usual columns")),
    ]
    assert [c.name for c in desk.week.payroll_columns()] == ["number", "month"]
    desk.week.set_payroll_columns(Change("number=Anst.nr; month", ""))
    assert len(desk.week.payroll_columns()) > 2


def test_hours_that_another_has_agreed_meanwhile_from_the_same_day_or_before_it_are_asked_about(desk: Desk) -> None:
    who = placed(desk)
    usual, five, four = ((6 * 60,) * 5 + (0, 0), (5 * 60,) * 5 + (0, 0), (4 * 60,) * 5 + (0, 0))
    for days in (0, 3):
        desk.week.agree(who, "5 5 5 5 5", TODAY - timedelta(days))
        error = moved(lambda: desk.week.agree(who, Change(usual, four), TODAY))
        (clash,) = error.clashes
        assert [EN.show(one) for one in (clash.label, *clash.said)] == [
            "Hours agreed", "20 h a week (4 4 4 4 4)", "25 h a week (5 5 5 5 5)", "30 h a week (6 6 6 6 6)"
        ]  # fmt: skip
        assert desk.week.of(who).agreed == five, "nothing is stored"
        desk.week.agree(who, Change(usual, five), TODAY)
        assert desk.week.of(who).agreed == five, "the same is no clash"
        desk.history.undo_latest()
    desk.week.agree(who, "5 5 5 5 5", TODAY)
    desk.week.agree(who, Change(five, four, decided=True), TODAY)
    assert desk.week.of(who).agreed == four


def test_what_was_followed_up_meanwhile_is_not_to_be_answered_again(desk: Desk) -> None:
    made = desk.reviews.change(desk.reviews.add(recommended()), {"answer": "Ja.", "not_shown": "Allt."})
    seen = desk.reviews.set_state(made, ANSWERED)
    desk.reviews.set_state(seen, FOLLOWED)
    assert "Followed up" in str(moved(lambda: desk.reviews.set_state(seen, RECEIVED)))
    assert desk.reviews.of(made.ref).followed_on is not None


@pytest.fixture
def users(desk: Desk) -> Users:
    """Two who are named: petra runs the bank, rut reads it."""
    with desk.bank.write(text("named"), undoable=False):
        db.give(desk.bank, "petra", (ADMINISTRATOR,))
        db.give(desk.bank, "rut", (READER,))
    return Users(desk.work)


def test_roles_that_another_has_given_meanwhile_are_not_taken_away_unseen(users: Users) -> None:
    users.give("rut", Change((READER,), (MANAGER, READER)))
    error = moved(lambda: users.give("rut", Change([READER], [READER, ANALYST])))
    assert said(error) == [("Roles of rut", ("analyst and reader", "manager and reader", "reader"))]
    users.give("rut", Change((READER, MANAGER), (CASE_WORKER,)))
    assert {u.login: u.roles for u in users.listing()}["rut"] == (CASE_WORKER,)


@pytest.mark.parametrize("act", [lambda users: users.give("rut", [READER]), lambda users: users.remove("rut")])
def test_two_administrators_who_take_it_from_each_other_at_once_leave_one(
    users: Users, act: Callable[[Users], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    users.give("rut", [ADMINISTRATOR])
    bank, done = users.work.bank, list[str]()
    write = type(bank).write

    def late(one: Bank, *given: Any, **named: Any) -> Any:
        """Rut takes it from petra while petra begins to take it from her."""
        if not done:
            done.append("petra")
            with write(one, text("meanwhile"), undoable=False):
                db.give(one, "petra", (READER,))
        return write(one, *given, **named)

    monkeypatch.setattr(type(bank), "write", late)
    with pytest.raises(Refused, match="only administrator"):
        act(users)
    assert done


def test_a_policy_that_another_has_changed_meanwhile_stays(desk: Desk) -> None:
    seen = desk.rounds.policy()
    theirs, mine = replace(seen, look_ahead=not seen.look_ahead), replace(seen, strength=seen.strength - 1)
    desk.rounds.set_policy(Change(seen, theirs))
    assert "version 2 now" in str(moved(lambda: desk.rounds.set_policy(Change(seen, mine))))
    now = desk.rounds.policy()
    assert (now.look_ahead, now.strength) == (theirs.look_ahead, seen.strength)
    desk.rounds.set_policy(Change(now, mine))
    assert desk.rounds.policy().strength == mine.strength, "whoever knows what stands may go over it"


def test_the_time_of_a_kind_of_data_that_another_has_set_meanwhile_stays(desk: Desk) -> None:
    desk.retention.set_period("note", Change(None, 2), Change("", "Nämndens plan § 14"))
    error = moved(lambda: desk.retention.set_period("note", Change(None, 5), Change("", "Plan 2026")))
    assert said(error) == [
        ("Years", ("5", "2", "empty")),
        ("Decision or plan", ("Plan 2026", "Nämndens plan § 14", "empty")),
    ]
    (kept,) = [one.period for one in desk.retention.periods() if one.period]
    assert (kept.years, kept.source) == (2, "Nämndens plan § 14")
    desk.retention.set_period("note", Change(2, None), Change("Nämndens plan § 14", ""))
    assert not [one for one in desk.retention.periods() if one.period]


def test_of_the_time_of_a_kind_of_data_what_another_set_beside_stays(desk: Desk) -> None:
    desk.retention.set_period("note", 2, "Nämndens plan § 14")
    desk.retention.set_period("note", Change(2, 3), Change("Nämndens plan § 14", "Nämndens plan § 14"))
    desk.retention.set_period("note", Change(2, 2), Change("Nämndens plan § 14", "Plan 2026"))
    (kept,) = [one.period for one in desk.retention.periods() if one.period]
    assert (kept.years, kept.source) == (3, "Plan 2026"), "only what was changed is set"
    desk.retention.set_period("note", Change(3, None), Change("Plan 2026", "Plan 2026"))
    moved(lambda: desk.retention.set_period("note", Change(3, 3), Change("Plan 2026", "Plan 2027")))
    assert not [one for one in desk.retention.periods() if one.period], (
        "a time that was taken away is not set by its words"
    )


def test_a_decision_on_activity_that_another_has_noted_meanwhile_is_not_ended_unseen(desk: Desk) -> None:
    who = placed(desk)

    def ask(minutes: int, seen: Any) -> int:
        return desk.activities.ask(who, minutes, TODAY, None, (TODAY, "Nämnden", ""), seen).minutes

    ask(1200, ())
    assert "20 hours a week" in str(moved(lambda: ask(600, ())))
    (stands,) = desk.activities.demands_of(who)
    assert (stands.minutes, stands.to_date) == (1200, None)
    assert ask(600, [stands]) == 600
    assert [d.minutes for d in desk.activities.demands_of(who)] == [600]


def test_what_another_has_proposed_to_erase_is_not_put_away_unseen(tmp_path: Path) -> None:
    _, petra, eva = two_users(tmp_path)
    hers, his = gone_person(petra), make.participant(eva.bank)
    petra.retention.propose("Gallringsplan 4.2", BEFORE)
    with pytest.raises(Refused, match="Petra has proposed to erase 1 person") as met:
        eva.retention.propose("Beslut enligt artikel 17", early=[his])
    assert met.value.code == "PROPOSED"
    assert [p.id for p in eva.retention.proposed()] == [hers]
    eva.retention.propose("Beslut enligt artikel 17", early=[his], instead=True)
    assert [p.id for p in petra.retention.proposed()] == [his]
    eva.retention.propose("Beslut enligt artikel 17, rättat", early=[his])
    for one in (petra, eva):
        one.close()
