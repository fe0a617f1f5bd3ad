"""Whether bytes are DER in their one form (X.690, 8 to 11): what no signature covers could be written in many ways otherwise.

Read once and from left to right; writing a structure anew with a library to compare it takes twice as long for each level.
"""

from __future__ import annotations

from itertools import pairwise

DEEPEST_DER = 24
BOOLEAN, INTEGER, BITS, NULL, NAME, ENUMERATED, SEQUENCE, SET = 1, 2, 3, 5, 6, 10, 0x30, 0x31
CONSTRUCTED, CLASS = 0x20, 0xC0


class FormOfDerError(ValueError):
    """They are not."""


def canonical(raw: bytes) -> bool:
    """True for one whole value in its one form."""
    return bool(raw) and first_length(raw) == len(raw)


def first_length(raw: bytes) -> int:
    """How many bytes the first value fills, 0 where it is not in its one form."""
    try:
        return _value(raw, 0, len(raw), 0)
    except (FormOfDerError, IndexError):
        return 0


def _value(raw: bytes, at: int, end: int, depth: int) -> int:
    """Where the value ends that begins here."""
    tag, first = raw[at], at + 2
    length = raw[at + 1]
    if tag & 31 == 31 or depth > DEEPEST_DER:
        raise FormOfDerError
    if length >= 128:
        size = length & 127
        first += size
        length = int.from_bytes(raw[at + 2 : first], "big")
        if size not in {1, 2, 3} or length < 128 or (size > 1 and raw[at + 2] == 0):
            raise FormOfDerError
    last = first + length
    if last > end:
        raise FormOfDerError
    if tag & CONSTRUCTED:
        _parts(raw, tag, first, last, depth)
    elif tag & CLASS == 0 and not _plain(tag, raw[first:last]):
        raise FormOfDerError
    return last


def _parts(raw: bytes, tag: int, first: int, last: int, depth: int) -> None:
    """What a value consists of; a set has it in order."""
    if tag & CLASS == 0 and tag not in {SEQUENCE, SET}:
        raise FormOfDerError
    before = b""
    while first < last:
        following = _value(raw, first, last, depth + 1)
        part = raw[first:following]
        if tag == SET and part < before:
            raise FormOfDerError
        first, before = following, part


def _plain(tag: int, said: bytes) -> bool:
    """A value of one piece, written in the fewest bytes."""
    if tag == BOOLEAN:
        return said in {b"\0", b"\xff"}
    if tag in {INTEGER, ENUMERATED}:
        short = len(said) > 1 and ((said[0] == 0 and said[1] < 128) or (said[0] == 255 and said[1] >= 128))
        return bool(said) and not short
    if tag == BITS:
        return bool(said) and said[0] < 8 and (said[0] == 0 or (len(said) > 1 and said[-1] & ((1 << said[0]) - 1) == 0))
    if tag == NULL:
        return not said
    if tag == NAME:
        parts = [0, *said]
        return bool(said) and said[-1] < 128 and not any(b == 128 and a < 128 for a, b in pairwise(parts))
    return True
