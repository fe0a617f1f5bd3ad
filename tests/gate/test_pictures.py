"""What is drawn: every view looks alike to the last pixel whatever the protected people in it are called, and each dialog says
nothing of them."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from amdesk.db.people import participants as people
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from tests import make
from tests.gate.outputs import shown
from tests.gate.people import COLLEAGUE, NAMES, Staged, open_desk
from tests.ui.conftest import Hands, close, make_window
from tests.ui.screens import DIALOGS, PAGES

TELL_THE_TIME = {"history", "access", "copies", "bank", "about"}
"""Views that say when something was done; their words are walked."""
MARKS = ("Wwwwwww Mmmmmmmmm", "Iiii Llll")


BEFORE_A_BANK = {"StartDialog", "NewBankDialog"}
"""Dialogs that stand where no bank is open yet."""


def stands(kind: str) -> bool:
    return type(QApplication.activeModalWidget()).__name__ == kind


def copy_in(bank: Path, folder: Path) -> Path:
    folder.mkdir()
    return make.copied(bank, folder / bank.name)


def renamed(path: Path, staged: Staged, name: str) -> Path:
    """The bank in which whoever is protected is called so, with phone and mail of the same kind."""
    desk = open_desk(path, COLLEAGUE)
    with desk.bank.write(text("renamed")):
        for i, person in enumerate(staged.people):
            given = {"name": f"{name} {i}", "phone": name[:9], "email": f"{name[:3]}@x.se", "case_number": name[:5]}
            people.change(desk.bank, person.key, given)
    desk.close()
    return path


def pictures(qtbot: QtBot, bank: Path) -> dict[str, QImage]:
    """Each view as it is drawn."""
    hands = Hands(qtbot, make_window(qtbot, str(bank)))
    out = {}
    for view, (page, visit) in PAGES.items():
        if view not in TELL_THE_TIME:
            hands.window.window.go(page, **visit)
            hands.rest()
            out[view] = hands.page(page).grab().toImage()
    close(hands.window)
    return out


@pytest.mark.thorough(long=True)
def test_no_view_looks_otherwise_where_the_protected_are_called_otherwise(
    qtbot: QtBot, guarded: tuple[Path, Staged], tmp_path: Path
) -> None:
    bank, staged = guarded
    copies = [copy_in(bank, tmp_path / f"{i}") for i in range(2)]
    one, other = (pictures(qtbot, renamed(c, staged, m)) for c, m in zip(copies, MARKS, strict=True))
    assert [view for view, drawn in one.items() if drawn != other[view]] == []


@pytest.mark.thorough(long=True)
def test_a_view_that_draws_a_name_looks_otherwise(qtbot: QtBot, guarded: tuple[Path, Staged], tmp_path: Path) -> None:
    """The walk sees what it is to find: of somebody whom nothing protects the list looks otherwise."""
    bank, _staged = guarded
    drawn = []
    for i, mark in enumerate(MARKS):
        path = copy_in(bank, tmp_path / f"{i}")
        desk = open_desk(path, COLLEAGUE)
        desk.participants.change(desk.participants.listing()[0].id, {"name": f"Aaa {mark}"})
        desk.close()
        hands = Hands(qtbot, make_window(qtbot, str(path)))
        hands.window.window.go("participants", chip="all")
        hands.rest()
        drawn.append(hands.page("participants").grab().toImage())
        close(hands.window)
    assert drawn[0] != drawn[1]


@pytest.mark.parametrize("part", range(3))
@pytest.mark.thorough(long=True)
def test_no_dialog_says_who_or_where_a_protected_person_is(
    part: int, qtbot: QtBot, guarded: tuple[Path, Staged], tmp_path: Path
) -> None:
    bank, staged = guarded
    hands = Hands(qtbot, make_window(qtbot, str(bank)))
    desk: Desk = open_desk(bank, COLLEAGUE)
    hands.rest()
    faults: list[str] = []
    for kind in [k for k in DIALOGS if k not in BEFORE_A_BANK][part::3]:
        kept = DIALOGS[kind](hands, desk, tmp_path)
        hands.until(partial(stands, kind))
        hands.rest()
        faults += [f for of, said in shown() if said for f in staged.faults(f"{kind}, {of}", said)]
        while isinstance(dialog := QApplication.activeModalWidget(), QDialog):
            dialog.reject()
        del kept
        hands.window.window._go(
            "overview", {}
        )  # what was typed for this dialog is asked about by none of the next ones
        hands.rest()
    desk.close()
    close(hands.window)
    assert sorted(set(faults)) == []


def test_twelve_people_of_three_levels_are_walked_six_of_them_flagged_after_something_was_done(
    guarded: tuple[Path, Staged],
) -> None:
    bank, staged = guarded
    desk = open_desk(bank)
    levels = {p.key: desk.work.participant(p.key).protection for p in staged.people}
    desk.close()
    assert len(levels) >= 12
    assert set(levels.values()) == {1, 2, 3}
    assert len({*staged.parts.values()} - {staged.parts["waiting"]}) >= 6
    words = {w for name in NAMES for w in re.split(r"\W", name)}
    assert len(words) == 2 * len(NAMES), "half a name is found too"
