"""What a file is called that the window offers to save: after whom it is about, the paper and its day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from amdesk.services.bank.files import LONGEST
from amdesk.services.desk import Desk
from amdesk.ui.booking.form import notice_of, print_notice
from amdesk.ui.kit.reason import ReasonDialog
from amdesk.ui.kit.saving import REPORT_FILTERS, ask_file, ended, file_name, who
from tests import make
from tests.make import TODAY
from tests.ui.conftest import Hands


def test_a_file_is_called_after_the_person_the_paper_and_the_day(hands: Hands) -> None:
    assert file_name(hands.shell, "Ada Prov", "Certificate") == f"Ada Prov Certificate {hands.shell.today}.pdf"
    assert (
        file_name(hands.shell, "Ada Prov", "Bedömning", date(2026, 12, 7), "xlsx")
        == "Ada Prov Bedömning 2026-12-07.xlsx"
    )


@pytest.mark.thorough(5)
@pytest.mark.parametrize("name", ["Ada/Prov", "..\\Ada", 'A: "B" <C>|?*', "Ada\nProv", "Ö" * 300])
def test_no_name_of_a_person_makes_a_file_that_some_system_refuses(hands: Hands, name: str) -> None:
    said = file_name(hands.shell, name, "Certificate", date(2026, 12, 7))
    assert said.endswith("Certificate 2026-12-07.pdf")
    assert not set(said) & set('<>:"/\\|?*\n')
    assert not said.startswith((".", " "))
    assert len(said) <= LONGEST + 4


def test_whoever_is_protected_is_called_by_number_and_everybody_while_names_are_hidden(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert who(hands.shell, "Ada Prov", "D-0007", protected=False) == "Ada Prov"
    assert who(hands.shell, "Ada Prov", "D-0007", protected=True) == "D-0007"
    monkeypatch.setattr(hands.shell, "names_hidden", True)
    assert who(hands.shell, "Ada Prov", "D-0007", protected=False) == "D-0007"


@pytest.mark.thorough(2)
@pytest.mark.parametrize("protection", [0, 1])
def test_a_notice_is_offered_under_the_name_of_the_person_or_the_number_of_a_protected_one(
    hands: Hands, other: Desk, monkeypatch: pytest.MonkeyPatch, protection: int
) -> None:
    person = make.participant(other.bank, name="Zorvath Prov", protection=protection)
    placement = make.placement(other.bank)
    booking = other.booking.book(person, placement, TODAY, date(2027, 1, 29)).booking
    offered: list[str] = []

    def asked(_parent: Any, _title: str, suggested: str, _kinds: str) -> tuple[str, str]:
        offered.append(suggested)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", asked)
    monkeypatch.setattr(ReasonDialog, "ask", lambda *_a: "Skickar beskedet")
    print_notice(hands.window.window, hands.shell, booking.ref, notice_of(hands.shell, booking))
    dialog = hands.paper()
    hands.ctrl(Qt.Key.Key_S)
    hands.until(lambda: bool(offered))
    dialog.reject()
    (suggested,) = offered
    assert ("Zorvath" in suggested) is not bool(protection)
    assert (booking.participant_number in suggested) is bool(protection)
    assert suggested.endswith(f"{hands.shell.today}.pdf")


def test_a_file_that_was_named_without_an_ending_gets_it_and_replaces_nothing(tmp_path: Path) -> None:
    pdf = "PDF (*.pdf)"
    assert ended(tmp_path / "besked.PDF", pdf).name == "besked.PDF"
    assert ended(tmp_path / "besked", pdf).name == "besked.pdf"
    assert ended(tmp_path / "besked v.2", pdf).name == "besked v.2.pdf"
    assert ended(tmp_path / "rapport.xlsx", f"{pdf};;Excel (*.xlsx)").name == "rapport.xlsx"
    (tmp_path / "besked.pdf").write_bytes(b"1")
    assert ended(tmp_path / "besked", pdf).name == "besked-2.pdf"


@pytest.mark.parametrize(
    ("typed", "chosen", "saved"),
    [
        ("lista.docx", 0, "lista.docx"),
        ("lista.DOCX", 0, "lista.DOCX"),
        ("lista.txt", 1, "lista.txt.docx"),
        ("lista", 2, "lista.xlsx"),
    ],
)
def test_an_ending_that_was_typed_is_meant_whichever_kind_was_chosen_beside_it(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, chosen: int, saved: str
) -> None:
    kind = REPORT_FILTERS.split(";;")[chosen]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / typed), kind))
    assert ask_file(hands.window.window, "Spara", "lista.pdf", REPORT_FILTERS) == tmp_path / saved


def test_a_paper_is_saved_with_its_ending_and_told_by_the_name_it_has(
    hands: Hands, other: Desk, chosen: Callable[[str], Path]
) -> None:
    person = make.participant(other.bank, name="Zorvath Prov")
    booking = other.booking.book(person, make.placement(other.bank), TODAY, date(2027, 1, 29)).booking
    print_notice(hands.window.window, hands.shell, booking.ref)
    path = chosen("besked")
    hands.out()
    assert not path.exists()
    assert path.with_name("besked.pdf").read_bytes().startswith(b"%PDF")
    assert hands.window.window.toast.text.text() == f"Sparat: {path}.pdf"


def test_every_file_that_is_saved_is_asked_for_in_one_place() -> None:
    places = [p.name for p in Path("amdesk").rglob("*.py") if "getSaveFileName" in p.read_text("utf-8")]
    assert places == ["saving.py"]
