"""A fourth part of the corpus: updates built object by object and then signed, in full form, by one whose signature counts.

Nothing about the signature itself tells them from what `certificate sign` writes; only what the update changes does.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
from pyhanko.sign import signers
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

from amdesk.export import pades
from tests.services.attacks import genuine
from tests.services.more_attacks import stream_of

ROOM = re.compile(rb"/Contents <([0-9A-F]+)>")
RANGE = re.compile(rb"/ByteRange \[[^\]]*\] *")
FORM, FIELD, SIGNATURE = "form", "field", "signature"


@dataclass(frozen=True)
class Parts:
    """An update in parts that can be changed: its objects by number, and what its trailer says."""

    base: bytes
    objects: Mapping[int, bytes]
    trailer: Mapping[str, str]
    more: bytes = b""
    """Put between objects and table."""
    table: Callable[[bytes], bytes] = field(default=lambda said: said)

    def numbers(self) -> dict[str, int]:
        """Of what the update adds."""
        found = {FORM: rb"/Fields", FIELD: rb"/FT\s", SIGNATURE: rb"/ByteRange"}
        return {n: next(k for k, v in self.objects.items() if re.search(p, v)) for n, p in found.items()}

    def renumbered(self, old: int, new: int) -> Parts:
        """The same with one of its objects under another number; an object of the update that has it gives way."""
        said = {
            new if k == old else k: re.sub(rb"\b%d 0 R" % old, b"%d 0 R" % new, v)
            for k, v in self.objects.items()
            if k != new
        }
        return replace(self, objects=said)

    def unsigned(self) -> bytes:
        out, places = bytearray(self.base), {}
        for number, said in sorted(self.objects.items()):
            places[number] = len(out)
            out += b"%d 0 obj\n%s\nendobj\n" % (number, said)
        out += self.more
        here = len(out)
        rows = b"".join(b"%d 1\n%010d 00000 n \n" % one for one in places.items())
        out += self.table(b"xref\n0 1\n0000000000 65535 f \n" + rows)
        last = "".join(f"/{key} {value}\n" for key, value in self.trailer.items())
        out += b"trailer\n<<\n%s>>\nstartxref\n%d\n%%%%EOF\n" % (last.encode(), here)
        return bytes(out)

    def signed(self, key: Path) -> bytes:
        return signed_again(self.unsigned(), len(self.base), key)


@cache
def _signer(key: Path) -> Any:
    load: Any = signers.SimpleSigner.load_pkcs12
    return load(str(key), passphrase=b"hemlig")


def signed_again(data: bytes, start: int, key: Path) -> bytes:
    """The file with its last signature made anew over what it says now."""
    rooms, ranges = list(ROOM.finditer(data, start)), list(RANGE.finditer(data, start))
    if not rooms or not ranges:
        return data
    room, span = rooms[-1], ranges[-1]
    first, second = room.start(1) - 1, room.end(1) + 1
    said = b"/ByteRange [0 %d %d %d]" % (first, second, len(data) - second)
    data = data[: span.start()] + said.ljust(span.end() - span.start()) + data[span.end() :]
    digest = hashlib.sha256(data[:first] + data[second:]).digest()
    asked = {"signed_attr_settings": PdfCMSSignedAttributes(signing_time=None), "use_pades": True}
    made = asyncio.run(_signer(key).async_sign(digest, "sha256", **asked))
    filled: bytes = made.dump().hex().upper().encode().ljust(room.end(1) - room.start(1), b"0")
    return data[: first + 1] + filled + data[second - 1 :]


@cache
def plain(key: Path, times: int = 1) -> Parts:
    """What `certificate sign` adds, the last of so many times, taken apart."""
    base = genuine()
    for _ in range(times - 1):
        base = pades.signed(base, key, "hemlig", "Kompetensintyg")
    whole = pades.signed(base, key, "hemlig", "Kompetensintyg")
    added = whole[len(base) :]
    objects = {int(m[1]): m[2] for m in re.finditer(rb"(\d+) 0 obj\n(.*?)\nendobj\n", added, re.DOTALL)}
    trailer = dict(re.findall(r"/(\w+) (.*)\n", added[added.rindex(b"trailer") :].decode("latin-1")))
    return Parts(base, objects, trailer)


@cache
def first_of_each_kind() -> dict[str, int]:
    """A number of the genuine file for each kind of object in it: what it is called by is what the page needs it for."""
    found: dict[str, int] = {}
    with pikepdf.Pdf.open(io.BytesIO(genuine())) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                kind = "".join(str(one.get(k, "")) for k in ("/Type", "/Subtype", "/S"))
                kind = ("stream " if isinstance(one, pikepdf.Stream) else "") + kind
            else:
                kind = type(one).__name__
            found.setdefault(kind, one.objgen[0])
        found["content"] = pdf.pages[0].obj["/Contents"].objgen[0]
    return found


def reused(key: Path) -> Iterator[tuple[str, bytes]]:
    """Each thing that a signature adds, under the number of each kind of thing that was there before."""
    for times in (1, 2):
        parts = plain(key, times)
        for part, number in parts.numbers().items():
            if times == 2 and part == FORM:
                continue
            for kind, old in first_of_each_kind().items():
                if times == 2 and kind != "content":
                    continue
                yield f"{part} as {kind or 'object'}, update {times}", parts.renumbered(number, old).signed(key)


def with_object(parts: Parts, pattern: bytes, by: bytes, said: bytes) -> Parts:
    """One object, found by what it says, with something in it put otherwise."""
    number = next(k for k, v in parts.objects.items() if re.search(pattern, v))
    return replace(parts, objects={**parts.objects, number: re.sub(by, lambda _: said, parts.objects[number], count=1)})


def put(parts: Parts, **trailer: str) -> Parts:
    return replace(parts, trailer={**parts.trailer, **trailer})


def content_again(parts: Parts) -> Parts:
    number = first_of_each_kind()["content"]
    return replace(parts, objects={**parts.objects, number: stream_of(b"q Q")})


def notes_as_content(parts: Parts) -> Parts:
    """The list of notes as an object of its own, under the number of what the page shows."""
    number = first_of_each_kind()["content"]
    field_number = parts.numbers()[FIELD]
    said = with_object(parts, rb"/Type /Page\b", rb"/Annots \[[^\]]*\]", b"/Annots %d 0 R" % number)
    return replace(said, objects={**said.objects, number: b"[ %d 0 R ]" % field_number})


def fields_as_content(parts: Parts) -> Parts:
    number = first_of_each_kind()["content"]
    said = with_object(parts, rb"/Fields", rb"/Fields \[[^\]]*\]", b"/Fields %d 0 R" % number)
    return replace(said, objects={**said.objects, number: b"[ %d 0 R ]" % parts.numbers()[FIELD]})


def twice(said: bytes) -> bytes:
    """The table with its last line a second time, for the number of the content."""
    line = said.rindex(b"\n", 0, -1)
    return said + b"%d 1\n" % first_of_each_kind()["content"] + said[line + 1 :]


OTHERWISE: dict[str, Callable[[Parts], Parts]] = {
    "content again": content_again,
    "notes as content": notes_as_content,
    "fields as content": fields_as_content,
    "the file said to be smaller": lambda p: put(p, Size="20"),
    "the file said to be of the size it was": lambda p: put(p, Size=str(int(p.trailer["Size"]) - 3)),
    "the former table left out": lambda p: put(p, Prev="0"),
    "the former table elsewhere": lambda p: put(p, Prev=str(int(p.trailer["Prev"]) - 1)),
    "a table of a newer kind beside": lambda p: put(p, XRefStm=p.trailer["Prev"]),
    "another root": lambda p: put(p, Root=f"{first_of_each_kind()['content']} 0 R"),
    "other particulars": lambda p: put(p, Info=f"{p.numbers()[FORM]} 0 R"),
    "encrypted": lambda p: put(p, Encrypt="<< /Filter /Standard >>"),
    "content freed": lambda p: replace(
        p, table=lambda t: t + b"%d 1\n0000000000 00001 f \n" % first_of_each_kind()["content"]
    ),
    "content of another generation": lambda p: replace(
        p, table=lambda t: t + b"%d 1\n0000000015 00001 n \n" % first_of_each_kind()["content"]
    ),
    "content where another object stands": lambda p: replace(
        p, table=lambda t: t + b"%d 1\n0000000015 00000 n \n" % first_of_each_kind()["content"]
    ),
    "content where the signature stands": lambda p: replace(p, table=twice),
    "an object that no table names": lambda p: replace(p, more=b"73 0 obj\n<<>>\nendobj\n"),
    "a comment between": lambda p: replace(p, more=b"% nothing\n"),
    "the page's size": lambda p: with_object(p, rb"/Type /Page\b", rb"/Rotate 0", b"/Rotate 180"),
    "the page's content": lambda p: with_object(p, rb"/Type /Page\b", rb"/Contents \d+", b"/Contents 1"),
    "the tree of pages": lambda p: with_object(p, rb"/Type /Catalog", rb"/Pages \d+", b"/Pages 1"),
    "the field drawn": lambda p: with_object(p, rb"/FT\s", rb"/Rect \[[^\]]*\]", b"/Rect [ 0 0 595 842 ]"),
    "the form drawn by the reader": lambda p: with_object(p, rb"/Fields", rb"/SigFlags 3", b"/NeedAppearances true"),
}  # fmt: skip
