"""Forms that go out are looked at first: for whom, what they ask, who is left out; and to whom they went stands in the log."""

from __future__ import annotations

from pathlib import Path

from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.services.test_verify import ended


def working(desk: Desk, name: str, **given: object) -> int:
    person = make.participant(desk.bank, name=name, identity=make.fresh_number(), **given)
    ref = desk.booking.book(
        person, make.placement(desk.bank, name=f"Plats {name}"), TODAY, TODAY.replace(month=12)
    ).booking.ref
    desk.booking.introduction_seen(ref)
    desk.booking.start(ref)
    return person


def test_assessment_sheets_say_to_which_workplaces_how_many_go_and_write_nothing(desk: Desk, tmp_path: Path) -> None:
    working(desk, "Prov Ett")
    hidden, kept = working(desk, "Prov Skyddad", protection=1), working(desk, "Prov Begränsad")
    desk.participants.restrict(kept, wish=True, why="Begärt")
    forms = desk.sheets.leaving(desk.sheets.running())
    assert [(place.seen, count) for place, count in forms.whom] == [("Plats Prov Ett", 1)]
    assert forms.left_out == 2
    sent = desk.sheets.out(tmp_path / "s.xlsx", desk.sheets.running(), to="Nils på parken")
    assert (sent.count, sent.left_out) == (1, 2)
    found = [(r.what, r.why) for r in desk.history.access(None)]
    assert ("export_sheets", "1") in found
    assert "Nils på parken" in str([r["words"] for r in desk.bank.query("select words from access_log")])
    one = desk.sheets.leaving([next(e.id for e in desk.booking.employments() if e.participant_id == hidden)], "Ringt")
    assert [(place.seen, count) for place, count in one.whom] == [("", 1)]


def test_an_attendance_list_says_how_many_and_for_which_days(desk: Desk, tmp_path: Path) -> None:
    kind = next(iter(desk.modules.kinds()))
    values = {"kind": kind, "name": "Svenska i parken", "place": "", "hours": 24, "capacity": 12}
    module = desk.modules.create(values, [(TODAY, "09:00", "12:00")])
    for name, level in (("Prov Ett", 0), ("Prov Skyddad", 1)):
        person = make.participant(desk.bank, name=name, protection=level)
        desk.modules.step(desk.modules.need(person, kind).id, "enrolled", module_id=module.id)
    forms = desk.attendance.leaving(module.id)
    assert [(place.seen, count) for place, count in forms.whom] == [("Svenska i parken", 1)]
    assert (forms.asks, forms.left_out) == ((str(TODAY),), 1)
    assert desk.attendance.write(tmp_path / "n.xlsx", module.id, to="Läraren") == 1
    assert "Läraren" in str([r["words"] for r in desk.bank.query("select words from access_log")])


def test_a_certified_person_has_no_sheet_that_runs(desk: Desk) -> None:
    ended(desk, "Prov Klar")
    assert desk.sheets.leaving(desk.sheets.running()).whom == ()
