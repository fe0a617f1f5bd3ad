"""Damaged lists: copies of whole ones with bytes and parts of them changed, and what reading each of them comes to.

    .venv/bin/python -m tests.imports.damaged 5000

Each is read by a process of its own kind, whose memory is measured; one that a file brings down is told of too.
"""

from __future__ import annotations

import io
import multiprocessing
import random
import re
import struct
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from amdesk.db.bank import history
from amdesk.domain.errors import BadFile
from amdesk.imports.oldexcel import Container, contained, records
from amdesk.services.desk import Desk
from tests import make
from tests.conftest import SAMPLES
from tests.imports import books
from tests.imports.cases import CASES

MOST_SECONDS = 5.0
"""Of the processor: others may load the machine."""
MOST_MEMORY = 500 * 1024 * 1024
HANGS = 60.0
"""Seconds after which a file is given up."""
BATCH = 100
HUGE = (b"0", b"1048577", b"16385", b"4294967295", b"99999999999999999999", b"-1", b"x")


class Whole(NamedTuple):
    """A list that can be read, and as what."""

    name: str
    content: bytes
    kind: str


class Outcome(NamedTuple):
    """What reading a damaged list came to: read, or refused with this sentence; or what went wrong in reading it."""

    seed: int
    name: str
    said: str
    wrong: str
    seconds: float


def wholes() -> list[Whole]:
    """One list of every kind of file."""
    cells: dict[tuple[int, int], str | float | None] = {(1, 1): "Personnummer", (1, 2): "Namn", (1, 3): "Omfattning"}
    cells |= {(2, 1): make.number(), (2, 2): "Bo Prov", (2, 3): 75.0, (3, 2): "Cia Prov", (3, 3): None}
    samples = {"01_anstallningar.xlsx": "employments", "02_platser_export.csv": "placements", "04_ekonomiskt_bistand.xlsx": "payments"}  # fmt: skip
    names = (
        "referral.xls",
        "referral.ods",
        "utf16le_bom.csv",
        "formulas_no_cache.xlsx",
        "strict.xlsx",
        "stray_quote.csv",
    )
    return [
        *(Whole(n, (SAMPLES / n).read_bytes(), kind) for n, kind in samples.items()),
        *(Whole(n, (CASES / n).read_bytes(), "participants") for n in names),
        Whole("list.xlsb", books.xlsb(cells), "participants"),
    ]


def damaged(seed: int, whole: list[Whole]) -> Whole:
    """A damaged copy of one of them; the same for the same seed."""
    dice = random.Random(seed)
    one = whole[seed % len(whole)]
    ways: list[Callable[[random.Random, bytes], bytes]] = [_bytes, _bytes]
    if one.content.startswith(b"PK"):
        ways += [_parts, _parts, _parts]
    elif one.name.endswith(".xls"):
        ways += [_stream, _stream, _stream]
    else:
        ways += [_text, _text]
    return one._replace(content=dice.choice(ways)(dice, one.content))


def _bytes(dice: random.Random, content: bytes) -> bytes:
    """Bytes changed, taken out, put in twice, cut off."""
    out = bytearray(content)
    for _ in range(dice.choice((1, 3, 20, 200))):
        at = dice.randrange(max(1, len(out)))
        way = dice.random()
        if way < 0.2:
            del out[at : at + dice.randrange(1, 400)]
        elif way < 0.3:
            out[at:at] = out[at : at + dice.randrange(1, 400)]
        elif way < 0.35:
            del out[at:]
        elif out:
            out[at % len(out)] = dice.choice((0, 255, dice.randrange(256)))
    return bytes(out)


def _parts(dice: random.Random, content: bytes) -> bytes:
    """An archive whose parts are missing, changed for one another, or hold other numbers than they did."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts: dict[str, bytes | str] = {n: archive.read(n) for n in archive.namelist()}
    names = list(parts)
    for _ in range(dice.choice((1, 2, 5))):
        name, other = dice.choice(names), dice.choice(names)
        data = parts.get(name, b"")
        assert isinstance(data, bytes)
        way = dice.random()
        if way < 0.1:
            parts.pop(name, None)
        elif way < 0.15:
            parts[name] = parts.get(other, b"")
        elif way < 0.3:
            parts[name] = _bytes(dice, data) if data else data
        elif way < 0.8:
            parts[name] = _numbers(dice, data)
        else:
            tags = re.findall(rb"<[^>]{1,300}>", data) or [b"<a>"]
            parts[name] = data.replace(
                dice.choice(tags), dice.choice((*tags, b"", b"<!--", b"<![CDATA[")), dice.choice((1, 9))
            )
    return books.packed(parts)


def _numbers(dice: random.Random, data: bytes) -> bytes:
    """Some of the numbers in quotes become ones that cannot be."""
    chance = dice.choice((0.005, 0.05, 0.5))

    def other(m: re.Match[bytes]) -> bytes:
        return m[1] + m[2] + dice.choice(HUGE) + m[4] if dice.random() < chance else m[0]

    if data[:1] == b"<":
        return re.sub(rb"""(["'>])([A-Z]{0,3})(\d{1,9})(["'<])""", other, data)
    out = bytearray(data)
    for _ in range(max(1, int(len(out) * chance / 20))):
        if len(out) > 8:
            struct.pack_into(
                "<I", out, dice.randrange(len(out) - 4), dice.choice((0, 0xFFFF, 0xFFFFFFFF, 1048575, 0x7FFFFFFF))
            )
    return bytes(out)


def _stream(dice: random.Random, content: bytes) -> bytes:
    """An old workbook in a whole container, whose records say other things than they did."""
    stream = bytearray(Container(content).stream("Workbook") or b"")
    spots = list(records(bytes(stream)))
    for _ in range(dice.choice((1, 3, 20))):
        _, at, size = dice.choice(spots)
        way = dice.random()
        if way < 0.2:
            struct.pack_into(
                "<H", stream, at - 4, dice.choice((0x0200, 0x00FC, 0x0006, 0x0205, 0x0085, 0x00BD, 0x000A, 0x0809))
            )
        elif way < 0.3:
            struct.pack_into("<H", stream, at - 2, dice.choice((0, 1, size + 1, 0x2020)))
        elif size >= 4:
            struct.pack_into(
                "<I", stream, at + dice.randrange(size - 3), dice.choice((0, 0xFFFF, 0xFFFFFFFF, 0x7FFFFFFF, 65535))
            )
    return contained(bytes(stream))


def _text(dice: random.Random, content: bytes) -> bytes:
    """A csv with signs where none belong."""
    out = bytearray(content)
    for _ in range(dice.choice((1, 5, 50))):
        at = dice.randrange(max(1, len(out)))
        sign = dice.choice(
            (b'"', b'""', b";", b",", b"\t", b"|", b"\n", b"\r", b"\0", b"\xff\xfe", b"sep=;\n", b'"' + b"x" * 200_000)
        )
        out[at:at] = sign
    return bytes(out)


def readings(seeds: range, folder: Path) -> Iterator[Outcome]:
    """Read each of them as a user does who only looks: nothing may change."""
    whole, desk = wholes(), make.desk(make.memory())
    for seed in seeds:
        one = damaged(seed, whole)
        path = folder / f"{seed}_{one.name}"
        path.write_bytes(one.content)
        start = time.process_time()
        said, wrong = _read(desk, path, one.kind)
        yield Outcome(seed, one.name, said, wrong, time.process_time() - start)
        path.unlink()


def _read(desk: Desk, path: Path, kind: str) -> tuple[str, str]:
    before = history.count_steps(desk.bank)
    try:
        review = desk.imports.review(desk.imports.stage(path, kind))
    except BadFile as refused:
        said = str(refused)
        return said, "" if said.endswith(".") and path.name in said and "\n" not in said else "no sentence of its own"
    except Exception as error:  # noqa: BLE001 - what must never come of a file
        return "", f"{type(error).__name__}: {error}"
    changed = history.count_steps(desk.bank) != before
    return f"{len(review.outcomes)} rows", "the bank was changed" if changed else ""


def _peak() -> int:
    """Bytes at most, of this process alone: what getrusage says includes what the one had that started it."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) * 1024
    except (OSError, StopIteration):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _child(seeds: range, folder: str, send: Connection) -> None:
    for outcome in readings(seeds, Path(folder)):
        send.send((outcome, _peak()))
    send.close()


def tried(count: int, first: int = 0) -> tuple[list[Outcome], int]:
    """(outcomes, most bytes of memory that a process had) of so many damaged lists, read in processes that may fall."""
    out: list[Outcome] = []
    most = 0
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="amdesk-damaged-") as folder:
        at, end = first, first + count
        while at < end:
            seeds = range(at, min(at + BATCH, end))
            receive, send = context.Pipe(duplex=False)
            child = context.Process(target=_child, args=(seeds, folder, send))
            child.start()
            send.close()
            try:
                while at < seeds.stop:
                    if not receive.poll(HANGS):
                        child.kill()  # it goes on by what came before
                    outcome, memory = receive.recv()
                    if memory > MOST_MEMORY >= most:
                        outcome = outcome._replace(wrong=f"{memory >> 20} MB of memory")
                    out.append(outcome)
                    most, at = max(most, memory), at + 1
            except EOFError:
                child.join()
                wrong = "no answer" if child.exitcode == -9 else f"the process ended with {child.exitcode}"
                out.append(Outcome(at, "", "", wrong, 0))
                at += 1
            child.join()
    return out, most


def faults(outcomes: list[Outcome]) -> list[Outcome]:
    """Those that were neither read nor refused in one sentence, or that changed something."""
    return [o for o in outcomes if o.wrong]


def main() -> int:
    outcomes, most = tried(
        int(sys.argv[1]) if len(sys.argv) > 1 else 5000, int(sys.argv[2]) if len(sys.argv) > 2 else 0
    )
    read = sum(o.said.endswith("rows") for o in outcomes)
    print(f"{len(outcomes)} damaged lists: {read} read, {len(outcomes) - read} refused")
    slow = max(outcomes, key=lambda o: o.seconds)
    print(f"slowest {slow.seconds:.2f} s (seed {slow.seed}, {slow.name}), most memory {most >> 20} MB")
    for name, times in sorted(Counter(o.name for o in outcomes).items()):
        print(f"  {times:5} {name}")
    wrong = [*faults(outcomes), *(o for o in outcomes if o.seconds > MOST_SECONDS)]
    for o in wrong[:20]:
        print(f"seed {o.seed} ({o.name}): {o.wrong or f'{o.seconds:.1f} s'}")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
