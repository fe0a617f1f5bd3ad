"""Storing what follow-up, payment and measure files say, in the transaction of the import."""

from __future__ import annotations

from collections import Counter

from amdesk.db.bank import reference
from amdesk.db.booking import bookings
from amdesk.db.results import outcomes, received
from amdesk.domain.exchange.differences import RowDifference
from amdesk.domain.record import fields
from amdesk.domain.results.followup import FollowUp
from amdesk.domain.results.outcomes import GROUPS_OF_REASON
from amdesk.domain.results.received import Measure, Payment
from amdesk.imports.fields import heard
from amdesk.imports.model import RowOutcome
from amdesk.imports.results import SAID, CheckedFollowup, CheckedMeasure, CheckedPayment
from amdesk.services.bank.work import Work
from amdesk.services.exchange.lists import About, Lists

UNDETAILED = {"work": "A0", "studies": "S0", "interrupted": "B0", "other": "O0"}
"""The end reason that a group's name alone gives."""
NAMES_IT = ("name", "from_date")
"""By what a measure is found again."""


class ResultImports:
    def __init__(self, work: Work, lists: Lists) -> None:
        self.work, self.lists = work, lists
        self.kept: Counter[tuple[int, str, str, int]] | None = None
        """Payments that are kept and that no row has meant yet."""

    # follow-ups

    def about_followups(self, outcome: RowOutcome) -> About | None:
        """The person, and the employment that a row tells the end of."""
        v = outcome.of(CheckedFollowup)
        return v.person, v.employment

    def compare_followups(self, outcome: RowOutcome) -> None:
        v = outcome.of(CheckedFollowup)
        v.end_reason = self._reason(v)
        kept = received.kept_followup(self.work.bank, v.employment)
        if v.end_reason is not None:
            outcome.differences.append(RowDifference("reason", "NEW", "", v.end_reason, value=v.end_reason))
        hearing = self.lists.hearing(FollowUp, outcome, (v.person, v.employment))
        for name in SAID:
            after = v.fields[name]
            if after == "not_known" or (name == "contact" and v.unsaid):
                after = None  # a list without the word says nothing of whether she was reached
            hearing.value(name, getattr(kept, name) if kept else after, after)
        outcome.action = "new"
        if kept is not None:
            outcome.compared()

    def _reason(self, v: CheckedFollowup) -> str | None:
        """The end reason to write, or None where the employment already has that, or one of the group that alone is said."""
        groups = {c.code: c.group for c in reference.codes(self.work.bank, "end_reasons")}
        now = bookings.end_reason(self.work.bank, v.employment)
        if v.detail:
            return None if now == v.detail else v.detail
        if now is not None and GROUPS_OF_REASON.get(groups.get(now, "")) == v.reason:
            return None
        return UNDETAILED[v.reason]

    def store_followups(self, outcome: RowOutcome) -> About:
        v = outcome.of(CheckedFollowup)
        bank = self.work.bank
        for one in outcome.taken("reason"):
            bookings.change_employment(bank, v.employment, end_reason=one.value)
        if outcome.action == "new":
            said = {n: v.fields[n] for n in SAID if v.fields[n] is not None} | {"source": "file"}
            outcomes.set_followup(bank, v.employment, v.person, said)
            return v.person, v.employment
        changed = {n: d.value for n in SAID for d in outcome.taken(n)}
        if changed:
            outcomes.set_followup(bank, v.employment, v.person, changed)
        return v.person, v.employment

    # payments

    def about_payments(self, outcome: RowOutcome) -> About | None:
        """Nothing: no later file changes a payment."""
        return None

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

    def store_payments(self, outcome: RowOutcome) -> About | None:
        """Kept are the participant, her role, the month and the amount; never the other person's number, never the purpose."""
        v = outcome.of(CheckedPayment)
        for person, role in v.fresh:
            counted = role == "applicant" or len(v.roles) == 1
            received.add_payment(self.work.bank, _payment(v, person, role), counted=counted)
        return None

    # measures

    def about_measures(self, outcome: RowOutcome) -> About | None:
        """The person and the measure of the bank that a row is about."""
        v = outcome.of(CheckedMeasure)
        return None if v.kept is None else (v.person, v.kept)

    def compare_measures(self, outcome: RowOutcome) -> None:
        v = outcome.of(CheckedMeasure)
        kept = received.measure(self.work.bank, v.person, v.name, v.from_date)
        v.kept = kept.id if kept else None
        hearing = self.lists.hearing(Measure, outcome, (v.person, kept.id) if kept else None)
        for f in (f for f in fields(Measure) if f.name in heard(Measure) and f.name not in NAMES_IT):
            after = v.fields[f.name]
            before = getattr(kept, f.name) if kept else after
            hearing.value(f.name, before, after, empty=f.kind.nothing, erasable=True)
        outcome.action = "new"
        if kept is not None:
            outcome.compared()

    def store_measures(self, outcome: RowOutcome) -> About:
        v = outcome.of(CheckedMeasure)
        if v.kept is not None:
            changed = {n: d.value for n in heard(Measure) for d in outcome.taken(n)}
            if changed:
                received.change_measure(self.work.bank, v.kept, changed)
            return v.person, v.kept
        said = {n: v.fields[n] for n in heard(Measure) if v.fields[n] is not None}
        return v.person, received.add_measure(self.work.bank, v.person, said)


def _payment(v: CheckedPayment, person: int, role: str) -> Payment:
    """A row's payment as one of the two it names has it."""
    said = {**Payment._field_defaults, **v.fields, "participant_id": person, "role": role}
    return Payment._make(said[name] for name in Payment._fields)
