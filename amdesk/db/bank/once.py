"""What people are called and reached by, and were: their rows today, earlier identity numbers and what the log kept of them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from amdesk.db.catalogue import others_merges
from amdesk.db.port import Bank, Row, rows
from amdesk.domain.people.telling import WhoIsTold, telling

FACTS = ("name", "identity", "phone", "email", "case_number")


def facts(bank: Bank, people: Sequence[int]) -> list[Row]:
    """Every row that these people have or had, as far as it tells who they are."""
    ids = ", ".join(str(int(one)) for one in people) or "0"
    found = rows(bank, f"select {', '.join(FACTS)} from participant where id in ({ids})")
    found += rows(bank, f"select identity from identity_history where participant_id in ({ids})")
    kept = rows(
        bank,
        "select v.before, v.after from audit a join audit_value v on v.audit_id = a.id "
        f"where a.participant_id in ({ids}) and a.tbl = 'participant' and a.row_id in ({ids}) and not {others_merges(people)}",
    )
    return found + [json.loads(said) for r in kept for said in (r["before"], r["after"]) if said]


def telling_of(bank: Bank, people: Sequence[int]) -> WhoIsTold:
    """What tells of any of these people in a text."""
    found = facts(bank, people)
    each = ({str(row[name]) for row in found if row.get(name)} for name in FACTS)
    names, identities, phones, emails, cases = each
    return telling(names, identities, phones, emails, cases)
