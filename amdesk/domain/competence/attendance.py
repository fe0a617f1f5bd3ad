"""The attendance list that goes to a teacher and comes back: what differs, cell by cell, when it returns."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from amdesk.domain.competence.modules import ATTENDANCE
from amdesk.domain.people.listed import headed_otherwise, of_another
from amdesk.domain.texts import N_, Text, text
from amdesk.domain.values import JOINED, Cell, JoinedCell, own_cell, seen_cell

MARK_KINDS = {
    "NEW": N_("New"),
    "CHANGED": N_("Changed"),
    "CONFLICT": N_("Something newer is here"),
    "NO_STATE": N_("No attendance"),
    "UNKNOWN": N_("Row of no sheet"),
    "MISSING": N_("Row cut out"),
    "EMPTIED": N_("Empty in the list"),
}
ATTENDANCE_META = "_amdesk_attendance"
"""Name of the workbook's hidden sheet, by which a returned list is known."""
KEYS_ROW, HEAD_ROW = 3, 4
"""The hidden row that says which occasion each column is, and the one that people read."""
MARKS_TAKEN = ("NEW", "CHANGED")
"""Differences that are stored when accepted; a conflict only where somebody says so."""
Base = Mapping[str, str]
"""State by "enrolment.occasion" as the list was made."""


@dataclass(frozen=True, slots=True)
class ListHead:
    """What an attendance list is about; `meetings` are the keys of its columns in order."""

    module: int
    made_on: date
    enrolments: tuple[int, ...]
    meetings: tuple[int, ...]
    base: Base


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """One row as it came back: its row in the file, its key, and (occasion, cell) of every column that still stands; what else
    stands in it, and the heads that people read over the columns."""

    row: int
    key: str
    cells: Sequence[tuple[int, Cell]]
    others: Sequence[Cell] = ()
    labels: Sequence[Cell] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """What one cell would change. `new` is None where nothing can be stored."""

    kind: str
    enrolment: int
    occasion: int
    new: str | None
    text: Text
    old: str | None = None
    """What stood in the bank when it was read."""


def list_check(secret: str, head: ListHead) -> str:
    """The check value of a list's hidden head."""
    said = f"{head.module}|{head.made_on}|{head.enrolments}|{head.meetings}|{sorted(head.base.items())}"
    return _mac(secret, said)[:16]


def person_key(secret: str, module: int, enrolment: int) -> str:
    """The key of a person's row, which nobody without the bank can make."""
    return f"{enrolment}.{_mac(secret, f'attendance|{module}|{enrolment}')[:8]}"


def _mac(secret: str, said: str) -> str:
    return hmac.new(bytes.fromhex(secret), said.encode(), hashlib.sha256).hexdigest()


def state_in(cell: Cell, words: Mapping[str, str]) -> str | None:
    """The state in a cell, by word in either language or by the keys 1, 2, 3. None where it is empty. Raises ValueError."""
    cell = own_cell(cell)
    said = "" if cell is None else str(cell).strip().casefold()
    if not said:
        return None
    numbered = dict(zip("123", ATTENDANCE, strict=True))
    known = {**words, **{said.casefold(): code for code, said in ATTENDANCE.items()}, **numbered}
    if said not in known:
        raise ValueError(cell)
    return known[said]


def marks(
    secret: str,
    head: ListHead,
    rows: Sequence[ReturnedRow],
    now: Mapping[tuple[int, int], str],
    names: Mapping[int, Text],
    days: Mapping[int, date],
    words: Mapping[str, str],
) -> list[Mark]:
    """Cell by cell what a returned list would change. `now` is the bank's attendance, `words` the states' own words."""
    out: list[Mark] = []
    met: dict[int, dict[int, list[Mark]]] = {}
    for r in rows:
        enrolment = int(head_) if (head_ := r.key.partition(".")[0]).isdigit() else 0
        if r.key != person_key(secret, head.module, enrolment) or enrolment not in names:
            said = text(N_("Row {row} is no row of this sheet and was left out"), row=r.row)
            out.append(Mark("UNKNOWN", 0, 0, None, said))
            continue
        mine = met.setdefault(enrolment, {})
        if (other := of_another(r.others, names, enrolment)) is not None:
            out.append(_anothers(r.row, enrolment, names[enrolment], names[other]))
            continue
        for (occasion, cell), label in zip_longest(r.cells, r.labels):
            one = _cell(r.row, enrolment, occasion, cell, head, now, names, days, words)
            if one is not None and one.new is not None and headed_otherwise(label, days[occasion]):
                one = _misheaded(r.row, one, names[enrolment], days[occasion], label)
            mine.setdefault(occasion, []).extend([one] if one is not None else [])
    for enrolment, each in met.items():
        for occasion, found in each.items():
            out += _once(found, names[enrolment], days.get(occasion))
    for gone in head.enrolments:
        if gone not in met and gone in names:
            said = text(N_("{skill}: the row was cut out of the sheet, nothing changes"), skill=names[gone])
            out.append(Mark("MISSING", gone, 0, None, said))
    return out


def _anothers(row: int, enrolment: int, name: Text, other: Text) -> Mark:
    said = N_("Row {row} belongs to {name} and says {other}: nothing of it was taken. Ask whose days they are.")
    return Mark("NO_STATE", enrolment, 0, None, text(said, row=row, name=name, other=other))


def _misheaded(row: int, mark: Mark, name: Text, day: date, label: Cell) -> Mark:
    said = N_("Row {row}, {name} {day}: not taken, since “{label}” stands over it. Ask which day it is.")
    told = text(said, row=row, name=name, day=day, label=seen_cell(label))
    return Mark("NO_STATE", mark.enrolment, mark.occasion, None, told)


def _once(found: list[Mark], name: Text, day: date | None) -> list[Mark]:
    """What one occasion is to become where its row or its column was copied: an empty copy says nothing, and of two that say
    different things neither is taken."""
    said = [m for m in found if m.kind != "EMPTIED"]
    if len(found) < 2 or not any(m.kind in {*MARKS_TAKEN, "CONFLICT"} for m in said):
        return said or found[:1]
    first = said[0]
    if all((m.kind, m.new) == (first.kind, first.new) for m in said):
        return [first]
    why = N_(
        "{name} {day}: stands more than once in the list and says different things. Keep one and read the list in again."
    )
    return [Mark("NO_STATE", first.enrolment, first.occasion, None, text(why, name=name, day=day))]


def _cell(
    row: int,
    enrolment: int,
    occasion: int,
    cell: Cell,
    head: ListHead,
    now: Mapping[tuple[int, int], str],
    names: Mapping[int, Text],
    days: Mapping[int, date],
    words: Mapping[str, str],
) -> Mark | None:
    day, name = days.get(occasion), names[enrolment]
    if day is None:
        return None
    try:
        new = state_in(cell, words)
    except ValueError:
        if isinstance(cell, JoinedCell):
            left = N_("Row {row}, {name} {day}: left out. {why}")
            told = text(left, row=row, name=name, day=day, why=Text(JOINED))
            return Mark("NO_STATE", enrolment, occasion, None, told)
        said = text(
            N_("Row {row}, {name} {day}: “{cell}” is no attendance"), row=row, name=name, day=day, cell=seen_cell(cell)
        )
        return Mark("NO_STATE", enrolment, occasion, None, said)
    old = now.get((enrolment, occasion))
    if new is None and old is not None and f"{enrolment}.{occasion}" in head.base:
        noted = N_("{name} {day}: {before} is noted here and the cell is empty. It stays.")
        told = text(noted, name=name, day=day, before=Text(ATTENDANCE[old]))
        return Mark("EMPTIED", enrolment, occasion, None, told, old)
    if new is None or new == old:
        return None
    state = Text(ATTENDANCE[new])
    if old is None:
        return Mark("NEW", enrolment, occasion, new, text(N_("{name} {day}: {state}"), name=name, day=day, state=state))
    before = Text(ATTENDANCE[old])
    if head.base.get(f"{enrolment}.{occasion}") != old:
        said = text(
            N_("{name} {day}: the list says {state}, but {before} was noted here since"),
            name=name,
            day=day,
            state=state,
            before=before,
        )
        return Mark("CONFLICT", enrolment, occasion, new, said, old)
    said = text(N_("{name} {day}: {before} becomes {state}"), name=name, day=day, before=before, state=state)
    return Mark("CHANGED", enrolment, occasion, new, said, old)


def mark_name(enrolment: int, occasion: int) -> str:
    """What one mark of attendance is called among changes."""
    return f"{enrolment}:{occasion}"


def marked(name: str) -> tuple[int, int]:
    """Enrolment and occasion of a mark by that name."""
    enrolment, occasion = name.split(":")
    return int(enrolment), int(occasion)
