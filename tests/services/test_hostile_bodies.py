"""Whoever signs electronically is not kept waiting by a body that is written to do that, and signs nothing that is no certificate."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from amdesk.domain.errors import BadFile
from amdesk.export import pades, seal
from amdesk.export.bodies import plain
from amdesk.services.competence.verify import sign_file
from tests.domain.test_statement import CONTENT
from tests.services import hostile_bodies as hostile
from tests.services.attacks import body_of, paper
from tests.services.bombs import calls_of
from tests.services.test_verify import p12

MOST_CALLS = 150_000
"""A genuine certificate takes some 5,000 before it is given to a reader of PDF."""


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return p12(tmp_path_factory.mktemp("signer"))


def test_what_they_are_made_of_is_signed(tmp_path: Path, signer: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(hostile.written(hostile.objects()))
    assert sign_file(path, signer, "hemlig").startswith(path.read_bytes())


@pytest.mark.thorough(28)
@pytest.mark.parametrize("name", sorted(hostile.HOSTILE))
def test_a_body_that_is_not_written_as_certificates_are_is_no_readers_to_follow(
    name: str, tmp_path: Path, signer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_given: object) -> bytes:
        raise AssertionError

    path = tmp_path / "x.pdf"
    path.write_bytes(hostile.HOSTILE[name]())
    monkeypatch.setattr(pades, "signed", never)

    def tried() -> str:
        with pytest.raises(BadFile, match="not written as certificates are") as refused:
            sign_file(path, signer, "hemlig")
        return refused.value.code

    code, calls = calls_of(tried)
    assert code == "UNSIGNABLE"
    assert calls < MOST_CALLS


@pytest.mark.parametrize("name", ["Åsa Prov", "ሰላም ተስፋይ", "王小明", "أمينة", "Anna ((([[[<<< Prov"])
def test_every_certificate_is_written_so_whatever_stands_in_it(name: str) -> None:
    modules = tuple((f"Modul {i}", 40) for i in range(20))
    content = replace(CONTENT, name=name, remark="Ett långt ord (med [parenteser]) " * 30, modules=modules)
    plain(body_of(paper(content)))


def test_one_of_the_first_form_is_written_so_too(tmp_path: Path, signer: Path) -> None:
    path = Path(__file__).parent.parent / "cases" / "certificates" / "forged_levels.pdf"
    parts = seal.take_apart(path.read_bytes())
    assert parts is not None
    plain(parts.body)
