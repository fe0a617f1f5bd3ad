"""How long a signer's PKCS#12 file would take to open (RFC 7292), said by the file itself: a hostile one says years."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asn1crypto.core import Asn1Value

MOST_ROUNDS = 10_000_000
"""Of all that one file asks for, some seconds' work. Programs write 2,048 to 1,000,000 for each part."""
ROUNDS = frozenset({"iterations", "iteration_count"})


class KeyFileError(Exception):
    """It is no such file."""


def rounds(raw: bytes) -> int:
    """How often a passphrase is to be hashed to open a file. Raises KeyFileError for what is no PKCS#12 file."""
    from asn1crypto.pkcs12 import Pfx

    try:
        file = Pfx.load(raw, strict=True)
        mac = file["mac_data"]["iterations"].native if file["mac_data"].native else 0
        return int(mac) + sum(_asked(algorithm) for part in file.authenticated_safe for algorithm in _algorithms(part))
    except (ValueError, TypeError, KeyError, AttributeError) as error:  # each wrong form has its own
        raise KeyFileError from error


def _algorithms(part: Asn1Value) -> Iterator[object]:
    """How the parts of a file are locked: one that is locked whole, or each key in one that is not."""
    from asn1crypto.pkcs12 import SafeContents

    content = part["content"]
    if part["content_type"].native == "encrypted_data":
        yield content["encrypted_content_info"]["content_encryption_algorithm"]["parameters"].native
        return
    for bag in SafeContents.load(content.native):
        if bag["bag_id"].native == "pkcs8_shrouded_key_bag":
            yield bag["bag_value"]["encryption_algorithm"]["parameters"].native


def _asked(said: object) -> int:
    """The rounds that parameters name, in however many parts; what names none is no way we know and counts as too many."""
    if not isinstance(said, dict):
        return MOST_ROUNDS + 1
    named = [int(value) for key, value in said.items() if key in ROUNDS]
    if named:
        return sum(named)
    inner = said.get("key_derivation_func") or {}
    return _asked(inner.get("parameters")) if inner.get("algorithm") == "pbkdf2" else MOST_ROUNDS + 1
