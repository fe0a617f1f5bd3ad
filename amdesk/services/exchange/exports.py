"""Files that leave the program: Excel lists and the booking notice. Every one of them is logged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from amdesk.db.bank import access_log, reference, settings
from amdesk.db.booking import bookings as bookings_db
from amdesk.db.competence import modules
from amdesk.db.overview.counts import assessed
from amdesk.db.people.names import restricted_ones
from amdesk.domain.booking.bookings import Booking
from amdesk.domain.booking.plan import assessment_days
from amdesk.domain.booking.rounds import Price
from amdesk.domain.errors import BadFile, Refused
from amdesk.domain.exchange import leaving
from amdesk.domain.exchange.leaving import LeavingList, LeavingSheet, Purpose, protected_left_out
from amdesk.domain.exchange.secret import checked
from amdesk.domain.places.placement import PlacementFilter, PlacementRow
from amdesk.domain.texts import N_, text
from amdesk.export import lists
from amdesk.export.xlsx import SheetTable, write_book
from amdesk.i18n import Words
from amdesk.services.bank.history import History
from amdesk.services.bank.work import Work
from amdesk.services.booking.bookings import Bookings
from amdesk.services.people.gate import opened, usable
from amdesk.services.places.placements import Placements

Progress = Iterator[tuple[int, int, str]]


class Exports:
    def __init__(self, work: Work) -> None:
        self.work = work

    def words(self, lang: str) -> Words:
        return Words(lang, self.work.today)

    def preview(
        self, what: str, purpose: str = "", lang: str = "sv", chosen: Sequence[PlacementRow] | None = None
    ) -> LeavingList:
        """What a list would hold and for whom, before it is written; nothing leaves, and that it was looked at is logged.
        Raises WrongUse for a purpose that the list does not have."""
        asked = leaving.purpose(what, purpose)
        tables, left_out = self._tables(what, asked, lang, chosen)
        sheets = tuple(
            LeavingSheet(one.name, tuple(c.title for c in one.columns), tuple(tuple(row) for row in one.rows))
            for one in tables
        )
        return LeavingList(tuple(row for one in sheets for row in one.rows), sheets, left_out, asked)

    def _tables(
        self,
        what: str,
        asked: Purpose,
        lang: str,
        chosen: Sequence[PlacementRow] | None = None,
        wanted: PlacementFilter | None = None,
    ) -> tuple[list[SheetTable], int]:
        """The sheets of a list with the columns that its purpose needs, and how many people are left out."""
        words, hidden = self.words(lang), 0
        if what == leaving.SUPERVISORS:
            found, stored_alone = self._used(bookings_db.current(self.work.bank, self.work.today))
            tables, hidden = lists.supervisor_tables(found, self.work.today, words, self._beside(found))
            hidden += stored_alone
        elif what == leaving.BOOKINGS:
            table, hidden = self._booking_table(words)
            tables = [table]
        else:
            tables = [self._placement_table(lang, chosen, wanted)]
        return [lists.narrowed(one, asked.without, words) for one in tables], hidden

    def _used(self, found: Sequence[Booking]) -> tuple[list[Booking], int]:
        """The bookings of those whose processing is not restricted (GDPR art. 18.2), and how many people are left out."""
        restricted = restricted_ones(self.work.bank)
        left = {b.participant_id for b in found if b.participant_id in restricted}
        return [b for b in found if b.participant_id not in left], len(left)

    def _log(self, what: str, count: str, to: str) -> None:
        """That a list leaves, how much and to whom, before it is written. Whom it names may be erased some day."""
        access_log.log_read(self.work.bank, f"export_{what}", None, count, to.strip())

    def supervisors(
        self,
        path: Path,
        lang: str = "sv",
        *,
        one_each: bool = False,
        purpose: str = "",
        password: str = "",
        to: str = "",
    ) -> Progress:
        """One workbook with a sheet per supervisor, or in a folder one workbook each. Protected people are left out.

        Names of placements and people go to those who need them for the work (OSL 28 kap. 11 §); the export is logged.
        """
        asked = leaving.purpose(leaving.SUPERVISORS, purpose)
        checked(password)
        tables, hidden = self._tables(leaving.SUPERVISORS, asked, lang)
        tables = [replace(one, rows=list(one.rows)) for one in tables]
        self._log(leaving.SUPERVISORS, f"{sum(len(list(one.rows)) for one in tables)} / {hidden}", to)
        if not tables:
            raise Refused(text(N_("There is nobody to list: no booking runs today or later.")), "EMPTY")
        if not one_each:
            yield from write_book(path, tables, password)
            return
        if not path.is_dir():
            raise BadFile(text(N_("There is no folder {file}. Choose one that exists."), file=str(path)), "NO_FOLDER")
        for i, table in enumerate(tables):
            yield i, len(tables), table.name
            name = "".join(ch if ch.isalnum() or ch in " -" else "_" for ch in table.name)
            for _ in write_book(path / f"{name} {self.work.today}.xlsx", [table], password):
                pass

    def _beside(self, found: Sequence[Booking]) -> dict[str, tuple[date | None, str]]:
        """For each booking the next assessment that has not been made, and the days of modules."""
        today, bank, plan = self.work.today, self.work.bank, self.work.plan
        weekly, done = modules.weekly(bank, today), assessed(bank, today)
        ends = {e.id: e for e in bookings_db.recent_employments(bank, today, today + timedelta(400))}
        out = {}
        for b in found:
            e = ends.get(b.employment_id or 0)
            planned = assessment_days(e.from_date, e.end, plan) if e and e.end else []
            left = (day for code, day in planned if e and code not in done.get(e.id, ()) and day >= today)
            out[b.ref] = (next(left, None), weekly.get(b.participant_id, ""))
        return out

    def placements(
        self,
        path: Path,
        lang: str = "sv",
        chosen: Sequence[PlacementRow] | None = None,
        wanted: PlacementFilter | None = None,
        *,
        purpose: str = "",
        password: str = "",
        to: str = "",
    ) -> Progress:
        """The placement bank, or those chosen."""
        found = chosen if chosen is not None else Placements(self.work).listing(wanted)
        tables, _ = self._tables(leaving.PLACEMENTS, leaving.purpose(leaving.PLACEMENTS, purpose), lang, found)
        checked(password)
        self._log(leaving.PLACEMENTS, str(len(found)), to)
        yield from write_book(path, tables, password)

    def _placement_table(
        self, lang: str, chosen: Sequence[PlacementRow] | None, wanted: PlacementFilter | None
    ) -> SheetTable:
        found = chosen if chosen is not None else Placements(self.work).listing(wanted)
        names = {o.code: o.name(lang) for o in reference.occupations(self.work.bank)}
        names |= {c.code: c.sv for c in reference.codes(self.work.bank, "districts")}
        return lists.placement_table(found, names, self.work.today, self.words(lang))

    def bookings(
        self, path: Path, lang: str = "sv", *, purpose: str = "", password: str = "", to: str = ""
    ) -> Progress:
        """All bookings that are not cancelled; protected people are left out and said so."""
        (table,), _ = self._tables(leaving.BOOKINGS, leaving.purpose(leaving.BOOKINGS, purpose), lang)
        rows = list(table.rows)
        checked(password)
        self._log(leaving.BOOKINGS, str(len(rows)), to)
        yield from write_book(path, [replace(table, rows=rows)], password)

    def _booking_table(self, words: Words) -> tuple[SheetTable, int]:
        """The sheet, and how many people are left out of it."""
        found, stored_alone = self._used([b for b in bookings_db.every(self.work.bank) if b.status != "cancelled"])
        shown = [b for b in found if not b.protected]
        hidden = len({b.participant_id for b in found if b.protected})
        note = words.say(protected_left_out(hidden)) if hidden else ""
        title = words(N_("Bookings, {day}"), day=str(self.work.today))
        return lists.booking_table(
            words(N_("Bookings")), title, shown, self.work.today, words, note
        ), hidden + stored_alone

    def prices(self, path: Path, prices: Sequence[Price], names: Mapping[str, str], lang: str = "sv") -> Progress:
        """What one more place of each kind would give: a list that a manager can take to a department. No person is in it."""
        yield from write_book(path, [lists.price_table(prices, names, self.work.today, self.words(lang))])

    def access_log(self, path: Path, lang: str = "sv", participant: str = "", password: str = "") -> Progress:
        """The log of reads and changes, of one person or of all, for whoever has the right to ask. It is itself logged."""
        key = self.work.participant(participant).id if participant.strip() else None
        found = History(self.work).access(participant.strip() or None, 100_000)
        checked(password)
        access_log.log_read(self.work.bank, "export_access_log", key, str(len(found)))
        yield from write_book(path, [lists.access_table(found, self.work.today, self.words(lang))], password)

    def notice(self, ref: str, lang: str = "sv", why: str = "") -> bytes:
        """The booking notice as PDF, in easy Swedish (or English), and a line in the log that it was made.

        Raises Refused where there is no such booking, and PROTECTED for a protected person without a reason.
        """
        made = self.notice_page(ref, lang, why)
        Bookings(self.work).notice_made(ref)
        return made

    def notice_page(self, ref: str, lang: str = "sv", why: str = "") -> bytes:
        """The same to be looked at: nothing but what is needed is on it, the read is logged, and nothing was made yet."""
        from amdesk.export.notice import Notice, notice_pdf

        booking = bookings_db.by_ref(self.work.bank, ref)
        if booking is None:
            raise Refused(
                text(N_("There is no booking {ref} in the bank. Check the reference."), ref=ref), "NO_BOOKING"
            )
        person, place = self.work.participant(booking.participant_id), self.work.placement(booking.placement_id)
        usable(person)
        opened(self.work, person, "notice", why)
        trip = reference.travel(self.work.bank).get((person.district, place.district))
        names = {o.code: o.name(lang) for o in reference.occupations(self.work.bank)}
        city, department, phone = (settings.setting(self.work.bank, n) for n in ("city", "department", "phone"))
        return notice_pdf(
            Notice(
                booking, person, place, names.get(place.occupation, ""), trip, city, department, phone, self.work.today
            ),
            self.words(lang),
        )
