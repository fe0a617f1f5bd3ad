"""Flipped bits of every kind of page: found by reading the pages beside whoever works, named as damage in ordinary work, with
the table that is hit; and no whole page is ever called damaged."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from amdesk.db import port
from amdesk.db.catalogue import COPIED, TABLES
from amdesk.db.engine import damage, locks
from amdesk.db.engine.errors import BankDamaged
from amdesk.db.engine.opening import open_bank
from amdesk.db.engine.pages import PageReading
from amdesk.db.engine.signed import PAGE, mended, tag_key, verifies
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.domain.errors import BankUnusable
from amdesk.services.bank import access, banks
from tests import make

BITS = int(os.environ.get("AMDESK_TEST_BITS", "24"))
"""Flipped bits; a thousand by one command: AMDESK_TEST_BITS=1000 ./start test -k flipped_bits."""
WRONG = ("full", "passphrase", "another person", "belongs to", "busy")
"""Words that damage is never told in."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, str]:
    """A bank with pages of every kind: tables, indexes, search, long rows that overflow, and pages that nothing uses."""
    path = tmp_path_factory.mktemp("pages") / "bank.amdesk"
    bank, _ = banks.create(path, None, make.CLOCK, access.Who("T", "t"))
    assert isinstance(bank, SqliteBank)
    for i in range(60):
        make.participant(bank, name=f"Person {i}")
    make.placement(bank)
    port.insert(bank, "document", sha256="x", name="x.pdf", content=os.urandom(20_000).hex())
    bank.execute("create table big (x text)")
    bank.execute("insert into big select hex(randomblob(3000)) from participant limit 20")
    bank.execute("drop table big")
    bank.close()
    return path, path.read_bytes(), bank.key


def opened(path: Path) -> SqliteBank:
    bank = open_bank(str(path), actor="T", account="t", clock=make.CLOCK)
    assert isinstance(bank, SqliteBank)
    return bank


def read_through(bank: SqliteBank) -> list[int]:
    reading = PageReading(bank)
    while reading.some():
        pass
    return reading.again()


def worked(bank: SqliteBank) -> list[str]:
    """What is said by whoever reads all tables, searches and writes."""
    said = []
    acts: list[Callable[[], object]] = [partial(port.rows, bank, f"select * from {t} not indexed") for t in COPIED]
    acts += [partial(bank.search, "participant", "person 1", 50), partial(make.participant, bank, name="Ny")]
    acts += [partial(port.rows, bank, "select * from participant order by identity")]
    for act in acts:
        try:
            act()
        except BankUnusable as error:
            said.append(str(error))
    return said


@pytest.mark.thorough(long=True)
def test_flipped_bits_are_each_named_as_damage_by_work_or_by_reading_the_pages(
    whole: tuple[Path, bytes, str], tmp_path: Path
) -> None:
    _, content, _ = whole
    dice, path = random.Random(3), make.copied(whole[0], tmp_path / "bank.amdesk")
    parts: dict[str, int] = {}
    for number in range(BITS):
        broken, at = bytearray(content), dice.randrange(len(content)) if number % 4 else dice.randrange(PAGE)
        broken[at] ^= 1 << dice.randrange(8)
        path.write_bytes(bytes(broken))
        try:
            bank = opened(path)
        except BankDamaged as error:
            assert "damaged" in str(error)
            parts["first"] = parts.get("first", 0) + 1
            continue
        pages = read_through(bank)
        found = damage.hits(str(path), bank.key)
        said = worked(bank)
        bank.close()
        assert pages == [at // PAGE + 1], at
        for sentence in said:
            assert "is damaged" in sentence
            assert not any(word in sentence for word in WRONG), sentence
        for hit in found or [damage.TableHit("", "unused" if found is not None else "list")]:
            parts[hit.part] = parts.get(hit.part, 0) + 1
    assert {"rows", "first"} <= parts.keys(), parts


def hit(content: bytes, page: int, path: Path, key: str) -> list[damage.TableHit] | None:
    """What is hit where a bit of that page is another one."""
    broken = bytearray(content)
    broken[page * PAGE - 2000] ^= 4
    path.write_bytes(bytes(broken))
    return damage.hits(str(path), key)


def roots(path: Path) -> dict[str, int]:
    """By name of a table or an index its first page."""
    bank = opened(path)
    found = {r["name"]: r["rootpage"] for r in port.rows(bank, "select name, rootpage from sqlite_master")}
    bank.close()
    return found


@pytest.mark.thorough(6)
@pytest.mark.parametrize(
    ("root", "said"),
    [
        ("participant", damage.TableHit("participant", "rows")), ("participant_identity", damage.TableHit("participant", "index")),
        ("participant_fts_data", damage.TableHit("participant", "search")), ("audit_value", damage.TableHit("audit_value", "rows")),
        ("booking", damage.TableHit("booking", "rows")), ("sqlite_autoindex_step_1", damage.TableHit("step", "index")),
    ],
)  # fmt: skip
def test_each_kind_of_page_is_named_by_what_it_belongs_to(
    whole: tuple[Path, bytes, str], tmp_path: Path, root: str, said: damage.TableHit
) -> None:
    path, content, key = whole
    assert hit(content, roots(path)[root], tmp_path / "bank.amdesk", key) == [said]


@pytest.mark.thorough(long=True)
def test_a_page_of_what_overflows_is_named_by_its_table(whole: tuple[Path, bytes, str], tmp_path: Path) -> None:
    _path, content, key = whole
    found = (hit(content, page, tmp_path / "bank.amdesk", key) for page in range(len(content) // PAGE, 1, -1))
    rows = [damage.TableHit("document", "rows")]
    assert any(h == rows for h in found)


def test_damage_in_work_says_which_table_and_that_the_rest_can_be_read(
    whole: tuple[Path, bytes, str], tmp_path: Path
) -> None:
    path = tmp_path / "bank.amdesk"
    make.copied(whole[0], path)
    hit(whole[1], roots(whole[0])["participant"], path, whole[2])
    bank = opened(path)
    with pytest.raises(BankDamaged, match=r"damaged: participants \(table participant\)\. Everything else") as caught:
        port.rows(bank, "select * from participant")
    assert caught.value.code == "DAMAGED"
    assert port.rows(bank, "select * from setting"), "on the same connection"
    make.placement(bank)
    bank.close()


@pytest.mark.thorough(long=True)
def test_a_long_text_that_goes_on_in_a_damaged_page_is_never_read_as_zeros(
    whole: tuple[Path, bytes, str], tmp_path: Path
) -> None:
    """The engine gives zeros for such a page, and no error."""
    path, told = make.copied(whole[0], tmp_path / "bank.amdesk"), 0
    bank = opened(path)
    ought = port.one(bank, "select content from document")
    bank.close()
    for page in range(2, len(whole[1]) // PAGE + 1):
        broken = bytearray(whole[1])
        broken[page * PAGE - 1000] ^= 4
        path.write_bytes(bytes(broken))
        try:
            bank = SqliteBank(str(path), whole[2], actor="T", account="t", clock=make.CLOCK)
        except BankDamaged:  # one that every opening reads
            continue
        try:
            assert port.one(bank, "select content from document") == ought
        except BankDamaged as error:
            told += 1
            assert "damaged" in str(error)
        finally:
            bank.close()
    assert told >= 9, "a row of 40,000 characters takes ten pages"


def test_a_text_with_a_nul_in_a_whole_bank_is_no_damage(whole: tuple[Path, bytes, str], tmp_path: Path) -> None:
    bank = opened(make.copied(whole[0], tmp_path / "bank.amdesk"))
    with bank.unlogged():
        bank.execute(
            "insert into document (uid, sha256, name, content) values ('n', 'n', 'n', :c)", {"c": "x" * 500 + "\0" * 9}
        )
    assert port.value(bank, "select length(content) as n from document where uid = 'n'") == 500
    assert port.one(bank, "select content from document where uid = 'n'") == {"content": "x" * 500 + "\0" * 9}
    bank.close()


def test_damage_has_a_name_for_every_table_of_the_bank() -> None:
    for table in [t.name for t in TABLES]:
        for part in ("rows", "index", "search"):
            assert table in str(damage.TableHit(table, part).said)


def test_no_whole_page_is_called_damaged_beside_writers(whole: tuple[Path, bytes, str], tmp_path: Path) -> None:
    path = make.copied(whole[0], tmp_path / "bank.amdesk")
    reader, writer = opened(path), opened(path)
    writer.execute("pragma wal_autocheckpoint = 20").fetchall()
    for round_ in range(8):
        reading, more = PageReading(reader), True
        while more:
            for i in range(6):
                make.participant(writer, name=f"Ny {round_} {i}")
            more = reading.some()
        assert reading.again() == []
    reader.close()
    writer.close()


def test_a_page_that_fails_once_is_no_damage(whole: tuple[Path, bytes, str], tmp_path: Path) -> None:
    """As one is read that is being written back just then."""
    path = make.copied(whole[0], tmp_path / "bank.amdesk")
    bank, content = opened(path), bytearray(whole[1])
    content[5 * PAGE] ^= 1
    path.write_bytes(bytes(content))
    reading = PageReading(bank)
    while reading.some():
        pass
    assert set(reading.suspect) == {6}
    path.write_bytes(whole[1])
    assert reading.again() == []
    bank.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps locks apart from handles")
def test_reading_the_pages_lets_go_of_no_lock_of_the_bank(whole: tuple[Path, bytes, str], tmp_path: Path) -> None:
    import subprocess
    import sys

    path = make.copied(whole[0], tmp_path / "bank.amdesk")
    bank, other = opened(path), opened(path)
    port.value(bank, "select count(*) as n from participant")
    read_through(bank)
    bank.close()
    port.value(other, "select count(*) as n from participant")
    code = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from pathlib import Path
from amdesk.db.engine import locks
with locks.alone(Path({str(path)!r})):
    print("alone")
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout == ""
    other.close()
    with locks.alone(path):
        pass


@pytest.mark.thorough(long=True)
def test_a_single_bit_is_mended_exactly_and_nothing_else_is(whole: tuple[Path, bytes, str]) -> None:
    _, content, key = whole
    signed = tag_key(key, content[:16])
    dice = random.Random(8)
    for number in (1, 7):
        page = content[(number - 1) * PAGE : number * PAGE]
        assert verifies(page, number, signed)
        for at in (20, 4090):
            broken = bytearray(page)
            broken[at] ^= 1 << dice.randrange(8)
            assert mended(bytes(broken), number, signed) == page
        broken[30] ^= 3
        assert mended(bytes(broken), number, signed) is None
