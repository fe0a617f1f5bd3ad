"""What stands between the person and the placement of a listed employment: the sentences that a booking of them would say.

A list tells of what is so already, so nothing is refused for it; whoever reads the list hears it all the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from amdesk.db.bank import reference
from amdesk.db.competence import modules
from amdesk.db.people import participants as people
from amdesk.db.places import placements as places
from amdesk.domain.booking.findings import findings
from amdesk.domain.booking.matching import Facts
from amdesk.domain.booking.needs import Trip
from amdesk.domain.places.placement import Placement
from amdesk.domain.texts import Text
from amdesk.imports.kinds import CheckedEmployment
from amdesk.imports.model import RowOutcome
from amdesk.services.bank.work import Work
from amdesk.services.booking.matching import Matching

HEARD = {"stop", "warn"}
"""Levels of what a row is told of."""


class RowsFit:
    """Rows of a list of employments beside the needs and demands of the bank; what is alike for all rows is read once."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self._places: dict[int, Placement] = {}

    @cached_property
    def facts(self) -> Facts:
        return Matching(self.work).facts()

    @cached_property
    def trips(self) -> dict[tuple[str, str], Trip]:
        return dict(reference.travel(self.work.bank))

    def tell(self, outcomes: Iterable[RowOutcome]) -> None:
        """Each row that is stored, and changes the bank, with what is to be thought of about its pair: of who and where the bank
        knows both, and while the employment lasts. Nothing is told of whoever is protected."""
        for outcome in outcomes:
            v = outcome.of(CheckedEmployment) if outcome.outcome == "accepted" else None
            lasts = v is not None and (v.to_date is None or v.to_date >= self.work.today)
            outcome.findings = self._found(v) if v is not None and lasts and outcome.action != "same" else []

    def _found(self, v: CheckedEmployment) -> list[Text]:
        person = people.get(self.work.bank, v.person) if v.person is not None else None
        if person is None or v.placement_id is None or person.protection or v.protection or person.restricted_on:
            return []
        place = self._place(v.placement_id)
        shown, today = people.shown_extracts(self.work.bank, person.id), self.work.today
        facts = replace(self.facts, shown=shown, modules=modules.coming(self.work.bank, person.id, today))
        trip = self.trips.get((person.district, place.district))
        found = findings(person, place, trip, max(v.from_date, today), facts, v.extent)
        return [c.text for c in found if c.level in HEARD]

    def _place(self, key: int) -> Placement:
        if key not in self._places:
            found = places.get(self.work.bank, key)
            assert found is not None
            self._places[key] = found
        return self._places[key]
