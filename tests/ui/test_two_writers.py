"""Two people change the same record: every form asks, field by field, what is to stand, and keeps what does not clash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from amdesk.db.port import value
from amdesk.domain.bank.periods import KINDS
from amdesk.domain.change import Change
from amdesk.domain.competence.assessments import latest_levels
from amdesk.domain.competence.attendance import Mark
from amdesk.domain.competence.sheets import Difference, Head, Returned
from amdesk.domain.people.participant import Participant
from amdesk.domain.results.improving import ImprovementAction
from amdesk.domain.results.reviewing import Recommendation
from amdesk.domain.texts import text
from amdesk.services.booking.week.subsidies import SubsidyWish
from amdesk.services.competence.sheets import Reading
from amdesk.services.desk import Desk
from amdesk.ui.booking.capacity import CapacityDialog
from amdesk.ui.booking.steps import LastDayDialog, MoveDialog
from amdesk.ui.booking.week.period import AgreedDialog
from amdesk.ui.booking.week.subsidyform import SubsidyDialog
from amdesk.ui.competence.module_acts import AttendanceDialog
from amdesk.ui.competence.sheets import SheetsDialog
from amdesk.ui.employers.form import ContactDialog, EmployerDialog
from amdesk.ui.employers.vacancyform import VacancyDialog, vacancy_lists
from amdesk.ui.guidance.writing import BeginDialog, DraftDialog
from amdesk.ui.kit.conflict import MINE, THEIRS, Pick
from amdesk.ui.kit.dialog import ClashDialog
from amdesk.ui.people.acts import DecisionDialog, EndDialog, IdentityDialog, NoteDialog, WorkerDialog
from amdesk.ui.people.form import ParticipantDialog
from amdesk.ui.places.form import PlacementDialog
from amdesk.ui.results.form import FollowUpDialog, ask_and_store
from amdesk.ui.results.improve_form import ActionChoices, ActionDialog
from amdesk.ui.results.ledger import AssumptionDialog
from amdesk.ui.results.review_form import AnswerDialog, RecommendationDialog
from tests import make
from tests.make import TODAY
from tests.ui.conftest import Hands, close, make_window
from tests.ui.test_forms import (
    FORMS,
    WIDE,
    added,
    at,
    booked,
    changed,
    ended,
    form_of,
    opened,
    place_form,
    row,
    save,
    saved,
    step_form,
    told,
    written,
)


def day(after: int) -> date:
    return TODAY + timedelta(after)


@dataclass(frozen=True)
class Form:
    """A dialog over a record, and one field of it. `stands` tells that field and, where `beside` changes one, another."""

    kind: type
    record: Callable[[Desk], Any]
    show: Callable[[Hands, Desk, Any], Any]
    mine: Callable[[Any, Desk, Any], object]
    theirs: Callable[[Desk, Any], object]
    stands: Callable[[Desk, Any], tuple[Any, Any]]
    values: tuple[Any, Any, Any]
    """What the field is where mine, theirs or what was before is chosen; a text is the sentence that refuses it."""
    beside: Callable[[Desk, Any], object] | None = None
    another: Any = None


def over(kind: type, make_one: Callable[[Hands, Desk, Any], Any]) -> Callable[[Hands, Desk, Any], Any]:
    return lambda hands, desk, record: opened(hands, kind, make_one(hands, desk, record).open)


def job(desk: Desk, record: Any) -> Any:
    return next(e for e in desk.booking.employments() if e.id == record.employment_id)


def person(desk: Desk, number: str = "") -> Any:
    workers = {w.name: w.id for w in desk.participants.case_workers()}
    for name in ("Petra A", "Petra B", "Petra C"):
        workers.get(name) or desk.participants.add_case_worker(name)
    return desk.work.participant(
        added(desk, name="Aida Demolund", case_worker_id=worker(desk, "Petra A"), identity=number or None)
    )


def worker(desk: Desk, name: str) -> int:
    return next(w.id for w in desk.participants.case_workers() if w.name == name)


class Numbered(NamedTuple):
    person: Participant
    mine: str
    theirs: str

    def whose(self, number: str | None) -> str | None:
        return {self.mine.replace("-", ""): "mine", self.theirs.replace("-", ""): "theirs"}.get(str(number))


def numbered(desk: Desk) -> Numbered:
    return Numbered(desk.work.participant(added(desk, name="Aida Demolund")), make.fresh_number(), make.fresh_number())


FIGURES = (("followup", "contacted.all"), ("followup", "reached_day90.all"))
"""Two that the demo city's frozen reports have."""


def drafted(desk: Desk) -> int:
    return desk.guidance.draft("zon", "# Zonen {#zon}\n\nFörst.\n", "", "skäl").id


def coming(desk: Desk) -> int:
    """A version with words of its own each time it is asked for."""
    many = int(value(desk.bank, "select count(*) from guidance"))
    return desk.guidance.draft("zon", f"# Zonen {{#zon}}\n\nNummer {many}.\n", "").id


def improved(desk: Desk) -> str:
    made = ImprovementAction(0, "", "Intyg i tid", "", "Eva", TODAY, day(30), "running", "", "", "")
    return desk.improving.add(made).ref


def action_choices(desk: Desk) -> ActionChoices:
    return ActionChoices(desk.improving.measurable(), desk.improving.listed().workshops, ())


def recommended(desk: Desk) -> str:
    made = Recommendation(0, "", "Stadsrevisionen", "2026-3", 1, "Nå alla", "Nå alla.", "D-0", TODAY, day(60), "Utkast")
    return desk.reviews.add(made).ref


def followed(desk: Desk) -> int:
    key = ended(desk)
    desk.results.follow_up(key, {"contact": "contacted", "situation": "work", "note": "x"})
    return key


def attended(desk: Desk) -> tuple[int, int]:
    module = desk.modules.create(
        {"kind": "yrkeskunskap", "name": "Kurs", "place": "", "hours": 8, "capacity": 5}, [(TODAY, "09:00", "12:00")]
    )
    need = desk.modules.need(added(desk, name="Aida Demolund"), module.kind)
    desk.modules.step(need.id, "enrolled", module_id=module.id)
    at = need.id, desk.modules.occasions(module.id)[0].id
    desk.modules.attend({at: "absent"})
    return at


def returned(hands: Hands, desk: Desk, at: tuple[int, int]) -> Any:
    mark = Mark("CHANGED", *at, "present", text("Aida Demolund"), "absent")
    return AttendanceDialog(hands.window.window, hands.shell, "Kurs", [mark])


def working(desk: Desk) -> int:
    """Somebody who works six hours a day from today on."""
    who = min(r.participant_id for r in desk.week.placed() if not r.participant.hidden and r.agreed)
    desk.week.agree(who, "6 6 6 6 6", TODAY)
    return who


class Sheet(NamedTuple):
    reading: Reading

    def level(self, desk: Desk) -> int:
        found = desk.competence.sheet(self.reading.participant.id).assessments
        return latest_levels(found)["PAR-01"]


def assessed(desk: Desk) -> Sheet:
    """A returned sheet that raises a level from 2 to 3."""
    booking = booked(desk)
    desk.booking.introduction_seen(booking.ref)
    desk.booking.start(booking.ref)
    employment = job(desk, booking)
    desk.competence.assess(employment.id, "extra", TODAY, {"PAR-01": 2})
    profile = desk.competence.profile_of(employment)
    assert profile is not None
    head = Head(employment.ref, "", profile.id, profile.version, "extra", TODAY, {"PAR-01": 2})
    row = Difference("CHANGED", 9, "PAR-01", "Klipper gräs", 2, 3, text("Klipper gräs"))
    returned = Returned("x", head, [], "Nils Modellberg", day(1), "")
    who = desk.work.participant(employment.participant_id)
    return Sheet(Reading(returned, who, employment, profile, day(1), [row]))


def assumed(desk: Desk, _record: object) -> tuple[Any, Any]:
    one = desk.savings.assumptions()[1]
    return one.low, one.source


def fresh_assumption(desk: Desk) -> Any:
    one = desk.savings.assumptions()[1]
    desk.savings.assume({one.id: {"low": 3_200_000, "source": "Budget"}})
    return desk.savings.assumptions()[1]


def _contacted(desk: Desk) -> int:
    key = desk.employers.create({"name": f"Växthuset {len(desk.employers.listing())}"}).id
    desk.employers.add_contact(key, {"name": "Ulf Mallgren", "phone": "070-0"})
    return key


LIST = (
    Form(
        ParticipantDialog,
        lambda desk: added(desk, **WIDE),
        form_of,
        lambda form, _desk, _record: at(form, "phone").setText("070-9"),
        lambda desk, key: desk.participants.change(key, {"phone": "070-1"}),
        lambda desk, key: (desk.work.participant(key).phone, desk.work.participant(key).email),
        ("070-9", "070-1", WIDE["phone"]),
        lambda desk, key: desk.participants.change(key, {"email": "de@b.se"}),
        "de@b.se",
    ),
    Form(
        PlacementDialog,
        lambda desk: desk.placements.create(make.placement_values(address="Kajen 1"), 2).id,
        lambda hands, _desk, key: place_form(hands, key),
        lambda form, _desk, _record: at(form, "address").setText("Kajen 2"),
        lambda desk, key: desk.placements.change(key, {"address": "Kajen 3"}),
        lambda desk, key: (desk.work.placement(key).address, desk.placements.places_now(desk.work.placement(key))),
        ("Kajen 2", "Kajen 3", "Kajen 1"),
        lambda desk, key: desk.board.set_capacity(key, TODAY, None, 5),
        5,
    ),
    Form(
        PlacementDialog,
        lambda desk: desk.placements.create(make.placement_values(), 2).id,
        lambda hands, _desk, key: place_form(hands, key),
        lambda form, _desk, _record: form.places.setValue(3),
        lambda desk, key: desk.placements.change(key, {}, 4),
        lambda desk, key: (desk.placements.places_now(desk.work.placement(key)), desk.work.placement(key).comment),
        (3, 4, 2),
        lambda desk, key: desk.placements.change(key, {"comment": "ny port"}),
        "ny port",
    ),
    Form(
        LastDayDialog,
        lambda desk: booked(desk).ref,
        partial(step_form, kind=LastDayDialog, act="last_day"),
        lambda form, _desk, _record: form.last.set_value(day(90)),
        lambda desk, ref: desk.booking.extend(ref, day(120)),
        lambda desk, ref: (desk.booking.get(ref).to_date, str(desk.booking.get(ref).placement)),
        (day(90), day(120), day(100)),
        lambda desk, ref: desk.booking.move(ref, desk.placements.create(make.placement_values(name="Åsen"), 5).id),
        "Åsen",
    ),
    Form(
        MoveDialog,
        lambda desk: booked(desk).ref,
        partial(step_form, kind=MoveDialog, act="move"),
        lambda form, desk, _record: form.place.setText(desk.placements.create(make.placement_values(name="Ön"), 5).number),
        lambda desk, ref: desk.booking.move(ref, desk.placements.create(make.placement_values(name="Åsen"), 5).id),
        lambda desk, ref: (str(desk.booking.get(ref).placement), desk.booking.get(ref).to_date),
        ("Ön", "Åsen", make.placement_values()["name"]),
        lambda desk, ref: desk.booking.extend(ref, day(120)),
        day(120),
    ),
    Form(
        CapacityDialog,
        lambda desk: desk.placements.create(make.placement_values(), 2),
        over(CapacityDialog, lambda hands, _desk, p: CapacityDialog(hands.window.window, hands.shell, p.id, p.name, 2)),
        lambda form, _desk, _record: form.count.setValue(3),
        lambda desk, place: desk.board.set_capacity(place.id, TODAY, None, 4),
        lambda desk, place: (desk.placements.places_now(place), None),
        (3, 4, 2),
    ),
    Form(
        FollowUpDialog,
        followed,
        lambda hands, _desk, key: opened(hands, FollowUpDialog, lambda: ask_and_store(hands.window.window, hands.shell, key, "prov")),
        lambda form, _desk, _record: form.group.button(6).setChecked(True),
        lambda desk, key: desk.results.follow_up(key, {"contact": "contacted", "situation": "studies", "note": "x"}),
        lambda desk, key: ((desk.results.due(key).contact, desk.results.due(key).situation), desk.results.due(key).note),
        (("not_contacted", "not_known"), ("contacted", "studies"), ("contacted", "work")),
        lambda desk, key: desk.results.follow_up(key, {"contact": "contacted", "situation": "work", "note": "ny"}),
        "ny",
    ),
    Form(
        DecisionDialog,
        booked,
        over(DecisionDialog, lambda hands, desk, b: DecisionDialog(hands.window.window, hands.shell, job(desk, b))),
        lambda form, _desk, _record: form.last.set_value(day(50)),
        lambda desk, b: desk.booking.set_decision(b.employment_id, None, day(60)),
        lambda desk, b: (job(desk, b).decision_to, None),
        (day(50), day(60), None),
    ),
    Form(
        SubsidyDialog,
        lambda desk: desk.subsidies.add(booked(desk).participant_id, SubsidyWish("osa", "AF-1", TODAY, day(50), 80)).ref,
        over(SubsidyDialog, lambda hands, desk, ref: SubsidyDialog(hands.window.window, hands.shell, desk.person(desk.subsidies.get(ref).participant_id), desk.subsidies.forms(), desk.subsidies.get(ref))),
        lambda form, _desk, _record: form.rate.setValue(70),
        lambda desk, ref: desk.subsidies.change(ref, {"rate": 60}),
        lambda desk, ref: (desk.subsidies.get(ref).rate, desk.subsidies.get(ref).decision),
        (70, 60, 80),
        lambda desk, ref: desk.subsidies.change(ref, {"decision": "AF-2"}),
        "AF-2",
    ),
    Form(
        EndDialog,
        booked,
        lambda hands, desk, b: opened(
            hands, EndDialog, lambda: EndDialog.run(hands.window.window, hands.shell, job(desk, b), None)
        ),
        lambda form, _desk, _record: (form.on.set_value(day(3)), form.reason.choose("S1")),
        lambda desk, b: desk.booking.end_employment(b.employment_id, day(5), "S1"),
        lambda desk, b: ((job(desk, b).ended_on, job(desk, b).end_reason), None),
        ((day(3), "S1"), (day(5), "S1"), "Ångra avslutet"),
    ),
    Form(
        AssumptionDialog,
        fresh_assumption,
        over(AssumptionDialog, lambda hands, _desk, one: AssumptionDialog(hands.window.window, hands.shell, one)),
        lambda form, _desk, _record: form.low.setText("31000"),
        lambda desk, one: desk.savings.assume({one.id: {"low": 3_300_000}}),
        assumed,
        (3_100_000, 3_300_000, 3_200_000),
        lambda desk, one: desk.savings.assume({one.id: {"source": "Bokslut"}}),
        "Bokslut",
    ),
    Form(
        IdentityDialog,
        numbered,
        over(IdentityDialog, lambda hands, _desk, p: IdentityDialog(hands.window.window, hands.shell, p.person)),
        lambda form, _desk, p: form.number.setText(p.mine),
        lambda desk, p: desk.participants.replace_identity(p.person.id, p.theirs),
        lambda desk, p: (p.whose(desk.work.participant(p.person.id).identity), None),
        ("mine", "theirs", "Personnumret saknas"),
    ),
    Form(
        WorkerDialog,
        person,
        lambda hands, _desk, p: opened(hands, WorkerDialog, lambda: WorkerDialog.run(hands.window.window, hands.shell, p)),
        lambda form, desk, _record: (form.to.choose(str(worker(desk, "Petra C"))), form.reason.setText("byte")),
        lambda desk, p: desk.participants.change_case_worker([p.id], worker(desk, "Petra B"), "flytt"),
        lambda desk, p: (desk.work.participant(p.id).case_worker, None),
        ("Petra C", "Petra B", "Petra A"),
    ),
    Form(
        AttendanceDialog,
        attended,
        over(AttendanceDialog, returned),
        lambda _form, _desk, _record: None,
        lambda desk, at: desk.modules.attend({at: "notified"}),
        lambda desk, at: (desk.modules.attendance(at[0])[at[1]], None),
        ("present", "notified", "absent"),
    ),
    Form(
        SheetsDialog,
        assessed,
        over(SheetsDialog, lambda hands, _desk, s: SheetsDialog(hands.window.window, hands.shell, "x.xlsx", [s.reading])),
        lambda _form, _desk, _record: None,
        lambda desk, s: desk.competence.assess(s.reading.employment.id, "extra", TODAY, {"PAR-01": 4}),
        lambda desk, s: (s.level(desk), None),
        (3, 4, 2),
    ),
    Form(
        EmployerDialog,
        lambda desk: desk.employers.change(_contacted(desk), {"industry": "Odling"}).id,
        over(EmployerDialog, lambda hands, desk, key: EmployerDialog(hands.window.window, hands.shell, desk.employers.get(key))),
        lambda form, _desk, _record: at(form, "industry").setText("Handel"),
        lambda desk, key: desk.employers.change(key, {"industry": "Bygg"}),
        lambda desk, key: (desk.employers.get(key).industry, desk.employers.get(key).note),
        ("Handel", "Bygg", "Odling"),
        lambda desk, key: desk.employers.change(key, {"note": "Ny"}),
        "Ny",
    ),
    Form(
        ContactDialog,
        lambda desk: _contacted(desk),
        over(ContactDialog, lambda hands, desk, key: ContactDialog(hands.window.window, hands.shell, desk.employers.get(key), desk.employers.contacts(key)[0])),
        lambda form, _desk, _record: at(form, "phone").setText("070-9"),
        lambda desk, key: desk.employers.change_contact(desk.employers.contacts(key)[0].id, {"phone": "070-1"}),
        lambda desk, key: (desk.employers.contacts(key)[0].phone, desk.employers.contacts(key)[0].title),
        ("070-9", "070-1", "070-0"),
        lambda desk, key: desk.employers.change_contact(desk.employers.contacts(key)[0].id, {"title": "Chef"}),
        "Chef",
    ),
    Form(
        ActionDialog,
        improved,
        over(ActionDialog, lambda hands, desk, ref: ActionDialog(hands.window.window, hands.shell, desk.improving.action(ref), action_choices(desk), lambda _: None)),
        lambda form, _desk, _record: at(form, "owner").setText("Siv"),
        lambda desk, ref: desk.improving.change(desk.improving.action(ref), {"owner": "Bo"}),
        lambda desk, ref: (desk.improving.action(ref).owner, desk.improving.action(ref).what),
        ("Siv", "Bo", "Eva"),
        lambda desk, ref: desk.improving.change(desk.improving.action(ref), {"what": "Mer"}),
        "Mer",
    ),
    Form(
        ActionDialog,
        improved,
        over(ActionDialog, lambda hands, desk, ref: ActionDialog(hands.window.window, hands.shell, desk.improving.action(ref), action_choices(desk), lambda _: None)),
        lambda form, _desk, _record: (at(form, "figure").choose(":".join(FIGURES[0])), at(form, "caution").setPlainText("Få.")),
        lambda desk, ref: desk.improving.change(desk.improving.action(ref), {"figure": FIGURES[1], "caution": "Få."}),
        lambda desk, ref: (desk.improving.action(ref).figure, desk.improving.action(ref).report),
        (FIGURES[0][1], FIGURES[1][1], ""),
    ),
    Form(
        DraftDialog,
        drafted,
        over(DraftDialog, lambda hands, desk, _key: DraftDialog(hands.window.window, hands.shell, "zon", "Zonen", desk.guidance.of("zon").versions[0])),
        lambda form, _desk, _record: form.sv.setPlainText("# Zonen {#zon}\n\nMin.\n"),
        lambda desk, _key: desk.guidance.draft("zon", "# Zonen {#zon}\n\nDeras.\n", "", "skäl"),
        lambda desk, key: (desk.guidance.version(key).sv.split()[-1], desk.guidance.version(key).why),
        ("Min.", "Deras.", "Först."),
        lambda desk, _key: desk.guidance.rewrite("zon", {"why": Change("skäl", "annat")}),
        "annat",
    ),
    Form(
        BeginDialog,
        coming,
        over(BeginDialog, lambda hands, desk, key: BeginDialog(hands.window.window, hands.shell, "Zonen", desk.guidance.use(key, day(5)))),
        lambda form, _desk, _record: form.since.setText(str(day(9))),
        lambda desk, key: desk.guidance.use(key, day(7)),
        lambda desk, key: (desk.guidance.version(key).since, None),
        (day(9), day(7), day(5)),
    ),
    Form(
        RecommendationDialog,
        recommended,
        over(RecommendationDialog, lambda hands, desk, ref: RecommendationDialog(hands.window.window, hands.shell, desk.reviews.of(ref), lambda _: None)),
        lambda form, _desk, _record: at(form, "record").setText("D-9"),
        lambda desk, ref: desk.reviews.change(desk.reviews.of(ref), {"record": "D-1"}),
        lambda desk, ref: (desk.reviews.of(ref).record, desk.reviews.of(ref).due),
        ("D-9", "D-1", "D-0"),
        lambda desk, ref: desk.reviews.change(desk.reviews.of(ref), {"due": day(90)}),
        day(90),
    ),
    Form(
        AnswerDialog,
        recommended,
        over(AnswerDialog, lambda hands, desk, ref: AnswerDialog(hands.window.window, hands.shell, desk.reviews.of(ref), lambda _: None)),
        lambda form, _desk, _record: at(form, "answer").setPlainText("Mitt"),
        lambda desk, ref: desk.reviews.change(desk.reviews.of(ref), {"answer": "Deras"}),
        lambda desk, ref: (desk.reviews.of(ref).answer, desk.reviews.of(ref).not_shown),
        ("Mitt", "Deras", "Utkast"),
        lambda desk, ref: desk.reviews.change(desk.reviews.of(ref), {"not_shown": "Effekten"}),
        "Effekten",
    ),
    Form(
        VacancyDialog,
        lambda desk: desk.vacancies.create(_contacted(desk), {"title": "Parkarbetare", "place": "Ängen"}).id,
        over(
            VacancyDialog,
            lambda hands, desk, key: VacancyDialog(hands.window.window, hands.shell, desk.vacancies.get(key), vacancy_lists(desk, "en")),
        ),
        lambda form, _desk, _record: at(form, "place").setText("Torget"),
        lambda desk, key: desk.vacancies.change(key, {"place": "Kajen"}),
        lambda desk, key: (desk.vacancies.get(key).place, desk.vacancies.get(key).title),
        ("Torget", "Kajen", "Ängen"),
        lambda desk, key: desk.vacancies.change(key, {"title": "Odlare"}),
        "Odlare",
    ),
    Form(
        AgreedDialog,
        working,
        over(AgreedDialog, lambda hands, desk, who: AgreedDialog(hands.window.window, hands.shell, desk.week.of(who), 0, lambda: None)),
        lambda form, _desk, _record: form.week.setText("5 5 5 5 5"),
        lambda desk, who: desk.week.agree(who, "4 4 4 4 4", TODAY),
        lambda desk, who: (desk.week.of(who).agreed[0], None),
        (300, 240, 360),
    ),
)  # fmt: skip
"""Every form over a record, with a field that two change at once."""
IDS = [f"{form.kind.__name__} {i}" for i, form in enumerate(LIST)]


def test_every_form_over_a_record_is_in_the_list() -> None:
    """Nobody chooses between two levels of protection: the sentence names the one that stands there (test_forms.py). A booking's
    own dialog has a tick alone, which nobody takes away."""
    assert {form.kind.__name__ for form in LIST} == FORMS - {"ClashDialog", "ProtectDialog", "BookingDialog"} | {
        "AgreedDialog",
        "AttendanceDialog",
        "SheetsDialog",
    }


@pytest.mark.thorough(48)
@pytest.mark.parametrize("form", LIST, ids=IDS)
def test_a_field_that_two_have_changed_is_asked_for_and_stored_as_it_is_chosen(
    hands: Hands, other: Desk, form: Form
) -> None:
    for key, wanted in zip((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3), form.values, strict=True):
        record = form.record(other)
        dialog = form.show(hands, other, record)
        form.mine(dialog, other, record)
        form.theirs(other, record)
        before = written(other)
        save(hands, dialog)
        assert dialog.band is not None, told(dialog)
        assert (dialog.band.left, dialog.ok.isEnabled(), dialog.ok.text()) == (1, False, "1 kvar att välja")
        band = dialog.band
        save(hands, dialog)  # nothing is stored, nor asked anew, before it is chosen
        assert dialog.band is band
        assert written(other) == before
        hands.press(key)
        assert dialog.ok.isEnabled()
        save(hands, dialog)
        if isinstance(wanted, str) and wanted in dialog.wrong.text() and dialog.isVisible():
            assert form.stands(other, record)[0] == form.values[THEIRS]
            dialog.reject()
        else:
            assert not dialog.isVisible(), told(dialog)
            assert form.stands(other, record)[0] == wanted


@pytest.mark.thorough(18)
@pytest.mark.parametrize(
    "form", [f for f in LIST if f.beside], ids=[i for i, f in zip(IDS, LIST, strict=True) if f.beside]
)
def test_what_two_have_changed_beside_each_other_is_kept_of_both(hands: Hands, other: Desk, form: Form) -> None:
    record = form.record(other)
    dialog = form.show(hands, other, record)
    form.mine(dialog, other, record)
    assert form.beside is not None
    form.beside(other, record)
    saved(hands, dialog)
    assert form.stands(other, record) == (form.values[MINE], form.another)


def three_fields(hands: Hands, other: Desk) -> tuple[int, Any]:
    """A form in which three fields clash, and two more were changed by one of the two alone."""
    key = added(other, **WIDE)
    dialog = form_of(hands, other, key)
    at(dialog, "phone").setText("070-9")
    at(dialog, "extent").choose("75")
    dialog.need_daytime.choose("must")
    at(dialog, "case_number").setText("AMA-9")
    other.participants.change(key, {"phone": "070-1", "extent": 50, "needs": (), "languages": "Somaliska"})
    save(hands, dialog)
    return key, dialog


@pytest.mark.thorough(long=True)
def test_all_mine_or_all_theirs_is_one_key_and_what_did_not_clash_is_stored_with_it(hands: Hands, other: Desk) -> None:
    key, dialog = three_fields(hands, other)
    assert dialog.ok.text() == "3 kvar att välja"
    said = told(dialog)
    assert all(word in said for word in ("AMA-9", "Somaliska", "Telefon", "Omfattning", "75\u00a0%", "Dagtid"))
    hands.ctrl(Qt.Key.Key_2)
    hands.press(Qt.Key.Key_1)
    assert [row.choice() for row in dialog.band.rows].count(THEIRS) == 2
    hands.ctrl(Qt.Key.Key_1)
    hands.ctrl(Qt.Key.Key_Return)
    now = other.work.participant(key)
    assert (now.phone, now.extent, now.case_number, now.languages) == ("070-9", 75, "AMA-9", "Somaliska")
    assert {n.kind for n in now.needs} == {n.kind for n in WIDE["needs"]} | {"daytime"}


@pytest.mark.thorough(long=True)
def test_what_moves_again_while_it_is_chosen_is_asked_again_and_the_rest_stays_chosen(
    hands: Hands, other: Desk
) -> None:
    key, dialog = three_fields(hands, other)
    for _ in range(3):
        hands.press(Qt.Key.Key_2)
    assert dialog.ok.isEnabled()
    other.participants.change(key, {"phone": "070-2"})
    before = written(other)
    save(hands, dialog)
    assert dialog.isVisible()
    assert written(other) == before
    assert {r.clash.name: r.choice() for r in dialog.band.rows} == {"phone": None, "extent": THEIRS, "needs": THEIRS}
    phone = next(r.clash for r in dialog.band.rows if r.clash.name == "phone")
    assert phone.said == ("070-9", "070-2", WIDE["phone"])
    assert (at(dialog, "phone").text(), at(dialog, "extent").code()) == ("070-9", "75")
    hands.press(Qt.Key.Key_3)
    saved(hands, dialog)
    now = other.work.participant(key)
    assert (now.phone, now.extent, now.needs, now.case_number) == (WIDE["phone"], 50, (), "AMA-9")


@pytest.mark.thorough(long=True)
def test_where_all_is_left_to_the_other_nothing_is_stored(hands: Hands, other: Desk) -> None:
    key = added(other, **WIDE)
    dialog = form_of(hands, other, key)
    at(dialog, "phone").setText("070-9")
    other.participants.change(key, {"phone": "070-1"})
    save(hands, dialog)
    before = written(other)
    hands.ctrl(Qt.Key.Key_2)
    saved(hands, dialog)
    assert written(other) == before


@pytest.mark.thorough(long=True)
def test_of_somebody_protected_while_the_form_was_open_nothing_is_shown_and_nothing_is_stored(
    hands: Hands, other: Desk
) -> None:
    key = added(other, **WIDE)
    dialog = form_of(hands, other, key)
    at(dialog, "phone").setText("070-9")
    other.participants.change(key, {"phone": "070-1740601", "email": "hemlig@b.se", "protection": 1})
    save(hands, dialog)
    assert not [word for word in ("0601", "hemlig") if word in told(dialog)]
    hands.until(lambda: not dialog.isVisible())
    now = other.work.participant(key)
    assert (now.phone, now.email, now.protection) == ("070-1740601", "hemlig@b.se", 1)


@pytest.mark.thorough(long=True)
def test_protection_set_while_a_form_is_open_stays_when_another_field_is_saved(hands: Hands, other: Desk) -> None:
    key = added(other, **WIDE)
    dialog = form_of(hands, other, key)
    other.participants.change(key, {"protection": 2})
    at(dialog, "phone").setText("070-9")
    saved(hands, dialog)
    assert (other.work.participant(key).phone, other.work.participant(key).protection) == ("070-9", 2)


@pytest.mark.thorough(long=True)
def test_a_phone_changed_on_a_person_that_no_list_knows_is_the_phone_alone(hands: Hands, other: Desk) -> None:
    key = added(other, **WIDE)
    before = row(other, "participant", key)
    assert (before["district"], before["licence"], len(WIDE["wishes"])) == ("Nya byn", "BE", 4)
    dialog = form_of(hands, other, key)
    at(dialog, "phone").setText("070-9")
    saved(hands, dialog)
    assert changed(before, row(other, "participant", key)) == {"phone"}
    assert other.work.participant(key).wishes == WIDE["wishes"]


def test_a_note_with_a_day_that_does_not_exist_is_refused(hands: Hands, other: Desk) -> None:
    key = added(other, name="Aida Demolund")
    dialog = opened(hands, NoteDialog, lambda: NoteDialog.run(hands.window.window, hands.shell, key))
    at(dialog, "body").setPlainText("Börjar på måndag")
    at(dialog, "on_date").setText("31/2")
    before = written(other)
    save(hands, dialog)
    assert dialog.isVisible()
    assert "datum" in dialog.wrong.text()
    assert written(other) == before
    at(dialog, "on_date").setText("2026-02-28")
    saved(hands, dialog)
    assert value(other.bank, "select count(*) from note where participant_id = :p", p=key) == 1


def asked_over(hands: Hands, act: Callable[[], object]) -> Any:
    return opened(hands, ClashDialog, act)


@pytest.mark.thorough(long=True)
def test_settings_weights_and_years_that_two_have_changed_are_asked_for_too(hands: Hands, other: Desk) -> None:
    other.set_settings({"retention_years": "3"})
    hands.window.window.go("settings", part="unit")
    hands.rest()
    page = hands.page("settings")
    page.retention.refresh()
    page.weights.refresh()
    hands.rest()
    page.unit.fields["phone"].setText("010-9")
    page.weights.parts["travel"].setText("7")
    page.retention.years.setText("9")
    other.set_settings({"phone": "010-1", "unit": "Enhet Norr", "retention_years": "5"})
    other.set_weights({"travel": 11})
    for act in (page.unit.save, page.weights.save, page.retention._save_years):
        dialog = asked_over(hands, act)
        hands.press(Qt.Key.Key_1)
        saved(hands, dialog)
    assert (other.setting("phone"), other.setting("unit"), other.setting("retention_years")) == (
        "010-9",
        "Enhet Norr",
        "9",
    )
    assert other.matching.weights().parts["travel"] == 7
    hands.rest()
    assert (page.unit.fields["unit"].text(), page.unit.typed(), page.weights.typed()) == ("Enhet Norr", False, False)


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize(
    ("key", "years", "source"), [(Qt.Key.Key_1, 9, "Plan A"), (Qt.Key.Key_2, 5, "Plan B")], ids=["mine", "theirs"]
)
def test_how_long_a_kind_of_data_is_kept_is_asked_for_where_two_have_set_it(
    hands: Hands, other: Desk, key: Qt.Key, years: int, source: str
) -> None:
    hands.window.window.go("settings", part="unit")
    hands.rest()
    box = hands.page("settings").retention.periods
    hands.page("settings").retention.refresh()
    hands.rest()
    box.years.setText("9")
    box.source.setText("Plan A")
    kind = box.kind.code()
    other.retention.set_period(kind, 5, "Plan B")
    toasts: list[str] = []
    hands.shell.toasted.connect(lambda said, _undo: toasts.append(said))
    dialog = asked_over(hands, box.save)
    assert [r.clash.name for r in dialog.band.rows] == ["years", "source"]
    hands.press(key)
    hands.press(key)
    saved(hands, dialog)
    hands.rest()
    kept = next(one.period for one in other.retention.periods() if one.kind == kind)
    assert kept is not None
    assert (kept.years, kept.source) == (years, source)
    assert [said for said in toasts if said == hands.shell.words("Saved.")] == ["Sparat."] * (key == Qt.Key.Key_1)
    assert (box.years.text(), box.source.text(), box.typed()) == (str(years), source, False)


@pytest.mark.thorough(long=True)
def test_a_time_that_is_written_before_its_kind_is_chosen_is_that_kinds(hands: Hands, other: Desk) -> None:
    kind = list(KINDS)[1]
    other.retention.set_period(kind, 4, "Planen")
    hands.window.window.go("settings", part="retention")
    hands.rest()
    box = hands.page("settings").retention.periods
    box.source.setText("KS 14")
    box.kind.choose(kind)
    box.kind.activated.emit(1)
    assert (box.years.text(), box.source.text()) == ("4", "KS 14")
    box.kind.choose(next(iter(KINDS)))
    box.kind.activated.emit(0)
    assert (box.years.text(), box.source.text()) == ("", "KS 14")
    box.kind.choose(kind)
    box.kind.activated.emit(1)
    box.save()
    hands.rest()
    kept = next(one.period for one in other.retention.periods() if one.kind == kind)
    assert kept is not None
    assert (kept.years, kept.source) == (4, "KS 14")
    assert not box.typed()


@pytest.mark.thorough(long=True)
def test_levels_that_two_set_on_the_same_day_are_asked_for_skill_by_skill(hands: Hands, other: Desk) -> None:
    hands.window.window.go("competence")
    hands.rest()
    page = hands.page("competence")
    hands.until(lambda: page.sheet is not None and bool(page.grid.table.rows))
    skills = [r.skill.code for r in page.grid.table.rows if r.skill is not None]
    mine, theirs, both = skills[0], skills[1], skills[2]
    person, key, on = page.sheet.participant.id, page.sheet.employment.id, page.on
    high, low = ({code: n for code in skills for n in pair if n != page.begun[code]} for pair in ((3, 4), (1, 2)))
    for code in (mine, both):
        row_of(page, code).levels[-1] = high[code]
        page.typed()
    other.competence.assess_changes(
        key,
        page.occasion,
        on,
        {code: Change(page.begun[code], low[code]) for code in (theirs, both)},
        finished=False,
    )
    gone: list[str] = []
    dialog = asked_over(hands, lambda: page.store_first(lambda: gone.append("stored"), gone.append))
    assert [r.clash.name for r in dialog.band.rows] == [both]
    assert gone == []
    dialog.reject()
    hands.rest()
    assert len(gone) == 1
    assert page.changed
    dialog = asked_over(hands, lambda: page.store_first(lambda: gone.append("stored"), gone.append))
    hands.press(Qt.Key.Key_1)
    saved(hands, dialog)
    assert gone[1:] == ["stored"]
    assert not page.changed
    now = next(a for a in other.competence.sheet(person).assessments if a.on_date == on)
    assert (now.levels[mine], now.levels[theirs], now.levels[both]) == (high[mine], low[theirs], high[both])
    hands.until(lambda: row_of(page, theirs).levels[-1] == low[theirs])


@pytest.mark.thorough(long=True)
def test_a_level_typed_again_while_it_is_being_stored_is_no_clash_with_oneself(hands: Hands, other: Desk) -> None:
    hands.window.window.go("competence")
    hands.rest()
    page = hands.page("competence")
    hands.until(lambda: page.sheet is not None and bool(page.grid.table.rows))
    row = next(r for r in page.grid.table.rows if r.skill is not None)
    first, then = [n for n in (1, 2, 3, 4) if n != row.levels[-1]][:2]
    person, on, gone = page.sheet.participant.id, page.on, list[str]()
    row.levels[-1] = first
    page.typed()
    page.store_first(lambda: gone.append("stored"), gone.append)
    row.levels[-1] = then
    page.typed()
    hands.until(lambda: bool(gone))
    assert gone == ["stored"]
    now = next(a for a in other.competence.sheet(person).assessments if a.on_date == on)
    assert now.levels[row.skill.code] == then


def row_of(page: Any, code: str) -> Any:
    return next(r for r in page.grid.table.rows if r.skill is not None and r.skill.code == code)


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("scale", [100, 200])
def test_the_choice_fits_its_window_and_no_word_is_cut(qtbot: QtBot, other: Desk, demo_bank: Any, scale: int) -> None:
    window = make_window(qtbot, str(demo_bank), scale=scale)
    hands = Hands(qtbot, window)
    hands.rest()
    _, dialog = three_fields(hands, other)
    assert dialog.height() <= window.window.height()
    assert dialog.width() <= window.window.width()
    for pick in dialog.findChildren(Pick):
        assert pick.height() >= pick.heightForWidth(pick.width())
    for said in dialog.over.findChildren(QLabel):
        if said.text() and not said.wordWrap():
            assert said.width() >= said.sizeHint().width(), said.text()
    for shown in (dialog.ok, dialog.over):
        assert dialog.rect().contains(shown.mapTo(dialog, QPoint(0, 0)))
        assert dialog.rect().contains(shown.mapTo(dialog, shown.rect().bottomRight()))
    dialog.reject()
    close(window)
    assert QApplication.activeModalWidget() is None


def test_of_an_end_the_reason_is_asked_about_too_and_one_day_with_another_reason_is_another_end(
    hands: Hands, other: Desk
) -> None:
    b = booked(other)
    dialog = opened(hands, EndDialog, lambda: EndDialog.run(hands.window.window, hands.shell, job(other, b), None))
    dialog.on.set_value(day(3))
    dialog.reason.choose("S1")
    other.booking.end_employment(b.employment_id, day(3), "A1")
    save(hands, dialog)
    assert dialog.band is not None
    assert (dialog.band.left, job(other, b).end_reason) == (1, "A1")
    hands.press(Qt.Key.Key_1)
    hands.ctrl(Qt.Key.Key_Return)
    hands.rest()
    assert (job(other, b).ended_on, job(other, b).end_reason) == (day(3), "S1")
