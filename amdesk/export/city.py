"""The file that a city hands out for checking its certificates: its keys with their times, and words of its own.

Plain lines, then the keys as PEM, so that it can be read by a person and its first key by any other program:

    City: Ekhamra
    Words: {"levels": [...], "areas": [["Park", ["..."]]]}    one line for each profile that is not the program's own
    Key: 3f2a 91c0 ...    the fingerprint, which a city can publish on paper
    From: 2026-01-01
    To: 2026-12-31        where another key has come after it
    -----BEGIN PUBLIC KEY-----

A bare PEM of one key, as it was handed out before, is a city without a name whose key has no times.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from amdesk.domain.competence.statement import KEY_NAME_BYTES, Wording
from amdesk.domain.competence.written import plain_text
from amdesk.domain.errors import BadFile
from amdesk.domain.texts import N_, text
from amdesk.domain.values import squash
from amdesk.export.seal import digest, holds, read_public

BLOCK = re.compile(r"-----BEGIN PUBLIC KEY-----.*?-----END PUBLIC KEY-----", re.DOTALL)
LINE = re.compile(r"(City|Words|Key|From|To): *(.*)")
"""A city that has not said what it is called has a line with nothing after it."""
MOST_KEYS = 50
MOST_KEY_LINES = 2000
"""Of the whole file; one for each profile of the city's own, and some ten for each key."""
LONGEST = 400
"""Characters of a skill or an area that are taken from the file."""


@dataclass(frozen=True, slots=True)
class CityKey:
    """A public key and the days on which certificates were issued with it; None where there is no bound."""

    public: Ed25519PublicKey
    since: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def name(self) -> str:
        """What a code names it by, in hex."""
        return digest(self.public)[:KEY_NAME_BYTES].hex()


@dataclass(frozen=True, slots=True)
class Issuer:
    """A city as whoever checks knows it. `words` are those of its own profiles by their digest."""

    name: str
    keys: Sequence[CityKey]
    words: Mapping[str, Wording] = field(default_factory=dict)

    def key_of(self, signature: bytes, content: bytes, name: str = "") -> CityKey | None:
        """The key with which something was signed; `name` says which it calls itself, where it does."""
        found = (k for k in self.keys if name in {"", k.name()})
        return next((k for k in found if holds(k.public, signature, content)), None)


def fingerprint(key: Ed25519PublicKey) -> str:
    """A key's fingerprint as people compare it: eight groups of four, half of its SHA-256."""
    said = digest(key)[:16].hex().upper()
    return " ".join(said[i : i + 4] for i in range(0, len(said), 4))


def city_file(city: Issuer) -> bytes:
    """The file to hand out; the newest key first."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    lines = [f"City: {squash(city.name)}"]
    for words in city.words.values():
        said = {"levels": words.levels, "areas": words.areas}
        lines.append(f"Words: {json.dumps(said, ensure_ascii=False, separators=(',', ':'))}")
    for key in city.keys:
        lines += ["", f"Key: {fingerprint(key.public)}"]
        lines += [f"From: {key.since.isoformat()}"] if key.since else []
        lines += [f"To: {key.until.isoformat()}"] if key.until else []
        lines.append(key.public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode().strip())
    return ("\n".join(lines) + "\n").encode()


def read_city(raw: bytes) -> Issuer:
    """Raises BadFile where it holds no Ed25519 public key, or a line of it cannot be what it says."""
    said = plain_text(raw).replace("\r\n", "\n")
    if said.count("BEGIN PUBLIC KEY") > MOST_KEYS or said.count("\n") > MOST_KEY_LINES:
        raise _spoilt()
    blocks = BLOCK.findall(said)
    if not blocks or said.count("BEGIN PUBLIC KEY") != len(blocks):
        read_public(said.encode())  # raises for what is no key
        raise _spoilt()
    *heads, rest = (_lines(part) for part in BLOCK.split(said))
    words = [_words(line) for head in heads for name, line in head if name == "Words"]
    facts = [_facts(head) for head in heads]
    if rest or any("City" in one for one in facts[1:]):
        raise _spoilt()
    keys = [_key(one, pem) for one, pem in zip(facts, blocks, strict=True)]
    return Issuer(squash(facts[0].get("City", "")), keys, {w.digest(): w for w in words if w.digest()})


def _lines(part: str) -> list[tuple[str, str]]:
    """What stands before a key, by the names of its lines; a mail may have put empty ones between. Raises BadFile for a line that
    is none of them: the end of a key's time that is passed over would let a former key count for ever."""
    lines = (line.strip() for line in re.split(r"[\r\n]", part))  # words may hold the other signs that part lines
    found = [LINE.fullmatch(line) for line in lines if line]
    if not all(found):
        raise _spoilt()
    return [(one[1], one[2]) for one in found if one]


def _facts(lines: Sequence[tuple[str, str]]) -> dict[str, str]:
    said = [line for line in lines if line[0] != "Words"]
    if len(dict(said)) != len(said):
        raise _spoilt()
    return dict(said)


def _key(facts: Mapping[str, str], pem: str) -> CityKey:
    try:
        since, until = (date.fromisoformat(facts[n]) if n in facts else None for n in ("From", "To"))
    except ValueError as error:
        raise _spoilt() from error
    key = read_public(pem.encode())
    if facts.get("Key", fingerprint(key)) != fingerprint(key):
        raise _spoilt()
    return CityKey(key, since, until)


def _words(line: str) -> Wording:
    try:
        said = json.loads(line)
        areas = tuple(
            (str(title)[:LONGEST], tuple(str(s)[:LONGEST] for s in skills)) for title, skills in said["areas"]
        )
        return Wording(tuple(str(s)[:LONGEST] for s in said["levels"]), areas)
    except (ValueError, KeyError, TypeError) as error:
        raise _spoilt() from error


def _spoilt() -> BadFile:
    return BadFile(text(N_("The city's key file was changed, or is not whole. Ask the city for it anew.")), "NO_KEY")
