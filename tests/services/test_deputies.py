"""A case worker is away and another one stands in: she sees the tasks among her own, nothing changes its owner, and the log says so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from amdesk.db.people import deputies as db
from amdesk.db.port import rows
from amdesk.domain.clock import Clock
from amdesk.domain.errors import Refused
from amdesk.domain.overview.tasks import Task, day_plan
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY

FIRST, LAST = TODAY, TODAY + timedelta(4)


@pytest.fixture
def three(desk: Desk) -> tuple[int, int, int]:
    """Eva, Bo and Cia; Bo sits here."""
    eva, bo, cia = (desk.participants.add_case_worker(name) for name in ("Eva Prov", "Bo Prov", "Cia Prov"))
    desk.set_case_worker(bo)
    return eva, bo, cia


def waits(desk: Desk, worker: int | None) -> int:
    return make.participant(desk.bank, case_worker_id=worker, registered_on=TODAY - timedelta(40))


def listed(desk: Desk, mine: int) -> dict[int | None, Task]:
    return {t.participant_id: t for t in desk.overview(mine)[0].tasks if t.kind == "find_place"}


def test_the_deputy_sees_the_tasks_marked_with_whose_they_are_and_only_while_the_other_is_away(
    desk: Desk, three: tuple[int, int, int]
) -> None:
    eva, bo, cia = three
    hers, his, others = waits(desk, eva), waits(desk, bo), waits(desk, cia)
    assert set(listed(desk, bo)) == {his}
    desk.deputies.away(eva, bo, FIRST, LAST)
    found = listed(desk, bo)
    assert {who: t.stands_for for who, t in found.items()} == {his: "", hers: "Eva Prov"}
    assert others not in found
    assert set(listed(desk, cia)) == {others}, "nobody else stands in"
    assert set(listed(desk, eva)) == {hers}, "they are still hers"
    for days, there in ((-1, False), (0, True), (4, True), (5, False)):
        then = Desk(desk.bank, Clock(TODAY + timedelta(days)))
        assert (hers in listed(then, bo)) is there, days


def test_nothing_changes_its_owner_and_no_change_of_case_worker_is_counted(
    desk: Desk, three: tuple[int, int, int]
) -> None:
    eva, bo, _ = three
    hers = waits(desk, eva)
    desk.deputies.away(eva, bo, FIRST, LAST)
    desk.participants.add_note(hers, {"body": "Ringde", "kind": "phone"})
    assert desk.work.participant(hers).case_worker == "Eva Prov"
    assert rows(desk.bank, "select id from case_worker_change") == []
    assert desk.handovers.of(hers).met == 1


def test_the_log_says_for_whom_whoever_opened_and_wrote_stood_in(desk: Desk, three: tuple[int, int, int]) -> None:
    eva, bo, _ = three
    hers, his = waits(desk, eva), waits(desk, bo)
    desk.deputies.away(eva, bo, FIRST, LAST)
    for person in (hers, his):
        desk.participants.record(person, "Hon ringde")
        desk.participants.add_note(person, {"body": "Ringde", "kind": "phone"})
    log = desk.history.access(desk.work.participant(hers).number)
    assert ("participant", "As deputy of Eva Prov. Hon ringde") in {(e.what, str(e.because)) for e in log}
    assert ("deputy", "As deputy of Eva Prov.") in {(e.what, str(e.because)) for e in log}
    cia = Desk(desk.bank, make.CLOCK)
    cia.set_case_worker(three[2])
    cia.participants.record(hers, "Hon ringde igen")
    said = [str(e.because) for e in desk.history.access(desk.work.participant(hers).number)]
    assert "Hon ringde igen" in said, "whoever is no deputy of hers opened in her own name"
    own = desk.history.access(desk.work.participant(his).number)
    assert {str(e.because) for e in own if e.what == "participant"} == {"Hon ringde"}
    assert "deputy" not in {e.what for e in own}


def test_a_protected_person_asks_her_deputy_for_a_reason_too(desk: Desk, three: tuple[int, int, int]) -> None:
    eva, bo, _ = three
    hers = waits(desk, eva)
    desk.participants.protect(hers, 1, "beslut")
    desk.deputies.away(eva, bo, FIRST, LAST)
    assert listed(desk, bo)[hers].person.hidden
    with pytest.raises(Refused) as refused:
        desk.participants.record(hers)
    assert refused.value.code == "PROTECTED"


@pytest.mark.parametrize(
    ("who", "whom", "days", "code"),
    [
        (0, 0, (0, 4), "SAME"), (0, 1, (4, 0), "ORDER"), (0, 2, (4, 9), "TWICE"), (2, 0, (2, 3), "DEPUTY_AWAY"), (1, 2, (4, 4), "STANDS_IN"),
        (9, 1, (0, 4), "NO_WORKER"), (0, 2, (5, 9), ""), (2, 1, (0, 4), ""), (1, 2, (5, 5), ""),
    ],
)  # fmt: skip
def test_whoever_is_away_stands_in_for_nobody_and_is_away_once(
    desk: Desk, three: tuple[int, int, int], who: int, whom: int, days: tuple[int, int], code: str
) -> None:
    every = (*three, *[987] * 7)
    desk.deputies.away(three[0], three[1], FIRST, LAST)
    first, last = (TODAY + timedelta(n) for n in days)
    if code:
        with pytest.raises(Refused) as refused:
            desk.deputies.away(every[who], every[whom], first, last)
        assert refused.value.code == code
    else:
        made = desk.deputies.away(every[who], every[whom], first, last)
        assert (made.first, made.last) == (first, last)


def test_whoever_is_back_has_the_tasks_alone_and_undo_takes_it_back(desk: Desk, three: tuple[int, int, int]) -> None:
    eva, bo, _ = three
    hers = waits(desk, eva)
    made = desk.deputies.away("Eva Prov", "Bo Prov", TODAY - timedelta(3), LAST)
    desk.deputies.back(made.id)
    assert hers not in listed(desk, bo)
    assert desk.deputies.listing() == []
    desk.history.undo_latest()
    assert hers in listed(desk, bo)
    with pytest.raises(Refused) as refused:
        desk.deputies.back(made.id, LAST + timedelta(1))
    assert refused.value.code == "GONE"
    ahead = desk.deputies.away("Eva Prov", "Bo Prov", LAST + timedelta(3), LAST + timedelta(9))
    desk.deputies.back(ahead.id)
    assert [one.id for one in desk.deputies.listing()] == [made.id], "what had not begun never was"


def test_whoever_was_taken_back_by_another_meanwhile_is_not_taken_back_again(
    desk: Desk, three: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = desk.deputies.away("Eva Prov", "Bo Prov", TODAY - timedelta(3), LAST)
    alone, ended = desk.bank.one_at_a_time, TODAY - timedelta(2)

    def another_first() -> None:
        alone()
        monkeypatch.undo()
        db.end_deputyship(desk.bank, made.id, ended)

    monkeypatch.setattr(desk.bank, "one_at_a_time", another_first)
    with pytest.raises(Refused) as refused:
        desk.deputies.back(made.id)
    assert refused.value.code == "GONE"


def test_mine_stand_before_those_that_one_stands_in_for(desk: Desk, three: tuple[int, int, int]) -> None:
    eva, bo, _ = three
    hers, his = waits(desk, eva), waits(desk, bo)
    desk.deputies.away(eva, bo, FIRST, LAST)
    (group,) = day_plan(desk.overview(bo)[0].tasks, TODAY, bo, mine=True)[:1]
    assert [row.tasks[0].participant_id for row in group.rows][:2] == [his, hers]


def test_whoever_was_put_in_by_mistake_stands_in_for_nobody_once_it_is_undone(
    desk: Desk, three: tuple[int, int, int]
) -> None:
    away, deputy, _ = three
    desk.deputies.away(away, deputy, TODAY, TODAY + timedelta(9))
    assert list(db.stands_in_for(desk.bank, deputy, TODAY)) == [away]
    desk.history.undo()
    assert db.stands_in_for(desk.bank, deputy, TODAY) == {}
