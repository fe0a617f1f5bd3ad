"""The first form of the signed summary of a certificate, which is read and no longer written: it holds no levels.

Text `AMDESK1:` and base 32 of the summary's lines followed by the 64 bytes of its Ed25519 signature, in capitals and
digits alone, which a QR code holds most densely. Anybody with the city's public key can check it, without network.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import date

PREFIX = "AMDESK1:"
SIGNATURE = 64


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

    def issued_day(self) -> date:
        return date.fromisoformat(self.issued_on)


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
        summary.issued_day()
    except (binascii.Error, UnicodeDecodeError, TypeError, ValueError) as error:
        raise BadSummaryError(said[:20]) from error
    if encode(payload, signature) != plain:  # spare bits of base 32 could hide a change
        raise BadSummaryError(said[:20])
    return summary, payload, signature
