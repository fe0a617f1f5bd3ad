"""While names are hidden for a screen that is shared, none is seen: in no row, no tip and no picture of a paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QWidget

from amdesk.domain.errors import Refused
from amdesk.domain.people.identity import masked, written
from amdesk.domain.people.masked import Masked
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from tests.gate.outputs import shown
from tests.ui.conftest import Hands
from tests.ui.screens import PAGES as EVERY_VIEW

PAGES = ("overview", "participants", "matching", "competence", "followup")
TIP, SPOKEN = int(Qt.ItemDataRole.ToolTipRole), int(Qt.ItemDataRole.AccessibleTextRole)


def names(desk: Desk) -> set[str]:
    """Of people, but those that somebody of the staff, or at an employer, has too."""
    staff = {w.name for w in desk.participants.case_workers()} | {
        desk.work.placement(r.id).supervisor for r in desk.placements.listing()
    }
    staff |= {c.name for e in desk.employers.listing() for c in desk.employers.contacts(e.employer.id)}
    return {r.name.seen for r in desk.participants.listing() if " " in r.name.seen} - staff


def reached(desk: Desk) -> set[str]:
    """What else tells who somebody is, or how she is reached: as a record, a list and a form write it."""
    people = [desk.work.participant(r.id) for r in desk.participants.listing() if not r.protected]
    told = {s for p in people for s in (p.phone, p.email, p.case_number, masked(p.identity), written(p.identity))}
    return {s for s in told if s} - {desk.work.placement(r.id).supervisor_phone for r in desk.placements.listing()}


def said(page: QWidget) -> Iterator[str]:
    """What rows and tips say of the page that is shown."""
    for view in page.findChildren(QAbstractItemView):
        model = view.model()
        if model is None or not view.isVisible():
            continue
        for row in range(min(60, model.rowCount())):
            index = model.index(row, 0)
            yield from (str(index.data(role) or "") for role in (TIP, SPOKEN))
    for one in page.findChildren(QWidget):
        if one.isVisible():
            yield one.toolTip()
            if isinstance(one, QLabel):
                yield one.text()


@pytest.mark.thorough(long=True)
def test_no_page_says_a_name_in_a_row_or_a_tip_while_names_are_hidden(hands: Hands) -> None:
    known = hands.ask(names)
    hands.press(Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert hands.shell.names_hidden
    told: dict[str, list[Any]] = {}
    for name in PAGES:
        if name == "followup":
            hands.window.window.go(name, tab="desk")
        else:
            hands.window.window.go(name)
        hands.rest()
        words = list(said(hands.page(name)))
        assert words
        told[name] = sorted({w for w in words if any(one in w for one in known)})[:3]
    assert told == {name: [] for name in PAGES}


@pytest.mark.thorough(long=True)
def test_no_view_of_any_page_says_a_name_while_names_are_hidden(hands: Hands) -> None:
    known = hands.ask(lambda desk: names(desk) | reached(desk))
    QApplication.clipboard().clear()  # what somebody else has copied is not shown
    hands.window.window.hide_names()
    told: dict[str, set[str]] = {}
    for view, (page, visit) in EVERY_VIEW.items():
        hands.window.window.go(page, **visit)
        hands.rest()
        said = [*shown(visible=True)]
        assert said
        told[view] = {f"{kind}: {one[:120]}" for kind, one in said if any(name in one for name in known)}
    assert {view: found for view, found in told.items() if found} == {}


@pytest.mark.thorough(long=True)
def test_neither_phone_nor_case_number_nor_birth_date_is_seen_while_names_are_hidden(hands: Hands) -> None:
    """Of somebody whose record is open, and of whoever is to be rung on day 90."""
    hands.window.window.go("participants", chip="all")
    page = hands.page("participants")
    hands.until(lambda: page.record is not None)
    person = page.record.participant
    assert person.phone
    assert person.case_number
    hers = {person.phone, person.case_number, masked(person.identity)}
    assert all(any(one in s for s in seen(page)) for one in hers)
    hands.window.window.hide_names()
    hands.rest()
    assert not [s for s in seen(page) if any(one in s for one in hers)]
    assert page.top.number.text() == person.number
    hands.window.window.go("followup", tab="desk")
    desk = hands.page("followup").desk
    hands.until(lambda: desk.due() is not None)
    phone = desk.due().phone.seen
    assert phone
    assert not [s for s in seen(hands.page("followup")) if phone in s]
    hands.window.window.hide_names()
    hands.until(lambda: any(phone in s for s in seen(hands.page("followup"))))


def seen(page: QWidget) -> list[str]:
    """Words of the labels that are shown."""
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible()]


def test_no_mark_says_the_first_letters_of_a_name_while_names_are_hidden(hands: Hands) -> None:
    assert hands.shell.initials("Ada Prov") == "AP"
    hands.window.window.hide_names()
    assert hands.shell.initials("Ada Prov") == ""
    assert hands.shell.initials(Masked("Ada Prov", 1, 0)) == ""


def test_a_refusal_and_a_sentence_within_another_say_no_name_while_names_are_hidden(hands: Hands) -> None:
    named = text("Booked {name}", name=Masked("Ada Prov", 1, 0).text)
    hands.window.window.hide_names()
    for said in (hands.shell.say(text("Undone: {what}", what=named)), hands.shell.sentence(Refused(named, "X")) or ""):
        assert "Ada" not in said
        assert "••••" in said


def test_the_certificate_beside_the_grid_is_not_shown_while_names_are_hidden(hands: Hands) -> None:
    hands.ctrl(Qt.Key.Key_5)
    page = hands.page("competence")
    hands.until(lambda: page.sheet is not None and page.certificate.page is not None)
    assert not page.certificate.preview.pixmap().isNull()
    hands.window.window.hide_names()
    assert page.certificate.preview.pixmap().isNull()
    hands.rest()
    assert page.certificate.preview.pixmap().isNull()
    hands.window.window.hide_names()
    hands.until(lambda: not page.certificate.preview.pixmap().isNull())
