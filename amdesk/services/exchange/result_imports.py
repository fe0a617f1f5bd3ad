"""Storing what follow-up, payment and measure files say, in the transaction of the import."""

from __future__ import annotations

from collections import Counter

from amdesk.db.bank import reference
from amdesk.db.booking import bookings
from amdesk.db.results import outcomes, received
from amdesk.domain.results.outcomes import GROUPS_OF_REASON
from amdesk.domain.results.received import Measure, Payment
from amdesk.imports.fields import heard
from amdesk.imports.model import RowOutcome
from amdesk.imports.results import SAID, CheckedFollowup, CheckedMeasure, CheckedPayment
from amdesk.services.exchange.whose import shown
from amdesk.services.work import Work

UNDETAILED = {"work": "A0", "studies": "S0", "interrupted": "B0", "other": "O0"}
"""The end reason that a group's name alone gives."""
NAMES_IT = ("name", "from_date")
"""By what a measure is found again."""


class ResultImports:
    def __init__(self, work: Work) -> None:
        self.work = work
        self.kept: Counter[tuple[int, str, str, int]] | None = None
        """Payments that are kept and that no row has meant yet."""

    # follow-ups

    def compare_followups(self, outcome: RowOutcome) -> None:
        v = outcome.of(CheckedFollowup)
        v.end_reason = self._reason(v)
        kept = received.kept_followup(self.work.bank, v.employment)
        if v.end_reason is not None:
            outcome.changes.append(("reason", "", v.end_reason))
        if kept is None:
            outcome.action = "new"
            return
        for name in SAID:
            before, after = getattr(kept, name), v.fields[name]
            if name == "contact" and v.unsaid:
                continue  # a list without the word says nothing of whether she was reached
            if after != before and after not in (None, "", (), "not_known"):
                outcome.changes.append((name, shown(before), shown(after)))
        outcome.action = "update" if outcome.changes else "same"

    def _reason(self, v: CheckedFollowup) -> str | None:
        """The end reason to write, or None where the employment already has one of that group."""
        groups = {c.code: c.group for c in reference.codes(self.work.bank, "end_reasons")}
        now = bookings.end_reason(self.work.bank, v.employment)
        if now is not None and GROUPS_OF_REASON.get(groups.get(now, "")) == v.reason:
            return None
        return UNDETAILED[v.reason]

    def store_followups(self, outcome: RowOutcome) -> None:
        v = outcome.of(CheckedFollowup)
        bank = self.work.bank
        if v.end_reason is not None:
            bookings.change_employment(bank, v.employment, end_reason=v.end_reason)
        if outcome.action == "new":
            said = {n: v.fields[n] for n in SAID if v.fields[n] is not None} | {"source": "file"}
            outcomes.set_followup(bank, v.employment, v.person, said)
            return
        changed = {n: v.fields[n] for n, _, _ in outcome.changes if n in SAID}
        if changed:
            outcomes.set_followup(bank, v.employment, v.person, changed)

    # payments

    def compare_payments(self, outcome: RowOutcome) -> None:
        """New, or the same as a payment that is kept; equal payments in a month are counted, not merged."""
        if self.kept is None:
            self.kept = Counter(p.same for p in received.payments(self.work.bank))
        v = outcome.of(CheckedPayment)
        fresh = []
        for person, role in v.roles:
            same = _payment(v, person, role).same
            if self.kept[same]:
                self.kept[same] -= 1
            else:
                fresh.append((person, role))
        v.fresh = fresh
        outcome.action = "new" if fresh else "same"

    def store_payments(self, outcome: RowOutcome) -> None:
        """Kept are the participant, her role, the month and the amount; never the other person's number, never the purpose."""
        v = outcome.of(CheckedPayment)
        for person, role in v.fresh:
            counted = role == "applicant" or len(v.roles) == 1
            received.add_payment(self.work.bank, _payment(v, person, role), counted=counted)

    # measures

    def compare_measures(self, outcome: RowOutcome) -> None:
        v = outcome.of(CheckedMeasure)
        kept = received.measure(self.work.bank, v.person, v.name, v.from_date)
        if kept is None:
            outcome.action = "new"
            return
        v.kept = kept.id
        for name in heard(Measure):
            before, after = getattr(kept, name), v.fields[name]
            if name not in NAMES_IT and after not in (None, "", ()) and after != before:
                outcome.changes.append((name, shown(before), shown(after)))
        outcome.action = "update" if outcome.changes else "same"

    def store_measures(self, outcome: RowOutcome) -> None:
        v = outcome.of(CheckedMeasure)
        if v.kept is not None:
            changed = {n: v.fields[n] for n, _, _ in outcome.changes if n in heard(Measure)}
            if changed:
                received.change_measure(self.work.bank, v.kept, changed)
            return
        said = {n: v.fields[n] for n in heard(Measure) if v.fields[n] is not None}
        received.add_measure(self.work.bank, v.person, said)


def _payment(v: CheckedPayment, person: int, role: str) -> Payment:
    """A row's payment as one of the two it names has it."""
    said = {**Payment._field_defaults, **v.fields, "participant_id": person, "role": role}
    return Payment._make(said[name] for name in Payment._fields)
