"""Finds the header wherever it stands, maps columns, sorts rows into read and skipped, and checks them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from amdesk.domain.errors import BadFile
from amdesk.domain.people.identity import check_digit
from amdesk.domain.texts import N_, text
from amdesk.domain.values import fold, squash, thousands
from amdesk.imports import kinds, people, places, protection, results, words
from amdesk.imports.clean import cleaned
from amdesk.imports.files import read_file
from amdesk.imports.groups import carry_down
from amdesk.imports.model import Checker, ImportField, ImportKind, Known, RawRow, RowBad, RowOutcome, Staged
from amdesk.imports.reader import FileCell, FileRow, NoValue, ReadSheet, blank, filled

LOOK_FOR_HEADER = 60
OTHERS = re.compile(
    r"(?:ansvarig )?(?:(?:social|arbetsmarknads)?sekreterare|(?:arbets|social)?handläggare\w*|handledare|arbetsledare|kontaktperson|chef|coach|remittent"
    r"|anhörig|god man|tolk|case ?worker|supervisor|contact person)",
    re.IGNORECASE,
)
"""Groups of columns about somebody else than the person of the row."""
NAMED = {"name", "first_name", "last_name"}
NUMBER = re.compile(r"(?:18|19|20)?\d{2}[01]\d\d{2}[-+ ]?\d{4}")
DATES = (*people.PERSON_DATES, *places.PLACE_DATES, *kinds.JOB_DAYS, *results.RESULT_DATES)
"""Fields in which the order of day and month is that of the whole column."""
UNITS = ("extent", "max_travel")
"""Fields whose heading may name another unit than the field has."""
AMOUNTS = ("amount", "pay")
FIGURE = re.compile(r"[-+\d\s.,:%]*(kr|kronor|st|stycken|tim|h|rader|personer|deltagare|platser)?")
COUNTED = r"antal(?: rader| personer| deltagare| platser| poster)?"
TOTALS = re.compile(
    rf"((?:del|slut|total)?summa|totalt?|total sum|{COUNTED})\b(?!.*\b(?:ab|hb|kb|kommun|förening|summarum)\b)"
)
SUM = re.compile(
    rf"((del|slut|total)?summa|summering|s:a|sum|subtotal|(grand )?total|totalt|(totalt )?{COUNTED}|räknat|varav|count|medel(värde|tal)?|genomsnitt|snitt|average|median)"
    rf"(?: (?:antal|deltagare|personer|platser|kvinnor|män))?\s*[:=]?\s*{FIGURE.pattern}"
)
DIALLED = re.compile(r"(?:\+|0)[\d\s-]{6,}")


def header_key(cell: object) -> str:
    """A header cell for comparing: without bracketed units, dots and other signs."""
    said = re.sub(r"\(.*?\)", " ", fold(cell) if cell is not None else "")
    return squash(re.sub(r"[^\w%]+", " ", said.replace(".", ""))).strip()


def stage(path: Path, kind: ImportKind, remembered: Mapping[str, str] | None = None) -> Staged:
    """Read a file for one kind of import. Raises BadFile."""
    sheets = read_file(path)
    known = headings(kind, remembered or {})
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
    headers = _joined_headers(sheet.rows, header, known)
    if kind.of_people and header:
        headers = _of_others(headers, sheet.rows[header - 1][1], known)
    mapping = map_columns(headers, known)
    guessed = _numbers_found(kind, mapping, sheet.rows[header + 1 :])
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    staged = Staged(
        kind, path.name, sheet.name, digest, headers, {**mapping, **guessed}, [], [], sheet.rows, header, sheet.ragged
    )
    staged.guessed, staged.remarks = guessed, sheet.remarks
    sort_rows(staged)
    return staged


@dataclass(frozen=True, slots=True)
class Headings:
    """What heads a column: words by their key, and tests for kin that nobody listed."""

    words: Mapping[str, str]
    kin: tuple[ImportField, ...]

    def field(self, heading: object) -> str | None:
        """The field that a heading stands for."""
        key = header_key(heading)
        if key in self.words:
            return self.words[key]
        return next((f.name for f in self.kin if key and f.heads and f.heads(squash(heading))), None)

    def hits(self, cells: Sequence[FileCell]) -> int:
        """How many fields a row's cells would head."""
        return len({f for c in cells if (f := self.field(c))})


def headings(kind: ImportKind, remembered: Mapping[str, str]) -> Headings:
    """How the columns of a kind are headed, the user's own mappings first."""
    out = {header_key(s): f.name for f in kind.fields for s in (f.name.replace("_", " "), *f.synonyms)}
    return Headings(out | {header_key(h): f for h, f in remembered.items()}, tuple(f for f in kind.fields if f.heads))


def _score(rows: list[FileRow], known: Headings) -> tuple[int, int]:
    """(most known headers on one row, most filled cells on one row)."""
    hits = max((known.hits(cells) for _, cells, _ in rows), default=0)
    return hits, max((filled(cells) for _, cells, _ in rows), default=0)


def _header_index(sheet: ReadSheet, known: Headings) -> int | None:
    rows = sheet.rows[:LOOK_FOR_HEADER]
    best, found = 0, None
    for i, (_, cells, _) in enumerate(rows):
        hits = known.hits(cells)
        if hits > best:
            best, found = hits, i
    if best >= 2 or (best == 1 and found is not None and filled(rows[found][1]) <= 2):
        return _lowest(rows, found or 0, known)
    texts = [
        i
        for i, (_, cells, _) in enumerate(rows)
        if filled(cells) >= 2 and all(c is None or isinstance(c, str) for c in cells)
    ]
    return texts[0] if texts and len(sheet.rows) > texts[0] + 1 else None


def _lowest(rows: list[FileRow], found: int, known: Headings) -> int:
    """The lowest of several heading rows: what stands right above the data says what is in it."""
    for i in range(found + 1, len(rows)):
        cells = rows[i][1]
        if blank(cells):
            continue
        above = rows[found][1]
        hits, fills = known.hits(cells), filled(cells)
        below = all(squash(above[j] or "") == "" for j, c in enumerate(cells[: len(above)]) if c and known.field(c))
        if any(isinstance(c, int | float) for c in cells) or not (
            (hits >= 2 and 2 * hits >= fills) or (hits == fills and below)
        ):
            break
        found = i
    return found


def _joined_headers(rows: list[FileRow], index: int, known: Headings) -> list[str]:
    """The heading row; where a cell of it is empty, what the heading row above it says."""
    out = [squash(c) if c is not None else "" for c in rows[index][1]]
    for i in range(index - 1, -1, -1):
        cells = rows[i][1]
        if not known.hits(cells):
            break
        for j, c in enumerate(cells):
            if j < len(out) and not out[j] and c is not None:
                out[j] = squash(c)
    return out


def _of_others(headers: list[str], above: Sequence[FileCell], known: Headings) -> list[str]:
    """Headings under a group of somebody else's: "Namn" under "Handläggare" is the case worker's name, nobody's own."""
    out, group, block = list(headers), "", list[int]()
    for j in range(len(headers) + 1):
        said = squash(above[j]) if j < len(above) and above[j] is not None else ""
        if said or j == len(headers):
            if OTHERS.fullmatch(group) and any(known.field(headers[i]) in NAMED for i in block):
                for i in block:
                    if known.field(headers[i]) == "name":
                        out[i] = group
                    elif known.field(headers[i]) in {*NAMED, "phone", "email"}:
                        out[i] = f"{headers[i]} {group.lower()}"
            group, block = said, []
        block.append(j)
    return out


def _numbers_found(kind: ImportKind, mapping: Mapping[int, str], below: list[FileRow]) -> dict[int, str]:
    """The column of identity numbers where no heading names it: one that holds them in most of its cells."""
    if not any(f.name == "identity" for f in kind.fields) or "identity" in mapping.values():
        return {}
    for j in range(max((len(cells) for _, cells, _ in below), default=0)):
        said = [
            squash(cells[j]) for _, cells, _ in below if j < len(cells) and cells[j] is not None and squash(cells[j])
        ]
        if mapping.get(j, "born") == "born" and 2 * sum(map(_identity_like, said)) > len(said):
            return {j: "identity"}
    return {}


def _identity_like(said: str) -> bool:
    digits = re.sub(r"\D", "", said)[-10:]
    return bool(NUMBER.fullmatch(said)) and check_digit(digits[:9]) == int(digits[9])


def map_columns(headers: list[str], known: Headings) -> dict[int, str]:
    """Column index -> field; the first column of a name wins, but of a field that takes several all are read."""
    out: dict[int, str] = {}
    several = {f.name for f in known.kin}
    for i, header in enumerate(headers):
        found = known.field(header)
        if found and (found in several or found not in out.values()):
            out[i] = found
    return out


def sort_rows(staged: Staged) -> None:
    """Sort rows below the header into those that are read and those that are no rows at all."""
    staged.rows, staged.skipped, staged.lone = [], [], []
    heads = [[header_key(c) for c in row] for row in (staged.headers, staged.table[staged.header_row][1])]
    width = len(staged.headers)
    identity = next((c for c, f in staged.mapping.items() if f == "identity"), None)
    must = next((c for c, f in staged.mapping.items() if f == ("occupation" if identity is None else "identity")), None)
    below = staged.table[staged.header_row + 1 :]
    none = {n for n, cells, _ in below if _no_row(cells, heads, identity, must)}
    alone = {n for n, cells, _ in below if n not in none and _lone(cells, identity, width)}
    whole = len(below) - len(none) - len(alone)
    if not whole or (staged.ragged and len(alone) > whole):
        alone = set()  # a list of nothing but names
    for i, (number, cells, hidden) in enumerate(staged.table):
        if i <= staged.header_row or number in none or number in alone:
            staged.skipped.append(number)
            continue
        wrong = staged.ragged and (len(cells) < width or not blank(cells[width:]))
        staged.rows.append(RawRow(number, _by_field(staged, cells), hidden, wrong_count=wrong))
    staged.lone = sorted(alone)


def _by_field(staged: Staged, cells: Sequence[FileCell]) -> dict[str, FileCell]:
    """The cells of a row by field; a name in two columns is one name, and protection in several columns is the highest."""
    columns: dict[str, list[tuple[str, FileCell]]] = {}
    for c, f in staged.mapping.items():
        columns.setdefault(f, []).append((staged.headers[c], cells[c] if c < len(cells) else None))
    values = {f: found[0][1] for f, found in columns.items()}
    if any(f.name == "protected" for f in staged.kind.fields):
        # a mark in a column that nobody reads ("Anmärkning") is a mark all the same; nothing else of that cell is kept
        aside = [
            c for i, c in enumerate(cells) if i not in staged.mapping and isinstance(c, str) and protection.marked([c])
        ]
        if found := [*columns.get("protected", ()), *((c, "ja") for c in aside)]:
            values["protected"] = protection.joined(found)
    turn = next((staged.headers[c] for c, f in staged.mapping.items() if f == "name"), "")
    if re.search(r"efternamn.*förnamn", fold(turn)) and isinstance(values.get("name"), str):
        values["name"] = re.sub(r"^(\S+)\s+(\S+)$", r"\1, \2", squash(values["name"]))
    first, last = values.pop("first_name", None), values.pop("last_name", None)
    whole = first is not None and last is not None and squash(first) and squash(last)
    if whole or not squash(values.get("name") or ""):
        parts = [p for p in (first, last) if p is not None and squash(p)]
        if parts or {"first_name", "last_name"} & columns.keys():
            fault = next((p for p in parts if isinstance(p, NoValue)), None)
            values["name"] = fault or " ".join(squash(p) for p in parts)
    return values


def _lone(cells: Sequence[FileCell], identity: int | None, width: int) -> bool:
    """True for a row with one cell, which is a heading between the rows; a number is somebody's, and so is a list of one column."""
    if filled(cells) != 1 or width == 1:
        return False
    number = squash(cells[identity] or "") if identity is not None and identity < len(cells) else ""
    return sum(ch.isdigit() for ch in number) < 6


def _no_row(cells: Sequence[FileCell], heads: list[list[str]], identity: int | None, must: int | None) -> bool:
    if blank(cells) or _total(cells, identity, must):
        return True
    keys = [header_key(c) for c in cells]
    return any(keys[: len(head)] == head for head in heads)


def _total(cells: Sequence[FileCell], identity: int | None, must: int | None) -> bool:
    """True for a sum below the rows or between them. "Total Städ AB" is no sum, and neither is anybody with a number or a
    place with an occupation, which `must` is the column of."""
    number = squash(cells[identity] or "") if identity is not None and identity < len(cells) else ""
    if sum(ch.isdigit() for ch in number) >= 6:
        return False
    words = [fold(c) for c in cells if c is not None and squash(c)]
    said = fold(cells[must] or "") if must is not None and must < len(cells) else ""
    if (
        must is not None
        and (not said or identity is not None or SUM.fullmatch(said))
        and any(SUM.fullmatch(w) for w in words)
    ):
        return True
    sums = [w for w in words if SUM.fullmatch(w) or TOTALS.match(w)]
    return bool(sums) and all(w in sums or (FIGURE.fullmatch(w) and not DIALLED.fullmatch(w)) for w in words)


def _exported(hours: Sequence[FileCell]) -> bool:
    """True for hours that a system has written, each figure with its decimals: a word among them is a fault, nobody's way to say it."""
    figures = [squash(h) for h in hours if h is not None and re.fullmatch(r"[\d.,]+", squash(h))]
    return (
        bool(figures) and all(isinstance(h, str | None) for h in hours) and all(re.search(r"[.,]", f) for f in figures)
    )


def check(staged: Staged, known: Known) -> tuple[list[RowOutcome], Checker]:
    """Check every row. Faults are collected and returned together, never raised one by one."""
    out = []
    units = {f: unit for c, f in staged.mapping.items() if f in UNITS and (unit := words.unit(staged.headers[c]))}
    state = Checker(exported=_exported([r.cells.get("hours") for r in staged.rows]))
    for f in AMOUNTS:
        written = [r.cells.get(f) for r in staged.rows]
        state.thousands = {**state.thousands, **{(f, sign): part for sign, part in thousands(written).items()}}
    turned = {f for f in DATES if words.month_first([r.cells.get(f) for r in staged.rows])}
    above = carry_down(staged.kind.name, staged.rows)
    for raw in staged.rows:
        warnings: set[str] = set()
        raw.read.clear()
        raw.read.update(above.get(raw.number, {}))
        if raw.read:
            warnings.add("CARRIED_DOWN")
        cells = {f: words.turned(v) if f in turned else v for f, v in raw.cells.items()} | raw.read
        cells |= {f: words.with_unit(cells[f], unit) for f, unit in units.items() if f in cells}
        try:
            if raw.wrong_count:
                raise RowBad("FIELD_COUNT")
            clean = cleaned(replace(raw, cells=cells), staged.kind.of_people, known, warnings)
            said, key = staged.kind.check(clean, known, warnings, state)
            if key in state.seen:
                raise RowBad("DUPLICATE")
            state.seen.add(key)
            out.append(
                RowOutcome(raw.number, "accepted", warnings=sorted(warnings), said=said, key=key, read=dict(raw.read))
            )
        except RowBad as bad:
            out.append(RowOutcome(raw.number, "rejected", bad.code, bad.column))
    return out, state
