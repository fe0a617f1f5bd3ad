"""Cohorts: reading them, freezing them, and showing a frozen one again after its people are erased."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from amdesk.db.bank import history
from amdesk.db.port import insert, one, rows
from amdesk.db.results import outcomes as db
from amdesk.domain.errors import Refused, WrongUse
from amdesk.domain.results.cohort import (
    VERSION,
    After,
    Cohort,
    Member,
    Window,
    cohort,
    digest,
    equal_window,
    seen,
    year_window,
)
from amdesk.domain.results.figures import Figure
from amdesk.domain.texts import N_, Text, text
from amdesk.services.work import Work


@dataclass(frozen=True, slots=True)
class Seen:
    """One cell of the table of cohorts: without assistance in a later year. `state` is known, waits or unpaid (no payments cover it)."""

    year: int
    seen_in: int
    state: str
    figure: Figure | None


class Cohorts:
    def __init__(self, work: Work) -> None:
        self.work = work

    def window(self, year: int, seen_in: int | None = None, months: int = 0) -> Window:
        """The window asked for: a calendar year (the next one where not said), or as many months for each. Raises WrongUse."""
        if not 1990 <= year <= 2100 or (seen_in is not None and not year <= seen_in <= 2100):
            raise WrongUse(text(N_("Give a year between 1990 and 2100, and a window that is not before it.")))
        if months < 0 or months > 120:
            raise WrongUse(text(N_("Give between 1 and 120 months.")))
        return equal_window(year, months) if months else year_window(seen_in or year + 1)

    def cohort(self, year: int, window: Window) -> Cohort:
        """Those who ended in the year, seen in the window, in one snapshot. A frozen window is shown as it was frozen."""
        bank = self.work.bank
        with bank.read():
            kept = one(bank, "select * from cohort where year = :y and void = 0", y=year)
            members = self._frozen_members(kept["id"]) if kept else self._members(year)
            if kept and (stored := self._frozen_window(kept["id"], window)):
                after = self._stored(stored, members)
                return cohort(year, window, members, after, date.fromisoformat(stored["frozen_on"]))
            return cohort(year, window, members, self._seen(year, window, members))

    @staticmethod
    def _stored(stored: Mapping[str, Any], members: Sequence[Member]) -> list[After]:
        """What a frozen window says of the members, by their positions."""
        return [After(m.gender, *pair) for m, pair in zip(members, json.loads(stored["result"]), strict=True)]

    def _seen(self, year: int, window: Window, members: Sequence[Member]) -> list[After]:
        """What the bank says of the members in the window."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        end = window.of(Member(0, None, "", last))[1] if window.months else window.last
        helped = db.assisted(self.work.bank, first, last, (f"{window.first:%Y-%m}", f"{end:%Y-%m}"))
        return seen(members, window, helped, db.measures(self.work.bank, first, last))

    def _members(self, year: int) -> list[Member]:
        found = db.last_ends(self.work.bank, year, self.work.today)
        return [Member(r["p"], r["p"], r["gender"], date.fromisoformat(r["last"])) for r in found]

    def _frozen_members(self, key: int) -> list[Member]:
        found = rows(
            self.work.bank,
            "select r.*, p.void as gone from cohort_row r left join participant p on p.id = r.participant_id "
            "where r.cohort_id = :c and r.void = 0 order by r.position",
            c=key,
        )
        return [
            Member(r["position"], r["participant_id"], r["gender"], date.fromisoformat(r["ended_on"] or f"{r['ended_month']}-01"))
            for r in found
        ]  # fmt: skip

    def _frozen_window(self, key: int, window: Window) -> dict[str, Any] | None:
        return one(
            self.work.bank, "select * from cohort_window where cohort_id = :c and name = :n and void = 0", c=key, n=window.name
        )  # fmt: skip

    def freeze(self, year: int, window: Window) -> Cohort:
        """Freeze the cohort (once) and this window of it: anonymous rows with a hash. Raises Refused where that is done,
        where nobody ended in the year, or where year or window is not over."""
        self._may_freeze(year, window)
        found = self.cohort(year, window)
        if found.frozen_on:
            raise Refused(text(N_("This cohort and window are frozen since {day}."), day=found.frozen_on), "FROZEN")
        if not found.members:
            raise Refused(text(N_("No employment ended in {year}, so there is no cohort."), year=str(year)), "EMPTY")
        bank, today = self.work.bank, self.work.today.isoformat()
        with bank.write(
            text(N_("Cohort {year} frozen, seen in {window}"), year=str(year), window=window.name), undoable=False
        ):
            kept = one(bank, "select id from cohort where year = :y and void = 0", y=year)
            key = int(kept["id"]) if kept else self._keep(year, found.members, today)
            pairs = [(f.assistance, f.measures) for _, _, f in found.rows.rows]
            insert(
                bank, "cohort_window", cohort_id=key, name=window.name, definition=VERSION, frozen_on=today,
                result=json.dumps(pairs), sha256=found.digest,
            )  # fmt: skip
        return self.cohort(year, window)

    def _may_freeze(self, year: int, window: Window) -> None:
        over = date(year, 12, 31) if window.months else max(date(year, 12, 31), window.last)
        if window.months:
            over = window.of(Member(0, None, "", date(year, 12, 31)))[1]
        if over >= self.work.today:
            raise Refused(text(N_("The window is not over until {day}. Freeze it after that."), day=over), "NOT_OVER")

    def _keep(self, year: int, members: Sequence[Member], today: str) -> int:
        bank = self.work.bank
        base = hashlib.sha256(json.dumps(sorted((f"{m.ended:%Y-%m}", m.gender) for m in members)).encode()).hexdigest()
        key = insert(
            bank, "cohort", year=year, definition=VERSION, frozen_on=today, frozen_by=bank.actor, sha256=base
        )  # fmt: skip
        for position, m in enumerate(members):
            insert(
                bank, "cohort_row", cohort_id=key, position=position, participant_id=m.person, gender=m.gender,
                ended_month=f"{m.ended:%Y-%m}", ended_on=m.ended.isoformat(),
            )  # fmt: skip
        return key

    def checked(self, found: Cohort) -> bool:
        """True where a frozen window still has the hash that it was frozen with."""
        kept = one(
            self.work.bank,
            "select w.sha256 from cohort_window w join cohort c on c.id = w.cohort_id where c.year = :y and w.name = :n and w.void = 0 and c.void = 0",
            y=found.year, n=found.window.name,
        )  # fmt: skip
        after = [f for _, _, f in found.rows.rows]
        return kept is None or kept["sha256"] == digest(found.year, found.window, found.members, after)

    def notes(self, found: Cohort) -> list[Text]:
        """What one must know to read the figures: months that no payment file covers, measures never imported."""
        covered = db.paid_months(self.work.bank)
        if found.frozen_on:
            return []
        out = []
        if covered is None:
            out.append(text(N_("No assistance payments are imported, so nothing can be said of assistance.")))
        elif not found.window.months and (
            covered[0] > f"{found.window.first:%Y-%m}" or covered[1] < f"{found.window.last:%Y-%m}"
        ):
            out.append(
                text(
                    N_("Payments are imported for {first} to {last} only; the window is not wholly covered."),
                    first=covered[0], last=covered[1],
                )
            )  # fmt: skip
        if not one(self.work.bank, "select id from measure where void = 0"):
            out.append(
                text(
                    N_(
                        "No municipal measures are imported; only labour-market employments of this bank count as measures."
                    )
                )
            )
        if found.window.last > self.work.today:
            out.append(text(N_("The window is not over until {day}."), day=found.window.last))
        return out

    def years(self) -> list[int]:
        """Years in which an employment ended or that a frozen cohort holds, newest first."""
        found = rows(
            self.work.bank,
            "select distinct substr(coalesce(ended_on, to_date), 1, 4) as y from employment where void = 0 and cancelled = 0 "
            "and coalesce(ended_on, to_date) <= :day union select cast(year as text) as y from cohort where void = 0",
            day=self.work.today.isoformat(),
        )
        return sorted((int(r["y"]) for r in found), reverse=True)

    def table(self, count: int = 6, after: int = 3) -> list[tuple[int, int, list[Seen]]]:
        """(year, persons, cells) of the latest years with ends: share without assistance one, two and three years on."""
        bank, today = self.work.bank, self.work.today
        with bank.read():
            covered = db.paid_months(bank)
            out = []
            for year in [y for y in self.years() if y < today.year][:count]:
                kept = one(bank, "select * from cohort where year = :y and void = 0", y=year)
                members = self._frozen_members(kept["id"]) if kept else self._members(year)
                cells = []
                for later in range(year + 1, year + 1 + after):
                    window = year_window(later)
                    stored = self._frozen_window(kept["id"], window) if kept else None
                    state = "known" if stored else _state(window, today, covered)
                    figure = None
                    if state == "known":
                        found = self._stored(stored, members) if stored else self._seen(year, window, members)
                        figure = cohort(year, window, members, found).figure("no_assistance.all")
                    cells.append(Seen(year, later, state, figure))
                out.append((year, len(members), cells))
        return out

    def people(self, found: Cohort, figure: str) -> list[int]:
        """The persons behind a figure who can still be opened. The read is logged."""
        history.log_read(self.work.bank, "cohort_rows", None, f"{found.year} {figure}")
        return found.behind(figure)


def _state(window: Window, today: date, covered: tuple[str, str] | None) -> str:
    """known where the window is over and payment files cover it whole."""
    if window.last >= today:
        return "waits"
    whole = covered is not None and covered[0] <= f"{window.first:%Y-%m}" and covered[1] >= f"{window.last:%Y-%m}"
    return "known" if whole else "unpaid"
