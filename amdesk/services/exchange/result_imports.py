"""Storing what follow-up, payment and measure files say, in the transaction of the import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from amdesk.db.bank import reference
from amdesk.db.people import participants as people
from amdesk.db.port import insert, one, tuples, update
from amdesk.db.results import outcomes
from amdesk.domain.results.outcomes import GROUPS_OF_REASON
from amdesk.imports.model import RowOutcome
from amdesk.services.work import Work

UNDETAILED = {"work": "A0", "studies": "S0", "interrupted": "B0", "other": "O0"}
"""The end reason that a group's name alone gives."""
FOLLOWUP = ("contact", "situation", "plan_city", "plan_pes", "note", "on_date")


class ResultImports:
    def __init__(self, work: Work) -> None:
        self.work = work
        self.kept: Counter[tuple[int, str, str, int]] | None = None

    def people(self) -> dict[str, int]:
        """Participants by every identity number they have or had; who is merged is found as the one she became."""
        return people.identities(self.work.bank)

    def ended(self) -> dict[tuple[str, date], int]:
        """Employments by identity number and last day."""
        found = tuples(
            self.work.bank,
            "select p.identity, coalesce(e.ended_on, e.to_date) as last, e.id from employment e join participant p on p.id = e.participant_id "
            "where e.void = 0 and e.cancelled = 0 and p.identity is not null and coalesce(e.ended_on, e.to_date) is not null order by e.id",
        )
        return {(number, date.fromisoformat(last)): key for number, last, key in found}

    # follow-ups

    def compare_followups(self, outcome: RowOutcome) -> None:
        v = outcome.values
        v["end_reason"] = self._reason(v)
        kept = one(
            self.work.bank,
            "select contact, situation, plan_city, plan_pes, note, on_date from followup where employment_id = :e and void = 0",
            e=v["employment"],
        )
        if v["end_reason"] is not None:
            outcome.changes.append(("reason", "", v["end_reason"]))
        if kept is None:
            outcome.action = "new"
            return
        for name in FOLLOWUP:
            after = v[name].isoformat() if isinstance(v[name], date) else v[name]
            if name == "contact" and v["unsaid"]:
                continue  # a list without the word says nothing of whether she was reached
            if after != kept[name] and after not in {None, "", "not_known"}:
                outcome.changes.append((name, str(kept[name] or ""), str(after)))
        outcome.action = "update" if outcome.changes else "same"

    def _reason(self, v: Mapping[str, Any]) -> str | None:
        """The end reason to write, or None where the employment already has one of that group."""
        groups = {c["code"]: c.get("group", "") for c in reference.codes(self.work.bank, "end_reasons")}
        now = one(self.work.bank, "select end_reason from employment where id = :e", e=v["employment"])
        if now and GROUPS_OF_REASON.get(groups.get(now["end_reason"], "")) == v["reason"]:
            return None
        return UNDETAILED[v["reason"]]

    def store_followups(self, outcome: RowOutcome) -> None:
        v = outcome.values
        bank = self.work.bank
        if v["end_reason"] is not None:
            update(bank, "employment", v["employment"], end_reason=v["end_reason"])
        if outcome.action == "new":
            said = {n: v[n] for n in FOLLOWUP} | {"source": "file"}
            outcomes.set_followup(bank, v["employment"], v["participant"], said)
            return
        changed = {n: v[n] for n, _, _ in outcome.changes if n in FOLLOWUP}
        if changed:
            outcomes.set_followup(bank, v["employment"], v["participant"], changed)

    # payments

    def compare_payments(self, outcome: RowOutcome) -> None:
        """New, or the same as a payment that is kept; equal payments in a month are counted, not merged."""
        if self.kept is None:
            found = tuples(self.work.bank, "select participant_id, role, month, amount from payment where void = 0")
            self.kept = Counter((p, r, m, a) for p, r, m, a in found)
        v = outcome.values
        fresh = []
        for person, role in v["roles"]:
            key = (person, role, v["month"], v["amount"])
            if self.kept[key]:
                self.kept[key] -= 1
            else:
                fresh.append((person, role))
        v["fresh"] = fresh
        outcome.action = "new" if fresh else "same"

    def store_payments(self, outcome: RowOutcome) -> None:
        """Kept are the participant, her role, the month and the amount; never the other person's number, never the purpose."""
        v = outcome.values
        for person, role in v["fresh"]:
            counted = int(role == "applicant" or len(v["roles"]) == 1)
            insert(
                self.work.bank, "payment", participant_id=person, month=v["month"], amount=v["amount"], role=role, counted=counted
            )  # fmt: skip

    # measures

    def compare_measures(self, outcome: RowOutcome) -> None:
        v = outcome.values
        kept = one(
            self.work.bank,
            "select id, to_date from measure where participant_id = :p and lower(name) = lower(:n) and from_date = :d and void = 0",
            p=v["participant"], n=v["name"], d=v["from_date"].isoformat(),
        )  # fmt: skip
        if kept is None:
            outcome.action = "new"
            return
        v["_id"] = kept["id"]
        after = v["to_date"].isoformat() if v["to_date"] else None
        if after and after != kept["to_date"]:
            outcome.changes.append(("to_date", kept["to_date"] or "", after or ""))
        outcome.action = "update" if outcome.changes else "same"

    def store_measures(self, outcome: RowOutcome) -> None:
        v = outcome.values
        last = v["to_date"].isoformat() if v["to_date"] else None
        if "_id" in v:
            update(self.work.bank, "measure", v["_id"], to_date=last)
            return
        insert(
            self.work.bank, "measure", participant_id=v["participant"], name=v["name"], from_date=v["from_date"].isoformat(), to_date=last
        )  # fmt: skip
