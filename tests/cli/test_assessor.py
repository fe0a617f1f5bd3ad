"""Assessment sheets on the command line: who assessed is said in the sheet or in the command, and is never the reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.small import busy
from tests.cli.test_cli import run
from tests.services.test_sheets import fill


@pytest.mark.thorough(long=True)
def test_a_sheet_without_an_assessor_is_stored_once_the_command_names_one(demo_bank: Path, tmp_path: Path) -> None:
    path = tmp_path / "blad.xlsx"
    assert run(demo_bank, "export", "sheets", "--placement", busy(demo_bank), "--out", str(path)).exit_code == 0
    page = load_workbook(path).worksheets[0]
    code, before = next(
        (str(r[0].value).partition(".")[2].rpartition(".")[0], str(r[3].value)[:1])
        for r in page.iter_rows(min_row=9, max_col=4)
        if r[0].value
    )
    fill(path, {code: 1 if before != "1" else 2}, C4=None)
    asked = run(demo_bank, "import", "assessments", str(path))
    assert asked.exit_code == 1
    assert "does not say who assessed" in asked.stderr
    done = run(demo_bank, "import", "assessments", str(path), "--assessor", "Nils Modellberg")
    assert (done.exit_code, "new stored: 1" in done.stdout) == (0, True)
