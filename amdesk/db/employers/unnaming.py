"""Taking a contact person's name out of what is written about her employer, and out of the log of it, when she is erased."""

from __future__ import annotations

import json
import re

from amdesk.db.bank import wordless
from amdesk.db.engine.lost import NAMING
from amdesk.db.port import Bank, Row, rows
from amdesk.domain.employers.unnamed import name_pattern, said_unnamed, unnamed

TEXTS_OF = {"employer": ("note",), "employer_talk": ("words",), "vacancy": ("body", "place", "schedule")}
"""By table where somebody may have written of people."""


SAID = "said"
"""The column of what a vacancy's source said last, as JSON."""


def unname(bank: Bank, employer: int, name: str) -> None:
    """Within `wordless.erasing`. Of a name of one word nothing is taken out: others have it, too."""
    pattern = name_pattern(name)
    if pattern is None:
        return
    for table, columns in TEXTS_OF.items():
        for row in rows(bank, f"select * from {table} where {NAMING[table]} = :e", e=employer):
            _forget_log(bank, (table, int(row["id"])), (*columns, SAID), pattern)
            if changed := _without(row, columns, pattern):
                sets = ", ".join(f"{column} = :{column}" for column in changed)
                bank.execute(f"update {table} set {sets} where id = :id", {**changed, "id": row["id"]})


def _without(row: Row, columns: tuple[str, ...], name: re.Pattern[str]) -> dict[str, str]:
    out = {column: unnamed(row[column], name) for column in columns if name.search(row[column])}
    if name.search(row.get(SAID) or ""):
        out[SAID] = json.dumps(said_unnamed(json.loads(row[SAID]), name), ensure_ascii=False, sort_keys=True)
    return out


def _forget_log(bank: Bank, of: tuple[str, int], columns: tuple[str, ...], name: re.Pattern[str]) -> None:
    kept = rows(
        bank,
        "select a.id, v.before, v.after from audit a join audit_value v on v.audit_id = a.id where a.tbl = :t and a.row_id = :id",
        t=of[0],
        id=of[1],
    )
    naming = [
        str(int(one["id"])) for one in kept if any(_names(one[side], columns, name) for side in ("before", "after"))
    ]
    if naming:
        wordless.forget(bank, ", ".join(naming))


def _names(row: str | None, columns: tuple[str, ...], name: re.Pattern[str]) -> bool:
    said = json.loads(row) if row else {}
    return any(name.search(str(said.get(column) or "")) for column in columns)
