"""The first form of what a certificate's code says: written no longer, read as long as somebody has such a paper."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from amdesk.domain.competence.summary import PREFIX, SIGNATURE, BadSummaryError, Summary, decode, encode

SIGNED = bytes(range(SIGNATURE))
SUMMARY = Summary(
    "AMD-2026-00001",
    "2026-11-23",
    "Åsa Prov",
    "1986-04-12",
    "Parkarbetare",
    "Köket",
    "2026-01-01",
    "2026-10-31",
    "75",
    "",
    "00" * 12,
)


def test_a_code_is_read_back_as_it_was_made_however_it_is_broken_into_lines() -> None:
    payload = SUMMARY.payload()
    said = encode(payload, SIGNED)
    assert decode(said) == (SUMMARY, payload, SIGNED)
    assert decode(f"  {said[:50]}\n {said[50:]} ") == decode(said)
    odd = replace(SUMMARY, name="Åsa\nProv")
    assert decode(encode(odd.payload(), SIGNED))[0].name == "Åsa Prov"


def test_what_is_no_code_of_a_certificate_is_refused() -> None:
    payload = SUMMARY.payload()
    said = encode(payload, SIGNED)
    fewer = encode(b"\n".join(payload.split(b"\n")[:-1]), SIGNED)
    more = encode(payload + b"\nx", SIGNED)
    no_text = encode(b"\xff" * 80, SIGNED)
    for wrong in (
        "",
        said.removeprefix(PREFIX),
        said.lower(),
        said[:-1] + "1",
        fewer,
        more,
        no_text,
        PREFIX,
        said + "A",
    ):
        with pytest.raises(BadSummaryError):
            decode(wrong)


def test_spare_bits_at_the_end_of_a_code_hide_no_change() -> None:
    """Base 32 leaves bits over; a code that differs in them alone is another code."""
    for pad in range(8):
        payload = replace(SUMMARY, name="x" * (pad + 1)).payload()
        said = encode(payload, SIGNED)
        if len(payload + SIGNED) % 5 == 0:
            continue
        last = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".index(said[-1])
        twisted = said[:-1] + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[last ^ 1]
        body = twisted.removeprefix(PREFIX)
        assert base64.b32decode(body + "=" * (-len(body) % 8)) == payload + SIGNED
        with pytest.raises(BadSummaryError):
            decode(twisted)
