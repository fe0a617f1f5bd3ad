"""The work list: rows of lists that were refused, taken up another day, mended and stored, or struck out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from amdesk.db.bank.history import hidden_ones
from amdesk.db.exchange import waiting
from amdesk.db.exchange.waiting import STORED, STRUCK, KeptRow
from amdesk.db.people import participants as people
from amdesk.domain.errors import Refused
from amdesk.domain.people.identity import BadIdentity, parse_identity
from amdesk.domain.people.masks import HIDDEN
from amdesk.domain.texts import N_, plural, text
from amdesk.domain.values import case_key, fold, phone_key, squash
from amdesk.i18n import Words
from amdesk.imports.kept import COPY, RowTakenUp, judged, mark, protected, read_back, taken_up, written
from amdesk.imports.model import RowOutcome, Staged
from amdesk.imports.protection import marked, without_mark
from amdesk.imports.reader import FileCell, empty
from amdesk.imports.split import turned
from amdesk.services.bank.work import Work
from amdesk.services.exchange.columns import list_kinds
from amdesk.services.exchange.review import NOT_OURS, Review

WAITS = timedelta(days=180)
"""How long a row waits: personal data of people who may be in no bank is kept no longer than it takes to ask the sender."""
STAYS = timedelta(days=30)
"""How long a row that has left can be brought back, as an import can be undone."""


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A row that waits. Whoever is protected is shown by the place of the row alone: `cells` is empty then."""

    key: int
    kind: str
    file: str
    place: str
    reason: str
    field: str
    cells: Mapping[str, str]
    protected: bool
    came: date

    @property
    def goes(self) -> date:
        """The day on which it is deleted, mended or not."""
        return self.came + WAITS


class Worklist:
    def __init__(self, work: Work) -> None:
        self.work = work

    def counts(self) -> dict[str, int]:
        """How many rows wait, by kind of list."""
        return waiting.counts(self.work.bank)

    def rows(self, kind: str = "") -> list[WaitingRow]:
        """The rows that wait, the oldest first."""
        hidden = HiddenRows(self.work)
        return [_shown(r, hidden) for r in waiting.waiting(self.work.bank, kind)]

    def take_up(self, kind: str, keys: Collection[int] = ()) -> Staged:
        """The rows of a kind, or those of these keys, as if they had been read from a file: to be reviewed, mended and stored as
        any. Raises Refused where one of them waits no more."""
        found = waiting.waiting(self.work.bank, kind, keys)
        if gone := sorted(set(keys) - {r.id for r in found}):
            raise _not_waiting(gone[0])
        hidden = HiddenRows(self.work)
        files = ", ".join(dict.fromkeys(hidden.file(r) for r in found))
        kept = [
            RowTakenUp(r.id, f"{hidden.file(r)} {_sheet(r.place)}".strip(), _row(r.place), r.cells, r.reason, r.field)
            for r in found
        ]
        return taken_up(list_kinds()[kind], files, kept)

    def kind_of(self, key: int) -> str:
        """The kind of list that a row is of. Raises Refused where it waits no more."""
        found = waiting.waiting(self.work.bank, keys=(key,))
        if not found:
            raise _not_waiting(key)
        return found[0].kind

    def strike(self, keys: Sequence[int]) -> int:
        """Take rows from the list that nobody is to mend; one step, which undo takes back. Raises Refused where one waits no more."""
        there = {r.id for r in waiting.waiting(self.work.bank, keys=keys)} if keys else set()
        if gone := sorted(set(keys) - there):
            raise _not_waiting(gone[0])
        said = plural(
            "Struck {count} row from the work list",
            "Struck {count} rows from the work list",
            len(there),
            count=len(there),
        )
        with self.work.bank.write(said):
            waiting.leave(self.work.bank, sorted(there), STRUCK, self.work.today)
        return len(there)


def _not_waiting(key: int) -> Refused:
    said = N_("Row {key} does not wait in the work list. It was stored or struck out; look at the list again.")
    return Refused(text(said, key=key), "NOT_WAITING")


class HiddenRows:
    """Whose rows are masked: those of the protected by number or by name, and those that say so themselves. A refused row is
    compared with nobody, so that a namesake is masked too rather than she shown."""

    def __init__(self, work: Work) -> None:
        self.work = work
        _, self.numbers = people.protected_ones(work.bank)
        self.names = {fold(name) for name in waiting.protected_names(work.bank)}
        self.told = hidden_ones(work.bank)

    def hides(self, cells: Mapping[str, FileCell]) -> bool:
        name = cells.get("name")
        named = isinstance(name, str) and (fold(name) in self.names or fold(turned(name)) in self.names)
        return named or protected(cells) or _number(self.work, cells.get("identity")) in self.numbers

    def file(self, row: KeptRow) -> str:
        """What the row's file is called, where it is not called after somebody protected."""
        return Words(self.work.lang)(HIDDEN) if self.told.in_file_name(row.file) else row.file

    def names_anywhere(self, cells: Sequence[FileCell]) -> bool:
        """The same of a row whose columns are not known yet: whichever of its cells it is."""
        said = [c for c in cells if not empty(c)]
        texts = [c for c in said if isinstance(c, str)]
        named = any(fold(c) in self.names or fold(turned(c)) in self.names or without_mark(c)[1] for c in texts)
        return named or bool(marked(texts)) or any(_number(self.work, c) in self.numbers for c in said)


def mark_refused(work: Work, staged: Staged, outcomes: Sequence[RowOutcome]) -> None:
    """Which of the refused rows are shown masked."""
    refused = {o.row: o for o in outcomes if o.outcome == "rejected"}
    hidden = HiddenRows(work) if refused else None
    for raw in staged.rows:
        if hidden is not None and raw.number in refused:
            refused[raw.number].protected |= hidden.hides(raw.cells)


def _shown(row: KeptRow, hidden: HiddenRows) -> WaitingRow:
    found = read_back(row.cells)
    masked = row.protected or row.identity in hidden.numbers or hidden.hides(found)
    cells = {} if masked else {f: squash(str(c)) for f, c in found.items()}
    return WaitingRow(row.id, row.kind, hidden.file(row), row.place, row.reason, row.field, cells, masked, row.came_on)


def _row(place: str) -> int:
    return int(place.rpartition(" ")[2])


def _sheet(place: str) -> str:
    return place.rpartition(" ")[0]


def to_keep(work: Work, review: Review) -> list[tuple[KeptRow, str]]:
    """The refused rows of a file that are not on the list, each with its mark: none of people who are no participants, none
    that only says another row again, and none that was mended or struck out before."""
    staged = review.staged
    if staged.waiting:
        return []
    seen = waiting.marks(work.bank, staged.kind.name)
    out = []
    for raw, outcome, said in _said(review):
        told = mark(staged.kind.name, said)
        if outcome.outcome == "rejected" and outcome.reason != NOT_OURS and told not in seen:
            place = " ".join(str(p) for p in staged.place(raw) if p)
            cells = read_back(said)
            kept = KeptRow(
                0,
                staged.kind.name,
                staged.file,
                place,
                said,
                outcome.reason,
                outcome.column,
                _number(work, cells.get("identity")),
                outcome.protected,
                work.today,
            )
            out.append((kept, told))
        seen.add(told)
    return out


def _said(review: Review) -> Iterator[tuple[int, RowOutcome, str]]:
    """Number, outcome and written cells of each row; of equal rows the one that is read stands first."""
    rows, copied = {r.number: r for r in review.staged.rows}, _copied(review)
    for outcome in sorted(review.outcomes, key=lambda o: o.reason == COPY):
        if outcome.outcome == "rejected" or outcome.reason == COPY or copied:
            yield outcome.row, outcome, written(judged(review.staged, rows[outcome.row]))


def _copied(review: Review) -> bool:
    """Whether any row is refused as another's copy: only then the accepted rows have to be looked at."""
    return any(o.reason == COPY for o in review.outcomes)


def _number(work: Work, said: object) -> str:
    try:
        return parse_identity(said, work.today).number
    except BadIdentity:
        return ""


def moved(review: Review) -> list[RowOutcome]:
    """The rows of the work list that would leave it if what is reviewed were stored."""
    return [o for o in review.outcomes if o.outcome == "accepted"] if review.staged.waiting else []


def righted(work: Work, review: Review) -> list[int]:
    """The rows that wait and that a later file of the kind brings right, stored or unchanged."""
    kind = review.staged.kind.name
    kept = [] if review.staged.waiting else waiting.waiting(work.bank, kind)
    if not kept:
        return []
    rows = {r.number: r for r in review.staged.rows}
    still = {
        mark(kind, written(judged(review.staged, rows[o.row]))) for o in review.outcomes if o.outcome == "rejected"
    }
    by: dict[tuple[str, str], list[Mapping[str, FileCell]]] = {}
    for outcome in review.outcomes:
        if outcome.outcome == "accepted":
            for found_by in _marks(work, rows[outcome.row].cells):
                by.setdefault(found_by, []).append(rows[outcome.row].cells)
    return [
        one.id
        for one in kept
        if mark(kind, one.cells) not in still
        and any(_is(work, one, cells) for m in _marks(work, read_back(one.cells)) for cells in by.get(m, ()))
    ]


def _marks(work: Work, cells: Mapping[str, FileCell]) -> Iterator[tuple[str, str]]:
    """By what a row that comes later is found: its number, its id, its name."""
    if number := _number(work, cells.get("identity")):
        yield "identity", number
    for field in ("source_id", "name"):
        if said := fold(turned(squash(str(cells.get(field) or "")))):
            yield field, said


def _is(work: Work, kept: KeptRow, cells: Mapping[str, FileCell]) -> bool:
    """Whether a row says what one that waits says, its wrong cell apart. Of people and places it is enough that it is about the
    same one: a person by her number, or by her name and one more fact; a place by its id, or by its name and occupation."""
    was = read_back(kept.cells)
    if kept.kind == "participants":
        mine, hers = kept.identity, _number(work, cells.get("identity"))
        if mine and hers:
            return mine == hers
        facts = [(phone_key, "phone"), (fold, "email"), (case_key, "case_number")]
        same = (k(str(was.get(f) or "")) for k, f in facts if k(str(was.get(f) or "")) == k(str(cells.get(f) or "")))
        return _same(was, cells, "name") and (any(same) or _mistyped(was.get("identity"), hers))
    if kept.kind == "placements":
        by_id = "source_id" in was and _same(was, cells, "source_id")
        return by_id or all(_same(was, cells, f) for f in ("name", "occupation") if f != kept.field)
    told = [f for f in was.keys() & cells.keys() if f != kept.field]
    return bool(told) and all(_same(was, cells, f) for f in told)


def _same(one: Mapping[str, FileCell], other: Mapping[str, FileCell], field: str) -> bool:
    said = [fold(turned(squash(str(c.get(field) or "")))) for c in (one, other)]
    return said[0] == said[1] and bool(said[0])


def _mistyped(said: object, number: str) -> bool:
    """Whether what is no number has all but two of the digits of one."""
    digits, right = re.sub(r"\D", "", str(said or ""))[-10:], number[-10:]
    return len(digits) == len(right) == 10 and sum(a != b for a, b in zip(digits, right, strict=True)) <= 2


def settle(work: Work, review: Review) -> None:
    """What becomes of the refused rows of what was stored, inside its write()."""
    bank, staged = work.bank, review.staged
    waiting.leave(bank, righted(work, review), STORED, work.today)
    waiting.forget(bank, work.today - STAYS, work.today - WAITS)
    for kept, told in to_keep(work, review):
        waiting.keep(bank, kept, told)
    waiting.leave(bank, [staged.waiting[o.row] for o in moved(review)], STORED, work.today)
    if staged.waiting:
        _write_back(work, review)


def news(work: Work, review: Review) -> bool:
    """Whether storing would change the work list: rows come, rows leave, or one that is still refused was written in."""
    return bool(
        to_keep(work, review) or moved(review) or righted(work, review) or any(True for _ in _differing(work, review))
    )


def _differing(work: Work, review: Review) -> Iterator[tuple[int, str, RowOutcome]]:
    if not review.staged.waiting:
        return
    cells = {r.number: written(r.cells) for r in review.staged.rows}
    keys = list(review.staged.waiting.values())
    kept = {r.id: (r.cells, r.reason) for r in waiting.waiting(work.bank, keys=keys)}
    for o in review.outcomes:
        key = review.staged.waiting[o.row]
        if o.outcome == "rejected" and key in kept and kept[key] != (cells[o.row], o.reason):
            yield key, cells[o.row], o


def _write_back(work: Work, review: Review) -> None:
    for key, cells, outcome in list(_differing(work, review)):
        number = _number(work, read_back(cells).get("identity"))
        waiting.change(
            work.bank,
            key,
            cells=cells,
            reason=outcome.reason,
            field=outcome.column,
            **({"identity": number} if number else {}),
        )
