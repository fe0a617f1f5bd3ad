"""What the code on a certificate says: all of the levels, in one code that a phone reads, and nothing in two ways."""

from __future__ import annotations

import json
import random
import zlib
from dataclasses import replace
from datetime import date

import pytest

from amdesk import resources
from amdesk.domain.competence.assessments import CertificateContent, Signature
from amdesk.domain.competence.base41 import BASE41, decoded, encoded
from amdesk.domain.competence.statement import (
    CODE_MARK,
    Statement,
    Wording,
    decode,
    digest_of_remark,
    encode,
    fits,
    read_page_address,
    statement_of,
)
from amdesk.domain.competence.summary import SIGNATURE, BadSummaryError
from amdesk.domain.errors import Refused
from amdesk.export.seal import qr_of
from amdesk.services.competence.redrawn import areas_of, lines, own_words, seen

SIGNED = bytes(range(SIGNATURE))
LINK = "https://ekhamra.example/i/#"
CONTENT = CertificateContent(
    "AMD-2026-00412",
    date(2026, 11, 23),
    "Ekhamra",
    "",
    "Åsa Prov",
    date(1986, 4, 12),
    "Parkarbetare",
    "Köket",
    "Serviceförvaltningen",
    date(2026, 1, 1),
    date(2026, 10, 31),
    75,
    3,
    (("Park", (("Klipper", 3),)),),
    "Noggrann och lugn.",
    (("Yrkessvenska", 40), ("Brandskydd", 4)),
    (Signature("Nils", "Handledare", "Köket"), Signature("Eva", "Arbetsmarknadssekreterare", "")),
    "Ekhamra",
    "",
    "AMD-2026-00017",
    levels={3: "Kan", 1: "Prövat"},
    profile="PAR",
    profile_version=2,
    wording="00112233aabb",
    pattern=(0, 3, 4, 2, 0, 1),
)


def said_by(content: CertificateContent, link: str = "") -> Statement:
    return decode(encode(statement_of(content, "0a0b0c0d", link).payload(), SIGNED, link))[0]


def test_a_code_says_what_the_certificate_says_of_what_she_can() -> None:
    found = said_by(CONTENT)
    assert found == statement_of(CONTENT, "0a0b0c0d")
    assert (found.levels, found.modules, found.remark) == (CONTENT.pattern, CONTENT.modules, CONTENT.remark)
    assert (found.number, found.replaces, found.profile, found.version) == (CONTENT.number, CONTENT.replaces, "PAR", 2)
    assert (found.born, found.issued_on, found.signatures) == (CONTENT.born, CONTENT.issued_on, CONTENT.signatures)
    assert said_by(replace(CONTENT, born=None, replaces="")).born is None


def test_every_level_of_every_pattern_is_read_back() -> None:
    dice = random.Random(21)
    for _ in range(300):
        pattern = tuple(dice.randrange(5) for _ in range(dice.randrange(1, 60)))
        assert said_by(replace(CONTENT, pattern=pattern)).levels == pattern


def test_a_long_sentence_is_kept_as_its_digest_and_the_code_stays_small_enough() -> None:
    long = " ".join(f"Ord{n} sägs om {n * 7919 % 1000}." for n in range(60))
    found = said_by(replace(CONTENT, remark=long), LINK)
    assert (found.remark, found.remark_digest) == ("", digest_of_remark(long))
    assert digest_of_remark(long + "!") != found.remark_digest
    assert f"Kontrollsumma {found.remark_digest}." in "\n".join(lines(found, "Ekhamra", {}))
    assert "Kontrollsumma" not in "\n".join(lines(said_by(replace(CONTENT, remark="")), "Ekhamra", {}))
    for content in (CONTENT, replace(CONTENT, remark=long)):
        for link in ("", LINK):
            code = encode(statement_of(content, "0a0b0c0d", link).payload(), SIGNED, link)
            assert fits(code, link)
            assert len(qr_of(code)) <= 65, "version 12"


def test_a_code_in_pieces_or_behind_a_link_is_read_and_what_is_none_is_refused() -> None:
    payload = statement_of(CONTENT, "0a0b0c0d").payload()
    code = encode(payload, SIGNED)
    assert decode(f" {code[:50]}\n {code[50:]} ") == decode(code) == decode(LINK + code)
    for wrong in (
        "",
        code[len(CODE_MARK) :],
        code[:-1],
        code + "A",
        code.lower(),
        CODE_MARK,
        code[:60],
        code.replace("$", ":"),
    ):
        if wrong == code:
            continue
        with pytest.raises(BadSummaryError):
            decode(wrong)
    for cut in range(0, len(payload), 3):
        with pytest.raises(BadSummaryError):
            decode(encode(payload[:cut], SIGNED))
    with pytest.raises(BadSummaryError):
        decode(encode(b"\x03" + payload[1:], SIGNED))


def test_a_code_that_swells_when_it_is_unpacked_is_refused() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = packer.compress(b"a" * 10_000_000) + packer.flush()
    payload = statement_of(CONTENT, "0a0b0c0d").payload()
    words = payload.index(payload[-40:])
    with pytest.raises(BadSummaryError):
        decode(encode(payload[: words - 100] + bomb, SIGNED))


def test_base_41_has_one_text_for_each_row_of_bytes() -> None:
    dice = random.Random(41)
    for count in range(60):
        raw = dice.randbytes(count)
        assert decoded(encoded(raw)) == raw
    assert len(set(BASE41)) == 41
    for wrong in ("A", "///", "//", "AAAA", "AA:", "aa"):
        with pytest.raises(ValueError):
            decoded(wrong)


def test_the_words_of_the_programs_own_profiles_are_known_by_their_digest() -> None:
    found = own_words()
    jobs = json.loads((resources.folder() / "reference" / "occupations.json").read_text("utf-8"))["occupations"]
    assert len(found) == len(jobs)
    assert Wording(("a",), (("b", ("c",)),)).digest() != Wording(("a",), (("b", ("d",)),)).digest()


def test_it_is_drawn_again_with_its_words_or_says_that_it_does_not_know_them() -> None:
    words = Wording(
        ("Har provat", "Med stöd", "Själv", "Visar"), (("Park", ("Klipper", "Rensar")), ("Torg", ("Sopar",)))
    )
    made = said_by(replace(CONTENT, wording=words.digest(), pattern=(4, 0, 1)))
    known = lines(made, "Ekhamra", {words.digest(): words})
    assert [line for line in known if line.startswith("- ")][:2] == ["- Klipper: 4, visar", "- Sopar: 1, har provat"]
    assert "- Yrkessvenska: 40 timmar" in known
    assert "Noggrann och lugn." in known
    unknown = lines(made, "Ekhamra", {})
    assert "Färdigheter i profilen PAR 2" in unknown
    assert [line[:8] for line in unknown if line.startswith("- Nr")] == ["- Nr 1: ", "- Nr 3: "]


def test_marks_that_turn_words_round_and_control_characters_are_not_shown() -> None:
    assert seen("Åsa \u202ePROV\u202c\x1b[31m\u200f\u2066x\u2069") == "Åsa PROV[31mx"
    assert seen("می\u200cخواهم") == "می\u200cخواهم"
    assert seen("<b>Åsa</b>") == "<b>Åsa</b>"


def test_an_address_that_no_phone_opens_is_refused() -> None:
    assert read_page_address(" https://ekhamra.example/intyg/# ") == "https://ekhamra.example/intyg/"
    assert read_page_address("") == ""
    wrong = ("http://ekhamra.example/", "ekhamra.example", "https://ekhamra.example/å", "https://e.example/" + "x" * 60)
    for said in (*wrong, "https://x y.example/", "javascript:alert(1)"):
        with pytest.raises(Refused, match="begins with https"):
            read_page_address(said)


def test_words_that_could_be_cut_otherwise_have_no_digest() -> None:
    whole = Wording(("Har provat", "Klarar"), (("Parken", ("Ansa", "Plocka")),))
    assert whole.digest()
    for cut in (
        Wording(("Har provat\nKlarar",), (("Parken", ("Ansa", "Plocka")),)),
        Wording(("Har provat", "Klarar"), (("Parken", ("Ansa\nPlocka",)),)),
        Wording(("Har provat", "Klarar", "", "Parken", "Ansa", "Plocka"), ()),
        Wording(("Har provat", "Klarar"), (("Parken", ("Ansa", "")),)),
    ):
        assert cut.digest() == ""


def test_an_area_of_which_nothing_is_printed_has_no_title() -> None:
    words = Wording(("ett", "två"), (("Golv", ("Moppa", "Torka")), ("Fönster", ("Putsa",))))
    printed = replace(said_by(CONTENT), levels=(0, 2, 0))
    assert areas_of(printed, words) == [("Golv", [("Torka", 2)])]
    assert areas_of(replace(printed, levels=(1, 0, 3)), words) == [
        ("Golv", [("Moppa", 1)]),
        ("Fönster", [("Putsa", 3)]),
    ]
