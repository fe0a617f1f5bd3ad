"""Rows from before a rule was tightened are told when the bank opens, with the way to all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from amdesk.db.engine import ruleset
from amdesk.db.engine.opening import open_bank
from amdesk.domain.texts import text
from amdesk.ui.frame.session import BankWindow
from amdesk.ui.kit.states import Banner
from tests import make
from tests.ui.conftest import Hands, close, make_window


@pytest.fixture
def unmet(qtbot: QtBot, demo_bank: Path) -> Iterator[BankWindow]:
    """A window on a bank in which nobody has a place any more, as if the rule had come afterwards."""
    bank = open_bank(str(demo_bank), actor="T", account="t", clock=make.CLOCK)
    with bank.unlogged():
        bank.execute("drop trigger guard_capacity_low_update")
    with bank.write(text("no places")):
        bank.execute("update capacity set places = 0")
    bank.make_rules()
    ruleset.judge(bank)
    bank.close()
    made = make_window(qtbot, str(demo_bank), lang="en")
    yield made
    close(made)


def test_the_window_says_which_rule_is_not_held_and_leads_to_the_check(qtbot: QtBot, unmet: BankWindow) -> None:
    hands = Hands(qtbot, unmet)
    hands.rest()
    said = [b.accessibleName() for b in unmet.window.findChildren(Banner) if b.isVisible()]
    assert any("The rule AM001 overbooked is not held by" in s and "placement_id" in s for s in said), said
