"""The manual inside: every page, key, command, exit code and field is in it, in both languages; F1 opens it where one stands."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdf
import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QImage, QShortcut, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from amdesk import resources
from amdesk.app import first_tour
from amdesk.domain import errors
from amdesk.domain.guidance.markdown import links, parse, sections
from amdesk.domain.record import fields
from amdesk.export.handbook import handbook_pdf
from amdesk.i18n import Words
from amdesk.services.guidance.manual import MANUAL_PARTS
from amdesk.ui.frame.manual import STEPS, WAYS
from amdesk.ui.frame.pages import PAGES
from amdesk.ui.kit.basic import KeyButton
from tests import make
from tests.gate.test_commands import leaves
from tests.ui.conftest import Hands
from tests.ui.formed import opened
from tools import manual
from tools.fields import RECORDS

Key = Qt.Key
LANGS = ["sv", "en"]


def anchors(lang: str) -> set[str]:
    return {s.anchor for part in MANUAL_PARTS for s in sections(resources.manual(lang, part))}


@pytest.mark.parametrize("lang", LANGS)
def test_every_page_says_what_it_is_for_and_how(lang: str) -> None:
    found = {s.anchor: s for s in sections(resources.manual(lang, "pages"))}
    assert {f"page.{one.name}" for one in PAGES} == {a for a in found if a.startswith("page.")}
    for one in PAGES:
        blocks = found[f"page.{one.name}"].blocks
        assert blocks[0].said.startswith("**"), one.name
        assert [b for b in blocks if b.kind == "item"], one.name


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("lang", LANGS)
def test_every_page_has_its_picture_and_words_for_whoever_does_not_see_it(lang: str) -> None:
    found = {s.anchor: s for s in sections(resources.manual(lang, "pages"))}
    for one in PAGES:
        [picture] = [b for b in found[f"page.{one.name}"].blocks if b.kind == "picture"]
        assert picture.file == f"pictures/{one.name}.png"
        assert picture.plain
        shown = QImage(str(resources.manual_file(lang, picture.file)))
        assert (shown.width(), shown.height()) == (1366, 768)
    paper = manual_pdf(lang)
    assert sum(len(page.images) for page in paper.pages) == len(PAGES)
    said = "".join(page.extract_text() for page in paper.pages)
    assert "![" not in said
    assert "`" not in "".join(b.plain for b in parse(resources.manual(lang, "commands")))


def manual_pdf(lang: str) -> pypdf.PdfReader:
    words = Words(lang, make.TODAY)
    parts = [(parse(resources.manual(lang, "pages")), "")]
    made = handbook_pdf("AMDesk", parts, [], words, make.TODAY, lambda name: resources.manual_file(lang, name))
    return pypdf.PdfReader(io.BytesIO(made))


@pytest.mark.parametrize("lang", LANGS)
def test_every_command_and_exit_code_is_in_it(lang: str) -> None:
    assert {f"command.{'_'.join(words)}" for words in leaves()} <= anchors(lang)
    known = {0} | {
        e.exit_code for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.AmdeskError)
    }
    assert set(manual.CODES) == known
    said = resources.manual(lang, "commands")
    assert all(f"- **{code}** " in said for code in known)


@pytest.mark.parametrize("lang", LANGS)
def test_every_field_that_a_record_declares_is_in_it(lang: str) -> None:
    said = resources.manual(lang, "fields")
    assert [f.name for record in RECORDS.values() for f in fields(record) if f"`{f.name}`" not in said] == []


@pytest.mark.parametrize("part", ["howto", "administration"])
def test_a_part_of_questions_says_the_same_in_both_languages(part: str) -> None:
    sv, en = (sections(resources.manual(lang, part)) for lang in LANGS)
    assert [s.anchor for s in sv] == [s.anchor for s in en]
    assert all(s.blocks for s in (*sv, *en))
    assert [s.title for s in (*sv, *en) if len(s.title) > 28] == []  # the list has room for so much in one line


def test_the_parts_of_questions_name_commands_that_there_are() -> None:
    known = {" ".join(words) for words in leaves()}
    for lang in LANGS:
        said = resources.manual(lang, "howto") + resources.manual(lang, "administration")
        named = re.findall(r"`amdesk (?:--bank \S+ )?([a-z ]+?)(?: [A-Z ]+)?`", said)
        assert named
        assert set(named) <= known


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("sjuk", "Någon är sjuk"),
        ("glömt lösenfras", "Glömd lösenfras"),
        ("ny dator", "Ny dator"),
        ("postgresql", "Flera som delar en bank"),
        ("lämna över", "Lämna över deltagare"),
        ("dubblett", "Rätta uppgifter om någon"),
        ("byta namn", "Rätta uppgifter om någon"),
        ("registerutdrag", "Registerutdrag"),
        ("byta plats", "Byta plats eller dagar"),
        ("kryptering", "Är uppgifterna krypterade?"),
        ("frysa", "Granskning"),
        ("byta lösenord", "Glömd lösenfras"),
    ],
)
@pytest.mark.thorough(12)
def test_what_one_asks_on_the_first_day_is_found(hands: Hands, words: str, found: str) -> None:
    dialog = opened(hands, "ManualDialog", lambda: hands.window.window.show_manual())
    dialog.search.setText(words)
    assert dialog.list.item(0).text().splitlines()[0] == found
    assert found in dialog.text.toPlainText()
    dialog.reject()


def marked(dialog: Any) -> list[str]:
    return [one.cursor.selectedText() for one in dialog.text.extraSelections()]


def test_what_is_found_is_shown_by_its_line_and_there_the_reading_begins_marked(hands: Hands) -> None:
    dialog = opened(hands, "ManualDialog", lambda: hands.window.window.show_manual())
    dialog.search.setText("AMDESK_USER")
    row = dialog.list.item(0).text().splitlines()
    assert "AMDESK_USER" in row[1]
    assert set(marked(dialog)) == {"AMDESK_USER"}
    hands.rest()
    cursor = dialog.text.textCursor()
    assert cursor.block().text()[cursor.positionInBlock() :].startswith("AMDESK_USER")
    assert dialog.text.viewport().rect().contains(dialog.text.cursorRect())
    dialog.search.clear()
    dialog.go_to("howto")
    assert marked(dialog) == []
    dialog.reject()


def test_what_was_found_before_is_not_marked_where_nothing_is_found(hands: Hands) -> None:
    dialog = opened(hands, "ManualDialog", lambda: hands.window.window.show_manual())
    for words in ("ommarjobb", ""):
        dialog.search.setText("som")
        assert marked(dialog)
        dialog.search.setText(f"s{words}" if words else words)
        assert marked(dialog) == []
    dialog.reject()


@pytest.mark.thorough(long=True)
def test_the_palette_finds_a_section_of_the_manual_and_opens_it_there(hands: Hands) -> None:
    hands.ctrl(Key.Key_K)
    hands.type("glömt lösenfras")
    box = hands.window.window.palette_box
    hands.until(lambda: not box.seeking)
    rows = [getattr(r, "text", r) for r in box.rows.rows]
    assert rows[rows.index("Handledning") + 1] == "Glömd lösenfras"
    dialog = opened(hands, "ManualDialog", lambda: QTest.keyClick(box.field, Key.Key_Return))
    assert dialog.list.currentItem().text().splitlines()[0] == "Glömd lösenfras"
    assert {one.casefold() for one in marked(dialog)} == {"glömt", "lösenfras"}
    dialog.reject()


def test_what_the_program_declares_is_as_the_manual_has_it() -> None:
    assert manual.stale() == []


@pytest.mark.parametrize("lang", LANGS)
def test_its_links_lead_somewhere_and_the_tour_has_its_steps(lang: str) -> None:
    said = [resources.manual(lang, part) for part in MANUAL_PARTS]
    assert [t for one in said for t in links(one) if t.removeprefix("#") not in anchors(lang)] == []
    assert [s.anchor for s in sections(resources.manual(lang, "tour"))] == [
        "tour",
        *(f"tour.{n}" for n in range(1, STEPS + 1)),
    ]
    assert set(WAYS) == set(range(1, STEPS + 1))
    assert {page for page in WAYS.values() if page} <= {one.name for one in PAGES}


def test_every_key_of_the_window_is_on_the_keyboard_page(hands: Hands) -> None:
    said = resources.manual("en", "keys")
    window = hands.window.window
    pressed = {s.key().toString() for s in window.findChildren(QShortcut) if s.parent() is window}
    same = {"Ctrl+Return": "Ctrl+Enter", "Ctrl+Shift+Return": "Ctrl+Shift+Enter"}
    scale = {"Ctrl++", "Ctrl+-", "Ctrl+0"}
    wanted = {same.get(keys, keys).replace("+", " ") for keys in pressed - scale}
    assert [keys for keys in sorted(wanted) if f"- **{keys}** " not in said] == []
    assert "Ctrl + − 0" in said


@pytest.mark.thorough(long=True)
def test_f1_opens_it_at_the_page_and_words_find_a_command(hands: Hands) -> None:
    hands.window.window.go("competence")
    hands.rest()
    dialog = opened(hands, "ManualDialog", lambda: hands.window.window.show_manual())
    assert dialog.list.currentItem().text() == "Kompetens"
    dialog.search.setText("utdraget retention")
    assert dialog.list.item(0).text().startswith("Inget hittades")
    dialog.search.setText("retention erase")
    assert dialog.list.item(0).text().splitlines()[0] == "amdesk retention erase"
    assert "amdesk retention erase" in dialog.text.toPlainText()
    assert "`" not in dialog.text.toPlainText()
    dialog.reject()


@pytest.mark.thorough(long=True)
def test_it_shows_its_pictures_and_stays_at_its_heading_when_it_becomes_larger(hands: Hands) -> None:
    hands.window.window.go("competence")
    hands.rest()
    dialog = opened(hands, "ManualDialog", lambda: hands.window.window.show_manual())
    text = dialog.text
    found = text.document().resource(QTextDocument.ResourceType.ImageResource, QUrl("pictures/competence.png"))
    assert round(found.width() / found.devicePixelRatio()) == text.wide > 200
    dialog.resize(dialog.width() + 90, dialog.height() + 20)
    hands.rest()
    top = text.cursorForPosition(QPoint(1, 1)).block().text()
    assert top == "Kompetens"
    dialog.reject()


def test_the_tour_goes_on_where_it_was_left(hands: Hands) -> None:
    def tour() -> Any:
        return opened(hands, "TourDialog", lambda: hands.window.window.show_tour())

    dialog = tour()
    assert [one for one in dialog.findChildren(KeyButton) if one.property("kind") == "primary"] == [dialog.on]
    dialog.on.click()
    dialog.on.click()
    assert dialog.step == 3
    dialog.show_me.click()
    hands.rest()
    assert hands.window.window.current == "placements"
    dialog = tour()
    assert "Steg 4 av 10" in [one.text() for one in dialog.findChildren(QLabel)]
    for _ in range(7):
        dialog.on.click()
    hands.until(lambda: QApplication.activeModalWidget() is None)
    assert tour().step == 1


def test_whoever_starts_the_program_first_is_shown_the_tour_once(hands: Hands) -> None:
    dialog = opened(hands, "TourDialog", lambda: first_tour(hands.window))
    dialog.reject()
    hands.rest()
    first_tour(hands.window)
    hands.rest()
    assert QApplication.activeModalWidget() is None
