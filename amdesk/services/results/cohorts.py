"""Cohorts: reading them, freezing them, and showing a frozen one again after its people are erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from amdesk.db.bank import access_log
from amdesk.db.results import cohorts as db
from amdesk.db.results import outcomes
from amdesk.db.results.cohorts import FrozenWindow
from amdesk.domain.errors import Refused, WrongUse
from amdesk.domain.results.cohort import (
    After,
    Cohort,
    Member,
    Window,
    cohort,
    digest,
    equal_window,
    members_digest,
    seen,
    year_window,
)
from amdesk.domain.results.figures import Figure
from amdesk.domain.texts import N_, Text, text
from amdesk.services.bank.work import Work


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
            kept = db.frozen(bank, year)
            members = self._members(year, kept)
            if kept is not None and (stored := db.window(bank, kept, window.name)):
                return cohort(year, window, members, _after(members, stored), stored.frozen_on)
            return cohort(year, window, members, self._seen(year, window, members))

    def _members(self, year: int, kept: int | None) -> list[Member]:
        """Those of the frozen cohort, or where there is none those whom the bank knows."""
        bank = self.work.bank
        return db.last_ends(bank, year, self.work.today) if kept is None else db.members(bank, kept)

    def _seen(self, year: int, window: Window, members: Sequence[Member]) -> list[After]:
        """What the bank says of the members in the window."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        end = window.of(Member(0, None, "", last))[1] if window.months else window.last
        helped = outcomes.assisted(self.work.bank, first, last, (f"{window.first:%Y-%m}", f"{end:%Y-%m}"))
        return seen(members, window, helped, outcomes.measures(self.work.bank, first, last))

    def freeze(self, year: int, window: Window) -> Cohort:
        """Freeze the cohort (once) and this window of it: anonymous rows with a hash. Raises Refused where that is done,
        where nobody ended in the year, or where year or window is not over."""
        self._may_freeze(year, window)
        found = self.cohort(year, window)
        if found.frozen_on:
            raise Refused(text(N_("This cohort and window are frozen since {day}."), day=found.frozen_on), "FROZEN")
        if not found.members:
            raise Refused(text(N_("No employment ended in {year}, so there is no cohort."), year=str(year)), "EMPTY")
        bank, today = self.work.bank, self.work.today
        with bank.write(
            text(N_("Cohort {year} frozen, seen in {window}"), year=str(year), window=window.name), undoable=False
        ):
            kept = db.frozen(bank, year)
            key = db.keep(bank, year, found.members, members_digest(found.members), today) if kept is None else kept
            pairs = [(f.assistance, f.measures) for _, _, f in found.rows.rows]
            db.keep_window(bank, key, window.name, FrozenWindow(today, pairs), found.digest)
        return self.cohort(year, window)

    def _may_freeze(self, year: int, window: Window) -> None:
        over = date(year, 12, 31) if window.months else max(date(year, 12, 31), window.last)
        if window.months:
            over = window.of(Member(0, None, "", date(year, 12, 31)))[1]
        if over >= self.work.today:
            raise Refused(text(N_("The window is not over until {day}. Freeze it after that."), day=over), "NOT_OVER")

    def checked(self, found: Cohort) -> bool:
        """True where a frozen window still has the hash that it was frozen with."""
        kept = db.window_digest(self.work.bank, found.year, found.window.name)
        after = [f for _, _, f in found.rows.rows]
        return kept is None or kept == digest(found.year, found.window, found.members, after)

    def notes(self, found: Cohort) -> list[Text]:
        """What one must know to read the figures: months that no payment file covers, measures never imported."""
        covered = outcomes.paid_months(self.work.bank)
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
                    first=covered[0],
                    last=covered[1],
                )
            )
        if not outcomes.measures_known(self.work.bank):
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
        return db.years(self.work.bank, self.work.today)

    def table(self, count: int = 6, after: int = 3) -> list[tuple[int, int, list[Seen]]]:
        """(year, persons, cells) of the latest years with ends: share without assistance one, two and three years on."""
        bank, today = self.work.bank, self.work.today
        with bank.read():
            covered = outcomes.paid_months(bank)
            out = []
            for year in [y for y in self.years() if y < today.year][:count]:
                kept = db.frozen(bank, year)
                members = self._members(year, kept)
                windows = [year_window(later) for later in range(year + 1, year + 1 + after)]
                out.append((year, len(members), [self._cell(year, w, kept, members, covered) for w in windows]))
        return out

    def _cell(
        self, year: int, window: Window, kept: int | None, members: Sequence[Member], covered: tuple[str, str] | None
    ) -> Seen:
        """A year's members in a later one: as it was frozen, else as the bank has it where it can be known."""
        stored = db.window(self.work.bank, kept, window.name) if kept is not None else None
        state = "known" if stored else _state(window, self.work.today, covered)
        if state != "known":
            return Seen(year, window.first.year, state, None)
        after = _after(members, stored) if stored else self._seen(year, window, members)
        return Seen(year, window.first.year, state, cohort(year, window, members, after).figure("no_assistance.all"))

    def people(self, found: Cohort, figure: str) -> list[int]:
        """The persons behind a figure who can still be opened. The read is logged."""
        access_log.log_read(self.work.bank, "cohort_rows", None, f"{found.year} {figure}")
        return found.behind(figure)


def _after(members: Sequence[Member], stored: FrozenWindow) -> list[After]:
    """What a frozen window says of the members, by their positions."""
    return [After(m.gender, *pair) for m, pair in zip(members, stored.result, strict=True)]


def _state(window: Window, today: date, covered: tuple[str, str] | None) -> str:
    """known where the window is over and payment files cover it whole."""
    if window.last >= today:
        return "waits"
    whole = covered is not None and covered[0] <= f"{window.first:%Y-%m}" and covered[1] >= f"{window.last:%Y-%m}"
    return "known" if whole else "unpaid"
