"""The same file read in another way: another kind, sheet or heading row, another field for a column, another sign. And what is
made of each cell, where that is not what stands in the file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from amdesk.domain.places.placement import Placement
from amdesk.domain.record import WeekHours, fields
from amdesk.domain.texts import N_, Text, text
from amdesk.domain.values import fold, squash
from amdesk.i18n import Words
from amdesk.imports.model import RowOutcome, Staged
from amdesk.imports.reader import FileCell, blank, empty
from amdesk.imports.reading import FileReading
from amdesk.imports.staging import AMOUNTS
from amdesk.services.bank.work import Work
from amdesk.services.exchange.columns import staged_file
from amdesk.services.exchange.imports import Imports
from amdesk.services.exchange.review import Review
from amdesk.services.exchange.shown import Absentee, Said, Telling, absent
from amdesk.services.exchange.worklist import HiddenRows, to_keep

FIRST_ROWS = 5
HEADING_ROWS = 12
"""How far down somebody may look for headings among the rows that are offered."""
UNITS = {"extent": N_("{number} %"), "max_travel": N_("{number} min")}
HOURS = frozenset(f.cell for f in fields(Placement) if isinstance(f.kind, WeekHours))
"""Fields that hold hundredths of an hour."""
AS_WRITTEN = {"identity", "name", "first_name", "last_name", "protected", "needs", "born", "month", "co_applicant"}
"""Fields whose reading is no news, or that are told by other means."""

Mended = tuple[int, str, str]
"""The row of the file, the field, and what somebody wrote there."""


class Ours(NamedTuple):
    """What is made of a cell: a value of ours, or (`as_words`) nothing but its words, which are kept."""

    value: Said
    as_words: bool = False


class FirstRow(NamedTuple):
    """A row as the file has it; `hidden` where it is of somebody protected, or may be until that is answered."""

    number: int
    cells: Sequence[FileCell]
    hidden: bool


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A file as it is shown: how it is read, its checked rows where nothing hinders them, and what is made of which cell."""

    staged: Staged
    reading: FileReading
    review: Review | None
    ours: Mapping[int, Mapping[str, Ours]]
    telling: Telling
    """Says in words what each row changes."""
    waits: int
    """Rows that would be left to the work list if the others were stored."""
    first: tuple[FirstRow, ...] = ()
    """The first rows of the file, and one that a question is about."""
    absent: Sequence[Absentee] = ()
    """Whom or what of its sender's last list it is without."""

    @property
    def asks(self) -> bool:
        """Whether something is to be answered, or pointed out, before any row is shown."""
        return bool(self.reading.questions) or self.review is None


class Rereading:
    def __init__(self, work: Work) -> None:
        self.work = work

    def reread(self, staged: Staged, answers: Mapping[str, str], kind: str = "") -> Staged:
        """The file read anew with more answers, or as another kind of list, whose answers are its own. Raises BadFile where it is
        gone."""
        if staged.path is None:
            return staged
        if kind and kind != staged.kind.name:
            return staged_file(self.work, staged.path, kind)
        said = {k: v for k, v in staged.answers.items() if not _replaced(k, v, answers)}
        return staged_file(self.work, staged.path, staged.kind.name, None, {**said, **answers}, staged.profile)

    def look(self, staged: Staged, mended: Sequence[Mended] = ()) -> LookedAt:
        """Everything that is shown of a file; the cells that were mended are written first."""
        imports = Imports(self.work)
        reading = imports.reading(staged)
        if staged.missing():
            return LookedAt(staged, reading, None, {}, Telling(self.work), 0, self._first(staged, reading))
        review = imports.review(staged)
        for row, field, value in mended:
            review = imports.mend(review, row, field, value)
        return self.reviewed(review, reading)

    def reviewed(self, review: Review, reading: FileReading) -> LookedAt:
        """The same of rows that are checked."""
        telling = Telling(self.work)
        names, cells = telling.names, {r.number: r.cells for r in review.staged.rows}
        coded = telling.coded(review.staged.kind.name, Words(self.work.lang))
        ours = {o.row: dict(_ours(o, cells[o.row], names, coded)) for o in review.outcomes if o.outcome == "accepted"}
        waits = sum(o.outcome == "rejected" for o in review.outcomes) - review.dropped()
        hidden = {o.row for o in review.outcomes if o.protected}
        first = self._first(review.staged, reading, hidden)
        waits = len(to_keep(self.work, review)) and waits
        return LookedAt(review.staged, reading, review, ours, telling, waits, first, absent(self.work, review))

    def _first(self, staged: Staged, reading: FileReading, protected: Collection[int] = ()) -> tuple[FirstRow, ...]:
        read = {r.number for r in staged.rows}
        below = [(n, cells) for n, cells, _ in staged.table[staged.header_row + 1 :] if n in read]
        about = {n for q in reading.questions if q.code.startswith("PROTECTION") for n in q.rows}
        shown = below[:FIRST_ROWS]
        if about.isdisjoint(n for n, _ in shown):
            shown += [row for row in below[FIRST_ROWS:] if row[0] in about][:1]
        hidden = HiddenRows(self.work)
        return tuple(
            FirstRow(n, cells, n in about or n in protected or hidden.names_anywhere(cells)) for n, cells in shown
        )


def _replaced(key: str, value: str, answers: Mapping[str, str]) -> bool:
    """Whether an answer is overruled: a must that was pointed out stands in a column that is read as something else now."""
    return key.startswith("field:") and f"column:{value}" in answers


def heading_choices(staged: Staged) -> list[tuple[str, tuple[int, ...]]]:
    """(answer, rows) of the rows that the headings may stand in: each that has something in it, and those that are joined now."""
    out: list[tuple[str, tuple[int, ...]]] = [
        (str(n), (n,)) for n, cells, _ in staged.table[:HEADING_ROWS] if not blank(cells)
    ]
    return [*out, (taken(staged), staged.heading_rows)] if len(staged.heading_rows) > 1 else out


def taken(staged: Staged) -> str:
    """The answer that says which rows the headings stand in now."""
    rows = staged.heading_rows
    return f"{rows[0]}-{rows[-1]}" if len(rows) > 1 else str(rows[0]) if rows else ""


def _ours(
    outcome: RowOutcome,
    cells: Mapping[str, FileCell],
    names: Mapping[str, str],
    coded: Mapping[str, Mapping[str, str]],
) -> Iterator[tuple[str, Ours]]:
    """`names` are those of codes that mean one thing everywhere, `coded` those of one cell's own."""
    said = outcome.said
    found = getattr(said, "fields", {})
    for field, cell in cells.items():
        if empty(cell) or field in AS_WRITTEN:
            continue
        value = found.get(field) if field in found else getattr(said, field, None)
        if field in outcome.read and value in {None, ""}:
            value = outcome.read[field]
        own = coded.get(field, names)
        if field in getattr(said, "none", ()) and field == "available_from":
            yield field, Ours(Text(N_("now")))
        elif not squash(str(cell)).strip(" -–?") and value in {None, "", ()}:
            yield field, Ours(Text(N_("not known")))
        elif field in said.worded:
            yield field, Ours(_shown(field, value, own) or squash(cell), as_words=True)
        elif (shown := _shown(field, value, own)) and not _alike(cell, shown):
            yield field, Ours(shown)


def _shown(field: str, value: object, names: Mapping[str, str]) -> Said:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, tuple):
        return ", ".join(names.get(str(v), str(v)) for v in value if isinstance(v, str))
    if isinstance(value, bool):
        return Text(N_("yes") if value else N_("no"))
    if isinstance(value, int):
        if field in UNITS:
            return text(UNITS[field], number=value)
        if field in HOURS:
            return f"{value / 100:g}".replace(".", ",")
        return f"{value / 100:.2f}".replace(".", ",") if field in AMOUNTS else str(value)
    return names.get(value, value) if isinstance(value, str) else ""


def _alike(cell: FileCell, shown: Said) -> bool:
    """Whether the file says the very same, apart from signs that nobody reads."""
    if isinstance(cell, date) and isinstance(shown, date):
        return True
    told = str(shown) if not isinstance(shown, Text) else str(shown.params.get("number", shown.msgid))
    return _plain(cell) == _plain(told)


def _plain(said: object) -> str:
    return re.sub(r"[\s%,.;-]|min$|kr$|,00$", "", fold(squash(str(said))))
