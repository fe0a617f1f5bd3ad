"""Identity numbers that no step may tie together: those of a person at the highest protection level, and earlier ones."""

from __future__ import annotations

from amdesk.db.port import Bank, rows, value
from amdesk.db.sql import LIVE
from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, text

APART = 3
"""The protection level (fingerade personuppgifter) at which no earlier identity number may lead to the person."""


def refuse_joining(bank: Bank, keep: int, gone: int) -> None:
    """Before one record is put into another. Raises Refused where it would tie a person of the highest protection level to
    another identity number."""
    if _joins(bank, keep, gone):
        raise Refused(
            text(N_("The two records have identity numbers that must stay apart. Leave them as they are.")), "LEVEL3"
        )


def is_apart(bank: Bank, person: int) -> bool:
    """Whether no earlier identity number may lead to a person."""
    return bool(value(bank, "select protection from participant where id = :p", p=person) >= APART)


def _joins(bank: Bank, keep: int, gone: int) -> bool:
    found = rows(bank, "select id, identity, protection from participant where id in (:a, :b)", a=keep, b=gone)
    earlier = rows(
        bank,
        f"select distinct participant_id from identity_history where {LIVE} and participant_id in (:a, :b)",
        a=keep,
        b=gone,
    )
    within = rows(
        bank,
        f"select distinct merged_into from participant where identity is not null and {LIVE} and merged_into in (:a, :b)",
        a=keep,
        b=gone,
    )
    has = (
        {r["id"] for r in found if r["identity"]}
        | {r["participant_id"] for r in earlier}
        | {r["merged_into"] for r in within}
    )
    return any(r["protection"] >= APART for r in found) and len(has) > 1
