"""The savings ledger of a period, with the unit's own assumptions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from amdesk.db.bank import reference
from amdesk.db.port import rows
from amdesk.db.results import outcomes as db
from amdesk.domain.change import settle
from amdesk.domain.errors import Refused
from amdesk.domain.results.savings import ASSUMPTIONS, Assumption, Ledger, Spell, changed, ledger
from amdesk.domain.texts import N_, Text, text
from amdesk.services.work import Work

LAST_ENDS = """
select e.participant_id as p, e.from_date as first, coalesce(e.ended_on, e.to_date) as last, e.extent, coalesce(f.situation, '') as situation
from employment e left join followup f on f.employment_id = e.id and f.void = 0
where e.void = 0 and e.cancelled = 0 and coalesce(e.ended_on, e.to_date) between :first and :last order by last, e.id
"""


class Savings:
    def __init__(self, work: Work) -> None:
        self.work = work

    def ledger(self, first: date, last: date) -> Ledger:
        """What was paid to those whose employment ended in the period (each person by her last end), and what follows from it."""
        bank = self.work.bank
        with bank.read():
            ends = {
                r["p"]: r
                for r in rows(bank, LAST_ENDS, first=first.isoformat(), last=min(last, self.work.today).isoformat())
            }
            paid, covered = db.paid(bank, first, min(last, self.work.today)), db.paid_months(bank)
            assumptions = self.assumptions()
        spells = [
            Spell(
                date.fromisoformat(r["first"]), date.fromisoformat(r["last"]), r["extent"], r["situation"] == "unemployment_fund",
                paid.get(p, ()),
            )
            for p, r in ends.items()
        ]  # fmt: skip
        return ledger(first, last, spells, covered, assumptions)

    def assumptions(self) -> list[Assumption]:
        """The unit's own values over those of the program."""
        return changed(ASSUMPTIONS, json.loads(reference.setting(self.work.bank, "savings_assumptions") or "{}"))

    def assume(self, own: Mapping[str, Mapping[str, Any]]) -> None:
        """Set values, ranges and sources by the assumption's id, each a Change as a form sends it, or what is to stand there.

        Raises Refused where they are not in order, and where somebody else has changed one of them.
        """
        with self.work.bank.write(text(N_("Assumptions of the savings ledger changed"))):
            kept = json.loads(reference.held_setting(self.work.bank, "savings_assumptions") or "{}")
            self._assume(kept, own)

    def _assume(self, kept: dict[str, dict[str, Any]], own: Mapping[str, Mapping[str, Any]]) -> None:
        present = {a.id: a for a in changed(ASSUMPTIONS, kept)}
        for name, said in own.items():
            if name not in present:
                raise Refused(text(N_("There is no assumption {name}."), name=name), "ASSUMPTION")
            now = {part: getattr(present[name], part) for part in said}
            if left := settle(said, now, partial(_say, Text(present[name].label))):
                kept[name] = {**kept.get(name, {}), **left}
        try:
            changed(ASSUMPTIONS, kept)
        except ValueError as error:
            label = next((a.label for a in ASSUMPTIONS if a.id == str(error)), "")
            raise Refused(
                text(N_("{what}: low, value and high must be numbers in that order, and a part at most 100."), what=Text(label)), "ASSUMPTION"
            ) from None  # fmt: skip
        if kept:
            reference.set_setting(self.work.bank, "savings_assumptions", json.dumps(kept, ensure_ascii=False))


def _say(label: Text, _part: str, value: Any) -> tuple[Text, Any]:
    return label, value
