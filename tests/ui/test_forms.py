"""Forms over stored records: saved unchanged they change nothing, one field changed is that field alone, and two writers."""

from __future__ import annotations

import importlib
import pkgutil
import random
import threading
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

import amdesk.ui
from amdesk.db.people import participants as people
from amdesk.db.port import one, update, value
from amdesk.domain.people.participant import Need
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from amdesk.ui.booking.capacity import CapacityDialog
from amdesk.ui.booking.form import BookingDialog
from amdesk.ui.booking.steps import LastDayDialog, MoveDialog, open_step
from amdesk.ui.kit.basic import CheckBox
from amdesk.ui.kit.conflict import THEIRS
from amdesk.ui.kit.dialog import ClashDialog, Dialog
from amdesk.ui.people.acts import DecisionDialog, EndDialog, IdentityDialog, WorkerDialog
from amdesk.ui.people.form import ParticipantDialog
from amdesk.ui.people.protecting import ProtectDialog
from amdesk.ui.places.form import PlacementDialog
from amdesk.ui.results.form import FollowUpDialog, ask_and_store
from amdesk.ui.results.ledger import AssumptionDialog
from tests import make
from tests.make import TODAY
from tests.ui.conftest import Hands

CASES = Path(__file__).parents[1] / "cases" / "imports"
FORMS = {
    "ParticipantDialog", "PlacementDialog", "BookingDialog", "MoveDialog", "LastDayDialog", "CapacityDialog", "FollowUpDialog", "DecisionDialog", "AssumptionDialog",
    "IdentityDialog", "WorkerDialog", "EndDialog", "ProtectDialog", "ClashDialog",
    "EmployerDialog", "ContactDialog", "VacancyDialog", "SubsidyDialog", "ActionDialog", "RecommendationDialog", "AnswerDialog", "DraftDialog", "BeginDialog",
}  # fmt: skip
"""Dialogs over a record that is stored: each is tried below."""
NEW = {
    "NoteDialog", "ExtractDialog", "CancelDialog", "InterruptDialog", "ModuleDialog", "NeedDialog", "MergeDialog", "EndModuleDialog", "AttendanceDialog", "SheetsDialog", "ActionStepDialog", "WorkshopDialog", "TieDialog", "EvidenceDialog", "FreezeDialog", "RehearseDialog", "WeekDialog",
    "DeputyDialog", "HoldDialog", "PayrollColumnsDialog", "DaysDialog", "AgreedDialog",
    "TalkDialog", "IntroduceDialog", "NotDialog", "BroughtDialog", "ForgetDialog", "ClaimDialog", "DemandDialog", "ReturnedWeekDialog",
}  # fmt: skip
"""Dialogs that make something new or answer a question of their own; the last two ask as forms do where something moved."""
WIDE: dict[str, Any] = {
    "name": "Aida Demolund", "district": "Nya byn", "licence": "BE", "wishes": ("PAR", "LOK", "MAT", "NAT"), "max_travel": 240, "extent": 33,
    "language": "B1+", "phone": "070-174 06 12", "needs": (
        Need("avoid", "ensamarbete", "must"), Need("start_after", "9.30", "nice"), Need("max_travel", "25", "must"), Need("district", "NH", "important"),
        Need("lift_max", "15", "nice"), Need("start_after", "07:00", "must"),
    ),
}  # fmt: skip


def opened(hands: Hands, kind: type, show: Callable[[], Any]) -> Any:
    show()
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), kind))
    return QApplication.activeModalWidget()


def save(hands: Hands, dialog: Any) -> None:
    dialog.confirm()
    hands.rest()


def saved(hands: Hands, dialog: Any) -> None:
    save(hands, dialog)
    assert not dialog.isVisible(), dialog.wrong.text()


def written(desk: Desk) -> tuple[int, int]:
    steps, rows = (int(value(desk.bank, f"select count(*) as n from {t}")) for t in ("step", "audit"))
    return steps, rows


def added(desk: Desk, **values: Any) -> int:
    with desk.bank.write(text("a record as an import makes it")):
        return people.add(desk.bank, {"registered_on": TODAY, **values})


def form_of(hands: Hands, desk: Desk, key: int) -> Any:
    person = desk.work.participant(key)
    return opened(hands, ParticipantDialog, lambda: ParticipantDialog.change(hands.window.window, hands.shell, person))


def place_form(hands: Hands, key: int) -> Any:
    if hands.window.window.current != "placements":
        hands.window.window.go("placements")
        hands.rest()
    return opened(hands, PlacementDialog, lambda: hands.page("placements")._edit(key))


def changed(before: Any, after: Any) -> set[str]:
    """Columns that differ, but for what follows from the others."""
    return {name for name in before if before[name] != after[name]} - {"search", "sort_name"}


def at(dialog: Any, name: str) -> Any:
    """The control of a field of a person's form."""
    return dialog.controls[name].widget


def row(desk: Desk, table: str, key: int) -> dict[str, Any]:
    return one(desk.bank, f"select * from {table} where id = :id", id=key) or {}


def some(dice: random.Random) -> dict[str, Any]:
    """A person as lists of cities bring them, with much that no list of ours knows."""
    wishes = dice.sample(["PAR", "LOK", "MAT", "NAT", "VAK", "CYK"], dice.randint(0, 5))
    kinds = [
        Need("avoid", dice.choice(["lyft", "damm", "ensamarbete"]), "must"),
        Need("daytime", "", "nice"),
        Need("max_travel", "45", "must"),
        Need("start_after", "09.00", "important"),
        Need("kind", "external", "nice"),
    ]
    return {
        "name": dice.choice(["Astrid Prov", " Nils  Provfält ", ""]),
        "phone": dice.choice(["", "+46 70 174 06 12 ", "070-1740612"]),
        "wishes": tuple(wishes),
        "district": dice.choice(["", "NH", "Nya byn", "X"]),
        "licence": dice.choice(["", "B", "BE", "C"]),
        "extent": dice.choice([1, 33, 50, 100]),
        "language": dice.choice(["", "B1", "SFI C"]),
        "max_travel": dice.choice([None, 0, 30, 181, 240]),
        "needs": tuple(dice.sample(kinds, dice.randint(0, 5))),
        "available_from": dice.choice([None, TODAY, date(9999, 12, 31)]),
        "protection": dice.choice([0, 0, 1, 2]),
        "email": dice.choice(["", "a@b.se "]),
    }


def test_every_dialog_that_writes_is_known_to_these_tests() -> None:
    for found in pkgutil.walk_packages(amdesk.ui.__path__, "amdesk.ui."):
        importlib.import_module(found.name)

    def below(kind: type) -> set[type]:
        kinds: list[type] = type.__subclasses__(kind)
        return {kind}.union(*(below(sub) for sub in kinds))

    writing = {k.__name__ for k in below(Dialog) if k.__dict__.get("writes") and k.__module__.startswith("amdesk.")}
    assert writing == FORMS | NEW


@pytest.mark.thorough(long=True)
def test_forms_of_people_saved_unchanged_change_nothing(hands: Hands, other: Desk) -> None:
    dice = random.Random(23)
    keys = [added(other, **some(dice)) for _ in range(12)] + [added(other, **WIDE)]
    before = written(other)
    for key in keys:
        saved(hands, form_of(hands, other, key))
    assert written(other) == before


EDITS: dict[str, Callable[[Any], None]] = {
    "name": lambda d: at(d, "name").setText("Aida Nyström"), "phone": lambda d: at(d, "phone").setText("070-9"),
    "email": lambda d: at(d, "email").setText("a@ekhamra.se"), "case_number": lambda d: at(d, "case_number").setText("AMA-9"),
    "languages": lambda d: at(d, "languages").setText("Svenska"), "licence": lambda d: at(d, "licence").choose("B"),
    "language": lambda d: at(d, "language").choose("A2"), "extent": lambda d: at(d, "extent").choose("50"),
    "district": lambda d: at(d, "district").choose("NH"), "max_travel": lambda d: at(d, "max_travel").setValue(60),
    "available_from": lambda d: at(d, "available_from").set_value(TODAY), "wishes": lambda d: d.wishes[0].choose("VAK"),
    "needs": lambda d: d.need_daytime.choose("must"),
    "case_worker_id": lambda d: d.worker.setCurrentIndex(1),
}  # fmt: skip


@pytest.mark.thorough(long=True)
def test_one_field_of_a_person_changed_is_that_field_alone(hands: Hands, other: Desk) -> None:
    for name, edit in EDITS.items():
        key = added(other, **WIDE)
        before = row(other, "participant", key)
        dialog = form_of(hands, other, key)
        assert set(dialog._facts()) == set(EDITS)
        edit(dialog)
        saved(hands, dialog)
        assert changed(before, row(other, "participant", key)) == {name}
        now = other.work.participant(key)
        assert now.wishes == (("VAK", "LOK", "MAT", "NAT") if name == "wishes" else WIDE["wishes"])
        assert now.needs == (WIDE["needs"] + ((Need("daytime", "", "must"),) if name == "needs" else ()))


@pytest.mark.thorough(2)
@pytest.mark.parametrize("case", ["participant_wide_values.csv", "four_wishes.csv"])
def test_a_phone_added_to_an_imported_person_leaves_the_rest_of_her(hands: Hands, other: Desk, case: str) -> None:
    other.imports.store(other.imports.review(other.imports.stage(CASES / case, "participants")))
    (key,) = other.participants.find("19860412-2385")
    before = row(other, "participant", key)
    dialog = form_of(hands, other, key)
    at(dialog, "phone").setText("070-174 06 12")
    saved(hands, dialog)
    assert changed(before, row(other, "participant", key)) == {"phone"}
    assert before["max_travel"] == 240


@pytest.mark.thorough(long=True)
def test_one_field_of_a_placement_changed_is_that_field_alone(hands: Hands, other: Desk) -> None:
    other.imports.store(other.imports.review(other.imports.stage(CASES / "placement_district.csv", "placements")))
    key = value(other.bank, "select max(id) from placement")
    odd = {"district": "Nya byn", "licence": "BE", "min_age": 30, "background_check": "kommunal", "language_min": "B2+", "hours": 3825, "kind": "in_house", "comment": " x\n"}  # fmt: skip
    with other.bank.write(text("as it was imported")):
        update(other.bank, "placement", key, **odd)
    before, steps = row(other, "placement", key), written(other)
    saved(hands, place_form(hands, key))
    assert written(other) == steps
    dialog = place_form(hands, key)
    at(dialog, "supervisor_phone").setText("070-9")
    saved(hands, dialog)
    assert changed(before, row(other, "placement", key)) == {"supervisor_phone"}


@pytest.mark.thorough(long=True)
def test_what_a_colleague_changed_in_another_field_stays_protection_included(hands: Hands, other: Desk) -> None:
    key = added(other, **WIDE)
    dialog = form_of(hands, other, key)
    other.participants.change(key, {"email": "ny@ekhamra.se", "protection": 2})
    at(dialog, "phone").setText("070-9")
    saved(hands, dialog)
    now = other.work.participant(key)
    assert (now.phone, now.email, now.protection) == ("070-9", "ny@ekhamra.se", 2)
    assert other.participants.find("Aida Demolund") == []


def told(dialog: Any) -> str:
    """What a form says, in its sentence and over its controls."""
    over = dialog.over.findChildren(QWidget) if dialog.over is not None else ()
    return " ".join(
        [dialog.wrong.text(), *(w.accessibleName() for w in over), *(w.text() for w in over if isinstance(w, QLabel))]
    )


def refused(hands: Hands, dialog: Any, desk: Desk, *named: str) -> None:
    """Nothing is stored, the form tells the field and what it is now, and it stays as it was left."""
    before = written(desk)
    save(hands, dialog)
    assert dialog.isVisible()
    assert all(word in told(dialog) for word in named), told(dialog)
    assert written(desk) == before
    dialog.reject()


@pytest.mark.thorough(long=True)
def test_a_field_that_a_colleague_changed_is_refused_by_name_and_the_form_keeps_what_was_typed(
    hands: Hands, other: Desk
) -> None:
    key = added(other, **WIDE)
    dialog = form_of(hands, other, key)
    at(dialog, "phone").setText("070-9")
    at(dialog, "email").setText("jag@ekhamra.se")
    other.participants.change(key, {"phone": "070-1"})
    refused(hands, dialog, other, "Telefon", "070-1")
    assert (at(dialog, "phone").text(), at(dialog, "email").text()) == ("070-9", "jag@ekhamra.se")
    assert (other.work.participant(key).phone, other.work.participant(key).email) == ("070-1", "")


def closed_over(hands: Hands, dialog: Any, desk: Desk) -> None:
    """Nothing is stored of what was written about somebody who was protected meanwhile, and nothing shows her any more."""
    before = written(desk)
    save(hands, dialog)
    hands.until(lambda: not dialog.isVisible())
    assert written(desk) == before


@pytest.mark.thorough(long=True)
def test_a_refusal_does_not_say_the_phone_of_somebody_who_was_flagged_meanwhile(hands: Hands, other: Desk) -> None:
    key = added(other, **WIDE)
    page = hands.page("overview")
    seen: list[bool] = []
    hands.shell.tasks.written.connect(lambda: seen.append(page.isVisible()))
    dialog = form_of(hands, other, key)
    at(dialog, "phone").setText("070-9")
    other.participants.change(key, {"phone": "070-1740601", "protection": 1})
    closed_over(hands, dialog, other)
    assert "0601" not in told(dialog)
    assert seen, "the page behind is read anew"


@pytest.mark.thorough(long=True)
def test_esc_while_a_form_is_being_saved_does_not_hide_that_it_is_saved(hands: Hands, other: Desk) -> None:
    key = added(other, **WIDE)
    dialog = form_of(hands, other, key)
    at(dialog, "phone").setText("070-9")
    pause = threading.Event()
    hands.shell.tasks.write(lambda _desk: pause.wait(20))  # a slow machine, or an import under way
    dialog.confirm()
    dialog.reject()
    assert dialog.isVisible()
    assert "ångra" in dialog.wrong.text()
    pause.set()
    hands.rest()
    assert not dialog.isVisible()
    assert other.work.participant(key).phone == "070-9"


@pytest.mark.thorough(3)
@pytest.mark.parametrize(("at_first", "then"), [(1, 2), (0, 3), (0, 1)])
def test_protection_that_a_colleague_raised_is_never_lowered_by_a_form_and_the_window_names_nobody(
    hands: Hands, other: Desk, at_first: int, then: int
) -> None:
    key = added(other, **{**WIDE, "protection": at_first})
    toasts: list[str] = []
    hands.shell.toasted.connect(lambda said, _undo: toasts.append(said))
    dialog = form_of(hands, other, key)
    other.participants.protect(key, then)
    at(dialog, "phone").setText("070-9")
    saved(hands, dialog)
    assert (other.work.participant(key).protection, other.work.participant(key).phone) == (then, "070-9")
    assert len(toasts) == 1
    assert not {"Aida", "Demolund"} & set(toasts[0].split())


@pytest.mark.thorough(long=True)
def test_the_form_of_somebody_who_is_there_has_no_box_for_protection_and_that_of_a_new_person_has(
    hands: Hands, other: Desk
) -> None:
    dialog = form_of(hands, other, added(other, **WIDE))
    assert [box.text() for box in dialog.findChildren(CheckBox)] == []
    dialog.reject()
    made: list[Any] = []
    new = opened(hands, ParticipantDialog, lambda: ParticipantDialog.add(hands.window.window, hands.shell, made.append))
    (box,) = new.findChildren(CheckBox)
    at(new, "name").setText("Astrid Provfält")
    box.setChecked(True)
    saved(hands, new)
    assert [p.protection for p in made] == [1]


def test_a_level_of_protection_by_two(hands: Hands, other: Desk) -> None:
    key = added(other, **WIDE)

    def form() -> Any:
        person = other.work.participant(key)
        return opened(hands, ProtectDialog, lambda: ProtectDialog.run(hands.window.window, hands.shell, person))

    dialog = form()
    other.participants.protect(key, 2)
    closed_over(hands, dialog, other)
    assert "Aida" not in dialog.wrong.text()
    before = written(other)
    saved(hands, form())
    assert written(other) == before


@pytest.mark.thorough(long=True)
def test_two_writers_of_a_placement(hands: Hands, other: Desk) -> None:
    key = other.placements.create(make.placement_values(), 2).id
    dialog = place_form(hands, key)
    other.placements.change(key, {"comment": "ny port"})
    at(dialog, "supervisor_phone").setText("070-9")
    saved(hands, dialog)
    assert (other.work.placement(key).supervisor_phone, other.work.placement(key).comment) == ("070-9", "ny port")
    dialog = place_form(hands, key)
    other.placements.change(key, {"district": "Nya byn"})
    at(dialog, "district").choose("X")
    refused(hands, dialog, other, "Område", "Nya byn")
    dialog = place_form(hands, key)
    other.board.set_capacity(key, TODAY, None, 5)
    dialog.places.setValue(3)
    refused(hands, dialog, other, "5")


def booked(other: Desk, **given: Any) -> Any:
    place = other.placements.create(make.placement_values(), 5).id
    person = added(other, name="Aida Demolund")
    return other.booking.book(person, place, TODAY, TODAY + timedelta(100)).booking


def booking_form(hands: Hands, other: Desk, ref: str) -> Any:
    booking = other.booking.get(ref)
    return opened(hands, BookingDialog, lambda: BookingDialog(hands.window.window, hands.shell, booking).open())


def step_form(hands: Hands, other: Desk, ref: str, *, kind: type, act: str) -> Any:
    """The small dialog of one step of a booking."""
    booking = other.booking.get(ref)
    return opened(hands, kind, lambda: open_step(hands.window.window, hands.shell, booking, act))


@pytest.mark.thorough(long=True)
def test_a_booking_saved_unchanged_moved_and_extended_by_two(hands: Hands, other: Desk) -> None:
    ref, elsewhere = booked(other).ref, other.placements.create(make.placement_values(name="Ängen"), 5)
    before = written(other)
    last = partial(step_form, hands, other, ref, kind=LastDayDialog, act="last_day")
    move = partial(step_form, hands, other, ref, kind=MoveDialog, act="move")
    saved(hands, booking_form(hands, other, ref))
    saved(hands, last())
    assert written(other) == before
    dialog = last()
    other.booking.extend(ref, TODAY + timedelta(120))
    dialog.last.set_value(TODAY + timedelta(90))
    refused(hands, dialog, other, "Sista dag")
    dialog = move()
    other.booking.extend(ref, TODAY + timedelta(130))
    dialog.place.setText(elsewhere.number)
    saved(hands, dialog)
    now = other.booking.get(ref)
    assert (now.placement_id, now.to_date) == (elsewhere.id, TODAY + timedelta(130))
    dialog = move()
    other.booking.move(ref, other.placements.create(make.placement_values(name="Åsen"), 5).id)
    dialog.place.setText(other.placements.create(make.placement_values(name="Ön"), 5).number)
    refused(hands, dialog, other, "Plats", "Åsen")


@pytest.mark.thorough(long=True)
def test_capacity_saved_unchanged_and_by_two(hands: Hands, other: Desk) -> None:
    place = other.placements.create(make.placement_values(), 2)

    def form() -> Any:
        dialog = CapacityDialog(
            hands.window.window, hands.shell, place.id, place.name, other.placements.places_now(place)
        )
        return opened(hands, CapacityDialog, dialog.open)

    before = written(other)
    saved(hands, form())
    assert written(other) == before
    dialog = form()
    other.board.set_capacity(place.id, TODAY, None, 7)
    dialog.count.setValue(3)
    refused(hands, dialog, other, "7")


def ended(other: Desk) -> int:
    key = added(other, name="Aida Demolund")
    with other.bank.write(text("an employment")):
        from amdesk.db.booking import bookings

        return bookings.add_employment(
            other.bank,
            {
                "ref": bookings.new_ref("E"),
                "participant_id": key,
                "form": "bea_visstid",
                "placement_text": "Lindparken",
                "from_date": "2026-01-01",
                "to_date": "2026-07-31",
                "extent": 100,
                "ended_on": "2026-07-31",
                "end_reason": "A1",
            },
        )


@pytest.mark.thorough(long=True)
def test_a_follow_up_saved_unchanged_changed_in_one_field_and_by_two(hands: Hands, other: Desk) -> None:
    key = ended(other)
    other.results.follow_up(
        key,
        {
            "contact": "contacted",
            "situation": "work",
            "plan_city": "yes",
            "source": "file",
            "detail": "A1",
            "started_on": date(2026, 8, 1),
            "note": "x",
            "on_date": date(2026, 10, 30),
        },
    )
    followup = value(other.bank, "select id from followup where employment_id = :e", e=key)

    def form() -> Any:
        return opened(hands, FollowUpDialog, lambda: ask_and_store(hands.window.window, hands.shell, key))

    before, kept = written(other), row(other, "followup", followup)
    saved(hands, form())
    assert written(other) == before
    dialog = form()
    at(dialog, "note").setText("ringde igen")
    saved(hands, dialog)
    assert changed(kept, row(other, "followup", followup)) == {"note"}
    dialog = form()
    other.results.follow_up(key, {**{n: kept[n] for n in ("contact", "situation")}, "note": "y", "plan_city": "no"})
    at(dialog, "plan_city").choose("not_known")
    refused(hands, dialog, other, "Plan", "Nej")


@pytest.mark.thorough(long=True)
def test_a_first_follow_up_is_refused_where_a_colleague_was_first(hands: Hands, other: Desk) -> None:
    key = ended(other)
    dialog = opened(hands, FollowUpDialog, lambda: ask_and_store(hands.window.window, hands.shell, key))
    other.results.follow_up(key, {"contact": "contacted", "situation": "studies"})
    dialog.group.button(1).setChecked(True)
    refused(hands, dialog, other, "Studier")
    assert other.results.due(key).situation == "studies"


@pytest.mark.thorough(long=True)
def test_decision_period_and_end_of_an_employment_by_two(hands: Hands, other: Desk) -> None:
    key = booked(other).employment_id
    window, shell = hands.window.window, hands.shell

    def employment() -> Any:
        return next(e for e in other.booking.employments() if e.id == key)

    before = written(other)
    saved(hands, opened(hands, DecisionDialog, lambda: DecisionDialog.change(window, shell, employment())))
    assert written(other) == before
    dialog = opened(hands, DecisionDialog, lambda: DecisionDialog.change(window, shell, employment()))
    dialog.last.set_value(TODAY + timedelta(50))
    saved(hands, dialog)
    assert (employment().decision_from, employment().decision_to) == (TODAY, TODAY + timedelta(50))
    dialog = opened(hands, DecisionDialog, lambda: DecisionDialog.change(window, shell, employment()))
    other.booking.set_decision(key, TODAY, TODAY + timedelta(60))
    dialog.last.set_value(TODAY + timedelta(40))
    refused(hands, dialog, other, "Till")
    dialog = opened(hands, EndDialog, lambda: EndDialog.run(window, shell, employment(), None))
    other.booking.end_employment(key, TODAY + timedelta(5), "A1")
    dialog.reason.choose("S1")
    refused(hands, dialog, other, "Sista dag")
    assert employment().end_reason == "A1"


@pytest.mark.thorough(long=True)
def test_number_and_case_worker_by_two(hands: Hands, other: Desk) -> None:
    a, b, c = (other.participants.add_case_worker(n) for n in ("Petra A", "Petra B", "Petra C"))
    key = added(other, name="Aida Demolund", identity=make.fresh_number(), case_worker_id=a)
    person, window, shell = other.work.participant(key), hands.window.window, hands.shell
    dialog = opened(hands, IdentityDialog, lambda: IdentityDialog.run(window, shell, person))
    other.participants.replace_identity(key, make.fresh_number())
    dialog.number.setText(make.fresh_number())
    refused(hands, dialog, other, "Personnummer")
    dialog = opened(hands, WorkerDialog, lambda: WorkerDialog.run(window, shell, person))
    other.participants.change_case_worker([key], b, "flytt")
    dialog.to.choose(str(c))
    dialog.reason.setText("byte")
    refused(hands, dialog, other, "Petra B")


@pytest.mark.thorough(long=True)
def test_assumptions_and_settings_saved_unchanged_and_by_two(hands: Hands, other: Desk) -> None:
    found = other.savings.assumptions()[1]

    def show() -> Any:
        return opened(hands, AssumptionDialog, AssumptionDialog(hands.window.window, hands.shell, found).open)

    before = written(other)
    saved(hands, show())
    assert written(other) == before
    dialog = show()
    other.savings.assume({found.id: {"low": found.low - 100, "source": "Budget 2027"}})
    dialog.low.setText(str(found.low // 100 - 500))
    refused(hands, dialog, other)
    hands.window.window.go("settings", part="unit")
    hands.rest()
    page, before = hands.page("settings"), written(other)
    for act in (
        page.unit.save,
        page.weights.refresh,
        page.weights.save,
        page.retention.refresh,
        page.retention._save_years,
    ):
        act()
        hands.rest()
    assert written(other) == before
    page.unit.fields["phone"].setText("010-9")
    other.set_settings({"unit": "Enhet Norr", "phone": "010-1"})
    page.refresh()
    hands.rest()
    assert (page.unit.fields["phone"].text(), page.unit.fields["unit"].text()) == ("010-9", "Enhet Norr")
    page.unit.save()
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), ClashDialog))
    assert (other.setting("phone"), other.setting("unit")) == ("010-1", "Enhet Norr")
    asked: Any = QApplication.activeModalWidget()
    asked.band.choose_all(THEIRS)
    saved(hands, asked)
    hands.rest()
    assert (page.unit.fields["phone"].text(), page.unit.typed()) == ("010-1", False)
    page.weights.parts["travel"].setText("7")
    other.set_weights({"goal": 3})
    page.weights.save()
    hands.rest()
    assert {k: other.matching.weights().parts[k] for k in ("travel", "goal")} == {"travel": 7, "goal": 3}


def test_a_profile_that_a_colleague_wrote_a_version_of_is_not_written_over(hands: Hands, other: Desk) -> None:
    from amdesk.domain.competence.assessments import Area
    from amdesk.domain.competence.profiles import own_areas
    from amdesk.domain.errors import Refused

    newest = other.profiles.of("PAR").newest.profile
    first, *rest = own_areas(newest)
    mine, theirs = ([Area(name, name, first.skills), *rest] for name in ("Min", "Deras"))
    other.profiles.draft("PAR", theirs, newest.version)
    with pytest.raises(Refused) as caught:
        other.profiles.draft("PAR", mine, newest.version)
    assert caught.value.code == "MOVED"


@pytest.mark.thorough(long=True)
def test_needs_and_demands_are_lines_of_one_vocabulary(hands: Hands, other: Desk) -> None:
    key = added(other, name="Aida Demolund", needs=(Need("lift_max", "7", "must"), Need("words", "lugnt", "nice")))
    dialog = form_of(hands, other, key)
    assert [row.about.currentText() for row in dialog.more.rows] == ["Lyft", "Med ord", "–"]
    dialog.more.rows[0].saying.choose("10")
    dialog.more.rows[1].about.choose("")
    dialog.more.say("quiet_room", "1", "must")
    saved(hands, dialog)
    assert other.work.participant(key).needs == (Need("lift_max", "10", "must"), Need("quiet_room", "1", "must"))
    place = other.placements.create(make.placement_values(), 1).id
    form = place_form(hands, place)
    form.demands.say("lift_max", "15")
    form.demands.say("words", "kräver tålamod")
    saved(hands, form)
    assert other.work.placement(place).demands == ("lift_max=15", "words=kräver tålamod")


@pytest.mark.thorough(long=True)
def test_another_last_day_where_a_must_is_not_met_asks_for_a_reason_and_keeps_it(hands: Hands, other: Desk) -> None:
    key, place = added(other, name="Aida Demolund"), other.placements.create(make.placement_values(), 1).id
    ref = other.booking.book(key, place, TODAY, TODAY + timedelta(200)).booking.ref
    other.participants.change(key, {"needs": (Need("kind", "in_house", "must"),)})
    dialog = LastDayDialog(hands.window.window, hands.shell, other.booking.get(ref))
    dialog.open()
    dialog.last.set_value(TODAY + timedelta(100))
    assert not dialog.despite.isVisible()
    save(hands, dialog)
    assert dialog.despite.isVisible()
    assert "Minsta ändring" in dialog.wrong.text()
    dialog.despite.setText("Hon vill vara kvar")
    saved(hands, dialog)
    now = other.booking.get(ref)
    assert (now.to_date, now.despite) == (TODAY + timedelta(100), "Hon vill vara kvar")
