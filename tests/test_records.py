"""A record says once what its fields are. The proof: a copy of the program where a person, a placement, an employment and a follow-up have one
line and one migration more does everything with these fields, on a bank that was made without them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from amdesk.db.catalogue import HER_TRACES, records
from amdesk.db.port import Bank
from amdesk.domain.booking.bookings import Booking, Employment
from amdesk.domain.booking.week.hours import AgreedHours, NotedDay
from amdesk.domain.booking.week.subsidy import Subsidy, SubsidyClaim
from amdesk.domain.competence.assessments import Assessment
from amdesk.domain.competence.modules import Enrolment, Module
from amdesk.domain.employers.employer import Employer, EmployerContact, EmployerTalk
from amdesk.domain.employers.introduction import Introduction
from amdesk.domain.employers.vacancy import Vacancy
from amdesk.domain.overview.activity import ActivityDemand
from amdesk.domain.people.contact import ContactNote
from amdesk.domain.people.participant import Participant
from amdesk.domain.places.placement import Placement
from amdesk.domain.record import columns, fields
from amdesk.domain.results.followup import FollowUp
from amdesk.domain.results.improving import ActionStep, ImprovementAction, Workshop
from amdesk.domain.results.received import Measure, Payment
from amdesk.domain.results.reviewing import Recommendation, ReviewEvidence
from amdesk.imports.clean import FREE
from amdesk.imports.fields import READERS
from amdesk.ui.kit.records import CONTROLS
from tests import make
from tests.one_more_field import SAID
from tools import fields as manual

ROOT = Path(__file__).parents[1]
LINES = {
    "people/participant.py": (
        "    gender: Annotated[\n",
        '    mentor: Annotated[str, Declared(N_("Mentor"), Line(), headings=("Mentor",), searchable=True, listed=True, icon="person")]\n',
    ),
    "places/placement.py": (
        "    flagged: Annotated[",
        '    entrance: Annotated[str, Declared(N_("Entrance"), Line(), headings=("Ingång",), searchable=True, listed=True)] = ""\n',
    ),
    "booking/bookings.py": (
        "\n    def status(self, today: date)",
        '    coach: Annotated[str, Declared(N_("Coach"), Line(), headings=("Coach",), listed=True)] = ""\n',
    ),
    "people/contact.py": (
        "    author: Annotated[",
        '    spot: Annotated[str, Declared(N_("Meeting place"), Note(), listed=True)]\n',
    ),
    "competence/modules.py": (
        "    occupation: Annotated[",
        '    room: Annotated[str, Declared(N_("Room"), Line(), listed=True)]\n',
    ),
    "competence/modules.py ": (
        "    on_date: Annotated[",
        '    wish: Annotated[str, Declared(N_("Wish"), Line())]\n',
    ),
    "competence/assessments.py": (
        "\n\ndef words_of(",
        '    goal: Annotated[str, Declared(N_("Next goal"), Note())] = ""\n',
    ),
    "results/followup.py": (
        "\n\nNOTHING = FollowUp()",
        '    helper: Annotated[str, Declared(N_("Helper"), Line(), headings=("Kontaktväg",), listed=True)] = ""\n',
    ),
    "results/received.py": (
        "    @property\n    def same(self)",
        '    unit: Annotated[str, Declared(N_("Unit"), Line(), headings=("Utbetalande enhet",), typed=False)] = ""\n',
    ),
    "results/received.py ": (
        "",
        '    result: Annotated[str, Declared(N_("Result"), Line(), headings=("Utfall",), typed=False)] = ""\n',
    ),
}
"""By record the line that it has more, after what stands before it."""
MIGRATIONS = '''

@step
def m9998_mentor(bank: Bank) -> None:
    """Who stands by a participant at work."""
    run(bank, "alter table participant add column mentor text not null default '';\\n")


@step
def m9999_entrance(bank: Bank) -> None:
    """Where somebody goes in on the first day."""
    run(bank, "alter table placement add column entrance text not null default '';\\n")


@step
def m9997_coach(bank: Bank) -> None:
    """Who follows an employment."""
    run(bank, "alter table employment add column coach text not null default '';\\n")


@step
def m9996_helper(bank: Bank) -> None:
    """Who told of day 90."""
    run(bank, "alter table followup add column helper text not null default '';\\n")


@step
def m9994_place(bank: Bank) -> None:
    """Where one met."""
    run(bank, "alter table note add column spot text not null default '';\\n")


@step
def m9993_room(bank: Bank) -> None:
    """Where a module meets, and what somebody wishes of it."""
    run(bank, "alter table module add column room text not null default '';\\n")
    run(bank, "alter table enrolment add column wish text not null default '';\\n")


@step
def m9992_goal(bank: Bank) -> None:
    """What is to be learnt next."""
    run(bank, "alter table assessment add column goal text not null default '';\\n")


@step
def m9995_unit(bank: Bank) -> None:
    """Who paid, and what came of a measure."""
    run(bank, "alter table payment add column unit text not null default '';\\n")
    run(bank, "alter table measure add column result text not null default '';\\n")
'''
KEPT: dict[type, set[str]] = {
    AgreedHours: {"id", "uid", "void", "participant_id", "employment_id"},
    NotedDay: {"id", "uid", "void", "participant_id", "employment_id"},
    Participant: {"id", "uid", "void", "number", "merged_into", *HER_TRACES},
    Placement: {"id", "uid", "void", "number", "occupation_id", "sort_name", "search"},
    Employment: {"id", "uid", "void", "ref", "participant_id", "occupation_id", "placement_text"},
    Booking: {
        "id",
        "uid",
        "void",
        "ref",
        "participant_id",
        "employment_id",
        "made_on",
        "proposed_rank",
        "passed_why",
        "overruled",
        "round_id",
        "closed_on",
        "notice_on",
    },
    ContactNote: {"id", "uid", "void", "participant_id"},
    Assessment: {"id", "uid", "void", "participant_id", "employment_id", "profile_id"},
    Module: {"id", "uid", "void", "occupation_id"},
    Enrolment: {"id", "uid", "void", "participant_id"},
    FollowUp: {"id", "uid", "void", "employment_id", "participant_id"},
    Employer: {"id", "uid", "void", "number", "sort_name"},
    EmployerContact: {"id", "uid", "void", "employer_id"},
    EmployerTalk: {"id", "uid", "void", "employer_id"},
    Vacancy: {"id", "uid", "void", "number", "occupation_id", "said"},
    Introduction: {"id", "uid", "void", "participant_id"},
    Subsidy: {"id", "uid", "void", "ref", "participant_id", "employment_id"},
    SubsidyClaim: {"id", "uid", "void", "participant_id", "subsidy_id"},
    ActivityDemand: {"id", "uid", "void", "participant_id"},
    Payment: {"id", "uid", "void", "participant_id", "counted"},
    Measure: {"id", "uid", "void", "participant_id"},
    Workshop: {"id", "uid", "void", "ref"},
    ImprovementAction: {"id", "uid", "void", "ref"},
    ActionStep: {"id", "uid", "void", "improvement_id"},
    Recommendation: {"id", "uid", "void", "ref"},
    ReviewEvidence: {"id", "uid", "void", "recommendation_id"},
}
"""Columns that the bank keeps by itself: keys, whether and into whom somebody was merged, and what follows from others."""
TABLES = [
    *records().items(),
    *(("placement", Placement), ("module", Module), ("employer", Employer), ("employer_contact", EmployerContact)),
    *(("employer_talk", EmployerTalk), ("vacancy", Vacancy)),
    *(("workshop", Workshop), ("improvement", ImprovementAction), ("improvement_step", ActionStep)),
    *(("recommendation", Recommendation), ("evidence", ReviewEvidence)),
]
OWN_CONTROL: dict[type, set[str]] = {
    Participant: {"identity", "case_worker_id", "wishes", "needs", "protection"},
    Placement: {"occupation", "hours", "demands"},
    Employment: {"end_reason"},
    Booking: {"placement_id"},
    Vacancy: {"occupation", "demands", "skills"},
    FollowUp: {"detail", "end_reason"},
    ImprovementAction: {"figure", "workshop_id"},
}
"""Fields that have a control of their own in the form."""


def with_one_more(folder: Path) -> Path:
    """A copy of the program with the lines and their migrations."""
    for part in ("amdesk", "resources"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name, (place, line) in LINES.items():
        record = folder / "amdesk" / "domain" / name.strip()
        said = record.read_text("utf-8")
        before, at, after = said.partition(place) if place else (said, "", "")
        record.write_text(before + line + at + after, "utf-8")
    schema = folder / "amdesk" / "db" / "schema.py"
    schema.write_text(schema.read_text("utf-8") + MIGRATIONS, "utf-8")
    return folder


@pytest.fixture(scope="module")
def seen(new_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the program with one more field does, on a bank from before it."""
    folder = tmp_path_factory.mktemp("more")
    program, bank = with_one_more(folder / "program"), make.copied(new_file, folder / "b.amdesk")
    path = os.pathsep.join([str(program), str(ROOT)])
    run = subprocess.run(
        [sys.executable, "-m", "tests.one_more_field", str(bank)],
        cwd=program,
        env={**os.environ, "PYTHONPATH": path, "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    assert Path(found["program"]).is_relative_to(program)
    return found


@pytest.mark.thorough(long=True)
def test_a_list_with_its_heading_fills_the_field_and_a_later_one_changes_it(seen: dict[str, Any]) -> None:
    assert (seen["import"], seen["record"]) == (SAID, SAID)
    assert seen["changes"] == [["mentor", SAID, "Noa Provin"]]


def test_the_field_is_found_listed_and_shown(seen: dict[str, Any]) -> None:
    assert seen["search"]
    assert seen["list"] == [SAID]
    assert seen["page"] == [["person", "Mentor", SAID]]
    assert "Mentor" in seen["said"]


def test_the_form_has_a_control_that_changes_the_field_alone_and_undo_gives_it_back(seen: dict[str, Any]) -> None:
    assert seen["form"] == {"mentor": "Noa Provin", "search": "D-0001 Aida Demolund Noa Provin"}
    assert seen["undone"]


def test_a_merge_fills_the_field_and_an_erasure_empties_it(seen: dict[str, Any]) -> None:
    assert seen["merge"] == SAID
    assert SAID in seen["found"]
    assert seen["erased"] == ["", ""]


def test_a_field_of_a_placement_comes_with_a_list_and_goes_out_with_another(seen: dict[str, Any]) -> None:
    assert (seen["place import"], seen["place list"]) == ("Norra porten", ["Norra porten"])
    assert seen["place changes"] == [["entrance", "Norra porten", "Södra porten"]]
    assert seen["place sheet"] == [True, True]
    assert seen["place search"]


def test_the_form_of_a_placement_changes_the_field_alone(seen: dict[str, Any]) -> None:
    assert seen["place form"] == {"entrance": "Södra porten"}


def test_a_field_of_an_employment_comes_with_a_list_and_an_erasure_empties_it(seen: dict[str, Any]) -> None:
    assert (seen["job import"], seen["job list"]) == ("Ira Provin", ["Ira Provin"])
    assert seen["job changes"] == [["coach", "Ira Provin", "Noa Provin"]]
    assert seen["job erased"] == ""


def test_a_field_of_a_follow_up_comes_with_a_list_and_a_later_one_changes_it(seen: dict[str, Any]) -> None:
    assert (seen["day90 import"], seen["day90 known"]) == ("Ira Provin", "Ira Provin")
    assert seen["day90 changes"] == [["helper", "Ira Provin", "Noa Provin"]]
    assert seen["day90 list"] == ["Ira Provin"]


def test_the_form_of_a_follow_up_changes_the_field_alone_and_says_what_another_wrote(seen: dict[str, Any]) -> None:
    assert seen["day90 form"] == {"helper": "Siri Provin"}
    assert seen["day90 clash"] == ["Helper", "Noa Provin", "Siri Provin", "Ira Provin"]


def test_an_erasure_empties_a_field_of_a_follow_up(seen: dict[str, Any]) -> None:
    assert seen["day90 erased"] == ""


def test_a_field_of_a_note_is_typed_with_it_and_told_beneath_it(seen: dict[str, Any]) -> None:
    assert seen["note form"] == "Parken"
    assert seen["note told"] == "Jamila Provström · Parken"


def test_a_field_of_a_module_is_typed_listed_and_shown_with_it(seen: dict[str, Any]) -> None:
    assert (seen["module form"], seen["module list"]) == ("Sal 4", ["Sal 4"])
    assert seen["module shown"].endswith(" · Sal 4")


def test_a_field_of_a_need_is_typed_with_it_and_an_erasure_empties_it(seen: dict[str, Any]) -> None:
    assert (seen["need form"], seen["need erased"]) == ("Helst på morgonen", "")


def test_words_of_an_assessment_are_typed_beside_its_levels_and_two_who_wrote_them_are_asked(
    seen: dict[str, Any],
) -> None:
    assert seen["words form"] == {"remark": "Noggrann.", "comment": "", "goal": "Köra truck"}
    assert seen["words kept"] == "Köra truck"
    assert seen["words clash"] == ["Next goal", "Läsa ritning", "Köra truck", "empty"]


def test_fields_of_payments_and_measures_come_with_lists_that_are_known_again(seen: dict[str, Any]) -> None:
    assert seen["paid"] == ["Enheten för bistånd"]
    assert seen["paid again"] == "same"
    assert seen["measured"] == "Fortsatt arbete"
    assert seen["measured changes"] == [["result", "Fortsatt arbete", "Studier"]]


def test_the_table_of_fields_names_the_fields(seen: dict[str, Any]) -> None:
    assert seen["table"] == [
        "| `mentor` | Mentor | line | yes | yes | yes | filled where empty | emptied | Mentor |",
        "| `entrance` | Entrance | line | yes | yes | yes |  |  | Ingång |",
        "| `coach` | Coach | line | yes |  | yes |  | emptied | Coach |",
        "| `spot` | Meeting place | note | yes |  | yes |  | deleted |  |",
        "| `goal` | Next goal | note | yes |  |  |  | deleted |  |",
        "| `room` | Room | line | yes |  | yes |  |  |  |",
        "| `wish` | Wish | line | yes |  |  |  | emptied |  |",
        "| `helper` | Helper | line | yes |  | yes |  | emptied | Kontaktväg |",
        "| `unit` | Unit | line |  |  |  |  | deleted | Utbetalande enhet |",
        "| `result` | Result | line |  |  |  |  | deleted | Utfall |",
    ]


@pytest.mark.parametrize(("table", "record"), TABLES)
def test_every_column_is_declared_or_kept_by_the_bank_itself(bank: Bank, table: str, record: type) -> None:
    there = bank.columns(table)
    assert len(there) == len(set(there))
    assert set(there) == {f.name for f in columns(record)} | KEPT[record]
    assert {f.name for f in columns(record)} & KEPT[record] == set()


@pytest.mark.parametrize("record", manual.RECORDS.values())
def test_every_kind_that_lists_and_forms_have_is_read_and_shown(record: type) -> None:
    headed = {f.reader for f in fields(record) if f.headings}
    assert headed - READERS.keys() <= {"row", "name"}
    typed = {f.name for f in fields(record) if f.typed and type(f.kind) not in CONTROLS}
    assert typed == OWN_CONTROL.get(record, set())


@pytest.mark.parametrize("record", [Participant, Placement, Employment, FollowUp, Payment, Measure])
def test_no_field_that_lists_say_in_words_may_bring_an_identity_number(record: type) -> None:
    assert {f.cell for f in fields(record) if f.headings and f.kind.words} <= FREE


def test_the_page_of_fields_is_what_the_records_declare() -> None:
    assert manual.FILE.read_text("utf-8") == manual.page()
