"""No number of a real person may stand in the repository: test numbers by rule, the samples' own by name."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from pathlib import Path

import openpyxl

from amdesk.domain.identity import BadIdentity, parse_identity

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 23)
CANDIDATE = re.compile(r"(?<![\w.-])(?:\d{2})?\d{6}[-+]?\d{4}(?![\w-])")
NAMED = {
    "197609092387",  # samples: published test numbers of years outside the rule, or broken on purpose
    "190312049802",
    "200308082395",
    "199901010000",
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


def test_only_test_numbers_stand_in_the_repository() -> None:
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    wrong = []
    for name in files:
        path = ROOT / name
        if (
            name.startswith("requirements/")
            or path.suffix in {".ttf", ".png", ".mo"}
            or name == "resources/icons.json"
            or not path.is_file()
        ):
            continue
        if path.suffix == ".xlsx":
            said = "\n".join(
                str(c)
                for s in openpyxl.load_workbook(path)
                for r in s.iter_rows(values_only=True)
                for c in r
                if c is not None
            )
        else:
            said = path.read_bytes().decode("utf-8", "replace")
        wrong += [f"{name}: {n[:8]}-****" for n in numbers_in(said) if not allowed(n)]
    assert wrong == []


def test_the_scan_finds_a_number_outside_the_rule() -> None:
    assert not allowed("19750101" + "9804")
