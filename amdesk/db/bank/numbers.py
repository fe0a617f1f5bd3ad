"""Numbers that people read: D-0001, P-0001, in the order in which rows were made."""

from __future__ import annotations

from amdesk.db.port import Bank, value


def next_number(bank: Bank, table: str, letter: str) -> str:
    """The next number people read: P-0001, D-0001. Numbers of void rows are not used again. Inside the caller's write()."""
    bank.one_at_a_time()
    top = value(
        bank,
        # the order of the indexes participant_numbered and placement_numbered: D-10000 comes after D-9999
        f"select number from {table} where number like :like order by length(number) desc, number desc limit 1",
        like=f"{letter}-%",
    )
    return f"{letter}-{int(top.partition('-')[2]) + 1 if top else 1:04d}"
