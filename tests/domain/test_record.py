"""How facts stand in their columns: what is stored, and what a column is read as."""

from __future__ import annotations

from datetime import date

from amdesk.domain.booking.bookings import Booking
from amdesk.domain.people.participant import Participant
from amdesk.domain.record import Day, ManyOf, Whole, YesNo, blank, columns, declared, fields, stored
from amdesk.domain.results.followup import FollowUp

DAY = date(2026, 3, 1)


def test_a_day_is_stored_as_iso_text_and_no_text_is_no_day() -> None:
    assert [Day().stored(v) for v in (DAY, None)] == ["2026-03-01", None]
    assert [Day().read(v) for v in ("2026-03-01", "", None)] == [DAY, None, None]


def test_yes_is_one_and_everything_else_is_no() -> None:
    assert [YesNo().stored(v) for v in (True, False, None, 1)] == [1, 0, 0, 1]
    assert [YesNo().read(v) for v in (1, 0, None)] == [True, False, False]


def test_many_codes_are_one_list_with_the_first_first() -> None:
    kind = ManyOf("districts")
    assert kind.stored(("NH", "KV")) == '["NH", "KV"]'
    assert kind.stored(None) is None
    assert kind.read('["NH", "KV"]') == ("NH", "KV")
    assert kind.read("[]") == ()


def test_what_a_column_holds_where_nothing_is_said_is_of_its_kind() -> None:
    found = declared(Participant)
    assert {n: found[n].empty for n in ("phone", "extent", "wishes", "available_from")} == {
        "phone": "", "extent": None, "wishes": "[]", "available_from": None
    }  # fmt: skip
    assert Whole().stored(7) == 7


def test_values_are_stored_by_their_kind_and_what_is_not_declared_stays_as_it_is() -> None:
    assert stored(Booking, {"from_date": DAY, "status": "booked", "employment_id": 3}) == {
        "from_date": "2026-03-01", "status": "booked", "employment_id": 3
    }  # fmt: skip


def test_a_field_of_another_table_is_no_column() -> None:
    assert "protected" in {f.name for f in fields(Booking)}
    assert "protected" not in {f.name for f in columns(Booking)}


def test_a_blank_record_has_what_is_known_and_nothing_of_every_other_field() -> None:
    made = blank(Participant, id=7, number="P-7", extent=75, registered_on=date(2026, 1, 2))
    assert (made.id, made.number, made.extent, made.registered_on) == (7, "P-7", 75, date(2026, 1, 2))
    left = {f.name: f.kind.nothing for f in fields(Participant) if f.name not in {"extent", "registered_on"}}
    assert {name: getattr(made, name) for name in left} == left
    assert (made.name, made.wishes, made.born) == ("", (), None)
    told = blank(FollowUp)
    assert told == FollowUp()
