"""While names are hidden for a screen that is shared, no file that is read in shows them: in no row, no tip, no cell that is
written in and nothing that a list would change, whatever kind of list it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from amdesk.domain.people.participant import Participant
from amdesk.domain.texts import N_, Text, text
from amdesk.services.desk import Desk
from amdesk.ui.kit.shell import FROM_A_FILE
from tests.gate.outputs import shown
from tests.imports.cases import lines
from tests.ui.conftest import Hands

NAME, NUMBER, PHONE, MAIL, CASE = "Ymer Dolsten", "19860431-2380", "070-1740699", "ymer.dolsten@example.org", "K-77812"
LISTS = {
    "participants": (
        "Namn;Personnr;Telefon;E-post;Ärendenummer;Önskat yrke;Övrigt;Omfattning",
        f"{NAME};{NUMBER};{PHONE};{MAIL};{CASE};Trollkarl;Gift med {NAME};hel",
        f"{NAME};19860416-2386;{PHONE};{MAIL};{CASE};;{NAME};fel",
        f"{NAME};;{PHONE};;;;;",
    ),
    "employments": (
        "Personnummer;Namn;Yrkestitel;Omfattning;Startdatum;Slutdatum;Placering;Kommentar",
        f"{NUMBER};{NAME};Trollkarl;75;2026-03-01;2027-02-28;Parklag;ring {NAME}",
    ),
    "followups": (
        "Personnummer;Avslutsdatum;Avslutsorsak;Status 90 dagar;Not",
        f"{NUMBER};2026-03-01;Arbete;arbete;{NAME}",
    ),
    "payments": ("Personnummer;Månad;Belopp;Ändamål;Mottagare", f"{NUMBER};2026-03;5000;Hyra;{NAME}"),
    "measures": (
        "Personnummer;Insats;Startdatum;Slutdatum;Handläggare hos oss",
        f"{NUMBER};Praktik;2026-03-01;2026-05-01;{NAME}",
    ),
}


def told() -> list[str]:
    """What of hers is seen in any window."""
    found = NUMBER, NUMBER.replace("-", ""), NUMBER[:8], "860431", "1986", PHONE, MAIL, CASE
    return [f"{kind}: {s}" for kind, s in shown(visible=True) if any(w in s for w in (NAME, "Ymer", *found))]


def everywhere(hands: Hands, page: Any) -> Iterator[tuple[str, list[str]]]:
    """What is told of her in the rows, in the cells that are written in and where it is said how the file is read."""
    yield "rows", told()
    for row in range(page.model.rowCount()):
        for column in range(page.model.columnCount()):
            edited = str(page.model.index(row, column).data(Qt.ItemDataRole.EditRole) or "")
            yield f"{row}.{column}", [edited] if NAME in edited or NUMBER in edited else []
    page.show_reading()
    hands.rest()
    yield "reading", told()


def read(hands: Hands, path: Path, kind: str, *, ready: Callable[[Any], object] = lambda p: p.part()) -> Any:
    QApplication.clipboard().clear()
    hands.window.window.go("exchange", file=str(path), kind=kind)
    page = hands.page("exchange")
    hands.until(lambda: bool(ready(page)))
    hands.rest()
    return page


@pytest.mark.parametrize("kind", LISTS)
def test_no_list_shows_a_name_while_names_are_hidden(hands: Hands, tmp_path: Path, kind: str) -> None:
    page = read(hands, lines(tmp_path, *LISTS[kind]), kind)
    assert page.staged.kind.name == kind
    if page.review is None:
        assert told()  # before: it is seen where names are not hidden
        hands.window.window.hide_names()
        hands.rest()
        assert told() == []
        hands.window.window.hide_names()
        hands.rest()
        page.file.turn("rows", waiting=False)
        page._show_rows(page.look)
        hands.rest()
    assert told()
    hands.window.window.hide_names()
    hands.rest()
    assert {where: said for where, said in everywhere(hands, page) if said} == {}
    hands.window.window.hide_names()
    hands.rest()
    assert told()


def test_what_a_list_would_change_of_somebody_says_neither_old_nor_new_while_names_are_hidden(
    hands: Hands, tmp_path: Path
) -> None:
    def somebody(desk: Desk) -> Participant:
        people = (desk.work.participant(r.id) for r in desk.participants.listing())
        return next(p for p in people if not p.protection and p.phone and p.identity)

    who = hands.ask(somebody)
    number = who.identity
    head = "Namn;Personnr;Telefon"
    hands.window.window.hide_names()
    page = read(hands, lines(tmp_path, head, f"{who.name};{number};{PHONE}"), "participants", ready=lambda p: p.review)
    assert [o.action for o in page.review.outcomes] == ["update"]
    assert page.rows.said(page.review.outcomes[0], "phone").parts
    seen = [s for _, s in shown(visible=True) if who.name in s or who.phone in s or PHONE in s or number[:8] in s]
    assert seen == []


def test_a_cell_that_is_opened_and_left_is_no_mended_one_while_names_are_hidden(hands: Hands, tmp_path: Path) -> None:
    page = read(hands, lines(tmp_path, "Namn;Personnr", f"{NAME};123"), "participants", ready=lambda p: p.review)
    hands.window.window.hide_names()
    hands.rest()
    for at in range(1, page.model.columnCount() - 1):
        page.table.setCurrentIndex(page.model.index(0, at))
        hands.press(Qt.Key.Key_F2)
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        assert field.text() == ""
        hands.press(Qt.Key.Key_Return)
    assert page.mends.waiting == page.mends.done == []


def test_whatever_in_the_window_says_a_sentence_names_nobody_while_names_are_hidden(hands: Hands) -> None:
    """The words that every page, dialog and row is given, and not the shell alone."""
    words = hands.shell.words
    inner = text(N_("Sheet {sheet}"), sheet="4")
    said = text("{where}, {day}", where=text("{where}, {name}", where=inner, name=NAME), day=hands.shell.today)
    assert NAME in words.say(said)
    hands.window.window.hide_names()
    for told_as in (words.say(said), words("Before it: {what}", what=said), words.show(said)):
        assert NAME not in told_as
        assert "••••" in told_as
        assert "4" in told_as  # what tells nobody's name stays


def test_what_a_file_its_sheets_and_its_columns_are_called_after_somebody_is_not_said_while_names_are_hidden(
    hands: Hands, tmp_path: Path
) -> None:
    book, path = Workbook(), tmp_path / f"{NAME}.xlsx"
    for title in (NAME, f"{NAME} 2"):
        sheet = book.create_sheet(title)
        sheet.append(["Namn", "Personnr", NAME])
        sheet.append(["Ada Prov", "19860416-2386", "x"])
    book.remove(book.worksheets[0])
    book.save(path)
    page = read(hands, path, "participants")
    assert len(told()) > 5  # before: file, sheets, questions, columns
    for _ in range(2):
        hands.window.window.hide_names()
        hands.rest()
    hands.window.window.hide_names()
    hands.rest()
    assert told() == []
    assert {b.text().partition(" (")[0] for b in page.reading.asks.buttons[:2]} == {"Bladet 1", "Bladet 2"}
    page.reading.asks.press(2)
    hands.until(lambda: page.staged.sheet == f"{NAME} 2")
    hands.rest()
    assert told() == []
    page.confirm()
    hands.until(lambda: page.part() == "rows")
    hands.rest()
    assert told() == []


def test_no_word_of_an_import_says_what_its_file_is_called_while_names_are_hidden(hands: Hands, tmp_path: Path) -> None:
    """Stored, taken back, listed and in the history; and where it cannot be read."""
    path = tmp_path / f"{NAME}.csv"
    lines(tmp_path, "Namn;Personnr;Telefon", "Ada Prov;19860416-2386;fel").rename(path)
    page = read(hands, path, "participants", ready=lambda p: p.review)
    hands.window.window.hide_names()
    hands.rest()
    assert told() == []
    page.store_button.click()
    hands.until(lambda: page.part() == "" and page.earlier.rows.rowCount() > 0)
    hands.rest()
    assert told() == []
    hands.ctrl(Qt.Key.Key_Z)
    assert told() == []
    assert any("Ångrat" in s and "••••" in s for _, s in shown(visible=True))
    hands.window.window.go("settings", part="history")
    hands.rest()
    assert told() == []
    broken = tmp_path / f"{NAME} x.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    hands.window.window.go("exchange", file=str(broken), kind="participants")
    hands.until(lambda: page.file_wrong.isVisible())
    assert "••••" in page.file_wrong.text()
    assert told() == []
    hands.window.window.hide_names()
    hands.rest()
    page.open_file(broken)
    hands.until(lambda: page.file_wrong.isVisible())
    assert told()
    hands.window.window.hide_names()
    hands.rest()
    assert told() == []


@pytest.mark.parametrize("key", sorted(FROM_A_FILE))
def test_what_a_file_says_in_itself_is_said_in_no_sentence_while_names_are_hidden(hands: Hands, key: str) -> None:
    """A cell that is no attendance, a heading that is not known: however the sentence is filled."""
    msgid = f"“{{{key}}}”"
    assert NAME in hands.shell.words(msgid, **{key: NAME})
    hands.window.window.hide_names()
    for said in (hands.shell.words(msgid, **{key: NAME}), hands.shell.say(Text(msgid, {key: NAME}))):
        assert NAME not in said
        assert "••••" in said


def test_a_returned_list_of_attendance_names_nobody_while_names_are_hidden(hands: Hands, tmp_path: Path) -> None:
    from amdesk.domain.booking.week.sheet import DayMark
    from amdesk.ui.booking.week.lists import ReturnedWeekDialog

    said = text("{where}, {day}: new", where=text("{where}, {name}", where="Blad 3", name=NAME), day=hands.shell.today)
    hands.window.window.hide_names()
    dialog = ReturnedWeekDialog(
        hands.page("overview"), hands.shell, "lista.xlsx", [DayMark("NEW", 1, None, "N", 60, said)]
    )
    dialog.open()
    hands.rest()
    seen = [s for _, s in shown(visible=True)]
    assert any("Blad 3" in s for s in seen)
    assert not any(NAME in s for s in seen)
    dialog.reject()


@pytest.mark.parametrize(
    ("said", "dotted"), [("19860412-2381", True), ("198604122381", True), ("2381", True), ("2", False)]
)
def test_a_number_that_tells_of_somebody_is_dots_and_the_number_of_a_sheet_is_not(
    hands: Hands, said: str, *, dotted: bool
) -> None:
    hands.press(Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert (said not in hands.shell.words.say(Text("{cell}", {"cell": said}))) is dotted
    assert (said not in hands.shell.words("{cell}", cell=said)) is dotted
