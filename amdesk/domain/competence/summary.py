"""The signed summary of a certificate: what its QR code says. No more personal data than the paper shows.

Text `AMDESK1:` and base 32 of the summary's lines followed by the 64 bytes of its Ed25519 signature, in capitals and
digits alone, which a QR code holds most densely. Anybody with the city's public key can check it, without network.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from amdesk.domain.competence.assessments import CertificateContent

PREFIX = "AMDESK1:"
SIGNATURE = 64
DIGEST = 12
"""Bytes of the content's SHA-256 that are kept: who would forge one has to find 2 to the 96th contents."""


class BadSummaryError(ValueError):
    """The text is no summary of a certificate."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Dates are ISO texts; `born` is empty where the paper does not say it; `content` is the digest of all that the
    certificate says, in hex."""

    number: str
    issued_on: str
    name: str
    born: str
    occupation: str
    host: str
    from_date: str
    to_date: str
    extent: str
    replaces: str
    content: str

    def payload(self) -> bytes:
        """The bytes that are signed."""
        values = (getattr(self, f) for f in self.__dataclass_fields__)
        return "\n".join(v.replace("\n", " ") for v in values).encode()


def summary_of(content: CertificateContent) -> Summary:
    """What of a certificate its code says."""
    return Summary(
        content.number,
        content.issued_on.isoformat(),
        content.name,
        content.born.isoformat() if content.born else "",
        content.occupation,
        content.host,
        content.from_date.isoformat(),
        content.to_date.isoformat(),
        str(content.extent),
        content.replaces,
        digest_of(asdict(content)),
    )


def digest_of(content: Mapping[str, object]) -> str:
    """The digest of a certificate's frozen content, independent of the order of its fields."""
    return hashlib.sha256(repr(_plain(content)).encode()).digest()[:DIGEST].hex()


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return sorted((str(k), _plain(v)) for k, v in value.items())
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value


def encode(payload: bytes, signature: bytes) -> str:
    """The text of the QR code."""
    return PREFIX + base64.b32encode(payload + signature).decode().rstrip("=")


def decode(said: str) -> tuple[Summary, bytes, bytes]:
    """(summary, payload, signature) of a QR code's text. Raises BadSummaryError; checks no signature."""
    plain = "".join(said.split())
    if not plain.startswith(PREFIX):
        raise BadSummaryError(said[:20])
    body = plain.removeprefix(PREFIX)
    try:
        raw = base64.b32decode(body + "=" * (-len(body) % 8))
        payload, signature = raw[:-SIGNATURE], raw[-SIGNATURE:]
        values = payload.decode().split("\n")
        summary = Summary(*values)
    except (binascii.Error, UnicodeDecodeError, TypeError, ValueError) as error:
        raise BadSummaryError(said[:20]) from error
    if encode(payload, signature) != plain:  # spare bits of base 32 could hide a change
        raise BadSummaryError(said[:20])
    return summary, payload, signature
