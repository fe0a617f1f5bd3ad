"""What the code of a certificate says, second form: all that the certificate says of what somebody can do.

`AMDESK2:` and Base 41 of 64 bytes of Ed25519 signature followed by what is signed: a byte for the form (2), numbers and
days in few bytes, the levels of all skills of the profile in its order five to a digit (0: not printed), hours of the
modules, and the words as raw deflate. The words of the skills are not in it: they are those of the profile's version,
held to a digest. So one code of at most version 12 (65 modules a side) holds it, which a phone reads at 40 mm.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from amdesk.domain.competence.assessments import CertificateContent, Profile, Signature
from amdesk.domain.competence.base41 import decoded, encoded
from amdesk.domain.competence.summary import SIGNATURE, BadSummaryError
from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, text

CODE_MARK = "AMDESK2:"
FORM = 2
KEY_NAME_BYTES = 4
"""Bytes of a key's SHA-256 that name it among a city's keys; the signature itself says whether it is the one."""
WORDING = 6
REMARK = 16
DAY_ZERO = date(1900, 1, 1)
BASE = 5
MOST_BITS = 2960
"""What a QR code of version 12, level L holds (ISO/IEC 18004, table 7)."""
MOST_WORDS = 20_000
MOST_ADDRESS = 60
PAGE_ADDRESS = re.compile(
    rf"(?=.{{1,{MOST_ADDRESS}}}$)https:/{{2}}[a-z0-9.-]+\.[a-z]{{2,}}(?::\d+)?(?:/[A-Za-z0-9._~/-]*)?"
)
SEPARATOR = "\n"
FIXED_WORDS = 11


@dataclass(frozen=True, slots=True)
class Wording:
    """The words that a pattern of levels stands for: level words from 1 on, and areas with their skills, in Swedish."""

    levels: tuple[str, ...]
    areas: tuple[tuple[str, tuple[str, ...]], ...]

    def digest(self) -> str:
        """What a code names it by, in hex. "" where a word is empty or stands on two lines: cut otherwise, the same letters would be
        other levels and skills, and no code names those."""
        words = (*self.levels, *(w for title, skills in self.areas for w in (title, *skills)))
        if not all(words) or any(SEPARATOR in w for w in words):
            return ""
        said = [*self.levels, *(line for title, skills in self.areas for line in ("", title, *skills))]
        return hashlib.sha256(SEPARATOR.join(said).encode()).digest()[:WORDING].hex()


def wording_of(profile: Profile, levels: Mapping[int, str]) -> Wording:
    areas = tuple((a.sv, tuple(s.sv for s in a.skills)) for a in profile.areas)
    return Wording(tuple(levels[n] for n in sorted(levels)), areas)


@dataclass(frozen=True, slots=True)
class Statement:
    """What is signed. `key` names the city's key; `levels` stand in the order of the profile's skills, 0 where the paper
    prints none; of a long `remark` only its digest is kept; `born` is None where the paper does not say it."""

    key: str
    number: str
    replaces: str
    issued_on: date
    born: date | None
    from_date: date
    to_date: date
    extent: int
    occasions: int
    profile: str
    version: int
    wording: str
    levels: tuple[int, ...]
    modules: tuple[tuple[str, int], ...]
    name: str
    occupation: str
    host: str
    host_department: str
    signatures: tuple[Signature, Signature]
    remark: str = ""
    remark_digest: str = ""

    def payload(self) -> bytes:
        """The bytes that are signed."""
        head = bytes([FORM]) + bytes.fromhex(self.key) + _number(self.number) + _number(self.replaces)
        days = b"".join(_day(d) for d in (self.issued_on, self.from_date, self.to_date, self.born))
        facts = bytes([self.extent, min(self.occasions, 255)]) + _varint(self.version) + bytes.fromhex(self.wording)
        hours = _varint(len(self.modules)) + b"".join(_varint(h) for _, h in self.modules)
        digest = bytes.fromhex(self.remark_digest)
        tail = bytes([len(digest)]) + digest + _deflated(SEPARATOR.join(_line(w) for w in self._words()))
        return head + days + facts + _pattern(self.levels) + hours + tail

    def issued_day(self) -> date:
        return self.issued_on

    def _words(self) -> list[str]:
        signed = [w for s in self.signatures for w in (s.name, s.title, s.place)]
        names = [name for name, _ in self.modules]
        return [self.profile, self.name, self.occupation, self.host, self.host_department, *signed, *names, self.remark]


def statement_of(content: CertificateContent, key: str, link: str = "") -> Statement:
    """What of a certificate its code says, in a code behind `link`; a sentence too long for one code as its digest."""
    whole = Statement(
        key,
        content.number,
        content.replaces,
        content.issued_on,
        content.born,
        content.from_date,
        content.to_date,
        content.extent,
        content.occasions,
        content.profile,
        content.profile_version,
        content.wording,
        content.pattern,
        content.modules,
        content.name,
        content.occupation,
        content.host,
        content.host_department,
        content.signatures,
        _line(content.remark),
    )
    if not whole.remark or fits(encode(whole.payload(), bytes(SIGNATURE), link), link):
        return whole
    return replace(whole, remark="", remark_digest=digest_of_remark(whole.remark))


def read_page_address(said: str) -> str:
    """The address of the page that checks certificates, as codes begin with it. Raises Refused for what no phone opens, and for
    a long one: the code would be too fine to be read."""
    address = said.strip().partition("#")[0]
    if address and not PAGE_ADDRESS.fullmatch(address):
        wrong = N_(
            "The page's address begins with https, has no spaces and at most {most} characters, as the city's web has it."
        )
        raise Refused(text(wrong, most=MOST_ADDRESS), "ADDRESS")
    return address


def digest_of_remark(remark: str) -> str:
    return hashlib.sha256(_line(remark).encode()).digest()[:REMARK].hex()


def fits(said: str, link: str = "") -> bool:
    """Whether a code of version 12 holds it: the link as bytes, the rest as capitals and digits."""
    rest = len(said) - len(link)
    bits = (20 + 8 * len(link.encode()) if link else 0) + 15 + 11 * (rest // 2) + 6 * (rest % 2)
    return bits <= MOST_BITS


def encode(payload: bytes, signature: bytes, link: str = "") -> str:
    """The text of the QR code: bare, or behind the link that opens the page which checks it."""
    return link + CODE_MARK + encoded(signature + payload)


def decode(said: str) -> tuple[Statement, bytes, bytes]:
    """(statement, payload, signature) of a code's text. Raises BadSummaryError; checks no signature."""
    plain = "".join(said.split())
    at = plain.find(CODE_MARK)
    if at < 0:
        raise BadSummaryError(said[:20])
    try:
        raw = decoded(plain[at + len(CODE_MARK) :])
        payload, signature = raw[SIGNATURE:], raw[:SIGNATURE]
        statement = _Payload(payload).statement()
    except (ValueError, IndexError, KeyError, OverflowError, zlib.error) as error:
        raise BadSummaryError(said[:20]) from error
    return statement, payload, signature


class _Payload:
    """Takes a payload apart from its beginning. Raises ValueError or IndexError where it is none."""

    def __init__(self, raw: bytes) -> None:
        self.raw, self.at = raw, 0

    def statement(self) -> Statement:
        if self.take(1)[0] != FORM:
            raise ValueError(FORM)
        key, number, replaces = self.take(KEY_NAME_BYTES).hex(), self.number(), self.number()
        issued, first, last, born = (self.day() for _ in range(4))
        extent, occasions = self.take(2)
        version, wording, levels = self.varint(), self.take(WORDING).hex(), self.levels()
        hours = [self.varint() for _ in range(self.varint())]
        digest = self.take(self.take(1)[0]).hex()
        words = _inflated(self.raw[self.at :]).split(SEPARATOR)
        if len(words) != FIXED_WORDS + len(hours) + 1 or issued is None or first is None or last is None:
            raise ValueError(words)
        profile, name, occupation, host, department, *rest = words
        signatures = Signature(*rest[:3]), Signature(*rest[3:6])
        modules = tuple(zip(rest[6:-1], hours, strict=True))
        return Statement(
            key,
            number,
            replaces,
            issued,
            born,
            first,
            last,
            extent,
            occasions,
            profile,
            version,
            wording,
            levels,
            modules,
            name,
            occupation,
            host,
            department,
            signatures,
            rest[-1],
            digest,
        )

    def take(self, count: int) -> bytes:
        part = self.raw[self.at : self.at + count]
        if len(part) != count:
            raise IndexError(count)
        self.at += count
        return part

    def varint(self) -> int:
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value
            if shift > 28:
                raise ValueError(value)

    def number(self) -> str:
        year, serial = self.varint(), self.varint()
        return f"AMD-{year}-{serial:05d}" if year else ""

    def day(self) -> date | None:
        days = int.from_bytes(self.take(2), "big")
        return DAY_ZERO + timedelta(days) if days else None

    def levels(self) -> tuple[int, ...]:
        count = self.varint()
        if count > 500:
            raise ValueError(count)
        value = int.from_bytes(self.take(_room(count)), "big")
        out = []
        for _ in range(count):
            value, level = divmod(value, BASE)
            out.append(level)
        return tuple(out)


def _room(count: int) -> int:
    """Bytes that hold so many levels."""
    return (int(BASE**count - 1).bit_length() + 7) // 8


def _pattern(levels: Sequence[int]) -> bytes:
    value = sum(int(level * BASE**i) for i, level in enumerate(levels))
    return _varint(len(levels)) + value.to_bytes(_room(len(levels)), "big")


def _number(number: str) -> bytes:
    """AMD-YYYY-NNNNN as two numbers, none as two zeros."""
    if not number:
        return bytes(2)
    _, year, serial = number.split("-")
    return _varint(int(year)) + _varint(int(serial))


def _day(day: date | None) -> bytes:
    return (0 if day is None else (day - DAY_ZERO).days).to_bytes(2, "big")


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def _line(words: str) -> str:
    return " ".join(words.split())


def _deflated(said: str) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return packer.compress(said.encode()) + packer.flush()


def _inflated(raw: bytes) -> str:
    unpacker = zlib.decompressobj(-15)
    said = unpacker.decompress(raw, MOST_WORDS)
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError(len(raw))
    return said.decode()
