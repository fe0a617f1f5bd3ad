"""A protected person is opened for a reason alone, one at a time, logged before anything is shown; the past tells nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from amdesk.db.bank import reference
from amdesk.db.port import value
from amdesk.domain.booking.needs import Trip
from amdesk.domain.change import Change
from amdesk.domain.errors import Refused
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from amdesk.services.people.gate import held
from tests import make
from tests.export.test_scan import scanned
from tests.make import TODAY

NAME, PLACE, WHY = "Quilla Zorvath", "Björkparken", "Skriver ut intyget åt henne"


@pytest.fixture
def flagged(desk: Desk) -> dict[str, Any]:
    """Booked, assessed, certified and noted first; protected afterwards."""
    person = make.participant(desk.bank, name=NAME, identity=make.number(), phone="08-465 004 00")
    place = make.placement(desk.bank, name=PLACE)
    worker = desk.participants.add_case_worker("Jamila Provström")
    desk.participants.change_case_worker([person], worker, "Ny i bygget")
    ref = desk.booking.book(person, place, TODAY - timedelta(150), TODAY + timedelta(10)).booking.ref
    desk.booking.introduction_seen(ref)
    desk.booking.start(ref)
    employment = desk.booking.employments()[0]
    profile = desk.competence.profile_of(employment)
    assert profile is not None
    levels = dict.fromkeys((s.code for s in profile.skills()), 3)
    desk.competence.assess(employment.id, "final", TODAY, levels, remark="Bra.", assessor="Nils Modellberg")
    row, _ = desk.competence.issue(person)
    desk.competence.attach_signed(row.id, f"{NAME}.png", scanned("PNG", (40, 40)))
    desk.participants.change(person, {"protection": 1})
    kept = desk.competence.archive()[0]
    return {
        "person": person,
        "ref": ref,
        "employment": employment.id,
        "certificate": kept,
        "number": desk.work.participant(person).number,
    }


OPENINGS: dict[str, Callable[[Desk, dict[str, Any], Path, str], Any]] = {
    "record": lambda d, f, _p, why: d.participants.record(f["person"], why),
    "identity": lambda d, f, _p, why: d.participants.reveal_identity(f["person"], why),
    "grid": lambda d, f, _p, why: d.competence.sheet(f["person"], why=why),
    "draft": lambda d, f, _p, why: d.competence.draft(f["employment"], why),
    "certificate": lambda d, f, _p, why: d.competence.issue(f["person"], why=why),
    "issued again": lambda d, f, _p, why: d.competence.pdf(f["certificate"].document_id, why),
    "signed scan": lambda d, f, _p, why: d.competence.pdf(f["certificate"].signed_document_id, why),
    "signed scan as a paper": lambda d, f, _p, why: d.competence.scan(f["certificate"].signed_document_id, why),
    "translation": lambda d, f, _p, why: d.competence.translation(f["certificate"].id, why),
    "text": lambda d, f, _p, why: d.competence.as_text(f["certificate"].id, why),
    "credential": lambda d, f, _p, why: d.competence.credential(f["certificate"].id, why),
    "sheet": lambda d, f, p, why: d.sheets.out(p / "blad.xlsx", [f["employment"]], why=why),
    "form": lambda d, f, _p, why: d.sheets.form(f["employment"], why=why),
    "notice": lambda d, f, _p, why: d.exports.notice(f["ref"], why=why),
    "notice page": lambda d, f, _p, why: d.exports.notice_page(f["ref"], why=why),
    "look": lambda d, f, _p, why: d.competence.look(
        f["employment"], d.competence.sheet(f["person"], why="ser efter").assessments[0], why
    ),
    "matched": lambda d, f, _p, why: d.matching.opened(f["person"], why),
}


@pytest.mark.thorough(17)
@pytest.mark.parametrize("what", list(OPENINGS))
def test_nothing_of_a_protected_person_is_opened_without_a_reason_and_each_opening_is_logged_with_it(
    desk: Desk, flagged: dict[str, Any], tmp_path: Path, what: str
) -> None:
    number, before = flagged["number"], len(desk.history.steps())
    for none in ("", "  "):
        with pytest.raises(Refused) as caught:
            OPENINGS[what](desk, flagged, tmp_path, none)
        assert caught.value.code == "PROTECTED"
    assert not list(tmp_path.glob("*.xlsx"))
    assert len([s for s in desk.history.steps() if "sheets" not in str(s.what)]) == before
    OPENINGS[what](desk, flagged, tmp_path, WHY)
    assert WHY in {r.why for r in desk.history.access(number)}


@pytest.mark.thorough(17)
@pytest.mark.parametrize("what", list(OPENINGS))
def test_each_opening_of_somebody_who_is_not_protected_is_logged_too(
    desk: Desk, flagged: dict[str, Any], tmp_path: Path, what: str
) -> None:
    desk.participants.protect(flagged["person"], 0, "Beslutet är upphävt")
    read = "select count(*) as n from access_log where participant_id = :p"
    before = value(desk.bank, read, p=flagged["person"])
    OPENINGS[what](desk, flagged, tmp_path, "")
    assert value(desk.bank, read, p=flagged["person"]) - before == 1 + (what == "look"), (
        "the grid that it looks over is read too"
    )


def test_an_opening_is_in_the_log_even_where_showing_it_fails_afterwards(
    desk: Desk, flagged: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_a: Any, **_k: Any) -> bytes:
        raise OSError("no paper")

    monkeypatch.setattr("amdesk.export.certificate.certificate_pdf", fails)
    with pytest.raises(OSError, match="no paper"):
        desk.competence.draft(flagged["employment"], WHY)
    assert WHY in {r.why for r in desk.history.access(flagged["number"])}


def test_the_history_names_neither_somebody_flagged_since_nor_where_she_works(
    desk: Desk, flagged: dict[str, Any]
) -> None:
    said = [str(s.what) for s in desk.history.steps()]
    assert [s for s in said if "Zorvath" in s or (PLACE in s and flagged["number"] in s)] == []
    assert f"Booked Protected personal data {flagged['number']} at (hidden)" in said
    assert "Signed certificate attached: Protected personal data D-0001" in said


def test_a_record_merged_into_one_that_is_flagged_later_is_masked_in_the_history_too(desk: Desk) -> None:
    kept, other = make.participant(desk.bank, name="Aida Demolund"), make.participant(desk.bank, name="Bo Demolund")
    desk.participants.change(other, {"name": NAME})
    desk.participants.merge(kept, other)
    desk.participants.change(kept, {"protection": 2})
    assert [s for s in (str(s.what) for s in desk.history.steps()) if "Zorvath" in s or "Aida" in s] == []


def test_a_file_named_after_a_protected_person_is_not_named_in_the_history(desk: Desk, tmp_path: Path) -> None:
    for name in ("Zorvath.csv", "lista.csv"):
        path = tmp_path / name
        path.write_text(f"Namn;Telefon;Ärende\n{NAME};08-465 004 01;{name[:3]}\n", "utf-8")
        desk.imports.store(desk.imports.review(desk.imports.stage(path, "participants", {})))
    desk.participants.change(desk.participants.find(NAME)[0], {"protection": 1})
    said = " ".join(str(s.what) for s in desk.history.steps())
    assert "Zorvath" not in said
    assert "lista.csv" in said


def test_to_the_record_of_somebody_who_is_gone_nothing_is_put(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        held(desk.work, 4711)
    assert refused.value.code == "NO_PARTICIPANT"


def test_undoing_a_step_says_no_name_of_somebody_flagged_by_a_colleague_since(desk: Desk) -> None:
    person = make.participant(desk.bank, name=NAME)
    desk.booking.book(person, make.placement(desk.bank, name=PLACE), TODAY, TODAY + timedelta(60))
    mine, desk.bank.actor = desk.bank.actor, "Nils Kollegsson"
    desk.participants.change(person, {"protection": 1})
    desk.bank.actor = mine
    for said in (str(desk.history.undo()), str(desk.history.redo())):
        assert "Zorvath" not in said
        assert PLACE not in said


def test_merging_with_a_protected_record_protects_the_one_that_stays(desk: Desk) -> None:
    kept, other = make.participant(desk.bank, name=NAME), make.participant(desk.bank, name=NAME, protection=2)
    desk.participants.merge(kept, other)
    assert desk.work.participant(kept).protection == 2
    assert desk.participants.find(NAME) == []


def test_no_list_is_in_such_an_order_that_a_protected_name_can_be_told(desk: Desk) -> None:
    for name, protection in (("Bo Ek", 0), ("Abba Zorvath", 1), ("Disa Ek", 0), ("Cecilia Zorvath", 1)):
        make.participant(desk.bank, name=name, protection=protection)
    assert [r.number for r in desk.participants.listing()] == ["D-0001", "D-0003", "D-0002", "D-0004"]


def test_a_clash_of_a_protected_persons_bookings_does_not_say_where_she_is(desk: Desk, flagged: dict[str, Any]) -> None:
    other = make.placement(desk.bank, name="Gröna Laget")
    with pytest.raises(Refused) as caught:
        desk.booking.book(flagged["person"], other, TODAY, TODAY + timedelta(60))
    assert caught.value.code == "DOUBLE"
    assert PLACE not in str(caught.value.text)


def test_sheets_for_everybody_at_a_place_leave_out_a_protected_person_who_is_there_alone(
    desk: Desk, flagged: dict[str, Any], tmp_path: Path
) -> None:
    with pytest.raises(Refused) as caught:
        desk.sheets.out(tmp_path / "alla.xlsx", desk.sheets.running())
    assert caught.value.code == "PROTECTED"
    assert not (tmp_path / "alla.xlsx").exists()


def test_undo_takes_no_protection_away_and_redo_names_nobody_it_protects(desk: Desk) -> None:
    person = make.participant(desk.bank, name=NAME)
    desk.participants.change(person, {"protection": 1})
    with pytest.raises(Refused) as caught:
        desk.history.undo()
    assert caught.value.code == "PROTECTED"
    assert desk.work.participant(person).protection == 1
    assert desk.participants.find(NAME) == []


def test_undo_of_a_step_that_protected_among_other_things_keeps_the_protection_and_says_so(desk: Desk) -> None:
    person = make.participant(desk.bank, name=NAME, phone="08-1")
    desk.participants.change(person, {"protection": 2, "phone": "08-2"})
    said = str(desk.history.undo())
    now = desk.work.participant(person)
    assert (now.protection, now.phone) == (2, "08-1")
    assert "stays protected" in said
    assert "Zorvath" not in said + str(desk.history.redo())
    assert desk.participants.find(NAME) == []


def test_what_fits_a_protected_person_does_not_tell_where_she_lives_without_a_reason(desk: Desk) -> None:
    person = make.participant(desk.bank, name=NAME, district="D01", max_travel=30, protection=1)
    near = make.placement(desk.bank, district="D01")
    trip = Trip(5, 3, 4, 0)
    way = {"from": "D01", "to": "D01", "walk_min": 5, "cycle_min": 3, "bus_min": 4, "changes": 0}
    with desk.bank.write(text("Ways")):
        reference.add_travel(desk.bank, way)
    with pytest.raises(Refused) as refused:
        desk.matching.for_participant(person)
    assert refused.value.code == "PROTECTED"
    [fits] = desk.matching.for_placement(near)[1]
    assert fits.match.opening.trip is None
    assert desk.matching.reasons(person, [fits.match]) == [[]]
    ranked = desk.matching.for_participant(person, why=WHY).ranked
    assert [m.opening.trip for m in ranked] == [trip]
    assert "Close to home" in {str(r.text) for r in desk.matching.reasons(person, ranked, WHY)[0]}
    assert desk.matching.why(person, near, WHY).pair.trip == trip
    assert [r.why for r in desk.history.access(desk.work.participant(person).number)].count(WHY) == 2


def test_a_list_counts_the_protected_people_it_leaves_out_and_not_their_bookings(desk: Desk, tmp_path: Path) -> None:
    person, place = make.participant(desk.bank, name=NAME), make.placement(desk.bank, name=PLACE)
    for day in (0, 100):
        desk.booking.book(person, place, TODAY + timedelta(day), TODAY + timedelta(day + 60))
    desk.participants.change(person, {"protection": 1})
    for _ in desk.exports.bookings(tmp_path / "b.xlsx", "en"):
        pass
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0]
    said = [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]
    assert [s for s in said if s.startswith("1 person with protected")]
    assert NAME not in said


def test_a_round_does_not_tell_where_a_protected_person_lives(desk: Desk) -> None:
    person = make.participant(desk.bank, name=NAME, district="D01", max_travel=30, protection=2)
    make.placement(desk.bank, district="D01")
    with desk.bank.write(text("Ways")):
        reference.add_travel(
            desk.bank, {"from": "D01", "to": "D01", "walk_min": 5, "cycle_min": 3, "bus_min": 4, "changes": 0}
        )
    answer = desk.rounds.solve()
    assert [(p.person.id, p.match.opening.trip) for p in answer.optimal] == [(person, None)]
    assert "Close to home" not in {str(r.text) for r in desk.rounds.reasons(answer)[0]}


def test_what_would_open_a_place_in_a_round_does_not_tell_where_a_protected_person_lives(desk: Desk) -> None:
    far = {"from": "D01", "to": "D02", "walk_min": 90, "cycle_min": 47, "bus_min": 63, "changes": 0}
    make.participant(desk.bank, name=NAME, district="D01", max_travel=30, protection=1)
    make.placement(desk.bank, district="D02")
    with desk.bank.write(text("Ways")):
        reference.add_travel(desk.bank, far)
    answer = desk.rounds.solve()
    said = " ".join(str(w) for u in desk.rounds.unplaced(answer) for w in u.why)
    assert not [m for m in ("47", "63", "90") if m in said]
    assert all(p.match.opening.trip is None for p in answer.optimal)


@pytest.mark.parametrize("level", [0, 1, False, None, Change(2, 0), Change(2, 1)])
def test_a_protection_is_not_lowered_by_a_value_in_passing(desk: Desk, level: object) -> None:
    person = make.participant(desk.bank, name=NAME, protection=2)
    with pytest.raises(Refused) as caught:
        desk.participants.change(person, {"protection": level, "phone": "08-1"})
    assert caught.value.code == "LOWERED"
    assert (desk.work.participant(person).protection, desk.work.participant(person).phone) == (2, "")
    desk.participants.change(person, {"protection": 3})
    assert desk.work.participant(person).protection == 3
