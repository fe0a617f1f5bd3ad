"""What is done to a record by a dialog of its own: the act as it is meant, and what it refuses, which changes nothing."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QFileDialog

from amdesk.db.people import participants as people
from amdesk.db.port import rows
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from amdesk.ui.booking.form import BookingDialog
from amdesk.ui.booking.opening import opened_booking
from amdesk.ui.competence.module_acts import AttendanceDialog, EndModuleDialog, ModuleDialog, NeedDialog
from amdesk.ui.people.acts import EndDialog, ExtractDialog, IdentityDialog, MergeDialog, NoteDialog, WorkerDialog
from amdesk.ui.people.form import ParticipantDialog
from amdesk.ui.results.form import ask_and_store
from tests import make
from tests.make import TODAY
from tests.ui import records
from tests.ui.conftest import Hands
from tests.ui.formed import (
    changed,
    complaint,
    control,
    leave,
    opened,
    press,
    refused,
    save,
    state,
    steps,
    turn,
)

DAY = timedelta(1)
NO_DATE = "Write a date, for instance 2026-12-07 or +2v."


def somebody(other: Desk, **given: Any) -> Any:
    """A participant with nothing unusual about her."""
    with other.bank.write(text("somebody")):
        key = people.add(other.bank, make.participant_values(**given))
    return other.work.participant(key)


def newest(other: Desk, table: str) -> dict[str, Any]:
    return rows(other.bank, f"select * from {table} order by id desc limit 1")[0]


def done(hands: Hands, other: Desk, dialog: Any) -> set[str]:
    """The act, and what of the bank it changed; it is one step."""
    before, count = state(other), steps(other)
    assert save(hands, dialog), complaint(dialog)
    assert steps(other) == count + 1
    return changed(before, state(other))


@pytest.mark.thorough(long=True)
def test_a_note_is_kept_with_its_kind_and_day_and_an_empty_one_or_one_of_no_day_is_refused(
    hands: Hands, other: Desk
) -> None:
    person = somebody(other)
    dialog = opened(hands, "NoteDialog", lambda: NoteDialog.run(hands.window.window, hands.shell, person.id))
    refused(hands, other, dialog, "The note is empty. Write what was agreed.")
    turn(control(dialog, "Note"), "Ringer på måndag")
    turn(control(dialog, "Kind"))
    for wrong in ("31/2", "snart", ""):
        turn(control(dialog, "Day"), wrong)
        refused(hands, other, dialog, NO_DATE)
    turn(control(dialog, "Day"), "20/11")
    assert done(hands, other, dialog) == {"note"}
    note = newest(other, "note")
    assert (note["participant_id"], note["body"], note["on_date"]) == (person.id, "Ringer på måndag", "2026-11-20")
    assert note["kind"] == "visit"


@pytest.mark.thorough(long=True)
def test_a_register_extract_is_noted_with_its_day_alone(hands: Hands, other: Desk) -> None:
    person = somebody(other)
    dialog = opened(hands, "ExtractDialog", lambda: ExtractDialog.run(hands.window.window, hands.shell, person))
    turn(control(dialog, "Day"), "32/1")
    refused(hands, other, dialog, NO_DATE)
    turn(control(dialog, "Day"), "2026-11-02")
    said = turn(control(dialog, "Kind"))
    assert done(hands, other, dialog) == {"check_shown"}
    kept = newest(other, "check_shown")
    assert (kept["participant_id"], kept["kind"], kept["shown_on"]) == (person.id, said, "2026-11-02")


@pytest.mark.thorough(long=True)
def test_a_new_number_is_checked_and_the_old_one_still_finds_her(hands: Hands, other: Desk) -> None:
    taken = somebody(other, identity=make.fresh_number(), name="Prov Andra").identity
    person = somebody(other, identity=make.fresh_number())
    dialog = opened(hands, "IdentityDialog", lambda: IdentityDialog.run(hands.window.window, hands.shell, person))
    before, count = state(other), steps(other)
    for wrong in ("", "19860412-2386", "tolv", taken):
        turn(control(dialog, "Personal identity number"), wrong)
        assert not save(hands, dialog)
        assert complaint(dialog)
    assert (changed(before, state(other)), steps(other)) == (set(), count)
    number = make.fresh_number()
    turn(control(dialog, "Personal identity number"), number)
    assert done(hands, other, dialog) >= {"participant.identity", "identity_history"}
    assert other.work.participant(person.id).identity == number
    assert other.participants.find(person.identity) == [person.id]


@pytest.mark.thorough(long=True)
def test_a_case_worker_is_changed_for_a_reason_for_one_or_for_everyone_who_had_the_same(
    hands: Hands, other: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[
        str
    ] = []  # where the hand-over pages of everyone are to go; whoever leaves that has changed all the same

    def left(_parent: object, title: str, *_others: object) -> tuple[str, str]:
        asked.append(title)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", left)
    first, second = (other.participants.add_case_worker(name) for name in ("Petra A", "Petra B"))
    mine = [somebody(other, name=f"Prov {i}", case_worker_id=first) for i in range(3)]

    def form(person: Any) -> Any:
        return opened(hands, "WorkerDialog", lambda: WorkerDialog.run(hands.window.window, hands.shell, person))

    dialog = form(mine[0])
    control(dialog, "New case worker").choose(str(second))
    refused(hands, other, dialog, "A person keeps one case worker: a change needs a reason.")
    turn(control(dialog, "Reason"), "byter område")
    assert done(hands, other, dialog) == {"participant.case_worker_id", "case_worker_change"}
    assert [other.work.participant(p.id).case_worker_id for p in mine] == [second, first, first]
    dialog = form(other.work.participant(mine[1].id))
    control(dialog, "New case worker").choose(str(second))
    turn(control(dialog, "Reason"), "slutar")
    turn(control(dialog, "Everyone who has {name}", name="Petra A"))
    done(hands, other, dialog)
    assert [other.work.participant(p.id).case_worker_id for p in mine] == [second] * 3
    assert len(asked) == 1


@pytest.mark.thorough(long=True)
def test_where_there_is_no_other_case_worker_it_is_said(hands: Hands, other: Desk) -> None:
    person = somebody(other)
    dialog = opened(hands, "WorkerDialog", WorkerDialog(hands.window.window, hands.shell, person, []).open)
    turn(control(dialog, "Reason"), "flyttar")
    refused(hands, other, dialog, "There is no other case worker.")
    leave(hands, dialog)


@pytest.mark.thorough(long=True)
def test_two_records_are_merged_by_number_and_one_with_itself_or_with_nobody_is_not(hands: Hands, other: Desk) -> None:
    keep, gone = somebody(other, name="Aida Demolund"), somebody(other, name="Aida Demolund", phone="070-1740612")
    dialog = opened(hands, "MergeDialog", lambda: MergeDialog.run(hands.window.window, hands.shell, keep))
    field = control(dialog, "The other record, by name or number")
    turn(field, keep.number)
    refused(hands, other, dialog, "It is the same record. Choose the other record of the person.")
    turn(field, "D-9999")
    refused(hands, other, dialog, "There is no participant {number} in the bank. Check the number.", number="D-9999")
    turn(field, gone.number)
    done(hands, other, dialog)
    assert other.work.participant(gone.number).id == keep.id
    assert other.work.participant(keep.id).phone == "070-1740612"


@pytest.mark.thorough(long=True)
def test_an_employment_ends_on_a_day_for_a_reason(hands: Hands, other: Desk) -> None:
    key = records.employment(other, random.Random(3))
    found = next(e for e in other.booking.employments() if e.id == key)
    dialog = opened(hands, "EndDialog", lambda: EndDialog.run(hands.window.window, hands.shell, found, None))
    refused(hands, other, dialog, "Write the last day and choose a reason.")
    said = turn(control(dialog, "Reason"))
    turn(control(dialog, "Last day"), "31/2")
    refused(hands, other, dialog, "Write the last day and choose a reason.")
    turn(control(dialog, "Last day"), "2026-11-20")
    assert done(hands, other, dialog) <= {
        "employment.ended_on",
        "employment.end_reason",
        "employment.to_date",
        "guidance_used",
    }
    now = next(e for e in other.booking.employments() if e.id == key)
    assert (now.ended_on, now.end_reason) == (date(2026, 11, 20), said)


def booked(other: Desk, first: date = TODAY, **given: Any) -> str:
    person, place = somebody(other), other.placements.create(make.placement_values(), 2)
    return str(other.booking.book(person.id, place.id, first, first + 100 * DAY, **given).booking.ref)


def steps_of(hands: Hands, other: Desk, ref: str) -> Any:
    shell, booking = hands.shell, other.booking.get(ref)
    return opened(hands, "BookingDialog", lambda: shell.open("booking.steps", hands.window.window, booking))


def step_of(hands: Hands, other: Desk, ref: str, said: str, kind: str) -> Any:
    """The small dialog of one step, by the button in the booking's own, whose place it takes."""
    dialog = steps_of(hands, other, ref)
    asked = opened(hands, kind, lambda: press(hands, dialog, said))
    assert not dialog.isVisible()
    assert asked.sentence.text() == dialog.sentence.text()
    return asked


@pytest.mark.thorough(long=True)
def test_a_booking_is_moved_and_gets_another_last_day_each_in_a_dialog_of_its_own(hands: Hands, other: Desk) -> None:
    ref, place = booked(other), other.placements.create(make.placement_values(name="Demoviken"), 5)
    asked = step_of(hands, other, ref, "Move", "MoveDialog")
    turn(control(asked, "From"), "31/2")
    refused(hands, other, asked, NO_DATE)
    turn(control(asked, "From"), "")
    asked.place.setText(place.number)
    assert done(hands, other, asked)
    assert other.booking.get(ref).placement_id == place.id
    last = other.booking.get(ref).to_date
    asked = step_of(hands, other, ref, "New last day", "LastDayDialog")
    turn(control(asked, "Last day (a later one extends)"), "snart")
    refused(hands, other, asked, NO_DATE)
    turn(control(asked, "Last day (a later one extends)"), str(last + 14 * DAY))
    assert done(hands, other, asked)
    assert other.booking.get(ref).to_date == last + 14 * DAY


@pytest.mark.thorough(long=True)
def test_the_end_of_the_employment_is_asked_for_from_its_booking_and_says_whose_it_is(
    hands: Hands, other: Desk
) -> None:
    ref = booked(other)
    other.booking.introduction_seen(ref)
    other.booking.start(ref)
    dialog = steps_of(hands, other, ref)
    assert not dialog.ok.isVisible(), "nothing in it is to be saved"
    ending = opened(hands, "EndDialog", lambda: press(hands, dialog, "End employment"))
    assert ending.whose.text().startswith(other.booking.get(ref).participant.seen)
    turn(control(ending, "Reason"))
    assert done(hands, other, ending)
    assert other.booking.get(ref).status == "ended"


def test_a_persons_page_gives_the_steps_of_her_booking_each_by_its_name(hands: Hands, other: Desk) -> None:
    found = other.booking.get(booked(other, TODAY + 14 * DAY))
    hands.shell.go("participants", participant=found.participant_id)
    page = hands.page("participants")
    hands.until(lambda: page.record is not None and page.record.participant.id == found.participant_id)
    for said, kind in (("Move", "MoveDialog"), ("New last day", "LastDayDialog"), ("Cancel booking", "CancelDialog")):
        act = next(a for a in page._more().actions() if a.text() == page.t(said))
        asked = opened(hands, kind, act.trigger)
        assert asked.sentence.text().startswith(found.participant.seen)
        leave(hands, asked)


@pytest.mark.thorough(long=True)
def test_a_reservation_is_confirmed_introduced_and_started_from_its_form(hands: Hands, other: Desk) -> None:
    ref = booked(other, reserve=True)
    press(hands, steps_of(hands, other, ref), "Confirm")
    assert other.booking.get(ref).status == "booked"
    dialog = steps_of(hands, other, ref)
    before = state(other)
    press(hands, dialog, "The person came")
    assert complaint(dialog), "a start needs the introduction"
    assert changed(before, state(other)) == set()
    turn(control(dialog, "The introduction checklist has been gone through"))
    press(hands, dialog, "The person came")
    now = other.booking.get(ref)
    assert (now.status, now.introduced_on) == ("started", TODAY)


@pytest.mark.thorough(long=True)
def test_a_booking_is_cancelled_for_a_reason_and_kept_where_nobody_gives_one(hands: Hands, other: Desk) -> None:
    ref = booked(other, TODAY + 14 * DAY)
    asked = step_of(hands, other, ref, "Cancel booking", "CancelDialog")
    asked.reject()
    assert other.booking.get(ref).status == "booked"
    asked = step_of(hands, other, ref, "Cancel booking", "CancelDialog")
    offered = {asked.choice.itemData(i) for i in range(asked.choice.count())}
    assert offered == {"PARTICIPANT", "HOST", "MISTAKE", "OTHER"}
    control(asked, "Reason").choose("HOST")
    assert done(hands, other, asked)
    assert (other.booking.get(ref).status, other.booking.get(ref).reason) == ("cancelled", "HOST")


@pytest.mark.thorough(long=True)
def test_an_interruption_takes_the_day_that_was_written_and_asks_again_for_one_that_is_none(
    hands: Hands, other: Desk
) -> None:
    ref = booked(other)
    other.booking.introduction_seen(ref)
    other.booking.start(ref)
    asked = step_of(hands, other, ref, "Interrupt", "InterruptDialog")
    control(asked, "Reason").choose("HOST_ENDS")
    turn(control(asked, "Last day"), "31/2")
    refused(hands, other, asked, NO_DATE)
    turn(control(asked, "Last day"), "2026-11-30")
    assert done(hands, other, asked)
    now = other.booking.get(ref)
    assert (now.status, now.to_date, now.reason) == ("ended", date(2026, 11, 30), "HOST_ENDS")


@pytest.mark.thorough(long=True)
def test_who_did_not_come_is_noted_and_the_notice_is_saved_where_it_is_asked_for(
    hands: Hands, other: Desk, chosen: Any
) -> None:
    ref, path = booked(other), chosen("besked.pdf")
    dialog = steps_of(hands, other, ref)
    press(hands, dialog, "Booking notice")
    hands.out()
    assert path.read_bytes().startswith(b"%PDF")
    press(hands, dialog, "Did not come")
    assert (other.booking.get(ref).status, other.booking.get(ref).reason) == ("cancelled", "NO_SHOW")


def test_no_step_of_a_booking_can_be_pressed_in_a_bank_that_is_only_read(hands: Hands, other: Desk) -> None:
    ref = booked(other, reserve=True)
    hands.shell.lock(text("read only"))
    dialog = BookingDialog(hands.window.window, hands.shell, other.booking.get(ref))
    dialog.open()
    writing = {b.text() for b in dialog.findChildren(type(dialog.ok)) if not b.isEnabled()}
    assert writing == {dialog.t(said) for said in ("Save", "Confirm", "Move", "New last day", "Cancel booking")}
    dialog.reject()


@pytest.mark.parametrize(
    ("key", "contact", "situation"),
    [
        ("1", "contacted", "work"),
        ("4", "contacted", "other"),
        ("5", "contacted", "not_known"),
        ("6", "not_contacted", "not_known"),
    ],
)
@pytest.mark.thorough(6)
def test_a_first_follow_up_is_one_key_and_enter(
    hands: Hands, other: Desk, key: str, contact: str, situation: str
) -> None:
    employment = records.employment(other, random.Random(5), ended=True)
    dialog = opened(hands, "FollowUpDialog", lambda: ask_and_store(hands.window.window, hands.shell, employment))
    refused(hands, other, dialog, "Choose how contact was made and what the situation was.")
    QTest.keyClicks(dialog, key)
    turn(control(dialog, "Day of contact"), "31/2")
    refused(hands, other, dialog, NO_DATE)
    turn(control(dialog, "Day of contact"), "2026-11-19")
    dialog.setFocus()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    hands.rest()
    assert not dialog.isVisible()
    due = other.results.due(employment)
    assert (due.contact, due.situation, due.on_date) == (contact, situation, date(2026, 11, 19))


@pytest.mark.thorough(long=True)
def test_a_number_typed_in_the_note_is_no_answer(hands: Hands, other: Desk) -> None:
    employment = records.employment(other, random.Random(5), ended=True)
    dialog = opened(hands, "FollowUpDialog", lambda: ask_and_store(hands.window.window, hands.shell, employment))
    turn(control(dialog, "Note"), "2 samtal")
    refused(hands, other, dialog, "Choose how contact was made and what the situation was.")
    leave(hands, dialog)


@pytest.mark.thorough(long=True)
def test_a_new_module_has_its_meetings_a_week_apart(hands: Hands, other: Desk) -> None:
    made: list[int] = []
    kinds = other.modules.kinds()
    dialog = opened(hands, "ModuleDialog", ModuleDialog(hands.window.window, hands.shell, kinds, made.append).open)
    refused(hands, other, dialog, NO_DATE)
    turn(control(dialog, "First meeting"), "2026-12-02")
    for wrong in ("halv nio", "25:00", "9:60", ""):
        turn(control(dialog, "Begins"), wrong)
        refused(hands, other, dialog, "Write the times as 09:00.")
    turn(control(dialog, "Begins"), "9.30")
    turn(control(dialog, "Ends"), "12")
    refused(hands, other, dialog, "A module has a name, and at least one hour and one place.")
    for said, typed in (("Name", "Svenska i köket"), ("Place", "Vuxenskolan"), ("Hours in all", "30"), ("Places", "9"), ("Meetings", "3")):  # fmt: skip
        turn(control(dialog, said), typed)
    assert done(hands, other, dialog) == {"module", "module_occasion"}
    (module,) = [m for m in other.modules.every() if m.id == made[0]]
    assert (module.name, module.place, module.hours, module.capacity) == ("Svenska i köket", "Vuxenskolan", 30, 9)
    sql = "select on_date, from_time, to_time from module_occasion where module_id = :m order by on_date"
    meetings = [tuple(r.values()) for r in rows(other.bank, sql, m=module.id)]
    assert meetings == [(day, "09:30", "12:00") for day in ("2026-12-02", "2026-12-09", "2026-12-16")]


@pytest.mark.thorough(long=True)
def test_a_need_of_a_module_is_noted_once(hands: Hands, other: Desk) -> None:
    person, kinds = somebody(other), other.modules.kinds()

    def form() -> Any:
        return opened(
            hands, "NeedDialog", lambda: hands.shell.open("module.need", hands.window.window, person.id, "B1")
        )

    assert done(hands, other, form()) == {"enrolment", "guidance_used"}
    (need,) = other.modules.of(person.id)
    assert (need.kind, need.status, need.level_before) == (next(iter(kinds)), "need", "B1")
    dialog = form()
    refused(hands, other, dialog, "{name} has that need already.", name=person.name)
    turn(control(dialog, "Kind"))
    turn(control(dialog, "Swedish level"))
    assert done(hands, other, dialog) == {"enrolment", "guidance_used"}
    assert isinstance(dialog, NeedDialog)


@pytest.mark.thorough(long=True)
def test_an_interrupted_module_says_why(hands: Hands, other: Desk) -> None:
    enrolment = enrolled(other)
    dialog = opened(
        hands,
        "EndModuleDialog",
        EndModuleDialog(hands.window.window, hands.shell, enrolment, "interrupted", "Aida").open,
    )
    refused(hands, other, dialog, "Write why it was interrupted.")
    turn(control(dialog, "Why"), "fick arbete")
    done(hands, other, dialog)
    now = next(e for e in other.modules.of(enrolment.participant_id) if e.id == enrolment.id)
    assert (now.status, now.reason) == ("interrupted", "fick arbete")


def enrolled(other: Desk) -> Any:
    module = other.modules.every()[0]
    return next(e for e in other.modules.register(module.id).people if e.status == "enrolled")


@pytest.mark.thorough(long=True)
def test_a_returned_attendance_list_is_ticked_row_by_row(hands: Hands, other: Desk, tmp_path: Path) -> None:
    path, module = tmp_path / "narvaro.xlsx", other.modules.every()[0].id
    other.attendance.write(path, module)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    for row, said in ((5, "Närvarande"), (6, "sjuk"), (7, "Närvarande")):
        sheet.cell(row, sheet.max_column, said)
    book.save(path)

    def form() -> Any:
        register, found = other.attendance.read(path)
        dialog = AttendanceDialog(hands.window.window, hands.shell, register.module.name, found)
        return opened(hands, "AttendanceDialog", dialog.open)

    dialog = form()
    boxes = dialog.findChildren(QCheckBox)
    assert [b.isChecked() for b in boxes] == [True, True], "what is no word for it cannot be ticked"
    for box in boxes:
        turn(box)
    before, count = state(other), steps(other)
    save(hands, dialog)
    assert (changed(before, state(other)), steps(other)) == (set(), count), "nothing ticked, nothing stored"
    dialog = form()
    turn(dialog.findChildren(QCheckBox)[0])
    assert done(hands, other, dialog) == {"attendance"}
    assert len(form().findChildren(QCheckBox)) == 1


@pytest.mark.thorough(long=True)
def test_a_person_is_added_by_her_form_and_what_it_lacks_is_said_at_the_field(hands: Hands, other: Desk) -> None:
    made: list[Any] = []
    dialog = opened(
        hands,
        "ParticipantDialog",
        lambda: ParticipantDialog.add(hands.window.window, hands.shell, made.append),
    )
    refused(hands, other, dialog, "Write first name and family name.")
    turn(control(dialog, "Name"), "Aida Nyström")
    turn(control(dialog, "Available from"), "31/2")
    refused(hands, other, dialog, NO_DATE)
    turn(control(dialog, "Available from"), "+2v")
    number = make.fresh_number()
    turn(control(dialog, "Personal identity number (may be empty)"), number[:-1] + str((int(number[-1]) + 1) % 10))
    before = state(other)
    assert not save(hands, dialog)
    assert complaint(dialog)
    assert changed(before, state(other)) == set()
    turn(control(dialog, "Personal identity number (may be empty)"), number)
    turn(control(dialog, "Phone"), "070-1740612")
    assert done(hands, other, dialog) == {"participant"}
    (person,) = made
    kept = other.work.participant(person.id)
    assert (kept.name, kept.identity, kept.phone) == ("Aida Nyström", number, "070-1740612")
    assert kept.available_from == TODAY + 14 * DAY


@pytest.mark.thorough(long=True)
def test_a_placement_is_added_by_its_form_and_what_it_lacks_is_said_at_the_field(hands: Hands, other: Desk) -> None:
    hands.window.window.go("placements")
    hands.rest()
    page = hands.page("placements")
    dialog = opened(hands, "PlacementDialog", page.new_placement)
    refused(hands, other, dialog, "Write the workplace or the team.")
    turn(control(dialog, "Workplace or team"), "Nya parken")
    refused(hands, other, dialog, "Choose one occupation.")
    said = turn(control(dialog, "Occupation"))
    for wrong in ("0", "41", "många", "1e999"):
        turn(control(dialog, "Hours per week"), wrong)
        refused(hands, other, dialog, "Write between 1 and 40 hours.")
    turn(control(dialog, "Hours per week"), "38,25")
    for label, wrong in (("Open from", ""), ("Open to (empty: until further notice)", "31/2")):
        turn(control(dialog, label), wrong)
        refused(hands, other, dialog, NO_DATE)
        turn(control(dialog, label), "2027-01-11")
    turn(control(dialog, "Number of places"), "3")
    assert done(hands, other, dialog) == {"placement", "capacity"}
    place = other.work.placement(newest(other, "placement")["id"])
    assert (place.name, place.occupation, place.hours) == ("Nya parken", said, 3825)
    assert (place.open_from, place.open_to) == (date(2027, 1, 11), date(2027, 1, 11))
    assert newest(other, "capacity")["places"] == 3


def test_a_bookings_dialog_says_whose_it_is_and_masks_whoever_is_protected(hands: Hands, other: Desk) -> None:
    found = other.booking.get(booked(other))
    assert steps_said(hands, found).startswith(f"{found.participant}: {found.placement}")
    hands.shell.names_hidden = True
    assert found.participant.seen not in steps_said(hands, found)
    hands.shell.names_hidden = False
    other.participants.protect(found.participant_id, 1)
    protected = other.booking.get(found.ref)
    masked = f"Skyddade personuppgifter {found.participant_number}: "
    assert steps_said(hands, protected).startswith(f"{masked}(dold), "), "nobody has opened her"
    seen, _employment = opened_booking(other, found.ref, "Ringer handledaren")
    assert steps_said(hands, seen).startswith(f"{masked}{found.placement}")


def steps_said(hands: Hands, booking: Any) -> str:
    dialog = BookingDialog(hands.window.window, hands.shell, booking)
    said = dialog.sentence.text()
    dialog.deleteLater()
    return said
