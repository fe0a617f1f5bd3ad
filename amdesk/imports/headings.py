"""The heading rows of a sheet, and which field each column stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from amdesk.domain.people.identity import check_digit
from amdesk.domain.texts import Text
from amdesk.domain.values import fold, squash
from amdesk.imports.model import ImportField, ImportKind
from amdesk.imports.reader import FileCell, FileRow, ReadSheet, blank, empty, filled, long

LOOK_FOR_HEADER = 60
OTHERS = re.compile(
    r"(?:ansvarig )?(?:(?:social|arbetsmarknads)?sekreterare|(?:arbets|social)?handläggare\w*|handledare|arbetsledare|kontaktperson|chef|coach|remittent"
    r"|anhörig|god man|tolk|case ?worker|supervisor|contact person)",
    re.IGNORECASE,
)
"""Groups of columns about somebody else than the person of the row."""
UNIT = re.compile(
    r"(?: (?:ja (?:eller )?nej|j n|yes no)|(?: i)? (?:%|procent|kr|kronor|sek|tim|timmar|min|minuter|st))$"
)
"""What a heading says of the figures below it, at its end."""
WISHED = re.compile(
    r"^(?:önskad|önskat|önskade|planerad|planerat|prel|preliminär|preliminärt|ev|desired|preferred|wished) | (?:önskad|önskat|önskade)$"
)
"""What a heading says of its column beside its name, where a list tells what people wish."""
OF_WISHES = {"extent", "available_from", "wishes", "max_travel"}
SHARE = re.compile(r"\b(?:tj|tjg|syss|sysselsättnings|tjänstgörings|tjänst)\.? ?grad\b|%|\bprocent\b|\bpercent\b")
"""In a heading over hours: that its figures are shares of full time. A column of hours counts before it."""
HOURS = re.compile(r"\b(?:tim|timmar|h|hours?)\b")
NAME_OF = re.compile(r"^namn(?:et)? på ")
"""How a heading may begin over the names of what it says: "Namn på arbetsplats"."""
NUMBERED = re.compile(r" (?:nr )?[1-9]$")
"""The end of headings that stand side by side, each for one of several things."""
OF_NUMBERS = re.compile(r" ?(?:nr|nummer|no|number)$")
"""The end of a heading over numbers, which may as well stand without it."""
OF_NUMBERED = {"identity", "phone", "supervisor_phone", "case_number"}
OF_SEVERAL = {"needs", "wishes", "demands", "comment"}
"""Fields that hold several things: columns of other headings that mean the same are read with the first."""
AT_HOME = re.compile(r"hem|bostad|home")
"""In a heading over phones: that they are read where there are no others."""
TIGHT = 6
"""Letters; a shorter heading may be another word without its space."""
NAMED = {"name", "first_name", "last_name"}
NUMBER = re.compile(r"(?:18|19|20)?\d{2}[01]\d\d{2}[-+ ]?\d{4}")


def header_key(cell: object) -> str:
    """A header cell for comparing: without bracketed units, dots and other signs."""
    said = re.sub(r"\(.*?\)", " ", fold(cell) if cell is not None and not long(cell) else "")
    said = re.sub(r"['’´`]s\b", "s", said.replace(".", "").replace("&", " och "))
    plain = squash(re.sub(r"[^\w%]+", " ", said)).strip()
    return re.sub(r"\b(fr|t) o m\b", r"\1om", plain)  # "fr o m", as people write it without its points


def of_share(heading: str) -> bool:
    """Whether the figures below a heading over hours are shares: "Tjänstgöringsgrad", and not "Timmar (100 % är 40)"."""
    said = fold(heading)
    return bool(SHARE.search(said)) and not HOURS.search(said)


@dataclass(frozen=True, slots=True)
class Headings:
    """What heads a column: words by their key, and tests for kin that nobody listed."""

    words: Mapping[str, str]
    kin: tuple[ImportField, ...]
    tight: Mapping[str, str]
    """The same words without the spaces in them, which people set as they like: "E post adress", "Syss. grad"."""
    wished: bool
    """The list tells what people wish."""

    def field(self, heading: object) -> str | None:
        """The field that a heading stands for."""
        key = header_key(heading)
        plain = self._called(key) or self._wished(key)
        if plain or (plain := self._joined(heading)):
            return plain
        return next((f.name for f in self.kin if key and f.heads and f.heads(squash(heading))), None)

    def _joined(self, heading: object) -> str | None:
        """The field of a heading that says it in two words: "Anpassningar/behov"; none where the two are not one field."""
        parts = squash(heading).split("/") if isinstance(heading, str) and not long(heading) else []
        found = {self._called(header_key(part)) for part in parts}
        return found.pop() if len(parts) > 1 and len(found) == 1 else None

    def one_of_several(self, heading: object) -> str | None:
        """The field that holds several things and that a numbered heading ("Önskat yrke 2") stands for one of."""
        found = self.field(heading) if NUMBERED.search(header_key(heading)) else None
        return found if found == "wishes" else None

    def _called(self, key: str) -> str | None:
        for said in (key, UNIT.sub("", key), NAME_OF.sub("", key)):
            if found := self.words.get(said) or self.tight.get(said.replace(" ", "")):
                return found
        bare = OF_NUMBERS.sub("", key)
        return found if bare != key and (found := self.words.get(bare)) in OF_NUMBERED else None

    def _wished(self, key: str) -> str | None:
        plain = NUMBERED.sub("", key)
        for said in (plain, WISHED.sub("", UNIT.sub("", plain))) if self.wished else ():
            if said != key and (found := self._called(said)) in OF_WISHES:
                return found
        return None

    def hits(self, cells: Sequence[FileCell]) -> int:
        """How many fields a row's cells would head."""
        return len({f for c in cells if (f := self.field(c))})


@lru_cache(64)
def _listed(kind: ImportKind) -> Headings:
    """The headings of a kind by themselves: some hundred words, made once and not for each file."""
    out = {header_key(s): f.name for f in kind.fields for s in (f.name.replace("_", " "), *f.synonyms)}
    tight: dict[str, set[str]] = {}
    for key, field in out.items():
        if len(key) >= TIGHT:
            tight.setdefault(key.replace(" ", ""), set()).add(field)
    return Headings(
        out,
        tuple(f for f in kind.fields if f.heads),
        {key: fields.pop() for key, fields in tight.items() if len(fields) == 1},
        wished=kind.name == "participants",
    )


def headings(kind: ImportKind, remembered: Mapping[str, str]) -> Headings:
    """How the columns of a kind are headed, the user's own mappings first."""
    listed = _listed(kind)
    if not remembered:
        return listed
    return replace(listed, words={**listed.words, **{header_key(h): f for h, f in remembered.items()}})


def score(rows: list[FileRow], known: Headings) -> tuple[int, int]:
    """(most known headers on one row, most filled cells on one row)."""
    hits = max((known.hits(cells) for _, cells, _ in rows), default=0)
    return hits, max((filled(cells) for _, cells, _ in rows), default=0)


def header_index(sheet: ReadSheet, known: Headings) -> int | None:
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


def joined_headers(rows: list[FileRow], index: int, known: Headings) -> tuple[list[str], list[int]]:
    """The heading row; where a cell of it is empty, what the heading row above it says. And the numbers of the rows joined."""
    out = [squash(c) if c is not None else "" for c in rows[index][1]]
    joined = [rows[index][0]]
    for i in range(index - 1, -1, -1):
        number, cells, _ = rows[i]
        if not known.hits(cells):
            break
        for j, c in enumerate(cells):
            if j < len(out) and not out[j] and c is not None:
                out[j] = squash(c)
                joined = [number, *(n for n in joined if n != number)]
    return out, joined


def told_headers(rows: list[FileRow], said: str) -> tuple[int, list[str], list[int]] | None:
    """(index of the lowest, headings, numbers) of the rows that somebody says the headings stand in."""
    first, _, last = said.partition("-")
    wanted = range(int(first), int(last or first) + 1) if first.isdigit() and (last or first).isdigit() else range(0)
    found = [i for i, (number, _, _) in enumerate(rows[:LOOK_FOR_HEADER]) if number in wanted]
    if not found:
        return None
    out = [""] * max(len(rows[i][1]) for i in found)
    for i in found:  # a lower row stands above a higher one, where it says anything
        for j, cell in enumerate(rows[i][1]):
            out[j] = squash(cell) if not empty(cell) else out[j]
    return found[-1], out, [rows[i][0] for i in found]


def of_others(headers: list[str], above: Sequence[FileCell], known: Headings) -> list[str]:
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


def numbers_found(kind: ImportKind, mapping: Mapping[int, str], below: list[FileRow]) -> dict[int, str]:
    """The column of identity numbers where no heading names it: one that holds them in most of its cells."""
    if not any(f.name == "identity" for f in kind.fields) or "identity" in mapping.values():
        return {}
    for j in range(max((len(cells) for _, cells, _ in below), default=0)):
        held = [cells[j] for _, cells, _ in below if j < len(cells) and not empty(cells[j])]
        if mapping.get(j, "born") == "born" and 2 * sum(map(_identity_like, held)) > len(held):
            return {j: "identity"}
    return {}


def _identity_like(cell: FileCell) -> bool:
    said = "" if long(cell) else squash(cell)
    digits = re.sub(r"\D", "", said)[-10:]
    return bool(NUMBER.fullmatch(said)) and check_digit(digits[:9]) == int(digits[9])


def map_columns(headers: list[str], known: Headings) -> dict[int, str]:
    """Column index -> field; the first column of a name wins, but of a field that takes several all are read."""
    out: dict[int, str] = {}
    several = {f.name for f in known.kin}
    for i, header in enumerate(headers):
        found = known.field(header)
        if found == "hours" and not of_share(header):
            out = {j: f for j, f in out.items() if f != found or not of_share(headers[j])}
        if found and (found in several or found not in out.values() or found == known.one_of_several(header)):
            out[i] = found
    return out


Twice = Mapping[str, tuple[int, ...]]
"""Of a field that several columns of one heading would be and that say different things: the columns."""


def doubled(headers: list[str], known: Headings, mapping: dict[int, str], below: list[FileRow]) -> Twice:
    """Takes the columns that head a field once more into the mapping: in place of the first where that is empty, beside it where
    the two have one heading and no row says two things. What is left is asked."""
    several, twice = {f.name for f in known.kin}, dict[str, tuple[int, ...]]()
    for first, field in list(mapping.items()):
        others = (
            [] if field in several else [j for j, h in enumerate(headers) if j != first and known.field(h) == field]
        )
        if field == "identity" and others:
            _numbers_beside(first, others, mapping, below)
            continue
        full = [j for j in (first, *others) if j not in mapping or j == first]
        full = [j for j in full if any(j < len(cells) and not empty(cells[j]) for _, cells, _ in below)]
        if field == "phone":
            full.sort(key=lambda j: AT_HOME.search(fold(headers[j])) is not None)
        if not others or not full:
            continue
        if first != full[0]:
            del mapping[first]
            mapping[full[0]] = field
        alike = [j for j in full if header_key(headers[j]) == header_key(headers[full[0]])]
        if any(
            len({fold(cells[j]) for j in alike if j < len(cells) and not empty(cells[j])}) > 1 for _, cells, _ in below
        ):
            twice[field] = tuple(alike)
        else:
            mapping.update(dict.fromkeys(alike, field))
        if field in OF_SEVERAL:
            mapping.update(dict.fromkeys((j for j in full if j not in alike), field))
    return twice


def _numbers_beside(first: int, others: list[int], mapping: dict[int, str], below: list[FileRow]) -> None:
    """Of several columns of numbers the one that holds most of them, with those that stand beside it where it is empty: a
    system's own number of a person ("Person-id") is no identity number."""

    def held(column: int) -> list[FileCell]:
        return [cells[column] if column < len(cells) else None for _, cells, _ in below]

    best = max((first, *others), key=lambda j: sum(_identity_like(c) for c in held(j) if c is not None))
    del mapping[first]
    mapping[best] = "identity"
    for j in sorted({first, *others} - {best}):
        pairs = [(a, b) for a, b in zip(held(best), held(j), strict=True) if not empty(b)]
        if pairs and all(empty(a) or fold(a) == fold(b) for a, b in pairs):
            mapping[j] = "identity"


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A sheet whose headings were found: where they stand, what they say, and what each column stands for."""

    sheet: ReadSheet
    header: int
    headers: list[str]
    heading_rows: list[int]
    mapping: dict[int, str]
    guessed: dict[int, str]
    twice: Twice

    def below(self) -> list[FileRow]:
        return self.sheet.rows[self.header + 1 :]

    def fields(self) -> frozenset[str]:
        return frozenset((self.mapping | self.guessed).values())


def table_of(sheet: ReadSheet, kind: ImportKind, known: Headings, said: str = "") -> FoundTable | None:
    """The table of a sheet; None where no row looks like headings. `said` is which rows somebody says they stand in, "4" or
    "3-4"; a sheet that has no such row is read by what its rows look like."""
    told = told_headers(sheet.rows, said)
    header = told[0] if told else header_index(sheet, known)
    if header is None:
        return None
    headers, joined = told[1:] if told else joined_headers(sheet.rows, header, known)
    if header and (kind.of_people or any(f.name == "supervisor" for f in kind.fields)):
        headers = of_others(headers, sheet.rows[header - 1][1], known)
    mapping, below = map_columns(headers, known), sheet.rows[header + 1 :]
    twice = doubled(headers, known, mapping, below)
    guessed = numbers_found(kind, mapping, below)
    return FoundTable(sheet, header, headers, joined, mapping, guessed, twice)


def best_sheet(sheets: Sequence[ReadSheet], known: Headings) -> ReadSheet:
    """The sheet with most known headings on one row; of equals the one that was in front, then the first."""
    if len(sheets) == 1:
        return sheets[0]
    return max(sheets, key=lambda s: (*score(s.rows[:LOOK_FOR_HEADER], known), s.active))


def alike(tables: Sequence[FoundTable], one: FoundTable) -> list[FoundTable]:
    """The tables that hold the same columns as one of them, and rows below; the one in front when the file was saved first."""
    found = [t for t in tables if t is one or (len(t.fields()) > 1 and t.fields() == one.fields() and t.below())]
    return sorted(found, key=lambda t: not t.sheet.active)


def put_together(tables: Sequence[FoundTable]) -> tuple[FoundTable, dict[int, tuple[str, int]]]:
    """Several alike tables as one, each row numbered on from the table above it, and where each number stands in truth."""
    first = tables[0]
    rows = list(first.sheet.rows)
    origin = {number: (first.sheet.name, number) for number, _, _ in rows}
    headers = list(first.headers)
    for other in tables[1:]:
        columns = [_same_column(first, headers, other, j) for j in range(len(other.headers))]
        last = max(origin, default=0)
        for number, cells, hidden in other.below():
            moved: list[FileCell] = [None] * len(headers)
            for j, cell in enumerate(cells[: len(columns)]):
                moved[columns[j]] = cell if not empty(cell) else moved[columns[j]]
            rows.append((last + number, moved, hidden))
            origin[last + number] = (other.sheet.name, number)
    remarks: list[Text] = []
    for said in (r for t in tables for r in t.sheet.remarks):
        remarks += [] if said in remarks else [said]
    sheet = replace(first.sheet, name=", ".join(t.sheet.name for t in tables), rows=rows, remarks=tuple(remarks))
    return replace(first, sheet=sheet, headers=headers), origin


def _same_column(first: FoundTable, headers: list[str], other: FoundTable, column: int) -> int:
    """Where a column of another table belongs: by its field, else by its heading, else as a column of its own at the end."""
    mine, theirs = first.mapping | first.guessed, other.mapping | other.guessed
    if field := theirs.get(column):
        return next(i for i, f in mine.items() if f == field)
    said = other.headers[column]
    for i, heading in enumerate(headers):
        if i not in mine and header_key(heading) == header_key(said):
            return i
    headers.append(said)
    return len(headers) - 1
