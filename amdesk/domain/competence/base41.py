"""Bytes as characters that a QR code holds most densely and that may stand after the # of a link.

Three characters hold two bytes (41 to the third is just more than 65,536), two hold one that is left over. Base 45 is no
denser, and its space and percent sign break in a link.
"""

from __future__ import annotations

BASE41 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*-./"
BASE = len(BASE41)
VALUE = {c: i for i, c in enumerate(BASE41)}


def encoded(raw: bytes) -> str:
    out = []
    for at in range(0, len(raw), 2):
        pair = raw[at : at + 2]
        number, count = int.from_bytes(pair, "big"), len(pair) + 1
        digits = []
        for _ in range(count):
            number, rest = divmod(number, BASE)
            digits.append(BASE41[rest])
        out += digits
    return "".join(out)


def decoded(said: str) -> bytes:
    """The bytes. Raises ValueError for what `encoded` does not write: each text stands for one row of bytes alone."""
    out = bytearray()
    for at in range(0, len(said), 3):
        part = said[at : at + 3]
        if len(part) == 1 or not all(c in VALUE for c in part):
            raise ValueError(part)
        number = sum(VALUE[c] * BASE**i for i, c in enumerate(part))
        if number >= 1 << (8 * (len(part) - 1)):
            raise ValueError(part)
        out += number.to_bytes(len(part) - 1, "big")
    return bytes(out)
