"""An answer as lines of text, and whether they are those that were approved."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from numbers import Number
from pathlib import Path
from typing import Any

import openpyxl

from amdesk.domain.people.masked import Masked
from amdesk.domain.texts import Text
from amdesk.imports.reader import NoValue
from tests.gate.outputs import opened, written

SAID = Path(__file__).parent / "said"
ANEW = "AMDESK_APPROVE"
"""Set where the texts are written anew."""
WHOLE = "AMDESK_APPROVED_WHOLE"
"""A folder to which every text is written in full as well: of two versions of the program the two folders are compared."""
MOST = 16
WIDE = 300
"""Lines of one answer, and signs of a line, that stand as they are; the others are known by their sum."""
CHANCE = {
    "a sum or a key": r"\b[0-9a-f]{16,}\b",
    "a key of a row that comes back": r"(?<=\d\.)[0-9a-f]{8}\b",
    "a signature": r"(?<![\w/+-])(?=[\w/+-]*\d)[\w/+-]{40,}={0,2}(?![\w/+=-])",
    "a fingerprint": r"\b[0-9A-F]{4}(?: [0-9A-F]{4}){7}\b",
    "a sum in short": r"\b[0-9a-f]{4} [0-9a-f]{4}\b(?=  (?:un)?changed)",
    "a code to recover by": r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2,}\b",
    "a number of what was given out": r"\b\d{8}-[0-9A-F]{6}\b",
    "when a paper was made": r"\bD:\d{14}[+\d']*",
    "a key of a record": r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b",
    "a moment": r"\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?",
}
"""What is another each time."""
MASK = re.compile("|".join(CHANCE.values()))
REFERENCE = re.compile(r"\b[A-Z]-[0-9A-Z]{8}\b")
"""Made by chance as well, and told by the order in which it is met: whose row it is, is judged."""
CHANGING = {"uid", "token", "seconds", "path", "program"}
"""Fields that are another each time, or on each machine."""


def approved(name: str, said: Iterable[str], most: int = MOST) -> None:
    """Compare with what was approved under this name: `said` in parts, each a line that begins with "==" and the lines under it,
    of which `most` stand as they are. Raises AssertionError with the lines that differ."""
    lines = list(_told(said))
    if folder := os.environ.get(WHOLE):
        _write(Path(folder) / f"{name}.txt", lines)
    path, shown = SAID / f"{name}.txt", list(_shortened(lines, most))
    if os.environ.get(ANEW):
        _write(path, shown)
    assert shown == path.read_text("utf-8").split("\n")[:-1], f"another text than {path.name}; {ANEW}=1 approves it"


def _write(path: Path, lines: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def _told(said: Iterable[str]) -> Iterator[str]:
    """Line by line, without what is another each time."""
    met: dict[str, str] = {}

    def reference(found: re.Match[str]) -> str:
        return met.setdefault(found[0], f"{found[0][0]}#{len(met) + 1}")

    for text in said:
        for line in re.split(r"[\r\n]+", text):
            yield REFERENCE.sub(reference, MASK.sub("…", line)).rstrip()


def _shortened(lines: Iterable[str], most: int) -> Iterator[str]:
    """Of each part as many lines as one reads, and what the others come to."""
    left: list[str] = []
    count = 0
    for line in [*lines, "=="]:
        if line.startswith("=="):
            if left:
                yield f"… and {len(left)} more lines, {_sum(*left)}"
            left, count = [], 0
            yield line
        elif count < most:
            count += 1
            yield line if len(line) <= WIDE else f"{line[:WIDE]}… {_sum(line)}"
        else:
            left.append(line)


def _sum(*said: str) -> str:
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]


def lines(found: object, indent: str = "") -> Iterator[str]:
    """What stands in an answer; what is empty is left out, so that a new field without a value changes nothing here."""
    if (said := plain(found)) is not None:
        yield f"{indent}{said}"
        return
    parts = [
        (name, part)
        for name, part in _parts(found)
        if name not in CHANGING and not ((name or type(part) is tuple) and _nothing(part))
    ]
    row = [f"{name}={plain(part)}" if name else plain(part) or "-" for name, part in parts if plain(part) is not None]
    if row:
        yield indent + "; ".join(row)
    for name, part in parts:
        below = [] if plain(part) is not None else list(lines(part, f"{indent}  "))
        if below and name:
            yield f"{indent}{name}:"
        yield from below


def files(folder: Path) -> Iterator[str]:
    """What stands in each file but banks and their keys, which nobody reads; of a sheet the columns that say something."""
    for path in sorted(folder.rglob("*.*")):
        if not {".amdesk", ".key"}.isdisjoint(path.suffixes):
            yield path.name
        elif path.suffix == ".xlsx":
            yield path.name
            for sheet in openpyxl.load_workbook(opened(path)).worksheets:
                yield from _sheet(sheet)
        else:
            yield from written(path)


def _sheet(sheet: Any) -> Iterator[str]:
    yield f"== {sheet.title}"
    columns = [[c.value for c in column] for column in sheet.iter_cols()]
    telling = [column for column in columns if sum(v not in {None, ""} for v in column) > 1]
    for row in zip(*telling, strict=True):
        yield " | ".join(map(_cell, row))


def _cell(value: object) -> str:
    """A day as a day: of a sheet each has a time of midnight."""
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return "-" if value is None else str(value)


def plain(found: object) -> str | None:
    """What is said in a word; None of what has parts."""
    if isinstance(found, float):
        return f"{found:.6g}"
    if isinstance(found, bytes):
        return f"{len(found) > 0} bytes"
    if isinstance(found, Masked):
        return str(found.text)
    if found is None:
        return "-"
    if isinstance(found, Text | str | Number | date | time | NoValue):
        return str(found)
    return None


def _nothing(found: object) -> bool:
    """Also a name beside which nothing stands. Nought and no are something."""
    if type(found) is tuple and len(found) == 2 and isinstance(found[0], str | Text):
        return _nothing(found[1])
    return found is None or (isinstance(found, str | tuple | list | dict | set | frozenset) and not found)


def _parts(found: object) -> list[tuple[str, object]]:
    """Raises TypeError for what nobody has taught how it is told: it would pass as saying nothing."""
    if is_dataclass(found) and not isinstance(found, type):
        return [(f.name, getattr(found, f.name)) for f in fields(found)]
    if isinstance(found, tuple) and hasattr(found, "_fields"):
        return list(zip(found._fields, found, strict=True))
    if isinstance(found, Mapping):
        return [(str(plain(key) or "; ".join(lines(key))), part) for key, part in sorted(found.items(), key=str)]
    if isinstance(found, set | frozenset):
        return [("", part) for part in sorted(found, key=str)]
    if callable(found):  # a rule that a record has with it
        return []
    if isinstance(found, Iterable):
        return [("", part) for part in found]
    raise TypeError(type(found), found)
