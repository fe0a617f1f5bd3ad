"""amdesk profile: out to Excel, back as a draft, in use, retired."""

from __future__ import annotations

import json
from pathlib import Path

from openpyxl import load_workbook

from tests.cli.test_cli import run


def test_a_profile_goes_round_by_the_command_line(demo_bank: Path, tmp_path: Path) -> None:
    path = tmp_path / "mat.xlsx"
    assert run(demo_bank, "profile", "export", "MAT", "--out", str(path)).exit_code == 0
    same = run(demo_bank, "profile", "import", "MAT", str(path))
    assert same.exit_code == 1
    assert same.stderr.strip() == "Nothing differs from version 1."
    book = load_workbook(path)
    row = next(r for r in book.worksheets[0].iter_rows() if r[0].value == "MAT-02")
    row[3].value = "Håller isär råvaror"
    book.save(path)
    made = json.loads(run(demo_bank, "profile", "import", "MAT", str(path), "--json").stdout)
    assert (made["version"], made["state"]) == (2, "draft")
    used = json.loads(run(demo_bank, "profile", "use", "MAT", "2", "--from", "2026-12-01", "--json").stdout)
    assert (used["state"], used["since"]) == ("in_use", "2026-12-01")
    assert json.loads(run(demo_bank, "profile", "retire", "MAT", "1", "--json").stdout)["state"] == "retired"
    found = json.loads(run(demo_bank, "profile", "list", "--json").stdout)
    assert [(v["version"], v["state"]) for v in found if v["occupation"] == "MAT"] == [(2, "in_use"), (1, "retired")]


def test_what_is_not_there_is_said_in_one_sentence(demo_bank: Path) -> None:
    done = run(demo_bank, "profile", "use", "MAT", "9")
    assert done.exit_code == 1
    assert done.stderr.strip() == "The profile MAT has no version 9."
    assert (
        run(demo_bank, "profile", "export", "XYZ", "--out", "x.xlsx").stderr.strip()
        == "XYZ is no occupation of the bank."
    )
