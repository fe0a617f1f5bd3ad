"""Numbers that people read: D-0001, P-0001, in the order in which rows were made."""

from __future__ import annotations

from amdesk.db.port import Bank, value


def next_number(bank: Bank, table: str, letter: str) -> str:
    """The next number people read: P-0001, D-0001. Numbers of void rows are not used again. Inside the caller's write()."""
    bank.one_at_a_time()
    top = value(
        bank,
        f"select max(cast(substr(number, 3) as integer)) as n from {table} where number like :like",
        like=f"{letter}-%",
    )
    return f"{letter}-{(top or 0) + 1:04d}"
