"""What leaves is seen in the window before it does: for whom, which columns, who is left out; a password locks the file."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msoffcrypto
import openpyxl
import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from amdesk.db.port import tuples
from amdesk.ui.exchange.leaving import LeavingDialog
from amdesk.ui.kit.filepassword import LockDialog
from amdesk.ui.people import extract
from tests.ui.conftest import Hands

PASSWORD = "fyra helt olika ord"


@pytest.fixture
def panel(hands: Hands) -> Iterator[Any]:
    hands.window.window.go("exchange")
    hands.rest()
    yield hands.page("exchange").exports
    dialog = QApplication.activeModalWidget()
    if dialog is not None:
        dialog.close()


def asked(hands: Hands, panel: Any, what: str) -> Any:
    panel.buttons[what].click()
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), LeavingDialog))
    dialog: Any = QApplication.activeModalWidget()
    hands.until(dialog.ok.isEnabled)
    return dialog


def cells(dialog: Any) -> list[str]:
    model = dialog.holder.itemAt(0).widget().model()
    return [str(model.index(r, c).data()) for r in range(model.rowCount()) for c in range(model.columnCount())]


def opened(path: Path) -> list[list[object]]:
    return [list(row) for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows(values_only=True)]


@pytest.mark.thorough(long=True)
def test_a_list_is_seen_with_its_recipients_and_columns_before_a_file_is_asked_for(
    hands: Hands, panel: Any, chosen: Callable[[str], Path]
) -> None:
    path = chosen("s.xlsx")
    dialog = asked(hands, panel, "supervisors")
    found = hands.ask(lambda desk: desk.exports.preview("supervisors"))
    assert not path.exists()
    assert {one.name for one in found.sheets} <= set(cells(dialog)), "to whom each row goes"
    assert f"{len(found.rows)} rader lämnas ut till {len(found.sheets)} handledare" in dialog.summary.text()
    assert f"{found.left_out} person" in dialog.summary.text()
    assert "Modul" in dialog.columns.text()
    assert str(found.rows[0][0]) in cells(dialog)
    dialog.to.setText("Enhetens chef")
    dialog.confirm()
    hands.until(path.exists)
    hands.rest()
    assert len(opened(path)) > len(found.rows)
    asked_of = "select words from access_log where what = 'export_supervisors' order by id desc limit 1"
    assert hands.ask(lambda desk: tuples(desk.bank, asked_of)) == [("Enhetens chef",)]


@pytest.mark.thorough(long=True)
def test_another_purpose_shows_and_writes_its_own_columns(
    hands: Hands, panel: Any, chosen: Callable[[str], Path]
) -> None:
    path = chosen("b.xlsx")
    dialog = asked(hands, panel, "bookings")
    whole = dialog.columns.text()
    dialog.purpose.setCurrentIndex(dialog.purpose.findData("count"))
    hands.until(lambda: dialog.columns.text() != whole)
    hands.until(dialog.ok.isEnabled)
    name = hands.ask(lambda desk: str(desk.exports.preview("bookings").rows[0][0]))
    assert "Deltagare" in whole
    assert "Deltagare" not in dialog.columns.text()
    assert name not in cells(dialog)
    dialog.confirm()
    hands.until(path.exists)
    hands.rest()
    assert name not in {str(v) for row in opened(path) for v in row}


def test_while_names_are_hidden_what_leaves_is_counted_and_not_shown(hands: Hands, panel: Any) -> None:
    hands.shell.names_hidden = True
    dialog = asked(hands, panel, "supervisors")
    found = hands.ask(lambda desk: desk.exports.preview("supervisors"))
    said = " | ".join(one.text() for one in dialog.findChildren(QLabel))
    assert "Namnen är dolda" in said
    for secret in {str(found.rows[0][0]), found.sheets[0].name}:
        assert secret not in said
    dialog.reject()
    hands.shell.names_hidden = False


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize(
    ("first", "again", "said"), [("kort", "kort", "12 till 120"), (PASSWORD, "annat", "inte lika")]
)
def test_a_password_that_cannot_be_used_is_said_at_the_field_and_nothing_leaves(
    hands: Hands, panel: Any, chosen: Callable[[str], Path], first: str, again: str, said: str
) -> None:
    path = chosen("b.xlsx")
    dialog = asked(hands, panel, "bookings")
    dialog.passwords.first.setText(first)
    dialog.passwords.again.setText(again)
    dialog.confirm()
    hands.rest()
    assert dialog.isVisible()
    assert said in " | ".join(one.text() for one in dialog.findChildren(QLabel))
    assert not path.exists()
    dialog.reject()


@pytest.mark.thorough(long=True)
def test_a_list_with_a_password_is_opened_by_it_alone(hands: Hands, panel: Any, chosen: Callable[[str], Path]) -> None:
    path = chosen("b.xlsx")
    dialog = asked(hands, panel, "bookings")
    for one in (dialog.passwords.first, dialog.passwords.again):
        assert one.echoMode() == one.EchoMode.Password
        one.setText(PASSWORD)
    dialog.confirm()
    hands.until(path.exists)
    hands.rest()
    found = msoffcrypto.OfficeFile(io.BytesIO(path.read_bytes()))
    found.load_key(password=PASSWORD, verify_password=True)
    out = io.BytesIO()
    found.decrypt(out, verify_integrity=True)
    assert openpyxl.load_workbook(out).sheetnames


@pytest.mark.thorough(long=True)
def test_an_extract_with_a_password_is_offered_as_pdf_alone_and_is_opened_by_it(
    hands: Hands, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    offered: list[str] = []

    def choose(_parent: object, _title: str, _name: str, kinds: str) -> tuple[str, str]:
        offered.append(kinds)
        return str(tmp_path / "e.pdf"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    person = hands.ask(lambda desk: next(p for p in desk.participants.listing() if not p.protected))
    known = hands.ask(lambda desk: desk.work.participant(person.id))
    extract.save(hands.window.window, hands.shell, known, "")
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), LockDialog))
    dialog: Any = QApplication.activeModalWidget()
    dialog.fields.first.setText(PASSWORD)
    dialog.fields.again.setText(PASSWORD)
    dialog.confirm()
    hands.until((tmp_path / "e.pdf").exists)
    hands.rest()
    assert offered == ["PDF (*.pdf)"]
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(tmp_path / "e.pdf")
    pypdfium2.PdfDocument(tmp_path / "e.pdf", password=PASSWORD).close()
