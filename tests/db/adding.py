"""One of many clients that add at once: run by test_at_once.py as a process of its own."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from amdesk.db.engine.opening import open_bank
from amdesk.db.engine.postgres import PostgresBank
from amdesk.db.port import Bank
from amdesk.domain.booking.matching import PARTS
from amdesk.services.desk import Desk
from tests import make


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


def main(address: str, me: str, folder: str, ended: str) -> None:
    bank = opened(address)
    gate = Path(folder) / "gate"
    (gate / me).touch()
    while not (gate / "go").exists():
        time.sleep(0.001)
    failed: list[Any] = []
    try:
        work(Desk(bank, make.CLOCK), int(me), Path(folder), int(ended))
    except Exception as error:  # noqa: BLE001 - what went wrong is told to the test
        failed.append(repr(error))
    bank.close()
    print(json.dumps(failed))


if __name__ == "__main__":
    main(*sys.argv[1:])
