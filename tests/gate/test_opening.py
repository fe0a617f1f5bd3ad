"""In the window a protected person opens for a named reason, stays open while she is worked with, and closes when one leaves."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from amdesk.services.competence.sheets import Sheets
from amdesk.ui.booking.form import print_notice
from amdesk.ui.frame.flagged import FlagWatch
from amdesk.ui.frame.report import ReportDialog
from amdesk.ui.kit.basic import KeyButton
from amdesk.ui.kit.reason import ReasonDialog
from amdesk.ui.kit.states import EmptyState
from tests.gate.outputs import written
from tests.gate.people import COLLEAGUE, NAMES, Staged, open_desk
from tests.ui.conftest import Hands, close, make_window

WHY = "Ringer handledaren om slutbedömningen"


@pytest.fixture
def room(qtbot: QtBot, guarded: tuple[Path, Staged]) -> Iterator[tuple[Hands, Staged]]:
    bank, staged = guarded
    hands = Hands(qtbot, make_window(qtbot, str(bank)))
    hands.rest()
    yield hands, staged
    close(hands.window)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the dialog of reasons was opened for; it is answered with a reason."""
    seen: list[str] = []

    def ask(_parent: Any, _shell: Any, title: str, *_rest: Any) -> str:
        seen.append(title)
        return WHY

    monkeypatch.setattr(ReasonDialog, "ask", ask)
    return seen


def logged(hands: Hands, number: str) -> list[str]:
    return [r.what for r in hands.ask(lambda desk: desk.history.access(number)) if r.why == WHY]


@pytest.mark.thorough(long=True)
def test_the_competence_page_shows_grid_and_certificate_after_a_reason_and_asks_anew_after_one_has_left(
    room: tuple[Hands, Staged], asked: list[str]
) -> None:
    hands, staged = room
    key, number = staged.parts["assessed"], staged.number("assessed")
    hands.window.window.go("competence", participant=key)
    hands.rest()
    page = hands.page("competence")
    assert isinstance(page.grid_stack.currentWidget(), EmptyState)
    assert page.sheet is None
    assert logged(hands, number) == []
    act = next(b for b in page.instead.findChildren(type(page.onwards)) if "skäl" in b.text())
    act.click()
    hands.until(lambda: page.sheet is not None and not page.certificate.preview.pixmap().isNull())
    assert set(logged(hands, number)) == {"competence", "certificate"}
    page.grid.setFocus()
    hands.press(Qt.Key.Key_3)
    hands.ctrl(Qt.Key.Key_D)
    hands.rest()
    assert page.sheet is not None
    assert len(asked) == 1
    hands.window.window.go("overview")
    hands.rest()
    hands.window.window.go("competence")
    hands.until(lambda: page.sheet is None)
    assert page.certificate.preview.pixmap().isNull()


@pytest.mark.thorough(long=True)
def test_an_issued_certificate_is_saved_again_after_a_reason(
    room: tuple[Hands, Staged], asked: list[str], chosen: Callable[[str], Path]
) -> None:
    hands, staged = room
    path = chosen("intyg.pdf")
    hands.window.window.go("competence", tab="archive")
    hands.rest()
    page = hands.page("competence")
    row = next(r for r in page.archive.rows.rows if r.participant == staged.number("certified"))
    page.archive._save(row)
    hands.out()
    assert path.exists()
    assert len(asked) == 1
    assert logged(hands, staged.number("certified")) == ["certificate"]


@pytest.mark.thorough(long=True)
def test_a_notice_is_written_after_a_reason_alone(
    room: tuple[Hands, Staged], asked: list[str], chosen: Callable[[str], Path]
) -> None:
    hands, staged = room
    path = chosen("besked.pdf")
    print_notice(hands.window.window, hands.shell, staged.booking["booked"])
    hands.out()
    assert path.exists()
    assert len(asked) == 1
    assert logged(hands, staged.number("booked"))[0] in {"notice", "Booking notice made: {name}, {place}"}


def test_nobody_who_gives_no_reason_gets_a_file(
    room: tuple[Hands, Staged], monkeypatch: pytest.MonkeyPatch, chosen: Callable[[str], Path]
) -> None:
    hands, staged = room
    monkeypatch.setattr(ReasonDialog, "ask", lambda *_a, **_k: None)
    path = chosen("besked.pdf")
    print_notice(hands.window.window, hands.shell, staged.booking["booked"])
    hands.rest()
    assert not path.exists()


@pytest.mark.thorough(4)
@pytest.mark.parametrize("watched", [True, False])
@pytest.mark.parametrize("reason", ["", WHY])
def test_a_paper_of_somebody_flagged_since_it_was_shown_goes_out_for_a_reason_alone(
    reason: str,
    watched: bool,
    room: tuple[Hands, Staged],
    guarded: tuple[Path, Staged],
    chosen: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hands, staged = room
    monkeypatch.setattr(ReasonDialog, "ask", lambda *_a, **_k: reason)
    if not watched:  # as where it goes out before anybody has looked
        monkeypatch.setattr(FlagWatch, "look", lambda _self: None)
    path, desk = chosen("besked.pdf"), open_desk(guarded[0], COLLEAGUE)
    booking = next(
        b for b in desk.booking.every() if b.participant_id not in staged.parts.values() and b.status == "started"
    )
    print_notice(hands.window.window, hands.shell, booking.ref)
    dialog = hands.paper()
    desk.participants.protect(booking.participant_id, 3)
    desk.close()
    hands.shell.tasks._look()
    hands.rest()
    if not watched:
        dialog.save()
    hands.until(lambda: not isValid(dialog) or dialog.gone)
    assert not path.exists()
    if reason:
        hands.out()
    assert path.exists() == bool(reason)


@pytest.mark.thorough(long=True)
def test_somebody_flagged_since_she_was_opened_no_longer_stands_under_recent(room: tuple[Hands, Staged]) -> None:
    hands, _ = room
    hands.window.window.go("participants", chip="all")
    hands.rest()
    page, rail = hands.page("participants"), hands.window.window.rail
    hands.until(lambda: page.record is not None and bool(rail.opened))
    key, name = page.record.participant.id, page.record.participant.name
    assert name in [said for _kind, _key, said in rail.opened]
    hands.window.tasks.write(lambda desk: desk.participants.change(key, {"protection": 1}), lambda _: None)
    hands.until(lambda: page.record is None or page.record.participant.id != key)
    hands.window.window.go("participants", participant=key)
    hands.until(lambda: key not in [k for _kind, k, _said in rail.opened])
    assert name not in [said for _kind, _key, said in rail.opened]


@pytest.mark.thorough(long=True)
def test_somebody_whom_another_flags_while_the_window_is_open_stands_under_recent_on_no_page(
    room: tuple[Hands, Staged], guarded: tuple[Path, Staged]
) -> None:
    hands, staged = room
    hands.window.window.go("participants", chip="all")
    hands.rest()
    page, rail = hands.page("participants"), hands.window.window.rail
    hands.until(lambda: page.record is not None and bool(rail.opened))
    key, name = page.record.participant.id, page.record.participant.name
    hands.window.window.go("overview")
    hands.rest()
    assert key not in staged.parts.values()
    desk = open_desk(guarded[0], COLLEAGUE)
    desk.participants.protect(key, 3)
    desk.close()
    hands.window.window.refresh()  # as when the bank is seen to have changed
    hands.rest()
    assert name not in [entry.text() for entry in rail.entries]
    assert key not in [k for _kind, k, _said in rail.opened]


def test_an_unexpected_error_is_logged_and_reported_without_what_it_says_of_a_person(
    room: tuple[Hands, Staged], tmp_path: Path
) -> None:
    hands, staged = room
    path = tmp_path / "amdesk.log"
    handler = logging.FileHandler(path, encoding="utf-8")
    logging.getLogger("amdesk").addHandler(handler)
    try:
        raise ValueError(f"{NAMES[0]}, 08-465 004 00")
    except ValueError as error:
        ReportDialog.show_error(hands.window.window, hands.shell, error)
    finally:
        logging.getLogger("amdesk").removeHandler(handler)
        handler.close()
    assert "ValueError" in path.read_text("utf-8")
    assert "test_opening.py" in path.read_text("utf-8")
    assert staged.all_faults("log", written(path)) == []
    for box in hands.window.window.findChildren(QDialog):
        box.reject()


@pytest.mark.thorough(long=True)
def test_sheets_for_a_whole_placement_say_who_was_left_out(
    room: tuple[Hands, Staged], chosen: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    hands, _ = room
    path, toasts, told = chosen("blad.xlsx"), list[str](), list[str]()
    hands.shell.toasted.connect(lambda said, _undo: toasts.append(said))
    everybody = hands.ask(lambda d: d.sheets.running())
    monkeypatch.setattr(Sheets, "running", lambda *_a: everybody)
    protected = hands.ask(lambda d: [p for p, *_ in d.competence.due() if d.work.participant(p).protection])
    open_one = next(r for r in hands.ask(lambda d: d.competence.due()) if r[0] not in protected)
    hands.window.window.go("competence", participant=open_one[0])
    page = hands.page("competence")
    hands.until(lambda: page.sheet is not None)

    def whom(*given: str, **_more: str) -> str:
        told.append(given[3])
        return "Handledaren"

    monkeypatch.setattr(ReasonDialog, "ask", whom)
    page.sending._send_now(None, "Björkparken")
    hands.until(lambda: bool(toasts))
    assert path.exists()
    assert "skyddade" in toasts[-1]
    assert "utelämna" in told[0], "what leaves was told before"


@pytest.mark.thorough(long=True)
def test_the_matching_page_shows_needs_and_wishes_after_a_reason_and_asks_anew_after_one_has_left(
    room: tuple[Hands, Staged], asked: list[str]
) -> None:
    hands, staged = room
    key, number = staged.parts["waiting"], staged.number("waiting")
    hands.window.window.go("matching", participant=key)
    hands.rest()
    page = hands.page("matching")
    assert isinstance(page.stack.currentWidget(), EmptyState)
    assert (page.person, page.needs.count(), page.rows.rowCount(), logged(hands, number)) == (None, 0, 0, [])
    next(b for b in page.instead.findChildren(KeyButton) if "skäl" in b.text()).click()
    hands.until(lambda: page.person is not None and page.needs.count() > 0)
    assert logged(hands, number) == ["match"]
    page.refresh()
    hands.rest()
    assert page.person is not None
    assert len(asked) == 1
    hands.window.window.go("overview")
    hands.rest()
    hands.window.window.go("matching")
    hands.until(lambda: page.person is None)
    assert page.needs.count() == 0


@pytest.mark.thorough(long=True)
def test_a_record_opened_for_a_reason_leads_to_matching_for_the_same_one(
    room: tuple[Hands, Staged], asked: list[str]
) -> None:
    hands, staged = room
    hands.window.window.go("participants", participant=staged.parts["waiting"], why=WHY)
    hands.rest()
    hands.page("participants")._match()
    hands.until(lambda: hands.page("matching").person is not None)
    assert "match" in logged(hands, staged.number("waiting"))
    assert asked == []
