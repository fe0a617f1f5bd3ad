"""Many rows at once: what is stored, in which order, and what becomes of one that a rule of the bank refuses."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from amdesk.db.engine.opening import open_bank
from amdesk.db.people import participants as people
from amdesk.db.port import Bank, rows
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from amdesk.services.exchange.participant_imports import USUAL
from amdesk.services.exchange.review import Review
from tests import make
from tests.imports.cases import lines


def crowd(folder: Path, count: int) -> Path:
    """People with a case worker each, no two rows with the same cells filled."""
    said = (
        f"Prov{chr(97 + i % 26)}{chr(97 + i // 26)} Testsson;070-17{i:05d};{'75' if i % 3 else ''};{'' if i % 5 else 'B1'};Vera Prov{i // 7}"
        for i in range(count)
    )
    return lines(folder, "Namn;Telefon;Omfattning;Svenska;Handläggare", *said)


def refuse(bank: Bank, name: str) -> None:
    """A rule that lets nobody of this name in."""
    bank.execute(
        f"create temp trigger nobody before insert on participant when new.name = '{name}' "
        "begin select raise(abort, 'AM005'); end"
    )


def stored(desk: Desk) -> list[tuple[str, str, int, str]]:
    return [
        (r["number"], r["name"], r["extent"], r["worker"])
        for r in rows(
            desk.bank,
            "select p.number, p.name, p.extent, w.name as worker from participant p join case_worker w "
            "on w.id = p.case_worker_id order by p.id",
        )
    ]


def test_people_get_their_numbers_in_the_order_of_the_list_whatever_each_row_says(desk: Desk, tmp_path: Path) -> None:
    review = desk.imports.review(desk.imports.stage(crowd(tmp_path, 64), "participants"))
    assert desk.imports.store(review) == 64
    found = stored(desk)
    assert [n for n, *_ in found] == [f"D-{i:04d}" for i in range(1, 65)]
    assert [name for _, name, *_ in found] == [str(o.said.name) for o in review.outcomes if hasattr(o.said, "name")]
    assert [extent for *_, extent, _ in found] == [75 if i % 3 else 100 for i in range(64)]
    assert [worker for *_, worker in found] == [f"Vera Prov{i // 7}" for i in range(64)]


def test_a_row_that_a_rule_refuses_is_refused_alone_and_the_others_are_stored_as_without_it(
    desk: Desk, tmp_path: Path
) -> None:
    if desk.bank.engine != "sqlite":
        pytest.skip("the rule is made in SQLite's words")
    refuse(desk.bank, "Provna Testsson")  # in the middle of ten that are written at once, the first of her case worker
    path = crowd(tmp_path, 64)
    told = desk.imports.rehearse(desk.imports.review(desk.imports.stage(path, "participants")))
    review = desk.imports.review(desk.imports.stage(path, "participants"))
    desk.imports.store(review)
    for one in (told, review):
        refused = [o for o in one.outcomes if o.outcome == "rejected"]
        assert [(o.row, o.reason) for o in refused] == [(15, "AM005")]
    found = stored(desk)
    assert [n for n, *_ in found] == [f"D-{i:04d}" for i in range(1, 64)]
    assert {worker for *_, worker in found} == {f"Vera Prov{i}" for i in range(10)}
    assert len(rows(desk.bank, "select id from case_worker")) == 10, "nobody was made twice"
    assert len(rows(desk.bank, "select id from list_row")) == 63


def test_what_a_list_says_nothing_of_is_what_the_bank_has_by_itself(bank: Bank) -> None:
    if bank.engine != "sqlite":
        pytest.skip("what a table has by itself is asked in SQLite's words")
    usual = {r["name"]: r["dflt_value"] for r in bank.query("pragma table_info(participant)")}
    assert {n: str(v) for n, v in USUAL.items() if n != "name"} == {
        n: str(usual[n]).strip("'") for n in USUAL if n != "name"
    }


def test_as_many_as_are_added_at_once_are_found_by_their_names(bank: Bank) -> None:
    with bank.write(text("many")):
        keys = people.add_many(
            bank, [{"name": f"Prov{i:02d} Testsson", "registered_on": bank.day(), "extent": 50 + i} for i in range(23)]
        )
    assert people.many(bank, keys) == [people.get(bank, key) for key in keys], "many at once are what each is alone"
    found = {p.id: (p.number, p.name, p.extent) for p in people.many(bank, keys)}
    assert [found[k] for k in keys] == [(f"D-{i + 1:04d}", f"Prov{i:02d} Testsson", 50 + i) for i in range(23)]
    assert bank.search("participant", "prov17", 5) == [keys[17]]


def test_what_one_connection_has_read_another_stores(new_file: Path, tmp_path: Path) -> None:
    """A window reads on one thread and writes on another, each with a connection that the other may not touch."""
    bank, path = make.copied(new_file, tmp_path / "b.amdesk"), crowd(tmp_path, 23)

    def opened() -> Desk:
        return Desk(open_bank(str(bank), actor="Ada", account="ada", clock=make.CLOCK), make.CLOCK)

    def read() -> Review:
        with closing(opened()) as mine:
            return mine.imports.review(mine.imports.stage(path, "participants"))

    with closing(opened()) as writing, ThreadPoolExecutor(1) as reading:
        assert writing.imports.store(reading.submit(read).result()) == 23
        assert writing.imports.store(reading.submit(read).result()) == 0
        assert len(rows(writing.bank, "select id from list_row")) == 23
