"""A whole caseload is handed over with one reason and a page each: one dialog, one PDF, and Esc on the way writes none."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from amdesk.services.desk import Desk
from amdesk.ui.people import caseload
from amdesk.ui.people.acts import WorkerDialog
from amdesk.ui.people.caseload import CaseloadPagesDialog, save_pages
from tests.ui.conftest import Hands


def asked(hands: Hands, other: Desk, to: int | None = None) -> tuple[WorkerDialog, list[int], list[int]]:
    """(the dialog as it is filled in, everybody handed over, those with a page)."""
    worker = max(other.participants.case_workers(), key=lambda w: w.caseload)
    every, pages = other.participants.caseload(worker.id), other.handovers.of_caseload(worker.id).people
    person = other.work.participant(pages[0])
    WorkerDialog.run(hands.window.window, hands.shell, person)
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), WorkerDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, WorkerDialog)
    dialog.to.choose(str(to or next(w.id for w in other.participants.case_workers() if w.id != worker.id)))
    dialog.reason.setText("Slutar")
    assert not dialog.pages.isEnabled(), "of one person the page stands in her menu"
    dialog.whole.click()
    assert dialog.pages.isChecked()
    return dialog, every, list(pages)


@pytest.mark.thorough(long=True)
def test_a_caseload_is_handed_over_with_one_reason_and_a_page_each(
    hands: Hands, other: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, toasts = tmp_path / "sidor.pdf", []
    monkeypatch.setattr(caseload, "ask_file", lambda *_: path)
    hands.shell.toasted.connect(lambda said, _undo: toasts.append(said))
    dialog, every, pages = asked(hands, other)
    dialog.confirm()
    hands.until(lambda: path.exists() and any(str(path) in said for said in toasts))
    hands.rest()
    whole = " ".join(page.extract_text() for page in PdfReader(path).pages)
    assert [n for n in (other.work.participant(p).number for p in pages) if n not in whole] == []
    assert {other.work.participant(p).case_worker_id for p in every} == {int(dialog.to.code())}
    left = len(every) - len(pages)
    assert any("utelämna" in said for said in toasts) is bool(left)


@pytest.mark.thorough(long=True)
def test_without_pages_nothing_is_asked_and_nothing_written(
    hands: Hands, other: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caseload, "ask_file", lambda *_: pytest.fail("nobody wanted pages"))
    dialog, every, _ = asked(hands, other)
    dialog.pages.click()
    dialog.confirm()
    hands.until(lambda: QApplication.activeModalWidget() is None)
    hands.rest()
    assert {other.work.participant(p).case_worker_id for p in every} == {int(dialog.to.code())}


def test_esc_while_the_pages_are_made_writes_none(
    hands: Hands, other: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, toasts = tmp_path / "sidor.pdf", []
    monkeypatch.setattr(caseload, "ask_file", lambda *_: path)
    hands.shell.toasted.connect(lambda said, _undo: toasts.append(said))
    worker = max(other.participants.case_workers(), key=lambda w: w.caseload)
    save_pages(hands.window.window, hands.shell, other.handovers.of_caseload(worker.id))
    shown = QApplication.activeModalWidget()
    assert isinstance(shown, CaseloadPagesDialog)
    hands.press(Qt.Key.Key_Escape)
    hands.until(lambda: QApplication.activeModalWidget() is None)
    assert toasts == [hands.shell.words("The export was stopped.")]
    assert not path.exists()
