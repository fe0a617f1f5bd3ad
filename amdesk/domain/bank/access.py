"""The access log: who read or changed whose record, and why."""

from __future__ import annotations

from typing import NamedTuple


class AccessEntry(NamedTuple):
    """Somebody read or changed something; `number` is whose record it was, where it was one person's."""

    at: str
    """Moment (UTC) in ISO form."""
    actor: str
    account: str
    what: str
    number: str | None
    why: str
