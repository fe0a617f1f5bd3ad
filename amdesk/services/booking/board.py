"""The board: placements with their bookings in a window of weeks, and conflicts between what is booked and what hosts want."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from amdesk.db.booking import board as db
from amdesk.db.booking import bookings, holds
from amdesk.db.places import placements as places
from amdesk.domain.bank.roles import may
from amdesk.domain.booking.board import (
    BoardSection,
    Taken,
    Team,
    Weeks,
    hold_lanes,
    lanes_of,
    summed,
    week_counts,
    weeks_around,
    without_break,
)
from amdesk.domain.booking.bookings import Booking
from amdesk.domain.change import Change, asked, settle
from amdesk.domain.clock import FAR
from amdesk.domain.errors import Refused
from amdesk.domain.places.placement import Placement, PlacementFilter
from amdesk.domain.texts import N_, plural, text
from amdesk.domain.values import sort_key
from amdesk.services.bank import users
from amdesk.services.bank.work import Work
from amdesk.services.places.placements import HORIZON, passes

GROUPINGS = ("kind", "department", "district", "occupation")


@dataclass(frozen=True, slots=True)
class BoardData:
    """Everything the board paints: sections of placements over a window of weeks."""

    window: Weeks
    sections: Sequence[BoardSection]
    today: date


@dataclass(frozen=True, slots=True)
class Conflict:
    """A capacity that a host wants and the bookings that stand in its way, those that began last first."""

    wish: int
    placement_id: int
    placement: str
    first: date
    last: date
    places: int
    reason: str
    bookings: Sequence[Booking]


class Boards:
    def __init__(self, work: Work) -> None:
        self.work = work

    def read(
        self, wanted: PlacementFilter | None = None, group: str = "kind", window: Weeks | None = None
    ) -> BoardData:
        """Placements that pass the filter, grouped, with their bars; names of protected people are masked. Days away are told to
        whoever may see attendance."""
        wanted, today = wanted or PlacementFilter(), self.work.today
        window = window or weeks_around(today)
        bank = self.work.bank
        with bank.read():
            known = [p for p in places.every(bank) if p.status == "open"]
            free = places.availabilities(bank, window.first)
            taken = self._bars(window)
            wishes = db.wanted(bank, window.first)
            held = {key: [h.until for h in mine] for key, mine in holds.in_force(bank, today).items()}
        only = set(bank.search("placement", wanted.words, 5000)) if len(wanted.words.strip()) > 1 else None
        groups: dict[str, list[Team]] = {}
        for p in known:
            if passes(p, wanted, only):
                a = free[p.id]
                if wanted.free_from and a.free_on(wanted.free_from) < 1:
                    continue
                wish = wishes.get(p.id, ())
                now = max(0, a.free_on(today))
                following = None if now else a.next_free(today, today + HORIZON)
                team = Team(
                    p.id,
                    p.number,
                    p.name,
                    p.kind,
                    p.occupation,
                    p.district,
                    p.supervisor,
                    p.schedule,
                    a.capacity_on(today) // 100,
                    now,
                    today if now else following[0] if following else None,
                    week_counts(a, window, wish),
                    lanes_of(p.id, a, taken.get(p.id, ()), window, today, wish),
                    held.get(p.id, ()),
                )
                hold_lanes(team.lanes, team.held, today, window)
                groups.setdefault(_group(p, group), []).append(team)
        order = sorted(groups, key=lambda g: (g != "in_house", sort_key(g)))
        sections = [
            BoardSection(
                g, sorted(groups[g], key=lambda t: sort_key(t.name)), summed((t.weeks for t in groups[g]), window.weeks)
            )
            for g in order
        ]
        return BoardData(window, sections, today)

    def _bars(self, window: Weeks) -> dict[int, list[Taken]]:
        bank = self.work.bank
        found = db.bars(bank, window.first, window.last)
        if not may(users.me(bank).roles, "week.see"):
            return found
        away = db.away_days(bank, window.first, window.last)
        return {
            place: [replace(b, away=without_break(away[b.ref])) if b.ref in away else b for b in bars]
            for place, bars in found.items()
        }

    # capacity over time

    def set_capacity(
        self, placement: int | str, first: date, last: date | None, count: int | Change, reason: str = ""
    ) -> bool:
        """Another number of places in a period (open-ended where `last` is None). False where it does not fit the bookings
        yet: then it is kept as wanted, and shown as a conflict until they have moved. A Change begins with the number of
        today; raises Refused where somebody else has changed that."""
        place, end = self.work.placement(placement), last or FAR
        number: int = asked(count)
        if end < first or number < 0:
            raise Refused(text(N_("The end is before the start. Choose a later end date.")), "ORDER")
        bank = self.work.bank
        said = plural(
            "{name}: {count} place from {day}",
            "{name}: {count} places from {day}",
            number,
            name=place.name,
            count=number,
            day=first,
        )
        with bank.write(said):
            places.hold_placement(bank, place.id)
            if isinstance(count, Change):
                now = {"places": self._places_today(place.id)}
                settle({"places": count}, now, lambda _name, many: (text(N_("Number of places")), many))
            if self._fits(place, first, end, number):
                places.set_capacity(bank, place.id, first, end, number, reason)
                return True
            db.add_wish(bank, place.id, first, end, number, reason)
        return False

    def _places_today(self, key: int) -> int:
        return places.availabilities(self.work.bank, self.work.today, key)[key].capacity_on(self.work.today) // 100

    def _fits(self, place: Placement, first: date, last: date, count: int) -> bool:
        free = places.availabilities(self.work.bank, min(first, self.work.today), place.id)[place.id]
        days = {first, *(s.first for s in free.loads if first <= s.first <= last)}
        return all(free.taken_on(d) <= 100 * count for d in days)

    def conflicts(self) -> list[Conflict]:
        """Wanted capacities that do not fit yet, with the bookings in their way."""
        out = []
        current = bookings.current(self.work.bank, self.work.today)
        for w in db.wishes(self.work.bank):
            mine = [
                b
                for b in current
                if b.placement_id == w.placement_id and b.from_date <= w.last and b.to_date >= w.first
            ]
            mine.sort(key=lambda b: (b.from_date, b.id), reverse=True)
            out.append(Conflict(*w, mine))
        return out

    def settle(self) -> int:
        """Put every wanted capacity in force that fits by now; returns how many. Called after each change of bookings."""
        done = 0
        for c in self.conflicts():
            place = self.work.placement(c.placement_id)
            if self._fits(place, c.first, c.last, c.places):
                with self.work.bank.write(
                    plural(
                        "{name}: {count} place from {day}",
                        "{name}: {count} places from {day}",
                        c.places,
                        name=place.name,
                        count=c.places,
                        day=c.first,
                    )
                ):
                    places.set_capacity(self.work.bank, place.id, c.first, c.last, c.places, c.reason)
                    db.close_wish(self.work.bank, c.wish)
                done += 1
        return done

    def withdraw(self, wish: int) -> None:
        """The host takes a wanted capacity back."""
        with self.work.bank.write(text(N_("A wanted capacity was withdrawn"))):
            db.close_wish(self.work.bank, wish)


def _group(p: Placement, group: str) -> str:
    return str(getattr(p, group)) or "–"
