"""Bodies that a reader of PDF would be kept busy by, or led to what a certificate does not have, below a well-formed seal: whoever
signs electronically cannot tell whose seal it is. Each is one change of a genuine body, its table made right again."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

from amdesk.export import seal
from tests.services.attacks import STRANGER, body_of, genuine

Objects = dict[int, bytes]
OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)endobj\n", re.DOTALL)
FIRST_NEW = 900


def objects() -> Objects:
    return {int(number): said for number, said in OBJECT.findall(body_of(genuine()))}


def number_of(kind: bytes) -> int:
    return next(n for n, said in objects().items() if re.search(kind, said))


def written(said: Objects, trailer: bytes = b"", tail: bytes = b"") -> bytes:
    """The genuine head, the objects, a table that names them, the genuine trailer with something more, a stranger's seal."""
    body = body_of(genuine())
    out = body[: body.index(b"1 0 obj")]
    places = {}
    for number, content in said.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%sendobj\n" % (number, content)
    table, last = len(out), body[body.rindex(b"trailer") :]
    out += b"xref\n0 1\n0000000000 65535 f \n"
    out += b"".join(b"%d 1\n%010d 00000 n \n" % one for one in sorted(places.items()))
    last = re.sub(rb"/Size \d+", b"/Size %d%s" % (max(places) + 1, trailer), last)
    out += re.sub(rb"startxref\n\d+", b"startxref\n%d" % table, last)
    return seal.sealed(STRANGER, out + tail)


def changed(kind: bytes, old: bytes, new: bytes, **more: bytes) -> Callable[[], bytes]:
    """One object changed, and others added by their number (`n900`)."""

    def made() -> bytes:
        said, at = objects(), number_of(kind)
        assert re.search(old, said[at]), (kind, old)
        said[at] = re.sub(old, lambda _: new, said[at], count=1)
        return written(said | {int(name[1:]): content for name, content in more.items()})

    return made


def net(depth: int = 60) -> bytes:
    """A tree of pages in which every node names the next one twice."""
    said = objects()
    top, page = number_of(rb"/Type /Pages"), number_of(rb"/Type /Page\b")
    nodes = {
        FIRST_NEW + i: b"<< /Type /Pages /Count 2 /Kids [ %d 0 R %d 0 R ] >>\n" % ((FIRST_NEW + i + 1,) * 2)
        for i in range(depth)
    }
    last = {FIRST_NEW + depth: said[page]}
    return written(said | {top: b"<< /Type /Pages /Count 2 /Kids [ %d 0 R ] >>\n" % FIRST_NEW} | nodes | last)


def packed(size: int) -> bytes:
    squeezer = zlib.compressobj(9)
    return b"".join(squeezer.compress(b" " * 1_000_000) for _ in range(size)) + squeezer.flush()


def metadata(entries: bytes, content: bytes) -> Callable[[], bytes]:
    def made() -> bytes:
        said = objects()
        said[number_of(rb"/Subtype /XML")] = b"<< /Length %d %s >>\nstream\n%s\nendstream\n" % (
            len(content),
            entries,
            content,
        )
        return written(said)

    return made


XML = b"/Subtype /XML /Type /Metadata"
LAUGHS = b"<!DOCTYPE x [<!ENTITY a 'ha'>%s]><x>&j;</x>" % b"".join(
    b"<!ENTITY %c '%s'>" % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9)
)
CATALOG, PAGES, PAGE = rb"/Type /Catalog", rb"/Type /Pages", rb"/Type /Page\b"
HOSTILE: dict[str, Callable[[], bytes]] = {
    "a net of pages": net,
    "pages that are their own": changed(PAGES, rb"/Kids \[[^\]]*\]", b"/Kids [ %d 0 R ]" % number_of(PAGES)),
    "no pages": changed(PAGES, rb"/Kids \[[^\]]*\]", b"/Kids [ ]"),
    "thousands of pages": changed(PAGES, rb"/Kids \[[^\]]*\]", b"/Kids [ %s ]" % (b"%d 0 R " % number_of(PAGE) * 5000)),
    "pages named in figures": changed(PAGE, rb"/Rotate", b"/K#69ds [ 2 0 R ] /Rotate"),
    "pages twice": changed(CATALOG, rb"/Pages", b"/Pages 2 0 R /Pages"),
    "deep": changed(PAGE, rb"/Rotate", b"/X " + b"[" * 5000 + b"]" * 5000 + b" /Rotate"),
    "metadata that unpack to gigabytes": metadata(XML + b" /Filter /FlateDecode", packed(50)),
    "metadata within metadata": metadata(XML, LAUGHS),
    "metadata, very long": metadata(XML, b"<x>" * 100_000),
    "metadata named in figures": changed(CATALOG, rb"/Metadata", b"/Met#61data"),
    "metadata twice": changed(CATALOG, rb"/Metadata", b"/Metadata 2 0 R /Metadata"),
    "a form": changed(CATALOG, rb"/Lang", b"/AcroForm << /Fields [ 900 0 R ] >> /Lang", n900=b"<< /Kids [ 900 0 R ] >>\n"),
    "a form named in figures": changed(CATALOG, rb"/Lang", b"/AcroF#6frm << /Fields [ 900 0 R ] >> /Lang", n900=b"<<>>\n"),
    "objects in a stream": changed(
        CATALOG, rb"/Lang", b"/Lang", n900=b"<< /Type /ObjStm /N 1 /First 4 /Length 8 >>\nstream\n2 0 <<>>\nendstream\n"
    ),
    "a former table": lambda: written(objects(), b"\n/Prev 15"),
    "a table of a newer kind": lambda: written(objects(), b"\n/XRefStm 15"),
    "encrypted": lambda: written(objects(), b"\n/Encrypt 2 0 R"),
    "another end": lambda: written(objects(), tail=b"startxref\n0\n%%EOF\n"),
    "thousands of ends": lambda: written(objects(), tail=b"startxref\n0\n%%EOF\n" * 5000),
    "words behind the end": lambda: written(objects(), tail=b"x" * 3000),
    "an object twice": lambda: written(objects()).replace(b"3 0 obj", b"2 0 obj", 1),
    "an object that stands elsewhere": lambda: written(objects()).replace(b"\n2 0 obj", b"\n\n2 0 obj", 1),
    "objects without end": lambda: written(objects()).replace(b"endobj", b"ENDOBJ"),
    "objects beyond count": lambda: written(objects() | dict.fromkeys(range(FIRST_NEW, FIRST_NEW + 20001), b"<<>>\n")),
    "a body of nothing": lambda: seal.sealed(STRANGER, b"%PDF-1.4\n"),
    "no PDF": lambda: seal.sealed(STRANGER, b"Kompetensintyg"),
    "very large": lambda: written(objects() | {FIRST_NEW: b"<<>>\nstream\n%s\nendstream\n" % (b" " * 20_000_000)}),
}  # fmt: skip
