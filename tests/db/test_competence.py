"""What profiles, assessments, certificates and modules are read as: which rows count, in which order, and on which days."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from amdesk.db.bank import reference
from amdesk.db.competence import assessments, modules, profiles
from amdesk.db.employers import introductions
from amdesk.db.port import Bank, update, value
from amdesk.domain.texts import text
from amdesk.services.bank import banks
from tests import make
from tests.make import TODAY
from tests.rows import day, employed, put
from tests.services.test_verify import ended


@pytest.fixture
def bank(bank: Bank) -> Bank:
    """With the code lists."""
    banks.fill(bank)
    return bank


def profile_of(bank: Bank, occupation: str = "PAR", version: int = 1) -> int:
    sql = "select p.id from profile p join occupation o on o.id = p.occupation_id where o.code = :o and p.version = :v"
    return int(value(bank, sql, o=occupation, v=version))


def job_of(bank: Bank, occupation: str = "PAR") -> int:
    return int(value(bank, "select id from occupation where code = :o", o=occupation))


def save(
    bank: Bank, job: int, person: int, profile: int, on: int, occasion: str = "week4", *, finished: bool = True
) -> int:
    fields = {
        "profile_id": profile,
        "occasion": occasion,
        "assessor": "Nils",
        "levels": {"a": 2},
        "remark": "",
        "finished": finished,
    }
    return assessments.save(bank, job, person, day(on), fields)


def assess(bank: Bank, person: int, job: int, on: int, finished: bool = True, occasion: str = "week4") -> int:
    with bank.write(text("an assessment")):
        return save(bank, job, person, profile_of(bank), on, occasion, finished=finished)


def void(bank: Bank, table: str, key: int) -> None:
    with bank.write(text("taken back")):
        bank.execute(f"update {table} set void = 1 where id = :k", {"k": key})


def test_a_second_assessment_on_a_day_changes_the_first_and_one_taken_back_does_not_return(bank: Bank) -> None:
    person = make.participant(bank)
    job, other = employed(bank, person, day(-99), None), employed(bank, person, day(-99), None)
    late, early = assess(bank, person, job, -1), assess(bank, person, job, -5)
    assert assess(bank, person, job, -5, finished=False, occasion="extra") == early
    assert assess(bank, person, other, -5) not in {early, late}
    found = assessments.assessments(bank, job)
    assert [(a.id, a.occasion, a.finished, a.on_date) for a in found] == [
        (early, "extra", False, day(-5)),
        (late, "week4", True, day(-1)),
    ]
    assert [a.on_date for a in assessments.of_participant(bank, person)] == [day(-5), day(-5), day(-1)]
    assert assessments.of_participant(bank, make.participant(bank)) == []
    void(bank, "assessment", early)
    assert [a.id for a in assessments.assessments(bank, job)] == [late]
    assert len(assessments.of_participant(bank, person)) == 2
    assert assess(bank, person, job, -5) != early


def test_finished_occasions_are_those_of_employments_that_end_on_the_day_or_later(bank: Bank) -> None:
    person = make.participant(bank)
    job, past = employed(bank, person, day(-99), day(0)), employed(bank, person, day(-99), day(-1))
    assess(bank, person, job, -9)
    assess(bank, person, job, -8, finished=False, occasion="week12")
    assess(bank, person, past, -9)
    void(bank, "assessment", assess(bank, person, job, -7, occasion="final"))
    assert assessments.finished(bank, TODAY) == {job: {"week4"}}


def test_the_version_of_the_first_assessment_is_the_one_an_employment_goes_on_with(bank: Bank) -> None:
    person = make.participant(bank)
    job = employed(bank, person, day(-99), None)
    assert assessments.first_profile(bank, job) is None
    with bank.write(text("a draft")):
        later = reference.add_profile(bank, "PAR", ())
        save(bank, job, person, later, -9)
    assert assessments.first_profile(bank, job) == later
    first = assess(bank, person, job, -5)
    assert assessments.first_profile(bank, job) == profile_of(bank)
    void(bank, "assessment", first)
    assert assessments.first_profile(bank, job) == later
    assert assessments.first_profile(bank, employed(bank, person, day(-99), None)) is None


def certificate(bank: Bank, person: int, job: int, year: int = 2026, **given: object) -> int:
    with bank.write(text("a certificate")):
        number = assessments.next_certificate_number(bank, year)
        paper = assessments.keep_document(bank, "intyg.pdf", b"%PDF")
    return put(
        bank,
        "certificate",
        number=number,
        participant_id=person,
        employment_id=job,
        issued_on=f"{TODAY}",
        content='{"n": 1}',
        document_id=paper,
        **given,
    )


def test_a_certificates_number_is_the_next_of_its_year_and_never_used_again(bank: Bank) -> None:
    person = make.participant(bank)
    job = employed(bank, person, day(-99), None)
    for year, given in ((2026, {}), (2026, {"revoked_on": f"{TODAY}"}), (2025, {}), (2026, {"void": 1})):
        certificate(bank, person, job, year, **given)
    with bank.write(text("numbers")):
        found = [assessments.next_certificate_number(bank, year) for year in (2024, 2025, 2026)]
    assert found == ["AMD-2024-00001", "AMD-2025-00002", "AMD-2026-00004"]


def test_certificates_stand_newest_first_and_a_revoked_one_certifies_nobody(bank: Bank) -> None:
    person, other = make.participant(bank, name="Bo", protection=1), make.participant(bank)
    job, hers = employed(bank, person, day(-99), None), employed(bank, other, day(-99), None)
    one, two = certificate(bank, person, job), certificate(bank, other, hers)
    three = certificate(bank, person, job, replaces="AMD-2026-00001")
    certificate(bank, person, job, void=1)
    with bank.write(text("revoked")):
        assessments.revoke(bank, one, day(-1), "Fel namn")
        assessments.attach(bank, two, "signerat.pdf", b"scan")
    assert [c.id for c in assessments.certificates(bank)] == [three, two, one]
    assert [c.id for c in assessments.certificates(bank, hers)] == [two]
    mine = assessments.certificates(bank, job)
    assert [(c.number, str(c.name), c.protection, c.replaces, c.revoked_on, c.revoked_why) for c in mine] == [
        ("AMD-2026-00003", "Protected personal data", 1, "AMD-2026-00001", None, ""),
        ("AMD-2026-00001", "Protected personal data", 1, "", day(-1), "Fel namn"),
    ]
    assert assessments.certified(bank) == {job, hers}
    void(bank, "certificate", three)
    assert assessments.certified(bank) == {hers}
    assert assessments.frozen(bank, one) == {"n": 1}


def test_a_paper_leads_to_its_certificate_and_so_does_the_signed_scan(bank: Bank) -> None:
    person = make.participant(bank)
    key = certificate(bank, person, employed(bank, person, day(-99), None))
    with bank.write(text("signed")):
        assessments.attach(bank, key, "signerat.pdf", b"scan")
        loose = assessments.keep_document(bank, "annat.pdf", b"loose")
    (kept,) = assessments.certificates(bank)
    assert kept.signed_document_id is not None
    assert assessments.certificate_with(bank, kept.document_id) == key
    assert assessments.certificate_with(bank, kept.signed_document_id) == key
    assert assessments.certificate_with(bank, loose) is None
    assert assessments.document(bank, kept.signed_document_id) == ("signerat.pdf", b"scan")
    assert value(bank, "select sha256 from document where id = :i", i=loose) == hashlib.sha256(b"loose").hexdigest()


def test_the_day_of_a_follow_up_is_the_one_that_stands(bank: Bank) -> None:
    person = make.participant(bank)
    job, other = employed(bank, person, day(-99), day(-95)), employed(bank, person, day(-99), day(-95))
    put(bank, "followup", employment_id=other, participant_id=person, on_date=f"{day(-5)}")
    put(bank, "followup", employment_id=job, participant_id=person, on_date=f"{day(-4)}", void=1)
    assert assessments.followed_up_on(bank, job) is None
    put(bank, "followup", employment_id=job, participant_id=person, on_date=f"{day(-3)}")
    assert assessments.followed_up_on(bank, job) == day(-3)


def module(bank: Bank, *meetings: int, name: str = "Yrkessvenska", capacity: int = 9, **given: object) -> int:
    """With meetings so many days from today."""
    with bank.write(text("a module")):
        fields = {"kind": "yrkessvenska", "name": name, "place": "Sal 1", "hours": 30, "capacity": capacity}
        key = modules.add_module(bank, fields, [(day(d), "13:00", "16:00") for d in meetings])
    if given:
        void(bank, "module", key)
    return key


def enrolled(bank: Bank, person: int, key: int | None, status: str = "enrolled") -> int:
    with bank.write(text("an enrolment")):
        fields = {"kind": "yrkessvenska", "status": status, "level_before": "A2", "on_date": day(-30), "module_id": key}
        return modules.add_enrolment(bank, person, fields)


def test_modules_stand_newest_first_with_how_many_are_enrolled_now(bank: Bank) -> None:
    first, gone, last = module(bank), module(bank, void=1), module(bank)
    with bank.write(text("of an occupation")):
        fields = {"kind": "yrkessvenska", "name": "Park", "place": "", "hours": 5, "capacity": 2}
        own = modules.add_module(bank, fields, [], job_of(bank))
    for status in ("need", "offered", "enrolled", "completed", "interrupted", "declined"):
        enrolled(bank, make.participant(bank), first, status)
    void(bank, "enrolment", enrolled(bank, make.participant(bank), first))
    assert [(m.id, m.taken, m.occupation) for m in modules.modules(bank)] == [
        (own, 0, "PAR"),
        (last, 0, ""),
        (first, 1, ""),
    ]
    found = modules.module(bank, first)
    assert found is not None
    assert (found.id, found.taken) == (first, 1)
    assert modules.module(bank, gone) is modules.module(bank, 999) is None


def test_meetings_stand_in_the_order_in_which_they_are_held(bank: Bank) -> None:
    key, other = module(bank, 7, 0), module(bank, 3)
    put(bank, "module_occasion", module_id=key, on_date=f"{day(0)}", from_time="09:00", to_time="10:00")
    put(bank, "module_occasion", module_id=key, on_date=f"{day(1)}", from_time="09:00", to_time="10:00", void=1)
    assert [(o.on_date, o.from_time) for o in modules.occasions(bank, key)] == [
        (day(0), "09:00"), (day(0), "13:00"), (day(7), "13:00"),
    ]  # fmt: skip
    assert len(modules.occasions(bank, other)) == 1


def test_enrolments_are_by_name_with_protected_people_masked_and_last(bank: Bank) -> None:
    key = module(bank)
    people = {n: make.participant(bank, name=n, protection=p) for n, p in (("Eva", 1), ("Bo", 0), ("", 0))}
    rows = {n: enrolled(bank, who, key) for n, who in people.items()}
    need = enrolled(bank, people["Bo"], None, "need")
    void(bank, "enrolment", gone := enrolled(bank, people["Bo"], key))
    found = modules.enrolments(bank)
    assert [e.id for e in found] == [rows[""], rows["Bo"], need, rows["Eva"]]
    assert str(found[0].participant) == found[0].number
    assert (str(found[1].participant), found[1].module, found[2].module) == ("Bo", "Yrkessvenska", "")
    assert found[3].protected
    assert str(found[3].participant) not in {"Eva", found[3].number}
    assert [e.id for e in modules.enrolments(bank, participant=people["Bo"])] == [rows["Bo"], need]
    assert [e.id for e in modules.enrolments(bank, module_id=key)] == [rows[""], rows["Bo"], rows["Eva"]]
    one = modules.enrolment(bank, need)
    assert one is not None
    assert (one.id, one.status) == (need, "need")
    assert modules.enrolment(bank, gone) is None
    with bank.write(text("held")):
        modules.change_enrolment(bank, need, status="offered")
        assert (modules.held_status(bank, need), modules.held_status(bank, 999)) == ("offered", "")


def test_attendance_is_one_state_for_a_person_and_a_meeting(bank: Bank) -> None:
    key, other = module(bank, 0, 7), module(bank, 1)
    one, two = (enrolled(bank, make.participant(bank), m) for m in (key, other))
    first, second = (o.id for o in modules.occasions(bank, key))
    (elsewhere,) = (o.id for o in modules.occasions(bank, other))
    with bank.write(text("attended")):
        for who, occasion, state in (
            (one, first, "absent"),
            (one, first, "present"),
            (one, second, "notified"),
            (two, elsewhere, "absent"),
        ):
            modules.attend(bank, who, occasion, state)
    assert modules.attendance(bank, one) == {first: "present", second: "notified"}
    assert modules.attendance_of(bank, key) == {(one, first): "present", (one, second): "notified"}
    void(bank, "attendance", value(bank, "select id from attendance where occasion_id = :o", o=first))
    assert modules.attendance(bank, one) == {second: "notified"}
    assert modules.attendance_of(bank, key) == {(one, second): "notified"}
    with bank.write(text("attended again")):
        modules.attend(bank, one, first, "absent")
    assert modules.attendance(bank, one)[first] == "absent"


def test_what_is_to_come_is_the_meetings_of_modules_one_is_enrolled_in(bank: Bank) -> None:
    person, other = make.participant(bank), make.participant(bank)
    key, gone = module(bank, 7, 0, -1), module(bank, 2)
    for status in ("need", "offered", "completed", "interrupted", "declined"):
        enrolled(bank, person, gone, status)
    void(bank, "enrolment", enrolled(bank, person, gone))
    enrolled(bank, person, key)
    enrolled(bank, other, gone)
    put(bank, "module_occasion", module_id=key, on_date=f"{day(1)}", from_time="09:00", to_time="10:00", void=1)
    assert [(m, o.on_date) for m, o in modules.coming(bank, person, TODAY)] == [
        ("Yrkessvenska", day(0)),
        ("Yrkessvenska", day(7)),
    ]
    assert modules.weekly(bank, TODAY) == {
        person: "mån 13:00-16:00 Yrkessvenska",
        other: "ons 13:00-16:00 Yrkessvenska",
    }
    assert modules.weekly(bank, day(8)) == {}


def test_the_weeks_hours_are_said_in_the_order_of_the_days(bank: Bank) -> None:
    person = make.participant(bank)
    enrolled(bank, person, module(bank, 3, name="Teori"))
    enrolled(bank, person, module(bank, 8, 1, 0, name="Språk"))
    assert modules.weekly(bank, TODAY) == {
        person: "mån 13:00-16:00 Språk; tis 13:00-16:00 Språk; tor 13:00-16:00 Teori"
    }


def test_a_persons_modules_span_from_first_to_last_meeting_in_their_order(bank: Bank) -> None:
    person = make.participant(bank)
    late, early = module(bank, 9, 5, name="Sen"), module(bank, 2, -9, name="Tidig")
    put(bank, "module_occasion", module_id=early, on_date=f"{day(30)}", from_time="09:00", to_time="10:00", void=1)
    enrolled(bank, person, late, "offered")
    enrolled(bank, person, early, "completed")
    enrolled(bank, person, late, "declined")
    void(bank, "enrolment", enrolled(bank, person, late))
    enrolled(bank, make.participant(bank), late)
    assert modules.spans(bank, person) == [
        ("Tidig", day(-9), day(2), "completed"),
        ("Sen", day(5), day(9), "offered"),
    ]


def test_a_profile_counts_each_employment_that_was_assessed_with_it_once(bank: Bank) -> None:
    person = make.participant(bank)
    one, two = (employed(bank, person, day(-99), None) for _ in range(2))
    for job, on in ((one, -9), (one, -5), (two, -5)):
        assess(bank, person, job, on)
    void(bank, "assessment", assess(bank, person, employed(bank, person, day(-99), None), -3))
    assert profiles.employments_assessed(bank) == {("PAR", 1): 2}


def test_employments_of_an_occupation_run_from_first_day_to_last_and_are_assessed_or_not(bank: Bank) -> None:
    person, par, kitchen = make.participant(bank), job_of(bank), job_of(bank, "LOK")
    last = employed(bank, person, day(-9), day(0), occupation_id=par)
    employed(bank, person, day(0), day(9), occupation_id=par)
    other = employed(bank, person, day(0), day(9), occupation_id=kitchen)
    for first, until, given in (
        (-9, -1, {}), (1, 9, {}), (-9, 9, {"void": 1}), (-9, 9, {"ended_on": day(-1)}),
    ):  # fmt: skip
        employed(bank, person, day(first), day(until), occupation_id=par, **given)
    employed(bank, person, day(-9), day(9))
    assess(bank, person, last, -3)
    void(bank, "assessment", assess(bank, person, other, -3))
    assert profiles.running(bank, TODAY) == {"PAR": (2, 1), "LOK": (1, 0)}


def test_the_profile_in_use_is_the_newest_version_whose_day_has_come(bank: Bank) -> None:
    def version(since: date | None, retired: bool = False, gone: bool = False) -> int:
        with bank.write(text("a version")):
            key = reference.add_profile(bank, "PAR", ())
            if since:
                profiles.put_in_use(bank, key, since)
            if retired:
                profiles.retire(bank, key)
        if gone:
            void(bank, "profile", key)
        return key

    def used() -> int | None:
        found = reference.profile(bank, "PAR")
        return found.id if found else None

    assert used() == profile_of(bank)
    today, tomorrow = version(TODAY), version(day(1))
    version(None)
    retired = version(day(-9), retired=True)
    version(day(-1), gone=True)
    assert used() == today
    assert reference.profile(bank, "NONE") is None
    kept = reference.profile_by_id(bank, retired)
    assert kept is not None
    assert kept.version == 5
    listed = [(p.version, state, on) for p, state, on in reference.profile_versions(bank) if p.occupation == "PAR"]
    assert listed == [
        (5, "retired", day(-9)),
        (4, "draft", None),
        (3, "in_use", day(1)),
        (2, "in_use", TODAY),
        (1, "in_use", None),
    ]
    assert tomorrow


@pytest.mark.parametrize("gone", [{"void": 1}, {"revoked_on": TODAY}])
def test_what_a_certificate_says_counts_until_it_is_revoked_or_taken_back(bank: Bank, gone: dict[str, object]) -> None:
    desk = make.desk(bank)
    person = ended(desk, "Prov Intygad")
    made = desk.competence.issue(person)[0]
    (found,) = introductions.certified(bank, [person]).values()
    assert found.number == made.number
    with bank.write(text("gone")):
        update(bank, "certificate", made.id, **gone)
    assert introductions.certified(bank, [person]) == {}
