"""The assessment sheet that goes to a supervisor and comes back: what it says, and what differs when it returns.

Each row carries a key that only its own sheet can have, so that a row that was pasted from somebody else's sheet, or a
sheet of an older profile, is noticed. A cell left empty changes nothing; a cell that is no level is told, never guessed.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from amdesk.domain.change import three_way
from amdesk.domain.competence.assessments import LEVELS, Profile
from amdesk.domain.texts import N_, Text, text
from amdesk.domain.values import JOINED, Cell, JoinedCell, own_cell, seen_cell

DIFFERENCE_KINDS = {
    "NEW": N_("New"),
    "CHANGED": N_("Changed"),
    "SAME": N_("Unchanged"),
    "CONFLICT": N_("Something newer is here"),
    "NO_LEVEL": N_("No level"),
    "WRONG_PERSON": N_("Another person's row"),
    "OLD_PROFILE": N_("Not in the profile any more"),
    "MISSING": N_("Row cut out"),
    "UNKNOWN": N_("Row of no sheet"),
    "TWICE": N_("Copied row"),
}
SHEET_META = "_amdesk"
"""Name of the workbook's hidden sheet, by which a returned one is known."""
ASSESSOR, DAY, REMARK = "C4", "C5", "C6"
"""Cells of a page: who assessed, when, and the supervisor's words."""
FIRST_ROW = 9
"""Of the skills on a page."""
ASSESSED_BY, ON_DAY, IN_WORDS = N_("Assessed by"), N_("Date (YYYY-MM-DD)"), N_("The supervisor's words")
LEVEL_NOW = N_("Level now (choose)")
"""What stands before those cells and over the levels: by these a page is read whose columns or rows somebody has moved."""
DIFFERENCES_TAKEN = ("NEW", "CHANGED", "SAME")
"""Differences that are stored when accepted; a conflict only where somebody says so."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a sheet is about. `base` are the levels it was made with, `occasion` what is to be assessed."""

    employment: str
    participant: str
    profile: int
    version: int
    occasion: str
    made_on: date
    base: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Filled:
    """One row as it came back: its row in the file, its key and what stands in the level's cell."""

    row: int
    key: str
    cell: Cell


class Unread(NamedTuple):
    """What a sheet lacks or says that cannot be read: a code, its row (0 where it has none) and a sentence."""

    code: str
    row: int
    text: Text


@dataclass(frozen=True, slots=True)
class Returned:
    """One sheet as it came back."""

    sheet: str
    head: Head
    rows: Sequence[Filled]
    assessor: str
    on: date | None
    remark: str
    unread: Unread | None = None
    """Why nothing of it was read, though the others in its file are."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What one row would change. `old` is the level in the bank now, `new` the one in the sheet."""

    kind: str
    row: int
    code: str
    skill: str
    old: int | None
    new: int | None
    text: Text


def row_key(secret: str, head: Head, code: str) -> str:
    """The key of a row: employment, skill, and eight characters that nobody without the bank can make."""
    said = f"{head.employment}|{head.participant}|{head.profile}|{head.version}|{code}"
    check = hmac.new(bytes.fromhex(secret), said.encode(), hashlib.sha256).hexdigest()[:8]
    return f"{head.employment}.{code}.{check}"


def head_check(secret: str, head: Head) -> str:
    """The check value of a whole sheet's head."""
    said = "|".join(
        str(getattr(head, f)) for f in ("employment", "participant", "profile", "version", "occasion", "made_on")
    )
    said += "|" + ",".join(f"{k}={v}" for k, v in sorted(head.base.items()))
    return hmac.new(bytes.fromhex(secret), said.encode(), hashlib.sha256).hexdigest()[:16]


def level_in(cell: Cell) -> int | None:
    """The level in a cell: 3, "3" or "3 Manages independently". None where it is empty. Raises ValueError."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    cell = own_cell(cell)
    if isinstance(cell, int | float):
        if isinstance(cell, bool) or cell not in LEVELS:
            raise ValueError(cell)
        return int(cell)
    first = str(cell).split()[0].rstrip(".:")
    if not first.isdigit() or int(first) not in LEVELS:
        raise ValueError(cell)
    return int(first)


def differences(
    secret: str, returned: Returned, profile: Profile, levels: Mapping[str, int], later: Mapping[str, date]
) -> list[Difference]:
    """Row by row what a returned sheet would change. `levels` are the bank's latest now, `later` the day of a newer
    assessment of a skill than the sheet, by skill code."""
    names = {s.code: s.sv for s in profile.skills()}
    head, met = returned.head, set()
    out = []
    for filled in returned.rows:
        ref, _, rest = filled.key.partition(".")
        code = rest.rpartition(".")[0]
        if ref != head.employment:
            out.append(_told("WRONG_PERSON" if rest else "UNKNOWN", filled, code, names, levels))
        elif filled.key != row_key(secret, head, code):
            out.append(_told("UNKNOWN", filled, code, names, levels))
        elif code in met:
            out.append(_told("TWICE", filled, code, names, levels))
        else:
            met.add(code)
            out.append(_row(filled, code, names, levels, head, later))
    for code in sorted(set(head.base) | set(names)):
        if code not in met and code in names:
            gone = Filled(0, "", None)
            out.append(_told("MISSING", gone, code, names, levels))
    return [d for d in out if not (d.kind == "SAME" and d.new is None)]


def _row(
    filled: Filled,
    code: str,
    names: Mapping[str, str],
    levels: Mapping[str, int],
    head: Head,
    later: Mapping[str, date],
) -> Difference:
    try:
        new = level_in(filled.cell)
    except ValueError:
        if isinstance(filled.cell, JoinedCell):
            said = text(
                N_("Row {row}, {skill}: left out. {why}"), row=filled.row, skill=names.get(code, code), why=Text(JOINED)
            )
            return Difference("NO_LEVEL", filled.row, code, names.get(code, code), levels.get(code), None, said)
        return _told("NO_LEVEL", filled, code, names, levels)
    if code not in names:
        return _told("OLD_PROFILE", filled, code, names, levels)
    old = levels.get(code)
    if new is None or new == old:
        return Difference(
            "SAME", filled.row, code, names[code], old, new, text(N_("{skill}: unchanged"), skill=names[code])
        )
    last = head.base.get(code) if code in later else old
    if three_way(last, old, new) in {"clash", "kept"}:  # whoever fills in a level says it, also the one of last time
        said = text(
            N_("{skill}: the sheet says {new}, but {old} was assessed here on {day}"),
            skill=names[code],
            new=new,
            old=old if old is not None else "–",
            day=later[code],
        )
        return Difference("CONFLICT", filled.row, code, names[code], old, new, said)
    if old is None:
        return Difference(
            "NEW", filled.row, code, names[code], None, new, text(N_("{skill}: {new}"), skill=names[code], new=new)
        )
    said = text(N_("{skill}: {old} becomes {new}"), skill=names[code], old=old, new=new)
    return Difference("CHANGED", filled.row, code, names[code], old, new, said)


def _told(kind: str, filled: Filled, code: str, names: Mapping[str, str], levels: Mapping[str, int]) -> Difference:
    sentences = {
        "NO_LEVEL": N_("Row {row}, {skill}: “{cell}” is no level from 1 to 4"),
        "WRONG_PERSON": N_("Row {row} belongs to another person's sheet and was left out"),
        "OLD_PROFILE": N_("Row {row}: the skill {skill} is not in the profile any more"),
        "MISSING": N_("{skill}: the row was cut out of the sheet, nothing changes"),
        "UNKNOWN": N_("Row {row} is no row of this sheet and was left out"),
        "TWICE": N_("Row {row} is a copy of a row further up, {skill}, and was left out"),
    }
    params = {"row": str(filled.row), "skill": names.get(code, code), "cell": seen_cell(filled.cell)}
    used = {k: v for k, v in params.items() if "{" + k + "}" in sentences[kind]}
    return Difference(
        kind, filled.row, code, names.get(code, code), levels.get(code), None, text(sentences[kind], **used)
    )


def level_name(employment: str, code: str) -> str:
    """What the level of one skill in a sheet is called among changes, by the employment's reference and the skill's code."""
    return f"{employment}.{code}"
