"""Makes sqlite-utils speak SQLCipher. Imported before sqlite_utils anywhere in the program.

sqlcipher3's exceptions are not sqlite3's. Without this, a write through `query()` fails while releasing its
savepoint and leaves a transaction open that swallows every later write.
"""

from __future__ import annotations

import sys

import sqlcipher3
from sqlcipher3 import dbapi2

sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)

import sqlite_utils  # noqa: E402
import sqlite_utils.utils  # noqa: E402

if vars(sqlite_utils.utils)["sqlite3"] is not sqlcipher3:  # pragma: no cover - only with a wrong import order
    raise ImportError("sqlite_utils was imported before amdesk.db.driver")

Error = dbapi2.Error
DatabaseError = dbapi2.DatabaseError
IntegrityError = dbapi2.IntegrityError
OperationalError = dbapi2.OperationalError
connect = dbapi2.connect
Database = sqlite_utils.Database
