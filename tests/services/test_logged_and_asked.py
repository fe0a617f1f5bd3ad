"""Whose record a list opens is in the log, and whether a bank opens without anybody being asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from amdesk.services.bank import access, banks
from amdesk.services.desk import Desk
from tests import make
from tests.services.test_modules import module

SECRET = "fyra ord som ingen gissar"
SHARED = "postgresql://amdesk.example/bank"


def test_an_attendance_list_is_a_read_of_everybody_on_it_and_of_nobody_else(desk: Desk, tmp_path: Path) -> None:
    taught, people = module(desk, capacity=5), {}
    for name, protection in (("Ada", 0), ("Bo", 0), ("Quilla", 1)):
        people[name] = make.participant(desk.bank, name=name, protection=protection)
        need = desk.modules.need(people[name], "yrkessvenska")
        desk.modules.step(need.id, "enrolled", module_id=taught.id)
    offered = make.participant(desk.bank, name="Erbjuden")
    desk.modules.step(desk.modules.need(offered, "yrkessvenska").id, "offered", module_id=taught.id)
    assert desk.attendance.write(tmp_path / "n.xlsx", taught.id) == 2
    read = {
        name: [r.what for r in desk.history.access(desk.work.participant(key).number)] for name, key in people.items()
    }
    assert {name: "attendance" in what for name, what in read.items()} == {"Ada": True, "Bo": True, "Quilla": False}
    assert "attendance" not in [r.what for r in desk.history.access(desk.work.participant(offered).number)]


def test_a_bank_opens_unasked_where_it_is_there_and_its_key_is_at_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_one, locked, gone = (str(tmp_path / f"{name}.amdesk") for name in ("open", "locked", "gone"))
    for where, secret in ((open_one, None), (locked, SECRET)):
        banks.create(Path(where), secret, make.CLOCK, access.Who("T", "t"))[0].close()
    kept: dict[str, str] = {}
    monkeypatch.setattr(access, "saved_key", kept.get)
    asked = [access.needs_passphrase(a) for a in (open_one, locked, gone, SHARED, str(tmp_path))]
    assert asked == [False, True, False, False, False]
    assert [access.opens_unasked(a) for a in (open_one, locked, gone, SHARED)] == [True, False, False, True]
    kept |= {locked: "abc", gone: "abc"}
    assert [access.opens_unasked(a) for a in (locked, gone)] == [True, False]
    kept.clear()
    monkeypatch.setenv("AMDESK_PASSPHRASE", SECRET)
    assert [access.opens_unasked(a) for a in (locked, gone)] == [True, False]
    assert access.who("Eva Test").name == "Eva Test"
    assert access.who().name == access.who().account
