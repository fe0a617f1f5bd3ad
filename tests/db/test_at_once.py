"""Many clients add people, places, certificates and imports at the same moment, on each engine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from amdesk.db import port
from amdesk.db.engine.opening import create_bank
from amdesk.db.port import Bank
from amdesk.domain.booking.matching import DEFAULT_WEIGHTS
from amdesk.export import seal
from amdesk.services.desk import Desk
from tests import make
from tests.conftest import ENGINES, _at, postgres_bank
from tests.crowd import crowd
from tests.make import TODAY

CLIENTS = 6


@pytest.fixture(params=ENGINES)
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Bank, str]]:
    """A bank that other processes can open, and its address."""
    if request.param == "sqlite":
        made, _ = create_bank(tmp_path / "b.amdesk", None, actor="A", account="a", clock=make.CLOCK)
        yield made, str(tmp_path / "b.amdesk")
        made.close()
        return
    template = request.getfixturevalue("server")
    for bank in postgres_bank(template):
        yield bank, _at(template.replace("template", "test"))


def ended(desk: Desk) -> int:
    """A person whose certificate can be issued."""
    worker = desk.participants.add_case_worker("Ingrid Skissander")
    person = make.participant(desk.bank, name="Aida Prov", identity=make.number(), case_worker_id=worker)
    place = make.placement(desk.bank)
    ref = desk.booking.book(person, place, TODAY - timedelta(200), TODAY + timedelta(20)).booking.ref
    desk.booking.introduction_seen(ref)
    desk.booking.start(ref)
    key = desk.booking.employments()[0].id
    desk.competence.assess(key, "final", TODAY, {"PAR-02": 3}, assessor="Nils Modellberg", remark="Noggrann.")
    desk.booking.end(ref, TODAY, "A1")
    return person


def people(names: list[str]) -> str:
    lines = [f"{name};{make.fresh_number()};Ny Handläggare" for name in names]
    return "\n".join(["Namn;Personnummer;Handläggare", *lines]) + "\n"


def files(folder: Path) -> None:
    (folder / "same.csv").write_text(people([f"Samma Prov{i}" for i in range(10)]), "utf-8")
    for i in range(CLIENTS):
        (folder / f"own-{i}.csv").write_text(people([f"Egen Prov{i}{k}" for k in range(10)]), "utf-8")
    rows = [f"Q{k};Lista {k};Parkarbetare;2;40" for k in range(5)]
    (folder / "places.csv").write_text(
        "\n".join(["Id;Plats;Yrkestitel;Antal platser;Timmar per vecka", *rows]) + "\n", "utf-8"
    )


def run_clients(address: str, folder: Path, person: int) -> list[str]:
    """Everybody waits until all are there, and all begin at once. Returns what failed."""
    answers = crowd("tests.db.adding", CLIENTS, folder / "gate", address, str(folder), str(person))
    return [fault for answer in answers for fault in answer]


def numbers(bank: Bank, table: str) -> list[int]:
    return sorted(int(r["number"][-4:]) for r in port.rows(bank, f"select number from {table}"))


@pytest.mark.thorough(long=True)
def test_clients_that_add_at_once_get_numbers_without_failure_duplicate_or_gap(
    shared: tuple[Bank, str], tmp_path: Path
) -> None:
    bank, address = shared
    person = ended(make.desk(bank))
    files(tmp_path)
    assert run_clients(address, tmp_path, person) == []
    assert numbers(bank, "participant") == list(range(1, 1 + 1 + 10 + CLIENTS * 13)), "nobody twice, none left out"
    assert numbers(bank, "placement") == list(range(1, 1 + 1 + 5 + CLIENTS * 3))
    assert numbers(bank, "certificate") == list(range(1, 1 + CLIENTS))
    replaced = [r["replaces"] for r in port.rows(bank, "select replaces from certificate")]
    assert len(set(replaced)) == CLIENTS, "each takes the place of the one before"
    workers = port.rows(bank, "select name from case_worker where name = 'Ny Handläggare'")
    assert len(workers) == 1
    kept = json.loads(str(port.value(bank, "select value from setting where name = 'weights'")))
    assert kept["version"] == DEFAULT_WEIGHTS.version + CLIENTS
    assert verified(make.desk(bank)) == CLIENTS, "one key of the city sealed them all"


def verified(desk: Desk) -> int:
    key = seal.read_public(desk.competence.public_key())
    documents = [desk.competence.pdf(c.document_id)[1] for c in desk.competence.archive()]
    parts = [p for d in documents if (p := seal.take_apart(d))]
    return sum(seal.holds(key, p.signature, p.body) for p in parts)
