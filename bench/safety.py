"""The bank as a thing: a booking beside one in plain SQLite, opening with a passphrase, the reading of all pages, a new key."""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from amdesk.db import port
from amdesk.db.engine import keys
from amdesk.db.engine.opening import create_bank, open_bank
from amdesk.db.engine.pages import PageReading
from amdesk.db.engine.rekey import rekey
from amdesk.db.engine.signed import PAGE, tag_key, verifies
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.services.bank import banks
from amdesk.services.desk import Desk
from bench import city
from bench.measure import in_turn, line
from tests import make

SECRET = "fyra ord som ingen gissar"
OPENS_WITHIN, HOLDS_AT_MOST, REKEYS_WITHIN = 0.5, 0.050, 2.0
"""Seconds."""
MEGABYTE = 1 << 20
BOOKINGS = 300


def safety(_path: Path) -> bool:
    with tempfile.TemporaryDirectory(prefix="amdesk-bench-") as folder:
        return all([booking(Path(folder)), opening(Path(folder)), reading(Path(folder)), new_key(Path(folder))])


def within(what: str, took: float, limit: float) -> bool:
    """Seconds of the processor: what else the computer does meanwhile is not the program's."""
    print(
        f"{what:44} {took * 1000:9.2f} ms (limit {limit * 1000:.0f} ms) {'ok' if took <= limit else 'OVER'}", flush=True
    )
    return took <= limit


def booking(folder: Path) -> bool:
    """The same act with the same rules and log; the floor is SQLite without a key."""
    plain, sealed = _plain(folder / "plain.amdesk"), _sealed(folder / "sealed.amdesk")
    works = [_books(one) for one in (plain, sealed)]
    floor, ours = in_turn(*works, rounds=BOOKINGS)
    for one in (plain, sealed):
        one.close()
    return line("booking, beside plain SQLite", ours, floor, 1.5)


def _plain(path: Path) -> SqliteBank:
    path.touch()
    bank = SqliteBank(str(path), None, **city.LOCAL)  # type: ignore[arg-type]  # actor, account and clock
    bank.execute("pragma journal_mode = wal").fetchall()
    bank.migrate()
    banks.fill(bank)
    return bank


def _sealed(path: Path) -> SqliteBank:
    bank, _ = create_bank(path, None, **city.LOCAL)  # type: ignore[arg-type]  # actor, account and clock
    banks.fill(bank)
    assert isinstance(bank, SqliteBank)
    return bank


def _books(bank: SqliteBank) -> Callable[[], object]:
    """One more booking each time, of people and placements that are there already."""
    desk = Desk(bank, city.CLOCK)
    people = iter([make.participant(bank) for _ in range(BOOKINGS + 1)])
    places = [make.placement(bank, BOOKINGS) for _ in range(4)]

    def book() -> object:
        who = next(people)
        return desk.booking.book(who, places[who % 4], city.TODAY, city.TODAY + timedelta(100))

    return book


def opening(folder: Path) -> bool:
    """With a passphrase, as its user does; the floor is the derivation that makes a passphrase dear to guess."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    path = folder / "opened.amdesk"
    create_bank(path, SECRET, **city.LOCAL)[0].close()  # type: ignore[arg-type]  # actor, account and clock

    def floor() -> object:
        derived = Argon2id(
            salt=bytes(16), length=32, iterations=keys.ROUNDS, lanes=keys.LANES, memory_cost=keys.MEMORY_KIB
        )
        return derived.derive(SECRET.encode())

    cpu: list[float] = []

    def ours() -> None:
        began = time.process_time()
        open_bank(str(path), secret=SECRET, **city.LOCAL).close()  # type: ignore[arg-type]  # the same
        cpu.append(time.process_time() - began)

    bare, took = in_turn(floor, ours, rounds=9)
    return line("opening with a passphrase", took, bare, 2) & within(
        "... of the processor", statistics.median(cpu), OPENS_WITHIN
    )


def _filled(path: Path, size: int) -> Path:
    """A bank of so many bytes."""
    bank, _ = create_bank(path, SECRET, **city.LOCAL)  # type: ignore[arg-type]  # actor, account and clock
    banks.fill(bank)
    number = 0
    while path.stat().st_size < size:
        number += 1
        with bank.unlogged():
            port.insert(bank, "document", sha256=str(number), name="x.pdf", content=os.urandom(2 * MEGABYTE).hex())
        bank.execute("pragma wal_checkpoint(truncate)")
    bank.close()
    return path


def reading(folder: Path) -> bool:
    """Slice by slice, as the window's reading thread does; the floor is the check of the same pages from memory."""
    path = _filled(folder / "wide.amdesk", 200 * MEGABYTE)
    bank = open_bank(str(path), secret=SECRET, **city.LOCAL)  # type: ignore[arg-type]  # actor, account and clock
    assert isinstance(bank, SqliteBank)
    found, held, held_cpu = PageReading(bank), list[float](), list[float]()
    more = True
    while more:
        began, cpu = time.perf_counter(), time.thread_time()
        more = found.some()
        held.append(time.perf_counter() - began)
        held_cpu.append(time.thread_time() - cpu)
    assert not found.again()
    with path.open("rb") as file:
        signed = tag_key(bank.key, file.read(16))
        file.seek(0)
        pages = [file.read(PAGE) for _ in range(64)]
    bank.close()

    def floor() -> object:
        return [verifies(page, number + 1, signed) for number, page in enumerate(pages)]

    (bare,) = in_turn(floor, rounds=15)
    size = path.stat().st_size / MEGABYTE
    print(
        f"all pages of {size:.0f} MB in {len(held)} slices: {sum(held_cpu):.1f} s of the processor, {sum(held):.1f} s by the clock; "
        f"the longest by the clock {max(held) * 1000:.1f} ms"
    )
    return line("a slice of all pages", statistics.median(held), bare, 2) & within(
        "... the longest, of the processor", max(held_cpu), HOLDS_AT_MOST
    )


def new_key(folder: Path) -> bool:
    """A new key for a bank of 60 MB; the floor is a copy of its file that is on the disk."""
    whole = _filled(folder / "whole.amdesk", 60 * MEGABYTE)
    path = folder / "rekeyed.amdesk"
    cpu: list[float] = []

    def fresh() -> None:
        for end in ("", ".key.json"):
            shutil.copyfile(f"{whole}{end}", f"{path}{end}")

    def floor() -> None:
        with (folder / "copied").open("wb") as file:
            file.write(whole.read_bytes())
            os.fsync(file.fileno())

    def ours() -> Any:
        began = time.process_time()
        found = rekey(path, SECRET, "den nya långa frasen", ())
        cpu.append(time.process_time() - began)
        return found

    _, bare, took = in_turn(fresh, floor, ours, rounds=5)
    print(
        f"a new key for {whole.stat().st_size / MEGABYTE:.0f} MB: {took:.1f} s by the clock, {took / bare:.1f} times a copy on the disk"
    )
    return within("... of the processor", statistics.median(cpu), REKEYS_WITHIN)
