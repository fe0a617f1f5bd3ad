"""The lock over a shared bank: the server's password opens it, and where the server asks for none nothing typed is one."""

from __future__ import annotations

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from amdesk.db.engine.postgres import lets_in
from amdesk.services.bank import locking
from tests.conftest import SERVER
from tests.server import address_of


@pytest.mark.skipif(not SERVER, reason="no server is named")
def test_only_the_servers_password_opens_a_locked_shared_bank(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = conninfo_to_dict(SERVER)
    address, right = address_of(server), str(parts.get("password") or "pw")
    if "password" in parts:
        monkeypatch.setenv("PGPASSWORD", right)  # what lies elsewhere is not what was typed
    with psycopg.connect(address) as asked:
        wants = bool(asked.pgconn.used_password)
    assert locking.proves(address, None, right) is wants
    assert not lets_in(address, "")
    assert not lets_in(address, "fel ord")
