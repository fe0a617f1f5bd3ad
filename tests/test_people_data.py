"""No number of a real person may stand in the repository: test numbers by rule, the samples' own by name."""

from __future__ import annotations

import re
from datetime import date
from zipfile import ZipFile, is_zipfile

import pytest
from pypdf import PdfReader

from amdesk.domain.people.identity import BadIdentity, parse_identity
from tests.repository import ROOT, files

TODAY = date(2026, 11, 23)
CANDIDATE = re.compile(r"(?<![\w.-])(?:\d{2})?\d{6}[-+]?\d{4}(?![\w-])")
NAMED = {
    "197609092387",  # samples: published test numbers of years outside the rule, or broken on purpose
    "190312049802",
    "200308082395",
    "199901010000",
    "202600822924",  # a constant of SHA-512 in resources/site/vendor.js: 9b05688c, written in ten digits
}


def allowed(number: str) -> bool:
    published = (ROOT / "resources/reference/test_coordination_numbers.txt").read_text("utf-8").split()
    return number in published or number in NAMED or (number[8:11] in {"238", "239"} and "1977" <= number[:4] <= "2013")


def numbers_in(said: str) -> set[str]:
    out = set()
    for found in CANDIDATE.findall(said):
        try:
            out.add(parse_identity(found, TODAY).number)
        except BadIdentity:
            continue
    return out


@pytest.mark.thorough(long=True)
def test_only_test_numbers_stand_in_the_repository() -> None:
    wrong, read = [], 0
    for path in files():
        unread = path.suffix in {".ttf", ".png", ".mo"} or path.name == "icons.json"
        if unread or path.parent.name == "requirements":
            continue
        read += 1
        if path.suffix in {".xlsx", ".ods"} and is_zipfile(path):
            with ZipFile(
                path
            ) as book:  # the texts of its parts: one stray cell makes a table of it that nobody can walk
                parts = [book.read(n).decode("utf-8", "replace") for n in book.namelist() if n.endswith(".xml")]
            said = "\n".join(re.sub(r"<[^>]*>", "\n", part) for part in parts)
        elif path.suffix == ".pdf":  # its bytes are full of offsets; what it says is its text
            said = "\n".join(page.extract_text() for page in PdfReader(path).pages)
        else:
            said = path.read_bytes().decode("utf-8", "replace")
        wrong += [f"{path.name}: {n[:8]}-****" for n in numbers_in(said) if not allowed(n)]
    assert read > 100
    assert wrong == []


def test_the_scan_finds_a_number_outside_the_rule() -> None:
    assert not allowed("19750101" + "9804")
