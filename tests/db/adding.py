"""One of many clients that add at once: run by test_at_once.py as a process of its own."""

from __future__ import annotations

from pathlib import Path

from amdesk.db.engine.opening import open_bank
from amdesk.db.engine.postgres import PostgresBank
from amdesk.db.port import Bank
from amdesk.domain.booking.matching import PARTS
from amdesk.services.desk import Desk
from tests import make
from tests.crowd import wait


def opened(address: str) -> Bank:
    if "host=" in address:
        return PostgresBank(address, actor="A", account="a", clock=make.CLOCK)
    return open_bank(address, actor="A", account="a", clock=make.CLOCK)


def work(desk: Desk, me: int, folder: Path, ended: int) -> None:
    """Everything that takes a next number, or that is made once when it is first needed."""
    desk.imports.store(desk.imports.review(desk.imports.stage(folder / "same.csv", "participants")))
    desk.imports.store(desk.imports.review(desk.imports.stage(folder / f"own-{me}.csv", "participants")))
    desk.imports.store(desk.imports.review(desk.imports.stage(folder / "places.csv", "placements")))
    for i in range(3):
        desk.participants.create({"name": f"Person {me} {i}", "wishes": ("PAR",), "language": "B1"})
        desk.placements.create(make.placement_values(name=f"Plats {me} {i}"), 1)
    desk.competence.issue(ended)
    desk.sheets.key()
    desk.set_weights({next(iter(PARTS)): 100 + me})  # another number from each: an unchanged one is no new version


def main(number: int, gate: str, address: str, folder: str, ended: str) -> list[str]:
    """What failed."""
    bank = opened(address)
    wait(gate, number)
    failed = []
    try:
        work(Desk(bank, make.CLOCK), number, Path(folder), int(ended))
    except Exception as error:  # noqa: BLE001 - what went wrong is told to the test
        failed.append(repr(error))
    bank.close()
    return failed
