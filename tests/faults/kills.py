"""`kill -9` at random moments: of somebody who works, of a restore, and of a new key."""

from __future__ import annotations

import os
import random
from datetime import timedelta
from pathlib import Path

from amdesk.db import port
from amdesk.db.engine import keys
from amdesk.db.engine.backup import prove
from amdesk.db.engine.errors import WrongKey
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.domain.bank.generations import Folders
from amdesk.domain.errors import BankUnusable
from amdesk.services.bank import banks
from amdesk.services.desk import Desk
from tests import make
from tests.faults import made

ACTS, MOST = 25, 600
"""Bookings of a round that is let through, and of a bank before a fresh one comes."""


def _places(bank: SqliteBank) -> None:
    for _ in range(12):
        make.placement(bank, 3)


def _books(path: Path, out: int) -> None:
    """A person and her booking, some times; each is told of when it is done."""
    bank = made.opened(path)
    desk, places = Desk(bank, make.CLOCK), [r["id"] for r in port.rows(bank, "select id from placement")]
    for _ in range(ACTS):
        person = make.participant(bank)
        first = make.TODAY + timedelta(20 * person % 3000)
        booked = desk.booking.book(person, places[person % len(places)], first, first + timedelta(15))
        os.write(out, f"{booked.booking.ref}\n".encode())


def writer(folder: Path, dice: random.Random) -> list[str]:
    """All that somebody was told of is there, and the bank is whole."""
    bank = made.once(folder, "writer", _places)
    path, told = folder / "round" / bank.name, folder / "told"
    if not path.exists() or len(told.read_text().split()) > MOST:
        path = made.fresh(folder, bank)
        told.write_text("")
    read, write = os.pipe()
    code = made.killed("books", lambda: _books(path, write), dice)
    os.close(write)
    with os.fdopen(read) as pipe, told.open("a") as kept:
        came = len((said := pipe.read()).split())
        kept.write(said)
    assert code in {-9, 0}, code
    after = made.opened(path)
    try:
        missing = set(told.read_text().split()) - {r["ref"] for r in port.rows(after, "select ref from booking")}
        assert not missing, f"told and not there: {missing}"
        assert prove(after) == []
    finally:
        after.close()
    return ["killed" if code else "done", *["told of"] * came]


def _one(bank: SqliteBank) -> None:
    make.participant(bank, name="Ny")


def restore(folder: Path, dice: random.Random) -> list[str]:
    """The bank is the old one or the new one, whole, and what was there is nowhere lost."""
    bank = made.once(folder, "restore", _one)
    copy = folder / "copy.amdesk"
    if not copy.exists():
        whole = made.opened(bank)
        banks.backup(whole, copy)
        make.participant(whole, name="Senare")
        whole.close()
    path = made.fresh(folder, bank)
    code = made.killed("restores", lambda: banks.restore(copy, path, made.SECRET, make.CLOCK, made.WHO), dice)
    assert code in {-9, 0}, code
    found = made.names(path)
    kept = [made.names(p) for p in path.parent.glob("*-before-*.amdesk")]
    assert found in ({"Ny"}, {"Ny", "Senare"})
    assert found == {"Ny", "Senare"} or kept == [{"Ny", "Senare"}], (found, kept)
    assert not list(path.parent.glob("*.restoring*")), sorted(p.name for p in path.parent.iterdir())
    assert not [p for p in path.parent.glob("*-before-*.amdesk") if p.samefile(path)], "the bank under a second name"
    return ["killed" if code else "done", "old" if "Senare" in found else "new"]


def rekey(folder: Path, dice: random.Random) -> list[str]:
    """The bank opens with the old passphrase or with the new one; then the stolen key opens nothing of it."""
    bank = made.once(folder, "rekey", _one)
    path = made.fresh(folder, bank)
    stolen = str(keys.unlock(path, made.SECRET).key)
    code = made.killed(
        "gives a new key", lambda: banks.rekey(str(path), made.SECRET, made.NEW, Folders(path.parent / "copies")), dice
    )
    assert code in {-9, 0}, code
    try:
        assert made.names(path, made.NEW) == {"Ny"}
    except WrongKey:
        assert code == -9
        assert made.names(path) == {"Ny"}
        return ["killed", "old"]
    for file in path.parent.glob("*.amdesk"):
        try:
            made.opened(file, key=stolen).close()
        except BankUnusable:
            continue
        raise AssertionError(f"{file.name} opens with the stolen key")
    return ["killed" if code else "done", "new"]
