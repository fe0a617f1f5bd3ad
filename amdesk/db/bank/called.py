"""Files of lists, and their senders, that are called after a person ("Ada Prov önskemål.xlsx"): the name goes with her."""

from __future__ import annotations

import json

from amdesk.db.bank.wordless import forget
from amdesk.db.engine.lost import CALLED, NAMELESS, OF_A_FILE, PROFILE
from amdesk.db.port import Bank, tuples
from amdesk.domain.people.telling import WhoIsTold

ONCE = {"setting": "value", "column_map": "field"}
"""Tables in which each name stands once, with what was answered for it: such a row is taken away."""


def forget_called(bank: Bank, told: WhoIsTold) -> None:
    """Take away what is called after her, inside a write() that erases: in its rows, in what the log kept of them and in the steps.
    Rows and counts stay, and so does the check sum of the file; what was answered for the lists of such a sender is asked anew."""
    for table, column in CALLED:
        answers = f" where name like '{PROFILE}:%'" if table == "setting" else ""
        for (said,) in tuples(bank, f"select distinct {column} from {table}{answers}"):
            if told.in_file_name(said.removeprefix(f"{PROFILE}:")):
                _forget(bank, table, column, said)
    _forget_steps(bank, told)


def _forget_steps(bank: Bank, told: WhoIsTold) -> None:
    """Of what is read in and leaves no row of its own with the file's name, such as vacancies, the step alone names it."""
    for (kept,) in tuples(bank, f"select distinct params from step where {OF_A_FILE}"):
        params = json.loads(kept)
        if told.in_file_name(str(params.get("file", ""))):
            steps = f"select id from step where {OF_A_FILE} and params = :kept"
            salts = f"update seal_row set salt = '' where tbl = 'step' and row_id in ({steps})"
            bank.execute(salts, {"kept": kept})
            less = json.dumps(params | {"file": NAMELESS}, ensure_ascii=False)
            bank.execute(f"update step set params = :less where id in ({steps})", {"less": less, "kept": kept})


def _forget(bank: Bank, table: str, column: str, said: str) -> None:
    audits = f"select id from audit where tbl = '{table}' and row_id in (select id from {table} where {column} = :said)"
    forget(bank, audits, {"said": said})
    for (key,) in tuples(bank, f"select id from {table} where {column} = :said", said=said):
        if table in ONCE:
            less = {"less": f"{PROFILE}:{key}:{NAMELESS}", "id": key}
            bank.execute(f"update {table} set {column} = :less, {ONCE[table]} = '', void = 1 where id = :id", less)
        else:
            bank.execute(f"update {table} set {column} = :less where id = :id", {"less": NAMELESS, "id": key})
