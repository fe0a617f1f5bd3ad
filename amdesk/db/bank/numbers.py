"""Numbers that people read: D-0001, P-0001, in the order in which rows were made."""

from __future__ import annotations

from amdesk.db.port import Bank, value

NUMBER = "cast(substr(number, 3) as integer)"
"""Written as the indexes participant_numbered and placement_numbered have it."""


def next_number(bank: Bank, table: str, letter: str) -> str:
    """The next number people read: P-0001, D-0001. Numbers of void rows are not used again. Inside the caller's write()."""
    bank.one_at_a_time()
    top = value(
        bank,
        f"select {NUMBER} as n from {table} where number like :like order by {NUMBER} desc limit 1",
        like=f"{letter}-%",
    )
    return f"{letter}-{(top or 0) + 1:04d}"
