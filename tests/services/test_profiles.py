"""Profiles in versions: what was assessed keeps its own, codes never change meaning, Excel goes out and comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from amdesk.db.engine.backup import prove
from amdesk.domain.competence.assessments import Area, Skill
from amdesk.domain.competence.profiles import changes, own_areas
from amdesk.domain.errors import BadFile, Refused
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY


def edited(desk: Desk, code: str = "MAT") -> list[Area]:
    """The newest version with its first skill gone and a new one in its place."""
    areas = own_areas(desk.profiles.of(code).newest.profile)
    return [replace(areas[0], skills=(*areas[0].skills[1:], Skill("", "Ny färdighet", "New skill"))), *areas[1:]]


def test_every_change_is_a_new_version_and_comes_in_use_by_hand(desk: Desk) -> None:
    before = desk.profiles.of("MAT").newest.profile
    made = desk.profiles.draft("MAT", edited(desk))
    assert (made.profile.version, made.state) == (2, "draft")
    assert [t.msgid for t in changes(before, made.profile)] == ["New: {skill}", "Gone: {skill}"]
    assert made.profile.areas[-1] == before.areas[-1], "the general competences stay"
    fresh = next(s for s in made.profile.skills() if s.sv == "Ny färdighet")
    assert fresh.code == "MAT-12", "a new skill gets a code that nothing ever had"
    assert next(p for p in desk.competence.profiles() if p.occupation == "MAT").version == 1
    desk.profiles.use(made.profile.id, TODAY)
    assert next(p for p in desk.competence.profiles() if p.occupation == "MAT").version == 2
    desk.history.undo()
    assert next(p for p in desk.competence.profiles() if p.occupation == "MAT").version == 1
    assert prove(desk.bank) == []


def test_a_change_of_a_profile_is_told_in_the_language_of_whoever_reads_it(desk: Desk) -> None:
    before = desk.profiles.of("MAT").newest.profile
    after = desk.profiles.draft("MAT", edited(desk)).profile
    assert next(t.params["skill"] for t in changes(before, after)) == "Ny färdighet"
    assert next(t.params["skill"] for t in changes(before, after, "en")) == "New skill"
    english = Desk(desk.bank, make.CLOCK, "en")
    assert english.history.steps(1)[0].what.params["occupation"] == before.en != before.sv
    assert desk.history.steps(1)[0].what.params["occupation"] == before.sv


def test_a_need_of_a_module_is_told_in_the_language_of_whoever_reads_it(desk: Desk) -> None:
    english = Desk(desk.bank, make.CLOCK, "en")
    kind, said = next(
        (code, name) for code, name in english.modules.kinds().items() if name != desk.modules.kinds()[code]
    )
    english.modules.need(make.participant(desk.bank), kind)
    assert english.history.steps(1)[0].what.params["kind"] == said
    assert desk.history.steps(1)[0].what.params["kind"] == desk.modules.kinds()[kind]


def test_a_version_that_begins_later_is_not_used_before_its_day(desk: Desk) -> None:
    made = desk.profiles.draft("MAT", edited(desk))
    desk.profiles.use(made.profile.id, TODAY + timedelta(1))
    assert next(p for p in desk.competence.profiles() if p.occupation == "MAT").version == 1


def test_what_was_assessed_keeps_the_version_it_began_with(desk: Desk) -> None:
    person = make.participant(desk.bank)
    ref = desk.booking.book(person, make.placement(desk.bank), TODAY - timedelta(50), TODAY + timedelta(50)).booking.ref
    desk.booking.introduction_seen(ref)
    desk.booking.start(ref)
    key = desk.booking.employments()[0].id
    desk.competence.assess(key, "week4", TODAY, {"PAR-01": 3}, assessor="Nils Modellberg")
    desk.profiles.use(desk.profiles.draft("PAR", edited(desk, "PAR")).profile.id, TODAY)
    sheet = desk.competence.sheet(person, key)
    assert sheet.profile is not None
    assert sheet.profile.version == 1
    rollout = desk.profiles.of("PAR")
    assert {v.profile.version: v.employments for v in rollout.versions} == {1: 1, 2: 0}


def test_a_retired_occupation_has_nothing_to_assess_with(desk: Desk) -> None:
    desk.profiles.retire(desk.profiles.of("MAT").newest.profile.id)
    assert "MAT" not in {p.occupation for p in desk.competence.profiles()}


def test_retiring_a_version_does_not_bring_back_the_one_it_replaced(desk: Desk) -> None:
    made = desk.profiles.draft("MAT", edited(desk))
    desk.profiles.use(made.profile.id, TODAY)
    desk.profiles.retire(made.profile.id)
    assert [v.state for v in desk.profiles.of("MAT").versions] == ["retired", "retired"]
    assert "MAT" not in {p.occupation for p in desk.competence.profiles()}
    desk.history.undo()
    assert [v.state for v in desk.profiles.of("MAT").versions] == ["in_use", "in_use"]


def test_no_profile_without_skills_no_code_twice_no_code_of_another(desk: Desk) -> None:
    areas = own_areas(desk.profiles.of("MAT").newest.profile)
    for bad, code in (
        ([], "EMPTY"),
        ([replace(areas[0], skills=())], "EMPTY"),
        ([replace(areas[0], sv=" "), *areas[1:]], "AREA"),
        ([*areas, areas[0]], "TWICE"),
        ([replace(areas[0], skills=(Skill("BUT-01", "x", "x"),))], "CODE"),
        ([replace(areas[0], skills=(Skill("", "", ""),))], "TEXT"),
        ([replace(areas[0], skills=(Skill("", "x" * 161, ""),))], "LONG"),
        (areas, "SAME"),
    ):
        with pytest.raises(Refused) as refused:
            desk.profiles.draft("MAT", bad)
        assert refused.value.code == code
    assert len(desk.profiles.of("MAT").versions) == 1


def test_a_profile_goes_out_as_excel_and_comes_back_as_a_draft(desk: Desk, tmp_path: Path) -> None:
    path, newest = tmp_path / "profil.xlsx", desk.profiles.of("MAT").newest.profile
    assert desk.profiles.write(path, newest.id) == 11
    with pytest.raises(Refused, match="Nothing differs"):
        desk.profiles.read(path, "MAT")
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    first = next(r for r in sheet.iter_rows() if r[0].value == "MAT-01")
    first[3].value = "Håller köket rent"
    row = sheet.max_row + 1
    sheet.cell(row, 4, "Lagar mat för allergiker")
    book.save(path)
    made = desk.profiles.read(path, "MAT").profile
    assert [str(t.params["skill"]) for t in changes(newest, made)] == ["Lagar mat för allergiker", "Håller köket rent"]
    assert made.areas[-2].skills[-1].code == "MAT-12"
    with pytest.raises(Refused, match="no skill of this profile"):
        desk.profiles.read(path, "BUT")


def test_another_file_is_no_profile(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "brev.xlsx"
    path.write_text("hej")
    with pytest.raises(BadFile):
        desk.profiles.read(path, "MAT")


def test_a_version_is_shown_as_replaced_from_the_day_a_newer_one_is_in_use(desk: Desk) -> None:
    made = desk.profiles.draft("MAT", edited(desk)).profile.id
    desk.profiles.use(made, TODAY + timedelta(1))
    assert [v.shown_state for v in desk.profiles.of("MAT").versions] == ["in_use", "in_use"]
    desk.profiles.use(made, TODAY)
    assert [v.shown_state for v in desk.profiles.of("MAT").versions] == ["in_use", "replaced"]
    desk.profiles.retire(made)
    assert [v.shown_state for v in desk.profiles.of("MAT").versions] == [
        "retired",
        "retired",
    ]  # retiring brings nothing back


def employment(desk: Desk, first: int = -50, last: int = 50) -> int:
    """The key of an employment in PAR that runs."""
    ref = desk.booking.book(
        make.participant(desk.bank), make.placement(desk.bank), TODAY + timedelta(first), TODAY + timedelta(last)
    ).booking.ref
    desk.booking.introduction_seen(ref)
    desk.booking.start(ref)
    key = desk.booking.get(ref).employment_id
    assert key is not None
    return key


def test_a_version_that_was_assessed_with_may_begin_earlier_and_never_later(desk: Desk) -> None:
    made = desk.profiles.draft("PAR", edited(desk, "PAR")).profile.id
    assert desk.profiles.use(made, TODAY + timedelta(5)).since == TODAY + timedelta(5)
    assert desk.profiles.use(made, TODAY + timedelta(9)).since == TODAY + timedelta(9), "nobody was assessed with it"
    assert desk.profiles.use(made, TODAY - timedelta(60)).since == TODAY - timedelta(60), (
        "nobody was assessed with it yet"
    )
    desk.competence.assess(employment(desk), "week4", TODAY, {"PAR-02": 3})
    with pytest.raises(Refused) as caught:
        desk.profiles.use(made, TODAY - timedelta(59))
    assert caught.value.code == "USED"
    assert desk.profiles.use(made, TODAY - timedelta(60)).since == TODAY - timedelta(60)
    assert desk.profiles.use(made, TODAY - timedelta(61)).since == TODAY - timedelta(61)


def test_how_far_an_occupation_has_come_is_who_works_in_it_and_who_of_them_was_assessed(desk: Desk) -> None:
    assert (desk.profiles.of("PAR").running, desk.profiles.of("PAR").assessed) == (0, 0)
    first, _second = employment(desk), employment(desk)
    desk.competence.assess(first, "week4", TODAY, {"PAR-01": 3})
    found = desk.profiles.of(" par".strip())
    assert (found.code, found.running, found.assessed) == ("PAR", 2, 1)
    assert (desk.profiles.of("MAT").running, desk.profiles.of("MAT").assessed) == (0, 0)
    with pytest.raises(Refused) as caught:
        desk.profiles.of("XXX")
    assert caught.value.code == "OCCUPATION"
    gone: list[Callable[[], Any]] = [lambda: desk.profiles.use(9999, TODAY), lambda: desk.profiles.retire(9999)]
    for act in gone:
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.code == "GONE"


def test_a_newer_draft_that_somebody_else_made_meanwhile_stops_mine(desk: Desk) -> None:
    newest = desk.profiles.of("MAT").newest.profile.version
    mine = edited(desk)
    theirs = [*mine[:-1], replace(mine[-1], sv="Ett annat område")]
    desk.profiles.draft("MAT", theirs, newest)
    with pytest.raises(Refused) as caught:
        desk.profiles.draft("MAT", mine, newest)
    assert caught.value.code == "MOVED"
    assert len(desk.profiles.of("MAT").versions) == 2
    assert desk.profiles.draft("MAT", mine, newest + 1).profile.version == newest + 2
