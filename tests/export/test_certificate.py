"""The certificate as a page: nothing overlaps, nothing is lost, whatever the number of skills and the name."""

from __future__ import annotations

import io
import itertools
import json
from dataclasses import replace
from datetime import date
from typing import Any

import pypdf
import pypdfium2
import pytest

from amdesk import resources
from amdesk.domain.competence.assessments import CertificateContent, Signature, certificate_text
from amdesk.domain.competence.summary import encode
from amdesk.export.certificate import certificate_pdf
from amdesk.export.seal import new_key, sign

NAMES = (
    "Ñandú Øster",
    "Yılmaz",
    "Nguyễn Thị Lan",
    "Szczęsna-Wiśniewska",
    "Åsa Maria Elisabeth von Essen-Öberg af Långtbortistan",
)
LONG = "Använda dator, telefon eller surfplatta för arbetets rutiner, till exempel schema och rapportering nummer {n}"


def content(skills: int, name: str = "Ewa Provfält", **given: Any) -> CertificateContent:
    areas = []
    for a in range(0, skills, 6):
        rows = tuple((LONG.format(n=n) if n % 3 else f"Färdighet {n}", 1 + n % 4) for n in range(a, min(skills, a + 6)))
        areas.append((f"Område {a // 6 + 1}", rows))
    made = CertificateContent(
        "AMD-2026-00412",
        date(2026, 11, 27),
        "Ekhamra stad",
        "Arbetsmarknads- och socialförvaltningen",
        name,
        date(1979, 3, 3),
        "Lokalvårdare",
        "Städ Centrum",
        "Serviceförvaltningen",
        date(2026, 5, 28),
        date(2026, 11, 27),
        100,
        3,
        tuple(areas),
        "Noggrann, lugn och hjälpsam. " * 8,
        (("Yrkessvenska", 40), ("Samhällskunskap", 24)),
        (
            Signature("Leyla Modellberg", "Handledare", "Städ Centrum, Serviceförvaltningen"),
            Signature("Åsa Skissander", "Arbetsmarknadssekreterare", "Arbetsmarknads- och socialförvaltningen"),
        ),
        "Ekhamra",
        "070-174 06 05",
        levels={1: "Har provat", 2: "Klarar med stöd", 3: "Klarar självständigt", 4: "Kan visa andra"},
    )
    return replace(made, check=encode(b"x" * 180, sign(new_key(), b"x")), **given)


def boxes(page: Any) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right, top of every run of text on a page."""
    text = page.get_textpage()
    return [text.get_rect(i) for i in range(text.count_rects())]


def overlaps(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    wide = min(a[2], b[2]) - max(a[0], b[0])
    tall = min(a[3], b[3]) - max(a[1], b[1])
    return wide > 1.0 and tall > 1.5


@pytest.mark.thorough(15)
@pytest.mark.parametrize("skills", [5, 20, 60])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_overlaps_and_nothing_leaves_the_page(skills: int, name: str) -> None:
    document = pypdfium2.PdfDocument(certificate_pdf(content(skills, name)))
    for page in document:
        found = boxes(page)
        assert all(left > 40 and right < 556 and bottom > 25 and top < 810 for left, bottom, right, top in found)
        clash = [(a, b) for a, b in itertools.combinations(found, 2) if overlaps(a, b)]
        assert clash == []
    assert len(document) == {5: 1, 20: 2, 60: 3}[skills] or len(document) <= {5: 1, 20: 2, 60: 4}[skills]


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("skills", [5, 20, 60])
def test_every_skill_and_name_is_found_in_the_text(skills: int) -> None:
    for name in NAMES:
        pdf = certificate_pdf(content(skills, name))
        said = "".join("".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())
        assert name.replace(" ", "") in said
        for n in range(skills):
            wanted = LONG.format(n=n) if n % 3 else f"Färdighet {n}"
            assert wanted.replace(" ", "") in said


@pytest.mark.parametrize(("lang", "never"), [("sv", ("Utfärdat", "läs QR")), ("en", ("Issued", "by its QR"))])
def test_a_draft_says_neither_that_it_is_issued_nor_that_it_has_a_code_to_check(
    lang: str, never: tuple[str, ...]
) -> None:
    draft = replace(content(5), lang=lang, number="", check="", draft=True)
    for paper in (draft, replace(draft, phone="")):
        said = " ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(certificate_pdf(paper))).pages)
        assert [word for word in never if word in said] == []
        assert "27" in said


def test_a_translation_is_marked_as_one_and_has_no_code() -> None:
    pdf = certificate_pdf(replace(content(5), lang="en", check=""))
    said = " ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert "Competence certificate" in said
    assert "Translation. The Swedish original counts" in said
    assert b"AMDESK1" not in pdf


def test_the_text_reads_in_the_papers_order() -> None:
    from dataclasses import asdict

    said = certificate_text(asdict(content(5)))
    order = ["Ekhamra stad", "Kompetensintyg", "Ewa Provfält", "Område 1", "Omdöme", "Genomfört", "Leyla Modellberg"]
    assert [said.index(w) for w in order] == sorted(said.index(w) for w in order)
    assert "- Färdighet 3: 4, kan visa andra" in said


@pytest.mark.thorough(long=True)
def test_every_occupation_with_all_its_skills_and_a_remark_fits_one_page() -> None:
    reference = json.loads((resources.folder() / "reference" / "occupations.json").read_text("utf-8"))
    general = ("På arbetsplatsen", tuple((g["sv"], 3) for g in reference["general"]))
    for occupation in reference["occupations"]:
        areas = tuple((a["sv"], tuple((s["sv"], 3) for s in a["skills"])) for a in occupation["areas"])
        made = content(5, remark="Ewa håller alltid tiden, arbetar säkert och är vänlig mot dem vi finns till för.")
        made = replace(made, areas=(*areas, general), replaces="AMD-2026-00017", check="AMDESK1:" + "A" * 380)
        assert len(pypdf.PdfReader(io.BytesIO(certificate_pdf(made))).pages) == 1, occupation["code"]
