"""Guidance in the window: beside the choice, in a form, in the handbook, written and put in force."""

from __future__ import annotations

import random
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from amdesk.services.desk import Desk
from amdesk.ui.guidance.beside import AskButton, GuidanceDialog
from amdesk.ui.guidance.view import EvidenceCard
from amdesk.ui.people.acts import EndDialog
from tests.ui import records
from tests.ui.conftest import Hands
from tests.ui.formed import opened

Key, Mod = Qt.Key, Qt.KeyboardModifier


def said(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel))


def matching(hands: Hands) -> Any:
    hands.window.window.go("matching")
    hands.rest()
    page = hands.page("matching")
    hands.until(lambda: page.panel.asking and page.panel.form.count() > 1)
    hands.window.window.activateWindow()
    hands.until(hands.window.window.isActiveWindow)
    return page


def begins(desk: Desk, day: str) -> bool:
    return str(desk.guidance.of("outcome").versions[0].since) == day


def ask(hands: Hands, field: QWidget) -> None:
    field.setFocus()
    QTest.keyClick(field, Key.Key_F1, Mod.ShiftModifier)
    hands.rest()


@pytest.mark.thorough(long=True)
def test_shift_f1_opens_the_choice_and_esc_gives_the_field_its_keys_back(hands: Hands) -> None:
    page = matching(hands)
    panel = page.panel
    first = panel.first.text()
    ask(hands, panel.form)
    assert page.beside.showing
    assert "Vilken anställningsform?" in said(page.beside.panel)
    assert "BEA, kommunal arbetsmarknadsanställning" in said(page.beside.panel)
    assert "Version 3 · gäller från 1 oktober 2026" in said(page.beside.panel)
    assert "Låg tillförlitlighet" in said(page.beside.panel)
    assert panel.findChildren(AskButton)[0].kind == "soft"
    assert (panel.first.text(), panel.asking) == (first, True)
    QTest.keyClick(page.beside.panel, Key.Key_Escape)
    hands.rest()
    assert not page.beside.showing
    assert panel.form.hasFocus()
    assert panel.findChildren(AskButton)[0].kind == ""


@pytest.mark.thorough(long=True)
def test_another_choice_is_another_paragraph_and_the_same_button_closes(hands: Hands) -> None:
    page = matching(hands)
    panel = page.panel
    panel.form.setCurrentIndex(panel.form.findData("introduktionsjobb"))
    panel.form.activated.emit(panel.form.currentIndex())
    hands.rest()
    mark = panel.findChildren(AskButton)[0]
    mark.click()
    hands.rest()
    assert "80 procent av lönekostnaden" in said(page.beside.panel)
    assert panel.chosen_form == "introduktionsjobb"
    mark.click()
    hands.rest()
    assert not page.beside.showing


@pytest.mark.thorough(long=True)
def test_the_form_that_was_chosen_is_that_of_the_employment(hands: Hands, other: Desk) -> None:
    page = matching(hands)
    panel = page.panel
    panel.form.setCurrentIndex(panel.form.findData("nystartsjobb"))
    panel.form.activated.emit(panel.form.currentIndex())
    hands.rest()
    assert panel.written() is not None
    assert panel.written().form == "nystartsjobb"
    hands.ctrl(Key.Key_Return)
    hands.until(lambda: panel.receipt is not None)
    booking = panel.receipt.booking
    made = next(e for e in other.booking.employments() if e.id == booking.employment_id)
    assert made.form == "nystartsjobb"
    assert "form.nystartsjobb" in {u.choice for u in other.guidance.kept_with_booking(booking.ref)}


def test_in_a_form_it_opens_over_it_and_what_is_written_stays(hands: Hands, other: Desk) -> None:
    key = records.employment(other, random.Random(3))
    job = next(e for e in other.booking.employments() if e.id == key)
    dialog = opened(hands, "EndDialog", lambda: EndDialog.run(hands.window.window, hands.shell, job, None))
    dialog.reason.choose("A2")
    ask(hands, dialog.reason)
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), GuidanceDialog))
    top = QApplication.activeModalWidget()
    assert top is not None
    assert "Vikariat" in said(top)
    top.reject()  # type: ignore[attr-defined]  # it is a dialog
    hands.rest()
    assert dialog.reason.code() == "A2"
    dialog.reject()


def test_each_card_of_a_whole_chapter_stands_by_itself_and_a_quote_that_is_none_is_read(
    hands: Hands, other: Desk
) -> None:
    card = "> Vad vi vet: {} tillförlitlighet\n> {}\n> Visar inte: varför\n> Källa: {}\n\n"
    text = "# Form {#form}\n\n" + "".join(
        f"## {x} {{#form.{x}}}\n\n{card.format(level, said, source)}"
        for x, level, said, source in (("a", "hög", "Det ena.", "A 2021"), ("b", "låg", "Det andra.", "B 2022"))
    )
    made = other.guidance.draft("form", text + "## c {#form.c}\n\n> Utan källa vet vi detta.\n", "")
    dialog = opened(
        hands,
        "GuidanceDialog",
        lambda: GuidanceDialog(hands.window.window, hands.shell, other.guidance.paragraph("form", "", made.id)).open(),
    )
    cards = [said(c) for c in dialog.findChildren(EvidenceCard)]
    assert [("Det ena." in c, "Det andra." in c, "Hög" in c, "Låg" in c) for c in cards] == [
        (True, False, True, False),
        (False, True, False, True),
    ]
    assert "Utan källa vet vi detta." in said(dialog)
    dialog.reject()


@pytest.mark.thorough(long=True)
def test_the_handbook_is_searched_read_compared_written_and_put_in_force(hands: Hands, other: Desk) -> None:
    hands.window.window.go("development")
    hands.rest()
    page = hands.page("development")
    page.focus_search()
    hands.type("sekretessprövning")
    hands.until(lambda: page.list.count() == 1)
    assert "extern plats" in page.text.toPlainText()
    page.search.clear()
    hands.until(lambda: page.list.count() == 11)
    page.arrive(part="form", kind="2-3")
    hands.until(lambda: "Nytt:" in page.text.toPlainText())
    shown = page.text.toPlainText().splitlines()
    assert "Vilken anställningsform?" in shown
    assert [line for line in shown if line.startswith(("#", "|")) or ": |" in line] == [], "no marks of Markdown"
    page.arrive(part="outcome.not_contacted")
    hands.rest()
    assert "minst två försök" in page.text.toPlainText()
    page.which.setCurrentIndex(0)
    page._version_chosen()
    assert "minst tre försök" in page.text.toPlainText()
    opened(hands, "BeginDialog", page.begin.click).confirm()
    hands.until(lambda: (now := other.guidance.of("outcome").now) is not None and now.version == 2)
    dialog = opened(hands, "DraftDialog", page.write.click)
    dialog.sv.setPlainText(dialog.sv.toPlainText() + "\nMer.\n")
    dialog.confirm()
    hands.until(lambda: other.guidance.of("outcome").versions[0].version == 3)


def test_what_another_wrote_in_the_same_chapter_meanwhile_is_kept_and_so_are_its_spaces(
    hands: Hands, other: Desk
) -> None:
    words = "# Zonen {#zon}\n\nFörst.\n\nHögst 10\u00a0%.\n\nSist.\n"
    other.guidance.draft("zon", words, "")
    hands.window.window.go("development")
    hands.rest()
    page = hands.page("development")
    page.arrive(part="zon")
    hands.rest()
    dialog = opened(hands, "DraftDialog", page.write.click)
    box = dialog.sv.textCursor()
    box.movePosition(box.MoveOperation.End)
    box.insertText("Mitt.\n")
    other.guidance.draft("zon", words.replace("Först.", "Hennes."), "")
    dialog.confirm()
    hands.until(lambda: other.guidance.of("zon").versions[0].sv == words.replace("Först.", "Hennes.") + "Mitt.\n")
    hands.until(lambda: "någon annan" in hands.window.window.toast.text.text())


@pytest.mark.thorough(long=True)
def test_two_versions_are_compared_from_the_earlier_to_the_later_whichever_is_read(hands: Hands) -> None:
    hands.window.window.go("development")
    hands.rest()
    page = hands.page("development")
    shown = []
    for read, other in (("3", "2"), ("2", "3")):
        page.arrive(part="form")
        hands.rest()
        page.which.setCurrentIndex(("3", "2", "1").index(read))
        page.other.choose(other)
        hands.until(lambda: "Nytt:" in page.text.toPlainText() or "Borttaget:" in page.text.toPlainText())
        hands.rest()
        assert page.other.code() == other
        shown.append(page.text.toPlainText())
    assert shown[0] == shown[1]
    assert "Nytt: Vad vi vet" in shown[1]


@pytest.mark.thorough(long=True)
def test_the_day_of_a_version_to_come_is_moved_and_why_a_draft_is_written_is_kept(hands: Hands, other: Desk) -> None:
    hands.window.window.go("development")
    hands.rest()
    page = hands.page("development")
    page.arrive(part="outcome")
    hands.rest()
    page.which.setCurrentIndex(0)
    dialog = opened(hands, "DraftDialog", page.write.click)
    dialog.why.setText("Ett annat skäl.")
    dialog.confirm()
    hands.until(lambda: other.guidance.of("outcome").versions[0].why == "Ett annat skäl.")
    for day in ("2199-01-01", "2199-01-02"):
        dialog = opened(hands, "BeginDialog", page.begin.click)
        dialog.since.setText(day)
        dialog.confirm()
        hands.until(partial(begins, other, day))
        hands.rest()
    page.which.setCurrentIndex(1)
    assert not page.begin.isEnabled(), "what is in force is written anew"


def test_a_chapter_that_is_a_draft_alone_is_called_nothing_else_in_the_list(hands: Hands, other: Desk) -> None:
    other.guidance.draft("zon", "# Zonen {#zon}\n", "")
    hands.window.window.go("development")
    hands.rest()
    page = hands.page("development")
    hands.until(lambda: page.list.count() == 12)
    assert [page.list.item(i).text() for i in (0, 11)] == ["Vilken anställningsform?\nversion 3", "Zonen\nutkast 1"]


def test_what_is_found_later_does_not_take_the_place_of_what_was_chosen_meanwhile(hands: Hands) -> None:
    """The list fills a moment after the words are typed; somebody may compare two versions by then."""
    hands.window.window.go("development", part="form")
    hands.rest()
    page = hands.page("development")
    page.other.setFocus()
    page.other.setCurrentIndex(1)
    page._seek("sekretessprövning")
    hands.until(lambda: page.list.count() == 1)
    assert (page.chapter, page.other.currentIndex(), page.list.currentRow()) == ("form", 1, -1)
    page.list.setCurrentRow(0)
    assert "extern plats" in page.text.toPlainText()


@pytest.mark.thorough(long=True)
def test_the_palette_finds_a_choice_in_the_handbook(hands: Hands) -> None:
    hands.ctrl(Key.Key_K)
    hands.type("nystartsjobb")
    box = hands.window.window.palette_box
    hands.until(
        lambda: any(
            getattr(r, "icon", "") == "lightbulb" and "Nystartsjobb" in getattr(r, "text", "") for r in box.rows.rows
        )
    )
    row: Any = next(r for r in box.rows.rows if getattr(r, "text", "") == "Nystartsjobb")
    box.close_()
    row.run()
    hands.rest()
    assert hands.page().chapter == "form"
    assert hands.page().anchor == "form.nystartsjobb"
