"""One search for everything: people and placements, as the palette and the search fields ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from amdesk.db.overview import hits as db
from amdesk.domain.people.masked import Masked
from amdesk.domain.places.placement import PLACE_KINDS
from amdesk.services.bank.work import Work
from amdesk.services.employers.employers import Employers
from amdesk.services.guidance.handbook import Guidance
from amdesk.services.people.finding import find

FIRST = ("waiting", "booked", "working", "ended")
"""Whom one most often looks for comes first."""


@dataclass(frozen=True, slots=True)
class Hit:
    """`kind` is participant, placement, employer or guidance; `more` is a msgid or plain text beside the name. Of guidance `anchor` says
    which choice it is about."""

    kind: str
    id: int
    name: Masked
    more: str
    status: str = ""
    since: date | None = None
    anchor: str = ""


class Search:
    def __init__(self, work: Work) -> None:
        self.work = work

    def hits(self, words: str, limit: int = 6) -> list[Hit]:
        """People first, then placements and employers, as many of each as `limit`. Fewer than two letters find nothing."""
        if len(words.strip()) < 2:
            return []
        bank, today = self.work.bank, self.work.today
        found = db.persons(bank, today, find(self.work, words, 4 * limit))
        out = [
            Hit("participant", p.id, Masked(p.name, p.id, p.protection), p.number, p.status, p.registered_on)
            for p in sorted(found, key=lambda p: FIRST.index(p.status))[:limit]
        ]
        out += [
            Hit("placement", place.id, Masked(place.name, 0, 0), PLACE_KINDS[place.kind], place.number)
            for place in db.placements(bank, words, limit)
        ]
        out += [
            Hit("employer", e.id, Masked(e.name, 0, 0), e.industry, e.number)
            for e in (r.employer for r in Employers(self.work).listing(words)[:limit])
        ]
        out += [
            Hit("guidance", hit.version, Masked(hit.title, 0, 0), hit.around, anchor=hit.anchor)
            for hit in Guidance(self.work).search(words, limit // 2)
        ]
        return out
