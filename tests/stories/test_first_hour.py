"""The first hour: from no bank at all to a certificate on paper, by what the screen says, with its keys and clicks counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from amdesk.app import application
from amdesk.db.engine.opening import open_bank
from amdesk.i18n import Words
from amdesk.services.desk import Desk
from amdesk.settings import Settings
from amdesk.ui.frame.session import BankWindow
from amdesk.ui.frame.start import Bare, NewBankDialog, StartDialog
from amdesk.ui.kit.basic import Panel
from amdesk.ui.kit.theme import look
from tests import make
from tests.ui.conftest import Hands, close, make_window
from tests.ui.formed import controls, write

Key = Qt.Key
SECRET = "fyra ord som ingen gissar"
LAST = make.TODAY + timedelta(5)
"""So near that the final assessment is due."""
FIRST_BANK, TO_CERTIFICATE = 9, 49
"""Keys and clicks, a typed word being one: for the bank itself, and from its window to the certificate."""


def front(hands: Hands) -> QWidget:
    """What lies in front and takes keys and clicks."""
    return QApplication.activeModalWidget() or hands.window.window


def says(hands: Hands, words: str) -> bool:
    """Whether that stands on the screen, whole."""
    return any(one.isVisible() and words in one.text() for one in front(hands).findChildren(QLabel))


def click(hands: Hands, words: str) -> None:
    """One click on the button or box that says this."""
    hands.until(lambda: any(_saying(hands, kind, words) for kind in (QPushButton, QCheckBox)))
    (found, *_) = [*_saying(hands, QPushButton, words), *_saying(hands, QCheckBox, words)]
    assert found.isEnabled(), words
    hands.actions += 1
    where = (
        found.rect().center() if isinstance(found, QPushButton) else found.rect().topLeft() + found.rect().center() / 8
    )
    QTest.mouseClick(found, Qt.MouseButton.LeftButton, pos=where)
    hands.rest()


def _saying(hands: Hands, kind: type[QAbstractButton], words: str) -> list[QAbstractButton]:
    return [b for b in front(hands).findChildren(kind) if b.isVisible() and b.text() == words]


def fill(hands: Hands, name: str, words: str) -> None:
    """One click into a field, and a word typed over what stands there."""
    field = controls(front(hands))[name]
    hands.actions += 2
    field.setFocus()
    write(field, words)
    hands.rest()


def to_window(hands: Hands) -> None:
    """The form is closed and the window is in front again, as a window manager puts it there."""
    hands.until(lambda: QApplication.activeModalWidget() is None)
    hands.window.window.activateWindow()
    hands.until(hands.window.window.isActiveWindow)


def to_overview(hands: Hands) -> None:
    """One click in the rail."""
    to_window(hands)
    hands.actions += 1
    QTest.mouseClick(hands.window.window.rail.buttons["overview"], Qt.MouseButton.LeftButton)
    hands.rest()
    assert hands.window.window.current == "overview"


def tasks(hands: Hands) -> list[tuple[str, str]]:
    page = hands.page("overview")
    return [(one.kind, str(one.person)) for group in page.tasks.groups for row in group.rows for one in row.tasks]


@pytest.fixture
def new(qtbot: QtBot) -> Iterator[tuple[BankWindow, int]]:
    """A window on a bank that was made in the start's own dialog, and how many keys and clicks that took."""
    bare = Bare(look(application(), Settings()), Words("sv", make.TODAY), Settings())
    start = StartDialog(bare, make.CLOCK, str)
    qtbot.addWidget(start)
    dialog = NewBankDialog(start, bare, make.CLOCK)
    dialog.show()
    typed = ("Ekhamra stad", "Arbetsmarknadsenheten", "Jamila Provsson", SECRET, SECRET)
    for field, words in zip((dialog.city, dialog.unit, dialog.name, dialog.first, dialog.second), typed, strict=True):
        field.clear()
        QTest.keyClicks(field, words)
    QTest.keyClick(dialog.second, Key.Key_Return)
    qtbot.waitUntil(dialog.printed.isVisible)
    QTest.keyClick(dialog.printed, Key.Key_Space)
    QTest.keyClick(dialog, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.made is not None
    address, key = dialog.made
    settings = Settings(theme="light", user=dialog.user)
    window = BankWindow(application(), address, key, make.CLOCK, settings, "sv")
    window.show()
    window.window.activateWindow()
    qtbot.waitUntil(lambda: window.window.isActiveWindow())
    yield window, len(typed) + 4  # the click on New bank, and the three keys above
    close(window)


@pytest.fixture
def newcomer(qtbot: QtBot, new: tuple[BankWindow, int]) -> Hands:
    hands = Hands(qtbot, new[0])
    hands.until(lambda: hands.page("overview").data is not None)
    hands.rest()
    return hands


def add_a_place(hands: Hands, *, supervisor: bool = True) -> None:
    click(hands, "Ny plats")
    fill(hands, "Arbetsplats eller arbetslag", "Parklaget Norr")
    choice = controls(front(hands))["Yrkestitel"]
    assert isinstance(choice, QComboBox)
    choice.setFocus()
    hands.press(Key.Key_Down)
    assert choice.currentIndex() == 1
    if supervisor:
        fill(hands, "Handledare", "Nils Modellberg")
    hands.ctrl(Key.Key_Return)


def add_a_person(hands: Hands, *, worker: bool = True) -> None:
    """Whoever adds her is offered as her case worker."""
    click(hands, "Ny deltagare")
    fill(hands, "Namn", "Testa Provsson")
    fill(hands, "Personnummer (får vara tomt)", make.number())
    if not worker:
        controls(front(hands))["Arbetsmarknadssekreterare"].setFocus()
        hands.press(Key.Key_Home)
    hands.ctrl(Key.Key_Return)


def book(hands: Hands) -> None:
    click(hands, "Hitta plats")
    panel = hands.page("matching").panel
    hands.until(lambda: panel.opening is not None and bool(panel.found))
    fill(hands, "Till och med", f"{LAST}")
    click(hands, "Boka plats")
    hands.until(lambda: panel.receipt is not None)


def start_work(hands: Hands) -> None:
    """From the task on Översikt."""
    page = hands.page("overview")
    page.tasks.setFocus()
    assert [kind for kind, _ in tasks(hands)] == ["notice", "start"]
    assert [one.kind for one in page.tasks.line().tasks] == ["notice", "start"]
    hands.press(Key.Key_2)  # as the cap of the second says
    click(hands, "Bokning")
    click(hands, "Introduktionens checklista är genomgången")
    click(hands, "Personen kom")
    to_window(hands)


def assess(hands: Hands) -> None:
    click(hands, "Bedöm")
    page = hands.page("competence")
    hands.until(lambda: page.sheet is not None)
    page.grid.setFocus()
    for _ in page.sheet.profile.skills():
        hands.press(Key.Key_3)
    hands.ctrl(Key.Key_D)


@pytest.mark.thorough(long=True)
def test_from_no_bank_to_a_certificate_by_what_the_screen_says(
    newcomer: Hands, new: tuple[BankWindow, int], chosen: Callable[[str], Path]
) -> None:
    hands = newcomer
    assert new[1] == FIRST_BANK
    assert says(hands, "Kom igång")
    assert tasks(hands) == []
    assert says(hands, "Nästa: enheten och du.")
    click(hands, "Det är jag")
    hands.until(lambda: says(hands, "Nästa: platser."))
    add_a_place(hands)
    to_overview(hands)
    assert says(hands, "Nästa: deltagare.")
    add_a_person(hands)
    to_overview(hands)
    assert says(hands, "Nästa: första bokningen.")
    assert tasks(hands) == [("find_place", "Testa Provsson")]
    book(hands)
    to_overview(hands)
    assert not says(hands, "Kom igång")
    start_work(hands)
    assess(hands)
    paper = chosen("intyg.pdf")
    click(hands, "Skriv ut intyg")
    hands.out()
    assert paper.read_bytes().startswith(b"%PDF")
    assert len(hands.ask(lambda desk: desk.competence.archive())) == 1
    assert hands.actions == TO_CERTIFICATE


@pytest.mark.thorough(long=True)
def test_who_signs_is_mended_from_the_line_that_says_it_is_lacking(newcomer: Hands) -> None:
    hands = newcomer
    click(hands, "Det är jag")
    hands.until(lambda: says(hands, "Nästa: platser."))
    add_a_place(hands)
    to_overview(hands)
    add_a_person(hands, worker=False)
    to_overview(hands)
    book(hands)
    to_overview(hands)
    start_work(hands)
    assess(hands)
    click(hands, "Gå dit")
    hands.until(lambda: says(hands, "Ändra deltagare"))
    assert controls(front(hands))["Arbetsmarknadssekreterare"].hasFocus()
    hands.press(Key.Key_Down)
    hands.ctrl(Key.Key_Return)
    to_window(hands)
    page = hands.page("competence")
    hands.until(lambda: bool(page.sheet.participant.case_worker_id))
    hands.rest()
    assert [line.code for line in page.sheet.readiness if not line.ok] == []


@pytest.mark.thorough(long=True)
def test_a_supervisor_is_named_from_the_line_that_says_that_one_is_lacking(newcomer: Hands) -> None:
    """In the field for it, in sight, over the page of the certificate."""
    hands = newcomer
    click(hands, "Det är jag")
    hands.until(lambda: says(hands, "Nästa: platser."))
    add_a_place(hands, supervisor=False)
    to_overview(hands)
    add_a_person(hands)
    to_overview(hands)
    book(hands)
    to_overview(hands)
    start_work(hands)
    assess(hands)
    click(hands, "Gå dit")
    hands.until(lambda: QApplication.activeModalWidget() is not None)
    field = controls(front(hands))["Handledare"]
    hands.until(field.hasFocus)
    assert field.visibleRegion().boundingRect() == field.rect()
    hands.type("Nils Modellberg")
    hands.ctrl(Key.Key_Return)
    to_window(hands)
    page = hands.page("competence")
    hands.until(lambda: all(line.ok for line in page.sheet.readiness))
    assert hands.window.window.current == "competence"


@pytest.mark.thorough(5)
@pytest.mark.parametrize("page", ["placements", "participants", "matching", "competence", "followup"])
def test_no_page_of_an_empty_bank_is_a_dead_end_or_says_what_is_not_so(newcomer: Hands, page: str) -> None:
    newcomer.window.window.go(page)
    newcomer.rest()
    said = [one.text() for one in front(newcomer).findChildren(QLabel) if one.isVisible()]
    assert not any("Alla har en plats" in words for words in said)
    told = {
        "placements": ("Platsbanken är tom", "Ny plats"),
        "participants": ("Inga deltagare än", "Ny deltagare"),
        "matching": ("Inga deltagare än", "Ny deltagare"),
        "competence": ("Inget att bedöma nu", "Deltagare"),
        "followup": ("Ingen nådde dag 90 i perioden.", ""),
    }
    title, act = told[page]
    assert title in said
    assert not act or any(b.text() == act and b.isVisible() for b in front(newcomer).findChildren(QPushButton))


@pytest.mark.parametrize(
    "page", ["overview", "placements", "participants", "matching", "competence", "followup", "exchange"]
)
@pytest.mark.thorough(9)
def test_no_card_of_an_empty_bank_stands_there_with_nothing_in_it(newcomer: Hands, page: str) -> None:
    newcomer.window.window.go(page)
    newcomer.rest()
    cards = [one for one in newcomer.page(page).findChildren(Panel) if one.isVisible()]

    def says_something(one: QWidget) -> bool:
        shown = isinstance(one, QLabel) and (bool(one.text()) or not one.pixmap().isNull())
        return one.isVisible() and (
            shown or isinstance(one, QAbstractButton | QAbstractItemView) or bool(one.accessibleName())
        )

    assert [c.title.text() for c in cards if not any(map(says_something, c.findChildren(QWidget)))] == []


@pytest.fixture
def named(qtbot: QtBot, new_file: Path, tmp_path: Path) -> Iterator[Hands]:
    """A bank whose lists name case workers, none of whom is called what this computer's user is."""
    path = make.copied(new_file, tmp_path / "b.amdesk")
    bank = open_bank(str(path), actor="T", account="t", clock=make.CLOCK)
    desk = Desk(bank, make.CLOCK)
    desk.set_settings({"city": "Ekhamra stad", "unit": "Enheten"})
    for name in ("Ingrid Skissander", "Jamila Provström"):
        desk.participants.add_case_worker(name)
    bank.close()
    window = make_window(qtbot, str(path), user="jampro01")
    hands = Hands(qtbot, window)
    hands.until(lambda: hands.page("overview").data is not None)
    hands.rest()
    yield hands
    close(window)


def test_who_sits_here_is_asked_by_the_names_in_the_lists(named: Hands) -> None:
    assert says(named, "Nästa: enheten och du.")
    assert QApplication.focusWidget() is controls(front(named))["Jag är den här arbetsmarknadssekreteraren"]
    named.press(Key.Key_Down)
    click(named, "Det är jag")
    named.until(lambda: says(named, "Nästa: platser."))
    assert says(named, "Ekhamra stad · Enheten · Jamila Provström")
    assert named.ask(lambda desk: desk.case_worker()) == named.shell.case_worker_id


def test_a_bank_with_bookings_never_loads_the_first_hour(hands: Hands) -> None:
    assert hands.page("overview").data.begun is None
    assert hands.page("overview").going is None


def test_enter_on_who_i_am_says_that_it_is_me(newcomer: Hands) -> None:
    going = newcomer.page("overview").going
    newcomer.until(lambda: going.who is not None and going.who.hasFocus())
    newcomer.press(Key.Key_Return)
    newcomer.until(lambda: says(newcomer, "Nästa: platser."))
