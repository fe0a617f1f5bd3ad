"""Flipped bits of a bank and of its log, fuzzed banks and fuzzed key files: each is named, or holds what it held."""

from __future__ import annotations

import os
import random
from functools import partial
from pathlib import Path

from amdesk.db import port
from amdesk.db.engine import keys, tail
from amdesk.db.engine.backup import prove
from amdesk.db.engine.pages import PageReading
from amdesk.db.engine.signed import PAGE
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.domain.errors import BankUnusable
from amdesk.services.bank import banks, damage
from tests import make
from tests.faults import made

WRONG = ("full", "passphrase", "another person", "belongs to", "busy")
"""Words that damage is never told in."""
_HELD: dict[Path, str] = {}
"""What a bank held that is made once."""


def _filled(bank: SqliteBank) -> None:
    for number in range(60):
        make.participant(bank, name=f"Person {number}")
    make.placement(bank)
    port.insert(bank, "document", sha256="x", name="x.pdf", content=os.urandom(20_000).hex())


def _whole(folder: Path) -> tuple[Path, str]:
    bank = made.once(folder, "whole", _filled)
    if bank not in _HELD:
        held = made.opened(bank)
        _HELD[bank] = made.content(held)
        held.close()
    return bank, _HELD[bank]


def _changed(path: Path, dice: random.Random) -> None:
    found = bytearray(path.read_bytes())
    found[dice.randrange(len(found))] ^= 1 << dice.randrange(8)
    path.write_bytes(bytes(found))


def _named(error: BankUnusable) -> str:
    said = str(error)
    assert "is damaged" in said, said
    assert not any(word in said for word in WRONG), said
    return "named"


def _read(path: Path, held: str) -> str:
    """Whether the damage is named by opening, by ordinary work or by the reading of all pages; what is read is what was there."""
    try:
        bank = made.opened(path)
    except BankUnusable as error:
        return _named(error) + " at opening"
    try:
        reading = PageReading(bank)
        while reading.some():
            pass
        bad = reading.again()
        for act in (partial(made.content, bank), partial(banks.backup, bank, path.with_name("copy.amdesk"))):
            try:
                found = act()
            except BankUnusable as error:
                return _named(error) + " in work"
            assert not isinstance(found, str) or found == held, "something else is read"
        if bad:
            return "named by the reading of all pages"
        assert prove(bank) == []
    finally:
        bank.close()
    return "whole"


def of_the_bank(folder: Path, dice: random.Random) -> list[str]:
    """One bit of a closed bank."""
    bank, held = _whole(folder)
    path = made.fresh(folder, bank)
    _changed(path, dice)
    met = _read(path, held)
    assert met != "whole", "named by nobody"
    return [met]


def of_the_log(folder: Path, dice: random.Random) -> list[str]:
    """One bit of the log of a bank that was never closed; what is rescued has all."""
    bank = made.once(folder, "left", lambda _bank: None)
    if not tail.log_of(bank).exists():
        assert made.ended(lambda: _leave(bank)) == -9
    path = made.fresh(folder, bank)
    _changed(tail.log_of(path), dice)
    key = damage.key_of(path, made.SECRET)
    try:
        found = made.names(path)
    except BankUnusable as error:
        rescued = damage.rescue(path, path.with_name("rescued.amdesk"), key, make.CLOCK, made.WHO)
        assert rescued.whole
        assert len(made.names(rescued.path)) == 20
        return [_named(error), "rescued whole"]
    assert len(found) == 20, "lost, and nobody was told"
    return ["beyond the end of the log"]


def _leave(path: Path) -> None:
    bank = made.opened(path)
    for number in range(20):
        make.participant(bank, name=f"Person {number}")
    os.kill(os.getpid(), 9)


def _fuzzed(content: bytes, dice: random.Random) -> bytes:
    found = bytearray(content)
    for _ in range(dice.randrange(1, 4)):
        at, how = dice.randrange(max(1, len(found))), dice.randrange(7)
        long = dice.choice((1, 16, 512, PAGE, 3 * PAGE))
        if how == 0:
            found[at : at + 1] = bytes([found[at] ^ 1 << dice.randrange(8)]) if found else b"x"
        elif how == 1:
            del found[at : at + long]
        elif how == 2:
            found[at:at] = dice.randbytes(long)
        elif how == 3:
            found[at : at + long] = bytes(len(found[at : at + long]))
        elif how == 4:
            del found[at:]
        elif how == 5:
            here = at - at % PAGE
            found[here : here + PAGE] = found[max(0, here - PAGE) : here] or dice.randbytes(PAGE)
        else:
            found[: min(at, PAGE)] = dice.randbytes(min(at, PAGE))
    return bytes(found)


def bank(folder: Path, dice: random.Random) -> list[str]:
    """A bank of which anything may be another thing: it is named, and otherwise holds what it held."""
    whole, held = _whole(folder)
    path = made.fresh(folder, whole)
    path.write_bytes(_fuzzed(path.read_bytes(), dice))
    changed = path.read_bytes() != whole.read_bytes()
    before = path.read_bytes()
    try:
        made.opened(path).close()
    except BankUnusable as error:
        said = str(error)
        assert any(w in said for w in ("damaged", "is not this bank’s", "no bank at")), said
        assert not any(w in said for w in ("full", "busy")), said
        assert path.read_bytes() == before, "it was written to"
        return ["named at opening"]
    met = _read(path, held)
    assert met != "whole" or not changed or path.read_bytes() == whole.read_bytes() or _only_longer(before, whole)
    return [met]


def _only_longer(found: bytes, whole: Path) -> bool:
    """What stands behind a bank's last page is no part of it."""
    return found.startswith(whole.read_bytes())


def key_file(folder: Path, dice: random.Random) -> list[str]:
    """A key file of which anything may be another thing: it opens, or it is called what it is; the bank is not touched."""
    whole = made.once(folder, "key", made_one)
    path = made.fresh(folder, whole)
    beside, before = keys.key_file(path), path.read_bytes()
    beside.write_bytes(_fuzzed(beside.read_bytes(), dice))
    met = []
    for secret in (made.SECRET, None):
        try:
            made.opened(path, secret).close()
            met.append("opens")
        except BankUnusable as error:
            said = str(error)
            assert "damaged" not in said, said
            assert any(w in said for w in ("key file", "does not open")), said
            met.append("named")
    assert path.read_bytes() == before
    return met


def made_one(bank: SqliteBank) -> None:
    make.participant(bank, name="Ny")
