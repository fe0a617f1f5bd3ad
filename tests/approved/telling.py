"""An answer as lines of text, and whether they are those that were approved."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from amdesk.domain.people.masked import Masked
from amdesk.domain.texts import Text
from tests.gate.outputs import opened, written

SAID = Path(__file__).parent / "said"
ANEW = "AMDESK_APPROVE"
"""Set where the texts are written anew."""
MOST = 16
WIDE = 300
"""Lines of one answer, and signs of a line, that stand as they are; the others are known by their sum."""
CHANCE = re.compile(
    r"(?<=\.)[0-9a-f]{8}\b|(?<![\w/+-])(?=[\w/+-]*\d)(?:[0-9a-f]{12,}|[0-9a-f]{8}|[\w/+-]{40,}={0,2})(?![\w/+=-])|\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2,}\b|\b[A-Z]-[0-9A-Z]{8}\b|\b\d{8}-[0-9A-F]{6}\b|\b[0-9A-Fa-f]{4}(?: [0-9A-Fa-f]{4})+\b|\bD:\d{14}[+\d']*"
    r"|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
    r"|\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?"
)
"""Keys, sums, references, times and whatever else is another each time."""
CHANGING = {"uid", "token", "seconds", "path", "program"}
"""Fields that are another each time, or on each machine."""


def approved(name: str, said: Iterable[str]) -> None:
    """Compare with what was approved under this name. Raises AssertionError with the lines that differ."""
    path, lines = SAID / f"{name}.txt", list(said)
    if os.environ.get(ANEW):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    assert lines == path.read_text("utf-8").split("\n")[:-1], f"another text than {path.name}; {ANEW}=1 approves it"


def short(said: Iterable[str], most: int = MOST) -> Iterator[str]:
    """As many lines as one reads, and what the others come to."""
    found = [CHANCE.sub("…", line).rstrip() for text in said for line in re.split(r"[\r\n]+", text)]
    yield from (line if len(line) <= WIDE else f"{line[:WIDE]}… {_sum(line)}" for line in found[:most])
    if left := found[most:]:
        yield f"… and {len(left)} more lines, {_sum(*left)}"


def _sum(*said: str) -> str:
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]


def lines(found: object, indent: str = "") -> Iterator[str]:
    """What stands in an answer; what is empty is left out, so that a new field without a value changes nothing here."""
    if (said := plain(found)) is not None:
        yield f"{indent}{said}"
        return
    parts = [(name, part) for name, part in _parts(found) if name not in CHANGING and not _nothing(part)]
    row = [f"{name}={plain(part)}" if name else str(plain(part)) for name, part in parts if plain(part) is not None]
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
    yield sheet.title
    columns = [[c.value for c in column] for column in sheet.iter_cols()]
    telling = [column for column in columns if sum(v not in {None, ""} for v in column) > 1]
    for row in zip(*telling, strict=True):
        yield " | ".join(str(v) for v in row if v is not None)


def plain(found: object) -> str | None:
    """What is said in a word; None of what has parts."""
    if isinstance(found, float):
        return f"{found:.6g}"
    if isinstance(found, bytes):
        return f"{len(found) > 0} bytes"
    if isinstance(found, Masked):
        return str(found.text)
    if found is None or isinstance(found, Text | str | int | date):
        return str(found)
    return None


def _nothing(found: object) -> bool:
    """Also a name beside which nothing stands."""
    if type(found) is tuple and len(found) == 2 and isinstance(found[0], str | Text):
        return _nothing(found[1])
    return not isinstance(found, Masked | Text) and (found is None or found in (0, "", (), [], {}, set(), frozenset()))


def _parts(found: object) -> list[tuple[str, object]]:
    if is_dataclass(found) and not isinstance(found, type):
        return [(f.name, getattr(found, f.name)) for f in fields(found)]
    if isinstance(found, tuple) and hasattr(found, "_fields"):
        return list(zip(found._fields, found, strict=True))
    if isinstance(found, Mapping):
        return [(str(plain(key) or "; ".join(lines(key))), part) for key, part in sorted(found.items(), key=str)]
    if isinstance(found, set | frozenset):
        return [("", part) for part in sorted(found, key=str)]
    if isinstance(found, Iterable):
        return [("", part) for part in found]
    return []
