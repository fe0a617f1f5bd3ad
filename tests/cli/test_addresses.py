"""Addresses that are none and servers that say no: one sentence, exit 4, nothing made; for --json one document."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from amdesk.cli import main
from amdesk.db.engine.postgres import PostgresBank
from tests import make
from tests.conftest import SERVER
from tests.db import older
from tests.server import address_of, administer

ODD = (
    "postgresql:...", "postgresql:", "postgres:", "postgresql:/", "postgresql:server/bank", "postgres:bank", "POSTGRESQL://[", "postgresql://[",
    "postgresql://[::1", "postgresql://u:hemligt%zz@h/x", "postgresql://h/x?nosuch=1", "postgresql://h/x?sslmode=nosuch", "postgresql://h:port/x",
    "postgresql://127.0.0.1:99999999/x", "postgresql://127.0.0.1:-1/x", "postgresql://127.0.0.1:0/x", "postgresql://h\0/x", "postgresql://å:ä@\ud800/x",
    "postgresql:///x?host=/nowhere", "postgresql://server.invalid/bank", "postgres://\n/x", "postgresql://" + "a" * 70_000, "postgresql://127.0.0.1:1/x",
    "postgresql+psycopg://h/x", "postgre://h/x", "http://h/x", "mysql://user:hemligt@h/x", "file:///x", " ", "\0", "a\0b", "//server/share/bank.amdesk", "host=127.0.0.1 dbname=x",
)  # fmt: skip
"""No address of a bank, or of a server that is not there. The passwords in some are "hemligt"."""


def run(address: str, *words: str) -> Result:
    return CliRunner().invoke(main, ["--lang", "en", "--bank", address, *words])


def said_well(result: Result, code: str = "") -> None:
    """One sentence on stderr and the same in one document, exit 4, no traceback, no secret."""
    assert result.exit_code == 4, result.output
    assert isinstance(result.exception, SystemExit), result.exception
    document = json.loads(result.stdout)["error"]
    assert result.stderr.strip() == document["message"].strip()
    assert document["message"].endswith(".")
    assert "hemligt" not in result.output
    assert code in {"", document["code"]}


@pytest.mark.thorough(33)
@pytest.mark.parametrize("address", ODD)
def test_an_odd_address_is_one_sentence_and_nothing_is_made(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AMDESK_PASSPHRASE", "fyra ord som ingen gissar")
    for words in (("list", "placements"), ("bank", "info"), ("bank", "check"), ("match", "--all")):
        said_well(run(address, *words, "--json"))
    if not address.startswith("host="):  # a file may be called that
        said_well(run(address, "bank", "create", "--json"))
    assert list(tmp_path.iterdir()) == []


def test_the_address_in_the_readme_is_answered_with_how_to_write_one() -> None:
    result = run("postgresql:...", "list", "placements")
    assert result.stderr.strip() == (
        "postgresql://... is no address of a bank. Name a file, or a shared bank as postgresql://server/database."
    )


@pytest.mark.parametrize("port", ["abc", "99999999", "-1", "0", "5432x"])
def test_a_port_that_is_none_is_told_as_a_wrong_address(port: str) -> None:
    said_well(run(f"postgresql://127.0.0.1:{port}/x", "list", "placements", "--json"), "ADDRESS")


def test_a_server_that_hangs_up_is_one_sentence() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]  # taken, and nobody listens
        said_well(run(f"postgresql://127.0.0.1:{port}/x", "list", "placements", "--json"), "GONE")


WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
STRANGER = f"amdesk_stranger_{WORKER}"
shared = pytest.mark.skipif(not SERVER, reason="needs AMDESK_TEST_POSTGRES")


@pytest.fixture
def database() -> Iterator[str]:
    """An empty database, a bank's or not."""
    name = f"amdesk_address_{WORKER}"
    administer(f"drop database if exists {name} with (force)", f"create database {name}")
    yield name
    administer(f"drop database if exists {name} with (force)")


@pytest.fixture
def stranger(database: str) -> Iterator[str]:
    """Somebody with an account on the server and no rights in the bank."""
    administer(f"drop role if exists {STRANGER}", f"create role {STRANGER} login")
    yield address_of(database, STRANGER)
    administer(f"drop database if exists {database} with (force)", f"drop role if exists {STRANGER}")


def tables(database: str) -> int:
    with psycopg.connect(address_of(database)) as asked:
        found = asked.execute(
            "select count(*) from pg_class where relkind in ('r', 'v', 'S') and relnamespace = 'public'::regnamespace"
        ).fetchone()
        assert found is not None
        return int(found[0])


COMMANDS = (
    "list placements", "list participants", "list bookings", "list employments", "list followups", "match D-0001", "match --all", "why D-0001 P-0001",
    "bank info", "bank check", "book D-0001 P-0001 --from 2026-12-01 --to 2026-12-31", "report followup --from 2026-01-01 --to 2026-06-30",
    "retention list", "profile list", "module list", "import placements {file}",
)  # fmt: skip


@shared
@pytest.mark.parametrize("words", COMMANDS)
def test_no_command_builds_tables_in_an_empty_database(database: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("Plats;Yrkestitel;Antal platser;Timmar per vecka\nA;Parkarbetare;2;40\n", "utf-8")
    result = run(address_of(database), *words.format(file=tmp_path / "x.csv").split(), "--json")
    said_well(result, "NO_BANK")
    assert "bank create" in result.stderr
    assert tables(database) == 0


@shared
def test_a_bank_is_copied_to_a_shared_one_that_was_made_for_it(database: str, demo_bank: Path) -> None:
    refused = run(str(demo_bank), "bank", "copy", address_of(database))
    assert (refused.exit_code, tables(database)) == (4, 0)
    assert run(address_of(database), "bank", "create").exit_code == 0
    assert run(str(demo_bank), "bank", "copy", address_of(database)).exit_code == 0


@shared
@pytest.mark.parametrize("word", ["create", "migrate"])
def test_the_owner_makes_a_bank_where_she_asks_for_one(database: str, word: str) -> None:
    assert run(address_of(database), "bank", word).exit_code == 0
    assert json.loads(run(address_of(database), "profile", "list", "--json").stdout)


@shared
def test_missing_rights_are_said(database: str, stranger: str, tmp_path: Path) -> None:
    said_well(run(stranger, "bank", "create", "--json"), "DENIED")
    assert run(address_of(database), "bank", "create").exit_code == 0
    said_well(run(stranger, "list", "placements", "--json"), "DENIED")
    administer(f"grant select on all tables in schema public to {STRANGER}", database=database)
    assert run(stranger, "list", "placements", "--json").exit_code == 0
    (file := tmp_path / "x.csv").write_text(
        "Plats;Yrkestitel;Antal platser;Timmar per vecka\nA;Parkarbetare;2;40\n", "utf-8"
    )
    said_well(run(stranger, "import", "placements", str(file), "--json"), "DENIED")
    administer(f"revoke connect on database {database} from public")
    said_well(run(stranger, "list", "placements", "--json"), "DENIED")
    said_well(run(address_of(database, "amdesk_nobody"), "list", "placements", "--json"), "DENIED")
    said_well(run(address_of("amdesk_nothing"), "list", "placements", "--json"), "NO_BANK")


@shared
@pytest.mark.parametrize(
    "taken",
    ["usage on schema public from public", "select on rule_set from {who}", "select on _sqlite_migrations from {who}"],
)
def test_whoever_may_not_enter_the_schema_or_read_what_opening_reads_is_told_in_one_sentence(
    database: str, stranger: str, taken: str
) -> None:
    assert run(address_of(database), "bank", "create").exit_code == 0
    administer(f"grant select on all tables in schema public to {STRANGER}", database=database)
    assert run(stranger, "list", "placements", "--json").exit_code == 0
    administer(f"revoke {taken.format(who=STRANGER)}", database=database)
    for words in (("list", "placements"), ("bank", "info"), ("profile", "list")):
        said_well(run(stranger, *words, "--json"), "DENIED")


@shared
def test_who_could_read_a_bank_before_it_was_brought_up_to_date_can_read_it_afterwards(
    database: str, stranger: str
) -> None:
    with older.version(12):
        bank = PostgresBank(address_of(database), actor="A", account="a", clock=make.CLOCK)
        bank.migrate()
        bank.close()
    administer(f"grant select on all tables in schema public to {STRANGER}", database=database)
    assert run(address_of(database), "bank", "migrate").exit_code == 0
    assert run(stranger, "list", "placements", "--json").exit_code == 0


@shared
def test_a_server_that_can_only_be_read_is_read_and_says_so_to_who_writes(database: str, tmp_path: Path) -> None:
    assert run(address_of(database), "bank", "create").exit_code == 0
    administer(f"alter database {database} set default_transaction_read_only = on")
    (file := tmp_path / "x.csv").write_text(
        "Plats;Yrkestitel;Antal platser;Timmar per vecka\nA;Parkarbetare;2;40\n", "utf-8"
    )
    assert run(address_of(database), "list", "placements", "--json").exit_code == 0
    assert run(address_of(database), "import", "placements", str(file), "--dry-run", "--json").exit_code == 0
    said_well(run(address_of(database), "import", "placements", str(file), "--json"), "READ_ONLY")


@shared
def test_tables_of_something_else_are_no_bank_and_are_left_alone(database: str) -> None:
    administer("create table participant (name text)", database=database)
    for words in (("list", "placements"), ("bank", "create")):
        said_well(run(address_of(database), *words, "--json"))
    assert tables(database) == 1
    administer("create table _sqlite_migrations (wrong text)", database=database)
    for words in (("list", "placements"), ("bank", "create")):
        said_well(run(address_of(database), *words, "--json"), "TABLES")
    assert tables(database) == 2


@shared
def test_a_database_that_does_not_keep_all_letters_is_refused(database: str) -> None:
    administer(
        f"drop database {database}",
        f"create database {database} encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0",
    )
    said_well(run(address_of(database), "bank", "create", "--json"), "ENCODING")


@shared
def test_the_password_of_a_shared_bank_is_never_printed(database: str) -> None:
    address = address_of(database).replace("postgres@", "postgres:hemligt@")
    assert run(address, "bank", "create").exit_code == 0
    assert "hemligt" not in run(address, "bank", "info").output
