"""Tagged PDF, read by others: an independent checker finds nothing, everything is in the structure, pictures have words."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pytest

from amdesk.export.certificate import certificate_pdf
from amdesk.export.recovery import recovery_pdf
from amdesk.i18n import Words
from tests.export.test_certificate import content
from tests.export.test_papers import EVERY

SHOWN = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "b", "Do"}
"""Operators that leave something on the page."""


def findings(pdf: bytes, folder: Path) -> list[str]:
    """What the checker has to say."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    return [f"{f.rule_id}: {f.message}" for f in pdfua.validate(str(path)).findings]


def shown(page: Any) -> list[tuple[list[Any], str]]:
    """(operands, operator) of a page's content."""
    return [(list(i.operands), str(i.operator)) for i in pikepdf.parse_content_stream(page)]


def elements(pdf: Any) -> list[tuple[str, str]]:
    """(kind, alternative text) of every structure element, in reading order."""
    out: list[tuple[str, str]] = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for part in node:
                walk(part)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            out.append((str(node.S), str(node.get("/Alt", ""))))
            walk(node.get("/K", pikepdf.Array()))

    walk(pdf.Root.StructTreeRoot.K)
    return out


@pytest.mark.thorough(3)
@pytest.mark.parametrize("skills", [5, 20, 60])
def test_an_independent_checker_finds_nothing(skills: int, tmp_path: Path) -> None:
    assert findings(certificate_pdf(content(skills, remark="Noggrann och lugn. " * 12)), tmp_path) == []


@pytest.mark.parametrize("skills", [5, 60])
def test_everything_on_the_page_is_in_the_structure_or_an_artifact(skills: int) -> None:
    pdf = pikepdf.open(io.BytesIO(certificate_pdf(content(skills, remark="Noggrann."))))
    for page in pdf.pages:
        depth = 0
        for operands, name in shown(page):
            depth += name in {"BDC", "BMC"}
            depth -= name == "EMC"
            assert depth in {0, 1}, "marked content does not nest"
            assert name not in SHOWN or depth == 1, f"{name} {operands} is neither content nor artifact"
        assert depth == 0


def test_names_in_every_script_are_tagged_as_the_rest(tmp_path: Path) -> None:
    pdf = certificate_pdf(content(5, name=EVERY, host=EVERY, remark=EVERY))
    assert findings(pdf, tmp_path) == []
    for page in pikepdf.open(io.BytesIO(pdf)).pages:
        depth = 0
        for operands, name in shown(page):
            if name == "BDC" and depth:  # within a piece only what a letter or a word says, which is no piece itself
                assert str(operands[0]) in {"/Span", "/Told"}
                assert list(operands[1].keys()) == ["/ActualText"]
            depth += (name in {"BDC", "BMC"}) - (name == "EMC")
            assert depth in {0, 1, 2, 3}
            assert name not in SHOWN or depth
        assert depth == 0


def test_headings_and_pictures_are_said_in_the_papers_order() -> None:
    made = content(20)
    pdf = pikepdf.open(io.BytesIO(certificate_pdf(made)))
    found = elements(pdf)
    kinds = [kind for kind, _ in found]
    assert kinds[0] == "/Document"
    assert kinds.count("/H1") == 1
    assert kinds.index("/H1") < kinds.index("/H2")
    levels = [alt for kind, alt in found if kind == "/Figure" and ": " in alt]
    printed = [f"{level}: {made.levels[level]}" for _, rows in made.areas for _, level in rows]
    assert levels == printed
    assert all(alt for kind, alt in found if kind == "/Figure")
    assert str(pdf.Root.Lang) == "sv"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def test_the_parent_tree_leads_back_from_every_piece() -> None:
    pdf = pikepdf.open(io.BytesIO(certificate_pdf(content(60))))
    nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    trees = {int(k): v for k, v in zip(nums[::2], nums[1::2], strict=True)}
    for page in pdf.pages:
        marked = [int(operands[1].MCID) for operands, name in shown(page) if name == "BDC"]
        assert marked == list(range(len(marked)))
        assert len(trees[int(page.StructParents)]) == len(marked)


def test_other_papers_are_tagged_too(tmp_path: Path) -> None:
    paper = recovery_pdf("ABCD-EFGH", "/tmp/bank.amdesk", Words("sv", date(2026, 11, 23)), date(2026, 11, 23))
    assert findings(paper, tmp_path) == []
    assert ("/H1", "") in elements(pikepdf.open(io.BytesIO(paper)))
