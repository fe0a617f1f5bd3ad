"""Sealing whole files and checking them: Ed25519 over every byte, in a last line that any reader of PDF skips.

`%AMDESK1 <128 hex digits>` after %%EOF signs all bytes before the line. Only a validated electronic signature (PAdES)
may follow it, since such a signature is an addition to the file and signs the seal as well.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from amdesk.domain.competence.statement import KEY_NAME_BYTES
from amdesk.domain.errors import BadFile
from amdesk.domain.texts import N_, text

MARK = b"%AMDESK1 "
LINE = re.compile(rb"%AMDESK1 ([0-9a-f]{128})\n")
SUMMARY = re.compile(rb"/Keywords \((?:https:[^()\\ #]*#)?(AMDESK1:[A-Z2-7]{100,}|AMDESK2:[0-9A-Z$*./-]{100,})\)")
"""A code as the particulars of a PDF hold it. Names and other words stand there too, and somebody's code may be one of them."""
REVOKED = "AMDESK2-REVOKED"
REVOKED_FORMS = ("AMDESK1-REVOKED ", f"{REVOKED} ")
"""The list as it was written before, without the day of the next one, and as it is written now."""


def new_key() -> str:
    """A private key in hex, for the bank."""
    raw = Ed25519PrivateKey.generate().private_bytes_raw()
    return raw.hex()


def public_pem(private: str) -> bytes:
    """The public key to hand out, as PEM."""
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private)).public_key()
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def key_id(private: str) -> str:
    """What a code names the key by, in hex."""
    return digest(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private)).public_key())[:KEY_NAME_BYTES].hex()


def digest(key: Ed25519PublicKey) -> bytes:
    """What a key is named by: its first bytes in a code, its first half on paper."""
    return hashlib.sha256(key.public_bytes_raw()).digest()


def read_public(pem: bytes) -> Ed25519PublicKey:
    """Raises BadFile where it is no Ed25519 public key."""
    try:
        key = serialization.load_pem_public_key(pem)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _no_key() from error
    if not isinstance(key, Ed25519PublicKey):
        raise _no_key()
    return key


def _no_key() -> BadFile:
    return BadFile(
        text(N_("The key is no public key of a city's certificates. Ask the city for its .pem file.")), "NO_KEY"
    )


def sign(private: str, content: bytes) -> bytes:
    """The 64 bytes of an Ed25519 signature."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private)).sign(content)


def holds(key: Ed25519PublicKey, signature: bytes, content: bytes) -> bool:
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True


LIST_COUNTS = timedelta(31)
"""How long a list of revoked certificates counts, whatever it says of the next one."""


class Covering(Protocol):
    """A key that was used in its time."""

    def covers(self, day: date) -> bool: ...


class Signers(Protocol):
    """Whoever has keys that a list may be signed with."""

    def key_of(self, signature: bytes, content: bytes) -> Covering | None: ...


def sealed(private: str, pdf: bytes) -> bytes:
    """The file with its last line."""
    return pdf + MARK + sign(private, pdf).hex().encode() + b"\n"


@dataclass(frozen=True, slots=True)
class Parts:
    """A sealed file taken apart: what is signed, the signature, what follows it (an electronic signature or nothing)."""

    body: bytes
    signature: bytes
    after: bytes


def take_apart(data: bytes) -> Parts | None:
    """The parts of a sealed file; None where there is no well-formed seal."""
    found = list(LINE.finditer(data))
    if not found:
        return None
    last = found[-1]
    return Parts(data[: last.start()], bytes.fromhex(last[1].decode()), data[last.end() :])


def is_ours(data: bytes) -> bool:
    """True where a file says anywhere that it is one of our certificates, sealed or not, whole or not."""
    return b"AMDESK1" in data or b"AMDESK2" in data or b"(AMDesk)" in data or b"Kompetensintyg" in data


def summary_in(data: bytes) -> str | None:
    """The QR code's text as a PDF carries it in its keywords; None where there are several."""
    found = {one.decode() for one in SUMMARY.findall(data)}
    return found.pop() if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class RevokedList:
    """Days by number of revoked certificates; the day it was made, and the day by which the next one is there (None where the
    list is of the first form, which did not say it)."""

    made: date
    following: date | None
    days: Mapping[str, str]

    def early(self, today: date) -> bool:
        """Whether the day that it says it was made has not come: somebody's clock was wrong, and nothing is known of what was
        revoked until then. A day more, for who lives where the day begins sooner."""
        return self.made > today + timedelta(1)

    def old(self, today: date) -> bool:
        """Whether a newer one is to be fetched. One that says to count for years, or not how long, was made by somebody who
        has found a former key, or is of the first form: neither counts longer than the city's own do."""
        latest = self.made + LIST_COUNTS
        return today > min(self.following or latest, latest)


def revocation_list(private: str, numbers: list[tuple[str, date]], made: date, following: date) -> str:
    """A small signed file: its day and the next one's, a line for each revoked certificate, the signature over all of it."""
    head = f"{REVOKED} {made.isoformat()} {following.isoformat()}"
    lines = [head, *(f"{number} {day.isoformat()}" for number, day in sorted(numbers))]
    body = "\n".join(lines) + "\n"
    return body + sign(private, body.encode()).hex() + "\n"


def read_revocations(city: Signers, said: str) -> RevokedList:
    """What ends its lines and stands around them does not count: a mail program or an editor may have changed that.

    Raises BadFile where the list is not the city's own, unchanged, or was signed with a key that it did not use that day.
    """
    said = "\n".join(line.rstrip(" \t") for line in re.split(r"\r\n?|\n", said.lstrip("\ufeff"))).strip("\n")
    body, _, signature = said.rpartition("\n")
    try:
        key = city.key_of(bytes.fromhex(signature), (body + "\n").encode())
        head, *lines = body.split("\n")
        days = [date.fromisoformat(day) for day in head.split(" ")[1:]]
        found = RevokedList(days[0], days[1] if len(days) > 1 else None, dict(line.split(" ", 1) for line in lines))
        whole = said.startswith(REVOKED_FORMS) and key is not None and key.covers(found.made)
    except (ValueError, IndexError):
        whole = False
    if not whole:
        raise BadFile(
            text(N_("The list of revoked certificates is not the city's own, or was changed. Fetch it anew.")),
            "REVOKED",
        )
    return found


def qr_of(said: str) -> Sequence[Sequence[bool | None]]:
    """The modules of a QR code, a link as bytes and capitals and digits more densely, by zxing: rows of booleans, True is dark."""
    import zxingcpp

    made = zxingcpp.create_barcode(said, zxingcpp.BarcodeFormat.QRCode, ec_level="L")
    picture = zxingcpp.write_barcode_to_image(made, scale=1, add_quiet_zones=False)
    tall, wide = picture.shape
    dots = bytes(memoryview(picture))  # type: ignore[arg-type]  # a buffer, which its types do not say
    return [[not dots[row * wide + at] for at in range(wide)] for row in range(tall)]
