"""Placements of a list: compared with those of the bank, and stored."""

from __future__ import annotations

from datetime import date

from amdesk.db.booking import board
from amdesk.db.exchange import runs
from amdesk.db.places import placements as places
from amdesk.domain.places.placement import Placement
from amdesk.domain.values import FAR, fold
from amdesk.imports.model import RowOutcome, Staged
from amdesk.imports.places import CheckedPlacement
from amdesk.imports.words import FULL_WEEK
from amdesk.services.exchange.whose import ask
from amdesk.services.work import Work


class PlacementImports:
    def __init__(self, work: Work) -> None:
        self.work = work

    def compare(self, outcome: RowOutcome) -> None:
        """Whether a row is new, changes a placement, or says the same."""
        v = outcome.of(CheckedPlacement)
        found = self._placement_of(v)
        if found is None:
            outcome.action = "new"
            if not v.places:  # none is what is left of a place that there was
                ask(outcome, "CAPACITY_INVALID", "places")
            return
        v.kept = found.id
        for name, after in v.fields.items():
            if name == "kind":
                continue
            before = getattr(found, name)
            if before != after and (after not in {None, ""} or name in v.none):
                outcome.changes.append((name, str(before), str(after)))
        if found.background_check != "none" and v.background_check != "none":
            # a list says only that an extract is asked for; which one is known better here
            outcome.changes = [c for c in outcome.changes if c[0] != "background_check"]
        if (v.open_from or found.open_from) > _last(v, found):
            ask(outcome, "END_BEFORE_START", "open_from")
            return
        self._compare_capacity(outcome, found)
        if not v.places and v.wanted:  # a place that takes nobody while somebody is there: a fault sooner than a wish
            outcome.warnings = [w for w in outcome.warnings if w != "CAPACITY_WANTED"]
            ask(outcome, "CAPACITY_INVALID", "places")
            return
        outcome.action = "update" if outcome.changes or found.flagged else "same"

    def _compare_capacity(self, outcome: RowOutcome, found: Placement) -> None:
        """The number of places and the opening day, as far as what is booked lets them change (the bank refuses the rest)."""
        v, bank = outcome.of(CheckedPlacement), self.work.bank
        free = places.availabilities(bank, min(found.open_from, self.work.today), found.id)[found.id]
        first = v.open_from or found.open_from
        if any(load.first < first for load in free.loads) and first > found.open_from:
            outcome.changes = [c for c in outcome.changes if c[0] != "open_from"]
            v.opened = found.name
            first = found.open_from
        if any(load.last > _last(v, found) for load in free.loads):
            outcome.changes = [c for c in outcome.changes if c[0] != "open_to"]
            v.closed = found.name
        here, count = max(self.work.today, found.open_from), v.places
        now = free.capacity_on(here) // 100
        wishes = [w for w in board.wishes(bank) if w.placement_id == found.id and _for_good(w, here)]
        v.wishes = tuple(w.id for w in wishes if w.places != count)
        if free.capacity and count not in {now, free.capacity[-1].hundredths // 100}:
            v.fits = all(free.taken_on(load.first) <= 100 * count for load in free.loads if count or load.last >= here)
            v.wanted = None if v.fits else max(here, first)
            if not v.fits:
                outcome.warnings = sorted({*outcome.warnings, "CAPACITY_WANTED"})
            if v.fits or all(w.places != count for w in wishes):
                outcome.changes.append(("places", str(now), str(count)))
        elif v.wishes:
            outcome.changes.append(("places", str(wishes[-1].places), str(count)))

    def _placement_of(self, said: CheckedPlacement) -> Placement | None:
        if said.source_id:
            found = places.by_number(self.work.bank, said.source_id)
            return found if found and found.source_id == said.source_id else None
        key = places.of_name(self.work.bank, said.occupation, said.name)
        return places.get(self.work.bank, key) if key is not None else None

    def store(self, outcome: RowOutcome) -> None:
        """Inside the import's write()."""
        v = outcome.of(CheckedPlacement)
        if v.kept is None:
            usual = {"open_from": self.work.today, "hours": 100 * FULL_WEEK}
            places.add(self.work.bank, usual | v.fields, v.places)
            return
        changed = {name for name, _, _ in outcome.changes}
        kept = {name: said for name, said in v.fields.items() if name in changed}
        for wish in v.wishes:
            board.close_wish(self.work.bank, wish)
        fits = "places" in changed and v.fits
        places.change(self.work.bank, v.kept, kept | {"flagged": ""}, v.places if fits and v.places else None)
        if fits and not v.places:  # closed from this day on; what was before stays what it was
            opened = places.get(self.work.bank, v.kept)
            first = max(self.work.today, opened.open_from) if opened else self.work.today
            places.set_capacity(self.work.bank, v.kept, first, FAR, 0, "")
        if "places" in changed and v.wanted:
            board.add_wish(self.work.bank, v.kept, v.wanted, FAR, v.places, "")

    def gone(self, staged: Staged, outcomes: list[RowOutcome]) -> list[int]:
        """Placements of the departments in this list that an earlier list had and this one has not: flagged, never deleted."""
        if not staged.ragged and "source_id" not in staged.mapping.values():
            return []
        if not runs.has_run(self.work.bank, "placements"):
            return []
        present = {str(r.cells.get("source_id") or "").strip().casefold() for r in staged.rows}
        said = (o.said for o in outcomes)
        departments = {fold(s.department) for s in said if isinstance(s, CheckedPlacement) and s.department}
        return [
            p.id
            for p in places.sourced(self.work.bank)
            if p.source_id.casefold() not in present and fold(p.department) in departments
        ]


def _last(said: CheckedPlacement, found: Placement) -> date:
    """The last day that a placement is open, as the list says or as it is."""
    last = said.fields.get("open_to", found.open_to)
    assert isinstance(last, date)
    return last


def _for_good(wish: board.Wish, today: date) -> bool:
    """True for a wanted capacity that holds from now on, as lists state it; one of a later period is a plan of its own."""
    return wish.first <= today and wish.last >= FAR
