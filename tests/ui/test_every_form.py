"""Every form over a stored record, tried by its own controls over records as imports make them: saved unchanged it changes
nothing, and one control turned is that fact alone. A dialog that writes stands in one of the two lists below."""

from __future__ import annotations

import importlib
import pkgutil
import random
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PySide6.QtWidgets import QLabel, QWidget

import amdesk.ui
from amdesk.db.engine.opening import open_bank
from amdesk.domain.places.placement import Placement
from amdesk.services.desk import Desk
from amdesk.ui.booking.capacity import CapacityDialog
from amdesk.ui.booking.form import BookingDialog
from amdesk.ui.booking.steps import open_step
from amdesk.ui.booking.week.subsidyform import SubsidyDialog
from amdesk.ui.employers.form import ContactDialog, EmployerDialog
from amdesk.ui.employers.vacancyform import VacancyDialog, vacancy_lists
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.records import code_lists
from amdesk.ui.people.acts import DecisionDialog
from amdesk.ui.people.form import ParticipantDialog
from amdesk.ui.places.form import PlacementDialog
from amdesk.ui.results.form import ask_and_store
from amdesk.ui.results.improve_form import ActionChoices, ActionDialog
from amdesk.ui.results.ledger import AssumptionDialog
from amdesk.ui.results.review_form import AnswerDialog, RecommendationDialog
from tests import make
from tests.ui import formed, records
from tests.ui.conftest import Hands

Facts = Mapping[str, str]
"""By the label of a control, in English: `table.column` that it says, and what may follow from it; a `table` is any of it."""


class Form(NamedTuple):
    """A dialog over a stored record, how to come to it, and what each of its controls stands for."""

    kind: str
    stage: Callable[[Desk, random.Random], Any]
    show: Callable[[Hands, Desk, Any], object]
    facts: Facts
    typed: Mapping[str, str] = {}
    """What is typed where not any words will do."""
    beside: Mapping[str, str] = {}
    """What a control means nothing without."""
    parts: int = 1
    """Into how many tests its controls are divided."""


def _person(hands: Hands, desk: Desk, key: int) -> None:
    ParticipantDialog.change(hands.window.window, hands.shell, desk.work.participant(key))


def _place(hands: Hands, desk: Desk, key: int) -> None:
    place, lang = desk.work.placement(key), desk.work.lang
    occupations = sorted((o.code, o.name(lang)) for o in desk.placements.occupations())
    PlacementDialog.change(
        hands.window.window,
        hands.shell,
        place,
        desk.placements.places_now(place),
        occupations,
        code_lists(desk, Placement, lang),
        desk.placements.closed_periods(key),
    )


def _booking(hands: Hands, desk: Desk, ref: str) -> None:
    BookingDialog(hands.window.window, hands.shell, desk.booking.get(ref)).open()


def _step(act: str, hands: Hands, desk: Desk, ref: str) -> None:
    open_step(hands.window.window, hands.shell, desk.booking.get(ref), act)


def _capacity(hands: Hands, desk: Desk, key: int) -> None:
    place = desk.work.placement(key)
    CapacityDialog(hands.window.window, hands.shell, key, place.name, desk.placements.places_now(place)).open()


def _decision(hands: Hands, desk: Desk, key: int) -> None:
    found = next(e for e in desk.booking.employments() if e.id == key)
    DecisionDialog.change(hands.window.window, hands.shell, found)


def _subsidy(hands: Hands, desk: Desk, ref: str) -> None:
    of = desk.subsidies.get(ref)
    SubsidyDialog(hands.window.window, hands.shell, desk.person(of.participant_id), desk.subsidies.forms(), of).open()


def _followup(hands: Hands, desk: Desk, key: int) -> None:
    ask_and_store(hands.window.window, hands.shell, key, "prov")


def _assumption(hands: Hands, desk: Desk, key: str) -> None:
    found = next(a for a in desk.savings.assumptions() if a.id == key)
    AssumptionDialog(hands.window.window, hands.shell, found).open()


PERSON = {
    "Name": "name", "Case number": "case_number", "Phone": "phone", "E-mail": "email", "Case worker": "case_worker_id", "Goal occupation": "wishes", "Second wish": "wishes",
    "Third wish": "wishes", "Fourth wish": "wishes", "Swedish level": "language", "Other languages": "languages", "Driving licence": "licence", "Extent": "extent",
    "Available from": "available_from", "Lives in": "district", "Longest travel, minutes": "max_travel participant.needs", "Daytime on weekdays": "needs", "Travel within the limit": "needs",
    "Start no earlier than": "needs", "How much it matters": "needs", "About what ({list}, line {number})": "needs", "What is said ({list}, line {number})": "needs", "Weight ({list}, line {number})": "needs",
    "Fifth wish": "wishes",
}  # fmt: skip
PLACE = {
    "Workplace or team": "name", "Kind of place": "kind", "Occupation": "occupation_id", "Hours per week": "hours", "Open from": "open_from",
    "Open to (empty: until further notice)": "open_to", "Working hours": "schedule", "District": "district", "Department": "department", "Address": "address",
    "Swedish level": "language_min", "Driving licence": "licence", "Register extract": "background_check", "Minimum age": "min_age", "Supervisor": "supervisor",
    "Supervisor's phone": "supervisor_phone", "Supervisor's e-mail": "supervisor_email", "Comment": "comment", "Part-time employments may share a place by hours": "shared",
    "About what ({list}, line {number})": "demands", "What is said ({list}, line {number})": "demands", "In words ({list}, line {number})": "demands",
}  # fmt: skip
VACANCY = {
    "Title": "title", "Occupation": "occupation_id", "SSYK code": "ssyk", "Number of places": "places", "Extent": "extent", "Starts": "start", "Apply by": "apply_by",
    "District": "district", "Place": "place", "Working hours": "schedule", "Swedish level": "language_min", "Driving licence": "licence",
    "About what ({list}, line {number})": "demands", "What is said ({list}, line {number})": "demands", "In words ({list}, line {number})": "demands",
    "Skill (line {number})": "skills", "Level (line {number})": "skills", "Text": "body", "Link": "link",
}  # fmt: skip


def _employer(hands: Hands, desk: Desk, key: int) -> None:
    EmployerDialog(hands.window.window, hands.shell, desk.employers.get(key)).open()


def _contact(hands: Hands, desk: Desk, key: int) -> None:
    whose = desk.employers.get(key)
    ContactDialog(hands.window.window, hands.shell, whose, desk.employers.contacts(key)[0]).open()


def _vacancy(hands: Hands, desk: Desk, key: int) -> None:
    found = desk.vacancies.get(key)
    VacancyDialog(hands.window.window, hands.shell, found, vacancy_lists(desk, desk.work.lang)).open()


def _action(hands: Hands, desk: Desk, ref: str) -> None:
    choices = ActionChoices(desk.improving.measurable(), desk.improving.listed().workshops, ())
    ActionDialog(hands.window.window, hands.shell, desk.improving.action(ref), choices, lambda _: None).open()


def _recommendation(kind: type, hands: Hands, desk: Desk, ref: str) -> None:
    kind(hands.window.window, hands.shell, desk.reviews.of(ref), lambda _: None).open()


ACTION = {
    "What it is called": "title", "What is done": "what", "Owner": "owner", "Begins": "begins", "Due": "due", "What may not be concluded from it": "caution",
    "Workshop": "workshop_id", "The figure it is to move": "figure improvement.report improvement.caution",
}  # fmt: skip
ASKED = {
    "Who recommended it": "reviewer", "The review's reference": "review", "Number": "position", "What it is called": "title", "The recommendation's own words": "words",
    "Our record number": "record", "Received": "received", "To be answered by": "due",
}  # fmt: skip
FOLLOWED = {
    "Plan with the city": "plan_city", "Plan with the employment service": "plan_pes", "Kind of work or studies": "detail", "Began": "started_on", "Source": "source",
    "Day of contact": "on_date", "Note": "note",
}  # fmt: skip
FORMS = (
    Form("ParticipantDialog", records.person, _person, {k: f"participant.{v}{' guidance_used' * v.endswith('needs')}" for k, v in PERSON.items()},
         {"Extent": "75", "Available from": "2027-01-11", "Longest travel, minutes": "17", "Start no earlier than": "10:15", "E-mail": "ny@ekhamra.se"},
         {"Start no earlier than": "How much it matters", "Travel within the limit": "Longest travel, minutes"}, 4),
    Form("PlacementDialog", records.place, _place, {**{k: f"placement.{v}" for k, v in PLACE.items()}, "Number of places": "capacity"},
         {"Number of places": "7", "Hours per week": "37,5", "Minimum age": "20", "Open from": "2020-02-03", "Open to (empty: until further notice)": "2029-06-30"}, parts=3),
    Form("BookingDialog", records.booking, _booking, {"The introduction checklist has been gone through": "booking.introduced_on"}),
    Form("LastDayDialog", records.booking, partial(_step, "last_day"), {"Last day (a later one extends)": "booking.to_date employment.to_date"},
         {"Last day (a later one extends)": "2027-02-26"}),
    Form("MoveDialog", records.booking, partial(_step, "move"),
         {"Move to placement, by name or number": "booking employment.placement_id employment.placement_text", "From": "booking employment.from_date employment.to_date"},
         {"From": "2026-12-08"}),
    Form("CapacityDialog", records.place, _capacity, dict.fromkeys(("Places", "From", "Until (empty: for good)", "Reason"), "capacity"),
         {"Places": "9", "From": "2026-12-07", "Until (empty: for good)": "2026-12-24"}),
    Form("DecisionDialog", records.employment, _decision, {"From": "employment.decision_from", "To": "employment.decision_to"}, {"From": "2026-11-02", "To": "2027-02-15"}),
    Form("SubsidyDialog", records.subsidy, _subsidy,
         {"Form of subsidy": "subsidy.form", "Number of the decision": "subsidy.decision", "From": "subsidy.from_date employment.decision_from",
          "To": "subsidy.to_date employment.decision_to", "Rate, percent": "subsidy.rate", "Ceiling, kronor of a month's pay": "subsidy.ceiling",
          "Claim within, days after the month": "subsidy.claim_days"},
         {"From": "2026-11-02", "To": "2027-02-15", "Ceiling, kronor of a month's pay": "18250,50"}),
    Form("FollowUpDialog", records.followup, _followup, {**{k: f"followup.{v}" for k, v in FOLLOWED.items()}, "End reason of the employment": "employment.end_reason"},
         {"Began": "2026-10-05", "Day of contact": "2026-11-18"}, parts=2),
    Form("EmployerDialog", records.employer, _employer, {"Employer": "employer.name", "Organisation number": "employer.org_number", "Industry": "employer.industry",
         "Our contact": "employer.manager", "Note": "employer.note"}, {"Organisation number": "559999-9983"}),
    Form("ContactDialog", records.employer, _contact, {"Name": "employer_contact.name", "Title": "employer_contact.title", "Work phone": "employer_contact.phone",
         "Work e-mail": "employer_contact.email"}, {"Work phone": "010-174 06 99", "Work e-mail": "ny.adress@ekhamra.se"}),
    Form("VacancyDialog", records.vacancy, _vacancy, {k: f"vacancy.{v}" for k, v in VACANCY.items()},
         {"SSYK code": "9412", "Number of places": "7", "Extent": "75", "Starts": "2027-01-11", "Apply by": "2026-12-18", "Link": "https://ekhamra.se/7"},
         {"Level (line {number})": "Skill (line {number})"}, 3),
    Form("ActionDialog", records.action, _action, {k: f"improvement.{v}" for k, v in ACTION.items()}, {"Begins": "2026-11-02", "Due": "2027-02-15"}),
    Form("RecommendationDialog", records.recommendation, partial(_recommendation, RecommendationDialog), {k: f"recommendation.{v}" for k, v in ASKED.items()},
         {"Received": "2026-10-05", "To be answered by": "2027-02-15"}),
    Form("AnswerDialog", records.recommendation, partial(_recommendation, AnswerDialog),
         {"Our answer": "recommendation.answer", "What we cannot show": "recommendation.not_shown"}),
    Form("AssumptionDialog", lambda _desk, _dice: "attribution", _assumption, dict.fromkeys(("Low", "Value", "High", "Source"), "setting"),
         {"Low": "26", "Value": "51", "High": "76"}),
)  # fmt: skip
OWN_ACT = "Protected personal data"
"""Protection is an act of its own, wherever it stands."""
ACTS = {
    "NoteDialog", "ExtractDialog", "IdentityDialog", "WorkerDialog", "MergeDialog", "EndDialog", "CancelDialog", "InterruptDialog", "ModuleDialog", "NeedDialog", "EndModuleDialog", "AttendanceDialog", "SheetsDialog", "ProtectDialog", "ClashDialog", "DraftDialog", "BeginDialog", "ActionStepDialog", "WorkshopDialog", "TieDialog", "EvidenceDialog", "FreezeDialog", "RehearseDialog", "WeekDialog",
    "DeputyDialog", "HoldDialog", "DaysDialog", "AgreedDialog",
    "TalkDialog", "IntroduceDialog", "NotDialog", "BroughtDialog", "ForgetDialog", "ClaimDialog", "DemandDialog", "ReturnedWeekDialog", "PayrollColumnsDialog",
}  # fmt: skip
"""What makes something new or answers a question of its own; each is tried in test_acts.py, guidance in test_guidance.py, protecting in tests/stories, a
rehearsal in test_rehearsing.py, a list that came back in test_week_lists.py, columns for payroll in test_payroll_columns.py, introductions in test_employers.py, several days at once in
test_week_period.py and the choice between two writers in test_two_writers.py."""
NAMED = {f.kind: f for f in FORMS}
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


@pytest.fixture
def other(demo_bank: Path) -> Iterator[Desk]:
    """Another connection to the same bank: what was imported, and what is in the bank afterwards."""
    bank = open_bank(str(demo_bank), actor="Nils Modellberg", account="nils", clock=make.CLOCK)
    yield make.acting(Desk(bank, make.CLOCK))
    bank.close()


def dialogs() -> set[type[Dialog]]:
    """Every dialog over a bank."""
    for found in pkgutil.walk_packages(amdesk.ui.__path__, "amdesk.ui."):
        importlib.import_module(found.name)

    def below(kind: type[Dialog]) -> set[type[Dialog]]:
        kinds: list[type[Dialog]] = type.__subclasses__(kind)
        return set(kinds).union(*(below(sub) for sub in kinds))

    return {d for d in below(Dialog) if d.__module__.startswith("amdesk.")}


def test_every_dialog_that_writes_is_tried_as_a_form_or_as_an_act() -> None:
    assert {d.__name__ for d in dialogs() if d.writes} == set(NAMED) | ACTS


@pytest.mark.thorough(36)
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("kind", NAMED)
def test_a_form_saved_unchanged_changes_nothing(hands: Hands, other: Desk, kind: str, seed: int) -> None:
    form, dice = NAMED[kind], random.Random(seed)
    keys = [form.stage(other, dice) for _ in range(6)]
    before, steps = formed.state(other), formed.steps(other)
    for key in keys:
        dialog = formed.opened(hands, kind, lambda key=key: form.show(hands, other, key))  # type: ignore[misc]  # a lambda with a default
        assert formed.save(hands, dialog), (key, dialog.wrong.text())
    assert (formed.changed(before, formed.state(other)), formed.steps(other)) == (set(), steps)


def labelled(dialog: Any, form: Form) -> dict[str, QWidget]:
    """The controls that can be turned now, by their English labels; one that no list above knows fails."""
    out: dict[str, QWidget] = {}
    for said, widget in formed.controls(dialog).items():
        if said.startswith(dialog.t(OWN_ACT)):
            continue
        known = [
            k
            for k in form.facts
            if said == dialog.t(k) or ("{" in k and said.startswith(dialog.t(k).partition("{")[0]))
        ]
        assert known, f"{form.kind}: what does {said} say?"
        out.setdefault(known[0], widget)
    return out


def reached(hands: Hands, other: Desk, form: Form, label: str, dice: random.Random) -> tuple[Any, QWidget]:
    """A form over some record in which this control can be turned."""
    for _ in range(30):
        key = form.stage(other, dice)
        dialog = formed.opened(hands, form.kind, lambda key=key: form.show(hands, other, key))  # type: ignore[misc]  # a lambda with a default
        found = labelled(dialog, form)
        beside = form.beside.get(label, label)
        if label in found and (beside == label or formed.shown(found[beside])):
            return dialog, found[label]
        formed.leave(hands, dialog)
    raise AssertionError(f"{form.kind}: {label} can never be turned")


def typed(other: Desk, form: Form, label: str) -> str:
    if label.startswith("Move to"):
        return other.placements.create(make.placement_values(name="Ängen"), 3).number
    return form.typed.get(label, "Ändrat  nu 7")


def judged(fact: str, said: object, before: formed.State, after: formed.State) -> None:
    """The fact itself is changed and nothing that does not follow from it; a plain one stands there as the form said it."""
    allowed = fact.split()
    found = formed.changed(before, after)
    assert any(one.startswith(allowed[0]) for one in found), fact
    assert {one for one in found if one not in allowed and one.partition(".")[0] not in allowed} == set()
    table, _, column = allowed[0].partition(".")
    for was, row in formed.differing(before, after, table):
        if was is None or not column or row[column] == was[column]:
            continue
        if column in {"wishes", "needs", "demands", "skills"}:
            old, new = formed.listed(was[column]), formed.listed(row[column])
            assert len([x for x in new if x not in old]) <= 1, "one of them alone"
            assert len([x for x in old if x not in new]) <= 1, "one of them alone"
        elif column not in {"hours", "occupation_id", "introduced_on", "ceiling", "figure"}:
            assert str(row[column]) == str(said)


PARTS = [(f.kind, part) for f in FORMS for part in range(f.parts)]


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize(("kind", "part"), PARTS)
def test_one_control_turned_and_saved_changes_that_fact_alone(hands: Hands, other: Desk, kind: str, part: int) -> None:
    form, dice = NAMED[kind], random.Random(part)
    for label in list(form.facts)[part :: form.parts]:
        dialog, widget = reached(hands, other, form, label, dice)
        words = typed(other, form, label)
        taken = {str(formed.shown(w)) for w in formed.controls(dialog).values()} if "wish" in label.lower() else set()
        before = formed.state(other)
        said = formed.turn(widget, words, taken)
        assert formed.save(hands, dialog), (label, dialog.wrong.text())
        judged(form.facts[label], said, before, formed.state(other))


DATED = {f.kind: [label for label, words in f.typed.items() if ISO.fullmatch(words)] for f in FORMS}


@pytest.mark.parametrize("kind", [kind for kind, labels in DATED.items() if labels])
@pytest.mark.thorough(12)
def test_a_day_that_does_not_exist_or_cannot_be_meant_is_refused_in_every_field_of_a_form(
    hands: Hands, other: Desk, kind: str
) -> None:
    for label in DATED[kind]:
        dialog, widget = reached(hands, other, NAMED[kind], label, random.Random(label))
        before = formed.steps(other)
        for said in ("31/2", "2026-02-30", "9999-01-01", "0001-01-01"):
            formed.write(widget, said)
            assert not formed.save(hands, dialog), (label, said)
            told = [one.text() for one in dialog.findChildren(QLabel) if one.isVisible()]
            assert dialog.t("Write a date, for instance 2026-12-07 or +2v.") in told, (label, said)
        assert formed.steps(other) == before
        dialog.reject()


def test_a_day_that_a_bank_holds_and_nobody_may_type_stays_where_it_is_not_touched(hands: Hands, other: Desk) -> None:
    key = make.participant(other.bank, name="Aida Demolund", available_from=date(2999, 6, 30))
    dialog = formed.opened(hands, "ParticipantDialog", lambda: _person(hands, other, key))
    formed.turn(formed.control(dialog, "Phone"), "070-9", set())
    assert formed.save(hands, dialog), dialog.wrong.text()
    now = other.work.participant(key)
    assert (now.phone, now.available_from) == ("070-9", date(2999, 6, 30))
