"""A catalogue of odd files: what disks, mail programs and people make of the file that is asked for."""

from __future__ import annotations

import io
import json
import os
import shutil
import socket
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl

DEEP = 100_000
LONG = "9" * 5_000
HUGE = 70 * 1024 * 1024


def _zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(hidden: str, said: str, cells: tuple[object, ...] = ()) -> bytes:
    """A workbook with a sheet of the given title that says something, as our own sheets do, and one row of cells."""
    book = openpyxl.Workbook()
    book.active.append(list(cells))
    sheet = book.create_sheet(hidden)
    for i in range(0, len(said), 30_000):
        sheet.append([said[i : i + 30_000]])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


JSONS: dict[str, str] = {
    "no json": "{", "a word": "nej", "null": "null", "a number": "3", "a text": '"x"', "an empty list": "[]", "a list": "[3, null, {}]", "an empty object": "{}",
    "nested lists": "[" * DEEP, "nested and closed": "[" * DEEP + "]" * DEEP, "nested objects": '{"slots":' * DEEP, "a long number": LONG, "no numbers": "[NaN, Infinity]",
    "long number inside": f'{{"version": {LONG}, "scale": {LONG}}}', "half a letter": '{"slots": "\\ud800"}',
    "slots of nothing": '{"slots": null}', "slots a number": '{"slots": 3}', "slots a text": '{"slots": "abc"}', "no slots": '{"slots": []}', "slots of numbers": '{"slots": [3]}',
    "slots of nulls": '{"slots": [null]}', "a slot of nothing": '{"slots": [{}]}', "a slot of lists": '{"slots": [{"user": [], "kind": {}, "sealed": []}]}',
    "an open slot with no key": '{"slots": [{"user": "", "kind": "open", "sealed": "zz"}]}', "an open slot with half a key": '{"slots": [{"user": "", "kind": "open", "sealed": "abcd"}]}',
    "an open slot that ends the statement": json.dumps({"slots": [{"user": "", "kind": "open", "sealed": "'\"; drop table participant; --"}]}),
    "wrong base64": '{"slots": [{"user": "", "kind": "passphrase", "salt": "!", "sealed": "å"}]}', "empty salt": '{"slots": [{"user": "", "kind": "passphrase", "salt": "", "sealed": ""}]}',
    "short box": '{"slots": [{"user": "", "kind": "passphrase", "salt": "AAAAAAAAAAAAAAAAAAAAAA==", "sealed": "AAAA"}]}',
    "odd settings": '{"bank": "\\u0000", "language": "xx", "theme": "", "scale": -1, "width": 1000000000000000000000, "height": -5, "copies": -3, "user": "\\ud800", "backup_folder": "\\u0000", "second_folder": "\\u0000"}',
    "settings of other types": '{"bank": [], "language": {}, "scale": "100", "letters": 3, "user": null, "copies": 1.5}',
    "policy of nothing": '{"version": null, "order": null, "weights": null}', "policy of lists": '{"order": [[], {}], "weights": {"x": []}}', "policy unknown": '{"nosuch": 1}',
}  # fmt: skip

BYTES: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"", "blank": lambda: b" \n\t\n", "noise": lambda: bytes(range(256)) * 40, "zeros": lambda: bytes(5_000), "utf-16": lambda: "Namn;Personnummer\n".encode("utf-16"),
    "a broken letter": lambda: b'{"slots": "\xff\xfe"}', "an empty zip": lambda: _zip(), "a zip of something": lambda: _zip(a=b"b"), "half a zip": lambda: _zip(a=b"b" * 500)[:60],
    "a workbook with nothing in it": lambda: _zip(**{"xl/workbook.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}), "a pdf's first line": lambda: b"%PDF-1.7\n", "a pdf of noise": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 9,
    "a sealed nothing": lambda: b"%PDF-1.7\n%%EOF\n%AMDESK1 " + b"0" * 128 + b"\n", "a sealed nothing with more": lambda: b"%PDF-1.7\n%%EOF\n%AMDESK1 " + b"0" * 128 + b"\n" + b"9" * 900,
    "the code's first letters": lambda: b"AMDESK1:", "a code of noise": lambda: b"AMDESK1:" + b"A" * 900, "a picture's first bytes": lambda: b"\x89PNG\r\n\x1a\n", "a picture of noise": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
    "another picture": lambda: b"GIF89a" + bytes(40), "and another": lambda: b"II*\x00" + bytes(range(60)), "a key of nothing": lambda: b"-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n",
    "a key of noise": lambda: b"-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAAAAA\n-----END PUBLIC KEY-----\n", "a locked key": lambda: b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nMCow\n-----END ENCRYPTED PRIVATE KEY-----\n",
    "a list of nothing": lambda: b"AMDESK1-REVOKED\n", "a list with a wrong end": lambda: b"AMDESK1-REVOKED 2026-01-01\nAMD-2026-00001\nzz\n", "an old xls": lambda: b"\xd0\xcf\x11\xe0" + bytes(600),
    "a plain database": lambda: b"SQLite format 3\0" + bytes(4_000), "a long number in a text": lambda: f"Av {LONG} deltagare fick 3 arbete, {LONG} av {LONG} (50 %), 12,{LONG} % av 7. {LONG} + {LONG} = {LONG}.".encode(),
    "large numbers in a text": lambda: "50 % av 999999999999999. Av 999999999999 kvinnor fick 499999999999 (50 %) och av 999999999999 män 1 (90 %), totalt 3 av 4 (2 %).".encode(),
    "long numbers in every column": lambda: _long_cells(LONG), "large numbers in every column": lambda: _long_cells("9" * 400), "floats beyond": lambda: _long_cells("1e400"), "no number": lambda: _long_cells("nan"),
    "a workbook of long numbers": lambda: workbook("Data", "x", (LONG, 1e300, "1e999", LONG)), "a workbook with a deep number": lambda: workbook("_amdesk", LONG),
    **{f"sheets: {name}": (lambda said=said: workbook("_amdesk", said)) for name, said in JSONS.items() if len(said) < 1_000_000},  # type: ignore[misc]  # a lambda with defaults
    **{f"attendance: {name}": (lambda said=said: workbook("_amdesk_attendance", said)) for name, said in JSONS.items() if len(said) < 1_000_000},  # type: ignore[misc]  # a lambda with defaults
    **{name: (lambda said=said: said.encode()) for name, said in JSONS.items()},  # type: ignore[misc]  # a lambda with defaults
}  # fmt: skip

HEADINGS = (
    "Personnummer;Namn;Plats;Yrkestitel;Antal platser;Timmar per vecka;Ersättning kr/mån;Från;Till;Omfattning;Period;Belopp;Medsökande;Avslutsorsak;Insats;Född;Telefon;"
    "Max restid;Behov;Ledig från;Slutdatum;Körkort;Språknivå;Skyddade uppg.;Kontaktdatum;Id"
)


def _long_cells(said: str) -> bytes:
    width = HEADINGS.count(";") + 1
    ordinary = [
        "19910102-2380",
        "Aida Prov",
        "Parken",
        "Parkarbetare",
        "2",
        "40",
        "1000",
        "2026-01-01",
        "2026-06-30",
        "100",
        "2026-02",
        "100,00",
        "",
        "arbete",
        "Kurs",
    ]
    ordinary += [""] * (width - len(ordinary))
    rows = [[said] * width] + [[*ordinary[:i], said, *ordinary[i + 1 :]] for i in range(width)]
    rows += [[*ordinary[:i], f"{said} min", *ordinary[i + 1 :]] for i in range(width)]
    return "\n".join([HEADINGS, *(";".join(r) for r in rows)]).encode()


def _missing(path: Path) -> None:
    pass


def _folder(path: Path) -> None:
    path.mkdir()


def _huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(HUGE)


def _circle(path: Path) -> None:
    path.symlink_to(path.name)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _locked(path: Path) -> None:
    path.write_bytes(b"{}")
    path.chmod(0)


THINGS: dict[str, Callable[[Path], None]] = {
    "missing": _missing, "a folder": _folder, "huge": _huge, "a link to itself": _circle, "a socket": _socket, "a pipe": _pipe, "no rights": _locked,
}  # fmt: skip
ALL = (*THINGS, *(name for name in BYTES if ": " not in name))
SHEETS = tuple(name for name in BYTES if name.startswith("sheets: "))
ATTENDANCE = tuple(name for name in BYTES if name.startswith("attendance: "))
GENERAL = (*(name for name in ALL if name not in JSONS), "no json", "a list", "nested lists", "a long number")
"""Where no JSON is asked for, four of them stand for all."""


@cache
def content(name: str) -> bytes:
    """What stands in an odd file, made once: a workbook takes its time, and each is tried in many places."""
    return BYTES[name]()


def put(name: str, path: Path) -> Path:
    """The odd file of that name at a path, in the place of what is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    if name in THINGS:
        THINGS[name](path)
    else:
        path.write_bytes(content(name))
    return path
