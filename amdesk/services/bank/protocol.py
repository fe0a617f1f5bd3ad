"""The protocol of what was erased: when, how many, by which decision, who approved it, and which kinds of data went. It names
nobody: a record that was erased has its number and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from amdesk.db.bank import erasure, settings
from amdesk.db.bank.access_log import log_read
from amdesk.db.bank.erasure import ErasedOnce
from amdesk.db.catalogue import erased_kinds
from amdesk.domain.bank.extract import TABLE_NAMES
from amdesk.domain.errors import Refused
from amdesk.domain.guidance.markdown import Block
from amdesk.domain.texts import N_, text
from amdesk.i18n import Words
from amdesk.services.bank.work import Work

RESTORED = "restore"
"""What the bank notes as the decision where an erasure was done again on a copy that was put in its place."""


def protocol_pdf(work: Work, first: date, last: date, years: int, lang: str) -> bytes:
    """A paper for the archive. Raises Refused (code EMPTY) where nothing was erased between the days."""
    from amdesk.export.handbook import handbook_pdf

    found = erasure.erasures(work.bank, first, last)
    if not found:
        raise Refused(text(N_("Nothing was erased from {first} to {last}."), first=str(first), last=str(last)), "EMPTY")
    log_read(work.bank, "export_protocol", None, str(sum(len(one.numbers) for one in found)))
    words = Words(lang, work.today)
    unit = [settings.setting(work.bank, name) for name in ("city", "department")]
    parts = [(_once(one, words), "") for one in found]
    return handbook_pdf(words(N_("Protocol of erasure")), [*parts, (_kinds(years, words), "")], unit, words, work.today)


def _once(one: ErasedOnce, words: Words) -> Sequence[Block]:
    count = len(one.numbers)
    rule = words(N_("erased again when a copy was put in the bank's place")) if one.why == RESTORED else one.why
    return [
        Block("heading", words.long_day(one.day), 1),
        Block("text", words.plural("{count} record erased", "{count} records erased", count, count=count)),
        Block("text", words(N_("Decision or plan: {rule}"), rule=rule)),
        Block("text", words(N_("Approved by: {who}"), who=one.approved_by)),
        Block("text", words(N_("Numbers: {numbers}"), numbers=", ".join(one.numbers))),
    ]


def _kinds(years: int, words: Words) -> Sequence[Block]:
    """Which kinds of data an erasure takes, by the same table as it does so."""
    gone, emptied = erased_kinds()
    period = words.plural(
        "The unit's period now: {count} year after the last employment.",
        "The unit's period now: {count} years after the last employment.",
        years,
        count=years,
    )
    return [
        Block("heading", words(N_("What is erased of each record")), 1),
        Block("text", period),
        Block("heading", words(N_("Taken away")), 2),
        *(Block("item", words(TABLE_NAMES[name])) for name in gone),
        Block("heading", words(N_("Emptied of what identifies; dates and codes stay")), 2),
        *(Block("item", words(TABLE_NAMES[name])) for name in emptied),
    ]
