"""Bytes that no signature covers have one form: written otherwise, they are not DER."""

from __future__ import annotations

import pytest

from amdesk.export.der import DEEPEST_DER, canonical


def of(tag: int, *parts: bytes) -> bytes:
    said = b"".join(parts)
    return bytes([tag, len(said)]) + said


ONE, TWO, NAME, NULL = of(2, b"\1"), of(2, b"\2"), of(6, b"\x2a\x86\x48"), of(5)
DER = {
    "numbers": of(0x30, ONE, of(2, b"\0\x80"), of(2, b"\xff\x7f"), of(10, b"\0")), "names": of(0x30, NAME, NULL, of(6, b"\x2a")),
    "a set in its order": of(0x31, ONE, TWO), "bits": of(0x30, of(3, b"\0\xff"), of(3, b"\4\xf0"), of(3, b"\0")), "truth": of(0x30, of(1, b"\xff"), of(1, b"\0")),
    "a tag of its own": of(0xA0, ONE, of(0x81, b"x")),
    "longer": b"\x04\x81\x80" + bytes(128), "much longer": b"\x04\x82\x01\x00" + bytes(256),
}  # fmt: skip
OTHERWISE = {
    "a number with a zero": of(2, b"\0\1"), "a negative number with more": of(2, b"\xff\x80"), "no number": of(2), "a length of more bytes": b"\x04\x81\x01x",
    "a length with a zero": b"\x04\x82\x00\x80" + bytes(128), "no length said": b"\x30\x80" + ONE + b"\0\0", "a set out of order": of(0x31, TWO, ONE), "truth by another number": of(1, b"\1"),
    "a null with something": of(5, b"x"), "a name with a zero": of(6, b"\x80\x2a"), "a name with a zero in it": of(6, b"\x2a\x80\x01"), "a name without an end": of(6, b"\x2a\x86"), "no name": of(6),
    "bits that count for nothing": of(3, b"\4\xf1"), "bits of nothing": of(3, b"\4"), "more bits than a byte has": of(3, b"\x08\xff"), "a text in parts": of(0x24, of(4, b"x")),
    "a large tag": b"\x1f\x81\x01\x00", "something after": ONE + NULL, "cut": ONE[:-1], "nothing": b"", "a part longer than the whole": b"\x30\x03\x04\x05x",
    "within": of(0x30, of(0x30, of(2, b"\0\1"))),
}  # fmt: skip


@pytest.mark.parametrize("name", DER)
def test_the_one_form_is_taken(name: str) -> None:
    assert canonical(DER[name])


@pytest.mark.parametrize("name", OTHERWISE)
def test_the_same_written_otherwise_is_not(name: str) -> None:
    assert not canonical(OTHERWISE[name])


def test_values_within_each_other_end_somewhere() -> None:
    def deep(count: int) -> bytes:
        said = NULL
        for _ in range(count):
            said = of(0x30, said)
        return said

    assert canonical(deep(DEEPEST_DER))
    assert not canonical(deep(DEEPEST_DER + 1))
