"""The test server, as a person's address names it."""

from __future__ import annotations

from datetime import date

import psycopg
from psycopg.conninfo import conninfo_to_dict

from tests.conftest import SERVER


def address_of(database: str, user: str = "") -> str:
    """postgresql://user@host:port/database of the server that the tests run on."""
    parts = conninfo_to_dict(SERVER)
    return f"postgresql://{user or parts['user']}@{parts['host']}:{parts.get('port', 5432)}/{database}"


def administer(*statements: str, database: str = "") -> None:
    """Run statements as the server's owner."""
    with psycopg.connect(address_of(database) if database else SERVER, autocommit=True) as admin:
        for statement in statements:
            admin.execute(statement.encode())


def server_day(address: str) -> date:
    """The server's day in Sweden."""
    with psycopg.connect(address) as asked:
        found = asked.execute("select (now() at time zone 'Europe/Stockholm')::date").fetchone()
        assert found is not None
        return date.fromisoformat(str(found[0]))
