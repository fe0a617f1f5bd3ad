"""Employers, vacancies and introductions: recruiters match those who are soon done on what was certified, and what came of it is
kept. Nobody protected is told of."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from amdesk.db.bank.erasure import erase, those
from amdesk.db.employers.introductions import introduced_employments
from amdesk.db.port import rows, update, value
from amdesk.domain.change import Change, Moved
from amdesk.domain.clock import Clock
from amdesk.domain.employers.vacancy import Vacancy
from amdesk.domain.errors import AmdeskError, BadFile, Refused
from amdesk.domain.people.participant import Need
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from amdesk.services.employers.introductions import Introductions
from tests import make
from tests.make import TODAY
from tests.rows import employed, put


def soon(
    desk: Desk, name: str = "Hanna Utprovare", *, days: int = 20, levels: dict[str, int] | None = None, **given: Any
) -> int:
    """Somebody whose employment ends in so many days; with levels she has her certificate."""
    worker = desk.participants.add_case_worker(f"Ingrid {name}")
    values = {
        "name": name,
        "identity": make.fresh_number(),
        "case_worker_id": worker,
        "born": make.person().born,
        **given,
    }
    person = make.participant(desk.bank, **values)
    place = make.placement(desk.bank, open_from=TODAY - timedelta(400))
    ref = desk.booking.book(person, place, TODAY - timedelta(200), TODAY + timedelta(days)).booking.ref
    desk.booking.introduction_seen(ref)
    desk.booking.start(ref)
    key = desk.booking.get(ref).employment_id
    assert key is not None
    if levels:
        desk.competence.assess(key, "final", TODAY, levels)
        desk.competence.issue(key)
    return person


def employer(desk: Desk, name: str = "Björkängens Växthus") -> int:
    return desk.employers.create({"name": name}).id


def vacancy(desk: Desk, **given: Any) -> Vacancy:
    whose = given.pop("employer", None) or employer(desk, f"Arbetsgivare {given.get('title', 'Parkarbetare')}")
    return desk.vacancies.create(whose, {"title": "Parkarbetare", "occupation": "PAR", "district": "NH", **given})


def test_an_employer_goes_from_green_to_red_by_the_units_own_limits(desk: Desk) -> None:
    key = employer(desk)
    assert desk.employers.light(key) == "red", "nobody has ever been in contact"
    for days, light in ((61, "red"), (60, "amber"), (31, "amber"), (30, "green"), (0, "green")):
        desk.employers.add_talk(key, "phone", on=TODAY - timedelta(days))
        assert desk.employers.light(key) == light, days
    desk.history.undo_latest()
    desk.history.undo_latest()
    assert desk.employers.light(key) == "amber"
    rule = desk.employers.set_rule(40, 90)
    assert (rule.version, desk.employers.light(key)) == (2, "green")
    with pytest.raises(Refused, match="at most 366"):
        desk.employers.set_rule(50, 50)
    assert desk.employers.rule() == rule


def test_a_contact_is_not_in_the_future_and_has_a_way(desk: Desk) -> None:
    key = employer(desk)
    with pytest.raises(Refused, match="has not been yet"):
        desk.employers.add_talk(key, "visit", on=TODAY + timedelta(1))
    with pytest.raises(Refused, match="Choose the way"):
        desk.employers.add_talk(key, "duva")
    assert desk.employers.talks(key) == []


def test_an_employer_is_there_once_and_a_persons_number_is_never_kept(desk: Desk) -> None:
    desk.employers.create({"name": "Ekhamra Bostäder", "org_number": "5599999991"})
    with pytest.raises(Refused, match="is in the bank already, as E-0001"):
        desk.employers.create({"name": "Bostäder i Ekhamra", "org_number": "559999-9991"})
    with pytest.raises(Refused, match="in the bank already"):
        desk.employers.create({"name": "ekhamra bostäder"})
    for wrong in ("559999-9992", "12345", make.fresh_number()[2:]):
        with pytest.raises(Refused, match="is no organisation number") as refused:
            desk.employers.create({"name": "Ny", "org_number": wrong})
        assert wrong[:6] not in str(refused.value) or wrong in {"559999-9992", "12345"}, (
            "a person's number is not repeated"
        )
    assert [r.employer.org_number for r in desk.employers.listing()] == ["559999-9991"]
    assert [r.employer.name for r in desk.employers.listing("bost")] == ["Ekhamra Bostäder"]


@pytest.mark.parametrize("said", ["165599999991", "16559999-9991", "16 559999-9991"])
def test_twelve_figures_with_the_sixteen_of_a_legal_person_before_them_are_the_ten(desk: Desk, said: str) -> None:
    desk.employers.create({"name": "Växthuset", "org_number": said})
    assert [r.employer.org_number for r in desk.employers.listing()] == ["559999-9991"]
    with pytest.raises(Refused, match="is no organisation number"):
        desk.employers.create({"name": "Fel", "org_number": "17" + said[2:]})


def test_two_who_change_the_same_of_an_employer_are_asked(desk: Desk) -> None:
    key = employer(desk)
    desk.employers.change(key, {"industry": "Odling"})
    with pytest.raises(Moved, match="Industry"):
        desk.employers.change(key, {"industry": Change("", "Handel")})
    assert desk.employers.get(key).industry == "Odling"


def test_a_contact_who_asks_is_forgotten_in_the_row_the_log_and_the_history(desk: Desk) -> None:
    key = employer(desk)
    who = desk.employers.add_contact(
        key, {"name": "Ulf Mallgren", "phone": "070-174 06 90", "email": "ulf@example.org"}
    )
    desk.employers.change_contact(who.id, {"title": "Driftchef"})
    assert [c.name for c in desk.employers.contacts(key)] == ["Ulf Mallgren"]
    desk.employers.forget_contact(who.id)
    assert desk.employers.contacts(key) == []
    left = json.dumps(
        [rows(desk.bank, f"select * from {t}") for t in ("employer_contact", "audit_value", "step", "access_log")],
        default=str,
    )
    assert "Mallgren" not in left
    assert "070-174" not in left
    assert "Driftchef" not in left
    with pytest.raises(Refused):
        desk.employers.change_contact(who.id, {"title": "x"})


def test_the_name_of_a_contact_who_is_forgotten_goes_out_of_what_is_written_about_her_employer(
    desk: Desk, tmp_path: Path
) -> None:
    """GDPR art. 17: an advertisement, a talk and the note may name her, and so does the log of them; read again it names nobody."""
    key, other = employer(desk), employer(desk, "Kajens Frakt")
    path = tmp_path / "annonser.csv"
    path.write_text(
        "Arbetsgivare;Titel;Beskrivning;Ort\n"
        "Björkängens Växthus;Odlare;Ring Ulf  Mallgren om jobbet. ULF MALLGRENS lag är ute.;Fråga Ulf Mallgren\n"
        "Kajens Frakt;Lagerarbetare;Hälsa Ulf Mallgren.;Kajen\n"
    )
    desk.vacancies.store(desk.vacancies.read_file(path))
    what = desk.vacancies.listing()[0]
    desk.vacancies.change(what.id, {"places": 4})
    who = desk.employers.add_contact(key, {"name": "Ulf Mallgren"})
    desk.employers.change(key, {"note": "Ulf Mallgren svarar på morgonen"})
    desk.employers.add_talk(key, "phone", "Talade med Ulf Mallgren")
    desk.employers.forget_contact(who.id)
    left = "\n".join(
        str(row)
        for t in ("employer", "employer_talk", "vacancy", "audit_value", "step", "access_log")
        for row in rows(desk.bank, f"select * from {t}")
        if "Hälsa" not in str(row)
    )
    assert "mallgren" not in left.casefold()
    now = desk.vacancies.get(what.id)
    assert (now.body, now.place, now.places) == ("Ring … om jobbet. … lag är ute.", "Fråga …", 4)
    assert "Ulf Mallgren" in desk.vacancies.listing()[1].body, "another employer may have somebody of that name"
    read = desk.vacancies.read_file(path)
    assert [r.outcome for r in read.rows] == ["same", "same"], "the same file brings nobody back"
    path.write_text(path.read_text().replace("Odlare;Ring Ulf  Mallgren", "Odlare;Ring oss, eller Ulf  Mallgren"))
    assert [r.outcome for r in desk.vacancies.read_file(path).rows] == ["changed", "same"], "what is said anew is read"
    path.write_text(path.read_text().replace("Odlare;Ring oss, eller Ulf  Mallgren", "Odlare;Ring Ulf  Mallgren"))
    desk.vacancies.store(desk.vacancies.read_file(path))
    assert desk.vacancies.get(what.id).body == now.body
    assert desk.employers.get(other).note == ""


def test_of_a_contact_with_one_name_nothing_else_is_touched(desk: Desk) -> None:
    key = employer(desk)
    what = vacancy(desk, employer=key, body="Ulf eller Ulf svarar")
    desk.employers.forget_contact(desk.employers.add_contact(key, {"name": "Ulf"}).id)
    assert desk.vacancies.get(what.id).body == "Ulf eller Ulf svarar", "others have that name, too"


def test_only_what_was_certified_counts_and_what_is_not_known_counts_half(desk: Desk) -> None:
    asked = vacancy(desk, skills=("PAR-02=3", "PAR-03=4"))
    sure = soon(desk, "Hanna Utprovare", levels={"PAR-02": 3, "PAR-03": 4})
    some = soon(desk, "Wilma Mallgren", levels={"PAR-02": 3, "PAR-03": 2})
    none = soon(desk, "David Demolund")
    _, found, _ = desk.vacancies.people(asked.id)
    assert [(f.person.participant, f.match.parts[1]) for f in found] == [(sure, 100), (some, 75), (none, 50)]
    said = {f.person.participant: [(r.level, str(r.text)) for r in f.reasons] for f in found}
    assert any("asked 4, certified 2" in text and level == "warn" for level, text in said[some])
    assert ("info", "Not known: levels (no certificate is issued yet)") in said[none]


def test_a_revoked_certificate_certifies_nothing(desk: Desk) -> None:
    asked, who = vacancy(desk, skills=("PAR-02=3",)), soon(desk, levels={"PAR-02": 3})
    paper = desk.competence.archive()[0]
    assert desk.vacancies.match(who).ranked[0].parts[1] == 100
    desk.competence.revoke(paper.id, "Fel nivå")
    answer = desk.vacancies.match(who)
    assert (answer.ranked[0].vacancy.id, answer.ranked[0].parts[1], answer.person.issued) == (
        asked.id,
        50,
        False,
    )


def test_each_vacancy_that_does_not_fit_says_the_one_reason(desk: Desk) -> None:
    who = soon(desk, language="A2", licence="B", needs=(Need("lift_max", "10", "must"),), levels={"PAR-02": 3})
    vacancy(desk, title="Golf", licence="C")
    vacancy(desk, title="Kontor", language_min="C1")
    vacancy(desk, title="Bygg", demands=("lift_max=25",))
    vacancy(desk, title="Städ", occupation="LOK")
    vacancy(desk, title="Sent", apply_by=TODAY - timedelta(1))
    fits = vacancy(desk, title="Park")
    answer = desk.vacancies.match(who)
    assert [m.vacancy.id for m in answer.ranked] == [fits.id]
    assert {s.vacancy.title: str(s.why) for s in answer.shut} == {
        "Golf": "Driving licence C is required, none is recorded",
        "Kontor": "Swedish C1 wanted",
        "Bygg": "Must not met: Lifts at most 10 kg",
        "Städ": "None of the skills or occupations that are asked for",
        "Sent": "The last day to apply was 2026-11-22",
    }


def test_both_ways_say_the_same(desk: Desk) -> None:
    people = [soon(desk, f"Person {i}", levels={"PAR-02": 2 + i}) for i in range(3)]
    asked = [vacancy(desk, title=f"Vakans {i}", skills=(f"PAR-02={i + 1}",)) for i in range(3)]
    one_way = {(p, m.vacancy.id): m.score for p in people for m in desk.vacancies.match(p).ranked}
    other = {(f.person.participant, v.id): f.match.score for v in asked for f in desk.vacancies.people(v.id)[1]}
    assert one_way == other
    assert len(one_way) == 9
    assert {d.participant: d.hits for d in desk.vacancies.soon(30)} == dict.fromkeys(people, 3)


@pytest.mark.parametrize("how", ["passed", "filled", "closed"])
def test_a_vacancy_that_can_no_longer_be_applied_to_fits_nobody_either_way(desk: Desk, how: str) -> None:
    who, what = soon(desk, levels={"PAR-02": 3}), vacancy(desk, skills=("PAR-02=2",), apply_by=TODAY)
    assert [m.vacancy.id for m in desk.vacancies.match(who).ranked] == [what.id], "its last day is one to apply on"
    assert [f.person.participant for f in desk.vacancies.people(what.id)[1]] == [who]
    if how == "passed":
        desk.vacancies.change(what.id, {"apply_by": TODAY - timedelta(1)})
    else:
        desk.vacancies.close(what.id, how)
    assert desk.vacancies.match(who).ranked == []
    assert desk.vacancies.people(what.id)[1:] == ([], {"OVER": 1})
    assert desk.vacancies.soon()[0].hits == desk.vacancies.counts()[0] == 0
    with pytest.raises(Refused, match="no longer be applied to"):
        desk.introductions.introduce(who, what.id, consent=True)


def test_who_is_soon_done_is_listed_by_days_and_once(desk: Desk) -> None:
    for days in (20, 45, 80, 120):
        soon(desk, f"Slut {days}", days=days)
    assert [[d.name.seen for d in desk.vacancies.soon(n)] for n in (30, 60, 90)] == [
        ["Slut 20"], ["Slut 20", "Slut 45"], ["Slut 20", "Slut 45", "Slut 80"],
    ]  # fmt: skip


def test_an_introduction_goes_step_by_step_and_is_asked_about_on_day_90(desk: Desk) -> None:
    who, what = soon(desk, levels={"PAR-02": 3}), vacancy(desk)
    with pytest.raises(Refused, match="only after saying yes"):
        desk.introductions.introduce(who, what.id, consent=False)
    made = desk.introductions.introduce(who, what.id, consent=True)
    assert (made.status, made.consent_on, made.certificate.seen) == (
        "introduced",
        TODAY,
        desk.competence.archive()[0].number,
    )
    with pytest.raises(Refused, match="has been introduced to Parkarbetare already"):
        desk.introductions.introduce(who, what.id, consent=True)
    for step in ("interview", "offered", "hired"):
        made = desk.introductions.step(made.id, step)
    assert (made.interview_on, made.offered_on, made.closed_on) == (TODAY, TODAY, TODAY)
    with pytest.raises(Refused, match="cannot be taken from there"):
        desk.introductions.step(made.id, "interview")
    with pytest.raises(Refused, match="asked 90 days after"):
        desk.introductions.stayed(made.id, "yes")
    with desk.bank.write(text("time goes by")):
        update(desk.bank, "introduction", made.id, closed_on=TODAY - timedelta(90))
    assert desk.introductions.stayed(made.id, "yes").stayed == "yes"
    desk.history.undo_latest()
    assert desk.introductions.of(who)[0].stayed == ""


def test_not_hired_needs_a_reason_and_ends_what_is_proposed(desk: Desk) -> None:
    who, what = soon(desk), vacancy(desk)
    made = desk.introductions.introduce(who, what.id, consent=True)
    with pytest.raises(Refused, match="Choose why"):
        desk.introductions.step(made.id, "not")
    desk.introductions.step(made.id, "not", "OTHER_CHOSEN")
    answer = desk.vacancies.match(who)
    assert [str(s.why) for s in answer.shut] == ["Not hired: Somebody else was chosen"]
    assert desk.vacancies.soon()[0].hits == 0
    assert desk.vacancies.people(what.id)[2] == {"NOT_RELEVANT": 1}


def hired(desk: Desk, name: str, what: int, **given: Any) -> int:
    """The key of an introduction that ended with somebody hired."""
    who = soon(desk, name, **given)
    key = desk.introductions.introduce(who, what, consent=True, why="prov").id
    assert desk.introductions.crowded(key) is None, "nobody is hired by being introduced"
    desk.introductions.step(key, "hired")
    return key


def test_more_hired_than_a_vacancy_has_places_is_told_and_not_prevented(desk: Desk) -> None:
    what = vacancy(desk, places=2)
    keys = [hired(desk, f"Person {i}", what.id) for i in range(3)]
    said = "3 are hired to Parkarbetare, which has 2 places. Check the number of places."
    assert {str(desk.introductions.crowded(key)) for key in keys} == {said}
    hidden = hired(desk, "Alma Hemlig", what.id, protection=1)
    assert desk.introductions.crowded(hidden) is None
    assert str(desk.introductions.crowded(keys[0])) == said, "whoever is protected is not counted"
    desk.vacancies.change(what.id, {"places": 3})
    assert desk.introductions.crowded(keys[0]) is desk.vacancies.crowded(what.id) is None
    desk.vacancies.change(what.id, {"places": 2})
    assert str(desk.vacancies.crowded(what.id)) == said, "also where the number of places was lowered"


def test_a_vacancy_shows_afterwards_that_more_are_hired_than_it_has_places(desk: Desk, tmp_path: Path) -> None:
    what, other = vacancy(desk, places=1, district=""), vacancy(desk, title="Trädgårdshjälp", district="")
    for i in range(2):
        hired(desk, f"Person {i}", what.id)
    hired(desk, "Alma Hemlig", other.id, protection=1)
    hired(desk, "Bo Hemlig", other.id, protection=1)
    assert [(v.hired, str(v.state_told(TODAY))) for v in desk.vacancies.listing()] == [
        (2, "Unfilled, 2 hired to 1 place"),
        (0, "Unfilled"),
    ], "of protected people the count tells nothing"
    path = tmp_path / "vakanser.xlsx"
    for _ in desk.vacancies.save(path):
        pass
    sheet = load_workbook(path).worksheets[0]
    grid = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(row for row in grid if "Antal platser" in row)
    at = grid.index(head)
    assert [row[head.index("Anställd")] for row in grid[at + 1 : at + 3]] == [2, 0]
    read = desk.vacancies.read_file(path)
    assert [r.outcome for r in read.rows] == ["same", "same"], "the list is read in again and changes nothing"


def test_what_is_left_open_of_whoever_was_hired_and_of_a_vacancy_that_is_over_is_told(desk: Desk) -> None:
    """An introduction whose answer nobody notes counts as one that led to nothing."""
    one, two, three = (vacancy(desk, title=title) for title in ("Odlare", "Lagerarbetare", "Vaktmästare"))
    who = soon(desk, "Per Prov")
    key, other, last = (desk.introductions.introduce(who, v.id, consent=True).id for v in (one, two, three))
    assert desk.introductions.elsewhere(key) is None, "she is hired nowhere yet"
    desk.introductions.step(key, "hired")
    assert str(desk.introductions.elsewhere(key)) == (
        "Per Prov is still introduced to Vaktmästare, Lagerarbetare. Note what came of it."
    )
    desk.introductions.step(other, "hired")
    assert str(desk.introductions.elsewhere(other)) == (
        "Per Prov is noted as hired to Odlare, too. Check which it is. "
        "Per Prov is still introduced to Vaktmästare. Note what came of it."
    )
    desk.introductions.step(last, "not", "OTHER_WORK")
    later = Desk(desk.bank, Clock(TODAY + timedelta(91)))
    assert later.introductions.elsewhere(other) is None, "an employment of long ago is no doubt"
    hidden = soon(desk, "Alma Hemlig", protection=1)
    keys = [desk.introductions.introduce(hidden, v.id, consent=True, why="prov").id for v in (one, three)]
    desk.introductions.step(keys[0], "hired")
    assert desk.introductions.elsewhere(keys[0]) is None
    waits = soon(desk, "Bo Prov")
    desk.introductions.introduce(waits, three.id, consent=True)
    assert desk.introductions.waiting(three.id) is None, "it is open"
    desk.vacancies.close(three.id, "closed")
    assert str(desk.introductions.waiting(three.id)) == (
        "1 is still introduced to Vaktmästare. Note what came of it."
    ), "whoever is protected is not counted"
    assert desk.introductions.waiting(one.id) is None


def test_what_is_not_relevant_is_proposed_again_when_that_is_undone(desk: Desk) -> None:
    who, what = soon(desk), vacancy(desk)
    desk.introductions.not_relevant(who, what.id, "TRAVEL")
    assert desk.vacancies.match(who).ranked == []
    desk.history.undo_latest()
    assert [m.vacancy.id for m in desk.vacancies.match(who).ranked] == [what.id]
    desk.introductions.not_relevant(who, what.id, "TRAVEL")
    assert desk.introductions.introduce(who, what.id, consent=True).status == "introduced", "somebody may think again"


def test_a_protected_person_never_leaves_without_the_gate(desk: Desk) -> None:
    who, what = soon(desk, "Alma Hemlig", levels={"PAR-02": 3}), vacancy(desk, title="Trädgård på Ängen")
    desk.participants.protect(who, 2)
    [done] = desk.vacancies.soon()
    assert (done.name.hidden, done.place.hidden, done.candidate.person.district) == (True, True, "")
    answer = desk.vacancies.match(who, "Hon har bett om det")
    assert answer.ranked[0].trip is None, "minutes to a few places tell where she lives"
    with pytest.raises(Refused) as refused:
        desk.introductions.introduce(who, what.id, consent=True)
    assert refused.value.code == "PROTECTED"
    made = desk.introductions.introduce(who, what.id, consent=True, why="Hon har bett om det")
    assert value(desk.bank, "select why from access_log where what = 'introduction'") == "Hon har bett om det"
    [listed] = desk.introductions.listing()
    assert listed.participant.hidden
    assert listed.vacancy.hidden
    assert listed.employer.hidden
    assert desk.introductions.of_vacancy(what.id) == []
    assert value(desk.bank, "select why from access_log where what = 'list_introductions' order by id desc") == (
        f"{what.id}: 0"
    )
    with pytest.raises(Refused) as refused:
        desk.introductions.of(who)
    assert refused.value.code == "PROTECTED"
    assert len(desk.introductions.of(who, "Hon frågar själv")) == 1
    assert rows(desk.bank, "select participant_id, why from access_log where what = 'introductions'") == [
        {"participant_id": who, "why": "Hon frågar själv"}
    ]
    with pytest.raises(Refused):
        desk.introductions.notice(made.id)
    assert desk.introductions.notice(made.id, why="Till henne själv").startswith(b"%PDF")
    steps = json.dumps([rows(desk.bank, "select params from step")], default=str)
    assert "Alma" not in steps.split("New participant")[-1] or "Trädgård på Ängen" not in json.dumps(
        rows(desk.bank, "select params from step where what like 'Introduction%'"), default=str
    )


@pytest.mark.parametrize(
    ("headline", "group", "occupation"),
    [
        ("Kvällsjobb", {"concept_id": "Z6TY_xDf_Yup"}, "LOK"),
        ("Lokalvårdare på kvällar", {}, "LOK"),
        ("Kvällsjobb", {}, ""),
    ],
)
def test_the_occupation_of_an_advertisement_is_that_of_its_group_or_else_of_its_title(
    desk: Desk, tmp_path: Path, headline: str, group: dict[str, str], occupation: str
) -> None:
    path = tmp_path / "annonser.json"
    ad = {"id": "1", "headline": headline, "employer": {"name": "Ekhamra Städ"}, "occupation_group": group}
    path.write_text(json.dumps([ad], ensure_ascii=False), "utf-8")
    assert desk.vacancies.store(desk.vacancies.read_file(path)) == 1
    assert [v.occupation for v in desk.vacancies.listing()] == [occupation]


def test_a_jobtech_file_with_missing_and_new_fields_is_read_and_read_again(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "annonser.json"
    ads = [
        {
            "id": "1", "headline": "Parkarbetare till Björkängen", "employer": {"name": "Björkängens Växthus", "organization_number": "5599999991",
            "email": "ulf@example.org", "phone_number": "070-1740690"}, "occupation_group": {"concept_id": "x", "label": "Parkarbetare", "legacy_ams_taxonomy_id": "6113"},
            "application_deadline": "2026-12-04T00:00:00", "number_of_vacancies": 2, "scope_of_work": {"min": 75, "max": 100}, "driving_license_required": True,
            "driving_license": [{"label": "B", "concept_id": "y"}], "workplace_address": {"municipality": "Ekhamra", "coordinates": [13.0, 55.6]},
            "description": {"text": "Ring Ulf på 070-174 06 90 eller ulf@example.org."}, "webpage_url": "https://example.org/1", "trainee": False, "quantum": {"a": 1},
            "application_contacts": [{"name": "Ulf Mallgren"}],
        },
        {"id": "2", "headline": "Städare", "employer": None, "occupation_group": [], "description": None},
        {"id": "3", "headline": "Ung ledare", "employer": {"name": "Ekhamra Fritid"}, "occupation": {"legacy_ams_taxonomy_id": "3512", "concept_id": "vx4h_CjR_M1n"}},
        {"id": "4", "removed": True},
        {"id": "5", "headline": "Städare natt", "employer": {"workplace": "Ekhamra Städ"}, "occupation_group": {"concept_id": "Z6TY_xDf_Yup"}, "scope_of_work": {"min": None}},
    ]  # fmt: skip
    path.write_text(json.dumps({"total": 5, "hits": ads}, ensure_ascii=False), "utf-8")
    read = desk.vacancies.read_file(path)
    assert [r.outcome for r in read.rows] == ["new", "refused", "new", "same", "new"]
    assert str(read.rows[1].why) == "It names no employer."
    assert dict(read.unread) == {"quantum": 1, "trainee": 1}
    assert desk.vacancies.listing() == [], "nothing is stored by reading"
    assert desk.vacancies.store(read) == 3
    park, ledare, natt = desk.vacancies.listing()
    assert (park.ssyk, park.occupation, park.licence, park.extent, park.places, str(park.apply_by)) == (
        "6113",
        "PAR",
        "B",
        100,
        2,
        "2026-12-04",
    )
    assert park.employer == "Björkängens Växthus"
    assert (ledare.ssyk, ledare.concept) == ("", "vx4h_CjR_M1n"), (
        "legacy ids are of one type each: 3512 is no group here"
    )
    assert (natt.ssyk, natt.occupation) == ("9111", "LOK")
    kept = json.dumps(
        [rows(desk.bank, f"select * from {t}") for t in ("vacancy", "employer", "audit_value")],
        default=str,
        ensure_ascii=False,
    )
    assert "070-174" not in kept
    assert "ulf@" not in kept
    assert "Mallgren" not in kept
    assert desk.vacancies.store(desk.vacancies.read_file(path)) == 0, "reading twice changes nothing"
    desk.vacancies.change(park.id, {"licence": "", "skills": ("PAR-02=3",)})
    assert desk.vacancies.store(desk.vacancies.read_file(path)) == 0, "what somebody changed here stays"
    ads[0] = {"id": "1", "removed": True, "headline": None}
    path.write_text("\n".join(json.dumps(ad) for ad in ads), "utf-8")
    assert desk.vacancies.read_file(path).rows[0].outcome == "removed"
    desk.vacancies.store(desk.vacancies.read_file(path))
    assert desk.vacancies.get(park.id).status == "closed"
    desk.history.undo_latest()
    assert desk.vacancies.get(park.id).status == "open"


@pytest.mark.parametrize("content", [b"{", b"[1, 2]", b"{}", b"[]", b"\xff\xfe[{", b'{"hits": 3}', b"[" * 100_000])
def test_what_is_no_advertisement_is_said_in_one_sentence(desk: Desk, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(BadFile):
        desk.vacancies.read_file(path)


def test_a_list_of_vacancies_is_read_by_its_headings_and_what_is_not_read_is_named(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "vakanser.csv"
    path.write_text(
        "Företag;Tjänst;Yrke;Omfattning;Sök senast;Körkort;Svenska;Antal platser;Kontakt;Tillträde\n"
        "Ekhamra Bostäder;Trädgårdsarbetare;Parkarbetare;75 %;4 december 2026;B;B1;2;Ulf Mallgren;sen vår\n"
        "Ekhamra Bostäder;Trädgårdsarbetare;;;;;;;;\n;Golfbanearbetare;;;;;;;;\n",
        "utf-8",
    )
    read = desk.vacancies.read_file(path)
    assert [r.outcome for r in read.rows] == ["new", "refused", "refused"]
    assert dict(read.unread) == {"Kontakt": 1}
    assert read.rows[0].unread == [("start", "sen vår")]
    assert [str(told) for told in read.rows[0].told(TODAY)] == ["kept as words: sen vår"]
    assert desk.vacancies.store(read) == 1
    [kept] = desk.vacancies.listing()
    assert (kept.occupation, kept.extent, str(kept.apply_by), kept.licence, kept.language_min, kept.places) == (
        "PAR",
        75,
        "2026-12-04",
        "B",
        "B1",
        2,
    )
    assert "sen vår" in kept.body, "a word that nobody could read is not lost"
    assert desk.vacancies.store(desk.vacancies.read_file(path)) == 0


@pytest.mark.parametrize(
    ("said", "apply_by", "start"),
    [
        ("Vi söker två lokalvårdare med start 1 februari 2027.\nSista ansökningsdag: 15 januari 2027.", "2027-01-15", "2027-02-01"),
        ("Vi söker en kock till den 3 mars 2027.", "", ""),
        ("Ansök med CV, start 1 mars 2027, senast 5 februari 2027", "", "2027-03-01"),
        ("Sista dag att söka är 2027-01-09, tillträde 2027-02-01", "2027-01-09", "2027-02-01"),
        ("Du kan söka tjänsten till och med 9 januari", "2027-01-09", ""),
        ("Start snarast. Ansök senast 9 januari", "2027-01-09", ""),
    ],
)  # fmt: skip
def test_the_last_day_of_a_pasted_advertisement_is_not_the_day_it_begins(
    desk: Desk, said: str, apply_by: str, start: str
) -> None:
    found = desk.vacancies.advertisement(said)
    assert [str(found.get(name, "")) for name in ("apply_by", "start")] == [apply_by, start]


@pytest.mark.parametrize(
    ("said", "licence", "level"),
    [
        ("Vi ser gärna att du har B-körkort", "", ""),
        ("B-körkort är ett plus. Svenska på nivå B1 är meriterande.", "", ""),
        ("Truckkort är en merit. Du har B-körkort och svenska på nivå B1", "B", "B1"),
        ("Gärna C-körkort.\nB-körkort krävs", "B", ""),
    ],
)
def test_what_a_pasted_advertisement_wishes_for_is_no_demand(desk: Desk, said: str, licence: str, level: str) -> None:
    found = desk.vacancies.advertisement(said)
    assert [found.get(name, "") for name in ("licence", "language_min")] == [licence, level]


def test_a_pasted_advertisement_gives_what_it_says_for_sure_and_no_more(desk: Desk) -> None:
    found = desk.vacancies.advertisement(
        "Parkarbetare sökes\nArbetsgivare: Björkängens Växthus\nVi söker 2 tjänster på heltid. Du har B-körkort och svenska på nivå B1.\n"
        "Tillträde 11 januari 2027. Sök senast 4 december. Ring Ulf Mallgren 070-174 06 90.\nhttps://example.org/jobb."
    )
    body = str(found.pop("body"))
    assert "070" not in body
    assert {n: str(v) for n, v in found.items()} == {
        "title": "Parkarbetare sökes", "employer": "Björkängens Växthus", "places": "2", "extent": "100", "licence": "B", "language_min": "B1",
        "start": "2027-01-11", "apply_by": "2026-12-04", "link": "https://example.org/jobb", "occupation": "PAR",
    }  # fmt: skip
    assert set(desk.vacancies.advertisement("Hej")) == {"title", "body"}
    assert desk.vacancies.advertisement("Kock, ring 070-174 06 05")["title"] == "Kock, ring …"


def test_an_erased_person_is_in_no_introduction_and_the_counts_stay(desk: Desk) -> None:
    who, what = soon(desk, levels={"PAR-02": 3}), vacancy(desk)
    made = desk.introductions.introduce(who, what.id, consent=True)
    desk.introductions.step(made.id, "not", "DECLINED")
    told = json.loads(desk.extracts.made(who, "json"))
    assert [r["status"] for r in told["held"]["introduction"]] == ["not"], "she is told of it"
    assert rows(desk.bank, "select certificate from introduction")[0]["certificate"].startswith("AMD-")
    [leaver] = those(desk.bank, [value(desk.bank, "select uid from participant")])
    with desk.bank.write(text("an erasure"), undoable=False):
        erase(desk.bank, [leaver], "gallringsplan", "T")
    [kept] = rows(desk.bank, "select * from introduction")
    assert (kept["status"], kept["reason"], kept["certificate"], kept["closed_on"]) == (
        "not",
        "DECLINED",
        "",
        f"{TODAY}",
    )


def test_the_day_asks_whether_whoever_was_hired_is_still_there_until_somebody_has_answered(desk: Desk) -> None:
    who, what = soon(desk), vacancy(desk)
    made = desk.introductions.introduce(who, what.id, consent=True)
    desk.introductions.step(made.id, "hired")

    def asked() -> list[tuple[str, str]]:
        tasks = desk.overview()[0].tasks
        return [(t.where.seen, f"{t.due}") for t in tasks if t.kind == "stayed"]

    assert asked() == [], "it is three months away"
    with desk.bank.write(text("time goes by")):
        update(desk.bank, "introduction", made.id, closed_on=TODAY - timedelta(90))
    assert asked() == [("Arbetsgivare Parkarbetare", f"{TODAY}")]
    desk.introductions.stayed(made.id, "no")
    assert asked() == []


def test_an_employer_is_found_by_the_search_for_everything(desk: Desk) -> None:
    desk.employers.create({"name": "Björkängens Växthus", "industry": "Odling"})
    assert [(h.kind, h.name.seen) for h in desk.search.hits("växthus")] == [("employer", "Björkängens Växthus")]


def test_whoever_was_introduced_is_beside_those_who_were_not_and_few_are_not_told_of_outside(desk: Desk) -> None:
    for i in range(6):
        who = soon(desk, f"Person {i}", days=5)
        if i < 4:
            made = desk.introductions.introduce(who, vacancy(desk, title=f"Vakans {i}").id, consent=True)
            desk.introductions.step(made.id, "hired")
    inside = desk.introductions.results(TODAY - timedelta(30), TODAY)
    assert [(f.what, f.count, f.base) for f in inside.figures] == [
        ("introduced", 4, 4), ("interview", 0, 4), ("offered", 0, 4), ("hired", 4, 4), ("stayed", 0, 0),
    ]  # fmt: skip
    outside = desk.reports.outside(desk.introductions.report(TODAY - timedelta(30), TODAY))
    of_nobody = {"gone.all": 0, "missed.all": 0}  # nobody's day 90 has come, and that none of nobody has gone is known
    assert {f.id: f.count for f in outside.figures() if not f.withheld} == of_nobody


def test_what_a_file_brought_long_ago_does_not_stop_the_change_of_something_else(desk: Desk) -> None:
    """A form sends what it found beside what was changed."""
    one = vacancy(desk)
    with desk.bank.write(text("a skill that no profile has any more")):
        update(desk.bank, "vacancy", one.id, skills='["XYZ-99=3"]')
    old = ("XYZ-99=3",)
    changed = desk.vacancies.change(one.id, {"skills": Change(old, old), "title": Change("Parkarbetare", "Odlare")})
    assert (changed.title, changed.skills) == ("Odlare", old)


def test_nobody_whose_processing_is_restricted_is_matched_or_introduced_and_what_goes_on_may_end(desk: Desk) -> None:
    who, what, other = soon(desk), vacancy(desk), vacancy(desk, title="Annan")
    made = desk.introductions.introduce(who, what.id, consent=True)
    desk.participants.restrict(who, wish=True, why="Begärde det")
    assert desk.vacancies.soon(90) == []
    assert desk.vacancies.people(what.id)[1] == []
    for act in (
        lambda: desk.vacancies.match(who),
        lambda: desk.introductions.introduce(who, other.id, consent=True, why="x"),
        lambda: desk.introductions.step(made.id, "interview"),
        lambda: desk.introductions.notice(made.id, why="x"),
    ):
        with pytest.raises(AmdeskError):
            act()
    assert desk.introductions.step(made.id, "not", "WITHDRAWN").status == "not"


def test_an_employer_with_a_vacancy_is_not_taken_back_and_one_that_was_introduced_keeps_the_vacancy(desk: Desk) -> None:
    key = employer(desk)
    one = vacancy(desk, employer=key)
    with pytest.raises(AmdeskError):
        desk.history.undo_making("employer", key)
    desk.introductions.introduce(soon(desk), one.id, consent=True)
    with pytest.raises(AmdeskError):
        desk.history.undo_making("vacancy", one.id)
    assert [v.id for v in desk.vacancies.listing()] == [one.id]


def test_the_timeline_of_a_person_has_her_introductions_and_where_she_was_hired(desk: Desk) -> None:
    who, what = soon(desk), vacancy(desk)
    made = desk.introductions.introduce(who, what.id, consent=True)
    desk.introductions.step(made.id, "hired")
    marks = [str(b.text) for b in desk.participants.record(who).timeline if b.lane == "followup" and b.last is None]
    assert marks == ["Introduced to Arbetsgivare Parkarbetare", "Hired by Arbetsgivare Parkarbetare"]


def test_a_step_that_somebody_else_took_meanwhile_is_not_taken_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = desk.introductions.introduce(soon(desk), vacancy(desk).id, consent=True)
    field = Introductions(desk.work)
    real = field.work.participant

    def meanwhile(work: Any, said: Any) -> Any:
        with desk.bank.write(text("somebody else")):
            update(desk.bank, "introduction", made.id, status="interview")
        return real(said)

    monkeypatch.setattr(type(desk.work), "participant", meanwhile)
    with pytest.raises(Moved, match="Status"):
        field.step(made.id, "offered")
    monkeypatch.undo()
    assert desk.introductions.of(made.participant_id)[0].status == "interview"


def test_what_fits_a_protected_person_tells_nothing_that_was_hidden_elsewhere(desk: Desk) -> None:
    who = soon(desk, "Alma Hemlig", levels={"PAR-02": 3}, wishes=("PAR",))
    what = vacancy(desk, skills=("PAR-02=2",))
    tried = vacancy(desk, title="Provad", skills=("PAR-02=2",))
    desk.introductions.not_relevant(who, tried.id, "TRAVEL")
    seen = desk.vacancies.match(who)
    assert (seen.person.occupation, [m.vacancy.id for m in seen.ranked]) == ("PAR", [what.id])
    desk.participants.protect(who, 3)
    [done] = desk.vacancies.soon()
    assert (done.occupation, done.candidate.occupation, done.candidate.certificate) == ("", "", None)
    with pytest.raises(Refused) as refused:
        desk.vacancies.match(who)
    assert refused.value.code == "PROTECTED"
    assert done.hits == 2
    _, people, left = desk.vacancies.people(tried.id)
    assert ([f.person.participant for f in people], left) == ([who], {})
    told = [str(r.text) for f in people for r in f.reasons]
    assert not [one for one in told if "certified" in one or "Not relevant" in one]
    assert [tuple(f.match.parts[:2]) for f in people] == [(50, 50)]
    opened = desk.vacancies.match(who, "Hon har bett om det")
    assert (opened.person.occupation, [m.vacancy.id for m in opened.ranked]) == ("PAR", [what.id])
    assert list(opened.introduced) == [tried.id]
    assert value(desk.bank, "select why from access_log where what = 'match_vacancy' order by id desc") == (
        "Hon har bett om det"
    )


@pytest.mark.parametrize(("after", "met"), [(-100, False), (0, True), (90, True), (120, True), (121, False)])
def test_who_is_compared_was_introduced_while_she_was_employed_or_within_a_month_after(
    desk: Desk, after: int, *, met: bool
) -> None:
    who, first = make.participant(desk.bank), TODAY - timedelta(200)
    key = employed(desk.bank, who, first, first + timedelta(90))
    put(
        desk.bank,
        "introduction",
        participant_id=who,
        vacancy_id=vacancy(desk).id,
        status="introduced",
        introduced_on=f"{first + timedelta(after)}",
        consent_on=f"{first + timedelta(after)}",
    )
    assert introduced_employments(desk.bank) == ({key} if met else set())


def test_a_later_employment_hides_an_end_and_one_that_was_cancelled_does_not(desk: Desk) -> None:
    who = soon(desk)
    place = make.placement(desk.bank, open_from=TODAY - timedelta(400))
    ref = desk.booking.book(who, place, TODAY + timedelta(21), TODAY + timedelta(200)).booking.ref
    desk.booking.cancel(ref)
    assert [d.participant for d in desk.vacancies.soon(30)] == [who]
    desk.booking.book(who, place, TODAY + timedelta(21), TODAY + timedelta(200))
    assert desk.vacancies.soon(30) == []
