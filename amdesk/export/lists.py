"""The lists that leave the program. Column names are Swedish unless English was asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from amdesk.domain.bank.access import AccessEntry
from amdesk.domain.booking.bookings import Booking
from amdesk.domain.booking.rounds import Price
from amdesk.domain.booking.statuses import BOOKING_STATUSES
from amdesk.domain.competence.assessments import Profile
from amdesk.domain.exchange.leaving import protected_left_out
from amdesk.domain.places.placement import PLACE_KINDS, Placement, PlacementRow, open_end
from amdesk.domain.record import beside
from amdesk.domain.texts import N_
from amdesk.domain.values import Cell, sort_key
from amdesk.export.xlsx import Column, SheetTable
from amdesk.i18n import Words

BOOKING_COLUMNS = ((N_("Participant"), 26), (N_("Placement"), 30), (N_("From"), 12), (N_("To"), 12), (N_("Days left"), 11), (N_("Extent %"), 11), (N_("State"), 14), (N_("Case worker"), 24), (N_("Reference"), 14))  # fmt: skip


SUPERVISOR_COLUMNS = ((N_("Next assessment"), 16), (N_("Module days"), 40))
Extra = Mapping[str, tuple[date | None, str]]
"""By booking reference: the day of the next assessment, and the days of modules in words."""


def supervisor_tables(
    bookings: Sequence[Booking], today: date, words: Words, extra: Extra | None = None
) -> tuple[list[SheetTable], int]:
    """A table per supervisor, by name; protected people are left out and counted (the number is said on each sheet)."""
    open_ones = [b for b in bookings if not b.protected]
    hidden = len(bookings) - len(open_ones)
    groups: dict[str, list[Booking]] = {}
    for b in open_ones:
        groups.setdefault(b.supervisor.seen or words(N_("No supervisor")), []).append(b)
    note = words.say(protected_left_out(hidden)) if hidden else ""
    return [
        booking_table(
            name,
            words(N_("Participants with {name}, {day}"), name=name, day=today.isoformat()),
            found,
            today,
            words,
            note,
            extra,
        )
        for name, found in sorted(groups.items(), key=lambda g: sort_key(g[0]))
    ], hidden


def booking_table(
    name: str,
    title: str,
    bookings: Iterable[Booking],
    today: date,
    words: Words,
    note: str = "",
    extra: Extra | None = None,
) -> SheetTable:
    more = SUPERVISOR_COLUMNS if extra is not None else ()
    columns = [Column(words(t), w) for t, w in (*BOOKING_COLUMNS, *more)]
    rows = (
        (
            words.say(b.participant.text),
            words.say(b.placement.text),
            b.from_date,
            b.to_date,
            max(0, (b.to_date - today).days),
            b.extent,
            words(BOOKING_STATUSES[b.status]),
            b.case_worker,
            b.ref,
            *(extra.get(b.ref, (None, "")) if extra is not None else ()),
        )
        for b in bookings
    )
    return SheetTable(name, title, columns, rows, note)


def narrowed(table: SheetTable, without: Collection[str], words: Words) -> SheetTable:
    """The table without the columns of these headings (msgids)."""
    gone = {words(title) for title in without}
    kept = [i for i, column in enumerate(table.columns) if column.title not in gone]
    if len(kept) == len(table.columns):
        return table
    rows = (tuple(row[i] for i in kept) for row in table.rows)
    return replace(table, columns=[table.columns[i] for i in kept], rows=rows)


def placement_table(placements: Iterable[PlacementRow], names: dict[str, str], today: date, words: Words) -> SheetTable:
    columns = [
        Column(words(t), w)
        for t, w in (
            (N_("Number"), 10),
            (N_("Placement id"), 12),
            (N_("Placement"), 34),
            (N_("Kind of place"), 14),
            (N_("Occupation"), 24),
            (N_("District"), 18),
            (N_("Places"), 9),
            (N_("Free"), 9),
            (N_("Next free"), 12),
            (N_("Open from"), 12),
            (N_("Open to"), 12),
            (N_("Supervisor"), 24),
            (N_("Working hours"), 26),
            (N_("Swedish level"), 14),
            (N_("Driving licence"), 14),
            *((f.label, 20) for f in beside(Placement)),
        )
    ]
    rows = (
        (
            p.number,
            p.source_id,
            p.name,
            words(PLACE_KINDS[p.kind]),
            names.get(p.occupation, p.occupation),
            names.get(p.district, p.district),
            p.capacity,
            p.free,
            p.next_free,
            p.open_from,
            None if open_end(p.open_to) else p.open_to,
            p.supervisor,
            p.schedule,
            p.language_min,
            p.licence,
            *(_cell(said, names, words) for _, said in p.more),
        )
        for p in placements
    )
    return SheetTable(words(N_("Placements")), words(N_("Placement bank, {day}"), day=today.isoformat()), columns, rows)


def _cell(said: object, names: Mapping[str, str], words: Words) -> Cell:
    """A value of a declared field in a cell: a yes or a no as a word, codes by their names."""
    if isinstance(said, bool):
        return words(N_("yes")) if said else words(N_("no"))
    if isinstance(said, int | float | date) or said is None:
        return said
    listed = said if isinstance(said, tuple) else (said,)
    return ", ".join(names.get(str(one), str(one)) for one in listed)


def price_table(prices: Iterable[Price], names: Mapping[str, str], today: date, words: Words) -> SheetTable:
    """What one place more, and one less, of each kind would mean for those who wait now."""
    titles = (
        (N_("Occupation"), 24),
        (N_("District"), 18),
        (N_("Swedish level"), 14),
        (N_("Driving licence"), 14),
        (N_("Free places"), 12),
        (N_("Waiting people who fit"), 20),
        (N_("One more: placed"), 16),
        (N_("One more: fit"), 14),
        (N_("One less: placed"), 16),
        (N_("One less: fit"), 14),
    )
    rows = (
        (
            names.get(p.kind.occupation, p.kind.occupation),
            names.get(p.kind.district, p.kind.district),
            p.kind.language_min,
            p.kind.licence,
            p.places,
            p.fitting,
            p.more_placed,
            p.more_fit,
            p.less_placed,
            p.less_fit,
        )
        for p in prices
    )
    title = words(N_("What one more place would give those who wait, {day}"), day=today.isoformat())
    return SheetTable(words(N_("Missing places")), title, [Column(words(t), w) for t, w in titles], rows)


def access_table(found: Iterable[AccessEntry], today: date, words: Words) -> SheetTable:
    """The access log: when (by this computer's clock), who, account, whose number, what, why."""
    titles = (
        (N_("When (local time)"), 20),
        (N_("Who"), 24),
        (N_("Account"), 16),
        (N_("Whose"), 12),
        (N_("What"), 40),
        (N_("Why"), 40),
    )
    rows = (
        (words.moment(r.at, seconds=True), r.actor, r.account, r.number, words.say(r.said), words.say(r.because))
        for r in found
    )
    title = words(N_("Access log, {day}"), day=today.isoformat())
    return SheetTable(words(N_("Access log")), title, [Column(words(t), w) for t, w in titles], rows)


def profile_table(profile: Profile, found: Iterable[Sequence[Cell]], words: Words) -> SheetTable:
    """A profile to edit in Excel: code, area and skill in both languages. An empty code is a new skill."""
    titles = (
        (N_("Code"), 12),
        (N_("Area (Swedish)"), 28),
        (N_("Area (English)"), 28),
        (N_("Skill (Swedish)"), 56),
        (N_("Skill (English)"), 56),
    )
    title = words(
        N_(
            "{occupation} · profile version {version} · an empty code is a new skill; never give an old code to another"
        ),
        occupation=profile.sv if words.lang == "sv" else profile.en,
        version=profile.version,
    )
    return SheetTable(words(N_("Competence profile")), title, [Column(words(t), w) for t, w in titles], found)
