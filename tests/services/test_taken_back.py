"""What was taken back is nowhere: beside the rows of a whole city stand copies of them that were taken back, and whatever is asked
is answered as if there were none."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from amdesk.db.catalogue import TABLES
from amdesk.db.port import Bank, Fetched, Row, insert, rows, value
from amdesk.db.schema import unwatched
from amdesk.domain.bank.roles import ACTS, READER
from amdesk.domain.errors import Refused
from amdesk.services.bank.door import ACT_OF
from amdesk.services.desk import Desk
from tests import make
from tests.gate.people import open_desk
from tests.gate.test_calls import ASKED, One, ask

MOST = 30
"""Rows of a table that are copied, the last ones."""
ONLY_ONE = {"profile", "attendance"}
"""Of which no second row may stand, not even one that was taken back."""
YEAR = date(2026, 1, 1), date(2026, 10, 31)


def told_apart(bank: Bank, table: str) -> set[str]:
    """Columns by whose value a row is told apart from all others, also from those that were taken back."""
    out: set[str] = set()
    for index in rows(bank, f"select name, \"unique\" as single, partial from pragma_index_list('{table}')"):
        if index["single"] and not index["partial"]:
            out |= {r["name"] for r in rows(bank, f"select name from pragma_index_info('{index['name']}')")}
    return out


def copies(bank: Bank, table: str) -> Iterator[Row]:
    """The last rows of a table as they would stand beside them, taken back."""
    told = told_apart(bank, table)
    for row in rows(bank, f"select * from {table} where void = 0 order by id desc limit {MOST}"):
        other = {name: said for name, said in dict(row).items() if name != "id"} | {"void": 1}
        for name in told:
            if isinstance(other[name], str):
                other[name] = secrets.token_hex(16) if name == "uid" else f"{other[name]}~"
        yield other


def put_beside(bank: Bank) -> set[str]:
    """A copy of each; the tables that have some."""
    found = set()
    for table in (t.name for t in TABLES if t.undoable and t.name not in ONLY_ONE):
        unwatched(bank, table)  # whoever took them back did it some time ago
        with bank.unlogged():
            for row in list(copies(bank, table)):
                insert(bank, table, **row)
                found.add(table)
    return found


Asked = list[Mapping[str, object]]
"""What a statement was asked with."""
TIMES = 2
"""How often a statement is asked, with what it was asked first."""
OF_EVERY_ROW = re.compile(
    r"^\s*(?!select|with)|\bvoid\b(?! = 0)|sqlite_|pragma|\b(step|change_log|access_log|row_hash|chain|seal|search_\w+|account)\b",
    re.IGNORECASE,
)
"""What writes, what says itself what it does with rows that were taken back, and what is asked of the log, the chain, the file or an
index: each holds every row."""

OF_NO_ROW = {"select id, code from occupation"}
"""What a row names is looked up in these: of what was taken back there is no row that could name it."""


@contextmanager
def heard(bank: Bank) -> Iterator[dict[str, Asked]]:
    """The statements that a bank is asked meanwhile."""
    asked, said = bank.execute, dict[str, Asked]()

    def execute(sql: str, params: Mapping[str, object] | None = None) -> Fetched:
        if len(with_what := said.setdefault(sql, [])) < TIMES:
            with_what.append(params or {})
        return asked(sql, params)

    bank.execute = execute  # type: ignore[method-assign]  # listened to for a while
    try:
        yield said
    finally:
        bank.execute = asked  # type: ignore[method-assign]  # listened to for a while


class Cities(NamedTuple):
    plain: Desk
    more: Desk
    """The same with rows that were taken back."""
    people: list[int]
    """Somebody who works, somebody with a certificate and somebody who was introduced."""
    judged: set[str]
    """The statements that tell the same of both."""


@pytest.fixture(scope="module")
def cities(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cities]:
    folder = tmp_path_factory.mktemp("taken_back")
    plain, more = (open_desk(make.copied(demo_file, folder / f"{name}.amdesk")) for name in ("plain", "more"))
    put_beside(more.bank)
    found = [
        rows(
            plain.bank,
            f"select max(t.participant_id) as p from {table} t join participant p on p.id = t.participant_id where p.protection = 0 {more_of}",
        )[0]["p"]
        for table, more_of in (("booking", "and t.status = 'started'"), ("certificate", ""), ("introduction", ""))
    ]
    yield Cities(plain, more, found, set())
    plain.close()
    more.close()


CHANGES = {"participants.change", "participants.protect", "participants.restrict", "competence.issue", "history.undo", "history.undo_latest", "introductions.introduce", "introductions.step", "activities.end", "desk.close"}  # fmt: skip
TELLS_OF_ROWS = ("keeping.", "history.", "extracts.")
"""What tells how many rows there are, of the log and of all that is kept: also of what was taken back."""
MANUAL = {"guidance.manual_pdf", "guidance.pdf", "wish_forms.blank", "desk.changed", "desk.standing", "exports.words", "vacancies.advertisement", "vacancies.read_file", "competence.check", "texts.check", "texts.check_file", "texts.held"}  # fmt: skip
"""What no row is read for, and what moves by itself."""
OF_OTHERS = {"cohorts.checked", "cohorts.notes", "guidance.compare", "guidance.paragraph", "results.compared", "participants.flagged", "placements.blocking_filter", "placements.places_now", "improving.save", "profiles.write", "reviews.answer_paper"}  # fmt: skip
"""What is told of answers of the others."""


AT = re.compile(r"0x[0-9a-f]+")
"""Where a function of a report lies."""
Given = list[tuple[object, ...]]


def _numbers(of: str) -> Callable[[Desk], Given]:
    return lambda desk: [(r["of"],) for r in rows(desk.bank, f"select {of} order by id desc limit 5")]


def _years(_desk: Desk) -> Given:
    return [YEAR]


MORE: Mapping[str, Callable[[Desk], Given]] = {
    "participants.caseload": _numbers("id as of from case_worker"), "participants.counts": _numbers("id as of from case_worker"),
    "modules.occasions": _numbers("id as of from module"), "profiles.of": _numbers("code as of from occupation"), "competence.profile_of": lambda desk: [(e,) for e in desk.booking.employments()[:3]],
    "guidance.markdown": _numbers("chapter as of from guidance"), "results.hosts": lambda desk: [(desk.results.followup(*YEAR),)], "guidance.of": _numbers("chapter as of from guidance"), "guidance.version": _numbers("id as of from guidance"), "guidance.search": lambda _desk: [("plats",)], "guidance.without": lambda _desk: [("sv",)],
    "placements.availability": _numbers("id as of from placement"), "placements.closed_periods": _numbers("id as of from placement"), "placements.get": _numbers("number as of from placement"),
    "placements.codes": lambda _desk: [("gender",)],
    "results.followup": _years, "results.mix": _years, "results.quarters": lambda _desk: [YEAR[1:]], "fairness.report": _years, "savings.ledger": _years, "management.management": _years, "management.value": _years,
    "introductions.results": _years, "introductions.report": _years, "cohorts.cohort": lambda desk: [(y, desk.cohorts.window(y)) for y in (2024, 2025)], "cohorts.window": lambda _desk: [(2025,)],
    "frozen.of": _numbers("number as of from frozen_report"), "improving.action": _numbers("ref as of from improvement"), "reviews.of": _numbers("ref as of from recommendation"),
    "employers.get": _numbers("number as of from employer"), "employers.light": _numbers("number as of from employer"), "employers.talks": _numbers("id as of from employer"), "vacancies.get": _numbers("id as of from vacancy"),
    "desk.setting": lambda _desk: [("city",)], "desk.case_worker_named": lambda _desk: [("Jamila Provström",)],
    "reports.committee": _years, "reports.given_out": lambda _desk: [()], "worklist.counts": lambda _desk: [()],
}  # fmt: skip
"""What is asked for besides, with what it is given."""
READS = sorted(
    call
    for call, act in ACT_OF.items()
    if (READER in ACTS[act].roles or call in ASKED or call in MORE)
    and call not in CHANGES | MANUAL | OF_OTHERS
    and not call.startswith(TELLS_OF_ROWS)
)


def given(call: str, cities: Cities) -> Given:
    """What a call is asked for in both cities, found in the one of which nothing was taken back."""
    if call in MORE:
        return MORE[call](cities.plain)
    if call not in ASKED:
        return [()]
    numbers = {
        p: str(value(cities.plain.bank, "select number from participant where id = :p", p=p)) for p in cities.people
    }
    return [one for p, number in numbers.items() for one in ASKED[call](One(cities.plain, p, number))]


def test_beside_every_table_stands_what_was_taken_back(cities: Cities) -> None:
    """Else nothing of it could be told."""
    empty = {
        t.name
        for t in TABLES
        if t.undoable and not rows(cities.more.bank, f"select 1 as one from {t.name} where void = 1 limit 1")
    }
    assert empty == ONLY_ONE | {"account", "capacity_wish", "identity_history", "round", "place_hold", "report", "report_row", "erasure", "import_run", "column_map", "import_row", "list_row", "task_mark"}  # fmt: skip


@pytest.mark.thorough(10)
@pytest.mark.parametrize("call", READS)
def test_a_call_tells_nothing_of_what_was_taken_back(call: str, cities: Cities) -> None:
    """Nor does any statement that is asked for it, also where what was taken back is left out later on."""
    for one in given(call, cities):
        with heard(cities.plain.bank) as said:
            plain = [AT.sub("", told) for told in ask(cities.plain, call, one)]
        assert plain == [AT.sub("", told) for told in ask(cities.more, call, one)], one
        for sql in sorted(said.keys() - cities.judged - OF_NO_ROW):
            assert OF_EVERY_ROW.search(sql) or rows_of(cities.plain, sql, said) == rows_of(cities.more, sql, said), sql
            cities.judged.add(sql)


def rows_of(desk: Desk, sql: str, said: Mapping[str, Asked]) -> list[list[tuple[object, ...]]]:
    return [[tuple(row) for row in desk.bank.execute(sql, params).fetchall()] for params in said[sql]]


def test_the_paper_of_a_certificate_that_was_taken_back_is_refused_in_a_sentence(cities: Cities) -> None:
    bank = cities.more.bank
    alone = value(bank, "select document_id from certificate where void = 1 order by id limit 1")
    with bank.unlogged():
        bank.execute("update certificate set void = 1 where document_id = :d", {"d": alone})
    with pytest.raises(Refused, match="That certificate is no longer in the bank"):
        cities.more.competence.pdf(alone)
    with bank.unlogged():
        bank.execute(
            "update certificate set void = 0 where id = (select min(id) from certificate where document_id = :d)",
            {"d": alone},
        )
