"""Roles in the window: every page opens for every role; what the role may not see is refused in one sentence, nothing breaks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from amdesk.domain.bank.roles import ACTS, CODE, ROLES
from amdesk.domain.errors import Refused
from amdesk.services.bank import access, banks
from amdesk.services.desk import Desk
from amdesk.ui.frame.pages import PAGES
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


def test_an_act_that_the_role_may_not_do_is_refused_and_stores_nothing(hands: Hands, role: str) -> None:
    told: list[str] = []
    hands.shell.toasted.connect(lambda said, _undo: told.append(str(said)))
    hands.rest()
    hands.window.tasks.write(lambda desk: desk.booking.cancel("B-NONE"))
    hands.rest()
    refused = any("får du inte boka" in one for one in told)
    assert refused == (role not in ACTS["booking"].roles)
