"""Pages of a bank's file as SQLCipher writes them: whether one is as it was written, and how it was where a single bit is another one.

A page ends with its IV (16 bytes) and an HMAC-SHA512 (64 bytes) over all before it and the page's number; the key of the HMAC
comes from the bank's key and the salt, which is the file's first 16 bytes (zetetic.net/sqlcipher/design).
"""

from __future__ import annotations

import hashlib
import hmac

PAGE, SALT, TAG = 4096, 16, 64
MASK = 0x3A


def tag_key(key: str, salt: bytes) -> bytes:
    """What the pages of a file with this salt are signed with; `key` is the bank's own in hex."""
    return hashlib.pbkdf2_hmac("sha512", bytes.fromhex(key), bytes(b ^ MASK for b in salt), 2, 32)


def _said(page: bytes, number: int) -> bytes:
    return page[SALT if number == 1 else 0 : -TAG] + number.to_bytes(4, "little")


def verifies(page: bytes, number: int, key: bytes) -> bool:
    """Whether a page is as it was written. One that was never written back is all zeros, and is none."""
    return hmac.digest(key, _said(page, number), "sha512") == page[-TAG:]


def mended(page: bytes, number: int, key: bytes) -> bytes | None:
    """The page as it was written, where a single bit of it is another one; else None. Takes a third of a second."""
    ought = hmac.digest(key, _said(page, number), "sha512")
    if sum((a ^ b).bit_count() for a, b in zip(ought, page[-TAG:], strict=True)) == 1:
        return page[:-TAG] + ought
    tried, tag = bytearray(_said(page, number)), page[-TAG:]
    for bit in range(8 * (len(tried) - 4)):
        tried[bit >> 3] ^= 1 << (bit & 7)
        if hmac.digest(key, tried, "sha512") == tag:
            return page[: SALT if number == 1 else 0] + bytes(tried[:-4]) + tag
        tried[bit >> 3] ^= 1 << (bit & 7)
    return None


def mended_salt(page: bytes, key: str) -> bytes | None:
    """The first page with the salt that it was written with, where a single bit of that is another one."""
    for bit in range(8 * SALT):
        salt = bytearray(page[:SALT])
        salt[bit >> 3] ^= 1 << (bit & 7)
        if verifies(page, 1, tag_key(key, bytes(salt))):
            return bytes(salt) + page[SALT:]
    return None
