"""Builders with valid defaults: a test names only what matters to it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from amdesk.db.engine.opening import memory_bank
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.db.people import participants as people
from amdesk.db.places import placements as places
from amdesk.db.port import Bank
from amdesk.demo.city import BIRTH_DAYS
from amdesk.domain.clock import FAR, Clock
from amdesk.domain.people.identity import check_digit
from amdesk.domain.people.masked import Masked
from amdesk.domain.people.participant import Need, Participant
from amdesk.domain.places.placement import Placement
from amdesk.domain.texts import text
from amdesk.services.bank import banks
from amdesk.services.desk import Desk

TODAY = date(2026, 11, 23)
CLOCK = Clock(TODAY)
_numbers = (
    (born, birth)
    for born in (date(1991, 1, 2) + timedelta(i) for i in range(9 * 365))
    for birth in ("238", "239")
    if born.day not in BIRTH_DAYS
)


def number(born: date = date(1986, 4, 12), birth: str = "238") -> str:
    """A number for test environments (birth numbers 238 and 239)."""
    nine = f"{born:%y%m%d}{birth}"
    return f"{born.year // 100}{nine}{check_digit(nine)}"


def fresh_number() -> str:
    """A test number nobody else has in this run, nor anybody in the demo city."""
    return number(*next(_numbers))


def participant_values(**given: Any) -> dict[str, Any]:
    return {
        "name": "Aida Demolund",
        "registered_on": TODAY - timedelta(20),
        "wishes": ("PAR",),
        "language": "B1",
        "district": "NH",
        **given,
    }


def placement_values(**given: Any) -> dict[str, Any]:
    return {
        "name": "Björkparken",
        "kind": "external",
        "occupation": "PAR",
        "hours": 4000,
        "schedule": "mån-fre 08.00-16.45",
        "district": "NH",
        "supervisor": "Nils Modellberg",
        "language_min": "A2",
        "open_from": date(2024, 1, 1),
        **given,
    }


def participant(bank: Bank, **given: Any) -> int:
    with bank.write(text("a participant")):
        return people.add(bank, participant_values(**given))


def placement(bank: Bank, capacity: int = 1, **given: Any) -> int:
    with bank.write(text("a placement")):
        return places.add(bank, placement_values(**given), capacity)


@cache
def _once(*, filled: bool) -> SqliteBank:
    made = memory_bank(CLOCK)
    if filled:
        banks.fill(made)
    return made


def memory() -> SqliteBank:
    """An empty migrated bank in memory: a copy of one that is made once, in a twentieth of the time."""
    made = SqliteBank(":memory:", None, actor="Test", account="test", clock=CLOCK)
    _once(filled=False).conn.backup(made.conn)
    return made


def desk(bank: Bank) -> Desk:
    """With occupations and code lists. What is done with somebody protected is done for a reason, but where a test is about that."""
    if isinstance(bank, SqliteBank) and bank.address == ":memory:" and bank.conn.total_changes == 0:
        _once(filled=True).conn.backup(bank.conn)
    else:
        banks.fill(bank)
    return acting(Desk(bank, bank.clock))


def acting(desk: Desk) -> Desk:
    """What is done on this desk with somebody protected is done for a reason."""
    desk.acting.why = "Prov"
    return desk


@contextmanager
def fresh() -> Iterator[Desk]:
    """A desk with an empty bank that goes when it was asked: a thousand that stay open hold three megabytes each."""
    one = desk(memory())
    try:
        yield one
    finally:
        one.close()


def copied(bank: Path, target: Path) -> Path:
    """A copy of a closed bank with its key file."""
    for end in ("", ".key.json"):
        shutil.copyfile(f"{bank}{end}", f"{target}{end}")
    return target


def seen(said: str, person: int = 1) -> Masked:
    """A text about somebody who is not protected."""
    return Masked(said, person, 0)


def person(**given: Any) -> Participant:
    """A participant without any bank."""
    values: dict[str, Any] = {
        "id": 1, "number": "D-0001", "name": "Aida Demolund", "identity": None, "born": date(1986, 4, 12), "gender": "woman", "gender_source": "register",
        "phone": "", "email": "", "case_number": "", "case_worker_id": None, "case_worker": "", "district": "NH", "wishes": ("PAR",), "language": "B1",
        "languages": "", "licence": "", "extent": 100, "available_from": None, "max_travel": None, "needs": (), "protection": 0, "registered_on": TODAY - timedelta(20),
        "restricted_on": None, "restricted_why": "",
    }  # fmt: skip
    return Participant(**(values | given))


def place(**given: Any) -> Placement:
    """A placement without any bank."""
    values: dict[str, Any] = {
        "id": 1, "number": "P-0001", "source_id": "", "kind": "external", "name": "Björkparken", "department": "", "district": "NH", "address": "", "postcode": "",
        "occupation": "PAR", "hours": 4000, "schedule": "mån-fre 08.00-16.45", "pay": None, "language_min": "A2", "licence": "", "background_check": "none",
        "min_age": 16, "demands": (), "other": "", "supervisor": "Nils Modellberg", "supervisor_phone": "", "supervisor_email": "", "shared": False,
        "open_from": date(2024, 1, 1), "open_to": FAR, "status": "open", "comment": "", "flagged": "",
    }  # fmt: skip
    return Placement(**(values | given))


__all__ = [
    "CLOCK",
    "TODAY",
    "Need",
    "copied",
    "desk",
    "fresh_number",
    "memory",
    "number",
    "participant",
    "person",
    "place",
    "placement",
]
