"""Undo that reaches: a paper stands in no way, a refusal names what was built upon the step, and earlier steps stay reachable."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from amdesk.db.bank.history import ONE_EACH
from amdesk.db.booking import bookings
from amdesk.db.catalogue import UNDOABLE
from amdesk.db.engine.backup import prove
from amdesk.db.engine.errors import translated
from amdesk.db.port import tuples, value
from amdesk.domain.bank.undoing import BuiltUpon
from amdesk.domain.errors import Refused
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.services.test_week import placed

FIRST, LAST = TODAY + timedelta(14), TODAY + timedelta(100)


@pytest.fixture
def pair(desk: Desk) -> tuple[int, int]:
    return make.participant(desk.bank, name="Jonas Dahl"), make.placement(desk.bank, name="Parkgruppen")


def book(desk: Desk, pair: tuple[int, int]) -> str:
    return desk.booking.book(*pair, FIRST, LAST).booking.ref


def by_another(desk: Desk, act: Callable[[], object]) -> None:
    mine, desk.bank.actor = desk.bank.actor, "Nils Kollegsson"
    act()
    desk.bank.actor = mine


def built_upon(act: Callable[[], object]) -> BuiltUpon:
    with pytest.raises(BuiltUpon) as caught:
        act()
    return caught.value


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def step(desk: Desk, said: str) -> int:
    return next(s.id for s in desk.history.steps() if said in str(s.what))


def begin(desk: Desk, ref: str) -> None:
    desk.booking.introduction_seen(ref)
    desk.booking.start(ref)


def test_a_booking_is_undone_after_its_notice_was_printed_twice_and_it_is_said_that_the_notice_no_longer_holds(
    desk: Desk, pair: tuple[int, int]
) -> None:
    ref = book(desk, pair)
    assert desk.exports.notice(ref).startswith(b"%PDF")
    assert desk.exports.notice(ref).startswith(b"%PDF")
    said = str(desk.history.undo())
    assert f"Booked Jonas Dahl at Parkgruppen. Its booking notice was made {TODAY}: " in said
    assert desk.booking.every() == []


def test_an_undone_booking_is_booked_again_by_redo_although_another_notice_was_printed(
    desk: Desk, pair: tuple[int, int]
) -> None:
    other = book(desk, (make.participant(desk.bank), make.placement(desk.bank)))
    ref = book(desk, pair)
    desk.history.undo()
    desk.exports.notice(other)
    desk.history.redo()
    assert desk.booking.get(ref).status == "booked"
    assert desk.exports.notice(ref).startswith(b"%PDF")


def test_a_booking_that_was_begun_by_somebody_else_is_not_undone_but_named_with_who_began_it(
    desk: Desk, pair: tuple[int, int]
) -> None:
    ref = book(desk, pair)
    by_another(desk, lambda: begin(desk, ref))
    found = built_upon(desk.history.undo)
    said = str(found)
    assert "Booked Jonas Dahl at Parkgruppen cannot be undone" in said
    assert f"Started: Jonas Dahl at Parkgruppen (Nils Kollegsson, {TODAY})" in said
    assert found.booking == desk.booking.get(ref).id
    assert desk.booking.get(ref).status == "started"


@pytest.mark.parametrize(("begun", "act"), [(False, "cancel"), (True, "interrupt")])
def test_what_a_booking_offers_instead_of_undo_is_a_step_it_can_take(
    desk: Desk, pair: tuple[int, int], begun: bool, act: str
) -> None:
    ref = book(desk, pair)
    desk.exports.notice(ref)
    by_another(desk, lambda: begin(desk, ref) if begun else desk.booking.extend(ref, LAST + timedelta(7)))
    key = built_upon(desk.history.undo).booking
    assert key is not None
    back = desk.booking.way_back(key)
    assert back is not None
    assert (back.booking.ref, back.act, back.noticed) == (ref, act, TODAY)
    if begun:
        desk.booking.interrupt(ref, desk.booking.get(ref).from_date, "PAUSE")
    else:
        desk.booking.cancel(ref)
    over = desk.booking.way_back(key)
    assert over is not None
    assert over.act == ""


def test_a_booking_taken_back_meanwhile_offers_nothing(desk: Desk, pair: tuple[int, int]) -> None:
    key = desk.booking.get(book(desk, pair)).id
    desk.history.undo()
    assert desk.booking.way_back(key) is None


def test_a_booking_is_taken_back_by_itself_whatever_was_done_after_it(desk: Desk, pair: tuple[int, int]) -> None:
    ref = book(desk, pair)
    desk.participants.change(pair[0], {"phone": "08-465 004 01"})
    desk.exports.notice(ref)
    assert desk.booking.take_back(ref) == TODAY
    assert desk.booking.every() == []
    assert desk.work.participant(pair[0]).phone == "08-465 004 01"


def test_a_booking_done_again_by_redo_is_taken_back_by_itself_too(desk: Desk, pair: tuple[int, int]) -> None:
    ref = book(desk, pair)
    desk.history.undo()
    desk.history.redo()
    assert desk.booking.take_back(ref) is None
    assert desk.booking.every() == []


def test_an_earlier_step_is_taken_back_although_the_later_is_refused(desk: Desk, pair: tuple[int, int]) -> None:
    desk.participants.change(pair[0], {"phone": "08-465 004 01"})
    ref = book(desk, pair)
    by_another(desk, lambda: begin(desk, ref))
    built_upon(desk.history.undo)
    earlier = next(s.id for s in desk.history.steps() if s.mine and s.id < step(desk, "Booked"))
    desk.history.undo(earlier)
    assert desk.work.participant(pair[0]).phone != "08-465 004 01"
    assert desk.booking.get(ref).status == "started"
    assert refused(lambda: desk.history.undo(earlier)) == "NOTHING"


def test_a_step_of_somebody_else_or_one_that_cannot_be_undone_is_not_taken_back_by_choosing_it(
    desk: Desk, pair: tuple[int, int]
) -> None:
    ref = book(desk, pair)
    desk.exports.notice(ref)
    by_another(desk, lambda: desk.booking.extend(ref, LAST + timedelta(7)))
    theirs, paper = (
        next(s for s in desk.history.steps() if said in str(s.what)) for said in ("New last day", "notice made")
    )
    for one in (theirs, paper):
        assert not one.mine
        assert refused(lambda key=one.id: desk.history.undo(key)) == "NOTHING"  # type: ignore[misc]  # bound at once


def test_whom_somebody_else_has_booked_is_not_taken_out_of_the_bank_by_undo(desk: Desk) -> None:
    person = desk.participants.create({"name": "Jonas Dahl", "registered_on": TODAY}).id
    place = make.placement(desk.bank, name="Parkgruppen")
    added = next(s.id for s in desk.history.steps() if s.mine and "Jonas Dahl" in str(s.what))
    by_another(desk, lambda: book(desk, (person, place)))
    found = built_upon(lambda: desk.history.undo(added))
    assert "Booked Jonas Dahl at Parkgruppen (Nils Kollegsson" in str(found)
    assert desk.work.participant(person).name == "Jonas Dahl"
    assert prove(desk.bank) == []


def test_an_employment_that_somebody_else_has_booked_within_stays(desk: Desk, pair: tuple[int, int]) -> None:
    ref = book(desk, pair)
    other = make.placement(desk.bank, name="Caféet")
    key = desk.booking.get(ref).employment_id
    by_another(desk, lambda: within(desk, pair[0], other, key))
    found = built_upon(lambda: desk.booking.take_back(ref))
    assert "A second booking" in str(found)
    assert prove(desk.bank) == []


def within(desk: Desk, person: int, place: int, employment: int | None) -> None:
    """A cancelled booking within the same employment."""
    with desk.bank.write(text("A second booking")):
        bookings.add(
            desk.bank,
            {
                "ref": "B-ANOTHER1",
                "participant_id": person,
                "placement_id": place,
                "employment_id": employment,
                "from_date": FIRST,
                "to_date": LAST,
                "extent": 100,
                "status": "cancelled",
                "made_on": TODAY,
            },
        )


def test_whoever_was_changed_again_meanwhile_is_found_by_what_stands_of_her_after_undo(
    desk: Desk, pair: tuple[int, int]
) -> None:
    desk.participants.change(pair[0], {"name": "Jonas Provholm"})
    by_another(desk, lambda: desk.participants.change(pair[0], {"phone": "08-465 004 01"}))
    desk.history.undo()
    assert desk.work.participant(pair[0]).name == "Jonas Dahl"
    assert desk.participants.find("Provholm") == []
    assert desk.participants.find("Dahl") == [pair[0]]


def test_a_placement_that_was_changed_again_meanwhile_is_found_by_what_stands_of_it(
    desk: Desk, pair: tuple[int, int]
) -> None:
    desk.placements.change(pair[1], {"name": "Slottsgruppen"})
    by_another(desk, lambda: desk.placements.change(pair[1], {"address": "Provgatan 1"}))
    desk.history.undo()
    said = value(desk.bank, "select search from placement where id = :id", id=pair[1])
    assert "Parkgruppen" in said
    assert "Provgatan" in said
    assert "Slottsgruppen" not in said


def test_what_was_built_upon_it_by_many_steps_names_three_and_counts_the_rest(
    desk: Desk, pair: tuple[int, int]
) -> None:
    ref = book(desk, pair)
    for days in range(1, 6):
        by_another(desk, lambda later=days: desk.booking.extend(ref, LAST + timedelta(later)))  # type: ignore[misc]  # bound at once
    assert "; and 2 more" in str(built_upon(desk.history.undo))


def test_a_protected_person_is_not_named_by_what_was_built_upon(desk: Desk, pair: tuple[int, int]) -> None:
    ref = book(desk, pair)
    by_another(desk, lambda: begin(desk, ref))
    desk.participants.protect(pair[0], 1)
    with pytest.raises(Refused) as caught:
        desk.booking.take_back(ref)
    assert "Dahl" not in str(caught.value)
    assert "Parkgruppen" not in str(caught.value)


def test_who_or_what_was_taken_back_by_undo_is_not_booked_from_a_page_that_shows_them_still(
    desk: Desk, pair: tuple[int, int]
) -> None:
    person, place = pair
    added = desk.participants.create({"name": "Nils Prov"}).id
    opened = [("participant", added), ("participant", person), ("placement", place)]
    assert desk.standing(opened) == set(opened)
    desk.history.undo()
    assert desk.standing(opened) == {("participant", person), ("placement", place)}
    assert refused(lambda: book(desk, (added, place))) == "NO_PARTICIPANT"
    assert refused(lambda: desk.matching.opened(added)) == "NO_PARTICIPANT"
    assert desk.booking.every() == []


def test_a_day_that_another_has_noted_meanwhile_is_not_noted_again(desk: Desk) -> None:
    who = placed(desk)
    desk.week.note(who, "sick", TODAY)
    desk.history.undo_latest()
    by_another(desk, lambda: desk.week.note(who, "present", TODAY))
    assert refused(desk.history.redo) == "MOVED_ON"
    desk.week.clear(who, TODAY)
    cleared = step(desk, "taken away")
    by_another(desk, lambda: desk.week.note(who, "child", TODAY))
    assert refused(lambda: desk.history.undo(cleared)) == "MOVED_ON"
    assert list(tuples(desk.bank, "select code from workday where void = 0")) == [("child",)]


def test_hours_that_were_agreed_on_anew_meanwhile_are_not_put_back(desk: Desk) -> None:
    who = placed(desk)
    desk.week.agree(who, "6 6 6 6 6", TODAY)
    desk.history.undo_latest()
    by_another(desk, lambda: desk.week.agree(who, "4 4 4 4 4", TODAY))
    assert refused(desk.history.redo) == "MOVED_ON"


INDEXES = {
    "sqlite": "select name, tbl_name, sql from sqlite_master where sql like 'create unique%where void = 0%'",
    "postgresql": "select indexname, tablename, indexdef from pg_indexes where schemaname = current_schema()"
    " and indexdef like 'CREATE UNIQUE%WHERE (void = 0)'",
}


def test_every_index_of_one_row_alone_is_looked_at_before_a_row_is_put_back(
    desk: Desk, request: pytest.FixtureRequest
) -> None:
    found = {}
    engine = next(name for name in INDEXES if f"[{name}]" in request.node.name)
    for name, table, made in tuples(desk.bank, INDEXES[engine]):
        if table in UNDOABLE and name != "participant_identity":  # what is hers alone is told in words of its own
            found[table] = tuple(c.strip() for c in made.partition("(")[2].partition(")")[0].split(","))
    assert found == {table: key for table, key in ONE_EACH.items() if table in UNDOABLE}
    assert "workday" in found


@pytest.mark.parametrize("said", [
    "UNIQUE constraint failed: workday.employment_id, workday.on_date",
    'duplicate key value violates unique constraint "workday_day"',
    "UNIQUE constraint failed: agreed_hours.employment_id, agreed_hours.from_date",
    'duplicate key value violates unique constraint "agreed_hours_from"',
])  # fmt: skip
def test_two_who_note_the_same_day_at_once_are_told_so(said: str) -> None:
    found = translated(ValueError(said), "")
    assert isinstance(found, Refused)
    assert "same day" in str(found.text)
