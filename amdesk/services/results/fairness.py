"""Whether rounds fall out fairly, and how often what was proposed is taken: for the unit alone."""

from __future__ import annotations

from datetime import date

from amdesk.db.booking import fairness as db
from amdesk.db.people import participants as people
from amdesk.domain.booking.fairness import summed, taken
from amdesk.domain.booking.wishes import wish_months
from amdesk.domain.errors import Refused
from amdesk.domain.results.fairness import FairnessReport, figures_of
from amdesk.domain.texts import N_, text
from amdesk.services.bank.work import Work


class Fairness:
    def __init__(self, work: Work) -> None:
        self.work = work

    def report(self, first: date, last: date) -> FairnessReport:
        """Rounds run and bookings made between two days, both included. Raises Refused where the end is before the start."""
        if last < first:
            raise Refused(text(N_("The end is before the start. Choose a later end date.")), "ORDER")
        bank = self.work.bank
        with bank.read():
            rounds, ranks = db.rounds_of(bank, first, last), db.ranks_of(bank, first, last)
            made = db.wished_of(bank, first, last)
            wishes = {p.id: p.wishes for p in people.many(bank, {who for _, who, _ in made})}
        months = wish_months((day, wishes.get(who, ()), code) for day, who, code in made)
        kept = [r for r in rounds if r]
        groups = summed(kept)
        return FairnessReport(first, last, len(kept), figures_of(groups), groups, taken(ranks), months)
