"""The week's list that goes to supervisors and comes back: what each cell says, and what it would change."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Mapping, Sequence
from datetime import date, time, timedelta
from itertools import zip_longest
from typing import NamedTuple

from amdesk.domain.booking.week.hours import LETTERS, DayWish, minutes_present, read_hours
from amdesk.domain.errors import Refused
from amdesk.domain.people.listed import headed_otherwise, of_another
from amdesk.domain.people.masked import Masked
from amdesk.domain.texts import N_, Text, plural, text
from amdesk.domain.values import JOINED, Cell, JoinedCell, own_cell, seen_cell

WEEK_META = "_amdesk_week"
"""Name of the workbook's hidden sheet, by which a returned list is known."""
DAYS_ROW, NAMES_ROW = 3, 4
"""The hidden row that says which day each column is, and the one that people read."""
TAKEN = ("NEW", "CHANGED")
"""Differences that are stored; what somebody has noted here since is left as it is."""
MISSING_NAMED = 20
"""Of rows that are missing so many are told by name: of a list that each supervisor sends back for herself most are."""


class WeekHead(NamedTuple):
    """What a list is about: employments, days, and what was noted ("code:minutes" by "employment.day") when it was made."""

    jobs: tuple[int, ...]
    days: tuple[date, ...]
    base: Mapping[str, str]
    whole: Collection[str] = ()
    """Which of them stood there as a letter alone, present for all the hours that were agreed then."""


class WeekRow(NamedTuple):
    """A row as it came back: where it stands, its key, and (day, cell) of every column; what else stands in it, and the heads that
    people read over the columns."""

    where: Text
    key: str
    cells: Sequence[tuple[date, Cell]]
    others: Sequence[Cell] = ()
    labels: Sequence[Cell] = ()


class DayMark(NamedTuple):
    """What one cell would change; `code` is empty where nothing can be stored."""

    kind: str
    job: int
    day: date | None
    code: str
    present: int | None
    text: Text
    before: str = ""
    """What was noted of the day when the list was read, as `day_noted` says it."""


def day_noted(code: str, present: int) -> str:
    """What is noted of a day, to be compared."""
    return f"{code}:{present}"


def sign(secret: str, head: WeekHead) -> str:
    """The check value of a list's hidden head."""
    whole = f"|{sorted(head.whole)}" if head.whole else ""
    return _mac(secret, f"week|{head.jobs}|{[str(d) for d in head.days]}|{sorted(head.base.items())}{whole}")[:16]


def job_key(secret: str, job: int) -> str:
    """The key of an employment's row, which nobody without the bank can make."""
    return f"{job}.{_mac(secret, f'week row|{job}')[:8]}"


def _mac(secret: str, said: str) -> str:
    return hmac.new(bytes.fromhex(secret), said.encode(), hashlib.sha256).hexdigest()


def read_mark(cell: Cell) -> tuple[str, int | None] | None:
    """The code and minutes present in a cell: "N", "S", "4" (hours present), "S 2" (sick, there for two hours); None where
    it is empty. Raises ValueError for anything else."""
    cell = own_cell(cell)
    if isinstance(cell, timedelta):  # as OpenDocument keeps "4:30"
        whole = int(cell.total_seconds()) // 60
        cell = f"{whole // 60}:{whole % 60:02}"
    if isinstance(cell, time):  # and Excel
        cell = f"{cell.hour}:{cell.minute:02}"
    said = "" if cell is None else str(cell).strip().upper()
    if not said or said == "?":
        return None
    letter, rest = (said[0], said[1:].strip()) if said[0] in LETTERS else ("N", said)
    minutes = read_hours(rest) if rest else None
    if rest and minutes is None:
        raise ValueError(cell)
    return LETTERS[letter], minutes


def marks_of(
    secret: str,
    head: WeekHead,
    rows: Sequence[WeekRow],
    now: Mapping[str, str],
    agreed: Mapping[str, int],
    today: date,
    stored_alone: Collection[int] = (),
    names: Mapping[int, Masked] | None = None,
) -> list[DayMark]:
    """Cell by cell what a returned list would change. `now` is what is noted in the bank and `agreed` the minutes agreed on each
    day of an employment, both by "employment.day". No day after `today` is taken. Of employments in `stored_alone` (GDPR art. 18) nothing is taken: their
    row is one RESTRICTED. `names`, by employment, say whose each is; of whoever has been protected since, the mask. Rows that were
    sent and are not there are one MISSING, first."""
    out: list[DayMark] = []
    met: dict[int, list[WeekRow]] = {}
    for row in rows:
        number = row.key.partition(".")[0]
        job = int(number) if number.isdecimal() and len(number) < 12 else 0
        if row.key != job_key(secret, job) or job not in head.jobs:
            said = text(N_("{where} is no row of this list and was left out"), where=row.where)
            out.append(DayMark("UNKNOWN", 0, None, "", None, said))
            continue
        met.setdefault(job, []).append(row)
    shown = {key: name.text for key, name in (names or {}).items() if key in head.jobs and not name.hidden}
    for job, mine in met.items():
        each: dict[date, list[DayMark]] = {}
        for row in mine:
            where = _whose(row.where, (names or {}).get(job))
            if (other := of_another(row.others, shown, job)) is not None:
                out.append(_anothers(where, job, shown[other]))
                continue
            for (day, cell), label in zip_longest(row.cells, row.labels):
                one = _mark(where, job, day, cell, head, now, agreed, today) if day in head.days else None
                if one is not None and one.kind in TAKEN and headed_otherwise(label, day):
                    one = _misheaded(where, job, day, label)
                each.setdefault(day, []).extend([one] if one is not None else [])
        found = [one for of_day in each.values() for one in _once(of_day)]
        out += [_restricted(mine[0].where, job)] if found and job in stored_alone else found
    gone = [
        name for job, name in (names or {}).items() if job in head.jobs and job not in met.keys() | set(stored_alone)
    ]
    return [_missing(gone), *out] if gone else out


def _missing(names: Sequence[Masked]) -> DayMark:
    """Whose rows were cut out: nothing becomes of it, but whoever sent the list back believes that it said something of them."""
    shown = sorted(names, key=lambda name: name.order)[:MISSING_NAMED]
    listed = Text(", ".join(f"{{name{i}}}" for i in range(len(shown))), {f"name{i}": n for i, n in enumerate(shown)})
    if more := len(names) - len(shown):
        listed = text(N_("{named}; and {count} more"), named=listed, count=more)
    said = plural(
        "{count} row of the list that was sent is missing in this one, and nothing changes because of it: {names}",
        "{count} rows of the list that was sent are missing in this one, and nothing changes because of it: {names}",
        len(names),
        count=len(names),
        names=listed,
    )
    return DayMark("MISSING", 0, None, "", None, said)


def _anothers(where: Text, job: int, other: Text) -> DayMark:
    said = N_("{where}: the row says {other}, and nothing of it was taken. Ask whose days they are.")
    return DayMark("WRONG", job, None, "", None, text(said, where=where, other=other))


def _misheaded(where: Text, job: int, day: date, label: Cell) -> DayMark:
    said = N_("{where}, {day}: not taken, since “{label}” stands over it. Ask which day it is.")
    return DayMark("WRONG", job, day, "", None, text(said, where=where, day=day, label=seen_cell(label)))


def _whose(where: Text, name: Masked | None) -> Text:
    """Where a row stands in the file, and whose it is."""
    return text("{where}, {name}", where=where, name=name) if name else where


def _mark(
    where: Text,
    job: int,
    day: date,
    cell: Cell,
    head: WeekHead,
    now: Mapping[str, str],
    agreed: Mapping[str, int],
    today: date,
) -> DayMark | None:
    at = f"{job}.{day}"
    try:
        said = read_mark(cell)
    except ValueError:
        if isinstance(cell, JoinedCell):
            left = text(N_("{where}, {day}: left out. {why}"), where=where, day=day, why=Text(JOINED))
            return DayMark("WRONG", job, day, "", None, left)
        wrong = text(N_("{where}, {day}: “{cell}” is no attendance"), where=where, day=day, cell=seen_cell(cell))
        return DayMark("WRONG", job, day, "", None, wrong)
    if said is None:
        return _emptied(where, job, day) if at in head.base and at in now else None
    code, minutes = said
    if code == "present" and minutes is None and at in head.whole:
        return None  # as it was sent out, whatever has been agreed since
    present = minutes if minutes is not None else agreed.get(at, 0) if code == "present" else 0
    new, kept, base = day_noted(code, present), now.get(at, ""), head.base.get(at, "")
    if new in (kept, base):
        return None
    told = {"where": where, "day": day}
    if kept == base and (why := _why_not(said, agreed.get(at), day > today)) is not None:
        return DayMark("WRONG", job, day, "", None, text(N_("{where}, {day}: left out. {why}"), **told, why=why))
    if not kept:
        return DayMark("NEW", job, day, code, minutes, text(N_("{where}, {day}: new"), **told))
    if kept != base:
        return DayMark(
            "CONFLICT", job, day, "", None, text(N_("{where}, {day}: something newer is noted here and stays"), **told)
        )
    return DayMark("CHANGED", job, day, code, minutes, text(N_("{where}, {day}: changed"), **told), kept)


def _once(found: list[DayMark]) -> list[DayMark]:
    """What one day is to become where its row or its column was copied: an empty copy says nothing, and of two that say different
    things neither is taken."""
    said = [m for m in found if m.kind != "EMPTIED"]
    if len(found) < 2 or not any(m.kind in TAKEN for m in said):
        return said or found[:1]
    if all((m.kind, m.code, m.present) == (said[0].kind, said[0].code, said[0].present) for m in said):
        return said[:1]
    why = N_(
        "The day stands more than once in the list and says different things. Keep one and read the list in again."
    )
    first, job, day = said[0].text.params["where"], said[0].job, said[0].day
    left = text(N_("{where}, {day}: left out. {why}"), where=first, day=day, why=Text(why))
    return [DayMark("WRONG", job, day, "", None, left)]


def _emptied(where: Text, job: int, day: date) -> DayMark:
    """What was noted when the list was sent, and stands empty in it now: whether nothing is to be known of the day, or the cell was
    only cleared, the list does not say."""
    said = N_("{where}, {day}: noted here and empty in the list. It stays; take it away in the week if it was wrong.")
    return DayMark("EMPTIED", job, day, "", None, text(said, where=where, day=day))


def _why_not(said: tuple[str, int | None], agreed: int | None, ahead: bool) -> Text | None:
    """Why a day cannot be noted so; `agreed` is None where the employment does not cover it."""
    if ahead:
        return text(N_("That day has not been yet. Read the list in again when it has."))
    if agreed is None:
        return text(N_("The employment is not under way that day."))
    try:
        minutes_present(DayWish(*said), agreed)
    except Refused as refused:
        return refused.text
    return None


def _restricted(where: Text, job: int) -> DayMark:
    said = N_("{where}: left out. The processing of the person’s data is restricted, so nothing is noted.")
    return DayMark("RESTRICTED", job, None, "", None, text(said, where=where))
