"""What the code on a certificate says, and that nothing of it can be changed and still be read as it was."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import date

import pytest

from amdesk.domain.competence.assessments import CertificateContent, Signature
from amdesk.domain.competence.summary import PREFIX, SIGNATURE, BadSummaryError, decode, digest_of, encode, summary_of

SIGNED = bytes(range(SIGNATURE))
CONTENT = CertificateContent(
    "AMD-2026-00001",
    date(2026, 11, 23),
    "Ekhamra",
    "",
    "Åsa Prov",
    date(1986, 4, 12),
    "Parkarbetare",
    "Köket",
    "",
    date(2026, 1, 1),
    date(2026, 10, 31),
    75,
    2,
    (("Park", (("Klipper", 3),)),),
    "Bra.",
    (),
    (Signature("Nils", "Handledare", "Köket"), Signature("Eva", "AMS", "")),
    "Ekhamra",
    "",
    levels={3: "Kan", 1: "Prövat"},
)


def test_the_digest_is_of_what_is_said_and_not_of_how_it_is_kept() -> None:
    """As a certificate comes back from the bank its days are text, its tuples lists and its fields in another order."""
    made = {"b": (1, [2, ("x", date(2026, 3, 1))]), "a": {"2": "y", "1": date(2026, 3, 2)}}
    kept = {"a": {"1": "2026-03-02", "2": "y"}, "b": [1, (2, ["x", "2026-03-01"])]}
    assert digest_of(made) == digest_of(kept)
    assert digest_of({"a": {1: "x"}}) == digest_of({"a": {"1": "x"}}), "JSON has texts for keys"
    for other in (
        {**kept, "c": 1},
        {**kept, "b": [1, [2, ["y", "2026-03-01"]]]},
        {**kept, "a": {"1": "2026-03-02"}},
        {"b": kept["b"]},
    ):
        assert digest_of(other) != digest_of(kept)


def test_whatever_is_changed_on_the_paper_changes_the_digest() -> None:
    one = summary_of(CONTENT)
    for change in (
        {"remark": "Mycket bra."},
        {"areas": (("Park", (("Klipper", 4),)),)},
        {"modules": (("Svenska", 24),)},
        {"levels": {3: "Kan"}},
        {"phone": "070"},
    ):
        assert summary_of(replace(CONTENT, **change)).content != one.content
    assert (one.born, one.extent, one.from_date, one.to_date) == ("1986-04-12", "75", "2026-01-01", "2026-10-31")
    assert summary_of(replace(CONTENT, born=None)).born == ""


def test_a_code_is_read_back_as_it_was_made_however_it_is_broken_into_lines() -> None:
    payload = summary_of(CONTENT).payload()
    said = encode(payload, SIGNED)
    assert decode(said) == (summary_of(CONTENT), payload, SIGNED)
    assert decode(f"  {said[:50]}\n {said[50:]} ") == decode(said)
    odd = summary_of(replace(CONTENT, name="Åsa\nProv"))
    assert decode(encode(odd.payload(), SIGNED))[0].name == "Åsa Prov"


def test_what_is_no_code_of_a_certificate_is_refused() -> None:
    payload = summary_of(CONTENT).payload()
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
        payload = summary_of(replace(CONTENT, name="x" * (pad + 1))).payload()
        said = encode(payload, SIGNED)
        if len(payload + SIGNED) % 5 == 0:
            continue
        last = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".index(said[-1])
        twisted = said[:-1] + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[last ^ 1]
        body = twisted.removeprefix(PREFIX)
        assert base64.b32decode(body + "=" * (-len(body) % 8)) == payload + SIGNED
        with pytest.raises(BadSummaryError):
            decode(twisted)
