"""Placements of a list: compared with those of the bank, and stored."""

from __future__ import annotations

from datetime import date

from amdesk.db.booking import board
from amdesk.db.exchange import runs
from amdesk.db.places import placements as places
from amdesk.domain.clock import FAR
from amdesk.domain.exchange.differences import RowDifference
from amdesk.domain.places.placement import Placement
from amdesk.domain.values import fold, phone_key
from amdesk.imports.model import RowOutcome, Staged
from amdesk.imports.places import FIELDS, CheckedPlacement
from amdesk.imports.words import FULL_WEEK
from amdesk.services.bank.work import Work
from amdesk.services.exchange.lists import About, Hearing, Lists
from amdesk.services.exchange.whose import ask

ERASABLE = frozenset({"district", "schedule", "language_min", "licence", "supervisor", "supervisor_phone", "supervisor_email",
    "department", "address", "postcode", "pay", "comment"})  # fmt: skip
"""Fields of which an empty cell may take away what an earlier list said, once somebody says so."""


class PlacementImports:
    def __init__(self, work: Work, lists: Lists) -> None:
        self.work, self.lists = work, lists

    def about(self, outcome: RowOutcome) -> About | None:
        """The placement of the bank that a row is about."""
        kept = outcome.of(CheckedPlacement).kept
        return None if kept is None else (None, kept)

    def compare(self, outcome: RowOutcome) -> None:
        """Whether a row is new, changes a placement, or says the same."""
        v = outcome.of(CheckedPlacement)
        found = self._placement_of(v)
        v.kept = found.id if found else None
        if found is None:
            outcome.action = "new"
            self._hear_all(outcome, v)
            if v.places is None and "places" in v.worded:
                v.places = 1  # a place that is offered is one at least
                outcome.warnings = sorted({*outcome.warnings, "PLACES_ASSUMED"})
            elif not v.places:  # none is what is left of a place that there was
                ask(outcome, "CAPACITY_INVALID", "places")
            return
        hearing = self.lists.hearing(Placement, outcome, (None, found.id))
        self._fields(hearing, v, found)
        if (v.open_from or found.open_from) > _last(v, found):
            ask(outcome, "END_BEFORE_START", "open_from")
            return
        self._compare_capacity(hearing, found)
        if not v.places and v.wanted and "places" not in hearing.last:
            # no list had places there before: a place that takes nobody while somebody is there is a fault sooner than a wish
            outcome.warnings = [w for w in outcome.warnings if w != "CAPACITY_WANTED"]
            ask(outcome, "CAPACITY_INVALID", "places")
            return
        outcome.again = bool(found.flagged)
        outcome.compared()

    def _fields(self, hearing: Hearing, v: CheckedPlacement, found: Placement) -> None:
        for name, after in v.fields.items():
            before = getattr(found, name)
            if name == "kind" or (name == "background_check" and "none" not in {before, after}):
                continue  # a list says only that an extract is asked for; which one is known better here
            field = FIELDS[name]
            same = _same_phone if name == "supervisor_phone" else None
            none, usual = name in v.none, field.kind.nothing
            hearing.value(name, before, after, none=none, empty=usual, erasable=name in ERASABLE, same=same)

    def _hear_all(self, outcome: RowOutcome, v: CheckedPlacement) -> None:
        """What is remembered of a placement that is new."""
        hearing = self.lists.hearing(Placement, outcome, None)
        for name, after in v.fields.items():
            hearing.first(name, after, none=name in v.none)
        hearing.first("places", v.places)

    def _compare_capacity(self, hearing: Hearing, found: Placement) -> None:
        """The number of places and the opening day, as far as what is booked lets them change (the bank refuses the rest)."""
        outcome, bank = hearing.outcome, self.work.bank
        v = outcome.of(CheckedPlacement)
        free = places.availabilities(bank, min(found.open_from, self.work.today), found.id)[found.id]
        first = v.open_from or found.open_from
        if any(load.first < first for load in free.loads) and first > found.open_from:
            hearing.unheard("open_from")
            v.opened = found.name
            first = found.open_from
        if any(load.last > _last(v, found) for load in free.loads):
            hearing.unheard("open_to")
            v.closed = found.name
        here, count = max(self.work.today, found.open_from), v.places
        now = free.capacity_on(here) // 100
        if count is None:
            hearing.value("places", now, None)
            return
        wishes = [w for w in board.wishes(bank) if w.placement_id == found.id and _for_good(w, here)]
        v.wishes = tuple(w.id for w in wishes if w.places != count)
        if not free.capacity or count in {now, free.capacity[-1].hundredths // 100}:
            hearing.value("places", count, count)
            if v.wishes:
                said = str(wishes[-1].places), str(count)
                outcome.differences.append(RowDifference("places", "CHANGED", *said, value=count))
            return
        v.fits = all(free.taken_on(load.first) <= 100 * count for load in free.loads if count or load.last >= here)
        v.wanted = None if v.fits else max(here, first)
        wanted = any(w.places == count for w in wishes)
        hearing.value("places", count if wanted and not v.fits else now, count)
        if v.wanted and (wanted or outcome.taken("places")):
            outcome.warnings = sorted({*outcome.warnings, "CAPACITY_WANTED"})
            hearing.forget("places")

    def _placement_of(self, said: CheckedPlacement) -> Placement | None:
        if said.source_id:
            found = places.by_number(self.work.bank, said.source_id)
            return found if found and found.source_id == said.source_id else None
        key = places.of_name(self.work.bank, said.occupation, said.name)
        return places.get(self.work.bank, key) if key is not None else None

    def store(self, outcome: RowOutcome) -> About:
        """Inside the import's write()."""
        v = outcome.of(CheckedPlacement)
        if v.kept is None:
            usual = {"open_from": self.work.today, "hours": 100 * FULL_WEEK}
            return None, places.add(self.work.bank, usual | v.fields, v.places or 0)
        kept = {name: d.value for name in v.fields for d in outcome.taken(name)}
        counted = bool(outcome.taken("places"))
        fits = counted and v.fits
        for wish in v.wishes if counted else ():
            board.close_wish(self.work.bank, wish)
        places.change(self.work.bank, v.kept, kept | {"flagged": ""}, v.places if fits and v.places else None)
        if fits and not v.places:  # closed from this day on; what was before stays what it was
            opened = places.get(self.work.bank, v.kept)
            first = max(self.work.today, opened.open_from) if opened else self.work.today
            places.set_capacity(self.work.bank, v.kept, first, FAR, 0, "")
        if counted and v.wanted and v.places is not None:
            board.add_wish(self.work.bank, v.kept, v.wanted, FAR, v.places, "")
        return None, v.kept

    def gone(self, staged: Staged, outcomes: list[RowOutcome]) -> list[int]:
        """Placements of the departments in this list that an earlier list had and this one has not: flagged, never deleted."""
        present = {str(r.cells.get("source_id") or "").strip().casefold() for r in staged.rows}
        if not present - {""}:
            return []
        if not runs.has_run(self.work.bank, "placements"):
            return []
        said = (o.said for o in outcomes)
        departments = {fold(s.department) for s in said if isinstance(s, CheckedPlacement) and s.department}
        return [
            p.id
            for p in places.sourced(self.work.bank)
            if p.source_id.casefold() not in present and fold(p.department) in departments
        ]


def _same_phone(said: object) -> str:
    """A phone is one however it is written."""
    return phone_key(str(said)) or str(said)


def _last(said: CheckedPlacement, found: Placement) -> date:
    """The last day that a placement is open, as the list says or as it is."""
    last = said.fields.get("open_to", found.open_to)
    assert isinstance(last, date)
    return last


def _for_good(wish: board.Wish, today: date) -> bool:
    """True for a wanted capacity that holds from now on, as lists state it; one of a later period is a plan of its own."""
    return wish.first <= today and wish.last >= FAR
