"""One truth for work in hand: whatever is being written in any editor, and whatever is done next before the program has had
a moment to store it, nothing is lost, and nothing older is printed, exported, counted or closed over."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from shiboken6 import isValid

from amdesk.db.competence import assessments as db
from amdesk.db.port import rows
from amdesk.services.desk import Desk
from amdesk.services.results.reports import Reports
from amdesk.ui.guidance.writing import BeginDialog, DraftDialog
from amdesk.ui.kit.printing import PrintDialog
from amdesk.ui.people.acts import NoteDialog
from amdesk.ui.results.committee import CommitteeDialog, ReportWanted
from tests import make
from tests.gate.outputs import shown
from tests.stories.test_storyboard import choose_task
from tests.ui import formed, records
from tests.ui.conftest import Hands
from tests.ui.test_every_form import NAMED

Key, Mod = Qt.Key, Qt.KeyboardModifier


def at_once(hands: Hands, key: Qt.Key, modifiers: Qt.KeyboardModifier = Mod.NoModifier) -> None:
    """A key where the focus is, and no moment's rest after it."""
    target: QWidget = QApplication.activeModalWidget() or QApplication.focusWidget() or hands.window.window
    QTest.keyClick(target, key, modifiers)


class Editor(NamedTuple):
    """`written` opens it and writes in it, and returns what tells whether that stands on the screen or in the bank."""

    name: str
    written: Callable[[Hands, Path, Desk], Callable[[], bool]]


# editors


def levels(hands: Hands, *_: object) -> Callable[[], bool]:
    """An assessment: 3 3 2 4 1."""
    task = choose_task(hands, "certificate")
    hands.press(Key.Key_Return)
    page = hands.page("competence")
    hands.until(lambda: page.sheet is not None and page.sheet.participant.id == task.participant_id)
    hands.rest()
    page.grid.go(1)
    page.grid.setFocus()
    sheet = page.sheet
    for key in (Key.Key_3, Key.Key_3, Key.Key_2, Key.Key_4, Key.Key_1):
        at_once(hands, key)
    wanted = dict(page.levels())

    def stands() -> bool:
        found = hands.ask(lambda desk: db.assessments(desk.work.bank, sheet.employment.id))
        shown = page.sheet is not None and page.sheet.employment.id == sheet.employment.id
        return dict(found[-1].levels) == wanted or (shown and page.changed and page.levels() == wanted)

    return stands


def words(hands: Hands, *_: object) -> Callable[[], bool]:
    """The supervisor's words, put away with Ctrl+Enter."""
    levels(hands)
    hands.page("competence").unsaved_levels.forget()
    page = hands.page("competence")
    sheet = page.sheet
    page._noted({"remark": "Hon tar över diskrummet.", "comment": "Jag trivs."})

    def stands() -> bool:
        found = hands.ask(lambda desk: db.assessments(desk.work.bank, sheet.employment.id))
        return any((a.remark, a.comment) == ("Hon tar över diskrummet.", "Jag trivs.") for a in found)

    return stands


def settings(part: str) -> Callable[[Hands], Any]:
    def open_(hands: Hands) -> Any:
        hands.window.window.go("settings", part=part)
        hands.rest()
        return hands.page("settings")

    return open_


def typed_in(hands: Hands, field: Any, said: str) -> str:
    field.setFocus()
    QTest.keyClicks(field, said)
    return str(field.text())


def unit(hands: Hands, *_: object) -> Callable[[], bool]:
    """The unit's phone number, which stands on every paper."""
    page = settings("unit")(hands)
    wanted = typed_in(hands, page.unit.fields["phone"], "77")
    return lambda: wanted in {hands.ask(lambda desk: desk.setting("phone")), page.unit.fields["phone"].text()}


def weights(hands: Hands, *_: object) -> Callable[[], bool]:
    """A weight of the matching, which is stored when somebody says so."""
    page = settings("weights")(hands)
    field = next(iter(page.weights.parts.values()))
    wanted = typed_in(hands, field, "1")
    return lambda: bool(field.text() == wanted)


def years(hands: Hands, *_: object) -> Callable[[], bool]:
    """How long personal data are kept, which is stored when somebody says so."""
    page = settings("retention")(hands)
    wanted = typed_in(hands, page.retention.years, "1")
    return lambda: bool(page.retention.years.text() == wanted)


def kept_time(hands: Hands, *_: object) -> Callable[[], bool]:
    """By which decision a kind of data is kept, which is stored when somebody says so."""
    page = settings("retention")(hands)
    wanted = typed_in(hands, page.retention.periods.source, "KS 14")
    return lambda: bool(page.retention.periods.source.text() == wanted)


def open_cell(said: str) -> Callable[[], bool]:
    """Writes in the cell that was opened, and leaves it open; returns what tells whether that stands in it still."""
    editor: Any = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, said)
    return lambda: isValid(editor) and editor.isVisible() and editor.text() == said


def profile(hands: Hands, *_: object) -> Callable[[], bool]:
    """A skill of a profile, in a cell that is still open."""
    hands.window.window.go("competence", tab="profiles")
    hands.rest()
    pane = hands.page("competence").profiles
    hands.until(lambda: pane.tree.topLevelItemCount() > 0)
    item = pane.tree.topLevelItem(0).child(0)
    pane.tree.setFocus()
    pane.tree.setCurrentItem(item, 1)
    pane.tree.editItem(item, 1)
    open_still = open_cell("Diskar och torkar")
    return lambda: open_still() or (isValid(item) and item.text(1) == "Diskar och torkar")


def attendance(hands: Hands, *_: object) -> Callable[[], bool]:
    """Who was there, by one key."""
    hands.window.window.go("competence", tab="modules")
    hands.rest()
    pane = hands.page("competence").modules
    hands.until(lambda: pane.grid.register is not None)
    row = next(i for i, e in enumerate(pane.grid.register.people) if e.status == "enrolled")
    person, meeting, module = pane.grid.register.people[row], pane.grid.register.meetings[-1], pane.chosen
    column = pane.grid.table.columnCount() - 1
    pane.grid.setFocus()
    pane.grid.selectionModel().setCurrentIndex(
        pane.grid.table.index(row, column), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )
    before = pane.grid.states.get((person.id, meeting.id))
    at_once(hands, Key.Key_3 if before == "present" else Key.Key_1)
    wanted = pane.grid.states[(person.id, meeting.id)]
    assert wanted != before
    return lambda: bool(
        hands.ask(lambda desk: desk.modules.register(module)).attendance.get((person.id, meeting.id)) == wanted
    )


def mended(hands: Hands, folder: Path, *_: object) -> Callable[[], bool]:
    """A cell of a list that is read in, still open."""
    path = folder / "list.csv"
    path.write_text("Namn;Personnummer;Önskat yrke\nÑandú Prov;19860412-2381;Målare\n", "utf-8")
    hands.window.window.go("exchange", file=str(path))
    page = hands.page("exchange")
    hands.until(lambda: page.review is not None)
    hands.rest()
    page.table.edit(page.table.currentIndex())
    number = make.number()
    open_still = open_cell(number)

    def stands() -> bool:
        rows = page.staged.rows if page.staged else []
        return open_still() or any(number in str(c) for r in rows for c in r.cells.values())

    return stands


def text(hands: Hands, *_: object) -> Callable[[], bool]:
    """A text whose figures are to be tested."""
    hands.window.window.go("followup", tab="text")
    hands.rest()
    field = hands.page("followup").text.words
    field.setFocus()
    QTest.keyClicks(field, "12 av 20 (70 procent)")
    return lambda: bool(field.toPlainText() == "12 av 20 (70 procent)")


def written_once(hands: Hands, table: str, column: str) -> bool:
    count = f"select count(*) as n from {table} where {column} = :said and void = 0"
    return bool(hands.ask(lambda desk: rows(desk.bank, count, said=WRITTEN))[0]["n"] == 1)


def stored_form(kind: str, label: str, table: str, column: str) -> Editor:
    """A form over a record, with one control written in and Ctrl+Enter pressed."""

    def written(hands: Hands, _folder: Path, other: Desk) -> Callable[[], bool]:
        form = NAMED[kind]
        key = form.stage(other, random.Random(1))
        hands.rest()
        dialog = formed.opened(hands, kind, lambda: form.show(hands, other, key))
        formed.write(formed.control(dialog, label), WRITTEN)
        formed.enter(dialog)
        return lambda: written_once(hands, table, column)

    return Editor(kind, written)


def note(hands: Hands, _folder: Path, other: Desk) -> Callable[[], bool]:
    """A note of a person, and Ctrl+Enter."""
    key = records.person(other, random.Random(1))
    hands.rest()
    dialog = formed.opened(hands, "NoteDialog", lambda: NoteDialog.run(hands.window.window, hands.shell, key))
    formed.write(formed.control(dialog, "Note"), WRITTEN)
    formed.enter(dialog)
    return lambda: written_once(hands, "note", "body")


def guidance(hands: Hands, _folder: Path, other: Desk) -> Callable[[], bool]:
    """A chapter of the unit's own guidance as a draft, and Ctrl+Enter."""
    found = other.guidance.of("outcome")
    dialog = DraftDialog(hands.window.window, hands.shell, found.name, found.title, found.versions[0])
    dialog.open()
    hands.rest()
    dialog.sv.setPlainText(f"{dialog.sv.toPlainText()}\n\n{WRITTEN}\n")
    formed.enter(dialog)
    return lambda: hands.ask(lambda desk: desk.guidance.of("outcome").versions[0].sv).strip().endswith(WRITTEN)


def begun(hands: Hands, _folder: Path, other: Desk) -> Callable[[], bool]:
    """From which day a draft is in force, and Ctrl+Enter."""
    newest = other.guidance.of("outcome").versions[0]
    draft = other.guidance.draft("outcome", f"{newest.sv}\n\n{WRITTEN}\n", newest.en, WRITTEN)
    dialog = BeginDialog(hands.window.window, hands.shell, "Vad hände", draft)
    dialog.open()
    hands.rest()
    day = make.TODAY + timedelta(3)
    dialog.since.setText(str(day))
    formed.enter(dialog)
    return lambda: hands.ask(lambda desk: desk.guidance.version(draft.id)).since == day


def two_users(hands: Hands, *_: object) -> Callable[[], bool]:
    """That one user proposes an erasure and another approves it: a box that is stored as it is ticked."""
    page = settings("retention")(hands)
    page.retention.two.click()
    assert page.retention.two.isChecked()
    return lambda: bool(hands.ask(lambda desk: desk.retention.two))


def how_a_list_is_read(hands: Hands, folder: Path, *_: object) -> Callable[[], bool]:
    """What kind of list a file is said to be, while it is being read anew."""
    path = folder / "list.csv"
    path.write_text("Namn;Personnummer;Önskat yrke\nÑandú Prov;19860412-2381;Målare\n", "utf-8")
    hands.window.window.go("exchange", file=str(path))
    page = hands.page("exchange")
    hands.until(lambda: page.review is not None)
    hands.rest()
    page.read_anew({"column:Önskat yrke": "note"})
    hands.rest()
    return lambda: page.staged is not None and page.staged.answers.get("column:Önskat yrke") == "note"


WRITTEN = "Ring porten 14"
FORMS = [
    stored_form("ParticipantDialog", "Phone", "participant", "phone"),
    stored_form("PlacementDialog", "Supervisor", "placement", "supervisor"),
    stored_form("CapacityDialog", "Reason", "capacity", "reason"),
    stored_form("FollowUpDialog", "Note", "followup", "note"),
    *(Editor(one.__name__, one) for one in (note, guidance, begun)),
]
IN_PAGES = (
    levels,
    words,
    unit,
    weights,
    years,
    kept_time,
    profile,
    attendance,
    mended,
    text,
    two_users,
    how_a_list_is_read,
)
EDITORS = [*(Editor(f.__name__, f) for f in IN_PAGES), *FORMS]
SAID_BEFORE_IT_IS_LOST = {"weights", "years", "kept_time", "profile", "mended", "text"}
"""Stored only when the user says so: closing the window asks first."""


# acts


def printed(hands: Hands) -> None:
    at_once(hands, Key.Key_P, Mod.ControlModifier)
    hands.rest()
    if isinstance(QApplication.activeModalWidget(), PrintDialog):
        hands.out()


def exported(hands: Hands) -> None:
    at_once(hands, Key.Key_E, Mod.ControlModifier)


def another_person(hands: Hands) -> None:
    at_once(hands, Key.Key_J, Mod.ControlModifier)


def another_page(hands: Hands) -> None:
    at_once(hands, Key.Key_1, Mod.ControlModifier)


def the_same_page(hands: Hands) -> None:
    hands.window.window.go(hands.window.window.current)


def undone_and_done_again(hands: Hands) -> None:
    """From the palette or the history, where no field has the keys."""
    hands.window.window.undo()
    hands.rest()
    hands.window.window.redo()


def the_bank_answers_again(hands: Hands) -> None:
    """The page reads anew, as it does when another window of the bank was closed."""
    hands.window.window.refresh()


def names_hidden(hands: Hands) -> None:
    at_once(hands, Key.Key_H, Mod.ControlModifier | Mod.ShiftModifier)


def locked_and_unlocked(hands: Hands) -> None:
    hands.shell.lock_wanted.emit()
    screen: Any = hands.window.window.locking
    assert not any(WRITTEN in said for _kind, said in shown(visible=True))
    hands.rest()
    QTest.keyClick(screen.screen.ok, Key.Key_Return)
    assert hands.window.window.locking is None


ACTS: list[Callable[[Hands], None]] = [
    printed,
    exported,
    another_person,
    another_page,
    the_same_page,
    undone_and_done_again,
    the_bank_answers_again,
    names_hidden,
    locked_and_unlocked,
]


@pytest.fixture
def unasked(monkeypatch: pytest.MonkeyPatch, chosen: Callable[[str], Path], tmp_path: Path) -> None:
    """Where a file goes is answered at once."""
    chosen("file.pdf")
    monkeypatch.setattr(
        CommitteeDialog, "ask", lambda *_a: ReportWanted(tmp_path / "report.pdf", outside=True, recipient="")
    )


@pytest.mark.thorough(156)
@pytest.mark.usefixtures("unasked")
@pytest.mark.parametrize("act", ACTS, ids=lambda a: a.__name__)
@pytest.mark.parametrize("editor", EDITORS, ids=lambda e: e.name)
def test_what_is_written_is_not_lost_whatever_is_done_next(
    hands: Hands, tmp_path: Path, other: Desk, editor: Editor, act: Callable[[Hands], None]
) -> None:
    stands = editor.written(hands, tmp_path, other)
    act(hands)
    hands.rest()
    assert stands()
    assert "Sparar" not in hands.window.window.rail.saved.text()


@pytest.mark.parametrize("editor", EDITORS, ids=lambda e: e.name)
@pytest.mark.thorough(18)
def test_a_window_that_is_closed_at_once_has_stored_what_is_written_or_asks(
    hands: Hands, tmp_path: Path, other: Desk, editor: Editor
) -> None:
    stands = editor.written(hands, tmp_path, other)
    hands.window.window.close()
    if editor.name in SAID_BEFORE_IT_IS_LOST:
        hands.until(lambda: QApplication.activeModalWidget() is not None)
        assert hands.window.window.isVisible()
        hands.press(Key.Key_Escape)
        assert stands()
    else:
        hands.until(lambda: not hands.window.window.isVisible())
        assert stands()


@pytest.mark.parametrize("editor", [e for e in EDITORS if e.name in SAID_BEFORE_IT_IS_LOST], ids=lambda e: e.name)
@pytest.mark.thorough(8)
def test_a_lock_stores_nothing_that_is_stored_only_when_somebody_says_so(
    hands: Hands, tmp_path: Path, other: Desk, editor: Editor
) -> None:
    stands = editor.written(hands, tmp_path, other)
    before = formed.state(other)
    locked_and_unlocked(hands)
    hands.rest()
    assert stands()
    assert formed.changed(before, formed.state(other)) == set()


@pytest.mark.thorough(4)
@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("ParticipantDialog", "Phone"),
        ("PlacementDialog", "Supervisor"),
        ("CapacityDialog", "Reason"),
        ("FollowUpDialog", "Note"),
    ],
)
def test_a_form_that_is_half_written_comes_back_after_a_lock_as_it_was(
    hands: Hands, other: Desk, kind: str, label: str
) -> None:
    form = NAMED[kind]
    key = form.stage(other, random.Random(1))
    hands.rest()
    dialog = formed.opened(hands, kind, lambda: form.show(hands, other, key))
    formed.write(formed.control(dialog, label), WRITTEN)
    written, place, before = formed.controls(dialog), dialog.geometry(), formed.state(other)
    said = {name: formed.shown(one) for name, one in written.items()}
    focus = QApplication.focusWidget()
    hands.press(Key.Key_L, Mod.ControlModifier)
    assert not dialog.isVisible()
    locked_and_unlocked(hands)
    hands.until(lambda: QApplication.activeModalWidget() is dialog)
    hands.until(dialog.isActiveWindow)
    assert (QApplication.focusWidget(), dialog.geometry()) == (focus, place)
    assert {name: formed.shown(one) for name, one in formed.controls(dialog).items()} == said
    assert formed.changed(before, formed.state(other)) == set()
    formed.leave(hands, dialog)


# what is printed and exported


@pytest.mark.thorough(long=True)
def test_a_cohort_that_was_just_chosen_is_the_one_that_is_exported(
    hands: Hands, chosen: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = chosen("cohort.xlsx")
    asked: list[int] = []
    found = Reports.cohort

    def noted(this: Reports, year: int, window: Any) -> Any:
        asked.append(year)
        return found(this, year, window)

    monkeypatch.setattr(Reports, "cohort", noted)
    hands.window.window.go("followup", tab="cohorts")
    hands.until(lambda: hands.page("followup").cohorts.data is not None)
    hands.rest()
    pane = hands.page("followup").cohorts
    year = next(y for y in pane.data.years if y != pane.data.cohort.year)
    pane.years.choose(str(year))
    pane.years.activated.emit(pane.years.currentIndex())
    exported(hands)
    hands.until(path.exists)
    hands.rest()
    assert asked == [year]
    pane.years.activated.emit(pane.years.currentIndex())
    pane.freeze()
    assert QApplication.activeModalWidget() is None, "nothing is frozen before it is shown"


@pytest.mark.thorough(long=True)
def test_an_old_certificate_is_not_printed_in_the_moment_between_storing_and_reading_again(
    hands: Hands, chosen: Callable[[str], Path]
) -> None:
    path = chosen("certificate.pdf")
    levels(hands)
    hands.print_()
    assert path.exists()
    path.unlink()
    page = hands.page("competence")
    page.grid.go(1)
    at_once(hands, Key.Key_2)
    at_once(hands, Key.Key_4)
    page.unsaved_levels.first(lambda: at_once(hands, Key.Key_P, Mod.ControlModifier))
    hands.until(lambda: QApplication.activeModalWidget() is not None)
    hands.rest()
    assert not path.exists(), "it is asked which of the two is wanted"
    hands.press(Key.Key_Escape)


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("tab", ["archive", "modules", "profiles"])
def test_nothing_is_printed_or_marked_done_of_a_person_whose_grid_is_not_shown(
    hands: Hands, tmp_path: Path, chosen: Callable[[str], Path], tab: str
) -> None:
    path = chosen("certificate.pdf")
    levels(hands)
    page = hands.page("competence")
    page.unsaved_levels.forget()
    page.tabs.button(tab).click()
    hands.rest()
    before = hands.ask(lambda desk: (len(desk.competence.archive()), len(desk.history.steps())))
    shown = page.participant
    if tab == "archive":
        hands.print_()
    for key in (Key.Key_P, Key.Key_D, Key.Key_J)[tab == "archive" :]:
        hands.ctrl(key)
    assert hands.ask(lambda desk: (len(desk.competence.archive()), len(desk.history.steps()))) == before
    assert page.participant == shown
    assert path.exists() == (tab == "archive"), "there it is the issued one that is chosen"


# names


@pytest.mark.thorough(long=True)
def test_a_name_is_hidden_at_once_while_her_levels_are_being_typed(hands: Hands, tmp_path: Path) -> None:
    stands = levels(hands)
    page = hands.page("competence")
    name = page.sheet.participant.name

    def said() -> bool:
        return any(name == one.text() for one in page.findChildren(QLabel))

    assert said()
    names_hidden(hands)
    hands.rest()
    assert not said()
    assert stands()


# saved


@pytest.mark.thorough(long=True)
def test_saved_stands_only_while_nothing_else_is_written(hands: Hands, tmp_path: Path) -> None:
    said = hands.window.window.rail.saved
    levels(hands)
    assert said.text() == "Inte sparat än"
    another_page(hands)
    hands.rest()
    assert said.text().startswith("Sparat ")


def test_what_somebody_else_stores_is_not_said_to_be_saved_here(hands: Hands, other: Desk) -> None:
    said = hands.window.window.rail.saved.text()
    other.set_settings({"phone": "010-000 00 00"})
    hands.window.tasks._look()
    hands.rest()
    hands.shell.tasks.written.emit()  # a refusal tells the pages that they are old
    hands.rest()
    assert hands.window.window.rail.saved.text() == said


def test_a_unit_saved_and_taken_back_at_once_is_one_step_and_taken_back(hands: Hands, tmp_path: Path) -> None:
    page = settings("unit")(hands)
    before = page.unit.fields["phone"].text()
    steps = len(hands.ask(lambda desk: desk.history.steps()))
    typed_in(hands, page.unit.fields["phone"], "77")
    page.unit.save()
    hands.window.window.undo()
    hands.rest()
    assert hands.ask(lambda desk: desk.setting("phone")) == before
    assert len(hands.ask(lambda desk: desk.history.steps())) == steps + 2


def test_a_text_that_is_checked_goes_on_in_the_window_with_another_look(hands: Hands, tmp_path: Path) -> None:
    stands, gone = text(hands), list[bool]()
    hands.window.window.leave(lambda: gone.append(True), carries=True)
    hands.until(lambda: bool(gone))
    held = hands.window.window.carried()
    hands.page("followup").text.words.clear()
    hands.window.window.carry(held, "followup")
    hands.rest()
    assert stands()
    assert hands.page("followup").tabs.current() == "text"
