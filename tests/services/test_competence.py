"""Assessments and certificates: frozen, numbered, complete, and never with what does not belong on paper."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest

from amdesk.db.bank import reference
from amdesk.db.competence.assessments import document
from amdesk.domain.bank.undoing import CertificateStands
from amdesk.domain.booking.plan import assessment_days
from amdesk.domain.competence.assessments import CertificateContent, Signature
from amdesk.domain.competence.due import AssessListing
from amdesk.domain.errors import Refused
from amdesk.export.certificate import certificate_pdf
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.rows import employed, put
from tests.services.test_profiles import edited

NAMES = ("Ñandú Øster", "Yılmaz Şahin", "Nguyễn Thị Lan", "Szczęsna-Wiśniewska Łucja", "Åsa Öberg")


def words(pdf: bytes) -> str:
    return " ".join(" ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.fixture
def ended(desk: Desk) -> int:
    """A person whose employment has ended, with a final assessment."""
    worker = desk.participants.add_case_worker("Ingrid Skissander")
    person = make.participant(desk.bank, name="Gülşen Çelik-Prov", identity=make.number(), case_worker_id=worker)
    ref = desk.booking.book(
        person, make.placement(desk.bank), TODAY - timedelta(200), TODAY + timedelta(20)
    ).booking.ref
    desk.booking.introduction_seen(ref)
    desk.booking.start(ref)
    key = desk.booking.employments()[0].id
    desk.competence.assess(
        key,
        "final",
        TODAY,
        {"PAR-01": 1, "PAR-02": 3, "GEN-01": 4},
        assessor="Nils Modellberg",
        remark="Noggrann och lugn.",
    )
    desk.booking.end(ref, TODAY, "A1")
    return person


def test_the_certificate_holds_what_was_assessed_and_not_what_does_not_belong(desk: Desk, ended: int) -> None:
    row, pdf = desk.competence.issue(ended)
    said = words(pdf)
    profile = desk.competence.profiles()[2]
    names = {s.code: s.sv for s in profile.skills()}
    assert all(
        w in said
        for w in (
            "Gülşen Çelik-Prov",
            "Kompetensintyg",
            row.number,
            "Noggrann och lugn.",
            names["PAR-02"].split()[0],
            "Ingrid Skissander",
            "Nils Modellberg",
        )
    )
    assert names["PAR-01"] not in said, "level 1 is not printed"
    assert make.number()[-4:] not in said
    assert "arbetsmarknadsanställning" not in said.lower()


def test_what_is_issued_is_kept_byte_for_byte_whatever_changes_later(desk: Desk, ended: int) -> None:
    row, pdf = desk.competence.issue(ended)
    desk.participants.change(ended, {"name": "Nytt Namn"})
    desk.profiles.use(desk.profiles.draft("PAR", edited(desk, "PAR")).profile.id, TODAY)
    assert document(desk.bank, row.document_id)[1] == pdf
    again, newer = desk.competence.issue(ended)
    assert again.number != row.number
    assert newer != pdf
    assert document(desk.bank, row.document_id)[1] == pdf


def test_a_reissue_has_a_new_number_and_names_the_old_one(desk: Desk, ended: int) -> None:
    first, _ = desk.competence.issue(ended)
    second, pdf = desk.competence.issue(ended)
    assert (first.number, second.number, second.replaces) == (
        "AMD-2026-00001",
        "AMD-2026-00002",
        "AMD-2026-00001",
    )
    assert "Ersätter intyg nr AMD-2026-00001" in words(pdf)


def test_a_certificate_that_is_not_ready_says_what_lacks(desk: Desk) -> None:
    person = make.participant(desk.bank)
    ref = desk.booking.book(
        person, make.placement(desk.bank), TODAY - timedelta(30), TODAY + timedelta(300)
    ).booking.ref
    desk.booking.introduction_seen(ref)
    desk.booking.start(ref)
    with pytest.raises(Refused, match="Final assessment made"):
        desk.competence.issue(person)


def test_issuing_cannot_be_undone_only_revoked(desk: Desk, ended: int) -> None:
    row, _ = desk.competence.issue(ended)
    desk.history.undo()  # takes back the step before: the end of the employment
    assert [c.number for c in desk.competence.archive()] == [row.number]
    with pytest.raises(Refused):
        desk.competence.revoke(row.id, " ")
    desk.competence.revoke(row.id, "Fel namn")
    assert desk.competence.archive()[0].revoked_why == "Fel namn"


def test_my_latest_act_is_not_taken_back_silently_from_under_a_certificate_that_i_issued(
    desk: Desk, ended: int
) -> None:
    row, _ = desk.competence.issue(ended)
    with pytest.raises(CertificateStands) as caught:
        desk.history.undo_latest()
    assert row.number in str(caught.value)
    assert caught.value.certificate == row.id
    assert caught.value.before is not None
    before = next(s for s in desk.history.steps() if s.id == caught.value.before)
    assert (str(caught.value.what), before.undone) == (str(before.what), False)
    desk.history.undo(caught.value.before)
    with pytest.raises(CertificateStands):
        desk.history.undo_latest()
    desk.competence.revoke(row.id, "Fel namn")
    desk.history.undo_latest()


def test_one_assessment_a_day_a_second_changes_the_first(desk: Desk, ended: int) -> None:
    key = desk.booking.employments()[0].id
    desk.competence.assess(key, "final", TODAY, {"PAR-01": 2})
    assert [dict(a.levels) for a in desk.competence.sheet(ended).assessments] == [{"PAR-01": 2}]


@pytest.mark.parametrize("levels", [{"PAR-01": 5}, {"PAR-01": 0}, {"MAT-01": 3}])
def test_a_level_that_is_none_or_a_skill_of_another_profile_is_refused(
    desk: Desk, ended: int, levels: dict[str, int]
) -> None:
    with pytest.raises(Refused):
        desk.competence.assess(desk.booking.employments()[0].id, "extra", TODAY, levels)


def content(skills: int, name: str = "Ewa Demolund", **given: Any) -> CertificateContent:
    rows = [
        (f"Färdighet nummer {i} med en text som är så lång att den ibland går över två rader på intyget", 1 + i % 4)
        for i in range(skills)
    ]
    areas = tuple((f"Område {n // 8 + 1}", tuple(rows[n : n + 8])) for n in range(0, skills, 8))
    values: dict[str, Any] = {
        "number": "AMD-2026-00001", "issued_on": TODAY, "city": "Ekhamra stad", "department": "Arbetsmarknads- och socialförvaltningen", "name": name, "born": TODAY.replace(year=1986),
        "occupation": "Parkarbetare", "host": "Gröna Laget", "host_department": "Fastighets- och gatuförvaltningen", "from_date": TODAY - timedelta(200), "to_date": TODAY, "extent": 75,
        "occasions": 3, "areas": areas, "remark": "Lugn.", "modules": (("Yrkessvenska", 40),), "signatures": (Signature("A B", "Arbetsledare", "X"), Signature("C D", "Arbetsmarknadssekreterare", "Y")),
        "place": "Ekhamra", "phone": "070-174 06 05", "levels": {1: "Har provat", 2: "Klarar med stöd", 3: "Klarar självständigt", 4: "Kan visa andra"},
    }  # fmt: skip
    return CertificateContent(**(values | given))


@pytest.mark.parametrize("name", NAMES)
def test_names_of_every_latin_script_language_are_printed_whole(name: str) -> None:
    assert name in words(certificate_pdf(content(5, name)))


@pytest.mark.thorough(3)
@pytest.mark.parametrize("skills", [5, 20, 60])
def test_nothing_overlaps_and_nothing_leaves_the_page(skills: int) -> None:
    """Positions are read from the finished PDF by another library."""
    pdf = certificate_pdf(content(skills))
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        spots: list[tuple[float, float, str]] = []

        def note(
            said: str, _cm: Any, tm: Any, _font: Any, _size: Any, spots: list[tuple[float, float, str]] = spots
        ) -> None:
            if said.strip():
                spots.append((tm[4], tm[5], said.strip()))

        page.extract_text(visitor_text=note)
        assert all(40 < x < 560 and 20 < y < 820 for x, y, _ in spots)
        columns: dict[int, list[float]] = {}
        for x, y, _ in spots:
            columns.setdefault(round(x), []).append(y)
        for ys in columns.values():
            ordered = sorted(set(ys))
            assert all(b - a > 6 for a, b in itertools.pairwise(ordered)), ordered
    said = words(pdf)
    assert all(f"nummer {i} " in said for i in range(skills))


def test_the_same_content_gives_the_same_bytes() -> None:
    assert certificate_pdf(content(20)) == certificate_pdf(content(20))


def test_a_draft_says_so_across_the_page() -> None:
    assert "UTKAST" in words(certificate_pdf(content(5, draft=True, number="")))


def test_many_are_issued_with_progress_and_who_is_not_ready_is_told(desk: Desk, ended: int, tmp_path: Path) -> None:
    lacking = make.participant(desk.bank, name="Inte Klar")
    refused: list[tuple[str, Any]] = []
    steps = list(desk.competence.many([lacking, ended], tmp_path, refused))
    assert [(done, total) for done, total, _ in steps] == [(1, 2), (2, 2)]
    assert [n for n, _ in refused] == ["D-0002"]
    assert len(list(tmp_path.glob("*Kompetensintyg AMD-*.pdf"))) == 1


def test_many_can_be_cancelled_and_what_is_issued_stays_issued(desk: Desk, ended: int, tmp_path: Path) -> None:
    steps = desk.competence.many([ended, ended, ended], tmp_path, [])
    next(steps)
    steps.close()  # type: ignore[attr-defined]  # a generator
    assert len(desk.competence.archive()) == 1


def test_the_participants_own_words_are_kept_and_never_printed(desk: Desk, ended: int) -> None:
    key = desk.booking.employments()[0].id
    final = desk.competence.sheet(ended, key).assessments[-1]
    desk.competence.assess(
        key, "final", final.on_date, final.levels, remark=final.remark, comment="Jag trivdes bäst i växthuset."
    )
    again = desk.competence.assess(key, "final", final.on_date, final.levels, remark=final.remark)
    assert again.comment == "Jag trivdes bäst i växthuset.", "left as it was where nothing is said of it"
    row, pdf = desk.competence.issue(ended)
    assert "växthuset" not in words(pdf)
    assert "Noggrann" in words(pdf)
    assert desk.competence.as_text(row.id).count("växthuset") == 0


def test_the_lowest_printed_level_is_the_units_own(desk: Desk, ended: int) -> None:
    profile = next(p for p in desk.competence.profiles() if p.occupation == "PAR")
    tried = next(s.sv for s in profile.skills() if s.code == "PAR-01")
    assert tried not in words(desk.competence.issue(ended)[1])
    desk.set_settings({"certificate_lowest": "1", "certificate_birth_date": "no"})
    page = words(desk.competence.issue(ended)[1])
    assert tried in page
    assert "1986" not in page


def test_the_units_plan_is_what_is_due_and_a_broken_one_is_refused(desk: Desk) -> None:
    person = make.participant(desk.bank)
    ref = desk.booking.book(
        person, make.placement(desk.bank), TODAY - timedelta(30), TODAY + timedelta(200)
    ).booking.ref
    desk.booking.introduction_seen(ref)
    desk.booking.start(ref)
    assert [row[2] for row in desk.competence.due()] == ["week4"]
    desk.set_settings({"assessment_plan": "10,20,7"})
    assert desk.competence.due() == []
    assert dict(desk.competence.sheet(person).planned)["week4"] == TODAY + timedelta(39)
    with pytest.raises(Refused):
        desk.set_settings({"assessment_plan": "20,10,7"})
    desk.history.undo()
    assert [row[2] for row in desk.competence.due()] == ["week4"]


def test_a_certificate_is_signed_for_the_host_by_whoever_leads_the_work(desk: Desk) -> None:
    """The title goes by the kind of place; an imported employment without a place has no name to sign."""
    titles = {}
    for kind in ("in_house", "external"):
        place = make.placement(desk.bank, kind=kind, name=kind, supervisor="Nils Modellberg", department="Kök")
        person = make.participant(desk.bank)
        key = employed(desk.bank, person, TODAY - timedelta(90), TODAY, placement_id=place)
        host, _ = desk.competence.content(desk.competence.employment_for(person)).signatures
        titles[kind] = (host.name, host.title, host.place)
        assert key
    assert titles == {
        "in_house": ("Nils Modellberg", "Arbetsledare", "in_house, Kök"),
        "external": ("Nils Modellberg", "Handledare", "external, Kök"),
    }
    person = make.participant(desk.bank)
    employed(desk.bank, person, TODAY - timedelta(90), TODAY, placement_text="Köket")
    host, _ = desk.competence.content(desk.competence.employment_for(person)).signatures
    assert (host.name, host.title, host.place) == ("", "Handledare", "Köket")


@pytest.mark.parametrize(("days", "printed"), [(-91, False), (-90, True), (0, True), (30, True), (31, False)])
def test_a_module_stands_on_the_certificate_of_the_employment_it_was_completed_in_or_soon_after(
    desk: Desk, days: int, printed: bool
) -> None:
    person = make.participant(desk.bank)
    employed(desk.bank, person, TODAY - timedelta(90), TODAY)
    for hours, status in ((24, "completed"), (0, "completed"), (12, "interrupted")):
        put(
            desk.bank,
            "enrolment",
            participant_id=person,
            kind="yrkessvenska",
            status=status,
            hours=hours,
            level_before="",
            level_after="",
            reason="",
            on_date=f"{TODAY + timedelta(days)}",
        )
    for lang in ("sv", "en"):
        found = desk.competence.content(desk.competence.employment_for(person), lang=lang).modules
        assert [hours for _, hours in found] == ([24] if printed else [])


def test_what_is_being_typed_stands_on_the_draft_in_place_of_what_was_stored_that_day(desk: Desk, ended: int) -> None:
    employment = desk.competence.employment_for(ended)
    (stored,) = desk.competence.sheet(ended).assessments
    typed = replace(stored, levels={"PAR-02": 4}, remark="Ny text.")
    now = desk.competence.content(employment, typed=typed)
    assert (now.remark, next(s for _, skills in now.areas for s in skills)[1]) == ("Ny text.", 4)
    earlier = replace(typed, on_date=TODAY - timedelta(9))
    assert desk.competence.content(employment, typed=earlier).remark == "Noggrann och lugn.", "the latest counts"
    later = replace(typed, on_date=TODAY + timedelta(1))
    assert desk.competence.content(employment, typed=later).remark == "Ny text."
    assert desk.competence.content(employment).occasions == 1
    assert desk.competence.content(employment, typed=earlier).occasions == 2


def test_the_birth_date_stands_there_where_the_unit_wants_it(desk: Desk) -> None:
    person = make.participant(desk.bank, born=TODAY.replace(year=1986))
    employed(desk.bank, person, TODAY - timedelta(90), TODAY)
    employment = desk.competence.employment_for(person)
    assert desk.competence.content(employment).born == TODAY.replace(year=1986)
    desk.set_settings({"certificate_birth_date": "no"})
    assert desk.competence.content(employment).born is None


@pytest.fixture
def four(desk: Desk) -> dict[str, int]:
    """Somebody late, somebody this week, somebody whose certificate waits, and somebody who works and is not due."""
    people = {name: make.participant(desk.bank, name=name) for name in ("Sen", "Snart", "Klar", "Lugn")}
    ids = {o.code: o.id for o in reference.occupations(desk.bank)}
    begun = {"Sen": -40, "Snart": -25, "Klar": -200, "Lugn": -60}
    last = {"Klar": 10}
    for name, key in people.items():
        work = employed(
            desk.bank,
            key,
            TODAY + timedelta(begun[name]),
            TODAY + timedelta(last.get(name, 300)),
            occupation_id=ids["VBI" if name == "Lugn" else "PAR"],
        )
        if name in {"Klar", "Lugn"}:
            put(
                desk.bank,
                "assessment",
                participant_id=key,
                employment_id=work,
                profile_id=desk.competence.profiles()[0].id,
                occasion="final" if name == "Klar" else "week4",
                on_date=f"{TODAY}",
                assessor="",
                finished=1,
            )
    return people


def in_groups(found: AssessListing) -> dict[str, list[str]]:
    return {group: [str(r.name) for r in rows] for group, rows in found.rows}


def test_whom_to_assess_stands_in_groups_and_whoever_works_and_is_not_due_stands_among_all(
    desk: Desk, four: dict[str, int]
) -> None:
    due = {"late": ["Sen"], "week": ["Snart"], "later": ["Klar"]}
    assert in_groups(desk.competence.listed()) == due
    every = desk.competence.listed(everybody=True)
    assert in_groups(every) == {**due, "rest": ["Lugn"]}
    assert (every.due, every.certificates, every.everybody) == (3, 1, 4)
    (calm,) = dict(every.rows)["rest"]
    assert (calm.what, calm.day) == ("week12", TODAY + timedelta(-60 + 83))
    assert every.due == desk.competence.due_count()


def test_what_is_planned_next_passes_by_what_was_done_before_its_day(desk: Desk) -> None:
    """Week 12 was assessed early: next is the final assessment, and not what is done."""
    person = make.participant(desk.bank, name="Tidig")
    first, last = TODAY - timedelta(60), TODAY + timedelta(300)
    key = employed(desk.bank, person, first, last)
    for occasion, day in (("week4", TODAY - timedelta(30)), ("week12", TODAY)):
        put(
            desk.bank,
            "assessment",
            participant_id=person,
            employment_id=key,
            profile_id=desk.competence.profiles()[0].id,
            occasion=occasion,
            on_date=f"{day}",
            assessor="",
            finished=1,
        )
    ((_, (row,)),) = desk.competence.listed(everybody=True).rows
    planned = dict(assessment_days(first, last, desk.work.plan))
    assert (row.what, row.day) == ("final", planned["final"])


def test_whoever_is_searched_for_is_found_by_name_number_and_occupation_and_the_counts_stay(
    desk: Desk, four: dict[str, int]
) -> None:
    number = desk.work.participant(four["Snart"]).number
    occupation = desk.competence.due()[0].occupation
    for words, names in (("sna", ["Snart"]), (number, ["Snart"]), (occupation[:4].upper(), ["Sen", "Snart", "Klar"])):
        found = desk.competence.listed(words)
        assert [str(r.name) for _, rows in found.rows for r in rows] == names, words
        assert (found.due, found.everybody) == (3, 4)
    assert desk.competence.listed("lugn").rows == []
    assert in_groups(desk.competence.listed("lugn", everybody=True)) == {"rest": ["Lugn"]}


def test_a_protected_person_is_not_found_by_her_name_among_those_to_assess(desk: Desk) -> None:
    person = make.participant(desk.bank, name="Quilla Zorvath", protection=1)
    employed(desk.bank, person, TODAY - timedelta(40), TODAY + timedelta(300))
    assert desk.competence.listed("quilla").rows == []
    assert desk.competence.listed(desk.work.participant(person).number).rows != []


def test_of_a_protected_person_to_assess_no_occupation_is_told_since_of_few_places_it_would_tell_which(
    desk: Desk, four: dict[str, int]
) -> None:
    occupation = desk.competence.due()[0].occupation
    assert occupation
    desk.participants.protect(four["Snart"], 2)
    (hidden,) = [r for r in desk.competence.due() if r.name.hidden]
    assert (hidden.occupation, hidden.employment.occupation) == ("", "")
    assert four["Snart"] not in {r.participant for _, rows in desk.competence.listed(occupation).rows for r in rows}
    number = desk.work.participant(four["Snart"]).number
    assert [r.participant for _, rows in desk.competence.listed(number).rows for r in rows] == [four["Snart"]]


def test_an_employment_without_a_last_day_stands_among_all_and_nothing_is_planned_for_it(desk: Desk) -> None:
    employed(desk.bank, make.participant(desk.bank, name="Tills vidare"), TODAY - timedelta(40), None)
    assert desk.competence.listed().rows == []
    ((_, (row,)),) = desk.competence.listed(everybody=True).rows
    assert (row.what, str(row.name)) == ("", "Tills vidare")


def test_a_certificate_is_worded_in_the_language_that_is_asked_for(desk: Desk, ended: int) -> None:
    employment = desk.competence.employment_for(ended)
    found = {lang: desk.competence.content(employment, lang=lang) for lang in ("sv", "en")}
    assert found["sv"].lang == "sv"
    assert found["en"].lang == "en"
    assert found["en"] != found["sv"]
