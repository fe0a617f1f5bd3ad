"""What is due of improvement and of recommendations: asked with the first screen, which knows no more of them than that."""

from __future__ import annotations

from datetime import date

from amdesk.db.port import Bank, iso_day, rows
from amdesk.db.sql import LIVE


def due_soon(bank: Bank, actions_until: date, answers_until: date) -> list[tuple[str, str, str, date]]:
    """(kind, ref, title, due) of open actions and unanswered recommendations that are due by then."""
    found = rows(
        bank,
        f"select 'improve' as kind, ref, title, due from improvement where {LIVE} and state in ('planned', 'running') and due <= :actions "
        f"union all select 'answer', ref, title, due from recommendation where {LIVE} and answered_on is null and due <= :answers "
        "order by 4, 2",
        actions=actions_until.isoformat(),
        answers=answers_until.isoformat(),
    )
    return [(r["kind"], r["ref"], r["title"], iso_day(r["due"])) for r in found]
