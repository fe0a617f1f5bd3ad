"""`python -m tests.services.bombs [--count 300] [--seed 1]`: files that make a reader of PDF work for minutes, put after a genuine
certificate's seal, signed by one whose signature counts or by nobody, at random sizes and together.

What is bounded is counted, not timed: calls and lines of Python for each file. Prints the most calls, seconds and bytes seen;
exit 1 where a file is called valid, is refused with anything but a sentence, or costs more than `MOST_CALLS`.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from cryptography.hazmat.primitives.asymmetric import ec

from tests.services import signed_updates as made
from tests.services.attacks import Attack, genuine
from tests.services.signed_updates import Parts, first_of_each_kind, put, with_object
from tests.services.test_attacks import refused
from tests.services.test_verify import p12

MOST_CALLS = 700_000
"""Calls for one file; a genuine one with ten signatures takes some 500,000."""
Bomb = Callable[[Parts, int], Parts]


def number(kind: str) -> int:
    return first_of_each_kind()[kind]


def also(parts: Parts, objects: dict[int, bytes]) -> Parts:
    return Parts(parts.base, {**parts.objects, **objects}, parts.trailer, parts.more, parts.table)


def net(parts: Parts, size: int) -> Parts:
    """A tree of pages in which every node names the next one twice: two to the power of its depth of pages."""
    depth = min(size, 60)
    first = 500
    nodes = {
        first + i: b"<< /Type /Pages /Count 2 /Kids [ %d 0 R %d 0 R ] >>" % (first + i + 1, first + i + 1)
        for i in range(depth)
    }
    last = b"<< /Type /Page /Parent %d 0 R /MediaBox [ 0 0 9 9 ] >>" % first
    top = b"<< /Type /Pages /Count 2 /Kids [ %d 0 R %d 0 R ] >>" % (first, first)
    return put(also(parts, {**nodes, first + depth: last, number("/Pages"): top}), Size="600")


def ring(parts: Parts, size: int) -> Parts:
    """A tree whose leaves are its root."""
    own = number("/Pages")
    kids = b" ".join([b"%d 0 R" % own] * size)
    return also(parts, {own: b"<< /Type /Pages /Count 9 /Kids [ %s ] >>" % kids})


def wide(parts: Parts, size: int) -> Parts:
    kids = b" ".join([b"%d 0 R" % number("/Page")] * size)
    return also(parts, {number("/Pages"): b"<< /Type /Pages /Count %d /Kids [ %s ] >>" % (size, kids)})


def deep(parts: Parts, size: int) -> Parts:
    """Arrays within each other, in what a signature writes."""
    said = b"[" * size + b"]" * size
    return with_object(parts, rb"/Fields", rb"/SigFlags 3", b"/SigFlags 3 /More " + said)


def deep_fields(parts: Parts, size: int) -> Parts:
    """Fields within each other, and each a parent of the former."""
    kids = {700 + i: b"<< /Kids [ %d 0 R %d 0 R ] >>" % (701 + i, 701 + i) for i in range(min(size, 30))}
    form = with_object(parts, rb"/Fields", rb"/Fields \[", b"/Fields [ 700 0 R ")
    return put(also(form, kids), Size="800")


def many_fields(parts: Parts, size: int) -> Parts:
    return with_object(parts, rb"/Fields", rb"/Fields \[", b"/Fields [ " + b"9 0 R " * size)


def many_objects(parts: Parts, size: int) -> Parts:
    return put(also(parts, {1000 + i: b"<< /A [ 1 2 3 ] >>" for i in range(size)}), Size=str(1001 + size))


def object_stream(parts: Parts, size: int) -> Parts:
    """Objects that unpack to a thousand times their bytes."""
    packed = zlib.compress(b"900 0 <<>> " + b" " * (min(size, 5000) * 4000), 9)
    head = b"<< /Type /ObjStm /N 1 /First 6 /Filter /FlateDecode /Length %d >>" % len(packed)
    return put(also(parts, {901: head + b"\nstream\n" + packed + b"\nendstream"}), Size="902")


def packed_particulars(parts: Parts, size: int) -> Parts:
    """The metadata that a signature writes, unpacking to a thousand times its bytes, once or twice over."""
    said = b"<x>" + b" " * (min(size, 500) * 40_000) + b"</x>"
    packed = zlib.compress(zlib.compress(said, 9), 9)
    head = b"<< /Type /Metadata /Subtype /XML /Filter [ /Fl /FlateDecode ] /Length %d >>" % len(packed)
    return also(parts, {number("stream /Metadata/XML"): head + b"\nstream\n" + packed + b"\nendstream"})


def entities(parts: Parts, size: int) -> Parts:
    """Words of the metadata that stand for ten others each, nine times over."""
    named = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    said = f'<!DOCTYPE x [<!ENTITY a0 "{"x" * size}">{named}]><x>&a9;</x>'.encode()
    head = b"<< /Type /Metadata /Subtype /XML /Length %d >>" % len(said)
    return also(parts, {number("stream /Metadata/XML"): head + b"\nstream\n" + said + b"\nendstream"})


def deep_particulars(parts: Parts, size: int) -> Parts:
    said = b"<a>" * size + b"</a>" * size
    head = b"<< /Type /Metadata /Subtype /XML /Length %d >>" % len(said)
    return also(parts, {number("stream /Metadata/XML"): head + b"\nstream\n" + said + b"\nendstream"})


def long_number(parts: Parts, size: int) -> Parts:
    return with_object(parts, rb"/Fields", rb"/SigFlags 3", b"/SigFlags " + b"9" * size)


def long_name(parts: Parts, size: int) -> Parts:
    return with_object(parts, rb"/Fields", rb"/SigFlags 3", b"/SigFlags 3 /" + b"#41" * size + b" 1")


def long_string(parts: Parts, size: int) -> Parts:
    return with_object(parts, rb"/ByteRange", rb"/Reason \(", b"/Reason (" + b"\\(" * (size + 300))


def open_strings(parts: Parts, size: int) -> Parts:
    return with_object(parts, rb"/ByteRange", rb"/Reason \(", b"/Reason (" + b"(" * size)


def large_table(parts: Parts, size: int) -> Parts:
    rows = b"0000000015 00000 n \n" * size
    return put(
        Parts(parts.base, parts.objects, parts.trailer, parts.more, lambda t: t + b"3000 %d\n%s" % (size, rows)),
        Size=str(9000 + size),
    )


def many_tables(parts: Parts, size: int) -> Parts:
    """A table of sections that each say to hold millions."""
    rows = b"9000 9999999\n0000000015 00000 n \n" * size
    return Parts(parts.base, parts.objects, parts.trailer, parts.more, lambda t: t + rows)


def table_of_itself(parts: Parts, size: int) -> Parts:
    return put(parts, Prev=str(len(parts.unsigned()) - size))


def long_trailer(parts: Parts, size: int) -> Parts:
    return put(parts, ID="[ <" + "00" * (size + 100) + "> <00> ]")


def larger(parts: Parts, size: int) -> Parts:
    return put(parts, Size="9" * min(size, 4000))


def spaces(parts: Parts, size: int) -> Parts:
    return Parts(parts.base, parts.objects, parts.trailer, b" \n" * (size * 100), parts.table)


def in_a_signature(parts: Parts, size: int) -> Parts:
    """A signature whose values lie within each other, each of the right length."""
    said = b""
    for _ in range(min(size, 3000)):
        n = len(said)
        said = b"\x30" + (bytes([n]) if n < 128 else b"\x83" + n.to_bytes(3, "big")) + said
    room = said.hex().upper().encode()
    return with_object(parts, rb"/ByteRange", rb"/Contents <[0-9A-F]+>", b"/Contents <" + room + b">")


def certificates(parts: Parts, size: int) -> Parts:
    """A room for signatures of megabytes, filled with what looks like the beginning of one."""
    return with_object(parts, rb"/ByteRange", rb"/Contents <[0-9A-F]+>", b"/Contents <" + b"3080" * (size * 50) + b">")


BOMBS: dict[str, Bomb] = {
    f.__name__: f
    for f in (
        net, ring, wide, deep, deep_fields, many_fields, many_objects, object_stream, packed_particulars, entities, deep_particulars,
        long_number, long_name, long_string, open_strings, large_table, many_tables, table_of_itself, long_trailer, larger, spaces, certificates, in_a_signature,
    )
}  # fmt: skip


def empty_updates(data: bytes, count: int) -> bytes:
    """Updates of nothing, one after the other."""
    for _ in range(count):
        before = int(data[data.rindex(b"startxref") :].split()[1])
        here = len(data)
        said = (
            b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 90 /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
        )
        data += said % (number("/Catalog"), before, here)
    return data


UNSIGNED = {"certificates", "in_a_signature"}
"""They stand where the signature would."""
WHOLE: dict[str, Callable[[int], bytes]] = {
    "empty updates": lambda n: empty_updates(genuine(), min(n, 1500)),
    "ends": lambda n: genuine() + b"startxref\n0\n%%EOF\n" * n * 10,
    "seals": lambda n: genuine() + genuine()[-138:] * n * 5,
    "the file again": lambda n: genuine() * min(n, 100),
    "objects without an end": lambda n: genuine() + b"9 0 obj\n" * n * 100,
    "ends of objects": lambda n: genuine() + b"9 0 obj\n" + b"endobj " * n * 100,
    "zeros": lambda n: genuine() + bytes(n * 10_000),
    "heads": lambda n: b"%PDF-1.4\n" * n * 100 + genuine(),
}


def one(dice: Random, key: Path) -> tuple[str, bytes]:
    """A bomb, or several in one, at a size by chance, signed or not, once or over another signature."""
    size = int(10 ** dice.uniform(0.5, 4))
    if dice.random() < 0.2:
        name = dice.choice(sorted(WHOLE))
        return f"{name} {size}", WHOLE[name](min(size, 3000))
    names = dice.sample(sorted(BOMBS), dice.choice([1, 1, 2, 3]))
    parts = made.plain(key, dice.choice([1, 1, 2]))
    for name in names:
        parts = BOMBS[name](parts, size)
    signed = dice.random() < 0.7 and not UNSIGNED & {*names}
    return f"{'+'.join(names)} {size} {'signed' if signed else ''}", parts.signed(key) if signed else parts.unsigned()


def calls_of(act: Callable[[], str]) -> tuple[str, int]:
    """What an act gives, and how many functions were called for it."""
    count = 0

    def counted(_frame: object, event: str, _given: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        return act(), count
    finally:
        sys.setprofile(before)


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--count", type=int, default=300)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    dice, said, bad = random.Random(given.seed), Counter[str](), []
    most = slowest = 0.0
    with tempfile.TemporaryDirectory(prefix="amdesk-bombs-") as folder:
        key = p12(Path(folder), ec.generate_private_key(ec.SECP256R1()))
        for _ in range(given.count):
            name, data = one(dice, key)
            began = time.perf_counter()
            code, calls = calls_of(lambda d=data: refused(Attack(d), Path(folder) / "one", key))  # type: ignore[misc]  # a default, so that each has its own
            seconds = time.perf_counter() - began
            said[code or "VALID"] += 1
            most, slowest = max(most, calls), max(slowest, seconds)
            if not code or calls > MOST_CALLS:
                bad.append(f"{name}: {code or 'VALID'}, {calls} calls, {seconds:.1f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{given.count} files: {dict(said)}; at most {most:.0f} calls, {slowest:.1f} s (counting), {peak} MB")
    print("\n".join(bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
