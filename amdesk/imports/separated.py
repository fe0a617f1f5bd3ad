"""Text files with a sign between the columns: which letters their bytes are, which sign, and where a record ends."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from amdesk.domain.errors import BadFile
from amdesk.domain.texts import N_, Text, plural, text
from amdesk.imports.reader import MAX_ROWS, FileRow, ReadSheet, too_long

DELIMITERS = (";", ",", "\t", "|")
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
"""What a file begins with that says how it is written."""
ONE_BYTE = ("cp1252", "cp850", "mac_roman")
"""As Excel, an old system and a Mac write in Sweden; the first wins where nothing tells them apart."""
OURS, OTHERS = "åäöÅÄÖ", "éÉüÜèàáíóôêëçñøØæÆ"
SAID = "’‘“”…–—•€°§½·\xa0´`¨"
CELL = 32_767
"""Characters, as many as a cell of Excel holds; a field with more of them is rows that a quotation mark has swallowed."""
SEP = re.compile(r'"?sep=(.)"?[;,\t|]*', re.IGNORECASE)


def separated(content: bytes, name: str) -> ReadSheet:
    """The one sheet of a csv. Raises BadFile in one sentence."""
    said, encoding = decoded(content, name)
    lines = said.splitlines(keepends=False)[:1]
    told = SEP.fullmatch(lines[0].strip()) if lines else None
    delimiter = told[1] if told else _delimiter(said)
    try:
        rows, odd = _records(said, delimiter)
    except csv.Error as error:
        raise _no_sheet(name) from error
    if len(rows) > MAX_ROWS:
        raise too_long(name)
    if told and rows:
        rows[0] = []  # what Excel is told by, and no row of the table
    table: list[FileRow] = [(n, row, False) for n, row in enumerate(rows, 1)]
    return ReadSheet(name=name, rows=table, ragged=True, encoding=encoding, delimiter=delimiter, remarks=_remarks(odd))


def _no_sheet(name: str) -> BadFile:
    return BadFile(
        text(N_("{file} is no spreadsheet. Choose an Excel file (.xlsx) or a csv file."), file=name), "NO_SHEET"
    )


def _remarks(odd: list[int]) -> tuple[Text, ...]:
    if not odd:
        return ()
    return (
        plural(
            "Row {rows} has a quotation mark that nobody closed; it was read as it stands.",
            "Rows {rows} have a quotation mark that nobody closed; they were read as they stand.",
            len(odd),
            rows=", ".join(str(n) for n in odd[:10]),
        ),
    )


# letters


FEW_ZEROS = 4
"""What a system leaves of its own in a text; more of them are no text. They are dropped from their cells, and it is said."""


def decoded(content: bytes, name: str) -> tuple[str, str]:
    """(the text, how it was written). UTF-16 and UTF-8 with their marks or without, else what Excel, DOS or a Mac write."""
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            try:
                return _checked(content.decode(encoding), name), encoding.removesuffix("-sig")
            except UnicodeDecodeError:
                break
    if encoding := _sixteen(content[:4096]):
        try:
            return _checked(content[: len(content) // 2 * 2].decode(encoding), name), encoding
        except UnicodeDecodeError:
            raise _no_sheet(name) from None
    if content[:4096].count(0) > FEW_ZEROS:
        raise _no_sheet(name)
    try:
        return _checked(content.decode("utf-8"), name), "utf-8"
    except UnicodeDecodeError:
        found = [(e, said) for e in ONE_BYTE if (said := _tried(content, e)) is not None]
    encoding, said = max(found, key=lambda es: _likely(es[1]))
    return _checked(said, name), encoding


def _sixteen(sample: bytes) -> str:
    """UTF-16 without its mark: every second byte of our letters is 0."""
    half = len(sample) // 2
    if half < 4:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.6 and odd < half * 0.1 else ""


def _tried(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _likely(said: str) -> int:
    """How much like our letters it reads: å, ä and ö within words count for it, signs within words count against it."""
    score = 0
    for m in re.finditer(r"[^\x00-\x7f]", said[:200_000]):
        ch, around = m[0], said[max(0, m.start() - 1) : m.start()] + said[m.end() : m.end() + 1]
        beside = any(c.isalpha() for c in around)
        if ch in OURS:
            score += 3 if beside else 0
        elif ch in OTHERS:
            score += 1 if beside else 0
        elif ch not in SAID:
            score -= 2
        elif beside and ch in "•°§½·":
            score -= 1
    return score


def _checked(said: str, name: str) -> str:
    """Raises BadFile for bytes that are no text, whatever letters they are taken for."""
    sample = said[:4096]
    if sum(ch < " " and ch not in "\t\r\n\f\v" for ch in sample) > max(4, len(sample) // 50):
        raise _no_sheet(name)
    return said.removeprefix("\ufeff")


# columns


def _delimiter(said: str) -> str:
    """The delimiter that gives the most fields on the most rows."""
    sample = said[:20000]
    best, found = 0, ";"
    for delimiter in DELIMITERS:
        try:
            widths = Counter(len(r) for r in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if r)
        except csv.Error:
            continue
        width, times = max(((w, n) for w, n in widths.items() if w > 1), key=lambda wn: wn[0] * wn[1], default=(0, 0))
        if width * times > best:
            best, found = width * times, delimiter
    return found


class _Lines:
    """Lines that can be gone back in."""

    def __init__(self, said: str) -> None:
        self.lines = io.StringIO(said, newline="").readlines()
        self.at = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.at >= len(self.lines):
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1]


def _records(said: str, delimiter: str) -> tuple[list[list[str]], list[int]]:
    """The records of a csv, and the numbers of those with a quotation mark that nobody closed. Such a mark would take whole
    rows into one field: the first line of such a record is read as it stands, and the rows after it as rows."""
    feed = _Lines(said)
    reader = csv.reader(feed, delimiter=delimiter, strict=False)
    out: list[list[str]] = []
    odd: list[int] = []
    while feed.at < len(feed.lines):
        start = feed.at
        row: list[str] | None
        try:
            row = next(reader)
        except csv.Error:  # a field of more than 128 kB
            row = None
        lines = feed.lines[start : feed.at]
        if row is None or _swallowed(lines, row, len(out[-1]) if out else 0, delimiter):
            row = [_unquoted(f) for f in lines[0].rstrip("\r\n").split(delimiter)]
            feed.at = start + 1
            reader = csv.reader(feed, delimiter=delimiter, strict=False)
            odd.append(len(out) + 1)
        elif len(lines) == 1 and lines[0].count('"') % 2:
            odd.append(len(out) + 1)
        if any(f.startswith('="') for f in row):
            row = [_as_text(f) for f in row]
        if any(len(f) > CELL for f in row):
            row = [f[:CELL] for f in row]
            odd += [len(out) + 1] if odd[-1:] != [len(out) + 1] else []
        out.append(row)
    return out, odd


def _swallowed(lines: list[str], row: list[str], width: int, delimiter: str) -> bool:
    if len(lines) < 2 or width < 2 or not any(line.count(delimiter) >= width - 1 for line in lines[1:]):
        return False
    return len(row) != width or sum(line.count('"') for line in lines) % 2 == 1


def _as_text(field: str) -> str:
    """What ="0701740601" says: so systems write figures that Excel is to leave as they are."""
    inner = field[2:-1]
    return inner if field.startswith('="') and field.endswith('"') and '"' not in inner else field


def _unquoted(field: str) -> str:
    whole = len(field) > 1 and field.startswith('"') and field.endswith('"')
    return field[1:-1].replace('""', '"') if whole else field.removeprefix('"')
