"""Roles in the window: every page opens for every role; what the role may not see is refused in one sentence, nothing breaks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QRegion
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from amdesk.domain.bank.roles import ACTS, CODE, ROLES
from amdesk.domain.errors import Refused
from amdesk.services.bank import access, banks
from amdesk.services.desk import Desk
from amdesk.ui.frame.pages import PAGES
from amdesk.ui.frame.rail import NavButton
from amdesk.ui.frame.session import BankWindow
from amdesk.ui.kit.theme import Theme, ratio
from tests import make
from tests.ui.conftest import Hands, close, make_window

READS = {
    "overview": ("people.see",), "placements": ("people.see",), "participants": ("people.see", "people.open"),
    "matching": ("people.see", "matching"), "competence": ("competence.see",), "followup": ("followup",),
    "exchange": ("import",), "settings": (),
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


def test_a_page_that_is_not_for_the_role_is_barred_in_the_rail_with_its_reason_and_by_every_other_way(
    hands: Hands, role: str
) -> None:
    told: list[str] = []
    hands.shell.toasted.connect(lambda said, _undo: told.append(str(said)))
    hands.rest()
    window = hands.window.window
    here = window.current
    assert here == next(p.name for p in PAGES if role in ACTS[p.act].roles)
    for page in PAGES:
        button, may = window.rail.buttons[page.name], role in ACTS[page.act].roles
        assert button.isEnabled() == may, page.name
        button.set_badge(3)
        assert ("Det får:" in button.toolTip()) == (not may), page.name
        if not may:
            told.clear()
            window.go(page.name)
            hands.rest()
            assert (told, window.current) == ([button.toolTip()], here), page.name


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


def test_an_act_that_the_role_may_not_do_is_refused_and_stores_nothing(hands: Hands, role: str) -> None:
    told: list[str] = []
    hands.shell.toasted.connect(lambda said, _undo: told.append(str(said)))
    hands.rest()
    hands.window.tasks.write(lambda desk: desk.booking.cancel("B-NONE"))
    hands.rest()
    refused = any("får du inte boka" in one for one in told)
    assert refused == (role not in ACTS["booking"].roles)
