"""A file with a password is opened by it, by other programs too, and says nothing to whoever does not have it."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import msoffcrypto
import openpyxl
import pypdfium2
import pytest
from olefile import OleFileIO
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from amdesk.domain.errors import Refused
from amdesk.export.locked import locked

PASSWORD = "fyra helt olika ord åäö"


def book() -> bytes:
    made, out = openpyxl.Workbook(), io.BytesIO()
    made.active.append(["Quilla Demolund", "Björkparken"])
    made.save(out)
    return out.getvalue()


def paper() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setTitle("Quilla Demolund")
    canvas.drawString(100, 700, "Quilla Demolund")
    canvas.save()
    return out.getvalue()


@pytest.mark.thorough(long=True)
def test_an_excel_file_is_opened_by_its_password_whole_and_by_no_other() -> None:
    found = msoffcrypto.OfficeFile(io.BytesIO(locked(".xlsx", book(), PASSWORD)))
    found.load_key(password=PASSWORD, verify_password=True)
    out = io.BytesIO()
    found.decrypt(out, verify_integrity=True)
    assert openpyxl.load_workbook(out).active["A1"].value == "Quilla Demolund"
    with pytest.raises(msoffcrypto.exceptions.InvalidKeyError):
        found.load_key(password=f"{PASSWORD}x", verify_password=True)


def test_an_excel_file_is_locked_by_aes_256_and_a_slow_digest() -> None:
    with OleFileIO(io.BytesIO(locked(".xlsx", book(), PASSWORD))) as whole:
        said = whole.openstream("EncryptionInfo").read().decode("utf-8", "ignore")
    for part in ('keyBits="256"', 'cipherAlgorithm="AES"', 'hashAlgorithm="SHA512"', 'spinCount="100000"'):
        assert part in said


def test_a_pdf_is_opened_by_its_password_and_by_no_other_and_its_title_is_locked_too() -> None:
    made = locked(".pdf", paper(), PASSWORD)
    with pypdfium2.PdfDocument(made, password=PASSWORD) as opened:
        assert "Quilla Demolund" in opened[0].get_textpage().get_text_range()
    for wrong in (None, "", "x"):
        with pytest.raises(pypdfium2.PdfiumError):
            pypdfium2.PdfDocument(made, password=wrong)
    locks: Any = PdfReader(io.BytesIO(made)).trailer["/Encrypt"].get_object()
    assert (locks["/V"], locks["/R"], locks["/CF"]["/StdCF"]["/CFM"]) == (5, 6, "/AESV3")


@pytest.mark.parametrize("ending", [".xlsx", ".pdf"])
def test_nothing_of_what_stands_in_it_is_read_without_the_password(ending: str) -> None:
    made = locked(ending, book() if ending == ".xlsx" else paper(), PASSWORD)
    assert b"Quilla" not in made
    assert "Quilla".encode("utf-16-be") not in made
    assert not zipfile.is_zipfile(io.BytesIO(made))


def test_without_a_password_a_file_is_as_it_was() -> None:
    assert locked(".pdf", b"page", "") == b"page"


@pytest.mark.parametrize(("ending", "password"), [(".xlsx", "elva tecken"), (".pdf", "x" * 121), (".pdf", "tolv\ntecken är"), (".json", PASSWORD)])  # fmt: skip
def test_what_cannot_be_a_password_or_a_locked_file_is_refused_before_anything_is_written(
    ending: str, password: str
) -> None:
    with pytest.raises(Refused) as refused:
        locked(ending, book(), password)
    assert refused.value.code == "PASSWORD"
