"""Finds the header wherever it stands, maps columns, sorts rows into read and skipped, and checks them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from amdesk import plainfile
from amdesk.domain.errors import BadFile
from amdesk.domain.stopping import as_long_as_wanted
from amdesk.domain.texts import N_, text
from amdesk.domain.values import fold, squash, thousands
from amdesk.imports import kinds, meanings, people, places, protection, results, sections, signs, words
from amdesk.imports.cells import number_of, said_level
from amdesk.imports.clean import cleaned
from amdesk.imports.ends import SHORT, WHOLE, WRONG, row_ends
from amdesk.imports.files import read_file
from amdesk.imports.foot import FEW, is_foot
from amdesk.imports.groups import carry_down
from amdesk.imports.headings import Headings, alike, best_sheet, header_key, headings, of_share, put_together, table_of
from amdesk.imports.model import Checker, ImportKind, Known, RawRow, RowBad, RowOutcome, SheetFound, Staged
from amdesk.imports.reader import FileCell, NoValue, blank, column_letters, empty, long
from amdesk.imports.sentout import refuse_sent_out

WHO = {"identity", "name", "first_name", "last_name", "source_id", "employer"}
"""Fields of the first column of most lists: what tells a row from another."""
LYING = 20
"""Rows in which a column of headings is looked for."""
SHEETS, ALL = "sheets", "*"
TWICE = "twice:"
"""What the key of the question begins with which of several columns of one heading is read; the field follows."""
"""The key of the question which sheet is read, and the answer that all that are alike are."""
HEADINGS = "headings"
"""The key of which rows somebody says the headings stand in: "4", or "3-4" for two that are read together."""
DATES = (*people.PERSON_DATES, *places.PLACE_DATES, *kinds.JOB_DAYS, *results.RESULT_DATES)
"""Fields in which the order of day and month is that of the whole column."""
UNITS = ("extent", "max_travel")
"""Fields whose heading may name another unit than the field has."""
AMOUNTS = ("amount", "pay")
"""Fields that hold money."""
FIGURE = re.compile(r"[-+\d\s.,:%]*(kr|kronor|st|stycken|tim|h|rader|personer|deltagare|platser)?")
COUNTED = r"antal(?: rader| personer| deltagare| platser| poster)?"
TOTALS = re.compile(
    rf"((?:del|slut|total)?summa|totalt?|total sum|{COUNTED})\b(?!.*\b(?:ab|hb|kb|kommun|förening|summarum)\b)"
)
SUM = re.compile(
    rf"((del|slut|total)?summa|summering|s:a|sum|subtotal|(grand )?total|totalt|(totalt )?{COUNTED}|räknat|varav|count|medel(värde|tal)?|genomsnitt|snitt|average|median)"
    rf"(?: (?:antal|deltagare|personer|platser|kvinnor|män))?\s*[:=]?\s*{FIGURE.pattern}"
)
NAME = re.compile(r"(?:(?:von|van|af|de|del|der|al|el|bin|ibn|la|le)[\s-]|[^\W\d_a-zåäö][\w'’]*(?:[\s,-]+|$))+")
"""A name as people write them. What parts two words of it is a must, or a word in capitals could be parted in a thousand ways."""
DIALLED = re.compile(r"(?:\+|0)[\d\s-]{6,}")


def stage(
    path: Path,
    kind: ImportKind,
    remembered: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
    titles: Mapping[str, str] | None = None,
) -> Staged:
    """Read a file for one kind of import. `answers` are those to the questions of a reading, `titles` the words for occupations.
    Raises BadFile."""
    sheets, answers = read_file(path), answers or {}
    known = headings(kind, remembered or {})
    best = best_sheet(sheets, known)
    tables = [t for s in sheets if (t := table_of(s, kind, known, answers.get(HEADINGS, "")))]
    table = next((t for t in tables if t.sheet is best), None)
    if table is None:
        refuse_sent_out(sheets, path.name)
        raise BadFile(
            text(
                N_(
                    "{file} has no table that can be read: no row looks like headings. Give the columns headings and try again."
                ),
                file=path.name,
            ),
            "NO_HEADER",
        )
    same = alike(tables, table)
    wanted = answers.get(SHEETS, "")
    taken = same if wanted == ALL else [t for t in tables if t.sheet.name == wanted] or same[:1]
    table, origin = put_together(taken) if len(taken) > 1 else (taken[0], {})
    sheet = table.sheet
    digest = hashlib.sha256(plainfile.read(path)).hexdigest()
    mapping = {**table.mapping, **table.guessed}
    staged = Staged(
        kind, path.name, sheet.name, digest, table.headers, mapping, [], [], sheet.rows, table.header, sheet.ragged
    )
    staged.twice = table.twice
    lines = {t.sheet.name: t.sheet.struck for t in taken}
    staged.struck = frozenset(n for n in origin if origin[n][1] in lines[origin[n][0]]) if origin else sheet.struck
    notes = {t.sheet.name: t.sheet.noted for t in taken}
    staged.noted = {n: notes[s][at] for n, (s, at) in origin.items() if at in notes[s]} if origin else sheet.noted
    staged.guessed, staged.remarks, staged.origin, staged.path = table.guessed, sheet.remarks, origin, path
    staged.encoding, staged.delimiter, staged.heading_rows = sheet.encoding, sheet.delimiter, tuple(table.heading_rows)
    below = {t.sheet.name: len([1 for _, cells, _ in t.below() if not blank(cells)]) for t in tables}
    names, same_names = {t.sheet.name for t in taken}, {t.sheet.name for t in same}
    ordered = sorted(sheets, key=lambda s: s.name not in same_names or not s.active)
    staged.sheets = tuple(
        SheetFound(s.name, below.get(s.name, 0), s.name in same_names, s.name in names) for s in ordered
    )
    staged.titles = tuple(dict.fromkeys(sections.titles_of(taken, path.name))) if kind.protects else ()
    staged.doubtful = meanings.decide(staged, titles or {}, remembered or {})
    answered(staged, answers)
    if not answers and (staged.missing() or len(staged.mapping) < 2):  # a name alone stands in many of them
        refuse_sent_out(sheets, path.name)
    sort_rows(staged)
    _standing(staged, known)
    return staged


def _standing(staged: Staged, known: Headings) -> None:
    """Raises BadFile for a list that lies on its side: its headings stand below each other, and a person would be called
    "Telefon"."""
    column = min(staged.mapping, default=None)
    if column is None or staged.mapping[column] not in WHO:  # "Körkort" is a need, and nobody's name
        return
    below = [cells[column] for _, cells, _ in staged.table[staged.header_row + 1 :] if column < len(cells)]
    named = {known.field(c) for c in below[:LYING] if isinstance(c, str) and not long(c)}
    if len(named - {None, staged.mapping[column]}) > 1:
        said = N_(
            "{file} has its headings below each other. Turn the table, so that each row is one, and read it again."
        )
        raise BadFile(text(said, file=staged.file), "TURNED")


def answered(staged: Staged, answers: Mapping[str, str]) -> None:
    """Take the columns for what somebody has said they are: "column:HEADING" is a field, "protected:LEVEL" or "ignore", and
    "field:NAME" the heading of its column."""
    staged.answers = dict(answers)
    fields = {f.name for f in staged.kind.fields}
    for i in range(len(staged.headers)):
        said, _, level = answers.get(f"column:{staged.called(i)}", "").partition(":")
        if said == "ignore":
            staged.mapping.pop(i, None)
        elif said in fields:
            staged.mapping[i] = said
            if said == "protected":
                told = int(level) if level in {"1", "2", "3"} else 1
                staged.levels[i] = max(told, protection.heading_level(staged.heading(i)))
    for name in fields:
        if heading := answers.get(f"field:{name}", ""):
            staged.mapping |= {i: name for i in range(len(staged.headers)) if heading == staged.called(i)}
    named = {i for i in range(len(staged.headers)) if f"column:{staged.called(i)}" in answers}
    left = {name: tuple(i for i in columns if i not in named) for name, columns in staged.twice.items()}
    staged.twice = {name: columns for name, columns in left.items() if len(columns) > 1}
    for name, columns in staged.twice.items():
        said = answers.get(f"{TWICE}{name}", "")
        taken = [i for i in columns if said in {ALL, column_letters(i + 1)}]
        if taken:
            staged.mapping = {i: f for i, f in staged.mapping.items() if i not in columns} | dict.fromkeys(taken, name)


def sort_rows(staged: Staged) -> None:
    """Sort rows below the header into those that are read and those that are no rows at all."""
    staged.rows, staged.skipped, staged.lone = [], [], []
    columns = _Columns(staged)
    heads = [[header_key(c) for c in row] for row in (staged.headers, staged.table[staged.header_row][1])]
    heads = heads[:1] if heads[0] == heads[1] else heads
    width, ends = len(staged.headers), row_ends(staged) if staged.ragged else None
    identity = next((c for c, f in staged.mapping.items() if f == "identity"), None)
    must = next((c for c, f in staged.mapping.items() if f == ("occupation" if identity is None else "identity")), None)
    unsure = staged.table[staged.header_row + 1 :]
    count = len(unsure)
    if identity is not None:
        unsure = [row for row in unsure if not _numbered(row[1], identity)]
    none = {n for n, cells, _ in unsure if _no_row(cells, heads, identity, must)}
    feet = {n for n, cells, _ in unsure if n not in none and _foot(staged, cells, identity)}
    none |= feet
    alone = {n for n, cells, _ in unsure if n not in none and _lone(cells, identity, width)}
    if staged.ragged and staged.kind.of_people:  # where a heading between the rows is rare and a bare name is not
        alone -= {n for n, cells, _ in unsure if _somebody(cells, staged.mapping)}
    if (title := next((c for c, f in staged.mapping.items() if f == "title"), None)) is not None:
        # a vacancy with nothing but its title, below the employer's others
        alone -= {n for n, cells, _ in unsure if n in alone and title < len(cells) and not empty(cells[title])}
    if staged.kind.protects:  # somebody of whom nothing but that may be said is left out by no list
        alone -= {n for n, cells, _ in unsure if n in alone and sections.marked(cells)}
    whole = count - len(none) - len(alone)
    if not whole or (staged.ragged and len(alone) > whole):
        alone = set()  # a list of nothing but names
    stars = sections.stars_of(staged)
    alone |= {
        n
        for n, cells, _ in staged.table[staged.header_row + 1 :]
        if stars and protection.starred(sections.row_text(cells))[1]
    }
    level, over = 0, sections.over_rows(staged, none | alone, alone)
    for i, (number, cells, hidden) in enumerate(staged.table):
        if number in alone or number in over.headings or number in over.doubtful:
            level = over.headings.get(number, over.doubtful.get(number, 0))
        if i <= staged.header_row or number in none or number in alone or number in over.headings:
            staged.skipped.append(number)
            continue
        end = ends.of(number, cells) if ends else WHOLE
        read = _by_field(columns, cells)
        above = sections.title_level(staged, number) if staged.titles else 0
        if said := max(level, above, sections.star(read, stars) if stars else 0, staged.noted.get(number, 0)):
            marks = [("", read.get("protected")), (protection.MARKS[said], "ja")]
            read["protected"] = protection.joined([(h, c) for h, c in marks if not empty(c)])
        staged.rows.append(RawRow(number, read, hidden, wrong_count=end == WRONG, short=end == SHORT))
    staged.lone = sorted(alone | feet | over.headings.keys())


def _foot(staged: Staged, cells: Sequence[FileCell], identity: int | None) -> bool:
    """True for what stands around the table; a row with much in it is not looked into."""
    if len(list(islice((c for c in cells if not empty(c)), FEW + 1))) > FEW or (
        staged.kind.protects and sections.marked(cells)
    ):
        return False
    return is_foot(cells, staged.mapping, identity)


class _Columns:
    """Which cells of a row each field is read from: looked at once for all the rows of a file."""

    def __init__(self, staged: Staged) -> None:
        self.mapping = staged.mapping
        self.of: dict[str, list[tuple[str, int]]] = {}
        for c, f in staged.mapping.items():
            heading = protection.MARKS[staged.levels[c]] if c in staged.levels else staged.heading(c)
            self.of.setdefault(f, []).append((heading, c))
        self.single = [(f, columns[0][1]) for f, columns in self.of.items() if len(columns) == 1]
        self.several = [(f, columns) for f, columns in self.of.items() if len(columns) > 1]
        self.protects = any(f.name == "protected" for f in staged.kind.fields)
        turn = next((staged.headers[c] for c, f in staged.mapping.items() if f == "name"), "")
        self.turned = bool(re.search(r"efternamn.*förnamn", fold(turn)))
        self.named = bool({"first_name", "last_name"} & self.of.keys())


def _by_field(columns: _Columns, cells: Sequence[FileCell]) -> dict[str, FileCell]:
    """The cells of a row by field; a name in two columns is one name, and protection in several columns is the highest."""
    width = len(cells)
    values = {f: cells[c] if c < width else None for f, c in columns.single}
    for field, found in columns.several:
        values[field] = together(field, [cells[c] if c < width else None for _, c in found])
    if columns.protects:
        # a mark in a column that nobody reads ("Anmärkning") is a mark all the same; nothing else of that cell is kept
        aside = [
            c for i, c in enumerate(cells) if i not in columns.mapping and isinstance(c, str) and protection.marked([c])
        ]
        marks = [(heading, cells[c] if c < width else None) for heading, c in columns.of.get("protected", ())]
        if found_ := [*marks, *((c, "ja") for c in aside)]:
            values["protected"] = protection.joined(found_)
    if columns.turned and isinstance(values.get("name"), str):
        values["name"] = re.sub(r"^([^\s,]+)\s+(\S+)$", r"\1, \2", squash(values["name"]))
    return _one_name(values) if columns.named else values


def _one_name(values: dict[str, FileCell]) -> dict[str, FileCell]:
    """A row whose name stands in two columns, beside a column of whole names or not."""
    first, last = values.pop("first_name", None), values.pop("last_name", None)
    whole = first is not None and last is not None and squash(first) and squash(last)
    if whole or not squash(values.get("name") or ""):
        parts = [p for p in (first, last) if p is not None and squash(p)]
        fault = next((p for p in parts if isinstance(p, NoValue)), None)
        values["name"] = fault or " ".join(squash(p) for p in parts)
    return values


def together(field: str, found: Sequence[FileCell]) -> FileCell:
    """The cells of several columns that are read as one field; what two of them say alike stands once."""
    if len(found) == 1:
        return found[0]
    said = {squash(c): c for c in found if not empty(c)}
    if len(said) < 2 or any(isinstance(c, NoValue) for c in found):
        return next((c for c in found if isinstance(c, NoValue)), next(iter(said.values()), found[0]))
    return {"name": " ", "needs": "; "}.get(field, ", ").join(said)  # a "must:" holds for one cell alone


def _lone(cells: Sequence[FileCell], identity: int | None, width: int) -> bool:
    """True for a row with one cell, which is a heading between the rows; a number is somebody's, and so is a list of one column."""
    if width == 1 or len(list(islice((c for c in cells if not empty(c)), 2))) != 1:
        return False
    number = squash(cells[identity] or "") if identity is not None and identity < len(cells) else ""
    return sum(ch.isdigit() for ch in number) < 6


def _somebody(cells: Sequence[FileCell], mapping: Mapping[int, str]) -> bool:
    """True for a row whose name is written as people's are: two words at least, each with its capital letter."""
    said = next(
        (squash(c) for i, c in enumerate(cells) if c is not None and squash(c) and mapping.get(i) == "name"), ""
    )
    return (
        len(said) <= sections.NAMED
        and len(re.findall(r"(?:^|[\s,-])[A-ZÅÄÖÉÜŽŠØÆÑ][^\W\d_A-Z]", said)) >= 2
        and said[:1].isupper()
        and bool(NAME.fullmatch(said))
    )


def _numbered(cells: Sequence[FileCell], identity: int) -> bool:
    """True for a row with a number as systems write it: somebody's, whatever stands beside it, as nearly all rows are."""
    said = cells[identity] if identity < len(cells) else None
    return isinstance(said, str) and len(said) in {10, 12} and said.isdecimal()


def _no_row(cells: Sequence[FileCell], heads: list[list[str]], identity: int | None, must: int | None) -> bool:
    if blank(cells) or _total(cells, identity, must):
        return True
    return any(len(cells) >= len(head) and _repeats(cells, head) for head in heads)


def _repeats(cells: Sequence[FileCell], head: Sequence[str]) -> bool:
    """True for the headings once more; a cell that begins with another letter need not be looked into."""
    return all(
        not (isinstance(cell, str) and _begins_otherwise(cell[:1], said[:1])) and header_key(cell) == said
        for cell, said in zip(cells, head, strict=False)
    )


def _begins_otherwise(cell: str, heading: str) -> bool:
    return cell.isascii() and cell.isalnum() and heading.isascii() and heading.isalnum() and cell.lower() != heading


def _total(cells: Sequence[FileCell], identity: int | None, must: int | None) -> bool:
    """True for a sum below the rows or between them. "Total Städ AB" is no sum, and neither is anybody with a number or a
    place with an occupation, which `must` is the column of."""
    number = squash(cells[identity] or "") if identity is not None and identity < len(cells) else ""
    if (len(number) >= 6 and number.isdecimal()) or sum(ch.isdigit() for ch in number) >= 6:
        return False
    words = [fold(c) for c in cells if not empty(c)] if not any(map(long, cells)) else []
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
    filled = [squash(h) for h in hours if not empty(h)]
    figures = [h for h in filled if re.fullmatch(r"[\d.,]+", h)]
    return (
        2 * len(figures) > len(filled)
        and all(isinstance(h, str | None) for h in hours)
        and all(re.search(r"[.,]", f) for f in figures)
    )


def _odd(staged: Staged, raw: RawRow) -> set[str]:
    """What is to be said of a row as such, whatever stands in it."""
    found: set[str] = set()
    if raw.read:
        found.add("CARRIED_DOWN")
    if raw.number in staged.struck:
        found.add("STRUCK_OUT")
    if raw.hidden:
        found.add("HIDDEN_ROW")
    if raw.short:
        found.add("FIELD_MISSING")
    return found


def check(staged: Staged, known: Known) -> tuple[list[RowOutcome], Checker]:
    """Check every row. Faults are collected and returned together, never raised one by one."""
    out = []
    units = {f: unit for c, f in staged.mapping.items() if f in UNITS and (unit := words.unit(staged.headers[c]))}
    shares = any(f == "hours" and of_share(staged.headers[c]) for c, f in staged.mapping.items())
    state = Checker(exported=not shares and _exported([r.cells.get("hours") for r in staged.rows]))
    for f in AMOUNTS:
        written = [r.cells.get(f) for r in staged.rows]
        state.thousands = {**state.thousands, **{(f, sign): part for sign, part in thousands(written).items()}}
    known = replace(known, answers={**_signs_told(staged), **known.answers})
    turned = {f for f in DATES if date_order(staged, f) == signs.MONTH_FIRST}
    above, of_people = carry_down(staged.kind.name, staged.rows), staged.kind.of_people
    for raw in as_long_as_wanted(staged.rows):
        raw.read.clear()
        raw.read.update(above.get(raw.number, {}))
        warnings = _odd(staged, raw)
        cells: dict[str, FileCell] = raw.cells
        if turned or units or raw.read:
            cells = {**cells, **{f: signs.turned(cells[f]) for f in turned & cells.keys()}, **raw.read}
            cells |= {f: words.with_unit(cells[f], unit) for f, unit in units.items() if f in cells}
        if shares and "hours" in cells:
            cells = {**cells, "hours": words.share(cells["hours"])}
        try:
            if raw.wrong_count:
                raise RowBad("FIELD_COUNT")
            row = RawRow(raw.number, cells, raw.hidden, raw.wrong_count, raw.read)
            clean = cleaned(row, of_people, known, warnings)
            said, key = staged.kind.check(clean, known, warnings, state)
            if key in state.seen:
                state.levels[key] = max(state.levels.get(key, 0), said.protection)
                raise RowBad("DUPLICATE")
            state.seen.add(key)
            out.append(
                RowOutcome(raw.number, "accepted", warnings=sorted(warnings), said=said, key=key, read=dict(raw.read))
            )
        except RowBad as bad:
            out.append(RowOutcome(raw.number, "rejected", bad.code, bad.column))
            if staged.kind.protects and (level := said_level(raw)) and (number := number_of(raw, known)):
                state.levels[number,] = max(state.levels.get((number,), 0), level)
    _protect_all_alike(staged, known, out, state)
    return out, state


def _protect_all_alike(staged: Staged, known: Known, outcomes: Sequence[RowOutcome], state: Checker) -> None:
    """What one row says of somebody's protection holds for all that are hers, also where that row is refused."""
    for o in outcomes:
        if o.said.identity and o.said.protection:
            key = (o.said.identity.number,)
            state.levels[key] = max(state.levels.get(key, 0), o.said.protection)
    if not state.levels:
        return
    for o, raw in zip(outcomes, staged.rows, strict=True):
        number = o.said.identity.number if o.said.identity else number_of(raw, known)
        level = max(state.levels.get(o.key, 0), state.levels.get((number,), 0))
        if o.outcome == "rejected":
            o.protected = level > 0
        elif level > o.said.protection:
            o.said.protection = level
            o.warnings = sorted({*o.warnings, "PROTECTED"})


def date_order(staged: Staged, field: str) -> str:
    """The order of day and month in the column of a field: as somebody has said, else as its values tell."""
    if field not in staged.mapping.values():
        return signs.order([])
    said = _answer(staged, "dates", field)
    return (
        said if said in {signs.DAY_FIRST, signs.MONTH_FIRST} else signs.order([r.cells.get(field) for r in staged.rows])
    )


def decimal_sign(staged: Staged, field: str) -> str:
    """The decimal sign of a column of amounts that somebody has told; empty where nobody has."""
    said = _answer(staged, "decimal", field)
    return said if said in {signs.COMMA, signs.POINT} else ""


def _signs_told(staged: Staged) -> dict[tuple[str, str], bool]:
    """Of each column of amounts whose decimal sign somebody has told: whether a sign parts thousands in it."""
    told = {f: sign for f in AMOUNTS if (sign := decimal_sign(staged, f))}
    return {(f, sign): sign != decimal for f, decimal in told.items() for sign in (signs.COMMA, signs.POINT)}


def _answer(staged: Staged, what: str, field: str) -> str:
    column = next((c for c, f in staged.mapping.items() if f == field), None)
    return "" if column is None else staged.answers.get(f"{what}:{staged.called(column)}", "")
