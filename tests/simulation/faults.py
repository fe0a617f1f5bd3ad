"""What befalls a unit, besides the power: each is one act with its judgement."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from amdesk.db import schema
from amdesk.db.engine import keys
from amdesk.db.engine.pages import PageReading
from amdesk.domain.errors import BadFile, BankUnusable
from amdesk.services.bank import banks, damage
from tests.simulation import model
from tests.simulation.model import Broken
from tests.simulation.unit import BASE, BEGIN, UPDATES, WHO, Unit


def nothing(unit: Unit) -> None:
    unit.session()


def power_in_work(unit: Unit) -> None:
    unit.session(stops="acts")


def power_in_keeping(unit: Unit) -> None:
    unit.session(stops="keep")


def full_in_work(unit: Unit) -> None:
    unit.session("full acts")


def full_in_keeping(unit: Unit) -> None:
    unit.session("full keep")


def two_windows(unit: Unit) -> None:
    unit.session("two windows")


def two_windows_and_power(unit: Unit) -> None:
    unit.session("two windows", stops="acts")


def clock_back(unit: Unit) -> None:
    unit.back = unit.dice.randint(1, 4)
    unit.session()


def second_away(unit: Unit) -> None:
    if not unit.away:
        unit.away = unit.dice.randint(1, 3)
        with unit.disk.aside():
            unit.second.rename(unit.second.with_name("gone"))
    unit.session()


def update(unit: Unit) -> None:
    """A later version of the program opens the bank, and perhaps does not come to an end with it."""
    if unit.version < len(UPDATES):
        unit.version += 1
        schema.MIGRATIONS[:] = [*BASE, *UPDATES[: unit.version]]
        with unit.may_stop("update", unit.dice.random() < 0.6):
            unit.opened().close()
        unit.again()
    unit.session()


def restore(unit: Unit) -> None:
    """An older copy is put in the bank's place, perhaps not to the end: one of both is there, whole."""
    good = sorted(n for n, h in unit.shelf.held.items() if not h.damaged)
    if not good:
        return unit.session()
    name = unit.dice.choice(good)
    held, before, was = unit.shelf.held[name], unit.book, unit.secret
    unit.disk.full = unit.dice.random() < 0.15
    full, kept = unit.disk.full, None
    with unit.may_stop("restore", not full and unit.dice.random() < 0.6) as stopped:
        try:
            kept = banks.restore(unit.copies / name, unit.path, held.secret, unit.clock, WHO)
        except BankUnusable:
            if not full:
                raise
            unit.seen["told of a full disk"] += 1
    unit.disk.full = False
    unit.secret = unit.which_secret(unit.path, list(dict.fromkeys((was, held.secret))))
    unit.opened().close()  # goes on with what was broken off
    unit.secret = unit.which_secret(
        unit.path, list(dict.fromkeys((held.secret, was)) if kept else dict.fromkeys((was, held.secret)))
    )
    state = unit.state_of(unit.path, unit.secret)
    if state == held.state and (kept or stopped or state != before.state):
        unit.book = model.Book(held.state, held.history)
        unit.seen["restored"] += 1
    if kept is None and not stopped and state != before.state:
        raise Broken("a restore that was refused changed the bank")
    if kept is not None and unit.state_of(kept, was) != before.state:
        raise Broken("what was kept at the restore is not what was there")
    unit.again()
    return unit.session()


def rekey(unit: Unit) -> None:
    """Another key on suspicion, perhaps not to the end: the bank opens with one of both passphrases, the copies too."""
    was, new = unit.secret, f"fras nummer {len(unit.secrets)} som ingen gissar"
    stolen = str(keys.unlock(unit.path, was).key)
    unit.secrets.append(new)
    done, left = False, list[Path]()
    with unit.may_stop("rekey", unit.dice.random() < 0.6) as stopped:
        _, _, left = banks.rekey(str(unit.path), was, new, unit.folders)
        done = True
    unit.secret = unit.which_secret(unit.path, [new, was])
    if done and unit.secret != new:
        raise Broken("the bank has its old passphrase still")
    unit.again()
    for name, held in unit.shelf.held.items():
        if not held.damaged:
            held.secret = unit.which_secret(unit.copies / name, [new, held.secret])
            if unit.state_of(unit.copies / name, held.secret) != held.state:
                raise Broken(f"{name} holds something else after the bank was given another key")
    if done and not stopped:
        for file in [unit.path, *unit.path.parent.glob("*-before-*.amdesk")]:
            if file not in left and _opens(file, stolen, unit.scratch):
                raise Broken(f"{file.name} opens with the stolen key, and nobody was told")
        unit.seen["new keys"] += 1
    unit.session()


def _opens(file: Path, key: str, scratch: Path) -> bool:
    try:
        model.read(file, key, scratch)
    except Broken:
        return False
    return True


def bit_of_the_bank(unit: Unit) -> None:
    """A bit of the closed bank is another one: it is named as damage, and nothing is lost by it."""
    _flip(unit, unit.path)
    key = str(keys.unlock(unit.path, unit.secret).key)
    if not _is_named(unit):
        raise Broken("a flipped bit of the bank is named by nobody")
    newest = max((h.number, n) for n, h in unit.shelf.held.items() if not h.damaged) if unit.shelf.held else None
    if newest and unit.dice.random() < 0.4 and unit.shelf.held[newest[1]].history == unit.book.history:
        found = damage.trouble(str(unit.path), key, unit.folders)
        if found.copy is None:
            raise Broken("no whole copy is found though there is one")
        banks.restore(unit.copies / newest[1], unit.path, unit.shelf.held[newest[1]].secret, unit.clock, WHO)
        unit.secret = unit.which_secret(unit.path, [unit.shelf.held[newest[1]].secret, unit.secret])
        unit.seen["damage restored"] += 1
    else:
        target = damage.new_place(unit.path, unit.clock)
        rescued = damage.rescue(unit.path, target, key, unit.clock, WHO)
        if not rescued.whole:
            raise Broken(f"rows are missing after a rescue from one flipped bit: {rescued.missing}")
        unit.remove_bank(unit.path)
        unit.path = target
        unit.seen["damage rescued"] += 1
    unit.again()
    unit.session()


def _flip(unit: Unit, path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[unit.dice.randrange(len(content))] ^= 1 << unit.dice.randrange(8)
    with unit.disk.aside():
        path.write_bytes(bytes(content))


def _is_named(unit: Unit) -> bool:
    try:
        bank = unit.opened()
    except BankUnusable as error:
        return "damaged" in str(error)
    try:
        reading = PageReading(bank)
        while reading.some():
            pass
        return reading.again() != []
    finally:
        bank.close()


def bit_of_a_copy(unit: Unit) -> None:
    """A bit of a copy is another one: it is not restored from, and never counts as the newest good one."""
    names = sorted(n for n, h in unit.shelf.held.items() if not h.damaged)
    if names:
        name = unit.dice.choice(names)
        held, copy = unit.shelf.held[name], unit.copies / name
        _flip(unit, copy)
        held.damaged = True
        held.opens = _opens(copy, str(keys.unlock(copy, held.secret).key), unit.scratch)
        try:
            banks.restore(copy, unit.path, held.secret, unit.clock, WHO)
        except (BankUnusable, BadFile):
            pass
        else:
            raise Broken("a damaged copy was put in the bank's place")
        unit.again()
    unit.session()


EVENTS: tuple[tuple[int, Callable[[Unit], None]], ...] = (
    (20, nothing), (14, power_in_work), (14, power_in_keeping), (4, full_in_work), (4, full_in_keeping), (6, two_windows), (4, two_windows_and_power),
    (5, clock_back), (5, second_away), (3, update), (8, restore), (3, rekey), (5, bit_of_the_bank), (5, bit_of_a_copy),
)  # fmt: skip


def years(unit: Unit, count: int, only: str = "") -> None:
    """So many years of sessions, with those events alone whose name begins with `only`; raises Broken where the model judges
    otherwise."""
    end = BEGIN + timedelta(365 * count)
    weights, events = zip(*((w, e) for w, e in EVENTS if e is nothing or e.__name__.startswith(only)), strict=True)
    while unit.day < end:
        unit.pass_days()
        event = unit.dice.choices(events, weights)[0]
        unit.seen[event.__name__] += 1
        unit.seen["sessions"] += 1
        try:
            event(unit)
        except Broken as broken:
            raise Broken(f"{unit.day}, {event.__name__}: {broken}") from broken
