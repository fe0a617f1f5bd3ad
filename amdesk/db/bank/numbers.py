"""Numbers that people read: D-0001, P-0001, in the order in which rows were made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from amdesk.db.port import Bank, value


def next_number(bank: Bank, table: str, letter: str) -> str:
    """The next number people read: P-0001, D-0001. Numbers of void rows are not used again. Inside the caller's write()."""
    return next(numbers(bank, table, letter))


def numbers(bank: Bank, table: str, letter: str) -> Iterator[str]:
    """The numbers that follow, for whoever makes many rows of a table and nobody else makes one meanwhile: the bank is asked
    for the last one once."""
    bank.one_at_a_time()
    top = value(
        bank,
        # the order of the indexes participant_numbered and placement_numbered: D-10000 comes after D-9999
        f"select number from {table} where number like :like order by length(number) desc, number desc limit 1",
        like=f"{letter}-%",
    )
    last = int(top.partition("-")[2]) if top else 0
    yield from (f"{letter}-{n:04d}" for n in count(last + 1))
