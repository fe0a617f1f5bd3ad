"""What a certificate says and lacks, what a profile may hold, and what an attendance list changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amdesk.domain.booking.meetings import Occasion
from amdesk.domain.booking.plan import Plan, assessment_days
from amdesk.domain.competence.assessments import (
    Area,
    Assessment,
    Profile,
    Skill,
    as_typed,
    certificate_text,
    latest_levels,
    occasion_text,
    printed_areas,
    readiness,
    ready,
)
from amdesk.domain.competence.attendance import ListHead, ReturnedRow, list_check, marks, person_key, state_in
from amdesk.domain.competence.due import AHEAD, LATE, Stepper
from amdesk.domain.competence.modules import hours_present
from amdesk.domain.competence.profiles import changes, checked, general_areas, own_areas
from amdesk.domain.errors import Refused
from amdesk.domain.texts import text

BEGAN = date(2026, 3, 2)
PARK = Area("Park", "Parks", (Skill("PAR-01", "Klipper", "Mows"), Skill("PAR-02", "Planterar", "Plants")))
GENERAL = Area("Allmänt", "General", (Skill("GEN-01", "Kommer i tid", "Is on time"),))
PROFILE = Profile(1, "PAR", 1, "Parkarbete", "Park work", (PARK, GENERAL))


def assessment(key: int, on: date, levels: dict[str, int], occasion: str = "week4", remark: str = "") -> Assessment:
    return Assessment(key, 7, 1, occasion, on, "Nils", levels, remark, finished=True)


@pytest.mark.parametrize(
    ("made", "planned", "said"),
    [(27, 27, "Week 4"), (48, 27, "Week 4"), (6, 27, "Week 4"), (49, 27, "Week 8"), (5, 27, "Week 1"), (6, None, "Week 1"),
     (7, None, "Week 2")],
)  # fmt: skip
def test_an_assessment_within_three_weeks_of_its_planned_day_is_that_weeks(
    made: int, planned: int | None, said: str
) -> None:
    day = None if planned is None else BEGAN + timedelta(planned)
    for occasion in ("week4", "week12"):
        assert str(occasion_text(occasion, BEGAN, BEGAN + timedelta(made), day)) == said
    assert str(occasion_text("final", BEGAN, BEGAN + timedelta(made), day)) == "Final"


def test_the_last_level_given_counts_and_none_is_averaged_or_forgotten() -> None:
    early, late = assessment(2, BEGAN, {"PAR-01": 4, "PAR-02": 1}), assessment(1, BEGAN + timedelta(1), {"PAR-01": 2})
    same_day = assessment(3, BEGAN + timedelta(1), {"PAR-02": 3})
    assert latest_levels([late, same_day, early]) == {"PAR-01": 2, "PAR-02": 3}


def test_only_levels_from_the_lowest_printed_one_on_stand_on_paper() -> None:
    levels = {"PAR-01": 1, "PAR-02": 2}
    assert printed_areas(PROFILE, levels) == (("Park", (("Planterar", 2),)),)
    assert printed_areas(PROFILE, levels, 1, "en") == (("Parks", (("Mows", 1), ("Plants", 2))),)
    assert printed_areas(PROFILE, {"GEN-01": 3}, 4) == ()


def lacking(
    *made: Assessment, profile: Profile | None = PROFILE, supervisor: str = "Nils", worker: str = "Ingrid"
) -> dict[str, bool]:
    lines = readiness(profile, made, True, supervisor, worker)
    assert ready(lines) == all(line.ok for line in lines)
    return {line.code: line.ok for line in lines}


def test_a_certificate_is_ready_with_a_profile_a_final_assessment_a_printed_level_and_both_names() -> None:
    final = assessment(1, BEGAN, {"PAR-01": 2, "PAR-02": 3, "GEN-01": 3}, "final")
    assert lacking(final) == dict.fromkeys(("PROFILE", "FINAL", "ENDED", "REMARK", "SIGN"), True)
    assert not lacking(final, supervisor="")["SIGN"]
    assert not lacking(final, worker="")["SIGN"]
    assert not lacking(final, profile=None)["PROFILE"]
    assert not lacking(assessment(1, BEGAN, {"PAR-01": 2}))["FINAL"]
    assert not lacking(assessment(1, BEGAN, {}, "final"))["FINAL"]
    assert not lacking(assessment(1, BEGAN, {"PAR-01": 1, "PAR-02": 1, "GEN-01": 1}, "final"))["LEVELS"]


def test_before_the_final_assessment_no_skill_is_said_to_be_left_out() -> None:
    lines = readiness(PROFILE, [assessment(1, BEGAN, {"PAR-01": 2})], False, "Nils", "Ingrid")
    assert "PARTLY" not in [line.code for line in lines]


def test_skills_without_a_final_level_are_counted_and_stop_nothing() -> None:
    def said(levels: dict[str, int]) -> list[str]:
        lines = readiness(PROFILE, [assessment(1, BEGAN, levels, "final")], True, "Nils", "Ingrid")
        return [str(line.text) for line in lines if line.code == "PARTLY" and line.ok]

    assert said({"PAR-01": 2, "PAR-02": 3, "GEN-01": 3}) == []
    assert said({"PAR-01": 2, "PAR-02": 3}) == ["One skill without a final level is left out"]
    assert said({"PAR-01": 2}) == ["2 skills without a final level are left out"]


@pytest.mark.parametrize("occasion", ["final", "week4"])
def test_what_lacks_at_each_key_is_what_it_will_be_when_that_is_stored(occasion: str) -> None:
    lines, levels = readiness(PROFILE, [], True, "Nils", "Ingrid"), dict[str, int]()
    for code in ("PAR-01", "PAR-02", "GEN-01"):
        levels[code] = 3
        typed = assessment(0, BEGAN, dict(levels), occasion)
        lines = as_typed(lines, PROFILE, typed)
        stored = {line.code: (line.ok, str(line.text)) for line in readiness(PROFILE, [typed], True, "Nils", "Ingrid")}
        assert {c: v for c, v in stored.items() if c != "LEVELS"} == {
            line.code: (line.ok, str(line.text)) for line in lines if line.code != "LEVELS"
        }
    assert as_typed(lines, None, typed) == lines


def test_what_lacks_says_the_names_that_are_known_and_a_dash_for_those_that_are_not() -> None:
    final = assessment(1, BEGAN, {"PAR-01": 2}, "final", "Bra.")
    said = {line.code: str(line.text) for line in readiness(PROFILE, [final], False, "", "Ingrid")}
    assert (said["SIGN"], said["REMARK"]) == ("Signatures: –, Ingrid", "The supervisor's words")
    silent = readiness(PROFILE, [assessment(1, BEGAN, {}, "week4", "Bra.")], False, "Nils", "")
    assert {line.code: str(line.text) for line in silent}["REMARK"] == "No words from the supervisor"
    assert not ready(silent)


FROZEN: dict[str, object] = {
    "number": "AMD-2026-00001", "issued_on": "2026-11-23", "city": "Ekhamra", "department": "", "name": "Aida", "born": "1986-04-12",
    "occupation": "Parkarbete", "host": "Björkparken", "from_date": "2026-03-02", "to_date": "2026-11-20", "extent": 75,
    "areas": [("Park", [("Klipper", 3)])], "remark": "", "modules": [], "replaces": "", "levels": {"3": "Självständigt"},
    "signatures": [{"name": "Nils", "title": "Handledare", "place": "Björkparken"}],
}  # fmt: skip


def test_a_certificate_as_text_says_what_it_has_and_no_heading_over_nothing() -> None:
    plain = certificate_text(FROZEN)
    assert plain.splitlines() == [
        "Ekhamra", "", "", "Kompetensintyg", "Intyg nr AMD-2026-00001, utfärdat 2026-11-23", "", "Aida, född 1986-04-12",
        "Parkarbete vid Björkparken, 2026-03-02 till 2026-11-20, 75 procent", "", "Park", "- Klipper: 3, självständigt", "",
        "Nils, Handledare, Björkparken",
    ]  # fmt: skip
    more = certificate_text(
        FROZEN | {"born": None, "replaces": "AMD-2025-00009", "remark": "Lugn.", "modules": [("Svenska", 24)]}
    )
    assert "född" not in more
    assert "Ersätter intyg nr AMD-2025-00009" in more
    assert "Omdöme\nLugn.\n\nGenomfört under anställningen\n- Svenska: 24 timmar\n\nNils" in more


def meeting(key: int, begins: str, ends: str) -> Occasion:
    return Occasion(key, 1, BEGAN + timedelta(key), begins, ends)


def test_hours_present_are_whole_hours_of_the_meetings_with_presence_alone() -> None:
    meetings = [meeting(1, "09:00", "12:00"), meeting(2, "13:00", "14:50"), meeting(3, "09:00", "10:00")]
    assert hours_present(meetings, {1: "present", 2: "present", 3: "notified"}) == 4
    assert hours_present(meetings, {1: "absent"}) == 0
    assert hours_present([meeting(1, "09:00", "10:00")], {1: "present"}) == 1
    short = [meeting(1, "09:00", "09:59"), meeting(2, "13:00", "12:00")]
    assert hours_present(short, {1: "present", 2: "present"}) == 0, "a meeting that ends before it begins has no length"
    odd = [meeting(1, "efter lunch", "12:00"), meeting(2, "13:00", "12:00"), meeting(3, "13:00", "14:00")]
    assert hours_present(odd, {1: "present", 2: "present", 3: "present"}) == 1


def refusal(*areas: Area, taken: tuple[str, ...] = ()) -> str:
    with pytest.raises(Refused) as caught:
        checked(areas, "PAR", taken)
    return caught.value.code


def test_a_new_skill_gets_a_code_that_no_version_has_used() -> None:
    new = Area("Ny", "", (Skill("PAR-02", "Planterar", ""), Skill("", " Gräver ", ""), Skill("", "Vattnar", "Waters")))
    (area,) = checked([new, Area(" ", "", ())], "PAR", ["PAR-01", "PAR-02", "PAR-11", "PAR-gammal"])
    assert [(s.code, s.sv, s.en) for s in area.skills] == [
        ("PAR-02", "Planterar", "Planterar"), ("PAR-12", "Gräver", "Gräver"), ("PAR-13", "Vattnar", "Waters")
    ]  # fmt: skip
    assert (area.sv, area.en) == ("Ny", "Ny")
    (first,) = checked([Area("Ny", "New", (Skill("", "Gräver", ""),))], "PAR", ())
    assert (first.skills[0].code, first.en) == ("PAR-01", "New")


def test_a_profile_that_cannot_be_is_refused_by_what_is_wrong_with_it() -> None:
    good = Skill("", "Gräver", "")
    assert refusal() == refusal(Area("Park", "", ())) == refusal(Area(" ", "", ())) == "EMPTY"
    assert refusal(Area("", "", (good,))) == refusal(Area("Ny", "", (good,)), Area("Tom", "", ())) == "AREA"
    assert refusal(Area("Ny", "", (Skill("", " ", "Digs"),))) == "TEXT"
    assert refusal(Area("Ny", "", (Skill("", "x" * 161, ""),))) == "LONG"
    assert len(checked([Area("Ny", "", (Skill("", " " + "x" * 160, ""),))], "PAR", ())) == 1
    assert refusal(Area("Ny", "", (Skill("PAR-01", "Gräver", ""),))) == "CODE"
    twice = (Skill("PAR-01", "Gräver", ""), Skill("PAR-01", "Vattnar", ""))
    assert refusal(Area("Ny", "", twice), taken=("PAR-01",)) == "TWICE"


def test_general_competences_are_every_profiles_and_the_rest_is_the_occupations_own() -> None:
    mixed = Area("Blandat", "", (GENERAL.skills[0], PARK.skills[0]))
    profile = Profile(1, "PAR", 1, "", "", (PARK, mixed, GENERAL))
    assert own_areas(profile) == [PARK, mixed]
    assert general_areas(profile) == [GENERAL]


def test_what_a_newer_version_adds_takes_away_and_words_anew_is_told() -> None:
    anew = (
        Skill("PAR-02", "Planterar träd", "Plants"),
        Skill("GEN-01", "Kommer i tid", "Is punctual"),
        Skill("PAR-03", "Gräver", "Digs"),
    )
    newer = Profile(2, "PAR", 2, "", "", (Area("Park", "", anew),))
    assert [str(t) for t in changes(PROFILE, newer)] == [
        "New: Gräver", "Gone: Klipper", "Now: Planterar träd", "Now: Kommer i tid"
    ]  # fmt: skip
    assert changes(PROFILE, PROFILE) == []


SECRET = "00" * 32
HEAD = ListHead(3, BEGAN, (1, 2, 4), (10, 11), {"1.10": "present"})
WORDS = {"närvarande": "present"}
NAMES = {1: text("{name}", name="Ada"), 2: text("{name}", name="Bo")}
DAYS = {10: BEGAN, 11: BEGAN + timedelta(7)}


def returned(
    *rows: ReturnedRow, now: dict[tuple[int, int], str] | None = None
) -> list[tuple[str, int, int, str | None]]:
    found = marks(SECRET, HEAD, rows, now or {}, NAMES, DAYS, WORDS)
    return [(m.kind, m.enrolment, m.occasion, m.new) for m in found]


def filled(row: int, enrolment: int, **cells: object) -> ReturnedRow:
    return ReturnedRow(row, person_key(SECRET, 3, enrolment), [(int(k[1:]), v) for k, v in cells.items()])  # type: ignore[misc]  # cells are named by a test


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        (None, None),
        ("  ", None),
        (" Närvarande ", "present"),
        ("PRESENT", "present"),
        (1, "present"),
        ("2", "notified"),
        (3, "absent"),
    ],
)
def test_a_state_is_read_by_word_in_either_language_or_by_number(cell: str | int | None, state: str | None) -> None:
    assert state_in(cell, WORDS) == state


def test_a_state_that_is_none_is_told_and_not_stored() -> None:
    for wrong in ("kanske", 4, 0):
        with pytest.raises(ValueError):
            state_in(wrong, WORDS)
    assert returned(filled(5, 1, m10="kanske"), filled(6, 2)) == [("NO_STATE", 1, 10, None)]


def test_only_what_differs_from_the_bank_is_a_change() -> None:
    now = {(1, 10): "present", (2, 11): "absent"}
    rows = (filled(5, 1, m10=1, m11="present"), filled(6, 2, m10=None, m11=3))
    assert returned(*rows, now=now) == [("NEW", 1, 11, "present")]
    assert returned(filled(5, 1, m10=3), filled(6, 2), now=now) == [("CHANGED", 1, 10, "absent")]


def test_what_was_noted_in_the_bank_after_the_list_was_made_is_a_conflict() -> None:
    assert returned(filled(5, 1), filled(6, 2, m11=1), now={(2, 11): "absent"}) == [("CONFLICT", 2, 11, "present")]
    assert returned(filled(5, 1, m10=2), filled(6, 2), now={(1, 10): "absent"}) == [("CONFLICT", 1, 10, "notified")]


def test_a_row_that_is_made_up_copied_or_of_nobody_any_more_changes_nothing() -> None:
    own = filled(5, 1, m10=1)
    forged = ReturnedRow(6, "2.00000000", [(10, 1)])
    for copy, told in (({"m10": 3}, ("NO_STATE", 1, 10, None)), ({"m10": 1}, ("NEW", 1, 10, "present"))):
        assert returned(own, forged, filled(7, 1, **copy)) == [("UNKNOWN", 0, 0, None), told, ("MISSING", 2, 0, None)]
    mine = ("NEW", 1, 10, "present")
    assert returned(own, filled(6, 2), filled(7, 4, m10=1)) == [("UNKNOWN", 0, 0, None), mine]
    assert returned(own, filled(6, 2), ReturnedRow(8, "", [(10, 1)])) == [("UNKNOWN", 0, 0, None), mine]
    assert returned(own, filled(6, 2, m99=1)) == [("NEW", 1, 10, "present")], "a meeting that is gone"


def test_the_check_of_a_list_depends_on_every_part_of_its_head_and_on_the_bank() -> None:
    others = [
        ListHead(4, *(BEGAN, HEAD.enrolments, HEAD.meetings, HEAD.base)),
        ListHead(3, BEGAN + timedelta(1), HEAD.enrolments, HEAD.meetings, HEAD.base),
        ListHead(3, BEGAN, (1, 2), HEAD.meetings, HEAD.base),
        ListHead(3, BEGAN, HEAD.enrolments, (11, 10), HEAD.base),
        ListHead(3, BEGAN, HEAD.enrolments, HEAD.meetings, {"1.10": "absent"}),
    ]
    said = {list_check(SECRET, head) for head in (HEAD, *others)} | {list_check("11" * 32, HEAD)}
    assert len(said) == 7
    assert person_key(SECRET, 3, 1) != person_key(SECRET, 4, 1)


@given(st.integers(-800, 0), st.integers(0, 900), st.integers(1, 51), st.integers(1, 30), st.integers(0, 60), st.data())
def test_what_is_due_is_the_last_assessment_planned_up_to_two_weeks_ahead(
    begun: int, length: int, week: int, more: int, before: int, data: st.DataObject
) -> None:
    plan = Plan(week, min(52, week + more), before)
    today = date(2026, 11, 23)
    first = today + timedelta(begun)
    last = first + timedelta(length)
    done = data.draw(st.sets(st.sampled_from(["week4", "week12"])))
    ripe = [(k, d) for k, d in assessment_days(first, last, plan) if d <= today + AHEAD]
    expected = ripe[-1] if ripe and ripe[-1][0] not in done and ripe[-1][1] >= today - LATE else None
    assert Stepper(today, plan).step(first, last, done, certified=False) == expected
