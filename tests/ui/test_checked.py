"""A certificate that somebody brought is drawn again as the city signed it; one whose letters no font has is told of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from amdesk.domain.errors import Refused
from amdesk.services.competence.verify import verify
from amdesk.services.desk import Desk
from amdesk.ui.competence.checked import CheckedDialog
from amdesk.ui.competence.redrawn import LevelBars
from tests.domain.test_statement import CONTENT
from tests.services import attacks
from tests.ui.conftest import Hands


def checked(hands: Hands, path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The dialog of a file that somebody brought."""
    monkeypatch.setattr("amdesk.ui.competence.archive.QFileDialog.getOpenFileName", lambda *_: (str(path), ""))
    hands.shell.go("competence", tab="archive")
    hands.rest()
    hands.page("competence").archive._check()
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), CheckedDialog))
    return QApplication.activeModalWidget()


def spoken_of(dialog: Any) -> str:
    """The words that stand in a dialog."""
    return "\n".join(one.text() for one in dialog.findChildren(QLabel))


def of_one(desk: Desk) -> tuple[str, str, bytes]:
    """Number, name and bytes of a certificate that is issued anew."""
    person = next(e.participant_id for e in desk.booking.employments() if _issues(desk, e.participant_id))
    row = next(r for r in reversed(desk.competence.archive()) if r.participant_id == person)
    return row.number, *desk.competence.pdf(row.document_id)


@pytest.mark.thorough(long=True)
def test_a_picture_that_is_checked_is_drawn_again_as_it_was_signed_to_compare_with(
    hands: Hands, other: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, name, pdf = of_one(other)
    picture, sealed = tmp_path / f"{name}.png", tmp_path / name
    pypdfium2.PdfDocument(pdf)[0].render(scale=150 / 72).to_pil().save(picture)
    sealed.write_bytes(pdf)
    wanted = other.competence.check(sealed).drawn
    assert wanted is not None
    dialog = checked(hands, picture, monkeypatch)
    said = spoken_of(dialog)
    assert (number in said, wanted.name in said) == (True, True)
    levels = [level for _, rows in wanted.areas for _, level in rows]
    bars = [one.level for one in dialog.findChildren(LevelBars)]
    assert bars == [*levels, *range(1, len(wanted.levels) + 1)], "as signed, then what they mean"
    heard = {one.accessibleName() for one in dialog.findChildren(QLabel)}
    for _, rows in wanted.areas:
        assert {f"{skill}: {level} {wanted.levels[level - 1]}" for skill, level in rows} <= heard
    assert "Jämför med papperet" in dialog.windowTitle()
    assert "Själva bilden är inte kontrollerad" in said
    assert "Inte återkallat enligt registret" in said
    assert any(one.pixmap().width() > 200 for one in dialog.findChildren(QLabel)), "the picture beside"
    next(b for b in dialog.findChildren(QPushButton) if "Kopiera" in b.text()).click()
    assert number in QGuiApplication.clipboard().text()
    dialog.reject()


@pytest.mark.thorough(long=True)
def test_the_keys_scroll_what_was_signed_where_it_is_longer_than_the_window(
    hands: Hands, other: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, name, pdf = of_one(other)
    sealed = tmp_path / name
    sealed.write_bytes(pdf)
    hands.window.window.resize(1024, 600)
    hands.rest()
    dialog = checked(hands, sealed, monkeypatch)
    bar = dialog.area.verticalScrollBar()
    assert (bar.value(), bar.maximum() > 0) == (0, True)
    hands.press(Qt.Key.Key_PageDown)
    assert bar.value() > 0
    hands.press(Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    dialog.reject()


@pytest.mark.thorough(long=True)
def test_a_sealed_file_that_is_checked_is_called_genuine_and_of_a_changed_one_nothing_is_drawn(
    hands: Hands, other: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, _, pdf = of_one(other)
    path = tmp_path / "intyg.pdf"
    path.write_bytes(pdf)
    dialog = checked(hands, path, monkeypatch)
    assert dialog.windowTitle() == "Intyget är äkta"
    assert not any(one.pixmap().width() > 200 for one in dialog.findChildren(QLabel))
    dialog.reject()
    path.write_bytes(pdf.replace(b"stream", b"Stream", 1))
    dialog = checked(hands, path, monkeypatch)
    assert dialog.windowTitle() == "Intyget håller inte"
    assert "inte giltigt" in spoken_of(dialog)
    assert dialog.findChildren(LevelBars) == []
    dialog.reject()
    other.competence.revoke_number(number, "Fel namn")
    path.write_bytes(pdf)
    dialog = checked(hands, path, monkeypatch)
    assert dialog.windowTitle() == "Intyget är återkallat"
    assert number in spoken_of(dialog)
    dialog.reject()


def test_markup_in_what_was_signed_is_shown_as_it_is_written(hands: Hands, tmp_path: Path) -> None:
    path, key = tmp_path / "x.txt", tmp_path / "stad.pem"
    path.write_text(attacks.code(replace(CONTENT, name="<b>Åsa</b> \u202eVORP", remark="<img src=x> 4")), "utf-8")
    key.write_bytes(attacks.city())
    dialog = CheckedDialog(hands.window.window, hands.shell, verify(path, key), path)
    assert "<b>Åsa</b> VORP" in spoken_of(dialog)
    assert all(one.textFormat() == Qt.TextFormat.PlainText for one in dialog.findChildren(QLabel) if one.text())
    dialog.reject()


@pytest.mark.thorough(long=True)
def test_a_name_in_letters_that_no_font_has_is_told_of_where_its_page_would_stand(hands: Hands, other: Desk) -> None:
    person = next(e.participant_id for e in other.booking.employments() if e.status(other.work.today) == "running")
    other.participants.change(person, {"name": "한국 Prov"})
    hands.shell.go("competence", participant=person)
    panel = hands.page("competence").certificate
    hands.until(lambda: "한국" in panel.preview.text())
    assert panel.preview.text() == (
        "Intyget saknar bokstäver för ”한국” i deltagarens namn och skulle skriva ut tomma rutor. Skriv det med latinska "
        "bokstäver, som i passet eller folkbokföringen, eller ta bort det."
    )
    said = [one.text() for one in panel.findChildren(QLabel)]
    assert "Tecken som inte går att skriva ut i deltagarens namn" in said
    hands.window.window.hide_names()
    hands.rest()
    assert "한국" not in panel.preview.text()
    hands.window.window.hide_names()
    other.participants.change(person, {"name": "Aida Prov"})
    hands.page("competence").refresh()
    hands.until(lambda: panel.page is not None)
    assert panel.preview.text() == ""


def _issues(desk: Desk, person: int) -> bool:
    try:
        desk.competence.issue(person)
    except Refused:
        return False
    return True
