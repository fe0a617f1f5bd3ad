"""Erased people are in no page of the bank's files: every page, free or not, of file and log is decrypted and searched for
names and their tails (FTS5 keeps a word without the letters that it shares with the one before it)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from amdesk.db.people import participants as people
from amdesk.domain.change import Change
from amdesk.domain.clock import Clock
from amdesk.domain.texts import text
from amdesk.services.bank import access, banks
from amdesk.services.desk import Desk
from tests import make
from tests.services.test_verify import ended

SECRET = "en lång fras helt enkelt"
PAGE, RESERVED = 4096, 80
"""Bytes of SQLCipher's page, and at its end 16 of a start value and 64 of a seal."""
TAIL = 6
"""Letters of a name's end that no other name has."""


def pages(path: Path, key: str) -> Iterator[bytes]:
    """Every page of a bank's file and of its log, decrypted by hand; the file's first 16 bytes are no page."""
    raw = path.read_bytes()
    yield from (opened(raw[at : at + PAGE], key, 16 if at == 0 else 0) for at in range(0, len(raw), PAGE))
    log = path.with_name(path.name + "-wal")
    if log.exists():
        framed = log.read_bytes()[32:]
        for at in range(0, len(framed), PAGE + 24):
            first = int.from_bytes(framed[at : at + 4], "big") == 1
            yield opened(framed[at + 24 : at + 24 + PAGE], key, 16 if first else 0)


def opened(page: bytes, key: str, skip: int) -> bytes:
    box, start = page[skip : PAGE - RESERVED], page[PAGE - RESERVED : PAGE - RESERVED + 16]
    if len(start) < 16:
        return b""
    made = Cipher(algorithms.AES(bytes.fromhex(key)), modes.CBC(start)).decryptor()
    return made.update(box) + made.finalize()


def hits(path: Path, key: str, words: list[str]) -> set[str]:
    """Which of these stand somewhere, whole or by their tails."""
    sought = {w: (w.casefold().encode(), w.casefold()[-TAIL:].encode()) for w in words}
    found = set()
    for page in pages(path, key):
        low = page.lower()
        found |= {w for w, said in sought.items() if any(s in low for s in said)}
    return found


def made_up(count: int) -> list[str]:
    """Names that nothing else has a part of."""
    dice = random.Random(7)
    return ["Q" + "".join(dice.choice("bcdfghjklmnpqrstvwxz") for _ in range(11)) for _ in range(count)]


def traces(desk: Desk, names: list[str], kept: list[str], crowd: list[str]) -> None:
    """Each has a record that was made, changed, noted, booked, assessed and certified; some were merged."""
    hers = {name: ended(desk, f"Prov {name}") for name in names}
    for employment, (name, person) in enumerate(hers.items(), 1):
        desk.competence.issue(employment)
        desk.participants.change(person, {"name": Change(f"Prov {name}", f"Test {name}")})
        desk.participants.add_note(person, {"on_date": make.TODAY, "kind": "contact", "body": f"Talade med {name}"})
    for name in names[::4]:
        second = desk.participants.create({"name": f"Dubbel {name}"}, make.fresh_number())
        desk.participants.merge(hers[name], second.id)
    with desk.bank.write(text("others")):
        for name in crowd:
            people.add(
                desk.bank, make.participant_values(name=f"Andra {name}", registered_on=make.TODAY + timedelta(1))
            )
    for name in kept:
        desk.participants.create(
            {"name": f"Kvar {name}", "registered_on": make.TODAY + timedelta(1)}, make.fresh_number()
        )


@pytest.mark.thorough(long=True)
def test_twenty_people_who_are_erased_are_in_no_page_of_the_bank_nor_of_an_older_one_put_back(tmp_path: Path) -> None:
    path = tmp_path / "b.amdesk"
    bank, _ = banks.create(path, SECRET, make.CLOCK, access.Who("Petra", "petra"))
    desk, key = Desk(bank, make.CLOCK), banks.unlock(str(path), SECRET)
    every = made_up(424)
    gone, kept, crowd, every = every[:20], every[20:24], every[24:], every[:24]
    traces(desk, gone, kept, crowd)
    assert hits(path, key, every) == set(every), "what is searched for is found as long as it is there"
    before, copy = tmp_path / "before" / "b.amdesk", tmp_path / "copies" / "c.amdesk"
    for folder in (before.parent, copy.parent):
        folder.mkdir()
    desk.keeping.backup(before)
    tomorrow = make.TODAY + timedelta(1)
    assert Desk(bank, Clock(tomorrow)).retention.erase(tomorrow, "plan") == 20
    assert hits(path, key, every) == set(kept)
    desk.keeping.backup(copy)
    assert hits(copy, key, every) == set(kept)
    desk.close()
    assert hits(path, key, every) == set(kept)
    banks.restore(before, path, SECRET, make.CLOCK, access.Who("Petra", "petra"))
    assert hits(before, key, every) == set(every)
    assert hits(path, key, every) == set(kept), "who was erased since stays so, in a bank that is put back too"
