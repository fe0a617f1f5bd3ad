"""Roles in the window: every page opens for every role; what the role may not see is refused in one sentence, nothing breaks."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QRegion
from PySide6.QtWidgets import QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from amdesk.domain.bank.roles import ACTS, CODE, ROLES, names, refuse
from amdesk.domain.errors import Refused
from amdesk.i18n import Words
from amdesk.services.bank import access, banks
from amdesk.services.bank.door import CALLS
from amdesk.services.desk import Desk
from amdesk.ui.frame.pages import PAGES
from amdesk.ui.frame.rail import NavButton
from amdesk.ui.frame.session import BankWindow
from amdesk.ui.kit.basic import KeyButton
from amdesk.ui.kit.menu import MenuAct, fill
from amdesk.ui.kit.paper import Paper
from amdesk.ui.kit.printing import PrintDialog
from amdesk.ui.kit.states import Banner
from amdesk.ui.kit.theme import Theme, ratio
from tests import make
from tests.ui.conftest import Hands, close, make_window

READS = {
    "overview": ("people.see",), "placements": ("people.see",), "participants": ("people.see", "people.open"),
    "matching": ("people.see", "matching"), "competence": ("competence.see",), "followup": ("followup",), "employers": ("employers.match",),
    "development": ("guidance.see",), "improvement": ("improving.see",), "reviews": ("improving.see",), "exchange": ("import",), "settings": (),
}  # fmt: skip
"""By page the acts that it needs to show itself; each may be refused."""


@pytest.fixture(params=ROLES)
def role(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def hands(qtbot: QtBot, demo_bank: Path, role: str) -> Iterator[Hands]:
    """The demo city's window, opened by its user in this role."""
    desk = Desk(banks.open_(str(demo_bank), None, make.CLOCK, access.Who("T", "t")), make.CLOCK)
    desk.users.give(desk.users.listing()[0].login, [role])
    desk.close()
    made = make_window(qtbot, str(demo_bank))
    yield Hands(qtbot, made)
    close(made)


@pytest.mark.thorough(long=True)
def test_every_page_opens_for_every_role_and_says_what_it_may_not_show(hands: Hands, role: str) -> None:
    failed: list[Exception] = []
    hands.shell.failed.connect(failed.append)
    hands.rest()
    assert hands.window.window.user == hands.ask(lambda desk: desk.bank.actor)
    for page in PAGES:
        failed.clear()
        hands.window.window.go(page.name)
        hands.rest()
        assert [e for e in failed if not (isinstance(e, Refused) and e.code == CODE)] == [], page.name
        if all(role in ACTS[act].roles for act in READS[page.name]):
            assert failed == [], page.name


@pytest.mark.thorough(6)
def test_a_page_that_is_not_for_the_role_is_barred_in_the_rail_with_its_reason_and_by_every_other_way(
    hands: Hands, role: str
) -> None:
    told: list[str] = []
    hands.shell.toasted.connect(lambda said, _undo: told.append(str(said)))
    hands.rest()
    window = hands.window.window
    here = window.current
    assert here == next(p.name for p in PAGES if role in ACTS[p.act].roles)
    for page in (p for p in PAGES if p.name in window.rail.buttons):  # the others lie within one of these
        button, may = window.rail.buttons[page.name], role in ACTS[page.act].roles
        assert button.isEnabled() == may, page.name
        button.set_badge(3)
        assert ("Det får:" in button.toolTip()) == (not may), page.name
        if not may:
            told.clear()
            window.go(page.name)
            hands.rest()
            assert (told, window.current) == ([button.toolTip()], here), page.name


@pytest.mark.thorough(8)
@pytest.mark.parametrize("look", ["light", "dark", "contrast", "contrast_dark"])
@pytest.mark.parametrize("compact", [False, True])
def test_a_page_that_is_barred_is_seen_to_be_so_in_every_look(window: BankWindow, look: str, compact: bool) -> None:
    """Paler than one that is open, at least 3:1 still, and a lock where its number would stand; at least the lock where a look
    has no grey."""
    shell = window.shell
    shell.theme = Theme(look, 100)
    button = NavButton(shell, "certificate", "Kompetens", "")
    button.compact = compact
    button.resize(56 if compact else 190, 38)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def inks() -> tuple[float, bool]:
        """The strongest contrast drawn, and whether anything is drawn at the right."""
        image = QImage(button.size(), QImage.Format.Format_RGB32)
        ground = shell.theme.color("nav")
        image.fill(ground)
        button.render(image, QPoint(), QRegion(), QWidget.RenderFlag(0))
        right = button.width() - (24 if compact else 34)
        drawn = [
            (x, ratio(QColor(image.pixel(x, y)), ground)) for x in range(4, button.width() - 4) for y in range(4, 34)
        ]
        return max(r for _, r in drawn), any(x >= right and r > 2 for x, r in drawn)

    ink, at_right = inks()
    assert not at_right
    button.bar("Det får: chef")
    barred, at_right = inks()
    assert at_right
    assert barred >= 2.9
    assert barred <= ink * (0.6 if look in {"light", "dark"} else 1)


@pytest.mark.thorough(6)
def test_an_act_that_the_role_may_not_do_is_refused_and_stores_nothing(hands: Hands, role: str) -> None:
    told: list[str] = []
    hands.shell.toasted.connect(lambda said, _undo: told.append(str(said)))
    hands.rest()
    hands.window.tasks.write(lambda desk: desk.booking.cancel("B-NONE"))
    hands.rest()
    refused = any("får du inte boka" in one for one in told)
    assert refused == (role not in ACTS["booking"].roles)


def act_buttons(widget: QWidget) -> list[KeyButton]:
    return [b for b in widget.findChildren(KeyButton) if b.act]


@pytest.mark.thorough(long=True)
def test_every_button_that_is_not_for_the_role_is_off_and_says_why_and_who_may(hands: Hands, role: str) -> None:
    """By one mechanism from the table: whatever page it stands on, whatever else would turn it on."""
    hands.rest()
    window, seen = hands.window.window, set()
    settings: Any = window.page("settings")
    places: list[tuple[str, dict[str, str]]] = [(p.name, {}) for p in PAGES if role in ACTS[p.act].roles]
    for name, arguments in [*places, *(("settings", {"part": part}) for part in settings.parts)]:
        window.go(name, **arguments)
        hands.rest()
        for button in act_buttons(window):
            may = role in ACTS[button.act].roles or button.act == "users"
            seen.add(button.act)
            button.setEnabled(True)
            said = f"{name}: {button.accessibleName()}"
            assert button.isEnabled() == may, said
            assert ("Det får:" in button.toolTip()) == (not may), said
            assert ("Det får:" in button.accessibleDescription()) == (not may), said
    assert {"settings", "users", "backup", "log", "undo"} <= seen


class Answers:
    """In the place of a field of work: answers whatever is called."""

    def __getattr__(self, name: str) -> object:
        return lambda *_given, **_named: name


def asking(call: str, done: set[str]) -> Callable[[Desk], object]:
    """Work of the window that makes this call, whose own work is not what is asked about."""
    field, _, name = call.partition(".")

    def work(desk: Desk) -> None:
        behind = vars(getattr(desk, field))
        own = behind["_field"]
        behind["_field"] = Answers()
        try:
            getattr(getattr(desk, field), name)()
            done.add(call)
        finally:
            behind["_field"] = own

    return work


@pytest.mark.thorough(long=True)
def test_every_act_asked_for_in_the_window_is_done_or_refused_in_one_sentence_as_the_table_says(
    hands: Hands, role: str
) -> None:
    """The whole table, act by act, by the way on which the window has everything done."""
    told: list[str] = []
    hands.shell.toasted.connect(lambda said, _undo: told.append(str(said)))
    hands.rest()
    for act, calls in CALLS.items():
        call = next(c for c in calls.split() if not c.startswith("desk."))
        told.clear()
        done: set[str] = set()
        hands.window.tasks.write(asking(call, done))
        hands.rest()
        try:
            refuse((role,), act)
            expected = []
        except Refused as refused:
            expected = [] if act == "users" else [Words("sv").say(refused.text)]  # the demo lets every role be tried
        assert (bool(done), told) == (not expected, expected), act


CALLS_WITH_ACTS = ("button", "KeyButton", "MenuAct")
UI = Path(__file__).parents[2] / "amdesk" / "ui"


def made() -> Iterator[tuple[str, dict[str, ast.expr]]]:
    """Every button and line of a menu that the window's code makes: where, and what it is given by name."""
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS_WITH_ACTS:
                yield f"{path.relative_to(UI)}:{node.lineno}", {k.arg or "": k.value for k in node.keywords}


@pytest.mark.thorough(long=True)
def test_whatever_changes_the_bank_says_which_act_of_the_table_it_is() -> None:
    found = dict(made())
    assert [where for where, given in found.items() if "writes" in given and "act" not in given] == []
    named = {v.value for given in found.values() if isinstance(v := given.get("act"), ast.Constant)}
    assert named <= ACTS.keys()
    assert len(named) > 20


NOBODYS = {
    "booking/board/panel.py": "chooses among those who fit",
    "frame/palette.py": "a command of a page, which is barred itself",
    "overview/page.py": "opens and closes lines, and goes to a page, which is barred itself",
}
"""Lines of a menu that are no act, by where they are made."""
CHOICES = {"booking/board/pane.py", "exchange/reading.py", "frame/lockscreen.py", "kit/basic.py", "kit/fields.py", "kit/menu.py", "places/filters.py"}  # fmt: skip
"""What else puts a line in a menu or a mark in a field: legends, filters, fields, and the one way by which acts are put there."""


@pytest.mark.thorough(long=True)
def test_every_line_of_a_menu_says_which_act_it_is_and_is_put_there_by_what_bars_it() -> None:
    bare = {where.partition(":")[0] for where, given in menu_acts() if "act" not in given}
    assert bare == NOBODYS.keys()
    adds = {
        str(path.relative_to(UI))
        for path in UI.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "addAction"
    }
    assert adds == CHOICES


def menu_acts() -> Iterator[tuple[str, dict[str, ast.expr]]]:
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "MenuAct":
                yield f"{path.relative_to(UI)}:{node.lineno}", {k.arg or "": k.value for k in node.keywords}


class Went:
    """What went out."""

    def __init__(self) -> None:
        self.went: list[str] = []

    def append(self, _desk: Desk, why: str) -> None:
        self.went.append(why)


@pytest.mark.thorough(long=True)
def test_a_paper_that_is_not_for_the_role_is_shown_and_neither_printed_nor_saved(hands: Hands, role: str) -> None:
    """It says why and who may, and Enter does nothing."""
    hands.rest()
    window, out = hands.window.window, Went()
    pdf = hands.ask(lambda desk: desk.guidance.manual_pdf("sv"))
    for act in ("certificate.issue", "reports", "booking.notice"):
        paper = Paper("Prov", "", "prov.pdf", lambda *_: pdf, act, out=out.append)
        dialog = PrintDialog(window, hands.shell, paper)
        dialog.open()
        hands.rest()
        may = role in ACTS[act].roles
        for one in (dialog.file_button, dialog.print_button):
            assert (one.isEnabled(), "Det får:" in one.toolTip()) == (may, not may), act
        if not may:
            dialog.main.click()
            dialog.save()
            dialog.print_()
        hands.rest()
        dialog.reject()
        hands.rest()
    assert out.went == []


@pytest.mark.thorough(long=True)
def test_every_dialog_that_changes_the_bank_says_which_act_it_is() -> None:
    wrong = []
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                given = {ast.unparse(a.targets[0]): a.value for a in node.body if isinstance(a, ast.Assign)}
                writes = isinstance(w := given.get("writes"), ast.Constant) and w.value is True
                act = given.get("act")
                if writes and not (isinstance(act, ast.Constant) and act.value in ACTS):
                    wrong.append(node.name)
    assert wrong == []


@pytest.mark.thorough(6)
def test_a_line_of_a_menu_that_is_not_for_the_role_is_off_with_its_reason(hands: Hands, role: str) -> None:
    hands.rest()
    for act, rule in ACTS.items():
        menu = QMenu()
        fill(menu, [MenuAct("x", lambda: None, act=act)], hands.shell)
        line = menu.actions()[0]
        assert line.isEnabled() == (role in rule.roles or act == "users"), act
        assert ("Det får:" in line.toolTip()) == (not line.isEnabled()), act


@pytest.mark.thorough(6)
def test_the_demo_says_which_role_is_tried_and_every_role_can_be_tried_from_there(hands: Hands, role: str) -> None:
    hands.rest()
    banners = [b for b in hands.window.window.findChildren(Banner) if "prövar en roll" in told(b)]
    assert len(banners) == 1
    assert ROLE_SAID[role] in told(banners[0])
    hands.window.window.go("settings", part="users")
    hands.rest()
    pane = hands.page("settings").users
    assert pane.change.isEnabled(), "whoever tries a role finds the way back"
    for box in pane.boxes.values():
        box.setChecked(box is pane.boxes["analyst"])
    asked: list[bool] = []
    hands.shell.appearance.connect(lambda: asked.append(True))
    pane.give()
    hands.rest()
    assert hands.ask(lambda desk: desk.roles()) == ("analyst",)
    assert asked == [True], "the window is made anew as the role lets it be"


def told(widget: QWidget) -> str:
    return " ".join(one.text() for one in widget.findChildren(QLabel))


ROLE_SAID = {code: Words("sv").say(names((code,))) for code in ROLES}
