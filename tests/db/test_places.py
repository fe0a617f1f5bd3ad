"""What the placement bank, the board and matching read of placements: which rows count, and on which days."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from amdesk.db.booking import board
from amdesk.db.places import placements
from amdesk.db.port import Bank
from amdesk.domain.booking.matching import Must
from amdesk.domain.clock import FAR
from amdesk.domain.places.placement import Availability, ClosedPeriod, Span
from amdesk.domain.texts import text
from amdesk.services.bank import banks
from tests import make
from tests.make import TODAY
from tests.rows import booked, day, put

NEARLY_FAR = date(9999, 12, 30)


@pytest.fixture
def bank(bank: Bank) -> Bank:
    """With the code lists."""
    banks.fill(bank)
    return bank


def capacity(bank: Bank, place: int, first: date, last: date, places: int, reason: str = "") -> int:
    with bank.write(text("capacity")):
        return placements.set_capacity(bank, place, first, last, places, reason)


def undo_row(bank: Bank, table: str, key: int) -> None:
    with bank.write(text("taken back")):
        bank.execute(f"update {table} set void = 1 where id = :k", {"k": key})


def test_a_placement_is_found_by_its_number_or_the_source_systems_the_first_of_them(bank: Bank) -> None:
    make.placement(bank, source_id="S-7", void=1)
    first, second = (make.placement(bank, source_id="S-7") for _ in range(2))
    found = placements.by_number(bank, "S-7")
    assert found is not None
    assert found.id == first
    kept = placements.get(bank, second)
    assert kept is not None
    by_own = placements.by_number(bank, kept.number)
    assert by_own == kept
    assert (
        placements.by_number(bank, "S-8") is placements.by_number(bank, "P-9999") is placements.get(bank, 999) is None
    )
    assert [p.id for p in placements.every(bank)] == [first, second]
    assert [key for _, key in placements.names(bank)] == [second, first]


def test_a_placement_is_known_by_occupation_and_name_whatever_its_case(bank: Bank) -> None:
    make.placement(bank, name="Köket", void=1)
    make.placement(bank, name="Köket", occupation="LOK")
    key = make.placement(bank, name="Köket")
    assert placements.of_name(bank, "PAR", "köket".upper().replace("Ö", "ö")) == key
    assert placements.of_name(bank, "PAR", "Parken") is placements.of_name(bank, "BUT", "Köket") is None


def test_what_a_source_brought_and_has_not_lost_is_known_by_its_id(bank: Bank) -> None:
    key = make.placement(bank, source_id="S-1", department="Park")
    lost = make.placement(bank, source_id="S-2")
    make.placement(bank, source_id="")
    make.placement(bank, source_id="S-3", void=1)
    with bank.write(text("flagged")):
        placements.flag(bank, lost, TODAY)
    assert placements.sourced(bank) == [placements.SourcedPlacement(key, "S-1", "Park")]


def narrow(bank: Bank, extent: int = 100) -> dict[int, date | None]:
    return placements.narrow(bank, TODAY, extent)


def test_a_placement_is_narrow_when_every_place_is_taken_and_not_before(bank: Bank) -> None:
    place = make.placement(bank, 2)
    assert narrow(bank) == {}
    booked(bank, make.participant(bank), place, day(-9), day(9), "started")
    for status, last, given in (
        ("ended", 9, {}),
        ("cancelled", 9, {}),
        ("proposed", 9, {}),
        ("booked", 9, {"void": 1}),
        ("started", -1, {}),
    ):
        booked(bank, make.participant(bank), place, day(-9), day(last), status, **given)
    assert narrow(bank) == {}
    booked(bank, make.participant(bank), place, day(0), day(0), "booked")
    assert narrow(bank) == {place: day(0)}, "all have begun: from the day after the first end there is room for good"


def test_the_day_of_room_is_told_only_where_every_booking_has_begun(bank: Bank) -> None:
    place = make.placement(bank, 1)
    booked(bank, make.participant(bank), place, day(1), day(9))
    assert narrow(bank) == {place: None}
    again = make.placement(bank, 1)
    for first, last in ((0, 4), (5, 9)):
        booked(bank, make.participant(bank), again, day(first), day(last))
    assert narrow(bank)[again] is None


def test_shared_hours_are_narrow_when_one_more_of_that_extent_does_not_fit(bank: Bank) -> None:
    place = make.placement(bank, 1, shared=1)
    assert narrow(bank) == {}
    booked(bank, make.participant(bank), place, day(0), day(9), extent=50)
    assert (narrow(bank, 50), narrow(bank, 51)) == ({}, {place: None})


@pytest.mark.parametrize(("first", "last", "covered"), [(0, 9, True), (-1, 10, True), (1, 9, False), (0, 7, False)])
def test_a_capacity_that_does_not_cover_the_placements_period_makes_it_narrow(
    bank: Bank, first: int, last: int, covered: bool
) -> None:
    free, full = (make.placement(bank, 1, open_from=day(0), open_to=day(9)) for _ in range(2))
    with bank.write(text("capacity")):
        bank.execute(
            "update capacity set from_date = :f, to_date = :t, next_date = :n",
            {"f": f"{day(first)}", "t": f"{day(last)}", "n": f"{day(last + 1)}"},
        )
    if first <= 0:
        booked(bank, make.participant(bank), full, day(0), day(2))
    assert (free in narrow(bank)) == (not covered)
    assert narrow(bank).get(full) == (day(2) if covered else None)


def test_a_second_capacity_or_none_makes_a_placement_narrow_and_no_day_is_told(bank: Bank) -> None:
    twice, none, past, undone, closed = (make.placement(bank, 1) for _ in range(5))
    capacity(bank, twice, day(0), day(3), 2)
    booked(bank, make.participant(bank), twice, day(-1), day(2))
    booked(bank, make.participant(bank), past, day(-1), day(2))
    capacity(bank, past, day(-5), day(-1), 2)
    undo_row(bank, "capacity", capacity(bank, undone, day(0), day(3), 0))
    with bank.write(text("none")):
        bank.execute("update capacity set void = 1 where placement_id = :p", {"p": none})
        bank.execute("update placement set status = 'closed' where id = :p", {"p": closed})
        bank.execute("update capacity set void = 1 where placement_id = :p", {"p": closed})
    gone = make.placement(bank, 0, void=1)
    assert narrow(bank) == {twice: None, none: None, past: day(2)}
    assert gone


def test_musts_leave_out_what_they_bar_and_each_placement_counts_for_the_first(bank: Bank) -> None:
    plain = make.placement(bank, kind="in_house")
    far, licensed = make.placement(bank, district="CE"), make.placement(bank, district="CE", licence="B")
    for given in ({"status": "closed"}, {"void": 1}):
        make.placement(bank, district="CE", **given)
    musts = [Must("DISTRICT", "district", allowed=("NH", "SA")), Must("LICENCE", "licence", barred=("B", "C"))]
    assert placements.left_out(bank, musts) == {"DISTRICT": 2}
    assert placements.left_out(bank, musts[::-1]) == {"LICENCE": 1, "DISTRICT": 1}
    assert [p.id for p in placements.for_matching(bank, musts)] == [plain]
    assert [p.id for p in placements.for_matching(bank, musts[1:])] == [plain, far]
    assert [p.id for p in placements.for_matching(bank, [])] == [plain, far, licensed]
    assert placements.for_matching(bank, [Must("JOB", "occupation", barred=("PAR",))]) == []


def test_matching_sees_a_placement_as_the_bank_has_it(bank: Bank) -> None:
    make.placement(
        bank,
        kind="in_house",
        demands=("lift_max=15", "words=tålamod"),
        shared=1,
        min_age=18,
        licence="B",
        open_to=day(9),
        background_check="school_act",
    )
    (seen,), (kept,) = placements.for_matching(bank, []), placements.every(bank)
    looked = len(seen) - len(placements.DETAILED)
    assert seen[:looked] == kept[:looked]
    assert (seen.demands, seen.shared, seen.status) == (("lift_max=15", "words=tålamod"), True, "open")


def test_availability_is_made_of_what_lasts_from_the_day_on(bank: Bank) -> None:
    whole, shared = make.placement(bank, 3), make.placement(bank, 2, shared=1, open_to=day(90))
    gone = make.placement(bank, void=1)
    capacity(bank, whole, day(-9), day(-1), 9)
    capacity(bank, whole, day(-9), day(0), 5)
    undo_row(bank, "capacity", capacity(bank, whole, day(1), day(2), 0))
    for place in (whole, shared):
        for last, status, void in (
            (-1, "started", 0),
            (0, "started", 0),
            (5, "booked", 0),
            (6, "reserved", 0),
            (7, "ended", 0),
            (8, "booked", 1),
        ):
            booked(bank, make.participant(bank), place, day(-2), day(last), status, void=void, extent=40)
    found = placements.availabilities(bank, TODAY)
    assert sorted(found) == [whole, shared]
    a = found[whole]
    assert list(a.capacity) == [Span(date(2024, 1, 1), NEARLY_FAR, 300), Span(day(-9), day(0), 500)]
    assert sorted(a.loads) == [Span(day(-2), day(last), 100) for last in (0, 5, 6)]
    assert sorted(found[shared].loads) == [Span(day(-2), day(last), 40) for last in (0, 5, 6)]
    assert found[shared].open_to == day(90)
    assert (
        placements.availabilities(bank, TODAY, whole)
        == placements.availabilities(bank, TODAY, only=[whole])
        == {whole: a}
    )
    known = [p for p in placements.every(bank) if p.id == shared]
    assert placements.availabilities(bank, TODAY, known=known) == {shared: found[shared]}
    assert placements.availabilities(bank, TODAY, only=[]) == placements.availabilities(bank, TODAY, gone) == {}
    empty = make.placement(bank, void=0)
    with bank.write(text("none")):
        bank.execute("update capacity set void = 1 where placement_id = :p", {"p": empty})
    assert placements.availabilities(bank, TODAY, empty) == {empty: Availability(date(2024, 1, 1), FAR, (), ())}


def test_closed_periods_are_the_days_without_a_place_in_their_order(bank: Bank) -> None:
    place, other = make.placement(bank, 2), make.placement(bank, 0)
    capacity(bank, place, day(20), day(25), 0, "Jul")
    capacity(bank, place, day(5), day(6), 0, "Inventering")
    capacity(bank, place, day(7), day(8), 1, "Färre")
    undo_row(bank, "capacity", capacity(bank, place, day(9), day(9), 0, "Ångrad"))
    assert placements.closed_periods(bank, place) == [
        ClosedPeriod(day(5), day(6), "Inventering"),
        ClosedPeriod(day(20), day(25), "Jul"),
    ]
    assert len(placements.closed_periods(bank, other)) == 1


def changed(bank: Bank, place: int, places: int, **values: Any) -> list[tuple[Any, ...]]:
    """Rows of capacity that stand after a new usual capacity: (first, last, places, reason)."""
    with bank.write(text("changed")):
        placements.change(bank, place, values, places)
    found = placements.availabilities(bank, date(2020, 1, 1), place)[place].capacity
    return [(s.first, s.last, s.hundredths // 100) for s in found]


def test_a_new_usual_capacity_leaves_closures_as_they_were_laid(bank: Bank) -> None:
    place = make.placement(bank, 2)
    capacity(bank, place, day(5), day(6), 0, "Inventering")
    capacity(bank, place, day(6), day(6), 1, "Ändå öppet")
    capacity(bank, place, day(5), day(5), 1, "Öppet också då")
    undo_row(bank, "capacity", capacity(bank, place, day(8), day(8), 0, "Ångrad"))
    capacity(bank, make.placement(bank), day(1), day(2), 0, "Annans")
    usual = (date(2024, 1, 1), NEARLY_FAR)
    rows = changed(bank, place, 3)
    assert rows[4:] == [(*usual, 3), (day(5), day(6), 0), (day(6), day(6), 1), (day(5), day(5), 1)]
    assert placements.closed_periods(bank, place)[-1].reason == "Inventering"
    closures = changed(bank, place, 4)[8:]
    assert closures[0] == (*usual, 4)
    assert (day(6), day(6), 1) in closures, "and a second change keeps them too"


def test_a_closure_that_a_later_capacity_lay_over_does_not_come_back(bank: Bank) -> None:
    place = make.placement(bank, 2)
    capacity(bank, place, day(5), day(6), 0, "Stängt")
    capacity(bank, place, day(5), FAR, 2)
    before = len(placements.availabilities(bank, TODAY, place)[place].capacity)
    assert changed(bank, place, 3)[before:] == [(date(2024, 1, 1), NEARLY_FAR, 3)]


def test_a_closure_before_a_later_capacity_stays(bank: Bank) -> None:
    place = make.placement(bank, 2)
    capacity(bank, place, day(4), day(6), 0, "Stängt")
    undo_row(bank, "capacity", capacity(bank, place, day(1), FAR, 2))
    capacity(bank, place, day(5), FAR, 2)
    assert changed(bank, place, 3)[-1] == (day(4), day(6), 0)


def test_a_placement_without_end_is_open_the_day_before_the_last_there_is(bank: Bank) -> None:
    place = make.placement(bank, 2)
    capacity(bank, place, day(0), FAR, 1)
    points = bank.query("select to_date, next_date from capacity")
    assert {(r["to_date"], r["next_date"]) for r in points} == {(f"{NEARLY_FAR}", f"{FAR}")}


def test_a_changed_placement_is_found_by_its_new_words_and_stands_by_its_new_name(bank: Bank) -> None:
    place, other = make.placement(bank, name="Alfa"), make.placement(bank, name="Beta")
    with bank.write(text("changed")):
        placements.change(bank, place, {"name": "Östergården", "occupation": "LOK"})
    assert (bank.search("placement", "östergården", 5), bank.search("placement", "alfa", 5)) == ([place], [])
    found = placements.get(bank, place)
    assert found is not None
    assert found.occupation == "LOK"
    assert bank.search("placement", found.number, 5) == [place]
    assert [r["id"] for r in bank.query("select id from placement order by sort_name")] == [other, place]


def test_a_placement_is_found_by_what_is_declared_to_be_searched_alone(bank: Bank) -> None:
    place = make.placement(bank, address="Storgatan 1", comment="Ring Hugo", district="NH")
    assert bank.search("placement", "storgatan", 5) == [place]
    assert (
        bank.search("placement", "hugo", 5)
        == bank.search("placement", "NH", 5)
        == bank.search("placement", "none", 5)
        == []
    )


def test_a_placement_on_the_last_day_of_its_capacity_is_no_narrower_for_that(bank: Bank) -> None:
    place = make.placement(bank, 2, open_from=day(-9), open_to=day(0))
    with bank.write(text("capacity")):
        bank.execute("update capacity set to_date = :t, next_date = :n", {"t": f"{day(0)}", "n": f"{day(1)}"})
    assert narrow(bank) == {}
    for _ in range(2):
        booked(bank, make.participant(bank), place, day(-9), day(0))
    assert narrow(bank) == {place: day(0)}


def test_the_board_shows_what_touches_the_window_and_masks_who_is_protected(bank: Bank) -> None:
    place = make.placement(bank, 40)
    person, nameless, protected = (
        make.participant(bank, name=n, protection=p) for n, p in (("Ada", 0), ("", 0), ("Eva", 1))
    )
    for who, first, last in ((person, -9, 0), (nameless, 7, 9), (protected, 1, 2)):
        booked(bank, who, place, day(first), day(last), "ended" if who == nameless else "booked", extent=75)
    for status in ("proposed", "cancelled"):
        booked(bank, person, place, day(1), day(2), status)
    booked(bank, person, place, day(1), day(2), void=1)
    assert board.bars(bank, day(10), day(11)) == board.bars(bank, day(-11), day(-10)) == {}
    number = next(r["number"] for r in bank.query("select number from participant where id = :i", {"i": nameless}))
    bars = {t.participant_id: t for t in board.bars(bank, day(0), day(7))[place]}
    assert {key: (str(t.name), t.protected, t.first, t.last, t.extent, t.status) for key, t in bars.items()} == {
        person: ("Ada", False, day(-9), day(0), 75, "booked"),
        nameless: (number, False, day(7), day(9), 75, "ended"),
        protected: ("Protected personal data", True, day(1), day(2), 75, "booked"),
    }


def test_wanted_capacities_are_those_not_yet_in_force_by_first_day(bank: Bank) -> None:
    place, other = make.placement(bank, name="Parken"), make.placement(bank)
    with bank.write(text("wishes")):
        late = board.add_wish(bank, place, day(5), day(9), 2, "Fler")
        early = board.add_wish(bank, place, day(-5), day(0), 3, "Färre")
        past = board.add_wish(bank, other, day(-9), day(-1), 1, "")
        board.close_wish(bank, board.add_wish(bank, place, day(1), day(2), 4, ""))
    put(bank, "capacity_wish", placement_id=place, from_date=f"{day(1)}", to_date=f"{day(2)}", places=5, void=1)
    assert [w.id for w in board.wishes(bank)] == [past, early, late]
    assert board.wishes(bank)[1] == board.Wish(early, place, "Parken", day(-5), day(0), 3, "Färre")
    assert board.wanted(bank, TODAY) == {place: [Span(day(-5), day(0), 300), Span(day(5), day(9), 200)]}
