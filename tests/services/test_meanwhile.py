"""Two programs over one bank: what one began before the other wrote is judged by what stands there now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from amdesk.db.catalogue import MOVED
from amdesk.db.engine.opening import open_bank
from amdesk.db.port import rows, value
from amdesk.domain.change import Change, Moved, changes
from amdesk.domain.errors import Refused
from amdesk.domain.people.participant import Need
from amdesk.services.booking.bookings import Bookings
from amdesk.services.desk import Desk
from tests import make
from tests.imports.cases import lines
from tests.rows import day, employed


@pytest.fixture
def both(new_file: Path, tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Mine and a colleague's, over one file."""
    path = make.copied(new_file, tmp_path / "b.amdesk")
    desks = [Desk(open_bank(str(path), actor=who, account=who, clock=make.CLOCK), make.CLOCK) for who in ("Ada", "Bo")]
    yield desks[0], desks[1]
    for desk in desks:
        desk.close()


WIDE = {
    "district": "Västra skogen 2", "licence": "BE C1", "wishes": ("MAT", "PAR", "VAK", "LOK"), "phone": "08-465 004 01", "extent": 67,
    "needs": (Need("words", "nära tåg", "must"), Need("height", "0", "nice")), "language": "B1",
}  # fmt: skip


def test_of_a_person_whom_no_list_knows_each_keeps_what_the_other_has_changed(both: tuple[Desk, Desk]) -> None:
    mine, theirs = both
    key = make.participant(mine.bank, **WIDE)
    stored = {name: getattr(mine.work.participant(key), name) for name in WIDE}
    assert stored == WIDE
    theirs.participants.change(key, {"wishes": Change(WIDE["wishes"], ("LOK",)), "licence": Change("BE C1", "BE")})
    mine.participants.change(key, changes(stored, stored, {**stored, "phone": "08-465 004 02"}))
    now = mine.work.participant(key)
    assert {name: getattr(now, name) for name in WIDE} == {
        **WIDE, "phone": "08-465 004 02", "wishes": ("LOK",), "licence": "BE",
    }  # fmt: skip
    with pytest.raises(Moved) as caught:
        mine.participants.change(key, changes(stored, stored, {**stored, "licence": "B", "extent": 50}))
    assert [c.name for c in caught.value.clashes] == ["licence"]
    assert mine.work.participant(key).extent == 67


def test_a_list_that_was_reviewed_before_somebody_was_protected_stores_nothing_that_shows_or_lowers_it(
    both: tuple[Desk, Desk], tmp_path: Path
) -> None:
    mine, theirs = both
    number = make.fresh_number()
    key = make.participant(mine.bank, identity=number, name="Quilla Zorvath", phone="08-465 004 01")
    path = lines(tmp_path, "Personnummer;Namn;Telefon;Skyddad", f"{number};Quilla Zorvath;08-465 004 02;nej")
    review = mine.imports.review(mine.imports.stage(path, "participants"))
    theirs.participants.protect(key, 2, "Beslut")
    mine.imports.store(review)
    now = mine.work.participant(key)
    assert now.protection == 2
    assert mine.participants.find("Quilla") == []
    assert "Quilla" not in " ".join(str(s.what) for s in mine.history.steps())


ACTS: dict[str, Callable[[Desk, int, int], object]] = {
    "book": lambda d, who, place: d.booking.book(who, place, day(3), day(90)),
    "reserve": lambda d, who, place: d.booking.book(who, place, day(3), day(90), reserve=True),
    "change": lambda d, who, _place: d.participants.change(who, {"phone": "08-465 004 02"}),
    "protect": lambda d, who, _place: d.participants.protect(who, 1),
    "note": lambda d, who, _place: d.participants.add_note(who, {"kind": "phone", "body": "Ringde"}),
    "extract": lambda d, who, _place: d.participants.extract_shown(who, "school_act", day(0)),
    "number": lambda d, who, _place: d.participants.replace_identity(who, make.fresh_number()),
    "case worker": lambda d, who, _place: d.participants.change_case_worker([who], d.participants.add_case_worker("Cissi"), "byte"),
    "need": lambda d, who, _place: d.modules.need(who, next(iter(d.modules.kinds()))),
}  # fmt: skip


def hers(desk: Desk, key: int) -> dict[str, object]:
    """All that stands on a record: its own columns, and how many rows of each table are its own."""
    own = rows(desk.bank, "select * from participant where id = :p", p=key)[0]
    counts = {t: value(desk.bank, f"select count(*) as n from {t} where participant_id = :p", p=key) for t in MOVED}
    return own | counts


@pytest.mark.parametrize("act", list(ACTS))
def test_nothing_is_put_to_a_record_that_a_colleague_has_merged_into_another_meanwhile(
    both: tuple[Desk, Desk], act: str
) -> None:
    mine, theirs = both
    keep, gone = (make.participant(mine.bank, name="Aida Demolund") for _ in range(2))
    place = make.placement(mine.bank, 2)
    mine.work.participant(gone)
    theirs.participants.merge(keep, gone)
    before = hers(mine, gone)
    with pytest.raises(Refused) as caught:
        ACTS[act](mine, gone, place)
    assert (caught.value.code, "D-0001" in str(caught.value)) == ("MERGED", True)
    assert hers(mine, gone) == before
    ACTS[act](mine, keep, place)


def test_a_round_that_was_solved_before_two_records_became_one_books_nobody_twice(both: tuple[Desk, Desk]) -> None:
    mine, theirs = both
    keep, gone = (make.participant(mine.bank, name="Aida Demolund") for _ in range(2))
    make.placement(mine.bank, 2)
    answer = mine.rounds.solve()
    ref = mine.rounds.keep(answer)
    assert len(answer.optimal) == 2
    theirs.participants.merge(keep, gone)
    with pytest.raises(Refused) as caught:
        mine.rounds.accept(ref, answer.optimal)
    assert caught.value.code == "MERGED"
    assert mine.booking.every() == []


def test_an_undo_over_what_a_colleague_has_built_upon_names_it_and_takes_nothing_back(both: tuple[Desk, Desk]) -> None:
    mine, theirs = both
    place = mine.placements.create(make.placement_values(), 1)
    person = make.participant(mine.bank)
    theirs.booking.book(person, place.id, day(3), day(90))
    made = next(step.id for step in mine.history.steps() if step.kind == "do" and place.name in str(step.what))
    with pytest.raises(Refused):
        mine.history.undo(made)
    assert value(mine.bank, "select count(*) as n from placement where void = 0") == 1
    assert [b.status for b in mine.booking.every()] == ["booked"]


def test_two_who_end_one_employment_at_once_leave_the_first_end(both: tuple[Desk, Desk]) -> None:
    mine, theirs = both
    key = employed(mine.bank, make.participant(mine.bank), day(-90), day(90))
    theirs.booking.end_employment(key, Change(None, day(-3)), "A1")
    with pytest.raises(Moved):
        mine.booking.end_employment(key, Change(None, day(-1)), "S1")
    (employment,) = mine.booking.employments()
    assert (employment.ended_on, employment.end_reason) == (day(-3), "A1")


STEPS: dict[str, Callable[[Desk, str], object]] = {
    "cancel": lambda d, ref: d.booking.cancel(ref, "PARTICIPANT"),
    "start": lambda d, ref: d.booking.start(ref),
    "extend": lambda d, ref: d.booking.extend(ref, day(120)),
    "move": lambda d, ref: d.booking.move(ref, "P-0002"),
}
THEIRS: dict[str, tuple[Callable[[Desk, str], object], str]] = {
    "cancelled": (lambda d, ref: d.booking.cancel(ref, "HOST"), "AM003"),
    "started": (lambda d, ref: d.booking.start(ref), "AM003"),
    "moved": (lambda d, ref: d.booking.move(ref, "P-0003"), "MOVED"),
    "extended": (lambda d, ref: d.booking.extend(ref, day(95)), "MOVED"),
}


@pytest.mark.thorough(16)
@pytest.mark.parametrize("theirs_is", list(THEIRS))
@pytest.mark.parametrize("step", list(STEPS))
def test_a_step_of_a_booking_that_a_colleague_has_changed_between_reading_and_storing_is_refused(
    both: tuple[Desk, Desk], monkeypatch: pytest.MonkeyPatch, step: str, theirs_is: str
) -> None:
    mine, theirs = both
    for name in ("Ett", "Två", "Tre"):
        make.placement(mine.bank, 2, name=name)
    ref = mine.booking.book(make.participant(mine.bank), "P-0001", day(0), day(90)).booking.ref
    mine.booking.introduction_seen(ref)
    read = mine.booking.get(ref)
    act, code = THEIRS[theirs_is]
    act(theirs, ref)
    now = theirs.booking.get(ref)
    with monkeypatch.context() as patch:
        patch.setattr(Bookings, "get", lambda *_: read)
        with pytest.raises(Refused) as caught:
            STEPS[step](mine, ref)
    assert caught.value.code == code
    assert mine.booking.get(ref) == now
