"""The placement bank: list, create, change, close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from amdesk.db.bank import reference
from amdesk.db.places import placements as db
from amdesk.domain.change import Change, settle
from amdesk.domain.errors import Refused
from amdesk.domain.places.placement import (
    PLACES,
    Availability,
    ClosedPeriod,
    Placement,
    PlacementFilter,
    PlacementRow,
)
from amdesk.domain.record import beside, declared
from amdesk.domain.texts import N_, Text, text
from amdesk.domain.values import sort_key
from amdesk.services.bank.words import in_words
from amdesk.services.bank.work import Work

HORIZON = timedelta(days=3 * 366)
"""How far ahead the next free day of a full place is looked for."""


class Placements:
    """One method, one act of a user."""

    def __init__(self, work: Work) -> None:
        self.work = work

    def listing(self, wanted: PlacementFilter | None = None, day: date | None = None) -> list[PlacementRow]:
        """Placements that pass a filter, sorted. Free places are counted on `day` (or the filter's own, or today)."""
        wanted = wanted or PlacementFilter()
        on = day or wanted.free_from or self.work.today
        bank = self.work.bank
        free = db.availabilities(bank, min(on, self.work.today))
        only = set(bank.search("placement", wanted.words, 5000)) if len(wanted.words.strip()) > 1 else None
        rows = [self._row(p, free[p.id], on) for p in db.every(bank) if passes(p, wanted, only)]
        if wanted.free_from:
            rows = [r for r in rows if r.free > 0]
        return _sorted(rows, wanted)

    def _row(self, p: Placement, free: Availability, on: date) -> PlacementRow:
        capacity = free.capacity_on(min(max(on, p.open_from), p.open_to)) // 100
        now = max(0, free.free_on(on)) if p.status == "open" else 0
        following = None if now else free.next_free(on, on + HORIZON)
        return PlacementRow(
            p.id,
            p.number,
            p.source_id,
            p.name,
            p.kind,
            p.occupation,
            p.district,
            capacity,
            now,
            on if now else following[0] if following else None,
            p.supervisor,
            p.schedule,
            p.open_from,
            p.open_to,
            p.status,
            p.flagged,
            p.language_min,
            p.licence,
            p.background_check,
            tuple((f.name, getattr(p, f.name)) for f in beside(Placement)),
        )

    def blocking_filter(self, wanted: PlacementFilter) -> tuple[str, int] | None:
        """Where nothing passes: the limit whose removal helps most, and how many placements pass without it."""
        tried = []
        for name in wanted.active():
            default = getattr(PlacementFilter(), name)
            tried.append((len(self.listing(replace(wanted, **{name: default}))), name))
        best = max(tried, default=(0, ""))
        return (best[1], best[0]) if best[0] else None

    def get(self, placement: int | str) -> Placement:
        return self.work.placement(placement)

    def availability(self, placement_id: int) -> Availability:
        return db.availabilities(self.work.bank, self.work.today - timedelta(400), placement_id)[placement_id]

    def closed_periods(self, placement_id: int) -> list[ClosedPeriod]:
        return db.closed_periods(self.work.bank, placement_id)

    def create(self, values: Mapping[str, object], places: int) -> Placement:
        """A new placement. Raises Refused where something that every placement has is missing."""
        _complete(values, places)
        with self.work.bank.write(text(N_("New placement: {name}"), name=values["name"])):
            key = db.add(self.work.bank, {"open_from": self.work.today, **values}, places)
        return self.work.placement(key)

    def places_now(self, place: Placement) -> int:
        """How many places it has today, or on its first day where that is to come."""
        return self.availability(place.id).capacity_on(max(self.work.today, place.open_from)) // 100

    def change(self, placement_id: int, values: Mapping[str, object], places: int | Change | None = None) -> Placement:
        """Change facts of a placement, each a Change as a form sends it, or what is to stand there whatever stood before; the
        bank refuses a capacity below what is booked. Raises Refused where somebody else has changed one of them."""
        before = self.work.placement(placement_id)
        if not values and places is None:
            return before
        with self.work.bank.write(text(N_("Changed placement: {name}"), name=before.name)):
            db.hold_placement(self.work.bank, placement_id)
            now = self.work.placement(placement_id)
            given = {**values, **({} if places is None else {"places": places})}
            stands = {name: self.places_now(now) if name == "places" else getattr(now, name) for name in given}
            left: dict[str, object] = settle(given, stands, self._say)
            count = left.pop("places", None) if isinstance(places, Change) else places
            left.pop("places", None)
            _in_order(left.get("open_from", now.open_from), left.get("open_to", now.open_to))
            if left or count is not None:
                db.change(self.work.bank, placement_id, left, cast("int | None", count))
        return self.work.placement(placement_id)

    def _say(self, name: str, now: object) -> tuple[Text, object]:
        """A field of a placement by its label, and a value of it in words."""
        if name == "places":
            return Text(PLACES), now
        field = declared(Placement).get(name)
        return (Text(field.label), in_words(self.work, field.kind, now)) if field else (Text(name), now)

    def close_period(self, placement_id: int, first: date, last: date, reason: str) -> None:
        """No places in a period (summer closure, say). Refused while somebody is booked in it."""
        place = self.work.placement(placement_id)
        if last < first:
            raise Refused(text(N_("The end is before the start. Choose a later end date.")), "ORDER")
        with self.work.bank.write(
            text(N_("Closed {name} from {first} to {last}"), name=place.name, first=first, last=last)
        ):
            db.set_capacity(self.work.bank, placement_id, first, last, 0, reason)

    def close_periods(self, placement_ids: Sequence[int], first: date, last: date, reason: str) -> None:
        """The same of several, as one step: all of them or, where somebody is booked in it at one, none."""
        names = [self.work.placement(one).name for one in placement_ids[:3]]
        with self.work.bank.write(text(N_("Closed a period at {places}"), places=", ".join(names))):
            for one in placement_ids:
                self.close_period(one, first, last, reason)

    def occupations(self) -> list[reference.Occupation]:
        return reference.occupations(self.work.bank)

    def districts(self) -> list[tuple[str, str]]:
        """(code, name) of the city's districts."""
        return [(c.code, c.sv) for c in reference.codes(self.work.bank, "districts")]

    def codes(self, name: str) -> list[reference.Code]:
        return reference.codes(self.work.bank, name)


def passes(p: Placement, wanted: PlacementFilter, only: set[int] | None) -> bool:
    """True where a placement passes a list's limits; `only` are the keys that its search found, None without a search."""
    return (
        (only is None or p.id in only)
        and wanted.occupation in {"", p.occupation}
        and wanted.district in {"", p.district}
        and wanted.kind in {"", p.kind}
        and not ("licence" in wanted.without and p.licence)
        and not ("background_check" in wanted.without and p.background_check != "none")
    )


def _sorted(rows: list[PlacementRow], wanted: PlacementFilter) -> list[PlacementRow]:
    def key(r: PlacementRow) -> str | int | date:
        value = getattr(r, wanted.sort)
        if wanted.sort == "next_free":
            return value or date.max
        return sort_key(value) if isinstance(value, str) else value

    rows.sort(key=lambda r: sort_key(r.name))
    rows.sort(key=key, reverse=wanted.descending)
    return rows


def _complete(values: Mapping[str, object], places: int) -> None:
    for field, sentence in (
        ("name", N_("A placement needs a name. Write the workplace or the team.")),
        ("occupation", N_("A placement needs an occupation. Choose one of the list.")),
        ("kind", N_("A placement is in-house or external. Choose one.")),
    ):
        if not values.get(field):
            raise Refused(text(sentence), "MISSING_" + field.upper())
    if places < 1:
        raise Refused(
            text(N_("A placement has at least one place. Write how many people fit at once.")), "MISSING_PLACES"
        )


def _in_order(first: object, last: object) -> None:
    """Raises Refused where a placement would end before it opens: each of two colleagues may have changed one of the days."""
    if isinstance(first, date) and isinstance(last, date) and last < first:
        said = N_("The placement would be open from {first} to {last}: the end is before the start. Choose other days.")
        raise Refused(text(said, first=first, last=last), "ORDER")
