"""A pair of keys for each slot: what is sealed to its public half only its secret opens, and whoever seals needs no secret.

X25519 with a fresh pair for each sealing, HKDF-SHA256 over both public halves, AES-GCM (RFC 7748, RFC 5869; the same shape as
HPKE's base mode, RFC 9180). The private half lies beside it under what the passphrase was made into.
"""

from __future__ import annotations

import os
from contextlib import suppress

HALF, NONCE = 32, 12
PURPOSE = b"amdesk slot "


def box(key: bytes, content: bytes, said: bytes) -> bytes:
    """Sealed under a key of 32 bytes, together with what is said of it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, said)


def unbox(key: bytes, sealed: bytes, said: bytes) -> bytes | None:
    """What is in it; None under another key, or where something else is said of it."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    with suppress(InvalidTag, ValueError):
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], said)
    return None


def pair() -> tuple[bytes, bytes]:
    """(public, private), 32 bytes each."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    private = X25519PrivateKey.generate()
    return private.public_key().public_bytes_raw(), private.private_bytes_raw()


def to(public: bytes, content: bytes, said: bytes) -> bytes:
    """Sealed to a public half. Raises ValueError where that is none."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    own = X25519PrivateKey.generate()
    mine = own.public_key().public_bytes_raw()
    shared = own.exchange(X25519PublicKey.from_public_bytes(public))
    return mine + box(_key(shared, mine, public), content, said)


def opened(private: bytes, sealed: bytes, said: bytes) -> bytes | None:
    """What was sealed to the public half of this private one; None where it was not."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    with suppress(ValueError):
        own = X25519PrivateKey.from_private_bytes(private)
        public, theirs = own.public_key().public_bytes_raw(), sealed[:HALF]
        shared = own.exchange(X25519PublicKey.from_public_bytes(theirs))
        return unbox(_key(shared, theirs, public), sealed[HALF:], said)
    return None


def derived(key: bytes, purpose: bytes) -> bytes:
    """A key of its own for a purpose of its own."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, None, purpose).derive(key)


def _key(shared: bytes, theirs: bytes, public: bytes) -> bytes:
    return derived(shared, PURPOSE + theirs + public)
