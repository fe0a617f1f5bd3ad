"""The register of certificates: drafts, translations, revoking by number, checking a file against the city's own register."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest

from amdesk.domain.competence.assessments import Assessment
from amdesk.domain.errors import Refused
from amdesk.domain.texts import Text
from amdesk.domain.values import visible
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.rows import day, employed
from tests.services.test_verify import ended


def words(pdf: bytes) -> str:
    return " ".join(" ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def code(act: Any) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def logged(desk: Desk) -> list[tuple[str, str]]:
    return [(r.what, r.why) for r in desk.history.access()]


def test_a_translation_is_of_the_issued_certificate_with_its_number_and_its_day(desk: Desk) -> None:
    person = ended(desk, "Aida Demolund")
    row, _ = desk.competence.issue(person)
    said = words(desk.competence.translation(row.id))
    assert row.number in said
    assert "translation" in said.casefold()
    assert "UTKAST" not in said.upper()
    assert "DRAFT" not in said.upper()
    swedish = words(desk.competence.issue(person)[1])
    assert "translation" not in swedish.casefold()


def test_a_look_shows_what_is_typed_and_what_lacks_and_stores_nothing(desk: Desk) -> None:
    person = make.participant(desk.bank, name="Aida Demolund")
    place = make.placement(desk.bank)
    ref = desk.booking.book(person, place, day(-60), day(60)).booking.ref
    desk.booking.introduction_seen(ref)
    desk.booking.start(ref)
    key = desk.booking.get(ref).employment_id
    assert key is not None
    typed = Assessment(0, key, 1, "final", TODAY, "Nils", {"PAR-02": 3}, "Skrivs just nu.", finished=True)
    before = len(desk.history.steps())
    lines, pdf = desk.competence.look(key, typed)
    assert {line.code: line.ok for line in lines}["FINAL"]
    assert not {line.code: line.ok for line in lines}["ENDED"]
    assert "Skrivs just nu." in words(pdf)
    assert len(desk.history.steps()) == before
    assert list(desk.competence.sheet(person).assessments) == []
    assert code(lambda: desk.competence.look(key + 99, typed)) == "NO_EMPLOYMENT"
    desk.participants.change(person, {"protection": 1})
    assert code(lambda: desk.competence.look(key, typed)) == "PROTECTED"
    desk.competence.look(key, typed, "Skriver intyget")
    assert ("certificate", "Skriver intyget") in logged(desk)


def test_many_are_issued_past_those_who_lack_something_and_each_refusal_is_kept(desk: Desk, tmp_path: Path) -> None:
    good, protected, lacking = ended(desk, "Aida Prov"), ended(desk, "Quilla Zorvath"), make.participant(desk.bank)
    employed(desk.bank, lacking, day(-90), day(-1))
    desk.participants.change(protected, {"protection": 1})
    refused: list[tuple[str, Text]] = []
    numbers = {p: desk.work.participant(p).number for p in (good, protected, lacking)}
    said = list(desk.competence.many([protected, lacking, good], tmp_path, refused))
    assert said == [(1, 3, numbers[protected]), (2, 3, numbers[lacking]), (3, 3, numbers[good])]
    assert [number for number, _ in refused] == [numbers[protected], numbers[lacking]]
    assert "by itself" in str(refused[0][1])
    assert len(list(tmp_path.glob("*.pdf"))) == 1


def test_many_are_called_after_person_paper_and_day_and_two_of_one_name_are_two_files(
    desk: Desk, tmp_path: Path
) -> None:
    people = [ended(desk, name) for name in ("Aida Prov", "Aida Prov", "Bo/Prov: <ny>")]
    list(desk.competence.many(people, tmp_path, []))
    day = desk.work.today.isoformat()
    numbers = {c.participant_id: c.number for c in desk.competence.archive()}
    assert {p.name for p in tmp_path.iterdir()} == {
        f"Aida Prov Kompetensintyg {numbers[people[0]]} {day}.pdf",
        f"Aida Prov Kompetensintyg {numbers[people[1]]} {day}.pdf",
        f"Bo-Prov- -ny- Kompetensintyg {numbers[people[2]]} {day}.pdf",
    }


def test_a_certificate_is_revoked_by_its_number_however_it_is_typed_and_then_no_file_of_it_is_valid(
    desk: Desk, tmp_path: Path
) -> None:
    person = ended(desk, "Aida Prov")
    row, pdf = desk.competence.issue(person)
    path = tmp_path / "intyg.pdf"
    path.write_bytes(pdf)
    other = tmp_path / "andra.pdf"
    other.write_bytes(desk.competence.issue(person)[1])
    assert desk.competence.check(path).valid
    assert code(lambda: desk.competence.revoke_number("AMD-2026-99999", "Fel namn")) == "NO_CERTIFICATE"
    assert code(lambda: desk.competence.revoke_number(row.number, " ")) == "REASON"
    assert desk.competence.check(path).valid
    desk.competence.revoke_number(f" {row.number.lower()} ", " Fel namn ")
    found = desk.competence.check(path)
    assert (found.valid, found.code) == (False, "REVOKED")
    assert desk.competence.check(other).valid, "the other one is not revoked"
    kept = {c.number: (c.revoked_on, c.revoked_why) for c in desk.competence.archive()}
    assert kept[row.number] == (TODAY, "Fel namn")
    assert code(lambda: desk.competence.revoke_number(row.number, "Ett annat skäl")) == "REVOKED"
    assert {c.number: (c.revoked_on, c.revoked_why) for c in desk.competence.archive()} == kept
    listed = desk.competence.revocations()
    assert (row.number in listed, "AMD-2026-00002" in listed) == (True, False)


def test_a_form_to_fill_in_by_hand_names_the_person_and_asks_for_a_reason_where_she_is_protected(desk: Desk) -> None:
    person = make.participant(desk.bank, name="Aida Demolund")
    ref = desk.booking.book(person, make.placement(desk.bank), day(-60), day(60)).booking.ref
    key = desk.booking.get(ref).employment_id
    assert key is not None
    said = words(desk.sheets.form(key))
    assert ("Aida Demolund" in said, "Björkparken" in said) == (True, True)
    bare = employed(desk.bank, make.participant(desk.bank), day(-9), day(9))
    for wrong in (bare, key + 99):
        assert code(lambda wrong=wrong: desk.sheets.form(wrong)) == "PROFILE"
    nameless = make.participant(desk.bank, name="")
    ref = desk.booking.book(nameless, make.placement(desk.bank), day(-60), day(60)).booking.ref
    other = desk.booking.get(ref).employment_id
    assert other is not None
    assert desk.work.participant(nameless).number in words(desk.sheets.form(other))
    desk.participants.change(person, {"protection": 1})
    assert code(lambda: desk.sheets.form(key)) == "PROTECTED"
    desk.sheets.form(key, why="Skriver ut")
    assert ("assessment_form", "Skriver ut") in logged(desk)


def test_a_certificate_is_ready_from_a_month_before_the_end(desk: Desk) -> None:
    for last, over in ((30, True), (31, False)):
        person = make.participant(desk.bank)
        ref = desk.booking.book(person, make.placement(desk.bank), day(-60), TODAY + timedelta(last)).booking.ref
        desk.booking.introduction_seen(ref)
        desk.booking.start(ref)
        key = desk.booking.get(ref).employment_id
        assert key is not None
        typed = Assessment(0, key, 1, "final", TODAY, "Nils", {"PAR-02": 3}, "", finished=True)
        assert {line.code: line.ok for line in desk.competence.look(key, typed)[0]}["ENDED"] is over


def test_the_grid_is_of_the_employment_named_else_of_the_running_one_else_of_the_latest(desk: Desk) -> None:
    person = make.participant(desk.bank)
    first, second = employed(desk.bank, person, day(-300), day(-200)), employed(desk.bank, person, day(-190), day(-100))
    employed(desk.bank, person, day(-90), day(-80), cancelled=1)
    employed(desk.bank, person, day(30), day(90))
    stranger = employed(desk.bank, make.participant(desk.bank), day(-300), day(-200))

    def shown(employment: int | None = None) -> int:
        return desk.competence.sheet(person, employment).employment.id

    assert [shown(first), shown(second), shown(), shown(stranger)] == [first, second, second, second]
    running = employed(desk.bank, person, day(-70), day(20))
    assert [shown(first), shown(), shown(stranger)] == [first, running, running]


def test_where_the_unit_has_a_page_the_code_is_a_link_to_it_and_the_paper_says_to_scan_it(desk: Desk) -> None:
    person = ended(desk, "Aida Prov")
    assert "Läses på kommunens kontrollsida" in words(desk.competence.issue(person)[1])
    assert code(lambda: desk.set_settings({"certificate_address": "http://x.example"})) == "ADDRESS"
    desk.set_settings({"certificate_address": "https://ekhamra.example/i/"})
    pdf = desk.competence.issue(person)[1]
    assert "Skanna koden med telefonen" in words(pdf)
    assert b"https://ekhamra.example/i/#AMDESK2:" in pdf


@pytest.mark.parametrize("name", ["Мария Провская", "Ελένη Δοκιμή", "Nguyễn Thị Lan", "Şule Ağaoğlu"])
def test_a_name_in_letters_that_our_fonts_have_is_printed_and_read_out_of_the_paper(desk: Desk, name: str) -> None:
    assert name in words(desk.competence.issue(ended(desk, name))[1])


@pytest.mark.thorough(4)
@pytest.mark.parametrize("name", ["محمد علي", "ተስፋይ", "王小明", "דוד Prov"])
def test_a_name_in_another_script_is_printed_and_read_out_of_the_paper(desk: Desk, name: str) -> None:
    assert "".join(name.split()) in "".join(visible(words(desk.competence.issue(ended(desk, name))[1])).split())


@pytest.mark.parametrize("name", ["한국 Prov", "😀 Prov"])
def test_a_name_that_would_be_boxes_is_refused_with_its_letters_and_nothing_is_issued(desk: Desk, name: str) -> None:
    person = ended(desk, name)
    with pytest.raises(Refused, match="and would print boxes") as refused:
        desk.competence.issue(person)
    assert refused.value.code == "LETTERS"
    assert name[0] in str(refused.value)
    assert desk.competence.archive() == []
    desk.participants.change(person, {"name": "Aida Prov"})
    assert desk.competence.issue(person)[0].number.endswith("00001"), "no number was used up"


def test_marks_that_turn_letters_round_in_a_name_do_nothing(desk: Desk) -> None:
    pdf = desk.competence.issue(ended(desk, "Aida \u202evorP\u202c <b>Prov</b>"))[1]
    assert "Aida vorP <b>Prov</b>" in words(pdf)
