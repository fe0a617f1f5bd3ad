"""What was typed is what is printed, exported, left and closed: nothing that stands on the screen is older in the bank."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from amdesk.db.competence import assessments as db
from amdesk.db.engine.errors import RuleBroken
from amdesk.domain.errors import Refused
from amdesk.domain.texts import Text
from amdesk.services.competence.certificates import AssessmentSheet
from amdesk.services.desk import Desk
from amdesk.ui.bank.undoing import IssuedDialog
from amdesk.ui.competence.page import CompetencePage
from amdesk.ui.competence.people import key_of
from amdesk.ui.kit.rows import Row
from tests import make
from tests.stories.test_storyboard import choose_task
from tests.ui.conftest import Hands, close, make_window

Key = Qt.Key
TYPED = (Key.Key_3, Key.Key_3, Key.Key_2, Key.Key_4, Key.Key_1)


def to_certify(hands: Hands) -> CompetencePage:
    """The grid of somebody whose certificate can be printed."""
    task = choose_task(hands, "certificate")
    hands.press(Key.Key_Return)
    page = hands.page("competence")
    hands.until(lambda: page.sheet is not None and page.sheet.participant.id == task.participant_id)
    hands.rest()
    page.grid.go(1)
    return page  # type: ignore[no-any-return]  # pages come by name


def type_levels(hands: Hands) -> dict[str, int]:
    """3 3 2 4 1 from the first skill on; returns what the grid shows then."""
    page = hands.page("competence")
    page.grid.setFocus()
    for key in TYPED:
        hands.press(key)
    assert page.changed
    return dict(page.levels())


def kept(hands: Hands, sheet: AssessmentSheet) -> list[dict[str, int]]:
    """The levels of each assessment in the bank, the latest last."""
    found = hands.ask(lambda desk: db.assessments(desk.work.bank, sheet.employment.id))
    return [dict(a.levels) for a in found]


def issued(hands: Hands, sheet: AssessmentSheet) -> dict[str, Any]:
    row = next(
        c
        for c in hands.ask(lambda desk: desk.competence.archive())
        if c.employment_id == sheet.employment.id and not c.revoked_on
    )
    found: dict[str, Any] = hands.ask(lambda desk: db.frozen(desk.work.bank, row.id))
    return found


def printed(content: dict[str, Any]) -> list[tuple[str, int]]:
    return [(skill, level) for _, rows in content["areas"] for skill, level in rows]


def shown(page: CompetencePage) -> list[tuple[str, int]]:
    rows = [(r.title, r.levels[-1]) for r in page.grid.table.rows if r.skill is not None]
    return [(title, level) for title, level in rows if level is not None and level >= 2]


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("way", ["ctrl-p", "button"])
def test_a_certificate_is_issued_with_the_levels_that_the_grid_shows(
    hands: Hands, chosen: Callable[[str], Path], way: str
) -> None:
    path = chosen("certificate.pdf")
    page = to_certify(hands)
    assert page.sheet is not None
    sheet = page.sheet
    levels = type_levels(hands)
    seen = shown(page)
    if way == "ctrl-p":
        hands.ctrl(Key.Key_P)
    else:
        page.certificate.buttons.itemAt(0).widget().click()  # type: ignore[union-attr]  # the first button
    hands.out()
    assert path.exists()
    hands.rest()
    assert sorted(printed(issued(hands, sheet))) == sorted(seen)
    assert kept(hands, sheet)[-1] == levels


@pytest.mark.thorough(long=True)
def test_undo_after_a_certificate_says_that_it_is_revoked_and_leads_there(
    hands: Hands, chosen: Callable[[str], Path]
) -> None:
    chosen("certificate.pdf")
    page = to_certify(hands)
    assert page.sheet is not None
    sheet = page.sheet
    levels = type_levels(hands)
    hands.print_()
    hands.ctrl(Key.Key_Z)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, IssuedDialog)
    assert page.certificate.issued is not None
    assert page.certificate.issued.number in " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert kept(hands, sheet)[-1] == levels
    asked: list[str] = []
    hands.shell.offer("certificate.revoke", lambda _over, _shell, _key, number: asked.append(number))
    hands.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked == [page.certificate.issued.number]


@pytest.mark.thorough(long=True)
def test_a_certificate_that_is_looked_at_and_left_is_not_issued(hands: Hands, printer: Path) -> None:
    page = to_certify(hands)
    before = hands.ask(lambda desk: (len(desk.competence.archive()), len(desk.history.steps())))
    hands.ctrl(Key.Key_P)
    dialog = hands.paper()
    assert dialog.pages.count() >= 1
    hands.press(Key.Key_Escape)
    assert dialog.gone
    assert hands.ask(lambda desk: (len(desk.competence.archive()), len(desk.history.steps()))) == before
    assert not printer.exists()
    hands.window.window.activateWindow()  # the offscreen platform leaves no window active after a dialog
    hands.until(hands.window.window.isActiveWindow)
    hands.print_()
    assert printer.exists()
    assert page.certificate.issued is not None


@pytest.mark.thorough(long=True)
def test_a_reissue_has_the_levels_that_were_typed_since(hands: Hands, chosen: Callable[[str], Path]) -> None:
    path = chosen("certificate.pdf")
    page = to_certify(hands)
    assert page.sheet is not None
    sheet = page.sheet
    hands.print_()
    assert path.exists()
    hands.rest()
    type_levels(hands)
    seen = shown(page)
    page.certificate.issue()
    hands.out()
    hands.until(lambda: bool(issued(hands, sheet)["replaces"]))
    hands.rest()
    assert sorted(printed(issued(hands, sheet))) == sorted(seen)


@pytest.mark.thorough(long=True)
def test_an_issued_certificate_that_says_something_else_than_the_grid_is_not_printed_again_unasked(
    hands: Hands, chosen: Callable[[str], Path]
) -> None:
    path = chosen("certificate.pdf")
    page = to_certify(hands)
    assert page.sheet is not None
    sheet = page.sheet
    hands.print_()
    assert path.exists()
    hands.rest()
    path.unlink()
    hands.print_()
    assert path.exists(), "nothing has been changed: printed again at once"
    path.unlink()
    type_levels(hands)
    seen = shown(page)
    hands.ctrl(Key.Key_P)
    hands.until(lambda: QApplication.activeModalWidget() is not None)
    dialog: Any = QApplication.activeModalWidget()
    assert not path.exists()
    again = next(b for b in dialog.findChildren(QPushButton) if b.accessibleName().startswith("Utfärda nytt"))
    again.click()
    hands.out()
    assert path.exists()
    hands.rest()
    assert sorted(printed(issued(hands, sheet))) == sorted(seen)


def guarded(hands: Hands, participant: int) -> bool:
    return bool(hands.ask(lambda desk: desk.work.participant(participant).protection))


@pytest.mark.thorough(long=True)
def test_levels_typed_before_the_next_person_is_shown_are_nobodys(hands: Hands) -> None:
    page = to_certify(hands)
    assert page.sheet is not None
    first = page.sheet
    levels = type_levels(hands)
    open_ones = [r for r in page.people.people() if r.participant != first.participant.id]
    after = next(r for r in open_ones if not guarded(hands, r[0]))
    writer, pause = hands.window.tasks, threading.Event()
    writer.write(lambda _desk: pause.wait(20))  # a slow machine
    page.load(after[0], after[5].id)
    for key in (Key.Key_4, Key.Key_1, Key.Key_4):
        QTest.keyClick(page.grid, key)
    QTest.keyClick(hands.window.window, Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    pause.set()
    hands.until(lambda: page.sheet is not None and page.sheet.participant.id == after[0])
    hands.rest()
    assert kept(hands, first)[-1] == levels
    assert not page.changed
    QTest.keyClick(page.grid, Key.Key_4)
    assert page.changed, "now they are of who is shown"
    page.unsaved_levels.forget()


@pytest.mark.thorough(long=True)
def test_whoever_is_due_no_more_leaves_her_row_to_the_next_to_whom_ctrl_j_goes(
    hands: Hands, chosen: Callable[[str], Path]
) -> None:
    path = chosen("certificate.pdf")
    page = to_certify(hands)
    assert page.sheet is not None
    person, before = page.sheet.participant, [key_of(r) for r in page.people.people()]
    hands.print_()
    assert path.exists()
    hands.rest()
    hands.until(lambda: person.id not in [r.participant for r in page.people.people()])
    assert person.name in [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
    after = before[before.index((person.id, page.sheet.employment.id)) + 1]
    assert page.people.list.selectedIndexes() == [], "nobody's row looks chosen while somebody else is shown"
    assert key_of(page.people.list.currentIndex().data(Row)) == after
    hands.ctrl(Key.Key_J)
    hands.until(lambda: page.opening is None)
    assert page.participant == after[0]
    assert page.people.list.currentIndex().data(Row).participant == after[0]


@pytest.mark.thorough(long=True)
def test_the_certificate_beside_the_grid_follows_what_is_typed_before_it_is_stored(hands: Hands) -> None:
    page = to_certify(hands)
    assert page.sheet is not None
    sheet, before = page.sheet, kept(hands, page.sheet)
    old = page.certificate.preview.pixmap().toImage()
    for _ in range(sum(r.skill is not None for r in page.grid.table.rows)):
        hands.press(Key.Key_0)
    assert page.certificate.state.text() == "Utkast", "at the last key"
    hands.until(lambda: page.certificate.preview.pixmap().toImage() != old)
    assert kept(hands, sheet) == before


def leave_for_another_person(hands: Hands, page: CompetencePage) -> None:
    hands.ctrl(Key.Key_J)


def leave_by_the_list_of_people(hands: Hands, page: CompetencePage) -> None:
    row = next(
        r for r in page.people.people() if r.participant != page.participant and not guarded(hands, r.participant)
    )
    hands.ctrl(Key.Key_F)
    hands.type(row.employment.occupation)
    hands.press(Key.Key_Return)
    hands.until(lambda: page.people.list.hasFocus())
    at = next(i for i, r in enumerate(page.people.list.rows.rows) if r == row)
    page.people.list.setCurrentIndex(page.people.list.rows.index(at))
    hands.press(Key.Key_Return)
    hands.until(lambda: page.sheet is not None and page.sheet.participant.id == row.participant)


def leave_for_another_page(hands: Hands, page: CompetencePage) -> None:
    hands.ctrl(Key.Key_1)


def leave_for_another_tab(hands: Hands, page: CompetencePage) -> None:
    page.tabs.button("archive").click()


def leave_by_name_in_the_palette(hands: Hands, page: CompetencePage) -> None:
    person = next(p for p in hands.ask(lambda d: d.participants.listing(chip="waiting")) if not p.protected)
    hands.ctrl(Key.Key_K)
    hands.type(person.number)
    hands.press(Key.Key_Return)


@pytest.mark.parametrize(
    "leave",
    [
        leave_for_another_person,
        leave_by_the_list_of_people,
        leave_for_another_page,
        leave_for_another_tab,
        leave_by_name_in_the_palette,
    ],
)
@pytest.mark.thorough(long=True)
def test_what_was_typed_is_stored_when_it_is_left(hands: Hands, leave: Callable[[Hands, CompetencePage], None]) -> None:
    page = to_certify(hands)
    assert page.sheet is not None
    sheet = page.sheet
    finished = [a.finished for a in sheet.assessments]
    levels = type_levels(hands)
    leave(hands, page)
    hands.rest()
    assert kept(hands, sheet)[-1] == levels
    after = hands.ask(lambda d: db.assessments(d.work.bank, sheet.employment.id))
    assert [a.finished for a in after] == finished, "what was marked done stays done"


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("how", ["close", "another look or bank"])
def test_what_was_typed_is_in_the_bank_when_the_window_is_gone(qtbot: QtBot, demo_bank: Path, how: str) -> None:
    first = make_window(qtbot, str(demo_bank))
    hands, gone = Hands(qtbot, first), [False]
    hands.until(lambda: hands.page("overview").data is not None)
    page = to_certify(hands)
    assert page.sheet is not None
    sheet, levels = page.sheet, type_levels(hands)
    first.window.closed.connect(lambda: gone.__setitem__(0, True))
    if how == "close":
        first.window.close()
    else:
        first.window.leave(lambda: gone.__setitem__(0, True))
    hands.until(lambda: gone[0])
    close(first)
    second = make_window(qtbot, str(demo_bank))
    found = kept(Hands(qtbot, second), sheet)
    close(second)
    assert found[-1] == levels


@pytest.mark.thorough(long=True)
def test_undo_takes_back_what_was_typed_and_redo_brings_it_again(hands: Hands) -> None:
    page = to_certify(hands)
    assert page.sheet is not None
    sheet, before = page.sheet, kept(hands, page.sheet)
    levels = type_levels(hands)
    hands.ctrl(Key.Key_Z)
    hands.until(lambda: page.levels() == before[-1])
    assert kept(hands, sheet) == before
    hands.ctrl(Key.Key_Y)
    hands.until(lambda: page.levels() == levels)
    assert kept(hands, sheet)[-1] == levels


@pytest.mark.thorough(long=True)
def test_a_key_pressed_while_the_grid_is_read_again_is_not_wiped(hands: Hands) -> None:
    page = to_certify(hands)
    page.refresh()  # a colleague's change, say: the answer is on its way
    page.grid.keyPressEvent(_key(Key.Key_3))
    row = page.grid.table.rows[1]
    hands.rest()
    assert page.changed
    assert page.grid.table.rows[1] is row


def _key(key: Qt.Key) -> Any:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)


@pytest.mark.thorough(long=True)
def test_levels_that_cannot_be_stored_are_told_and_stay_until_the_user_lets_go(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    from amdesk.domain.errors import Refused
    from amdesk.services.competence.certificates import Competence

    page = to_certify(hands)
    assert page.sheet is not None
    sheet = page.sheet
    levels = type_levels(hands)

    def refuse(*_a: Any, **_k: Any) -> None:
        raise Refused(Text("Not today."), "NO")

    monkeypatch.setattr(Competence, "assess", refuse)
    hands.window.window.close()
    hands.until(lambda: QApplication.activeModalWidget() is not None)
    dialog: Any = QApplication.activeModalWidget()
    assert hands.window.window.isVisible()
    hands.press(Key.Key_Escape)
    hands.window.window.activateWindow()
    hands.until(hands.window.window.isActiveWindow)
    assert page.levels() == levels
    assert page.sheet is sheet
    hands.ctrl(Key.Key_J)
    hands.until(lambda: QApplication.activeModalWidget() not in {None, dialog})
    hands.ctrl(Key.Key_Return)
    hands.until(lambda: page.participant not in {None, sheet.participant.id})
    assert not page.changed


def test_saving_is_not_said_for_ever_after_a_refusal(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = hands.window.window.rail.saved
    hands.shell.tasks.write(lambda desk: desk.set_settings({"phone": "010-000 00 00"}))
    hands.rest()
    said = saved.text()
    assert said
    for failing in (_refuse, _break):
        hands.shell.tasks.write(failing, failed=lambda _e: None)
        hands.rest()
        assert saved.text() == said


def _refuse(_desk: Any) -> None:
    from amdesk.domain.errors import Refused

    raise Refused(Text("No."), "NO")


def _break(_desk: Any) -> None:
    raise ValueError


# other editors


def settings_unit(hands: Hands) -> Any:
    hands.window.window.go("settings", part="unit")
    hands.rest()
    return hands.page("settings")


@pytest.mark.thorough(long=True)
def test_the_units_name_survives_a_change_that_comes_meanwhile_and_is_stored_when_the_page_is_left(
    hands: Hands,
) -> None:
    page = settings_unit(hands)
    page.unit.fields["phone"].setText("010-123 45 67")
    page.unit.fields["city"].setFocus()
    hands.shell.tasks.write(lambda desk: desk.set_settings({"department": "Andra"}))
    hands.until(lambda: page.unit.fields["department"].text() == "Andra")
    assert page.unit.fields["phone"].text() == "010-123 45 67"
    hands.ctrl(Key.Key_1)
    hands.until(lambda: hands.ask(lambda desk: desk.setting("phone")) == "010-123 45 67")


@pytest.mark.thorough(long=True)
def test_weights_that_nobody_saved_are_not_lost_without_a_word(hands: Hands) -> None:
    hands.window.window.go("settings", part="weights")
    hands.rest()
    field = next(iter(hands.page("settings").weights.parts.values()))
    field.setText(str(int(field.text()) + 1))
    hands.ctrl(Key.Key_1)
    hands.shell.go("settings", part="weights")
    hands.rest()
    hands.window.window.close()
    hands.until(lambda: QApplication.activeModalWidget() is not None)
    assert hands.window.window.isVisible()
    dialog: Any = QApplication.activeModalWidget()
    dialog.reject()


@pytest.mark.thorough(long=True)
def test_a_profile_in_excel_has_the_skill_as_it_stands_on_the_screen(
    hands: Hands, chosen: Callable[[str], Path]
) -> None:
    path = chosen("profile.xlsx")
    hands.window.window.go("competence", tab="profiles")
    hands.rest()
    pane = hands.page("competence").profiles
    hands.until(lambda: pane.tree.topLevelItemCount() > 0)
    pane.tree.topLevelItem(0).child(0).setText(1, "Diskar och torkar")
    pane._to_excel()
    hands.until(path.exists)
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    assert any("Diskar och torkar" in str(c.value) for sheet in book for row in sheet for c in row)


@pytest.mark.thorough(long=True)
def test_attendance_in_excel_has_the_key_that_was_just_pressed(hands: Hands, chosen: Callable[[str], Path]) -> None:
    """However slow the bank is to write."""
    import threading

    path, slow = chosen("attendance.xlsx"), threading.Event()
    hands.window.window.go("competence", tab="modules")
    hands.rest()
    pane = hands.page("competence").modules
    hands.until(lambda: pane.grid.register is not None)
    assert pane.grid.register is not None
    person, meeting = pane.grid.register.people[0], pane.grid.register.meetings[-1]
    seen: list[Any] = []
    hands.shell.tasks.write(lambda _desk: slow.wait(10))
    pane.grid.noted.emit(person.id, meeting.id, "absent")
    hands.shell.tasks.run(lambda desk: desk.modules.register(pane.chosen), seen.append)
    slow.set()
    hands.until(lambda: bool(seen))
    assert seen[0].attendance.get((person.id, meeting.id)) == "absent"
    assert not path.exists()


# an import


def stored(hands: Hands) -> set[str]:
    return {str(p.name) for p in hands.ask(lambda desk: desk.participants.listing())}


@pytest.mark.thorough(long=True)
def test_a_cell_that_is_being_mended_is_in_the_import_that_it_is_stored_with(
    hands: Hands, chosen: Callable[[str], Path]
) -> None:
    path = chosen("list.csv")
    good = make.number(birth="239")
    path.write_text(
        f"Namn;Personnummer;Önskat yrke\nÑandú Prov;19860412-2381;Målare\nÅke Prov;{good};Parkarbetare\n", "utf-8"
    )
    hands.ctrl(Key.Key_I)
    page = hands.page("exchange")
    hands.until(lambda: page.review is not None and page.review.count("rejected") == 1)
    page.table.edit(page.table.currentIndex())
    editor: Any = QApplication.focusWidget()
    editor.setText(make.number())
    page.confirm()
    hands.until(lambda: page.review is None)
    assert {"Ñandú Prov", "Åke Prov"} <= stored(hands)


@pytest.mark.thorough(long=True)
def test_show_the_rows_works_for_every_file_after_the_first_import(hands: Hands, chosen: Callable[[str], Path]) -> None:
    path = chosen("list.csv")
    path.write_text(f"Namn;Personnummer;Önskat yrke\nÑandú Prov;{make.number()};Målare\n", "utf-8")
    hands.ctrl(Key.Key_I)
    page = hands.page("exchange")
    hands.until(lambda: page.review is not None)
    hands.ctrl(Key.Key_Return)
    hands.until(lambda: page.review is None)
    other = path.with_name("other.csv")
    other.write_text(f"Vem;Nummer;Vad;Hur\nÅke Prov;{make.number(birth='239')};Parkarbetare;x\n", "utf-8")
    page.open_file(other)
    hands.until(lambda: page.part() == "reading")
    hands.rest()
    for i, code in enumerate(("name", "identity", "wishes")):
        page.columns.choices[i].choose(code)
        page.columns.choices[i].activated.emit(0)
        hands.rest()
    assert page.show_button.text() == "Visa raderna"
    assert page.show_button.isEnabled(), "Show the rows can be pressed"
    page.show_button.click()
    hands.until(lambda: page.review is not None)


# undo


@pytest.mark.thorough(long=True)
def test_a_booking_whose_notice_was_printed_is_undone_and_done_again(
    hands: Hands, chosen: Callable[[str], Path]
) -> None:
    path = chosen("notice.pdf")
    task = choose_task(hands, "find_place")
    hands.press(Key.Key_Return)
    panel = hands.page("matching").panel
    hands.until(lambda: panel.opening is not None and bool(panel.found))
    hands.ctrl(Key.Key_Return)
    hands.until(lambda: panel.receipt is not None)
    hands.print_()
    assert path.exists()
    hands.rest()

    def mine() -> list[str]:
        found = hands.ask(lambda desk: desk.booking.current())
        return [b.status for b in found if b.participant_id == task.participant_id]

    assert mine() == ["booked"]
    hands.ctrl(Key.Key_Z)
    assert mine() == []
    hands.ctrl(Key.Key_Y)
    assert mine() == ["booked"]


def with_two_due(hands: Hands) -> int:
    """A person with two employments to certify: two records of hers were merged."""
    due: list[int] = [r.participant for r in hands.page("competence").people.people() if r.what == "certificate"]
    for keep, gone in combinations(due, 2):
        if hands.ask(partial(merged, keep=keep, gone=gone)):
            return keep
    raise AssertionError("nobody's employments go together")


def merged(desk: Desk, keep: int, gone: int) -> bool:
    with suppress(Refused, RuleBroken):
        desk.participants.merge(keep, gone)
        return True
    return False


@pytest.mark.thorough(long=True)
def test_ctrl_j_goes_on_from_the_employment_shown_where_a_person_has_two(hands: Hands) -> None:
    hands.window.window.go("competence")
    hands.rest()
    page = hands.page("competence")
    person = with_two_due(hands)
    page.refresh()
    hands.until(lambda: [r.participant for r in page.people.people()].count(person) == 2)
    due = [(r.participant, r.employment.id) for r in page.people.people()]

    def shows(employment: int) -> bool:
        return page.sheet is not None and page.sheet.employment.id == employment

    for here in (i for i, (who, _) in enumerate(due) if who == person):
        page.load(*due[here])
        hands.until(partial(shows, due[here][1]))
        hands.rest()
        hands.ctrl(Key.Key_J)
        hands.until(lambda: page.opening is None)
        hands.rest()
        assert (page.sheet.participant.id, page.sheet.employment.id) == due[here + 1]
