"""No page, dialog, menu, tooltip, title or name for a screen reader shows a protected person whom nobody opened with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from amdesk.ui.booking.form import notice_of, print_notice
from amdesk.ui.frame.pages import PAGES
from amdesk.ui.kit import paint
from amdesk.ui.kit.reason import ReasonDialog
from amdesk.ui.people.protecting import ProtectDialog
from tests.gate.outputs import shown
from tests.gate.people import NAMES, Staged, referral
from tests.make import TODAY
from tests.ui.conftest import Hands, close, make_window


class Walker(Hands):
    """Goes through the window and keeps every fault that is seen on the way, painted words too."""

    def __init__(self, qtbot: QtBot, bank: Path, staged: Staged, monkeypatch: pytest.MonkeyPatch) -> None:
        self.painted: set[str] = set()
        real = paint.say

        def say(painter: Any, rect: QRect, said: str, *rest: Any) -> int:
            self.painted.add(said)
            return real(painter, rect, said, *rest)

        monkeypatch.setattr(paint, "say", say)
        super().__init__(qtbot, make_window(qtbot, str(bank)))
        self.staged, self.faults = staged, list[str]()
        self.rest()

    def look(self, where: str) -> None:
        """Everything that any window holds now, and what is painted of it."""
        self.rest()
        self.window.window.grab()
        for kind, said in shown():
            if said:
                self.faults += self.staged.faults(f"{where}, {kind}", said)
        for said in self.painted:
            self.faults += self.staged.faults(f"{where}, painted", said)
        self.painted.clear()

    def go(self, page: str, **arguments: Any) -> Any:
        self.window.window.go(page, **arguments)
        self.rest()
        self.look(f"{page} {arguments or ''}")
        return self.page(page)

    def dialog(self, where: str) -> None:
        """A dialog that has opened: looked at and closed."""
        self.look(where)
        for one in QApplication.topLevelWidgets():
            if isinstance(one, QDialog) and one.isVisible():
                one.reject()
        for one in self.window.window.findChildren(QDialog):
            if one.isVisible():
                one.reject()
        self.rest()

    def modal(self, where: str, act: Callable[[], Any], wanted: type[QDialog] = QDialog) -> None:
        """A dialog (of that kind) that holds the window until it is answered: looked at from within, then closed."""
        met: list[QWidget] = []

        def poll() -> None:
            box = QApplication.activeModalWidget()
            if isinstance(box, wanted) and not met:
                met.append(box)
                for kind, said in shown():
                    self.faults += self.staged.faults(f"{where}, {kind}", said)
                box.reject()

        timer = QTimer()
        timer.timeout.connect(poll)
        timer.start(20)
        act()
        self.until(lambda: bool(met))
        timer.stop()
        self.rest()


@pytest.fixture
def walker(qtbot: QtBot, guarded: tuple[Path, Staged], monkeypatch: pytest.MonkeyPatch) -> Iterator[Walker]:
    bank, staged = guarded
    made = Walker(qtbot, bank, staged, monkeypatch)
    yield made
    close(made.window)


def overview(w: Walker) -> None:
    w.go("overview")


def placements(w: Walker) -> None:
    page = w.go("placements")
    board = page.board.view
    for row, line in enumerate(board.lines):
        for week in range(board.data.window.weeks):
            w.faults += w.staged.faults("the board aloud", board.spoken(row, week))
        for bar in line.lane.bars if line.lane else ():
            if bar.participant_id in w.staged.parts.values():
                board.row, board.day = row, max(bar.first, TODAY)
                board.tell()
                w.look("the board's panel")
                w.modal("the reason asked on the board", partial(page.board._bar_act, "extend", bar))
    page.board.show_conflicts()
    w.dialog("conflicts")
    page.shape.set_current("list")
    page._turn()
    w.look("placements as a list")


def participants(w: Walker) -> None:
    page = w.go("participants", chip="all")
    for person in w.staged.people:
        w.go("participants", participant=person.key)
    page.search.setText(NAMES[0])
    w.until(lambda: page.rows.rowCount() == 0)  # what was typed finds nobody
    page.search.setText("")
    w.look("participants by name")
    for known in w.ask(lambda desk: [desk.work.participant(p.key) for p in w.staged.people[:3]]):
        w.go("participants", participant=known.id)
        w.window.window.protect()  # nobody has opened her
        w.look("protect somebody who is not opened")
        assert QApplication.activeModalWidget() is None
        ProtectDialog.run(page, w.shell, known)
        w.rest()
        assert isinstance(QApplication.activeModalWidget(), ProtectDialog)
        w.dialog("protect personal data")


def matching(w: Walker) -> None:
    page = w.go("matching", participant=w.staged.parts["waiting"])
    w.go("matching", participant=w.staged.parts["waiting"], why="Letar plats åt henne")
    page._why()
    w.dialog("why a place fits")
    page.panel.book()
    w.look("a receipt")
    page._edit()
    w.dialog("change needs")
    for part in ("started", "booked", "certified"):
        w.go("matching", participant=w.staged.parts[part])
    for key in w.ask(lambda desk: [p.id for p in desk.placements.listing(day=TODAY) if p.free][:4]):
        w.go("matching", placement=key)
    w.go("matching", round=True)
    w.until(lambda: page.round.rows.rowCount() > 0)
    w.look("a matching round")
    booking = w.ask(lambda desk: desk.booking.get(w.staged.booking["booked"]))
    notice = partial(print_notice, page, w.shell, booking.ref, notice_of(w.shell, booking))
    w.modal("the reason asked for a notice", notice, ReasonDialog)
    w.look("a notice that nobody gave a reason for")


def competence(w: Walker) -> None:
    page = w.go("competence")
    for key in w.staged.parts.values():
        w.go("competence", participant=key)
        if not page.certificate.preview.pixmap().isNull():
            w.faults.append(f"competence: the certificate of participant {key} is shown")


def to_assess(w: Walker, third: int) -> None:
    """From one to the next, a third of them all, from whoever stands before the first of these."""
    page = w.go("competence")
    everybody = [(row.participant, row.employment.id) for row in page.people.people()]
    first, last = (len(everybody) * part // 3 for part in (third, third + 1))
    before = max(first - 1, 0)
    page.load(*everybody[before])
    w.look(f"to assess, {before}")
    for i, (who, _employment) in enumerate(everybody[before + 1 : last], before + 1):
        page.next_(1)
        w.rest()
        assert page.participant == who
        w.look(f"to assess, {i}")


def competence_tabs(w: Walker) -> None:
    page = w.go("competence")
    for tab in ("archive", "modules", "profiles"):
        w.go("competence", tab=tab)
    w.go("competence", tab="modules")
    for row in range(page.modules.rows.rowCount()):
        page.modules.table.selectRow(row)
        w.look("a module")


def followup(w: Walker) -> None:
    page = w.go("followup")
    for tab in page.panes:
        w.go("followup", tab=tab)
    w.go("followup", tab="desk")
    for i, row in enumerate(page.desk.rows.rows):
        if getattr(row, "protected", False):
            page.desk.list.setCurrentIndex(page.desk.rows.index(i))
            w.look("somebody on the day-90 desk")
            w.modal("follow up day 90", page.desk.follow_up)
    w.go("followup", tab="result")
    page.result.opened.emit("exits.all")
    w.dialog("rows behind a figure")


def exchange(w: Walker, folder: Path) -> None:
    page = w.go("exchange")
    path = referral(folder, NAMES[7], "08-465 004 77")
    page.open_file(path)
    w.look("a list that is read in again")
    page.show_reading()
    w.rest()
    w.look("how the list is read")
    page._cancel()
    page.take_up("participants")
    w.look("the work list")
    for what in page.exports.buttons:
        page.exports._export(what)
        w.until(lambda: QApplication.activeModalWidget() is not None)
        w.dialog(f"what leaves: {what}")


def settings(w: Walker) -> None:
    page = w.go("settings")
    for part in page.parts:
        w.go("settings", part=part)
    w.go("settings", part="access")
    for person in w.staged.people:
        page.access.whose.setText(person.number)
        w.look("the access log of one")
        page.access.whose.clear()


def development(w: Walker) -> None:
    """The handbook names nobody: each chapter, each version, two of them compared, and what is found by a name."""
    page = w.go("development")
    w.until(lambda: page.chapters)
    for chapter in page.chapters:
        w.go("development", part=chapter.name)
        for version in chapter.versions[1:]:
            w.go("development", part=chapter.name, kind=f"{version.version}-{chapter.versions[0].version}")
    for words in NAMES:
        page._seek(words)
        w.look("the handbook searched")
    page._seek("")
    w.modal("write guidance", page._write)


def employers(w: Walker) -> None:
    """Who is soon done, with each vacancy; the dialogs over whoever is protected; and the introductions."""
    page = w.go("employers", tab="vacancies")
    for days in ("30", "60", "90"):
        page.vacancies.period.set_current(days)
        page.vacancies._other_days(days)
        w.look(f"soon done, {days}")
    pane = page.vacancies
    for at in range(len(pane.people.rows)):
        pane.soon.setCurrentIndex(pane.people.index(at))
        w.look("whoever is soon done")
        if pane.found is not None and pane.found.person.name.hidden and pane.fits():
            pane.next_step()
            w.dialog("introduce")
            pane.not_relevant()
            w.dialog("not relevant")
    w.go("employers", tab="employers")
    page = w.go("employers", tab="introductions")
    rows = page.introductions.rows.rows
    for at in range(len(rows)):
        page.introductions.list.setCurrentIndex(page.introductions.rows.index(at))
        w.look("an introduction")


def _has_read(page: Any) -> bool:
    return page.read is not None


def improved(w: Walker) -> None:
    """What is improved and what auditors recommended names nobody."""
    for name in ("improvement", "reviews"):
        page = w.go(name)
        w.until(partial(_has_read, page))
        for ref in ("A-001", "A-002", "R-001", "R-002"):
            w.go(name, part=ref)


def palette(w: Walker) -> None:
    box = w.window.window
    box.open_palette()
    for words in (*NAMES, *(p.number for p in w.staged.people)):
        box.palette_box.field.setText(words)
        w.rest()
        typed = box.palette_box.field
        typed.blockSignals(True)
        typed.clear()  # what was typed is the user's own
        typed.blockSignals(False)
        w.look("palette")
    box.palette_box.close_()


def lock(w: Walker) -> None:
    """What is said on the way into a lock and out of it."""
    w.go("participants", chip="all")
    w.shell.lock_wanted.emit()
    w.look("locked")
    screen: Any = w.window.window.locking
    screen.screen.confirm()
    w.look("unlocked")


WALKS: dict[str, Callable[..., None]] = {
    "overview": overview, "placements": placements, "participants": participants, "matching": matching, "competence": competence, "competence, other tabs": competence_tabs,
    **{f"competence, to assess {third + 1}": partial(to_assess, third=third) for third in range(3)},
    "followup": followup, "employers": employers, "development": development, "improvement": improved, "reviews": improved, "exchange": exchange, "settings": settings, "palette": palette, "lock": lock,
}  # fmt: skip


def test_every_page_of_the_window_has_a_walk() -> None:
    assert {name.split(",")[0] for name in WALKS} - {"palette", "lock"} == {one.name for one in PAGES}


@pytest.mark.thorough(9)
@pytest.mark.parametrize("name", list(WALKS))
def test_a_page_never_shows_a_protected_person_nor_ties_one_to_a_workplace(
    name: str, walker: Walker, tmp_path: Path
) -> None:
    WALKS[name](walker, tmp_path) if name == "exchange" else WALKS[name](walker)
    assert sorted(set(walker.faults)) == []


@pytest.mark.thorough(long=True)
def test_what_is_undone_is_told_without_the_name_of_somebody_flagged_since(walker: Walker) -> None:
    walker.go("overview")
    for _ in range(12):
        walker.window.window.undo()
        walker.look("undo")
    for _ in range(3):
        walker.window.window.redo()
        walker.look("redo")
    assert sorted(set(walker.faults)) == []
