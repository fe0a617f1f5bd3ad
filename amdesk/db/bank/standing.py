"""Whether anybody of these stands in the bank: asked when it opens, so that it imports little."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

from amdesk.db.port import Bank, tuples
from amdesk.db.sql import LIVE

AT_ONCE = 500


def any_stands(bank: Bank, uids: Collection[str]) -> bool:
    """Participants and people at employers, by uid; erased, nobody stands there any more."""
    rest = iter(uids)
    while some := list(islice(rest, AT_ONCE)):
        given = {f"u{i}": str(uid) for i, uid in enumerate(some)}
        among = ", ".join(f":{name}" for name in given)
        found = tuples(
            bank,
            f"select 1 as n from participant where {LIVE} and uid in ({among}) "
            f"union all select 1 as n from employer_contact where name <> '' and uid in ({among})",
            **given,
        )
        if found:
            return True
    return False
