"""One search for everything: people and placements, as the palette and the search fields ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from amdesk.db.people import participants as people
from amdesk.db.places import placements as places
from amdesk.domain.people.participant import MASK
from amdesk.domain.places.placement import KINDS
from amdesk.services.people.finding import find
from amdesk.services.work import Work

FIRST = ("waiting", "booked", "working", "ended")
"""Whom one most often looks for comes first."""


@dataclass(frozen=True, slots=True)
class Hit:
    """`kind` is participant or placement; `more` is a msgid or plain text beside the name."""

    kind: str
    id: int
    name: str
    more: str
    status: str = ""
    since: date | None = None


class Search:
    def __init__(self, work: Work) -> None:
        self.work = work

    def hits(self, words: str, limit: int = 6) -> list[Hit]:
        """People first, then placements, as many of each as `limit`. Fewer than two letters find nothing."""
        if len(words.strip()) < 2:
            return []
        bank, today = self.work.bank, self.work.today
        out = []
        found = people.listing(bank, today, find(self.work, words, 4 * limit))
        for r in sorted(found, key=lambda r: FIRST.index(people.status_of(r, today)))[:limit]:
            name = MASK if r["protection"] else r["name"] or r["number"]
            since = date.fromisoformat(r["registered_on"])
            out.append(Hit("participant", r["id"], name, r["number"], people.status_of(r, today), since))
        for key in bank.search("placement", words, limit):
            place = places.get(bank, key)
            if place is not None:
                out.append(Hit("placement", key, place.name, KINDS[place.kind], place.number))
        return out
