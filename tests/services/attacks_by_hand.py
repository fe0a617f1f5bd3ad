"""A third part of the corpus: changes made in the same update as a signature that counts, tables and signatures forged byte by
byte, codes packed in other ways, and lists of days that have not come."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from amdesk.domain.competence.base41 import BASE41
from amdesk.domain.competence.statement import CODE_MARK, decode, encode
from amdesk.export import pades, seal
from amdesk.export.badge import credential
from tests.domain.test_statement import CONTENT
from tests.services import more_attacks as more
from tests.services.attacks import (
    CITY_KEY,
    FORMER_KEY,
    OTHER,
    TODAY,
    a_list,
    body_of,
    code,
    genuine,
    other,
    paper,
    resigned,
    seal_of,
    with_signature,
)
from tests.services.more_attacks import by_hand, number_of, stream_of
from tests.services.test_forgeries import DRAWN, UPDATES

g: Any = generic
SIGNED_ALIKE = {"catalog /Extensions", "catalog /Version", "catalog /AcroForm", "page /Annots"}
"""What a signature writes itself: an empty list of notes, a form of no fields, and which version a file is."""
IN_ONE: dict[str, Callable[[Any], None]] = {
    name: change
    for name, change in {**{n: c for n, (c, _) in UPDATES.items()}, **more.MORE_UPDATES}.items()
    if name not in SIGNED_ALIKE
}


def in_one(change: Callable[[Any], None], key: Path, **meta: Any) -> bytes:
    """A change and a signature that counts, in one update: no revision stands by itself."""
    w = IncrementalPdfFileWriter(io.BytesIO(genuine()))
    change(w)
    said: Any = {"field_name": "Signature1", "reason": "Kompetensintyg", "md_algorithm": "sha256"}
    asked = signers.PdfSignatureMetadata(**{**said, "subfilter": fields.SigSeedSubFilter.PADES, **meta})
    load: Any = signers.SimpleSigner.load_pkcs12
    out: Any = signers.PdfSigner(asked, signer=load(str(key), passphrase=b"hemlig")).sign_pdf(w)
    return bytes(out.getvalue())


SIGNATURES: dict[str, dict[str, Any]] = {
    "over SHA-1": {"md_algorithm": "sha1"},
    "of the older kind": {"subfilter": fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED},
    "with a place": {"location": "4 4 4"},
    "with a name of its own": {"name": "4"},
    "that certifies": {"certify": True},
}


def signed(key: Path, data: bytes = b"") -> bytes:
    return pades.signed(data or genuine(), key, "hemlig", "Kompetensintyg")


def ranged(change: Callable[[list[int]], list[int]]) -> Callable[[bytes], bytes]:
    """The bytes that a signature says it covers, others, written in the same room."""

    def changed(data: bytes) -> bytes:
        found = re.search(rb"/ByteRange \[([\d ]+)\]( *)", data)
        assert found
        room = len(found[0])
        said = b"/ByteRange [%s]" % b" ".join(b"%d" % n for n in change([int(n) for n in found[1].split()]))
        return data[: found.start()] + said.ljust(room)[:room] + data[found.end() :]

    return changed


def room_of(data: bytes) -> tuple[int, int]:
    """Where the room of the signature begins and ends, its brackets within."""
    found = list(re.finditer(rb"<[0-9A-Fa-f]{2000,}>", data))[-1]
    return found.start(), found.end()


def in_the_room(data: bytes) -> bytes:
    """An object in the room that the signature leaves out, in place of its padding."""
    _, end = room_of(data)
    hidden = b">\n900 0 obj\n" + stream_of(DRAWN) + b"\nendobj\n"
    return data[: end - len(hidden)] + hidden + data[end:]


def another_signature(data: bytes, key: Path) -> bytes:
    """The signature of another certificate's file in this one's room."""
    theirs = signed(key, other())
    (a, b), (c, d) = room_of(data), room_of(theirs)
    return data[:a] + theirs[c:d] + data[b:]


RANGES: dict[str, Callable[[bytes], bytes]] = {
    "begins later": ranged(lambda r: [1, r[1] - 1, *r[2:]]), "ends sooner": ranged(lambda r: [*r[:3], r[3] - 1]), "ends later": ranged(lambda r: [*r[:3], r[3] + 1]),
    "leaves more out": ranged(lambda r: [0, r[1] - 9, *r[2:]]), "leaves more out behind": ranged(lambda r: [r[0], r[1], r[2] + 9, r[3] - 9]), "the parts exchanged": ranged(lambda r: [*r[2:], *r[:2]]),
    "the update alone": ranged(lambda r: [len(genuine()), r[1] - len(genuine()), *r[2:]]), "nothing": ranged(lambda _: [0, 0, 0, 0]), "twice the first": ranged(lambda r: [*r[:2], *r[:2]]),
    "an object in the room": in_the_room, "no signature in the room": lambda data: data[: room_of(data)[0] + 1] + b"0" * (room_of(data)[1] - room_of(data)[0] - 2) + data[room_of(data)[1] - 1 :],
    "the room in small letters": lambda data: data[: room_of(data)[0]] + data[slice(*room_of(data))].lower() + data[room_of(data)[1] :],
    "moved to another certificate": lambda data: other() + data[len(genuine()) :], "without the table's end": lambda data: data[: data.rindex(b"startxref")], "an end more": lambda data: data + b"%%EOF\n",
    "the base cut by a byte": lambda data: data[:200] + data[201:], "a second update of nothing": lambda data: data + data[data.rindex(b"xref\n0") if b"xref\n0" in data[len(genuine()) :] else data.rindex(b"startxref") :],
    "the seal of another in it": lambda data: data.replace(seal_of(genuine()), seal_of(other())),
}  # fmt: skip


def table_of(said: bytes) -> bytes:
    """The genuine file with a table written by hand at its end, which stands where it says."""
    data = genuine()
    before = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    root = re.findall(rb"/Root (\d+ 0 R)", data)[-1]
    return data + said % {b"here": len(data), b"before": before, b"root": root}


def referenced_by_stream() -> bytes:
    """An update whose table is a stream (ISO 32000-1, 7.5.8), with a page of its own."""
    data, page = genuine(), number_of(rb"/Type /Page\b")
    root = re.findall(rb"/Root (\d+ 0 R)", data)[-1]
    before = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    new = b"%d 0 obj\n%s\nendobj\n" % (page, more.page_again()[page])
    rows = bytes([1]) + len(data).to_bytes(4, "big") + bytes([0])
    here = len(data) + len(new)
    said = b"/Type /XRef /W [1 4 1] /Index [%d 1] /Size 990 /Root %s /Prev %d" % (page, root, before)
    stream = b"989 0 obj\n<<%s /Length %d>>\nstream\n%s\nendstream\nendobj\n" % (said, len(rows), rows)
    return data + new + stream + b"startxref\n%d\n%%%%EOF\n" % here


def in_a_stream_of_objects() -> bytes:
    """The page's dictionary once more, packed with others (ISO 32000-1, 7.5.7)."""
    page = number_of(rb"/Type /Page\b")
    said = more.page_again()[page]
    head = b"%d 0 " % page
    packed = zlib.compress(head + said)
    one = b"<</Type /ObjStm /N 1 /First %d /Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream"
    return by_hand({985: one % (len(head), len(packed), packed)})


def twice_named() -> dict[int, bytes]:
    """A page that has two contents: readers go by the first or by the last."""
    number, said = next(iter(more.page_again().items()))
    return {number: said[:-2] + b" /Contents 6 0 R /Contents 984 0 R>>", 984: stream_of(DRAWN)}


TABLES: dict[str, Callable[[], bytes]] = {
    "a table that names itself": lambda: table_of(b"xref\n0 0\ntrailer\n<</Root %(root)b /Size 9 /Prev %(here)d>>\nstartxref\n%(here)d\n%%%%EOF\n"),
    "a table before the file": lambda: table_of(b"xref\n0 0\ntrailer\n<</Root %(root)b /Size 9 /Prev -1>>\nstartxref\n%(here)d\n%%%%EOF\n"),
    "a table far beyond": lambda: table_of(b"xref\n4 1\n9999999999 00000 n \ntrailer\n<</Root %(root)b /Size 9 /Prev %(before)d>>\nstartxref\n%(here)d\n%%%%EOF\n"),
    "a table of a number that overflows": lambda: table_of(b"xref\n4294967297 1\n0000000015 00000 n \ntrailer\n<</Root %(root)b /Size 9 /Prev %(before)d>>\nstartxref\n%(here)d\n%%%%EOF\n"),
    "the old table, new objects that none names": lambda: table_of(b"4 0 obj\n<</Type /Page>>\nendobj\nstartxref\n%(before)d\n%%%%EOF\n"),
    "a table that is a stream": referenced_by_stream, "objects in a stream": in_a_stream_of_objects, "a key twice": lambda: by_hand(twice_named()),
    "another identity": lambda: by_hand({}, b"/ID [<00><00>]"), "another catalogue": lambda: by_hand({983: b"<</Type /Catalog /Pages 982 0 R>>", 982: b"<</Type /Pages /Kids [] /Count 0>>"}, b"/Root 983 0 R"),
    "an encryption of nothing": lambda: by_hand({983: b"<</Filter /Standard /V 1 /R 2 /O (x) /U (x) /P -4>>"}, b"/Encrypt 983 0 R"), "another generation": lambda: by_hand(more.page_again()).replace(b"00000 n \ntrailer", b"00001 n \ntrailer"),
    "a seal in a comment": lambda: genuine() + b"% " + seal_of(genuine()), "a seal in a stream": lambda: by_hand({983: stream_of(seal_of(genuine()))}), "a seal in a stream, and at the end": lambda: by_hand({983: stream_of(DRAWN)}) + seal_of(genuine()),
    "a code before, as keywords": lambda: genuine().replace(b"%PDF-1.", b"%PDF-1.4\n%" + code(OTHER).encode() + b"\n%PDF-1.", 1), "a linear head": lambda: b"%PDF-1.4\n1 0 obj\n<</Linearized 1 /L 9>>\nendobj\n" + genuine(),
    "another's code as the supervisor's words": lambda: paper(replace(CONTENT, remark=code(OTHER)), FORMER_KEY), "the badge's signature as the seal": lambda: body_of(genuine()) + seal.MARK + badge_signature().hex().encode() + b"\n",
    "returns for line ends after": lambda: genuine() + b"\r", "a null after": lambda: genuine() + b"\0", "the seal's line in two": lambda: genuine().replace(seal.MARK, seal.MARK[:-1] + b"\n"),
}  # fmt: skip


def badge_signature() -> bytes:
    """What the city signed of the same certificate for a badge."""
    import base64

    from tests.services.test_badge import frozen

    said = credential(frozen(), CITY_KEY)["jws"].rpartition(".")[2]
    return base64.urlsafe_b64decode(said + "==")


def repacked(level: int = 0, parts: int = 1, words: Callable[[bytes], bytes] = bytes) -> Callable[[bytes], bytes]:
    """The payload with its words packed in another way."""

    def changed(payload: bytes) -> bytes:
        at, plain = words_in(payload)
        packer = zlib.compressobj(level, zlib.DEFLATED, -15)
        first = packer.compress(plain[:9]) + packer.flush(zlib.Z_FULL_FLUSH) if parts == 2 else b""
        return payload[:at] + first + packer.compress(words(plain[9:] if first else plain)) + packer.flush()

    return changed


def words_in(payload: bytes) -> tuple[int, bytes]:
    """Where the packed words begin, and what they say."""
    for at in range(20, len(payload)):
        unpacker = zlib.decompressobj(-15)
        try:
            said = unpacker.decompress(payload[at:])
        except zlib.error:
            continue
        if unpacker.eof and not unpacker.unused_data and b"\n" in said:
            return at, said
    raise AssertionError


def group_over() -> str:
    """Three letters that stand for more than two bytes hold."""
    return code()[:-3] + BASE41[-1] * 3


PACKED: dict[str, Callable[[], str]] = {
    "words not packed": lambda: resigned(repacked()), "words in two blocks": lambda: resigned(repacked(9, parts=2)), "bytes behind the words": lambda: resigned(lambda p: p + b"\0\0"), "words of megabytes": lambda: resigned(repacked(9, words=lambda w: w + b"A" * 3_000_000)),
    "a line more": lambda: resigned(repacked(9, words=lambda w: w + b"\n4")), "a line less": lambda: resigned(repacked(9, words=lambda w: w.rpartition(b"\n")[0])), "a name that looks alike": lambda: resigned(repacked(9, words=lambda w: w.replace("Åsa".encode(), "Åѕа".encode()))),
    "a name in other code points": lambda: resigned(repacked(9, words=lambda w: w.replace("Å".encode(), "A\u030a".encode()))), "five hundred levels": lambda: resigned(lambda p: p[:30] + b"\xff\x03" + p[31:]), "a number without end": lambda: resigned(lambda p: p[:5] + b"\xff" * 9 + p[5:]),
    "no payload": lambda: encode(b"", decode(code())[2]), "one byte": lambda: encode(b"\x02", decode(code())[2]), "a group that holds too much": group_over, "groups of nothing behind": lambda: code() + "000000",
    "Arabic figures": lambda: code().translate({ord(str(n)): chr(0x660 + n) for n in range(10)}), "a wide colon": lambda: code().replace(":", "："), "the mark in small letters": lambda: code().replace(CODE_MARK, CODE_MARK.lower()),
    "a signature of zeros and one": lambda: with_signature(lambda _: bytes(32) + b"\1" + bytes(31)),
    "the least point": lambda: with_signature(lambda _: b"\1" + bytes(63)), "a point of small order": lambda: with_signature(lambda _: b"\xec" + b"\xff" * 30 + b"\x7f" + bytes(32)), "the halves exchanged": lambda: with_signature(lambda s: s[32:] + s[:32]),
    "the seal's signature": lambda: with_signature(lambda _: bytes.fromhex(seal_of(genuine())[len(seal.MARK) :].decode())), "the badge's signature": lambda: with_signature(lambda _: badge_signature()), "the list's signature": lambda: with_signature(lambda _: bytes.fromhex(a_list().rstrip().rpartition("\n")[2])),
}  # fmt: skip

DAYS: dict[str, Callable[[], str]] = {
    "made when its day has not come": lambda: seal.revocation_list(CITY_KEY, [], date(2036, 1, 1), date(2036, 2, 1)), "made in two days": lambda: seal.revocation_list(CITY_KEY, [], date(2026, 11, 29), date(2026, 12, 29)),
    "the next one before it": lambda: seal.revocation_list(CITY_KEY, [], TODAY, date(2026, 11, 26)), "the last day that there is": lambda: seal.revocation_list(CITY_KEY, [], date(9999, 12, 31), date(9999, 12, 31)),
    "revoked twice": lambda: seal.revocation_list(CITY_KEY, [("AMD-2026-00412", date(2026, 11, 1)), ("AMD-2026-00412", date(2026, 11, 20))], TODAY, date(2026, 12, 27)), "its days exchanged": lambda: a_list().replace("2026-11-27 2026-12-27", "2026-12-27 2026-11-27"),
    "a mark before": lambda: "\ufeff" + a_list(), "its number in wide figures": lambda: a_list().replace("00412", "００４１２"), "a line below its signature": lambda: a_list() + "AMD-2026-00999 2026-11-27\n", "two days in one line": lambda: a_list().replace("00412 ", "00412 2026-11-24 "),
    "the seal of a paper as the list's": lambda: a_list().rpartition("\n")[0].rpartition("\n")[0] + "\n" + seal_of(genuine())[len(seal.MARK) :].decode(), "the page's own head": lambda: "AMDESK3-REVOKED" + a_list()[15:],
}  # fmt: skip

LINKS: dict[str, Callable[[], str]] = {
    "% alone": lambda: "%", "the mark as %": lambda: code().replace("A", "%41", 1).swapcase(), "small letters": lambda: code().lower(),
    "two codes": lambda: f"{code()}&{code(OTHER)}", "a question": lambda: f"?code={code()[:-2]}", "a script": lambda: "javascript:alert(1)", "markup": lambda: "<img src=x onerror=alert(1)>", "a name of the language": lambda: "__proto__",
    "the first form, small": lambda: "AMDESK1:" + "a" * 200, "very long": lambda: CODE_MARK + "A" * 200_000,
}  # fmt: skip
"""What may stand after # of the page's own address, none of it genuine."""
