"""Finds the header wherever it stands, maps columns, sorts rows into read and skipped, and checks them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from amdesk.domain.errors import BadFile
from amdesk.domain.texts import N_, text
from amdesk.domain.values import fold, squash
from amdesk.imports.model import Checker, Kind, Known, Outcome, RawRow, RowBad, Staged
from amdesk.imports.reader import Sheet, blank, filled, read_file

LOOK_FOR_HEADER = 60
TOTALS = re.compile(r"(summa|totalt?|total sum|antal rader)\b")


def header_key(cell: Any) -> str:
    """A header cell for comparing: without bracketed units, dots and other signs."""
    said = re.sub(r"\(.*?\)", " ", fold(cell) if cell is not None else "")
    return squash(re.sub(r"[^\w%]+", " ", said.replace(".", ""))).strip()


def stage(path: Path, kind: Kind, remembered: Mapping[str, str] | None = None) -> Staged:
    """Read a file for one kind of import. Raises BadFile."""
    sheets = read_file(path)
    known = synonyms(kind, remembered or {})
    best = max(
        ((_score(rows, known), -i) for i, s in enumerate(sheets) for rows in [s.rows[:LOOK_FOR_HEADER]]),
        default=((0, 0), 0),
    )
    sheet = sheets[-best[1]]
    header = _header_index(sheet, known)
    if header is None:
        raise BadFile(
            text(
                N_(
                    "{file} has no table that can be read: no row looks like headings. Give the columns headings and try again."
                ),
                file=path.name,
            ),
            "NO_HEADER",
        )
    headers = [squash(c) if c is not None else "" for c in sheet.rows[header][1]]
    mapping = map_columns(headers, known)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    staged = Staged(kind, path.name, sheet.name, digest, headers, mapping, [], [], sheet.rows, header, sheet.ragged)
    sort_rows(staged)
    return staged


def synonyms(kind: Kind, remembered: Mapping[str, str]) -> dict[str, str]:
    """Header key -> field, the user's own mappings first."""
    out = {header_key(s): f.name for f in kind.fields for s in (f.name.replace("_", " "), *f.synonyms)}
    return out | {header_key(h): f for h, f in remembered.items()}


def _score(rows: list[tuple[int, list[Any], bool]], known: Mapping[str, str]) -> tuple[int, int]:
    """(most known headers on one row, most filled cells on one row)."""
    hits = max((len({known[k] for c in cells if (k := header_key(c)) in known}) for _, cells, _ in rows), default=0)
    return hits, max((filled(cells) for _, cells, _ in rows), default=0)


def _header_index(sheet: Sheet, known: Mapping[str, str]) -> int | None:
    rows = sheet.rows[:LOOK_FOR_HEADER]
    best, found = 0, None
    for i, (_, cells, _) in enumerate(rows):
        hits = len({known[k] for c in cells if (k := header_key(c)) in known})
        if hits > best:
            best, found = hits, i
    if best >= 2 or (best == 1 and found is not None and filled(rows[found][1]) <= 2):
        return found
    texts = [
        i
        for i, (_, cells, _) in enumerate(rows)
        if filled(cells) >= 2 and all(c is None or isinstance(c, str) for c in cells)
    ]
    return texts[0] if texts and len(sheet.rows) > texts[0] + 1 else None


def map_columns(headers: list[str], known: Mapping[str, str]) -> dict[int, str]:
    """Column index -> field; the first column of a name wins."""
    out: dict[int, str] = {}
    for i, header in enumerate(headers):
        found = known.get(header_key(header))
        if found and found not in out.values():
            out[i] = found
    return out


def sort_rows(staged: Staged) -> None:
    """Sort rows below the header into those that are read and those that are no rows at all."""
    staged.rows, staged.skipped = [], []
    head = [header_key(c) for c in staged.headers]
    width = len(staged.headers)
    for i, (number, cells, hidden) in enumerate(staged.table):
        if i <= staged.header_row or _no_row(cells, head, staged.ragged):
            staged.skipped.append(number)
            continue
        values = {f: cells[c] if c < len(cells) else None for c, f in staged.mapping.items()}
        staged.rows.append(RawRow(number, values, hidden, wrong_count=staged.ragged and len(cells) != width))


def _no_row(cells: list[Any], head: list[str], ragged: bool) -> bool:
    if blank(cells):
        return True
    first = next((fold(c) for c in cells if c is not None and squash(c)), "")
    if TOTALS.match(first):
        return True
    if not ragged and filled(cells) == 1:
        return True
    return [header_key(c) for c in cells][: len(head)] == head


def check(staged: Staged, known: Known) -> tuple[list[Outcome], Checker]:
    """Check every row. Faults are collected and returned together, never raised one by one."""
    out = []
    state = Checker()
    for raw in staged.rows:
        warnings: set[str] = set()
        try:
            if raw.wrong_count:
                raise RowBad("FIELD_COUNT")
            values, key = staged.kind.check(raw, known, warnings, state)
            if key in state.seen:
                raise RowBad("DUPLICATE")
            state.seen.add(key)
            out.append(Outcome(raw.number, "accepted", warnings=sorted(warnings), values=values, key=key))
        except RowBad as bad:
            out.append(Outcome(raw.number, "rejected", bad.code, bad.column))
    return out, state
