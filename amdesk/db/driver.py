"""Makes sqlite-utils speak SQLCipher. Imported before sqlite_utils anywhere in the program.

sqlcipher3's exceptions are not sqlite3's. Without this, a write through `query()` fails while releasing its
savepoint and leaves a transaction open that swallows every later write.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, cast

import sqlcipher3
from sqlcipher3 import dbapi2

if TYPE_CHECKING:
    import sqlite_utils

sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)

Error = dbapi2.Error
connect = dbapi2.connect
Connection = dbapi2.Connection
Cursor = dbapi2.Cursor
HEAVY = ("pandas", "numpy")


def utils() -> ModuleType:
    """The sqlite_utils module, imported when it is first needed: reading a bank that is up to date is not it.

    It takes pandas and numpy wherever they are installed, which costs a quarter of a second and gives us nothing.
    """
    if "sqlite_utils" in sys.modules:
        return sys.modules["sqlite_utils"]
    hidden = [name for name in HEAVY if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = cast("ModuleType", None)  # an import of it now says "not installed"
    try:
        import sqlite_utils
        import sqlite_utils.utils
    finally:
        for name in hidden:
            del sys.modules[name]
    if vars(sqlite_utils.utils)["sqlite3"] is not sqlcipher3:  # pragma: no cover - only with a wrong import order
        raise ImportError("sqlite_utils was imported before amdesk.db.driver")
    return sqlite_utils


def tools(connection: object) -> sqlite_utils.Database:
    """sqlite-utils' Database over a connection of ours: migrations, search tables, transform."""
    made: sqlite_utils.Database = utils().Database(connection, execute_plugins=False)
    return made
