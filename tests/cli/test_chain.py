"""The moves of a chain by command: found, shown as a sentence, made as one step, and refused when they were found for another day."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from amdesk.cli import main
from amdesk.db.engine.opening import open_bank
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY, Need

DAY = timedelta(1)


@pytest.fixture
def city(new_file: Path, tmp_path: Path) -> Path:
    """One light place that is taken, a heavy one that is free, and D-0002 who lifts ten kilos at most."""
    path = make.copied(new_file, tmp_path / "b.amdesk")
    with closing(open_bank(str(path), actor="T", account="t", clock=make.CLOCK)) as bank:
        desk = Desk(bank, make.CLOCK)
        light = make.placement(bank, name="Lätta laget", demands=("lift_max=5",))
        make.placement(bank, name="Tunga laget", demands=("lift_max=25",))
        desk.booking.book(make.participant(bank, wishes=()), light, TODAY + 14 * DAY, TODAY + 300 * DAY, ref="B-MOVES")
        make.participant(bank, wishes=(), needs=(Need("lift_max", "10", "must"),), name="Prov Väntar")
    return path


def call(bank: Path, *words: str) -> Result:
    head = ["--bank", str(bank), "--today", TODAY.isoformat(), "--lang", "en"]
    return CliRunner().invoke(main, [*head, *words])


def test_a_chain_is_shown_as_a_sentence_made_once_and_gone_afterwards(city: Path) -> None:
    said = call(city, "chain", "list", "D-0002").output
    assert "Prov Väntar can begin at Lätta laget" in said
    assert "moves from there to Tunga laget" in said
    found = json.loads(call(city, "chain", "list", "D-0002", "--json").output)
    (chain,) = found["chains"]
    assert (found["open"], chain["placement"], chain["moves"][0]["to"]) == (0, "P-0001", "P-0002")
    made = json.loads(call(city, "chain", "accept", "D-0002", chain["key"], "--why", "x", "--json").output)
    assert (made["participant"], made["placement"]) == ("D-0002", "P-0001")
    again = call(city, "chain", "accept", "D-0002", chain["key"])
    assert again.exit_code == 1
    assert "no longer possible" in again.output


def test_where_nothing_helps_it_is_said(city: Path) -> None:
    assert call(city, "move", "B-MOVES", "--placement", "P-0002").exit_code == 0
    assert "1 placement is open already." in call(city, "chain", "list", "D-0002").output
    with_it = call(city, "book", "D-0002", "P-0001", "--from", "2026-11-30", "--to", "2027-05-30", "--ref", "B-LIGHT")
    assert with_it.exit_code == 0, with_it.output
