"""Power cuts replayed from the calls of the system that a program made: after any of them what was not synced is there, or not, or
torn by the sector."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

from amdesk.db import port
from amdesk.db.engine.backup import prove
from tests import make
from tests.faults import made

SECTOR = 512
ROOT = Path(__file__).parents[2]
CALL = re.compile(r"(?:\d+ +)?(?P<name>\w+)\((?P<args>.*)\) += (?P<gave>-?\d+)")
TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')


class Call(NamedTuple):
    """One of: write (where, what), sync, cut (how long), gone, made; or told (what somebody was told)."""

    kind: str
    file: str
    at: int = 0
    content: bytes = b""


PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from amdesk.db.engine import keys
keys.LANES, keys.MEMORY_KIB, keys.ROUNDS = 1, 64, 1
from tests.faults import power
power.work(Path(sys.argv[2]))
"""


def work(path: Path) -> None:
    """People, one after another; each is told of on standard output. The log is written back on the way, and when it is closed."""
    bank = made.opened(path)
    bank.execute("pragma wal_autocheckpoint = 60").fetchall()
    for number in range(30):
        make.participant(bank, name=f"Person {number}")
        os.write(1, b"told %d\n" % number)
    bank.close()


@cache
def recorded(folder: Path) -> tuple[Path, list[Call]]:
    """The bank before, and the calls, as strace saw them."""
    bank = made.once(folder, "power", lambda _bank: None)
    before = folder / "before.amdesk"
    shutil.copyfile(bank, before)
    log = folder / "calls"
    calls = "openat,close,write,pwrite64,fsync,fdatasync,ftruncate,unlink,rename"
    subprocess.run(
        [
            *["strace", "-f", "-xx", "-s", "70000"],
            f"-etrace={calls}",
            "-o",
            log,
            sys.executable,
            "-c",
            PROGRAM,
            ROOT,
            bank,
        ],
        check=True,
        capture_output=True,
    )
    return before, _calls(log, str(bank))


def _calls(log: Path, bank: str) -> list[Call]:
    names: dict[int, str] = {1: "out"}
    found: list[Call] = []
    for line in log.read_text("ascii").splitlines():
        if (m := CALL.match(line)) is None or int(m["gave"]) < 0:
            continue
        args, gave = m["args"], int(m["gave"])
        texts = [bytes.fromhex(t.replace("\\\\x", "").replace("\\x", "")) for t in TEXT.findall(args)]
        if m["name"] == "openat":
            path = os.fsdecode(texts[0])
            if path.startswith(bank) and not path.endswith("-shm"):
                names[gave] = path[len(bank) :]
                found += [Call("made", names[gave])] if "O_CREAT" in args else []
            else:
                names.pop(gave, None)
            continue
        if m["name"] == "unlink":
            path = os.fsdecode(texts[0])
            found += [Call("gone", path[len(bank) :])] if path.startswith(bank) else []
            continue
        name = names.get(int(args.split(",")[0])) if args[:1].isdigit() else None
        if name is not None:
            found += _call(m["name"], name, args, texts, names)
    return found


def _call(kind: str, name: str, args: str, texts: list[bytes], names: dict[int, str]) -> list[Call]:
    if kind == "close":
        if name != "out":
            names.pop(int(args.split(",", maxsplit=1)[0]))
        return []
    if name == "out":
        return [Call("told", str(int(texts[0].split()[1])))] if kind == "write" and texts[0].startswith(b"told") else []
    last = int(args.rsplit(",", 1)[-1]) if "," in args else 0
    if kind == "pwrite64":
        return [Call("write", name, last, texts[0])]
    if kind == "ftruncate":
        return [Call("cut", name, last)]
    return [Call("sync", name)] if kind in {"fsync", "fdatasync"} else []


def cut(folder: Path, dice: random.Random) -> list[str]:
    """After a random call the power goes. What was told of until then is there, and the bank is whole."""
    before, calls = recorded(folder)
    until = dice.randrange(len(calls) + 1)
    path = made.fresh(folder, folder / "power" / "bank.amdesk")
    files = {"": bytearray(before.read_bytes())}
    told = _replayed(files, calls[:until], dice)
    for name in ("", "-wal"):
        beside = Path(f"{path}{name}")
        beside.unlink(missing_ok=True)
        if name in files:
            beside.write_bytes(bytes(files[name]))
    bank = made.opened(path)
    try:
        assert prove(bank) == []
        there = {str(r["name"]) for r in port.rows(bank, "select name from participant")}
    finally:
        bank.close()
    missing = {f"Person {number}" for number in told} - there
    assert not missing, f"told and not there: {missing}"
    assert len(there) <= len(told) + 1, "done and nobody was told"
    return ["cut", "torn" if until < len(calls) else "to the end"]


def _replayed(files: dict[str, bytearray], calls: list[Call], dice: random.Random) -> set[str]:
    """The files as a disk may have them: what was written and not synced by any later call is kept by the sector, or lost."""
    synced: dict[str, int] = {}
    for number, call in enumerate(calls):
        if call.kind == "sync":
            synced[call.file] = number
    lost, told = dice.choice((0.0, 1.0, dice.random())), set[str]()
    for number, call in enumerate(calls):
        sure = number < synced.get(call.file, -1)
        if call.kind == "told":
            told.add(call.file)
        elif call.kind == "made":
            files.setdefault(call.file, bytearray())
        elif call.kind == "gone":
            files.pop(call.file, None)
        elif call.kind == "cut" and (sure or dice.random() >= lost):
            held = files.setdefault(call.file, bytearray())
            del held[call.at :]
            held.extend(bytes(call.at - len(held)))
        elif call.kind == "write":
            _write(files.setdefault(call.file, bytearray()), call, lost if not sure else 0.0, dice)
    return told


def _write(held: bytearray, call: Call, lost: float, dice: random.Random) -> None:
    """By sectors of the disk, each of which is written or not."""
    at, end = call.at, call.at + len(call.content)
    while at < end:
        until = min(end, at - at % SECTOR + SECTOR)
        if dice.random() >= lost:
            held.extend(bytes(max(0, until - len(held))))
            held[at:until] = call.content[at - call.at : until - call.at]
        at = until
